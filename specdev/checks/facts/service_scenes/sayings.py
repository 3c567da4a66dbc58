"""
The clauses of an item, each with what it says of a service: requests, an answer, and the words of their circumstances.

A sentence that tells several answers is cut between them: "201 with the book, 409 if it exists" are two clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....model import Item, Prd
from ..lazily import lazy
from ..markdown import Fence, Sentence, Table, pieces
from . import words
from .api import Endpoint
from .codes import LISTED, Codes, code_row
from .codes import told as read_codes
from .marks import Mark, heading_endpoint, marks


@dataclass(slots=True)
class Saying:
    """One clause."""

    item: str
    quote: str
    """The sentence it stands in, verbatim."""
    marks: Sequence[Mark]
    section: tuple[str, ...] = ()
    lead: str = ""
    about: Endpoint | None = None
    """What its heading names, or else what was spoken of last in its section."""
    headed: bool = False
    """`about` stands in its heading."""
    before: tuple[Saying, ...] = ()
    """The clauses before it in its item."""
    opens: bool = True
    """It is the first clause of its sentence."""
    endpoints: tuple[Endpoint, ...] = field(init=False)
    status: int | None = field(init=False, default=None)
    answer: Any = field(init=False, default=None)
    request: Any = field(init=False, default=None)
    code: str = field(init=False, default="")
    """The code of an error that it names, which stands for the status."""
    listed: bool = field(init=False, default=False)
    """It is the code's entry in a list of codes."""

    def __post_init__(self) -> None:
        self.endpoints = tuple(dict.fromkeys(mark.value for mark in self.marks if mark.kind == "endpoint"))
        self._data()

    def _data(self) -> None:
        answers = False
        for mark in self.marks:
            if mark.kind == "status" and self.status is None:
                self.status, answers = mark.value, True
                self.answer = mark.answer
                self.code = mark.text if mark.code else ""
                self.listed = mark.code == LISTED
            elif mark.kind == "arrow" or (mark.kind == "text" and _ANSWERS.search(mark.text)):
                answers = True
            elif mark.kind == "data" and not answers and self.request is None:
                self.request = mark.value
            elif mark.kind == "data" and answers and self.answer is None:
                self.answer = mark.value

    @property
    def text(self) -> str:
        """The clause with code in backticks."""
        return "".join(mark.text if mark.kind in ("text", "arrow") else f"`{mark.text}`" for mark in self.marks)

    @property
    def plain(self) -> str:
        """The words of the clause, without code."""
        return " ".join(mark.text for mark in self.marks if mark.kind == "text")

    @property
    def near(self) -> str:
        """The words without code around the status, from one semicolon to the next."""
        parts = "".join(
            f"\0{mark.text}" if mark.kind == "status" else mark.text
            for mark in self.marks
            if mark.kind in ("text", "status")
        )
        return next((part for part in parts.split(";") if "\0" in part), parts).replace("\0", " ")

    @property
    def names(self) -> tuple[str, ...]:
        """The code spans that may be names of fields."""
        return tuple(dict.fromkeys(mark.text for mark in self.marks if mark.kind == "name"))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(mark.value.path for mark in self.marks if mark.kind == "path")

    @property
    def endpoint(self) -> Endpoint | None:
        """What it speaks of: the endpoint that it names, else what is spoken of."""
        return self.endpoints[0] if self.endpoints else self.about


_ANSWERS = lazy(
    r"\b(?:returns?|responds?|answers?|gives?|replies|yields?|response|produces?|liefert|antwort\w*|gibt|devuelve|"
    r"respuesta|responde|retorna|renvoie|réponse|répond|retourne|resposta|devolve|success|error|errors)\b",
    re.I,
)
_LABEL_LINE = lazy(r"^\**[^\W\d][\w' -]{1,28}\**:\s")
_CUT = lazy(r";\s+|,\s+|\s+(?=(?:and|und|y|et|e|or|oder|o|ou)\s)|\.\s+|\n")


KINDS = ("functional", "quality", "constraint", "user_story")
"""Kinds of items that say what the product does."""


def read(prd: Prd) -> dict[str, list[Saying]]:
    """Item ID to its clauses, in the document's order; under "" those of what was read and not lifted."""
    found: dict[str, list[Saying]] = {"": []}
    told = codes(prd)
    spoken: dict[tuple[str, ...], Endpoint] = {}
    alone = _alone(prd)
    for item in prd.items():
        if item.kind not in KINDS:
            continue
        headed = next((named for title in reversed(item.section) if (named := heading_endpoint(title))), None)
        headed = headed or alone.get(item.section)
        sayings: list[Saying] = []
        for sentence, row in _sentences(item):
            about = headed or spoken.get(item.section)
            for clause in _clauses(item, told.read(marks(sentence)), about, bool(headed)):
                clause.quote = (
                    row if clause.listed and row else f"{row}\n{sentence}" if row not in ("", sentence) else sentence
                )
                clause.before = tuple(sayings)
                sayings.append(clause)
                if clause.endpoints:
                    spoken[item.section] = clause.endpoints[-1]
        found[item.id] = sayings
    for block in prd.context:
        headed = next((named for title in reversed(block.section) if (named := heading_endpoint(title))), None)
        for sentence in _prose(block.text):
            found[""].append(Saying("", sentence, marks(sentence), block.section, about=headed, headed=bool(headed)))
    return found


