"""
What comes out of checks, how they are asked to run, and what is told meanwhile.

    passed    what is expected came out (and, with a base, did not come out there)
    failed    it did not
    error     it could not be judged: a missing tool, a broken check, a seal that does not fit, the time limit
    vacuous   it passes on the base too, so it proves nothing
    skipped   it is for a person to judge
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .checks.base import Result
from .checks.selection import Planned

VACUOUS = "it passes on the base too, so it proves nothing"
"""Rule SD503, which only a run can judge."""

OUTPUT_LIMIT = 64 * 1024

OutcomeName = Literal["passed", "failed", "error", "vacuous", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check gave; the fields of `specdev verify --format json`, and where it belongs."""

    id: str
    task: str
    covers: tuple[str, ...]
    outcome: OutcomeName
    before: str | None
    """What it gave on the base: passed, failed, error or skipped; None where no base was given."""
    duration_s: float
    detail: str
    kind: str = ""
    quote: str = ""
    """The words of the vision it was made from."""
    source: tuple[str, int, int] | None = None
    """The document they stand in, first and last line."""
    network: bool = False
    """Whether the programs that it started could reach the network."""
    slug: str = ""
    output: bytes = b""
    """The end of what was printed, at most OUTPUT_LIMIT bytes; more of it is kept as evidence."""

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain data; output is left out."""
        names = (
            "id",
            "task",
            "covers",
            "outcome",
            "before",
            "duration_s",
            "detail",
            "kind",
            "quote",
            "network",
            "slug",
        )
        found = {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in names}
        return found | {"source": self.source and {"path": self.source[0], "lines": list(self.source[1:])}}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    current: tuple[str, ...]
    """The checks that are running."""


@dataclass(frozen=True, slots=True)
class Options:
    """How checks are run."""

    base: str | None = None
    """A commit on which they must fail."""
    only_base: bool = False
    """Run them on that commit and not on the product; the outcome is what they give there."""
    tree: Path | None = None
    """The product to judge; the project itself where it is not given."""
    jobs: int = 0
    """How many at a time; 0: one a processor."""
    record: bool = True
    """Keep evidence and proofs under .specdev/."""
    reuse: bool = True
    """Do not run a check on the base where it is known what it gives there."""
    fail_fast: bool = False
    """Stop at the first check that does not pass; the others are not run."""
    require_isolation: bool = False
    """Run nothing where checks cannot be kept off the network."""
    progress: Callable[[Progress], None] = lambda progress: None
    """Called again and again while checks run."""
    note: Callable[[str], None] = lambda text: None
    """Called with what a person should know about the run."""


def verdict(entry: Planned, result: Result, before: Result | None) -> tuple[OutcomeName, str]:
    """Outcome and reason, from what the check gave on the product and on the base."""
    if before is None or result.outcome != "passed":
        return result.outcome, result.detail
    expects_failure = entry.check is None or entry.check.before == "fail"
    if before.outcome == "error":
        return "error", f"on the base it could not be judged, so nothing is proven: {before.detail}"
    if expects_failure and before.outcome == "passed":
        return "vacuous", VACUOUS
    if not expects_failure and before.outcome == "failed":
        return "passed", f"it failed on the base, where it should pass: {before.detail}"
    return "passed", result.detail
