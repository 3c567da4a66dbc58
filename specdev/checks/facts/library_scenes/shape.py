"""
What classes and functions are: whose subclass, what they return, which attributes, whether these can be set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import words
from ..fact import Gap
from ..lazily import lazy
from . import wording
from .api import TYPES
from .expressions import BUILTINS, signature
from .operands import instance, kind_of
from .samples import spread
from .script import Scene, raises
from .talk import Place
from .world import World

MAX_EXAMPLES = 4
"""Examples that one scene goes through."""


def subclasses(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`ParseError` is a subclass of `ValueError`."""
    found = place.spans
    for number in range(2, len(found)):
        gap, base = found[number - 1], found[number]
        kind = _IS_A.fullmatch(gap.text) and world.api.error(base.text)
        if gap.kind != "text" or base.kind != "code" or not (wording.SUBCLASS.search(gap.text) or kind):
            continue
        own = [span.text for span in found[:number] if span.kind == "code" and _is_class(span.text, world)]
        if not own or not _is_class(base.text, world) or words.NOT.search(gap.text) or own[-1] in BUILTINS:
            continue
        names = [own[-1]]
        # `A` and `B` are subclasses of `C`
        if re.search(r"\b(?:are|sind|son|sont|são|both|all)\b", gap.text):
            names = own
        for name in names:
            yield Scene(f">>> issubclass({name}, {base.text})\nTrue\n", place.text)


_IS_A = lazy(r"\s+(?:is|must be|ist|es|est|é) (?:also |auch )?(?:an?|eine?|une?|uma?)\s+", re.I)


def _is_class(name: str, world: World) -> bool:
    return world.api.error(name) or name in world.api.classes


def returned(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`parse(text)` returns a `Quantity`, `parse(text: str) -> Quantity`."""
    for code in place.codes:
        told = signature(code)
        known = world.api.functions.get(told.name) if told else None
        if not told or not known or not known.returns or known.owner or not world.api.importable(known.name):
            continue
        said = told.returns or (wording.MUST_RETURN.search(place.words) and not words.NOT.search(place.words))
        kind = known.returns if known.returns in (*world.api.classes, *TYPES.values()) else ""
        calls = world.samples.called.get(known.name, ())[:MAX_EXAMPLES]
        if said and kind and calls and not words.CONDITION.search(place.words):
            checked = f"[isinstance(given, {kind}) for given in [{', '.join(calls)}]]"
            yield Scene(f">>> {checked}\n{[True] * len(calls)}\n", place.text)


def imported(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`from quantia import parse, total` brings everything in."""
    if place.item.text.split() != place.text.split():
        return  # there is more to it than the import
    for code in place.codes if len(place.codes) == 1 else ():
        own = re.fullmatch(rf"(?:from {world.api.package} import [\w, ]+|import {world.api.package})", code)
        if own and not words.NOT.search(place.words):
            yield Scene(f">>> {code}\n", place.text)


def hashable(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Instances are hashable."""
    kind = world.api.class_of(place.text)
    made = world.samples.of(kind) if kind and wording.HASHABLE.search(place.words) else []
    if made and not words.NOT.search(place.words):
        yield Scene(f">>> isinstance(hash({made[0].code}), int)\nTrue\n", place.text)


def attributes(place: Place, world: World) -> Iterator[Scene | Gap]:
    """A `Quantity` has two attributes, `value`, which is a `float`, and `unit`, a string."""
    for kind, told in world.api.attributes.items():
        names = [name for name in told if name in place.codes]
        made = world.samples.of(kind)
        if not names or not made or world.api.class_of(place.text) != kind or wording.RAISES.search(place.words):
            continue
        lead = place.text.partition(f"`{names[0]}`")[0]
        if not wording.HAS.search(lead) or words.CONDITION.search(lead):
            continue
        values = ", ".join(sample.code for sample in spread(made, 2 * MAX_EXAMPLES))
        for name in names:
            if told[name]:
                yield Scene(
                    f">>> {{type(made.{name}).__name__ for made in [{values}]}}\n{ {told[name]} }\n", place.text
                )
            else:
                yield Scene(f">>> all(hasattr(made, {name!r}) for made in [{values}])\nTrue\n", place.text)


def frozen(place: Place, world: World) -> Iterator[Scene | Gap]:
    """It is immutable: setting an attribute must raise `AttributeError`."""
    errors = [code for code in place.codes if world.api.error(code)]
    if not errors or not wording.RAISES.search(place.words):
        return
    if not (wording.SETTING.search(place.words) or wording.IMMUTABLE.search(place.words)):
        return
    sample = instance(place, world)
    told = world.api.attributes.get(kind_of(place, world), {})
    if not sample or not told:
        yield Gap(place.item.id, place.text, "which attributes there are is not told")
        return
    for name in told:
        code = f"setattr({sample.code}, {name!r}, {sample.code}.{name})"
        yield Scene(raises(code, errors[0]), place.text)


def printed(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`repr` gives `Quantity(3.5, 'kg')`: of the instance that is made so."""
    found = place.spans
    for name, gap, value in zip(found, found[1:], found[2:], strict=False):
        if name.kind != "code" or name.text not in ("repr", "repr()") or value.kind != "code" or gap.kind != "text":
            continue
        written = value.text.partition("(")[0] in world.api.classes and world.api.needed(value.text) is not None
        if written and wording.RETURNS.search(gap.text) and not words.NOT.search(gap.text):
            yield Scene(f">>> repr({value.text}) == {value.text!r}\nTrue\n", place.text)
