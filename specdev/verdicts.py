"""What `verify` prints: a table for people, JSON for programs, JUnit XML for build servers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

from . import console, layout
from .outcomes import Outcome

ORDER = ("passed", "failed", "error", "vacuous", "skipped")
_INDENT = " " * 9
_QUOTE_WIDTH = 100
_OUTPUT_SHOWN = 8192
"""Bytes of a check's output that stand in JUnit XML; all that was kept stands below .specdev/evidence."""

Paint = Callable[[str, str], str]
"""(text, outcome) -> the text in the outcome's colour."""


def as_table(outcomes: Sequence[Outcome], paint: Paint = lambda text, outcome: text) -> list[str]:
    """One line a check, in columns; below it why it did not pass and the words of the vision that it was made from."""
    if not outcomes:
        return []
    based = any(outcome.before for outcome in outcomes)
    rows = [
        (
            outcome.id,
            ", ".join(outcome.covers) or "-",
            *((f"{outcome.before or 'not run'} before",) if based else ()),
            f"{outcome.duration_s:.2f} s",
        )
        for outcome in outcomes
    ]
    lines = []
    for outcome, row in zip(outcomes, layout.table(rows), strict=True):
        lines.append(f"{paint(f'{outcome.outcome:<8}', outcome.outcome)} {console.clean(row)}")
        lines += [_INDENT + console.clean(line) for line in _reasons(outcome)]
    return lines


def _reasons(outcome: Outcome) -> list[str]:
    found = [outcome.detail] if outcome.detail else []
    if outcome.outcome in ("failed", "error", "vacuous") and (origin := place(outcome)):
        found.append(origin)
    return found


def place(outcome: Outcome) -> str:
    """Line and words of the vision that the check was made from: `vision.md:41: “…”`; empty where it does not say."""
    parts = [f"{outcome.source[0]}:{outcome.source[1]}"] if outcome.source else []
    if outcome.quote:
        parts.append(f"“{layout.shorten(outcome.quote, _QUOTE_WIDTH)}”")
    return ": ".join(parts)


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many checks gave what; reviews, which prove nothing, are counted apart."""
    counts = tally(outcomes)
    reviews = counts.pop("reviews")
    parts = []
    if any(counts.values()):
        found = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        parts.append(f"{layout.count(sum(counts.values()), 'check')}: {found}")
    if reviews:
        parts.append(f"{layout.count(reviews, 'review')} for a person")
    return "; ".join(parts)


def tally(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Number of checks by outcome, and of reviews."""
    counts = dict.fromkeys((*ORDER, "reviews"), 0)
    for outcome in outcomes:
        counts["reviews" if outcome.kind == "review" else outcome.outcome] += 1
    return counts


def as_json(outcomes: Sequence[Outcome], notes: Sequence[str] = ()) -> dict[str, Any]:
    """What `--format json` prints; see schemas/verify.schema.json."""
    return {
        "checks": [outcome.as_json() for outcome in outcomes],
        "summary": tally(outcomes),
        "notes": list(notes),
    }


def as_junit(outcomes: Sequence[Outcome], notes: Sequence[str] = ()) -> str:
    """JUnit XML: a suite a task, a case a check; failed and vacuous are failures."""
    top = ElementTree.Element("testsuites", {"name": "specdev verify", **_counts(outcomes)})
    by_task: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        by_task.setdefault((outcome.slug, outcome.task), []).append(outcome)
    for (slug, task), members in by_task.items():
        suite = ElementTree.SubElement(top, "testsuite", {"name": _xml(f"{slug}/{task}"), **_counts(members)})
        for outcome in members:
            _case(suite, outcome)
        if notes:
            ElementTree.SubElement(suite, "system-err").text = _xml("\n".join(notes))
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="unicode", xml_declaration=False)


_TAGS = {"failed": "failure", "vacuous": "failure", "error": "error", "skipped": "skipped"}


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    counts = Counter(_TAGS.get(outcome.outcome, "") for outcome in outcomes)
    return {
        "tests": str(len(outcomes)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
        "time": f"{sum(outcome.duration_s for outcome in outcomes):.3f}",
    }


def _case(suite: ElementTree.Element, outcome: Outcome) -> None:
    attributes = {
        "name": _xml(f"{outcome.id} {' '.join(outcome.covers)}".strip()),
        "classname": _xml(f"{outcome.slug}.{outcome.task}"),
        "time": f"{outcome.duration_s:.3f}",
    }
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if tag := _TAGS.get(outcome.outcome):
        child = ElementTree.SubElement(case, tag, message=_xml(outcome.detail))
        if tag != "skipped":
            child.set("type", outcome.outcome)
            child.text = _xml("\n".join(_reasons(outcome)))
    if outcome.output and outcome.outcome != "passed":
        printed = outcome.output[-_OUTPUT_SHOWN:].decode("utf-8", "replace")
        ElementTree.SubElement(case, "system-out").text = _xml(printed)


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", console.clean(text, lines=True))
