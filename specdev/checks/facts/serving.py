"""How a document starts its program: without what launches it, and where it is a service with which line and port."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..vocabulary import TOOLS
from .lazily import lazy

_LAUNCHED = lazy(
    r"^(?:\./(?:bin/)?|python3?\s+-m\s+|python3?\s+(?:\./)?(?:src/)?|node\s+(?:\./)?(?:bin/|src/|dist/)?|npx\s+|uv\s+run\s+|poetry\s+run\s+)"
    r"(?P<name>[a-z][\w-]*)(?:\.(?:py|js|mjs|ts))?(?=\s|$)"
)


def launched(line: str) -> str:
    """The line without what starts the program: `python calc.py add` gives `calc add`."""
    found = _LAUNCHED.match(line)
    return found["name"] + line[found.end() :] if found and found["name"] not in TOOLS else line


_PORT = lazy(r"(?i)(?:\bport\s+`?|\blocalhost:|\b127\.0\.0\.1:)(\d{2,5})\b")
_STARTS = lazy(
    r"^\W*(?:starts?|launches|runs the|startet|inicia|arranca|démarre|lance|iniciar)\b"
    r"|\b(?:started|starten|gestartet) (?:with|by|mit)\b",
    re.I,
)


def _starting(text: str, name: str) -> Iterator[str]:
    """Command lines of the product that start a service: by their verb, by what is said of them, or by a port."""
    for line in re.findall(r"`([^`\n]+)`", text) if name else ():
        words = launched(line).split()
        if words[:1] != [name]:
            continue
        told = text.partition(f"`{line}`")[2][:40]
        serves = len(words) > 1 and words[1] in ("serve", "server", "start", "run", "up")
        if serves or _STARTS.search(told) or re.search(r"--port[= ]\d", line):
            yield launched(line)


_STARTED_WITH = lazy(
    r"(?i:\b(?:started|starten|gestartet|start it|starts?|run it|arranca|inicia|démarre)\s+(?:with|by|mit|con|avec|com)"
    r"(?: the command)?:?)\s+`((?:node|python3?|ruby|deno run|bun|php) (?!-)[\w./-]+(?: [^`\n]+)?"
    r"|\./[\w./-]+(?: [^`\n]+)?)`"
)
"""The service is started with a program of the repository that has no name of its own."""


def service(coded: tuple[str, ...], whole: str, name: str) -> tuple[str, int]:
    """The command line that starts the service, and its port; from the texts with code, and all texts as one."""
    lines = [line for text in coded for line in _starting(text, name)]
    lines += [line for text in coded for line in _STARTED_WITH.findall(text)]
    # the same command stands in examples of wrong use too; the one with a port, or without anything, is the right one
    line = next((line for line in lines if re.search(r"\b\d{2,5}\b", line) or len(line.split()) == 2), "")
    ports = {int(number) for number in _PORT.findall(whole)}
    return line, ports.pop() if len(ports) == 1 else 0
