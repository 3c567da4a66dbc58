"""
From the PRD to a graph of tasks: who makes what true, after whom, in which files.

    scaffold  ─▶  contract tasks  ─▶  slices  ─▶  area proofs  ─▶  the whole

A vision that fits into one task gives one task.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ... import graph
from ...config import Config, SizeLimits
from ...model import Item, Prd, TaskRole
from .agreed import worded
from .arranged import Arranged, arrange, not_kept
from .closing import closing
from .edges import edges, extended, with_contracts
from .groundwork import Groundwork, groundwork, words_of
from .grouping import OWN_WORDS, Group, Portions, seat
from .passages import Nearness, Passage, Postings, count_words, item_text, terms
from .planned import Planned, all_of, one_line_title, slug
from .proposal import Proposal, Remark
from .shared import shared
from .target import Target

RULE_WORDS = 240
"""Words of rules that hold everywhere, in one task's page."""
SHORT_RULE = 40
"""Words up to which a constraint is taken to hold for every task; a longer one is about something in particular."""
FEW_RULES = 40
"""So many rules are weighed for a task at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks in an order in which they can be done; `needs` name tasks of the plan and hold no cycle."""

    tasks: tuple[Planned, ...]
    target: Target
    portions: Portions
    stream: tuple[Passage, ...]
    near: Nearness
    remarks: tuple[Remark, ...] = ()
    """What was not taken of a proposal."""

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        return {task.name: tuple(task.needs) for task in self.tasks}


def plan(prd: Prd, target: Target, config: Config, proposal: Proposal | None = None) -> Plan:
    """
    The graph for `prd`; deterministic, in the order of the vision.

    `proposal` says what goes together, after what and in which words; it is judged, and what it leaves open is done as
    without it.
    """
    base = groundwork(prd, target, config.limits)
    stream, near, portions = base.stream, base.near, base.portions
    if not (portions.slices or portions.everywhere):
        return Plan((), target, portions, stream, near)
    remarks: list[Remark] = []
    if base.alone:
        tasks = [_single(prd, portions, target)]
    else:
        tasks, remarks = _compose(prd, base, target, config.limits, proposal or Proposal())
        tasks = _apart(tasks)
    return Plan(_with_rules(tasks, portions.everywhere, near), target, portions, stream, near, tuple(remarks))


def _apart(tasks: Sequence[Planned]) -> list[Planned]:
    """
    The tasks without needs that other needs imply, and with disjoint files within each wave.

    A file that two tasks of one wave would extend stays with the first: the other one reports what it had to change.
    """
    needs = graph.reduce({task.name: tuple(task.needs) for task in tasks})
    taken: dict[int, set[str]] = {}
    wave_of = {name: number for number, wave in enumerate(graph.waves(needs)) for name in wave}
    result = []
    for task in tasks:
        mine = taken.setdefault(wave_of[task.name], set())
        owns = tuple(path for path in task.owns if path not in mine)
        mine |= set(owns)
        kept = {name: why for name, why in task.needs.items() if name in needs[task.name]}
        result.append(replace(task, needs=kept, owns=owns))
    return result


def _single(prd: Prd, portions: Portions, target: Target) -> Planned:
    items = (*portions.slices, *portions.everywhere)
    owns = all_of(target, slug(prd.slug) or "product")
    role: TaskRole = (
        "slice" if target.survey.has_code else "scaffold"
    )  # in an empty repository it sets up the frame too
    return Planned("product", role, one_line_title(f"Build {prd.product}"), items, portions.riders, owns=owns)


def _compose(
    prd: Prd, base: Groundwork, target: Target, limits: SizeLimits, proposal: Proposal
) -> tuple[list[Planned], list[Remark]]:
    near, portions, frame = base.near, base.portions, base.frame
    arranged = arrange(proposal, prd, base.items, list(base.groups), near, limits)
    groups = [_beside(found, base.stream) for found in arranged.groups]
    own_names = frozenset({target.command, target.package, prd.product})
    groups, homeless = seat(portions.riders, with_contracts(groups, own_names), near)
    first_rules, later_rules = _rules_of_scaffold(portions.everywhere, groups, limits, len(frame))
    first = (*first_rules, *frame)
    scaffold = None if target.survey.has_code and not first else _scaffold(prd, first, target)
    slices, lost = _slices(groups, near, scaffold, target, own_names, arranged)
    slices, unsaid = worded(slices, proposal, prd, target)
    end = closing(prd.product, slices, scaffold, later_rules, tuple(homeless), target, near, limits)
    return [*([scaffold] if scaffold else []), *slices, *end], [*arranged.remarks, *lost, *unsaid]


def _beside(found: Group, stream: Sequence[Passage]) -> Group:
    """The group with the terms of the blocks that stand in its sections, or hold its items."""
    sections = {item.section for item in found.items if item.section}
    ids = {item.id for item in found.items}
    blocks = (p.terms for p in stream if p.context and (p.section in sections or ids & set(p.ids)))
    return replace(found, beside=frozenset(term for block in blocks for term in block))


