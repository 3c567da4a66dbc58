"""
Tasks that may run at the same time write different files.

Tasks of one wave can be given to agents at once. Where both may write one file, their work collides when it is
brought together, or one silently undoes the other's. Give the file to one of them, or let one need the other.

Fails:

    id: T001
    owns: ["src/**"]
    ---
    id: T002
    owns: [src/report.py]

Passes:

    id: T001
    owns: ["src/parse/**"]
    ---
    id: T002
    owns: [src/report.py]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import globs
from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD608",
    "error",
    "`{pattern}` can match what `{other}` of `{task}` matches, and both tasks stand in one wave",
    help="give the files to one of the tasks, or let one need the other",
    page=__doc__,
)

MOST = 50
"""Overlaps that are reported of one product: a graph with more has one mistake in its making."""


@dataclass(frozen=True, slots=True, order=True)
class _Claim:
    prefix: str
    """The pattern as far as it is literal; whatever it matches begins so."""
    literal: bool
    order: int
    task: str
    index: int
    pattern: str


def check(spec: Spec) -> Iterator[Diagnostic]:
    left = MOST
    for wave in spec.waves:
        for earlier, later in _overlaps(_claims(spec, wave)):
            task = spec.by_id[later.task]
            span = spec.in_task(task, "owns", later.index)
            yield CODE.at(span, pattern=later.pattern, other=earlier.pattern, task=earlier.task)
            left -= 1
            if not left:
                return


def _claims(spec: Spec, wave: Sequence[str]) -> list[_Claim]:
    found = []
    for order, name in enumerate(wave):
        for index, pattern in enumerate(spec.by_id[name].owns):
            found.append(_Claim(_prefix(pattern), globs.is_literal(pattern), order, name, index, pattern))
    return sorted(found)


_GLOB = re.compile(r"[*?\[]")


def _prefix(pattern: str) -> str:
    plain = "/".join(part for part in pattern.split("/") if part not in ("", "."))
    found = _GLOB.search(plain)
    if found is None:
        return plain
    prefix, rest = plain[: found.start()], plain[found.start() :]
    return prefix.rstrip("/") if not rest.strip("*/") else prefix  # `a/**` matches `a` as well


def _overlaps(claims: list[_Claim]) -> Iterator[tuple[_Claim, _Claim]]:
    """Pairs of claims of different tasks that can match one path; each pair of tasks once."""
    seen: set[tuple[int, int]] = set()
    for claim, other in _candidates(claims):
        first, second = sorted((claim, other), key=lambda c: (c.order, c.index))
        pair = (first.order, second.order)
        if pair[0] != pair[1] and pair not in seen and globs.may_overlap(first.pattern, second.pattern):
            seen.add(pair)
            yield first, second


def _candidates(claims: list[_Claim]) -> Iterator[tuple[_Claim, _Claim]]:
    """
    Pairs whose literal beginnings fit. The claims are sorted by them, so all below one beginning stand in a row:
    what has no glob meets only its equals, and a wave of thousands of tasks stays cheap.
    """
    for place, claim in enumerate(claims):
        for position in range(place + 1, len(claims)):
            other = claims[position]
            if not other.prefix.startswith(claim.prefix) or (claim.literal and other.prefix != claim.prefix):
                break
            yield claim, other
