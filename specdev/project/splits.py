"""`split` on disk: a PRD becomes task files, beside what a person edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from .. import __version__, lock, survey
from ..compiler.pages import build, decided
from ..compiler.planning import agreed, plan, target
from ..diagnostics import Diagnostic, Span, code, in_order
from ..errors import SpecdevError
from ..model import Prd
from ..planner.tasks.decomposing import Decomposed
from . import Project, amend, decompositions, read_lock, read_prd

EDITED = code(
    "SD140",
    "warning",
    "{path} was edited by hand: kept as it is",
    help="`specdev split --force {id}` writes the generated one over it",
    page="The file differs from what `specdev split` wrote, so a person edited it. It is kept. Where the "
    "PRD has changed "
    "since, the task may be out of date: compare, or let it be written anew with --force.",
)
NOT_OURS = code(
    "SD141",
    "error",
    "{path} exists and was not written by specdev",
    help="move it away, or name another folder with --out",
    page="A file stands where a generated one would go, and the lock does not know it. Nothing is ever "
    "written over a file "
    "that is not ours.",
)
DRAFT = code(
    "SD142",
    "error",
    "the PRD of `{slug}` is a draft, and specdev.yaml wants approval",
    help="review {path}, then run `specdev approve {slug}`",
    page="With `require_approval: true` in specdev.yaml, tasks are made only from a PRD that a person has approved.",
)


HOMELESS = code(
    "SD144",
    "warning",
    "no task covers what {who} wrote check `{id}` for; it is left out",
    help="its text is in the version control of {path}; `specdev checks add` puts it into another task",
    page="A person edited or added this check with `specdev checks`. The new plan has neither the task that it stood "
    "in nor an item that it covers, so there is no task to judge by it. It was left out, and its record with it. Where "
    "it is still wanted, take its text from version control and add it to the task that it belongs to.",
)


CROWDED = 1.25
"""Times the limit of words from which on a page gives up its goal and its interfaces: engineers who do not agree on
names cost more than some words too many, of which SD611 tells."""


@dataclass(frozen=True, slots=True)
class Split:
    """What `split` made of one PRD."""

    slug: str
    prd: Prd
    tasks: tuple[build.TaskFile, ...]
    assumptions: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str]
    remove: tuple[str, ...]


def split(
    project: Project,
    slug: str,
    *,
    force: frozenset[str] = frozenset(),
    propose: decompositions.Propose | None = None,
    anew: bool = False,
) -> Split:
    """
    The tasks of a PRD and the files to write. Touches nothing; what a person edited is kept unless `force` names it.

    Where the settings say that a model plans, `propose` asks it, unless the proposal on disk is for the same PRD and
    not wanted `anew`. Where it cannot be asked, what an earlier one says still stands, else the rules plan; the tasks
    are not current then.
    """
    prd, prd_text = read_prd(project, slug)
    records = read_lock(project, slug)
    folder = project.spec_path(slug)
    if project.config.require_approval and prd.status != "approved":
        stop = DRAFT.at(Span(f"{folder}/prd.yaml"), slug=slug, path=f"{folder}/prd.yaml")
        return Split(slug, prd, (), (), (stop,), {}, ())
    aim = target.decide(prd, _survey(project), project.config)
    known = _known(project, slug, records)
    decisions = [d for d in amend.decisions(project, slug, records) if not {"all", d.record.task} & force]
    place = Span(f"{folder}/prd.yaml")
    made_of = decompositions.proposed(project, prd, aim, place, propose, anew)
    planned = plan.plan(prd, aim, project.config, made_of.proposal)
    planned, built = _built(project, prd, planned, known, decisions)
    made = _against_disk(project, slug, prd, prd_text, records, built, aim, force, made_of)
    said = [*made_of.diagnostics, *(remark.at(place) for remark in planned.remarks)]
    shown = [found for found in dict.fromkeys(said) if found.code not in project.config.ignore]
    return replace(made, diagnostics=(*made.diagnostics, *shown, *_homeless(folder, built, decisions)))


def _homeless(
    folder: str, built: Sequence[build.TaskFile], decisions: Sequence[decided.Decision]
) -> Iterator[Diagnostic]:
    """What is left of decisions that no task has a place for."""
    placed = {decision.id for file in built for decision in file.decisions}
    for decision in decisions:
        if decision.check is not None and decision.id not in placed:
            place = Span(f"{folder}/specdev.lock")
            yield HOMELESS.at(place, who=decision.record.who, id=decision.id, path=decision.path)


def tasks_of(project: Project, prd: Prd) -> tuple[build.TaskFile, ...]:
    """
    The tasks of a PRD as they would stand on disk; nothing is written, and no model is asked: what one proposed for
    this PRD before is taken, else the rules plan.
    """
    aim = target.decide(prd, _survey(project), project.config)
    records = read_lock(project, prd.slug)
    proposed = decompositions.proposed(project, prd, aim, Span(f"{project.spec_path(prd.slug)}/prd.yaml"), None)
    planned = plan.plan(prd, aim, project.config, proposed.proposal)
    decisions = amend.decisions(project, prd.slug, records)
    return _built(project, prd, planned, _known(project, prd.slug, records), decisions)[1]


def _built(
    project: Project,
    prd: Prd,
    planned: plan.Plan,
    known: Mapping[str, build.Known],
    decisions: Sequence[decided.Decision],
) -> tuple[plan.Plan, tuple[build.TaskFile, ...]]:
    """The task files; a proposal's words that a page has no room for are left out of the plan first."""
    built = build.build(prd, planned, project.config, project.root, known, decisions)
    if not any(task.goal or task.agreed for task in planned.tasks):
        return planned, built
    ids = build.number(planned, known)
    words = {file.task.id: file.words for file in built}
    limit = project.config.limits.prompt_words
    crowded = frozenset(task.name for task in planned.tasks if words[ids[task.name]] > limit * CROWDED)
    tasks, remark = agreed.without(planned.tasks, crowded)
    if not remark:
        return planned, built
    planned = replace(planned, tasks=tasks, remarks=(*planned.remarks, remark))
    return planned, build.build(prd, planned, project.config, project.root, known, decisions)


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
    proposed: Decomposed,
) -> Split:
    folder = project.spec_path(slug)
    wanted: dict[str, str] = {}
    for file in built:
        wanted[file.path] = file.text
        wanted |= file.files
    if proposed.complete and decompositions.by_model(project):
        wanted[decompositions.PROPOSAL] = decompositions.text(project, prd, aim, proposed.proposal)
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
    brought = {path for file in built for path in file.kept}
    if not proposed.complete:  # the next run begins with the same list, so that what was answered is found again
        brought.add(decompositions.PROPOSAL)
    digests |= {path: records.files[path] for path in brought & records.files.keys()}
    remove, kept = _obsolete(project, folder, records, wanted.keys() | brought, diagnostics, force)
    left = frozenset(number[path] for path in wanted if path in number and f"{folder}/{path}" not in write)
    frame = _frame(project, aim.survey, complete=proposed.complete)
    updated = _updated(records, built, frame, prd_text, kept, digests, left)
    write[f"{folder}/specdev.lock"] = lock.dump(updated)
    shown = tuple(d for d in in_order(diagnostics) if d.code not in project.config.ignore)
    if any(d.severity == "error" for d in shown):
        write, remove = {}, []
    return Split(slug, prd, tuple(built), aim.assumptions, shown, write, tuple(remove))