def _rules_of_scaffold(
    everywhere: Sequence[Item], groups: Sequence[Group], limits: SizeLimits, taken: int
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """
    Constraints that the first files decide, as many as a task may cover; the rest is proven at the end.

    A constraint that names a part (the log file, the answer of an endpoint) cannot be met before that part is there.
    """
    parts = [words for found in groups if (words := frozenset(slug(found.title).split("-")) - _ARTICLES)]
    first: list[Item] = []
    for item in everywhere:
        words = frozenset(slug(item.text).split("-"))
        room = len(first) + taken < limits.requirements and words_of([*first, item]) <= OWN_WORDS
        if item.kind == "constraint" and room and not any(part <= words for part in parts):
            first.append(item)
    return tuple(first), tuple(item for item in everywhere if item not in first)


def _scaffold(prd: Prd, rules: tuple[Item, ...], target: Target) -> Planned:
    title = one_line_title(f"Set up {prd.product} so that it starts and its tests run")
    return Planned("scaffold", "scaffold", title, rules, owns=all_of(target, "scaffold"))


def _slices(
    groups: Sequence[Group],
    near: Nearness,
    scaffold: Planned | None,
    target: Target,
    own_names: frozenset[str],
    arranged: Arranged,
) -> tuple[list[Planned], list[Remark]]:
    """The tasks of the groups, and what was not taken of the needs that were proposed."""
    names = _names(groups, target)
    extends = extended(groups, own_names) if target.shape == "library" else {}
    bindings = shared(groups, own_names)
    found_edges = edges(groups, names, near, own_names, extends, bindings, arranged.wanted)
    tasks = []
    for index, (found, name) in enumerate(zip(groups, names, strict=True)):
        part, test = target.part(name)
        needs = dict(found_edges[name])
        if scaffold and not needs:
            needs = {scaffold.name: "it builds the frame that this part is wired into"}
        extended_file = (target.part(names[extends[index]])[0],) if index in extends else ()
        siblings = {names[i] for i, other in enumerate(groups) if other.section == found.section != ()}
        beside = [other for other in _behind(name, found_edges) if other in siblings][:MOST_READ]
        others = (target.part(other)[0] for other in (*needs, *beside) if other != "scaffold")
        role: TaskRole = "contract" if found.contract else "slice"
        tasks.append(
            Planned(
                name,
                role,
                one_line_title(found.title),
                found.items,
                found.riders,
                tuple(binding.item for binding in bindings if binding.group == index),
                needs,
                owns=(*extended_file, part, test),
                reads=tuple(dict.fromkeys([target.entry, *others])),
            )
        )
    return tasks, not_kept(arranged, names, found_edges)


MOST_READ = 4
"""Earlier parts of the same section that a task reads besides those it needs directly: they are about the same."""


def _behind(name: str, needs: Mapping[str, Mapping[str, str]]) -> list[str]:
    """All that a group builds on, the nearest first."""
    found = list(needs[name])
    for other in found:  # grows while it is read
        found += [more for more in needs[other] if more not in found]
    return found


def _names(groups: Sequence[Group], target: Target) -> list[str]:
    """A unique module name for each group, at most three telling words of its title; none is that of a hot file."""
    taken: set[str] = {"scaffold", "product", "whole"}
    hot = set(target.hot)
    own = {target.command, target.package, *_ARTICLES}
    names = []
    for number, found in enumerate(groups, 1):
        head = re.split(r"[\[<({,:]| [A-Z]{2,}\b", found.title)[0]
        words = [word for word in slug(head).split("-") if word not in own] or slug(found.title).split("-")
        base = "-".join(words[:3]) or f"part-{number}"
        name, count = base, 2
        while name in taken or target.part(name)[0] in hot:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        names.append(name)
    return names


_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "for",
        "in",
        "on",
        "with",
        "der",
        "die",
        "das",
        "und",
        "el",
        "la",
        "los",
        "las",
        "de",
        "y",
        "le",
        "les",
        "et",
        "o",
        "os",
        "as",
        "e",
    ]
)
"""Words that say nothing in a module's name, in the languages whose titles give ASCII words."""


def _with_rules(tasks: Sequence[Planned], everywhere: Sequence[Item], near: Nearness) -> tuple[Planned, ...]:
    """The tasks with the rules that bear on each: short constraints first, then by nearness, as RULE_WORDS has room."""
    postings = Postings([terms(item_text(item)) for item in everywhere], near)
    words = [count_words(item_text(item)) for item in everywhere]
    universal = [i for i, item in enumerate(everywhere) if item.kind == "constraint" and words[i] <= SHORT_RULE]
    result = []
    for task in tasks:
        own = frozenset(t for item in (*task.items, *task.riders) for t in terms(f"{item.title}\n{item_text(item)}"))
        scores = postings.scores(own)
        near_ones = sorted(scores, key=lambda i: (-scores[i], i))
        rest = range(len(everywhere)) if len(everywhere) <= FEW_RULES else ()
        room, chosen = RULE_WORDS, []
        for index in dict.fromkeys((*universal[:FEW_RULES], *near_ones[:FEW_RULES], *rest)):
            if words[index] <= room and everywhere[index] not in task.items:
                chosen.append(index)
                room -= words[index]
        result.append(replace(task, applies=(*task.applies, *(everywhere[index] for index in sorted(chosen)))))
    return tuple(result)
