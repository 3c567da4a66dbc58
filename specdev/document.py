"""
A parsed Markdown document: sections that hold blocks, and every block knows its lines.

    Document
      └── Section (title, level, line)           level 0 is the document itself
            ├── Block (kind, text, span, …)      in document order
            └── Section …

`blocks` and `sections` of a section are kept apart; a section's own blocks come before its subsections.
Block kinds:

    paragraph   running text; `text` is the raw Markdown, lines joined by "\\n"
    list        `children` are `item` blocks
    item        one list entry: `text` is its own first paragraph; `children` are the blocks below it
                (lists, paragraphs, code …); `marker` is "-", "*", "1." …, `checked` its task-list box
    table       `rows`; `header` is the header row or None (HTML and pipe tables alike)
    code        a fence or an indented block: `text` is its content, `info` the fence's info string
    quote       a block quote: `children`
    html        raw HTML that is neither a table nor a comment
    comment     an HTML comment
    rule        a thematic break
    front       front matter: `text` is the YAML between the fences
    definition  a link reference definition or a footnote definition
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .diagnostics import Diagnostic, Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; `text` is raw Markdown or the HTML cell's inner text with `<br>` and `<hr/>` kept."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One table row. A cell that a rowspan reaches into is repeated; `spanned` names those columns."""

    cells: tuple[Cell, ...]
    span: Span
    spanned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the document, see the module's docstring for the kinds."""

    kind: str
    span: Span
    text: str = ""
    children: tuple[Block, ...] = ()
    marker: str = ""
    checked: bool | None = None
    info: str = ""
    header: Row | None = None
    rows: tuple[Row, ...] = ()

    def walk(self) -> Iterator[Block]:
        """This block and every block below it, in document order; no depth is too deep."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `raw` is the heading's text as written, without marks or level."""

    title: str
    """Without emphasis, code marks, links, emoji and numbering: "3.2 **Ziele** 🎯" gives "Ziele"."""
    raw: str
    level: int
    span: Span
    """The heading's own lines; for the document itself its first line."""
    end_line: int
    """The last line that belongs to the section, subsections included."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    number: str = ""
    """The heading's own numbering as written: "3.2"."""
    recovered: str = ""
    """How a heading was recognised that is not one in Markdown: "bold" or "numbered"; else empty."""

    def walk(self) -> Iterator[Section]:
        """This section and every one below it, in document order."""
        stack = [self]
        while stack:
            section = stack.pop()
            yield section
            stack.extend(reversed(section.sections))


@dataclass(frozen=True, slots=True)
class Document:
    """The whole of one file."""

    path: str
    lines: tuple[str, ...]
    root: Section
    front: dict[str, object] = field(default_factory=dict)
    """Front matter as data; empty where there is none or it is broken (then there is a diagnostic)."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def title(self) -> str:
        """The first heading of the highest level, or empty."""
        headings = [s for s in self.root.walk() if s.level]
        top = min((s.level for s in headings), default=0)
        return next((s.title for s in headings if s.level == top), "")
