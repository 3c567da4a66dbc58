"""One decomposition by a model: whom it asks, of what, how far it came and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ...compiler.planning import arranged
from ...compiler.planning.groundwork import Groundwork
from ...compiler.planning.proposal import some
from ...config import Config
from ...diagnostics import Diagnostic, Span, code
from ...llm.trouble import Trouble, Unanswered
from ...model import Prd
from ..session import Session
from .units import shortened

ENDED = code(
    "SD730",
    "warning",
    "the model was asked no more: {trouble}",
    help="the rules did the rest; run `specdev split` again, what was answered is kept",
    page="A question to the model met something that the next one would meet too: nothing listens at the address, the "
    "key is not taken, a budget is used up, or the run is offline. No more questions were asked, and the rules did "
    "what was left of the plan. The tasks are whole and valid. The next `specdev split` asks again, and takes what was "
    "answered already from .specdev/cache.",
)
NO_ANSWER = code(
    "SD731",
    "warning",
    "no usable answer on {what}: {trouble}",
    help="the rules did it instead; another model may do better (--model)",
    page="The model gave no answer that can be used on this part of the plan: it declined, its answer was cut off or "
    "was not of the form also after it was told what is wrong. The rules grouped these requirements, or gave these "
    "tasks their titles, as they do without a model. All other answers stand.",
)
ABOUT = 600
"""Characters of the product's summary."""
Result = TypeVar("Result")


@dataclass(slots=True)
class Attempt:
    """What the questions of one decomposition share."""

    session: Session
    prd: Prd
    config: Config
    base: Groundwork
    ended: Trouble | None = None
    """The trouble that ended the asking."""
    failed: list[tuple[str, Trouble]] = field(default_factory=list)
    """What got no usable answer, and why."""
    faults: list[str] = field(default_factory=list)
    """What was put right."""
    goals: dict[frozenset[str], str] = field(default_factory=dict)
    """Of components, by their items."""

    @property
    def troubled(self) -> bool:
        """Whether a question has no usable answer."""
        return bool(self.ended or self.failed)

    @property
    def about(self) -> str:
        """The product in a few words."""
        return f"{self.prd.product}: {shortened(self.prd.summary, ABOUT)}"

    def all(self, what: str, jobs: Sequence[Callable[[], Result]]) -> list[Result | Trouble]:
        """What the jobs give; a lasting trouble ends the asking, but offline every question of a wave is tried."""
        found: list[Result | Trouble] = []
        for one in self.session.all(what, [_tolerant(job) for job in jobs]):
            if isinstance(one, Trouble) and one.lasting:
                self.ended = self.ended or one
            found.append(one)
        return found

    def diagnostics(self, place: Span) -> Iterator[Diagnostic]:
        """What went wrong, each kind of trouble once."""
        if self.ended:
            hint = f"{self.ended.hint}; {ENDED.help}" if self.ended.hint else ENDED.help
            yield ENDED.at(place, hint=hint, trouble=str(self.ended))
        grouped: dict[str, list[str]] = {}
        for what, trouble in self.failed:
            grouped.setdefault(str(trouble), []).append(what)
        for trouble_, names in grouped.items():
            yield NO_ANSWER.at(place, what=some(names), trouble=trouble_)
        if self.faults:
            yield arranged.PUT_RIGHT.at(place, what="; ".join(dict.fromkeys(self.faults)))


def _tolerant(job: Callable[[], Result]) -> Callable[[], Result | Trouble]:
    """The job, which gives back that a question was not answered before: others of its wave may have been."""

    def done() -> Result | Trouble:
        try:
            return job()
        except Unanswered as trouble:
            return trouble

    return done
