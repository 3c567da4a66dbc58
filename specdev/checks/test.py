"""
Run the tests that name a requirement.

A test names a requirement by carrying its ID in its name, with `_` for every character that is neither a letter nor a
digit: FR-005 is proven by `test_fr_005_reports_line` (upper and lower case do not matter). Every ID in `select` needs
at least `min_count` such tests, and all of them must pass. A skipped test, an expected failure and no test at all are
not a pass; tests that could not be built, collected or read are an error. What happened is read from a report for
machines, never from printed text. A runner that can run tests by name runs only these: with go the function at the top
carries the ID (`TestFR_005`), not a subtest alone.

`runner: junit` starts `command` and reads the JUnit XML that it writes to `report`; `runner: custom` starts `command`
with `{report}` filled in, and reads JUnit XML or JSON from there. Without `command` both take the runner that fits
what the repository holds: pom.xml, build.gradle, pyproject.toml, package.json …

Passes where tests/test_check.py has a passing `test_fr_005_names_the_line`:

    id: T003.2
    covers: [FR-005]
    kind: test
    runner: pytest
    select: FR-005
    min_count: 1
    timeout_s: 120

Fails where no test carries FR_006:

    id: T003.3
    covers: [FR-006]
    kind: test
    runner: pytest
    select: FR-006
    timeout_s: 120
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..model import Glob
from .base import BaseCheck, FilesIn, Result, Workspace, lay
from .matchers import normalise
from .process import Completed, run
from .reports import Case, UnreadableReport, parse, selects
from .runners import MANIFESTS, RUNNERS, Runner
from .toolchain import absent_part

RunnerName = Literal["pytest", "unittest", "jest", "vitest", "node", "go", "cargo", "junit", "bats", "custom"]


class TestCheck(BaseCheck):
    """Run the tests that name a requirement."""

    __test__ = False  # pytest would take the class for a test

    serves: ClassVar[bool] = True
    kind: Literal["test"] = Field(description="Always `test`.")
    runner: Annotated[RunnerName, Field(description="The test runner; junit and custom start `command`.")]
    select: Annotated[
        str | tuple[str, ...],
        Field(min_length=1, description="The ID, or the IDs, that the tests carry in their names."),
    ]
    min_count: Annotated[int, Field(ge=1, description="How many tests each ID needs at least.")] = 1
    command: Annotated[tuple[str, ...], Field(description="What is started for the runners junit and custom.")] = ()
    report: Annotated[
        Glob | None, Field(description="For junit: the file below the repository that `command` writes, or a glob.")
    ] = None
    files_in: FilesIn = ()
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")

    @model_validator(mode="after")
    def _own_command(self) -> Self:
        if self.command and self.runner not in ("junit", "custom"):
            raise ValueError("`command` goes with the runners junit and custom only")
        if (self.runner == "junit" and bool(self.command)) != (self.report is not None):
            raise ValueError("`report` goes with the runner junit and its `command`")
        return self

    def ids(self) -> tuple[str, ...]:
        return (self.select,) if isinstance(self.select, str) else self.select

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.command),) if self.command else (f"{self.runner}: tests named {', '.join(self.ids())}",)

    def _execute(self, workspace: Workspace) -> Result:
        lay(self.files_in, workspace, workspace.tree)
        runner = self._runner(workspace.tree)
        if runner is None:
            return Result("error", "nothing in the repository says how its tests are run: the check needs a `command`")
        report = workspace.reports / (runner.report or "report")
        for stale in _found(workspace.tree, runner.in_tree):
            stale.unlink()  # a report that was there already says nothing
        words = (*runner.argv(self.ids(), str(report)), *(() if self.network else runner.offline))
        argv = tuple(workspace.fill(word, report=str(report)) for word in words)
        environment = {**workspace.environment, **runner.environment, **self.env, "SPECDEV_REPORT": str(report)}
        done = run(argv, cwd=workspace.tree, environment=environment, timeout_s=self.timeout_s)
        places = _found(workspace.tree, runner.in_tree) if runner.in_tree else [report]
        written = [done.stdout] if not runner.report else [place.read_bytes() for place in places if place.is_file()]
        outcome, detail = self._judge(done, written, runner)
        return Result(outcome, detail, argv, done.exit, done.output)

    def _runner(self, tree: Path) -> Runner | None:
        """How the tests are run; for junit and custom without a command by what the repository holds."""
        if self.command:
            return Runner(lambda ids, report: self.command, in_tree=self.report or "")
        if self.runner in ("junit", "custom"):
            name = next((name for file, name in MANIFESTS.items() if (tree / file).is_file()), None)
            return RUNNERS[name] if name else None
        return RUNNERS[self.runner]

    def _judge(
        self, done: Completed, reports: list[bytes], runner: Runner
    ) -> tuple[Literal["passed", "failed", "error"], str]:
        if done.timed_out:
            return "error", f"stopped after {self.timeout_s:g} s"
        if part := absent_part(done):
            return "error", part[1]
        try:
            cases = tuple(case for report in reports for case in parse(report))
        except UnreadableReport as error:
            return "error", f"{error if done.exit == 0 else 'tests could not be run'}{_said(done)}"
        ended = runner.ended(done.exit, done.stderr)
        return judge(cases, self.ids(), self.min_count, ended=ended, said=_said(done))


def judge(
    cases: tuple[Case, ...], ids: tuple[str, ...], min_count: int, *, ended: bool, said: str = ""
) -> tuple[Literal["passed", "failed", "error"], str]:
    """
    Outcome and reason for a report.

    `ended` says that the runner ended in good order (all passed, or nothing to run); where it did not, and no test
    was found, the reason why may be that tests could not be collected or built: that is an error.
    """
    for identifier in ids:
        chosen = [case for case in cases if selects(identifier, case.name)]
        for case in chosen:
            if case.outcome != "passed":
                outcome: Literal["failed", "error"] = "error" if case.outcome == "error" and not case.name else "failed"
                return outcome, f"test `{case.name}` {_VERBS[case.outcome]}{_tail(case.message)}"
        if len(chosen) < min_count:
            broken = next((case for case in cases if case.outcome == "error"), None)
            if broken or not (ended or cases):
                why = _tail(broken.message) if broken else said
                return "error", f"tests could not be run{why}"
            found = f"{len(chosen)} of at least {min_count}" if chosen else "no"
            return "failed", f"{found} test carries `{identifier}` in its name"
    return "passed", ""


def _found(tree: Path, glob: str) -> list[Path]:
    return sorted(tree.glob(glob)) if glob else []


_ERROR = re.compile(r"\berror\b", re.IGNORECASE)
_VERBS = {"failed": "failed", "error": "ended with an error", "skipped": "was skipped, which is not a pass"}


def _tail(message: str) -> str:
    line = " ".join(message.split())
    return f": {line[:300]}" if line else ""


def _said(done: Completed) -> str:
    """The first line that the runner printed about an error, else the last line, for the message."""
    for stream in (done.stderr, done.stdout):
        text = normalise(stream.decode("utf-8", "replace"), ("ansi",))
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if lines:
            told = next((line for line in lines if _ERROR.search(line)), lines[-1])
            return f": {told[:300]}"
    return ""
