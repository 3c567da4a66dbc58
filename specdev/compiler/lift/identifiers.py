"""Identifiers that an author wrote: FR-001, RF01, E01.01, req~login~1, /LF10/, "User Story 3", "Story 1.1"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ..lexicon import Lexicon
from ..words import words
from .markup import LEADING_SYMBOLS

# PREFIX-12, PREFIX-SUB-12.3a, PREFIX_12, PREFIX.12
_DASHED = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü0-9]{0,11}(?:[-_.][A-Z][A-Z0-9]{0,11}){0,3}[-_.–#]\d{1,5}(?:[.-]\d{1,4}){0,3}[a-z]?"
# FR1, M00, E01.01, RF01-2
_GLUED = r"[A-Z]{1,5}\d{1,4}(?:[.-]\d{1,4}){0,3}[a-z]?"
_SLASHED = r"/[A-Z]{1,5}\s?\d{1,5}[A-Z]{0,2}/"
# OpenFastTrace: type~name~revision
_TILDE = r"[a-z]{2,8}~[\w.-]+(?:\s?~\d+)?"
_SHAPE = re.compile(rf"(?:{_TILDE}|{_SLASHED}|{_DASHED}|{_GLUED})")
_WORDED = re.compile(
    r"(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+)?)[ \u00a0#]*(?P<number>\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)(?![\w%])"
)
_PREFIXED = re.compile(rf"(?P<word>[^\W\d_]+(?:[ -][^\W\d_]+)?)[ :#]+(?=(?:{_TILDE}|{_SLASHED}|{_DASHED}|{_GLUED}))")

# What stands before an identifier, and what must stand behind it, so that "S3 bucket" and "H264" are none.
_BEFORE = re.compile(r"^\s*(?:\[[ xX~-]\]\s*)?(?P<marks>(?:\*\*|__|`|\[|\(|\*|_|~~|<a [^>]*></a>)*)")
_BEHIND = re.compile(
    r"(?P<marks>(?:\*\*|__|`|\]|\)|\*|_)*)\s*(?P<sep>[:：.)|→]|[-–—](?=\s)|$|\n)?\s*(?P<close>\*\*|__)?"
)
_NOT_ONE = re.compile(
    r"^(?:P[0-5]|V\d+(?:\.\d+)*|Q[1-4]|H\d{3}|UTF[-_]?\d+|ISO[-_.]?\d+|RFC[-_.]?\d+|SHA[-_]?\d+|MP\d|COVID-19)$"
)
_SHORT = re.compile(r"[A-Z]{1,5}\d")
_LETTERS = re.compile(r"[A-Z]+")
_P_LEVEL = re.compile(r"P[0-5]$")
_MAY_BE_ONE = re.compile(r"\d|~")
_NEAR = 120  # characters within which an identifier that begins a text has its first digit
_REFERENCE = re.compile(rf"(?<![\w/~-])(?:{_TILDE}|{_SLASHED}|{_DASHED}|{_GLUED})(?![\w~])")

# What the letters of an identifier say about the kind of the item, in the languages people write them in.
_PREFIX_KINDS: dict[str, str] = {
    **dict.fromkeys(
        ["FR", "F", "RF", "FA", "LF", "FREQ", "REQF", "FUNC", "FEAT", "FEATURE", "AF", "EF", "FN"], "functional"
    ),
    **dict.fromkeys(
        ["NFR", "NF", "RNF", "QR", "NFA", "LL", "QA", "NFREQ", "QREQ", "ENF", "QG", "QUAL", "QS", "NRF"], "quality"
    ),
    **dict.fromkeys(["C", "CON", "RB", "CR", "CONS", "CONSTR", "TC", "REST", "RE", "RT", "DC"], "constraint"),
    **dict.fromkeys(["US", "HU", "STORY", "USERSTORY"], "user_story"),
    **dict.fromkeys(["AC", "AK", "CA", "DOD"], "acceptance"),
    **dict.fromkeys(["SC", "KPI", "SM", "METRIC"], "metric"),
    **dict.fromkeys(["G", "OBJ", "GOAL", "BG", "OE", "OG"], "goal"),
    **dict.fromkeys(["NG"], "non_goal"),
    **dict.fromkeys(["RISK", "RSK"], "risk"),
    **dict.fromkeys(["ASM", "ASSUMPTION"], "assumption"),
    **dict.fromkeys(["OQ", "Q"], "open_question"),
    **dict.fromkeys(["MS"], "milestone"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier found at the start of a text."""

    text: str
    """As written, without mark-up."""
    kind: str
    """What its prefix or its word says it is; empty where that says nothing."""
    rest: str
    """The text behind it."""
    container: bool = False
    """Its word names a group of items (an epic), not an item."""

    @property
    def telling(self) -> bool:
        """Does it say what it is in more than one letter?"""
        return len(re.match(r"[^\W\d_]*", self.text.lstrip("/")).group()) > 1  # type: ignore[union-attr]


