"""
Transcripts without a prompt, where nothing else can be meant.

    calc add 3 4             a call of the product that the document knows elsewhere, alone in the first line,
    7                        and what it prints

    calc add 3 4   # => 7    calls with what comes out behind them

Where the lines below may be commands too, or the block is a file, a synopsis or an illustration, it is none.
"""

from __future__ import annotations

from ..vocabulary import TOOLS, UNIX
from . import remarks
from .calls import Call, read
from .fixtures import fenced
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Fence
from .transcripts import Turn, joined, turn_of
from .words import DENIED, ROUGHLY

_PLAIN = ("", "text", "txt", "console", "plain", "plaintext", "terminal", "output")
_SHELLS = ("sh", "bash", "shell", "zsh", "shell-session")
_COLUMNS = lazy(r"\S\s{2,}\S|\t")


def turns(fence: Fence, known: Knowledge) -> tuple[Turn, ...]:
    """The calls of a fence without prompts, with their output; empty where it is no transcript."""
    info = next(iter(fence.info.lower().split()), "")
    rows = joined(fence.text)
    if DENIED.search(fence.before):
        return ()
    if not known.name or info not in (*_PLAIN, *_SHELLS) or ROUGHLY.search(fence.before) or any(fenced(fence)):
        return ()
    if found := _remarked(rows, known):
        return found
    if info in _PLAIN and _shows(rows, known):
        return tuple(turn_of(rows[0].strip(), rows[1:], rows))
    return ()


def _remarked(rows: list[str], known: Knowledge) -> tuple[Turn, ...]:
    """Every line is a command, and an arrow tells what one of the product's gives."""
    lines = [row for row in rows if row.strip() and not row.lstrip().startswith("#")]
    told = [line for line in lines if remarks.split(line)[1] and line.split()[0] == known.name]
    if not told or any(not (line.split()[0] == known.name or line.split()[0] in UNIX) for line in lines):
        return ()
    return tuple(turn for line in lines for turn in turn_of(line.strip(), [], [line]))


def _shows(rows: list[str], known: Knowledge) -> bool:
    """Whether the first line is a call, and those below are what it prints."""
    first, below = rows[0], [row for row in rows[1:] if row.strip()]
    if not below or _COLUMNS.search(first.strip()) or all(row[:1] in (" ", "\t") for row in below):
        return False
    starts = [row.split()[0] for row in below]
    if any(start in UNIX | TOOLS or start == known.name or start[:1] in "#$%>" for start in starts):
        return False
    call = read(first, known.names)
    return call is not None and call.product and bool(call.words) and _is_familiar(call, known)


def _is_familiar(call: Call, known: Knowledge) -> bool:
    """Whether it can be nothing but a call: `calc 2.0 ready` is none, without option, file and subcommand."""
    return (
        call.verb in known.verbs
        or any(word.startswith("-") and word.strip("-") for word in call.arguments)
        or any(name in known.fixtures for name in call.inputs())
    )
