"""
How much the checks of an example prove: they pass on its reference, on nothing else, and fail on what is broken.

A check is concrete where it looks at the product itself: neither at tests that somebody wrote for it (kind `test`) nor
with a person's eyes (kind `review`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from references.mutations import Edit, Fact, Fault, copy_of, facts, faults, reference

from specdev.checks.selection import Planned, select
from specdev.outcomes import Options, Outcome
from specdev.verification import verify

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NOT_CONCRETE = frozenset(("test", "review"))


@dataclass(frozen=True)
class Verdict:
    """Which checks did not pass on a mutated reference."""

    concrete: tuple[str, ...]
    """IDs of concrete checks; those of the requirements that are broken come first, and the others only where all of
    those pass."""
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


def judge(root: Path, tree: Path, selectors: Sequence[str] = ()) -> tuple[Outcome, ...]:
    """What `specdev verify` says about `tree` by the checks of the project at `root`; all where none is selected."""
    return tuple(verify(root, selectors, Options(tree=tree, jobs=1, record=False), yes=True))


def prove(name: str, jobs: int = 0, *, whole: bool = True, tests: bool = False) -> Proof:
    """
    Run the checks of an example on its reference, on nothing, and on every mutation.

    `jobs` mutations are judged at a time (0: two a processor, because checks of services mostly wait). With `whole`
    off the reference and nothing are judged by concrete checks alone, which is faster. With `tests` on, what no
    concrete check finds is judged by the reference's own tests as well, which is slow.
    """
    _python_first()
    with tempfile.TemporaryDirectory(prefix="prove-") as folder, ThreadPoolExecutor(jobs or 2 * _processors()) as pool:
        site = _Site(name, Path(folder))
        planned = [entry for entry in site.planned if whole or _concrete(entry)]
        good = pool.map(lambda entry: site.judge(reference(name), [entry]), planned)
        bare = site.folder / "empty"
        bare.mkdir()
        empty = pool.map(lambda entry: site.judge(bare, [entry]), planned)
        named = faults(name), facts(name)
        broken = {fault.edit: set(fault.breaks) for fault in named[0]}
        for fact in named[1]:
            broken.setdefault(fact.edit, set()).add(fact.of)
        ours = {fault.edit for fault in named[0]} if tests else set()
        found = dict(
            zip(broken, pool.map(lambda edit: site.look(edit, broken[edit], edit in ours), broken), strict=True)
        )
        return Proof(
            name,
            tuple(outcome for outcomes in good for outcome in outcomes),
            tuple(outcome for outcomes in empty for outcome in outcomes),
            tuple((fault, found[fault.edit]) for fault in named[0]),
            tuple((fact, found[fact.edit]) for fact in named[1]),
        )


class _Site:
    """A copy of an example, and its checks."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.root = folder / name
        shutil.copytree(EXAMPLES / name, self.root, ignore=shutil.ignore_patterns(".specdev", "reference"))
        self.planned = select(self.root)
        self._ports = Lock()

    def judge(self, tree: Path, checks: Iterable[Planned]) -> tuple[Outcome, ...]:
        """Those that need a port of their own wait for each other; the rest do not."""
        free = [entry.id for entry in checks if not _port(entry)]
        alone = [entry.id for entry in checks if _port(entry)]
        found = judge(self.root, tree, free) if free else ()
        if alone:
            with self._ports:
                found += judge(self.root, tree, alone)
        return found

    def look(self, edit: Edit, breaks: set[str], tests_too: bool) -> Verdict:
        """What finds the edit, which breaks these requirements."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            tree = copy_of(self.name, Path(name) / "tree", edit)
            concrete = [entry for entry in self.planned if _concrete(entry)]
            near = [entry for entry in concrete if breaks & set(entry.data["covers"])]
            found = _not_passed(self.judge(tree, near))
            if found:
                return Verdict(found, right=True)
            far = _not_passed(self.judge(tree, [entry for entry in concrete if entry not in near]))
            if far or not tests_too:
                return Verdict(far, right=False)
            tests = [entry for entry in self.planned if entry.data["kind"] == "test"]
            near = [entry for entry in tests if breaks & set(entry.data["covers"])]
            return Verdict((), right=False, tests=_not_passed(self.judge(tree, near)))


def _python_first() -> None:
    """Checks say `python`: that is to be the one that runs this, which has pytest."""
    places = os.environ.get("PATH", os.defpath).split(os.pathsep)
    own = str(Path(sys.executable).parent)
    if places[0] != own:
        os.environ["PATH"] = os.pathsep.join([own, *places])


def _concrete(entry: Planned) -> bool:
    return entry.data.get("kind") not in NOT_CONCRETE


def _not_passed(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    return tuple(outcome.id for outcome in outcomes if outcome.outcome in ("failed", "error"))


def _port(entry: Planned) -> int | None:
    """The port that the check's service always takes; None where it can be told one."""
    service = entry.data.get("service")
    return service.get("port") if isinstance(service, dict) else None


def _processors() -> int:
    return os.cpu_count() or 1
