"""
A person's changes to the checks of a task: edited, added, taken out, each with a name and a reason.

The task file is the check's home: it is written with the new check, the words about it on the page, and a new seal.
The lock keeps who and why, and the seal of what was generated, so that `split` finds the place of the check again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .. import codes, judge, lock, source, taskfile, yamlio
from ..checks.lint import lint
from ..checks.seal import broken_seal, own_seal, read_used, seal, used_files
from ..checks.selection import validated
from ..compiler.pages.decided import Decision
from ..compiler.pages.judging import in_words
from ..diagnostics import Diagnostic, Span, code
from ..errors import SpecdevError
from ..rules.context import Places
from . import Project, read_lock, read_prd

BROKEN = code(
    "SD511",
    "error",
    "{problem}",
    page="A check that is edited or added must be one that can be run: its fields fit each other, what it covers "
    "stands in the PRD, the files it uses are below the spec's folder, its number is free. Nothing was written.",
)

Check = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    """A task file, with what the lock says."""

    project: Project
    slug: str
    file: taskfile.TaskFile
    records: lock.Lock
    digest: str = ""
    """Of the file's bytes."""
    brought: Mapping[str, bytes] = field(default_factory=dict)
    """Files that come with a new check: path below the spec's folder to content."""
    known: frozenset[str] | None = None
    """IDs of the PRD, items and criteria; None: not read yet."""

    @property
    def task(self) -> str:
        return str(self.file.data.get("id", ""))

    @property
    def checks(self) -> list[dict[str, Any]]:
        """The checks as they stand."""
        return [check for check in self.file.data.get("checks") or () if isinstance(check, dict)]

    @property
    def folder(self) -> str:
        """The spec's folder, below the project."""
        return self.project.spec_path(self.slug)

    def files(self, checks: Sequence[Check]) -> dict[str, bytes]:
        """What the checks use, as it is on disk or brought; what is missing is left out."""
        found: dict[str, bytes] = {}
        for name in used_files(checks):
            if name in self.brought:
                found[name] = self.brought[name]
            else:
                found |= read_used(self.project.root / self.folder, [{"files_in": [name]}])[0]
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written, or why nothing is."""

    id: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    """Path below the root to content; empty where nothing changes."""
    diagnostics: tuple[Diagnostic, ...] = ()
    old: str = ""
    new: str = ""
    """The task's seal before and after."""
    after: Home | None = None
    """The task file with the change, for the next one before anything is written."""


def home(project: Project, slug: str, path: str, records: lock.Lock | None = None) -> Home:
    """
    The task file at `path` (below the root); `records` is the lock where it was read already.

    Raises SpecdevError where the file cannot be read.
    """
    text, raw, found = source.read_text(project.root / path, project.root)
    parsed, problems = taskfile.parse(text or "", path)
    broken = [str(d) for d in (*found, *problems) if d.severity == "error"]
    if broken:
        raise SpecdevError("; ".join(broken), f"run `specdev validate {path}`")
    return Home(project, slug, parsed, records or read_lock(project, slug), lock.digest(raw))


def item_ids(project: Project, slug: str) -> frozenset[str]:
    """The IDs of the PRD's items and criteria."""
    items = read_prd(project, slug)[0].items()
    return frozenset(name for item in items for name in (item.id, *(one.id for one in item.acceptance)))


def put(where: Home, name: str, text: str, who: str, why: str, path: str) -> Change:
    """
    The check in `text` (YAML or JSON) in the place of the one called `name`, or behind the others where that is empty.

    `path` is what diagnostics call the text.
    """
    loaded = yamlio.load(text, path)
    data = loaded.data
    if not isinstance(data, dict):
        problem = BROKEN.at(Span(path), problem="a check is a mapping: `kind: command`, `run: […]` …")
        return Change(name, diagnostics=loaded.diagnostics or (problem,))
    given = data.get("id")
    identifier = name or given or _next(where)
    check = {"id": identifier, **data}
    found = [*loaded.diagnostics, *_faults(where, check, name, text, path)]
    if any(one.severity == "error" for one in found):
        return Change(str(identifier), diagnostics=tuple(found))
    others = where.checks
    checks = [check if other.get("id") == name else other for other in others] if name else [*others, check]
    change = _written(where, checks, identifier, who, why)
    return replace(change, diagnostics=tuple(found))


def take_out(where: Home, name: str, who: str, why: str) -> Change:
    """The task without the check called `name`."""
    return _written(where, [check for check in where.checks if check.get("id") != name], name, who, why)


def by_hand(where: Home, name: str) -> str:
    """
    What was changed by hand in the task, besides files that only concern the check called `name`; empty for nothing.

    Sealing the task again would seal that too.
    """
    sealed, pinned = str(where.file.data.get("seal") or ""), where.records.seals.get(where.task, "")
    problem = broken_seal(sealed, pinned, seal(where.checks, where.files(where.checks)))
    path = where.file.path.removeprefix(f"{where.folder}/")
    untouched = where.records.files.get(path) == where.digest
    others = where.files([check for check in where.checks if check.get("id") != name])
    written = where.records.files
    changed = [file for file, content in others.items() if written.get(file, "") != lock.digest(content)]
    return "" if untouched and not changed else problem


def decisions(project: Project, slug: str, records: lock.Lock) -> list[Decision]:
    """What the lock knows of persons' checks, with the checks as they stand in the task files."""
    found = []
    for name, record in sorted(records.checks.items()):
        task = records.tasks.get(record.task)
        path = f"{project.spec_path(slug)}/{task.path}" if task else ""
        check: dict[str, Any] | None = None
        files: dict[str, bytes] = {}
        if record.new:
            if not path or not (project.root / path).is_file():
                continue  # whoever deleted the task's file deleted its checks
            where = home(project, slug, path)
            check = next((each for each in where.checks if each.get("id") == name), None)
            if check is None:
                continue
            files = where.files([check])
        covers = tuple(map(str, (check or {}).get("covers") or ()))
        found.append(Decision(name, record, path, covers, check, files))
    return found


