"""`specdev explain`: the manual page of a diagnostic code."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from .. import codes, console, layout
from ..diagnostics import Code
from ..errors import UsageError
from ..rules import PROPERTIES
from .common import format_option

EPILOG = """\b
Examples:
  specdev explain           every code, a line each
  specdev explain SD604     what a circle of tasks is and what to do
  specdev explain sd604 --format json"""


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    known = codes.load_all()
    return [CompletionItem(name, help=known[name].template) for name in known if name.startswith(incomplete.upper())]


@click.command("explain", epilog=EPILOG)
@click.argument("name", metavar="[CODE]", default="", shell_complete=_complete)
@format_option
def command(name: str, shape: str) -> None:
    """Say what the diagnostic CODE means, why it matters and what to do; without CODE list all."""
    known = codes.load_all()
    wanted = name.upper()
    if wanted and wanted not in known and wanted not in PROPERTIES:
        raise UsageError(f"no code `{console.clean(name)}`", _hint(wanted, known))
    if shape == "json":
        chosen = [known[wanted]] if wanted in known else [] if wanted else list(known.values())
        console.put_json({"codes": [_as_data(entry) for entry in chosen]})
    elif wanted in known:
        click.echo(_page(known[wanted]))
    elif wanted:
        click.echo(f"{wanted}\n\n{PROPERTIES[wanted]}")
    else:
        rows = [(entry.name, entry.severity, entry.template) for entry in known.values()]
        click.echo("\n".join(layout.table(rows)))


def _hint(wanted: str, known: Mapping[str, Code]) -> str:
    close = difflib.get_close_matches(wanted, [*known, *PROPERTIES], n=1)
    return f"did you mean {close[0]}?" if close else "`specdev explain` lists all codes"


def _page(entry: Code) -> str:
    parts = [f"{entry.name} ({entry.severity}): {entry.template}", entry.page.strip()]
    if entry.help:
        parts.append(f"Advice: {entry.help}.")
    return "\n\n".join(part for part in parts if part)


def _as_data(entry: Code) -> dict[str, Any]:
    return {
        "code": entry.name,
        "severity": entry.severity,
        "message": entry.template,
        "hint": entry.help,
        "page": entry.page.strip(),
        "url": f"https://specdev.dev/diagnostics#{entry.name.lower()}",
    }
