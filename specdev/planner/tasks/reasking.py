"""Asking once more, with what is wrong with an answer that has the right form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from ...config import ModelSettings
from ...llm import tokens
from ...llm.conversation import Message
from ...llm.trouble import Trouble
from ..session import Session

Form = TypeVar("Form", bound=BaseModel)
TOLD = 12
"""Faults that are named."""


def asked(
    session: Session,
    purpose: str,
    messages: Sequence[Message],
    form: type[Form],
    faults: Callable[[Form], Sequence[str]],
) -> Form:
    """
    The answer; where it has faults, and both fit into a question, the better one of it and a second one.

    Where the settings want nothing asked again, the first one stands.
    """
    first = session.ask(purpose, messages, form)
    wrong = faults(first)
    if not wrong:
        return first
    told = "\n".join(f"- {fault}" for fault in wrong[:TOLD])
    more = [
        *messages,
        {"role": "assistant", "content": first.model_dump_json()},
        {"role": "user", "content": f"This is wrong with the answer:\n\n{told}\n\nGive the whole answer again."},
    ]
    settings = session.model.settings
    if not settings.reasks or not fits(more, settings):
        return first
    try:
        second = session.ask(f"{purpose}, again", more, form)
    except Trouble:  # the first answer is there, and the next question meets a trouble that lasts
        return first
    return second if len(faults(second)) <= len(wrong) else first


def fits(messages: Sequence[Message], settings: ModelSettings) -> bool:
    """Whether the model can read the messages and answer."""
    said = sum(tokens.bound(str(message["content"])) for message in messages)
    return said + settings.answer_tokens <= settings.context_tokens
