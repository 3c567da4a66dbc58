"""
The fields of bodies as a document declares them: in prose, as entries, and as rows of a table.

    The body has `name` (required, 1 to 40 characters)        `bike`
    - `isbn`: exactly 13 digits                               Rule: string, 1 to 80 characters
                                                              Default: required
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..lazily import any_of, lazy
from . import words
from .api import BODY_METHODS, Api, Creator, Field, names_it
from .constraints import told
from .marks import Mark
from .sayings import Saying

BODY = lazy(
    r"\b(?:body|payload|fields?|attributes?|properties|json|parameters?|rumpf|körper|felder?n?|cuerpo|campos?|corps|champs?|corpo|inhalt)\b",
    re.I,
)
_ITEM = lazy(r"^\W*(?:an?|each|every|the|eine?|jede[rs]?|un[ao]?|cada|une?|chaque|um[a]?)\s+(?P<noun>\w+)\b", re.I)
_HAS = lazy(r"\b(?:has|have|fields|consists|hat|felder|tiene|campos|champs|possède|tem)\b", re.I)
_REQUIRED = lazy(r"\b(?:required|mandatory|pflicht\w*|erforderlich|obligator\w+|obligatoire)\b", re.I)
_OPTIONAL = lazy(r"\b(?:optional\w*|freiwillig|opcional|facultati\w+|required: no)\b", re.I)
_UNDER = lazy(r"\b(?:if|when|where|while|wenn|falls|beim?|si|cuando|al|quand|lorsque|se|quando|ao)\b", re.I)
_RULE_LABEL = (
    r"type|typ|tipo|constraints?|rules?|format|regeln?|reglas?|règles?|regras?|restrictions?|restricciones|contraintes?"
    r"|valid\w*|(?:allowed )?values|werte|valores|valeurs"
)
_DEFAULT_LABEL = r"default(?: value)?|standard\w*|vorgabe(?:wert)?|por defecto|valor por defecto|par défaut|padrão"
_REQUIRED_LABEL = r"required|mandatory|pflicht(?:feld)?|obligatori[oa]|obligatoire|obrigatório"
_LABEL = lazy(
    rf"^\**(?:(?P<rule>{_RULE_LABEL})|(?P<default>{_DEFAULT_LABEL})|(?P<required>{_REQUIRED_LABEL}))\**:\s*", re.I
)
_YES = lazy(r"^\W*(?:yes|true|ja|sí|si|oui|sim|x|✓|✔)\W*$", re.I)
_NO = lazy(r"^\W*(?:no|false|nein|non|não)\W*$", re.I)


def declare(api: Api, sayings: Mapping[str, Sequence[Saying]]) -> None:
    """Keep the names of the fields that the clauses declare, and which creator a section with rows is about."""
    every = [saying for group in sayings.values() for saying in group]
    for saying in every:
        _fields(api, saying)
    rows = [saying for saying in every if _LABEL.match(saying.text) and row_name(saying)]
    for section in dict.fromkeys(saying.section for saying in rows):
        own = [saying for saying in rows if saying.section == section]
        if (creator := _home(api, own[0], every)) and _of_body(own, creator, every):
            api.homes[section] = creator
            for saying in own:
                creator.known(row_name(saying)).listed = True
            made = [one for one in every if one.section == section and words.SERVED.search(one.plain)]
            for name in {row_name(saying) for saying in made} & set(creator.fields):
                creator.fields[name].served = True
    for saying in every:
        creator = api.homes.get(saying.section)
        if creator and not saying.before and saying.names and not saying.status and _begins(saying):
            _declare(creator, saying, saying.names[0])


def row_name(saying: Saying) -> str:
    """The field whose row the clause is a cell of; empty where it is none."""
    first = saying.before[0] if saying.before else saying
    lone = [mark for mark in first.marks if mark.kind != "text" or mark.text.strip(" *")]
    return lone[0].text if len(lone) == 1 and lone[0].kind == "name" else ""


def _of_body(rows: list[Saying], creator: Creator, every: list[Saying]) -> bool:
    """Whether the rows are about what is sent: not about a query, an answer, or something else than is shown."""
    names = {row_name(saying) for saying in rows}
    queries = " ".join(mark.text for saying in every for mark in saying.marks if mark.kind == "query")
    if any(_NO_BODY.search(saying.lead) for saying in rows) or names & set(re.findall(r"[\w-]+", queries)):
        return False
    return not creator.examples or any(names & set(body) for body in creator.examples)


_NO_BODY = any_of(
    r"\b(?:quer(?:y|ies)|parameters?|filters?|headers?|options?|columns?|variables?|settings?)\b",
    r"\b(?:answers?|responses?|returns?)\b",
    r"\b(?:abfrage\w*|parameter\w*|kopfzeilen?|spalten?|variablen?|antwort\w*|optionen|einstellungen|consulta|respuesta)\b",
    r"\b(?:parámetros?|cabeceras?|columnas?|requête|réponse|paramètres?|colonnes?|resposta|parâmetros?)\b",
)


def _home(api: Api, saying: Saying, every: list[Saying]) -> Creator | None:
    """What is made in the section of the clause: by the one endpoint that it names, else by its heading."""
    if saying.headed:
        return next((one for one in api.creators.values() if one.endpoint == saying.about), None)
    named = {one.path for other in every if other.section == saying.section for one in other.endpoints}
    found = [one for one in api.creators.values() if one.endpoint.path in named]
    if len(found) == 1:
        return found[0]
    titles = re.findall(r"[^\W\d_]{3,}", saying.section[-1]) if saying.section else []
    found = [one for one in api.creators.values() if any(names_it(noun, one.endpoint.last) for noun in titles)]
    return found[0] if len(found) == 1 else None


def _fields(api: Api, saying: Saying) -> None:
    """Names of fields: a body "with `a` and `b`", or entries "`a`: string" under an endpoint or a noun."""
    if creator := _described(api, saying):
        _declare(creator, saying, saying.names[0])
    elif (one := saying.endpoint) and one.method in BODY_METHODS and BODY.search(saying.plain):
        creator = next((found for found in api.creators.values() if found.endpoint == one), None)
        if creator and (saying.status or 200) < 400:
            for name in _listed(saying):
                creator.known(name).listed = True
            if _HAS.search(saying.plain):
                for group, said, _ in told(saying, frozenset(creator.fields)):
                    for name in group:
                        _require(creator.fields[name], said)


def _listed(saying: Saying) -> Iterator[str]:
    """The names that stand behind the word for the body, up to the answer."""
    inside = False
    for mark in saying.marks:
        if mark.kind == "text":
            if BODY.search(mark.text):
                inside = True
            if re.search(r"[;.]", mark.text) and inside and not BODY.search(mark.text):
                return
        elif mark.kind == "name" and inside:
            yield mark.text


def _begins(saying: Saying) -> bool:
    """Whether the clause begins with a name and what is said of it: "`a`: string"."""
    first = next((mark for mark in saying.marks if mark.kind != "text" or mark.text.strip(" *")), None)
    if first is None or first.kind != "name":
        return False
    rest = "".join(mark.text for mark in saying.marks[1:2] if mark.kind == "text").strip(" *")
    return bool(re.match(r"[:(–—-]", rest))


def _described(api: Api, saying: Saying) -> Creator | None:
    """The creator whose field the clause describes, where it begins with the field's name: "`a`: string"."""
    if saying.before or saying.status or not _begins(saying):
        return None
    lead = saying.lead
    if lead and _HAS.search(lead) and (noun := _ITEM.match(lead)):
        named = [one for one in api.creators.values() if names_it(noun["noun"], one.endpoint.last)]
        return named[0] if len(named) == 1 else None
    if saying.headed and saying.about:
        return next((one for one in api.creators.values() if one.endpoint == saying.about), None)
    return None


