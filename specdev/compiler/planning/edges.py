"""Which group needs which other one, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ... import graph
from .grouping import Group, heads_of
from .passages import Nearness
from .planned import DEPTH, FAN_IN
from .shared import Shared

SLICE_DEPTH = DEPTH - 2
"""Levels of slices: the frame before them and the proof of the whole after them take one each."""
IN_TURN = SLICE_DEPTH - 1
"""So many groups extend one contract in turn; more would make the graph too deep."""
RELATED = 6.0
"""Nearness from which on a group follows a format that another one fixes (two rare names, or four rare words)."""

PROPOSED = 1e4
"""Strength of a need that was proposed: less than what the vision says or one type forces, more than words shared."""


@dataclass(frozen=True, slots=True)
class _Edge:
    strength: float
    to: int
    reason: str


def edges(
    groups: Sequence[Group],
    names: Sequence[str],
    near: Nearness,
    product_names: frozenset[str],
    extends: Mapping[int, int],
    bindings: Sequence[Shared],
    wanted: Sequence[Mapping[int, str]] = (),
) -> dict[str, dict[str, str]]:
    """
    For each group the earlier ones that it builds on, strongest first, with the reason.

    An edge exists where the vision says so, where one group fixes a format that the other's words use, or where
    the other names in code what the one introduces; `wanted` adds what else each group was said to need. Edges only
    point back, so there is no cycle.
    """
    bags = [found.terms for found in groups]
    order = sorted(range(len(groups)), key=lambda i: (not groups[i].contract, i))
    place = {index: rank for rank, index in enumerate(order)}
    candidates = [*_stated(groups), *_used(groups, bags, near, product_names), *_followed(groups, bags, near)]
    candidates += _in_turn(groups, extends)
    candidates += [(b.group, _Edge(50.0, b.owner, f"{b.item.id} holds for both")) for b in bindings if b.named]
    candidates += [(i, _Edge(PROPOSED, other, why)) for i, needs in enumerate(wanted) for other, why in needs.items()]
    back: list[list[_Edge]] = [[] for _ in groups]
    for index, edge in candidates:
        if place[edge.to] < place[index]:
            back[index].append(edge)
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for index, name in enumerate(names):
        for edge in sorted(back[index], key=lambda e: (-e.strength, e.to)):
            if len(found[name]) < FAN_IN:
                found[name].setdefault(names[edge.to], edge.reason)
    return _shallow(found)


def _in_turn(groups: Sequence[Group], extends: Mapping[int, int]) -> Iterator[tuple[int, _Edge]]:
    last: dict[int, int] = {}
    for index, contract in sorted(extends.items()):
        yield index, _Edge(1e5, contract, f"it extends what is built there: {groups[contract].title}")
        if contract in last:
            yield index, _Edge(1e5, last[contract], "both work on the same type, so one comes after the other")
        last[contract] = index


def _stated(groups: Sequence[Group]) -> Iterator[tuple[int, _Edge]]:
    owner = {item.id: index for index, found in enumerate(groups) for item in found.items}
    for index, found in enumerate(groups):
        for item in found.items:
            for other in item.depends_on:
                if other in owner:
                    yield index, _Edge(1e6, owner[other], f"{item.id} depends on {other}, says the vision")


def _used(
    groups: Sequence[Group], bags: Sequence[frozenset[str]], near: Nearness, product_names: frozenset[str]
) -> Iterator[tuple[int, _Edge]]:
    origin = {name: index for index, own in enumerate(_introductions(groups, product_names)) for name in own}
    for index, bag in enumerate(bags):
        used: dict[int, list[str]] = {}
        for name in sorted(_with_types(bag, origin) & origin.keys()):
            used.setdefault(origin[name], []).append(name)
        for other, shared in used.items():
            shown = ", ".join(f"`{name.lstrip('`')}`" for name in shared[:3])
            strength = sum(near.weight(name) for name in shared)
            yield index, _Edge(strength, other, f"it uses {shown}, which is built there")


def _followed(groups: Sequence[Group], bags: Sequence[frozenset[str]], near: Nearness) -> Iterator[tuple[int, _Edge]]:
    for other, found in enumerate(groups):
        if found.fixes_format:
            for index, bag in enumerate(bags):
                score = near.of(bags[other], bag)
                if score >= RELATED:
                    yield index, _Edge(score / 4, other, f"it follows what is fixed there: {found.title}")


def with_contracts(groups: Sequence[Group], product_names: frozenset[str]) -> list[Group]:
    """
    The groups, those marked as contracts that introduce a name which more than half of all groups use.

    A type, a resource or a file that everybody works with is built first, or every task would build its own. What
    the same section says before it is built before it too.
    """
    introduced = _introductions(groups, product_names)
    origin = {name: index for index, own in enumerate(introduced) for name in own}
    users = Counter(name for found in groups for name in _with_types(found.terms, origin))
    most = max(2, len(groups) // 2)
    marked: list[Group] = []
    ahead: set[tuple[str, ...]] = set()
    for found, names in reversed(list(zip(groups, introduced, strict=True))):
        used = len(groups) > 2 and any(users[name] > most for name in names)
        contract = found.contract or used or (found.section in ahead and bool(found.section))
        if contract:
            ahead.add(found.section)
        marked.append(replace(found, contract=contract))
    return marked[::-1]


def extended(groups: Sequence[Group], product_names: frozenset[str]) -> dict[int, int]:
    """
    For each group that works on a type which a contract introduces, that contract's number.

    Methods of one class cannot be written by two tasks at once: such groups are done one after the other.
    """
    introduced = _introductions(groups, product_names)
    origin = {
        name: i for i, own in enumerate(introduced) if groups[i].contract for name in own if _TYPE.fullmatch(name)
    }
    found: dict[int, int] = {}
    for index, group in enumerate(groups):
        homes = [
            origin[name] for name in sorted(_with_types(group.terms, origin) & origin.keys()) if origin[name] != index
        ]
        if homes and not group.contract and list(found.values()).count(homes[0]) < IN_TURN:
            found[index] = homes[0]
    return found


def _with_types(bag: frozenset[str], origin: Mapping[str, int]) -> frozenset[str]:
    """The terms, and each type's name that they hold as a plain word: `quantities` uses `Quantity`."""
    plain = {_singular(term) for term in bag if term[0] != "`"}
    return bag | {name for name in origin if _TYPE.fullmatch(name) and len(name) > 5 and _singular(name[1:]) in plain}


