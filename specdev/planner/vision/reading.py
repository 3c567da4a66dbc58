"""
A vision read by a model, section by section: the drafts of the rules, confirmed, corrected and completed.

Each portion is one question, with what the rules found in it as the starting list. What in the answer does not hold is
told to the model once; what is still wrong is left out. A portion whose answer is cut off is asked for in halves. One
that gets no usable answer stays as the rules read it, and is named.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ...compiler.lift import Read, Revised
from ...compiler.lift.drafts import Draft, Drafts
from ...compiler.lift.markup import clip_words
from ...diagnostics import Diagnostic, Span, code
from ...document import Document
from ...llm import tokens
from ...llm.conversation import Message
from ...llm.trouble import TooLong, Trouble, Unanswered
from .. import estimate
from ..portions import Portion, halves, portions
from ..session import Session
from . import applying, reconciling
from .answers import Reading, Reconciliation
from .edits import Edits
from .judging import Judge
from .reconciling import ASKED

LEFT = code(
    "SD720",
    "warning",
    "{what} read by the rules alone: {why}",
    help="{hint}",
    page="A model was to read the vision, and gave no usable answer for this section. What the rules found there "
    "stands in the PRD; the other sections are as the model read them. Answers that came are kept: run the command "
    "again to ask only for what is missing. Where nothing more could be asked (no endpoint, no budget), the items were "
    "not compared with each other either.",
)
UNFOUNDED = code(
    "SD721",
    "info",
    "left out of what the model said about {what}: {why}",
    help="compare the section with the items in prd.yaml",
    page="Part of a model's answer did not hold, also after it was told: words that do not stand in the section, items "
    "that are not there, facts that would be lost. That part was left out, and the rest was taken.",
)
DROPPED = code(
    "SD722",
    "info",
    "the model takes “{text}” for no item: {why}",
    help="where that is wrong, add the item to prd.yaml, or plan with `--planner rules`",
    page="The rules found an item here, and the model says that it is none, with a reason. It stands in the PRD's "
    "context with that reason, and no task is made for it. Where it had an identifier or an obliging verb, there is an "
    "open question too.",
)
PROPOSED = code(
    "SD719",
    "info",
    "the model proposes what the vision does not say: {text}",
    help="answer it with `specdev ask`, or write it into the vision",
    page="A model wanted to add an item whose words do not stand in the vision. Nothing is required that nobody has "
    "written, so it became an open question. What is wanted is written into the vision.",
)
_SHOWN = 240
"""Characters of an item in a list: its beginning tells which one it is."""
_TERMS = 30
_ROW = 45
"""Tokens of one item in the answer, likely."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What came of one portion."""

    portion: Portion
    edits: Edits = field(default_factory=Edits)
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads visions with a model. Calling it is what `lift` wants of one that revises its drafts."""

    session: Session
    partial: bool = False
    """Go on where the run is offline and an answer is missing, as it is to show what would be asked."""

    def __call__(self, document: Document, rules: Read) -> Revised:
        """The drafts as the model corrects them, and what is to be said about that. Raises Unanswered offline."""
        self.session.model.secrets.learn("\n".join(document.lines))
        asker = _Asker(self.session, document, rules)
        wanted = portions(document, self.session.model.settings.context_tokens)
        results = self.session.all("reading", [_job(asker, portion, self.partial) for portion in wanted])
        told: list[_Told] = []
        for portion, result in zip(wanted, results, strict=True):
            told += [_Told(portion, trouble=result)] if isinstance(result, Trouble) else result
        if not self.partial:
            _raise_unanswered(told)
        found = _said(told, rules.drafts, document.path)
        revised = applying.applied(rules.drafts, [one.edits for one in told], rules.headings)
        if any(one.trouble and (self.partial or one.trouble.lasting) for one in told):
            return Revised(revised, tuple(found))  # the next question would meet the same
        whole, more = reconciling.reconciled(self.session, revised, rules.product, document.path)
        return Revised(whole, (*found, *more))

    def estimate(self, document: Document, rules: Read) -> estimate.Estimate:
        """What reading the document will cost, likely; nothing is asked."""
        settings = self.session.model.settings
        asker = _Asker(self.session, document, rules)
        total = estimate.Estimate()
        for portion in portions(document, settings.context_tokens):
            items = len(asker.listed(portion))
            total += estimate.question(asker.messages(portion), Reading, settings, 60 + _ROW * (1 + items // 3))
        for messages in reconciling.questions(self.session, rules.drafts, rules.product):
            total += estimate.question(messages, Reconciliation, settings, 60 + 3 * len(rules.drafts.items))
        return total


@dataclass(frozen=True, slots=True)
class _Asker:
    """Asks about the portions of one document."""

    session: Session
    document: Document
    rules: Read
    places: list[tuple[int, int]] = field(init=False)
    """First line and number of each draft, sorted."""

    def __post_init__(self) -> None:
        items = enumerate(self.rules.drafts.items)
        object.__setattr__(self, "places", sorted((draft.lines[0], number) for number, draft in items))

    def told(self, portion: Portion) -> list[_Told]:
        """What comes of the portion, or of its halves where the answer was cut off. Raises a Trouble."""
        try:
            return [_Told(portion, self._edits(portion))]
        except TooLong:
            parts = halves(portion, self.document)
            if parts is None:
                raise
        found: list[_Told] = []
        for part in parts:
            try:
                found += self.told(part)
            except Trouble as trouble:
                if trouble.lasting:
                    raise
                found.append(_Told(part, trouble=trouble))
        return found

    def messages(self, portion: Portion) -> list[Message]:
        """The question. Lines and items are numbered from 1, so that it stays the same when others change."""
        first, last = portion.lines
        lines = self.document.lines[first - 1 : last]
        width = len(str(len(lines)))
        return self.session.messages(
            "section",
            Reading,
            product=self.rules.product,
            summary=self.rules.summary,
            path=portion.path,
            text="\n".join(f"{number:>{width}}  {line}" for number, line in enumerate(lines, 1)),
            items=[
                _row(name, draft, self.rules.priorities[number], first)
                for name, (number, draft) in self.listed(portion).items()
            ],
            terms=self._terms(portion),
        )

    def listed(self, portion: Portion) -> dict[str, tuple[int, Draft]]:
        """The drafts that begin in the portion, by the names that the model is told."""
        first, last = portion.lines
        begin, end = bisect_left(self.places, (first, 0)), bisect_left(self.places, (last + 1, 0))
        here = sorted(number for _, number in self.places[begin:end])
        return {f"R{place}": (number, self.rules.drafts.items[number]) for place, number in enumerate(here, 1)}

    def _edits(self, portion: Portion) -> Edits:
        purpose = f"reading “{portion.name}”"
        messages = self.messages(portion)
        judge = Judge(self.document, portion, self.listed(portion))
        reading = self.session.ask(purpose, messages, Reading)
        edits = judge.edits(reading)
        if not edits.complaints or not self.session.model.settings.reasks:
            return edits
        again = [
            *messages,
            {"role": "assistant", "content": reading.model_dump_json()},
            {"role": "user", "content": _complained(edits.complaints)},
        ]
        size = sum(tokens.count(str(message["content"])) for message in again)
        if size > self.session.model.settings.context_tokens:  # its own answer is what is so long
            return edits
        try:
            return judge.edits(self.session.ask(f"{purpose}, again", again, Reading))
        except Trouble as trouble:
            if trouble.lasting and not isinstance(trouble, Unanswered):
                return edits
            raise

    def _terms(self, portion: Portion) -> list[str]:
        """The terms that the document explains elsewhere and the portion uses."""
        first, last = portion.lines
        said = "\n".join(self.document.lines[first - 1 : last]).casefold()
        return [
            f"{term.term}: {term.meaning[:_SHOWN]}"
            for term in self.rules.drafts.terms
            if term.term.casefold() in said and not first <= term.lines[0] <= last
        ][:_TERMS]


def _job(asker: _Asker, portion: Portion, partial: bool) -> Callable[[], list[_Told]]:
    def told() -> list[_Told]:
        try:
            return asker.told(portion)
        except Unanswered as trouble:
            if partial:  # the others are to be seen too
                return [_Told(portion, trouble=trouble)]
            raise

    return told


def _row(name: str, draft: Draft, priority: str, first: int) -> str:
    """One item of the list, in one line."""
    text = " ".join(draft.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    identifier = f" {draft.identifier}" if draft.identifier else ""
    begin, end = (line - first + 1 for line in draft.lines)
    rank = f", {priority}" if priority != "none" else ""
    return f"{name} [{draft.kind}{rank}]{identifier} lines {begin}-{end}: {shown}"


def _complained(complaints: Sequence[str]) -> str:
    shown = "\n".join(f"- {one}" for one in complaints[:10])
    return (
        f"Not all of it can be taken:\n{shown}\n\n"
        "Answer once more, with everything that is right and these places corrected. Copy quotations letter by letter; "
        "what the section does not say has the quote null."
    )


def _raise_unanswered(told: Sequence[_Told]) -> None:
    missing = [one.trouble for one in told if isinstance(one.trouble, Unanswered)]
    if missing:
        raise missing[0]


def _said(told: Sequence[_Told], drafts: Drafts, path: str) -> list[Diagnostic]:
    """What a person should know: sections that were left to the rules, what was left out, what was dropped."""
    found: list[Diagnostic] = []
    alike: dict[str, list[_Told]] = {}
    for one in told:
        if one.trouble is not None:
            alike.setdefault(one.trouble.message if one.trouble.lasting else f"{one.portion.lines}", []).append(one)
        for why in one.edits.complaints[:3]:
            found.append(UNFOUNDED.at(Span(path, one.portion.lines[0]), what=f"“{one.portion.name}”", why=why))
        for asked in one.edits.asked:
            kind = PROPOSED if asked.proposed else ASKED
            found.append(kind.at(Span(path, asked.lines[0] or one.portion.lines[0]), text=asked.text))
        for number, why in sorted(one.edits.dropped.items()):
            draft = drafts.items[number]
            found.append(DROPPED.at(Span(path, draft.lines[0]), text=clip_words(draft.text, 60), why=why))
    for same in alike.values():
        first = same[0]
        assert first.trouble is not None
        more = f" and {len(same) - 1} more sections" if len(same) > 2 else " and one more section" if same[1:] else ""
        found.append(
            LEFT.at(
                Span(path, first.portion.lines[0]),
                what=f"“{first.portion.name}”{more}",
                why=first.trouble.message,
                hint=first.trouble.hint or "run it again, or see `specdev doctor`",
            )
        )
    return found
