"""
Tables of examples: rows that hold a command and what it gives.

    | Command        | Output                    | Exit |
    |----------------|---------------------------|------|
    | `calc add 3 4` | `7`                       | 0    |
    | `calc div 1 0` | `error: division by zero` | 2    |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .calls import read
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Table, spans
from .rows import RUN, cells_of, labelled_cells
from .sentences import is_command
from .statement import Statement, judged
from .words import ERROR_TEXT

_CODE = lazy(r"`[^`]*`")
_AND = lazy(r"\s*(?:[,;]|\b(?:and|und|y|et|e)\b)\s*")
_STATUS = lazy(
    r"(?:exits?(?: with)?|ends? with)?\s*(?:(?:exit|return)[ -]?)?(?:status|code|rückgabewert|código|estado|statut)"
    r"(?: de (?:salida|sortie|saída))?\s*[:=]?\s*`?(?P<status>\d{1,3})`?|exits? (?:with )?`?(?P<other>\d{1,3})`?",
    re.I,
)
_HOLE = lazy(r"<[a-z][^>]*>|…|\.\.\.")


def row_statements(table: Table, known: Knowledge) -> list[Statement]:
    """One statement for each row with a command."""
    found = []
    for row, line in zip(table.rows, table.lines, strict=True):
        found.append(_statement(cells_of(table.header, row), line.strip(), known))
    return [statement for statement in found if statement]


def labelled(text: str, known: Knowledge) -> Statement | None:
    """The statement of a row that was lifted into one text; None where the text is none."""
    return _statement(labelled_cells(text), text, known)


def _statement(cells: Mapping[str, str], quote: str, known: Knowledge) -> Statement | None:
    codes = [span.text for span in spans(cells.get("command", "")) if span.kind == "code"]
    around = " ".join(span.text for span in spans(cells.get("command", "")) if span.kind != "code")
    if len(codes) != 1 or not is_command(codes[0], known) or not RUN.fullmatch(around):
        return None
    line = codes[0] if codes[0].split()[0] in known.names or "|" in codes[0] else f"{known.name} {codes[0]}"
    call = read(line, known.names)
    if call is None:
        return Statement(quote=quote, unclear=f"`{codes[0]}` cannot be run as it stands")
    expect: dict[str, Any] = {}
    for name in ("exit", "status"):
        if status := re.fullmatch(r"`?(\d{1,3})`?", cells.get(name, "")):
            expect.setdefault("exit", int(status[1]))
    if not _told(cells.get("output", "")):
        expect |= _parts(cells.get("output", ""))
    for column, stream in (("output", "output"), ("message", "output"), ("stdout", "stdout"), ("stderr", "stderr")):
        if text := _told(cells.get(column, "")):
            partial = column in ("stderr", "message") or expect.get("exit", 0) != 0 or bool(ERROR_TEXT.search(text))
            # an output column says what a person sees, whichever stream it comes from
            expect[stream] = {"contains": [text]} if partial else text
    # a row has no words around its facts, so the sentence that is judged is empty
    return judged(Statement(calls=[call], expect=expect, quote=quote), "", known) if expect else None


def _parts(cell: str) -> dict[str, Any]:
    """A cell that lists how the command ends and what it says: "status 2, `error: bad hall`"; nothing else is read."""
    expect: dict[str, Any] = {}
    said: list[str] = []
    masked = _CODE.sub(lambda code: code[0][0] + "\0" * (len(code[0]) - 2) + "`", cell)
    start = 0
    for end in [*(cut.span() for cut in _AND.finditer(masked)), (len(cell), len(cell))]:
        part = cell[start : end[0]].strip()
        start = end[1]
        found = spans(part)
        if status := _STATUS.fullmatch(part):
            expect["exit"] = int(status["status"] or status["other"])
        elif [span.kind for span in found] == ["code"] and not _HOLE.search(part):
            said.append(found[0].text)
        elif part:
            return {}
    if "exit" in expect and said:
        expect["output"] = {"contains": said}
    return expect if "exit" in expect else {}


def _told(cell: str) -> str:
    """The text that a cell gives: its one code span or quotation, or a plain word or number."""
    found = spans(cell)
    marked = [span.text for span in found if span.kind != "text"]
    words = " ".join(span.text for span in found if span.kind == "text").strip()
    if len(marked) == 1 and not words:
        return "" if _HOLE.search(marked[0]) else marked[0]
    if not marked and re.fullmatch(r"-?[\d.,]+|[a-z]+", words):
        return words
    return ""
