"""`specdev split`: the PRD becomes task files with executable acceptance checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from .. import console, model_options, project, reports, transaction, validation
from ..bulk import no_collection
from ..compiler.pages import build
from ..compiler.planning.proposal import Proposal
from ..compiler.planning.target import Target
from ..diagnostics import Diagnostic, Span
from ..layout import count, duration
from ..model import Prd
from ..model_options import Given
from ..model_options import model_options as asking_options
from ..planner.estimate import Estimate
from ..planner.session import Session
from ..planner.tasks import decomposing
from ..planner.tasks.decomposing import Decomposed
from ..project import splits

EPILOG = """\b
Examples:
  specdev split                   tasks for every PRD
  specdev split ledger            for specs/ledger
  specdev split --dry-run         show the numbers, write nothing
  specdev split --force T003      write T003 anew although it was edited by hand
  specdev split --planner model --estimate
                                  what it would cost to let a model group the items
  specdev split --planner model   a model groups and words the tasks; rules judge them"""


@click.command("split", epilog=EPILOG)
@click.argument("specs", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--force", metavar="TASK", multiple=True, help="Write over this task's edits; `all` for every one.")
@asking_options()
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    ctx: click.Context, specs: tuple[str, ...], dry_run: bool, force: tuple[str, ...], given: Given, shape: str
) -> None:
    """Decompose the PRDs of SPECS into small, self-contained task files."""
    here = model_options.with_planner(project.open_project(Path.cwd()), given)
    slugs = project.specs(here, specs)
    with model_options.opening(here, given) as opened:
        if given.estimate or given.show_requests:
            model_options.loaded().read(here, given)  # says what is missing where `auto` finds no model
            failed = _ahead(here, slugs, opened, estimate=given.estimate, shape=shape)
        else:
            anew = bool(given.record)
            done = [
                one(here, slug, dry_run=dry_run, force=force, shape=shape, opened=opened, anew=anew) for slug in slugs
            ]
            failed = [bad for _, bad in done]
            if shape == "json":
                console.put_json({"specs": [result for result, _ in done]})
    ctx.exit(1 if any(failed) else 0)


def one(
    here: project.Project,
    slug: str,
    *,
    dry_run: bool = False,
    force: Sequence[str] = (),
    shape: str = "text",
    opened: Callable[[], Session] | None = None,
    anew: bool = False,
) -> tuple[dict[str, Any], bool]:
    """
    Split one PRD, and print what came out where `shape` is text: (it as data, whether there are errors).

    Where the settings have a model plan, the session that `opened` gives asks it, `anew` also what stands in the
    proposal on disk.
    """
    if opened is None:
        with model_options.opening(here, Given()) as opened:
            return one(here, slug, dry_run=dry_run, force=force, shape=shape, opened=opened)
    if not dry_run and not force and not anew and splits.is_current(here, slug):
        if shape == "text":
            click.echo(f"{slug}: nothing to do, the tasks are current")
        return {"spec": slug, "current": True}, False
    session = opened

    def propose(prd: Prd, aim: Target, place: Span, before: Proposal | None) -> Decomposed:
        likely = decomposing.estimate(session(), prd, aim, here.config)
        if likely.calls:
            console.note(f"{slug}: {model_options.loaded().estimated(likely, session().model.settings)}")
        return decomposing.decompose(session(), prd, aim, here.config, place, before)

    with no_collection():
        made = splits.split(here, slug, force=frozenset(force), propose=propose, anew=anew)
    written = [] if dry_run else transaction.write_files(here.root, made.files, made.remove)
    found = [*made.diagnostics]
    if not dry_run and made.files:
        found += validation.validate(here.root, [here.spec_path(slug)]).diagnostics
    if shape == "text":
        _print(here, made, found)
    return _result(made, found, written), any(d.severity == "error" for d in found)


def _ahead(
    here: project.Project, slugs: Sequence[str], opened: Callable[[], Session], *, estimate: bool, shape: str
) -> list[bool]:
    """
    Print what questions would cost, or the questions themselves; nothing is sent. Whether there are errors, by PRD.
    """
    data = []
    failed = []
    for slug in slugs:
        likely: list[Estimate] = []

        def propose(
            prd: Prd, aim: Target, place: Span, before: Proposal | None, likely: list[Estimate] = likely
        ) -> Decomposed:
            if not estimate:
                return decomposing.decompose(opened(), prd, aim, here.config, place, before)
            likely.append(decomposing.estimate(opened(), prd, aim, here.config))
            return Decomposed(Proposal())

        made = splits.split(here, slug, propose=propose, anew=True)
        if likely and shape == "text":
            click.echo(f"{slug}: {model_options.loaded().estimated(likely[0], opened().model.settings)}")
        data.append({"spec": slug, "estimate": asdict(likely[0]) if likely else None})
        errors = tuple(found for found in made.diagnostics if found.severity == "error")
        if errors:
            reports.show(errors, here.root)
        failed.append(bool(errors))
    if estimate and shape == "json":
        console.put_json({"specs": data})
    return failed


def _result(made: splits.Split, found: list[Diagnostic], written: list[str]) -> dict[str, Any]:
    covered = {item for file in made.tasks for item in file.task.covers}
    wanted = [item.id for item in made.prd.requirements if item.priority not in ("could", "wont")]
    return {
        "spec": made.slug,
        "current": False,
        "status": made.prd.status,
        **build.sizes(made.tasks),
        "requirements": len(wanted),
        "covered": sum(item in covered for item in wanted),
        "assumptions": list(made.assumptions),
        "kinds": dict(Counter(check["kind"] for file in made.tasks for check in file.task.checks)),
        "written": written,
        **reports.envelope(tuple(found)),
    }


def _print(here: project.Project, made: splits.Split, found: list[Diagnostic]) -> None:
    serious = tuple(d for d in found if d.severity in ("error", "warning"))
    if serious:
        reports.show(serious, here.root)
    if not made.tasks:
        if not serious:
            click.echo(f"{made.slug}: the PRD holds nothing to build; `specdev plan` says what it found")
        return
    numbers = _result(made, found, [])
    titles = {file.task.id: file.task.title for file in made.tasks}
    draft = ", from a draft PRD" if made.prd.status == "draft" else ""
    click.echo(f"{made.slug}: {count(len(made.tasks), 'task')} in {count(len(numbers['waves']), 'wave')}{draft}")
    for index, wave in enumerate(numbers["waves"], 1):
        for position, task in enumerate(wave):
            label = f"wave {index}" if not position else ""
            click.echo(console.clean(f"  {label:<8} {task}  {titles[task]}"))
    path = numbers["critical_path"]
    minutes = {file.task.id: file.task.size.minutes for file in made.tasks}
    click.echo(
        f"  critical path  {' → '.join(path)} ({duration(sum(minutes[t] for t in path))} of "
        f"{duration(numbers['minutes'])})"
    )
    click.echo(f"  parallelism    {numbers['parallelism']}")
    click.echo(
        f"  covered        {numbers['covered']} of {count(numbers['requirements'], 'requirement')} (must, should, none)"
    )
    prompt = numbers["prompt_tokens"]
    click.echo(f"  prompts        median {prompt['median']} tokens, largest {prompt['max']}")
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(numbers["kinds"].items()))
    click.echo(f"  checks         {numbers['checks']} ({kinds})")
    for sentence in made.assumptions:
        click.echo(console.clean(f"  assumed        {sentence}"))
    click.echo("\nNext: `specdev next`, or hand a task to an agent: `specdev show T001 --prompt | your-agent`")
