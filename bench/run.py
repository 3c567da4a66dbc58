"""
Measures the budgets of docs/design.md, Speed, as whole processes and as ratios on one machine in one run.

    python bench/run.py               prints the table
    python bench/run.py --write       also writes docs/benchmarks.md
    python bench/run.py --quick       small sizes, to see that it works
"""

from __future__ import annotations

import argparse
import atexit
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import generate
import overhead

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SPECDEV = [PYTHON, "-m", "specdev"]
COMPILED = tempfile.mkdtemp(prefix="specdev-bench-")
atexit.register(shutil.rmtree, COMPILED, ignore_errors=True)
MARKDOWN_ALONE = (
    "import sys; from markdown_it import MarkdownIt; "
    "MarkdownIt('commonmark').enable('table').parse(open(sys.argv[1], encoding='utf-8').read())"
)
HASH_ALL = (
    "import sys, hashlib, pathlib\n"
    "for p in sorted(pathlib.Path(sys.argv[1]).rglob('*')):\n"
    "    p.is_file() and hashlib.sha256(p.read_bytes()).digest()"
)
START_ALL = (
    "import subprocess, sys\n"
    "for _ in range(int(sys.argv[1])):\n"
    "    subprocess.run(['true'], capture_output=True, start_new_session=True, check=True)"
)
STAT_ALL = (
    "import os, sys, json\n"
    "seen = {e.path: (e.stat().st_size, e.stat().st_mtime_ns) for e in os.scandir(sys.argv[1])}\n"
    "json.loads(json.dumps(seen)) == seen"
)


@dataclass(frozen=True)
class Row:
    """One line of the table; times in seconds."""

    work: str
    seconds: float
    floor: float
    floor_name: str
    budget: str
    memory_mb: float = 0.0

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor if self.floor else 0.0


def timed(command: list[str], folder: Path, *, runs: int = 5, before: Callable[[], object] | None = None) -> float:
    """Median seconds of `runs` runs after one that is not counted."""
    found = []
    for number in range(runs + 1):
        if before:
            before()
        start = time.perf_counter()
        subprocess.run(
            command, cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
        )
        if number:
            found.append(time.perf_counter() - start)
    return statistics.median(found)


def _environment() -> dict[str, str]:
    """What is timed runs in this environment: modules are compiled once, as by an installer, in a folder of the run."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": COMPILED, "NO_COLOR": "1"}


def peak(command: list[str], folder: Path) -> float:
    """Megabytes of the largest resident set of one run."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, "
        "stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [PYTHON, "-c", probe, *command], cwd=folder, capture_output=True, text=True, env=_environment(), check=True
    )
    return int(done.stdout) / 1024


def measure(quick: bool) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = timed([PYTHON, "-c", "pass"], folder, runs=15)
        rows.append(
            Row("`specdev --version`", timed([*SPECDEV, "--version"], folder, runs=15), bare, "python -c pass", "8×")
        )
        rows += _one_file(folder / "one", bare)
        for megabytes in (0.1,) if quick else (0.1, 1, 10):
            rows.append(_plan(folder, megabytes))
        rows += _split(folder / "split", 0.05 if quick else 1)
        rows.append(_verify(folder / "verify", 50 if quick else 1_000))
        for number in (1, 100) if quick else (1, 100, 1_000, 10_000):
            rows += _many(folder / f"spec{number}", number)
    return rows


def _one_file(folder: Path, bare: float) -> list[Row]:
    generate.spec(folder, 1)
    task = next((folder / "specs/big/tasks").iterdir()).relative_to(folder)
    command = [*SPECDEV, "validate", str(task)]
    state = folder / ".specdev"
    return [
        Row(
            "the hook on one staged file",
            timed(command, folder, runs=15, before=lambda: shutil.rmtree(state, ignore_errors=True)),
            bare,
            "python -c pass",
            "12×",
        )
    ]


def _plan(folder: Path, megabytes: float) -> Row:
    vision = folder / "vision.md"
    vision.write_text(generate.markdown(int(megabytes * 1_000_000)), encoding="utf-8")
    runs = 3 if megabytes < 10 else 1
    command = [*SPECDEV, "plan", "vision.md", "--dry-run", "--format", "json"]
    floor = timed([PYTHON, "-c", MARKDOWN_ALONE, "vision.md"], folder, runs=runs)
    return Row(
        f"plan of {megabytes:g} MB of Markdown",
        timed(command, folder, runs=runs),
        floor,
        "markdown-it-py alone",
        "3×",
        peak(command, folder),
    )


