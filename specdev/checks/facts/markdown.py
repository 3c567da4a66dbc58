"""
A piece of Markdown taken apart for facts: fences, tables and sentences, and a sentence's spans.

    pieces("`add 3 4` prints `7`.\\n\\n```console\\n$ x\\n```")  ->  [Sentence, Fence]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .lazily import lazy

REMEMBERED = 32768
"""Texts and sentences of which it is remembered how they were taken apart: every reader asks for the same ones."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block."""

    text: str
    info: str = ""
    before: str = ""
    """The line of text before it, which may say what it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    """Every row as written."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a list entry that is none."""

    text: str
    opens: bool = True
    """It begins a paragraph or a list entry."""


Piece = Fence | Table | Sentence

PROMPT = lazy(r"^\s*[$%❯›]\s+(?P<line>\S.*)$")
"""A line at a prompt."""
_FENCE = lazy(r"^ {0,8}(?:[-*+]\s+|\d+[.)]\s+)?(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_ROW = lazy(r"^\s*\|.*\|\s*$")
_RULE = lazy(r"^\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
_ENTRY = lazy(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")


_CODE_INDENT = 4
_FILE_LABEL = lazy(r"^(?P<name>[\w./-]*\w\.\w{1,10})::?$")


def pieces(text: str) -> list[Piece]:
    """The fences, indented code blocks, tables and sentences of `text`, in order."""
    return list(_pieces(text))


@lru_cache(REMEMBERED)
def _pieces(text: str) -> tuple[Piece, ...]:
    lines = text.split("\n")
    found: list[Piece] = []
    prose: list[str] = []
    last = ""
    number = 0
    in_entry = False
    while number < len(lines):
        line = lines[number]
        opened = _FENCE.match(line)
        if opened or (not in_entry and _is_code(lines, number)):
            label = next((words for words in reversed(prose) if words.strip()), "")
            found += _sentences(prose)
            last = _label(label or last)
            prose = []
            if opened:
                body, number = _fence_body(lines, number + 1, opened["mark"])
            else:
                body, number = _indented_body(lines, number)
            found.append(Fence(body, opened["info"].strip() if opened else "", last))
            last = ""  # a label belongs to the first block below it
        elif _ROW.match(line) and number + 1 < len(lines) and _RULE.match(lines[number + 1]):
            found += _sentences(prose)
            prose = []
            table, number = _table(lines, number)
            found.append(table)
        else:
            if line.strip():
                in_entry = bool(_ENTRY.match(line)) or (in_entry and line[:1] in (" ", "\t"))
            prose.append("" if line.strip() == "::" else line)
            number += 1
    return (*found, *_sentences(prose))


def _label(line: str) -> str:
    """The line before a block; a bare file name in it (`a.txt:` or `a.txt::`) as code."""
    found = _FILE_LABEL.match(line.strip())
    return f"`{found['name']}`:" if found else line


def _is_code(lines: list[str], number: int) -> bool:
    """Whether an indented code block begins here: behind a blank line, or at the start."""
    line = lines[number].expandtabs(4)
    deep = bool(line.strip()) and line.startswith(" " * _CODE_INDENT)
    return deep and (number == 0 or not lines[number - 1].strip())


def _indented_body(lines: list[str], start: int) -> tuple[str, int]:
    """The lines of an indented block, without the indent they share, and the number after it."""
    end = start
    while end < len(lines) and (not lines[end].strip() or lines[end].expandtabs(4).startswith(" " * _CODE_INDENT)):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    body = [_expanded(line) for line in lines[start:end]]
    indent = min(len(line) - len(line.lstrip(" ")) for line in body if line.strip())
    return "\n".join(line[indent:] for line in body), end


def _expanded(line: str) -> str:
    """Tabs of the indentation as blanks; those inside the line belong to what it says."""
    inner = line.lstrip(" \t")
    return line[: len(line) - len(inner)].expandtabs(4) + inner


def _fence_body(lines: list[str], start: int, mark: str) -> tuple[str, int]:
    """The lines up to the closing mark, without the indent they share, and the number after it."""
    end = start
    while end < len(lines) and not (lines[end].strip().startswith(mark) and not lines[end].strip().strip(mark[0])):
        end += 1
    body = lines[start:end]
    indent = min((len(line) - len(line.lstrip(" ")) for line in body if line.strip()), default=0)
    return "\n".join(line[indent:] for line in body), end + 1


def _table(lines: list[str], start: int) -> tuple[Table, int]:
    end = start + 2
    while end < len(lines) and _ROW.match(lines[end]):
        end += 1
    rows = tuple(_cells(line) for line in lines[start + 2 : end])
    return Table(_cells(lines[start]), rows, tuple(lines[start + 2 : end])), end


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner))


# a full stop that ends a sentence: before white space and something that can begin one
_END = lazy(r"(?<=[.!?。！？])(?:\s+(?=[\0A-ZÀ-ÞŒ`\"“„«*_(\d¿¡])|(?<=[。！？]))")
_ABBREVIATION = lazy(
    r"(?:\b(?:[zduipse]|e\.\s?g|i\.\s?e|z\.\s?B|d\.\s?h|u\.\s?a|bzw|ca|etc|vs|No|Nr|max|min|incl|inkl|evtl|ggf|bspw|cf|vgl|p\.\s?ej|p\.\s?ex|approx|resp)\.)$",
    re.I,
)


def _sentences(lines: list[str]) -> Iterator[Sentence]:
    """Paragraphs and list entries, cut into sentences; code spans are never cut."""
    for paragraph in _paragraphs(lines):
        masked = _CODE.sub(lambda m: "\0" * len(m[0]), paragraph)
        start = 0
        for end in _END.finditer(masked):
            if _ABBREVIATION.search(masked[start : end.start()]):
                continue
            yield Sentence(paragraph[start : end.start()].strip(), start == 0)
            start = end.end()
        if paragraph[start:].strip():
            yield Sentence(paragraph[start:].strip(), start == 0)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    current: list[str] = []
    for line in [*lines, ""]:
        entry = _ENTRY.match(line)
        if (entry or not line.strip()) and current:
            yield " ".join(current)
            current = []
        if words := line[entry.end() if entry else 0 :].strip():
            current.append(words)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence."""

    kind: Literal["text", "code", "quote"]
    text: str


_CODE = lazy(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)")
_QUOTE = lazy(r"“([^”]+)”|„([^“”]+)[“”]|«\s?([^»]+?)\s?»|(?<![\w\"])\"([^\"]+)\"(?!\w)")


def spans(sentence: str) -> list[Span]:
    """The sentence as text, code spans and quotations, in order; emphasis marks around code are dropped."""
    return list(_spans(sentence))


@lru_cache(REMEMBERED)
def _spans(sentence: str) -> tuple[Span, ...]:
    found: list[Span] = []
    position = 0
    for code in _CODE.finditer(sentence):
        found += _quotes(sentence[position : code.start()])
        found.append(Span("code", _unpadded(code["code"])))
        position = code.end()
    found += _quotes(sentence[position:])
    return tuple(span for span in found if span.kind != "text" or span.text)


def _unpadded(code: str) -> str:
    """CommonMark 6.1: one space on both sides is no part of the code."""
    return code[1:-1] if code.startswith(" ") and code.endswith(" ") and code.strip() else code


def _quotes(text: str) -> Iterator[Span]:
    position = 0
    for quote in _QUOTE.finditer(text):
        yield Span("text", text[position : quote.start()].replace("**", ""))
        yield Span("quote", next(group for group in quote.groups() if group is not None))
        position = quote.end()
    yield Span("text", text[position:].replace("**", ""))
