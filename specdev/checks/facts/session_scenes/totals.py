"""
Reports that add up, one line for each name: the example's own line, for more names and more entries.

    Prints one line for each project, sorted by name. The last line is `total` with the sum of all.

    acme   1:30                                 aa-acme   1:30
    total  1:30          and of that            acme      3:00
                                                total     4:30
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ....model import Item
from ..fact import Fact, Gap, Run
from ..lazily import lazy
from ..markdown import spans
from .clock import shifted
from .examples import Example
from .interface import Command
from .phrases import OF_EACH, PADDED, SORTED, TOTAL
from .reports import examples_of, section_command
from .stems import stem
from .world import World

_ROW = lazy(r"^(?P<name>[^\s:,;]+)(?P<gap>:[ \t]*|[ \t]+|[,;])(?P<value>\S+)$")
_AMOUNT = lazy(r"^(?:(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)|(?P<whole>\d+)(?:(?P<point>[.,])(?P<part>\d\d))?)$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of an example look."""

    name: str
    """The name that has a line in it."""
    field: str
    """The stored field that holds the name."""
    value: str
    last: str
    """The word that begins the line with the sum; empty where there is none."""
    first: str
    """The header; empty where there is none."""
    glue: str
    """What stands between name and value."""
    padded: bool

    def text(self, rows: list[tuple[str, str]], total: str) -> str:
        """The whole output for these rows."""
        rows = [*rows, (self.last, total)] if self.last else rows
        width = max(len(name) for name, _ in rows) if self.padded else 0
        lines = [f"{name:<{width}}{self.glue}{value}" for name, value in rows]
        return "\n".join([*([self.first] if self.first else []), *lines])


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The example of the item's command with more names than one, where the item tells how lines come about."""
    command = section_command(item, world)
    text = " ".join(item.text.split())
    if not command or not OF_EACH.search(text) or not SORTED.search(text):
        return
    options = [span.text for span in spans(text) if span.kind == "code" and span.text.startswith("-")]
    for example, run in examples_of(world, command, tuple(options[:1])):
        layout = _layout(str(run.expect["output"]), text, example, world)
        if layout and (scene := _scene(layout, example, run, world, item.id, text, command)):
            yield scene
            return


def _layout(output: str, text: str, example: Example, world: World) -> Layout | None:
    """The layout of an example with one name; None where it is not told well enough to go on with it."""
    if len(example.lines) != 1:
        return None
    cells = world.store.cells(example.lines[0])
    lines = output.split("\n")
    codes = [span.text for span in spans(text) if span.kind == "code"]
    first = lines.pop(0) if lines[0] in codes and len(lines) > 1 and not re.search(r"\d", lines[0]) else ""
    rows = [_ROW.match(line) for line in lines]
    if len(rows) not in (1, 2) or not all(rows):
        return None
    row = rows[0]
    field = next((name for name, value in cells.items() if row and value == row["name"]), "")
    words = {stem(word) for word in re.findall(r"[^\W\d_]+", text)}
    if row is None or not field or stem(field) not in words or not _AMOUNT.match(row["value"]):
        return None
    sum_row = rows[1] if len(rows) == 2 else None
    if sum_row and (sum_row["name"] not in codes or sum_row["value"] != row["value"] or not TOTAL.search(text)):
        return None
    padded = row["gap"][:1] in " \t"
    if padded and (not sum_row or not PADDED.search(text)):
        return None
    glue = min((row["gap"], sum_row["gap"] if sum_row else row["gap"]), key=len)
    widest = max(len(r["name"]) for r in (row, sum_row) if r)
    if padded and any(len(r["name"]) + len(r["gap"]) != widest + len(glue) for r in (row, sum_row) if r):
        return None
    return Layout(row["name"], field, row["value"], sum_row["name"] if sum_row else "", first, glue, padded)


def times(value: str, count: int) -> str:
    """An amount several times over; empty where it would get wider, because no example shows how that is aligned."""
    found = _AMOUNT.match(value)
    if not found:
        return ""
    if found["hours"]:
        minutes = (60 * int(found["hours"]) + int(found["minutes"])) * count
        result = f"{minutes // 60:0{len(found['hours'])}d}:{minutes % 60:02d}"
    elif found["point"]:
        cents = (100 * int(found["whole"]) + int(found["part"])) * count
        result = f"{cents // 100}{found['point']}{cents % 100:02d}"
    else:
        result = str(int(found["whole"]) * count)
    return result


def _scene(
    layout: Layout, example: Example, run: Run, world: World, item: str, quote: str, command: Command
) -> Fact | None:
    """Three entries of two names, not in order: the longer name sorts last."""
    longer = f"{layout.name}-{layout.name}"
    cells = world.store.cells(example.lines[0])
    one, two, three = (times(layout.value, count) for count in (1, 2, 3))
    if not all((one, two, three)) or (layout.padded and len({len(one), len(two), len(three)}) > 1):
        return None
    other = world.store.line({**cells, layout.field: longer})
    lines = (other, *(shifted(example.lines[0], days) for days in (1, 2)))
    output = layout.text([(layout.name, two), (longer, one)], three)
    content = "".join(f"{line}\n" for line in lines)
    return Fact(item, "command", quote, (Run(run.call, {"output": output}),), {world.store.file: content})
