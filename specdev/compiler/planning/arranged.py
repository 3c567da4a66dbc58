"""
From a proposal to groups: every item in one group, none too large or too small, and an order that holds no circle.

Whatever the proposal says, what comes out is a grouping like the rules' own; what was not taken is said.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...config import SizeLimits
from ...diagnostics import code
from ...model import Item, Prd
from . import founded
from .grouping import Group, adopt, by_place, fixes_format, split
from .passages import Nearness
from .planned import FAN_IN, one_line_title
from .proposal import Part, Proposal, Remark, remark
from .settled import Settled, beside, settle

PUT_RIGHT = code(
    "SD732",
    "warning",
    "the model's grouping was put right: {what}",
    help="`specdev show` tells what each task covers now",
    page="Every item that tasks make true belongs to exactly one task, and a task has a size. What a model proposed "
    "did not hold to that also after it was told: items that do not exist, items in two parts, items in none. Unknown "
    "ones were passed over, an item in two parts stays in the first, an item in none went where the rules have its "
    "neighbours. Nothing is lost.",
)
NEED_LEFT_OUT = code(
    "SD733",
    "warning",
    "{number} of the model's needs between tasks left out: {what}",
    help="`specdev graph` shows the needs that stand",
    page="A model said that one task must come before another one. That need closes a circle with others that stand "
    "(those that the vision states come first, then what fixes a format, then the model's in its order), or it has no "
    "reason, or the graph would become deeper than rules allow, or a task would wait for more than five others. It was "
    "left out; the tasks can be done in the order that stands.",
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """Groups in an order in which they can be built."""

    groups: list[Group]
    wanted: tuple[Mapping[int, str], ...] = ()
    """For each group the groups before it that it was said to need, with the reason."""
    remarks: tuple[Remark, ...] = ()


def arrange(
    proposal: Proposal, prd: Prd, items: Sequence[Item], rules: list[Group], near: Nearness, limits: SizeLimits
) -> Arranged:
    """The groups of the proposal's parts; the rules' own where it has none."""
    parts = proposal.parts
    if not parts:
        return Arranged(rules)
    settled = settle(
        [part.items for part in parts],
        [item.id for item in items],
        beside([[item.id for item in found.items] for found in rules]),
    )
    if len(settled.missing) == len(items):
        return Arranged(rules, remarks=_put_right(settled))
    remarks = [*_put_right(settled)]
    by_id = {item.id: item for item in items}
    pieces: list[tuple[Group, str]] = []
    for part, owned in zip(parts, settled.owned, strict=True):
        if owned:
            mine = tuple(sorted((by_id[name] for name in owned), key=by_place))
            pieces += [(piece, part.name) for piece in split(_group(prd, part, mine), near, limits)]
    home = {item.id: name for piece, name in pieces for item in piece.items}
    groups = adopt([piece for piece, _ in sorted(pieces, key=lambda pair: by_place(pair[0].items[0]))], near, limits)
    groups = _distinct(groups)
    edges, lost = _needs(proposal, prd, groups, home, near)
    order, kept, circles = _in_order(len(groups), [*_stated(groups), *edges])
    lost += [f"{_pair(groups, one, other)} closes a circle" for one, other in circles]
    if lost:
        remarks.append(left_out(lost))
    place = {old: new for new, old in enumerate(order)}
    wanted: list[dict[int, str]] = [{} for _ in groups]
    for one, other, why in kept:
        if why:
            wanted[place[one]][place[other]] = why
    return Arranged([groups[old] for old in order], tuple(wanted), tuple(remarks))


def _put_right(settled: Settled) -> tuple[Remark, ...]:
    return (remark(PUT_RIGHT, what="; ".join(settled.faults)),) if settled.faults else ()


def left_out(what: Sequence[str]) -> Remark:
    """The remark on needs that were not taken."""
    shown = "; ".join(what[:2])
    return remark(NEED_LEFT_OUT, number=str(len(what)), what=shown + (" …" if len(what) > 2 else ""))


def _pair(groups: Sequence[Group], one: int, other: int) -> str:
    return f"“{groups[one].title[:40]}” after “{groups[other].title[:40]}”"


def _group(prd: Prd, part: Part, items: tuple[Item, ...]) -> Group:
    """The group, with the rules' title where the part's says more than its items."""
    sections = {item.section for item in items}
    fixing = sum(bool(item.section) and fixes_format(item.section[-1]) for item in items)
    fixes = 2 * fixing > len(items)
    title = one_line_title(founded.plain(part.title))
    if not title or founded.faults(part.title, founded.ground(prd, items), founded.TITLE_WORDS):
        title = rules_title(items)
    return Group(title, items, sections.pop() if len(sections) == 1 else (), fixes, contract=fixes)


def rules_title(items: Sequence[Item]) -> str:
    """What the rules call a group of items: their sections, else the first item."""
    heads = dict.fromkeys(item.section[-1] if item.section else item.title for item in items)
    return one_line_title(", ".join(heads)) or "A part"


def _distinct(groups: Sequence[Group]) -> list[Group]:
    """The groups, a title that stands twice with a number."""
    seen: Counter[str] = Counter()
    found = []
    for group in groups:
        seen[group.title.casefold()] += 1
        count = seen[group.title.casefold()]
        found.append(replace(group, title=f"{group.title} ({count})") if count > 1 else group)
    return found


Edge = tuple[int, int, str]
"""A group, one that must come before it, and why; no reason where the vision says it."""


def _stated(groups: Sequence[Group]) -> list[Edge]:
    owner = {item.id: number for number, group in enumerate(groups) for item in group.items}
    pairs = dict.fromkeys(
        (number, owner[other])
        for number, group in enumerate(groups)
        for item in group.items
        for other in item.depends_on
        if owner.get(other, number) != number
    )
    return [(one, other, "") for one, other in pairs]


def _needs(
    proposal: Proposal, prd: Prd, groups: Sequence[Group], home: Mapping[str, str], near: Nearness
) -> tuple[list[Edge], list[str]]:
    """
    The needs of the parts as edges between groups, and what is wrong with the others.

    A need of a part that was cut is one of the group that is nearest to who needs it.
    """
    of_part: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        for name in dict.fromkeys(home[item.id] for item in group.items):
            for upper in _uppers(name):
                of_part.setdefault(upper, []).append(number)
    bags = [group.terms for group in groups]
    found: dict[tuple[int, int], str] = {}
    lost = []
    for part in proposal.parts:
        for number in of_part.get(part.name, ()):
            for need in part.needs[: 2 * FAN_IN]:
                there = [other for other in of_part.get(need.of, ()) if other != number]
                reason = founded.plain(need.reason)
                if there and not reason:
                    lost.append(f"“{groups[number].title[:40]}” after “{founded.plain(need.of)[:20]}” has no reason")
                elif need.of not in of_part:
                    lost.append(
                        f"“{groups[number].title[:40]}” after “{founded.plain(need.of)[:20]}”, which is no part"
                    )
                elif there:
                    other = min(there, key=lambda each: (-near.of(bags[number], bags[each]), each))
                    found.setdefault((number, other), _reason(prd, reason, groups[number], groups[other]))
    return [(one, other, why) for (one, other), why in found.items()], lost


def _uppers(name: str) -> list[str]:
    """`2.1` and `2` for the name `2.1`."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _reason(prd: Prd, said: str, one: Group, other: Group) -> str:
    """The reason where it says no more than the items of both, else that there is a need."""
    found = founded.ground(prd, (*one.items, *other.items))
    if founded.faults(said, found, founded.REASON_WORDS):
        return f"it builds on what is built there: {other.title}"
    return said


