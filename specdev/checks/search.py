"""
Regular expressions that come to an end: what could take for ever is searched for in a process of its own.

A pattern such as `(a+)+$` needs time that doubles with every character, and Python's `re` cannot be interrupted from
another thread. A pattern that repeats nothing and leaves no choice is safe and is searched for here.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .regex import compiled, problem

LIMIT_S = 5.0
"""Seconds that one pattern may take where nothing else is said."""

_CHILD = Path(__file__).with_name("search_child.py")
_MAY_TAKE_LONG = re.compile(r"[*+?{|(]")

Place = tuple[int, int, int]
"""Which text, and begin and end of what was found in it."""


class Unjudged(Exception):
    """A check can neither pass nor fail, because what it looks at cannot be judged; the message says why."""


def search(pattern: str, text: str) -> bool:
    """Whether the pattern is found in the text; ^ and $ are line edges. Unjudged where it takes too long."""
    return first(pattern, (text,)) is not None


def first(pattern: str, texts: Iterable[str], limit_s: float = LIMIT_S) -> Place | None:
    """Where the pattern is found first, None where it is not. Unjudged where it takes longer than `limit_s` seconds."""
    if reason := problem(pattern):
        raise Unjudged(f"`{pattern[:80]}` is no regular expression: {reason}")
    if _MAY_TAKE_LONG.search(pattern):
        return _outside(pattern, texts, limit_s)
    here = compiled(pattern)
    places = ((number, here.search(text)) for number, text in enumerate(texts))
    return next(((number, *found.span()) for number, found in places if found), None)


def _outside(pattern: str, texts: Iterable[str], limit_s: float) -> Place | None:
    with tempfile.TemporaryFile() as lines:
        for value in (pattern, *texts):
            lines.write(json.dumps(value).encode() + b"\n")
        lines.seek(0)
        command = [sys.executable, "-I", "-S", str(_CHILD), str(limit_s)]
        done = subprocess.run(command, stdin=lines, capture_output=True, check=False)
    if done.returncode == -signal.SIGALRM:
        raise Unjudged(f"searching for `{pattern[:80]}` was stopped after {limit_s:g} s")
    if done.returncode:  # it was killed, or ran out of memory
        raise Unjudged(f"searching for `{pattern[:80]}` ended with {done.returncode}")
    found = json.loads(done.stdout)
    return None if found is None else (found[0], found[1], found[2])
