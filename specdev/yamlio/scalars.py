"""The YAML parser in use, and what a plain scalar stands for."""

from __future__ import annotations

import re
from typing import Any

import yaml

LIBYAML: bool = bool(yaml.__with_libyaml__)
"""Whether the C parser is there; without it everything works, about ten times slower."""
Parser: Any = yaml.CSafeLoader if LIBYAML else yaml.SafeLoader

MAX_DEPTH = 100
"""Levels of nesting. Our deepest artifact has 12; nobody writes 100 by hand."""

_WORDS: dict[str, Any] = {"": None, "~": None}
_WORDS |= dict.fromkeys(("null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)
# YAML 1.2.2, 10.3.2 "Tag Resolution" of the core schema
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_MAYBE_NUMBER = frozenset("0123456789+-.")
_MAX_DIGITS = 400  # more digits are text: reading them would take quadratic time


def plain_value(text: str) -> Any:
    """What an unquoted scalar stands for: None, a bool, a number, else the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAYBE_NUMBER or len(text) > _MAX_DIGITS:
        return text
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _OCTAL_OR_HEX.match(text):
        return int(text, 0)
    if _INFINITE.match(text):
        return float(text.replace(".", ""))
    return text
