"""Proposed checks on a commit that lacks what they prove: those that fail there are taken into their tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import checkrun, lock, proofs, store, transaction, yamlio
from ..checks.seal import own_seal, seal, used_files
from ..checks.selection import Planned, select, validated
from ..outcomes import Options, Outcome
from ..proposed import FILE, Proposal
from . import Project, amend, proposals, splits

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


def settle(
    project: Project, slug: str, proposed: Sequence[Proposal], outcomes: Sequence[Outcome], base: str, *, drop: bool
) -> list[Tried]:
    """
    Take the proposals that failed on the base into their tasks, and note of the others what they gave, or drop them.

    All files of a spec are written at once, so that a proposal stands in its task or in proposed.yaml, never in both.
    """
    waiting = {(one.task, one.id): one for one in proposals.read(project, slug)}
    homes = _Homes(project, slug, {row.id: row.path for row in store.load_tasks(project.root, slug) if not row.problem})
    tried = []
    for one, outcome in zip(proposed, outcomes, strict=True):
        taken, reason = homes.take(one, base) if outcome.outcome == "failed" else ("", outcome.detail)
        left = one if taken else _noted(one, outcome, base, reason)
        waiting |= {(one.task, one.id): left}
        if taken or drop:
            del waiting[one.task, one.id]
        tried.append(Tried(slug, left, taken))
    written, removed = proposals.files(project, slug, waiting.values())
    transaction.write_files(project.root, {**homes.files, **written}, removed)
    return tried


def _noted(one: Proposal, outcome: Outcome, base: str, reason: str) -> Proposal:
    """The proposal with what it gave on the base; one that failed there says why it could not be taken."""
    given = outcome.outcome if outcome.outcome in ("passed", "error", "skipped") else None
    return Proposal.model_validate({**one.model_dump(), "base": base, "outcome": given, "detail": reason})


@dataclass(slots=True)
class _Homes:
    """The task files of a spec as they will be, and all that is to be written."""

    project: Project
    slug: str
    paths: Mapping[str, str]
    """Task to its file."""
    files: dict[str, str | bytes] = field(default_factory=dict)
    _open: dict[str, amend.Home] = field(default_factory=dict)
    _records: lock.Lock | None = None
    _known: frozenset[str] | None = None

    def take(self, one: Proposal, base: str) -> tuple[str, str]:
        """The number that the proposal gets in its task; empty, and the reason, where it cannot be taken."""
        if one.task not in self.paths:
            return "", f"there is no task {one.task} any more"
        where = self._home(one.task)
        if problem := amend.by_hand(where, ""):
            return "", problem
        brought = {name: text.encode() for name, text in one.files.items() if name in used_files([one.check])}
        for name, content in brought.items():
            target = self.project.root / where.folder / name
            if target.exists() and target.read_bytes() != content:
                return "", f"there is another file {name} already"
        if any(own_seal(check, where.files([check])) == own_seal(one.check, brought) for check in where.checks):
            return "", "the task has this check already"
        text = yamlio.dump({key: value for key, value in one.check.items() if key != "id"})
        why = f"proven red on {base[:12]}: {' '.join(one.quote.split())[:WHY_LENGTH]}"
        where = replace(where, brought={**where.brought, **brought})
        change = amend.put(where, "", text, f"{one.by} (model)", why, FILE)
        wrong = [found for found in change.diagnostics if found.severity == "error"]
        if wrong or change.after is None:
            return "", wrong[0].message if wrong else "nothing would change"
        self._open[one.task], self._records = change.after, change.after.records
        self.files |= change.files
        return change.id, ""

    def _home(self, task: str) -> amend.Home:
        """The task as it is after what was taken so far."""
        if self._known is None:
            self._known = amend.item_ids(self.project, self.slug)
        where = self._open.get(task) or amend.home(self.project, self.slug, self.paths[task], self._records)
        return replace(where, records=self._records or where.records, known=self._known)


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


def fit(project: Project, slug: str) -> None:
    """Print the pages of a spec anew, so that what stands around the checks gives way to those that were taken."""
    if splits.is_current(project, slug):
        made = splits.split(project, slug)
        transaction.write_files(project.root, made.files, made.remove)
