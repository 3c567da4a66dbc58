"""
Measure how long a program takes.

It is started `warmup` times unmeasured and then `repeats` times; `stat` of the wall times, in the unit that `unit`
names, must be as `expect` says. `tolerance` widens an upper bound by that share, because machines differ; `machine`
says for which one the bound was meant. An exit status other than 0 fails the check.

Passes where half of the runs take at most 0.2 s:

    id: T005.1
    covers: [QR-001]
    kind: bench
    run: [ledger, balance, big.ledger]
    files_in: [checks/big.ledger]
    repeats: 5
    stat: p50
    unit: s
    expect: {le: 0.2}
    tolerance: 0.5
    machine: any laptop since 2020
    timeout_s: 60

Fails for every program:

    id: T005.2
    covers: [QR-001]
    kind: bench
    run: [ledger, balance, big.ledger]
    repeats: 5
    stat: min
    unit: ms
    expect: {le: 0}
    tolerance: 0
    machine: any
    timeout_s: 60
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from ..model import Artifact
from .base import BaseCheck, FilesIn, Result, WorkingFolder, Workspace, enter
from .process import run
from .toolchain import absent_part

STATS: dict[str, Callable[[Sequence[float]], float]] = {
    "min": min,
    "p50": statistics.median,
    "p95": lambda times: sorted(times)[max(0, -(-95 * len(times) // 100) - 1)],
    "mean": statistics.fmean,
    "max": max,
}
"""Statistic to its function; p95 is the nearest rank."""

UNITS = {"ms": 1000.0, "s": 1.0}


class Bounds(Artifact):
    """Between which times the measured one must lie."""

    le: Annotated[float | None, Field(ge=0, description="At most.")] = None
    lt: Annotated[float | None, Field(ge=0, description="Less than.")] = None


class BenchCheck(BaseCheck):
    """Measure how long a program takes."""

    kind: Literal["bench"] = Field(description="Always `bench`.")
    run: Annotated[tuple[str, ...], Field(min_length=1, description="The words of the command.")]
    stdin: Annotated[str, Field(description="What is written to its standard input.")] = ""
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition.")
    cwd: WorkingFolder = "."
    files_in: FilesIn = ()
    repeats: Annotated[int, Field(ge=1, le=1000, description="Measured runs.")] = 5
    warmup: Annotated[int, Field(ge=0, le=100, description="Runs before that are not measured.")] = 1
    stat: Annotated[Literal["min", "p50", "p95", "mean", "max"], Field(description="What is made of the times.")] = (
        "p50"
    )
    unit: Annotated[Literal["ms", "s"], Field(description="Unit of the bounds.")] = "ms"
    expect: Annotated[Bounds, Field(description="The bounds.")]
    tolerance: Annotated[
        float, Field(ge=0, le=10, description="Share by which the bounds are widened: 0.5 is half as much again.")
    ] = 0
    machine: Annotated[str, Field(description="For which machine the bound was meant.")] = ""

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.run),)

    def alone(self, isolated: bool) -> bool:
        return True  # what runs beside it would be measured too

    def _execute(self, workspace: Workspace) -> Result:
        folder = enter(self.cwd, self.files_in, workspace)
        argv = tuple(workspace.fill(word) for word in self.run)
        environment = {**workspace.environment, **self.env}
        end = time.monotonic() + self.timeout_s
        times: list[float] = []
        for number in range(self.warmup + self.repeats):
            begin = time.monotonic()
            left = max(end - begin, 0.01)
            done = run(argv, cwd=folder, environment=environment, stdin=self.stdin.encode(), timeout_s=left)
            if done.timed_out:
                return Result("error", f"stopped after {self.timeout_s:g} s, in run {number + 1}", argv)
            if part := absent_part(done):
                return Result(*part, argv, done.exit, done.output)
            if done.exit != 0:
                return Result("failed", f"exit status {done.exit} in run {number + 1}", argv, done.exit, done.output)
            if number >= self.warmup:
                times.append((time.monotonic() - begin) * UNITS[self.unit])
        return Result(*self._judge(STATS[self.stat](times)), argv, 0)

    def _judge(self, measured: float) -> tuple[Literal["passed", "failed"], str]:
        share = 1 + self.tolerance
        if self.expect.le is not None and measured > self.expect.le * share:
            return "failed", f"{self.stat} is {measured:.4g} {self.unit}, more than {self.expect.le * share:g}"
        if self.expect.lt is not None and measured >= self.expect.lt * share:
            return "failed", f"{self.stat} is {measured:.4g} {self.unit}, not less than {self.expect.lt * share:g}"
        return "passed", ""
