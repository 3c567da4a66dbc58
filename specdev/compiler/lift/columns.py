"""What the columns of a table mean, told by its header, and what its rows are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...document import Block, Row
from ..lexicon import Lexicon
from ..words import fold, words
from . import identifiers
from .markup import plain
from .roles import REQUIREMENTS

_BOLD = re.compile(r"\*\*[^*]+\*\*$")
_TICK = re.compile(r"^(?:[✅✔✓☑❌✗✘⚠️🟢🔴🟡\s–—-]|n/?a|yes|no|ja|nein|sí|si|oui|non|none)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; a meaning may have several columns."""

    names: tuple[str, ...]
    """The header cells as written, without mark-up."""
    meanings: tuple[str, ...]
    """One per column; empty where the header says nothing."""

    def at(self, meaning: str) -> int | None:
        return self.meanings.index(meaning) if meaning in self.meanings else None

    def has(self, *meanings: str) -> bool:
        return all(meaning in self.meanings for meaning in meanings)


def columns(table: Block, lexicon: Lexicon) -> Columns:
    """The columns of `table`; of several that look like identifiers only the one that tells the rows apart is."""
    found = _by_header(table, lexicon)
    places = [i for i, m in enumerate(found.meanings) if m == "id"]
    if len(places) < 2:
        return found

    def told(place: int) -> int:
        return len({identifier_of(row, place) for row in table.rows} - {""})

    own = max(places, key=lambda place: (told(place), place))
    meanings = tuple("category" if m == "id" and i != own else m for i, m in enumerate(found.meanings))
    return Columns(found.names, meanings)


def _by_header(table: Block, lexicon: Lexicon) -> Columns:
    """The columns of `table` by its header; without a header every column is unknown."""
    if table.header is None:
        width = max((len(row.cells) for row in table.rows), default=0)
        return Columns(("",) * width, ("",) * width)
    names = tuple(plain(cell.text) for cell in table.header.cells)
    return Columns(names, tuple(_meaning(name, lexicon) for name in names))


_BY_ROLE = {
    "acceptance": "criteria",
    "open_question": "question",
    "user_story": "story",
    "risk": "risk",
    "metric": "metric",
    "milestone": "milestone",
    **dict.fromkeys(REQUIREMENTS, "statement"),
}
"""The meaning of a column that is headed as a section of that role would be."""


def _meaning(name: str, lexicon: Lexicon) -> str:
    if name.strip() in ("#", "№", "Nº", "N°"):
        return "id"
    tokens = words(name)
    for part in dict.fromkeys((name, name.split("(")[0].strip())):
        if found := lexicon.headers.whole(words(part), part):
            return found.name
    if tokens and (tokens[0] in ("id", "ids") or tokens[-1] == "id" or re.fullmatch(r"\w{1,4}id", name.lower())):
        return "id"
    if role := lexicon.roles.whole(tokens, name):
        return _BY_ROLE.get(role.name, "")
    matches = [m for m in lexicon.headers.all(tokens, name) if m.share >= 0.5]
    return max(matches, key=lambda m: (m.size, m.start)).name if matches else ""


def text_of(row: Row, place: int | None) -> str:
    return row.cells[place].text.strip() if place is not None and place < len(row.cells) else ""


def identifier_of(row: Row, place: int | None) -> str:
    return identifiers.cell(text_of(row, place))


def last(cols: Columns, meaning: str) -> int | None:
    """The last column of a meaning: "Stakeholder | As a | I want" has its role in the second."""
    places = [i for i, m in enumerate(cols.meanings) if m == meaning]
    return places[-1] if places else None


def group_row(row: Row, cols: Columns) -> bool:
    """Does the row only name a group of the rows below it?"""
    filled = [i for i, cell in enumerate(row.cells) if cell.text.strip(" *_`-–—:") and i not in row.spanned]
    if not filled:
        return True
    if len(filled) < len(cols.names) and all(_BOLD.match(row.cells[i].text.strip()) for i in filled):
        return True
    if any(i < len(cols.meanings) and cols.meanings[i] in ("question", "risk", "story") for i in filled):
        return False
    if len(row.cells) == 1 and len(cols.names) > 1:
        return True
    if len(cols.names) < 2 and len(row.cells) < 2:
        return False
    texts = {fold(plain(cell.text)) for cell in row.cells}
    if len(texts) == 1 and len(row.cells) > 1:
        return True
    return (
        len(filled) == 1
        and len(words(row.cells[filled[0]].text)) <= 6
        and not identifiers.standalone(row.cells[filled[0]].text)
    )


def comparison(table: Block, cols: Columns) -> bool:
    """Products side by side: most cells behind the first column are ticks and crosses."""
    if len(cols.names) < 3 or cols.has("priority") or cols.has("status"):
        return False
    cells = [cell.text.strip() for row in table.rows for cell in row.cells[1:]]
    ticks = sum(1 for text in cells if (text and _TICK.match(text)) or text[:1] in "✅❌✔✗⚠")
    return bool(cells) and ticks * 3 >= len(cells)


_FIELD_HEADERS = frozenset(
    {"field", "feld", "campo", "champ", "property", "key", "attribute", "eigenschaft", "propiedad", "字段", "项目"}
)


def field_table(cols: Columns) -> bool:
    """Two columns of field and value, which describe one thing and are no list of things."""
    return len(cols.names) == 2 and fold(cols.names[0]) in _FIELD_HEADERS
