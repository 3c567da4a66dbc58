"""
Fresh copies of the product: of a working tree, or of a commit.

Nothing of the original is written to, and nothing that a repository's settings name is started: no hook, no file
monitor, no filter. A commit's files are those that git stores. What git ignores is not copied; the packages of
installed dependencies (node_modules) are linked where the original has them.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ..errors import SpecdevError, UsageError
from .slots import remove

SKIPPED = frozenset(
    (".git", ".specdev", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".pytest_cache")
)
"""Folders that are not copied from a tree that is in no git repository."""

LINKED = ("node_modules",)
"""Folders whose entries a copy shares with the original, because tools look for them beside the sources."""

_LINKED_HIDDEN = (".bin", ".package-lock.json", ".pnpm")

_OF_REPOSITORY = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    )
)

TEST_FILE = re.compile(
    r"(?:^|/)(?:tests?|__tests__)/|(?:^|/)test_[^/]*$|(?:^|/)conftest\.py$|[._-](?:test|spec|tests)\.[A-Za-z]+$|(?:^|/)[A-Z]\w*Tests?\.\w+$"
)
"""Paths that hold tests by the customs of the languages that the runners know."""


def copy_tree(tree: Path, target: Path) -> None:
    """A copy of the working tree: what git knows or would add; without git all but caches and dependencies."""
    links: set[str] = set()
    for name in sorted(_names(tree)):
        if _behind(links, name):
            continue  # git knows it from a folder in whose place there is a link now
        _copy(tree / name, target / name)
        if os.path.islink(target / name):
            links.add(name)
    link_dependencies(tree, target)


def copy_commit(tree: Path, ref: str, target: Path) -> None:
    """The files of the commit `ref` of the repository that `tree` is in. UsageError where there is none."""
    _copy_commit(tree, resolve(tree, ref), target)
    link_dependencies(tree, target)


def _copy_commit(tree: Path, commit: str, target: Path) -> None:
    """Write the commit's files as they are stored: filters, hooks and drivers of the repository do not run."""
    entries = [line.partition("\t") for line in _git(tree, "ls-tree", "-r", "-z", commit).split("\0") if line]
    wanted: list[tuple[str, str, str]] = []
    for about, _, name in entries:
        mode, kind, identity = about.split()
        if kind == "blob":
            wanted.append((mode, identity, name))
        elif _is_repository(tree / name):
            with contextlib.suppress(SpecdevError):  # the commit of a submodule may not be there
                _copy_commit(tree / name, identity, target / name)
    links: set[str] = set()
    for (mode, _, name), content in zip(wanted, _blobs(tree, [entry[1] for entry in wanted]), strict=True):
        if ".." in name.split("/") or _behind(links, name):  # git checks out neither, but a commit can hold both
            raise SpecdevError(f"`{name}` of the commit {commit[:12]} leads out of it", "see `git fsck`")
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if mode == "120000":
            place.symlink_to(os.fsdecode(content))
            links.add(name)
        else:
            place.write_bytes(_large(tree, content))
            place.chmod(0o755 if mode == "100755" else 0o644)


