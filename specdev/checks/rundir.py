"""
The folder of one run of checks: temporary, locked by the process it belongs to, and gone afterwards.

A run that is killed leaves its folder behind, without a lock. The next one finds it by its name, ends what still runs
in it and removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from . import leftovers
from .slots import remove

PREFIX = "specdev-verify-"
_LOCK = "lock"


@contextlib.contextmanager
def run_folder() -> Iterator[Path]:
    """An empty folder, ours for as long as the block runs; what killed runs left behind is removed first."""
    clear()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    with (folder / f"{_LOCK}.new").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # ends with this process, however that ends
        (folder / f"{_LOCK}.new").rename(folder / _LOCK)  # never seen without it, so no other run takes it for left
        try:
            yield folder
        finally:
            remove(folder)


def clear() -> None:
    """Remove the folders of runs that are over, and end what still runs in them."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and _is_ours(entry):
                clear_one(Path(entry.path).resolve())


def clear_one(folder: Path) -> None:
    """Remove the folder of a run, unless that run still goes on."""
    with contextlib.suppress(OSError), (folder / _LOCK).open("r+") as handle:
        if _locked(handle):
            return
        leftovers.sweep(str(folder))
        remove(folder)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_uid == os.geteuid()


def _locked(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
