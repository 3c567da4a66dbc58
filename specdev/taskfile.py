"""A task file as it stands on disk: front matter that is data, and the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import yamlio
from .diagnostics import Diagnostic, Span, code

NO_FRONT_MATTER = code(
    "SD124",
    "error",
    "no front matter: the file does not begin with `---`, data, and a second `---`",
    help="restore the front matter from version control, or run `specdev split`",
    page="A task file begins with a line `---`, then the task's data as YAML, then a second line `---`, then the body "
    "that an agent gets. Without the data nobody knows what the task covers, needs and how it is judged. Restore the "
    "front matter from version control, or run `specdev split` to write the file again.",
)


@dataclass(frozen=True, slots=True)
class TaskFile:
    """The parts of a task file; `data` is empty where the front matter cannot be used."""

    path: str
    """Relative to the project, with forward slashes."""
    data: Mapping[str, Any]
    front: str
    """The front matter as text; it begins on line 2."""
    body: str
    body_line: int


def parse(text: str, path: str) -> tuple[TaskFile, tuple[Diagnostic, ...]]:
    """The task file, and what is wrong with its form."""
    front = yamlio.front_matter(text)
    if not front.line:
        return TaskFile(path, {}, "", text, 1), (NO_FRONT_MATTER.at(Span(path)),)
    loaded = yamlio.load(front.text, path, front.line)
    data = loaded.data if isinstance(loaded.data, dict) else {}
    found = loaded.diagnostics
    if not data and not found:
        found = (NO_FRONT_MATTER.at(Span(path)),)
    return TaskFile(path, data, front.text, front.body, front.body_line), found
