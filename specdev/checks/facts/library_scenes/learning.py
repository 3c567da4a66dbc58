"""What a document tells of a library's interface: who is read as a class, a function, an exception, a variable."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ....model import Prd
from .. import words
from ..knowledge import Knowledge
from ..lazily import lazy
from ..markdown import Fence, Sentence, Span, Table
from . import wording
from .api import TYPES, Api, nouns
from .attributes import attributes_of
from .expressions import BUILTINS, Signature, signature, statements
from .talk import Place, told

_CLASS = lazy(r"[A-Z]\w*[a-z]\w*")


_ERROR = lazy(r"\w+(?:Error|Exception|Warning)|\w*Fehler|Error|Exception")


_INSTANCE = lazy(
    r"\b(?:an?|every|each|class|classes|eine?[nrms]?|jede[rs]?|klasse|una?|cada|clase|une?|chaque|classe|uma?)\s+"
    r"(?:new\s+|neue\w*\s+)?`([A-Z]\w*[a-z]\w*)`",
    re.I,
)
"""A class is spoken of: a `Quantity`."""


_PACKAGE = lazy(
    r"\b(?i:package|module|library|paket|modul|bibliothek|paquete|módulo|paquet|pacote)\s*\**`([a-z_][a-z0-9_]*)`"
)


def learn(package: str, known: Knowledge, places: Iterable[Place]) -> Api:
    """The interface of `package` that the places tell of."""
    places = list(places)
    codes = [code for place in places for code in _codes(place)]
    heads = list(dict.fromkeys(place.title for place in places if place.title))
    plain = [code for code in [*codes, *map(_bare, heads)] if "(self" not in code]
    signatures = [found for code in plain if (found := signature(code))]
    errors = _errors(codes, places)
    classes = _classes(codes, places, errors)
    members = [name for code in codes for name in re.findall(rf"(?<![\w.]){package}\.([A-Za-z_]\w*)", code)]
    own = [s.name for s in signatures if (not s.owner or s.owner == package) and s.name[0].islower()]
    names = [*members, *classes, *(name for name in errors if name not in BUILTINS), *own]
    others = set(_written(places))
    imports = {name: f"from {package} import {name}" for name in names if name not in others}
    imports |= {package: f"import {package}"}
    imports |= {name: _of_one(name, statement) for name, statement in known.imports.items()}
    variables = _variables(classes, signatures, codes, package)
    functions = dict(_functions(signatures, classes, package, variables))
    given = frozenset(name for code in codes for name in re.findall(r"(\w+)\([^)\s]", code))
    keys = frozenset(("KeyError", *_derived(places, "KeyError")))
    api = Api(package, imports, functions, classes, frozenset(errors), {}, variables, keys, given)
    returning = {name: found for place in places for name, found in _returns(place, api)}
    api = replace(api, functions={name: _returning(f, returning.get(name, "")) for name, f in functions.items()})
    return replace(api, attributes=attributes_of(places, api))


def _classes(codes: list[str], places: list[Place], errors: list[str]) -> tuple[str, ...]:
    """Names that are made, looked into or spoken of with an article, and are no exceptions."""
    capital = [name for code in codes for name in re.findall(r"(?<![\w.'\"])([A-Z]\w*[a-z]\w*)(?=\(|\.|$)", code)]
    usual = [name for name in dict.fromkeys(capital) if name not in BUILTINS and _CLASS.fullmatch(name)]
    made = {name for code in codes for name in re.findall(r"(?<![\w.'\"])([A-Z]\w*[a-z]\w*)[(.]", code)}
    spoken = {name for place in places for name in _INSTANCE.findall(place.text)}
    return tuple(name for name in usual if name in made | spoken and name not in errors)


def _written(places: list[Place]) -> Iterator[str]:
    """Classes and functions that the document's own code writes out: they are the user's, unless nothing is in them."""
    for place in places:
        fence = place.piece
        for node in statements(fence.text) or () if isinstance(fence, Fence) and _is_python(fence) else ():
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not _is_stub(node):
                yield node.name


def _is_stub(node: ast.stmt) -> bool:
    """Whether a class or function only says how it looks: annotations, signatures, a docstring."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return all(map(_is_stub, node.body))
    empty = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return empty or isinstance(node, ast.Pass | ast.AnnAssign)


def _derived(places: list[Place], base: str) -> Iterator[str]:
    """The exceptions that the document derives from `base` directly."""
    for place in places:
        found = place.spans
        for one, gap, other in zip(found, found[1:], found[2:], strict=False):
            if one.kind == other.kind == "code" and other.text == base and wording.SUBCLASS.search(gap.text):
                yield one.text


def _of_one(name: str, statement: str) -> str:
    """The import of one name out of those that the statement imports."""
    module, _, names = statement.partition(" import ")
    return f"{module} import {name}" if names and " as " not in names else statement


def _returning(found: Signature, told: str) -> Signature:
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


def package_of(prd: Prd, known: Knowledge) -> str:
    """The one package that the document uses, imports from, or names as its package; empty where there is none."""
    if known.package:
        return known.package
    roots = {statement.split()[1].split(".")[0].strip(",") for statement in known.imports.values()}
    own = {root for root in roots if root not in sys.stdlib_module_names and root not in ("pytest", "numpy")}
    for text in told(prd):
        own.update(_PACKAGE.findall(text))
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