def _updated(
    records: lock.Lock,
    built: Sequence[build.TaskFile],
    frame: str,
    prd_text: str,
    kept: Set[str],
    digests: Mapping[str, str],
    left: Set[str],
) -> lock.Lock:
    """The lock after this split; files that are no longer made and stay keep their record, so do tasks in `left`."""
    seals = {file.task.id: file.task.seal for file in built}
    checks = {decision.now: decision.record for file in built for decision in file.decisions}
    return replace(
        records,
        bodies={file.task.id: lock.digest(file.body) for file in built},
        seals={task: records.seals.get(task, seal) if task in left else seal for task, seal in seals.items()},
        checks={
            **{name: record for name, record in checks.items() if record.task not in left},
            **{name: record for name, record in records.checks.items() if record.task in left},
        },
        tasks={file.task.id: lock.TaskRecord(file.path, _key(file)) for file in built},
        files={
            **{path: value for path, value in records.files.items() if path == "prd.md" or path in kept},
            **digests,
            "@prd.yaml": lock.digest(prd_text),
            "@frame": frame,
        },
    )


def _key(file: build.TaskFile) -> str:
    return f"{file.task.role}:" + "\x1f".join(file.task.covers)


def _survey(project: Project) -> survey.Survey:
    return survey.survey(project.root, exclude=(project.config.specs.rstrip("/"),))


def _frame(project: Project, found: survey.Survey, *, complete: bool = True) -> str:
    """
    Digest of what a split is made from besides the PRD: version, settings, repository, template, and the model with its
    prompts where one plans.

    How a model is reached changes no task. A split that a model did not answer to the end is made of something else.
    """
    said = project.config.model_dump_json(exclude={"model", "privacy"})
    frame = [__version__, said, repr(found), decompositions.template(project, "task.md.j2")]
    if decompositions.by_model(project):
        frame += [project.config.model.name, decompositions.prompts(project), repr(complete)]
    return lock.digest(repr(tuple(frame)))


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
    wanted: Set[str],
    diagnostics: list[Diagnostic],
    force: frozenset[str],
) -> tuple[list[str], set[str]]:
    """Generated files that no task wants any more: those to remove, and those that are kept because they were
    edited."""
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
    records = read_lock(project, slug)
    if "@prd.yaml" not in records.files:
        return False
    inputs = {"@prd.yaml": _digest_on_disk(folder / "prd.yaml"), "@frame": _frame(project, _survey(project))}
    return all(
        (inputs.get(path) if path.startswith("@") else _digest_on_disk(folder / path)) == digest
        for path, digest in records.files.items()
        if path != "prd.md"
    )
