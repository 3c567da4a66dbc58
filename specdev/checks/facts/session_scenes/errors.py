"""
What the document says of all errors: how they end, where they go, how they begin, and that nothing else happens.

    | 0 | done |   | 2 | wrong usage, a bad name, date or number |      rows that were lifted as `2: wrong usage, …`
    Errors go to stderr as one line that starts with `rota: `; stdout stays empty then and the file is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ....model import Item
from ..lazily import any_of, lazy
from ..markdown import spans
from .phrases import BEGINS, ERRORS_TO_STDERR, ONE_LINE, UNCHANGED
from .stems import stem

_ROW = lazy(r"^(?P<code>\d{1,3}): (?P<words>\S.*)$", re.S)
_SUCCESS = any_of(
    r"\b(?:ok|okay|success\w*|done|fine|all (?:is )?well|works?|no errors?|erfolg\w*|éxito|succès|sucesso)\b"
)
_CODES = any_of(r"\b(?:exit|exits|exit-?codes?|codes?|status|rückgabewert|códigos?|estado|statut)\b")
_VALUE = any_of(
    r"\b(?:numbers?|ranges?|values?|usage|arguments?|input|options?|zahl(?:en)?|werte?|aufruf|eingaben?|argumente?"
    r"|valor(?:es)?|números?|uso|valeurs?|nombres?|entrées?)\b"
)
_REST = any_of(
    r"\b(?:every|all|any) other errors?\b|\b(?:every|any|all) errors? (?:without another|with no other|not listed)\b",
    r"\b(?:jeder andere|alle anderen) fehler\b",
)
_SILENT = any_of(
    r"\b(?:stdout|standard output) (?:stays|is|remains) (?:then )?empty\b|\bnothing (?:is printed )?(?:on|to) stdout\b",
    r"\b(?:stdout|standardausgabe) (?:bleibt|ist) leer\b",
)
_UNTOUCHED = any_of(
    r"\bfile is (?:then )?not touched\b|\bfiles? stays? (?:as it is|untouched)\b|\bnot touch the file\b"
)
_IS_ERROR = any_of(
    r"\b(?:bad|wrong|invalid|unknown|no such|cannot|can't|must (?:be|not)|too (?:long|many|short|large|small)"
    r"|not found|error)\b",
    r"\b(?:ungültig\w*|unbekannt\w*|falsch\w*|muss|müssen|darf nicht|fehler)\b"
    r"|\b(?:inválid[oa]|desconocid[oa]|debe|invalide|inconnue?|doit|deve)\b",
)
_SMALL = frozenset(("the", "not", "and", "for", "must", "der", "die", "das"))


@dataclass(frozen=True, slots=True)
class Errors:
    """What holds for all errors."""

    codes: Mapping[int, str] = field(default_factory=dict)
    """Exit code to its meaning; empty where there is no such table."""
    stderr: bool = False
    prefix: str = ""
    """How the line begins."""
    one_line: bool = False
    silent: bool = False
    """Standard output stays empty."""
    untouched: bool = False
    """The stored file stays as it is."""

    def code(self, message: str, *, value: bool = False, state: bool = False) -> int | str | None:
        """
        The exit code of an error by its words.

        Of one about a `value` it is the one for wrong values; of one about the `state` the one that all others have.
        """
        bad = {code: words for code, words in self.codes.items() if code}
        said = {stem(word) for word in re.findall(r"(?<![\w-])[^\W\d_]{3,}", message) if word.lower() not in _SMALL}
        if value:
            fitting = [code for code, words in bad.items() if _VALUE.search(words)]
        else:  # `bad date` is what `a bad name, date or number` speaks of; one word alone says too little
            fitting = [code for code, words in bad.items() if len(said) > 1 and said <= _stems(words)]
        if not fitting and state:
            fitting = [code for code, words in bad.items() if _REST.search(words)]
        if len(fitting) == 1:
            return fitting[0]
        return "nonzero" if bad else None

    def expect(
        self, message: str, store: str, *, label: str = "", value: bool = False, state: bool = False
    ) -> dict[str, Any]:
        """What must come of a call that gives this error message."""
        code = self.code(label or message, value=value, state=state)
        found: dict[str, Any] = {} if code is None else {"exit": code}
        text: dict[str, Any] = {"contains": [message]}
        if self.stderr and self.prefix:
            text = {"starts_with": self.prefix, **text}
        if self.stderr and self.one_line:
            text["line_count"] = 1
        if self.stderr and self.silent:
            found["stdout"] = ""
        found["stderr" if self.stderr else "output"] = text
        if self.untouched and store:
            found["unchanged"] = [store]
        return found


def is_error(message: str) -> bool:
    """Whether the message is about something that went wrong, by its own words."""
    return bool(_IS_ERROR.search(message))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[^\W\d_]{3,}", text)}


def study(items: Iterable[Item], sentences: Iterable[str]) -> Errors:
    """What the document tells of all errors."""
    items = list(items)
    prefix, flags = "", {"stderr": False, "one_line": False, "silent": False, "untouched": False}
    for sentence in sentences:
        if not ERRORS_TO_STDERR.search(sentence):
            continue
        found = spans(sentence)
        flags["stderr"] = True
        flags["silent"] |= bool(_SILENT.search(sentence))
        flags["untouched"] |= bool(UNCHANGED.search(sentence) or _UNTOUCHED.search(sentence))
        for before, span in pairwise(found):
            begins = [match.end() for match in BEGINS.finditer(before.text)] if span.kind == "code" else []
            if begins and not before.text[begins[-1] :].strip(" "):
                prefix, flags["one_line"] = span.text, bool(ONE_LINE.search(before.text))
    return Errors(_codes(items), prefix=prefix, **flags)


def _codes(items: list[Item]) -> dict[int, str]:
    """The table of exit codes: rows from 0, which is success, on."""
    rows = [(item.section, match) for item in items if (match := _ROW.match(item.text))]
    found = {int(row["code"]): row["words"] for _, row in rows}
    spoken = any(_CODES.search(text) for item in items for text in (item.text, *item.section))
    whole = (
        len(rows) == len(found) > 1
        and len({section for section, _ in rows}) == 1
        and bool(_SUCCESS.search(found.get(0, "")))
    )
    return found if whole and spoken else {}
