"""What a document tells of a library's interface: names and where they are from, parameters, classes, exceptions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .expressions import BUILTINS, Signature, calls, expression, free
from .talk import Place, listed

TYPES = {
    "str": "str", "string": "str", "strings": "str", "text": "str", "zeichenkette": "str", "cadena": "str",
    "chaîne": "str", "int": "int", "integer": "int", "float": "float", "bool": "bool", "boolean": "bool",
    "list": "list", "tuple": "tuple", "dict": "dict", "dictionary": "dict", "set": "set", "frozenset": "frozenset",
    "bytes": "bytes", "complex": "complex", "liste": "list", "tupel": "tuple", "ganzzahl": "int", "lista": "list",
    "entero": "int", "entier": "int", "inteiro": "int",
}  # fmt: skip
"""Word to the type that it names."""


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
    key_errors: frozenset[str] = frozenset(("KeyError",))
    """KeyError and what the document derives from it."""
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


def expression_of_api(code: str, api: Api) -> bool:
    """Whether the code is a call or a name of the interface and no plain text."""
    node = expression(code)
    return any(True for _ in calls(code)) or (isinstance(node, ast.Name) and node.id in (*api.imports, *api.functions))
