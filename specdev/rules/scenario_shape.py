"""
A scenario says when something happens and then what must come out.

A text that begins with `Given` or `When` and has no `Then` states no result; one without `When` states no action; two
`When` are two scenarios. None of these can be turned into one check.

Fails:

    requirements:
      - id: FR-001
        kind: functional
        title: Log in
        text: Given a user, when she logs in
        source: []

Passes:

    requirements:
      - id: FR-001
        kind: functional
        title: Log in
        text: Given a user who was away when it began, when she logs in, then she is told when it ends
        source: []
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code("SD506", "warning", "scenario of `{name}` {problem}", help="write it as given, when, then", page=__doc__)

_SCENARIO = re.compile(r"\W*(?:\*\*)?Given\b", re.IGNORECASE)
_WHEN = re.compile(r"(?:^|[\s,;.*>])When\b", re.IGNORECASE)
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_STEP = re.compile(r"(?:^|[.;]|<br ?/?>|, and\b)[\s*_>-]*when\b", re.IGNORECASE | re.MULTILINE)
"""A `when` that begins a step; inside a sentence the word says only at what time."""


def check(spec: Spec) -> Iterator[Diagnostic]:
    for way, item in spec.items:
        text = item.get("text")
        if not isinstance(text, str) or not _SCENARIO.match(text):
            continue
        actions, results = len(_WHEN.findall(text)), len(_THEN.findall(text))
        several = len(_STEP.findall(text)) > 1
        problem = (
            "has no `when`"
            if not actions
            else "has no `then`"
            if not results
            else "has two `when`: it is two scenarios"
            if several
            else ""
        )
        if problem:
            yield CODE.at(spec.in_prd(*way, "text"), name=item["id"], problem=problem)