def _declare(creator: Creator, saying: Saying, name: str) -> None:
    field = creator.known(name)
    field.listed = True
    rest = saying.text.partition(f"`{name}`")[2]
    if words.SERVED.search(rest):
        field.served = True
    _require(field, rest)


def _require(field: Field, said: str) -> None:
    if _OPTIONAL.search(said):
        field.required = False
    elif _REQUIRED.search(said) and not _UNDER.search(said):
        field.required = True


def groups(saying: Saying, creator: Creator) -> Iterator[tuple[tuple[str, ...], str, list[Mark]]]:
    """The fields and what is said of them; cells of a row go on with the field that the row begins with."""
    label = _LABEL.match(saying.text)
    name = (row_name(saying) or next(iter(saying.before[0].names), "")) if label and saying.before else ""
    if not label or name not in creator.fields or name in saying.names:
        yield from told(saying, frozenset(creator.fields))
        return
    cell = saying.text[label.end() :]
    if label["default"]:
        if _REQUIRED.search(cell):
            creator.fields[name].required = True
        found = [Mark("text", "default: "), *_behind(saying, label.end())]
        yield (name,), f"default: {cell}", found
    elif label["required"]:
        if _YES.match(cell) or _NO.match(cell):
            creator.fields[name].required = bool(_YES.match(cell))
    else:
        yield (name,), cell, _behind(saying, label.end())


def _behind(saying: Saying, length: int) -> list[Mark]:
    """The marks behind the label, which is text."""
    first, *rest = saying.marks
    if first.kind != "text":
        return list(saying.marks)
    return [Mark("text", first.text[length:]), *rest] if first.text[length:] else rest


def concerned(api: Api, saying: Saying) -> list[Creator]:
    """The creators whose fields the clause speaks of: that it names or stands under, else the one that has them."""
    own = [one for one in api.creators.values() if one.endpoint in saying.endpoints]
    if own or (saying.headed and any(one.endpoint == saying.about for one in api.creators.values())):
        return own or [one for one in api.creators.values() if one.endpoint == saying.about]
    cell = bool(_LABEL.match(saying.text)) and bool(saying.before)
    names = saying.before[0].names[:1] if cell else saying.names
    home = api.homes.get(saying.section)
    if home and any(name in home.fields and home.fields[name].listed for name in names):
        return [home]
    named = [one for one in api.creators.values() if any(name in one.fields for name in names)]
    if len(named) > 1 and saying.about:
        near = [one for one in named if one.endpoint.path == saying.about.path or one.endpoint == saying.about]
        named = near or named
    return named if len(named) == 1 else []
