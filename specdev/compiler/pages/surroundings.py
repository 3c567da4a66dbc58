"""What stands around a task on its page: its neighbours' behaviour as far as there is room, and what is not its
work."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from ...model import Item
from ..planning.passages import Passage, count_words, terms
from ..planning.planned import Planned
from .entries import marked
from .page import Facts, Page
from .scene import Scene
from .wording import one_line, plain

OUTSIDE_LINES = 14
"""Of the list of what is not to be built: enough to name the neighbours, short enough to be read."""
SMALL_VISION = 2_000
"""Words of a vision up to which a page takes in whatever has room: with so few, everything has to do with
everything."""
FACT_WORDS = 450
"""Words of neighbours' behaviour on a slice's page where not everything fits: what is far from the task distracts."""
NEAR = 4.0
"""Nearness from which on a passage is worth printing then: one rare name in code, or two rare words."""
ALL_WORDS = 20_000
"""Words of a vision up to which every passage is weighed for the page that proves the whole."""
MANY = 60
"""Of non-goals, the first so many are weighed."""


def with_facts(found: Page, shared: Scene, task: Planned, room: int) -> Page:
    """The page with what stands around the task, at most `room` words of it: facts first, then titles of the rest."""
    own = _own_terms(task)
    room -= sum(count_words(line) for line in _outside(shared, task, own)[:6])
    scores = shared.postings.scores(own)
    candidates: Sequence[int]
    if shared.words <= SMALL_VISION or task.role == "integration":
        candidates = (
            range(len(shared.around)) if shared.words <= ALL_WORDS else sorted(scores, key=lambda i: -scores[i])[:400]
        )
    else:
        candidates = [index for index, score in scores.items() if score >= NEAR]
        room = min(room, FACT_WORDS)
    chosen = _choose(shared, task, candidates, scores, room)
    printed = {item for index in chosen for item in shared.around[index].ids}
    facts = _grouped([shared.around[index] for index in chosen], shared)
    return replace(found, facts=facts, outside=tuple(_outside(shared, task, own, printed)[:OUTSIDE_LINES]))


def _choose(
    shared: Scene, task: Planned, candidates: Iterable[int], scores: Mapping[int, float], room: int
) -> list[int]:
    """Numbers of the passages to print, in the vision's order: the most helpful ones that fit."""
    known = {item.id for item in (*task.items, *task.riders, *task.applies)}
    sections = {item.section for item in task.items if item.section}
    parents = {section[:-1] for section in sections if len(section) > 1}
    ranked = []
    for index in candidates:
        passage = shared.around[index]
        at_home = passage.section in sections or shared.homes.get(passage.line) == task.name
        if known & set(passage.ids) or (passage.context and at_home):
            continue
        ranked.append((-_pull(passage, scores.get(index, 0.0), parents, task), index))
    chosen: list[int] = []
    leads: set[str] = set()
    for _, index in sorted(ranked):
        cost = _cost(shared.around[index], leads)
        if cost <= room:
            chosen.append(index)
            room -= cost
            item = shared.around[index].item
            leads |= {item.lead} if item else set()
    return sorted(chosen)


def _own_terms(task: Planned) -> frozenset[str]:
    texts = (f"{item.title}\n{item.text}\n{item.detail}" for item in (*task.items, *task.riders))
    return frozenset(term for text in texts for term in terms(text))


def _cost(passage: Passage, leads: Set[str]) -> int:
    """Words that printing the passage takes, its heading included; a lead that is printed already costs nothing."""
    lead = passage.item.lead if passage.item else ""
    heading = sum(count_words(title) for title in passage.section)
    return passage.words + heading + 4 - (count_words(lead) if lead in leads else 0)


def _pull(passage: Passage, score: float, parents: Set[tuple[str, ...]], task: Planned) -> float:
    """How much a passage helps: what it shares with the task, concrete facts, and a place beside it."""
    concrete = sum(term[0] == "`" for term in passage.terms)
    score += min(concrete, 5) * (1.5 if task.role == "integration" else 0.5)
    if passage.item and passage.item.kind == "goal":
        score -= 4.0
    if any(passage.section[: len(parent)] == parent for parent in parents):
        score += 2.0
    return score / math.sqrt(40 + passage.words)


def _grouped(chosen: Sequence[Passage], shared: Scene) -> tuple[Facts, ...]:
    """Passages by section, in the order of the vision; a lead that is no item here stands once before its items."""
    groups: list[tuple[str, list[str]]] = []
    told = {one_line(passage.item.text) for passage in chosen if passage.item}
    lead = ""
    for passage in chosen:
        home = shared.homes.get(passage.line) if passage.context else None
        title = " › ".join(passage.section)
        title += f" ({shared.ids[home]})" if home and title else ""
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
            lead = ""
        item = passage.item
        if item and item.lead and item.lead != lead and one_line(item.lead) not in told:
            lead = item.lead
            groups[-1][1].append(_lead(plain(item.lead, item.section)))
        groups[-1][1].append(_fact(passage, shared))
    return tuple(Facts(title, tuple(texts)) for title, texts in groups)


def _lead(text: str) -> str:
    """What introduces the facts below it, set apart from them where it is one line."""
    return f"*{text}*" if "\n" not in text and "*" not in text else text


def _fact(passage: Passage, shared: Scene) -> str:
    item = passage.item
    if item is None:
        return marked(shared, passage)
    number = shared.owner.get(item.id)
    mark = f"**{item.id}**" + (f" ({number})" if number else "")
    criteria = "\n".join(f"- {criterion.text}" for criterion in item.acceptance)
    body = plain("\n".join(part for part in (item.text, item.detail, criteria) if part), item.section)
    return f"{mark}:{' ' if not body.startswith(('```', '|', '~~~', '- ')) else chr(10)}{body}"


def _outside(shared: Scene, task: Planned, own: frozenset[str], printed: Set[str] = frozenset()) -> list[str]:
    """What must not be built here: the vision's non-goals, what it defers, and the work of the tasks beside it."""
    left_out = shared.plan.portions.left_out[:MANY]
    by_nearness = sorted(left_out, key=lambda item: -shared.plan.near.of(own, terms(item.text)))
    lines = [_not_wanted(item) for item in by_nearness[:6]]
    if task.name == "scaffold":  # its page lists the parts already
        return lines or ["Anything that no requirement on this page asks for."]
    here = shared.place[task.name]
    tasks = shared.plan.tasks[max(0, here - OUTSIDE_LINES) : here + OUTSIDE_LINES]
    for other in tasks:
        if other.name == task.name or other.role not in ("slice", "contract"):
            continue
        if all(item.id in printed for item in other.items):
            continue
        lines.append(f"{other.title}: {shared.ids[other.name]} does it.")
    return lines or ["Anything that no requirement on this page asks for."]


def _not_wanted(item: Item) -> str:
    why = "Not wanted" if item.kind == "non_goal" else "Not now"
    return f"{why}: {one_line(plain(item.text))}"
