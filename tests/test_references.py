"""
The references in tests/references: they are right, their faults are faults, and the checks of the examples tell.

`python bench/prove.py` prints what the last tests here ask for, with names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from references.judging import EXAMPLES, checks, judge, prove
from references.mutations import KINDS, NAMES, Fault, copy_of, facts, faults, reference

from specdev import yamlio

KINDS_OF_REQUIREMENTS = ("functional", "quality", "constraint")


def requirements(name: str) -> set[str]:
    """The IDs that a complete product has to do with."""
    [path] = (EXAMPLES / name).glob("specs/*/prd.yaml")
    prd = yamlio.load(path.read_text(encoding="utf-8"), str(path)).data
    return {item["id"] for item in prd["requirements"] if item["kind"] in KINDS_OF_REQUIREMENTS}


def in_name(requirement: str) -> str:
    """How the name of a test carries the ID."""
    return re.sub(r"\W", "_", requirement).lower()


def pytest_in(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=tree,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_every_example_has_a_reference():
    assert set(NAMES) == {path.parent.name for path in EXAMPLES.glob("*/vision.md")}


@pytest.mark.parametrize("name", NAMES)
def test_every_edit_fits_once_and_changes_something(name, tmp_path):
    for number, edit in enumerate({entry.edit for entry in (*faults(name), *facts(name))}):
        tree = copy_of(name, tmp_path / str(number), edit)
        changed = tree / edit.file
        before = (reference(name) / edit.file).read_bytes()
        assert not changed.exists() or changed.read_bytes() != before, edit


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_are_quoted_from_the_vision(name):
    vision = words_of((EXAMPLES / name / "vision.md").read_text(encoding="utf-8"))
    found = facts(name)
    assert [fact.id for fact in found if words_of(fact.quote) not in vision] == []
    assert {fact.kind for fact in found} <= set(KINDS)
    assert len({fact.id for fact in found}) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_a_fault_a_fact_and_a_test(name):
    wanted = requirements(name)
    assert {broken for fault in faults(name) for broken in fault.breaks} == wanted
    assert {fact.of for fact in facts(name)} == wanted
    tests = "".join(path.read_text(encoding="utf-8") for path in (reference(name) / "tests").glob("test_*.py"))
    named = re.findall(r"def (test_\w+)", tests)
    assert [one for one in wanted if not any(f"test_{in_name(one)}_" in test for test in named)] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_the_references_own_tests_pass(name, tmp_path):
    done = pytest_in(copy_of(name, tmp_path / name))
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_every_fault_breaks_what_it_says(name, tmp_path):
    def found(fault: Fault) -> bool:
        tree = copy_of(name, tmp_path / fault.id, fault.edit)
        done = pytest_in(tree, "-x", "-k", " or ".join(f"test_{in_name(broken)}_" for broken in fault.breaks))
        return done.returncode == 1

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        named = [fault.id for fault in faults(name)]
        assert [one for one, seen in zip(named, pool.map(found, faults(name)), strict=True) if not seen] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_every_check_passes_on_the_reference_and_none_on_nothing(name, tmp_path):
    jobs = os.cpu_count() or 1
    bad = [found for found in judge(name, reference(name), checks(name), jobs) if found.outcome != "passed"]
    assert bad == []
    assert [found.id for found in judge(name, tmp_path, checks(name), jobs) if found.outcome == "passed"] == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", NAMES)
def test_the_checks_find_faults_and_assert_facts(name):
    proof = prove(name, whole=False)
    assert 10 * len(proof.missed_faults) <= len(proof.faults), proof.missed_faults
    assert 5 * len(proof.missed_facts) <= len(proof.facts), proof.missed_facts
