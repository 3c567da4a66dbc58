"""
Transcripts: fences in which commands stand at a prompt and what they print stands below.

    ```console
    $ calc div 1 0
    error: division by zero
    $ echo $?
    2
    ```

A terminal shows both output streams, so the text is expected in the two together, unless the document says which. A
line with `…` for something left out, and a line with a value that no run can repeat (a date, a hash, a duration that
stands in no input), makes that the rest of the output is expected in part only. Fences without a prompt that can be
nothing else are read too, see `unprompted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import remarks
from .calls import INSTALLERS, Call, looks_like_file, read, shows_stored
from .fact import Run
from .json_text import data_or_text
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Fence
from .today import Today, leans
from .words import DENIED, ERROR_TEXT, GONE, LATER_ON

_PROMPT = lazy(r"^\s*(?P<mark>[$%❯›>])\s+(?P<line>\S.*)$")
_ELLIPSIS = lazy(r"^\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\]|:)\s*$")
_COMMENT = lazy(r"\s{2,}#\s")
_ECHOED = r"echo\s+\"?\$\?\"?"
_ECHO_STATUS = lazy(_ECHOED)
_AND_STATUS = lazy(rf"(?P<line>.*[^\s;&|])\s*;\s*(?P<echo>{_ECHOED})")
_VOLATILE = lazy(
    r"\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{5,}\b|\b\d{4}-\d\d-\d\d\b|\b\d\d:\d\d(?::\d\d)?\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b"
    r"|\b\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds|MB/s)\b|\bpid\b|/(?:home|Users|tmp|var)/|<[a-z][\w -]*>|…|\.\.\."
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One command line with what stands below it."""

    line: str
    output: tuple[str, ...] = ()
    remark: str = ""
    """What an arrow behind the command tells of its output."""
    rows: tuple[str, ...] = ()
    """All of it as it stands in the document; empty where it stands in the rows of the turn before."""


def turns(fence: Fence, names: frozenset[str]) -> tuple[Turn, ...]:
    """The prompt lines of a fence with their output; empty where it is no transcript."""
    mark = _mark(fence, names)
    if not mark or DENIED.search(fence.before):
        return ()
    parts: list[list[str]] = []
    for row in joined(fence.text):
        prompt = _PROMPT.match(row)
        if prompt and prompt["mark"] == mark:
            parts.append([prompt["line"].strip()])
        elif parts:
            parts[-1].append(row)
    return tuple(turn for line, *output in parts for turn in turn_of(line, output, (f"$ {line}", *output)))


def turn_of(line: str, output: Sequence[str], rows: Sequence[str]) -> Iterator[Turn]:
    """A command with what it gives, as two turns where it also tells its status: `calc div 1 0; echo $?`."""
    line, remark = remarks.split(line)
    said = _trimmed(output) or ((remark,) if remark else ())
    ended = _AND_STATUS.fullmatch(line)
    if ended and said and said[-1].strip().isdigit():
        yield Turn(ended["line"], said[:-1], rows=_trimmed(rows))
        yield Turn(ended["echo"], said[-1:])
    else:
        yield Turn(line, _trimmed(output), remark, _trimmed(rows))


def single(told: Sequence[Turn]) -> list[tuple[Turn, ...]]:
    """Every command by itself, with the one that asks for its status."""
    groups: list[tuple[Turn, ...]] = []
    for turn in told:
        if turn.rows or not groups:
            groups.append((turn,))
        else:
            groups[-1] = (*groups[-1], turn)
    return groups


def joined(text: str) -> list[str]:
    """Lines, with those that end in a backslash joined to the next."""
    return re.sub(r"[ \t]*\\\n[ \t]*(?:>[ \t]+)?", " ", text).split("\n")


def _mark(fence: Fence, names: frozenset[str]) -> str:
    """The prompt that the fence uses: the mark of its first line, where it is one."""
    first = next((line for line in fence.text.split("\n") if line.strip()), "")
    prompt = _PROMPT.match(first)
    if not prompt:
        return ""
    # `>` also quotes and compares: it is a prompt only before the product's own command
    if prompt["mark"] == ">" and prompt["line"].split()[0] not in names:
        return ""
    return prompt["mark"]


