"""
Compare what a program prints with a file.

The file stands below the spec's folder and is sealed with the check. `normalize` takes out on both sides what may
differ: ansi (colours), crlf, trailing_space, paths (folders of absolute paths), timestamps. Line ends at the very end
do not count.

Passes where the report is as approved:

    id: T003.4
    covers: [FR-009]
    kind: golden
    run: [ledger, report, sample.ledger]
    files_in: [checks/sample.ledger]
    expected_file: checks/report.txt
    normalize: [ansi, trailing_space]
    timeout_s: 10

Fails where it prints anything else:

    id: T003.5
    covers: [FR-009]
    kind: golden
    run: [ledger, --version]
    expected_file: checks/report.txt
    timeout_s: 10
"""

from __future__ import annotations

import difflib
from typing import Annotated, Literal

from pydantic import Field

from ..model import Glob
from .base import BaseCheck, FilesIn, Result, WorkingFolder, Workspace, enter
from .matchers import Matcher, Normaliser, normalise
from .process import run
from .toolchain import cut_short

_SHOWN = 40
"""Lines that are compared for the message."""


class GoldenCheck(BaseCheck):
    """Compare what a program prints with a file."""

    kind: Literal["golden"] = Field(description="Always `golden`.")
    run: Annotated[tuple[str, ...], Field(min_length=1, description="The words of the command.")]
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    cwd: WorkingFolder = "."
    files_in: FilesIn = ()
    expected_file: Annotated[Glob, Field(description="File below the spec's folder with what must come out.")]
    stream: Annotated[Literal["stdout", "stderr"], Field(description="Which output is compared.")] = "stdout"
    normalize: Annotated[tuple[Normaliser, ...], Field(description="What is taken out on both sides.")] = ()

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.run),)

    def _execute(self, workspace: Workspace) -> Result:
        folder = enter(self.cwd, self.files_in, workspace)
        expected = workspace.spec / self.expected_file
        if not expected.is_file():
            return Result("error", f"file `{self.expected_file}` is missing in the spec's folder")
        argv = tuple(workspace.fill(word) for word in self.run)
        environment = {**workspace.environment, **self.env}
        done = run(argv, cwd=folder, environment=environment, stdin=self.stdin.encode(), timeout_s=self.timeout_s)
        if unfinished := cut_short(done, self.timeout_s):
            return Result(*unfinished, argv, done.exit, done.output)
        got = (done.stdout if self.stream == "stdout" else done.stderr).decode("utf-8", "replace")
        reason = self._difference(expected.read_bytes().decode("utf-8", "replace"), got)
        return Result("failed" if reason else "passed", reason, argv, done.exit, done.output)

    def _difference(self, wanted: str, got: str) -> str:
        """The first lines that differ; empty where nothing does."""
        if not Matcher(equals=wanted, normalize=self.normalize).mismatch(got):
            return ""
        one, other = (str(normalise(text, self.normalize)).rstrip("\n").splitlines() for text in (wanted, got))
        pairs = zip(one, other, strict=False)
        begin = next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
        first = max(0, begin - 1)
        # only what stands near the first difference: comparing long outputs whole takes too long
        near = [lines[first : first + _SHOWN] for lines in (one, other)]
        lines = list(difflib.unified_diff(near[0], near[1], lineterm="", n=1))[3:14]
        return f"the output differs from line {begin + 1} on: {' ⏎ '.join(line[:200] for line in lines)}"
