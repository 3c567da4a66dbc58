"""A model that plans: who is asked, with which prompts, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jinja2 import Environment
from pydantic import BaseModel

from ..llm import gang
from ..llm.conversation import Message, Model
from ..llm.ledger import Spent
from ..llm.trouble import Trouble
from . import prompts

Form = TypeVar("Form", bound=BaseModel)
Result = TypeVar("Result")
Tell = Callable[[str, int, int, Spent], None]
"""Is told what is done, how many of it are, of how many, and what the run has used."""


@dataclass(slots=True)
class Session:
    """One run of one command with one model."""

    model: Model
    env: Environment
    """The prompts; see `prompts.environment`."""
    tell: Tell = lambda what, done, total, spent: None

    def messages(self, name: str, form: type[BaseModel], **values: object) -> list[Message]:
        """The question of template `name`, filled."""
        return prompts.messages(self.env, name, form, **values)

    def ask(self, purpose: str, messages: Sequence[Message], form: type[Form]) -> Form:
        """What the model answers. Raises a Trouble."""
        return self.model.ask(purpose, messages, form)

    def all(self, what: str, jobs: Sequence[Callable[[], Result]]) -> list[Result | Trouble]:
        """What each job gives, several at once; the Trouble of those that met one. `what` is for progress."""
        return gang.run(self.model, jobs, lambda done, total, spent: self.tell(what, done, total, spent))
