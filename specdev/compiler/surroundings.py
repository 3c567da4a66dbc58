"""What stands around a task on its page: its neighbours' behaviour as far as there is room, and what is not its work."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from ..model import Item
from .page import Facts, Page, Scene, one_line, plain
from .passages import Passage, count_words, terms
from .planned import Planned

OUTSIDE_LINES = 14
"""Of the list of what is not to be built: enough to name the neighbours, short enough to be read."""
SILENT_KINDS = frozenset({"persona", "risk", "milestone", "open_question", "non_goal"})
"""Kinds that tell an engineer nothing about the behaviour of a neighbour."""


def with_facts(found: Page, shared: Scene, task: Planned, room: int) -> Page:
    """The page with what stands around the task, at most `room` words of it: facts first, then titles of the rest."""
    others = _others(shared, task)
    own = _own_terms(task)
    room -= sum(count_words(line) for line in _outside(shared, task, own)[:6])
    ranked = sorted(range(len(others)), key=lambda i: (-_pull(others[i], own, shared, task), i))
    chosen: set[int] = set()
    leads: set[str] = set()
    for index in ranked:
        cost = _cost(others[index], leads)
        if cost <= room:
            chosen.add(index)
            room -= cost
            item = others[index].item
            leads |= {item.lead} if item else set()
    printed = {item.id for index in chosen if (item := others[index].item) is not None}
    facts = _grouped([others[index] for index in sorted(chosen)], shared)
    return replace(found, facts=facts, outside=tuple(_outside(shared, task, own, printed)[:OUTSIDE_LINES]))


def _own_terms(task: Planned) -> frozenset[str]:
    texts = (f"{item.title}\n{item.text}\n{item.detail}" for item in (*task.items, *task.riders))
    return frozenset(term for text in texts for term in terms(text))


def _others(shared: Scene, task: Planned) -> list[Passage]:
    """Every passage that says something of the product and is not on the page already."""
    known = {item.id for item in (*task.items, *task.riders, *task.applies)}
    sections = {item.section for item in task.items if item.section}
    leads = {one_line(item.lead) for item in task.items}
    found = []
    for passage in shared.plan.stream:
        item = passage.item
        if item and (item.id in known or item.kind in SILENT_KINDS or item.priority == "wont"):
            continue
        if passage.context and (passage.section in sections or one_line(passage.text) in leads):
            continue
        if one_line(passage.text) == one_line(shared.prd.summary):
            continue
        found.append(passage)
    all_leads = {one_line(p.item.lead) for p in found if p.item}
    return [p for p in found if p.item or one_line(p.text) not in all_leads]


def _cost(passage: Passage, leads: Set[str]) -> int:
    """Words that printing the passage takes; a lead that is printed already costs nothing."""
    lead = passage.item.lead if passage.item else ""
    return passage.words + 6 - (count_words(lead) if lead in leads else 0)


def _pull(passage: Passage, own: frozenset[str], shared: Scene, task: Planned) -> float:
    """How much a passage helps: what it shares with the task, concrete facts, and a place beside it."""
    score = shared.plan.near.of(passage.terms, own)
    concrete = sum(term[0] == "`" for term in passage.terms)
    score += min(concrete, 5) * (1.5 if task.role == "integration" else 0.5)
    if passage.item and passage.item.kind == "goal":
        score -= 4.0
    if any(
        passage.section[: len(item.section) - 1] == item.section[:-1] and len(item.section) > 1 for item in task.items
    ):
        score += 2.0
    return score / float(40 + passage.words) ** 0.5


def _grouped(chosen: Sequence[Passage], shared: Scene) -> tuple[Facts, ...]:
    """Passages by section, in the vision's order; a lead stands once before the items it introduces."""
    groups: list[tuple[tuple[str, ...], list[str]]] = []
    lead = ""
    for passage in chosen:
        if not groups or groups[-1][0] != passage.section:
            groups.append((passage.section, []))
            lead = ""
        item = passage.item
        if item and item.lead and item.lead != lead:
            lead = item.lead
            groups[-1][1].append(plain(item.lead, item.section))
        groups[-1][1].append(_fact(passage, shared))
    return tuple(Facts(" › ".join(section), tuple(texts)) for section, texts in groups)


def _fact(passage: Passage, shared: Scene) -> str:
    item = passage.item
    if item is None:
        return plain(passage.text, passage.section)
    number = shared.owner.get(item.id)
    mark = f"**{item.id}**" + (f" ({number})" if number else "")
    criteria = "\n".join(f"- {criterion.text}" for criterion in item.acceptance)
    body = plain("\n".join(part for part in (item.text, item.detail, criteria) if part), item.section)
    return f"{mark}:{' ' if not body.startswith(('```', '|', '~~~', '- ')) else chr(10)}{body}"


def _outside(shared: Scene, task: Planned, own: frozenset[str], printed: Set[str] = frozenset()) -> list[str]:
    """What must not be built here: the vision's non-goals, what it defers, and the other tasks' work."""
    near = shared.plan.near
    left_out = sorted(shared.plan.portions.left_out, key=lambda item: -near.of(own, terms(item.text)))
    lines = [_not_wanted(item) for item in left_out[:6]]
    for other in shared.plan.tasks:
        if other.name == task.name or other.role not in ("slice", "contract"):
            continue
        if task.role != "scaffold" and all(item.id in printed for item in other.items):
            continue
        lines.append(f"{other.title}: {shared.ids[other.name]} does it.")
    return lines or ["Anything that no requirement on this page asks for."]


def _not_wanted(item: Item) -> str:
    why = "Not wanted" if item.kind == "non_goal" else "Not now"
    return f"{why}: {one_line(plain(item.text))}"
