"""
Rules of the whole document, shown by scenes of others: where messages and errors go, how they end, and that the
product works without being installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ....model import Item
from .. import words
from ..calls import PRODUCT, Call, plain
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..markdown import Sentence, pieces, spans
from . import bounds, echoes, messages, unknown
from .acting import expected, is_empty
from .filling import fill
from .phrases import ERRORS_TO_STDERR, IN_CASES, MESSAGES_TO_STDOUT, NO_FULL_STOP, UNINSTALLED
from .reports import section_command
from .told import exit_status
from .world import World

MOST = 6
"""Scenes that show one rule."""


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """The scenes of others that show what the item says of all messages."""
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                if NO_FULL_STOP.search(piece.text) or ERRORS_TO_STDERR.search(piece.text):
                    yield from sorted(_shown(item.id, piece.text, world), key=_rank)[:MOST]
                yield from _in_all_cases(item, piece.text, world)
                yield from _uninstalled(item.id, piece.text, world)


def _scenes(world: World, but: str = "") -> Iterator[Fact]:
    """What the messages of all items give, and what is said where nothing is stored."""
    for identifier, found in world.told.items():
        if identifier == but:
            continue
        for kind in (messages, echoes, unknown, bounds):
            yield from (fact for fact in kind.play(world.items[identifier], world) if isinstance(fact, Fact))
        for told in found:
            if is_empty(told) and told.command and not told.options and words.EMPTY_STATE.search(told.quote):
                required = any(not place.optional for place in told.command.places)
                if not required and not told.call and not told.command.unclear and (call := fill(told.command, {})):
                    yield Fact(told.item, "command", told.quote, (Run(call, expected(told, world)),))


def _shown(item: str, quote: str, world: World) -> Iterator[Fact]:
    """Scenes with where their message stands, and that it does not end with a full stop, as far as it is told."""
    stop = bool(NO_FULL_STOP.search(quote))
    stderr, stdout = bool(ERRORS_TO_STDERR.search(quote)), bool(MESSAGES_TO_STDOUT.search(quote))
    for fact in _scenes(world, item):
        runs = [Run(run.call) for run in fact.runs]
        for number, run in enumerate(fact.runs):
            shown = _stream(run.expect, stderr=stderr, stdout=stdout) if not any(r.expect for r in runs) else None
            if stderr and not stop and "starts_with" in (run.expect.get("stderr") or {}):
                # what holds for all errors is expected of it already
                runs[number] = Run(run.call, {name: told for name, told in run.expect.items() if name != "exit"})
            elif shown and stop and not str(shown[1]).endswith("."):
                runs[number] = Run(run.call, {shown[0]: {"contains": [shown[1]], "not": {"matches": r"\.\s*\Z"}}})
            elif shown and (stdout or (stderr and shown[0] == "stderr")):
                runs[number] = Run(run.call, {shown[0]: {"contains": [shown[1]]}})
        last = max((number for number, run in enumerate(runs, 1) if run.expect), default=0)
        if last:
            yield Fact(item, "command", quote, tuple(runs[:last]), fact.fixtures)


def _rank(fact: Fact) -> bool:
    """Errors come first: most rules are about them."""
    return any(run.expect.get("stdout") for run in fact.runs)


def _stream(expect: Any, *, stderr: bool, stdout: bool) -> tuple[str, str] | None:
    """The stream that the rule or the message itself names, and the message."""
    for name in ("stderr", "output"):
        told = expect.get(name)
        if isinstance(told, dict) and len(told.get("contains", ())) == 1:
            text = told["contains"][0]
            surely = bool(words.ERROR_TEXT.search(text))
            return ("stderr" if name == "stderr" or (stderr and surely) else name), text
    told = expect.get("stdout")
    return ("stdout", told) if isinstance(told, str) and stdout else None


def _in_all_cases(item: Item, sentence: str, world: World) -> Iterator[Fact]:
    """It exits with 0 in both cases: also where the messages of the section's other items come out."""
    status = exit_status(sentence)
    command = section_command(item, world)
    if status is None or not IN_CASES.search(sentence) or not command:
        return
    for fact in _scenes(world, item.id):
        other = next((i for i in world.sections.get(item.section[-1], ()) if i.id == fact.item), None)
        last = fact.runs[-1]
        if other and "stdout" in last.expect and last.call.arguments[: len(command.words)] == command.words:
            yield replace(fact, item=item.id, quote=sentence, runs=(*fact.runs[:-1], Run(last.call, {"exit": status})))
            return


def _uninstalled(item: str, sentence: str, world: World) -> Iterator[Fact]:
    """`python -m stint` works in a checkout: there, a command says what it says where nothing is stored."""
    if not UNINSTALLED.search(sentence):
        return
    codes = [span.text for span in spans(sentence) if span.kind == "code"]
    started = [code for code in codes if plain(code, world.names) in world.names and re.match(r"python3? -m ", code)]
    if len(started) != 1:
        return
    for fact in _scenes(world):
        run = fact.runs[0]
        alone = len(fact.runs) == 1 and not fact.fixtures and len(run.call.words) == 2
        if alone and run.call.words[0] == PRODUCT and isinstance(run.expect.get("stdout"), str):
            # what the check's own environment does for uninstalled packages is taken away
            line = f"cd {{tree}} && env -u PYTHONPATH {started[0]} {run.call.words[1]}"
            call = Call(line=line, written=f"{world.known.name} {run.call.words[1]}")
            yield Fact(item, "command", sentence, (Run(call, {"stdout": run.expect["stdout"]}),))
            return
