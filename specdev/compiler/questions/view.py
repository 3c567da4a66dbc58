"""What the rules look at: the items of a PRD with their words, prepared once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from ...diagnostics import Code, Diagnostic, Span
from ...model import REQUIREMENT_KINDS, Item, Prd
from ..lexicon import Lexicon
from ..lift.markup import plain
from ..words import words

_CODE = re.compile(r"`[^`\n]*`|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”|«[^»\n]{1,60}»|„[^“\n]{1,60}“")
_PURPOSE = re.compile(
    r"\b(?:so that|in order to|damit|um\s.{2,40}\szu|para que|afin (?:de|que)|zodat)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that is not clear, as a diagnostic and as what a question needs."""

    diagnostic: Diagnostic
    title: str
    text: str
    about: tuple[str, ...] = ()
    why: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An item with what rules need of its words."""

    item: Item
    bare: str
    """Its text without mark-up, code, quotations and the clause that says what it is good for."""
    tokens: tuple[str, ...]
    """The folded words of `bare`."""
    line: int

    @property
    def span_lines(self) -> tuple[int, int]:
        return self.item.source[0].lines if self.item.source else (1, 1)


@dataclass(frozen=True, slots=True)
class View:
    """The items of one vision."""

    items: tuple[Item, ...]
    statements: tuple[Statement, ...]
    """Requirements only, in document order, those that are put off left out."""
    lexicon: Lexicon
    prd: Prd

    @staticmethod
    def of(prd: Prd, lexicon: Lexicon) -> View:
        items = prd.items()
        wanted = [i for i in items if i.kind in REQUIREMENT_KINDS and i.priority != "wont"]
        statements = tuple(_statement(item) for item in wanted)
        return View(items, tuple(sorted(statements, key=lambda s: s.line)), lexicon, prd)

    def at(self, code: Code, statement: Statement, **facts: Any) -> Diagnostic:
        """A diagnostic of `code` at the lines of a statement."""
        first, last = statement.span_lines
        return code.at(Span(self.prd.vision.path, first, 1, last), **facts)

    def whole(self, code: Code, **facts: Any) -> Diagnostic:
        """A diagnostic of `code` about the document as a whole."""
        return code.at(Span(self.prd.vision.path, 1), **facts)

    @staticmethod
    def tokens(text: str) -> tuple[str, ...]:
        """The folded words of any text."""
        return words(plain(text))


class Rule(Protocol):
    """A module of this package."""

    @property
    def CODE(self) -> Code:
        """The rule's diagnostic."""
        ...

    def find(self, view: View) -> Iterator[Doubt]:
        """The doubts of the rule, in document order."""
        ...


def _statement(item: Item) -> Statement:
    text = _CODE.sub(" ", item.text)
    bare = plain(_PURPOSE.split(text, maxsplit=1)[0])
    line = item.source[0].lines[0] if item.source else 1
    return Statement(item, bare, words(bare), line)


def named(item: Item) -> str:
    """How a question names an item: its identifier and its title."""
    return f"{item.id} ({item.title})" if item.title else item.id
