"""
Checks that a model proposes for tasks: a question a task, each answer judged check by check, one question more for
what was refused. Nothing is executed here, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...config import ModelSettings
from ...llm.conversation import Message
from ...llm.trouble import Trouble
from .. import prompts
from ..estimate import Estimate, question
from ..session import Session
from .bodies import RefusedError
from .forms import Checks, Grounded
from .refusals import Drafted, Wanted, drafted

TEMPLATE = "checks"
MOST = 12
"""Checks of an answer that are looked at; the others are counted."""
_LIKELY_TOKENS = 600
_SHOWN = 200
"""Characters of a refused check's quote that the model is shown."""
_AGAIN = "Some of these checks cannot be taken:\n\n{reasons}\n\nAnswer once more, only with checks in place of these. "
_AGAIN += "Leave out what cannot be checked by the words."


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked about one task."""

    wanted: Wanted
    product: str
    start: str
    items: tuple[str, ...]
    near: str
    present: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A check that was not taken."""

    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What came of an answer."""

    drafts: tuple[Drafted, ...] = ()
    refused: tuple[Refusal, ...] = ()
    unread: int = 0
    """How many checks beyond MOST were not looked at."""


def messages(asked: Request, make: Callable[..., list[Message]]) -> list[Message]:
    """The question; `make` fills a template: `Session.messages`, or `prompts.messages` of an environment."""
    return make(
        TEMPLATE,
        Checks,
        product=asked.product,
        start=asked.start,
        items=asked.items,
        near=asked.near,
        present=asked.present,
    )


def estimate(asked: Sequence[Request], make: Callable[..., list[Message]], settings: ModelSettings) -> Estimate:
    """What the questions will cost, without those for what is refused."""
    found = (question(messages(one, make), Checks, settings, _LIKELY_TOKENS) for one in asked)
    return sum(found, Estimate())


def propose(session: Session, asked: Sequence[Request]) -> list[Found | Trouble]:
    """What came of the question about each task, or the trouble it met."""
    return session.all("tasks", [_job(session, one) for one in asked])


def show(session: Session, asked: Sequence[Request]) -> None:
    """Have every question told to who watches the session, also where none may be asked."""
    for one in asked:
        try:
            session.ask(_purpose(one), messages(one, session.messages), Checks)
        except Trouble:
            continue


def _job(session: Session, asked: Request) -> Callable[[], Found]:
    return lambda: _found(session, asked)


def _purpose(asked: Request) -> str:
    return f"checks {asked.wanted.task}"


def _found(session: Session, asked: Request) -> Found:
    """What came of the question, and of a second one about what was refused."""
    said = messages(asked, session.messages)
    answer = session.ask(_purpose(asked), said, Checks)
    first = judged(answer, asked.wanted)
    if not first.refused:
        return first
    reasons = "\n".join(f"{prompts.fenced(one.quote[:_SHOWN])}\n{one.reason}\n" for one in first.refused)
    again: list[Message] = [
        *said,
        {"role": "assistant", "content": answer.model_dump_json()},
        {"role": "user", "content": _AGAIN.format(reasons=reasons)},
    ]
    try:
        second = judged(session.ask(f"{_purpose(asked)} again", again, Checks), asked.wanted, first.drafts)
    except Trouble:
        return first
    settled = {draft.quote for draft in second.drafts} | {one.quote for one in second.refused}
    refused = (*(one for one in first.refused if one.quote not in settled), *second.refused)
    return Found((*first.drafts, *second.drafts), refused, first.unread + second.unread)


def judged(answer: Checks, wanted: Wanted, before: Sequence[Drafted] = ()) -> Found:
    """The checks of an answer that can be taken, numbered after those from `before`, and the others with reasons."""
    every: list[Grounded] = [*answer.command, *answer.data, *answer.http, *answer.file, *answer.absent]
    drafts: list[Drafted] = []
    refused = []
    for form in every[:MOST]:
        number = len(before) + len(drafts) + 1
        try:
            draft = drafted(form, wanted, number)
        except RefusedError as reason:
            refused.append(Refusal(form.quote, str(reason)))
            continue
        if all(_told(draft) != _told(other) for other in (*before, *drafts)):
            drafts.append(draft)
    return Found(tuple(drafts), tuple(dict.fromkeys(refused)), len(every) - len(every[:MOST]))


def _told(draft: Drafted) -> dict[str, object]:
    return {key: one for key, one in draft.check.items() if key not in ("id", "quote", "covers")}
