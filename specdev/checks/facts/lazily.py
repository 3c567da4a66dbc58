"""Regular expressions that are compiled when they are first used: there are hundreds, and a document needs few."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern and becomes one with the first question."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._asked = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        made = re.compile(*self._asked)
        for each in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern", "flags"):
            setattr(self, each, getattr(made, each))  # found without this detour from now on
        return getattr(made, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, not compiled yet; only its own methods can be used, not the functions of `re`."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern that finds any of the alternatives, in upper or lower case."""
    return lazy("|".join(f"(?:{a})" for a in alternatives), re.I)
