"""Operators between instances: which one the words speak of, and which instances stand on its sides."""

from __future__ import annotations

import re

from . import wording
from .samples import Sample
from .talk import Place
from .world import World


def operation_of(text: str) -> str:
    """The operator that the words speak of: the code span with one, else the last word for one."""
    if marked := re.findall(r"`(<=?|>=?|\+|-|\*|/|==)`", text):
        return str(marked[-1])
    found = [(m.start(), name) for name, pattern in wording.OPERATIONS.items() for m in pattern.finditer(text)]
    return max(found)[1] if found else ""


def operate(operation: str, left: str, right: str, world: World) -> str:
    """The code that does the operation with instances that hold the two words; empty where it is not known how."""
    kind = next((k for k in world.api.classes if world.samples.with_word(left, k)), "")
    one = world.samples.with_word(left, kind)
    other = world.samples.with_word(right, kind)
    if not one or not other:
        return ""
    if operation != "convert":
        return f"{one.code} {operation} {other.code}" if world.has(operation) else ""
    noun = next((v.noun for v in world.samples.vocabularies if right in v.words), "")
    methods = [f.name for f in world.api.functions.values() if f.owner == kind and f.parameters == (noun,)]
    return f"{one.code}.{methods[0]}({right!r})" if len(methods) == 1 else ""


def different_argument(operation: str, clause: str, world: World) -> str:
    """Two examples that differ in the attribute that the words name."""
    for kind, told in world.api.attributes.items() if world.has(operation) else ():
        names = [n for n in told if re.search(rf"\b{re.escape(n)}|\b{re.escape(n[:-1])}ies\b", clause, re.I)]
        made = world.samples.of(kind)
        for one in made if len(names) == 1 else ():
            for other in made:
                if _argument(one, names[0], list(told)) != _argument(other, names[0], list(told)):
                    return f"{one.code} {operation} {other.code}"
    return ""


def _argument(sample: Sample, name: str, names: list[str]) -> object:
    if name in sample.arguments:
        return sample.arguments[name]
    return sample.arguments.get(names.index(name)) if sample.function == sample.kind else None


def instance(place: Place, world: World) -> Sample | None:
    """An example of the class that is spoken of."""
    kind = kind_of(place, world)
    made = world.samples.of(kind) if kind else []
    return made[0] if made else None


def kind_of(place: Place, world: World) -> str:
    """The class that the sentence speaks of, or one before it in the section; the only one where there is one."""
    for text in (place.text, *(near.text for near in reversed(place.before)), place.title):
        if kind := world.api.class_of(text):
            return kind
    return world.api.classes[0] if len(world.api.classes) == 1 else ""
