"""Which tasks an answer is for: those that hold what it is about, else those that it is nearest to."""

from __future__ import annotations

from ...model import Prd, Question
from ..planning.passages import Postings, terms
from ..planning.plan import Plan
from ..planning.planned import Planned

NEAR = 4.0
"""Nearness from which on an answer about no item is taken to speak of a task: as for what stands around a task."""
AS_NEAR = 0.6
"""Of the nearness of the nearest task, what the others need."""


def reach(prd: Prd, plan: Plan) -> dict[str, frozenset[str]]:
    """
    Identifier of each answered question to the names of the tasks that tell the answer.

    A question that a rule asks about no item is about the whole product, and so is one that is near to nothing.
    """
    answered = [question for question in prd.open_questions if question.answer]
    if not answered:
        return {}
    postings = Postings([_terms(task) for task in plan.tasks], plan.near)
    held = {task.name: {item.id for item in (*task.items, *task.riders, *task.applies)} for task in plan.tasks}
    found = {}
    for question in answered:
        about = set(question.about)
        holding = frozenset(name for name, items in held.items() if items & about)
        found[question.id] = holding or _nearest(question, plan, postings)
    return found


def _nearest(question: Question, plan: Plan, postings: Postings) -> frozenset[str]:
    everywhere = frozenset(task.name for task in plan.tasks)
    if question.code:
        return everywhere
    scores = postings.scores(terms(f"{question.text}\n{question.answer}"))
    best = max(scores.values(), default=0.0)
    if best < NEAR:
        return everywhere
    return frozenset(plan.tasks[number].name for number, score in scores.items() if score >= AS_NEAR * best)


def _terms(task: Planned) -> frozenset[str]:
    texts = (f"{item.title}\n{item.text}\n{item.detail}" for item in (*task.items, *task.riders))
    return frozenset(term for text in texts for term in terms(text))
