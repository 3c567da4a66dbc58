"""
Laws: what holds for all values of a kind, tried on the document's own examples.

    `parse(str(q))` equals `q` for every quantity            equal quantities must have the same hash
    values are rounded to 9 significant digits               comparing with something else by `==` is false
    quantities can be added and subtracted, multiplied by a number and divided by a number
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from .. import words
from ..fact import Gap
from ..lazily import lazy
from . import wording
from .expressions import called, calls, expression, free, has_call, side
from .operands import instance, kind_of, operation_of
from .samples import Sample, spoken, spread
from .script import Scene, written_out
from .talk import Place
from .world import World

MAX_EXAMPLES = 8
"""Examples that a law is tried on."""


def quantified(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`parse(str(q))` equals `q` for every quantity."""
    if not wording.EVERY.search(place.words) or wording.RAISES.search(place.words):
        return
    for law in _laws(place):
        unknown = [name for name in free(law) if not world.api.importable(name)]
        kind = world.api.variables.get(unknown[0], "") if len(unknown) == 1 else ""
        made = world.samples.of(kind) if kind else []
        if len(unknown) != 1 or not kind:
            continue
        if not made:
            yield Gap(place.item.id, place.text, f"no example of `{unknown[0]}` is told")
            continue
        values = [sample.code for sample in spread(made, MAX_EXAMPLES)]
        yield Scene(f">>> [{law} for {unknown[0]} in [{', '.join(values)}]]\n{[True] * len(values)}\n", place.text)
        if more := _numbers(made, world):
            yield Scene(f">>> [{law} for {unknown[0]} in [{', '.join(more)}]]\n{[True] * len(more)}\n", place.text)
        return


def _numbers(made: list[Sample], world: World) -> list[str]:
    """A directly made example with numbers between the examples' own, which are easily lost in a text."""
    plain = [sample for sample in made if _float_place(sample, world) is not None]
    if not plain:
        return []
    number = _float_place(plain[0], world) or 0
    values = [float(str(sample.arguments[number])) for sample in plain]
    low, high = min(values), max(values)
    between = [low + (high - low) / part for part in (3, 7)] if high > low else []
    return [plain[0].with_arguments({**plain[0].arguments, number: value}) for value in between]


def _laws(place: Place) -> Iterator[str]:
    """What is told to hold, each as one comparison."""
    found = place.spans
    for span in found:
        node = expression(span.text) if span.kind == "code" and free(span.text) else None
        if isinstance(node, ast.Compare) and [type(sign) for sign in node.ops] == [ast.Eq]:
            yield span.text
    for one, gap, other in zip(found, found[1:], found[2:], strict=False):
        if one.kind == other.kind == "code" and (law := _law(one.text, gap.text, other.text)):
            yield law


def _law(one: str, gap: str, other: str) -> str:
    """The two sides as one comparison, where the words between them say that they are equal."""
    if not wording.RETURNS.search(gap) or len(gap.split()) > 4 or words.NOT.search(gap) or not has_call(one):
        return ""
    return f"{side(one)} == {side(other)}" if expression(one) and expression(other) and free(one) else ""


def equal_pairs(world: World) -> Iterator[tuple[str, str]]:
    """Two instances that the document says are equal: `a == b` is true, `a` is `b`."""
    for place in (place for places in world.items.values() for place in places):
        found = place.spans
        for number, (code, gap) in enumerate(pairwise(found)):
            pair = code.text.split(" == ") if code.kind == "code" else []
            if len(pair) == 2 and re.match(
                rf"\s+(?:is|are|must be|ist|es|est|é)\s+(?:{wording.TRUTH['True'].pattern})\b", gap.text, re.I
            ):
                pair = [part.strip() for part in pair]
            elif (
                len(pair) == 1
                and wording.RETURNS.search(gap.text)
                and len(gap.text.split()) <= 2
                and number + 2 < len(found)
            ):
                pair = [code.text, found[number + 2].text]
            if len(pair) == 2 and not words.NOT.search(gap.text) and all(_instance(part, world) for part in pair):
                yield pair[0], pair[1]


def _instance(code: str, world: World) -> bool:
    """Whether the code makes an instance of a class as it stands."""
    node = expression(code)
    made = isinstance(node, ast.Call) and bool(world.api.returned(called(node)))
    return made and world.api.needed(code) is not None