def _trimmed(rows: Sequence[str]) -> tuple[str, ...]:
    """Without the empty rows at the end."""
    end = len(rows)
    while end and not rows[end - 1].strip():
        end -= 1
    return tuple(rows[:end])


@dataclass(frozen=True, slots=True)
class Session:
    """The transcripts of one item, as what is run in one folder."""

    runs: tuple[Run, ...] = ()
    quote: str = ""
    missing: str = ""
    """Why a transcript was cut short or left out."""


def session(fence: Fence, known: Knowledge, before: tuple[Run, ...]) -> Session:
    """The fence as runs that go on after the runs `before`, up to the first line that cannot be run."""
    return played(turns(fence, known.names), known, before, fence.before)


def played(told: Sequence[Turn], known: Knowledge, before: tuple[Run, ...], lead: str = "") -> Session:
    """
    The turns as runs that go on after the runs `before`, up to the first line that cannot be run.

    `lead` is the line that introduces them, which may say what day it is.
    """
    runs: list[Run] = []
    missing = ""
    quoted: list[str] = []
    rows = [row for turn in told for row in turn.output]
    if unset := leans(lead, (turn.line for turn in told), rows, known.today):
        return Session(missing=unset)
    clock = known.today.environment(lead)
    for number, turn in enumerate(told):
        line = _COMMENT.split(turn.line)[0].strip()
        if _ECHO_STATUS.fullmatch(line) and runs:
            _set_exit(runs, turn.output)
            quoted += turn.rows
            continue
        if INSTALLERS.match(line):
            continue
        call = read(line, known.names)
        if call is None or not _fits(call, known, (*before, *runs)):
            missing = f"`{line}` cannot be run as it stands"
            break
        if value := _made_up(call, (*before, *runs), told[:number], known):
            missing = f"`{value}` in `{line}` is another value every time"
            break
        if call.product:
            call = replace(call, env={**clock, **call.env})
        if call.product and any(_ASKS.match(row) for row in turn.output):
            runs.append(_dialogue(call, turn.output))
            quoted += turn.rows
            continue
        if call.words[:1] == ("cat",) and not _made(call.words[1:], (*before, *runs)):
            continue  # it shows an input, see knowledge.fixtures
        runs.append(Run(call, _gives(turn, (*before, *runs), call, known)))
        quoted += turn.rows
    if runs and not before and LATER_ON.search(lead):
        return Session(missing=f"what went before the example is not told: {lead.strip()}")
    if runs and known.stateful and not before and _leans(runs[0]):
        return Session(
            missing=f"`{runs[0].call.written}` shows what was stored before, and the example does not say what"
        )
    return Session(tuple(runs), "\n".join(quoted), missing)


_ASKS = lazy(r"^(?:>|\w+>|>>)\s(?P<line>.*)$")


def _dialogue(call: Call, output: tuple[str, ...]) -> Run:
    """
    A run whose output shows what is typed at the program's own prompt: that is its standard input.

    Prompts may not be printed where nobody types, so the lines between them are expected as parts.
    """
    typed = [found["line"] for row in output if (found := _ASKS.match(row))]
    said = [row for row in output if row.strip() and not _ASKS.match(row) and not _ELLIPSIS.match(row)]
    fixed = [row for row in said if not _changes(row, " ".join(typed), Today())]
    expect = {"output": {"contains": fixed}} if fixed else {}
    return Run(replace(call, stdin="".join(f"{line}\n" for line in typed)), expect)


_LOOKS = frozenset(["cat", "wc", "head", "tail", "mkdir", "touch", "rm", "printf", "echo", "test", "cp", "mv", "diff"])


def _fits(call: Call, known: Knowledge, before: tuple[Run, ...]) -> bool:
    """Whether the call is one of the product, or one that only looks at what the product did."""
    return call.product or (bool(call.words) and call.words[0] in _LOOKS)


