"""What the tests of models that plan share: a project whose settings name a scripted endpoint, and its answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

EMPTY = {
    "section": {"additions": [], "corrections": [], "dropped": [], "questions": [], "terms": []},
    "whole": {"repeats": [], "recast": [], "belongs": [], "needs": [], "conflicts": []},
}
DEFAULTS = {
    "additions": {"leans_on": None, "instead_of": [], "key": "N1", "priority": None, "title": None, "accepts": None},
    "corrections": {"leans_on": None, "priority": None, "title": None, "accepts": None},
}
_UNDER = re.compile(r"^The product: .*?\. The section stands under: (.*)\.$", re.MULTILINE)


def purpose(body: Mapping[str, Any]) -> str:
    """Which prompt a request was made from."""
    return "section" if _UNDER.search(body["messages"][1]["content"]) else "whole"


def section(body: Mapping[str, Any]) -> str:
    """The first heading of the section that a request is about."""
    found = _UNDER.search(body["messages"][1]["content"])
    assert found
    return found[1].split(" › ")[-1]


def full(kind: str, answer: Mapping[str, Any]) -> str:
    """An answer with what a case leaves out."""
    data: dict[str, Any] = {**EMPTY[kind], **answer}
    for name, more in DEFAULTS.items():
        if name in data:
            data[name] = [
                {**more, **({"key": f"N{place}"} if "key" in more else {}), **one}
                for place, one in enumerate(data[name], 1)
            ]
    return json.dumps(data)


def answering(case: Mapping[str, Any]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The script of a case: what is answered to a request."""

    def turn(body: dict[str, Any]) -> dict[str, Any]:
        if purpose(body) == "whole":
            return {"content": full("whole", case.get("whole", {}))}
        again = len(body["messages"]) > 2 and "again" in case
        answers = case.get("again" if again else "answers", {})
        said = answers.get(section(body)) or answers.get("*", {})
        return said if "status" in said or "content" in said else {"content": full("section", said)}

    return turn


def settings(url: str, **more: Any) -> str:
    """specdev.yaml with a model at the address."""
    model = {"name": "scripted", "base_url": url, "retries": 1, "reasks": 1, "answer_tokens": 2000, **more}
    return json.dumps({"planner": "model", "model": model})
