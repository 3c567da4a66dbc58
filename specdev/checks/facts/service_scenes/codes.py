"""
Codes of errors: the status that a table gives each, and the body in which it stands.

    404: `not_found` (unknown path or ticket), `no_shelf`        `not_found`
    The body is always `{"error": "<code>"}`.                    Status: 404

A code that a clause names then says as much as its status and its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..lazily import any_of, lazy
from .api import FIELD, HOLE
from .marks import Mark, marks

_CODE = lazy(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_BETWEEN = lazy(r"^(?:[\s,;:.|]|and|or|und|oder|y|o|et|ou|e)*$", re.I)
_ERROR_NAME = lazy(r"^(?:error|code|fehler|erreur|erro|problem|reason|error_?code)$", re.I)
_ADDS = any_of(
    r"\b(?:adds?|also (?:has|have|holds?|contains?)|carr(?:y|ies)|additionally)\b",
    r"\b(?:ergänz\w+|zusätzlich|fügt|fügen)\b",
    r"\b(?:añade[n]?|además|agrega[n]?|ajoute(?:nt)?|en plus|acrescenta[m]?|adiciona[m]?)\b",
)
_FIELDS_NAME = any_of(
    r"\b(?:field['’]s name|name of the (?:\w+ )?field|name des felds?|feldname\w*)\b",
    r"\b(?:nombre del campo|nom du champ|nome do campo)\b",
)


_ANSWERED = any_of(
    r"\b(?:answer|error|code|respon|return|give|yield|fail|reject|refus|fehler|antwort|kommt|abgelehnt|erreur|répon|renvo"
    r"|refus|respuesta|devuel|respond|rechaz|erro|devolve)\w*\b[^.;]*$"
)
LISTED = "listed"


@dataclass(slots=True)
class Codes:
    """What the document tells of its codes."""

    statuses: dict[str, int] = field(default_factory=dict)
    form: Mapping[str, Any] | None = None
    """The body of every error, with a HOLE for the code; None where none is told."""
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Code to names that its body has besides."""
    naming: frozenset[str] = frozenset()
    """Codes whose body names the field that is wrong."""

    def answer(self, code: str) -> Any:
        """The body for the code, with what is not told left out; None where its form is not told."""
        if self.form is None:
            return None
        filled = {name: code if value == HOLE else value for name, value in self.form.items()}
        more = self.more.get(code, ())
        return {**filled, **dict.fromkeys(more, FIELD if code in self.naming and len(more) == 1 else HOLE)}

    def mark(self, code: str, how: str) -> Mark:
        """The code as the status that it stands for."""
        return Mark("status", code, self.statuses[code], self.answer(code), how)

    def read(self, found: list[Mark]) -> list[list[Mark]]:
        """The marks of a sentence with codes as what they stand for: a row of codes as one clause for each."""
        if listed := list(rows(found)):
            words = {code: re.sub(r"[_-]", " ", code).lower() for code, _, _ in listed}
            return [[self.mark(code, LISTED), Mark("text", f" {words[code]} "), *about] for code, _, about in listed]
        if not self.statuses or adds(found, self):
            return [found]
        told = {mark.value for mark in found if mark.kind == "status"}
        return [
            [
                self._one(mark, before, told)
                for before, mark in zip(["", *(one.text for one in found)], found, strict=False)
            ]
        ]

    def _one(self, mark: Mark, before: str, told: set[int]) -> Mark:
        if mark.kind != "name" or mark.text not in self.statuses:
            return mark
        if not re.search(r"[_-]", mark.text) and not _ANSWERED.search(before):
            return mark  # a plain word may be the name of something else too
        if self.statuses[mark.text] in told:  # "409 with the code `busy`"
            answer = self.answer(mark.text)
            return mark if answer is None else Mark("data", mark.text, answer)
        return self.mark(mark.text, "named")

    def of(self, answer: Any) -> str:
        """The code in a body; empty where it has none."""
        if not isinstance(answer, Mapping) or self.form is None:
            return ""
        found = [str(answer.get(name)) for name, value in self.form.items() if value == HOLE]
        return found[0] if found and found[0] in self.statuses else ""


