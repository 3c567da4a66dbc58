"""Which task, item or check an id means, among the products of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from .errors import UsageError
from .overview import Overview
from .store import CheckRow, TaskRow

Kind = Literal["task", "item", "check"]


@dataclass(frozen=True, slots=True)
class Found:
    """What an id means; which fields are set says `kind`."""

    kind: Kind
    product: Overview
    task: TaskRow | None = None
    """The task, or the one that the check stands in."""
    item: Mapping[str, Any] | None = None
    """The item, or the acceptance criterion."""
    parent: Mapping[str, Any] | None = None
    """The item that the criterion stands under."""
    check: CheckRow | None = None


def locate(products: Sequence[Overview], name: str) -> Found:
    """
    What `name` means, upper and lower case alike where nothing is spelled exactly so.

    Raises UsageError where it means nothing or several things.
    """
    lower = name.casefold()
    found = _matches(products, lambda key: key == name) or _matches(products, lambda key: key.casefold() == lower)
    if not found:
        hint = _did_you_mean(name, [key for product in products for key in names(product)])
        raise UsageError(f"there is no task, item or check `{name}`", hint)
    slugs = list(dict.fromkeys(what.product.slug for what in found))
    if len(slugs) > 1:
        raise UsageError(f"`{name}` stands in several products", f"say which one with --spec: {', '.join(slugs)}")
    return found[0]


def names(product: Overview) -> Iterator[str]:
    """Every id that means something in the product, checks left out: they begin with their task's."""
    yield from (task.id for task in product.tasks)
    for item in product.items():
        yield item["id"]
        yield from (criterion["id"] for criterion in item.get("acceptance", ()))


def _matches(products: Sequence[Overview], wanted: Callable[[str], bool]) -> list[Found]:
    return [found for product in products for found in _search(product, wanted)]


def _search(product: Overview, wanted: Callable[[str], bool]) -> Iterator[Found]:
    for task in product.tasks:
        if wanted(task.id):
            yield Found("task", product, task=task)
        for check in task.checks:
            if wanted(check.id):
                yield Found("check", product, task=task, check=check)
    for item in product.items():
        if wanted(item["id"]):
            yield Found("item", product, item=item)
        for criterion in item.get("acceptance", ()):
            if wanted(criterion["id"]):
                yield Found("item", product, item=criterion, parent=item)


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = import_module("difflib").get_close_matches(name.upper(), known, n=3, cutoff=0.7)
    return (
        f"did you mean {' or '.join(f'`{key}`' for key in near)}?" if near else "`specdev status` shows what there is"
    )
