"""Proposed checks on a commit that lacks what they prove: those that fail there are taken into their tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import checkrun, proofs, store, transaction, yamlio
from ..checks.seal import own_seal, seal, used_files
from ..checks.selection import Planned, select, validated
from ..outcomes import Options, Outcome
from ..proposed import Proposal
from . import Project, amend, proposals

WHY_LENGTH = 160
"""Characters of the words that the lock quotes."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A proposal, and what came of it."""

    slug: str
    proposal: Proposal
    taken: str = ""
    """Its number in the task, where it was taken."""


def planned(slug: str, proposed: Sequence[Proposal], folder: Path) -> list[Planned]:
    """The proposals as checks that can be run; their files are laid below `folder`."""
    entries = []
    for number, one in enumerate(proposed):
        spec = folder / str(number)
        for name, text in one.files.items():
            place = spec / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        check, problem = validated(one.check)
        missing = [name for name in used_files([one.check]) if name not in one.files]
        problem = problem or (f"it uses `{missing[0]}`, which it does not bring" if missing else "")
        digest = seal([one.check], {name: one.files[name] for name in used_files([one.check]) if name in one.files})
        entries.append(Planned(slug, one.task, one.check, check, problem, digest=digest, own_digest=digest, spec=spec))
    return entries


def run(root: Path, entries: Sequence[Planned], options: Options) -> list[Outcome]:
    """What the checks give on the base commit, in their order; nothing is kept of it."""
    return list(checkrun.run(root, entries, replace(options, only_base=True, record=False)))


def settle(project: Project, slug: str, one: Proposal, outcome: Outcome, base: str) -> Tried:
    """
    Take the proposal into its task where it failed on the base, else note what it gave; proposed.yaml says which.

    All files of one proposal are written at once: it stands in the task or among the proposals, never in both.
    """
    others = [other for other in proposals.read(project, slug) if (other.task, other.id) != (one.task, one.id)]
    reason = ""
    if outcome.outcome == "failed":
        change, reason = _change(project, slug, one, base)
        if change is not None:
            written, removed = proposals.files(project, slug, others)
            transaction.write_files(project.root, {**change.files, **written}, removed)
            return Tried(slug, one, change.id)
    noted = _noted(one, outcome, base, reason)
    written, removed = proposals.files(project, slug, [*others, noted])
    transaction.write_files(project.root, written, removed)
    return Tried(slug, noted)


def _noted(one: Proposal, outcome: Outcome, base: str, reason: str) -> Proposal:
    """The proposal with what it gave on the base; one that failed there says why it could not be taken."""
    given = outcome.outcome if outcome.outcome in ("passed", "error", "skipped") else None
    detail = reason or outcome.detail
    return Proposal.model_validate({**one.model_dump(), "base": base, "outcome": given, "detail": detail})


def _change(project: Project, slug: str, one: Proposal, base: str) -> tuple[amend.Change | None, str]:
    """What is written to take it; None and the reason where it cannot be taken."""
    row = next((row for row in store.load_tasks(project.root, slug) if row.id == one.task and not row.problem), None)
    if row is None:
        return None, f"there is no task {one.task} any more"
    where = amend.home(project, slug, row.path)
    if problem := amend.by_hand(where, ""):
        return None, problem
    brought = {name: text.encode() for name, text in one.files.items() if name in used_files([one.check])}
    for name, content in brought.items():
        target = project.root / where.folder / name
        if target.exists() and target.read_bytes() != content:
            return None, f"there is another file {name} already"
    if any(own_seal(check, where.files([check])) == own_seal(one.check, brought) for check in where.checks):
        return None, "the task has this check already"
    text = yamlio.dump({key: value for key, value in one.check.items() if key != "id"})
    why = f"proven red on {base[:12]}: {' '.join(one.quote.split())[:WHY_LENGTH]}"
    change = amend.put(replace(where, brought=brought), "", text, f"{one.by} (model)", why, "proposed.yaml")
    wrong = [found for found in change.diagnostics if found.severity == "error"]
    return (None, wrong[0].message) if wrong or not change.files else (change, "")


def keep_proofs(project: Project, tried: Sequence[Tried], outcomes: Sequence[Outcome], base: str) -> None:
    """Remember that what was taken fails on the base, so that `verify --base` need not find out again."""
    taken = {(one.slug, one.taken): outcome for one, outcome in zip(tried, outcomes, strict=True) if one.taken}
    for entry in select(project.root) if taken else ():
        if outcome := taken.get((entry.slug, entry.id)):
            proof = proofs.Proof(entry.id, entry.own_digest, base, "failed", outcome.detail)
            proofs.keep(project.root, entry.slug, [proof])


def replaced(project: Project, tried: Sequence[Tried]) -> list[str]:
    """
    Take out the `test` checks that `split` made for items that other checks of the task prove now; their numbers.

    What a person has edited or added stays, and so does a test of several items of which one has no other check.
    """
    gone = []
    for slug, task in dict.fromkeys((one.slug, one.proposal.task) for one in tried if one.taken):
        row = next(row for row in store.load_tasks(project.root, slug) if row.id == task)
        for check in row.checks:
            where = amend.home(project, slug, row.path)
            others = [one for one in where.checks if one.get("kind") not in ("test", "review")]
            proven = {str(item) for one in others for item in one["covers"]}
            if check.kind == "test" and check.id not in where.records.checks and proven.issuperset(check.covers):
                by = next(one.proposal.by for one in tried if (one.slug, one.proposal.task) == (slug, task))
                why = f"its items have proven checks: {', '.join(check.covers)}"
                change = amend.take_out(where, check.id, f"{by} (model)", why)
                transaction.write_files(project.root, change.files)
                gone.append(check.id)
    return gone


def drop(project: Project, slug: str, left: Sequence[Proposal]) -> None:
    """Remove these from proposed.yaml; an empty file goes too."""
    gone = {(one.task, one.id) for one in left}
    others = [one for one in proposals.read(project, slug) if (one.task, one.id) not in gone]
    transaction.write_files(project.root, *proposals.files(project, slug, others))
