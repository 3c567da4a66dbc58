"""
What things may become: a table of the statuses that each status may be followed by, and the request that changes it.

    `POST /tickets/{id}/moves` with `{"to": "done"}` changes the status and answers 200 with the ticket.

    `open`                              Every other move is answered with 409.
    Allowed to: `claimed`, `cancelled`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..fact import Fact
from ..lazily import any_of, lazy
from . import words
from .answers import at, refusal
from .api import Creator, Endpoint
from .declared import row_name
from .sayings import Saying
from .stage import Stage
from .world import World, fact

_TO = lazy(
    r"^\**(?:allowed(?: to| next| moves?| targets?)?|to|next(?: status| state)?|may become|can become|follow\w*"
    r"|targets?|(?:erlaubt )?nach|danach|folge\w*|wird zu|a|hacia|siguientes?|permitidos?|vers|suivante?s?"
    r"|para|seguintes?)\**:\s*",
    re.I,
)
_NOTHING = lazy(r"^\W*(?:nothing|none|nichts|nada|ninguno|rien|aucun|nenhum|-|–|—)?\W*$", re.I)
_OTHER = any_of(
    r"\b(?:every|any|all) other\b|\banything else\b|\bnot allowed\b|\bforbidden\b",
    r"\bjede\w* andere\b|\balle anderen\b|\bnicht erlaubt\w*\b",
    r"\bcualquier otr[oa]\b|\bno permitid[oa]\w*\b|\btoute? autre\b",
    r"\bqualquer outr[oa]\b|\bnão permitid[oa]\w*\b",
)
_NEEDS = any_of(
    r"\b(?:needs?|requires?|required|must|only|unless|while|until|as long as)\b",
    r"\b(?:braucht|brauchen|benötigt|erfordert|muss|müssen|nur|solange|sofern|erst)\b",
    r"\b(?:necesita|requiere|exige|debe|solo|sólo|nécessite|doit|seulement|precisa|requer|deve|apenas)\b",
)
_LIMITED = any_of(
    r"\b(?:free|capacity|limit|full|reached|maximum|at most|once)\b|\b(?:frei|voll|grenze|höchstens|einmal)\w*\b",
    r"\b(?:libre|límite|lleno|máximo|capacidad|plein|limite|capacité|livre|cheio|una vez|une fois|uma vez)\b",
)
"""What is needed is there while little is stored."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What may follow what, and how it is asked for."""

    section: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]]
    mover: Creator
    """The endpoint that moves one thing."""
    target: str
    """The field of its body with the status that follows."""
    thing: Creator
    status: str
    """The field of the thing with its status."""
    begins: str
    """What a new thing is."""
    answers: int
    """What an allowed move is answered with."""
    guarded: frozenset[str]
    """Statuses that need more than the request."""
    alone: bool
    """The body is shown with the status alone."""

    def way(self, state: str) -> tuple[str, ...] | None:
        """The statuses on a shortest way from the beginning, without it; None where there is none."""
        ways: dict[str, tuple[str, ...]] = {self.begins: ()}
        queue = [self.begins]
        for one in queue:
            for other in self.allowed.get(one, ()):
                if other not in ways:
                    ways[other] = (*ways[one], other)
                    queue.append(other)
        return ways.get(state)


def read(section: tuple[str, ...], world: World) -> Moves | None:
    """The table of moves in the section, where it says what may follow what, how it is asked for and what is first."""
    allowed = _table(section, world)
    if len(allowed) < 2 or not {one for group in allowed.values() for one in group} <= set(allowed):
        return None
    for saying in world.every():
        mover = world.creator(saying.endpoint) if saying.endpoints and saying.section == section else None
        if mover is None or not 200 <= (saying.status or 0) < 300 or not mover.endpoint.places:
            continue
        thing = world.api.creator(mover.endpoint, mover.endpoint.places[-1])
        target = [name for name in mover.sent if mover.fields[name].example in allowed]
        shown = thing.answer if thing and isinstance(thing.answer, Mapping) else {}
        status = [name for name, value in shown.items() if isinstance(value, str) and value in allowed]
        if thing and len(target) == len(status) == 1 and words.CHANGES.search(saying.plain):
            guarded = _guarded(section, allowed, mover, world)
            alone = _alone(mover, target[0], _refused(section, allowed, world))
            begins = shown[status[0]]
            return Moves(
                section, allowed, mover, target[0], thing, status[0], begins, saying.status or 200, guarded, alone
            )
    return None


