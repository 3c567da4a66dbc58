"""A PRD before a second model: portion by portion, then all items together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...layout import count
from ...llm.conversation import Message
from ...llm.trouble import TooLong, Trouble
from ...model import Item
from ..estimate import Estimate, question
from ..portions import Portion, halves
from ..session import Session
from .asking import Review
from .faults import Fault
from .forms import Clashes, Findings
from .judging import Judge, told_apart

MOST = 20
"""Faults of one question that are kept: who finds more has not understood it."""
READ = 10 * MOST
"""Findings of one answer that are looked at."""
AGAIN = 10
"""Findings that are asked for once again."""
LIKELY = 300
"""Tokens of an answer, for estimates."""
HALVINGS = 2
"""How often a portion is halved whose question or answer is too long."""


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A part that nobody has looked at."""

    what: str
    lines: tuple[int, int] | None
    trouble: Trouble


@dataclass(slots=True)
class Part:
    """What questions gave."""

    faults: list[Fault] = field(default_factory=list)
    rejected: int = 0
    """Findings on words that were not found, also when they were asked for again."""
    beyond: int = 0
    """Findings that were too many."""
    unreviewed: list[Unreviewed] = field(default_factory=list)

    def add(self, other: Part) -> None:
        """Take in what another question gave; a fault that is known is not taken twice."""
        known = {fault.key for fault in self.faults}
        self.faults += [fault for fault in other.faults if fault.key not in known]
        self.rejected += other.rejected
        self.beyond += other.beyond
        self.unreviewed += other.unreviewed


@dataclass(frozen=True, slots=True)
class Job:
    """One question of a review, and what is done where its answer is no good."""

    what: str
    """For a person: the headings, or what the question is about."""
    lines: tuple[int, int] | None
    """Of the vision; None where the question is about none."""
    form: type[Findings] | type[Clashes]
    messages: Callable[[str], list[Message]]
    """The question; with findings that are to be given again."""
    judge: Callable[[Any], Fault | str]
    smaller: Callable[[], Sequence[Job]]
    """The same in smaller questions; none where there are none."""

    def run(self, session: Session) -> Part:
        """What the answer holds. Raises a Trouble where there is none."""
        try:
            answer: Any = session.ask(self._purpose, self.messages(""), self.form)
        except TooLong:
            if not (jobs := self.smaller()):
                raise
            part = Part()
            for job in jobs:
                part.add(job.attempt(session))
            return part
        judged = told_apart((one, self.judge(one)) for one in answer.findings[:READ])
        part = Part(list(judged.faults), beyond=max(len(answer.findings) - READ, 0))
        if judged.rejected:
            part.add(self._again(session, judged.rejected))
        part.beyond += max(len(part.faults) - MOST, 0)
        part.faults = part.faults[:MOST]
        return part

    def attempt(self, session: Session) -> Part:
        """As `run`, where a trouble is part of what came out."""
        try:
            return self.run(session)
        except Trouble as trouble:
            return Part(unreviewed=[Unreviewed(self.what, self.lines, trouble)])

    def _again(self, session: Session, rejected: Sequence[tuple[Any, str]]) -> Part:
        """What becomes of findings when the model is told what is wrong with them."""
        asked, left = rejected[:AGAIN], len(rejected[AGAIN:])
        told = "\n\n".join(f"{finding.model_dump_json()}\nwrong: {why}" for finding, why in asked)
        try:
            answer: Any = session.ask(f"{self._purpose} again", self.messages(told), self.form)
        except Trouble:  # what the first answer gave is kept
            return Part(rejected=len(rejected))
        judged = told_apart((one, self.judge(one)) for one in answer.findings[:AGAIN])
        return Part(list(judged.faults), len(judged.rejected) + left, max(len(answer.findings) - AGAIN, 0))

    @property
    def _purpose(self) -> str:
        return f"review lines {self.lines[0]}-{self.lines[1]}" if self.lines else f"review {self.what}"


def jobs(review: Review, judge: Judge) -> list[Job]:
    """All questions that a review begins with."""
    found = [_portion(review, judge, portion, items, HALVINGS) for portion, items in review.parts()]
    for rows in review.lists():
        found.append(Job("all items", None, Clashes, partial(review.all_of, rows), judge.clash, tuple))
    return found


def estimate(found: Sequence[Job], review: Review) -> Estimate:
    """What the questions are likely to cost."""
    costs = (question(job.messages(""), job.form, review.settings, LIKELY) for job in found)
    return sum(costs, Estimate())


def reviewed(session: Session, found: Sequence[Job]) -> Part:
    """What all questions gave, in the order of the vision; parts without an answer are named."""
    whole = Part()
    results = session.all("reviewing", [partial(job.run, session) for job in found])
    for job, result in zip(found, results, strict=True):
        if isinstance(result, Trouble):
            result = Part(unreviewed=[Unreviewed(job.what, job.lines, result)])
        whole.add(result)
    whole.faults.sort(key=lambda fault: (fault.path, fault.lines, fault.column, fault.key))
    return whole


def _portion(review: Review, judge: Judge, portion: Portion | None, items: Sequence[Item], halvings: int) -> Job:
    def smaller() -> list[Job]:
        parts = halves(portion, review.document) if portion and halvings else None
        return [_portion(review, judge, part, review.items_of(part), halvings - 1) for part in parts or ()]

    lines = portion.lines if portion else None
    return Job(
        portion.name if portion else count(len(items), "item") + " that a person added",
        lines,
        Findings,
        partial(review.of, portion, items),
        partial(judge.finding, lines=lines),
        smaller,
    )
