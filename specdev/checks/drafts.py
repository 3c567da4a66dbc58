"""
Checks in the making: from facts to the checks of one task.

A draft begins with one scene: what is run or sent in order, in one folder. Where a task would have too many checks,
the scenes of one item become one check, which begins each of them in an emptied folder.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .base import SCRATCH
from .facts import Call, Fact, Knowledge, Run
from .facts.calls import PRODUCT
from .fixed import static
from .reports import marker
from .started import Start, service

QUOTE_LENGTH = 400
"""Characters of the vision's words that a check quotes; longer ones are cut at a line end."""

STEP_S = 5
"""Seconds that a check gets at least for each of its steps."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is run or sent in order, in one folder."""

    steps: tuple[Mapping[str, Any], ...]
    """Steps of a command check, or exchanges of an http check."""
    fixtures: Mapping[str, str] = field(default_factory=dict)
    """Files of the folder: name to content."""
    times: Mapping[str, int] = field(default_factory=dict)
    """Which of them hold their content many times over, and how often."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A check in the making."""

    covers: tuple[str, ...]
    quote: str
    start: Start
    scenes: tuple[Scene, ...] = ()
    service: Mapping[str, Any] | None = None
    """For an http check how the service is started."""
    doctest: str = ""
    """For examples of a library the text of their file."""
    whole: Mapping[str, Any] | None = None
    """For other kinds the check itself, without what all kinds have."""
    place: tuple[str, ...] = ()
    """For an example where it stands; empty for what an item states."""

    @property
    def told(self) -> tuple[Any, ...]:
        """What is checked, whoever it is checked for."""
        return self.scenes, self.service, self.doctest, self.whole


def draft(fact: Fact, started: Start | None, language: str, known: Knowledge) -> Draft | None:
    """The check in the making for a fact; None where it cannot be run with what is known."""
    covers = (*((fact.item,) if fact.item else ()), *fact.also)
    if fact.kind == "http":
        started = started or Start(())
        found = service(known, started, fact.body.get("without", ()), fact.body.get("port", 0))
        if not found:
            return None
        return Draft(covers, fact.quote, started, (Scene(fact.body["exchanges"], fact.fixtures),), found)
    if checked := static(fact, language, started):
        return Draft(covers, fact.quote, Start(()), (Scene((), fact.fixtures, fact.times),), whole=checked)
    if fact.kind == "doctest":
        return Draft(covers, fact.quote, Start(()), doctest=fact.body["text"]) if language == "python" else None
    if started is None or fact.kind != "command" or not fact.asserts or not _runs_product(fact):
        return None
    steps = []
    for run in _opened(fact, known):
        step = run.call.step(started.prefix)
        steps.append({**step, "expect": dict(run.expect)} if run.expect else step)
    return Draft(covers, fact.quote, started, (Scene(tuple(steps), fact.fixtures, fact.times),))


def _opened(fact: Fact, known: Knowledge) -> tuple[Run, ...]:
    """The runs, after the command that the document says others need; not where its absence is what is shown."""
    verbs = [run.call.verb for run in fact.runs if run.call.product]
    said = " ".join(str(run.expect) for run in fact.runs)
    if not known.opens or not verbs or not verbs[0] or known.opens in verbs or known.opens in said.split():
        return fact.runs
    return (Run(Call((PRODUCT, known.opens), written=f"{known.name} {known.opens}")), *fact.runs)


def _runs_product(fact: Fact) -> bool:
    """Whether anything of the product is run: `wc -l notes.txt` alone proves nothing of it."""
    return any(run.call.product or run.call.words[:1] == ("python",) or "{tree}" in run.call.line for run in fact.runs)


def check(draft: Draft, identifier: str, task_id: str, known: Knowledge, files: dict[str, str]) -> dict[str, Any]:
    """The check as it stands in a task; the files that it uses are put into `files`."""
    head: dict[str, Any] = {"id": identifier, "covers": list(draft.covers)}
    tail = {"quote": _cut(draft.quote)}
    lay = _Layer(identifier, task_id, files)
    if draft.whole:
        return {**head, **draft.whole, **lay(draft.scenes[0]), **tail}
    if draft.doctest:
        name = f"{marker(draft.covers[0]) if draft.covers else 'examples'}.txt"
        run = {"kind": "command", "run": ["python", "-m", "doctest", name], "cwd": SCRATCH}
        return {**head, **run, **lay(Scene((), {name: draft.doctest})), "timeout_s": 30, "expect": {"exit": 0}, **tail}
    return {**head, **(_http(draft, lay) if draft.service else _command(draft, known, lay)), **tail}


