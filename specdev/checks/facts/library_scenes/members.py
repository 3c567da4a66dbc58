"""
The words that a place for arguments may hold.

    Length has `m`, `km` and `cm`.          one `t` is 1000 `kg`
    Names are case-sensitive, so `KG` is not a unit.          these units and no others
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import pairwise

from ..fact import Gap
from . import wording
from .api import places_lists, plural
from .failures import failures, quoted
from .operands import kind_of
from .samples import Sample
from .script import Scene, raises
from .talk import Place
from .vocabularies import Vocabulary
from .world import World


def allowed(place: Place, world: World) -> Iterator[Scene | Gap]:
    """Length has `m`, `km` and `cm`: an instance can be made with each of them."""
    for _, names in places_lists(place):
        vocabulary = next((v for v in world.samples.vocabularies if tuple(names) in v.groups), None)
        if not vocabulary:
            continue
        for sample, word in _ways(vocabulary, world):
            made = [sample.with_word(word, name) for name in names]
            attribute = vocabulary.noun if vocabulary.noun in world.api.attributes.get(sample.kind, {}) else ""
            if attribute:
                yield Scene(f">>> [made.{attribute} for made in [{', '.join(made)}]]\n{names!r}\n", place.text)
            else:
                checked = f"[isinstance(made, {sample.kind}) for made in [{', '.join(made)}]]"
                yield Scene(f">>> {checked}\n{[True] * len(made)}\n", place.text)


def _ways(vocabulary: Vocabulary, world: World) -> list[tuple[Sample, str]]:
    """One example for each function that makes instances with a word of the vocabulary, and its word."""
    found: dict[str, tuple[Sample, str]] = {}
    for sample in world.samples.made:
        held = [word for word in vocabulary.words if sample.holds(word)]
        if len(held) == 1:
            found.setdefault(sample.function, (sample, held[0]))
    return list(found.values())


def worth(place: Place, world: World) -> Iterator[Scene | Gap]:
    """One `t` is 1000 `kg`: the two are equal."""
    found = place.spans
    for number in range(len(found) - 2):
        one, gap, other = found[number : number + 3]
        before = found[number - 1].text if number and found[number - 1].kind == "text" else ""
        told = re.fullmatch(
            r"\s+(?:is|are|equals?|=|makes?|ist|sind|es|son|est|vaut|é)\s+(?P<n>\d+(?:\.\d+)?)\s+", gap.text
        )
        if one.kind != "code" or other.kind != "code" or not told or not wording.ONE.search(before):
            continue
        pair = [_amount(world, word, n) for word, n in ((one.text, "1"), (other.text, told["n"]))]
        if all(pair):
            yield Scene(f">>> {pair[0]} == {pair[1]}\nTrue\n", place.text)


def _amount(world: World, word: str, number: str) -> str:
    """An instance with the word and the number, made from an example."""
    vocabulary = next((v for v in world.samples.vocabularies if word in v.words), None)
    for sample, held in _ways(vocabulary, world) if vocabulary else ():
        numbers = [k for k, v in sample.arguments.items() if isinstance(v, int | float) and not isinstance(v, bool)]
        changed = {
            k: v.replace(held, word) if isinstance(v, str) and v == held else v for k, v in sample.arguments.items()
        }
        if len(numbers) == 1:
            value = float(number) if isinstance(sample.arguments[numbers[0]], float) else int(float(number))
            return sample.with_arguments({**changed, numbers[0]: value})
    return ""


def denied(place: Place, world: World) -> Iterator[Scene | Gap]:
    """`KG` is not a unit."""
    found = place.spans
    for code, gap in pairwise(found):
        told = wording.IS_NO.match(gap.text) if code.kind == "code" and gap.kind == "text" else None
        noun = next((group for group in told.groups() if group), "").lower() if told else ""
        vocabulary = next((v for v in world.samples.vocabularies if noun in (v.noun, plural(v.noun))), None)
        if vocabulary and code.text not in vocabulary.words:
            yield from _refused(place, vocabulary, [code.text], world)


def closed(place: Place, world: World) -> Iterator[Scene | Gap]:
    """These units and no others."""
    if not wording.CLOSED.search(place.words):
        return
    for vocabulary in world.samples.vocabularies:
        if vocabulary.closed and re.search(rf"\b{plural(vocabulary.noun)}\b", place.text, re.I):
            yield from _refused(place, vocabulary, strangers(vocabulary), world)


def strangers(vocabulary: Vocabulary) -> list[str]:
    """Words that look like those of the vocabulary and are none: other endings behind the same beginnings, letters."""
    known = vocabulary.words
    composed = {word for word in known for tail in known if word != tail and word.endswith(tail)}
    heads = dict.fromkeys(w[: -len(tail)] for w in known for tail in known if w != tail and w.endswith(tail))
    made = [head + tail for tail in known if tail not in composed for head in heads]
    letters = string.ascii_lowercase if any(len(word) == 1 for word in known) else ""
    return [word for word in dict.fromkeys([*made, *letters, "flurb"]) if word not in known]


def _refused(place: Place, vocabulary: Vocabulary, names: list[str], world: World) -> Iterator[Scene | Gap]:
    """Neither way to make an instance takes the words."""
    error = refusal(vocabulary, world)
    if not error:
        yield Gap(place.item.id, place.text, f"what happens with a {vocabulary.noun} that is not known is not told")
        return
    for sample, word in _ways(vocabulary, world):
        if len(names) == 1:
            yield Scene(raises(sample.with_word(word, names[0]), error), place.text)
        else:
            yield Scene(_none_taken(sample, word, vocabulary.noun, names, error), place.text)


def _none_taken(sample: Sample, word: str, noun: str, names: list[str], error: str) -> str:
    """Doctest lines that try every name and show those that were taken."""
    call = sample.with_word(word, "\0")
    call = re.sub(r"'([^'\0\\]*)\\x00([^'\\]*)'", lambda m: f"f'{m[1]}{{{noun}}}{m[2]}'" if m[1] + m[2] else noun, call)
    return (
        f">>> for {noun} in {names!r}:\n...     try:\n...         print({noun}, {call})\n"
        f"...     except {error}:\n...         pass\n"
    )


def refusal(vocabulary: Vocabulary, world: World) -> str:
    """The exception for a word that is none of the vocabulary."""
    for places in world.items.values():
        for place in places:
            known = re.search(rf"\b(?:{vocabulary.noun}|{plural(vocabulary.noun)})\b", place.words, re.I)
            strange = wording.UNKNOWN.search(place.text) or re.search(
                r"\b(?:not|nicht|no|pas|não)\b(?: \w+){0,2} (?:known|supported|bekannt|conocid\w|connue?|conhecid\w)",
                place.text,
                re.I,
            )
            if not known or not strange:
                continue
            errors = [code for near in (place, *reversed(place.before)) for code in near.codes if world.api.error(code)]
            if errors:
                return errors[0]
    return ""


def same_error(place: Place, world: World) -> Iterator[Scene | Gap]:
    """An unknown unit raises the same error there."""
    if not wording.SAME_ERROR.search(place.words) or not wording.UNKNOWN.search(place.words):
        return
    kind = kind_of(place, world)
    for vocabulary in world.samples.vocabularies:
        if not re.search(rf"\b{vocabulary.noun}\b", place.words, re.I):
            continue
        error = refusal(vocabulary, world)
        for sample, word in _ways(vocabulary, world):
            if error and sample.function == kind:
                echo, message = told_message(vocabulary, world)
                yield Scene(raises(sample.with_word(word, echo or "flurb"), error, message), place.text)


def told_message(vocabulary: Vocabulary, world: World) -> tuple[str, str | None]:
    """(word, message) of the document's own example of a word that is none of the vocabulary."""
    for places in world.items.values():
        for place in places:
            for failure in failures(place, world) if place.text else ():
                echo = quoted(failure.message or "")
                named = vocabulary.noun in (failure.message or "")
                if echo and named and wording.UNKNOWN.search(failure.message or "") and re.fullmatch(r"\w+", echo):
                    return echo, failure.message
    return "", None


READERS = (allowed, worth, denied, closed, same_error)
