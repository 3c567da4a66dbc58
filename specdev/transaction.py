"""
The one writer of the files of a project: all or nothing.

Every file is written and flushed beside its place first, then all are renamed. A list of the renames
(`.specdev/journal`) lets the next command finish them when the process is killed in between; so each file is old or
new, never half, and a set of files is never mixed for long.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from .errors import SpecdevError
from .source import relative

STATE = ".specdev"
"""Folder for caches, run state and logs; it ignores itself for git."""
JOURNAL = f"{STATE}/journal"
_SYNC_ALL = 100  # above this many files one sync of the file system is faster than one a file
_TEMPORARY = ".specdev-new"


def write_files(root: Path, files: Mapping[str, str | bytes], remove: Iterable[str] = ()) -> list[str]:
    """
    Write all of `files` (path below `root` to content) and delete `remove`; the sorted paths that changed.

    What has the same content already is not touched, what is to be deleted and is not there is passed over.
    Nothing changes when a file cannot be written: then SpecdevError says which and why.
    """
    with _locked(root):
        _finish(root)
        wanted = {name: text.encode() if isinstance(text, str) else text for name, text in sorted(files.items())}
        targets = {name: _target(root, name) for name in wanted}
        changed = {name: raw for name, raw in wanted.items() if not _same(targets[name], raw)}
        gone = {name: _target(root, name) for name in sorted(set(remove) - set(wanted))}
        gone = {name: path for name, path in gone.items() if path.is_file() or path.is_symlink()}
        if changed or gone:
            _replace_all(root, {targets[name]: raw for name, raw in changed.items()}, list(gone.values()))
        return sorted([*changed, *gone])


def recover(root: Path) -> None:
    """Finish what a killed process had begun to write. Every command that reads artifacts calls it first."""
    if (root / JOURNAL).exists():
        with _locked(root):
            _finish(root)


def state_folder(root: Path) -> Path:
    """The `.specdev` folder of the project, made where it is missing."""
    folder = root / STATE
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SpecdevError(f"cannot write to `{STATE}`: {error.strerror or error}") from error
    return folder


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """One writer at a time; the lock ends with the process, however that ends."""
    with (state_folder(root) / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _target(root: Path, name: str) -> Path:
    """The real place of `name`; SpecdevError where it is not below `root`."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\\" in name or "\0" in name:
        raise SpecdevError(f"`{name}` is not a path inside the project")
    real = (root / pure).resolve()
    if not real.is_relative_to(root.resolve()):
        raise SpecdevError(f"`{name}` leads out of the project through a link", "replace the link by a folder")
    if real.is_dir():
        raise SpecdevError(f"`{name}` is a folder, not a file")
    return real


def _same(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except OSError:
        return False


def _replace_all(root: Path, files: Mapping[Path, bytes], gone: list[Path]) -> None:
    """Write all new files beside their places, note the renames, then do them."""
    renames: list[tuple[Path, Path]] = []
    folders: list[Path] = []
    current = root
    try:
        for target, raw in files.items():
            current = target
            folders += _make_folder(target.parent)
            temporary = target.with_name(f".{target.name}{_TEMPORARY}")
            renames.append((temporary, target))
            _write(temporary, raw, mode=_mode(target), flush=len(files) <= _SYNC_ALL)
        if len(files) > _SYNC_ALL:
            os.sync()
        current = root / JOURNAL
        _note(root, renames, gone)
    except OSError as error:
        for temporary, _ in renames:
            with contextlib.suppress(OSError):
                temporary.unlink()
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        reason = error.strerror or str(error)
        raise SpecdevError(f"cannot write `{relative(current, root)}`: {reason}; nothing was changed") from error
    _finish(root)


def _make_folder(folder: Path) -> list[Path]:
    """Make the folder; those that were missing, outermost first."""
    missing = [f for f in [folder, *folder.parents] if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _write(path: Path, raw: bytes, *, mode: int | None = None, flush: bool = True) -> None:
    with path.open("wb") as handle:
        handle.write(raw)
        if mode is not None:
            os.fchmod(handle.fileno(), mode)
        if flush:
            handle.flush()
            os.fsync(handle.fileno())


def _note(root: Path, renames: list[tuple[Path, Path]], gone: list[Path]) -> None:
    base = root.resolve()
    journal = root / JOURNAL
    note = {
        "rename": [[str(old.relative_to(base)), str(new.relative_to(base))] for old, new in renames],
        "remove": [str(path.relative_to(base)) for path in gone],
    }
    temporary = journal.with_name("journal.new")
    _write(temporary, json.dumps(note).encode())
    temporary.replace(journal)


def _finish(root: Path) -> None:
    """Do what the journal says, as far as it is not done; without a journal nothing."""
    journal = root / JOURNAL
    try:
        note = json.loads(journal.read_bytes())
        renames = [(_target(root, old), _target(root, new)) for old, new in note["rename"]]
        gone = [_target(root, name) for name in note["remove"]]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError) as error:
        raise SpecdevError(f"`{JOURNAL}` is damaged", "look at `git status`, then delete it") from error
    try:
        for temporary, target in renames:
            if temporary.exists() and temporary.name.endswith(_TEMPORARY):
                temporary.replace(target)
        for path in gone:
            path.unlink(missing_ok=True)
        for folder in sorted({path.parent for _, path in renames} | {path.parent for path in gone}):
            _sync_folder(folder)
        journal.unlink()
    except OSError as error:
        hint = "mend that, then run the command again: the rest is written first"
        raise SpecdevError(f"cannot finish writing `{error.filename}`: {error.strerror or error}", hint) from error


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
