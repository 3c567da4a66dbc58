"""Which of several claimants has which name, each exactly once, whatever they claim."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .proposal import some

Claims = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Settled:
    """Which claimant has which of the names, each exactly once."""

    owned: tuple[tuple[str, ...], ...]
    """By claimant, in the order of the names."""
    unknown: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def faults(self) -> list[str]:
        """What was wrong, in words for a person or a model."""
        told = (
            (self.unknown, "unknown ids"),
            (self.doubled, "ids in more than one part"),
            (self.missing, "ids in no part"),
        )
        return [f"{what}: {some(list(names))}" for names, what in told if names]


def settle(claims: Claims, names: Sequence[str], home: Callable[[str, Mapping[str, int]], int]) -> Settled:
    """Each name with the first that claims it; one that nobody claims goes where `home` says, given the owners."""
    owner: dict[str, int] = {}
    known = set(names)
    unknown: dict[str, None] = {}
    doubled: dict[str, None] = {}
    for number, claim in enumerate(claims):
        for name in dict.fromkeys(claim):
            if name not in known:
                unknown[name] = None
            elif name in owner:
                doubled[name] = None
            else:
                owner[name] = number
    missing = tuple(name for name in names if name not in owner)
    if claims:
        taken = dict(owner)
        owner |= {name: home(name, taken) for name in missing}
    owned: list[list[str]] = [[] for _ in claims]
    for name in names:
        if name in owner:
            owned[owner[name]].append(name)
    return Settled(tuple(map(tuple, owned)), tuple(unknown), tuple(doubled), missing)


def beside(rules: Sequence[Sequence[str]]) -> Callable[[str, Mapping[str, int]], int]:
    """For `settle`: who has most of those that the rules put together with the name, else of those before it."""
    mates = {name: group for group in rules for name in group}
    order = {name: place for place, name in enumerate(itertools.chain.from_iterable(rules))}

    def home(name: str, owner: Mapping[str, int]) -> int:
        near = Counter(owner[mate] for mate in mates.get(name, ()) if mate in owner)
        if near:
            return min(near, key=lambda number: (-near[number], number))
        place = order.get(name, 0)
        closest = min(owner, key=lambda other: (abs(order.get(other, 0) - place), order.get(other, 0)), default=None)
        return owner[closest] if closest is not None else 0

    return home
