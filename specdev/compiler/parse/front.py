"""Front matter: data above the document, between two lines of `---` (YAML) or `+++` (TOML)."""

from __future__ import annotations

import re

import yaml

from ...diagnostics import Diagnostic, code
from ...document import Block
from .lines import Text

FRONT_MATTER = code(
    "SD106",
    "warning",
    "front matter cannot be read: {problem}",
    help="write `key: value` lines; put quotes around a value that holds `: ` or starts with a special character",
    page="The lines between the two `---` at the top of the document are meant to be YAML, but they are not. "
    "Nothing of them is used, so a title, a status or a language that was set there has no effect. "
    "Correct the line that is named, or take the two `---` lines away if it is ordinary text.",
)

LONGEST = 64 * 1024
"""Characters of front matter that are read as YAML; more is not front matter, and deep nesting costs the stack."""

_KEY = re.compile(r"[\w\"'][^:]*:(?:\s|$)")
_CLOSING = {"---": ("---", "..."), "+++": ("+++",)}

# PyYAML's constructors let these through for a value such as `2024-13-45` or `!!int ""`.
_BROKEN = (
    yaml.YAMLError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def front_matter(text: Text) -> tuple[Block | None, dict[str, object], list[Diagnostic]]:
    """
    The front matter's block, its data and what is wrong with it; no block where the document has none.

    TOML is kept as a block with no data. YAML that is not a mapping is no front matter but text.
    """
    end = _end(text.lines)
    if not end:
        return None, {}, []
    body = "\n".join(text.lines[1 : end - 1])
    info = "toml" if text.lines[0].startswith("+") else "yaml"
    block = Block("front", text.span(0, end, 0), body, info=info)
    if info == "toml":
        return block, {}, []
    try:
        data = _load(body)
    except _BROKEN as error:
        if not _KEY.match(text.lines[1]):
            return None, {}, []
        return block, {}, [_broken(text, end, error)]
    if data is None:
        return (block, {}, []) if not body.strip() else (None, {}, [])
    if not isinstance(data, dict):
        return None, {}, []
    return block, {str(key): value for key, value in data.items()}, []


def _end(lines: tuple[str, ...]) -> int:
    """The number of lines of the front matter, its fences included; 0 where there is none."""
    closing = _CLOSING.get(lines[0].rstrip()) if lines else None
    if closing is None:
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if line.rstrip() in closing), 0)


def _load(body: str) -> object:
    if len(body) > LONGEST or body.count("[") + body.count("{") + body.count("- -") > 200:
        raise yaml.YAMLError("too long or too deeply nested")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if "*" in body and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(body, loader)):
        # An alias can hold itself, or grow without end when it is written out.
        raise yaml.YAMLError("`*name` stands for another value; write the value itself")
    data: object = yaml.load(body, loader)
    return data


def _broken(text: Text, end: int, error: Exception) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line + 1, end - 1) if mark else 1
    column = mark.column if mark and mark.line + 1 == line else 0
    # Only YAML's own words: those of Python's exceptions differ between releases.
    problem = getattr(error, "problem", None) or "a value is not what it looks like"
    if type(error) is yaml.YAMLError:
        problem = str(error)
    return FRONT_MATTER.at(text.span(line, line + 1, column), problem=problem)
