"""Pipe tables: rows and cells with their columns."""

from __future__ import annotations

import re

from ...diagnostics import Span
from ...document import Cell, Row

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


def pipe_row(path: str, number: int, line: str, start: int = 0) -> Row:
    """
    The row in `line`, which is line `number` (from 0), from character `start` on.

    Pipes at the edges may be missing; `\\|` is a pipe inside a cell. The cells are those that stand
    there, however many the header has.
    """
    end = len(line.rstrip())
    while start < end and line[start] in " \t":
        start += 1
    first = start
    if start < end and line[start] == "|":
        start += 1
    stop = end
    if stop > start and line[stop - 1] == "|" and line[stop - 2 : stop - 1] != "\\":
        stop -= 1
    body = line[start:stop]
    parts = body.split("|") if "\\|" not in body else _PIPE.split(body)
    cells = []
    for part in parts:
        cells.append(_cell(path, number, part, start))
        start += len(part) + 1
    return Row(tuple(cells), Span(path, number + 1, first + 1, number + 1, max(end, first + 1)))


def is_delimiter(line: str) -> bool:
    """Whether it is the line between a header and the rows: `|---|:-:|`."""
    return "-" in line and _DELIMITER.fullmatch(line) is not None


def has_pipe(line: str) -> bool:
    """Whether the line holds a pipe that separates cells."""
    return "|" in line and _PIPE.search(line) is not None


def _cell(path: str, number: int, part: str, start: int) -> Cell:
    text = part.strip()
    column = start + len(part) - len(part.lstrip()) + 1 if text else start + 1
    span = Span(path, number + 1, column, number + 1, max(column, column + len(text) - 1))
    return Cell(text.replace("\\|", "|") if "\\" in text else text, span)
