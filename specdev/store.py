"""
What is in a project: its products and, fast, the facts about their tasks.

`load_tasks` keeps an index of what it read, so that asking again reads only the files that changed: at 10,000
tasks a tenth of a second. The index is never needed, only faster.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from . import cache, settings, source, taskfile, transaction
from .errors import SpecdevError


class CheckRow(NamedTuple):
    """A check, without what it runs."""

    id: str
    kind: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """The facts about one task. What is missing or of a wrong type in the file is empty here."""

    path: str
    """Relative to the project."""
    id: str
    title: str
    role: str
    covers: tuple[str, ...]
    applies: tuple[str, ...]
    needs: tuple[str, ...]
    owns: tuple[str, ...]
    reads: tuple[str, ...]
    prompt_tokens: int
    read_tokens: int
    minutes: int
    seal: str
    checks: tuple[CheckRow, ...]
    problem: str = ""
    """Why the file cannot be read; then all but `path` and `id` (from the file's name) is empty."""


_ID_IN_NAME = re.compile(r"T[0-9]+")
_Kept = dict[str, list[Any]]
"""File name to size, time, inode and the row's fields."""


def products(root: Path) -> list[str]:
    """The slugs of the products: folders under specs/ with a prd.yaml, a tasks folder or a lock, sorted."""
    folder = root / settings.load(root).specs
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError:
        return []
    marks = ("prd.yaml", "tasks", "specdev.lock")
    return [name for name in names if any((folder / name / mark).exists() for mark in marks)]


def spec_folder(root: Path, spec: str) -> Path:
    """The folder of a product, by its slug. Raises SpecdevError where there is none."""
    folder = root / settings.load(root).specs / spec
    if not folder.is_dir():
        known = ", ".join(products(root)) or "none yet: `specdev plan` makes one"
        raise SpecdevError(f"no product `{spec}`", f"there are: {known}")
    return folder


def task_paths(folder: Path) -> list[os.DirEntry[str]]:
    """The entries of the task files of a spec's folder, by name."""
    try:
        entries = [entry for entry in os.scandir(folder / "tasks") if entry.name.endswith(".md")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)


def load_tasks(root: Path, spec: str) -> list[TaskRow]:
    """
    The tasks of the product with that slug, by file name; files that cannot be read too, with their `problem`.

    Raises SpecdevError where there is no such product.
    """
    transaction.recover(root)
    return load_rows(root, source.relative(spec_folder(root, spec), root))


def load_rows(root: Path, folder: str) -> list[TaskRow]:
    """The same for the spec's folder, relative to the root."""
    prefix = f"{folder}/tasks/"
    index = "tasks-" + folder.replace("%", "%25").replace("/", "%2F")
    kept = _kept(root, index)
    fresh: _Kept = {}
    settled = 0
    rows: list[TaskRow] = []
    for entry in task_paths(root / folder):
        found = entry.stat()
        mark = [found.st_size, found.st_mtime_ns, found.st_ino]
        known = kept.get(entry.name)
        row = from_fields(known[3]) if known and known[:3] == mark else None
        if row is None:
            settled = settled or cache.settled_before(root)
            row = _read(Path(entry.path), prefix + entry.name, root)
            if found.st_mtime_ns < settled:  # what was just changed may change again unnoticed
                fresh[entry.name] = [*mark, as_fields(row)]
        rows.append(row)
    names = {row.path.rpartition("/")[2] for row in rows}
    if fresh or not kept.keys() <= names:
        cache.write(root, index, {name: entry for name, entry in (kept | fresh).items() if name in names})
    return rows


def _kept(root: Path, index: str) -> _Kept:
    kept = cache.read(root, index)
    if not isinstance(kept, dict) or not all(isinstance(e, list) and len(e) == 4 for e in kept.values()):
        return {}
    return kept


def from_fields(fields: Any) -> TaskRow | None:
    """The row that `as_fields` gave; None for anything else."""
    try:
        path, name, title, role, *lists, prompt, read, minutes, seal, checks, problem = fields
        covers, applies, needs, owns, reads = map(tuple, lists)
        judged = tuple(CheckRow(check, kind, tuple(proves)) for check, kind, proves in checks)
    except (TypeError, ValueError):
        return None
    sizes = (prompt, read, minutes)
    return TaskRow(path, name, title, role, covers, applies, needs, owns, reads, *sizes, seal, judged, problem)


def as_fields(row: TaskRow) -> list[Any]:
    """The row's fields in order, for JSON."""
    return [getattr(row, name) for name in TaskRow.__slots__]


def _read(path: Path, name: str, root: Path) -> TaskRow:
    text = source.read_plain(str(path))
    if text is None:
        text, _, found = source.read_text(path, root)
        if text is None or found:
            return unreadable(name, str(found[0]))
    task, problems = taskfile.parse(text, name)
    return row_of(task) if task.data else unreadable(name, str(problems[0]))


def unreadable(path: str, problem: str) -> TaskRow:
    """The row of a file that cannot be read: its path, and the ID in its name."""
    named = _ID_IN_NAME.match(path.rpartition("/")[2])
    return TaskRow(path, named.group() if named else "", "", "", (), (), (), (), (), 0, 0, 0, "", (), problem)


def row_of(task: taskfile.TaskFile) -> TaskRow:
    """The facts of a parsed task file."""
    data = task.data
    size = data.get("size")
    size = size if isinstance(size, dict) else {}
    checks = data.get("checks")
    return TaskRow(
        path=task.path,
        id=_text(data.get("id")),
        title=_text(data.get("title")),
        role=_text(data.get("role")) or "slice",
        covers=_texts(data.get("covers")),
        applies=_texts(data.get("applies")),
        needs=_texts(data.get("needs")),
        owns=_texts(data.get("owns")),
        reads=_texts(data.get("reads")),
        prompt_tokens=_number(size.get("prompt_tokens")),
        read_tokens=_number(size.get("read_tokens")),
        minutes=_number(size.get("minutes")),
        seal=_text(data.get("seal")),
        checks=tuple(_check(check) for check in checks if isinstance(check, dict)) if isinstance(checks, list) else (),
    )


def _check(data: Mapping[str, Any]) -> CheckRow:
    return CheckRow(_text(data.get("id")), _text(data.get("kind")), _texts(data.get("covers")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and abs(value) < 1e9 else 0