def _in_order(number: int, edges: Sequence[Edge]) -> tuple[list[int], list[Edge], list[tuple[int, int]]]:
    """
    The groups, each after those it needs and else as they stand; the edges that were taken; those that close a circle.

    Earlier edges win.
    """
    above = [0] * number
    kept, circles = [], []
    for one, other, why in edges:
        if above[other] >> one & 1 or one == other:
            circles.append((one, other))
            continue
        kept.append((one, other, why))
        more = above[other] | 1 << other
        for each in range(number):
            if each == one or above[each] >> one & 1:
                above[each] |= more
    waiting = [0] * number
    users: list[list[int]] = [[] for _ in range(number)]
    for one, other in {(one, other) for one, other, _ in kept}:
        waiting[one] += 1
        users[other].append(one)
    ready = [each for each in range(number) if not waiting[each]]
    order = []
    while ready:
        order.append(heapq.heappop(ready))
        for user in users[order[-1]]:
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(ready, user)
    return order, kept, circles


def not_kept(arranged: Arranged, names: Sequence[str], needs: Mapping[str, Mapping[str, str]]) -> list[Remark]:
    """The remark on needs of a proposal that the finished graph does not hold, directly or through others."""
    place = {name: number for number, name in enumerate(names)}
    above: dict[str, int] = {}

    def over(name: str) -> int:
        todo, found = [name], 0
        while todo:
            for other in needs[todo.pop()]:
                if other in place and not found >> place[other] & 1:
                    found |= 1 << place[other]
                    todo.append(other)
        return found

    above = {name: over(name) for name in names}
    lost = []
    for one, wanted in enumerate(arranged.wanted):
        for other in wanted:
            if not above[names[one]] >> other & 1:
                circle = above[names[other]] >> one & 1
                why = "closes a circle" if circle else "makes the graph too deep, or is one of too many"
                lost.append(f"{_pair(arranged.groups, one, other)} {why}")
    return [left_out(lost)] if lost else []
