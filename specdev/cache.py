"""
Small JSON files under .specdev/cache that save work. Nothing depends on them: a cache that is missing, broken or
of another version is no cache, and one that cannot be written is not written.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from . import __version__
from .errors import SpecdevError
from .transaction import STATE, state_folder

RACE_NS = 50_000_000
"""
Nanoseconds before now in which a file may change again and keep its size and time: file systems count time in
steps of up to 10 ms (Linux: one timer tick), and 50 ms is far from it.
"""

Signature = tuple[str, int, int, int]
"""Path, size, modification time in nanoseconds, inode: equal for a file that was not touched."""


def signature(name: str, found: os.stat_result) -> Signature:
    return name, found.st_size, found.st_mtime_ns, found.st_ino


def read(root: Path, name: str) -> Any:
    """What was kept under `name`, or None."""
    try:
        kept = json.loads((root / STATE / "cache" / f"{name}.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(kept, dict) or kept.get("version") != __version__:
        return None
    return kept.get("data")


def write(root: Path, name: str, data: Any) -> None:
    """Keep JSON data under `name`, where the disk lets us."""
    with contextlib.suppress(OSError, SpecdevError):
        folder = _folder(root)
        temporary = folder / f"{name}.{os.getpid()}.new"
        temporary.write_text(json.dumps({"version": __version__, "data": data}, ensure_ascii=False), encoding="utf-8")
        temporary.replace(folder / f"{name}.json")


def settled_before(root: Path) -> int:
    """
    The modification time, in nanoseconds, before which a file's signature can be trusted from now on.

    By the file system's own clock; 0 where nothing can be written, so that nothing is trusted.
    """
    try:
        probe = _folder(root) / f"clock.{os.getpid()}.new"
        probe.write_bytes(b"")
        now = probe.stat().st_mtime_ns
        probe.unlink()
    except (OSError, SpecdevError):
        return 0
    return now - RACE_NS


def _folder(root: Path) -> Path:
    folder = state_folder(root) / "cache"
    folder.mkdir(exist_ok=True)
    return folder
