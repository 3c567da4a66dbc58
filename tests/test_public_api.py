"""What programs may rely on: the names in `specdev.__all__`, each of them documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

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
