"""The words by which sections, columns, labels and sentences are recognised, from the data in lexicon/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from ..resources import LEXICON
from .phrases import Phrases
from .words import fold

_LITERAL = re.compile(r"\\b([a-z]+)(?: |\\s)")  # the word that a regular expression begins with


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
    "roadmaps",
    "ahead",
    "planned",
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
