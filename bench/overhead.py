"""
What `verify` adds to the programs that it runs, and how long it waits for a service.

    python bench/overhead.py [NUMBER]       1,000 command checks of `true` against `true` alone

The same program is started NUMBER times by itself, with pipes and a session of its own, and then as NUMBER checks, by
one worker and by one for each processor. Ratios count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from specdev.outcomes import Options
from specdev.verification import verify

SERVICE = "import http.server as s; s.HTTPServer(('127.0.0.1', {port}), s.SimpleHTTPRequestHandler).serve_forever()"

TRUE = "kind: command, run: ['true'], expect: {exit: 0}"


def seconds(action: Callable[[], object], runs: int = 3) -> float:
    """The shortest of some runs."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def alone(number: int) -> None:
    for _ in range(number):
        subprocess.run(["true"], capture_output=True, start_new_session=True, check=True)


def project(folder: Path, checks: list[str]) -> Path:
    """A project with these checks, each a YAML flow mapping without id, covers and time limit."""
    tasks = folder / "specs" / "x" / "tasks"
    tasks.mkdir(parents=True)
    lines = [f"  - {{id: T001.{n}, covers: [FR-1], timeout_s: 30, {words}}}" for n, words in enumerate(checks, 1)]
    text = "\n".join(["---", "specdev: 1", "id: T001", "title: x", "checks:", *lines, "---", "# x", ""])
    (tasks / "T001-x.md").write_text(text, encoding="utf-8")
    return folder


def all_passed(root: Path, jobs: int = 0) -> None:
    outcomes = [outcome.outcome for outcome in verify(root, (), Options(jobs=jobs), yes=True)]
    assert set(outcomes) == {"passed"}, set(outcomes)


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = project(Path(name) / "true", [TRUE] * number)
        bare = seconds(lambda: alone(number))
        print(f"{number:,} times true, alone: {bare:.2f} s")
        for jobs, who in ((1, "one worker"), (0, "one worker a processor")):
            took = seconds(lambda jobs=jobs: all_passed(root, jobs))
            print(f"the same as checks, {who}: {took:.2f} s, {took / bare:.2f} times as long")
        words = f'kind: http, service: {{run: ["{sys.executable}", -c, "{SERVICE}"]}}'
        words += ", exchanges: [{request: {path: /}, expect: {status: 200}}]"
        root = project(Path(name) / "http", [words] * 20)
        ready = "import subprocess, sys; " + SERVICE.format(port=0).replace(".serve_forever()", "")
        start = seconds(lambda: subprocess.run([sys.executable, "-c", ready], check=True), 10)
        took = seconds(lambda: all_passed(root, 1)) / 20
        print(f"an http check: {took * 1000:.0f} ms; its service needs {start * 1000:.0f} ms until it listens and ends")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
