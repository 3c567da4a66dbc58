"""
How it is learned what the product's commands are given and print: the interface, the stored file, the clock, and the
values that examples, the sample of the file and messages give to places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ....model import Item, Prd
from .. import transcripts, words
from ..calls import read
from ..knowledge import Knowledge, command_lines, whole
from ..markdown import Fence, Sentence, pieces, spans
from . import clock, errors, introduced, store, subjects, told
from .examples import sessions, shown
from .filling import bound, chosen
from .interface import Interface
from .interface import study as read_interface
from .phrases import FAILS, OTHERWISE
from .stems import stem, strangers
from .store import Store
from .tabled import with_tables
from .world import NUMBERED, World


def study(prd: Prd, known: Knowledge) -> World:
    """What the whole PRD tells."""
    interface = subjects.with_bold(with_tables(read_interface(prd, known), prd.items()), prd.items())
    if not interface.commands:
        return World(known)
    items = list(prd.items())
    sentences = [s for item in items for s in _sentences(item)]
    kept = store.study(interface, lambda: _texts(prd))
    if kept.option:
        interface = replace(interface, shared=tuple(o for o in interface.shared if kept.option in o.names))
    timed = clock.study(interface, lambda: iter(sentences))
    opened = subjects.study(items, interface, known)
    messages = {item.id: tuple(told.tell(item, interface, known, opened.get(item.id))) for item in items}
    sections: dict[str, list[Item]] = {}
    for item in items:
        if item.section:
            sections.setdefault(item.section[-1], []).append(item)
    seen = _examples_given(prd, interface, known)
    shown_turns = [turns for _, text in _texts(prd) for turns in _transcripts(text, known)]
    world = World(
        known,
        interface,
        kept,
        timed,
        messages,
        _fields(kept),
        {key: values[0] for key, values in seen.items()},
        seen=seen,
        subjects=opened,
        sessions=tuple(sessions(items, known)),
        introduced=introduced.study(
            shown_turns, [one for found in messages.values() for one in found], interface, known
        ),
        errors=errors.study(items, sentences),
        sections={title: tuple(found) for title, found in sections.items()},
        items={item.id: item for item in items},
    )
    return _learned(replace(world, examples=tuple(shown(prd, kept, known)), prose=_prose(prd)))


def _texts(prd: Prd) -> Iterator[tuple[str, str]]:
    for item in prd.items():
        for text in whole(item)[1:]:
            yield item.id, text
    yield "", "\n\n".join(block.text for block in prd.context)


def _transcripts(text: str, known: Knowledge) -> Iterator[tuple[transcripts.Turn, ...]]:
    for piece in pieces(text):
        if isinstance(piece, Fence):
            yield transcripts.turns(piece, known.names)


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


def _examples_given(
    prd: Prd, interface: Interface, known: Knowledge
) -> dict[tuple[tuple[str, ...], str], tuple[str, ...]]:
    """What the document's own command lines give to places and options, in order."""
    found: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for line in sorted(_good_lines(prd, known), key=lambda line: not line[0]):
        call = read(line[1], known.names)
        command = interface.named(line[1], known) if call and call.product and call.words else None
        if call and command:
            places = bound(command, call)
            if places or not command.places:  # values of one call belong together
                for name, value in (*places.items(), *chosen(command, call)):
                    found.setdefault((command.words, name), []).append(value)
    return {key: tuple(values) for key, values in found.items()}


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
