"""
How the product is started from another folder than the repository.

Checks that were made from examples run in an empty folder, so that neither the repository's own files nor what an
earlier run left behind changes what comes out. `{tree}` is the fresh copy of the repository, `{bin}` an empty folder
that stands first on PATH.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .base import SCRATCH
from .facts import Knowledge
from .facts.calls import read

SCRIPTS = ("node", "python", "python3", "ruby", "php", "deno", "bun", "tsx", "sh", "bash")
"""Programs whose first argument is a file of the repository."""


SCRIPT_LINE = re.compile(rf"(?:(?:{'|'.join(SCRIPTS)}) |\./)[\w./-]+(?: [\w./=:-]+)*$")
"""A line that starts a file of the repository."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the product is started."""

    prefix: tuple[str, ...]
    """The words that stand for the product's name."""
    build: tuple[dict[str, Any], ...] = ()
    """Steps that must run before, as in a command check."""
    timeout_s: int = 30
    """Seconds that a check needs at least, building included."""


def start(run_prefix: Sequence[str], name: str) -> Start | None:
    """The start for `run_prefix` (as typed in the repository); None where arguments cannot be added to it."""
    prefix = tuple(run_prefix)
    if not prefix:
        return Start((name,)) if name else None
    if prefix[:2] == ("go", "run"):
        # `go run` reports every failure as status 1, so the program is built and started by itself
        build = ["go", "build", "-C", "{tree}", "-o", f"{{bin}}/{name or 'product'}", *prefix[2:]]
        return Start((name or "product",), ({"run": build, "expect": {"exit": 0}},), 300)
    if prefix[:2] == ("cargo", "run"):
        return Start(("cargo", "run", "--manifest-path", "{tree}/Cargo.toml", *prefix[2:]), (), 300)
    if prefix[0] == "npx" and len(prefix) > 1:
        return start(prefix[1:], name)
    if prefix[0] in ("mvn", "gradle", "dotnet", "./gradlew", "./mvnw"):
        return None
    if prefix[0] in SCRIPTS and len(prefix) > 1 and not prefix[1].startswith("-"):
        return Start((prefix[0], _below_tree(prefix[1]), *prefix[2:]))
    if "/" in prefix[0] and not prefix[0].startswith("/"):
        return Start((_below_tree(prefix[0]), *prefix[1:]))
    return Start(prefix)


def service(known: Knowledge, started: Start, without: Sequence[str] = (), port: int = 0) -> dict[str, Any] | None:
    """
    The `service` of an http check, from the line that the document gives; None where it tells no port.

    `without` are options that are left out with their values, `port` is where it listens then.
    """
    line = _line(known, started)
    if not line:
        return None
    words = _without(line, without)
    found: dict[str, Any] = {
        "run": [_with_port(before, word) for before, word in zip(["", *words], words, strict=False)]
    }
    if "{port}" not in "".join(found["run"]):
        port = port or (0 if known.port_variable else known.port)
        if not port and not known.port_variable:
            return None
        if port:
            found["port"] = port
    found["cwd"] = SCRATCH
    return found


def _line(known: Knowledge, started: Start) -> list[str]:
    """The words that start the service; empty where none are told."""
    call = read(known.server, known.names) if known.server else None
    if call is not None and call.product:
        return [] if call.line or started.build else list(call.step(started.prefix)["run"])
    told = start(known.server.split(), "") if SCRIPT_LINE.match(known.server) else None
    return list(told.prefix) if told else []


def _without(words: list[str], options: Sequence[str]) -> list[str]:
    """The words without these options and their values."""
    kept = []
    for before, word in zip(["", *words], words, strict=False):
        if before not in options and word.partition("=")[0] not in options:
            kept.append(word)
    return kept


def _with_port(before: str, word: str) -> str:
    """The word with a port number in it replaced by the place for a free one."""
    if before in ("--port", "-p") and word.isdigit():
        return "{port}"
    return re.sub(
        r"^(--port=|--(?:addr|listen|bind)=\S*:|:|(?:localhost|127\.0\.0\.1|0\.0\.0\.0):)\d{2,5}$", r"\1{port}", word
    )


def _below_tree(path: str) -> str:
    return "{tree}/" + path.removeprefix("./")
