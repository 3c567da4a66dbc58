"""
A private copy of a tree that is used again and again, and put right again after every use.

Copying a large product for every check takes longer than the checks. So a worker keeps one copy and looks, before the
next check gets it, at every file's size, times, mode and inode: the kernel moves the time of change with everything
that is done to a file, and no program can set it back. What differs is taken from the pristine tree again.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

Mark = tuple[int, int, int, int, int]
"""Mode, size, inode, time of modification, time of change."""

_CHANGED = 4
_TICK_NS = 50_000_000
"""Nanoseconds in which two changes may bear the same time: the clock of a file system is coarse."""


class Slot:
    """A copy of `pristine` at `place`, which must not exist yet."""

    def __init__(self, pristine: Path, place: Path) -> None:
        self.pristine = pristine
        self.place = place
        self._marks: dict[str, Mark] = {}
        self._looked_ns = 0

    def tree(self) -> Path:
        """The folder, with exactly what the pristine tree holds."""
        if not self._marks:
            self._copy()
            return self.place
        try:
            if self._repair():
                self._look()
        except OSError:  # whatever was done to it: away with it
            self._copy()
        return self.place

    def _copy(self) -> None:
        remove(self.place)
        self.place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.pristine, self.place, symlinks=True)
        self._look()

    def _look(self) -> None:
        self._marks = dict(_marks(self.place))
        self._looked_ns = time.time_ns()

    def _repair(self) -> bool:
        """Take anew what is not as it was; whether there was anything."""
        known, found = self._marks, dict(_marks(self.place))
        odd = {name for name, mark in found.items() if known.get(name) != mark}
        gone = known.keys() - found.keys()
        doubtful = self._looked_ns - _TICK_NS  # what was changed so late may have been changed again unnoticed
        late = {name for name, mark in known.items() if mark[_CHANGED] >= doubtful} - odd - gone
        if not (odd or gone or late):
            return False
        for name in sorted(odd | late):  # parents come before what stands in them
            origin, place = self.pristine / name, self.place / name
            if os.path.lexists(place) and not _stays(origin, place, changed=name in odd):
                remove(place)
                gone.add(name)
        for name in sorted(gone):
            _take(self.pristine / name, self.place / name)
        # what happened in a folder moved its time, so folders come last, and the inner ones first
        for name in sorted({os.path.dirname(name) for name in odd | gone} | odd, reverse=True):
            _settle(self.pristine / name, self.place / name)
        return True


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it, whatever its modes and depth; nothing is no error."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISDIR(path.lstat().st_mode):
            path.unlink()
            return
        try:
            shutil.rmtree(path)
        except (OSError, RecursionError):
            _take_apart(path)


def empty(folder: Path) -> None:
    """Make it an empty folder, whatever it is."""
    try:
        mode = folder.lstat().st_mode
        with os.scandir(folder) as entries:  # removing a folder costs more than all the rest, so an empty one stays
            if stat.S_ISDIR(mode) and mode & stat.S_IRWXU == stat.S_IRWXU and next(entries, None) is None:
                return
    except OSError:
        pass
    remove(folder)
    folder.mkdir()


def _take_apart(top: Path) -> None:
    """Remove a folder whose modes or depth forbid it otherwise: what is nested is moved up until nothing is."""
    number = 0
    top.chmod(stat.S_IRWXU)
    while folders := _folders_alone(top):
        for folder in folders:
            for inner in _folders_alone(folder):
                while os.path.lexists(top / f"{number}"):
                    number += 1
                inner.rename(top / f"{number}")
            folder.rmdir()
    top.rmdir()


def _folders_alone(folder: Path) -> list[Path]:
    """The folders in a folder, which may be changed then; all else that is in it is removed."""
    found = []
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, stat.S_IRWXU)
            found.append(Path(entry.path))
        else:
            os.unlink(entry.path)
    return found


def _marks(top: Path) -> Iterator[tuple[str, Mark]]:
    """Every entry below the folder with its mark, parents first; the folder itself as `.`."""
    own = os.lstat(top)
    if not stat.S_ISDIR(own.st_mode):
        raise NotADirectoryError(top)
    yield ".", _mark(own)
    todo = [("", str(top))]
    while todo:
        prefix, place = todo.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                name = prefix + entry.name
                yield name, _mark(entry.stat(follow_symlinks=False))
                if entry.is_dir(follow_symlinks=False):
                    todo.append((f"{name}/", entry.path))


def _mark(found: os.stat_result) -> Mark:
    return found.st_mode, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _stays(origin: Path, place: Path, *, changed: bool) -> bool:
    """Whether what is at `place` may stay there; `changed` says that somebody has changed it, or something in it."""
    try:
        one, other = origin.lstat(), place.lstat()
    except FileNotFoundError:
        return False
    if stat.S_IFMT(one.st_mode) != stat.S_IFMT(other.st_mode):
        return False
    if stat.S_ISDIR(one.st_mode):
        return True
    return not changed and (place.is_symlink() or filecmp.cmp(origin, place, shallow=False))


def _take(origin: Path, place: Path) -> None:
    """Copy what is missing at `place`."""
    if os.path.lexists(place) or not os.path.lexists(origin):
        return
    if origin.is_dir() and not origin.is_symlink():
        shutil.copytree(origin, place, symlinks=True)
    else:
        shutil.copy2(origin, place, follow_symlinks=False)


def _settle(origin: Path, place: Path) -> None:
    """Give a folder its mode and times back."""
    if origin.is_dir() and not origin.is_symlink():
        shutil.copystat(origin, place)
