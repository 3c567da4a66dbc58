"""`export` on disk: the files of an export, beside what a person put there or edited."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import lock, transaction
from ..errors import SpecdevError
from ..exporters import export
from ..exporters.kit import File, Kit, kits

STATE = f"{transaction.STATE}/export.json"
"""Below the export's folder: the files that were written, with their digests."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export gave."""

    kits: tuple[Kit, ...]
    files: tuple[str, ...]
    """Every file of it, below the export's folder."""
    changed: tuple[str, ...]
    """Those that were written or removed."""


def write(root: Path, selectors: Sequence[str], folder: Path, form: str, *, force: bool = False) -> Written:
    """
    Export what the selectors name into `folder`, which is made where it is missing.

    Raises UsageError for a selector that names nothing, SpecdevError for a check that cannot be run, and where a file
    would be written over that is not ours or was edited, unless `force` is given; then nothing is written.
    """
    chosen = kits(root, selectors)
    wanted = export(chosen, form)
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    foreign = [path for path, file in wanted.items() if _is_foreign(folder / path, file, known.get(path))]
    if foreign and not force:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise SpecdevError(
            f"not written by `specdev export`, or edited since: {', '.join(foreign[:3])}{more}",
            "name another folder with --to, or write over them with --force",
        )
    gone = [path for path in known if _is_stale(folder, path, known[path], wanted, chosen)]
    digests = {path: lock.digest(file.content) for path, file in wanted.items()}
    kept = {path: digest for path, digest in known.items() if path not in gone}
    state = json.dumps(dict(sorted({**kept, **digests}.items())), indent=1) + "\n"
    contents = {path: file.content for path, file in wanted.items()}
    changed = transaction.write_files(folder, {**contents, STATE: state}, gone)
    for path, file in wanted.items():
        if file.executable and not os.access(folder / path, os.X_OK):
            (folder / path).chmod(0o755)
    return Written(tuple(chosen), tuple(sorted(wanted)), tuple(path for path in changed if path != STATE))


def _known(folder: Path) -> dict[str, str]:
    """What earlier exports wrote here: path to digest."""
    try:
        data: Any = json.loads((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(path): str(digest) for path, digest in data.items()} if isinstance(data, dict) else {}


def _is_foreign(path: Path, file: File, known: str | None) -> bool:
    """Whether something else stands there than what we wrote or would write."""
    if not path.exists():
        return False
    digest = lock.digest(path.read_bytes()) if path.is_file() else ""
    return digest not in (known, lock.digest(file.content))


def _is_stale(folder: Path, path: str, digest: str, wanted: Mapping[str, File], chosen: Sequence[Kit]) -> bool:
    """Whether an earlier export of the same tasks wrote the file, it is as it was, and is not wanted any more."""
    ours = any(path.startswith(f"{kit.name}/") for kit in chosen)
    there = folder / path
    return ours and path not in wanted and there.is_file() and lock.digest(there.read_bytes()) == digest
