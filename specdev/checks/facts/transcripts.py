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
stands in no input), makes that the rest of the output is expected in part only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .calls import INSTALLERS, Call, looks_like_file, read, shows_stored
from .fact import Run
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Fence
from .words import ERROR_TEXT, GONE

_PROMPT = lazy(r"^\s*(?P<mark>[$%❯›>])\s+(?P<line>\S.*)$")
_ELLIPSIS = lazy(r"^\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\]|:)\s*$")
_COMMENT = lazy(r"\s{2,}#\s|\s#\s+(?:=>|->|→)")
_VOLATILE = lazy(
    r"\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{5,}\b|\b\d{4}-\d\d-\d\d\b|\b\d\d:\d\d(?::\d\d)?\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b"
    r"|\b\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds|MB/s)\b|\bpid\b|/(?:home|Users|tmp|var)/|<[a-z][\w -]*>|…|\.\.\."
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One prompt line with what stands below it."""

    line: str
    output: tuple[str, ...]


def turns(fence: Fence, names: frozenset[str]) -> tuple[Turn, ...]:
    """The prompt lines of a fence with their output; empty where it is no transcript."""
    mark = _mark(fence, names)
    if not mark:
        return ()
    found: list[Turn] = []
    line: str | None = None
    output: list[str] = []
    for row in _joined(fence.text):
        prompt = _PROMPT.match(row)
        if prompt and prompt["mark"] == mark:
            if line is not None:
                found.append(Turn(line, _trimmed(output)))
            line, output = prompt["line"].strip(), []
        elif line is not None:
            output.append(row)
    if line is not None:
        found.append(Turn(line, _trimmed(output)))
    return tuple(found)


def _joined(text: str) -> list[str]:
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


def _trimmed(output: list[str]) -> tuple[str, ...]:
    while output and not output[-1].strip():
        output.pop()
    return tuple(output)


@dataclass(frozen=True, slots=True)
class Session:
    """The transcripts of one item, as what is run in one folder."""

    runs: tuple[Run, ...] = ()
    quote: str = ""
    missing: str = ""
    """Why a transcript was cut short or left out."""


def session(fence: Fence, known: Knowledge, before: tuple[Run, ...]) -> Session:
    """
    The fence as runs that go on after the runs `before`, up to the first line that cannot be run.
    """
    runs: list[Run] = []
    missing = ""
    quoted: list[str] = []
    for turn in turns(fence, known.names):
        line = _COMMENT.split(turn.line)[0].strip()
        if re.fullmatch(r"echo \"?\$\?\"?", line) and runs:
            _set_exit(runs, turn.output)
            quoted += [f"$ {turn.line}", *turn.output]
            continue
        if INSTALLERS.match(line):
            continue
        call = read(line, known.names)
        if call is None or not _fits(call, known, (*before, *runs)):
            missing = f"`{line}` cannot be run as it stands"
            break
        if call.product and any(_ASKS.match(row) for row in turn.output):
            runs.append(_dialogue(call, turn.output))
            quoted += [f"$ {turn.line}", *turn.output]
            continue
        if call.words[:1] == ("cat",) and not _made(call.words[1:], (*before, *runs)):
            continue  # it shows an input, see knowledge.fixtures
        runs.append(Run(call, expected(turn.output, (*before, *runs), call, known)))
        quoted += [f"$ {turn.line}", *turn.output]
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
    fixed = [row for row in said if not _changes(row, " ".join(typed))]
    expect = {"output": {"contains": fixed}} if fixed else {}
    return Run(replace(call, stdin="".join(f"{line}\n" for line in typed)), expect)


def _fits(call: Call, known: Knowledge, before: tuple[Run, ...]) -> bool:
    """Whether the call is one of the product, or one that only looks at what the product did."""
    if call.product:
        return True
    return bool(call.words) and call.words[0] in (
        "cat",
        "wc",
        "head",
        "tail",
        "mkdir",
        "touch",
        "rm",
        "printf",
        "echo",
        "test",
        "cp",
        "mv",
        "diff",
    )


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


def expected(output: tuple[str, ...], before: tuple[Run, ...], call: Call, known: Knowledge) -> dict[str, Any]:
    """What the lines below a prompt say; nothing is expected where there are none."""
    lines = list(output)
    if not any(line.strip() for line in lines):
        return {}
    given = " ".join((call.written, call.stdin, *(run.call.written for run in before), *known.fixtures.values()))
    fixed = [line for line in lines if line.strip() and not _ELLIPSIS.match(line) and not _changes(line, given)]
    if not fixed:
        return {}
    if fixed == [line for line in lines if line.strip()]:
        text = "\n".join(lines)
        return {"output": text}
    return {"output": {"contains": fixed}}

    return text


def _changes(line: str, given: str) -> bool:
    """Whether the line holds a value that a second run would print differently and that no input gives."""
    return any(found[0] not in given for found in _VOLATILE.finditer(line))
