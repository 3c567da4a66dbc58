"""Values, matchers and places of data in words, as Markdown."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any


def matcher_words(matcher: Any) -> str:
    """A matcher as the end of a sentence: is exactly `7`, contains `a` and `b`, …"""
    if matcher == "" or matcher == {"equals": ""}:
        return "is empty"
    if not isinstance(matcher, Mapping):
        return f"is exactly {value_words(matcher)}"
    return listed(
        [
            _WORDS.get(name, f"{name} {{}}")
            .replace(*_THAT if isinstance(value, Mapping) else ("", ""))
            .format(as_json(value) if _is_data(name, value) else _values(value))
            for name, value in matcher.items()
            if name != "normalize"
        ]
    )


_THAT = ("has the length {}", "has a length that {}")
_WORDS = {
    "equals": "is exactly {}",
    "json": "is the JSON {}",
    "equals_file": "holds the same as the spec's {}",
    "contains": "contains {}",
    "not_contains": "does not contain {}",
    "matches": "matches the regular expression {}",
    "starts_with": "starts with {}",
    "ends_with": "ends with {}",
    "line_count": "has {} lines",
    "len": "has the length {}",
    "gt": "is greater than {}",
    "ge": "is at least {}",
    "lt": "is less than {}",
    "le": "is at most {}",
    "between": "lies between {}",
    "one_of": "is one of {}",
    "not": "is not so: {}",
}


def _is_data(name: str, value: Any) -> bool:
    return name == "json" or (name == "equals" and not isinstance(value, str))


def as_json(value: Any) -> str:
    return code(json.dumps(value, ensure_ascii=False))


def _values(value: Any) -> str:
    if isinstance(value, list | tuple):
        return listed([value_words(part) for part in value])
    if isinstance(value, Mapping):
        return matcher_words(value)
    return value_words(value)


def condition_words(condition: Mapping[str, Any]) -> str:
    """What must stand at a place of data."""
    rest = {key: value for key, value in condition.items() if key != "at"}
    where = f"at {code(str(condition.get('at')))}" if condition.get("at") else "the whole"
    return "nothing stands " + where if rest == {"len": 0} else f"{where}: {matcher_words(rest)}"


def value_words(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return code(text.rstrip("\n").replace("\n", "\\n") or "(nothing)")


def code(text: str) -> str:
    """A code span whose marks are longer than any run of backticks in it (CommonMark 6.1)."""
    longest = max((len(run) for run in _runs(text)), default=0)
    marks = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{marks}{pad}{text}{pad}{marks}"


def fence(text: str) -> str:
    """The text in a code fence whose marks are longer than any run of backticks in it."""
    marks = "`" * max(3, max((len(run) for run in _runs(text)), default=0) + 1)
    return f"{marks}text\n{text.strip(chr(10))}\n{marks}"


def _runs(text: str) -> list[str]:
    return [run for run in "".join(c if c == "`" else " " for c in text).split() if run]


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + (" and " + parts[-1] if parts else "")


PLACES = {"{tree}": "<repository>", "{port}": "<port>", "{bin}": "<bin>", "{scratch}": "."}


def line_words(words: Any) -> str:
    """The words as a person would type them; places that are filled in later are shown by name."""
    marks = {place: f"__{number}__" for number, place in enumerate(PLACES)}
    line = shlex.join([replaced(str(word), marks) for word in words])
    return replaced(line, {mark: PLACES[place] for place, mark in marks.items()})


def replaced(text: str, table: Mapping[str, str]) -> str:
    for old, new in table.items():
        text = text.replace(old, new)
    return text


def file_words(file: Mapping[str, Any]) -> str:
    rest = {
        key: value
        for key, value in file.items()
        if key not in ("path", "exists", "type", "executable", "sha256", "size")
    }
    if file.get("exists") is False:
        return "does not exist"
    return matcher_words(rest) if rest else "exists"