def _guarded(
    section: tuple[str, ...], allowed: Mapping[str, tuple[str, ...]], mover: Creator, world: World
) -> frozenset[str]:
    """The statuses of which the section says that they need something which is neither sent nor a limit."""
    found: set[str] = set()
    for saying in world.every():
        if saying.section != section or saying.endpoints or set(saying.names) & set(mover.sent):
            continue
        if _NEEDS.search(saying.plain) and not _LIMITED.search(saying.plain):
            named = {name for name in saying.names if name in allowed}
            row = {row_name(saying)} & set(allowed)
            found |= named | row
    return frozenset(found)


def _alone(mover: Creator, target: str, refused: Saying | None) -> bool:
    """Whether a body with the status alone is shown: accepted, or refused for the move itself."""
    known = [body for body, answer in mover.refused if refused and refused.code and refused.code in str(answer)]
    return any(set(body) == {target} for body in (*mover.examples, *known))


def _table(section: tuple[str, ...], world: World) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for saying in world.every():
        state = row_name(saying)
        if saying.section != section or not saying.item:
            continue
        if label := _TO.match(saying.text) if state and saying.before else None:
            names = tuple(mark.text for mark in saying.marks if mark.kind == "name")
            if names or _NOTHING.match(saying.text[label.end() :]):
                found[state] = names
        elif not saying.before and (short := _SHORT.match(saying.text)):
            names = tuple(name.strip("` ") for name in re.findall(r"`[^`]+`", short["to"]))
            if names or _NOTHING.match(short["to"]):
                found[short["state"]] = names
    return found


_SHORT = lazy(
    r"^`(?P<state>[\w-]+)`:\s*(?P<to>(?:`[\w-]+`[\s,]*(?:or|and|oder|und|y|o|et|ou|e)?\s*)+|\w+|[-–—])\.?$", re.I
)


def allowed(saying: Saying, world: World) -> Iterator[Fact]:
    """Each move that a row allows, with a new thing for each."""
    first = saying.before[0] if saying.before else saying
    state = row_name(first) or (found["state"] if (found := _SHORT.match(first.text)) else "")
    if saying.before or not state or saying.status:
        return
    moves = read(saying.section, world)
    way = moves.way(state) if moves else None
    if moves is None or way is None or set(way) & moves.guarded:
        return
    refused = _refused(moves.section, moves.allowed, world)
    row = "\n".join(dict.fromkeys(one.quote for one in world.sayings.get(saying.item, ())))
    for other in moves.allowed[state]:
        if other in moves.guarded:
            continue
        stage = world.stage()
        _bring(stage, moves, (*way, other))
        yield fact(saying, stage, quote=row)
    others = [one for one in moves.allowed if one not in moves.allowed[state]]
    if refused and others:
        stage = world.stage()
        _bring(stage, moves, way)
        _refuse(stage, moves, state, others, refused)
        yield fact(saying, stage, quote=f"{row}\n{refused.quote}", also=(refused.item,) if refused.item else ())


