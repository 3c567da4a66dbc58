"""
The environment of a check: clean, its own home, and able to start the product without installing it.

Kept from outside: PATH (with the tree's `.venv/bin` and `node_modules/.bin` before it) and where toolchains live.
Made: HOME and TMPDIR of the check's own, UTF-8, UTC, `PYTHONPATH` with the copy's `src` and top folder, so that
`python -m ledger` runs an uninstalled checkout; and in a folder that stands first on PATH one starter for every
command that pyproject.toml (`project.scripts`) or package.json (`bin`) declares, and for every Python package with
a `__main__.py`, so that `ledger` does too.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .leftovers import MARKER

HOMES = {
    "CARGO_HOME": ".cargo",
    "RUSTUP_HOME": ".rustup",
    "GOPATH": "go",
    "GOCACHE": ".cache/go-build",
    "PYENV_ROOT": ".pyenv",
    "NVM_DIR": ".nvm",
    "GEM_HOME": "",
    "JAVA_HOME": "",
    "GOROOT": "",
    "NODE_PATH": "",
    "LD_LIBRARY_PATH": "",
    "DYLD_LIBRARY_PATH": "",
    "VIRTUAL_ENV": "",
    "SYSTEMROOT": "",
}
"""Where toolchains live: variable to its usual folder below the home; without one, only what is set is kept."""


def environment(*, folder: Path, tree: Path, original: Path, bin_folder: Path) -> dict[str, str]:
    """
    The whole environment of a check's programs.

    `folder` is the check's own (home and temporary files go there), `tree` the copy that is judged, `original` the
    tree it was copied from, which may hold installed dependencies.
    """
    home, temporary = folder / "home", folder / "tmp"
    for place in (home, temporary, bin_folder):
        place.mkdir(exist_ok=True)
    installed = [original / ".venv" / "bin", original / "node_modules" / ".bin"]
    places = [bin_folder, tree / "bin", *(place for place in installed if place.is_dir())]
    sources = [place for place in (tree / "src", tree) if place.is_dir()]
    return {
        **_toolchains(),
        "PATH": os.pathsep.join([*map(str, places), os.environ.get("PATH", os.defpath)]),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": os.pathsep.join(map(str, sources)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
        MARKER: str(folder),
    }


def _toolchains() -> dict[str, str]:
    home = Path.home()
    found = {}
    for name, usual in HOMES.items():
        if value := os.environ.get(name):
            found[name] = value
        elif usual and (home / usual).is_dir():
            found[name] = str(home / usual)
    return found


def starters(tree: Path) -> dict[str, str]:
    """Name to text of a starter for every command that the product declares; an installed one is not used."""
    found: dict[str, str] = {}
    for name, text in _starters(tree):
        if re.fullmatch(r"[\w.+-]+", name):
            found.setdefault(name, text)
    return found


def write_starters(wanted: Mapping[str, str], bin_folder: Path) -> None:
    """Put the starters where programs are looked for first."""
    for name, text in wanted.items():
        path = bin_folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)


def _packages(tree: Path) -> list[str]:
    """Names of the Python packages that can be started with `python -m`, also as commands write them (`-` for `_`)."""
    found = [path.parent.name for place in (tree, tree / "src") for path in sorted(place.glob("*/__main__.py"))]
    return list(dict.fromkeys(name for package in found for name in (package, package.replace("_", "-"))))


def _starters(tree: Path) -> Iterator[tuple[str, str]]:
    for name, target in _scripts(tree).items():
        module, _, function = target.partition(":")
        if re.fullmatch(r"[\w.]+", module) and re.fullmatch(r"[\w.]+", function):
            found = f"from {module} import {function.split('.')[0]}"
            code = f"import sys; sys.argv[0] = {name!r}; {found}; sys.exit({function}())"
            yield name, f'#!/bin/sh\nexec python -c {shlex.quote(code)} "$@"\n'
    for name in _packages(tree):
        yield name, f'#!/bin/sh\nexec python -m {name.replace("-", "_")} "$@"\n'
    for name, path in _package_bin(tree).items():
        yield name, f'#!/bin/sh\nexec node {shlex.quote(str(tree / path))} "$@"\n'


def _scripts(tree: Path) -> dict[str, str]:
    try:
        data = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    scripts = _mapping(_mapping(data.get("project")).get("scripts"))
    return {name: target for name, target in scripts.items() if isinstance(target, str)}


def _package_bin(tree: Path) -> dict[str, str]:
    try:
        data = _mapping(json.loads((tree / "package.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}
    declared = data.get("bin")
    if isinstance(declared, str):
        return {str(data.get("name", "")).rpartition("/")[2]: declared}
    return {name: path for name, path in _mapping(declared).items() if isinstance(path, str)}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
