"""
How much the checks of an example prove: they pass on its reference, on nothing else, and fail on what is broken.

A check is concrete where it looks at the product itself: neither at tests that somebody wrote for it (kind `test`) nor
with a person's eyes (kind `review`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from references.mutations import Edit, Fact, Fault, copy_of, facts, faults, reference

from specdev import yamlio

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
NOT_CONCRETE = frozenset(("test", "review"))


@dataclass(frozen=True)
class Check:
    """What stands in a task about a check."""

    id: str
    kind: str
    covers: frozenset[str]

    @property
    def concrete(self) -> bool:
        return self.kind not in NOT_CONCRETE


@dataclass(frozen=True)
class Outcome:
    """What a check gave."""

    id: str
    outcome: str
    detail: str


@dataclass(frozen=True)
class Verdict:
    """Which checks did not pass on a mutated reference."""

    concrete: tuple[str, ...]
    """IDs of concrete checks: of the requirements that are broken, and of others only where all of those pass."""
    right: bool
    """Whether one of them covers a requirement that is broken."""
    tests: tuple[str, ...] = ()
    """IDs of checks of kind `test`; looked at only where asked for, and where no concrete check finds it."""


@dataclass(frozen=True)
class Proof:
    """What the checks of one example say."""

    name: str
    reference: tuple[Outcome, ...]
    empty: tuple[Outcome, ...]
    """The same checks where there is nothing yet."""
    faults: tuple[tuple[Fault, Verdict], ...]
    facts: tuple[tuple[Fact, Verdict], ...]

    @property
    def missed_faults(self) -> list[str]:
        """IDs of the faults that no concrete check of the right requirement finds."""
        return [fault.id for fault, verdict in self.faults if not verdict.right]

    @property
    def missed_facts(self) -> list[str]:
        """IDs of the facts that no concrete check asserts."""
        return [fact.id for fact, verdict in self.facts if not verdict.concrete]


def checks(name: str) -> list[Check]:
    """The checks of an example, in the order of its tasks."""
    found = []
    for path in sorted((EXAMPLES / name).glob("specs/*/tasks/*.md")):
        head = yamlio.load(yamlio.front_matter(path.read_text(encoding="utf-8")).text, path.name).data
        found += [Check(check["id"], check["kind"], frozenset(check["covers"])) for check in head.get("checks", ())]
    return found


def judge(name: str, tree: Path, wanted: Sequence[Check], jobs: int = 1, *, all: bool = True) -> tuple[Outcome, ...]:
    """What `specdev verify` says about `tree` by these checks, `jobs` at a time; to the first that fails, or `all`."""
    if not wanted:
        return ()
    with tempfile.TemporaryDirectory(prefix="judge-") as folder:
        root = Path(folder) / name  # of its own, because evidence is kept in it
        shutil.copytree(EXAMPLES / name, root, ignore=shutil.ignore_patterns(".specdev"))
        words = ["verify", *(check.id for check in wanted), "--yes", "--format", "json", "--tree", str(tree)]
        words += [] if all else ["--fail-fast"]
        done = subprocess.run(
            [sys.executable, "-m", "specdev", *words, "--jobs", str(jobs)],
            cwd=root,
            env={**os.environ, "PATH": _path(), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)["checks"]
    return tuple(Outcome(entry["id"], entry["outcome"], entry["detail"]) for entry in found)


def prove(name: str, *, whole: bool = True, tests: bool = False) -> Proof:
    """
    Run the checks of an example on its reference, on nothing, and on every mutation.

    With `whole` off the reference and nothing are judged by concrete checks alone, which is faster. With `tests` on,
    what no concrete check finds is judged by the reference's own tests as well, which is slow.
    """
    every = checks(name)
    planned = [check for check in every if whole or check.concrete]
    named = faults(name), facts(name)
    broken = {fault.edit: set(fault.breaks) for fault in named[0]}
    for fact in named[1]:
        broken.setdefault(fact.edit, set()).add(fact.of)
    with_tests = {fault.edit for fault in named[0]} if tests else set()
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="prove-") as folder, ThreadPoolExecutor(jobs) as pool:
        good = judge(name, reference(name), planned, jobs)
        empty = judge(name, Path(folder), planned, jobs)
        looked = pool.map(lambda edit: _look(name, edit, broken[edit], every, edit in with_tests), broken)
        found = dict(zip(broken, looked, strict=True))
    return Proof(
        name,
        good,
        empty,
        tuple((fault, found[fault.edit]) for fault in named[0]),
        tuple((fact, found[fact.edit]) for fact in named[1]),
    )


def _look(name: str, edit: Edit, breaks: set[str], every: Sequence[Check], tests_too: bool) -> Verdict:
    """What finds the edit, which breaks these requirements."""
    near = [check for check in every if breaks & check.covers]
    far = [check for check in every if not breaks & check.covers]
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = copy_of(name, Path(folder) / "tree", edit)

        def found(some: Sequence[Check], concrete: bool = True) -> tuple[str, ...]:
            outcomes = judge(name, tree, [check for check in some if check.concrete is concrete], all=False)
            return tuple(outcome.id for outcome in outcomes if outcome.outcome in ("failed", "error"))

        if right := found(near):
            return Verdict(right, right=True)
        if elsewhere := found(far):
            return Verdict(elsewhere, right=False)
        return Verdict((), right=False, tests=found(near, concrete=False) if tests_too else ())


def _path() -> str:
    """Checks say `python`: that is to be the one that runs this, which has pytest."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
