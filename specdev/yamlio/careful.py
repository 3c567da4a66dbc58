"""Reading with care: where everything stands, and what is wrong; goes on after what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ..diagnostics import Code, Diagnostic, Span, code
from .scalars import MAX_DEPTH, Parser, plain_value

MAX_FINDINGS = 50
"""Findings of one file; a file with more is not YAML of ours."""

DUPLICATE_KEY = code(
    "SD120",
    "error",
    "key `{key}` stands twice in one mapping, first in line {line}",
    help="keep one of them",
    page="A mapping has each key once. Readers differ in which of two values they take, so the file would mean "
    "different things to different programs. Keep one of the two entries.",
)
NOT_PLAIN_YAML = code(
    "SD121",
    "error",
    "{what} is not used in these files",
    help="write the value out",
    page="Anchors (`&name`), aliases (`*name`), tags (`!tag`) and keys that are not text are refused: a few lines of "
    "them can stand for gigabytes of data or for code, and no artifact needs them. Write the value out; a text that "
    "starts with `&`, `*` or `!` needs quotes.",
)
SYNTAX = code(
    "SD122",
    "error",
    "not valid YAML: {problem}",
    help="check indentation and quotes near this place",
    page="The file cannot be read as YAML from this place on. Common reasons: a text with `: ` or ` #` in it, or one "
    "that starts with a special character, without quotes; a tab used for indentation; a bracket or quote that is not "
    "closed; list entries that do not start in the same column.",
)
TOO_LARGE = code(
    "SD123",
    "error",
    "{what}",
    help="split the file",
    page="Files that are nested more than 100 levels deep or that hold more than 20 million characters are refused, so "
    "that no document can use up the memory of the machine that reads it.",
)

_HINTS = (
    ("mapping values are not allowed", "a text that contains `: ` needs quotes"),
    ("cannot start any token", "indent with spaces; a text that starts with this character needs quotes"),
    ("could not find expected ':'", "a `:` is missing, or a text over several lines needs `|`"),
    ("did not find expected ',' or", "a bracket is not closed, or a text with `,` `[` `{` in it needs quotes"),
    ("did not find expected key", "the entry does not start in the column of those before it, or needs quotes"),
    ("did not find expected '-' indicator", "list entries start with `- ` in one column"),
    ("while scanning a quoted scalar", "a quote is not closed"),
    ("while scanning an anchor", "a text that starts with `&` needs quotes"),
    ("while scanning an alias", "a text that starts with `*` needs quotes"),
    ("control characters", r"write it as an escape in double quotes, such as `\u0007`"),
)

Path = tuple[str | int, ...]
"""The way to a value: keys and list indexes from the top."""


class Place(NamedTuple):
    """Where something stands: lines and columns count from 1, the end is inclusive; end_column 0: not known."""

    line: int
    column: int
    end_line: int
    end_column: int

    def span(self, path: str) -> Span:
        return Span(path, *self)


@dataclass(frozen=True, slots=True)
class Positions:
    """Where the values and the keys of one document stand; `keys` has no entry for list entries."""

    values: dict[Path, Place]
    keys: dict[Path, Place]


class _Stop(Exception):
    """Reading ends here; what was found so far says why."""


@dataclass(slots=True)
class _Frame:
    """An open mapping or sequence."""

    data: Any
    path: Path
    start: Any
    key: Any = None
    """The key that waits for its value; False for one that is dropped because it stands twice."""
    end: tuple[int, int] = (0, 0)
    lines: dict[str, int] = field(default_factory=dict)


class Reader:
    """Reads with care: knows every place and goes on after what is refused."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.found: list[Diagnostic] = []
        self.positions = Positions({}, {})
        self.top: list[Any] = []
        self.frames: list[_Frame] = []

    def read(self, text: str) -> Any:
        """The data, or None where it cannot be had."""
        parser = Parser(text)
        try:
            while (event := parser.get_event()).__class__ is not StreamEndEvent:
                self._take(event)
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self.found.append(_syntax(error, text, self.path, self.first_line))
            return None
        return self.top[0] if self.top else None

    def _take(self, event: Any) -> None:
        match event:
            case ScalarEvent():
                self._refuse(event)
                if self.frames and isinstance(self.frames[-1].data, dict) and self.frames[-1].key is None:
                    self._key(event)
                else:
                    plain = not event.style and event.tag is None
                    self._value(plain_value(event.value) if plain else event.value, event)
            case MappingStartEvent() | SequenceStartEvent():
                self._refuse(event)
                self._open({} if isinstance(event, MappingStartEvent) else [], event)
            case MappingEndEvent() | SequenceEndEvent():
                self._close(event)
            case AliasEvent():
                self._refuse(event)
                self._value(None, event)
            case DocumentStartEvent() if self.top:
                self._report(NOT_PLAIN_YAML, event.start_mark, what="a second document")
                raise _Stop

    def _report(self, which: Code, mark: Any, **facts: Any) -> None:
        self.found.append(which.at(Span(self.path, mark.line + self.first_line, mark.column + 1), **facts))
        if len(self.found) >= MAX_FINDINGS:
            raise _Stop

    def _refuse(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._report(NOT_PLAIN_YAML, event.start_mark, what=f"the alias `*{event.anchor}`")
        elif event.anchor is not None:
            self._report(NOT_PLAIN_YAML, event.start_mark, what=f"the anchor `&{event.anchor}`")
        elif event.tag is not None:
            self._report(NOT_PLAIN_YAML, event.start_mark, what=f"the tag `{event.tag}`")

    def _key(self, event: Any) -> None:
        frame = self.frames[-1]
        line = event.start_mark.line + self.first_line
        if event.value in frame.lines:
            self._report(DUPLICATE_KEY, event.start_mark, key=event.value, line=frame.lines[event.value])
            frame.key = False
            return
        frame.key = event.value
        frame.lines[event.value] = line
        self.positions.keys[(*frame.path, event.value)] = self._place(event.start_mark, _end(event))

    def _value(self, value: Any, event: Any) -> None:
        self._store(value, event, self._place(event.start_mark, _end(event)))

    def _store(self, value: Any, event: Any, place: Place) -> Path:
        """Put a value where it belongs; its path, () for one that is dropped or is the document itself."""
        if not self.frames:
            self.top.append(value)
            self.positions.values[()] = place
            return ()
        frame = self.frames[-1]
        frame.end = max(frame.end, (place.end_line, place.end_column))
        if isinstance(frame.data, list):
            frame.data.append(value)
            path: Path = (*frame.path, len(frame.data) - 1)
        elif frame.key is None:
            self._report(NOT_PLAIN_YAML, event.start_mark, what="a key that is not text")
            raise _Stop
        elif frame.key is False:
            frame.key = None
            return ()
        else:
            frame.data[frame.key] = value
            path = (*frame.path, frame.key)
            frame.key = None
        self.positions.values[path] = place
        return path

    def _open(self, data: Any, event: Any) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self._report(TOO_LARGE, event.start_mark, what=f"nested more than {MAX_DEPTH} levels deep")
            raise _Stop
        path = self._store(data, event, self._place(event.start_mark, (0, 0)))
        self.frames.append(_Frame(data, path, event.start_mark))

    def _close(self, event: Any) -> None:
        """The end of a block collection is its last entry's: the parser's own mark is the next token's."""
        frame = self.frames.pop()
        end = event.end_mark
        block = end.column == 0 or (end.line, end.column) == (event.start_mark.line, event.start_mark.column)
        last = frame.end if block else (end.line + self.first_line, end.column)
        start = frame.start
        place = Place(start.line + self.first_line, start.column + 1, *max(last, (start.line + self.first_line, 0)))
        self.positions.values[frame.path] = place
        if self.frames:
            self.frames[-1].end = max(self.frames[-1].end, (place.end_line, place.end_column))

    def _place(self, start: Any, end: tuple[int, int]) -> Place:
        return Place(start.line + self.first_line, start.column + 1, end[0] + self.first_line, end[1])


def _end(event: Any) -> tuple[int, int]:
    """Line from 0, and column from 1, of a scalar's last character; column 0 for a text over several lines."""
    start, end = event.start_mark, event.end_mark
    if event.__class__ is ScalarEvent and event.style == "|":
        # The parser's mark is behind the blank lines and the indentation that follow.
        return start.line + event.value.count("\n") + (not event.value.endswith("\n")), 0
    if end.line > start.line and end.column == 0:
        return end.line - 1, 0
    return end.line, end.column


def _syntax(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    """The parser's own complaint, with a hint for the common ones."""
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        line, column = mark.line, mark.column + 1
        problem = f"{error.context}: {error.problem}" if error.context else str(error.problem)
    else:
        offset = getattr(error, "position", 0)
        before = text.encode()[:offset].decode(errors="ignore")
        line, column = before.count("\n"), len(before) - before.rfind("\n")
        problem = str(getattr(error, "reason", error))
    lines = text.splitlines()
    if line >= len(lines):  # the end of the text: point at its last character
        line, column = max(len(lines) - 1, 0), len(lines[-1]) if lines else 1
    hint = next((hint for words, hint in _HINTS if words in problem), "")
    return SYNTAX.at(Span(path, line + first_line, column), problem=problem, hint=hint)