def _made_up(call: Call, runs: Sequence[Run], earlier: Sequence[Turn], known: Knowledge) -> str:
    """A value of the call that nothing gives but an earlier output, which would have another the next time."""
    given = " ".join((*(run.call.written + run.call.stdin for run in runs), *known.fixtures.values()))
    printed = "\n".join(row for turn in earlier for row in turn.output)
    values = (found[0] for found in _VOLATILE.finditer(call.written) if not known.today.settles(found[0]))
    return next((value for value in values if value in printed and value not in given), "")


def _made(names: tuple[str, ...], before: tuple[Run, ...]) -> bool:
    """Whether an earlier run may have made these files."""
    return any(run.call.product or run.call.line for run in before)


def _set_exit(runs: list[Run], output: tuple[str, ...]) -> None:
    """`echo $?` tells the exit status of the run before it."""
    if len(output) == 1 and output[0].strip().isdigit():
        last = runs[-1]
        runs[-1] = Run(last.call, {"exit": int(output[0]), **last.expect})


def _leans(run: Run) -> bool:
    """Whether the first run of a session shows something that must have been stored before."""
    said = str(run.expect)
    return (
        shows_stored(run.call, said)
        and not ERROR_TEXT.search(said)
        and not re.search(r"(?i)\b(?:no|empty|0)\b|contains\b.*\[\]", said)
    )


def needs(runs: tuple[Run, ...]) -> tuple[str, ...]:
    """Files that the runs read before any of them can have written them, except where their absence is the point."""
    made: set[str] = set()
    needed: dict[str, None] = {}
    for run in runs:
        gone = str(run.expect) if GONE.search(str(run.expect)) else ""
        if run.call.words[:1] == ("cat",):
            continue
        written = {file["path"] for file in run.expect.get("files", ())}
        for name in run.call.inputs():
            point = gone and (name in gone or not any(other in gone for other in run.call.inputs()))
            if name not in made and name not in written and not point and not _only_said(name, run):
                needed.setdefault(name)
        made.update(run.call.outputs())
        made.update(file["path"] for file in run.expect.get("files", ()))
        made.update(
            name
            for name in run.call.arguments
            if run.call.verb in ("init", "new", "create", "export") and looks_like_file(name)
        )
        made.update(word for word in run.call.words if run.call.words[:1] in (("touch",), ("cp",), ("mv",)))
    return tuple(needed)


def _only_said(name: str, run: Run) -> bool:
    """A host name or an address in the arguments looks like a file and is none."""
    return bool(re.search(r"\.(?:com|org|net|io|dev|example|test|local)$", name))


def _gives(turn: Turn, before: tuple[Run, ...], call: Call, known: Knowledge) -> dict[str, Any]:
    """What the turn says of its call, below or behind it."""
    if turn.output or not turn.remark:
        return expected(turn.output, before, call, known)
    if turn.remark.startswith(f"{known.name}: "):
        return {"output": {"contains": [turn.remark]}}
    told = remarks.literal(turn.remark, _given(before, call, known))
    return expected((told,), before, call, known) if told else {}


def _given(before: tuple[Run, ...], call: Call, known: Knowledge) -> str:
    """All that the call may work on."""
    return " ".join((call.written, call.stdin, *(run.call.written for run in before), *known.fixtures.values()))


def expected(output: tuple[str, ...], before: tuple[Run, ...], call: Call, known: Knowledge) -> dict[str, Any]:
    """What the lines below a prompt say; nothing is expected where there are none."""
    lines = list(output)
    if not any(line.strip() for line in lines):
        return {}
    given = _given(before, call, known)
    clock = known.today if known.today.variable in call.env else Today()
    fixed = [line for line in lines if line.strip() and not _ELLIPSIS.match(line) and not _changes(line, given, clock)]
    if not fixed:
        return {}
    if fixed == [line for line in lines if line.strip()]:
        return {"output": data_or_text("\n".join(lines))}
    return {"output": {"contains": fixed}}


def _changes(line: str, given: str, clock: Today) -> bool:
    """Whether the line holds a value that a second run would print differently: no input gives it, nor a set clock."""
    return any(found[0] not in given and not clock.settles(found[0]) for found in _VOLATILE.finditer(line))