def _alone(prd: Prd) -> dict[tuple[str, ...], Endpoint]:
    """Section to the endpoint that stands in it as a line of its own: as good as a heading."""
    found: dict[tuple[str, ...], list[Endpoint]] = {}
    for block in prd.context:
        named = [mark.value for mark in marks(block.text) if mark.kind == "endpoint"] if len(block.text) < 120 else []
        if len(named) == 1 and re.fullmatch(r"[*`\s]*[A-Z]+ /\S*?[*`\s]*", block.text):
            found.setdefault(block.section, []).extend(named)
    return {section: named[0] for section, named in found.items() if len(named) == 1}


def _sentences(item: Item) -> Iterator[tuple[str, str]]:
    """Every sentence, for the cells of a row with the first line of the row."""
    for text in (item.text, item.detail, *(criterion.text for criterion in item.acceptance)):
        lines = text.split("\n")
        rows = len(lines) > 1 and all(_LABEL_LINE.match(line) for line in lines[1:] if line.strip())
        if "```" not in text and (row := code_row(lines)):
            yield row, text
        elif rows and "```" not in text:
            yield from ((cell, lines[0].strip()) for cell in _row(lines))
        else:
            yield from ((sentence, "") for sentence in _prose(text))


def codes(prd: Prd) -> Codes:
    """The codes of errors that the document tells."""
    items = [item for item in prd.items() if item.kind in KINDS]
    return read_codes(
        [
            *(sentence for item in items for sentence, _ in _sentences(item)),
            *(sentence for block in prd.context for sentence in _prose(block.text)),
        ]
    )


def _row(lines: list[str]) -> Iterator[str]:
    """The cells of a row that was lifted into lines; a method and its path are put together."""
    method = re.fullmatch(r"`?([A-Z]{3,7})`?", lines[0].strip())
    for line in lines[1:] if method else lines:
        path = re.match(r"[\w ]+:\s+`?(/[^\s`]*)`?$", line)
        yield f"`{method[1]} {path[1]}`" if method and path else line.strip()


def _prose(text: str) -> Iterator[str]:
    for piece in pieces(text):
        if isinstance(piece, Sentence):
            yield piece.text
        elif isinstance(piece, Table):
            for row in piece.rows:
                yield f"{row[0]}: {'; '.join(row[1:])}"
        elif isinstance(piece, Fence):
            continue


def _clauses(item: Item, told: list[list[Mark]], about: Endpoint | None, headed: bool) -> Iterator[Saying]:
    carried = about
    parts = [part for found in told for whole in _ended(found) for part in _cut(whole)]
    for number, part in enumerate(parts):
        own = headed and carried == about
        saying = Saying(item.id, "", part, item.section, item.lead, carried, own, opens=number == 0)
        if saying.endpoints:
            carried = saying.endpoints[0]
        yield saying


def _ended(found: list[Mark]) -> Iterator[list[Mark]]:
    """The marks of each sentence, where one begins with code."""
    part: list[Mark] = []
    for mark in _before_otherwise(found):
        last = part[-1].text if part and part[-1].kind == "text" else ""
        ended = mark.kind != "text" and re.search(r"\w[.!?]\s+$", last) and not _SHORT.search(last)
        if ended or (part and mark.kind == "text" and mark.value == OTHERWISE):
            yield part
            part = []
        part.append(mark)
    yield part


OTHERWISE = "otherwise"
"""As the value of a text: a clause of its own begins with it."""


def _before_otherwise(found: list[Mark]) -> Iterator[Mark]:
    """The marks, with text cut before "otherwise": what stands before it is demanded, what stands behind it answers."""
    for mark in found:
        cut = words.OTHERWISE_INSIDE.search(mark.text) if mark.kind == "text" else None
        if cut:
            yield Mark("text", mark.text[: cut.start()])
            yield Mark("text", mark.text[cut.end() :], OTHERWISE)
        else:
            yield mark


_SHORT = lazy(r"\b(?:e\.\s?g|z\.\s?B|i\.\s?e|d\.\s?h|p\.\s?ej|p\.\s?ex|etc|vs)\.\s+$", re.I)


def _cut(found: list[Mark]) -> Iterator[list[Mark]]:
    """The marks between which no two statuses stand; one part where they cannot be told apart."""
    part: list[Mark] = []
    parts: list[list[Mark]] = []
    for mark in found:
        if mark.kind == "status" and any(one.kind == "status" for one in part):
            cut = None if _EITHER.match(_since_status(part)) else _place(part)
            if cut is None:  # one of two answers is told, or they cannot be told apart
                yield [Mark("code", one.text) if one.kind == "status" else one for one in found]
                return
            place, start, end = cut
            text = part[place].text
            rest = [Mark("text", text[end:])] if text[end:].strip() else []
            parts.append([*part[:place], Mark("text", text[:start])])
            part = [*rest, *part[place + 1 :]]
        part.append(mark)
    yield from [*parts, part]


_EITHER = lazy(r"^[^\w;]*(?:or|oder|o|ou|bzw\.|to|bis|and|und|y|et|e)?[^\w;]*$", re.I)


def _since_status(part: list[Mark]) -> str:
    last = max(number for number, mark in enumerate(part) if mark.kind == "status")
    return "".join(mark.text for mark in part[last + 1 :])


def _place(part: list[Mark]) -> tuple[int, int, int] | None:
    """The text behind the last status in which it is cut, and where."""
    last = max(number for number, mark in enumerate(part) if mark.kind == "status")
    found = [
        (number, cut.start(), cut.end(), cut[0])
        for number in range(last + 1, len(part))
        if part[number].kind == "text"
        for cut in _CUT.finditer(part[number].text)
    ]
    strong = (
        [cut for cut in found if cut[3].strip() in (";", ".")]
        or [cut for cut in found if cut[3].strip() == ","]
        or found
    )
    return strong[-1][:3] if strong else None
