"""
A project on disk: settings, visions, specs. Reads what the stages need and writes what they give.

Stages touch no disk; this module is where `plan`, `approve` and `split` meet files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from . import __version__, lock, source, survey, yamlio
from .compiler import build, lift, merge, parse, plan, prdfile, target, templates
from .diagnostics import Diagnostic, Span, code, in_order
from .errors import SpecdevError, UsageError
from .model import Config, Prd
from .resources import SCHEMAS, TEMPLATES

CONFIG = "specdev.yaml"
EDITED = code(
    "SD140",
    "warning",
    "{path} was edited by hand: kept as it is",
    help="`specdev split --force {id}` writes the generated one over it",
    page="The file differs from what `specdev split` wrote, so a person edited it. It is kept. Where the PRD has changed "
    "since, the task may be out of date: compare, or let it be written anew with --force.",
)
NOT_OURS = code(
    "SD141",
    "error",
    "{path} exists and was not written by specdev",
    help="move it away, or name another folder with --out",
    page="A file stands where a generated one would go, and the lock does not know it. Nothing is ever written over a file "
    "that is not ours.",
)
DRAFT = code(
    "SD142",
    "error",
    "the PRD of `{slug}` is a draft, and specdev.yaml wants approval",
    help="review {path}, then run `specdev approve {slug}`",
    page="With `require_approval: true` in specdev.yaml, tasks are made only from a PRD that a person has approved.",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A root folder with its settings."""

    root: Path
    config: Config

    def spec_path(self, slug: str) -> str:
        """The spec's folder, relative to the root."""
        return f"{self.config.specs.rstrip('/')}/{slug}"


@dataclass(frozen=True, slots=True)
class Planned:
    """What `plan` made of one vision."""

    prd: Prd
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Path below the root to text."""


@dataclass(frozen=True, slots=True)
class SplitResult:
    """What `split` made of one PRD."""

    slug: str
    prd: Prd
    tasks: tuple[build.TaskFile, ...]
    assumptions: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str]
    remove: tuple[str, ...]


def open_project(start: Path) -> Project:
    """The project that `start` stands in. Raises SpecdevError where specdev.yaml is broken."""
    root = source.find_root(start)
    source.recover(root)
    path = root / CONFIG
    if not path.is_file():
        return Project(root, Config())
    text, _, found = source.read_text(path, root)
    loaded = yamlio.load(text or "", CONFIG)
    problems = [str(d) for d in (*found, *loaded.diagnostics) if d.severity == "error" and d.code != "SD112"]
    try:
        config = Config.model_validate(loaded.data or {})
    except ValidationError as error:
        problems += [f"{CONFIG}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        config = Config()
    if problems:
        raise SpecdevError("; ".join(problems), "run `specdev validate` to see every mistake with its place")
    return Project(root, config)


def visions(project: Project, named: Sequence[str], start: Path) -> list[Path]:
    """The documents to plan: those named, else those that specdev.yaml or custom names. Raises UsageError for none."""
    if named:
        return [(start / name).absolute() for name in named]
    found = [project.root / name for name in project.config.visions if (project.root / name).is_file()]
    distinct: dict[str, Path] = {}
    for path in found:  # on file systems that fold case, two names can be one file
        distinct.setdefault(str(path.resolve()).lower(), path)
    if not distinct:
        raise UsageError(
            f"there is no vision to plan: none of {', '.join(project.config.visions)} exists",
            "name the document: `specdev plan docs/idea.md`",
        )
    return list(distinct.values())


def draft(project: Project, path: Path, *, slug: str = "", write: bool = True) -> Planned | tuple[Diagnostic, ...]:
    """The PRD of the vision at `path`, merged with an earlier one; only diagnostics where it cannot be read."""
    text, raw, found = source.read_text(path, project.root)
    name = source.relative(path, project.root)
    if text is None or not text.strip():
        return tuple(found)
    document = parse.parse(text, name)
    slug = slug or _slug_of(project, name)
    old, records, old_text = _earlier(project, slug) if slug else (None, lock.Lock(), "")
    reserved = frozenset(key for key in records.items if not key.startswith("@"))
    lifted = lift.lift(document, digest=lock.digest(raw), previous=old, reserved=reserved, slug=slug)
    prd, diagnostics = lifted.prd, [*found, *document.diagnostics, *lifted.diagnostics]
    if old is None and not slug:
        prd = prd.model_copy(update={"slug": _free_slug(project, prd.slug, name)})
        old, records, old_text = _earlier(project, prd.slug)
    if old is not None:
        prd, more = merge.merge(prd, old, records.items, f"{project.spec_path(prd.slug)}/prd.yaml")
        diagnostics += more
    files = _plan_files(project, prd, lifted.prd, records, name, old_text) if write else {}
    wanted = [d for d in in_order(diagnostics) if d.code not in project.config.ignore]
    return Planned(prd, tuple(wanted), files)


def _plan_files(
    project: Project, prd: Prd, generated: Prd, records: lock.Lock, vision: str, old_text: str
) -> dict[str, str]:
    folder = project.spec_path(prd.slug)
    text = prdfile.text(prd, old_text)
    page = prdfile.page(prd, templates.environment(project.root), folder)
    updated = replace(
        records,
        items={**records.items, **_identities(generated)},
        visions={vision: prd.vision.digest},
        files={**records.files, "prd.md": lock.digest(page)},
    )
    schema = (SCHEMAS / "prd.schema.json").read_text(encoding="utf-8")
    return {
        f"{folder}/prd.yaml": text,
        f"{folder}/prd.md": page,
        f"{folder}/specdev.lock": lock.dump(updated),
        f"{project.config.specs.rstrip('/')}/{prdfile.SCHEMA_FILE}": schema,
    }


def _identities(prd: Prd) -> dict[str, lock.ItemRecord]:
    records = {
        item.id: lock.ItemRecord(
            item.kind, lock.stamp(item.model_dump(mode="json")), item.section, lock.text_key(item.text)
        )
        for item in prd.items()
    }
    for name in ("product", "summary"):
        records[f"@{name}"] = lock.ItemRecord(name, "", (), lock.text_key(getattr(prd, name)))
    return records


def _slug_of(project: Project, vision: str) -> str:
    """The slug of the spec that was made from this vision before, or empty."""
    for path in sorted((project.root / project.config.specs).glob("*/specdev.lock")):
        text, _, _ = source.read_text(path, project.root)
        if text and vision in lock.parse(text, path.name)[0].visions:
            return path.parent.name
    return ""


def _free_slug(project: Project, slug: str, vision: str) -> str:
    """`slug`, or with a number behind it where another vision's spec has that name."""
    name, count = slug, 2
    while (project.root / project.spec_path(name) / "specdev.lock").is_file():
        name, count = f"{slug}-{count}", count + 1
    return name


