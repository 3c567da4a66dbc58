"""Totality: every line of the vision is in an item, is a heading or a table's frame, or is listed as context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...document import Block, Document, Section
from ...model import Context, Prd
from .drafts import Drafts

_UNREAD = frozenset({"rule"})


def context(document: Document, drafts: Drafts, title: Section | None) -> tuple[Context, ...]:
    """Every block, or part of one, that gave no item: its lines, its words and why."""
    covered = _covered(drafts)
    mixed = _mixed(document, covered, drafts)
    found: list[Context] = []
    stack: list[tuple[Section, tuple[str, ...]]] = [(document.root, ())]
    while stack:
        section, path = stack.pop()
        here = path if section is title or not section.level else (*path, section.title)
        for block in section.blocks:
            found.extend(_blocks(block, covered, mixed, document, drafts, here))
        stack.extend((sub, here) for sub in reversed(section.sections))
    found.extend(
        Context(lines=lines, reason="prose", block="sentence", section=_path_at(document, lines[0], title), text=text)
        for lines, text in drafts.leftovers
        if not any(first <= lines[0] and lines[1] <= last for first, last in mixed)
    )
    found.extend(
        Context(
            lines=one.draft.lines,
            reason=f"{one.how}: {one.why}",
            block="item",
            section=one.draft.path,
            text=one.draft.text,
        )
        for one in drafts.dropped
    )
    return tuple(sorted(found, key=lambda c: (c.lines, c.block, c.text)))


def _mixed(document: Document, covered: set[int], drafts: Drafts) -> set[tuple[int, int]]:
    """
    Lines of the paragraphs in which some sentences are items and others are not.

    Such a paragraph is kept whole, because its sentences lean on each other.
    """
    rest = {line for lines, _ in drafts.leftovers for line in lines}
    found = set()
    for section in document.root.walk():
        for block in section.blocks:
            if block.kind == "paragraph":
                first, last = block.span.lines
                inside = range(first, last + 1)
                if any(n in covered for n in inside) and any(n not in covered or n in rest for n in inside):
                    found.add((first, last))
    return found


def _covered(drafts: Drafts) -> set[int]:
    lines: set[int] = set()
    for draft in drafts.items:
        lines.update(range(draft.lines[0], draft.lines[1] + 1))
    for term in drafts.terms:
        lines.update(range(term.lines[0], term.lines[1] + 1))
    for one in drafts.dropped:
        lines.update(range(one.draft.lines[0], one.draft.lines[1] + 1))
    return lines


def _blocks(
    block: Block,
    covered: set[int],
    mixed: set[tuple[int, int]],
    document: Document,
    drafts: Drafts,
    path: tuple[str, ...],
) -> Iterator[Context]:
    """Context entries for what is not covered of `block`; lists and tables are looked into where part of them is."""
    stack: list[tuple[Block, str]] = [(block, drafts.reasons.get(block.span.line, ""))]
    while stack:
        one, reason = stack.pop()
        if one.kind in _UNREAD:
            continue
        reason = drafts.reasons.get(one.span.line, reason)
        first, last = one.span.lines
        if (first, last) in mixed:
            yield _entry(list(range(first, last + 1)), one, "prose", document, path)
            continue
        free = [n for n in range(first, last + 1) if n not in covered and document.lines[n - 1].strip()]
        if not free:
            continue
        whole = len(free) == sum(1 for n in range(first, last + 1) if document.lines[n - 1].strip())
        if not whole and one.children:
            own_end = one.children[0].span.line - 1
            yield from _runs([n for n in free if n <= own_end], one, reason, document, path)
            stack.extend((child, reason) for child in reversed(one.children))
            inside = {n for child in one.children for n in range(child.span.line, child.span.lines[1] + 1)}
            yield from _runs([n for n in free if n > own_end and n not in inside], one, reason, document, path)
        elif not whole and one.kind == "table":
            frame = _frame(one)
            yield from _runs([n for n in free if n not in frame], one, reason or "row", document, path)
        else:
            yield from _runs(free, one, reason, document, path)


def _runs(
    numbers: Iterable[int], block: Block, reason: str, document: Document, path: tuple[str, ...]
) -> Iterator[Context]:
    """A context entry for each run of lines, blank lines between them aside."""
    run: list[int] = []
    for number in numbers:
        if run and any(document.lines[n - 1].strip() for n in range(run[-1] + 1, number)):
            yield _entry(run, block, reason, document, path)
            run = []
        run.append(number)
    if run:
        yield _entry(run, block, reason, document, path)


def _entry(run: list[int], block: Block, reason: str, document: Document, path: tuple[str, ...]) -> Context:
    text = "\n".join(document.lines[run[0] - 1 : run[-1]]).strip("\n")
    return Context(lines=(run[0], run[-1]), reason=reason or block.kind, block=block.kind, section=path, text=text)


def _frame(table: Block) -> set[int]:
    """The lines of a table that hold no row: header, separator, tags."""
    rows = {n for row in table.rows for n in range(row.span.line, row.span.lines[1] + 1)}
    return {n for n in range(table.span.line, table.span.lines[1] + 1) if n not in rows}


def _path_at(document: Document, line: int, title: Section | None) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    section: Section | None = document.root
    while section is not None:
        if section.level and section is not title:
            path = (*path, section.title)
        section = next((s for s in section.sections if s.span.line <= line <= s.end_line), None)
    return path


def headings(document: Document, title: Section | None) -> dict[int, tuple[str, ...]]:
    """The headings above each line of `document`, outermost first, without its title."""
    found: dict[int, tuple[str, ...]] = {}
    stack: list[tuple[Section, tuple[str, ...]]] = [(document.root, ())]
    while stack:
        section, path = stack.pop()
        here = (*path, section.title) if section.level and section is not title else path
        found.update(dict.fromkeys(range(section.span.line, section.end_line + 1), here))
        stack.extend((sub, here) for sub in reversed(section.sections))
    return found


def coverage_gaps(document: Document, prd: Prd) -> list[int]:
    """Numbers of the lines that are in no item, criterion, term, context entry or heading: none, if all is well."""
    held: set[int] = set()
    for item in prd.items():
        for source in item.source:
            held.update(range(source.lines[0], source.lines[1] + 1))
        for criterion in item.acceptance:
            for source in criterion.source:
                held.update(range(source.lines[0], source.lines[1] + 1))
    for term in prd.glossary:
        for source in term.source:
            held.update(range(source.lines[0], source.lines[1] + 1))
    for entry in prd.context:
        held.update(range(entry.lines[0], entry.lines[1] + 1))
    for section in document.root.walk():
        if section.level:
            held.update(range(section.span.line, section.span.lines[1] + 1))
        for block in section.blocks:
            held.update(_structural(block))
    return [n for n, line in enumerate(document.lines, 1) if line.strip() and n not in held]


def _structural(block: Block) -> Iterator[int]:
    for one in block.walk():
        if one.kind == "rule":
            yield from range(one.span.line, one.span.lines[1] + 1)
        elif one.kind == "table":
            yield from _frame(one)
