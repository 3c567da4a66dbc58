"""Facts of one task that only a later one can try, because it builds what they use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ... import graph
from ...checks.facts import Fact, collect
from ...checks.synthesise import Late, studied
from ...model import Item, Prd
from ..planning.plan import Plan
from ..planning.planned import Planned
from .examples import with_own_detail


def waiting(prd: Prd, plan: Plan) -> Mapping[str, Late]:
    """Task name to the facts that it takes over from earlier tasks, and to those of its own that it leaves to later."""
    tasks = {task.name: task for task in plan.tasks}
    order = [tasks[name] for name in graph.order(plan.needs)]
    read = studied(prd)
    facts = ((task, fact) for task in order for item in task.items for fact in collect(with_own_detail(item), read)[0])
    bound = [(task, fact) for task, fact in facts if fact.names or fact.uses]
    if not bound:
        return {}  # what each of many tasks has behind it is not asked for nothing
    homes = _Homes(order)
    here: dict[str, list[Fact]] = {}
    elsewhere: dict[str, list[Fact]] = {}
    for task, fact in bound:
        home = homes.of(fact, task)
        if home != task.name:
            here.setdefault(home, []).append(fact)
            elsewhere.setdefault(task.name, []).append(fact)
    return {
        task.name: Late(tuple(here.get(task.name, ())), tuple(elsewhere.get(task.name, ())))
        for task in order
        if task.name in here or task.name in elsewhere
    }


class _Homes:
    """Finds the task in which a fact can be tried."""

    def __init__(self, order: Sequence[Planned]) -> None:
        self.order = order
        self.behind = _behind(order)
        names = {task.name: _names(task.items) for task in order}
        built = {task.name: frozenset(item.id for item in (*task.items, *task.riders)) for task in order}
        self.names = {name: names[name].union(*(names[one] for one in self.behind[name])) for name in names}
        self.built = {name: built[name].union(*(built[one] for one in self.behind[name])) for name in built}

    def of(self, fact: Fact, task: Planned) -> str:
        """
        The task's own name where it can be tried there, else the first task behind it that has all it takes.

        Sessions at a prompt lay files and are long on a page: those wait for the task that proves the whole, which has
        room for them; so does what no task has.
        """
        later = [other.name for other in self.order if task.name in self.behind[other.name]]
        if fact.uses:
            later = later if fact.kind == "http" else []
            able = [name for name in (task.name, *later) if fact.shown_by(self.built[name])]
            whole = next((other.name for other in self.order if other.name == "whole"), task.name)
            return able[0] if able else whole
        if not fact.names:
            return task.name
        able = [name for name in (task.name, *later) if fact.names <= self.names[name]]
        return able[0] if able else (later or [task.name])[-1]


def _behind(order: Sequence[Planned]) -> dict[str, frozenset[str]]:
    """Task name to the names of all tasks that must be done before it."""
    found: dict[str, frozenset[str]] = {}
    for task in order:
        found[task.name] = frozenset(task.needs).union(*(found.get(name, frozenset()) for name in task.needs))
    return found


def _names(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(name for item in items for name in _said(item))


def _said(item: Item) -> Iterator[str]:
    """The names that an item writes as code, and with a bracket those that it calls."""
    texts = (item.lead, item.text, item.detail, *item.section, *(criterion.text for criterion in item.acceptance))
    for text in texts:
        for code in re.findall(r"```.*?```|`[^`]+`", text, re.S):
            yield from re.findall(r"[^\W\d]\w*", code)
            yield from re.findall(r"[^\W\d]\w*\(", code)