def _faults(where: Home, check: Check, name: str, text: str, path: str) -> Iterator[Diagnostic]:
    """Everything that is wrong with the check; errors keep it from being written."""
    places = Places(where.project.root)
    places.take(path, text)
    top = Span(path)
    wrong = list(judge.faults(check, "check", path, places))
    yield from wrong
    if not wrong and (problem := validated(check)[1]):
        yield BROKEN.at(top, problem=problem.removeprefix("broken check: "))
    for code_name, problem in lint(check):
        if known := codes.load_all().get(code_name):  # the schema reports what has no code of its own
            yield known.at(top, problem=problem)
    for problem in () if wrong else _misfits(where, check, name):
        yield BROKEN.at(top, problem=problem)


def _misfits(where: Home, check: Check, name: str) -> Iterator[str]:
    """What does not fit the project around the check."""
    identifier = check["id"]
    if name and identifier != name:
        yield f"the number of a check stays: it is `{name}`, not `{identifier}`"
    if not name and any(other.get("id") == identifier for other in where.checks):
        yield f"there is a check `{identifier}` already: `specdev checks edit {identifier}`"
    if not str(identifier).startswith(f"{where.task}."):
        yield f"`{identifier}` is no number for a check of {where.task}: it begins with `{where.task}.`"
    ids = item_ids(where.project, where.slug) if where.known is None else where.known
    for item in check["covers"]:
        if item not in ids:
            yield f"it covers `{item}`, which is not in the PRD"
    found = where.files([check])
    missing = next((name for name in used_files([check]) if name not in found), "")
    if missing:
        yield f"it uses `{missing}`, and there is no such file below {where.folder}"


def _next(where: Home) -> str:
    """The first number that no check of the task has or had."""
    names = [*(str(check.get("id")) for check in where.checks), *where.records.checks]
    taken = [int(found[1]) for name in names if (found := re.fullmatch(rf"{re.escape(where.task)}\.(\d+)", name))]
    return f"{where.task}.{max(taken, default=0) + 1}"


def _written(where: Home, checks: Sequence[dict[str, Any]], name: str, who: str, why: str) -> Change:
    """The files with these checks in the task."""
    record = _record(where, checks, name, who, why)
    sealed = seal(checks, where.files(checks))
    before = str(where.file.data.get("seal") or "")
    if record == where.records.checks.get(name) and sealed == before:
        return Change(name, old=before, new=sealed)
    data = {**where.file.data, "checks": list(checks), "seal": sealed}
    front = yamlio.merge_comments(where.file.front, yamlio.dump(data))
    body = _reworded(where.file.body, where.checks, checks)
    text = f"---\n{front}---\n{body}"
    records = {key: value for key, value in where.records.checks.items() if key != name}
    updated = _updated(where, records | ({name: record} if record else {}), sealed, text, body, checks)
    files: dict[str, str | bytes] = {f"{where.folder}/{path}": content for path, content in where.brought.items()}
    files |= {where.file.path: text, f"{where.folder}/specdev.lock": lock.dump(updated)}
    after = replace(where, file=taskfile.parse(text, where.file.path)[0], records=updated, digest=lock.digest(text))
    return Change(name, files, old=before, new=sealed, after=after)


def _record(where: Home, checks: Sequence[Check], name: str, who: str, why: str) -> lock.CheckRecord | None:
    """The record of the check; None where it is, or is again, as it was generated or was never anything else."""
    earlier = where.records.checks.get(name)
    check = next((each for each in checks if each.get("id") == name), None)
    before = next((each for each in where.checks if each.get("id") == name), None)
    generated = earlier.old if earlier else _as_generated(where, before) if before else ""
    wanted = own_seal(check, where.files([check])) if check else ""
    if wanted == generated:
        return None
    stamps = where.file.data.get("stamps") or {}
    covers = [str(item) for item in (check or before or {}).get("covers") or ()]
    return lock.CheckRecord(where.task, who, why, generated, wanted, lock.basis(covers, stamps))


def _as_generated(where: Home, check: Check) -> str:
    """The seal of a check that no person has touched yet, but whose files one may have."""
    known = where.records.files
    files = {
        path: known.get(path, "") if lock.digest(content) != known.get(path) else content
        for path, content in where.files([check]).items()
    }
    return own_seal(check, files)


def _updated(
    where: Home, records: Mapping[str, lock.CheckRecord], sealed: str, text: str, body: str, checks: Sequence[Check]
) -> lock.Lock:
    """The lock with these records, and with the file as it is now where a person had edited nothing else in it."""
    before, task = where.records, where.task
    path = where.file.path.removeprefix(f"{where.folder}/")
    files, bodies = dict(before.files), dict(before.bodies)
    if files.get(path) == where.digest:
        files[path] = lock.digest(text)
    if bodies.get(task) == lock.digest(where.file.body):
        bodies[task] = lock.digest(body)
    known = {used: lock.digest(content) for used, content in where.files(checks).items() if used in files}
    seals = {**before.seals, task: sealed}
    return replace(before, checks=records, seals=seals, files={**files, **known}, bodies=bodies)


def _reworded(body: str, old: Sequence[Check], new: Sequence[Check]) -> str:
    """The body with the words about the checks exchanged, where they stand in it as they were generated."""
    before, after = ("\n\n".join(in_words(checks)) for checks in (old, new))
    return body.replace(before, after, 1) if before and body.count(before) == 1 else body
