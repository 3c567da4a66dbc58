"""The files that a task's checks use, as its page shows them: whoever works on it may have nothing but the page."""

from __future__ import annotations

from collections.abc import Mapping

from ...checks.phrasing import fence

MOST_LINES = 40
"""Lines of a file that are shown; of a longer one the first FEW."""
FEW = 8
MOST_CHARACTERS = 3000
"""Of a file with very long lines nothing is shown but its size."""


def shown(files: Mapping[str, str | bytes]) -> tuple[str, ...]:
    """A stretch of Markdown for each file, in the order of their paths: its path, and its content in a fence."""
    return tuple(_one(path, files[path]) for path in sorted(files))


def _one(path: str, content: str | bytes) -> str:
    text = _text(content)
    if text is None:
        return f"`{path}`: {len(content)} bytes that are no text."
    if not text:
        return f"`{path}` is empty."
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        lines = lines[:FEW]
    part = "\n".join(lines)
    if len(part) > MOST_CHARACTERS:
        return f"`{path}`: {len(text)} characters, too long to be shown here."
    head = "" if part == text else f", the first {FEW} of {text.rstrip(chr(10)).count(chr(10)) + 1} lines"
    end = "" if text.endswith("\n") or head else " (without a line end at its end)"
    return f"`{path}`{head}{end}:\n\n{fence(part)}"


def _text(content: str | bytes) -> str | None:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
