"""What all pages of a plan share: who makes what true, what may be said of neighbours, and which facts need a home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ... import graph
from ...checks.synthesise import Example, Late
from ...model import Prd
from ..planning.passages import Passage, Postings, count_words, terms
from ..planning.plan import Plan
from . import answers
from .shown import shown
from .waiting import waiting
from .wording import one_line


@dataclass(frozen=True, slots=True)
class Scene:
    """What every page of one plan shares."""

    prd: Prd
    plan: Plan
    ids: Mapping[str, str]
    """Task name to its number."""
    owner: Mapping[str, str]
    """Item id to the number of the task that makes it true."""
    around: tuple[Passage, ...]
    """What a page may say of its neighbours, in the vision's order."""
    postings: Postings
    """Of `around`, by number."""
    words: int
    """Of all of `around`."""
    place: Mapping[str, int]
    """Task name to its place in the plan."""
    paragraphs: Mapping[str, Passage]
    """Item id to the paragraph that it is a sentence of."""
    homes: Mapping[int, str]
    """Line of a block that states facts and no items, to the name of the task that has to respect it."""
    waiting: Mapping[str, Late]
    """Task name to the facts that it takes over from earlier tasks or leaves to later ones."""
    examples: Mapping[str, tuple[Example, ...]]
    """Task name to the facts that it is judged by and that belong to no single item."""
    answers: Mapping[str, frozenset[str]]
    """Answered question to the names of the tasks that it is for."""
    details: str
    """What items carry as detail, each in one line: a block that stands there is not printed again."""

    def told(self, passage: Passage) -> bool:
        """Whether the block is printed with an item that it completes."""
        return is_inside(passage, self.details)


def scene(prd: Prd, plan: Plan, ids: Mapping[str, str]) -> Scene:
    """The shared part of all pages."""
    owner = {item.id: ids[task.name] for task in plan.tasks for item in (*task.items, *task.riders)}
    leads = {one_line(passage.item.lead) for passage in plan.stream if passage.item}
    summary = one_line(prd.summary)
    details = "\n".join(one_line(p.item.detail) for p in plan.stream if p.item and p.item.detail)
    speaking = (
        without_summary(passage, summary)
        for passage in plan.stream
        if _speaks(passage) and not (passage.context and passage.key in leads) and not is_inside(passage, details)
    )
    around = tuple(passage for passage in speaking if passage.words)
    postings = Postings([passage.terms for passage in around], plan.near)
    words = sum(passage.words + sum(len(title.split()) for title in passage.section) for passage in around)
    place = {task.name: number for number, task in enumerate(plan.tasks)}
    paragraphs = {item.id: passage for passage in plan.stream for item in passage.woven}
    homes = _homes(plan, around)
    late, examples = waiting(prd, plan), shown(prd, plan)
    decided = answers.reach(prd, plan)
    return Scene(
        prd, plan, ids, owner, around, postings, words, place, paragraphs, homes, late, examples, decided, details
    )


HOME_WORDS = 300
"""Words of such blocks that one task takes in."""


GOOD_HOME = 0.6
"""Of tasks that are nearly as near as the nearest, the one that is done first takes a block in: others build on it."""


GOOD_CONTRACT = 0.3
"""The same for a contract, which exists to hold what others share."""


def _homes(plan: Plan, around: Sequence[Passage]) -> dict[int, str]:
    """
    For each block of facts that no item stands for, the slice that it is nearest to: else nobody would build it.

    Blocks in a section where a task owns items stand on that task's page anyway.
    """
    slices = [task for task in plan.tasks if task.role in ("slice", "contract")]
    taken = {item.section for task in slices for item in task.items if item.section}
    texts = (" ".join(f"{item.title} {item.text} {item.detail}" for item in (*t.items, *t.riders)) for t in slices)
    postings = Postings([terms(text) for text in texts], plan.near)
    owned = {item.id for task in plan.tasks for item in (*task.items, *task.riders)}
    rank = {name: number for number, name in enumerate(graph.order(plan.needs))}
    homes: dict[int, str] = {}
    load: dict[int, int] = {}
    for passage in around:
        if passage.section in taken or owned & set(passage.ids) or not _is_concrete(passage):
            continue
        scores = postings.scores(passage.terms)
        best = max(scores.values(), default=0.0)
        good = [i for i in scores if scores[i] >= best * (GOOD_CONTRACT if slices[i].role == "contract" else GOOD_HOME)]
        order = (*sorted(good, key=lambda i: rank[slices[i].name]), *sorted(scores, key=lambda i: (-scores[i], i)))
        for index in order:
            if load.get(index, 0) + passage.words <= HOME_WORDS:
                load[index] = load.get(index, 0) + passage.words
                homes[passage.line] = slices[index].name
                break
    return homes


def is_inside(passage: Passage, details: str) -> bool:
    return passage.context is not None and not passage.woven and passage.key in details


def without_summary(passage: Passage, summary: str) -> Passage:
    """The passage without the summary, which every page begins with."""
    if not (passage.context and summary and passage.key.startswith(summary)):
        return passage
    rest = passage.key.removeprefix(summary).strip()
    return replace(passage, text=rest, key=rest, words=count_words(rest))


def _is_concrete(passage: Passage) -> bool:
    """Whether a block holds facts to build by: names in code, a table, an example; background tells none."""
    if passage.context is None or passage.context.reason == "background":
        return False
    return passage.context.block in ("code", "table") or sum(term[0] == "`" for term in passage.terms) >= 2


SILENT_KINDS = frozenset({"persona", "risk", "milestone", "open_question", "non_goal"})
"""Kinds that tell an engineer nothing about the behaviour of a neighbour."""


def _speaks(passage: Passage) -> bool:
    item = passage.item
    if item is not None:
        return item.kind not in SILENT_KINDS and item.priority != "wont"
    told = passage.context is not None and passage.context.reason == "background"
    return not told or bool(passage.woven) or any(term[0] == "`" for term in passage.terms)
