"""Example values: valid instances of a class, valid arguments, and the words that a place for arguments may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import words
from ..markdown import Fence, Sentence
from . import wording
from .api import Api, expression_of_api, is_expression, places_lists, plural
from .expressions import called, calls, literals
from .talk import Place
from .vocabularies import Vocabulary, read_vocabularies


@dataclass(frozen=True, slots=True)
class Sample:
    """Code that makes a valid instance of a class: `parse("3.5 kg")`, `Quantity(3.5, "kg")`."""

    code: str
    kind: str
    function: str
    arguments: Mapping[int | str, Any]

    @property
    def text(self) -> str:
        """Its only argument, where that is a text."""
        only = list(self.arguments.values())
        return only[0] if len(only) == 1 and isinstance(only[0], str) else ""

    def holds(self, word: str) -> bool:
        return any(word in split_words(value) for value in self.arguments.values() if isinstance(value, str))

    def with_word(self, old: str, new: str) -> str:
        """The code with a word inside its texts replaced."""
        swapped = {
            place: _swap(value, old, new) if isinstance(value, str) else value
            for place, value in self.arguments.items()
        }
        return self.with_arguments(swapped)

    def with_arguments(self, arguments: Mapping[int | str, Any]) -> str:
        shown = [repr(v) if isinstance(k, int) else f"{k}={v!r}" for k, v in arguments.items()]
        return f"{self.code.partition('(')[0]}({', '.join(shown)})"


def spread(made: list[Sample], most: int) -> list[Sample]:
    """At most so many examples, of every way to make one as many."""
    ways: dict[str, list[Sample]] = {}
    for sample in made:
        ways.setdefault(sample.function, []).append(sample)
    turns = max((len(found) for found in ways.values()), default=0)
    return [found[n] for n in range(turns) for found in ways.values() if n < len(found)][:most]


def split_words(text: str) -> list[str]:
    """The words of an example text: "3.5kg" gives `kg`."""
    return re.findall(r"[^\W\d_]+\d*|[%°€$£]", text)


def _swap(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![^\W\d_]){re.escape(old)}(?![^\W_])", lambda _: new, text)


@dataclass(frozen=True, slots=True)
class Samples:
    """All examples of a document."""

    made: tuple[Sample, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Function of one text to the texts that the document gives for it."""
    vocabularies: tuple[Vocabulary, ...] = ()
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Function to valid calls of it."""

    def of(self, kind: str) -> list[Sample]:
        """Instances of a class, directly made ones first."""
        found = [sample for sample in self.made if sample.kind == kind]
        return sorted(found, key=lambda sample: sample.function != kind)

    def calls(self, function: str) -> list[Sample]:
        return [sample for sample in self.made if sample.function == function]

    def word_of(self, code: str) -> str:
        """The one word of a vocabulary that the sample's texts hold."""
        sample = next((sample for sample in self.made if sample.code == code), None)
        held = [w for v in self.vocabularies for w in v.words if sample and sample.holds(w)]
        return held[0] if len(held) == 1 else ""

    def vocabulary(self, text: str) -> Vocabulary | None:
        """The vocabulary whose noun stands in the words."""
        for found in self.vocabularies:
            if re.search(rf"\b(?:{found.noun}|{plural(found.noun)})\b", text, re.I):
                return found
        return None

    def with_word(self, word: str, kind: str = "") -> Sample | None:
        """An instance whose text or argument is the word, told or made from another one of the same vocabulary."""
        pool = self.of(kind) if kind else list(self.made)
        for sample in pool:
            if sample.holds(word):
                return sample
        vocabulary = next((v for v in self.vocabularies if word in v.words), None)
        for sample in pool if vocabulary else ():
            held = [w for w in vocabulary.words if sample.holds(w)] if vocabulary else []
            if len(held) == 1:
                return _parsed(sample.with_word(held[0], word), sample.kind, sample.function)
        return None


def _parsed(code: str, kind: str, function: str) -> Sample | None:
    node = next(calls(code), None)
    return Sample(code, kind, function, literals(node)) if node else None


