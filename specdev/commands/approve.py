"""`specdev approve`: a person has reviewed the PRD."""

from __future__ import annotations

from pathlib import Path

import click

from .. import console, project, transaction
from ..layout import count
from ..project import drafts

EPILOG = """\b
Examples:
  specdev approve            every PRD
  specdev approve ledger     the PRD in specs/ledger"""


@click.command("approve", epilog=EPILOG)
@click.argument("specs", nargs=-1)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(specs: tuple[str, ...], shape: str) -> None:
    """Mark the PRD of SPECS as reviewed and pin every item by its stamp."""
    here = project.open_project(Path.cwd())
    results = []
    for slug in project.specs(here, specs):
        prd, files = drafts.approve(here, slug)
        written = transaction.write_files(here.root, files)
        left = sum(not question.answer for question in prd.open_questions)
        results.append(
            {"spec": slug, "status": prd.status, "items": len(prd.items()), "open_questions": left, "written": written}
        )
        if shape == "text":
            click.echo(f"{slug}: approved, {count(len(prd.items()), 'item')} pinned")
            if left:
                console.note(
                    f"  {count(left, 'question')} left open, for `specdev ask`: tasks say where the vision is silent"
                )
            console.note("Next: `specdev split`")
    if shape == "json":
        console.put_json({"specs": results})
