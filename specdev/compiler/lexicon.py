"""
The words by which sections, columns, labels and sentences are recognised, from the data in lexicon/*.yaml.

A phrase is compared word by word on folded text (lower case, without accents, "ä" as "ae"), so "Nicht-Ziele",
"NICHT ZIELE" and "nicht-ziele" are one. A word that ends in `*` stands for every word that starts so.
Languages that write no spaces are compared by substring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from sys import intern
from typing import Any

import yaml

from ..resources import LEXICON

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LITERAL = re.compile(r"\\b([a-z]+)(?: |\\s)")  # the word that a regular expression begins with
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_REMEMBERED = 20_000  # words that begin no phrase, for each list of phrases
_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'"}


def _folding() -> dict[int, str]:
    table = {}
    for number in range(0xC0, 0x250):
        letter = chr(number).lower()
        plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        table[number] = _GERMAN.get(letter, plain)
    table[ord("’")] = "'"
    return table


_FOLD = _folding()


def fold(text: str) -> str:
    """`text` in lower case and without accents: how phrases are compared."""
    return text.lower() if text.isascii() else text.lower().translate(_FOLD)


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; "Non-Goals: won't" gives ("non", "goals", "won't"). Equal words are one object."""
    return tuple(map(intern, _WORD.findall(fold(text))))


def wordy(text: str) -> bool:
    """Does `text` hold a word at all?"""
    return _WORD.search(text) is not None


def unspaced(text: str) -> bool:
    """Does `text` hold a script that is written without spaces?"""
    return not text.isascii() and _UNSPACED.search(text) is not None


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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the compiler knows about the wording of some languages; see the module's docstring."""

    languages: tuple[str, ...]
    roles: Phrases
    headers: Phrases
    labels: Phrases
    priorities: Phrases
    modals: Phrases
    item_words: Phrases
    gwt: Phrases
    lists: dict[str, Phrases]
    """One phrase list each: vague, placeholders, escape, open_list, wish …"""
    scales: tuple[tuple[str, ...], ...]
    """Levels from high to low, folded."""
    stories: tuple[tuple[str, re.Pattern[str]], ...]
    """Each with the word it begins with; empty where that is no single word."""
    head_first: bool
    """Does the main word of a noun phrase come first, as in the Romance languages?"""


_LISTS = [
    "prohibitions",
    "negations",
    "resolved",
    "optional_markers",
    "vague",
    "placeholders",
    "escape",
    "open_list",
    "intro_endings",
    "quality_words",
    "wish",
    "negative_scope",
    "abilities",
    "none_words",
    "technology_words",
    "meta_labels",
    "self_words",
    "yes_words",
    "no_words",
    "defines",
    "undecided",
    "error_words",
    "technologies",
    "aside_words",
    "assumed",
    "narrators",
    "pronouns",
    "subjects",
    "constraint_words",
    "imposed_words",
]
_ROMANCE = frozenset({"es", "fr", "pt", "it"})


@cache
def load(languages: tuple[str, ...]) -> Lexicon:
    """The lexicon of `languages` (ISO 639-1, main language first) and of English, which is in every document."""
    known = tuple(dict.fromkeys(name for name in (*languages, "en") if (LEXICON / f"{name}.yaml").is_file()))
    tables = [_table(name) for name in known]
    return Lexicon(
        languages=known,
        roles=_groups(tables, "roles"),
        headers=_groups(tables, "headers"),
        labels=_groups(tables, "labels"),
        priorities=_groups(tables, "priorities"),
        modals=_groups(tables, "modals"),
        item_words=_groups(tables, "item_words"),
        gwt=_groups(tables, "gwt"),
        lists={name: _list(tables, name) for name in _LISTS},
        scales=tuple(
            tuple(fold(str(level)) for level in scale) for table in tables for scale in table.get("scales", ())
        ),
        stories=tuple((_first_word(p), re.compile(p, re.IGNORECASE | re.DOTALL)) for p in _patterns(tables)),
        head_first=bool(known) and known[0] in _ROMANCE,
    )


def _patterns(tables: Iterable[dict[str, Any]]) -> list[str]:
    return [pattern for table in tables for pattern in table.get("story", ())]


def _first_word(pattern: str) -> str:
    found = _LITERAL.match(pattern)
    return found.group(1) if found else ""


@cache
def _table(language: str) -> dict[str, Any]:
    with (LEXICON / f"{language}.yaml").open("rb") as file:
        data: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return data


def _groups(tables: list[dict[str, Any]], key: str) -> Phrases:
    return Phrases.of((name, phrases) for table in tables for name, phrases in (table.get(key) or {}).items())


def _list(tables: list[dict[str, Any]], key: str) -> Phrases:
    return Phrases.of((key, table.get(key) or ()) for table in tables)
