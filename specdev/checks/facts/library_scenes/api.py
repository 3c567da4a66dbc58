"""What a document tells of a library's interface: names and where they are from, parameters, classes, exceptions."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ....model import Prd
from .. import words
from ..knowledge import Knowledge
from ..markdown import Fence, Sentence, Span, Table
from . import wording
from .expressions import BUILTINS, Signature, expression, free, signature, statements
from .talk import Place, listed

_CLASS = re.compile(r"[A-Z]\w*[a-z]\w*")
_ERROR = re.compile(r"\w+(?:Error|Exception|Warning)|\w*Fehler|Error|Exception")
TYPES = {
    "str": "str", "string": "str", "strings": "str", "text": "str", "zeichenkette": "str", "cadena": "str",
    "chaîne": "str", "int": "int", "integer": "int", "float": "float", "bool": "bool", "boolean": "bool",
    "list": "list", "tuple": "tuple", "dict": "dict", "dictionary": "dict", "set": "set", "frozenset": "frozenset",
    "bytes": "bytes", "complex": "complex", "liste": "list", "tupel": "tuple", "ganzzahl": "int", "lista": "list",
    "entero": "int", "entier": "int", "inteiro": "int",
}  # fmt: skip
"""Word to the type that it names."""
_ATTRIBUTES = re.compile(
    r"\b(?:attributes?|fields?|properties|property|attribut\w*|felder?|eigenschaft\w*|atributos?|campos?|champs?|"
    r"propriedades?|propiedades?|propriétés?)\b",
    re.I,
)
_PRONOUN = re.compile(r"^\W*(?:it|they|each|es|sie|er|ella?|tiene|il|elle|ela?|tem)\b", re.I)
_INSTANCE = re.compile(
    r"\b(?:an?|every|each|class|classes|eine?[nrms]?|jede[rs]?|klasse|una?|cada|clase|une?|chaque|classe|uma?)\s+"
    r"(?:new\s+|neue\w*\s+)?`([A-Z]\w*[a-z]\w*)`",
    re.I,
)
"""A class is spoken of: a `Quantity`."""
_PACKAGE = re.compile(r"\b(?:package|module|library|paket|modul|bibliothek|paquete|módulo|paquet|pacote)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Api:
    """The interface, as far as the document tells it."""

    package: str = ""
    imports: Mapping[str, str] = field(default_factory=dict)
    """Name to the statement that imports it."""
    functions: Mapping[str, Signature] = field(default_factory=dict)
    """Functions, constructors and methods; the owner of a method is its class."""
    classes: tuple[str, ...] = ()
    """Without exceptions."""
    errors: frozenset[str] = frozenset()
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Class to its attributes, each with its type or an empty text."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Names that stand for an instance of a class."""
    given: frozenset[str] = frozenset()
    """Names that are called with arguments somewhere."""

    def importable(self, name: str) -> bool:
        return name in self.imports

    def needed(self, source: str) -> list[str] | None:
        """The import statements for the names that are free in `source`; None where one is not known."""
        found = [self.imports.get(name) for name in free(source)]
        return None if not all(found) else list(dict.fromkeys(statement for statement in found if statement))

    def returned(self, name: str) -> str:
        """The class that a call of `name` gives, where that is told."""
        if name in self.classes:
            return name
        found = self.functions.get(name)
        return found.returns if found and found.returns in self.classes else ""

    def error(self, name: str) -> bool:
        """Whether it is an exception that is there to be caught."""
        return name in self.errors and (name in BUILTINS or name in self.imports)

    def key_error(self, name: str) -> bool:
        return name == "KeyError"

    def class_of(self, text: str) -> str:
        """The one class that the words speak of by its name or as a common noun: a quantity, `Quantity`."""
        found = [name for name in self.classes if re.search(rf"`{name}`|\b(?:{'|'.join(nouns(name))})\b", text, re.I)]
        return found[0] if len(found) == 1 else ""


def nouns(name: str) -> list[str]:
    """The words for instances of a class: `RateLimit` gives "rate limit" and "rate limits"."""
    singular = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return [singular, plural(singular)]


def plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else f"{word}s"


