"""
What a proposed check may rest on: the words of its requirements, of what stands beside them, and what it brings itself.

    quote      stands in the words of what it covers; white space, Markdown marks and quotation marks aside
    expected   each word and number is among the words nearby or in what the check gives; words in a row stand so there
    interface  options, files and endpoints stand somewhere in the document

A number that only follows (a sum, the total of a list) is not among the words, so it is refused: a wrong check is worse
than none. Counting on is fair: where the words have `1`, a check with three notes may expect 2 and 3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...compiler.words import unspaced

_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "…": "..."})
_MARKS = re.compile(r"[`*_#>|\\]+")
_OPEN = re.compile(
    r"\\[dDwWsSbBAZnrtfv]|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P?<[^>]*>|[aiLmsux]*[:)]|[=!]|<[=!])|\{\d*,?\d*\}|[.^$*+?()|]"
)
"""What is no text in a regular expression."""


def plain(text: str) -> str:
    """The text as quotations are compared: without marks of Markdown, kinds of quotation marks, line ends and case."""
    return " ".join(_MARKS.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES)).casefold().split())


def tokens(text: str) -> list[str]:
    """Its words and numbers, in order."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is told, as texts."""

    own: Mapping[str, str]
    """ID of each item that may be covered to its words."""
    near: Mapping[str, tuple[str, ...]]
    """The same to what stands beside it, and what holds for the whole task."""
    everywhere: str
    """The whole document."""
    task: tuple[str, ...] = ()
    """What the task itself and those before it make: texts that earlier steps of a check may print."""

    def quoted(self, quote: str, covers: Iterable[str]) -> bool:
        """Whether the words stand in one of these items."""
        wanted = plain(quote)
        return len(tokens(wanted)) > 1 and any(wanted in plain(self.own.get(item, "")) for item in covers)

    def told(self, word: str) -> bool:
        """Whether the word stands anywhere in the document, as it is."""
        return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", self.everywhere) is not None

    def holding(self, covers: Sequence[str], given: Sequence[str], pieces: int) -> Given:
        """What is told near these items, and what a check gives: its texts, and of how many pieces it is."""
        texts = tuple(dict.fromkeys(text for item in covers for text in (self.own[item], *self.near[item])))
        found = [tokens(text) for text in texts]
        return Given(
            self,
            "\n".join(texts),
            frozenset(token for part in found for token in part),
            frozenset(token for part in found for token in part),
            frozenset(pair for part in found for pair in pairwise(part)),
            tuple(given),
            frozenset(token for text in given for token in tokens(text)),
            pieces,
        )


@dataclass(frozen=True, slots=True)
class Given:
    """What is told near some items, and what one check gives."""

    grounds: Grounds
    near: str
    numbers: frozenset[str]
    """Words and numbers nearby, where a status has to be told."""
    words: frozenset[str]
    """The same, and those of what the task and those before it make."""
    rows: frozenset[tuple[str, str]]
    """Those that follow each other there."""
    given: tuple[str, ...]
    """What the check gives."""
    inputs: frozenset[str]
    """Its words and numbers."""
    pieces: int

    def about(self, verb: str) -> Given:
        """The same, with what the task and those before it say of a subcommand: what it prints, wherever it is run."""
        called = re.compile(rf"(?<![\w-]){re.escape(verb)}(?![\w-])")
        texts = [text for text in self.grounds.task if verb and called.search(text)]
        found = [tokens(text) for text in texts]
        return replace(
            self,
            near="\n".join([self.near, *texts]),
            words=self.words.union(*found),
            rows=self.rows.union(*(pairwise(part) for part in found)),
        )

    def strange(self, text: str, *, pattern: bool = False) -> str:
        """What of an expected text is told nowhere and not given; empty where all of it is."""
        for line in (_OPEN.sub("\n", text) if pattern else text).splitlines():
            found = tokens(line)
            if not found and not pattern and line.strip() and not self._literal(line.strip()):
                return line.strip()
            for token in found:
                if not self.knows(token):
                    return token
            for pair in pairwise(found):
                if not self._in_a_row(*pair):
                    return " ".join(pair)
        return ""

    def knows(self, token: str) -> bool:
        """Whether a word or a number is told nearby, given, or goes on counting."""
        if token in self.words or token in self.inputs:
            return True
        if unspaced(token):
            return token in self.near
        return self._counted(token)

    def _literal(self, signs: str) -> bool:
        """Whether signs without a word stand nearby, or in what is given."""
        return signs in self.near or any(signs in text for text in self.given)

    def _counted(self, token: str) -> bool:
        number = int(token) if token.isascii() and token.isdecimal() and len(token) < 5 else 0
        return 1 < number <= self.pieces and self.knows(str(number - 1))

    def _in_a_row(self, one: str, other: str) -> bool:
        """Words that are both told must be told in this order; what is given and numbers stand where they stand."""
        free = any(token in self.inputs or token[0].isdigit() or unspaced(token) for token in (one, other))
        return free or (one, other) in self.rows
