"""Headings: those of Markdown, those that people write in other ways, and the tree of sections they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...diagnostics import Diagnostic, Span, code
from ...document import Block, Section
from .lines import Text
from .titles import clean_title
from .tree import Heading

JUMP = code(
    "SD101",
    "warning",
    "heading jumps from level {before} to level {level}",
    help="use level {wanted}, or add the heading that is missing between them",
    page="The heading is more than one level deeper than the one above it. Readers and tools take the levels as the "
    "document's structure: where one is missing it is unclear what the section belongs to. The levels are kept as "
    "written; use the next level, or add the heading in between.",
)
DUPLICATE = code(
    "SD102",
    "info",
    "heading `{title}` stands twice under the same heading, first in line {first}",
    help="give the two sections different names, or make them one",
    page="Two sections with the same parent have the same title. A reference to the title is ambiguous, and often "
    "one of the two was copied and not changed. Rename one, or put both together.",
)

MOST_WORDS_BOLD = 12
MOST_WORDS_PLAIN = 8
"""Words of a plain line that is taken as a heading because of its number or its capitals."""
FEW_HEADINGS = 2
"""With more headings than these a document has a structure of its own, and plain lines stay text."""

_BOLD = re.compile(
    r"(?:[^\w\s*]{1,4}\s+|\(?(?:\d+[.)]|\d+(?:\.\d+)+[.)]?)\s+)?"
    r"(?P<mark>\*\*\*|\*\*|__)(?=[^\s*_])(?P<words>(?:(?!\*\*|__).)+?)(?P=mark)\s*[:：]?\s*"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3}){0,4})[.)]?[ \t]+(?=[^\W\d])\S.*")


@dataclass(slots=True)
class _Open:
    """A section that is still being filled."""

    heading: Heading
    level: int
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def close(self) -> Section:
        span = self.heading.span
        end = max(
            [span.end_line] + [b.span.end_line for b in self.blocks[-1:]] + [s.end_line for s in self.sections[-1:]]
        )
        title, number = clean_title(self.heading.raw) if self.level else ("", "")
        recovered = self.heading.recovered
        return Section(
            title, self.heading.raw, self.level, span, end, tuple(self.blocks), tuple(self.sections), number, recovered
        )


def sections(text: Text, flow: Sequence[Block | Heading]) -> tuple[Section, list[Diagnostic]]:
    """The document as a tree of sections, and what is wrong with its headings."""
    found: list[Diagnostic] = []
    stack = [_Open(Heading("", 0, Span(text.path, 1, 1, 1, len(text.lines[0]) if text.lines else 0)), 0)]
    before = 0
    for node in _recovered(flow):
        if isinstance(node, Block):
            stack[-1].blocks.append(node)
            continue
        level = _make_room(stack, node)
        if not node.recovered:
            if before and level > before + 1:
                found.append(JUMP.at(node.span, before=before, level=level, wanted=before + 1))
            before = level
        stack.append(_Open(node, level))
    while len(stack) > 1:
        _pop(stack)
    root = stack[0].close()
    return root, found + list(_duplicates(root))


def _make_room(stack: list[_Open], heading: Heading) -> int:
    """Close the sections that `heading` ends; the result is its level."""
    if not heading.recovered:
        while len(stack) > 1 and (stack[-1].heading.recovered or stack[-1].level >= heading.level):
            _pop(stack)
        return heading.level
    while stack[-1].heading.recovered == "bold":
        _pop(stack)
    if heading.recovered == "bold":
        return stack[-1].level + 1
    base = next(s.level for s in reversed(stack) if not s.heading.recovered)
    while stack[-1].heading.recovered and stack[-1].level >= base + heading.level:
        _pop(stack)
    return base + heading.level


def _pop(stack: list[_Open]) -> None:
    section = stack.pop().close()
    stack[-1].sections.append(section)


def _duplicates(root: Section) -> Iterator[Diagnostic]:
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        seen: dict[tuple[str, str], Section] = {}
        for section in parent.sections:
            waiting.append(section)
            if section.recovered:
                continue
            first = seen.setdefault((section.number, section.title.casefold()), section)
            if first is not section:
                yield DUPLICATE.at(section.span, title=section.title, first=first.span.line)


def _recovered(flow: Sequence[Block | Heading]) -> Iterator[Block | Heading]:
    """The flow with those blocks made headings that people mean as such."""
    real = sum(isinstance(node, Heading) for node in flow)
    numbered = _numbered(flow) if real <= FEW_HEADINGS else {}
    for index, node in enumerate(flow):
        if isinstance(node, Heading):
            yield node
        elif index in numbered:
            yield numbered[index]
        elif _bold(node) and _has_content(flow, index):
            yield Heading(node.text, 1, node.span, "bold")
        elif not real and _capitals(node) and _has_content(flow, index):
            yield Heading(node.text, 1, node.span, "numbered")
        else:
            yield node


def _bold(block: Block) -> bool:
    """Whether the paragraph is one bold line that names something: no sentence, and nothing behind the name."""
    if block.kind != "paragraph" or "\n" in block.text or len(block.text) > 200:
        return False
    match = _BOLD.fullmatch(block.text)
    return (
        match is not None
        and not match["words"].rstrip().endswith((".", "。"))
        and _words(match["words"]) <= MOST_WORDS_BOLD
    )


def _capitals(block: Block) -> bool:
    words = block.text
    return (
        block.kind == "paragraph"
        and "\n" not in words
        and words.isupper()
        and _words(words) <= MOST_WORDS_PLAIN
        and sum(map(str.isalpha, words)) > 2
    )


def _words(text: str) -> int:
    """Words; of scripts that are written without spaces three characters count as one."""
    return max(len(text.split()), sum(char > "\u2e7f" for char in text) // 3)


def _has_content(flow: Sequence[Block | Heading], index: int) -> bool:
    """Whether something follows that the line can be the heading of."""
    following = (node for node in flow[index + 1 : index + 4] if isinstance(node, Heading) or node.kind != "comment")
    node = next(following, None)
    return isinstance(node, Block) and node.kind != "rule" and not _bold(node)


def _numbered(flow: Sequence[Block | Heading]) -> dict[int, Heading]:
    """Plain lines with a heading's number, by their index; none where there is one only: that may be anything."""
    found: dict[int, Heading] = {}
    for index, node in enumerate(flow):
        if not isinstance(node, Block) or not (line := _single_line(node)):
            continue
        match = _NUMBERED.fullmatch(line)
        if (
            match
            and _words(line) <= MOST_WORDS_PLAIN + 1
            and not line.endswith((".", ";", ",", "!", "?", "。", "；", "，"))
        ):
            found[index] = Heading(line, match["number"].count(".") + 1, node.span, "numbered")
    return found if len(found) > 1 else {}


def _single_line(block: Block) -> str:
    """The text of a one-line paragraph; of a list with one entry of one line, its number and text: "2. Scope"."""
    if block.kind == "list" and len(block.children) == 1:
        item = block.children[0]
        one_line = not item.children and item.checked is None and "\n" not in item.text
        return f"{item.marker} {item.text}" if one_line and item.marker[:-1].isdigit() else ""
    return block.text if block.kind == "paragraph" and "\n" not in block.text else ""
