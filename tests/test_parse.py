"""
The parser: what people write, and what the compiler sees of it.

Most cases are data: tests/cases/parse/*.txt hold Markdown and the outline that is expected of it, each as
title, `.`, Markdown, `.`, outline, `.`. In the Markdown ␠ stands for a space and ␉ for a tab, so that no
editor takes them away. `REGEN_CASES=1 pytest tests/test_parse.py` writes the outlines anew: read the diff.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specdev.compiler.parse import parse, uncovered
from specdev.diagnostics import CODES, Span
from specdev.document import Block, Document, Row, Section

CASES = Path(__file__).parent / "cases" / "parse"


def outline(document: Document) -> str:
    """The document as readable lines: sections, blocks with their places, front matter, diagnostics."""
    lines = [line for block in document.root.blocks for line in _block(block, 0)]
    lines += [line for section in document.root.sections for line in _section(section, 0)]
    if document.front:
        lines.append(f"front matter {json.dumps(document.front, ensure_ascii=False, default=str)}")
    lines += [f"{d.span.line}:{d.span.column} {d.severity} {d.code} {d.message}" for d in document.diagnostics]
    lines += [f"line {number} is lost" for number in uncovered(document)]
    return "".join(line + "\n" for line in lines)


def _section(section: Section, depth: int) -> Iterator[str]:
    facts = [f"{'#' * section.level} {section.title}", _place(section.span), f"ends in line {section.end_line}"]
    facts += [f"number {section.number}"] if section.number else []
    facts += [f"recovered from {section.recovered} {json.dumps(section.raw, ensure_ascii=False)}"] * bool(
        section.recovered
    )
    yield "  " * depth + " | ".join(facts)
    for block in section.blocks:
        yield from _block(block, depth + 1)
    for child in section.sections:
        yield from _section(child, depth + 1)


def _block(block: Block, depth: int) -> Iterator[str]:
    facts = [block.kind, _place(block.span)]
    facts += [json.dumps(value, ensure_ascii=False) for value in (block.marker, block.info) if value]
    facts += [{True: "checked", False: "open", None: "no box"}[block.checked]] * (
        block.kind == "item" and bool(block.info)
    )
    facts += ["= " + json.dumps(block.text, ensure_ascii=False)] * bool(block.text)
    yield "  " * depth + " ".join(facts)
    for name, row in [("header", block.header), *[("row", row) for row in block.rows]]:
        if row:
            yield "  " * (depth + 1) + f"{name} {_place(row.span)} {_cells(row)}"
    for child in block.children:
        yield from _block(child, depth + 1)


def _cells(row: Row) -> str:
    cells = [
        f"{cell.span.line}:{cell.span.column} {json.dumps(cell.text, ensure_ascii=False)}"
        + (" (spanned)" if number in row.spanned else "")
        for number, cell in enumerate(row.cells)
    ]
    return " | ".join(cells)


def _place(span: Span) -> str:
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


def _read_cases(path: Path) -> list[tuple[str, str, str]]:
    """(title, Markdown, outline) of each case in a file."""
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
    return [
        (" ".join(title).strip(), "\n".join(markdown), "".join(line + "\n" for line in expected))
        for title, markdown, expected in zip(parts[0:-1:3], parts[1::3], parts[2::3], strict=True)
    ]


def _parsed(markdown: str) -> Document:
    return parse(markdown.replace("␠", " ").replace("␉", "\t"), "v.md")


FILES = sorted(CASES.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_markdown_gives_the_outline(path: Path) -> None:
    cases = _read_cases(path)
    if os.environ.get("REGEN_CASES"):
        written = [f"{title}\n.\n{markdown}\n.\n{outline(_parsed(markdown))}.\n" for title, markdown, _ in cases]
        path.write_text("\n".join(written), encoding="utf-8")
    for title, markdown, expected in _read_cases(path):
        assert f"{title}\n{outline(_parsed(markdown))}" == f"{title}\n{expected}"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_make_no_difference(end: str) -> None:
    lines = ["\ufeff# A", "", "- one", "  two", "", "```", "x", "```", "", "| a | b |", "|---|---|", "| 1 | 2 |", ""]
    document = parse(end.join(lines), "v.md")
    assert document.lines == ("# A", *lines[1:-1])
    assert outline(document) == (
        "# A | 1:1-1:3 | ends in line 12\n"
        '  list 3:1-4:5 "-"\n'
        '    item 3:1-4:5 "-" = "one\\ntwo"\n'
        '  code 6:1-8:3 = "x"\n'
        "  table 10:1-12:9\n"
        '    header 10:1-10:9 10:3 "a" | 10:7 "b"\n'
        '    row 12:1-12:9 12:3 "1" | 12:7 "2"\n'
    )


def test_only_the_three_line_ends_end_a_line() -> None:
    text = "one\u2028two\x0bthree\x0cfour\x85five\x00six"
    document = parse(text, "v.md")
    assert document.lines == (text,)
    assert [(b.kind, b.span.lines) for b in document.root.blocks] == [("paragraph", (1, 1))]


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \n\t\n", "\r\n\r\n", "\x0c\n"])
def test_a_document_of_nothing_has_no_blocks(text: str) -> None:
    document = parse(text, "v.md")
    assert (document.root.blocks, document.root.sections, document.diagnostics) == ((), (), ())
    assert document.title == ""


def test_the_title_is_the_first_heading_of_the_highest_level() -> None:
    assert parse("## A\n\n# B\n\n# C\n", "v.md").title == "B"


@pytest.mark.parametrize("name", ["SD101", "SD102", "SD106", "SD107"])
def test_every_code_has_a_manual_page(name: str) -> None:
    assert len(CODES[name].page) > 100
    assert CODES[name].template[0].islower()


TITLES = [
    ("3.2 **Ziele** 🎯", "Ziele", "3.2"),
    ("1) Scope", "Scope", "1)"),
    ("2. Scope", "Scope", "2."),
    ("IV. Results", "Results", "IV."),
    ("第1章 概要", "概要", "第1章"),
    ("一、概要", "概要", "一、"),
    ("A. Appendix", "Appendix", "A."),
    ("A.1 Glossary", "Glossary", "A.1"),
    ("§ 3 Pflichten", "Pflichten", "§ 3"),
    ("(a) First", "First", "(a)"),
    ("1 - Introduction", "Introduction", "1"),
    ("📝 1. 产品概述", "产品概述", "1."),
    ("🚨 **Current Status: MVP (Weeks 1-2)**", "Current Status: MVP (Weeks 1-2)", ""),
    ("**Goals:**", "Goals", ""),
    ("Goals：", "Goals", ""),
    ("The `gt stage` command", "The gt stage command", ""),
    ("`snake_case` and other_names", "snake_case and other_names", ""),
    ("[Scope](#scope) of ![logo](x.png) it", "Scope of logo it", ""),
    ("Scope {#scope .big}", "Scope", ""),
    ("<a name='x'></a>Scope <b>now</b>", "Scope now", ""),
    ("Scope \\(v1\\) &amp; more", "Scope (v1) & more", ""),
    (":rocket: Launch", "Launch", ""),
    ("2024 Roadmap", "2024 Roadmap", ""),
    ("3 easy steps", "3 easy steps", ""),
    ("Story 1.1: Setup", "Story 1.1: Setup", ""),
    ("1.2.0", "1.2.0", ""),
    ("🎯", "🎯", ""),
    ("**", "**", ""),
    ("हिन्दी", "हिन्दी", ""),
    ("C++ & C#", "C++ & C#", ""),
    ("Windows™ at 20 °", "Windows™ at 20 °", ""),
    ("~~Old~~ __New__ *Plan*", "Old New Plan", ""),
    ("2 * 3 is 6", "2 * 3 is 6", ""),
]


@pytest.mark.parametrize(("raw", "title", "number"), TITLES, ids=[raw for raw, _, _ in TITLES])
def test_a_title_is_the_words_of_its_heading(raw: str, title: str, number: str) -> None:
    section = parse(f"# {raw}\n", "v.md").root.sections[0]
    assert (section.title, section.number, section.raw) == (title, number, raw)


BOXES = [("[ ]", False, " "), ("[]", False, " "), ("[x]", True, "x"), ("[X]", True, "X"), ("[✓]", True, "✓")]
BOXES += [("[-]", None, "-"), ("[~]", None, "~"), ("[/]", None, "/")]


@pytest.mark.parametrize(("box", "checked", "status"), BOXES, ids=[box for box, _, _ in BOXES])
def test_a_task_box_is_no_part_of_the_text(box: str, checked: bool | None, status: str) -> None:
    item = parse(f"- {box} do it\n", "v.md").root.blocks[0].children[0]
    assert (item.text, item.checked, item.info) == ("do it", checked, status)


@pytest.mark.parametrize("text", ["[1] Author", "[a](b) c", "[x](y)", "[x]y", "[[x]]", "[FR-1] x"])
def test_what_only_looks_like_a_box_stays(text: str) -> None:
    item = parse(f"- {text}\n", "v.md").root.blocks[0].children[0]
    assert (item.text, item.checked) == (text, None)


LARGE = {
    "list of 20,000 entries": "- x\n" * 20_000,
    "paragraph of 50,000 lines": "some words\n" * 50_000,
    "200 nested lists": "\n".join("  " * depth + f"- level {depth}" for depth in range(200)),
    "1,000 nested lists": "\n".join("  " * depth + f"- level {depth}" for depth in range(1000)),
    "20,000 nested quotes": ">" * 20_000 + " x",
    "5,000 numbers in one line": "1. " * 5_000 + "x",
    "fences that nobody closes": "```py\n\n# H\n\n" * 3_000 + "> ```\n",
    "tables that nobody closes": "<table>\n\n" * 3_000 + "</table>\n",
    "cells that span the world": "<table>" + "<tr><td rowspan=9999 colspan=9999>a</td></tr>\n" * 300 + "</table>",
    "comments nobody closes": "x\n" + "    <!-- a\n" * 5_000,
    "marks in a heading": "# a" + "_" * 50_000 + "*" * 50_000 + "`" * 50_000 + "[" * 50_000 + " " * 50_000 + "b",
    "bullets a million apart": "• x\n\n" * 5_000,
    "labels": "**FR1**: a  \n" * 5_000,
    "front matter nested too deep": "---\n" + "- " * 30_000 + "\n---\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile_documents_are_read_whole(name: str) -> None:
    document = parse(LARGE[name], "v.md")
    assert uncovered(document) == []


def test_200_nested_lists_are_200_nested_lists() -> None:
    blocks = parse(LARGE["200 nested lists"], "v.md").root.blocks
    texts = []
    while blocks:
        item = blocks[0].children[0]
        texts.append(item.text)
        blocks = item.children
    assert texts == [f"level {depth}" for depth in range(200)]


FRAGMENTS = [
    "", "", "  ", "\t", "# One",
    "## Two **b**", "#### 4.1 Four", "##Tight", "#tag", "#", "Title\n===", "text\n---", "---", "+++",
    "...", "**Goals:**", "**Bold**", "**Bold.**", "1. Scope", "2. Scope", "3.1 Wide", "TITLE", "plain text",
    "more text  ", "key: value", "a: [", "- item", "- [x] done", "  - nested", "    deep", "      deeper",
    "* star", "+ plus", "1. one", "2) two", "1. 1. 1. x", "-", "- ", "- # head", "- ```", "  ```", "• bullet",
    "  ◦ ring", "– dash", "· dot", "✅ yes", "🟢 → go", "**FR1**: a  ", "**FR2**: b\\", "FR-3: c", "(a) x",
    "(b) y", "    1. in", "    * in", "-tight", "> quote", "> - q", "> > deep", ">", "> ```", "```", "```py",
    "~~~~", "````", "| a | b |", "|---|---|", "a | b", "-|-", "| 1 |", "|", "||", "| a \\| b | `c|d`",
    "<table>", "</table>", "<tr><td rowspan=2>x</td>", "<th>h</th>", "</tr>", "<thead>", "<td colspan=3>",
    "<br>", "<!-- c -->", "<!-- c", "-->", "<!-- c --> text", "    <!-- c -->", "<!-->", "<div>", "</div>",
    "<a href='x'>", "[a]: http://x", "[^1]: note", "[a]: x y", "    code", "\tcode", "\f", "\u00a0", "\u0000",
    "\u2028", "第1章 x", "&amp;", "\\", "\ufeff", "<script>", "</script>", "<?php", "<![CDATA[", "<!X",
    "- - - a", "***", "_ _ _",
]  # fmt: skip
LINES = st.lists(st.sampled_from(FRAGMENTS), max_size=25)
INDENTED = st.lists(st.tuples(st.sampled_from(["", "  ", "   ", "> ", "- ", "    ", "\t"]), st.sampled_from(FRAGMENTS)))
TEXTS = st.one_of(
    LINES.map("\n".join),
    INDENTED.map(lambda pairs: "\n".join(indent + line for indent, line in pairs)),
    st.text(alphabet="# -*_`~>|<!/[](){}:.\\\n\r\t\x0c\x00ab1•–✅", max_size=80),
    st.text(max_size=60),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(TEXTS)
def test_nothing_is_lost_and_everything_is_in_its_place(text: str) -> None:
    document = parse(text, "v.md")
    assert uncovered(document) == []
    assert document == parse(text, "v.md")
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(document.lines) == normal.removesuffix("\n")
    _check_section(document, document.root)
    for section in document.root.walk():
        for block in section.blocks:
            _check_words(document, block)


def _check_words(document: Document, block: Block) -> None:
    """The block's letters are those of its lines, but for a line break at the end: none is lost, none is added."""
    parts = list(block.walk())
    if {part.kind for part in parts} & {"table", "html", "front"}:
        return
    kept = "".join(part.marker + part.info + part.text for part in parts if part.kind != "list")
    lines = list(document.lines[block.span.line - 1 : block.span.end_line])
    lines[-1] = lines[-1][: block.span.end_column]
    lines[0] = lines[0][block.span.column - 1 :]
    assert _letters(kept) == _letters("".join(lines))