def _blobs(tree: Path, identities: Sequence[str]) -> Iterator[bytes]:
    """The contents of objects, in order."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{identity}\n" for identity in identities).encode())
        asked.seek(0)
        words = [*_command(tree), "cat-file", "--batch"]
        with subprocess.Popen(words, env=_environment(), stdin=asked, stdout=subprocess.PIPE) as git:
            assert git.stdout is not None
            for identity in identities:
                about = git.stdout.readline().split()
                if len(about) != 3:
                    raise SpecdevError(f"git has no content for `{identity}`", "a shallow or partial clone lacks it")
                yield git.stdout.read(int(about[2]))
                git.stdout.read(1)


def _large(tree: Path, content: bytes) -> bytes:
    """What a pointer to a large file (Git LFS) stands for, where that is on this machine; else the content itself."""
    if len(content) > 1024 or not content.startswith(b"version https://git-lfs.github.com/spec/"):
        return content
    found = re.search(rb"^oid sha256:([0-9a-f]{64})$", content, re.M)
    if not found:
        return content
    name = found[1].decode()
    folder = Path(_git(tree, "rev-parse", "--git-common-dir").strip())
    place = tree / folder / "lfs" / "objects" / name[:2] / name[2:4] / name
    try:
        return place.read_bytes()
    except OSError:
        return content


def lay_tests(tree: Path, target: Path) -> None:
    """Copy the test files of the copy `tree` over `target`: so new tests can be shown to fail on the old code."""
    for name in tests_in(tree):
        _make_way(target, name)
        _copy(tree / name, target / name)


def tests_in(tree: Path) -> list[str]:
    """The test files of a copy, and links where such could be."""
    return sorted(name for name in _walked(tree) if TEST_FILE.search(name))


def content(path: Path) -> bytes:
    """What a file holds; of a link, where it leads to."""
    return os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()


def link_dependencies(tree: Path, target: Path) -> None:
    """
    Link what is installed in the original.

    Each package by itself, so that what tools write beside the packages (node_modules/.cache) stays in the copy.
    """
    for name in LINKED:
        if not (tree / name).is_dir() or (target / name).exists():
            continue
        (target / name).mkdir(parents=True)
        for entry in sorted((tree / name).resolve().iterdir()):
            if not entry.name.startswith(".") or entry.name in _LINKED_HIDDEN:
                (target / name / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())


def resolve(tree: Path, ref: str) -> str:
    """The commit's full name. UsageError where `ref` names none."""
    try:
        return _git(tree, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()
    except SpecdevError as error:
        hint = f"git says: {_told(error)}" if _told(error) else "name a branch, a tag or a commit, such as HEAD~1"
        raise UsageError(f"`{ref}` is no commit", hint) from error


def head(tree: Path) -> str:
    """The commit that the tree is at, with `-dirty` behind it where files differ from it; empty outside git."""
    try:
        commit = _git(tree, "rev-parse", "--verify", "--quiet", "HEAD").strip()
        options = ("--porcelain", "--untracked-files=normal", "--ignore-submodules=all")
        changed = _git(tree, *_without_filters(tree), "status", *options)
    except SpecdevError:
        return ""
    return f"{commit}-dirty" if changed.strip() else commit


def _without_filters(tree: Path) -> list[str]:
    """Options that keep git from running the programs that the repository names for converting files."""
    try:
        listed = _git(tree, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process)$")
    except SpecdevError:  # there are none
        return []
    drivers = {name.rpartition(".")[0] for name in listed.split("\0") if name}
    settings = [
        f"{name}.{what}" for name in sorted(drivers) for what in ("clean=", "smudge=", "process=", "required=0")
    ]
    return [word for setting in settings for word in ("-c", setting)]


def _names(tree: Path) -> list[str]:
    """
    Files below the tree that belong to it, with forward slashes; those of submodules too.

    SpecdevError where it is in a repository that git does not want to read, as that of another user.
    """
    try:
        listed = _git(tree, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except SpecdevError as error:
        told = _told(error)
        if not told or "not a git repository" in told:
            return list(_walked(tree))
        # without git, what it ignores would be judged unnoticed
        raise SpecdevError("git does not tell which files belong to the product", f"git says: {told}") from error
    found: dict[str, None] = {}
    for name in listed.split("\0"):
        if not name or name.startswith(".specdev/"):
            continue
        if not name.endswith("/") and _is_repository(tree / name):
            found.update(dict.fromkeys(f"{name}/{inner}" for inner in _names(tree / name)))
        else:
            found[name] = None
    return list(found)


def _is_repository(folder: Path) -> bool:
    """Whether it is the top of a repository; without looking, git would find the one around it."""
    return not folder.is_symlink() and (folder / ".git").exists()


def _told(error: SpecdevError) -> str:
    """What git says is wrong; empty where it did not say, or is not installed."""
    first = error.message.partition("\n")[0]
    return first.removeprefix("fatal: ") if first.startswith("fatal: ") else ""


def _walked(tree: Path) -> Iterator[str]:
    """Files and links below the tree, but for those in folders that are SKIPPED."""
    for folder, folders, files in os.walk(tree):
        folders[:] = sorted(set(folders) - SKIPPED)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in sorted([*files, *links]):
            yield (Path(folder) / name).relative_to(tree).as_posix()


def _behind(links: Collection[str], name: str) -> bool:
    """Whether a folder that the name passes through is one of the links."""
    return bool(links) and any(name[:end] in links for end, character in enumerate(name) if character == "/")


def _make_way(top: Path, name: str) -> None:
    """Remove what is not a folder where `name` needs one, and what stands in its own place."""
    place = top
    for part in Path(name).parts:
        place /= part
        if place.is_symlink() or place.is_file() or place == top / name:
            remove(place)


def _copy(origin: Path, target: Path) -> None:
    """Copy a file or a link; what is listed and gone, or is neither, is passed over."""
    try:
        if stat.S_IFMT(origin.lstat().st_mode) not in (stat.S_IFREG, stat.S_IFLNK):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(origin, target, follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError as error:
        raise SpecdevError(f"cannot copy `{origin}`: {(error.strerror or str(error)).lower()}") from error


def _git(tree: Path, *words: str) -> str:
    """What git prints. SpecdevError where it fails or there is no git."""
    try:
        done = subprocess.run(
            [*_command(tree), *words],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise SpecdevError("git is not installed") from error
    if done.returncode:
        raise SpecdevError(done.stderr.decode("utf-8", "replace").strip() or f"git {words[0]} failed")
    return done.stdout.decode("utf-8", "surrogateescape")


def _command(tree: Path) -> tuple[str, ...]:
    # programs named in a repository's own settings must not run, and nothing is fetched
    safe = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never")
    return ("git", *(word for setting in safe for word in ("-c", setting)), "-C", str(tree))


def _environment() -> dict[str, str]:
    # a hook of git's sets variables that name a repository, and then no other can be asked
    outer = {name: value for name, value in os.environ.items() if name not in _OF_REPOSITORY}
    return {**outer, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
