"""
Where quoted words stand in a document.

A quotation is found where it says, else at the nearest place, up to what people and models change when they quote:
white space and line ends, Markdown's marks, typographic quotation marks and dashes, upper and lower case. Nothing else:
words that were changed, left out or put in another order are not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARKS = frozenset("*_`~\\")
"""Characters of Markdown that say nothing themselves."""
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "|": " ",
    }
)
_PREFIX = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?")
_ENDS = " .,;:!?\"'"
_AFTER = _MARKS | frozenset(".!?。！？\"'”’»」")
"""What closes a sentence behind its last word."""
LEAST = 8
"""Characters of a quotation: less stands nearly everywhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand."""

    lines: tuple[int, int]
    """Counted from 1, both included."""
    text: str
    """The document's own words there, marks included, without the signs of lists and quotations at line starts."""


def normal(text: str) -> str:
    """What two quotations of the same words have in common."""
    return " ".join("".join(sign for sign, _ in _signs(text.split("\n"), 1)).split())


def find(
    quote: str, document: Sequence[str], within: tuple[int, int], at: tuple[int, int], least: int = LEAST
) -> Place | None:
    """
    The words in the lines `within` of the document, as near as can be to the lines `at`; None where they do not stand.

    None too for quotations shorter than `least`, unless they are all that a line says.
    """
    wanted = normal(quote).strip(_ENDS)
    if not wanted:
        return None
    text, places = _folded(document[within[0] - 1 : within[1]], within[0])
    best: tuple[int, int] | None = None
    start = text.find(wanted)
    while start >= 0:
        distance = abs(places[start][0] - at[0])
        if _whole_words(text, start, start + len(wanted)) and (best is None or distance < best[0]):
            best = (distance, start)
        start = text.find(wanted, start + 1)
    if best is None:
        return None
    first, last = places[best[1]], places[best[1] + len(wanted) - 1]
    found = Place((first[0], last[0]), _cut(document, first, last))
    return found if len(wanted) >= least or _alone(found, document) else None


def _signs(lines: Sequence[str], first: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """(a folded character, its line and column), one after the other; a line end is a blank."""
    for number, line in enumerate(lines, first):
        begin = _PREFIX.match(line)
        column = begin.end() if begin else 0
        for at in range(column, len(line)):
            if line[at] not in _MARKS:
                for sign in unicodedata.normalize("NFKC", line[at]).translate(_SIGNS).casefold():
                    yield (" " if sign.isspace() else sign), (number, at)
        yield " ", (number, len(line))


def _folded(lines: Sequence[str], first: int) -> tuple[str, list[tuple[int, int]]]:
    """The lines as one text with single blanks, and for each of its characters the line and column it came from."""
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for sign, place in _signs(lines, first):
        if sign != " " or (signs and signs[-1] != " "):
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end; scripts without blanks between words have no such ends."""
    before = start == 0 or not (_latin(text[start - 1]) and _latin(text[start]))
    after = end == len(text) or not (_latin(text[end - 1]) and _latin(text[end]))
    return before and after


def _latin(sign: str) -> bool:
    return sign.isalnum() and ord(sign) < 0x2E80


def _cut(document: Sequence[str], first: tuple[int, int], last: tuple[int, int]) -> str:
    """The words from `first` to `last`, with the marks at both ends and what closes the sentence."""
    lines = list(document[first[0] - 1 : last[0]])
    start, end = first[1], last[1] + 1
    while start and lines[0][start - 1] in _MARKS:
        start -= 1
    while end < len(lines[-1]) and lines[-1][end] in _AFTER:
        end += 1
    lines[-1] = lines[-1][:end]
    begin = _PREFIX.match(lines[0])
    lines[0] = lines[0][max(start, begin.end() if begin else 0) :]
    return "\n".join([lines[0].strip(), *(_PREFIX.sub("", line).rstrip() for line in lines[1:])]).strip()


def _alone(found: Place, document: Sequence[str]) -> bool:
    first, last = found.lines
    return first == last and normal(document[first - 1]).strip(_ENDS) == normal(found.text).strip(_ENDS)