_TYPE = re.compile(r"`[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")
"""A name in code that looks like a class."""


def _introductions(groups: Sequence[Group], product_names: frozenset[str]) -> list[frozenset[str]]:
    """
    Names in code that a group introduces: it is the first whose section they head, or whose items they open.

    The product's own names are left out: they stand everywhere and tell nothing.
    """
    by_singular: dict[str, set[str]] = {}
    for name in {term[1:] for found in groups for term in found.terms if term[0] == "`"}:
        by_singular.setdefault(_singular(name), set()).add(name)
    seen: set[str] = {f"`{name}" for name in product_names}
    result = []
    for found in groups:
        own = {f"`{name}" for name in _headed(found, by_singular) | _opening(found) | _fields(found)} - seen
        seen |= own
        result.append(frozenset(name for name in own if len(name) > 2))
    return result


def _headed(found: Group, by_singular: Mapping[str, set[str]]) -> set[str]:
    """The section's name, and its last word, where it is a name in code anywhere: `stint report` and `report`."""
    heads = heads_of(found)
    wanted = {_singular(part) for head in heads if 0 < len(head.split()) <= 2 for part in (head, head.split(" ")[-1])}
    return {name for head in wanted for name in by_singular.get(head, ())}


def _singular(name: str) -> str:
    """Folded, without an English plural's ending: `Quantities` and `Quantity` are one name."""
    name = name.casefold()
    return name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")


def _fields(found: Group) -> set[str]:
    """Fields of data that its items name: single words in code in lower case, and keys of JSON."""
    text = "\n".join(item.text for item in found.items)
    keys = re.findall(r"\"([a-z]\w+)\"\s*:", text)
    return {name for name in (*re.findall(r"`([a-z][a-z0-9_]+)`", text), *keys) if name not in _NO_FIELDS}


_NO_FIELDS = frozenset(
    ["true", "false", "null", "none", "int", "float", "str", "bool", "list", "dict", "json", "yaml", "toml", "csv"]
) | {"get", "post", "put", "patch", "delete", "utf"}
"""Words in code that name no field: literals, types, formats, methods."""


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
        kept[name] = {other: why for other, why in edges[name].items() if depth[other] < SLICE_DEPTH}
        depth[name] = 1 + max((depth[other] for other in kept[name]), default=0)
    reduced = graph.reduce({name: tuple(found) for name, found in kept.items()})
    return {name: {other: kept[name][other] for other in kept[name] if other in reduced[name]} for name in edges}
