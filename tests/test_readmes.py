"""
READMEs as projects have them, in ten styles, from the document to its tasks.

What is made of them changes as the compiler learns; what holds for all of it is tested here. How many of the checks
are right is measured by bench/synthesis.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Project

from specdev import taskfile

READMES = sorted((CASES / "readmes").glob("*.md"))


@pytest.fixture(params=READMES, ids=lambda path: path.stem)
def readme(request: pytest.FixtureRequest) -> Path:
    return request.param


def checks(files: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for path, text in files.items():
        if "/tasks/" in path:
            yield from taskfile.parse(text, path)[0].data.get("checks", ())


def compiled(project, readme: Path) -> Project:
    found = project({"README.md": readme.read_text(encoding="utf-8")})
    for words in (("plan", "README.md"), ("approve",), ("split",)):
        result = found.run(*words)
        assert (result.status, result.out.count("error[")) == (0, 0), result.out + result.err
    return found


def test_a_readme_becomes_tasks_that_are_in_order(project, readme):
    found = compiled(project, readme)
    result = found.run("validate", "--format", "json")
    assert result.status == 0, result.out
    assert [one for one in json.loads(result.out)["diagnostics"] if one["severity"] == "error"] == []
    assert list(checks(result.files))


def test_every_check_quotes_its_readme(project, readme):
    document = plain(readme.read_text(encoding="utf-8"))
    for check in checks(compiled(project, readme).files):
        for words in quoted(check.get("quote", "")):
            assert plain(words) in document, check["id"]


def quoted(quote: str) -> Iterator[str]:
    """
    The words of a quote that must stand in the document side by side.

    Several quotes are joined by line ends, `$ ` marks a command where the document may have another prompt or none,
    and a table's row says the column before each of its cells.
    """
    for line in quote.splitlines():
        cell = re.match(r"([A-Z][\w' -]*): (.+)", line)
        yield from cell.groups() if cell else [line.removeprefix("$ ")]


def plain(text: str) -> str:
    """The text without white space and emphasis."""
    return re.sub(r"[\s*]+", "", text)
