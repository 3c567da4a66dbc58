"""
Lines of the document as they stand in an item: without their common indentation, code that is told by its indentation
as a fence, because without the indentation it would be running text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...document import Block, Document

_INDENTATION = re.compile(r"^[ \t]+")
_BACKTICKS = re.compile(r"`{3,}")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The lines of one document."""

    lines: tuple[str, ...]
    indented: Mapping[int, Block]
    """Indented code blocks by their first line."""

    @staticmethod
    def of(document: Document) -> Verbatim:
        blocks = (block for section in document.root.walk() for top in section.blocks for block in top.walk())
        found = {b.span.line: b for b in blocks if b.kind == "code" and _indented(document.lines, b)}
        return Verbatim(document.lines, found)

    def raw(self, first: int, last: int) -> str:
        """The lines `first` to `last`, counted from 1."""
        # only the indentation: a tab inside a line is part of what it says
        lines = [
            _INDENTATION.sub(lambda m: m.group().expandtabs(4), line) if line[:1] in (" ", "\t") else line
            for line in self.lines[first - 1 : last]
        ]
        starts = [n for n in range(first, last + 1) if n in self.indented and self.indented[n].span.end_line <= last]
        for start in reversed(starts):
            at, end = start - first, self.indented[start].span.end_line - first + 1
            lines[at:end] = _fenced(lines[at:end], self.indented[start])
        indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
        cut = min(indents, default=0)
        return "\n".join(line[cut:] for line in lines).strip("\n")


def _indented(lines: tuple[str, ...], block: Block) -> bool:
    """Is it no fence, but indented, and in no quotation, whose marks would stand in the lines?"""
    line = lines[block.span.line - 1]
    return line[:1] in (" ", "\t") and bool(block.text.strip()) and line.strip() == block.text.split("\n")[0].strip()


def _fenced(lines: list[str], block: Block) -> list[str]:
    """The lines of an indented block with marks around them, where the text before the block begins."""
    own = block.text.split("\n")[0]
    deep = len(lines[0]) - len(lines[0].lstrip()) - (len(own) - len(own.lstrip()))
    outer = " " * max(0, deep - 4)
    mark = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(block.text))])
    return [f"{outer}{mark}", *((outer + line[deep:]).rstrip("\n") for line in lines), f"{outer}{mark}"]
