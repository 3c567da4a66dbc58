"""bench/synthesis.py, as a process: what it counts, what it prints to be judged, and the share of right checks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "bench" / "synthesis.py"
DOCUMENT = """# Adder

`adder` adds whole numbers.

## Features

- `adder 3 4` prints `7`.
- `adder 3` prints `adder: two numbers are needed` to standard error and exits with status 2.
- Large numbers are added as well.
"""


def run(*words: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, words)], capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "adder.md").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no document\n", encoding="utf-8")
    return tmp_path


def test_checks_are_counted_drawn_and_judged(folder):
    status, out, _ = run(folder, "--format", "json", "--sample", "9")
    found = json.loads(out)
    assert status == 0
    assert [(one["document"], one["kinds"]["command"]) for one in found["documents"]] == [("adder.md", 2)]
    first, second = found["checks"]
    assert (first["document"], first["kind"], first["verdict"]) == ("adder.md", "command", "")
    assert first["quote"] == "`adder 3 4` prints `7`."
    assert first["id"] in first["description"]
    assert first["covers"]

    verdicts = folder / "verdicts.txt"
    verdicts.write_text(
        f"# read\n\n{first['key']} right\n{second['key']} wrong because of a reason\n", encoding="utf-8"
    )
    status, out, _ = run(folder / "adder.md", "--judged", verdicts, "--sample", "9")
    assert status == 0
    assert out.endswith("1 of 2 judged checks are right (50.0%); 0 not judged\n")
    assert f"{second['key']} wrong\n" in out, "what is wrong is shown"
    assert first["key"] not in out, "what is right is not asked for again"


def test_the_table_has_a_row_for_each_document_and_one_for_all(folder):
    (folder / "prose.md").write_text("# Prose\n\nThe program must be friendly.\n", encoding="utf-8")
    status, out, _ = run(folder)
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in out.strip().splitlines()]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert status == 0
    assert [(row["document"], row["command"], row["concrete"]) for row in table] == [
        ("adder.md", "2", "2"),
        ("prose.md", "0", "0"),
        ("**all**", "2", "2"),
    ]


@pytest.mark.parametrize("line", ["0123456789ab", "0123456789ab perhaps"])
def test_a_line_that_is_no_verdict_is_told(folder, line):
    (folder / "verdicts.txt").write_text(f"# read\n{line}\n", encoding="utf-8")
    status, out, err = run(folder, "--judged", folder / "verdicts.txt")
    assert (status, out) == (1, "")
    assert "verdicts.txt:2: a key and one of right, wrong are expected" in err
