"""
What examples become: the cases in cases/shown, a title, a vision, and the checks that quote it.

Each check is told by its task and by what it judges. Files of the plan's own layout and tests by name are left out.
`python tests/test_shown.py` writes the last parts anew, for review in the difference.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import CASES, Project

from specdev import taskfile
from specdev.checks.describe import describe

FOLDER = CASES / "shown"


def read_cases(path: Path) -> list[tuple[str, str, str]]:
    """Title, vision and expected text of every case of a file."""
    parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
    return [(parts[n].strip(), parts[n + 1], parts[n + 2]) for n in range(0, len(parts) - 2, 3)]


ALL = [(path, *case) for path in sorted(FOLDER.glob("*.md")) for case in read_cases(path)]


def compiled(project: Project) -> Mapping[str, str]:
    """The files after plan, approve and split."""
    for words in (("plan", "vision.md"), ("approve",), ("split",), ("validate",)):
        result = project.run(*words)
        assert (result.status, result.out.count("error[")) == (0, 0), result.out + result.err
    return result.files


def told(files: Mapping[str, str]) -> str:
    lines = []
    for path, text in sorted(files.items()):
        if "/tasks/" in path:
            task, _ = taskfile.parse(text, path)
            checks = [check for check in task.data.get("checks", ()) if check.get("quote")]
            lines += [f"{task.data['title']}: {describe(check)}\n" for check in checks]
            assert all(describe(check) in text for check in checks), f"the page of {path} does not tell its checks"
    return "".join(lines)


@pytest.mark.parametrize(("path", "title", "vision", "expected"), ALL, ids=[f"{c[0].stem}: {c[1]}" for c in ALL])
def test_examples_become_checks(
    project: Callable[..., Project], path: Path, title: str, vision: str, expected: str
) -> None:
    assert told(compiled(project({"vision.md": vision}))) == expected


def regenerate() -> None:
    """Write the expected parts of all cases anew."""
    for path in sorted(FOLDER.glob("*.md")):
        out = []
        for title, vision, _ in read_cases(path):
            with tempfile.TemporaryDirectory() as folder:
                found = told(compiled(Project(Path(folder)).write({"vision.md": vision})))
            out.append(f"{title}\n.\n{vision}.\n{found}.\n")
        path.write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
