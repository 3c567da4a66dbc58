"""
What is printed of stored data: transcripts on the document's sample, and what follows from them.

An example on data of one day stays the same where a range with both ends included begins and ends on that day, and is
empty where the range begins on the next. What "does not count" changes nothing when it is added.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from ....model import Item
from ..calls import PRODUCT, Call
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..markdown import Sentence, pieces, spans
from .acting import expected, is_empty
from .clock import DAY, shifted
from .examples import Example
from .interface import Command
from .phrases import AS_FIRST_LINE, BOUNDS_IN, FIRST_LINE_ALONE, NOT_COUNTED
from .world import World


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """Examples on data that stand at the item, and what the item says of such examples."""
    for example in world.examples:
        if example.item == item.id:
            also = tuple(other.id for other in _shown_too(item, example, world))
            yield Fact(item.id, "command", example.quote, example.runs, example.fixtures, also=also)
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                yield from _bounds(item, piece.text, world)
                yield from _not_counted(item, piece.text, world)
                yield from _header_alone(item, piece.text, world)
                yield from _header(item, piece.text, world)


def _shown_too(item: Item, example: Example, world: World) -> Iterator[Item]:
    """Items of the same section one of whose code spans stands in the example as it is."""
    shown = "\n".join(f"{run.call.written}\n{run.expect.get('output', '')}" for run in example.runs)
    for other in world.sections.get(item.section[-1], ()) if item.section else ():
        codes = [span.text for span in spans(other.text.replace("\n", " ")) if span.kind == "code"]
        if other.id != item.id and any(re.search(rf"(?<!\S){re.escape(code)}(?!\S)", shown) for code in codes):
            yield other


def examples_of(world: World, command: Command, options: tuple[str, ...] = ()) -> Iterator[tuple[Example, Run]]:
    """Runs of examples with this command and these options alone."""
    for example in world.examples:
        for run in example.runs:
            if run.call.arguments == (*command.words, *options) and isinstance(run.expect.get("output"), str):
                yield example, run


def _with(call: Call, *options: str) -> Call:
    line = (*call.words, *options)
    return Call(line, written=shlex.join(line[1:]))


def section_command(item: Item, world: World) -> Command | None:
    """The command that the item's section is about."""
    for title in reversed(item.section):
        if found := world.interface.named(title.replace("`", "").strip(), world.known):
            return found
    return None


def _bounds(item: Item, sentence: str, world: World) -> Iterator[Fact]:
    """`--from` and `--to` limit the report to what starts on or between these days."""
    command = section_command(item, world)
    found = spans(sentence)
    if not command or not BOUNDS_IN.search(sentence):
        return
    options = [o for span in found if span.text.startswith("-") and (o := command.option(span.text.split()[0]))]
    days = [span.text for span in found if span.kind == "code" and DAY.fullmatch(span.text)]
    if len(options) != 2 or not days or options[0].value != options[1].value:
        return
    for example, run in examples_of(world, command):
        told = {day for line in example.lines for day in DAY.findall(line)}
        if len(told) != 1:
            continue
        day = told.pop()
        after, before = shifted(day, 1), shifted(day, -1)
        low, high = options[0].name, options[1].name
        runs = [Run(_with(run.call, low, day, high, day), run.expect)]
        for empty in world.of(command):
            if is_empty(empty) and not empty.options and not empty.fails:
                outside = expected(empty, world)
                runs.append(Run(_with(run.call, low, after), outside))
                runs.append(Run(_with(run.call, high, before), outside))
        yield Fact(item.id, "command", sentence, tuple(runs), example.fixtures)
        return


def _not_counted(item: Item, sentence: str, world: World) -> Iterator[Fact]:
    """A running stint does not count: the example stays the same with one more that runs."""
    counted = NOT_COUNTED.search(sentence)
    command = section_command(item, world)
    words = sentence[: counted.start()].lower().split() if counted else []
    marked = [line for word in words for line in world.store.marked(word)]
    if not command or not marked:
        return
    for example, run in examples_of(world, command):
        lines = [*example.lines, *(line for line in marked if line not in example.lines)]
        content = "".join(f"{line}\n" for line in lines)
        yield Fact(item.id, "command", sentence, (run,), {world.store.file: content})
        return


def _header(item: Item, sentence: str, world: World) -> Iterator[Fact]:
    """With an option it prints a header first: of the example with that option, the first line."""
    if not AS_FIRST_LINE.search(sentence):
        return
    for told in world.told[item.id]:
        if told.quote != sentence or not told.command or len(told.options) != 1 or told.command.places:
            continue
        if world.store.file and world.store.sample and AS_FIRST_LINE.search(told.after):
            call = Call((PRODUCT, *told.command.words, told.options[0]), written=" ".join(told.command.words))
            content = "".join(f"{line}\n" for line in world.store.sample)
            line = {told.stream or "stdout": {"starts_with": f"{told.text}\n"}}
            yield Fact(item.id, "command", sentence, (Run(call, line),), {world.store.file: content})


def _header_alone(item: Item, sentence: str, world: World) -> Iterator[Fact]:
    """Without anything stored, the option whose header is told elsewhere prints that header alone."""
    for clause in sentence.split(";")[1:]:
        options = [span.text for span in spans(clause) if span.kind == "code" and span.text.startswith("-")]
        if len(options) != 1 or not FIRST_LINE_ALONE.search(clause):
            continue
        for told in world.told[item.id]:
            if told.quote != sentence or not told.command or not is_empty(told) or told.options:
                continue
            for header in world.of(told.command):
                if header.options == tuple(options) and AS_FIRST_LINE.search(header.after):
                    call = Call((PRODUCT, *told.command.words, *options), written=" ".join(told.command.words))
                    run = Run(call, {header.stream or "stdout": header.text})
                    yield Fact(item.id, "command", sentence, (run,))