def learn(prd: Prd, known: Knowledge, places: Iterable[Place]) -> Api:
    """The interface that the places tell of."""
    places = list(places)
    codes = [code for place in places for code in _codes(place)]
    package = known.package or _package(known, places)
    if not package:
        return Api()
    heads = list(dict.fromkeys(place.title for place in places if place.title))
    signatures = [found for code in [*codes, *map(_bare, heads)] if (found := signature(code))]
    errors = _errors(codes, places)
    capital = [name for code in codes for name in re.findall(r"(?<![\w.'\"])([A-Z]\w*[a-z]\w*)(?=\(|\.|$)", code)]
    members = [name for code in codes for name in re.findall(rf"(?<![\w.]){package}\.([A-Za-z_]\w*)", code)]
    usual = [name for name in dict.fromkeys(capital) if name not in BUILTINS and _CLASS.fullmatch(name)]
    made = {name for code in codes for name in re.findall(r"(?<![\w.'\"])([A-Z]\w*[a-z]\w*)\(", code)}
    dotted = {name for code in codes for name in re.findall(r"(?<![\w.'\"])([A-Z]\w*[a-z]\w*)\.", code)}
    spoken = {name for place in places for name in _INSTANCE.findall(place.text)}
    classes = tuple(name for name in usual if name in made | dotted | spoken and name not in errors)
    own = [s.name for s in signatures if (not s.owner or s.owner == package) and s.name[0].islower()]
    names = [*members, *classes, *(name for name in errors if name not in BUILTINS), *own]
    imports = {name: f"from {package} import {name}" for name in names} | {package: f"import {package}"}
    imports |= {name: _of_one(name, statement) for name, statement in known.imports.items()}
    variables = _variables(classes, signatures, codes, package)
    functions = dict(_functions(signatures, classes, package, variables))
    api = Api(package, imports, functions, classes, frozenset(errors), {}, variables)
    returning = {name: found for place in places for name, found in _returns(place, api)}
    functions = {name: _returning(found, returning.get(name, ""), api) for name, found in functions.items()}
    api = Api(package, imports, functions, classes, frozenset(errors), {}, variables)
    given = frozenset(name for code in codes for name in re.findall(r"(\w+)\([^)\s]", code))
    return Api(package, imports, functions, classes, frozenset(errors), _attributes(places, api), variables, given)


def _of_one(name: str, statement: str) -> str:
    """The import of one name out of those that the statement imports."""
    module, _, names = statement.partition(" import ")
    return f"{module} import {name}" if names and " as " not in names else statement


def _returning(found: Signature, told: str, api: Api) -> Signature:
    returns = found.returns if found.returns else told
    return Signature(found.name, found.owner, found.parameters, found.required, found.types, returns)


def _bare(title: str) -> str:
    return title.replace("`", "").strip()


def _codes(place: Place) -> Iterator[str]:
    """Every piece of code that a place holds: spans, cells and the lines of a fence."""
    if isinstance(place.piece, Sentence):
        yield from place.codes
    elif isinstance(place.piece, Table):
        for row in (place.piece.header, *place.piece.rows):
            yield from (code for cell in row for code in re.findall(r"`([^`]+)`", cell))
    elif isinstance(place.piece, Fence) and _is_python(place.piece):
        for line in place.piece.text.split("\n"):
            yield re.sub(r"^(?:>>>|\.\.\.) ", "", line)


def _is_python(fence: Fence) -> bool:
    if fence.info.split()[:1]:
        return fence.info.split()[0].lower() in ("python", "py", "pycon", "python3")
    return ">>> " in fence.text or statements(fence.text) is not None


def _package(known: Knowledge, places: list[Place]) -> str:
    """The one package that the document imports from, or that it names as its package."""
    roots = {statement.split()[1].split(".")[0].strip(",") for statement in known.imports.values()}
    own = {root for root in roots if root not in sys.stdlib_module_names and root not in ("pytest", "numpy")}
    for place in places:
        for text, code in zip(place.spans, place.spans[1:], strict=False):
            named = code.kind == "code" and re.fullmatch(r"[a-z_][a-z0-9_]*", code.text)
            if named and text.kind == "text" and _PACKAGE.search(text.text):
                own.add(code.text)
    return own.pop() if len(own) == 1 else ""


def _errors(codes: list[str], places: list[Place]) -> list[str]:
    """Exceptions: what is named like one, what is raised, and what Python has."""
    found = [name for code in codes for name in [code.rpartition(".")[2]] if _ERROR.fullmatch(name)]
    for place in places:
        for text, code in zip(place.spans, place.spans[1:], strict=False):
            raised = text.kind == "text" and wording.RAISES.search(" ".join(text.text.split()[-5:]))
            if raised and code.kind == "code" and _CLASS.fullmatch(code.text):
                found.append(code.text)
    python = [
        name for name in BUILTINS if isinstance(kind := getattr(builtins, name), type) and issubclass(kind, Exception)
    ]
    return list(dict.fromkeys([*found, *sorted(python)]))


