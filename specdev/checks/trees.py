"""
Fresh copies of the product: of a working tree, or of a commit.

Nothing of the original is written to: a commit is read through an index of our own, git's hooks and file monitors are
off. What git ignores is not copied; installed dependencies (node_modules) are linked where the original has them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..errors import SpecdevError, UsageError

SKIPPED = frozenset(
    (".git", ".specdev", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache")
)
"""Folders that are not copied from a tree that is in no git repository."""

LINKED = ("node_modules",)
"""Folders that a copy shares with the original, because tools look for them beside the sources."""

TEST_FILE = re.compile(
    r"(?:^|/)(?:tests?|__tests__)/|(?:^|/)test_[^/]*$|(?:^|/)conftest\.py$|[._-](?:test|spec|tests)\.[A-Za-z]+$|(?:^|/)[A-Z]\w*Tests?\.\w+$"
)
"""Paths that hold tests by the customs of the languages that the runners know."""


def copy_tree(tree: Path, target: Path) -> None:
    """A copy of the working tree: what git knows or would add; without git all but caches and dependencies."""
    for name in sorted(_names(tree)):
        _copy(tree / name, target / name)
    link_dependencies(tree, target)


def copy_commit(tree: Path, ref: str, target: Path) -> None:
    """The files of the commit `ref` of the repository that `tree` is in. UsageError where there is none."""
    commit = resolve(tree, ref)
    index = target.with_name(target.name + ".index")
    environment = {**os.environ, "GIT_INDEX_FILE": str(index)}
    try:
        _git(tree, "read-tree", commit, environment=environment)
        _git(tree, "checkout-index", "--all", "--force", f"--prefix={target}/", environment=environment)
    finally:
        index.unlink(missing_ok=True)
    link_dependencies(tree, target)


def lay_tests(tree: Path, target: Path) -> None:
    """Copy the test files of `tree` over `target`: so new tests can be shown to fail on the old code."""
    for name in sorted(_names(tree)):
        if TEST_FILE.search(name):
            _copy(tree / name, target / name)


def link_dependencies(tree: Path, target: Path) -> None:
    for name in LINKED:
        if (tree / name).is_dir() and not (target / name).exists():
            (target / name).symlink_to((tree / name).resolve(), target_is_directory=True)


def resolve(tree: Path, ref: str) -> str:
    """The commit's full name. UsageError where `ref` names none."""
    try:
        return _git(tree, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()
    except SpecdevError as error:
        raise UsageError(f"`{ref}` is no commit", "name a branch, a tag or a commit, such as HEAD~1") from error


def head(tree: Path) -> str:
    """The commit that the tree is at, with `-dirty` behind it where files differ from it; empty outside git."""
    try:
        commit = _git(tree, "rev-parse", "--verify", "--quiet", "HEAD").strip()
        changed = _git(tree, "status", "--porcelain", "--untracked-files=normal")
    except SpecdevError:
        return ""
    return f"{commit}-dirty" if changed.strip() else commit


def _names(tree: Path) -> list[str]:
    """Files below the tree that belong to it, with forward slashes."""
    try:
        listed = _git(tree, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except SpecdevError:
        return list(_walked(tree))
    return [name for name in dict.fromkeys(listed.split("\0")) if name and not name.startswith(".specdev/")]


def _walked(tree: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(tree):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in sorted(files):
            yield (Path(folder) / name).relative_to(tree).as_posix()


def _copy(origin: Path, target: Path) -> None:
    """Copy a file or a link; what is listed and gone, or is a nested repository, is passed over."""
    if origin.is_dir() and not origin.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(origin, target, follow_symlinks=False)
    except FileNotFoundError:
        return


def _git(tree: Path, *words: str, environment: dict[str, str] | None = None) -> str:
    """What git prints. SpecdevError where it fails or there is no git."""
    # programs named in a repository's own settings must not run
    safe = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", str(tree))
    try:
        done = subprocess.run(
            ["git", *safe, *words],
            env={**(environment or os.environ), "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise SpecdevError("git is not installed") from error
    if done.returncode:
        raise SpecdevError(done.stderr.decode("utf-8", "replace").strip() or f"git {words[0]} failed")
    return done.stdout.decode("utf-8", "surrogateescape")