def only(saying: Saying, world: World) -> Iterator[Fact]:
    """What may be done to things of one status only: "`DELETE /tickets/{id}` -> 204, but only a `cancelled` ticket"."""
    endpoint = saying.endpoint
    if endpoint is None or endpoint.method not in ("DELETE", "GET") or not saying.endpoints or not endpoint.places:
        return
    thing = world.api.creator(endpoint, endpoint.places[-1])
    states = [name for name in saying.names if thing and name not in thing.fields]
    if not ONLY_STATE.search(saying.text) or len(states) != 1 or not 200 <= (saying.status or 0) < 300:
        return
    sections = dict.fromkeys(one.section for one in world.every() if one.item and row_name(one))
    for moves in (found for section in sections if (found := read(section, world))):
        way = moves.way(states[0])
        if moves.thing is not thing or not way or set(way) & moves.guarded:
            continue
        told = [one for one in world.sayings.get(saying.item, ()) if one.quote == saying.quote and one is not saying]
        refused = [one for one in told if (one.status or 0) >= 400 and words.OTHERWISE.search(one.plain)]
        stage = world.stage()
        stage.make(moves.thing)
        if len(refused) == 1:
            stage.ask(endpoint.method, stage.path(endpoint), refusal(refused[0]))
        _move(stage, moves, way)
        stage.ask(endpoint.method, stage.path(endpoint), {"status": saying.status})
        yield fact(saying, stage)
        return


ONLY_STATE = any_of(
    r"\bonly (?:an? )?`[\w-]+` \w+ (?:may|can)\b|\bonly (?:if|when|while) [\w ]{0,30}\b(?:is|are) `[\w-]+`",
    r"\bnur (?:ein\w* )?`[\w-]+`[^.;,]{0,30}\b(?:darf|dürfen|kann|können)\b|\bnur wenn [^.;`]{0,30}`[\w-]+` ist\b",
    r"\b(?:solo|sólo) (?:una? )?[\w ]{0,20}`[\w-]+`[^.;,]{0,10}\bpueden?\b",
    r"\b(?:seule?|uniquement) (?:une? )?[\w ]{0,20}`[\w-]+`[^.;,]{0,10}\bpeu(?:t|vent)\b",
)


def _refused(section: tuple[str, ...], allowed: Mapping[str, tuple[str, ...]], world: World) -> Saying | None:
    """The clause that tells what every other move is answered with."""
    told = [one for one in world.every() if one.section == section and (one.status or 0) >= 400]
    told = [one for one in told if _OTHER.search(one.plain) and not set(one.names) & set(allowed)]
    return told[0] if len(told) == 1 else None


def _bring(stage: Stage, moves: Moves, way: tuple[str, ...]) -> None:
    """Make a thing and move it along the way; each answer shows what it has become, where it is the thing."""
    stage.make(moves.thing)
    _move(stage, moves, way)
    shown = _shows(moves, stage)
    if way and shown:
        stage.ask("GET", stage.path(shown), {"data": [{"at": at(moves.status), "equals": way[-1]}]})


def _move(stage: Stage, moves: Moves, way: tuple[str, ...]) -> None:
    for state in way:
        path, body = stage.path(moves.mover.endpoint), _body(stage, moves, state)
        stage.ask(moves.mover.endpoint.method, path, {"status": moves.answers}, json=body)


def _shows(moves: Moves, stage: Stage) -> Endpoint | None:
    place = moves.mover.endpoint.places[-1]
    return stage.api.has("GET", f"{moves.mover.endpoint.collection(place)}/{{{place}}}")


def _refuse(stage: Stage, moves: Moves, state: str, others: list[str], refused: Saying) -> None:
    path = stage.path(moves.mover.endpoint)
    for other in others:
        expect = refusal(refused)
        if isinstance(refused.answer, Mapping) and {"from", "to"} <= set(refused.answer) and "data" in expect:
            expect["data"] += [{"at": at("from"), "equals": state}, {"at": at("to"), "equals": other}]
        stage.ask(moves.mover.endpoint.method, path, expect, json=_body(stage, moves, other))
    if shown := _shows(moves, stage):
        stage.ask("GET", stage.path(shown), {"data": [{"at": at(moves.status), "equals": state}]})


def _body(stage: Stage, moves: Moves, state: str) -> dict[str, Any]:
    """The body for a move: that of the example for its own status, else only the status where that is shown to do."""
    shown = [body for body in moves.mover.examples if body.get(moves.target) == state]
    if moves.alone and not shown:
        return {moves.target: state}
    return stage.body(moves.mover, changes={moves.target: state})
