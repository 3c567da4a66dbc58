"""A model that decomposes, behind the scripted endpoint: it reads its questions and answers by functions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

Answer = dict[str, Any]
_FENCE = re.compile(r"^(`{3,})\w*\n(.*?)\n\1$", re.M | re.S)


def fences(body: dict[str, Any]) -> list[str]:
    """What stands in the fences of the question."""
    return [match[2] for match in _FENCE.finditer(body["messages"][1]["content"])]


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def form(body: dict[str, Any]) -> str:
    """The name of the form that is asked for."""
    return str(body["response_format"]["json_schema"]["name"])


def units(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The items or sections of a question about components."""
    return lines(fences(body)[-2])


def start(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The starting list of a question about components."""
    return lines(fences(body)[-1])


def task(body: dict[str, Any]) -> tuple[str, str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Of a question about a task: title, requirements, tasks before it, tasks after it."""
    title, items, before, after = fences(body)[1:]
    return title, items, lines(before), lines(after)


def component(title: str, items: Sequence[str], *needs: str, goal: str = "") -> Answer:
    wanted = [{"reason": "it builds on it", "component": need} for need in needs]
    return {"items": list(items), "title": title, "goal": goal, "needs": wanted}


def words(
    title: str = "", goal: str = "", uses: Sequence[str] = (), provides: Sequence[tuple[str, str]] = ()
) -> Answer:
    return {
        "goal": goal,
        "title": title,
        "uses": [{"why": "to keep notes", "name": name} for name in uses],
        "provides": [{"name": name, "says": says} for name, says in provides],
    }


def same(body: dict[str, Any]) -> Answer:
    """The starting list as it is."""
    found = [component(each["title"] or f"Part {number}", each["items"]) for number, each in enumerate(start(body), 1)]
    return {"components": found}


def silent(body: dict[str, Any]) -> Answer:
    """No words at all."""
    return words()


def model(
    components: Callable[[dict[str, Any]], Any] = same, task: Callable[[dict[str, Any]], Any] = silent
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A script: a function gives the data of an answer, or a whole turn where it has `turn`."""

    def answered(body: dict[str, Any]) -> dict[str, Any]:
        found = (components if form(body) == "Components" else task)(body)
        return dict(found["turn"]) if "turn" in found else {"content": json.dumps(found)}

    return answered
