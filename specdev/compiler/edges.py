"""Which group needs which other one, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .. import graph
from .grouping import Group
from .passages import Nearness
from .planned import DEPTH, FAN_IN

RELATED = 6.0
"""Nearness from which on a group follows a format that another one fixes (two rare names, or four rare words)."""


def edges(
    groups: Sequence[Group], names: Sequence[str], near: Nearness, product_names: frozenset[str]
) -> dict[str, dict[str, str]]:
    """
    For each group the earlier ones that it builds on, strongest first, with the reason.

    An edge exists where the vision says so, where one group fixes a format that the other's words use, or where
    the other names in code what the one introduces. Edges only point back, so there is no cycle.
    """
    owner = {item.id: index for index, found in enumerate(groups) for item in found.items}
    bags = [found.terms for found in groups]
    introduced = _introductions(groups, product_names)
    order = sorted(range(len(groups)), key=lambda i: (not groups[i].contract, i))
    place = {index: rank for rank, index in enumerate(order)}
    found_edges: dict[str, dict[str, str]] = {name: {} for name in names}
    for index in range(len(groups)):
        found: list[tuple[float, int, str]] = []
        for item in groups[index].items:
            for wanted in item.depends_on:
                other = owner.get(wanted)
                if other is not None and place[other] < place[index]:
                    found.append((1e6, other, f"{item.id} depends on {wanted}, says the vision"))
        for other in range(len(groups)):
            if place[other] >= place[index]:
                continue
            used = sorted(introduced[other] & bags[index])
            if used:
                shown = ", ".join(f"`{name.lstrip('`')}`" for name in used[:3])
                found.append((near.of(frozenset(used), bags[index]), other, f"it uses {shown}, which is built there"))
            elif groups[other].fixes_format and near.of(bags[other], bags[index]) >= RELATED:
                found.append(
                    (
                        near.of(bags[other], bags[index]) / 4,
                        other,
                        f"it follows what is fixed there: {groups[other].title}",
                    )
                )
        for _, other, reason in sorted(found, key=lambda e: (-e[0], e[1])):
            if len(found_edges[names[index]]) < FAN_IN:
                found_edges[names[index]].setdefault(names[other], reason)
    return _shallow(found_edges)


def with_contracts(groups: Sequence[Group], product_names: frozenset[str]) -> list[Group]:
    """
    The groups, those marked as contracts that introduce a name which more than half of all groups use.

    A type, a resource or a file that everybody works with is built first, or every task would build its own.
    """
    introduced = _introductions(groups, product_names)
    bags = [found.terms for found in groups]
    return [
        replace(found, contract=found.contract or any(_is_common(name, bags) for name in names))
        for found, names in zip(groups, introduced, strict=True)
    ]


def _is_common(name: str, bags: Sequence[frozenset[str]]) -> bool:
    return len(bags) > 2 and sum(name in bag for bag in bags) > max(2, len(bags) // 2)


def _introductions(groups: Sequence[Group], product_names: frozenset[str]) -> list[frozenset[str]]:
    """
    Names in code that a group introduces: it is the first whose section they head, or whose items they open.

    The product's own names are left out: they stand everywhere and tell nothing.
    """
    bags = [found.terms for found in groups]
    seen: set[str] = {f"`{name}" for name in product_names}
    result = []
    for found in groups:
        own = {f"`{name}" for name in _headed(found, bags) | _opening(found)} - seen
        seen |= own
        result.append(frozenset(name for name in own if len(name) > 3))
    return result


def _headed(found: Group, bags: Sequence[frozenset[str]]) -> set[str]:
    """The section's name, and its last word, where it is a name in code anywhere: `stint report` and `report`."""
    titles = dict.fromkeys(item.section[-1] for item in found.items if item.section)
    heads = [re.split(r"[\[<({:]| [A-Z]{2,}\b", title)[0].strip() for title in titles]
    wanted = {_singular(part) for head in heads if 0 < len(head.split()) <= 2 for part in (head, head.split(" ")[-1])}
    return {term[1:] for bag in bags for term in bag if term[0] == "`" and _singular(term[1:]) in wanted}


def _singular(name: str) -> str:
    """Folded, without an English plural's ending: `Quantities` and `Quantity` are one name."""
    name = name.casefold()
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def _opening(found: Group) -> set[str]:
    """Whole names in code of at most three words among the first words of an item."""
    spans = (span for item in found.items for span in re.findall(r"`([^`\n]+)`", item.text[:40]))
    found_names = set()
    for span in spans:
        resource = re.search(r"(?:^|\s)(/[\w-]+)", span)
        if len(span.split()) <= 3 and re.match(r"[\w/.-]+", span):
            found_names |= {span.strip(), *([resource.group(1)] if resource else [])}
    return found_names


def _shallow(edges: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The same without redundant edges, and no deeper than leaves room for scaffold, proofs and the whole."""
    depth: dict[str, int] = {}
    kept: dict[str, dict[str, str]] = {name: {} for name in edges}
    for name in graph.order({n: tuple(e) for n, e in edges.items()}):
        kept[name] = {other: why for other, why in edges[name].items() if depth[other] < DEPTH - 4}
        depth[name] = 1 + max((depth[other] for other in kept[name]), default=0)
    reduced = graph.reduce({name: tuple(found) for name, found in kept.items()})
    return {name: {other: kept[name][other] for other in kept[name] if other in reduced[name]} for name in edges}
