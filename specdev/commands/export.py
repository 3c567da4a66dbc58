"""`specdev export`: a task's checks for other tools."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .. import console, layout, source
from ..exporters import EXPORTERS
from ..project import exports
from .common import complete_ids

EPILOG = """\b
Formats:
  sh       a script that prints TAP: sh DIR/ledger-T003.sh PRODUCT
  pytest   a test module, one test a check: pytest DIR/test_ledger_T003.py
  bats     a test file, one test a check: bats DIR/ledger-T003.bats
  harbor   a task folder: page, repository, checks that write a reward

\b
Examples:
  specdev export T003 --to build/checks --format sh
  specdev export T003 T004 --to build/checks --format pytest
  specdev export ledger --to ../bench --format harbor      every task of specs/ledger

\b
Whoever runs the checks needs Python 3.11, not specdev. Outcomes are those of `specdev verify` without --base:
an error fails and says so, a review is skipped with its question. Nothing is executed by exporting."""


@click.command("export", epilog=EPILOG)
@click.argument("selectors", metavar="TASK...", nargs=-1, required=True, shell_complete=complete_ids)
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; made where it is missing.",
)
@click.option("--format", "form", type=click.Choice(list(EXPORTERS)), required=True, help="For which tool.")
@click.option("--force", is_flag=True, help="Write over files that are not ours or were edited.")
def command(selectors: tuple[str, ...], folder: Path, form: str, force: bool) -> None:
    """Write the checks of TASK, a check, or all tasks of a product, so that another tool runs them."""
    here = Path.cwd()
    written = exports.write(source.find_root(here), selectors, here / folder, form, force=force)
    for kit in written.kits:
        own = [path for path in written.files if path.count("/") == 0 and _belongs(path, kit.name)]
        shown = os.path.join(folder, own[0] if own else kit.name)
        click.echo(console.clean(f"{shown}: {layout.count(len(kit.checks), 'check')}; needs {', '.join(kit.needs())}"))
    console.note(f"{layout.count(len(written.changed), 'file')} written")


def _belongs(path: str, name: str) -> bool:
    """Whether the file is the one that is started for the task of that name."""
    return "".join(filter(str.isalnum, name)) in "".join(filter(str.isalnum, path))