def _earlier(project: Project, slug: str) -> tuple[Prd | None, lock.Lock, str]:
    """PRD, lock and the PRD's text as they stand on disk. Raises SpecdevError where the PRD is broken."""
    records = _lock(project, slug)
    if not (project.root / project.spec_path(slug) / "prd.yaml").is_file():
        return None, records, ""
    prd, text = read_prd(project, slug)
    return prd, records, text


def _lock(project: Project, slug: str) -> lock.Lock:
    path = project.root / project.spec_path(slug) / "specdev.lock"
    if not path.is_file():
        return lock.Lock()
    text, _, _ = source.read_text(path, project.root)
    return lock.parse(text or "", "specdev.lock")[0]


def read_prd(project: Project, slug: str) -> tuple[Prd, str]:
    """The PRD of a spec and its text. Raises SpecdevError where it is missing or broken."""
    path = project.root / project.spec_path(slug) / "prd.yaml"
    text, _, found = source.read_text(path, project.root)
    name = source.relative(path, project.root)
    loaded = yamlio.load(text or "", name)
    problems = [str(d) for d in (*found, *loaded.diagnostics) if d.severity == "error"]
    if not problems:
        try:
            return Prd.model_validate(loaded.data), text or ""
        except ValidationError as error:
            problems = [f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3]]
    raise SpecdevError("; ".join(problems), f"run `specdev validate {name}` to see every mistake with its place")


def specs(project: Project, named: Sequence[str]) -> list[str]:
    """Slugs of the specs: those named (by slug or path), else all. Raises UsageError for an unknown one or none."""
    folder = project.root / project.config.specs
    present = sorted(path.parent.name for path in folder.glob("*/prd.yaml"))
    if not present:
        raise UsageError("there is no PRD yet", "run `specdev plan vision.md` first")
    chosen = []
    for name in named:
        slug = next((part for part in reversed(Path(name).parts) if part in present), "")
        if not slug:
            raise UsageError(f"there is no spec `{name}`", f"there are: {', '.join(present)}")
        chosen.append(slug)
    return chosen or present


def approve(project: Project, slug: str) -> tuple[Prd, dict[str, str]]:
    """The PRD as approved, and the files to write: prd.yaml, prd.md, the lock with every item pinned."""
    prd, text = read_prd(project, slug)
    approved = prd.model_copy(update={"status": "approved"})
    records = _lock(project, slug)
    folder = project.spec_path(slug)
    page = prdfile.page(approved, templates.environment(project.root), folder)
    pins = {item.id: lock.stamp(item.model_dump(mode="json")) for item in approved.items()}
    updated = replace(records, approved=pins, files={**records.files, "prd.md": lock.digest(page)})
    return approved, {
        f"{folder}/prd.yaml": prdfile.text(approved, text),
        f"{folder}/prd.md": page,
        f"{folder}/specdev.lock": lock.dump(updated),
    }


def split(project: Project, slug: str, *, force: frozenset[str] = frozenset()) -> SplitResult:
    """The tasks of a PRD and the files to write. Touches nothing; what a person edited is kept unless `force` names it."""
    prd, prd_text = read_prd(project, slug)
    records = _lock(project, slug)
    folder = project.spec_path(slug)
    if project.config.require_approval and prd.status != "approved":
        stop = DRAFT.at(Span(f"{folder}/prd.yaml"), slug=slug, path=f"{folder}/prd.yaml")
        return SplitResult(slug, prd, (), (), (stop,), {}, ())
    aim = target.decide(prd, _survey(project), project.config)
    known = _known(project, slug, records)
    built = build.build(prd, plan.plan(prd, aim, project.config), project.config, project.root, known)
    return _against_disk(project, slug, prd, prd_text, records, built, aim, force)


