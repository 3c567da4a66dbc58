"""The tasks at the end: proofs of areas where there are many parts or rules, and the one that proves the whole."""

from __future__ import annotations

from collections.abc import Sequence

from ...config import SizeLimits
from ...model import Item
from .grouping import group
from .passages import Nearness
from .planned import FAN_IN, Planned, all_of, one_line_title
from .target import Target


def closing(
    product: str,
    slices: Sequence[Planned],
    scaffold: Planned | None,
    rules: Sequence[Item],
    homeless: tuple[Item, ...],
    target: Target,
    near: Nearness,
    limits: SizeLimits,
) -> list[Planned]:
    """Proofs for `rules` in portions that a task may cover, and the task that everything leads to."""
    stem = _stem(slices)
    portions = [part.items for part in group(rules, near, limits)] if rules else []
    proofs = []
    for number, area in enumerate(_areas(slices, len(portions) - 1), 1):
        items = portions.pop(0) if len(portions) > 1 else ()
        proofs.append(_proof(f"{stem}-{number}", area, items, target))
    sinks = _sinks([*slices, *proofs])
    while len(sinks) > FAN_IN:
        proofs += _joins(sinks, stem, len(proofs), target)
        sinks = _sinks([*slices, *proofs])
    needs = {task.name: "the whole is proven when every part is there" for task in sinks}
    whole = Planned(
        "whole",
        "integration",
        one_line_title(f"Prove {product} as a whole"),
        tuple(item for portion in portions for item in portion),
        homeless,
        needs=needs or ({scaffold.name: "the frame is there"} if scaffold else {}),
        owns=all_of(target, "end-to-end"),
        reads=(target.entry,),
    )
    return [*proofs, whole]


def _stem(slices: Sequence[Planned]) -> str:
    """What the names of proofs begin with: no part of the product has such a name."""
    stem = "area"
    while any(task.name.startswith(f"{stem}-") for task in slices):
        stem += "s"
    return stem


def _proof(name: str, area: Sequence[Planned], items: tuple[Item, ...], target: Target) -> Planned:
    """The task that holds `items` against the parts of `area`; it may mend these parts."""
    if items:
        title = f"Prove {items[0].section[-1] if items[0].section else items[0].title}"
    else:
        title = f"Bring together: {area[0].title} … {area[-1].title}"
    owns = (*(path for task in area for path in task.owns[:1]), target.part(name)[1])
    needs = {task.name: "its part is proven together with the others here" for task in area}
    return Planned(name, "integration", one_line_title(title), items, needs=needs, owns=owns)


def _sinks(tasks: Sequence[Planned]) -> list[Planned]:
    """The tasks that no other one needs."""
    needed = {name for task in tasks for name in task.needs}
    return [task for task in tasks if task.name not in needed]


def _joins(sinks: Sequence[Planned], stem: str, number: int, target: Target) -> list[Planned]:
    """Tasks that each bring up to FAN_IN of `sinks` together, where one task could not need them all."""
    joins = []
    for area in _areas(sinks, -(-len(sinks) // FAN_IN)):
        number += 1
        needs = {task.name: "its area is proven together with the others here" for task in area}
        title = one_line_title(f"Bring together: {area[0].title} … {area[-1].title}")
        owns = (target.part(f"{stem}-{number}")[1],)
        joins.append(Planned(f"{stem}-{number}", "integration", title, needs=needs, owns=owns))
    return joins


def _areas(slices: Sequence[Planned], number: int) -> list[list[Planned]]:
    """`slices` in `number` runs of nearly equal length, at least so many that none is longer than FAN_IN."""
    if number < 1 or not slices:
        return []
    number = min(max(number, -(-len(slices) // FAN_IN)), len(slices))
    size, rest = divmod(len(slices), number)
    runs, start = [], 0
    for index in range(number):
        end = start + size + (index < rest)
        runs.append(list(slices[start:end]))
        start = end
    return runs
