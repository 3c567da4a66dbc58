"""
Started by the `test` check with the product's own Python: runs unittest and writes a report.

    python unittest_report.py REPORT MARKER…

Tests whose name carries one of the markers are run; the report is `{"tests": [{"name", "outcome", "message"}]}`.
Exit status 0 when all passed, 1 when not, 5 when no test was selected. It imports nothing of specdev.
"""

import json
import os
import sys
import unittest
from collections.abc import Iterator
from typing import Any


class _Recorder(unittest.TestResult):
    """A result that keeps what every test did."""

    def __init__(self) -> None:
        super().__init__()
        self.tests: list[dict[str, str]] = []

    def _keep(self, test: unittest.TestCase, outcome: str, message: str = "") -> None:
        self.tests.append({"name": test.id(), "outcome": outcome, "message": message})

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self._keep(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self._keep(test, "failed", str(err[1]))

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self._keep(test, "error", str(err[1]))

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self._keep(test, "skipped", reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addExpectedFailure(test, err)
        self._keep(test, "skipped", "expected failure")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        super().addUnexpectedSuccess(test)
        self._keep(test, "failed", "unexpected success")

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._keep(test, "failed", str(err[1]))


def _flat(suite: unittest.TestSuite | unittest.TestCase) -> Iterator[unittest.TestCase]:
    if isinstance(suite, unittest.TestSuite):
        for part in suite:
            yield from _flat(part)
    else:
        yield suite


def _selected(test: unittest.TestCase, markers: list[str]) -> bool:
    name = "".join(c if c.isalnum() else "_" for c in test.id().lower())
    # what could not be imported is kept: it is the reason why a selected test may be missing
    return "_FailedTest" in test.id() or any(marker.lower() in name for marker in markers)


def main(report: str, *markers: str) -> int:
    """Run what the markers select and write the report; the exit status."""
    sys.path.insert(0, "")
    found = [test for test in _flat(unittest.defaultTestLoader.discover(".")) if _selected(test, list(markers))]
    for folder in ("tests", "test"):
        found += [t for t in _below(folder) if _selected(t, list(markers)) and t.id() not in {f.id() for f in found}]
    recorder = _Recorder()
    unittest.TestSuite(found).run(recorder)
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"tests": recorder.tests}, file)
    return 5 if not recorder.tests else int(not recorder.wasSuccessful())


def _below(folder: str) -> list[unittest.TestCase]:
    """Tests in a folder that is no package, which discovery from the top does not enter."""
    if not os.path.isdir(folder):
        return []
    try:
        return list(_flat(unittest.TestLoader().discover(folder, top_level_dir=folder)))
    except ImportError:
        return []


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
