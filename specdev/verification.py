"""
Run the checks of tasks and say what each one gave.

Every check gets a fresh copy of the product, a home and a temporary folder of its own and a clean environment, and
nothing it starts outlives it. The checks and their files come from the spec in the project, never from the tree that
is judged. Outcomes:

    passed    what is expected came out (and, with a base, did not come out there)
    failed    it did not
    error     it could not be judged: a missing tool, a broken check, a seal that does not fit, the time limit
    vacuous   it passes on the base too, so it proves nothing
    skipped   it is for a person to judge
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from . import evidence, store, transaction
from .checks import consent, environment, process, trees
from .checks.base import Result, Workspace
from .checks.selection import Planned, select

VACUOUS = "it passes on the base too, so it proves nothing"
"""Rule SD503, which only a run can judge."""

OutcomeName = Literal["passed", "failed", "error", "vacuous", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check gave; the fields of `specdev verify --format json`, and where it belongs."""

    id: str
    task: str
    covers: tuple[str, ...]
    outcome: OutcomeName
    before: str | None
    """What it gave on the base: passed, failed or error; None where no base was given."""
    duration_s: float
    detail: str
    slug: str = ""
    output: bytes = b""
    """What was printed, capped."""

    def as_json(self) -> dict[str, Any]:
        names = ("id", "task", "covers", "outcome", "before", "duration_s", "detail")
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in names}


def verify(
    root: Path,
    selectors: Sequence[str] = (),
    *,
    base: str | None = None,
    tree: Path | None = None,
    yes: bool = False,
    jobs: int = 0,
    record: bool = True,
) -> Iterator[Outcome]:
    """
    The outcome of every selected check, in the order of the tasks; all where nothing is selected.

    `selectors` are IDs of tasks or checks, or slugs; `base` is a commit on which the checks must fail; `tree` is the
    product to judge (the project itself where it is not given); `jobs` run at a time (0: one a processor). Evidence is
    kept under .specdev/ unless `record` is off. Raises ConsentNeededError where somebody must agree first and `yes` is
    not given, UsageError for a selector that names nothing, SpecdevError where there is no check at all.
    """
    planned = select(root, selectors)
    if not yes:
        ask_first(root, planned)
    return _run_all(root, planned, tree or root, base, jobs or os.cpu_count() or 1, record)


def ask_first(root: Path, planned: Sequence[Planned]) -> None:
    """Raise ConsentNeededError, with what would run, where a person has not agreed to all of it."""
    new = consent.missing(root, {entry.digest for entry in planned if entry.digest})
    if new:
        raise consent.ConsentNeededError(commands([entry for entry in planned if entry.digest in new]))


def commands(planned: Sequence[Planned]) -> tuple[str, ...]:
    """The command lines that would be started, each once."""
    lines = (line for entry in planned if entry.check for line in entry.check.commands())
    return tuple(dict.fromkeys(lines))


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a whole run takes place."""

    root: Path
    tree: Path
    """The product as it is: dependencies may be installed in it."""
    after: Path
    """A pristine copy of it, which the checks' own copies are made from."""
    before: Path | None
    """A pristine copy of the base."""
    folder: Path


def _run_all(
    root: Path, planned: Sequence[Planned], tree: Path, base: str | None, jobs: int, record: bool
) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="specdev-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        site = _Site(root, tree.resolve(), folder / "after", folder / "before" if base else None, folder)
        site.after.mkdir()
        trees.copy_tree(site.tree, site.after)
        if base and site.before:
            site.before.mkdir()
            trees.copy_commit(site.tree, base, site.before)
        commit = trees.head(site.tree)
        pool = ThreadPoolExecutor(jobs)
        try:
            for entry, (outcome, result) in zip(
                planned, pool.map(lambda entry: _judge(entry, site), planned), strict=True
            ):
                if record:
                    _record(root, entry, outcome, result, commit)
                yield outcome
        except BaseException:  # an interrupt, or nobody wants the rest: running checks end now
            pool.shutdown(wait=False, cancel_futures=True)
            process.sweep(str(folder))
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _judge(entry: Planned, site: _Site) -> tuple[Outcome, Result]:
    """The outcome of one check: first on the base, then on the tree."""
    begin = time.monotonic()
    if entry.check is None or entry.problem:
        result = Result("error", entry.problem)
        return _outcome(entry, result, None, 0.0), result
    before = _execute(entry, site, site.before) if site.before else None
    result = _execute(entry, site, site.after)
    return _outcome(entry, result, before, time.monotonic() - begin), result


def _outcome(entry: Planned, result: Result, before: Result | None, seconds: float) -> Outcome:
    name: OutcomeName = result.outcome
    detail = result.detail
    expects_failure = entry.check is None or entry.check.before == "fail"
    if before and name == "passed" and expects_failure and before.outcome == "passed":
        name, detail = "vacuous", VACUOUS
    elif before and name == "passed" and before.outcome == "error":
        name, detail = "error", f"on the base it could not be judged, so nothing is proven: {before.detail}"
    elif before and name == "passed" and not expects_failure and before.outcome == "failed":
        detail = f"it failed on the base, where it should pass: {before.detail}"
    covers = tuple(map(str, entry.data.get("covers") or ()))
    before_name = before.outcome if before else None
    return Outcome(
        entry.id, entry.task, covers, name, before_name, round(seconds, 3), detail, entry.slug, result.output
    )


def _execute(entry: Planned, site: _Site, pristine: Path) -> Result:
    """Run the check on a copy of `pristine`, in folders that are gone afterwards."""
    assert entry.check is not None
    folder = Path(tempfile.mkdtemp(prefix="check-", dir=site.folder))
    try:
        tree = folder / "tree"
        shutil.copytree(pristine, tree, symlinks=True)
        if pristine is site.before and entry.data.get("kind") == "test":
            # new tests must fail on the old code; without them the base would fail for want of tests
            trees.lay_tests(site.after, tree)
        workspace = _workspace(entry, site, folder, tree)
        result = entry.check.execute(workspace)
        if pristine is site.before and entry.data.get("kind") == "test" and result.outcome == "error":
            return _failed_to_build(result)
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _failed_to_build(result: Result) -> Result:
    """On the base, new tests that cannot be collected have failed: what they import is not there yet."""
    if result.detail.startswith(("missing tool", "stopped")):
        return result
    return replace(result, outcome="failed")


def _workspace(entry: Planned, site: _Site, folder: Path, tree: Path) -> Workspace:
    places = {name: folder / name for name in ("scratch", "reports", "bin")}
    for place in places.values():
        place.mkdir()
    variables = environment.environment(folder=folder, tree=tree, original=site.tree, bin_folder=places["bin"])
    environment.write_starters(tree, places["bin"])
    spec = store.spec_folder(site.root, entry.slug)
    return Workspace(tree, places["scratch"], places["reports"], spec, places["bin"], variables)


def _record(root: Path, entry: Planned, outcome: Outcome, result: Result, commit: str) -> None:
    """Keep what the check gave, and the output it is judged by."""
    transaction.state_folder(root)
    folder = evidence.path(root, entry.slug).with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(character if character.isalnum() or character in ".-" else "_" for character in entry.id)
    (folder / f"{name}.log").write_bytes(result.output)
    line = evidence.Record(
        check=entry.id,
        task=entry.task,
        outcome=outcome.outcome,
        seal=entry.seal,
        commit=commit,
        command=result.command,
        exit=result.exit,
        duration_s=outcome.duration_s,
        output_digest=f"sha256:{hashlib.sha256(result.output).hexdigest()}",
        detail=outcome.detail,
    )
    evidence.append(root, entry.slug, [line])
