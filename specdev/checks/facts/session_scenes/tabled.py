"""
Options that a table lists, each row with what it may be given and what is said otherwise.

    | Option         | Values   | Default  | Error                       |
    |----------------|----------|----------|-----------------------------|
    | `--every DAYS` | 1 to 365 | required | `--every must be 1 to 365`  |

A row was lifted into one text with a label before each cell. The rows belong to the command whose usage has one of the
options, and no other has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ....model import Item
from ..lazily import any_of, lazy
from ..markdown import spans
from .interface import Command, Interface, Option, parse

RANGE = lazy(r"(?<![\w.-])(?P<low>\d{1,9})\s*(?:to|through|bis|a|à|até|\.\.|-|–)\s*(?P<high>\d{1,9})(?![\w.-])")
_REQUIRED = any_of(
    r"\b(?:required|mandatory)\b|\b(?:pflicht|erforderlich|notwendig)\b|\b(?:obligatori[oa]|requerid[oa])\b"
    r"|\b(?:obligatoire|requise?)\b|\b(?:obrigatóri[oa])\b"
)
_LABEL = lazy(r"^(?P<label>[^\W\d][\w -]{0,28}):\s+(?P<cell>.*)$")
_ERROR = any_of(
    r"\b(?:error|message|otherwise|else|fehler|meldung|sonst|mensaje|erreur|sinon|mensagem|erro)\b|\berror\b"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One option of a table."""

    item: Item
    option: Option
    cells: tuple[str, ...]
    error: str = ""
    """The message for a wrong value; empty where the row tells none."""

    @property
    def range(self) -> tuple[int, int] | None:
        """The lowest and the highest value, where a cell is nothing but these."""
        found = [match for cell in self.cells if (match := RANGE.fullmatch(cell.strip(" `.")))]
        return (int(found[0]["low"]), int(found[0]["high"])) if len(found) == 1 else None


def tables(items: Iterable[Item]) -> Iterator[list[Row]]:
    """The rows of each table of options."""
    rows: list[Row] = []
    for item in items:
        row = _row(item)
        if row and rows and not _next(rows[-1].item, item):
            yield rows
            rows = []
        if row:
            rows.append(row)
    if rows:
        yield rows


def _next(one: Item, other: Item) -> bool:
    """Whether the other item stands right below."""
    if one.section != other.section or not one.source or not other.source:
        return one.section == other.section
    return other.source[0].lines[0] == one.source[-1].lines[1] + 1


def _row(item: Item) -> Row | None:
    first, *lines = [line for line in item.text.split("\n") if line.strip()] or [""]
    codes = [span.text for span in spans(first) if span.text.strip()]
    cells = [match for line in lines if (match := _LABEL.match(line.strip()))]
    if len(codes) != 1 or not codes[0].startswith("-") or not cells or len(cells) != len(lines):
        return None
    usage = parse(codes[0])
    if usage is None or len(usage.options) != 1 or usage.parts or usage.unclear:
        return None
    needed = any(_REQUIRED.search(match["cell"]) for match in cells)
    errors = [match["cell"] for match in cells if _ERROR.search(match["label"])]
    said = [span for span in spans(errors[0]) if span.text.strip()] if len(errors) == 1 else []
    error = said[0].text if len(said) == 1 and said[0].kind == "code" else ""
    return Row(item, replace(usage.options[0], required=needed), tuple(match["cell"] for match in cells), error)


def owner(rows: Iterable[Row], interface: Interface) -> Command | None:
    """The command whose options the rows are: the only one whose usage has one of them."""
    names = {row.option.name for row in rows}
    found = [c for c in interface.commands.values() if any(option.name in names for option in c.options)]
    return found[0] if len(found) == 1 else None


def with_tables(interface: Interface, items: Iterable[Item]) -> Interface:
    """The interface, its commands with the options that tables list for them."""
    for rows in tables(items):
        if command := owner(rows, interface):
            told = {option.name: option for option in command.options}
            for row in rows:
                known = told.get(row.option.name)
                told[row.option.name] = replace(row.option, required=known.required) if known else row.option
            changed = replace(command, options=tuple(told.values()))
            interface = replace(interface, commands={**interface.commands, command.words: changed})
    return interface
