"""What the whole PRD tells of a library: its interface, its examples, and every sentence with those before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ....model import Prd
from ..knowledge import Knowledge
from .api import Api
from .expressions import called, expression
from .learning import learn, package_of
from .samples import Samples, gather
from .talk import Place, places


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the library."""

    api: Api
    samples: Samples
    items: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Item's ID to its sentences, fences and tables."""

    operators: frozenset[str] = frozenset()
    """Operators that the document's code has between instances."""

    def has(self, operator: str) -> bool:
        """Whether the operator is told to work: one for numbers by any of them, where no method is named for it."""
        if operator not in _ARITHMETIC:
            return operator in self.operators
        named = set(_ARITHMETIC[operator].split()) & set(self.api.functions)
        return bool(self.operators & set(_ARITHMETIC)) and not named


_ARITHMETIC = {
    "+": "add plus add_to",
    "-": "sub subtract minus",
    "*": "mul multiply times",
    "/": "div divide divided_by",
}
"""Operator to names of methods that would do the same."""
_SIGNS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def _operators(places: list[Place], api: Api) -> Iterator[str]:
    """The operators that stand beside an instance in the document's code, or alone as a code span."""
    for code in (code for place in places for code in place.codes):
        if code in ("<", "<=", ">", ">=", "+", "-", "*", "/"):
            yield code
        node = expression(code)
        for part in ast.walk(node) if node else ():
            operands = [part.left, part.right] if isinstance(part, ast.BinOp) else []
            operands += [part.left, *part.comparators] if isinstance(part, ast.Compare) else []
            if any(_is_instance(operand, api) for operand in operands):
                signs = [part.op] if isinstance(part, ast.BinOp) else getattr(part, "ops", [])
                yield from (_SIGNS[type(sign)] for sign in signs if type(sign) in _SIGNS)


def _is_instance(node: ast.expr, api: Api) -> bool:
    if isinstance(node, ast.Call):
        return bool(api.returned(called(node)))
    return isinstance(node, ast.Name) and node.id in api.variables


def read_world(prd: Prd, known: Knowledge) -> World:
    """The world of a PRD; an empty one where it names no package."""
    name = package_of(prd, known)
    if not name:
        return World(Api(), Samples())
    found = places(prd)
    api = learn(name, known, found)
    items: dict[str, tuple[Place, ...]] = {}
    for place in found:
        items[place.item.id] = (*items.get(place.item.id, ()), place)
    return World(api, gather(found, api), items, frozenset(_operators(found, api)))
