"""
What running text says about a product where no modal verb marks it: "`stop` prints `stopped`.", "The default is 8080."

Such sentences are statements where the text around them describes behaviour. That is told by its exact facts: names
in code, quoted messages, numbers, options, streams. A text without them may still speak of the product and its
parts; it is taken by the subject of each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...document import Block, Document
from ..words import words
from .markup import plain, sentences
from .wording import Wording

_NAMED = re.compile(
    r"`[^`\n]+`|(?<![\w])--[a-z][\w-]*|\b(?:stderr|stdout|stdin)\b|(?<!\w)<[a-z]{1,20}>(?!\w)", re.IGNORECASE
)
_EXACT = re.compile(rf"{_NAMED.pattern}|\d|[“„«「『\"][^\n“„«「『\"]{{1,80}}[”“»」』\"]", re.IGNORECASE)
_LINKED = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)|https?://\S+|\[\d+\w?\]")
_OPENING = 4  # words at the start of a sentence among which its subject stands
_DENSE = 4  # one sentence in so many holds an exact fact, where a text describes behaviour
_SENTENCES = 4  # a section with fewer is judged by the document around it
_LISTED = 3  # sentences for each list entry or row, where a document is an essay
_SAMPLE = 2000  # paragraphs: enough to know what kind of text a document is


@dataclass(frozen=True, slots=True)
class Statements:
    """Tells statements about the product from what explains them."""

    wording: Wording
    product: frozenset[str]
    """The folded words of the product's name."""
    exact: bool
    """Does the running text of the document hold many exact facts?"""
    prose: bool
    """Is running text what the document mostly consists of? Beside many entries, numbers alone are no facts."""
    essay: bool
    """Is the document running text, with few lists and tables, and without exact facts?"""

    @staticmethod
    def of(document: Document, wording: Wording, product: str) -> Statements:
        blocks = [b for s in document.root.walk() for b in s.blocks]
        entries = sum(len(b.children) + len(b.rows) for b in blocks if b.kind in ("list", "table"))
        paragraphs = [b for b in blocks if b.kind == "paragraph"][:_SAMPLE]
        prose = entries <= sum(len(sentences(b.text)) for b in paragraphs)
        found, total = facts_in(paragraphs, named=not prose)
        names = frozenset(w for w in words(product) if len(w) > 2)
        exact = found * _DENSE >= total > 0
        return Statements(wording, names, exact, prose, not exact and entries * _LISTED <= total)

    def described(self, blocks: Sequence[Block]) -> bool:
        """Do the paragraphs among `blocks` describe behaviour by exact facts?"""
        facts, count = facts_in([b for b in blocks if b.kind == "paragraph"], named=not self.prose)
        if count < _SENTENCES:
            return self.exact
        return facts > 0 and (self.exact or facts * 2 >= count) and facts * _DENSE >= count

    def aside(self, text: str) -> bool:
        """Does a sentence explain, give an example or tell of the authors, instead of stating something?"""
        bare = plain(text)
        if bare.endswith(("?", "？")):
            return True
        tokens = words(bare)
        lists = self.wording.lexicon.lists
        if lists["aside_words"].starts(tokens, bare) or lists["narrators"].find(tokens[:_OPENING], bare[:12]):
            return True
        return lists["self_words"].starts(tokens, bare) is not None

    def opens_with_pronoun(self, text: str) -> bool:
        """Does a sentence need the one before it to say what it is about?"""
        bare = plain(text)
        return self.wording.lexicon.lists["pronouns"].starts(words(bare), bare) is not None

    def told(self, text: str) -> bool:
        """Does a sentence say something of the product, of one of its parts, or of each of something?"""
        bare = plain(text)
        tokens = words(bare)
        if len(tokens) < 3:
            return False
        opening = tokens[:_OPENING]
        if self.product & set(opening):
            return True
        return self.wording.lexicon.lists["subjects"].find(opening, bare[:16]) is not None


def facts_in(paragraphs: Sequence[Block], *, named: bool) -> tuple[int, int]:
    """(sentences with an exact fact, sentences) of running text; `named`: only what stands in code is one."""
    found = count = 0
    for block in paragraphs:
        parts = sentences(block.text)
        count += len(parts)
        found += sum(1 for part in parts if holds_fact(part.text, named=named))
    return found, count


def holds_fact(text: str, *, named: bool = False) -> bool:
    """Does `text` hold a name in code or an option, or else (unless `named`) a quoted message or a number?"""
    pattern = _NAMED if named else _EXACT
    return pattern.search(_LINKED.sub("", text) if "[" in text or "://" in text else text) is not None


def coded(text: str) -> bool:
    """Does `text` name something in code or quote a message?"""
    return "`" in text or re.search(r"[“„«「\"][^\n]{2,}[”“»」\"]", text) is not None
