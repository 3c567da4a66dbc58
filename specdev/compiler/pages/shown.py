"""
To which task the facts of examples belong: the one that can show them, and has the item whose words they show.

An example can be run when everything that it names is built: its subcommands, options, endpoints. It is shown before
the whole is there only where an item of a task states the same message or the same call, or where the task alone is
about the subcommand or the endpoint that is run last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ... import graph
from ...checks.facts import Fact, collect
from ...checks.facts.calls import Call
from ...checks.synthesise import Example, studied
from ...model import Item, Prd
from ..planning.passages import item_text, terms
from ..planning.plan import Plan
from ..planning.planned import Planned
from .examples import PREFIX, examples

_KINDS = frozenset({"command", "http", "doctest"})
"""Of what an example shows only what is run counts; of files and imports it only tells how they happen to be."""
_SAYING = 8  # characters of a message that is known again
_EVERYDAY = frozenset({"content-type", "accept", "content-length", "host"})


def shown(prd: Prd, plan: Plan) -> dict[str, tuple[Example, ...]]:
    """The facts of the vision's examples by the task that they belong to."""
    found: dict[str, list[Example]] = {}
    owned = frozenset(item.id for task in plan.tasks for item in task.items)
    told = ((one, fact) for one in examples(prd, owned) for fact in _once(collect(one, studied(prd))[0]))
    run = [(one, fact) for one, fact in told if fact.kind in _KINDS]
    if not run:
        return {}  # what each of many tasks has behind it is not asked for nothing
    homes = _Homes(plan, studied(prd).known.verbs)
    for example, fact in run:
        if home := homes.of(fact, example.section):
            task, covers = home
            own = (example.id,) if not example.id.startswith(PREFIX) else ()
            kept = replace(fact, item="", also=(*own, *(name for name in covers if name not in own)))
            found.setdefault(task, []).append(Example(kept, example.section))
    return {task: tuple(facts) for task, facts in found.items()}


def _once(facts: Sequence[Fact]) -> Iterable[Fact]:
    """The facts without those that a better reading of the same words gave too, which comes later."""
    return {" ".join(fact.quote.split()): fact for fact in facts}.values()


@dataclass(frozen=True, slots=True)
class _Bag:
    """What a task is about."""

    own: frozenset[str]
    """Terms of its items."""
    built: frozenset[str]
    """The same, and those of all tasks that come before it."""


class _Homes:
    """Finds the task of a fact."""

    def __init__(self, plan: Plan, verbs: frozenset[str]) -> None:
        self.verbs = verbs
        self.whole = next((task.name for task in plan.tasks if task.name in ("whole", "product")), "")
        self.tasks = [task for task in plan.tasks if task.role in ("slice", "contract") and task.name != self.whole]
        own = {task.name: _terms(task) for task in plan.tasks}
        built: dict[str, frozenset[str]] = {}
        for name in graph.order(plan.needs):
            built[name] = own[name].union(*(built[before] for before in plan.needs[name]))
        self.bags = {name: _Bag(own[name], built[name]) for name in own}
        self.texts = [(task.name, item.id, _said(item)) for task in plan.tasks for item in task.items]

    def of(self, fact: Fact, section: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        """The task's name, and the item that the fact shows beyond doubt; None in a plan without a whole."""
        if not self.whole:
            return None
        needed = frozenset(_features(fact, self.verbs))
        stating = self._stating(fact)
        covers = (stating[0][1],) if len(stating) == 1 else ()
        homes = {task for task, _ in stating} or self._about(fact, section)
        for task in self.tasks:
            if homes == {task.name} and needed <= self.bags[task.name].built:
                return task.name, covers
        return self.whole, covers

    def _stating(self, fact: Fact) -> list[tuple[str, str]]:
        """(task, item) of the items that state a message of the fact, or its last call, word by word."""
        messages, calls = list(_messages(fact)), set(_calls(fact))
        return [
            (task, item)
            for task, item, spans in self.texts
            if not calls.isdisjoint(spans) or any(message in span for span in spans for message in messages)
        ]

    def _about(self, fact: Fact, section: tuple[str, ...]) -> set[str]:
        """The tasks that are about what the fact runs last; then those of the section count as well."""
        features = list(_features(fact, self.verbs)) if fact.kind == "http" else list(_verbs(fact, self.verbs))
        if not features:
            return set()
        named = {task.name for task in self.tasks if features[-1] in self.bags[task.name].own}
        beside = {task.name for task in self.tasks if any(item.section == section for item in task.items)}
        return named | (beside if section else set()) if named else set()


def _terms(task: Planned) -> frozenset[str]:
    return frozenset().union(*(terms(f"{' '.join(item.section[-1:])}\n{item_text(item)}") for item in task.items))


def _said(item: Item) -> list[str]:
    """What the item says in code."""
    return [span.strip() for span in re.findall(r"`+([^`]+)`+", item_text(item))]


def _features(fact: Fact, verbs: frozenset[str]) -> Iterator[str]:
    """What must be built to show the fact, as terms: subcommands, options, paths, headers, functions."""
    for run in fact.runs:
        yield from _of_call(run.call, verbs)
    for exchange in fact.body.get("exchanges", ()):
        request = exchange["request"]
        yield from (f"`{name}" for name in request.get("headers", {}) if name.lower() not in _EVERYDAY)
        if path := re.match(r"/[\w-]+", str(request.get("path", ""))):
            yield f"`{path[0]}"
    if fact.kind == "doctest":
        yield from (f"`{name}" for name in re.findall(r"\b([a-zA-Z_]\w*)\(", str(fact.body["text"])))


def _of_call(call: Call, verbs: frozenset[str]) -> Iterator[str]:
    if call.product:
        if call.verb in verbs:
            yield f"`{call.verb}"
        yield from (f"`{word.partition('=')[0]}" for word in call.arguments if re.match(r"--?[A-Za-z]", word))
        yield from (f"`{name}" for name in call.env)


def _verbs(fact: Fact, verbs: frozenset[str]) -> Iterator[str]:
    yield from (f"`{run.call.verb}" for run in fact.runs if run.call.product and run.call.verb in verbs)


def _calls(fact: Fact) -> Iterator[str]:
    """The last call as the document writes it, where it says more than the product's name."""
    for run in fact.runs[-1:]:
        if len(run.call.written.split()) > 1:
            yield run.call.written


def _messages(fact: Fact) -> Iterator[str]:
    """Texts of some words that are expected as they stand."""
    for run in fact.runs:
        for stream in ("stdout", "stderr", "output"):
            yield from (text for text in _strings(run.expect.get(stream)) if _is_message(text))
    for exchange in fact.body.get("exchanges", ()):
        yield from (text for text in _strings(exchange.get("expect", {})) if _is_message(text))


def _is_message(text: str) -> bool:
    return len(text) >= _SAYING and len(re.findall(r"[^\W\d_]{2,}", text)) > 1


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
