"""
From what a model filled in to a check as it stands in a task.

The model says what is run and expected. How the product is started, where, with which clock and for how long is ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...checks.base import SCRATCH
from ...checks.drafts import STEP_S
from ...checks.facts.today import Today
from ...checks.started import Start
from ...checks.vocabulary import TOOLS, UNIX
from . import forms

LOOK_S = 20
"""Seconds for a check that starts nothing."""
_LISTS = ("contains", "not_contains", "matches")


class RefusedError(ValueError):
    """A proposed check cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Means:
    """How the product is reached."""

    names: frozenset[str]
    """Words that stand for its command."""
    typed: tuple[str, ...] = ()
    """How it is started in the repository."""
    start: Start | None = None
    service: Mapping[str, Any] | None = None
    """How the document says that its service is started."""
    today: Today = field(default_factory=Today)

    def command(self, run: Sequence[str]) -> list[str]:
        """The words that start the product with these arguments. RefusedError for any other program."""
        if not run:
            raise RefusedError("a command has no words")
        rest = self._arguments(run)
        if self.start is None:
            raise RefusedError("how the product is started with arguments is not known")
        return [*self.start.prefix, *rest]

    def _arguments(self, run: Sequence[str]) -> Sequence[str]:
        if self.typed and tuple(run[: len(self.typed)]) == self.typed:
            return run[len(self.typed) :]
        if run[0] in self.names:
            return run[1:]
        own = ", ".join(f"`{name}`" for name in sorted(self.names)) or "not known"
        other = "a program of the machine" if run[0] in TOOLS | UNIX or "/" in run[0] else "another program"
        raise RefusedError(f"it runs `{run[0]}`, {other}; the product's own command is {own}")

    @property
    def seconds(self) -> int:
        return self.start.timeout_s if self.start else LOOK_S


def body(form: forms.Grounded, task: str, means: Means) -> tuple[dict[str, Any], dict[str, str]]:
    """
    The fields of the check below `id` and `covers`, and the files it uses: path below the spec's folder to text.

    Raises RefusedError where it would run something else than the product.
    """
    match form:
        case forms.Command():
            return _command(form, task, means)
        case forms.Data():
            return _data(form, task, means)
        case forms.Http():
            return _http(form, means), {}
        case forms.File():
            expect = {**_matcher(form.content), "exists": True}
            return {"kind": "file", "path": form.path, "timeout_s": LOOK_S, "expect": expect}, {}
        case forms.Absent():
            paths = list(form.paths)
            return {"kind": "absent", "paths": paths, "pattern": form.pattern, "timeout_s": LOOK_S}, {}
    raise TypeError(type(form).__name__)


def _command(form: forms.Command, task: str, means: Means) -> tuple[dict[str, Any], dict[str, str]]:
    steps = [_step(step, form.quote, means) for step in form.steps]
    build = [dict(step) for step in means.start.build] if means.start else []
    laid, files = _laid(form.files, task)
    seconds = max(means.seconds, STEP_S * len(steps))
    if len(steps) == 1 and not build:
        expect = steps[0].pop("expect", None)
        found = {"kind": "command", **steps[0], "cwd": SCRATCH, **laid, "timeout_s": seconds}
        return found | ({"expect": expect} if expect else {}), files
    return {"kind": "command", "steps": build + steps, "cwd": SCRATCH, **laid, "timeout_s": seconds}, files


def _step(step: forms.Step, quote: str, means: Means) -> dict[str, Any]:
    expect: dict[str, Any] = {} if step.exit is None else {"exit": step.exit}
    for name, texts in (("stdout", step.stdout), ("stderr", step.stderr)):
        if texts:
            expect[name] = _text(texts)
    if step.leaves:
        expect["files"] = [_left(left) for left in step.leaves]
    clock = means.today.environment(quote)
    return {
        "run": means.command(step.run),
        **({"stdin": step.stdin} if step.stdin else {}),
        **({"env": clock} if clock else {}),
        **({"expect": expect} if expect else {}),
    }


def _left(left: forms.Left) -> dict[str, Any]:
    if not left.exists:
        return {"path": left.path, "exists": False}
    return {"path": left.path, "exists": True, **_matcher(left.content)}


def _data(form: forms.Data, task: str, means: Means) -> tuple[dict[str, Any], dict[str, str]]:
    laid, files = _laid(form.files, task)
    if means.start and means.start.build:
        raise RefusedError("the product is built first, which only a `command` check does")
    clock = means.today.environment(form.quote)
    found = {
        "kind": "data",
        "run": means.command(form.run),
        **({"stdin": form.stdin} if form.stdin else {}),
        **({"env": clock} if clock else {}),
        "cwd": SCRATCH,
        **laid,
        "format": form.format,
        "timeout_s": means.seconds,
        "expect": [_place(place) for place in form.expect],
    }
    return found, files


def _http(form: forms.Http, means: Means) -> dict[str, Any]:
    if means.start and means.start.build:
        raise RefusedError("the product is built first, which only a `command` check does")
    service = dict(means.service) if means.service else {"run": means.command(form.serve), "cwd": SCRATCH}
    exchanges = []
    for one in form.exchanges:
        request: dict[str, Any] = {"method": one.method, "path": one.path}
        if one.body is not None:
            request |= _sent(one.body)
        expect: dict[str, Any] = {"status": one.status}
        expect |= {"body": _text(one.says)} if one.says else {}
        expect |= {"data": [_place(place) for place in one.data]} if one.data else {}
        exchanges.append({"request": request, "expect": expect})
    seconds = 2 * means.seconds + STEP_S
    return {"kind": "http", "service": service, "exchanges": exchanges, "timeout_s": seconds}


def _sent(text: str) -> dict[str, Any]:
    """The body as data; as text where it is no JSON, which may be what is tried."""
    try:
        return {"json": json.loads(text)}
    except (ValueError, RecursionError):
        return {"body": text}


def value(text: str) -> Any:
    """What a JSON text stands for; the text itself where it is none, because quotation marks are easily left out."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _place(place: forms.Place) -> dict[str, Any]:
    wanted = value(place.value)
    if place.how == "contains" and not isinstance(wanted, str | list):
        wanted = place.value
    return {"at": place.at, place.how: wanted}


def _text(texts: Sequence[forms.Text]) -> Any:
    """One matcher for all of them; the text alone where it must be equal."""
    if len(texts) == 1 and texts[0].how == "equals":
        return texts[0].text
    return _matcher(texts)


def _matcher(texts: Sequence[forms.Text]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    more: list[dict[str, Any]] = []
    for one in texts:
        if one.how in _LISTS:
            found.setdefault(one.how, []).append(one.text)
        elif one.how in found:
            more.append({one.how: one.text})
        else:
            found[one.how] = one.text
    return found | ({"all": more} if more else {})


def _laid(files: Sequence[forms.Laid], task: str) -> tuple[dict[str, Any], dict[str, str]]:
    """`files_in`, and the files: in a folder called after what they hold, so that no other file can be meant."""
    if not files:
        return {}, {}
    texts = {laid.path: laid.text for laid in files}
    digest = hashlib.sha256(json.dumps(texts, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:8]
    paths = {name: f"checks/{task}/{digest}/{name}" for name in texts}
    return {"files_in": paths}, {paths[name]: text for name, text in texts.items()}
