"""
Judge the files of a project: settings, PRDs, task files, locks, proposed checks. Nothing is executed.

    validate(root)                                     everything
    validate(root, ["specs/ledger/tasks/T001-a.md"])   these files; the rules over the whole of their product too

With paths, findings about other files are left out, but for errors of the rules that look at the whole product: a
circle that a new `needs` makes may show anywhere. A run over everything is remembered: when no file was touched
since, the answer is given again without reading any.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from . import cache, ignores, judge, lock, rules, settings, source, store, transaction, yamlio
from .bulk import no_collection
from .diagnostics import Diagnostic, Span, in_order
from .errors import UsageError
from .resources import PACKAGE, SCHEMAS
from .rules.context import Places, Spec
from .settings import Settings

PRD = "prd.yaml"
LOCK = "specdev.lock"
PROPOSED = "proposed.yaml"
CHECKS = "checks"
"""Folder of what checks use; a changed file breaks a seal."""
RULES = PACKAGE / "rules"
_CACHE = "validate"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by place, and how many files were judged."""

    diagnostics: tuple[Diagnostic, ...]
    files: int

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return all(found.severity != "error" for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class _Product:
    """The files of one product that are there, as paths below the root."""

    folder: str
    prd: str
    lock: str
    proposed: str
    tasks: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(name for name in (self.prd, self.lock, self.proposed, *self.tasks) if name)


def validate(root: Path, paths: Sequence[str] = ()) -> Report:
    """
    Everything that is wrong with the files; `paths` are relative to `root` (or absolute), files or folders.

    Raises UsageError for a path that is no file of ours, SpecdevError for a file that cannot be read.
    """
    transaction.recover(root)
    if paths:
        return _judge_some(root, [_below(root, path) for path in paths])
    before = _signature(root)
    known = _remembered(root, before)
    if known is not None:
        return known
    settled = cache.settled_before(root)
    config = settings.load(root)
    products = [_product(root, f"{config.specs}/{slug}") for slug in store.products(root)]
    found, files = _config(root)
    with no_collection():
        for product in products:
            more, count = _judge_product(root, product, config)
            found += more
            files += count
    report = _report(root, found, files, config)
    if before[1] < settled:
        cache.write(root, _CACHE, [before[0], report.files, [astuple(one) for one in report.diagnostics]])
    return report


def _report(root: Path, found: Sequence[Diagnostic], files: int, config: Settings) -> Report:
    kept = ignores.applied(found, config.ignore, lambda path: judge.read(path, root)[0])
    return Report(tuple(in_order(kept)), files)


def _product(root: Path, folder: str) -> _Product:
    prd, records, proposed = (
        f"{folder}/{name}" if (root / folder / name).exists() else "" for name in (PRD, LOCK, PROPOSED)
    )
    tasks = tuple(f"{folder}/tasks/{entry.name}" for entry in store.task_paths(root / folder))
    return _Product(folder, prd, records, proposed, tasks)


def _config(root: Path) -> tuple[list[Diagnostic], int]:
    """What is wrong with specdev.yaml, and 1 where there is one."""
    if not (root / settings.FILE).is_file():
        return [], 0
    return judge.document(settings.FILE, "config", root, Places(root), empty={})[1], 1


def _judge_product(root: Path, product: _Product, config: Settings) -> tuple[list[Diagnostic], int]:
    """What is wrong with all files of a product, and how many there are."""
    places = Places(root)
    records, found = _lock(root, product)
    judged = judge.begin(judge.Judge(root, config, records, len(product.tasks) > 1), product.tasks)
    prd, problems = _prd(root, product, places)
    found += problems
    rows = []
    for row, own in judged():
        rows.append(row)
        found += own
    proposed, problems = _proposed(root, product, places)
    found += problems
    found += _apply(_spec(product, prd, rows, records, config, places, proposed))
    return found, len(product.files)


def _proposed(root: Path, product: _Product, places: Places) -> tuple[Any, list[Diagnostic]]:
    return judge.document(product.proposed, "proposed", root, places) if product.proposed else (None, [])


def _prd(root: Path, product: _Product, places: Places) -> tuple[Any, list[Diagnostic]]:
    return judge.document(product.prd, "prd", root, places) if product.prd else (None, [])


def _prd_data(root: Path, product: _Product) -> Any:
    """The PRD as it is, not judged."""
    text = judge.read(product.prd, root)[0] if product.prd else None
    return yamlio.load(text, product.prd).data if text else None


def _lock(root: Path, product: _Product) -> tuple[lock.Lock, list[Diagnostic]]:
    text, found = judge.read(product.lock, root) if product.lock else ("", [])
    records, problems = lock.parse(text or "", product.lock)
    return records, [*found, *problems]


def _spec(
    product: _Product,
    prd: Any,
    rows: Sequence[store.TaskRow],
    records: lock.Lock,
    config: Settings,
    places: Places,
    proposed: Any,
) -> Spec:
    listed = proposed.get("proposals") if isinstance(proposed, dict) else ()
    return Spec(
        folder=product.folder,
        prd=prd if isinstance(prd, dict) else {},
        tasks=tuple(row for row in rows if not row.problem),
        lock=records,
        settings=config,
        places=places,
        unreadable=frozenset(row.id for row in rows if row.problem),
        proposed=tuple(one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else (),
    )


def _apply(spec: Spec) -> Iterator[Diagnostic]:
    for check in rules.spec_rules():
        yield from check(spec)


def _judge_some(root: Path, paths: Sequence[str]) -> Report:
    """The named files, and the rules over the products that they belong to."""
    config = settings.load(root)
    wanted = list(dict.fromkeys(name for path in paths for name in _files(root, path, config)))
    found: list[Diagnostic] = []
    if settings.FILE in wanted:
        found += _config(root)[0]
    for folder in dict.fromkeys(_folder(path) for path in wanted if path != settings.FILE):
        found += _judge_part(root, _product(root, folder), frozenset(wanted), config)
    return _report(root, found, len(wanted), config)


def _judge_part(root: Path, product: _Product, wanted: frozenset[str], config: Settings) -> list[Diagnostic]:
    places = Places(root)
    prd, own = _prd(root, product, places) if product.prd in wanted else (_prd_data(root, product), [])
    records, problems = _lock(root, product)
    found = own + [one for one in problems if one.span.path in wanted]
    chosen = [path for path in product.tasks if path in wanted]
    judged = judge.begin(judge.Judge(root, config, records, len(product.tasks) > 1), chosen)
    fresh = dict(zip(chosen, judged(), strict=True))
    rows = []
    for row in store.load_rows(root, product.folder):
        mine, problems = fresh.get(row.path, (row, []))
        rows.append(mine)
        found += problems
    proposed, problems = _proposed(root, product, places)
    found += problems if product.proposed in wanted else []
    whole = _apply(_spec(product, prd, rows, records, config, places, proposed))
    return found + [one for one in whole if one.span.path in wanted or one.severity == "error"]


def _below(root: Path, path: str) -> str:
    """The path below the root, with forward slashes. Raises UsageError where it is not below."""
    full = Path(os.path.abspath(root / path))
    if not full.is_relative_to(os.path.abspath(root)):
        raise UsageError(f"`{path}` is not in the project", f"the project is {root}")
    return source.relative(full, Path(os.path.abspath(root)))


def _files(root: Path, path: str, config: Settings) -> list[str]:
    """The files of ours that a path means: itself, or those of the products in a folder."""
    if (root / path).is_dir():
        prefix = "" if path == "." else f"{path}/"
        named = [settings.FILE] if not prefix and (root / settings.FILE).is_file() else []
        for slug in store.products(root):
            product = _product(root, f"{config.specs}/{slug}")
            named += [name for name in product.files if name.startswith(prefix)]
        return named
    name = path.rpartition("/")[2]
    ours = name in (PRD, LOCK, PROPOSED, settings.FILE) or (
        path.endswith(".md") and path.split("/")[-2:-1] == ["tasks"]
    )
    if not ours:
        if (users := _users(root, path, config)) is not None:
            return users
        names = f"{PRD}, {LOCK}, {PROPOSED}, {settings.FILE}, tasks/*.md and checks/**"
        hint = f"files are {names}; a folder means those in it"
        raise UsageError(f"`{path}` is no file that validate knows", hint)
    if not (root / path).is_file():
        raise UsageError(f"there is no file `{path}`")
    return [path]


def _users(root: Path, path: str, config: Settings) -> list[str] | None:
    """The task files that name the file below a product's checks/; None where it is not below one."""
    for slug in store.products(root):
        folder = f"{config.specs}/{slug}"
        if path.startswith(f"{folder}/{CHECKS}/"):
            name = path.removeprefix(f"{folder}/")
            return [task for task in _product(root, folder).tasks if name in (judge.read(task, root)[0] or "")]
    return None


def _folder(path: str) -> str:
    """The product's folder that a file of ours belongs to."""
    parts = path.split("/")
    return "/".join(parts[:-2] if parts[-2:-1] == ["tasks"] else parts[:-1])


def _signature(root: Path) -> tuple[str, int]:
    """A digest over name, size, time and inode of all files that are judged or judge; the latest time of the former."""
    ours = [cache.signature(entry.name, entry.stat()) for folder in (RULES, SCHEMAS) for entry in os.scandir(folder)]
    marks: list[cache.Signature] = []
    config = settings.load(root)
    for folder in ("", *(f"{config.specs}/{slug}" for slug in store.products(root))):
        for name in (settings.FILE,) if not folder else (PRD, LOCK, PROPOSED):
            path = root / folder / name
            if path.exists():
                marks.append(cache.signature(f"{folder}/{name}", path.stat()))
        for entry in store.task_paths(root / folder) if folder else ():
            marks.append(cache.signature(f"{folder}/{entry.name}", entry.stat()))
        for place, _, names in os.walk(root / folder / CHECKS) if folder else ():
            marks += [cache.signature(f"{place}/{name}", os.lstat(f"{place}/{name}")) for name in names]
    latest = max((mark[2] for mark in marks), default=0)
    return hashlib.sha256(repr((sorted(ours), sorted(marks))).encode()).hexdigest(), latest


def _remembered(root: Path, signature: tuple[str, int]) -> Report | None:
    """The report of the last run, if nothing was touched since."""
    kept = cache.read(root, _CACHE)
    match kept:
        case [digest, int(files), [*rows]] if digest == signature[0]:
            try:
                found = [Diagnostic(name, level, Span(*place), said, hint) for name, level, place, said, hint in rows]
            except (TypeError, ValueError):
                return None
            return Report(tuple(found), files)
    return None
