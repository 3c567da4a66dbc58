"""The `test` check: what counts as a pass, read from real runners' reports."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import CASES
from hypothesis import given
from hypothesis import strategies as st
from test_check_kinds import verdict, workspace  # noqa: F401 -- a fixture

from specdev.checks.base import Workspace
from specdev.checks.reports import Case, UnreadableReport, marker, parse, selects
from specdev.checks.test import judge

PYTEST = "kind: test\nrunner: pytest\nselect: FR-005\ntimeout_s: 60"
UNITTEST = "kind: test\nrunner: unittest\nselect: FR-005\ntimeout_s: 60"

PYTEST_FILES = {
    "passes": ("def test_fr_005_x(): pass\ndef test_other(): assert 0\n", "passed", ""),
    "upper case and a class": ("class TestFR_005:\n    def test_x(self): pass\n", "passed", ""),
    "fails": ("def test_FR_005_x(): assert 1 == 2\n", "failed", "test `pytest test_a test_FR_005_x` failed"),
    "another id": ("def test_fr_0051(): pass\n", "failed", "no test carries `FR-005` in its name"),
    "no tests": ("", "failed", "no test carries `FR-005` in its name"),
    "words about success": (
        "print('1 passed, test_fr_005 PASSED')\n",
        "failed",
        "no test carries `FR-005` in its name",
    ),
    "skipped": (
        "import pytest\n@pytest.mark.skip(reason='later')\ndef test_fr_005(): pass\n",
        "failed",
        "test `pytest test_a test_fr_005` was skipped, which is not a pass",
    ),
    "expected failure": (
        "import pytest\n@pytest.mark.xfail\ndef test_fr_005(): assert 0\n",
        "failed",
        "test `pytest test_a test_fr_005` was skipped, which is not a pass",
    ),
    "cannot be imported": (
        "import none_such\ndef test_fr_005(): pass\n",
        "error",
        "tests could not be run: collection",
    ),
    "error in set-up": (
        "import pytest\n@pytest.fixture\ndef x(): raise OSError\ndef test_fr_005(x): pass\n",
        "failed",
        "test `pytest test_a test_fr_005` ended with an error",
    ),
}


@pytest.mark.parametrize("name", PYTEST_FILES)
def test_pytest(name: str, workspace: Workspace) -> None:  # noqa: F811
    text, outcome, detail = PYTEST_FILES[name]
    (workspace.tree / "test_a.py").write_text(text)
    found = verdict(workspace, PYTEST)
    assert (found[0], found[1][: len(detail)]) == (outcome, detail)


def test_another_module_that_cannot_be_imported_does_not_matter(workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / "test_a.py").write_text("def test_fr_005(): pass\n")
    (workspace.tree / "test_b.py").write_text("import none_such\n")
    assert verdict(workspace, PYTEST) == ("passed", "")


def test_too_few_tests(workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / "test_a.py").write_text("def test_fr_005(): pass\n")
    assert verdict(workspace, f"{PYTEST}\nmin_count: 2") == (
        "failed",
        "1 of at least 2 test carries `FR-005` in its name",
    )


def test_every_id_needs_its_tests(workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / "test_a.py").write_text("def test_fr_005(): pass\n")
    text = PYTEST.replace("FR-005", "[FR-005, FR-006]")
    assert verdict(workspace, text) == ("failed", "no test carries `FR-006` in its name")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("def test_FR_005(self): pass", "passed"),
        ("def test_fr_005(self): self.fail('x')", "failed"),
        ("@unittest.skip('x')\n    def test_fr_005(self): pass", "failed"),
        ("@unittest.expectedFailure\n    def test_fr_005(self): self.fail()", "failed"),
        ("def test_fr_005(self):\n        with self.subTest(): self.fail()", "failed"),
        ("def test_other(self): pass", "failed"),
    ],
)
@pytest.mark.parametrize("folder", [".", "tests"])
def test_unittest(folder: str, body: str, outcome: str, workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / folder).mkdir(exist_ok=True)
    (workspace.tree / folder / "test_a.py").write_text(f"import unittest\nclass T(unittest.TestCase):\n    {body}\n")
    assert verdict(workspace, UNITTEST)[0] == outcome


def test_a_runner_that_is_not_installed_is_an_error(workspace: Workspace) -> None:  # noqa: F811
    text = "kind: test\nrunner: bats\nselect: FR-005\nenv: {PATH: /nowhere}"
    assert verdict(workspace, text) == ("error", "missing tool: bats")


def test_custom_runner(workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / "write.py").write_text("import sys\nopen(sys.argv[1], 'w').write(sys.argv[2])\n")
    head = "kind: test\nrunner: custom\nselect: A-1\ncommand: [python, write.py, '{report}', "
    good = head + """'{"tests": [{"name": "a_1 x", "outcome": "passed"}]}']"""
    bad = head + "'all tests passed']"
    assert [verdict(workspace, text)[0] for text in (good, bad)] == ["passed", "error"]


def test_a_stale_report_is_not_believed(workspace: Workspace) -> None:  # noqa: F811
    (workspace.tree / "r.xml").write_text("<testsuite><testcase name='a_1'/></testsuite>")
    text = "kind: test\nrunner: junit\nselect: A-1\ncommand: ['true']\nreport: r.xml"
    assert verdict(workspace, text) == ("failed", "no test carries `A-1` in its name")


REPORTS = {
    "<testsuites><testsuite name='s'><testcase classname='c' name='a'/><testcase name='b'><skipped/></testcase>"
    "<testcase name='c'><failure message='no'/></testcase></testsuite></testsuites>": (
        Case("s c a", "passed"),
        Case("s b", "skipped"),
        Case("s c", "failed", "no"),
    ),
    '{"testResults": [{"status": "passed", "assertionResults": [{"fullName": "A-1 x", "status": "passed"},'
    ' {"fullName": "y", "status": "pending"}]}, {"status": "failed", "message": "boom", "assertionResults": []}]}': (
        Case("A-1 x", "passed"),
        Case("y", "skipped"),
        Case("", "error", "boom"),
    ),
    '{"Action":"run","Package":"p","Test":"TestA_1"}\nnoise\n{"Action":"pass","Package":"p","Test":"TestA_1"}\n'
    '{"Action":"pass","Package":"p"}': (Case("p TestA_1", "passed"),),
    '{"type":"suite","event":"started"}\n{"type":"test","event":"ok","name":"t::a_1"}\n'
    '{"type":"test","event":"ignored","name":"b"}': (Case("t::a_1", "passed"), Case("b", "skipped")),
    "": (),
}


RECORDED = yaml.safe_load((CASES / "reports" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", RECORDED)
def test_a_report_that_a_runner_wrote(name: str) -> None:
    wanted = RECORDED[name]
    outcome, reason = judge(parse((CASES / "reports" / name).read_bytes()), ("FR-5",), 1, ended=wanted["ended"])
    assert [outcome, reason[:120]] == wanted["gives"]


def test_every_recorded_report_is_judged() -> None:
    folder = CASES / "reports"
    assert sorted(RECORDED) == sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*"))


@pytest.mark.parametrize("text", REPORTS)
def test_reports(text: str) -> None:
    assert parse(text.encode()) == REPORTS[text]


@pytest.mark.parametrize(
    "text",
    [
        "<testsuite",
        "all passed",
        "[1]",
        "[" * 100_000,
        '{"tests": [1]}',
        '{"testResults": [{"assertionResults": [[]]}]}',
        '<!DOCTYPE x [<!ENTITY a "b">]><testsuite/>',
        '{"a": 1}',
    ],
)
def test_reports_that_are_none(text: str) -> None:
    with pytest.raises(UnreadableReport):
        parse(text.encode())


@pytest.mark.parametrize(
    ("identifier", "name", "found"),
    [
        ("FR-005", "test_fr_005_adds", True),
        ("FR-005", "FR-005: adds", True),
        ("FR-005", "test_fr_0051", False),
        ("FR-005", "test_xfr_005", False),
        ("FR-005", "test_fr_005_1", True),
        ("req~login~1", "test_req_login_1", True),
        ("需求-1", "test_需求_1", True),
    ],
)
def test_a_name_carries_an_id(identifier: str, name: str, found: bool) -> None:
    assert selects(identifier, name) is found


@given(st.text(min_size=1))
def test_a_marker_is_of_letters_digits_and_underscores(identifier: str) -> None:
    assert all(character.isalnum() or character == "_" for character in marker(identifier))


def test_the_unittest_script_needs_nothing_of_ours() -> None:
    text = (Path(__file__).parent.parent / "specdev" / "checks" / "unittest_report.py").read_text()
    assert "from ." not in text
    assert "import specdev" not in text
