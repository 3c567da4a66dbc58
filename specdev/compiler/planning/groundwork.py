"""What a plan begins with: what is to be grouped, what the frame does itself, and how the rules would group it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...config import SizeLimits
from ...model import Item, Prd
from .grouping import OWN_WORDS, Group, Portions, group, portion
from .passages import Nearness, Passage, count_words, item_text, passages
from .target import Target


@dataclass(frozen=True, slots=True)
class Groundwork:
    """What a plan begins with: what is to be grouped, and how the rules would group it."""

    stream: tuple[Passage, ...]
    near: Nearness
    portions: Portions
    alone: bool
    """Whether all of it fits into one task."""
    frame: tuple[Item, ...] = ()
    """What the scaffold makes true itself."""
    groups: tuple[Group, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """What is to be grouped, in the order of the vision."""
        return tuple(item for item in self.portions.slices if item not in self.frame)


def groundwork(prd: Prd, target: Target, limits: SizeLimits) -> Groundwork:
    """What a plan of `prd` begins with; without groups where one task does it all, or there is nothing to build."""
    stream = passages(prd)
    near = Nearness(stream)
    portions = portion(prd)
    everything = (*portions.slices, *portions.everywhere)
    if len(everything) <= limits.requirements and words_of(everything) <= OWN_WORDS:
        return Groundwork(stream, near, portions, alone=True)
    frame = _of_the_frame(portions.slices, target, limits)
    items = [item for item in portions.slices if item not in frame]
    return Groundwork(stream, near, portions, False, tuple(frame), tuple(group(items, near, limits)))


def _of_the_frame(slices: Sequence[Item], target: Target, limits: SizeLimits) -> list[Item]:
    """
    What a service's frame has to do itself: how it is started, and what else that section says of it as a whole.

    Only where the vision says how the service is started; at most half of what a task may cover.
    """
    if target.shape != "service" or target.survey.has_code:
        return []
    start = " ".join(target.run)
    sections = {item.section for item in slices if start in item.text}
    of_frame = [item for item in slices if item.section in sections and (item.section or start in item.text)]
    return of_frame if len(of_frame) <= limits.requirements // 2 + 1 else [i for i in of_frame if start in i.text]


def words_of(items: Sequence[Item]) -> int:
    """Words of all that the items say."""
    return sum(count_words(item_text(item)) for item in items)
