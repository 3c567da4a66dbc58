"""
Test reports as data: what each test did, from what a runner wrote for machines.

JUnit XML, the JSON of jest and vitest, the JSON lines of go and libtest, and our own
`{"tests": [{"name": "…", "outcome": "passed"}]}`. Printed text is never searched for verdicts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree import ElementTree

CaseOutcome = Literal["passed", "failed", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class Case:
    """One test that a report names."""

    name: str
    """With the suites it stands in."""
    outcome: CaseOutcome
    message: str = ""


class UnreadableReport(ValueError):
    """The report is none that we know."""


def parse(report: bytes) -> tuple[Case, ...]:
    """The tests of a report, in its order. UnreadableReport where it is broken or of an unknown form."""
    text = report.decode("utf-8", "replace").lstrip("﻿ \t\r\n")
    if text.startswith("<"):
        return tuple(_junit(text))
    if not text:
        return ()
    try:
        return tuple(_json(json.loads(text)))
    except json.JSONDecodeError:
        return tuple(_json_lines(text))


def marker(identifier: str) -> str:
    """
    How a test's name says which requirement it proves: `FR-005` gives `FR_005`.

    Every character that is neither a letter nor a digit becomes `_`, so that it can stand in an identifier.
    """
    return "".join(character if character.isalnum() else "_" for character in identifier)


def selects(identifier: str, name: str) -> bool:
    """Whether the test's name carries the marker: `FR-5` is in `test_fr_5_adds` and `FR-5 adds`, not in `fr_51`."""
    wanted, given = re.escape(marker(identifier).lower()), marker(name).lower()
    # some languages begin a test's name with a bare Test: TestFR_005
    return re.search(rf"(?:(?<![^\W_])|(?<=\btest)|(?<=_test)){wanted}(?![^\W_])", given) is not None


_CHILD_OUTCOMES: dict[str, CaseOutcome] = {"failure": "failed", "error": "error", "skipped": "skipped"}


def _junit(text: str) -> Iterator[Case]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # no test runner needs them, and entities are a way to make a small report very large
        raise UnreadableReport("the report declares a document type")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise UnreadableReport(f"the report is not XML: {error}") from error
    yield from _suite(root, ())


def _suite(element: ElementTree.Element, above: tuple[str, ...]) -> Iterator[Case]:
    stack = [(element, above)]
    while stack:
        node, path = stack.pop()
        if node.tag == "testcase":
            yield _junit_case(node, path)
            continue
        name = node.get("name", "")
        below = (*path, name) if node.tag == "testsuite" and name else path
        stack.extend((child, below) for child in reversed(node))


def _junit_case(node: ElementTree.Element, path: tuple[str, ...]) -> Case:
    name = " ".join(part for part in (*path, node.get("classname", ""), node.get("name", "")) if part)
    for child in node:
        if child.tag in _CHILD_OUTCOMES:
            message = child.get("message") or (child.text or "").strip()
            return Case(name, _CHILD_OUTCOMES[child.tag], message)
    return Case(name, "passed")


_WORDS: dict[str, CaseOutcome] = {
    "passed": "passed",
    "pass": "passed",
    "ok": "passed",
    "failed": "failed",
    "fail": "failed",
    "error": "error",
    "skipped": "skipped",
    "skip": "skipped",
    "pending": "skipped",
    "todo": "skipped",
    "disabled": "skipped",
    "ignored": "skipped",
}


def _json(data: Any) -> Iterator[Case]:
    if isinstance(data, dict) and isinstance(data.get("tests"), list):
        for test in data["tests"]:
            yield Case(
                str(test.get("name", "")), _WORDS.get(str(test.get("outcome")), "error"), str(test.get("message", ""))
            )
    elif isinstance(data, dict) and isinstance(data.get("testResults"), list):
        yield from _jest(data["testResults"])
    elif isinstance(data, dict) and ("Action" in data or "event" in data):
        yield from _line(data)
    else:
        raise UnreadableReport("the report is JSON of an unknown form")


def _jest(files: list[dict[str, Any]]) -> Iterator[Case]:
    for file in files:
        tests = file.get("assertionResults", [])
        for test in tests:
            messages = test.get("failureMessages") or [""]
            yield Case(str(test.get("fullName", "")), _WORDS.get(str(test.get("status")), "error"), str(messages[0]))
        if file.get("status") == "failed" and not tests:
            yield Case("", "error", str(file.get("message", "")))


def _json_lines(text: str) -> Iterator[Case]:
    """One JSON object a line; other lines are what the tests printed."""
    known = False
    for line in text.splitlines():
        if not line.startswith("{"):
            continue
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(event, dict) and ("Action" in event or "event" in event):
            known = True
            yield from _line(event)
    if not known:
        raise UnreadableReport("the report is neither XML nor JSON")


def _line(event: dict[str, Any]) -> Iterator[Case]:
    if "Action" in event:
        outcome = _WORDS.get(str(event["Action"]))
        if event["Action"] == "build-fail":
            yield Case("", "error", f"{event.get('ImportPath', 'package')} does not build")
        elif event.get("Test") and outcome:
            yield Case(f"{event.get('Package', '')} {event['Test']}".strip(), outcome)
    elif event.get("type") == "test" and (outcome := _WORDS.get(str(event.get("event")))):
        yield Case(str(event.get("name", "")), outcome, str(event.get("stdout", "")))
