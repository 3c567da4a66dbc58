"""
Scenarios in the rows of a table: given, when, then.

    | Given        | When       | Then                        |
    |--------------|------------|-----------------------------|
    | no arguments | `lockstep` | it exits with 2             |

A row that was lifted into one text reads `no arguments: it exits with 2`, and below it "When: `lockstep`".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lazily import lazy
from ..markdown import Table, pieces, spans
from ..rows import RUN
from .gherkin import ROLES, Role, Scenario, Step

_LIFTED_WHEN = lazy(rf"(?:{ROLES['when']}):\s+(?P<when>\S.*)", re.I)
_CODE = lazy(r"`[^`]*`")


def row_scenarios(text: str) -> Iterator[Scenario]:
    """The scenarios that the rows of a text tell."""
    for piece in pieces(text):
        if isinstance(piece, Table):
            roles = [_role(title) for title in piece.header]
            if {"when", "then"} <= set(roles):
                for cells, line in zip(piece.rows, piece.lines, strict=True):
                    pairs = [(role, cell) for role, cell in zip(roles, cells, strict=False) if role]
                    yield from _scenario(dict(pairs), line.strip())
    yield from _lifted(text.strip())


def _role(title: str) -> str:
    named = re.sub(r"[*_`:]", "", title).strip()
    return next((role for role in ("given", "when", "then") if re.fullmatch(ROLES[role], named, re.I)), "")


def _lifted(text: str) -> Iterator[Scenario]:
    lines = [line for line in text.split("\n") if line.strip()]
    when = _LIFTED_WHEN.fullmatch(lines[1].strip()) if len(lines) == 2 else None
    if not when:
        return
    masked = _CODE.sub(lambda code: "\0" * len(code[0]), lines[0])
    given, colon, _ = masked.partition(": ")
    if colon:
        then = lines[0][len(given) + len(colon) :]
        cells = {"given": lines[0][: len(given)], "when": when["when"], "then": then}
        yield from _scenario(cells, "\n".join((cells["given"], then, lines[1].strip())))


def _scenario(cells: dict[str, str], quote: str) -> Iterator[Scenario]:
    around = " ".join(span.text for span in spans(cells["when"]) if span.kind != "code")
    if not RUN.fullmatch(around):
        return
    order: tuple[Role, ...] = ("given", "when", "then")
    yield Scenario(tuple(Step(role, cells[role]) for role in order if cells.get(role)), quote)
