"""
Exceptions whose situation is told in words and by their message.

    `parse` must raise `ParseError` with the message `cannot read '3,5 kg'`     the quoted words were handed in
    … the message must be `unknown unit 'flurb'`                                a valid text with another unit
    Adding … must raise `UnitError` with the message `cannot add kg and m`      the operands by their units
    For an empty list it must raise `ValueError` with the message `nothing`     nothing is handed in
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import words
from ..fact import Gap
from ..lazily import lazy
from ..markdown import Span
from . import wording
from .expressions import expression, has_call, literal, signature
from .operands import different_argument, instance, operate, operation_of
from .samples import spoken
from .script import Scene, raises
from .talk import Place
from .vocabularies import Vocabulary
from .world import World


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception that a sentence tells of."""

    error: str
    message: str | None
    clause: str
    """The words since the failure before it, with code in backticks."""


def read(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The scenes of a sentence's failures."""
    if not place.text or any(_written_call(code) for code in place.codes):
        return  # a call is written out: `values` reads it
    for failure in failures(place, world):
        scenes = list(_scenes(failure, place, world))
        yield from scenes
        if not scenes and failure.message is not None:
            yield Gap(place.item.id, place.text, f"the call that leads to `{failure.message}` is not told")


def _written_call(code: str) -> bool:
    told = signature(code)
    return has_call(code) and not (told and told.parameters)


def failures(place: Place, world: World) -> Iterator[Failure]:
    """The failures of a sentence, in order."""
    found = place.spans
    error, start = "", 0
    for number, span in enumerate(found):
        gap = found[number - 1].text if number and found[number - 1].kind == "text" else ""
        if span.kind == "code" and world.api.error(span.text) and wording.RAISES.search(place.words):
            if words.NOT.search(" ".join(gap.split()[-2:])) or wording.MAY.search(" ".join(gap.split()[-6:])):
                return
            error = span.text
            behind = found[number + 1].text if number + 1 < len(found) else ""
            if wording.SUBCLASS.search(gap) or wording.SUBCLASS.search(behind):
                return
            if not (wording.MESSAGE.search(behind) or wording.MESSAGE_LIKE.search(behind)):
                yield Failure(error, None, _said(found, start, number + 2))
                start = number + 1
        elif span.kind == "code" and (wording.MESSAGE.search(gap) or wording.MESSAGE_LIKE.search(gap)):
            if not error and re.search(r"\b(?:message|meldung|mensaje|mensagem|nachricht)", gap, re.I):
                error = _heard(place, world)
            if error and not re.search(r"…|\.\.\.|<\w+>|\{\w*\}", span.text):
                yield Failure(error, span.text, _said(found, start, number))
            start = number + 1


def _said(found: list[Span], start: int, end: int) -> str:
    return "".join(span.text if span.kind == "text" else f"`{span.text}`" for span in found[start:end])


def _heard(place: Place, world: World) -> str:
    """The exception that was told last in the section; empty without one."""
    for near in reversed(place.before):
        told = [code for code in near.codes if world.api.error(code)]
        if told and wording.RAISES.search(near.words):
            return told[0]
    return ""


def _scenes(failure: Failure, place: Place, world: World) -> Iterator[Scene]:
    for finder in (_operands, _unknown_word, _bounded, _named, _echo, _nothing, _zero, _mixed):
        codes = list(finder(failure, place, world))
        if codes:
            yield from (Scene(raises(code, failure.error, message), place.text) for code, message in codes)
            return


Found = Iterator[tuple[str, str | None]]
"""Code that raises, and the message that it raises with."""


def _operands(failure: Failure, place: Place, world: World) -> Found:
    """Two words of a vocabulary in the message are those of the operands."""
    message = failure.message or ""
    known = dict.fromkeys(word for vocabulary in world.samples.vocabularies for word in vocabulary.words)
    told = [word for word in known if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", message)]
    operation = operation_of(failure.clause) or operation_of(place.text)
    if len(told) != 2 or not operation:
        return
    for pattern, swapped in ((wording.LEFT_RIGHT, False), (wording.RIGHT_LEFT, operation == "-")):
        for first, second in (told, told[::-1]):
            shape = pattern.replace("{a}", re.escape(first)).replace("{b}", re.escape(second))
            if re.search(rf"(?<!\w){shape}", message, re.I) and (pattern is wording.LEFT_RIGHT or swapped):
                left, right = (second, first) if swapped else (first, second)
                if code := operate(operation, left, right, world):
                    yield code, message
                    return


def _bounded(failure: Failure, place: Place, world: World) -> Found:
    """A parameter is less or more than a bound: `parts` is less than 1, a capacity below one."""
    told = world.api.functions.get(spoken(place, world.api, made=True))
    if not told or told.owner or not world.api.importable(told.name):
        return
    for number, name in enumerate(told.parameters):
        said = re.search(rf"`?\b{re.escape(name)}\b`?\s+(?:(?:that|which)\s+)?(?P<rest>.*)", failure.clause, re.I)
        bound = wording.BELOW.match(said["rest"]) if said else None
        if not bound:
            continue
        limit = bound["number"].lower()
        off = next(off for off, signs in wording.BROKEN.items() if bound["sign"].lower() in signs.split("|"))
        value = (wording.SMALL[limit] if limit in wording.SMALL else int(limit)) + off
        got = _GOT.search(failure.message or "")
        if got and not _breaks(float(got["number"]), value, off):
            return
        if code := replaced(told.name, number, name, got["number"] if got else str(value), world):
            yield code, failure.message
        return


def _named(failure: Failure, place: Place, world: World) -> Found:
    """The message repeats the values by the names of the parameters: `end 1 is before start 5`."""
    told = world.api.functions.get(spoken(place, world.api, made=True))
    message = failure.message or ""
    if not told or told.owner or not world.api.importable(told.name) or told.required < 2:
        return
    values = [re.search(rf"\b{re.escape(p)}\b[ :=(]+(-?\d+(?:\.\d+)?)(?![\w.]\w)", message) for p in told.parameters]
    if len(told.parameters) == told.required and all(values):
        yield f"{told.name}({', '.join(value[1] for value in values if value)})", message


def _breaks(number: float, value: int, off: int) -> bool:
    """Whether the number in a message lies on that side of the bound where the message is told."""
    return number <= value if off < 0 else number >= value if off > 0 else True


def replaced(function: str, place: int, name: str, value: str, world: World) -> str:
    """A valid call of the function with one argument replaced; empty where no call is known."""
    told = world.api.functions[function]
    for call in world.samples.called.get(function, ()):
        node = expression(call)
        if isinstance(node, ast.Call) and (place < len(node.args) or name in [k.arg for k in node.keywords]):
            new = ast.parse(value, mode="eval").body
            if place < len(node.args):
                node.args[place] = new
            else:
                node.keywords = [ast.keyword(k.arg, new if k.arg == name else k.value) for k in node.keywords]
            return ast.unparse(node)
    return f"{function}({value})" if told.required == 1 and place == 0 else ""


_QUOTED = lazy(r"(?<!\w)(?P<q>['\"])(?P<text>.*)(?P=q)|“(?P<curly>[^”]*)”|«\s?(?P<guillemets>[^»]*?)\s?»")
_GOT = lazy(r"\b(?:got|not|was|given|received|erhalten|war|recibido|reçu|recebido)\s*:?\s+(?P<number>-?\d+(?:\.\d+)?)$")


def quoted(message: str) -> str | None:
    """What stands between quotes in a message; None without any."""
    found = _QUOTED.search(message)
    if not found:
        return None
    return next(text for text in (found["text"], found["curly"], found["guillemets"]) if text is not None)


def _unknown_word(failure: Failure, place: Place, world: World) -> Found:
    """A word that is none of a vocabulary: a valid text with another word."""
    message = failure.message or ""
    echo = quoted(message)
    vocabulary = world.samples.vocabulary(f"{message} {failure.clause}")
    if not echo or not vocabulary or echo in vocabulary.words or not re.fullmatch(r"\w+", echo):
        return
    if not (wording.UNKNOWN.search(message) or words.NOT.search(failure.clause)):
        return
    functions = list(dict.fromkeys(sample.function for sample in world.samples.made))
    said = spoken(place, world.api)
    for function in [said] if said in functions else functions:
        if code := misfit(vocabulary, echo, function, world):
            yield code, message


def misfit(vocabulary: Vocabulary, word: str, function: str, world: World) -> str:
    """A call of the function as in an example, with the word in the place of one of the vocabulary."""
    for sample in world.samples.calls(function):
        held = [known for known in vocabulary.words if sample.holds(known)]
        if len(held) == 1:
            return sample.with_word(held[0], word)
    return ""


def _echo(failure: Failure, place: Place, world: World) -> Found:
    """What the message repeats was handed in."""
    message = failure.message or ""
    echo = quoted(message)
    function = spoken(place, world.api)
    told = world.api.functions.get(function)
    if not told or told.owner or told.required != 1 or wording.BELOW.search(failure.clause):
        return
    if echo is not None and takes_text(function, world) and _is_whole(message, place, function, world):
        yield f"{function}({echo!r})", message
        if wording.AS_GIVEN.search(place.text) and message.count(echo) == 1 and echo.strip() == echo and echo:
            spaced = f" {echo} "
            yield f"{function}({spaced!r})", message.replace(echo, spaced)
    elif found := _GOT.search(message):
        yield f"{function}({found['number']})", message


def _is_whole(message: str, place: Place, function: str, world: World) -> bool:
    """Whether what a message repeats is all that was handed in, and not a part of it."""
    if wording.UNREADABLE.search(_QUOTED.sub("", message)) or wording.AS_GIVEN.search(place.text):
        return True
    # an unknown word is all of it where valid texts are single words too
    texts = [*world.samples.texts.get(function, ()), *(s.text for s in world.samples.calls(function) if s.text)]
    texts += [str(literal(call.partition("(")[2][:-1])) for call in world.samples.called.get(function, ())]
    return bool(wording.UNKNOWN.search(message) and texts) and all(re.fullmatch(r"\w+", text) for text in texts)


def takes_text(function: str, world: World) -> bool:
    """Whether the function is known to take one text."""
    told = world.api.functions.get(function)
    shown = [literal(call.partition("(")[2][:-1]) for call in world.samples.called.get(function, ())]
    shown = [text for text in shown if isinstance(text, str)]
    named = bool(told and (told.types[:1] == ("str",) or told.parameters[:1] in (("text",), ("string",), ("s",))))
    return any(shown) or function in world.samples.texts or named


def _nothing(failure: Failure, place: Place, world: World) -> Found:
    """Nothing is handed in: an empty list, an empty text, a negative number."""
    told = world.api.functions.get(spoken(place, world.api))
    if not told or told.owner or told.required != 1:
        return
    name = told.name
    if wording.EMPTY_LIST.search(failure.clause) and not takes_text(name, world):
        yield f"{name}([])", failure.message
        if re.search(r"iterable|iterator", place.text, re.I):
            yield f"{name}(iter(()))", failure.message
    elif wording.EMPTY_TEXT.search(failure.clause):
        yield f'{name}("")', failure.message
    elif wording.NEGATIVE_NUMBER.search(failure.clause) and _takes_number(name, world):
        yield f"{name}(-1)", failure.message


def _takes_number(function: str, world: World) -> bool:
    told = world.api.functions.get(function)
    return bool(told and told.types[:1] and told.types[0] in ("int", "float")) or bool(
        told and told.parameters[:1] in (("n",), ("number",), ("value",), ("count",), ("num",))
    )


def _zero(failure: Failure, place: Place, world: World) -> Found:
    """Dividing by zero."""
    told = failure.message is None and wording.ZERO.search(failure.clause) and operation_of(failure.clause) == "/"
    if told and world.has("/") and (sample := instance(place, world)):
        yield f"{sample.code} / 0", None


def _mixed(failure: Failure, place: Place, world: World) -> Found:
    """An operator with instances of different kinds: different currencies, units of different dimensions."""
    operation = operation_of(failure.clause)
    if failure.message is not None or not operation or not wording.DIFFERENT.search(failure.clause):
        return
    for vocabulary in world.samples.vocabularies:
        if not re.search(rf"\b{vocabulary.noun}|\bcurrencies\b", failure.clause, re.I) and len(vocabulary.groups) < 2:
            continue
        first = vocabulary.groups[0][0]
        other = vocabulary.groups[1][0] if len(vocabulary.groups) > 1 else vocabulary.words[1]
        if code := operate(operation, first, other, world):
            yield code, None
            return
    if code := different_argument(operation, failure.clause, world):
        yield code, None
