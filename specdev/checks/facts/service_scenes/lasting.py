"""What outlives the service: things after a restart, the files they are kept in, and what holds without options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..calls import looks_like_file
from ..fact import Fact, Gap
from ..http import sentence_exchanges
from ..lazily import lazy
from . import words
from .answers import column, holds
from .api import Creator
from .samples import echoed
from .sayings import Saying
from .stage import Stage, Untold
from .world import World, fact, whole_list


def restarted(saying: Saying, world: World) -> Iterator[Fact | Gap]:
    """What was stored is there after the service was started again."""
    if saying.item[:1] == "G" and saying.status is None:
        return  # a goal says why, not what
    if not (words.LASTS.search(saying.plain) and words.KEPT.search(saying.plain)):
        return
    named = world.named(saying)
    for creator in named or list(world.api.creators.values()):
        stage = world.stage()
        try:
            body = stage.make(creator)
        except Untold:
            continue
        if _read_back(stage, creator, body, world):
            stage.exchanges[-1] = {"begin": "restart", **stage.exchanges[-1]}
            yield fact(saying, stage)
            return
    yield Gap(saying.item, saying.quote, "which request shows what was stored is not told")


def _read_back(stage: Stage, creator: Creator, body: dict[str, Any], world: World) -> bool:
    if listed := world.lists(creator):
        data = [{"at": column(name), "equals": [value]} for name, value in echoed(creator, body).items()]
        stage.ask("GET", stage.path(listed), {"data": data})
    elif shown := world.shows(creator):
        told = any(one.endpoint == shown and world.named(one) for one in world.every())
        status = world.status(shown) or 200
        if status >= 300 or not told:
            stage.ask("GET", stage.path(shown), {"status": status})
        else:
            stage.ask("GET", stage.path(shown), {"data": holds(echoed(creator, body))})
    else:
        return False
    return True


_DATA_FILE = lazy(r"\.(?:db|sqlite3?|json|jsonl|csv|txt|log|dat)$")


def data_files(world: World) -> list[str]:
    """Names of files on the line that starts the service."""
    return [word for word in world.known.server.split() if looks_like_file(word) and _DATA_FILE.search(word)]


def kept_in(saying: Saying, world: World) -> Iterator[Fact]:
    """The file that things are stored in: its name, and that it is an SQLite file."""
    files = data_files(world)
    told = [mark.text for mark in saying.marks if mark.kind == "code" and _DATA_FILE.search(mark.text)]
    sqlite = words.SQLITE.search(saying.plain) and _KEPT_IN.search(saying.plain)
    name = files[0] if len(files) == 1 else ""
    if sqlite and name:
        expect: dict[str, Any] = {"path": name, "starts_with": "SQLite format 3"}
    elif len(told) == 1 and _KEPT_IN.search(saying.plain) and not words.STANDARD.search(saying.plain):
        expect = {"path": told[0], "exists": True}
    else:
        return
    stage = world.stage()
    for creator in list(world.api.creators.values())[:1]:
        stage.make(creator)
        stage.exchanges[-1]["expect"]["files"] = [expect]
        yield fact(saying, stage)


_KEPT_IN = lazy(
    r"\b(?:stored|kept|saved|persisted|written|stores|keeps)\b|\b(?:gespeichert|abgelegt|speichert|geschrieben)\b"
    r"|\b(?:guarda\w*|almacena\w*)\b|\b(?:enregistr\w+|stock\w+|conserv\w+)\b|\b(?:grava\w*|armazena\w*)\b",
    re.I,
)


def started(saying: Saying, world: World) -> Iterator[Fact]:
    """The line that starts the service does: something that needs nothing stored is answered."""
    line = world.known.server
    given = [mark.text for mark in saying.marks if mark.kind == "code" and line and mark.text.endswith(line)]
    simple = _simple(world)
    if given and simple and words.STARTS.search(saying.plain):
        stage = world.stage()
        stage.ask("GET", simple, {"status": 200})
        yield fact(saying, stage)


def _simple(world: World) -> str:
    """A path that answers with 200 without anything stored; empty where none is told."""
    for one in world.every():
        endpoint = one.endpoint
        if endpoint is None or endpoint.method != "GET" or endpoint.places or endpoint not in world.api.endpoints:
            continue
        alone = whole_list(one) or any(not told.unclear for told in sentence_exchanges(one.quote))
        if alone and world.status(endpoint) == 200:
            return endpoint.path
    return ""


def standard(saying: Saying, world: World) -> Iterator[Fact]:
    """What holds where options are left out: the port, and the file that things are stored in."""
    if not words.STANDARD.search(saying.plain) or not world.known.server:
        return
    line = world.known.server.split()
    without: dict[str, str] = {}
    port = re.search(r"(?:--port|-p)[= ](\d{2,5})", world.known.server)
    if port and (option := _option(line, port[1])) and _says_port(saying, port[1]):
        without[option] = port[1]
    files = [name for name in data_files(world) if any(mark.text == name for mark in saying.marks)]
    files = [name for name in files if _option(line, name)]
    without |= {_option(line, name): name for name in files}
    stage = world.stage()
    creator = next(iter(world.api.creators.values()), None)
    if files and creator:
        stage.make(creator)
        stage.exchanges[-1]["expect"]["files"] = [{"path": name, "exists": True} for name in files]
    elif simple := _simple(world):
        stage.ask("GET", simple, {"status": 200})
    if without and stage.exchanges:
        told: dict[str, Any] = {"port": int(port[1])} if port and port[1] in without.values() else {}
        yield fact(saying, stage, without=list(without), **told)


def _option(line: list[str], value: str) -> str:
    """The option that has this value on the line."""
    for before, word in zip(["", *line], line, strict=False):
        if word == value and before.startswith("-"):
            return before
        if word.startswith("-") and word.endswith(f"={value}"):
            return word.partition("=")[0]
    return ""


def _says_port(saying: Saying, port: str) -> bool:
    """Whether the clause says that the port is this one by default."""
    text = saying.text
    about = re.search(r"`(?:--port|-p)`|\bport\b|\bpuerto\b|\bporta\b", text, re.I)
    return bool(about and re.search(rf"(?<!\d){port}(?!\d)", text))
