"""Which checks are meant, read from the tasks of a project, each validated and its seal compared."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .. import lock, source, store, taskfile, transaction
from ..errors import SpecdevError, UsageError
from .base import BaseCheck
from .kinds import KINDS
from .seal import broken_seal, read_used, seal, used_files


@dataclass(frozen=True, slots=True)
class Planned:
    """One check that is to be run."""

    slug: str
    task: str
    data: Mapping[str, Any]
    """As it stands in the task's front matter."""
    check: BaseCheck | None
    """None where it is broken."""
    problem: str = ""
    """Why it cannot be run."""
    seal: str = ""
    """The task's seal."""
    digest: str = ""
    """Of the task's checks and their files as they are."""
    own_digest: str = ""
    """Of this check and its files as they are."""
    spec: Path | None = None
    """Where the files lie that it uses; None: in the spec's folder."""

    @property
    def id(self) -> str:
        return str(self.data.get("id", "?"))

    @property
    def covers(self) -> tuple[str, ...]:
        """The items that it covers; none where it does not list them."""
        covers = self.data.get("covers")
        return tuple(map(str, covers)) if isinstance(covers, list | tuple) else ()


def select(root: Path, selectors: Sequence[str] = ()) -> tuple[Planned, ...]:
    """The selected checks, in the order of products and tasks, each validated."""
    transaction.recover(root)
    every = [entry for slug in store.products(root) for entry in _of_product(root, slug)]
    if not every:
        raise SpecdevError("there are no checks", "`specdev split` writes tasks with checks")
    if not selectors:
        return tuple(every)
    for selector in selectors:
        _known(selector, every)
    return tuple(
        entry for entry in every if {entry.slug, entry.task, entry.id, f"{entry.slug}/{entry.task}"} & set(selectors)
    )


def _known(selector: str, every: Sequence[Planned]) -> None:
    names = {name for entry in every for name in (entry.slug, entry.task, entry.id, f"{entry.slug}/{entry.task}")}
    if selector not in names:
        near = difflib.get_close_matches(selector, sorted(names), 1)
        raise UsageError(
            f"no task or check `{selector}`", f"did you mean `{near[0]}`?" if near else "see `specdev status`"
        )


def _of_product(root: Path, slug: str) -> Iterator[Planned]:
    folder = store.spec_folder(root, slug)
    pins = _pins(root, folder)
    paths = [Path(entry.path) for entry in store.task_paths(folder)]
    every = [planned for path in paths for planned in _of_file(root, slug, folder, path, pins)]
    counts = Counter(planned.id for planned in every)
    for planned in every:
        # evidence goes by ID: what one of them gives must not count for the other
        shared = counts[planned.id] > 1
        yield replace(planned, problem=f"another check has the ID `{planned.id}` too") if shared else planned


def _of_file(root: Path, slug: str, folder: Path, path: Path, pins: Mapping[str, str]) -> Iterator[Planned]:
    """The checks of a task file; one that cannot be run, called as the task, where they cannot be read."""
    name = source.relative(path, root)
    text, _, unread = source.read_text(path, root)
    parsed, mistakes = taskfile.parse(text or "", name)
    checks = parsed.data.get("checks") or ()
    if parsed.data and isinstance(checks, list | tuple) and all(isinstance(check, dict) for check in checks):
        yield from _of_task(slug, folder, parsed.data, checks, pins)
        return
    wrong = (*unread, *mistakes) if not parsed.data else ()
    task = str(parsed.data.get("id") or store.unreadable(name, "").id or path.stem)
    problem = str(wrong[0]) if wrong else f"`checks` of {name} is no list of checks"
    yield Planned(slug, task, {"id": task}, None, problem)


def _of_task(
    slug: str, folder: Path, task: Mapping[str, Any], checks: Sequence[dict[str, Any]], pins: Mapping[str, str]
) -> Iterator[Planned]:
    files, gone = read_used(folder, checks)
    sealed, pinned = str(task.get("seal") or ""), pins.get(str(task.get("id", "")), "")
    digest = seal(checks, files)
    problem = f"file `{gone}` is missing in the spec's folder" if gone else broken_seal(sealed, pinned, digest)
    for data in checks:
        check, broken = validated(data)
        own = seal([data], {name: files[name] for name in used_files([data]) if name in files})
        yield Planned(slug, str(task.get("id", "")), data, check, problem or broken, sealed, digest, own)


def _pins(root: Path, folder: Path) -> Mapping[str, str]:
    """The seals that the lock holds."""
    path = folder / "specdev.lock"
    if not path.is_file():
        return {}
    text, _, _ = source.read_text(path, root)
    return lock.parse(text or "", path.name)[0].seals


def validated(data: Mapping[str, Any]) -> tuple[BaseCheck | None, str]:
    model = KINDS.get(str(data.get("kind")))
    if model is None:
        return None, f"unknown kind `{data.get('kind')}`; there are: {', '.join(KINDS)}"
    try:
        return model.model_validate(data), ""
    except ValidationError as error:
        return None, f"broken check: {_in_words(error)}"


def _in_words(error: ValidationError) -> str:
    """The first mistake with its place; the names that pydantic gives to the choices of a union are left out."""
    first = error.errors()[0]
    steps = [
        str(step) for step in first["loc"] if re.fullmatch(r"[a-z_]+|\d+", str(step)) and step not in ("str", "int")
    ]
    message = first["msg"].removeprefix("Value error, ").replace("a valid tuple", "a list")
    place = ".".join(steps)
    return f"`{place}`: {message}" if place else message
