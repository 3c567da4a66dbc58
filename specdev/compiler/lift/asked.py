"""The questions of a reader that went over the drafts, as questions of the PRD."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import Question
from .drafts import Asked, Drafts
from .markup import clip_words

ASKS, PROPOSES, DOUBTS = "SD724", "SD719", "SD722"
"""Codes of what a reader asks, of what it proposes without the vision saying it, of what it left out."""
_TITLE = 80  # characters
_DROPPED = 10  # questions about items that were left out


def questions(drafts: Drafts, ids: Sequence[str]) -> tuple[Question, ...]:
    """Questions without a source, because they are no words of the vision; `ids` are those of the drafts."""
    found = [*_doubts(drafts), *(_question(one, drafts, ids) for one in drafts.asked)]
    numbers: dict[str, int] = {}
    named = []
    for question in found:
        number = numbers[question.code] = numbers.get(question.code, 0) + 1
        named.append(question.model_copy(update={"id": f"Q-{question.code}-{number}"}))
    return tuple(named)


def _question(one: Asked, drafts: Drafts, ids: Sequence[str]) -> Question:
    about = one.about or tuple(
        number
        for number, draft in enumerate(drafts.items)
        if one.quoted and draft.lines[0] <= one.lines[1] and one.lines[0] <= draft.lines[1]
    )
    return Question(
        id="Q",
        kind="open_question",
        title=clip_words(one.text, _TITLE) or one.text[:_TITLE],
        text=one.text,
        about=tuple(ids[number] for number in about),
        why=one.why,
        suggestions=one.suggestions,
        code=PROPOSES if one.proposed else ASKS,
    )


def _doubts(drafts: Drafts) -> Iterator[Question]:
    """What had an identifier is not left out without asking its author."""
    for one in [one for one in drafts.dropped if one.draft.identifier][:_DROPPED]:
        name = one.draft.identifier
        yield Question(
            id="Q",
            kind="open_question",
            title=clip_words(f"Is {name} no item?", _TITLE),
            text=f"{name} was taken for no item: {one.why}. Is that right?",
            why="it has an identifier, and no task is made for it",
            suggestions=("yes", "no: it is to be built"),
            code=DOUBTS,
        )
