"""
Scenarios in a text: the steps of Gherkin, in a fence, as lines or list entries, or in one sentence.

    Given a file `in.txt` containing "1\\n2"
    When I run `calc sum in.txt`
    Then it prints `3`
    And the exit status is 0

The structure is that of the Gherkin reference (cucumber.io/docs/gherkin/reference): And and But go on in the role of
the step before, a doc string or a table belongs to the step above it, an outline stands for one scenario a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from ..lazily import lazy

Role = Literal["given", "when", "then"]

ROLES: dict[str, str] = {
    "given": "given|angenommen|gegeben (?:sei(?:en)?|ist|sind)|gegeben|dad[oa]s?(?: que)?|soit|"
    "étant donnée?s?(?: que)?",
    "when": "when|wenn|cuando|quand|lorsque|quando",
    "then": "then|dann|entonces|alors|então",
    "and": "and|but|\\*|und|aber|y|e|pero|et|mais|mas",
}
"""Role to the words that a step begins with."""
_HEADS: dict[str, str] = {
    "outline": "scenario (?:outline|template)|szenario(?:grundriss|vorlage)|esquema del escenario|plan du scénario|"
    "esquema do cenário",
    "examples": "examples|scenarios|beispiele|ejemplos|exemples|exemplos",
    "background": "background|grundlage|hintergrund|voraussetzungen|antecedentes|contexte|contexto",
    "scenario": "scenario|example|szenario|beispiel|escenario|ejemplo|scénario|exemple|cenário|exemplo",
}


def _named(table: dict[str, str]) -> str:
    """One group for each entry; longer phrases stand before those that begin like them."""
    return "|".join(f"(?P<{name}>{words})" for name, words in table.items())


_STEP = lazy(rf"^\s*(?:[-*+]\s+|\d+[.)]\s+)?\**(?:{_named(ROLES)})\b\**,?\s+", re.I)
_HEAD = lazy(rf"^\s*(?:#+\s*|[-*+]\s+)?\**(?:{_named(_HEADS)})(?:\s*\d+)?\s*:\**\s*", re.I)
_IN_SENTENCE = lazy(rf"(?:,|;|^)\s*(?P<when>{ROLES['when']})\s+|(?:,|;)?\s+(?P<then>{ROLES['then']})\s+", re.I)
_DOC = lazy(r'^\s*(?:"""|```|\'\'\')\w*\s*$')
_ROW = lazy(r"^\s*\|(.*)\|\s*$")
_CODE = lazy(r"`[^`]*`|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scenario."""

    role: Role
    text: str
    """Its words without the keyword."""
    block: str | None = None
    """Its doc string, without the indent it stands in."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Its table."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is given, what is done, and what comes of it."""

    steps: tuple[Step, ...]
    quote: str
    """Its lines, verbatim."""


@dataclass(slots=True)
class _Open:
    """A scenario that is being read."""

    steps: list[Step] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    background: bool = False
    examples: list[tuple[str, ...]] | None = None


def scenarios(text: str) -> list[Scenario]:
    """The scenarios of a text that have all they need: something that is done, and something that comes of it."""
    found: list[Scenario] = []
    background: tuple[Step, ...] = ()
    for part in _parts(text):
        if part.background:
            background = tuple(part.steps)
            continue
        steps = (*background, *part.steps)
        for filled in _rows(steps, part.examples):
            roles = {step.role for step in filled}
            if {"when", "then"} <= roles:
                found.append(Scenario(filled, "\n".join(part.lines).strip()))
    return found


def _parts(text: str) -> Iterator[_Open]:
    """The scenarios and backgrounds as they stand, the last line of each being its last step's."""
    part = _Open()
    block: list[str] | None = None
    for line in text.split("\n"):
        if block is not None or (_DOC.match(line) and part.steps and not line.strip().startswith("```")):
            part.lines.append(line)
            if block is None:
                block = []
            elif _DOC.match(line):
                part.steps[-1] = replace(part.steps[-1], block=_unindented(block))
                block = None
            else:
                block.append(line)
            continue
        if head := _HEAD.match(line):
            if head["examples"] and part.steps:
                part.examples = []
                continue
            yield part
            part = _Open(lines=[line], background=bool(head["background"]))
            continue
        if (row := _ROW.match(line)) and part.steps:
            cells = tuple(cell.strip() for cell in row[1].split("|"))
            if part.examples is not None:
                part.examples.append(cells)
            else:
                part.steps[-1] = replace(part.steps[-1], rows=(*part.steps[-1].rows, cells))
            part.lines.append(line)
            continue
        steps = list(_steps(line, part.steps[-1].role if part.steps else None))
        if steps and steps[0].role == "given" and any(step.role == "then" for step in part.steps):
            yield part
            part = _Open()
        if steps:
            part.steps += steps
            part.lines.append(line)
    yield part


def _steps(line: str, last: Role | None) -> Iterator[Step]:
    """The steps of a line: one, or all of a scenario that is told in one sentence."""
    found = _STEP.match(line)
    if not found:
        return
    name = found.lastgroup or ""
    role: Role | None = last if name == "and" else name  # type: ignore[assignment]
    if role is None:
        return
    rest = line[found.end() :]
    masked = _CODE.sub(lambda code: "\0" * len(code[0]), rest)
    start = 0
    for cut in _IN_SENTENCE.finditer(masked):
        following: Role = "when" if cut["when"] else "then"
        if _order(following) > _order(role):
            yield Step(role, rest[start : cut.start()].strip(" ,;"))
            role, start = following, cut.end()
    yield Step(role, rest[start:].strip())


def _order(role: Role) -> int:
    return ("given", "when", "then").index(role)


def _rows(steps: tuple[Step, ...], examples: list[tuple[str, ...]] | None) -> Iterator[tuple[Step, ...]]:
    """The steps, once for every row of an outline's examples."""
    if not examples:
        yield steps
        return
    header, *rows = examples
    for row in rows:
        values = dict(zip(header, row, strict=False))
        yield tuple(
            replace(step, text=_filled(step.text, values), block=step.block and _filled(step.block, values))
            for step in steps
        )


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"<([^<>\n]+)>", lambda hole: values.get(hole[1].strip(), hole[0]), text)


def _unindented(lines: list[str]) -> str:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:] for line in lines)
