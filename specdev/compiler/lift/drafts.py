"""What the walk through a document produces: drafts of items, terms, and notes on what gave none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from ...model import Priority

PRIORITISED = frozenset({"functional", "quality", "constraint", "user_story"})
"""The kinds that have a priority; every other kind has `none`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the walk is: what holds for every block of a section."""

    role: str = ""
    """What the section is about; empty where nothing says so."""
    path: tuple[str, ...] = ()
    """Headings above, outermost first, without the document's own title."""
    title: str = ""
    marker: str = ""
    """Priority words of the nearest heading that has some."""
    deferred: bool = False
    parent: int | None = None
    """Number of the draft that acceptance criteria found here belong to."""
    lead: str = ""
    """A label or sentence that introduces what stands here."""
    weak: bool = False
    """The role comes from the document's title alone."""
    own: bool = False
    """The section's own heading says what it is about."""
    meant: str = ""
    """The last sentence before a block, in the same section."""
    described: bool = False
    """The text of the section describes behaviour by exact facts; see statements."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before it has an identity; lines count from 1 and are inclusive."""

    kind: str
    text: str
    lines: tuple[int, int]
    path: tuple[str, ...] = ()
    title: str = ""
    identifier: str = ""
    """As written; empty where the vision gives none."""
    marker: str = ""
    """Priority words on the item itself."""
    heading_marker: str = ""
    """Priority words of a heading above it."""
    modal_text: str = ""
    """The words in which a modal verb is looked for."""
    lead: str = ""
    before: str = ""
    """The sentence before it in the text, where it begins with a pronoun."""
    detail: str = ""
    deferred: bool = False
    parent: int | None = None
    traces: tuple[str, ...] = ()
    """Identifiers that its row or note says it is for."""
    priority: Priority | Literal[""] = ""
    """What a reader has found it to be; a marker of the vision goes before it."""
    needs: tuple[int, ...] = ()
    """Numbers of the drafts that a reader has found to come before it."""


@dataclass(frozen=True, slots=True)
class TermDraft:
    term: str
    meaning: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a reader asks, or what it proposes without the vision saying it."""

    text: str
    why: str = ""
    suggestions: tuple[str, ...] = ()
    lines: tuple[int, int] = (0, 0)
    """What it is about."""
    quoted: bool = False
    """The lines are those of words that it quotes; else of the section."""
    proposed: bool = False
    about: tuple[int, ...] = ()
    """Numbers of drafts, where it names them itself."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a reader takes for no item of its own."""

    draft: Draft
    how: str
    """In a word or two: no item, repeated."""
    why: str


@dataclass(slots=True)
class Drafts:
    """Collects what the walk finds; a draft's number is its place in `items`."""

    items: list[Draft] = field(default_factory=list)
    terms: list[TermDraft] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    """Why a block gave no item, by its first line."""
    leftovers: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    """Sentences that gave no item in a paragraph of which others did, with their lines."""

    dropped: list[Dropped] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def add(self, draft: Draft) -> int:
        self.items.append(draft)
        return len(self.items) - 1

    def skip(self, line: int, reason: str) -> None:
        self.reasons.setdefault(line, reason)

    def attach(self, number: int, detail: str) -> None:
        """Adds `detail` to what completes a draft."""
        draft = self.items[number]
        joined = f"{draft.detail}\n\n{detail}" if draft.detail else detail
        self.items[number] = replace(draft, detail=joined)
