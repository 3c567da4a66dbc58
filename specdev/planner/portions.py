"""
A document in portions that one question can hold: a section each, small ones together, large ones cut between blocks.

Portions hold every line of the document that is not blank, each once, in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Block, Document, Section
from ..llm import tokens

MOST_TOKENS = 1500
"""Of the document in one question: what is asked of small models has to be short, and so has its answer."""
SMALL_TOKENS = 150
"""Sections below it are put together with what follows, as long as they stand under the same first heading."""
_ROOM = 0.25
"""Share of the model's context that a portion may have: the rest is for the instructions, the list and the answer."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Lines of a document."""

    path: tuple[str, ...]
    """The headings above its first line, outermost first, its own among them."""
    lines: tuple[int, int]
    cuts: tuple[int, ...] = ()
    """Lines within it where a block, an entry or a row begins, without the first."""
    bare: bool = False
    """Nothing but headings."""

    @property
    def name(self) -> str:
        """For people: the last heading, else the lines."""
        return self.path[-1] if self.path else f"lines {self.lines[0]} to {self.lines[1]}"


def portions(document: Document, context_tokens: int) -> list[Portion]:
    """The portions of `document` for a model that reads and writes so many tokens at once."""
    limit = max(min(MOST_TOKENS, int(context_tokens * _ROOM)), 100)
    found: list[Portion] = []
    for one in _sections(document):
        last = found[-1] if found else None
        if last and _together(last, one, document):
            path = one.path if last.bare else last.path
            cuts = (*last.cuts, one.lines[0], *one.cuts)
            found[-1] = Portion(path, (last.lines[0], one.lines[1]), cuts, last.bare and one.bare)
        else:
            found.append(one)
    return [part for one in found for part in _fitted(one, document, limit)]


def halves(portion: Portion, document: Document) -> tuple[Portion, Portion] | None:
    """The portion in two, cut near its middle where a block begins; None where there is no such place."""
    if not portion.cuts:
        return None
    sizes = {cut: _size(document, portion.lines[0], cut - 1) for cut in portion.cuts}
    half = _size(document, *portion.lines) / 2
    cut = min(portion.cuts, key=lambda one: abs(sizes[one] - half))
    return _part(portion, portion.lines[0], cut - 1), _part(portion, cut, portion.lines[1])


def _sections(document: Document) -> Iterator[Portion]:
    """Each section without its subsections."""
    stack: list[tuple[Section, tuple[str, ...]]] = [(document.root, ())]
    while stack:
        section, above = stack.pop()
        path = (*above, section.title) if section.level else above
        first = section.span.line if section.level else min((b.span.line for b in section.blocks), default=0)
        ends = [b.span.lines[1] for b in section.blocks]
        last = max([section.span.lines[1] if section.level else 0, *ends])
        if first and last:
            cuts = sorted({line for block in section.blocks for line in _starts(block)} - {first})
            yield Portion(path, (first, last), tuple(cuts), not section.blocks)
        stack.extend((sub, path) for sub in reversed(section.sections))


def _starts(block: Block) -> Iterator[int]:
    """Lines where something begins that can be read by itself."""
    yield block.span.line
    if block.kind == "list":
        for child in block.children:
            yield child.span.line
    elif block.kind == "table":
        for row in block.rows:
            yield row.span.line


def _together(last: Portion, one: Portion, document: Document) -> bool:
    same = last.bare or last.path[:1] == one.path[:1]
    both = _size(document, *last.lines) + _size(document, *one.lines)
    return same and last.lines[1] < one.lines[0] and both <= 2 * SMALL_TOKENS


def _fitted(portion: Portion, document: Document, limit: int) -> Iterator[Portion]:
    """The portion in parts of at most `limit` tokens, cut where blocks begin, within a block only where one is long."""
    start, size = portion.lines[0], 0
    cut = 0
    for line in range(portion.lines[0], portion.lines[1] + 1):
        if line in portion.cuts:
            cut = line
        own = _size(document, line, line)
        if size + own > limit and line > start:
            at = cut if cut > start else line
            yield _part(portion, start, at - 1)
            start, size = at, _size(document, at, line)
        else:
            size += own
    yield _part(portion, start, portion.lines[1])


def _part(portion: Portion, first: int, last: int) -> Portion:
    return Portion(portion.path, (first, last), tuple(cut for cut in portion.cuts if first < cut <= last))


def _size(document: Document, first: int, last: int) -> int:
    return tokens.count("\n".join(document.lines[first - 1 : last]))
