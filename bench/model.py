"""
Planning with a model: 200 sections at 50 ms an answer, eight at once.

    python bench/model.py [SECTIONS]

A scripted endpoint in a process of its own answers each question after 50 ms. Printed: the time from the first question
to the last answer against the ideal (questions / 8 x 50 ms), the whole process, its memory at two sizes, and what was
asked twice when the run was killed again and again.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from planning_models import full, purpose, settings
from scripted_endpoint import Scripted

DELAY_S = 0.05
WIDTH = 8
SETTLED_S = 0.5
Asked = Callable[[], list[tuple[float, str]]]
"""Gives the questions since it was called last: when, on the clock that all processes share, and what."""
WATCHED = (
    "import resource, sys, runpy; sys.argv = ['specdev', *sys.argv[1:]]\n"
    "try: runpy.run_module('specdev', run_name='__main__')\n"
    "finally: print('memory', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
)


def vision(sections: int) -> str:
    parts = [f"# Library {sections}\n"]
    for number in range(sections):
        entries = [f"- The reader sees field {n} of card {number} with its name and value." for n in range(18)]
        parts.append(f"## Card {number}\n\n" + "\n".join(entries) + "\n")
    return "\n".join(parts)


def answer(body: dict[str, Any]) -> dict[str, Any]:
    return {"content": full(purpose(body), {}), "delay": DELAY_S, "pieces": 2}


def serve(pipe: Any) -> None:
    """The endpoint: says its address, and for any word what it was asked since the last one."""
    with Scripted(answer) as endpoint:
        pipe.send(endpoint.url)
        seen = 0
        while pipe.recv():
            new = endpoint.requests[seen:]
            seen = len(endpoint.requests)
            pipe.send([(one.at, json.dumps(one.body, sort_keys=True)) for one in new])


def project(folder: Path, url: str, sections: int) -> Path:
    folder.mkdir()
    (folder / "vision.md").write_text(vision(sections), encoding="utf-8")
    (folder / "specdev.yaml").write_text(settings(url, concurrency=WIDTH), encoding="utf-8")
    return folder


def timed(folder: Path) -> tuple[float, int]:
    """Seconds of the whole process and its memory in MB."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "plan", "vision.md", "--format", "json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    memory = next(line for line in done.stderr.splitlines() if line.startswith("memory"))
    return time.perf_counter() - start, int(memory.split()[1])


def killed(folder: Path, asked: Asked) -> str:
    """
    A run that is killed again and again, each time after some more questions; what was asked twice.

    What is under way when it is killed has to be asked again; what was answered half a second before has not.
    """
    dice = random.Random(4711)
    kills: list[float] = []
    seen: list[tuple[float, str]] = []
    while True:
        before, until = len(seen), dice.randint(10, 60)
        running = subprocess.Popen(
            [sys.executable, "-m", "specdev", "plan", "vision.md"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while running.poll() is None and len(seen) - before < until:
            time.sleep(0.02)
            seen += asked()
        if running.poll() is not None:
            break
        os.kill(running.pid, signal.SIGKILL)
        kills.append(time.monotonic())
        running.wait()
    first: dict[str, float] = {}
    twice = late = 0
    for at, body in seen:
        if body in first:
            twice += 1
            between = [kill for kill in kills if first[body] - SETTLED_S < kill < at]  # it may have been on its way
            late += not between or between[0] - first[body] > DELAY_S + SETTLED_S
        first[body] = at
    return f"killed {len(kills)} times: {len(seen)} questions, {twice} again that were under way, {late} answered ones"


def main(sections: int) -> None:
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    url = here.recv()

    def asked() -> list[tuple[float, str]]:
        here.send("what")
        return list(here.recv())

    with tempfile.TemporaryDirectory() as name:
        for size in (max(sections // 10, 1), sections):
            ratios = []
            for attempt in range(3):
                whole, memory = timed(project(Path(name) / f"{size}-{attempt}", url, size))
                requests = asked()
                took = max(at for at, _ in requests) - min(at for at, _ in requests) + DELAY_S
                ideal = len(requests) / WIDTH * DELAY_S
                ratios.append((took / ideal, took, ideal, whole, memory, len(requests)))
            ratio, took, ideal, whole, memory, number = min(ratios)
            print(f"{size} sections, {number} questions: {took:.2f} s, ideal {ideal:.2f} s, {ratio:.2f}x;", end=" ")
            print(f"whole process {whole:.1f} s, {memory} MB")
        print(killed(project(Path(name) / "killed", url, sections), asked))
    server.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
