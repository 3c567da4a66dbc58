"""Questions as people and programs see them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import click

from .console import clean
from .layout import count
from .project.questions import Asked, Quote

QUOTES = 4
"""Places of the vision that a question shows; it says how many more there are."""
QUOTED = 12
"""Lines of one place that it shows."""


def as_data(asked: Asked) -> dict[str, Any]:
    """One question as the ask schema has it."""
    question = asked.question
    return {
        "spec": asked.spec,
        "id": question.id,
        "title": question.title,
        "text": question.text,
        "about": list(question.about),
        "why": question.why,
        "suggestions": list(question.suggestions),
        "answer": question.answer,
        "code": question.code,
        "source": [
            {
                "item": quote.item,
                "path": quote.path,
                "lines": list(quote.lines),
                "text": quote.text,
                "current": quote.current,
            }
            for quote in asked.quotes
        ],
    }


def lines(asked: Asked, head: str, *, width: int = 0) -> Iterator[str]:
    """
    The question, what it is about, why it matters and what is suggested; styled, control characters made visible.

    `head` stands before its identifier, text is wrapped at `width` columns, 0 for not at all.
    """
    question = asked.question
    yield f"{clean(head)}{click.style(clean(question.id), bold=True)}"
    if _told(question.title) not in _told(question.text):
        yield from _wrapped(question.title, width)
    yield from _wrapped(question.text, width)
    yield from _quoted(asked.quotes)
    if question.why:
        yield ""
        yield from _wrapped(f"Why it matters: {question.why}", width)
    if question.suggestions:
        yield ""
    for number, suggestion in enumerate(question.suggestions, 1):
        yield from _wrapped(suggestion, width, f"  {number}  ")
    if question.answer:
        yield ""
        yield from _wrapped(question.answer, width, "Answer: ")


def _quoted(quotes: Sequence[Quote]) -> Iterator[str]:
    """The words of the vision with their numbers; those of the PRD where the vision has changed."""
    for quote in quotes[:QUOTES]:
        place = f"{quote.path}:{quote.lines[0]}" if quote.path else "prd.yaml"
        stale = "" if quote.current or not quote.path else ", as it was planned"
        yield ""
        yield click.style(f"  {clean(place)} ({clean(quote.item)}{stale})", fg="cyan")
        rows = quote.text.splitlines() or [""]
        for number, row in enumerate(rows[:QUOTED], quote.lines[0]):
            label = f"{number:>5} | " if quote.current else "      | "
            yield f"{label}{clean(row.expandtabs(4).rstrip())}".rstrip()
        if len(rows) > QUOTED:
            yield f"      … {count(len(rows) - QUOTED, 'more line')}"
    if len(quotes) > QUOTES:
        yield ""
        yield f"  … and {count(len(quotes) - QUOTES, 'more place')}"


def _wrapped(text: str, width: int, head: str = "") -> Iterator[str]:
    """The lines of a text, later ones as far in as the first; long ones are wrapped."""
    pad = " " * len(head)
    first = head
    for line in clean(text, lines=True).expandtabs(4).splitlines():
        if width and len(first) + len(line) > width:
            pieces = textwrap.wrap(line, max(width - len(pad), 20), break_long_words=False, break_on_hyphens=False)
        else:
            pieces = [line]
        for piece in pieces:
            yield f"{first}{piece}".rstrip()
            first = pad


def _told(words: str) -> str:
    """The words without marks, to see whether a title says anything new."""
    return " ".join(words.replace("`", "").replace("*", "").rstrip("…?.").casefold().split())
