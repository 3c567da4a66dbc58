"""Reading YAML, and where in the text its values stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from ..diagnostics import Diagnostic, Span
from .careful import TOO_LARGE, Positions, Reader
from .fast import Unusual, data_of

MAX_CHARS = 20_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. `data` is None where the file is empty or broken; then `diagnostics` say why."""

    data: Any
    diagnostics: tuple[Diagnostic, ...] = ()


class Front(NamedTuple):
    """Front matter and body. `line` is the line of the YAML's first line, 0 where there is no front matter."""

    text: str
    line: int
    body: str
    body_line: int


_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


def front_matter(text: str) -> Front:
    """The parts of a Markdown file; without an opening and a closing `---` line all of it is body."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return Front("", 0, text, 1)
    head = text[opening.end() + 1 : closing.start()]
    return Front(head, 2, text[closing.end() + 1 :], 3 + head.count("\n"))


def load(text: str, path: str, first_line: int = 1) -> Loaded:
    """
    The data of one YAML document and what is wrong with it.

    `first_line` is the line of `path` that the text starts on. Of a key that stands twice the first value
    is kept and an alias gives None, so that a schema can still judge the rest.
    """
    if len(text) > MAX_CHARS:
        return Loaded(None, (TOO_LARGE.at(Span(path, first_line), what=f"more than {MAX_CHARS:,} characters"),))
    try:
        return Loaded(data_of(text))
    except (Unusual, yaml.YAMLError):
        reader = Reader(path, first_line)
        data = reader.read(text)
        return Loaded(data, tuple(reader.found))


def positions(text: str, first_line: int = 1) -> Positions:
    """Where each key and value stands; as far as the text can be read."""
    reader = Reader("", first_line)
    reader.read(text)
    return reader.positions
