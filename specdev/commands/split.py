"""`specdev split`: the PRD becomes task files with executable acceptance checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from .. import console, project, reports, transaction, validation
from ..bulk import no_collection
from ..compiler.pages import build
from ..diagnostics import Diagnostic
from ..layout import count, duration
from ..project import splits

EPILOG = """\b
Examples:
  specdev split                   tasks for every PRD
  specdev split ledger            for specs/ledger
  specdev split --dry-run         show the numbers, write nothing
  specdev split --force T003      write T003 anew although it was edited by hand"""


@click.command("split", epilog=EPILOG)
@click.argument("specs", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--force", metavar="TASK", multiple=True, help="Write over this task's edits; `all` for every one.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, specs: tuple[str, ...], dry_run: bool, force: tuple[str, ...], shape: str) -> None:
    """Decompose the PRDs of SPECS into small, self-contained task files."""
    here = project.open_project(Path.cwd())
    done = [one(here, slug, dry_run=dry_run, force=force, shape=shape) for slug in project.specs(here, specs)]
    if shape == "json":
        console.put_json({"specs": [result for result, _ in done]})
    ctx.exit(1 if any(failed for _, failed in done) else 0)


def one(
    here: project.Project, slug: str, *, dry_run: bool = False, force: Sequence[str] = (), shape: str = "text"
) -> tuple[dict[str, Any], bool]:
    """Split one PRD, and print what came out where `shape` is text: (it as data, whether there are errors)."""
    if not dry_run and not force and splits.is_current(here, slug):
        if shape == "text":
            click.echo(f"{slug}: nothing to do, the tasks are current")
        return {"spec": slug, "current": True}, False
    with no_collection():
        made = splits.split(here, slug, force=frozenset(force))
    written = [] if dry_run else transaction.write_files(here.root, made.files, made.remove)
    found = [*made.diagnostics]
    if not dry_run and made.files:
        found += validation.validate(here.root, [here.spec_path(slug)]).diagnostics
    if shape == "text":
        _print(here, made, found)
    return _result(made, found, written), any(d.severity == "error" for d in found)


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
