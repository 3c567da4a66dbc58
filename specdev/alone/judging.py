"""
Judge exported checks: every one on a fresh copy of the product, as `specdev verify` does.

    run.py FOLDER [--tree DIR] [--format tap|json|text] [CHECK…]

FOLDER holds checks.json and the files that checks use. The status is that of the worst outcome: 0 passed, 77 skipped
(where nothing else was asked for), 1 failed, 2 error.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checks import environment, trees
from ..checks.base import BaseCheck, Result, Workspace
from ..checks.kinds import KINDS
from .missing import MissingLibraryError

SKIPPED = 77
"""Exit status of a check that is for a person, as test drivers know it."""
STATUS = {"passed": 0, "skipped": 0, "failed": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check gave."""

    id: str
    covers: tuple[str, ...]
    outcome: str
    detail: str
    duration_s: float


def judge(folder: Path, tree: Path, wanted: Sequence[str] = ()) -> Iterator[Verdict]:
    """The verdicts of the checks in `folder`, or of those called `wanted`, on copies of the product in `tree`."""
    data = json.loads((folder / "checks.json").read_text(encoding="utf-8"))
    chosen = [check for check in data["checks"] if not wanted or check["id"] in wanted]
    with tempfile.TemporaryDirectory(prefix="specdev-", ignore_cleanup_errors=True) as name:
        site = Path(name).resolve()
        pristine = site / "after"
        pristine.mkdir()
        trees.copy_tree(tree, pristine)
        for check in chosen:
            begin = time.monotonic()
            result = _result(check, folder / "files", tree, pristine, site)
            seconds = round(time.monotonic() - begin, 3)
            yield Verdict(check["id"], tuple(check["covers"]), result.outcome, result.detail, seconds)


def _result(data: dict[str, Any], spec: Path, original: Path, pristine: Path, site: Path) -> Result:
    try:
        return _execute(KINDS[data["kind"]].model_validate(data), spec, original, pristine, site)
    except MissingLibraryError as error:
        return Result("error", str(error))


def _execute(check: BaseCheck, spec: Path, original: Path, pristine: Path, site: Path) -> Result:
    """Run the check in folders of its own, which are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="check-", dir=site))
    try:
        tree = folder / "tree"
        shutil.copytree(pristine, tree, symlinks=True)
        scratch, reports, bins = (folder / name for name in ("scratch", "reports", "bin"))
        for place in (scratch, reports, bins):
            place.mkdir()
        variables = environment.environment(folder=folder, tree=tree, original=original, bin_folder=bins)
        environment.write_starters(environment.starters(tree), bins)
        return check.execute(Workspace(tree, scratch, reports, spec, bins, variables))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tap(verdicts: Iterator[Verdict], count: int) -> list[Verdict]:
    """The Test Anything Protocol; what a check did not like stands behind its line."""
    print(f"1..{count}", flush=True)
    done = []
    for number, verdict in enumerate(verdicts, 1):
        done.append(verdict)
        title = " ".join([verdict.id, *verdict.covers]).replace("#", "_")
        good = "ok" if verdict.outcome in ("passed", "skipped") else "not ok"
        skip = f" # SKIP {' '.join(verdict.detail.split())}" if verdict.outcome == "skipped" else ""
        print(f"{good} {number} - {title}{skip}", flush=True)
        if verdict.outcome in ("failed", "error"):
            lines = verdict.detail.splitlines() or [""]
            print("\n".join(f"# {line}" for line in [f"{verdict.outcome}: {lines[0]}", *lines[1:]]), flush=True)
    return done


def _json(verdicts: Iterator[Verdict], count: int) -> list[Verdict]:
    """One document, with the fields that `specdev verify --format json` has too."""
    done = list(verdicts)
    names = ("id", "covers", "outcome", "detail", "duration_s")
    print(json.dumps({"checks": [{name: getattr(verdict, name) for name in names} for verdict in done]}, indent=2))
    return done


def _text(verdicts: Iterator[Verdict], count: int) -> list[Verdict]:
    """`outcome: detail`, a line a check."""
    done = []
    for verdict in verdicts:
        done.append(verdict)
        print(f"{verdict.outcome}: {verdict.detail}" if verdict.detail else verdict.outcome, flush=True)
    return done


FORMATS: dict[str, Callable[[Iterator[Verdict], int], list[Verdict]]] = {"tap": _tap, "json": _json, "text": _text}


def main(words: Sequence[str]) -> int:
    """The exit status of `run.py WORDS…`."""
    parser = argparse.ArgumentParser(prog="run.py", description="Judge exported checks on a copy of the product.")
    parser.add_argument("folder", type=Path, help="what holds checks.json")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="only these")
    parser.add_argument("--tree", type=Path, default=Path.cwd(), help="the product; the working folder by default")
    parser.add_argument("--format", choices=FORMATS, default="tap")
    given = parser.parse_intermixed_args(words)
    data = json.loads((given.folder / "checks.json").read_text(encoding="utf-8"))
    known = [check["id"] for check in data["checks"]]
    if unknown := [name for name in given.checks if name not in known]:
        parser.error(f"no check {', '.join(unknown)}; there are: {', '.join(known)}")
    if not given.tree.is_dir():
        parser.error(f"there is no folder {given.tree}")
    verdicts = judge(given.folder.resolve(), given.tree.resolve(), given.checks)
    done = FORMATS[given.format](verdicts, len(given.checks or known))
    if given.checks and all(verdict.outcome == "skipped" for verdict in done):
        return SKIPPED
    return max((STATUS[verdict.outcome] for verdict in done), default=STATUS["error"])
