"""
When the stored file comes to be, and what is said where it is none that can be read.

    A missing file is an empty household; only commands that change something create it.
    A file that is not JSON, or whose `version` is not 1, gives `cannot read PATH`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ....model import Item
from ...vocabulary import WRITERS
from ..fact import Fact, Gap, Run
from ..knowledge import whole
from ..lazily import any_of, lazy
from ..markdown import Sentence, pieces, spans
from ..words import PRINTS
from . import empties
from .errors import is_error
from .introduced import introductions
from .staging import stage
from .world import World

_ONLY_WRITERS = any_of(
    r"\bonly (?:the )?commands that (?:change|store|write|add|save)\b[^.;:]*\bcreates? (?:it|the file)\b",
    r"\bnur befehle, die etwas (?:ändern|speichern|schreiben)\b[^.;:]*\b(?:legen sie an|erzeugen sie)\b",
)
_NO_JSON = any_of(r"\b(?:is not|is no|no valid|invalid|not valid) json\b|\bkein (?:gültiges )?json\b")
_INDENT = lazy(r"\b(?:indented|eingerückt) (?:by|with|um|mit) (\d) (?:spaces|blanks|leerzeichen)\b", re.I)
_LAST_NEWLINE = any_of(
    r"\bnewline at (?:the|its) end\b|\bends with a newline\b|\btrailing newline\b|\bzeilenumbruch am ende\b"
)
_PATH = lazy(r"(?<![\w-])(?:PATH|FILE|PFAD|DATEI|<(?:path|file)>)(?![\w-])")
BROKEN = "no JSON\n"
"""The content of a file that is no JSON."""


def play(item: Item, world: World) -> Iterator[Fact | Gap]:
    """What the item says of the file itself."""
    if not world.store.file or item.id in world.subjects or not _near(item, world):
        return
    for text in whole(item)[1:]:
        for piece in pieces(text):
            if isinstance(piece, Sentence) and _ONLY_WRITERS.search(piece.text):
                yield from _created(item.id, piece.text, world)
            elif isinstance(piece, Sentence) and _NO_JSON.search(piece.text):
                yield from _unreadable(item.id, piece.text, world)
            elif isinstance(piece, Sentence) and re.search(r"\bJSON\b", piece.text) and not PRINTS.search(piece.text):
                yield from _formed(item.id, piece.text, world)


def _near(item: Item, world: World) -> bool:
    """Whether the file is named under the item's heading, and no command is."""
    items = world.sections.get(item.section[-1], ()) if item.section else (item,)
    named = any(f"`{world.store.file}`" in text for other in items for text in whole(other))
    return named and not any(told.command for told in world.told[item.id])


def _looking(world: World) -> Iterator[Run]:
    """The commands that the document tells what they say where nothing is stored."""
    for other in world.items.values():
        for fact in empties.play(other, world):
            if isinstance(fact, Fact) and len(fact.runs) == 1 and fact.runs[0].call.verb not in WRITERS:
                yield fact.runs[0]


def _created(item: str, quote: str, world: World) -> Iterator[Fact]:
    """What only looks leaves no file behind; what introduces something does."""
    file = world.store.file
    looks = [Run(run.call, {"files": [{"path": file, "exists": False}]}) for run in _looking(world)]
    staged = _first_stored(world)
    if looks and staged:
        made = Run(staged.call, {"files": [{"path": file, "exists": True}]})
        yield Fact(item, "command", quote, (*looks, made))


def _unreadable(item: str, quote: str, world: World) -> Iterator[Fact]:
    """A file that is no JSON, and one in which a key has another number than it must."""
    codes = [span.text for span in spans(quote) if span.kind == "code"]
    messages = [code for code in codes if is_error(code)]
    keys = re.findall(r"\bwhose `(\w+)` is not `?(\d+)`?", quote)
    looks = list(_looking(world))
    if len(messages) != 1 or not looks:
        return
    label = _PATH.sub("", messages[0]).strip()
    for content in (BROKEN, *(f"{json.dumps({key: int(number) + 1})}\n" for key, number in keys)):
        runs = tuple(Run(run.call, _refused(label, world)) for run in looks)
        yield Fact(item, "command", quote, runs, {world.store.file: content})


def _refused(label: str, world: World) -> dict[str, Any]:
    """The error with the file's name, before which its folders may stand."""
    found = world.errors.expect(label, world.store.file)
    stream = "stderr" if "stderr" in found else "output"
    found[stream] = {**found[stream], "contains": [label, world.store.file]}
    return found


def _formed(item: str, quote: str, world: World) -> Iterator[Fact]:
    """How the JSON is laid out, after the first command that stores something."""
    patterns = [rf"\A[\[{{]\n {{{found[1]}}}\S" for found in [_INDENT.search(quote)] if found]
    patterns += [r"\n\Z"] if _LAST_NEWLINE.search(quote) else []
    staged = _first_stored(world)
    if patterns and staged:
        shown = {"files": [{"path": world.store.file, "matches": patterns}]}
        yield Fact(item, "command", quote, (Run(staged.call, shown),))


def _first_stored(world: World) -> Run | None:
    """A call that introduces something and needs nothing before it."""
    for words in dict.fromkeys(one.command for one in world.introduced.values()):
        writer = world.interface.commands.get(words)
        staged = stage(writer, world) if writer else None
        if writer and staged and introductions(writer, world.needed(writer), world) == ():
            return staged[0][-1]
    return None