def hashes(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Equal quantities must have the same hash."""
    if not wording.SAME_HASH.search(place.words) or words.NOT.search(place.words):
        return
    pairs = list(dict.fromkeys(equal_pairs(world)))
    if not pairs:
        yield Gap(place.item.id, place.text, "no two values that are equal are told")
    for one, other in pairs[:MAX_EXAMPLES]:
        yield Scene(f">>> hash({one}) == hash({other})\nTrue\n", place.text)


def rounded(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Values are rounded to 9 significant digits before they are compared."""
    digits = wording.SIGNIFICANT.search(place.text)
    about = place.text + place.item.lead + "".join(near.text for near in place.before[-1:])
    if not digits or not wording.ROUNDED.search(place.text) or not wording.EQUAL.search(about):
        return
    number = int(wording.NUMERALS.get(digits["digits"].lower(), 0) or digits["digits"])
    of, value = _with_number(place, world)
    if of is None or not 3 <= number <= 14:
        return
    last = math.floor(math.log10(value)) - number + 1  # the place of the last digit that counts
    near, far = (of(float(f"{value + 10.0**digit:.15g}")) for digit in (last - 1, last))
    yield Scene(f">>> {of(value)} == {near}\nTrue\n\n>>> {of(value)} == {far}\nFalse\n", place.text)


def _with_number(place: Place, world: World) -> tuple[Callable[[float], str] | None, float]:
    """How an example of the class that is spoken of is made with another number, and its own positive one."""
    for sample in world.samples.of(kind_of(place, world)):
        number = _float_place(sample, world)
        value = sample.arguments[number] if number is not None else None
        if number is not None and isinstance(value, float) and value > 0:

            def of(other: float, sample: Sample = sample, number: int = number) -> str:
                return sample.with_arguments({**sample.arguments, number: other})

            return of, value
    return None, 0.0


def _float_place(sample: Sample, world: World) -> int | None:
    """Which argument of a directly made instance is its number."""
    told = world.api.attributes.get(sample.kind, {})
    names = [name for name, _ in written_out(sample.code, world.api)]
    found = [
        n for n, name in enumerate(names) if told[name] in ("float", "") and isinstance(sample.arguments[n], float)
    ]
    return found[0] if len(found) == 1 else None


def not_a_member(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Comparing a quantity with something that is no quantity by `==` is false and raises nothing."""
    if "==" not in place.codes or not wording.NOT_MEMBER.search(place.words):
        return
    false = re.search(
        rf"\b(?:is|gives|returns|ist|ergibt|es|est|é)\b[^.]*?\b(?:{wording.TRUTH['False'].pattern})\b",
        place.words,
        re.I,
    )
    sample = instance(place, world)
    if not (false or "False" in place.codes) or not sample or wording.DIFFERENT.search(place.words):
        return
    others = [f"str({sample.code})", *map(repr, _literal_arguments(sample)), "None", "object()"]
    yield Scene(
        f">>> [{sample.code} == other for other in [{', '.join(others)}]]\n{[False] * len(others)}\n", place.text
    )


def _literal_arguments(sample: Sample) -> list[object]:
    return [value for value in sample.arguments.values() if not isinstance(value, str)][:1] or [3.5]


def arithmetic(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Quantities can be added and subtracted; a quantity can be multiplied by a number and divided by a number."""
    if not _CAN.search(place.words) or wording.RAISES.search(place.words) or words.NOT.search(place.words):
        return
    of, value = _with_number(place, world)
    if of is None or not world.api.class_of(place.text):
        return
    one, two = of(value), of(2 * value)
    scalar = wording.A_NUMBER.search(place.words)
    tried = [sign for sign in "+-*/" if wording.OPERATIONS[sign].search(place.words) and world.has(sign)]
    scenes = {"*": f"{one} * 2 == {two}", "/": f"{two} / 2 == {one}"}
    if not scalar:
        scenes = {"+": f"{one} + {one} == {two}", "-": f"{two} - {one} == {one}"}
    for sign in tried:
        if sign in scenes:
            yield Scene(f">>> {scenes[sign]}\nTrue\n", place.text)
    if "*" in tried and scalar and _BOTH_SIDES.search(place.words):
        yield Scene(f">>> 2 * {one} == {two}\nTrue\n", place.text)


_CAN = lazy(r"\b(?:can|may|must|supports?|kann|können|lassen sich|puede|pueden|peut|peuvent|pode|podem)\b", re.I)
_BOTH_SIDES = lazy(r"\b(?:both sides|either side|from the left and|left and right|beiden seiten|von links und)\b", re.I)
_WORKS = lazy(r"\b(?:works?|is (?:possible|defined|supported)|funktioniert|geht|funciona|fonctionne)\b", re.I)


def ordered(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Comparing with `<` works within one dimension."""
    signs = [code for code in place.codes if code in ("<", "<=", ">", ">=")]
    clause = re.split(r"[;.]\s", place.words)[0]
    if (
        not signs
        or operation_of(place.text) not in ("<", "<=", ">", ">=")
        or not (_WORKS.search(clause) or _CAN.search(clause))
    ):
        return
    of, value = _with_number(place, world)
    if of is None or words.NOT.search(clause):
        return
    small, large = of(value), of(2 * value)
    for sign in signs:
        yield Scene(
            f">>> {small} {sign} {large}\n{'<' in sign}\n\n>>> {large} {sign} {small}\n{'>' in sign}\n", place.text
        )
        yield Scene(f">>> {small} {sign} {small}\n{'=' in sign}\n", place.text)
        for one, other in dict.fromkeys(equal_pairs(world)):
            if more := _twice(other):
                yield Scene(
                    f">>> {one} {sign} {more}\n{'<' in sign}\n\n>>> {more} {sign} {one}\n{'>' in sign}\n", place.text
                )


def _twice(code: str) -> str:
    """The call with the one number in its text doubled; empty where there is not one positive number."""
    numbers = re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.])", code)
    return code.replace(numbers[0], str(int(numbers[0]) * 2), 1) if len(numbers) == 1 and numbers[0].isdigit() else ""


def left_operand(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The result has the unit of the left operand: also where the example's operands change places."""
    kind = kind_of(place, world)
    found = re.search(
        r"\b(?P<name>\w+) (?:of|des|del|de l'|de la|do) (?:the |opérande |operando )?(?:left|first|linken"
        r"|ersten|izquierdo|gauche|esquerdo)",
        place.words,
        re.I,
    )
    name = found["name"].lower() if found else ""
    if not name or name not in world.api.attributes.get(kind, {}) or words.NOT.search(place.words):
        return
    for code in place.codes:
        for sign in "+-":
            pair = code.split(f" {sign} ")
            if len(pair) == 2 and all(
                world.api.needed(part) == world.api.needed(pair[0]) and has_call(part) for part in pair
            ):
                yield Scene(f">>> ({pair[1]} {sign} {pair[0]}).{name} == ({pair[1]}).{name}\nTrue\n", place.text)
                if sign == "+" and _subtracts(place, world):
                    yield Scene(f">>> ({code} - {pair[1]}).{name} == ({code}).{name}\nTrue\n", place.text)


def _subtracts(place: Place, world: World) -> bool:
    """Whether the words up to here speak of subtracting too, with the operator."""
    return world.has("-") and any(wording.OPERATIONS["-"].search(near.words) for near in (*place.before, place))


def summed(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`total(quantities)` returns the sum of an iterable of quantities, in the unit of the first one."""
    function = world.api.functions.get(spoken(place, world.api))
    if not function or function.owner or function.required != 1 or not wording.SUM_OF.search(place.words):
        return
    kind = world.api.class_of(place.words)
    for one, other, value in _sums(world, kind):
        for handed in (f"[{one}, {other}]", f"iter([{one}, {other}])"):
            if handed.startswith("iter") and not re.search(r"\biterables?\b|\biterable\b", place.words, re.I):
                continue
            yield Scene(f">>> {function.name}({handed}) == {value}\nTrue\n", place.text)
        told = world.api.attributes.get(kind, {})
        for name in told:
            if re.search(rf"\b{name}\b[^.]*\b(?:first|ersten|primer\w*|premi\w+)\b", place.words, re.I):
                yield Scene(f">>> {function.name}([{one}, {other}]).{name} == {one}.{name}\nTrue\n", place.text)


def _sums(world: World, kind: str) -> Iterator[tuple[str, str, str]]:
    """(one, other, their sum) as the document gives it."""
    for places in world.items.values():
        for place in places:
            for code, gap, value in zip(place.spans, place.spans[1:], place.spans[2:], strict=False):
                pair = code.text.split(" + ") if code.kind == "code" else []
                told = len(pair) == 2 and wording.RETURNS.search(gap.text) and value.text.startswith(f"{kind}(")
                if told and all(any(True for _ in calls(part)) for part in pair):
                    yield pair[0], pair[1], value.text


READERS = (quantified, hashes, rounded, not_a_member, arithmetic, ordered, left_operand, summed)
