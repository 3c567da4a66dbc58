"""What several commands share: options, the products they mean, and words for the shell to complete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .. import finding, overview
from ..errors import SpecdevError
from ..overview import Overview

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def products(spec: str) -> list[Overview]:
    """The products of the project we stand in, or the one called `spec`."""
    return overview.find(Path.cwd(), spec)


def complete_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For the shell: ids of tasks, items and criteria that begin so, upper and lower case alike."""
    known = [name for product in _quietly() for name in finding.names(product)]
    return [name for name in known if name.casefold().startswith(incomplete.casefold())]


def complete_questions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For the shell: ids of questions that begin so, upper and lower case alike."""
    items = (item for product in _quietly() for item in product.items())
    known = [item["id"] for item in items if item["kind"] == "open_question"]
    return [name for name in known if name.casefold().startswith(incomplete.casefold())]


def complete_specs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """For the shell: slugs of products that begin so."""
    return [product.slug for product in _quietly() if product.slug.startswith(incomplete)]


def _quietly() -> list[Overview]:
    """The products, or none where something is wrong: a shell that completes words shows no errors."""
    try:
        return products("")
    except SpecdevError:
        return []


spec_option: Decorator = click.option(
    "--spec",
    metavar="SLUG",
    default="",
    help="One product: its folder below specs/.",
    shell_complete=complete_specs,
)
format_option: Decorator = click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
