"""Inputs for the benchmarks: documents and spec folders of any size, the same bytes every time."""

from __future__ import annotations

import random
from pathlib import Path

_VERBS = [
    "reads",
    "writes",
    "prints",
    "sorts",
    "merges",
    "rejects",
    "exports",
    "imports",
    "counts",
    "renames",
    "archives",
    "restores",
]
_NOUNS = [
    "the log file",
    "every entry",
    "a report",
    "the index",
    "one station",
    "all values",
    "the queue",
    "a session",
    "the archive",
]
_WHEN = [
    "on start",
    "after each change",
    "when asked",
    "at midnight",
    "for every user",
    "without a network",
    "in one pass",
]


def markdown(size: int, *, seed: int = 1) -> str:
    """A vision of at least `size` bytes: headings, prose, lists, tables and fences in the shares of real documents."""
    pick = random.Random(seed)
    parts = ["# Generated product\n\nIt is a tool that measures how fast a compiler is.\n"]
    total = number = 0
    while total < size:
        number += 1
        parts.append(_section(pick, number))
        total += len(parts[-1])
    return "\n".join(parts)


def _section(pick: random.Random, number: int) -> str:
    lines = [f"## Functional requirements {number}", "", _sentence(pick) + " " + _sentence(pick), ""]
    lines += [f"- **FR-{number:04d}-{i}**: The system must {_clause(pick)}." for i in range(8)]
    lines += ["", "| ID | Priority | Requirement |", "|---|---|---|"]
    lines += [f"| T-{number:04d}-{i} | {pick.choice(('P0', 'P1', 'P2'))} | {_sentence(pick)} |" for i in range(6)]
    lines += ["", "```console", f"$ tool show {number}", f"{number} ok", "```", ""]
    return "\n".join(lines)


def _clause(pick: random.Random) -> str:
    return f"{pick.choice(_VERBS)} {pick.choice(_NOUNS)} {pick.choice(_WHEN)} within {pick.randint(1, 90)} seconds"


def _sentence(pick: random.Random) -> str:
    return f"The tool {_clause(pick)}."


def spec(folder: Path, tasks: int) -> None:
    """A spec folder `specs/big` with a PRD and `tasks` task files that break no rule on errors, with the schema's
    fields."""
    target = folder / "specs" / "big"
    (target / "tasks").mkdir(parents=True, exist_ok=True)
    items = "\n".join(_item(number) for number in range(1, tasks + 1))
    head = (
        "specdev: 1\nproduct: Big\nslug: big\nstatus: draft\n"
        f'vision: {{path: vision.md, digest: "sha256:{"0" * 64}"}}\nsummary: Big.\nrequirements:\n'
    )
    (target / "prd.yaml").write_text(head + items + "\n", encoding="utf-8")
    for number in range(1, tasks + 1):
        (target / "tasks" / f"T{number:05d}-task.md").write_text(_task(number), encoding="utf-8")


def _item(number: int) -> str:
    return (
        f"  - id: FR-{number:05d}\n    kind: functional\n    title: Requirement {number}\n"
        f"    text: The tool writes value {number}.\n    priority: must\n"
        f"    source: [{{path: vision.md, lines: [{number}, {number}]}}]"
    )


def _task(number: int) -> str:
    needs = f"[T{number - 1:05d}]" if number % 5 != 1 else "[]"
    filler = "\n".join(f"The tool writes value {number}, line {i}, exactly as it stands here." for i in range(10))
    return f"""---
specdev: 1
id: T{number:05d}
title: Write value {number}
role: slice
covers: [FR-{number:05d}]
needs: {needs}
owns: ["src/part_{number}.py", "tests/test_part_{number}.py"]
reads: ["src/main.py"]
size: {{prompt_tokens: 400, read_tokens: 900, minutes: 20}}
checks:
  - id: T{number:05d}.1
    covers: [FR-{number:05d}]
    kind: command
    run: [tool, write, "{number}"]
    timeout_s: 10
    expect: {{exit: 0, stdout: {{contains: ["value {number}"]}}}}
  - id: T{number:05d}.2
    covers: [FR-{number:05d}]
    kind: test
    runner: pytest
    select: FR_{number:05d}
    timeout_s: 120
stamps: {{FR-{number:05d}: "sha256:{"0" * 64}"}}
---
# T{number:05d} Write value {number}

{filler}

## Out of scope

- Anything else.
"""
