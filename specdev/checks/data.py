"""
Look into data: a JSON, YAML, TOML or CSV file, or what a program prints.

Give `path` (a file below the repository) or `run`. Every condition in `expect` has a place `at` (a JSON Pointer or a
JSONPath; CSV is a list of rows by the header's names) and a matcher; a JSONPath that finds several values is judged as
the list of them where it has a wildcard, a slice or `..`. A place that does not exist fails.

Passes where the first row's name is Anna:

    id: T004.1
    covers: [FR-012]
    kind: data
    run: [app, export, --format, csv]
    format: csv
    expect: [{at: /0/name, equals: Anna}, {at: "$[*].name", len: 2}]
    timeout_s: 10

Fails where the project has dependencies:

    id: T004.2
    covers: [CON-001]
    kind: data
    path: pyproject.toml
    expect: [{at: /project/dependencies, len: 0}]
    timeout_s: 10
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..model import Glob
from .base import BaseCheck, FilesIn, Result, Workspace, lay
from .conditions import Condition
from .process import FLOODED, Completed, run
from .tables import UnreadableData, read_data
from .toolchain import absent_part


class DataCheck(BaseCheck):
    """Look into data."""

    kind: Literal["data"] = Field(description="Always `data`.")
    path: Annotated[Glob | None, Field(description="The file, below the repository.")] = None
    run: Annotated[tuple[str, ...], Field(description="Or the command that prints the data on standard output.")] = ()
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    cwd: Annotated[str, Field(description="Working folder below the repository, or `{scratch}` for an empty one.")] = (
        "."
    )
    files_in: FilesIn = ()
    format: Annotated[
        Literal["json", "jsonl", "yaml", "toml", "csv"] | None,
        Field(description="Where the file's ending does not say it."),
    ] = None
    expect: Annotated[tuple[Condition, ...], Field(min_length=1, description="What must stand where.")]

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.path is None) == (not self.run):
            raise ValueError("exactly one of `path` and `run` is needed")
        if self.run and self.format is None:
            raise ValueError("with `run`, `format` is needed")
        return self

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.run),) if self.run else ()

    def execute(self, workspace: Workspace) -> Result:
        if self.path is not None:
            path = workspace.tree / self.path
            if not path.is_file():
                return Result("failed", f"`{self.path}` does not exist")
            text = path.read_text(encoding="utf-8", errors="replace")
            return Result(*self._judge(text, self.format or path.suffix.removeprefix(".")))
        folder = workspace.folder(self.cwd)
        if missing := lay(self.files_in, workspace, folder):
            return Result("error", missing)
        argv = tuple(workspace.fill(word) for word in self.run)
        done = run(
            argv, cwd=folder, environment=workspace.environment, stdin=self.stdin.encode(), timeout_s=self.timeout_s
        )
        return Result(*self._judge_run(done), argv, done.exit, done.output)

    def _judge_run(self, done: Completed) -> tuple[Literal["passed", "failed", "error"], str]:
        if done.timed_out:
            return "error", f"stopped after {self.timeout_s:g} s"
        if part := absent_part(done):
            return part
        if done.flooded:
            return "error", FLOODED
        return self._judge(done.stdout.decode("utf-8", "replace"), self.format or "")

    def _judge(self, text: str, form: str) -> tuple[Literal["passed", "failed", "error"], str]:
        try:
            data = read_data(text, form)
        except UnreadableData as error:
            return "failed", f"the data {error}"
        for condition in self.expect:
            try:
                reason = condition.missed(data)
            except UnreadableData as error:
                return "error", str(error)
            if reason:
                return "failed", f"at `{condition.at}`: {reason}"
        return "passed", ""
