"""`specdev graph`: the tasks of a product and what they need, drawn."""

from __future__ import annotations

import re
import sys

import click

from .. import console
from ..chart import chart
from ..errors import UsageError
from ..views import VIEWS
from .common import products, spec_option

EPILOG = """\b
Examples:
  specdev graph                                text, wave by wave
  specdev graph --format svg > tasks.svg       a picture; no other program is needed
  specdev graph --format mermaid               for a Markdown page
  specdev graph --spec ledger --format dot | dot -Tpdf > tasks.pdf"""

COLORS = {"[x]": "green", "[!]": "red", "[>]": "blue"}
MARK = re.compile(r"(?m)(?<=^  )\[[x!>]\]")


@click.command("graph", epilog=EPILOG)
@spec_option
@click.option(
    "--format",
    "shape",
    type=click.Choice(tuple(VIEWS)),
    default="tree",
    show_default=True,
    help="tree is text, json for programs.",
)
def command(spec: str, shape: str) -> None:
    """The tasks of a product by waves, with what they need and the critical path.

    Drawings leave out needs that follow from others; text and JSON show them as declared.
    """
    found = products(spec)
    if len(found) > 1:
        names = ", ".join(product.slug for product in found)
        raise UsageError("there are several products", f"say which one with --spec: {names}")
    product = found[0]
    for row in product.unreadable:
        console.note(f"left out, cannot be read: {console.clean(row.path)}")
    text = VIEWS[shape](chart(product.name, product.nodes()))
    if shape == "tree":
        text = MARK.sub(_painted, console.clean(text, lines=True))
    elif sys.stdout.isatty():  # what goes to a file or another program is passed on as it is
        text = console.clean(text, lines=True)
    click.echo(text, nl=False)


def _painted(mark: re.Match[str]) -> str:
    return click.style(mark.group(), fg=COLORS[mark.group()])
