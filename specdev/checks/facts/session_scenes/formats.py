"""
The stored file: the commands that must write the lines which the document shows.

A field is what a place of its name was given (`project`), or the time at which a command ran whose item says so
("writes the current time as the end"). A line is only made again where every one of its fields is told.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from ....model import Item
from ...vocabulary import WRITERS
from ..calls import PRODUCT, Call
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..markdown import Sentence, pieces, spans
from .clock import clock_time
from .filling import fill
from .interface import Command
from .phrases import KEEPS, LINE_HOLDS, MAY_BE_EMPTY, NOW, ONE_LINE, OTHER_FILE
from .staging import stage
from .stems import stem
from .world import World

OTHER = "other"
"""How another file is named that the document does not name."""


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """What an item says of the stored file, written by commands."""
    if not world.store.file:
        return
    for sentence in _sentences(item):
        codes = [span.text for span in spans(sentence) if span.kind == "code"]
        if world.store.item == item.id and LINE_HOLDS.search(sentence):
            yield from _written(item.id, sentence, world, world.store.sample)
        elif world.clock.full and NOW.search(sentence) and any(c.split()[:1] == [world.clock.option] for c in codes):
            yield from _written(item.id, sentence, world, world.store.sample[:1])
        elif MAY_BE_EMPTY.search(sentence):
            yield from _left_empty(item.id, sentence, world)
        elif any(code == world.store.file for code in codes) and KEEPS.search(sentence):
            yield from _kept(item.id, sentence, world)
        elif world.store.option and any(code.split()[:1] == [world.store.option] for code in codes):
            if OTHER_FILE.search(sentence):
                yield from _elsewhere(item.id, sentence, world)
        elif marked := [value for value in world.store.marks.values() if value[1] in codes]:
            lines = [line for line in world.store.sample if world.store.cells(line).get(marked[0][0]) == marked[0][1]]
            if len(codes) == 1 and marked[0][0] in sentence.lower():
                yield from _written(item.id, sentence, world, lines)
        elif len(codes) == 1 and re.fullmatch(r"(?:YYYY|JJJJ|AAAA)-MM-(?:DD|TT|JJ)([T ])(?:HH|SS|hh):MM", codes[0]):
            yield from _of_the_form(item.id, sentence, codes[0], world)
        elif len(codes) == 1 and re.fullmatch(r"(?:YYYY|JJJJ|AAAA)-MM-(?:DD|TT|JJ)", codes[0]):
            yield from _written(item.id, sentence, world, world.store.sample[:1] if world.clock.date else ())


def _sentences(item: Item) -> Iterator[str]:
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                yield piece.text


def _written(item: str, quote: str, world: World, lines: Sequence[str]) -> Iterator[Fact]:
    calls = [made(line, world) for line in lines]
    if calls and all(calls):
        runs = [Run(call) for made_by in calls for call in made_by]
        content = "".join(f"{line}\n" for line in lines)
        shown = {"files": [{"path": world.store.file, "equals": content}]}
        yield Fact(item, "command", quote, (*runs[:-1], Run(runs[-1].call, shown)))


def made(line: str, world: World) -> list[Call]:
    """The calls that write a line of the stored file; none where a field of it is not told."""
    cells = world.store.cells(line)
    writer = writer_of(world)
    if not cells or writer is None:
        return []
    times = clocked(world)
    first: dict[str, str] = {}
    options: tuple[str, ...] = ()
    later: list[Call] = []
    for name, value in cells.items():
        command = times.get(name)
        if place := writer.place(name):
            if value:
                first[name] = value
            elif not place.optional:
                return []
        elif command is None or (name, value) in world.store.marks.values():
            if command is None:
                return []
        elif command.words == writer.words:
            options = world.clock.words(writer, value)
            if not options:
                return []
        else:
            call = fill(command, {}, world.clock.words(command, value))
            if call is None or not world.clock.words(command, value):
                return []
            later.append(call)
    call = fill(writer, first, options)
    return [call, *later] if call else []


def writer_of(world: World) -> Command | None:
    """The command that adds a line: the one whose places are fields."""
    found = [
        command
        for command in world.interface.commands.values()
        if command.words
        and any(not place.optional for place in command.places)
        and all(place.name in world.store.fields for place in command.places)
        and not command.unclear
    ]
    return found[0] if len(found) == 1 else None


def clocked(world: World) -> Mapping[str, Command]:
    """Field to the command that writes its own time there."""
    found: dict[str, Command] = {}
    for command in world.interface.commands.values():
        if not world.clock.sets(command):
            continue
        for told in world.of(command):
            for sentence in (told.quote, told.story):
                now = NOW.search(sentence)
                behind = sentence[now.end() :].split("`")[0] if now else ""
                words = re.findall(r"[^\W\d_]+", behind)[:4]
                for name in world.store.fields:
                    if name in [word.lower() for word in words]:
                        found.setdefault(name, command)
    return found


def _left_empty(item: str, quote: str, world: World) -> Iterator[Fact]:
    """The note may be empty: the line as it is without one."""
    writer = writer_of(world)
    words = {stem(word) for word in re.findall(r"[^\W\d_]+", MAY_BE_EMPTY.split(quote)[0])}
    named = [place for place in (writer.places if writer else ()) if place.optional and stem(place.name) in words]
    if len(named) == 1 and world.store.sample:
        cells = world.store.cells(world.store.sample[0])
        yield from _written(item, quote, world, [world.store.line({**cells, named[0].name: ""})])


def _kept(item: str, quote: str, world: World) -> Iterator[Fact]:
    """What is stored stands in the file that the document names, one line for each."""
    writer = writer_of(world) or _storing(world)
    staged = stage(writer, world) if writer else None
    if staged:
        lines = {"line_count": 1} if world.store.fields and ONE_LINE.search(quote) else {"exists": True}
        run = Run(staged[0][-1].call, {"files": [{"path": world.store.file, **lines}]})
        yield Fact(item, "command", quote, (*staged[0][:-1], run))


def _storing(world: World) -> Command | None:
    found = [
        c
        for c in world.interface.commands.values()
        if c.words and c.words[0] in WRITERS and any(True for _ in world.of(c))
    ]
    return found[0] if len(found) == 1 else None


def other_file(world: World) -> str:
    """A name for another file than the one that is used without being told."""
    return f"{OTHER}.{world.store.file.rpartition('.')[2]}"


def anywhere(call: Call, option: str, value: str, command: Command, join: str = "||") -> Call:
    """The call with an option of which the document does not tell where it stands: behind the command, else before."""
    rest = shlex.join(call.words[1:])
    named = f"{option} {shlex.quote(value)}"
    behind, before = f"{PRODUCT} {rest} {named}", f"{PRODUCT} {named} {rest}"
    return Call(line=f"{behind} {join} {before}", written=f"{call.written} {option} {value}")


def _elsewhere(item: str, quote: str, world: World) -> Iterator[Fact]:
    """The option names another file: it is written, and read, and the usual one is not."""
    name, option = other_file(world), world.store.option
    for example in world.examples:
        run = example.runs[0]
        if len(run.call.arguments) == 1 and "output" in run.expect and isinstance(run.expect["output"], str):
            command = world.interface.named(run.call.arguments[0], world.known)
            if command:
                call = anywhere(run.call, option, name, command)
                fixtures = {name: "".join(f"{line}\n" for line in example.lines)}
                yield Fact(item, "command", quote, (Run(call, {"stdout": run.expect["output"]}),), fixtures)
                break
    writer = writer_of(world) or _storing(world)
    if writer and (staged := stage(writer, world, moment=clock_time(9 * 60))):
        call = anywhere(staged[0][-1].call, option, name, writer)
        told = {"files": [{"path": name, "exists": True}, {"path": world.store.file, "exists": False}]}
        yield Fact(item, "command", quote, (Run(call, told),))


def _of_the_form(item: str, quote: str, form: str, world: World) -> Iterator[Fact]:
    """Times of the form `YYYY-MM-DDTHH:MM`: a time of the day is written with the day before it."""
    writer = writer_of(world)
    times = clocked(world)
    named = [name for name, command in times.items() if writer and command.words == writer.words]
    if writer and len(named) == 1 and world.clock.time and (staged := stage(writer, world, moment="09:00")):
        first = re.escape(world.store.separator) if world.store.separator != "\t" else r"\t"
        edge = "^" if world.store.fields[0] == named[0] else first
        glue = re.search(r"[T ](?=HH|SS|hh)", form)
        pattern = rf"{edge}\d{{4}}-\d\d-\d\d{glue[0] if glue else 'T'}09:00{first}"
        run = Run(staged[0][-1].call, {"files": [{"path": world.store.file, "matches": pattern}]})
        yield Fact(item, "command", quote, (run,))
