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
from .base import BaseCheck, FilesIn, Result, Workspace, lay
from .matchers import Matcher, Normaliser, normalise
from .process import FLOODED, run
from .toolchain import absent_part


class GoldenCheck(BaseCheck):
    """Compare what a program prints with a file."""

    kind: Literal["golden"] = Field(description="Always `golden`.")
    run: Annotated[tuple[str, ...], Field(min_length=1, description="The words of the command.")]
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    cwd: Annotated[str, Field(description="Working folder below the repository, or `{scratch}` for an empty one.")] = (
        "."
    )
    files_in: FilesIn = ()
    expected_file: Annotated[Glob, Field(description="File below the spec's folder with what must come out.")]
    stream: Annotated[Literal["stdout", "stderr"], Field(description="Which output is compared.")] = "stdout"
    normalize: Annotated[tuple[Normaliser, ...], Field(description="What is taken out on both sides.")] = ()

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.run),)

    def execute(self, workspace: Workspace) -> Result:
        folder = workspace.folder(self.cwd)
        expected = workspace.spec / self.expected_file
        missing = lay(self.files_in, workspace, folder)
        if missing or not expected.is_file():
            return Result("error", missing or f"file `{self.expected_file}` is missing in the spec's folder")
        argv = tuple(workspace.fill(word) for word in self.run)
        environment = {**workspace.environment, **self.env}
        done = run(argv, cwd=folder, environment=environment, stdin=self.stdin.encode(), timeout_s=self.timeout_s)
        if done.timed_out:
            return Result("error", f"stopped after {self.timeout_s:g} s", argv, None, done.output)
        if part := absent_part(done):
            return Result(*part, argv, done.exit, done.output)
        if done.flooded:
            return Result("error", FLOODED, argv, done.exit, done.output)
        got = (done.stdout if self.stream == "stdout" else done.stderr).decode("utf-8", "replace")
        reason = self._difference(expected.read_text(encoding="utf-8"), got)
        return Result("failed" if reason else "passed", reason, argv, done.exit, done.output)

    def _difference(self, wanted: str, got: str) -> str:
        """The first lines that differ; empty where nothing does."""
        if not Matcher(equals=wanted, normalize=self.normalize).mismatch(got):
            return ""
        one, other = (str(normalise(text, self.normalize)).rstrip("\n").splitlines() for text in (wanted, got))
        lines = difflib.unified_diff(one, other, "expected", "printed", lineterm="", n=1)
        return "the output differs: " + " ⏎ ".join(list(lines)[2:14])
