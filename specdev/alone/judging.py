"""
Judge exported checks: every one on a fresh copy of the product, as `specdev verify` does.

    run.py FOLDER [--tree DIR] [--format tap|json|text] [CHECK…]

FOLDER holds checks.json and the files that checks use. The status is that of the worst outcome: 0 passed, 77 skipped
(where nothing else was asked for), 1 failed, 2 error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..checks import trees
from ..checks.crew import Crew
from ..checks.kinds import KINDS
from ..checks.rundir import run_folder
from ..checks.worker import Done, Job, Site
from ..errors import SpecdevError

SKIPPED = 77
"""Exit status of a check that is for a person, as test drivers know it."""
_TURN_S = 0.2
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
    with run_folder() as own:
        site = Site(tree, own / "after", own / "before", own, (folder, Path(__file__).resolve().parents[2], tree))
        site.after.mkdir()
        site.before.mkdir()
        trees.copy_tree(tree, site.after)
        with Crew(site) as crew:
            for number, check in enumerate(chosen):
                done = _done(crew, Job(number, KINDS[check["kind"]].model_validate(check), folder / "files"))
                result = done.result
                yield Verdict(
                    check["id"], tuple(check["covers"]), result.outcome, result.detail, round(done.seconds, 3)
                )
        if crew.open_because:
            print(f"checks are not kept off the network here: {crew.open_because}", file=sys.stderr)


def _done(crew: Crew, job: Job) -> Done:
    """What the job gave; one is done at a time, as its time may be measured."""
    crew.give(job)
    while True:
        for done in crew.results(_TURN_S):
            return done


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
    try:
        data = json.loads((given.folder / "checks.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        parser.error(f"cannot read checks.json in {given.folder}: {error}")
    known = [check["id"] for check in data["checks"]]
    if unknown := [name for name in given.checks if name not in known]:
        parser.error(f"no check {', '.join(unknown)}; there are: {', '.join(known)}")
    if not given.tree.is_dir():
        parser.error(f"there is no folder {given.tree}")
    verdicts = judge(given.folder.resolve(), given.tree.resolve(), given.checks)
    try:
        done = FORMATS[given.format](verdicts, len(set(given.checks)) or len(known))
    except SpecdevError as error:  # the product cannot be copied
        why = f"{error.message}: {error.hint}" if error.hint else error.message
        print(f"Bail out! {why}", file=sys.stdout if given.format == "tap" else sys.stderr)
        return STATUS["error"]
    if given.checks and all(verdict.outcome == "skipped" for verdict in done):
        return SKIPPED
    return max((STATUS[verdict.outcome] for verdict in done), default=STATUS["error"])
