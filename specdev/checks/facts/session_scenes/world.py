"""
What the whole PRD tells about the product's commands: one coherent story.

The same example values stand in the sample of the stored file, in transcripts and in the messages of all commands
(`started acme at 09:00`, `acme for 0:45 (kick-off call)`). They are given to the places that bear their names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ....model import Item, Prd
from ...vocabulary import METAVARIABLES
from .. import transcripts, words
from ..calls import Call, read
from ..knowledge import Knowledge, command_lines, whole
from ..markdown import Fence, Sentence, pieces, spans
from . import clock, store, told
from .clock import Clock
from .examples import Example, shown
from .interface import Command, Interface
from .interface import study as read_interface
from .phrases import ERRORS_TO_STDERR, FAILS, OTHERWISE
from .store import Store
from .told import Told

NUMBERED = frozenset(["id", "n", "number", "num", "nr", "no", "nummer", "index", "número", "numéro", "numero", "nro"])
"""Names of places for the number of something that is stored."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known, for the scenes to lean on."""

    known: Knowledge
    interface: Interface = field(default_factory=Interface)
    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    """Item ID to its messages."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Name of a place to the value that the document gives it everywhere."""
    own: Mapping[tuple[tuple[str, ...], str], str] = field(default_factory=dict)
    """(Command, place) to the value that an example gives it."""
    examples: tuple[Example, ...] = ()
    """Transcripts on data that the document shows."""
    stderr: bool = False
    """Every error goes to standard error."""
    sections: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    """Heading to the items below it."""
    items: Mapping[str, Item] = field(default_factory=dict)
    """Every item by its ID."""
    prose: frozenset[str] = frozenset()
    """Stems of all words that the document uses outside of code."""

    @property
    def names(self) -> frozenset[str]:
        return self.known.names

    def value(self, command: Command, place: str) -> str:
        """The value of a place; empty where the document gives none."""
        if value := self.own.get((command.words, place)) or self.cast.get(place, ""):
            return value
        others = {value for (_, name), value in self.own.items() if name == place}
        return others.pop() if len(others) == 1 else ""

    def messages(self) -> Iterator[Told]:
        for found in self.told.values():
            yield from found

    def of(self, command: Command) -> Iterator[Told]:
        """The messages of a command."""
        return (one for one in self.messages() if one.command and one.command.words == command.words)

    def about(self, command: Command) -> frozenset[str]:
        """IDs of the items that describe the command: those of its section, and those that open with it."""
        found = {one.item for one in self.of(command)}
        for title, items in self.sections.items():
            if self.interface.named(title.replace("`", "").strip(), self.known) is command:
                found |= {item.id for item in items}
        return frozenset(found)


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells."""
    interface = read_interface(prd, known)
    if not interface.commands:
        return World(known)
    items = list(prd.items())
    sentences = [s for item in items for s in _sentences(item)]
    kept = store.study(interface, lambda: _texts(prd))
    if kept.option:
        interface = replace(interface, shared=tuple(o for o in interface.shared if kept.option in o.names))
    timed = clock.study(interface, lambda: iter(sentences))
    messages = {item.id: tuple(told.tell(item, interface, known)) for item in items}
    sections: dict[str, list[Item]] = {}
    for item in items:
        if item.section:
            sections.setdefault(item.section[-1], []).append(item)
    world = World(
        known,
        interface,
        kept,
        timed,
        messages,
        _fields(kept),
        _examples_given(prd, interface, known),
        stderr=any(ERRORS_TO_STDERR.search(sentence) for sentence in sentences),
        sections={title: tuple(found) for title, found in sections.items()},
        items={item.id: item for item in items},
    )
    return _learned(replace(world, examples=tuple(shown(prd, kept, known)), prose=_prose(prd)))


def _texts(prd: Prd) -> Iterator[tuple[str, str]]:
    for item in prd.items():
        for text in whole(item)[1:]:
            yield item.id, text
    yield "", "\n\n".join(block.text for block in prd.context)


def _sentences(item: Item) -> Iterator[str]:
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                yield piece.text


def _fields(kept: Store) -> dict[str, str]:
    """Field to value, from the first line of the sample in which every field is filled."""
    special = set(kept.marks.values())
    for line in kept.sample:
        cells = kept.cells(line)
        if cells and all(cells.values()) and not special & set(cells.items()):
            return cells
    return {}


def _examples_given(prd: Prd, interface: Interface, known: Knowledge) -> dict[tuple[tuple[str, ...], str], str]:
    """What the document's own command lines give to places; nothing where two differ."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for line in sorted(_good_lines(prd, known), key=lambda line: not line[0]):
        call = read(line[1], known.names)
        command = interface.named(line[1], known) if call and call.product and call.words else None
        if call and command:
            for name, value in bound(command, call).items():
                found.setdefault((command.words, name), []).append(value)
    return {key: values[0] for key, values in found.items()}


