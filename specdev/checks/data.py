"""
Look into data: a JSON, YAML, TOML, CSV or XML file, or what a program prints.

Give `path` (a file below the repository) or `run`. Every condition in `expect` has a place `at` and a matcher; a place
that does not exist fails. A place is

    /items/0/name             a JSON Pointer (RFC 6901): one value
    $.items[0].name           a JSONPath (RFC 9535): one value where it holds only names and indexes
    $.items[?@.age > 3].name  else the list of all that it finds
    /feed/entry[2]/title      in XML: the text of an element, a list of texts where there are several
    //entry[@id='7']/@href    in XML: an attribute
    count(/feed/entry)        in XML: how many elements there are

and in XML it may hold what Python's ElementTree knows of XPath; names in a namespace are `{uri}name` or `{*}name`. CSV
is a list of rows by the header's names; dates of YAML and TOML are texts. Data that could be read in two ways fails: a
key or column that stands twice, NaN, a row longer or shorter than its header, entities of XML.

Passes where the first row's name is Anna:

    id: T004.1
    covers: [FR-012]
    kind: data
    run: [app, export, --format, csv]
    format: csv
    expect: [{at: /0/name, equals: Anna}, {at: "$[*].name", len: 2}]
    timeout_s: 10

Passes for a feed with two entries:

    id: T004.3
    covers: [FR-013]
    kind: data
    path: feed.xml
    expect: [{at: count(/feed/entry), equals: 2}, {at: "/feed/entry[1]/@lang", one_of: [de, en]}]
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
from .base import BaseCheck, FilesIn, Result, WorkingFolder, Workspace, enter
from .conditions import Condition
from .process import Completed, run
from .readers import MOST_BYTES, UnreadableData, read_data
from .toolchain import cut_short


class DataCheck(BaseCheck):
    """Look into data."""

    kind: Literal["data"] = Field(description="Always `data`.")
    path: Annotated[Glob | None, Field(description="The file, below the repository.")] = None
    run: Annotated[tuple[str, ...], Field(description="Or the command that prints the data on standard output.")] = ()
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    cwd: WorkingFolder = "."
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    files_in: FilesIn = ()
    format: Annotated[
        Literal["json", "jsonl", "yaml", "toml", "csv", "xml"] | None,
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

    def _execute(self, workspace: Workspace) -> Result:
        if self.path is not None:
            path = workspace.tree / self.path
            if not path.is_file():
                return Result("failed", f"`{self.path}` does not exist")
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            reason = self._mismatch(content, self.format or path.suffix.removeprefix("."))
            return Result("failed" if reason else "passed", reason)
        folder = enter(self.cwd, self.files_in, workspace)
        argv = tuple(workspace.fill(word) for word in self.run)
        environment = {**workspace.environment, **self.env}
        done = run(argv, cwd=folder, environment=environment, stdin=self.stdin.encode(), timeout_s=self.timeout_s)
        return Result(*self._judge_run(done), argv, done.exit, done.output)

    def _judge_run(self, done: Completed) -> tuple[Literal["passed", "failed", "error"], str]:
        if unfinished := cut_short(done, self.timeout_s):
            return unfinished
        reason = self._mismatch(done.stdout, self.format or "")
        return "failed" if reason else "passed", reason

    def _mismatch(self, content: bytes, form: str) -> str:
        """Why the data is not as expected; empty where it is."""
        try:
            data = read_data(content, form)
        except UnreadableData as error:
            return f"the data {error}"
        for condition in self.expect:
            if reason := condition.missed(data):
                return f"at `{condition.at}`: {reason}"
        return ""
