"""
Files that everybody wants to change belong to scaffolding or integration.

Manifests, lock files, build settings, a package's `__init__`, tables of routes: when several tasks change them, their
work collides. Let a scaffold task write them once for all, or an integration task at the end.

Fails:

    id: T001
    role: slice
    owns: [pyproject.toml]

Passes:

    id: T001
    role: scaffold
    owns: [pyproject.toml]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import globs
from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD609",
    "warning",
    "`{pattern}` of task `{name}` takes in {file}, which other tasks need as well",
    help="leave it to a scaffold or integration task",
    page=__doc__,
)

HOT = (
    *("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "poetry.lock", "uv.lock"),
    *("package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "tsconfig.json"),
    *("Cargo.toml", "Cargo.lock", "go.mod", "go.sum", "pom.xml", "build.gradle", "build.gradle.kts"),
    *("Makefile", "Dockerfile", ".github/workflows/ci.yml", ".gitlab-ci.yml"),
)
"""At the top of a repository: manifests, lock files, build and CI settings."""
_HOT_NAMES = re.compile(
    r"(?:src/)?[^/]+/__init__\.py|src/(?:index\.[jt]s|lib\.rs)|(?:.*/)?(?:routes|router|registry)\.[^/]+|(?:.*/)?urls\.py"
)
"""Entry points of packages, tables where each part has a line: where they are named, not where a glob takes them in."""


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    if task.row.role in ("scaffold", "integration", "contract"):
        return
    for index, pattern in enumerate(task.row.owns):
        hot = _hot(pattern)
        if hot:
            yield CODE.at(task.at("owns", index), pattern=pattern, name=task.row.id, file=f"`{hot}`")


def _hot(pattern: str) -> str:
    """The hot file that the pattern takes in, or empty."""
    if globs.is_literal(pattern):
        return pattern if pattern in HOT or _HOT_NAMES.fullmatch(pattern) else ""
    first, slash, _ = pattern.partition("/")
    if slash and globs.is_literal(first) and first != ".github":
        return ""  # below a folder of its own
    return next((file for file in HOT if globs.may_overlap(pattern, file)), "")
