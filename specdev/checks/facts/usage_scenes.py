"""
Scenes of wrong usage that need nothing but the product's name: the call without arguments.

    | 64 | Wrong usage: unknown option, no FILE, … |           a table of exit codes
    | PLAN is missing on the command line | `error: no plan given` | 2 |

An argument that the document names counts where its usage wants this one argument and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...model import Item, Prd
from . import rows
from .calls import PRODUCT, Call
from .fact import Fact, Gap, Run
from .knowledge import Knowledge
from .lazily import any_of, lazy
from .markdown import spans
from .session_scenes import interface

_CODES = any_of(
    r"\b(?:exit|return|status)[\s-]?(?:codes?|status(?:es)?|values?)\b|\bexit status(?:es)?\b|\brückgabewerte?\b"
    r"|\bcódigos? de (?:salida|retorno|saída)\b|\bcodes? de (?:sortie|retour)\b",
)
_USAGE = any_of(
    r"\b(?:usage|command line|arguments?|operands?|called|invocation|aufruf|kommandozeile|befehlszeile|argumente?)\b"
    r"|\b(?:uso|argumentos?|línea de (?:comandos|órdenes)|linha de comando|ligne de commande|utilisation)\b",
)
_PARTS = lazy(r"[,;:]|\.\s|\b(?:or|oder|o|ou)\b", re.I)
_NO_ARGUMENTS = lazy(
    r"(?:(?:called|run|started) )?(?:no|without|without any|with no|missing|ohne|keine|sin|sans|sem)"
    r" (?:arguments?|parameters?|argumente?|parameter|argumentos|parámetros|paramètres|parâmetros)"
    r"(?: (?:is|are|was|were))?(?: given)?",
    re.I,
)
_ONE_LACKING = lazy(
    r"(?:no|without|missing|ohne|kein|keine|fehlende[srn]?|sin|sans|sem) `?<?(?P<before>[\wÄÖÜ-]+)>?`?"
    r"(?: (?:is |was )?given)?"
    r"|`?<?(?P<behind>[\wÄÖÜ-]+)>?`? (?:is |was )?(?:missing|not given|fehlt|falta|manquant)"
    r"(?: on the command line| in the call| auf der (?:kommando|befehls)zeile| im aufruf)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the product's calls."""

    known: Knowledge
    operands: tuple[str, ...]
    """The arguments that its one command must have, in lower case; none where it has subcommands."""


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells."""
    told = interface.study(prd, known).commands
    only = told.get(()) if set(told) <= {(), (known.name,)} else None
    if only is None or only.unclear or any(option.required for option in only.options):
        return World(known, ())
    return World(known, tuple(place.name for place in only.places if not place.optional))


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The call without arguments, where the item tells how it ends."""
    text = f"{item.text}\n{item.detail}".strip()
    condition, expect = _told(text, item.section[-1] if item.section else "")
    if world.known.name and expect and _is_bare(condition, world):
        call = Call((PRODUCT,), written=world.known.name)
        quote = re.sub(r"\A(`?\d+`?): ", r"\1\n", text)  # cells of a row
        yield Fact(item.id, "command", quote, (Run(call, expect),))


def _told(text: str, section: str) -> tuple[str, dict[str, Any]]:
    """The condition of a row, and how the program ends in that case."""
    code = re.match(r"`?(?P<status>\d{1,3})`?\s*(?::|$|\n)", text)
    if code and _CODES.search(section):
        condition = re.sub(r"^\s*(?:[A-Z]\w+: )?", "", text[code.end() :].strip())
        return condition, {"exit": int(code["status"])}
    cells = rows.labelled_cells(text)
    status = re.fullmatch(r"`?(\d{1,3})`?", cells.get("exit", ""))
    if not status or "command" in cells:
        return "", {}
    expect: dict[str, Any] = {"exit": int(status[1])}
    said = [span.text for span in spans(cells.get("message", ""))]
    if len(said) == 1 and not re.search(r"[<{…%]|\.\.\.", said[0]) and cells["message"].startswith("`"):
        expect["output"] = {"contains": said}
    return text.split("\n")[0], expect


def _is_bare(condition: str, world: World) -> bool:
    """Whether one of the cases that the condition lists is the call without arguments."""
    for part in _PARTS.split(condition):
        case = part.strip(" .`()")
        if _NO_ARGUMENTS.fullmatch(case):
            return True
        found = _ONE_LACKING.fullmatch(case)
        if found and _USAGE.search(condition):
            return world.operands == ((found["before"] or found["behind"]).lower(),)
    return False