def _variables(classes: tuple[str, ...], signatures: list[Signature], codes: list[str], package: str) -> dict[str, str]:
    """Names in lower case that stand for an instance: assigned to one, called like its class, or its initial."""
    found: dict[str, str] = {}
    for code in codes:
        assigned = re.match(r"^([a-z_]\w*) = ([A-Z]\w*)\(", code)
        if assigned and assigned[2] in classes:
            found[assigned[1]] = assigned[2]
    for name in dict.fromkeys(s.owner for s in signatures if s.owner and s.owner != package):
        fits = [c for c in classes if name in (c.lower(), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", c).lower())]
        initial = [c for c in classes if len(name) == 1 and c[0].lower() == name]
        if len(fits or initial) == 1:
            found.setdefault(name, (fits or initial)[0])
    for c in classes:
        found.setdefault(c.lower(), c)
        if sum(other[0] == c[0] for other in classes) == 1:
            found.setdefault(c[0].lower(), c)
    return found


def _functions(
    signatures: list[Signature], classes: tuple[str, ...], package: str, variables: Mapping[str, str]
) -> Iterator[tuple[str, Signature]]:
    """Name to signature; the one with the most parameters where there are several."""
    for found in sorted(signatures, key=lambda s: len(s.parameters)):
        owner = "" if found.owner == package else found.owner
        owner = owner if owner in classes else variables.get(owner, "") if owner else ""
        if owner or not found.owner or found.owner == package:
            returns = found.returns.strip("'\"")
            yield found.name, Signature(found.name, owner, found.parameters, found.required, found.types, returns)


def _returns(place: Place, api: Api) -> Iterator[tuple[str, str]]:
    """(function, class or type): `parse(text)` returns a `Quantity`."""
    found = place.spans
    for number, span in enumerate(found[:-1]):
        call = signature(span.text) if span.kind == "code" else None
        gap = found[number + 1]
        if not call or call.name not in api.functions or gap.kind != "text":
            continue
        verb = wording.MUST_RETURN.search(gap.text)
        if not verb or len(gap.text[: verb.start()].split()) > 2 or words.NOT.search(gap.text[: verb.start()]):
            continue
        rest = gap.text[verb.end() :].split(",")[0]
        if kind := _kind(rest, found[number + 2 : number + 3], api):
            yield call.name, kind


def _kind(rest: str, following: list[Span], api: Api) -> str:
    """The class or type that the words between a verb and the next code span, or that span, name."""
    if following and following[0].kind == "code" and len(rest.split()) <= 3 and not re.search(r"[.;:]", rest):
        code = following[0].text
        return code if code in api.classes or code in TYPES.values() else ""
    article = re.match(r"\s*(?:(?:a|an|one|the|eine?n?|une?|uma?)\s+)(?:new\s+|neue\w*\s+)?(\w+)", rest, re.I)
    noun = article[1].lower() if article else ""
    return next((name for name in api.classes if noun == nouns(name)[0]), TYPES.get(noun, ""))


def _attributes(places: list[Place], api: Api) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for place in places:
        for kind, name, of in _told_attributes(place, api):
            if name not in api.functions and not found.setdefault(kind, {}).get(name):
                found[kind][name] = of
    return found


def _told_attributes(place: Place, api: Api) -> Iterator[tuple[str, str, str]]:
    """(class, attribute, type)"""
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
        names = [n for n in range(number + 1, len(found)) if found[n].kind == "code"]
        for n in names if kind and not wording.RAISES.search(place.words) else ():
            name = found[n].text
            if re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in TYPES:
                yield kind, name, _type_behind(found, n) or _type_of_all(found)
        return


def _type_of_all(found: list[Span]) -> str:
    """The type told of all attributes of a list: `major` and `minor`, all of them `int`."""
    for text, code in zip(found, found[1:], strict=False):
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
    if told and number + 2 < len(found) and told.end() == len(behind) and len(behind.strip(" ,(:")) > 1:
        return TYPES.get(found[number + 2].text, "")
    return ""


def places_lists(place: Place) -> Iterator[tuple[int, list[str]]]:
    """(number of its first span, its members) of every enumeration of code spans."""
    found = place.spans
    number = 0
    while number < len(found):
        if found[number].kind != "code":
            number += 1
            continue
        names = listed(found, number)
        yield number, names
        number += 2 * len(names) - 1


def is_expression(code: str, api: Api) -> bool:
    """Whether the code can be run as it stands, all its names known."""
    return expression(code) is not None and api.needed(code) is not None
