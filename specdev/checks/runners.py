"""
Test runners as data: how each one is told to run the tests of one requirement and to write a report.

`{report}` is a file in a folder that was made empty, `{marker}` is the requirement's ID as an identifier (FR_005),
`{pattern}` a regular expression that finds it with any separator. Runners that only look for exact case get two
patterns. What was run is decided later by the names in the report, so a runner may run more than it was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .reports import marker

Argv = Callable[[tuple[str, ...], str], tuple[str, ...]]
"""(the IDs, the report's path) -> the command."""


@dataclass(frozen=True, slots=True)
class Runner:
    """One test runner."""

    argv: Argv
    report: str = "report.xml"
    """Name of the report in its folder; empty where the report is what it prints."""
    environment: dict[str, str] = field(default_factory=dict)
    in_tree: str = ""
    """Where the runner writes its reports below the repository, as a glob, where it cannot be told a file."""
    no_tests: tuple[int, ...] = ()
    """Exit statuses that mean: no test was selected."""
    offline: tuple[str, ...] = ()
    """Words for a check without a network: the runner then takes what was fetched before, and asks nobody."""
    no_tests_said: bytes = b""
    """What stands on standard error where a status does not tell that from a failure."""

    def ended(self, status: int | None, stderr: bytes) -> bool:
        """Whether the run ended in good order: all passed, or nothing was selected."""
        told = bool(self.no_tests_said) and self.no_tests_said in stderr
        return status == 0 or status in self.no_tests or told


def pattern(identifiers: tuple[str, ...]) -> str:
    """A regular expression that finds any of the IDs, with any character where an ID has a separator."""
    return "|".join("".join(_any(c) for c in marker(identifier)) for identifier in identifiers)


def _any(character: str) -> str:
    return "." if character == "_" else re.escape(character)


def _folded(identifiers: tuple[str, ...]) -> str:
    """`pattern` for runners that cannot ignore case: [Ff][Rr].005."""
    folded = ("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else _any(c) for c in marker(i)) for i in identifiers)
    return "|".join(folded)


def _pytest(identifiers: tuple[str, ...], report: str) -> tuple[str, ...]:
    # tests of the requirement are judged even where another test module cannot be imported
    cache = f"cache_dir={Path(report).with_name('cache')}"
    options = ("-q", "-o", cache, "--continue-on-collection-errors", f"--junitxml={report}")
    return ("python", "-m", "pytest", *options, "-k", " or ".join(map(marker, identifiers)))


def _unittest(identifiers: tuple[str, ...], report: str) -> tuple[str, ...]:
    return ("python", str(_UNITTEST_SCRIPT), report, *map(marker, identifiers))


_UNITTEST_SCRIPT = Path(__file__).with_name("unittest_report.py")


def _jest(identifiers: tuple[str, ...], report: str) -> tuple[str, ...]:
    options = ("--json", f"--outputFile={report}", "--passWithNoTests")
    return ("npx", "--no-install", "jest", *options, "-t", pattern(identifiers))


def _vitest(identifiers: tuple[str, ...], report: str) -> tuple[str, ...]:
    options = ("--reporter=json", f"--outputFile={report}", "--passWithNoTests")
    return ("npx", "--no-install", "vitest", "run", *options, "-t", pattern(identifiers))


def _node(identifiers: tuple[str, ...], report: str) -> tuple[str, ...]:
    options = ("--test-reporter=junit", f"--test-reporter-destination={report}")
    return ("node", "--test", *options, f"--test-name-pattern=/{pattern(identifiers)}/i")


def _go(identifiers: tuple[str, ...], _report: str) -> tuple[str, ...]:
    return ("go", "test", "-json", "-count=1", "-run", f"(?i){pattern(identifiers)}", "./...")


def _cargo(identifiers: tuple[str, ...], _report: str) -> tuple[str, ...]:
    names = [name for i in identifiers for name in dict.fromkeys((marker(i), marker(i).lower()))]
    return ("cargo", "test", "--no-fail-fast", "-q", "--", "-Z", "unstable-options", "--format", "json", *names)


def _whole(*words: str) -> Argv:
    """A command that runs every test; the report says which ones count."""
    return lambda identifiers, report: words


def _bats(identifiers: tuple[str, ...], _report: str) -> tuple[str, ...]:
    # a report file may still be written when bats ends; what it prints is whole
    return ("bats", "--formatter", "junit", "-r", "-f", _folded(identifiers), ".")


RUNNERS: dict[str, Runner] = {
    "pytest": Runner(_pytest, no_tests=(5,)),
    "unittest": Runner(_unittest, "report.json", no_tests=(5,)),
    "jest": Runner(_jest, "report.json"),
    "vitest": Runner(_vitest, "report.json"),
    "node": Runner(_node),
    "go": Runner(_go, ""),
    # libtest has its JSON report behind this variable in stable toolchains
    "cargo": Runner(_cargo, "", {"RUSTC_BOOTSTRAP": "1"}),
    "bats": Runner(_bats, "", no_tests_said=b"Found no tests"),
    "maven": Runner(
        _whole("mvn", "-q", "-B", "test"), in_tree="**/target/surefire-reports/TEST-*.xml", offline=("--offline",)
    ),
    "gradle": Runner(
        _whole("gradle", "-q", "test"), in_tree="**/build/test-results/*/TEST-*.xml", offline=("--offline",)
    ),
}
"""How tests are run; a check names pytest … bats, the others are found by MANIFESTS."""

MANIFESTS = {
    "pom.xml": "maven",
    "build.gradle": "gradle",
    "build.gradle.kts": "gradle",
    "Cargo.toml": "cargo",
    "go.mod": "go",
    "pyproject.toml": "pytest",
    "package.json": "node",
}
"""File at the repository's top to the runner that fits it, in the order in which they are looked for."""
