"""Bodies that break what is told of their fields, each with the answer that is told for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..fact import Fact, Gap
from . import words
from .answers import refusal
from .api import BODY_METHODS, Creator, Field, Relation
from .constraints import learn, relations, told
from .declared import concerned
from .marks import Mark
from .provisos import PROHIBITS, RESTRICTS
from .sayings import Saying
from .stage import spelled
from .values import allowed_ends, is_free, right, text, wrong, wrong_number
from .world import World, fact, spoken_of

LEFT_OUT = object()
"""Instead of a value: the field is not sent."""


@dataclass(slots=True)
class Trial:
    """Bodies of one endpoint, as what is changed in one that is right."""

    creator: Creator
    bad: list[dict[str, Any]] = field(default_factory=list)
    good: list[dict[str, Any]] = field(default_factory=list)
    """Changes at the edge of what is allowed."""


def rejected(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """What a clause refuses, sent; and what stands at the edge of it, which is accepted."""
    if (saying.status or 0) < 400:
        return
    own = spoken_of(saying)
    if own and own.method not in BODY_METHODS:
        return
    if own and world.creator(own) is None:
        yield Gap(saying.item, saying.quote, f"the body of `{spelled(own)}` is not told")
        return
    trial = _otherwise(saying, world) if words.OTHERWISE.search(saying.plain) else _told(saying, world)
    if trial is None or not trial.bad:
        yield Gap(saying.item, saying.quote, "what is sent is told in words only")
        return
    stage = world.stage()
    path = stage.path(trial.creator.endpoint)
    body = stage.body(trial.creator)
    for changes in _distinct(trial.bad):
        sent = {name: value for name, value in {**body, **changes}.items() if value is not LEFT_OUT}
        named = next(iter(changes)) if len(changes) == 1 else ""
        stage.ask(trial.creator.endpoint.method, path, refusal(saying, named), json=sent)
    if trial.creator.status:
        for number, changes in enumerate(_distinct(trial.good), 1):
            stage.make(trial.creator, number, changes)
    quote = saying.quote
    if words.OTHERWISE.search(saying.plain):
        quote = "\n".join(dict.fromkeys((*(one.quote for one in _basis(saying)), saying.quote)))
    yield fact(saying, stage, quote=quote, also=_described_in(trial, world, saying))


def _described_in(trial: Trial, world: World, saying: Saying) -> tuple[str, ...]:
    """The items that only say what the fields must be that the bodies break."""
    names = {name for changes in trial.bad for name, value in changes.items() if value is not LEFT_OUT and value != ""}
    items = [item for name in names for item in trial.creator.fields[name].items]
    silent = [item for item in items if not any(one.status for one in world.sayings.get(item, ()))]
    return tuple(sorted({item for item in silent if item != saying.item}))


def _distinct(changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in changes:
        if not any(repr(one) == repr(other) for other in found):
            found.append(one)
    return found


def _basis(saying: Saying) -> list[Saying]:
    """The clauses whose demands "otherwise" speaks of: those before it, back to the last answer."""
    found: list[Saying] = []
    for one in reversed(saying.before):
        if (one.status or 0) >= 400:
            break
        found.insert(0, one)
    return found


def _otherwise(saying: Saying, world: World) -> Trial | None:
    """Bodies that break what the clauses before demand."""
    basis = _basis(saying)
    creators = [creator for one in basis for creator in concerned(world.api, one)]
    if not creators or any(one is not creators[0] for one in creators):
        return None
    trial = Trial(creators[0])
    for one in basis:
        for group, said, found in told(one, frozenset(trial.creator.fields)):
            for name in group:
                demanded = _demanded(trial.creator, name, said, found)
                if demanded:
                    _break(trial, demanded)
        for relation in relations(one, trial.creator):
            _turn(trial, relation)
    return trial


def _demanded(creator: Creator, name: str, said: str, found: list[Mark]) -> Field | None:
    """The field with only what these words demand; None where that cannot be broken."""
    known = creator.fields[name]
    demanded = Field(name, type=known.type if known.type in ("integer", "number") else "", example=known.example)
    return demanded if learn(demanded, said, found) else None


def _break(trial: Trial, demanded: Field) -> None:
    known = trial.creator.fields[demanded.name]
    sample = right(replace(demanded, example=known.example))
    trial.bad += [{demanded.name: value} for value in wrong(demanded, sample)]
    if not any(demanded.name in (one.less, one.more) for one in trial.creator.relations):
        trial.good += [{demanded.name: value} for value in allowed_ends(_narrowed(known, demanded))]


def _narrowed(known: Field, demanded: Field) -> Field:
    """The ends that these words tell, with all that is known of the field otherwise."""
    return replace(known, low=demanded.low, high=demanded.high, shortest=demanded.shortest, longest=demanded.longest)


def _turn(trial: Trial, relation: Relation) -> None:
    """The two fields the wrong way round, and where that is told equal; and as close as they may be."""
    less, more = (right(trial.creator.fields[name]) for name in (relation.less, relation.more))
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in (less, more)):
        return
    low, high = sorted((less, more))
    low, high = (low, high) if low < high else (low, low + 10)
    trial.bad.append({relation.less: high, relation.more: low})
    if relation.strict:
        trial.bad.append({relation.less: high, relation.more: high})
    trial.good.append({relation.less: high - 1 if relation.strict else high, relation.more: high})


def _told(saying: Saying, world: World) -> Trial | None:
    """Bodies that are as the clause itself tells; None where it is about what things have become."""
    if saying.listed or PROHIBITS.search(saying.plain) or RESTRICTS.search(saying.plain):
        return None
    for creator in _speaks_of(saying, world):
        trial = Trial(creator)
        groups = _groups(saying, creator)
        for group, said, found in groups:
            if not _clause(trial, world, group, said, found):
                return None
        if not groups and words.OUTSIDE.search(saying.plain):
            _outside(trial, saying)
        if trial.bad:
            return trial
    return None


def _speaks_of(saying: Saying, world: World) -> list[Creator]:
    if found := concerned(world.api, saying):
        return found
    creator = world.creator(saying.about)
    if creator and saying.headed:
        return [creator]
    plain = set(re.findall(r"[^\W\d]\w*", saying.plain.lower()))
    by_word = [one for one in world.api.creators.values() if plain & {name.lower() for name in one.sent}]
    if len(by_word) == 1 and not saying.names:
        return by_word
    return [creator] if creator and not saying.names else []


def _groups(saying: Saying, creator: Creator) -> list[tuple[tuple[str, ...], str, list[Mark]]]:
    """The fields that the clause names, each with the words about it; the whole clause where it is only one."""
    found = list(told(saying, frozenset(creator.fields)))
    if len(found) == 1:
        return [(found[0][0], saying.text, _without_answer(saying, found[0][0]))]
    if not found:
        marks = [mark for mark in saying.marks if mark.kind == "text"]
        names = [
            name
            for name in creator.fields
            if re.search(rf"\b{re.escape(name)}\b", saying.plain, re.I) and len(name) > 1
        ]
        if len(names) == 1:
            return [((names[0],), saying.plain, marks)]
    return found


def _without_answer(saying: Saying, names: tuple[str, ...]) -> list[Mark]:
    return [mark for mark in saying.marks if mark.kind not in ("data", "status", "endpoint") and mark.text not in names]


_NUMBER = (
    r"\s+(?P<n>-?\d+)(?![\d.]*\s*(?:[kKMG]i?B|bytes?|requests?|seconds?|minutes?|hours?|days?|times?|per|pro|por|par|%|anfragen?"
    r"|sekunden?|minuten?|stunden?|tage?n?|mal|segundos?|minutos?|horas?|días?|secondes?|heures?|jours?|dias?)(?!\w))"
)


def _clause(trial: Trial, world: World, group: tuple[str, ...], said: str, found: list[Mark]) -> bool:
    """Add what the words say of the fields; whether they say anything that can be sent."""
    plain = " ".join(mark.text for mark in found if mark.kind == "text")
    before = len(trial.bad)
    joined = len(group) > 1 and not re.search(r"`\s*,?\s*(?:or|oder|o|ou)\s+`", said)
    if words.MISSING.search(said):
        every = dict.fromkeys(group, LEFT_OUT)
        trial.bad += [every] if joined else [{name: LEFT_OUT} for name in group]
    places = {place for one in world.api.endpoints for place in one.places}
    for name in group:
        known = trial.creator.fields[name]
        if known.served or (name in places and name not in trial.creator.sent):
            return False  # it is not sent
        if words.BLANK.search(plain):
            trial.bad.append({name: ""})
        _beyond(trial, known, plain)
        if words.NEGATIVE.search(plain):
            trial.bad.append({name: -1})
        _negated(trial, known, plain, found)
    return len(trial.bad) > before


def _beyond(trial: Trial, known: Field, plain: str) -> None:
    """More or less than a number: of characters where the field is a text."""
    textual = known.type == "string" or known.longest is not None or isinstance(known.example, str)
    for pattern, step in ((words.MORE_THAN, 1), (words.LESS_THAN, -1)):
        for lead in pattern.finditer(plain):
            if number := re.match(_NUMBER, plain[lead.end() :]):
                end = int(number["n"])
                trial.bad.append({known.name: text(known, end + step) if textual else end + step})
                if not textual or is_free(known):
                    trial.good.append({known.name: text(known, end) if textual else end})


def _negated(trial: Trial, known: Field, plain: str, found: list[Mark]) -> None:
    """It is not what it must be: as these words say, or where they only say "invalid", as is said elsewhere."""
    if not (words.NEGATED.search(plain) or words.INVALID.search(plain) or words.OUTSIDE.search(plain)):
        return
    if words.MORE_THAN.search(plain) and not words.INVALID.search(plain):
        return
    if words.OUTSIDE.search(plain) and known.low is not None and known.high is not None:
        trial.bad += [{known.name: value} for value in list(wrong_number(known))[:2]]
        trial.good += [{known.name: value} for value in allowed_ends(known)]
        return
    demanded = Field(known.name, type=known.type if known.type in ("integer", "number") else "", example=known.example)
    if learn(demanded, plain, found):
        _break(trial, demanded)
    elif words.MISSING.search(plain) or words.BLANK.search(plain):
        return
    else:
        trial.bad += [{known.name: value} for value in wrong(known, right(known))]
        trial.good += [{known.name: value} for value in known.choices[:4]]


def _outside(trial: Trial, saying: Saying) -> None:
    """A value outside of a range that the document gives one field."""
    numbers = [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?![\w.])", saying.plain)]
    ranged = [one for one in trial.creator.fields.values() if one.low is not None and one.high is not None]
    if len(numbers) >= 2:
        ranged = [one for one in ranged if one.low in numbers and one.high in numbers]
    else:
        near = {name for one in saying.before[-1:] for name in one.names}
        ranged = [one for one in ranged if one.name in near]
    if len(ranged) == 1:
        ends = list(wrong_number(ranged[0]))[:2]
        trial.bad += [{ranged[0].name: value} for value in ends]
        trial.good += [{ranged[0].name: value} for value in allowed_ends(ranged[0])]
