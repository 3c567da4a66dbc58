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
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError

from .readers import read_xml

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
    except (RecursionError, AttributeError, TypeError) as error:
        raise UnreadableReport("the report is JSON of an unknown form") from error


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


_NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcBC]|[01][0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)
"""What XML cannot hold and runners write all the same, when a test prints colours: it says nothing about a verdict."""


def _junit(text: str) -> Iterator[Case]:
    try:
        root = read_xml(_NO_XML.sub("", text).encode(), "utf-8")
    except (ExpatError, ValueError) as error:
        raise UnreadableReport(f"the report is not XML: {error}") from error
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        node, path = stack.pop()
        if _tag(node) == "testcase":
            yield from _junit_case(node, path)
            continue
        name = node.get("name", "")
        below = (*path, name) if _tag(node) == "testsuite" and name else path
        stack.extend((child, below) for child in reversed(node))


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2]


_NODE_FILE = re.compile(r"\S+\.[cm]?[jt]sx?")


def _junit_case(node: Element, path: tuple[str, ...]) -> Iterator[Case]:
    """The case; none for a file that node:test lists beside its tests, unless it could not be run."""
    name = node.get("name", "")
    found = next((child for child in node if _tag(child) in _CHILD_OUTCOMES), None)
    outcome: CaseOutcome = "passed" if found is None else _CHILD_OUTCOMES[_tag(found)]
    message = "" if found is None else found.get("message") or (found.text or "").strip()
    if node.get("classname") == "test" and _NODE_FILE.fullmatch(name):
        if outcome != "passed":
            yield Case("", "error", f"{name.rpartition('/')[2]}: {message}")
    elif not name and outcome != "passed":  # bats, for a file that it cannot read
        yield Case("", "error", message)
    else:
        yield Case(" ".join(part for part in (*path, node.get("classname", ""), name) if part), outcome, message)


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
    elif isinstance(data, dict) and "event" in data:
        yield from _libtest(data)
    elif isinstance(data, dict) and "Action" in data:
        yield from _GoTests().take(data)
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
    """One JSON object a line, from go or libtest; other lines are what the tests printed."""
    known = False
    go = _GoTests()
    for line in text.splitlines():
        if not line.startswith("{"):
            continue
        try:
            event = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            continue
        if isinstance(event, dict) and ("Action" in event or "event" in event):
            known = True
            yield from go.take(event) if "Action" in event else _libtest(event)
    if not known:
        raise UnreadableReport("the report is neither XML nor JSON")


class _GoTests:
    """The events of `go test -json`, one after the other."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        """What each test that was started has printed."""

    def take(self, event: dict[str, Any]) -> Iterator[Case]:
        action = str(event["Action"])
        name = f"{event.get('Package', '')} {event['Test']}".strip() if event.get("Test") else ""
        if action == "build-fail":
            yield Case("", "error", f"{event.get('ImportPath', 'package')} does not build")
        elif action == "run":
            self.said[name] = []
        elif action == "output" and name in self.said:
            self.said[name].append(str(event.get("Output", "")))
        elif (outcome := _WORDS.get(action)) and name in self.said:  # a test may print that another one has passed
            lines = [line for line in self.said.pop(name) if not re.match(r"\s*(?:===|---) ", line)]
            yield Case(name, outcome, "".join(lines) if outcome == "failed" else "")


def _libtest(event: dict[str, Any]) -> Iterator[Case]:
    if event.get("type") == "test" and (outcome := _WORDS.get(str(event.get("event")))):
        yield Case(str(event.get("name", "")), outcome, str(event.get("stdout", "")))