def _letters(text: str) -> str:
    return "".join(sorted(char for char in text.replace("<br>", "") if char.isalnum()))


def _check_section(document: Document, section: Section) -> None:
    """Spans are real places, in order, without overlap, and inside what holds them."""
    at = (0, 0)
    for block in section.blocks:
        _check_block(document, block)
        assert _start(block.span) > at
        at = _end(block.span)
        assert section.span.line <= block.span.line
        assert block.span.end_line <= section.end_line
    for child in section.sections:
        _check_span(document, child.span)
        assert _start(child.span) > at
        assert child.level > section.level
        at = (child.end_line, len(document.lines[child.end_line - 1]))
        assert child.end_line <= section.end_line
        _check_section(document, child)


def _check_block(document: Document, block: Block) -> None:
    _check_span(document, block.span)
    at = (0, 0)
    for child in block.children:
        _check_block(document, child)
        assert _start(child.span) > at
        assert _start(block.span) <= _start(child.span)
        assert _end(child.span) <= _end(block.span)
        at = _end(child.span)
    for row in [row for row in (block.header, *block.rows) if row]:
        for span in [row.span, *[c.span for n, c in enumerate(row.cells) if n not in row.spanned]]:
            assert block.span.line <= span.line <= span.end_line <= block.span.end_line


def _check_span(document: Document, span: Span) -> None:
    first, last = document.lines[span.line - 1], document.lines[span.end_line - 1]
    assert _start(span) <= _end(span)
    assert first[span.column - 1].strip(" \t") != ""
    assert span.end_column <= len(last)
    assert last.strip() != ""


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column
