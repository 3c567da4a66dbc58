"""The answers that persons gave, over questions that are asked anew: each stays with its question, none is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .. import lock
from ..diagnostics import Diagnostic, Span, code
from ..model import Question

REWORDED = code(
    "SD711",
    "warning",
    "{id} reads differently since it was answered: the answer was kept",
    help="see whether it still fits: `specdev ask {id} --all`",
    page="A person answered this question, and what it asks has changed with the vision since. The answer was kept, "
    "because it is a decision that no program may drop. Read both; `specdev ask` takes another answer.",
)
GONE = code(
    "SD712",
    "info",
    "{id} was answered and is not asked any more: it was kept with its answer",
    help="take the question out of prd.yaml where the vision says it by now",
    page="A person answered this question, and the vision gives no reason to ask it any more, often because the answer "
    "was written into it. The question stays in prd.yaml with its answer, and tasks go on telling the decision, until "
    "a person takes it out. Of the items that it is about, those that are gone are left out.",
)


def carry(
    asked: Sequence[Question],
    old: Iterable[Question],
    pinned: Mapping[str, lock.ItemRecord],
    items: Collection[str],
    path: str,
) -> tuple[list[Question], list[Diagnostic]]:
    """
    The questions with the answers of `old`; what is answered and not asked any more stands behind them.

    A question is known by identifier and words, then by its words alone: where one of several questions about an item
    is settled, the others change their numbers. `pinned` knows the words of `old` as they were generated, `items` are
    the items that may be spoken of, `path` is where the diagnostics are.
    """
    before = [question for question in old if question.answer]
    homes = _homes(asked, before, pinned)
    found = [
        REWORDED.at(Span(path), id=question.id)
        for question in asked
        if question.id in homes and not _same(question, homes[question.id], pinned)
    ]
    now = [
        question.model_copy(update={"answer": homes[question.id].answer}) if question.id in homes else question
        for question in asked
    ]
    placed = {question.id for question in homes.values()}
    for question in before:
        if question.id not in placed:
            kept = _kept(question, {one.id for one in now}, items)
            if question.code or question.source:
                found.append(GONE.at(Span(path), id=kept.id))
            now.append(kept)
    return now, found


def _homes(
    asked: Sequence[Question], before: Sequence[Question], pinned: Mapping[str, lock.ItemRecord]
) -> dict[str, Question]:
    """Identifier of a question that is asked now to the answered one that it is."""
    homes: dict[str, Question] = {}
    left = list(before)
    for fits in (_is_same, _has_same_words, _has_same_id):
        for question in list(left):
            free = (one for one in asked if one.id not in homes)
            home = next((one for one in free if fits(one, question, pinned)), None)
            if home is not None:
                homes[home.id] = question
                left.remove(question)
    return homes


def _is_same(one: Question, other: Question, pinned: Mapping[str, lock.ItemRecord]) -> bool:
    return one.id == other.id and _same(one, other, pinned)


def _has_same_words(one: Question, other: Question, pinned: Mapping[str, lock.ItemRecord]) -> bool:
    return one.code == other.code and _same(one, other, pinned)


def _has_same_id(one: Question, other: Question, pinned: Mapping[str, lock.ItemRecord]) -> bool:
    """The same question in other words; not another one of the last plan that took over its number."""
    words = lock.text_key(one.text)
    moved = any(name != one.id and record.text_key == words for name, record in pinned.items())
    return one.id == other.id and one.code == other.code and not moved


def _same(one: Question, other: Question, pinned: Mapping[str, lock.ItemRecord]) -> bool:
    """Whether `one` asks what `other` asked when it was generated, or as a person has put it."""
    words = lock.text_key(one.text)
    record = pinned.get(other.id)
    return words == lock.text_key(other.text) or (record is not None and record.text_key == words)


def _kept(question: Question, taken: Collection[str], items: Collection[str]) -> Question:
    """The question as one that only a person speaks of: without lines, which may say something else by now."""
    name = next(name for name in _names(question.id) if name not in taken)
    about = tuple(item for item in question.about if item in items)
    return question.model_copy(update={"id": name, "about": about, "source": ()})


def _names(name: str) -> Iterator[str]:
    yield name
    yield f"{name}-before"
    number = 2
    while True:
        yield f"{name}-before-{number}"
        number += 1
