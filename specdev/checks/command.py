"""
Run a program and look at what comes out.

Its working folder is the root of a fresh copy of the repository; with `cwd: "{scratch}"` it is an empty folder.
Give `run` as a list of words, or with `shell: true` as one line for `sh`. Where several commands work on the same
state, give `steps`: they run in order in the same folder, and all of them must hold; with `fresh: true` a step begins
in an emptied one, so that one check can hold several examples. Only what `expect` names is judged: without `exit` any
exit status will do, as long as no signal ended the program. Output is read as UTF-8; other bytes are shown as U+FFFD.

Passes for a program `calc` that adds:

    id: T001.1
    covers: [FR-001]
    kind: command
    run: [calc, add, "3", "4"]
    timeout_s: 10
    expect: {exit: 0, stdout: "7"}

Fails for it:

    id: T001.2
    covers: [FR-001]
    kind: command
    run: [calc, add, "3"]
    timeout_s: 10
    expect: {exit: 0, stdout: "7"}
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..model import Artifact, Glob
from .base import SCRATCH, BaseCheck, FilesIn, NamedFile, Result, WorkingFolder, Workspace, enter, lay
from .file import file_mismatch
from .matchers import Expected, Matcher, mismatch
from .process import FLOODED, Completed, run
from .slots import empty
from .toolchain import absent_part

Exit = Annotated[int | tuple[int, ...], Field(description="The exit status, or a list of those that are right.")]


class CommandExpect(Artifact):
    """What a command must give."""

    exit: Annotated[
        Exit | Literal["nonzero"] | None,
        Field(description="Exit status, a list of them, or `nonzero`; not judged where it is not given."),
    ] = None
    stdout: Annotated[Expected | None, Field(description="What it prints on standard output.")] = None
    stderr: Annotated[Expected | None, Field(description="What it prints on standard error.")] = None
    output: Annotated[
        Expected | None,
        Field(description="Standard output followed by standard error, where it does not matter which."),
    ] = None
    files: Annotated[tuple[NamedFile, ...], Field(description="Files it leaves behind.")] = ()
    duration_ms: Annotated[
        float | None, Field(gt=0, description="Milliseconds that it may take; `bench` measures better.")
    ] = None
    unchanged: Annotated[
        tuple[Glob, ...],
        Field(description="Files below the working folder that it must leave as they were, there or not."),
    ] = ()


class Step(Artifact):
    """One command."""

    run: Annotated[
        tuple[str, ...] | str, Field(min_length=1, description="The words of the command; with `shell: true` one line.")
    ]
    shell: Annotated[bool, Field(description="`run` is a line for `sh`.")] = False
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    fresh: Annotated[bool, Field(description='The working folder is emptied first; only with `cwd: "{scratch}"`.')] = (
        False
    )
    files_in: FilesIn = ()
    expect: Annotated[CommandExpect, Field(description="What it must give.")] = CommandExpect()

    @model_validator(mode="after")
    def _shell_line(self) -> Self:
        if isinstance(self.run, str) != self.shell:
            raise ValueError("`run` is a list of words, or one line together with `shell: true`")
        return self

    def argv(self) -> tuple[str, ...]:
        return ("sh", "-c", self.run) if isinstance(self.run, str) else self.run


class CommandCheck(BaseCheck):
    """Run a program and look at its exit status, its output and its files."""

    kind: Literal["command"] = Field(description="Always `command`.")
    run: Annotated[
        tuple[str, ...] | str | None, Field(description="The words of the command; with `shell: true` one line.")
    ] = None
    shell: Annotated[bool, Field(description="`run` is a line for `sh`.")] = False
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    cwd: WorkingFolder = "."
    files_in: FilesIn = ()
    expect: Annotated[CommandExpect | None, Field(description="What it must give.")] = None
    steps: Annotated[
        tuple[Step, ...], Field(description="Several commands, in order, in one folder; instead of `run`.")
    ] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.run is None) == (not self.steps):
            raise ValueError("exactly one of `run` and `steps` is needed")
        if self.steps and self.expect is not None:
            raise ValueError("with `steps`, `expect` stands in the steps")
        if self.cwd != SCRATCH and any(step.fresh for step in self.steps):
            raise ValueError(f'`fresh` empties the working folder, so it needs `cwd: "{SCRATCH}"`')
        self.all_steps()
        return self

    def all_steps(self) -> tuple[Step, ...]:
        """The steps; a check with `run` has one."""
        if self.run is None:
            return self.steps
        expect = self.expect or CommandExpect()
        return (Step(run=self.run, shell=self.shell, stdin=self.stdin, env=self.env, expect=expect),)

    def commands(self) -> tuple[str, ...]:
        return tuple(step.run if isinstance(step.run, str) else " ".join(step.run) for step in self.all_steps())

    def _execute(self, workspace: Workspace) -> Result:
        folder = enter(self.cwd, self.files_in, workspace)
        end = time.monotonic() + self.timeout_s
        steps = self.all_steps()
        result = Result("error", "nothing to run")
        for number, step in enumerate(steps, 1):
            if step.fresh:
                empty(folder)
                lay(self.files_in, workspace, folder)
            lay(step.files_in, workspace, folder)
            result = _run_step(step, self.env, workspace, folder, end - time.monotonic(), self.timeout_s)
            if result.outcome != "passed":
                where = f"step {number} of {len(steps)}: " if len(steps) > 1 else ""
                return Result(result.outcome, where + result.detail, result.command, result.exit, result.output)
        return result


def _run_step(
    step: Step, common: dict[str, str], workspace: Workspace, folder: Path, remaining: float, limit: float
) -> Result:
    argv = tuple(workspace.fill(word) for word in step.argv())
    environment = {**workspace.environment, **common, **step.env}
    before = {path: _content(folder / path) for path in step.expect.unchanged}
    begin = time.monotonic()
    done = run(argv, cwd=folder, environment=environment, stdin=step.stdin.encode(), timeout_s=max(remaining, 0.01))
    took_ms = (time.monotonic() - begin) * 1000
    outcome, detail = judge(step.expect, done, folder, workspace.spec, limit)
    changed = next((path for path, content in before.items() if _content(folder / path) != content), "")
    if changed and outcome == "passed":
        outcome, detail = "failed", f"file `{changed}` was changed"
    if outcome == "passed" and step.expect.duration_ms is not None and took_ms > step.expect.duration_ms:
        outcome, detail = "failed", f"it took {took_ms:.0f} ms, more than {step.expect.duration_ms:g}"
    return Result(outcome, detail, argv, done.exit, done.output)


def _content(path: Path) -> bytes | None:
    """What stands in the file; its type where it is no file, None where there is none."""
    try:
        return path.read_bytes() if path.is_file() else str(path.lstat().st_mode).encode()
    except OSError:
        return None


def judge(
    expect: CommandExpect, done: Completed, folder: Path, spec: Path, limit: float
) -> tuple[Literal["passed", "failed", "error"], str]:
    """Outcome and reason for a program that has ended; `limit` is its time limit, for the message."""
    if done.timed_out:
        return "error", f"stopped after {limit:g} s"
    if part := absent_part(done):
        return part
    if done.flooded and any(stream is not None for stream in (expect.stdout, expect.stderr, expect.output)):
        return "error", FLOODED
    for reason in _mismatches(expect, done, folder, spec):
        return "failed", reason
    return "passed", ""


def _mismatches(expect: CommandExpect, done: Completed, folder: Path, spec: Path) -> Iterator[str]:
    stdout, stderr = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    if not _right_exit(expect.exit, done.exit):
        wanted = "" if expect.exit is None else f", expected {_exits(expect.exit)}"
        yield f"exit status {done.exit}{wanted}{_said(stderr)}"
    for name, text in (("stdout", stdout), ("stderr", stderr), ("output", stdout + stderr)):
        matcher: str | Matcher | None = getattr(expect, name)
        if matcher is not None and (reason := mismatch(matcher, text)):
            yield f"{name}: {reason}"
    for file in expect.files:
        if reason := file_mismatch(file, folder / file.path, spec):
            yield f"file `{file.path}`: {reason}"


def _right_exit(wanted: int | tuple[int, ...] | Literal["nonzero"] | None, got: int | None) -> bool:
    if wanted == "nonzero":
        # a program that a signal ended (negative status) has crashed, it did not report a failure
        return got is not None and got > 0
    if wanted is None:
        return got is not None and got >= 0
    return got in wanted if isinstance(wanted, tuple) else got == wanted


def _exits(wanted: int | tuple[int, ...] | Literal["nonzero"]) -> str:
    return " or ".join(map(str, wanted)) if isinstance(wanted, tuple) else str(wanted)


def _said(stderr: str) -> str:
    """The last line of standard error, for the message."""
    lines = stderr.strip().splitlines()
    return f": {lines[-1][:200]}" if lines else ""