def _http(draft: Draft, lay: _Layer) -> dict[str, Any]:
    exchanges: list[dict[str, Any]] = []
    for scene in draft.scenes:
        begin = {"begin": "fresh"} if any(_stores(exchange) for exchange in exchanges) else {}
        exchanges += [{**(begin if number == 0 else {}), **step} for number, step in enumerate(scene.steps)]
    starts = sum("begin" in exchange for exchange in exchanges)
    found = {"kind": "http", "service": dict(draft.service or {}), "exchanges": exchanges}
    return {**found, **lay(draft.scenes[0]), "timeout_s": 2 * draft.start.timeout_s + STEP_S * starts}


def _stores(exchange: Mapping[str, Any]) -> bool:
    return exchange["request"]["method"] not in ("GET", "HEAD", "OPTIONS")


def _command(draft: Draft, known: Knowledge, lay: _Layer) -> dict[str, Any]:
    first, *others = draft.scenes
    steps: list[dict[str, Any]] = [dict(step) for step in draft.start.build]
    if not others and not steps and len(first.steps) == 1:
        step = dict(first.steps[0])
        expect = step.pop("expect", {})
        found = {"kind": "command", **step, "cwd": SCRATCH, **lay(first), "timeout_s": draft.start.timeout_s}
        return {**found, "expect": expect} if expect else found
    laid = lay(first) if not others else {}
    for scene in draft.scenes:
        begin = {"fresh": True} if steps[len(draft.start.build) :] and _shows(draft, known) else {}
        begin |= lay(scene) if others else {}
        steps += [{**step, **(begin if number == 0 else {})} for number, step in enumerate(scene.steps)]
    timeout = max(draft.start.timeout_s, STEP_S * len(steps))
    return {
        "kind": "command",
        "steps": [_ordered(step) for step in steps],
        "cwd": SCRATCH,
        **laid,
        "timeout_s": timeout,
    }


def _shows(draft: Draft, known: Knowledge) -> bool:
    """Whether what one scene leaves behind could be seen by the next."""
    leaves = any(set(step.get("expect", {})) & {"files", "unchanged"} for scene in draft.scenes for step in scene.steps)
    return known.stateful or leaves or any(scene.fixtures for scene in draft.scenes)


def _ordered(step: Mapping[str, Any]) -> dict[str, Any]:
    """The step with how it begins first and what it must give last."""
    order = ("fresh", "files_in", "run", "shell", "stdin", "env", "expect")
    return {name: step[name] for name in order if name in step}


@dataclass(frozen=True, slots=True)
class _Layer:
    """Gives `files_in` for fixtures; a name that has two contents in a task gets a folder of its own."""

    identifier: str
    task_id: str
    files: dict[str, str]

    def __call__(self, scene: Scene) -> dict[str, Any]:
        laid: dict[str, str] = {}
        for name, text in scene.fixtures.items():
            laid[name] = self._path(name, text)
            self.files[laid[name]] = text
        if scene.times:
            many = {name: {"file": laid[name], "times": count} for name, count in scene.times.items()}
            return {"files_in": {**laid, **many}}
        plain = all("/" not in name and path.rpartition("/")[2] == name for name, path in laid.items())
        return {"files_in": list(laid.values()) if plain else laid} if laid else {}

    def _path(self, name: str, text: str) -> str:
        """The file that holds this already, else a new one."""
        folder = f"checks/{self.task_id}"
        first = f"{folder}/{name}"
        same = (path for path, content in self.files.items() if content == text and path.endswith(f"/{name}"))
        if first not in self.files or self.files[first] == text:
            return first
        if path := next(same, ""):
            return path
        free = (f"{folder}/{number}/{name}" for number in itertools.count(2))
        return next(path for path in free if path not in self.files)


def _cut(quote: str) -> str:
    quote = quote.strip()
    if len(quote) <= QUOTE_LENGTH:
        return quote
    cut = quote[:QUOTE_LENGTH]
    return cut.rpartition("\n")[0] or cut.rpartition(" ")[0] or cut
