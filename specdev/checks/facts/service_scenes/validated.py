"""
Fields that a document declares, broken one by one, where the answer for invalid or unknown fields is told once for all.

    `minutes`: integer from 5 to 480 … 422 `invalid_field`        A field that is not in the table gives `unknown_field`
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ..fact import Fact, Gap
from ..lazily import any_of
from . import words
from .answers import refusal
from .api import Creator
from .declared import concerned, groups, row_name
from .made import defaulted
from .provisos import PROHIBITS, RESTRICTS
from .rejected import LEFT_OUT
from .sayings import Saying
from .stage import Untold
from .values import allowed_ends, right, wrong
from .world import World, fact

_INVALID = any_of(
    r"\b(?:invalid|violated|wrong) (?:fields?|values?|input|data|parameters?)\b|\bvalidation (?:errors?|fail\w*)\b",
    r"\b(?:fields?|values?|input)\b[^.;,]{0,30}\b(?:invalid|not valid|violates?|breaks?)\b",
    r"\bungültige\w* (?:feld(?:er|ern|e)?|werte?n?|eingaben?|daten)\b",
    r"\b(?:feld|wert|eingabe)\b[^.;,]{0,30}\bungültig\b",
    r"\b(?:campos?|valor(?:es)?|datos|dados)\b[^.;,]{0,20}\b(?:no válid|inválid)\w+\b",
    r"\b(?:champs?|valeurs?|données)\b[^.;,]{0,20}\b(?:invalide|non valide)s?\b",
)
_STRANGE = any_of(
    r"\b(?:unknown|additional|extra|unexpected|undeclared) (?:fields?|keys?|properties|attributes?)\b",
    r"\bfields?\b[^.;,]{0,20}\bnot in (?:the|this) (?:table|list)\b",
    r"\b(?:unbekannte|zusätzliche|weitere)\w* feld(?:er|ern|e)?\b",
    r"\bfeld(?:er)?\b[^.;,]{0,30}\bnicht in der (?:tabelle|liste)\b",
    r"\bcampos? (?:desconocido|adicional|desconhecido|adicionai)\w*\b|\bchamps? (?:inconnu|supplémentaire)s?\b",
)
_ELSEWHERE = any_of(
    r"\b(?:quer(?:y|ies)|parameters?|filters?|paths?|urls?|headers?|options?|files?|pages?|paging)\b",
    r"\b(?:abfrage\w*|parametern?|filtern?|pfad\w*|kopfzeile\w*|datei\w*|option\w*|consulta|parámetros?|filtros?|ruta)\b",
    r"\b(?:requête|paramètres?|filtres?|chemin|fichiers?|parâmetros?|caminho|arquivos?)\b",
)
"""What is invalid stands somewhere else than in a body."""
STRANGE = "no_such_field"


def fields(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """Each field that the clause declares, broken in every way that its declaration tells; then its default."""
    creators = concerned(world.api, saying) if saying.status is None else []
    names = _declared(saying, creators[0]) if len(creators) == 1 else []
    error = _told(_INVALID, creators[0], world) if names else None
    if error:
        for name in names:
            yield from _broken(saying, creators[0], name, error, world)
        yield from defaulted(saying, world)


def _declared(saying: Saying, creator: Creator) -> list[str]:
    """The fields that the clause is the first to describe."""
    if saying.before and row_name(saying):
        return []  # the row's first cell stands for all of them
    name = row_name(saying)
    found = [name] if name else [name for group, _, _ in groups(saying, creator) for name in group]
    listed = [one for one in found if one in creator.fields and creator.fields[one].listed]
    return [one for one in listed if saying.item in creator.fields[one].items]


def _told(pattern: Any, creator: Creator, world: World) -> Saying | None:
    """The one clause that tells the answer for such fields of this body; None where there is none, or there are two."""
    found = [one for one in world.every() if (one.status or 0) >= 400 and pattern.search(one.plain)]
    found = [one for one in found if not _ELSEWHERE.search(one.near)]
    found = [one for one in found if not any(mark.kind == "query" for mark in one.marks)]
    found = [one for one in found if not (set(one.names) & set(creator.fields)) and not one.endpoints]
    found = [one for one in found if pattern is _STRANGE or not _STRANGE.search(one.plain)]
    found = [one for one in found if not one.headed or one.about == creator.endpoint]
    same = all((one.status, one.answer) == (found[0].status, found[0].answer) for one in found)
    return found[0] if found and same else None


def _broken(saying: Saying, creator: Creator, name: str, error: Saying, world: World) -> Iterator[Fact]:
    known = creator.fields[name]
    if known.served or _has_own(name, error, world):
        return
    bad: list[Any] = list(wrong(known, right(known)))
    bad += [7] if known.type == "string" else []
    bad += [LEFT_OUT] if known.required else []
    stage = world.stage()
    path, body = stage.path(creator.endpoint), stage.body(creator)
    for value in bad:
        sent = {one: other for one, other in {**body, name: value}.items() if other is not LEFT_OUT}
        stage.ask(creator.endpoint.method, path, refusal(error, name), json=sent)
    if creator.status and not any(name in (one.less, one.more) for one in creator.relations):
        good = [*allowed_ends(known), *known.choices[:4]]
        for number, value in enumerate(good, 1):
            with suppress(Untold):  # another body that is right may not be told
                stage.make(creator, number, {name: value})
    if bad:
        row = [one.quote for one in world.sayings.get(saying.item, ()) if row_name(one) == name]
        quote = "\n".join(dict.fromkeys((saying.quote, *row, error.quote)))
        yield fact(saying, stage, quote=quote, also=(error.item,) if error.item and not error.listed else ())


def _has_own(name: str, error: Saying, world: World) -> bool:
    """Whether the document tells another answer for this field."""
    for one in world.every():
        if (one.status or 0) < 400 or one.listed or (one.status == error.status and one.code == error.code):
            continue
        basis = [
            *one.names,
            *(name for before in one.before if words.OTHERWISE.search(one.plain) for name in before.names),
        ]
        if name in basis and not PROHIBITS.search(one.plain) and not RESTRICTS.search(one.plain):
            return True
    return False


def strange(saying: Saying, world: World) -> Iterator[Fact]:
    """A field that is not declared, sent to what is made in its section, or to all that has declared fields."""
    if (saying.status or 0) < 400 or not _STRANGE.search(saying.near) or saying.endpoints:
        return
    if _ELSEWHERE.search(saying.near):
        return
    home = world.api.homes.get(saying.section)
    declaring = [one for one in world.api.creators.values() if any(field.items for field in one.fields.values())]
    own = world.creator(saying.about) if saying.headed else home
    stage = world.stage()
    for creator in [own] if own else declaring:
        path, body = stage.path(creator.endpoint), stage.body(creator)
        stage.ask(creator.endpoint.method, path, refusal(saying, STRANGE), json={**body, STRANGE: 1})
    if stage.exchanges:
        yield fact(saying, stage)
