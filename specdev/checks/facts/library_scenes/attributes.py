"""The attributes of classes that a document tells, each with its type."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from ..lazily import lazy
from ..markdown import Fence, Span
from . import wording
from .api import TYPES, Api
from .expressions import statements
from .talk import Place

_ATTRIBUTES = lazy(
    r"\b(?:attributes?|fields?|properties|property|attribut\w*|felder?|eigenschaft\w*|atributos?|campos?|champs?|"
    r"propriedades?|propiedades?|propriétés?)\b",
    re.I,
)


_OF = lazy(r"\b(?:of|von|de|des|d'une?)\b(?:\s+\w+)?\s*$", re.I)
_PRONOUN = lazy(r"^\W*(?:it|they|each|es|sie|er|ella?|tiene|il|elle|ela?|tem)\b", re.I)


def attributes_of(places: list[Place], api: Api) -> dict[str, dict[str, str]]:
    """Class to its attributes, each with its type or an empty text."""
    found: dict[str, dict[str, str]] = {}
    for place in places:
        for kind, name, of in _told_attributes(place, api):
            if name not in api.functions and not found.setdefault(kind, {}).get(name):
                found[kind][name] = of
    return found


def _told_attributes(place: Place, api: Api) -> Iterator[tuple[str, str, str]]:
    """(class, attribute, type)"""
    if isinstance(place.piece, Fence):
        for node in statements(place.piece.text) or ():
            if isinstance(node, ast.ClassDef) and node.name in api.classes:
                for part in node.body:
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                        yield node.name, part.target.id, TYPES.get(ast.unparse(part.annotation), "")
    for code in place.codes:
        dotted = re.fullmatch(r"([A-Za-z_]\w*)\.([a-z_]\w*)", code)
        kind = (dotted[1] if dotted[1] in api.classes else api.variables.get(dotted[1], "")) if dotted else ""
        if dotted and kind and dotted[1] != api.package:
            yield kind, dotted[2], ""
    found = place.spans
    for number, span in enumerate(found):
        if span.kind != "text" or not _ATTRIBUTES.search(span.text):
            continue
        lead = "".join(f"`{s.text}`" if s.kind == "code" else s.text for s in found[: number + 1])
        kind = api.class_of(lead)
        if not kind and _PRONOUN.match(lead):
            kind = next((said for near in reversed(place.before) if (said := api.class_of(near.text))), "")
        later = next(
            (n for n in range(number + 1, len(found)) if re.search(r"\bmethod", found[n].text, re.I)), len(found)
        )
        names = [n for n in range(number + 1, later) if found[n].kind == "code" and found[n].text not in api.classes]
        if not kind and _OF.search(span.text):  # `start` and `end` are attributes of a `Span`
            kind = next((s.text for s in found[number + 1 : number + 2] if s.text in api.classes), "")
            names = [n for n in range(number) if found[n].kind == "code"]
        for n in names if kind and not wording.RAISES.search(place.words) else ():
            name = found[n].text
            if re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in TYPES:
                yield kind, name, _type_behind(found, n) or _type_of_all(found)
        return


def _type_of_all(found: list[Span]) -> str:
    """The type told of all attributes of a list: `major` and `minor`, all of them `int`."""
    for text, code in pairwise(found):
        if text.kind == "text" and re.search(
            r"\b(?:all|both|each|alle|beide|jeweils|todos|tous)\b[\w\s]*$", text.text, re.I
        ):
            return TYPES.get(code.text, "")
    return ""


def _type_behind(found: list[Span], number: int) -> str:
    """The type told behind an attribute's name: `value`, which is a `float`; `unit` (a string)."""
    behind = found[number + 1].text if number + 1 < len(found) else ""
    told = re.match(
        r"[\s,(:]*(?:(?:which|that|die|das|der)\s+)?(?:(?:is|are|ist|es|est|é)\s+)?(?:an?|eine?|une?|uma?)?\s*(\w*)",
        behind,
    )
    if told and told[1]:
        return TYPES.get(told[1].lower(), "")
    if told and number + 2 < len(found) and told.end() == len(behind) and behind.strip(" ,(:"):
        return TYPES.get(found[number + 2].text, "")
    return ""