def gather(places: Iterable[Place], api: Api) -> Samples:
    """The examples of the document."""
    places = list(places)
    found: dict[str, Sample] = {}
    wrong = {code for place in places if wording.RAISES.search(place.words) for code in place.codes}
    wrong |= {code for place in places if isinstance(place.piece, Fence) for code in _failing(place.piece)}
    good = [place for place in places if not (isinstance(place.piece, Sentence) and _doubtful(place))]
    written = [code for place in good for code in _codes(place) if code not in wrong]
    for code in written:
        for sample in _samples(code, api):
            if sample.code not in wrong:
                found.setdefault(sample.code, sample)
    texts: dict[str, list[str]] = {}
    for place in places:
        for function, listed in _texts(place, api):
            texts.setdefault(function, []).extend(listed)
            for text in listed:
                code = f"{function}({text!r})"
                if (kind := api.returned(function)) and code not in found:
                    found[code] = Sample(code, kind, function, {0: text})
    made = tuple(found.values())
    calls_of: dict[str, tuple[str, ...]] = {}
    for code in written:
        for name, call in _called(code, api):
            if call not in wrong:
                calls_of[name] = tuple(dict.fromkeys((*calls_of.get(name, ()), call)))
    told = {name: tuple(dict.fromkeys(t)) for name, t in texts.items()}
    return Samples(made, told, _used(read_vocabularies(places, api), made), calls_of)


def _used(vocabularies: tuple[Vocabulary, ...], made: tuple[Sample, ...]) -> tuple[Vocabulary, ...]:
    """The vocabularies that examples hold words of."""
    return tuple(v for v in vocabularies if any(sample.holds(word) for sample in made for word in v.words))


def _called(code: str, api: Api) -> Iterator[tuple[str, str]]:
    """(function, call) for every call of a function of the library that can be run as it stands."""
    for node in calls(code):
        name = called(node)
        source = ast.get_source_segment(code.strip(), node) or ""
        own = isinstance(node.func, ast.Name) and api.importable(name) and is_expression(source, api)
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        if own and not names & set(api.variables):
            yield name, source


def _doubtful(place: Place) -> bool:
    """Whether the sentence speaks of what goes wrong, so that its examples may not be valid."""
    return bool(wording.RAISES.search(place.words) or words.NOT.search(place.words))


def _codes(place: Place) -> Iterator[str]:
    if isinstance(place.piece, Sentence):
        yield from place.codes
    elif isinstance(place.piece, Fence):
        for line in place.piece.text.split("\n"):
            code = re.sub(r"^>>> ", "", line).partition("  #")[0]
            yield re.sub(r"^[a-z_]\w* = ", "", code)


def _failing(fence: Fence) -> Iterator[str]:
    """The code of a fence that goes wrong: before a traceback, with a comment about an exception, inside `raises`."""
    lines = fence.text.split("\n")
    all_of = re.search(r"\braises\(|\bexcept\b", fence.text)
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        code, _, comment = re.sub(r"^>>> ", "", line).partition("  #")
        if all_of or below.startswith("Traceback") or wording.RAISES.search(comment) or wording.RAISES.search(below):
            yield re.sub(r"^[a-z_]\w* = ", "", code)


def _samples(code: str, api: Api) -> Iterator[Sample]:
    """Instances that are made anywhere inside the code out of literals alone."""
    for node in calls(code):
        name = called(node)
        kind = api.returned(name)
        own = isinstance(node.func, ast.Name) or (
            isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in (api.package, *api.classes)
        )
        source = ast.get_source_segment(code.strip(), node) or ""
        arguments = literals(node)
        if kind and own and len(arguments) == len(node.args) + len(node.keywords) and is_expression(source, api):
            yield Sample(source, kind, name, arguments)


def _texts(place: Place, api: Api) -> Iterator[tuple[str, list[str]]]:
    """(function, texts): the text is …, as in `3.5 kg` or `-2 m`."""
    found = place.spans
    for number, names in places_lists(place):
        before = found[number - 1].text if number else ""
        if not wording.AS_IN.search(before) or _doubtful(place):
            continue
        if any(expression_of_api(name, api) for name in names):
            continue
        if function := taker(place, api):
            yield function, names


def taker(place: Place, api: Api) -> str:
    """The function of one text that the sentence speaks about: of "the text", where it has a parameter of that name."""
    lone = [f for f in api.functions.values() if f.required == 1 and len(f.parameters) >= 1 and not f.owner]
    named = [
        f.name
        for f in lone
        if re.search(rf"\b(?:the|der|die|das|el|la|le|o|a)\s+`?{f.parameters[0]}`?\b", place.text, re.I)
    ]
    if len(named) == 1:
        return named[0]
    said = spoken(place, api)
    return said if any(f.name == said for f in lone) else ""


def spoken(place: Place, api: Api, *, made: bool = False) -> str:
    """
    The function that is spoken of: the last one that this sentence or those before it in the section name.

    With `made` also a class, where it is told what it is made of.
    """
    for near in (place, *reversed(place.before)):
        for code in reversed(near.codes):
            name = re.match(r"(?:\w+\.)?(\w+)(?:\(|$)", code)
            if name and name[1] in api.functions and (made or name[1] not in api.classes):
                return name[1]
    heading = re.match(r"`?(?:\w+\.)?(\w+)\(", place.title)
    return heading[1] if heading and heading[1] in api.functions else ""
