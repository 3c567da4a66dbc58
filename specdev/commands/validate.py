"""`specdev validate`: judge PRDs, tasks, locks and settings."""

from __future__ import annotations

from pathlib import Path

import click

from .. import formats, reports, source
from ..diagnostics import promote
from ..validation import validate

EPILOG = """\b
Examples:
  specdev validate                                      everything in the project
  specdev validate specs/ledger                         one product
  specdev validate specs/ledger/tasks/T003-report.md    one file, and what it breaks elsewhere
  specdev validate --format github                      annotations on a pull request

\b
As a pre-commit hook:
  - repo: https://github.com/specdev/specdev
    rev: v0.1.0
    hooks: [{id: specdev-validate}]"""


@click.command("validate", epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "shape", type=click.Choice(tuple(formats.FORMATS)), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], strict: bool, shape: str) -> None:
    """Judge the files of the project, or only PATHS (files or folders). Executes nothing, asks no network."""
    here = Path.cwd()
    root = source.find_root(here)
    report = validate(root, [str(here / path) for path in paths])
    found = promote(list(report.diagnostics)) if strict else list(report.diagnostics)
    reports.show(found, root, format=shape, files=report.files)
    ctx.exit(1 if any(one.severity == "error" for one in found) else 0)
