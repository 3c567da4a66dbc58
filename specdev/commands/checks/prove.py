"""`specdev checks prove`: what was proposed runs on the base commit, and what fails there is taken."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import click

from ... import console, layout, project, reports, store, validation
from ...checks import consent, trees
from ...checks.selection import Planned
from ...diagnostics import Diagnostic, Span
from ...errors import UsageError
from ...meter import Meter
from ...outcomes import Options, Outcome, Progress
from ...project import Project, proposals, proving
from ...proposed import Proposal
from ...verification import commands
from .. import verify
from ..common import complete_ids, format_option, products, spec_option

EPILOG = """\b
Examples:
  specdev checks prove                     all proposals, on HEAD
  specdev checks prove T003 --base main    those for T003, on the commit that main names
  specdev checks prove --yes --drop        for CI; what is not taken is removed

\b
`test` checks of the same items stay, because a proposal proves only the words that it quotes; --replace takes
those out that `split` has made and nobody has changed.

\b
A proposal that fails on the base is taken into its task, sealed, and kept by later splits. One that passes there
proves nothing, one that cannot be judged there proves nothing yet: they stay proposals, with what they gave."""


@click.command("prove", epilog=EPILOG)
@click.argument("tasks", metavar="[TASK|all]...", nargs=-1, shell_complete=complete_ids)
@click.option("--base", metavar="REF", default="HEAD", show_default=True, help="The commit on which they must fail.")
@click.option("--yes", is_flag=True, help="Run without asking; for CI, where somebody has read them.")
@click.option("--drop", is_flag=True, help="Remove those that are not taken.")
@click.option("--replace", is_flag=True, help="Take out generated `test` checks of items that have others now.")
@click.option("--jobs", metavar="N", type=click.IntRange(0), default=0, help="Checks at a time; 0: one a processor.")
@click.option("--require-isolation", is_flag=True, help="Run nothing where checks cannot be kept off the network.")
@spec_option
@format_option
@click.pass_context
def prove(
    ctx: click.Context,
    tasks: tuple[str, ...],
    base: str,
    yes: bool,
    drop: bool,
    replace: bool,
    jobs: int,
    require_isolation: bool,
    spec: str,
    shape: str,
) -> None:
    """Run proposed checks on a commit that lacks what they prove; take those that fail there."""
    here = project.open_project(Path.cwd())
    chosen = _chosen(here, tasks, spec)
    commit = trees.resolve(here.root, base)
    meter = Meter()
    notes: list[str] = []
    options = Options(
        base=commit,
        jobs=jobs,
        require_isolation=require_isolation,
        progress=partial(_draw, meter),
        note=notes.append,
    )
    try:
        outcomes = _tried(here, chosen, options, yes=yes)
    finally:
        meter.clear()
    rest = iter(outcomes)
    tried = [
        one
        for slug, ones in chosen
        for one in proving.settle(here, slug, ones, list(islice(rest, len(ones))), commit, drop=drop)
    ]
    proving.keep_proofs(here, tried, outcomes, commit)
    out = proving.replaced(here, tried) if replace else []
    for slug, _ in chosen:
        proving.fit(here, slug)
    for text in notes:
        console.note(f"note: {text}")
    if out:
        console.note(f"taken out, because their items have checks of their own now: {', '.join(out)}")
    _tell_tried(here, tried, outcomes, shape, dropped=drop)
    ctx.exit(0 if all(one.taken for one in tried) else 1)


def _tried(
    here: Project, chosen: Sequence[tuple[str, Sequence[Proposal]]], options: Options, *, yes: bool
) -> list[Outcome]:
    """What the proposals give on the base. Raises ConsentNeededError where nobody has agreed to run them."""
    with tempfile.TemporaryDirectory(prefix="specdev-proposed-") as folder:
        entries = [
            entry
            for number, (slug, ones) in enumerate(chosen)
            for entry in proving.planned(slug, ones, Path(folder) / str(number))
        ]
        _agree(here, entries, yes=yes)
        return proving.run(here.root, entries, options)


def _chosen(here: Project, tasks: Sequence[str], spec: str) -> list[tuple[str, list[Proposal]]]:
    """The proposals that are meant, by spec. Raises UsageError where a name has none."""
    every = {product.slug: list(proposals.read(here, product.slug)) for product in products(spec)}
    names = {one.task for ones in every.values() for one in ones} | {one.id for ones in every.values() for one in ones}
    if "all" in tasks:
        tasks = ()
    for name in tasks:
        if name not in names:
            raise UsageError(f"no check is proposed for `{name}`", f"there are some for: {', '.join(sorted(names))}")
    if not names:
        raise UsageError("no check is proposed", "`specdev checks propose` asks a model for some")
    return [
        (slug, chosen)
        for slug, ones in every.items()
        if (chosen := [one for one in ones if not tasks or {one.task, one.id} & set(tasks)])
    ]


def _agree(here: Project, entries: Sequence[Planned], *, yes: bool) -> None:
    """Ask the person at the terminal. Raises ConsentNeededError where nobody has agreed."""
    if yes:
        return
    verify.agree(here.root, entries)
    if consent.missing(here.root, {entry.digest for entry in entries}):
        raise consent.ConsentNeededError(commands(entries))


def _draw(meter: Meter, progress: Progress) -> None:
    meter.show(f"{progress.done}/{progress.total} checks, {meter.seconds:.0f} s: {', '.join(progress.current)}")


def _tell_tried(
    here: Project, tried: Sequence[proving.Tried], outcomes: Sequence[Outcome], shape: str, *, dropped: bool
) -> None:
    left = [(one, outcome) for one, outcome in zip(tried, outcomes, strict=True) if not one.taken]
    said = [_unproven(here, one, outcome) for one, outcome in left]
    said += _of_tasks(here, tried)
    if shape == "json":
        taken = [
            {"spec": one.slug, "task": one.proposal.task, "proposal": one.proposal.id, "id": one.taken}
            for one in tried
            if one.taken
        ]
        rest = [
            {"spec": one.slug, "task": one.proposal.task, "proposal": one.proposal.id, "outcome": outcome.outcome}
            for one, outcome in left
        ]
        console.put_json({"taken": taken, "left": rest, "dropped": dropped, **reports.envelope(said)})
        return
    if said:
        reports.show(said, here.root)
    for one in tried:
        if one.taken:
            words = f"{one.taken}: proven red, sealed ({one.proposal.id}, “{layout.shorten(one.proposal.quote, 60)}”)"
            click.echo(console.clean(words))
    counts = Counter("taken" if one.taken else "dropped" if dropped else "left" for one in tried)
    click.echo(", ".join(f"{number} {name}" for name, number in sorted(counts.items(), reverse=True)))


def _of_tasks(here: Project, tried: Sequence[proving.Tried]) -> list[Diagnostic]:
    """What the rules find in the tasks that have new checks."""
    changed = {(one.slug, one.proposal.task) for one in tried if one.taken}
    slugs = dict.fromkeys(one.slug for one in tried if one.taken)
    rows = [(slug, row) for slug in slugs for row in store.load_tasks(here.root, slug)]
    paths = [row.path for slug, row in rows if (slug, row.id) in changed]
    found = validation.validate(here.root, paths).diagnostics if paths else ()
    return [one for one in found if one.severity in ("error", "warning")]


def _unproven(here: Project, one: proving.Tried, outcome: Outcome) -> Diagnostic:
    reasons = {
        "passed": "it passes on the base, so it proves nothing",
        "error": f"it cannot be judged on the base: {outcome.detail}",
        "failed": one.proposal.detail,
    }
    where = proposals.path(here, one.slug)
    reason = reasons.get(outcome.outcome, outcome.detail)
    return proposals.UNPROVEN.at(Span(where), id=one.proposal.id, reason=reason, path=where)
