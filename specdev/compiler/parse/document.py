"""The parser's front door: text in, Document out."""

from __future__ import annotations

from ...diagnostics import in_order
from ...document import Document
from .front import front_matter
from .headings import sections
from .lines import read_lines
from .paragraphs import merge_lists
from .tokens import markdown_tokens
from .tree import TreeBuilder


def parse(text: str, path: str) -> Document:
    """
    The document in `text`; `path` is where it stands, relative to the project, and goes into every Span.

    Line ends are LF, CRLF or a lone CR; `Document.lines` has the lines without them. Never raises: what is
    wrong with the document is in `Document.diagnostics`.
    """
    source = read_lines(path, text)
    front, data, found = front_matter(source)
    skipped = front.span.end_line if front else 0
    builder = TreeBuilder(source)
    builder.build(markdown_tokens([""] * skipped + source.for_markdown()[skipped:]))
    flow = merge_lists(builder.flow)
    root, wrong = sections(source, [front, *flow] if front else flow)
    return Document(path, source.lines, root, data, tuple(in_order(found + builder.diagnostics + wrong)))


def uncovered(document: Document) -> list[int]:
    """The lines (from 1) that are not blank and stand in no heading and no block: empty, unless the parser errs."""
    covered: set[int] = set()
    waiting = [document.root]
    while waiting:
        section = waiting.pop()
        waiting += section.sections
        spans = [block.span for block in section.blocks]
        spans += [section.span] if section.level else []
        for span in spans:
            covered.update(range(span.line, span.end_line + 1))
    return [number for number, line in enumerate(document.lines, 1) if line.strip() and number not in covered]
