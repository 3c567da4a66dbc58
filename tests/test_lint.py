"""
What lint says about a check, from the cases in cases/lint.

A case is a check that is `bad`, what it `says` about it (codes and messages, without the check's name), and one that
looks alike and is `good`; or a good one alone. `product` gives names of the product.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml
from conftest import CASES
from hypothesis import given
from hypothesis import strategies as st

from specdev.checks.lint import lint

FOUND = [
    (path.stem, case) for path in sorted((CASES / "lint").glob("*.yaml")) for case in yaml.safe_load(path.read_text())
]


def said(check: dict[str, Any], product: tuple[str, ...] = ()) -> list[str]:
    whole = {"id": "T001.1", "covers": ["FR-001"], "timeout_s": 10, **check}
    return [f"{code} {message.removeprefix('check `T001.1` ')}" for code, message in lint(whole, product)]


@pytest.mark.parametrize(
    ("check", "wanted"),
    [pytest.param(case["bad"], case["says"], id=f"{name}: {case['bad']}") for name, case in FOUND if "bad" in case],
)
def test_a_bad_check(check: dict[str, Any], wanted: list[str]) -> None:
    assert said(check) == wanted


@pytest.mark.parametrize(
    ("check", "product"),
    [
        pytest.param(case["good"], tuple(case.get("product", ())), id=f"{name}: {case['good']}")
        for name, case in FOUND
        if "good" in case
    ],
)
def test_a_good_check_that_looks_alike(check: dict[str, Any], product: tuple[str, ...]) -> None:
    assert said(check, product) == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["a || b", "sh", "-c", "(", ".*"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5) | st.sampled_from(["matches", "any", "not", "len", "stdout", "files", "path"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
KEYS = ["id", "run", "steps", "expect", "timeout_s", "service", "exchanges", "files_in", "paths", "pattern", "command"]
KIND_NAMES = ["command", "file", "http", "data", "golden", "absent", "bench", "test", "review", "schema", "x"]


@given(st.sampled_from(KIND_NAMES), st.dictionaries(st.sampled_from(KEYS), JSON))
def test_lint_takes_any_data(kind: str, check: dict[str, Any]) -> None:
    assert all(code.startswith("SD50") for code, _ in lint({"kind": kind, **check}))


@pytest.mark.parametrize(
    "check",
    [{"kind": {"a": 1}}, {"kind": ["command"]}, {"expect": {"files": [{"path": {}}]}}, {"timeout_s": 10**400}],
    ids=str,
)
def test_lint_takes_fields_of_another_type(check: dict[str, Any]) -> None:
    assert isinstance(said({"kind": "command", "run": ["calc"], **check}), list)


def test_lint_loads_no_models() -> None:
    code = "import sys, specdev.checks.lint, specdev.checks.seal; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
