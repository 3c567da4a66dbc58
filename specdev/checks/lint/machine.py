"""What a check leans on outside itself and the product: the network, the home folder, an absolute path, the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MACHINE = {
    "a host on the network": re.compile(
        r"\b(?:https?|ftp|wss?)://(?!localhost\b|127\.0\.0\.1\b|\[::1\]|0\.0\.0\.0\b|\{|(?:[\w-]+\.)*example\.(?:com|org|net)\b)[\w.-]+"
    ),
    "the home folder": re.compile(r"\$HOME\b|\$\{HOME\}|(?:^|[\s='\"])~(?:/|$)"),
    "an absolute path": re.compile(
        r"(?:^|[\s=:'\"])/(?!dev/(?:null|stdin|stdout|stderr)\b|bin/(?:ba)?sh\b|usr/bin/env\b)(?:\w[\w.-]*/)+\w[\w.-]*"
    ),
    "the clock": re.compile(r"(?:^|[\s;|&(`])date(?:$|[\s;|&)`])"),
    "waiting instead of looking": re.compile(r"(?:^|[\s;|&(])sleep\s+[\d.]+"),
    "an install from the network": re.compile(
        r"\b(?:pip3?|uv|pipx|npm|pnpm|yarn|gem|cargo|go|apt(?:-get)?|brew)\s+(?:\w+\s+)?(?:install|add|get|i|ci)\b(?!.*(?:--no-index|--offline))"
    ),
}
"""What a check leans on, and how it shows in its words."""

_ANY = re.compile(r"[/~]|\$\{?HOME|date|sleep|install|add|get|\b(?:i|ci)\b")
"""What stands in every line that leans on something; most lines have none of it."""


def leans(check: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the commands of the check lean on and the word that shows it, each kind of thing once."""
    seen: set[str] = set()
    for words in _lines(check):
        if not _ANY.search(words):
            continue
        for reason, pattern in _MACHINE.items():
            if reason not in seen and (found := pattern.search(words)):
                seen.add(reason)
                yield reason, found[0].strip(" \t='\"|;&(")


def _lines(check: Mapping[str, Any]) -> Iterator[str]:
    """The command lines of a check."""
    steps = check.get("steps")
    holders: list[Any] = [check, *(steps if isinstance(steps, list | tuple) else ()), check.get("service")]
    for holder in holders:
        if not isinstance(holder, dict):
            continue
        for run in (holder.get("run"), holder.get("command")):
            if isinstance(run, list | tuple):
                yield " ".join(map(str, run))
            elif isinstance(run, str):
                yield run
