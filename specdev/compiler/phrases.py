"""
Phrases that are found among words.

A phrase is compared word by word on folded text (lower case, without accents, "ä" as "ae"), so "Nicht-Ziele",
"NICHT ZIELE" and "nicht-ziele" are one. A word that ends in `*` stands for every word that starts so.
Languages that write no spaces are compared by substring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .words import fold, unspaced

_REMEMBERED = 20_000  # words that begin no phrase, for each list of phrases


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase was found among words: `name` is what it stands for, `start` and `size` count words."""

    name: str
    start: int
    size: int
    whole: bool
    """The phrase is all there is."""
    last: bool
    """The phrase ends where the text ends."""
    share: float = 1.0
    """How much of the text the phrase fills."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one or more names, indexed by their first word."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    stems: tuple[tuple[str, str], ...] = ()
    """Words known by their beginning, with their name."""
    symbols: tuple[tuple[str, str], ...] = ()
    """What is looked for as a substring: signs, and phrases of scripts without spaces; longest first."""
    _stem_tuple: tuple[str, ...] = ()
    _ascii_symbols: tuple[tuple[str, str], ...] = ()
    """Those of `symbols` that can stand in a text without accents and other scripts."""
    _silent: set[str] = field(default_factory=set)
    """Words met that begin no phrase: a text that holds no others needs no search."""

    @staticmethod
    def of(groups: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
        """The index of (name, phrases) pairs; where two names claim a phrase, the first keeps it."""
        index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        stems: dict[str, str] = {}
        symbols: dict[str, str] = {}
        seen: set[tuple[str, ...]] = set()
        for name, phrases in groups:
            for phrase in phrases:
                parts = tuple(re.findall(r"\w+(?:['’]\w+)*\*?", fold(str(phrase))))
                if not parts or unspaced(str(phrase)):
                    symbols.setdefault(fold(str(phrase)), name)
                elif len(parts) == 1 and parts[0].endswith("*"):
                    stems.setdefault(parts[0][:-1], name)
                elif parts not in seen:
                    seen.add(parts)
                    index.setdefault(parts[0].rstrip("*"), []).append((parts, name))
        signs = tuple(sorted(symbols.items(), key=lambda s: (-len(s[0]), s[0])))
        return Phrases(
            {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in index.items()},
            tuple(sorted(stems.items(), key=lambda s: (-len(s[0]), s[0]))),
            signs,
            tuple(sorted(stems)),
            tuple(sign for sign in signs if sign[0].isascii()),
        )

    def find(self, tokens: Sequence[str], text: str = "") -> Match | None:
        """The first phrase among `tokens` (the longest of those that start there); `text` is searched for signs."""
        silent = self._silent
        if not silent.issuperset(tokens):
            for start, token in enumerate(tokens):
                if token not in silent and self._begins(token) and (found := self._at(tokens, start, token)):
                    return found
        return self._symbol(text) if text and self.symbols else None

    def all(self, tokens: Sequence[str], text: str = "") -> list[Match]:
        """Every phrase among `tokens`, the longest at each word."""
        found = []
        silent = self._silent
        if not silent.issuperset(tokens):
            found = [
                match
                for start, token in enumerate(tokens)
                if token not in silent and self._begins(token) and (match := self._at(tokens, start, token))
            ]
        return [*found, *self._all_symbols(text)] if text and self.symbols else found

    def whole(self, tokens: Sequence[str], text: str = "") -> Match | None:
        """The phrase that is exactly `tokens`."""
        if tokens and self._begins(tokens[0]) and (found := self._at(tokens, 0, tokens[0])) and found.whole:
            return found
        symbol = self._symbol(text) if text and self.symbols else None
        return symbol if symbol and symbol.whole else None

    def starts(self, tokens: Sequence[str], text: str = "") -> Match | None:
        """The phrase that `tokens` begin with."""
        if tokens and self._begins(tokens[0]) and (found := self._at(tokens, 0, tokens[0])):
            return found
        signs = (self._ascii_symbols if text.isascii() else self.symbols) if text else ()
        if not signs:
            return None
        stripped = fold(text).lstrip(" *_`#-–—>[(")
        for sign, name in signs:
            if stripped.startswith(sign):
                return Match(name, 0, 1, sign == stripped, False)
        return None

    def _begins(self, token: str) -> bool:
        """May a phrase begin with `token`?"""
        if token in self._silent:
            return False
        if token in self.by_first or (self._stem_tuple and token.startswith(self._stem_tuple)):
            return True
        if len(self._silent) >= _REMEMBERED:
            self._silent.clear()
        self._silent.add(token)
        return False

    def _at(self, tokens: Sequence[str], start: int, token: str) -> Match | None:
        for parts, name in self.by_first.get(token, ()):
            size = len(parts)
            if (size == 1 and not parts[0].endswith("*")) or _fits(parts, tokens[start : start + size]):
                return Match(name, start, size, size == len(tokens), start + size == len(tokens), size / len(tokens))
        if self._stem_tuple and token.startswith(self._stem_tuple):
            name = next(name for stem, name in self.stems if token.startswith(stem))
            return Match(name, start, 1, len(tokens) == 1, start + 1 == len(tokens), 1 / len(tokens))
        return None

    def _all_symbols(self, text: str) -> list[Match]:
        """Every sign in `text` that is not part of a longer one."""
        signs = self._ascii_symbols if text.isascii() else self.symbols
        if not signs:
            return []
        folded = fold(text).strip()
        found: list[Match] = []
        for sign, name in signs:
            place = folded.find(sign)
            if place >= 0:
                share = len(sign) / len(folded)
                found.append(Match(name, place, 1, sign == folded, place + len(sign) == len(folded), share))
                folded = folded.replace(sign, "\0" * len(sign))
        return found

    def _symbol(self, text: str) -> Match | None:
        signs = self._ascii_symbols if text.isascii() else self.symbols
        if not signs:
            return None
        folded = fold(text).strip()
        for sign, name in signs:
            place = folded.find(sign)
            if place >= 0:
                share = len(sign) / len(folded)
                return Match(name, place, 1, sign == folded, place + len(sign) == len(folded), share)
        return None


def _fits(parts: tuple[str, ...], tokens: Sequence[str]) -> bool:
    if tuple(tokens) == parts:
        return True
    return (
        len(tokens) == len(parts)
        and parts[-1].endswith("*")
        and all(
            token.startswith(part[:-1]) if part.endswith("*") else token == part
            for part, token in zip(parts, tokens, strict=True)
        )
    )
