"""
Where tasks and lines stand in a drawing by waves: columns from left to right, no two boxes over each other.

A line that passes a wave without ending there runs through it in a lane of its own; lines that come from the same task
share one. Lanes are placed like boxes, so a line never crosses a box. The order inside a column follows the neighbours'
mean place (Sugiyama, Tagawa and Toda 1981), the heights come from a least-squares fit that keeps the order.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, int]
"""A task or, in a column that is not the task's, the lane of lines that come from it: (task, column)."""

SWEEPS = 8
"""Rounds of ordering; more changes nothing visible on graphs of up to 500 tasks."""
FITS = 6


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights in pixels."""

    box: float = 64
    lane: float = 6
    gap: float = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """The result; heights are those of the middle of a box or lane, from the top."""

    columns: list[list[Key]]
    y: dict[Key, float]
    height: float
    routes: list[list[Key]]
    """For each line the keys it touches: its task, the lanes, the task it ends at."""


def place(waves: Sequence[Sequence[str]], edges: Mapping[str, Sequence[str]], sizes: Sizes) -> Placed:
    """The places of all tasks in `waves`; `edges` gives for each task the tasks a line comes from."""
    level = {task: column for column, wave in enumerate(waves) for task in wave}
    routes = [_route(need, task, level) for task, needs in edges.items() for need in needs]
    before, after = _neighbours(routes)
    columns = _first_order(waves, routes)
    columns = _untangle(columns, before, after)
    y = _heights(columns, level, before, after, sizes)
    top = min((y[key] - _half(key, level, sizes) for key in y), default=0.0)
    y = {key: value - top for key, value in y.items()}
    height = max((y[key] + _half(key, level, sizes) for key in y), default=0.0)
    return Placed(columns, y, height, routes)


def _route(need: str, task: str, level: Mapping[str, int]) -> list[Key]:
    return [*((need, column) for column in range(level[need], level[task])), (task, level[task])]


def _neighbours(routes: Sequence[Sequence[Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    """For each key those it is joined to on the left and on the right, each once."""
    before: dict[Key, dict[Key, None]] = {}
    after: dict[Key, dict[Key, None]] = {}
    for route in routes:
        for left, right in itertools.pairwise(route):
            after.setdefault(left, {})[right] = None
            before.setdefault(right, {})[left] = None
    return {key: list(keys) for key, keys in before.items()}, {key: list(keys) for key, keys in after.items()}


def _first_order(waves: Sequence[Sequence[str]], routes: Sequence[Sequence[Key]]) -> list[list[Key]]:
    columns: list[dict[Key, None]] = [{(task, column): None for task in wave} for column, wave in enumerate(waves)]
    for route in routes:
        for key in route[1:-1]:
            columns[key[1]][key] = None
    return [list(column) for column in columns]


def _untangle(
    columns: list[list[Key]], before: Mapping[Key, list[Key]], after: Mapping[Key, list[Key]]
) -> list[list[Key]]:
    """The columns in the order, among those tried, in which the fewest lines cross."""
    best, fewest = columns, _crossings(columns, after)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        forward = sweep % 2 == 0
        columns = _sweep(columns, before if forward else after, forward=forward)
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _sweep(columns: list[list[Key]], joined: Mapping[Key, list[Key]], *, forward: bool) -> list[list[Key]]:
    """Each column sorted by the mean rank of what it is joined to in the column before (or after) it."""
    rank = {key: float(place) for column in columns for place, key in enumerate(column)}
    result = list(columns)
    numbers = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
    for number in numbers:
        mean = {key: _mean([rank[other] for other in joined.get(key, ())], rank[key]) for key in result[number]}
        result[number] = sorted(result[number], key=lambda key: mean[key])
        rank.update({key: float(place) for place, key in enumerate(result[number])})
    return result


def _crossings(columns: list[list[Key]], after: Mapping[Key, list[Key]]) -> int:
    """How many pairs of lines cross between neighbouring columns: inversions, counted in a Fenwick tree."""
    total = 0
    for left, right in itertools.pairwise(columns):
        rank = {key: place for place, key in enumerate(right)}
        ends = [place for key in left for place in sorted(rank[other] for other in after.get(key, ()))]
        total += _inversions(ends, len(right))
    return total


def _inversions(values: Sequence[int], size: int) -> int:
    tree = [0] * (size + 1)
    found = 0
    for seen, value in enumerate(values):
        at, not_larger = value + 1, 0
        while at:
            not_larger += tree[at]
            at &= at - 1
        found += seen - not_larger
        at = value + 1
        while at <= size:
            tree[at] += 1
            at += at & -at
    return found


def _heights(
    columns: list[list[Key]],
    level: Mapping[str, int],
    before: Mapping[Key, list[Key]],
    after: Mapping[Key, list[Key]],
    sizes: Sizes,
) -> dict[Key, float]:
    """Stacked at first, then each column drawn towards what it is joined to, from left to right and back."""
    y: dict[Key, float] = {}
    steps = [_steps(column, level, sizes) for column in columns]
    for column, offsets in zip(columns, steps, strict=True):
        y.update(zip(column, offsets, strict=True))
    for fit in range(FITS):
        forward = fit % 2 == 0
        for number in range(len(columns)) if forward else reversed(range(len(columns))):
            column, joined = columns[number], before if forward else after
            wanted = [_mean([y[other] for other in joined.get(key, ())], y[key]) for key in column]
            y.update(zip(column, _fit(wanted, steps[number]), strict=True))
    return y


def _steps(column: Sequence[Key], level: Mapping[str, int], sizes: Sizes) -> list[float]:
    """How far below the first of the column each must stand at least."""
    halves = [_half(key, level, sizes) for key in column]
    between = (upper + sizes.gap + lower for upper, lower in itertools.pairwise(halves))
    return list(itertools.accumulate(between, initial=0.0))[: len(column)]


def _fit(wanted: Sequence[float], steps: Sequence[float]) -> list[float]:
    """The nearest to `wanted`, by least squares, that keep the distances of `steps` (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []  # sum, size
    for value, step in zip(wanted, steps, strict=True):
        pools.append((value - step, 1))
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] > pools[-1][0] * pools[-2][1]:
            (total, size), (more, number) = pools[-2], pools[-1]
            pools[-2:] = [(total + more, size + number)]
    levels = [total / size for total, size in pools for _ in range(size)]
    return [value + step for value, step in zip(levels, steps, strict=True)]


def _half(key: Key, level: Mapping[str, int], sizes: Sizes) -> float:
    return (sizes.box if level[key[0]] == key[1] else sizes.lane) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