def _good_lines(prd: Prd, known: Knowledge) -> Iterator[tuple[bool, str]]:
    """The document's command lines that are no examples of wrong use, and whether they stand in a transcript."""
    for _, text in _texts(prd):
        for piece in pieces(text):
            if isinstance(piece, Fence):
                for turn in transcripts.turns(piece, known.names):
                    if not words.ERROR_TEXT.search(" ".join(turn.output)):
                        yield True, turn.line
            elif isinstance(piece, Sentence):
                wrong = words.STDERR.search(piece.text) or OTHERWISE.search(piece.text) or FAILS.search(piece.text)
                if not wrong and not words.EXIT.search(re.sub(r"\b0\b", "", piece.text)):
                    yield from ((False, line) for line in command_lines(piece.text))
            else:
                lines = (line for row in piece.lines for line in command_lines(row))
                yield from ((False, line) for line in lines)


def bound(command: Command, call: Call) -> dict[str, str]:
    """Place to value of a call; empty where the words do not fit the command's places."""
    rest = list(call.arguments[len(command.words) :])
    plain: list[str] = []
    while rest:
        word = rest.pop(0)
        option = command.option(word.partition("=")[0]) if word.startswith("-") else None
        if option and option.value and "=" not in word and rest:
            rest.pop(0)
        elif not word.startswith("-"):
            plain.append(word)
    fixed = [part for part in command.parts if isinstance(part, str)]
    plain = [word for word in plain if word not in fixed]
    required = [place for place in command.places if not place.optional]
    if not len(required) <= len(plain) <= len(command.places) or any(place.many for place in command.places):
        return {}
    places = command.places if len(plain) > len(required) else required
    return {place.name: word for place, word in zip(places, plain, strict=False)}


def _learned(world: World) -> World:
    """Places without a value get the one that messages show, where only one can be meant."""
    prose = world.prose
    strange = Counter(
        word for text in dict.fromkeys(one.text for one in world.messages()) for word in set(strangers(text, prose))
    )
    own = dict(world.own)
    for command in world.interface.commands.values():
        missing = [place for place in command.places if not place.optional and not world.value(command, place.name)]
        if len(missing) != 1:
            continue
        texts = [one.text for one in world.of(command) if not one.fails]
        given = {world.value(command, place.name) for place in command.places}
        if missing[0].name in NUMBERED:
            found = {number for text in texts for number in re.findall(r"(?<![\w.:])\d+(?![\w.:]*\w)", text)}
        else:
            found = {
                word for text in texts for word in strangers(text, prose) if strange[word] > 1 and word not in given
            }
        if missing[0].name in NUMBERED and not found:
            shown = [one.text for one in world.messages() if not one.fails]
            found = {number for text in shown for number in re.findall(r"(?<=#)\d+(?![\w.])", text)}
        if len(found) == 1:
            own[(command.words, missing[0].name)] = found.pop()
    return replace(world, own=own)


def _prose(prd: Prd) -> frozenset[str]:
    """The beginnings of all words that the document uses outside of code."""
    found: set[str] = set()
    for _, text in _texts(prd):
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                for span in spans(piece.text):
                    if span.kind == "text":
                        found |= {stem(word) for word in re.findall(r"[^\W\d_]+", span.text)}
    return frozenset(found)


_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "is",
        "was",
        "are",
        "no",
        "not",
        "and",
        "or",
        "for",
        "with",
        "as",
        "it",
        "from",
        "since",
        "until",
        "el",
        "la",
        "los",
        "un",
        "una",
        "de",
        "del",
        "en",
        "al",
        "por",
        "le",
        "les",
        "des",
        "du",
        "au",
        "aux",
        "à",
        "et",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "ein",
        "eine",
        "im",
        "am",
        "um",
        "zu",
        "von",
        "und",
        "ist",
        "war",
        "seit",
        "bis",
        "nach",
        "o",
        "os",
        "da",
        "do",
        "em",
        "min",
        "sec",
        "ms",
    ]
)


def strangers(text: str, prose: frozenset[str]) -> list[str]:
    """The words of a message that the document uses in messages alone: values, most likely."""
    found = re.findall(r"(?<![\w'’-])[^\W\d_][\w-]*", text)
    return [
        word for word in found if word.lower() not in _SMALL and stem(word) not in prose and word not in METAVARIABLES
    ]


def stem(word: str) -> str:
    """What inflections of a word share: its first letters (start, started; stop, stopped; add, added)."""
    word = word.lower()
    for _ in range(2):
        for end in ("ing", "ed", "es", "s", "en", "te", "t", "e", "n"):
            if word.endswith(end) and len(word) - len(end) >= 3:
                word = word[: -len(end)]
                break
    word = word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
    return word[:5]
