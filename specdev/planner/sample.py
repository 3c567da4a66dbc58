"""
A small question in a form like the planner's, asked in one mode after the other.

The form is told by the mode alone and not by the prompt, so that an endpoint that only seems to hold its answers to a
form is found out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from jinja2 import Environment
from pydantic import Field

from ..config import ModelSettings, Privacy
from ..llm.conversation import Model
from ..llm.patience import Patience
from ..llm.request import Answer
from ..llm.trouble import Trouble
from . import prompts
from .form import Form

DOCUMENT = """\
# Ping

- `ping` must answer within 2 seconds.
- It prints `pong` and the name of the host.
- It must be written in Python."""


class Sample(Form):
    """A requirement."""

    quote: Annotated[str, Field(min_length=1, description="Its words.")]
    kind: Annotated[Literal["functional", "quality", "constraint"], Field(description="What it is.")]
    seconds: Annotated[int | None, Field(description="Seconds that it names.")]


class Samples(Form):
    """What a document wants."""

    items: Annotated[list[Sample], Field(min_length=1, description="Its requirements.")]


@dataclass(slots=True)
class Trial:
    """The question and what came of it."""

    root: Path
    settings: ModelSettings
    privacy: Privacy
    env: Environment
    model: Model = field(init=False)
    """Asks once; it is really asked, whatever was answered before."""
    modes: dict[str, str] = field(default_factory=dict)
    """Mode to what came of it: empty where answers fit, else why they do not. Modes that were not tried are missing."""
    troubles: dict[str, Trouble] = field(default_factory=dict)
    """Mode to what kept its first answer from fitting."""
    heard: list[tuple[Answer, float]] = field(default_factory=list)
    """All answers, and how long each took."""

    def __post_init__(self) -> None:
        self.model = self._asking(reasks=0)

    def once(self, mode: str) -> Trouble | None:
        """What keeps an answer from fitting at once; None where it fits. Each mode is tried once."""
        if mode not in self.modes and (trouble := self._asked(self.model, mode)):
            self.troubles[mode] = trouble
        return self.troubles.get(mode)

    def patiently(self, mode: str) -> Trouble | None:
        """As `once`, where the model is told what is wrong, as often as the settings have it."""
        patient = self._asking(self.settings.reasks)
        patient.endpoint, patient.ledger = self.model.endpoint, self.model.ledger
        return self._asked(patient, mode)

    def anew(self, mode: str) -> Trouble | None:
        """As `once`, another time."""
        return self._asked(self.model, mode)

    @property
    def rate(self) -> float:
        """Tokens a second of the last answer."""
        answer, seconds = self.heard[-1]
        return answer.usage.output / seconds if seconds else 0.0

    def notes(self, but: str = "") -> tuple[str, ...]:
        """Why the modes do not fit, one by one."""
        return tuple(f"{mode}: {why}" for mode, why in self.modes.items() if why and mode != but)

    def _asked(self, model: Model, mode: str) -> Trouble | None:
        question = prompts.messages(self.env, "doctor", Samples, document=DOCUMENT)
        try:
            model.ask_in(mode, f"doctor {mode}", question, Samples)
        except Trouble as trouble:
            self.modes[mode] = trouble.message
            return trouble
        self.modes[mode] = ""
        return None

    def _asking(self, reasks: int) -> Model:
        said = self.settings.model_copy(update={"reasks": reasks})
        heard: Callable[[Answer, float], None] = lambda answer, seconds: self.heard.append((answer, seconds))  # noqa: E731
        return Model(self.root, said, self.privacy, fresh=True, patience=Patience(0), heard=heard)
