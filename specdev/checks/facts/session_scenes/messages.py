"""
A message as a scene: the call that gives it, after the calls that store what it shows.

    started acme at 09:00         start acme --at 09:00
    stopped acme after 1:30       start acme --at 09:00, stop --at 10:30
    already running: acme         the same call twice
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

from ....model import Item
from .. import words
from ..calls import Call
from ..fact import Fact, Gap, Run
from .acting import WITHOUT_ANY, Bound, bind, expected, is_empty
from .clock import clock_time, moments
from .errors import is_error
from .filling import fill
from .phrases import ALREADY, COMMAND_ITSELF, IN_CASE, NOTHING_YET, OF_SOMETHING, OTHERWISE, THERE
from .stems import stem
from .told import Told
from .world import World

LATER = 30
"""Minutes after which a call is made again, where the message tells the time of the first one."""


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The messages of an item that a call gives, alone or after others."""
    for told in world.told[item.id]:
        if told.every or told.options or told.command is None:
            continue
        if is_empty(told):
            yield from _empty(told, world)
        elif ALREADY.search(told.before) or ALREADY.search(told.text):
            yield from _again(told, world)
        elif not OTHERWISE.search(told.before) and not (told.fails and OTHERWISE.search(told.text)):
            yield from _plain(told, world)


def _empty(told: Told, world: World) -> Iterator[Fact]:
    """What a command without places says where nothing is stored."""
    command = told.command
    if command is None or command.unclear or told.call or not _by_words(told):
        return
    if call := fill(command, {}):
        yield Fact(told.item, "command", told.quote, (Run(call, expected(told, world)),))


def _by_words(told: Told) -> bool:
    """Whether nothing is stored in words that sentences by themselves are not read with."""
    return bool(WITHOUT_ANY.search(told.before) or NOTHING_YET.search(told.quote))


def _plain(told: Told, world: World) -> Iterator[Fact | Gap]:
    played = bind(told, world)
    if told.call and not played.before:
        return  # the sentence stands by itself
    if told.fails and not played.before:
        return
    if played.missing:
        yield Gap(told.item, told.quote, played.missing)
        return
    if not played.before and not played.call.arguments[len(told.command.words if told.command else ()) :]:
        return  # nothing is added to what the sentence says
    if not told.fails and (is_error(told.text) or words.GONE.search(told.text) or words.ERROR_TEXT.search(told.text)):
        yield Gap(told.item, told.quote, f"how it ends where `{told.text}` comes out is not told")
        return
    if reason := _condition(told, played):
        yield Gap(told.item, told.quote, reason)
        return
    fact = Fact(told.item, "command", told.quote, (*played.before, Run(played.call, expected(told, world))))
    yield fact
    for longer in told.more:
        fuller = bind(told, world, longer)
        if not fuller.missing and fuller != played:
            runs = (*fuller.before, Run(fuller.call, expected(told, world, longer)))
            yield replace(fact, runs=runs)


def _condition(told: Told, played: Bound) -> str:
    """Why the message may depend on more than the scene brings about."""
    situation = not told.fails and not played.before and IN_CASE.match(told.before)
    condition = (
        situation or words.CONDITION.search(told.before) or (not told.more and words.CONDITION.search(told.after))
    )
    if condition and not played.before:
        return f"it holds only under a condition (`{condition[0]}`)"
    if not told.fails and OF_SOMETHING.match(told.before) and not COMMAND_ITSELF.match(told.before):
        return f"when `{told.text}` comes out is told in words only"
    return ""


def _of_another(told: Told, world: World) -> bool:
    """Whether what was done already is what another command does, or nothing says that it is what this one does."""
    said = {stem(word) for word in re.findall(r"[^\W\d_]+", f"{told.before} {told.text}")}
    own = told.command.words if told.command else ()
    others = {c.words[-1] for c in world.interface.commands.values() if c.words and c.words != own}
    if own and stem(own[-1]) in said:
        return False
    return any(stem(word) in said for word in others) or not (ALREADY.search(told.text) or THERE.search(told.before))


def _again(told: Told, world: World) -> Iterator[Fact | Gap]:
    """What a command says that was successful before: its first message is played, then the same call again."""
    if _of_another(told, world):
        yield Gap(told.item, told.quote, f"the commands that lead to `{told.text}` are not told")
        return
    base = (
        next(
            (
                played
                for one in world.of(told.command)
                if told.command
                and not one.fails
                and not one.options
                and not is_empty(one)
                and one != told
                and not ALREADY.search(one.text)
                if (played := bind(replace(one, call=None), world)) and not played.missing
            ),
            None,
        )
        if told.command
        else None
    )
    if base is None or told.command is None:
        yield Gap(told.item, told.quote, f"the commands that lead to `{told.text}` are not told")
        return
    timed = world.clock.sets(told.command)
    times = moments(told.text, timed=timed) or []
    first, second = base.call, base.call
    if times:
        if not timed or len(times) > 1 or times[0].kind == "duration":
            yield Gap(told.item, told.quote, f"how the times in `{told.text}` come about is not told")
            return
        first = _at(base.call, world, times[0].minutes)
        second = _at(base.call, world, times[0].minutes + (LATER if times[0].kind == "past" else 0))
    if _foreign(told, world, base, times[0].text if times else ""):
        yield Gap(told.item, told.quote, f"the commands that lead to `{told.text}` are not told")
        return
    yield Fact(
        told.item, "command", told.quote, (*base.before, Run(first), Run(second, expected(told, world, fails=True)))
    )


def _at(call: Call, world: World, minutes: int) -> Call:
    """The call at another time."""
    found = list(call.words)
    if world.clock.option in found:
        found[found.index(world.clock.option) + 1] = clock_time(minutes)
    return replace(call, words=tuple(found), written=shlex.join(found[1:]))


def _foreign(told: Told, world: World, base: Bound, time: str) -> str:
    """A number in the message that neither the calls nor the time give."""
    rest = told.text.replace(time, " ") if time else told.text
    for value in (word for run in (*base.before, Run(base.call)) for word in run.call.words[1:]):
        rest = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", " ", rest)
    found = re.search(r"\d", rest)
    return rest if found else ""