def leading(
    text: str, lexicon: Lexicon, *, heading: bool = False, series: frozenset[str] = frozenset()
) -> Identifier | None:
    """
    The identifier that `text` begins with; in a heading no separator need follow it.

    `series`: letters by which several headings are numbered, so that "R1 Restart" is known for one.
    """
    if not _MAY_BE_ONE.search(text, 0, _NEAR):
        return None
    stripped = LEADING_SYMBOLS.sub("", text.lstrip())
    before = _BEFORE.match(stripped)
    offset = before.end() if before else 0
    marks = before["marks"] if before else ""
    marks = marks.split(">")[-1]
    return _shaped(stripped, offset, marks, heading, series) or _worded(stripped, offset, marks, lexicon, heading)


def _shaped(
    text: str, offset: int, marks: str, heading: bool, series: frozenset[str] = frozenset()
) -> Identifier | None:
    found = _SHAPE.match(text, offset)
    if not found or _NOT_ONE.match(found.group()):
        return None
    if found.end() < len(text) and (text[found.end()].isalnum() or text[found.end()] in "~/+"):
        return None
    # "S3 storage" in a heading is no identifier: a short one without a separator must say what it is.
    short = _SHORT.fullmatch(found.group()) is not None and not kind_of(found.group())
    short = short and found.group().rstrip("0123456789") not in series
    rest = _behind(
        text, found.end(), marks, loose=(heading and not short) or found.group()[0] == "/" or "~" in found.group()
    )
    return None if rest is None else Identifier(found.group(), kind_of(found.group()), rest)


def _behind(text: str, end: int, marks: str, *, loose: bool) -> str | None:
    """What follows an identifier that ends at `end`; None where it is only the beginning of a phrase."""
    behind = _BEHIND.match(text, end)
    closed, separator = (behind["marks"], behind["sep"]) if behind else ("", "")
    at_end = end >= len(text.rstrip())
    if not (separator or at_end or loose or (marks and closed) or text[end : end + 2] == "\n"):
        return None
    rest = text[behind.end() :] if behind else text[end:]
    if behind and behind["close"] and ("**" in marks or "__" in marks) and not closed:
        return rest.lstrip(" :：–—-")
    if ("**" in marks or "__" in marks) and "**" not in closed and "__" not in closed:
        return ("**" + rest) if "**" in rest else rest
    if behind and behind["close"]:
        return behind["close"] + rest
    return rest.lstrip(" :：–—") if separator else rest.lstrip()


def _worded(text: str, offset: int, marks: str, lexicon: Lexicon, heading: bool) -> Identifier | None:
    prefixed = _PREFIXED.match(text, offset)
    if prefixed and (said := lexicon.item_words.whole(words(prefixed["word"]), prefixed["word"])):
        found = _shaped(text, prefixed.end(), marks, heading)
        return replace(found, kind=said.name, container=said.name == "group") if found else None
    counted = _WORDED.match(text, offset)
    if not counted:
        return None
    word = lexicon.item_words.whole(words(counted["word"]), counted["word"])
    if not word:
        return None
    rest = _behind(text, counted.end(), marks, loose=heading)
    if rest is None:
        return None
    return Identifier(counted.group(), word.name, rest, container=word.name == "group")


def numbering(headings: Iterable[str]) -> frozenset[str]:
    """The letters that two headings or more begin with, each with another number behind them."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for heading in headings:
        if found := re.match(r"([A-Z]{1,5})(\d{1,3})\b", heading):
            numbers[found.group(1)].add(found.group(2))
    return frozenset(letters for letters, found in numbers.items() if len(found) > 1)


def trailing(heading: str) -> Identifier | None:
    """The identifier in brackets at the end of a heading: "Paint search (REQ-F-003)"."""
    found = re.search(rf"[\[(]\s*({_SHAPE.pattern})\s*[\])]\W*$", heading)
    if not found or _NOT_ONE.match(found.group(1)):
        return None
    return Identifier(found.group(1), kind_of(found.group(1)), heading[: found.start()].strip())


@lru_cache(maxsize=1024)
def kind_of(identifier: str) -> str:
    """The kind that an identifier's letters stand for, or empty: FR-1 gives "functional"."""
    if "~" in identifier:
        return {
            "req": "functional",
            "feat": "functional",
            "qr": "quality",
            "qg": "quality",
            "constr": "constraint",
        }.get(identifier.split("~")[0], "")
    # "C" is a constraint, a criterion or a could, "R" a risk, a requirement or a rule: one letter says little.
    letters = _LETTERS.findall(identifier.upper())
    return next((kind for part in letters if (kind := _PREFIX_KINDS.get(part, ""))), "")


def standalone(text: str) -> str:
    """The identifier that is all of `text` (a table cell, a line below a heading), or empty."""
    bare = text.strip().strip("*_`[]() ").strip()
    if bare and _SHAPE.fullmatch(bare) and not _P_LEVEL.match(bare):
        return bare
    return ""


def cell(text: str) -> str:
    """The identifier in a cell of an id column, where less strict shapes are accepted; or empty."""
    strict = standalone(text)
    if strict:
        return strict
    bare = text.strip().strip("*_`[]() ").strip()
    if 2 <= len(bare) <= 40 and re.search(r"\d", bare) and re.search(r"[^\W\d_]", bare) and len(bare.split()) <= 2:
        return bare
    return ""


def references(text: str) -> list[str]:
    """Every identifier-like word in `text`, in order, once each."""
    return list(dict.fromkeys(_REFERENCE.findall(text)))