def _known(project: Project, slug: str, records: lock.Lock) -> dict[str, build.Known]:
    """The tasks of the last split: number to role and what they covered, as the lock's keys say."""
    known = {}
    for number, record in records.tasks.items():
        role, _, covers = record.key.partition(":")
        known[number] = build.Known(role, frozenset(filter(None, covers.split("\x1f"))))
    return known


def _against_disk(
    project: Project,
    slug: str,
    prd: Prd,
    prd_text: str,
    records: lock.Lock,
    built: Sequence[build.TaskFile],
    aim: target.Target,
    force: frozenset[str],
) -> SplitResult:
    folder = project.spec_path(slug)
    wanted: dict[str, str] = {}
    for file in built:
        wanted[file.path] = file.text
        wanted |= file.files
    diagnostics: list[Diagnostic] = []
    write: dict[str, str] = {}
    digests: dict[str, str] = {}
    number = {file.path: file.task.id for file in built}
    for path, text in wanted.items():
        on_disk = _digest_on_disk(project.root / folder / path)
        forced = "all" in force or number.get(path, "") in force
        if (
            on_disk is None
            or on_disk in (records.files.get(path), lock.digest(text))
            or (forced and path in records.files)
        ):
            write[f"{folder}/{path}"] = text
            digests[path] = lock.digest(text)
        elif path in records.files:
            diagnostics.append(EDITED.at(Span(f"{folder}/{path}"), path=path, id=number.get(path, "all")))
            digests[path] = records.files[path]
        else:
            diagnostics.append(NOT_OURS.at(Span(f"{folder}/{path}"), path=path))
    remove, kept = _obsolete(project, folder, records, set(wanted), diagnostics, force)
    updated = replace(
        records,
        bodies={file.task.id: lock.digest(file.body) for file in built},
        seals={file.task.id: file.task.seal for file in built},
        tasks={file.task.id: lock.TaskRecord(file.path, _key(file)) for file in built},
        files={
            **{path: value for path, value in records.files.items() if path == "prd.md" or path in kept},
            **digests,
            "@prd.yaml": lock.digest(prd_text),
            "@frame": _frame(project, aim.survey),
        },
    )
    write[f"{folder}/specdev.lock"] = lock.dump(updated)
    shown = tuple(d for d in in_order(diagnostics) if d.code not in project.config.ignore)
    if any(d.severity == "error" for d in shown):
        write, remove = {}, []
    return SplitResult(slug, prd, tuple(built), aim.assumptions, shown, write, tuple(remove))


def _key(file: build.TaskFile) -> str:
    return f"{file.task.role}:" + "\x1f".join(file.task.covers)


def _survey(project: Project) -> survey.Survey:
    return survey.survey(project.root, exclude=(project.config.specs.rstrip("/"),))


def _frame(project: Project, found: survey.Survey) -> str:
    """Digest of what a split is made from besides the PRD: version, settings, repository, template."""
    shadow = project.root / templates.SHADOWS / "task.md.j2"
    template = shadow if shadow.is_file() else TEMPLATES / "task.md.j2"
    frame = (__version__, project.config.model_dump_json(), repr(found), template.read_text(encoding="utf-8"))
    return lock.digest(repr(frame))


def _digest_on_disk(path: Path) -> str | None:
    try:
        return lock.digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SpecdevError(f"cannot read `{path.name}`: {error.strerror or error}") from error


def _obsolete(
    project: Project,
    folder: str,
    records: lock.Lock,
    wanted: set[str],
    diagnostics: list[Diagnostic],
    force: frozenset[str],
) -> tuple[list[str], set[str]]:
    """Generated files that no task wants any more: those to remove, and those that are kept because they were edited."""
    remove, kept = [], set()
    for path, digest in sorted(records.files.items()):
        if path in wanted or path == "prd.md" or path.startswith("@"):
            continue
        on_disk = _digest_on_disk(project.root / folder / path)
        if on_disk is None:
            continue
        if on_disk == digest or "all" in force:
            remove.append(f"{folder}/{path}")
        else:
            kept.add(path)
            diagnostics.append(EDITED.at(Span(f"{folder}/{path}"), path=path, id="all"))
    return remove, kept


def is_current(project: Project, slug: str) -> bool:
    """Whether a split would change nothing: inputs and outputs have the digests that the lock holds."""
    folder = project.root / project.spec_path(slug)
    records = _lock(project, slug)
    if "@prd.yaml" not in records.files:
        return False
    inputs = {"@prd.yaml": _digest_on_disk(folder / "prd.yaml"), "@frame": _frame(project, _survey(project))}
    return all(
        (inputs.get(path) if path.startswith("@") else _digest_on_disk(folder / path)) == digest
        for path, digest in records.files.items()
        if path != "prd.md"
    )
