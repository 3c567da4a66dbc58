"""What programs may rely on: the names in `specdev.__all__`, each of them documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import specdev

ROOT = Path(__file__).parent.parent


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert specdev.__version__ == project["version"]


def test_the_changelog_knows_the_version_or_what_is_coming():
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings
    assert {"Unreleased", specdev.__version__} & {headings[0]}


def test_all_names_are_there_sorted_and_documented():
    names = list(getattr(specdev, "__all__", []))
    assert names == sorted(names)
    assert [name for name in names if not hasattr(specdev, name)] == []
    assert [name for name in names if not (name.startswith("__") or getattr(specdev, name).__doc__)] == []


def test_a_program_compiles_writes_and_validates(tmp_path):
    (tmp_path / ".git").mkdir()
    vision = tmp_path / "vision.md"
    vision.write_text("# Beep\n\n## Features\n\n- `beep` must print `beep` and exit with 0.\n", encoding="utf-8")
    compilation = specdev.compile(vision)
    assert compilation.ok
    assert [item.kind for item in compilation.prd.requirements] == ["functional"]
    assert [file.task.id for file in compilation.tasks] == ["T001"]
    assert not (tmp_path / "specs").exists()
    written = specdev.write(compilation)
    assert "specs/beep/prd.yaml" in written
    assert (tmp_path / "specs/beep/tasks").is_dir()
    assert [found for found in specdev.validate(tmp_path) if found.severity == "error"] == []


def test_a_document_that_cannot_be_read_is_an_exception(tmp_path):
    (tmp_path / "vision.md").write_bytes(b"\xff\xfe")
    with pytest.raises(specdev.SpecdevError, match="SD110"):
        specdev.compile(tmp_path / "vision.md")