def told(sentences: Iterable[str]) -> Codes:
    """The codes of a document with these sentences and rows."""
    codes = Codes()
    every = [marks(sentence) for sentence in sentences]
    for found in every:
        codes.statuses |= {code: status for code, status, _ in rows(found)}
    if not codes.statuses:
        return codes
    forms = [mark.value for found in every for mark in found if mark.kind == "data" and _is_form(mark.value)]
    if forms and all(one == forms[0] for one in forms):
        codes.form = forms[0]
    for found in every:
        if adds(found, codes):
            _more(found, codes)
    return codes


def _is_form(value: Any) -> bool:
    holes = [name for name, one in value.items() if one == HOLE] if isinstance(value, Mapping) else []
    return len(holes) == 1 and bool(_ERROR_NAME.match(holes[0]))


def rows(found: list[Mark]) -> Iterator[tuple[str, int, list[Mark]]]:
    """(code, status, the marks that describe it) of every code in a row: "404: `a` (no such thing), `b`"."""
    if not found or found[0].kind != "status" or found[0].value < 400:
        return
    depth = 0
    listed: list[tuple[str, int, list[Mark]]] = []
    for mark in found[1:]:
        outside = _outside(mark.text, depth) if mark.kind == "text" else ""
        if mark.kind == "name" and depth == 0 and _CODE.match(mark.text):
            listed.append((mark.text, found[0].value, []))
        elif (mark.kind != "text" and depth == 0) or not _BETWEEN.match(outside):
            return
        elif listed:
            listed[-1][2].append(mark)
        if mark.kind == "text":
            depth += mark.text.count("(") - mark.text.count(")")
    if len(listed) > 1 or any("_" in code for code, _, _ in listed):
        yield from listed


_CODES_FIRST = lazy(r"`(?P<code>[^`]+)`(?:: `?(?P<status>[45]\d\d)`?)?$")
_STATUS_CELL = lazy(r"(?:[^\W\d][\w ]*:\s*)?`?(?P<status>[45]\d\d)`?$")
_CODES_CELL = lazy(r"[^\W\d][\w ]*:\s*(?P<codes>`[\w-]+`(?:\s*,\s*`[\w-]+`)*)$")


def code_row(lines: list[str]) -> str:
    """A row with cells for code and status as "404: `code` (the rest)"; empty for every other row."""
    first = _CODES_FIRST.match(lines[0].strip())
    if first and not _CODE.match(first["code"]):
        return ""
    cells = [line.strip() for line in lines[1:] if line.strip()]
    if first and first["status"]:
        status, codes = first["status"], f"`{first['code']}`"
    elif first and (found := next((cell for cell in map(_STATUS_CELL.match, cells) if cell), None)):
        status, codes = found["status"], f"`{first['code']}`"
        cells.remove(found.string)
    elif (top := _STATUS_CELL.match(lines[0].strip())) and (
        listed := next((cell for cell in map(_CODES_CELL.match, cells) if cell), None)
    ):
        status, codes = top["status"], listed["codes"]
        cells.remove(listed.string)
    else:
        return ""
    rest = "; ".join(cell.partition(":")[2].strip() or cell for cell in cells)
    return f"{status}: {codes} ({rest})" if rest else f"{status}: {codes}"


def _outside(text: str, depth: int) -> str:
    """The part of the text that does not stand in parentheses."""
    kept = ""
    for char in text:
        depth -= char == ")"
        if depth == 0 and char not in "()":
            kept += char
        depth += char == "("
    return kept


def adds(found: list[Mark], codes: Codes) -> bool:
    """Whether the sentence tells what the bodies of some codes have besides."""
    named = any(mark.kind == "name" and mark.text in codes.statuses for mark in found)
    return named and any(mark.kind == "text" and _ADDS.search(mark.text) for mark in found)


def _more(found: list[Mark], codes: Codes) -> None:
    group: list[str] = []
    adding = False
    for mark in found:
        name = mark.text.strip("\"'")
        if mark.kind == "name" and mark.text in codes.statuses:
            group, adding = ([] if adding else group) + [mark.text], False
        elif mark.kind == "text":
            adding = adding or bool(group and _ADDS.search(mark.text))
            if adding and _FIELDS_NAME.search(mark.text):
                codes.naming |= set(group)
        elif adding and re.fullmatch(r"[A-Za-z_]\w*", name):
            for code in group:
                codes.more[code] = (*codes.more.get(code, ()), name)
