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


def waiting(prd: Prd, plan: Plan) -> Mapping[str, Late]:
    """Task name to the facts that it takes over from earlier tasks, and to those of its own that it leaves to later."""
    order = [next(task for task in plan.tasks if task.name == name) for name in graph.order(plan.needs)]
    behind = _behind(order)
    names = {task.name: _names(task.items) for task in order}
    known = {task.name: names[task.name].union(*(names[name] for name in behind[task.name])) for task in order}
    read = studied(prd)
    here: dict[str, list[Fact]] = {}
    elsewhere: dict[str, list[Fact]] = {}
    for place, task in enumerate(order):
        for fact in (fact for item in task.items for fact in collect(item, read)[0] if fact.uses):
            later = [other for other in order[place + 1 :] if task.name in behind[other.name]]
            able = [other.name for other in (task, *later) if fact.uses <= known[other.name]]
            home = able[0] if able else later[-1].name if later else task.name
            if home != task.name:
                here.setdefault(home, []).append(fact)
                elsewhere.setdefault(task.name, []).append(fact)
    return {
        task.name: Late(tuple(here.get(task.name, ())), tuple(elsewhere.get(task.name, ())))
        for task in order
        if task.name in here or task.name in elsewhere
    }


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