def _many(folder: Path, number: int) -> list[Row]:
    generate.spec(folder, number)
    tasks = folder / "specs" / "big" / "tasks"
    state = folder / ".specdev"
    runs = 3 if number > 1_000 else 5
    validate = [*SPECDEV, "validate"]
    start = timed([*SPECDEV, "--version"], folder)
    stat = timed([PYTHON, "-c", STAT_ALL, str(tasks)], folder)
    cold = timed(validate, folder, runs=runs, before=lambda: shutil.rmtree(state, ignore_errors=True))
    warm = timed(validate, folder, runs=runs)
    rows = [
        Row(f"validate {number:,} task files, cold", cold, 0, "", "4.3 s at 10,000", peak(validate, folder)),
        Row(f"validate {number:,}, nothing changed", warm - start, stat, "stat and compare", "2×"),
    ]
    for verb in ("next", "status", "show T00001"):
        seconds = timed([*SPECDEV, *verb.split()], folder, runs=runs)
        rows.append(Row(f"`{verb}` at {number:,} tasks", seconds - start, 0, "", "0.3 s over start-up"))
    return rows


def _split(folder: Path, megabytes: float) -> list[Row]:
    """`split` of a generated vision, and again with nothing to do."""
    folder.mkdir()
    (folder / "specdev.yaml").write_text("specdev: 1\n", encoding="utf-8")
    (folder / "vision.md").write_text(generate.markdown(int(megabytes * 1_000_000)), encoding="utf-8")
    subprocess.run(
        [*SPECDEV, "plan", "vision.md"], cwd=folder, check=True, stdout=subprocess.DEVNULL, env=_environment()
    )
    start = time.perf_counter()
    subprocess.run([*SPECDEV, "split"], cwd=folder, check=False, stdout=subprocess.DEVNULL, env=_environment())
    first = time.perf_counter() - start
    number = sum(1 for _ in (folder / "specs").rglob("T*.md"))
    hashing = timed([PYTHON, "-c", HASH_ALL, "specs"], folder)
    again = timed([*SPECDEV, "split"], folder)
    bare = timed([*SPECDEV, "split", "--help"], folder)
    return [
        Row(f"`split` into {number:,} tasks, first", first, 0, "", "–"),
        Row(f"`split` with nothing to do, {number:,} tasks", again - bare, hashing, "hashing the inputs", "2×"),
    ]


def _verify(folder: Path, number: int) -> Row:
    """Checks of a program that does nothing, by one worker."""
    overhead.project(folder, [overhead.TRUE] * number)
    floor = timed([PYTHON, "-c", START_ALL, str(number)], folder, runs=3)
    seconds = timed([*SPECDEV, "verify", "--yes", "--jobs", "1"], folder, runs=3)
    bare = timed([*SPECDEV, "verify", "--help"], folder)
    return Row(f"`verify` of {number:,} checks of `true`, one at a time", seconds - bare, floor, "true alone", "2×")


def table(rows: list[Row]) -> str:
    lines = ["| work | seconds | floor | ratio | budget | peak memory |", "|---|---|---|---|---|---|"]
    for row in rows:
        floor = f"{row.floor:.3f} {row.floor_name}" if row.floor else "–"
        ratio = f"{row.ratio:.1f}×" if row.floor else "–"
        memory = f"{row.memory_mb:.0f} MB" if row.memory_mb else "–"
        lines.append(f"| {row.work} | {row.seconds:.3f} | {floor} | {ratio} | {row.budget} | {memory} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = measure(args.quick)
    text = table(rows)
    print(text)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", file=sys.stderr)
    if args.write:
        head = (
            "# Benchmarks\n\nWhole processes, medians, written by `python bench/run.py --write`; ratios count, "
            "seconds are of one machine: "
            f"Python {platform.python_version()}, {os.cpu_count()} cores.\n\n"
        )
        (ROOT / "docs" / "benchmarks.md").write_text(head + text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
