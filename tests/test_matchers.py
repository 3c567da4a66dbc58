"""Matchers: each operator on values that match and values that do not, and what holds for all of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdev.checks.matchers import Matcher, mismatch

HOLDS: list[tuple[dict[str, Any], Any]] = [
    ({"equals": "7"}, "7\n"),
    ({"equals": "a\nb"}, "a\r\nb\r\n"),
    ({"equals": 7}, 7),
    ({"equals": None}, None),
    ({"equals": [1, 2]}, [1, 2]),
    ({"contains": "ell"}, "hello"),
    ({"contains": ["he", "lo"]}, "hello"),
    ({"contains": "b"}, ["a", "b"]),
    ({"not_contains": ["x", "y"]}, "hello"),
    ({"matches": "^b$"}, "a\nb\nc"),
    ({"matches": ["a", "c"]}, "abc"),
    ({"starts_with": "he", "ends_with": "lo"}, "hello\n"),
    ({"line_count": 2}, "a\nb\n"),
    ({"line_count": 0}, ""),
    ({"line_count": {"ge": 2}}, "a\nb"),
    ({"len": 3}, "abc"),
    ({"len": {"between": [1, 2]}}, [1, 2]),
    ({"gt": 1, "lt": 3}, 2),
    ({"ge": 2, "le": 2}, "2"),
    ({"between": [0, 1]}, "0.5\n"),
    ({"one_of": ["a", "b"]}, "b\n"),
    ({"all": [{"contains": "a"}, {"contains": "b"}]}, "ab"),
    ({"any": [{"equals": "a"}, {"equals": "b"}]}, "b"),
    ({"not": {"contains": "x"}}, "ab"),
    ({"json": {"a": [1], "b": None}}, '{"b": null, "a": [1.0]}'),
    ({"equals": {"a": [True]}}, {"a": [True]}),
    ({"gt": 2**53}, 2**53 + 1),
    ({"ge": 0, "not": {"le": 1e300}}, 10**400),
    ({"equals": "red", "normalize": ["ansi"]}, "\x1b[31mred\x1b[0m"),
    ({"equals": "a\nb", "normalize": ["trailing_space"]}, "a  \nb\t"),
    ({"equals": "at <path>/x.py", "normalize": ["paths"]}, "at /home/me/x.py"),
    ({"equals": "on <time>", "normalize": ["timestamps"]}, "on 2024-05-01T10:00:00Z"),
    ({"equals": "on 2023-01-01", "normalize": ["timestamps"]}, "on 2024-05-01"),
]
FAILS: list[tuple[dict[str, Any], Any, str]] = [
    ({"equals": "7"}, "8", "expected '7', got '8'"),
    ({"equals": 1}, True, "expected 1, got True"),
    ({"equals": {"a": [1]}}, {"a": [True]}, "expected {'a': [1]}, got {'a': [True]}"),
    ({"json": {"a": True}}, '{"a": 1}', "expected the JSON {'a': True}, got '{\"a\": 1}'"),
    ({"contains": "1"}, [1], "expected to contain '1', got [1]"),
    ({"equals": "a"}, " a", "expected 'a', got ' a'"),
    ({"contains": ["he", "x"]}, "hello", "expected to contain ('he', 'x'), got 'hello'"),
    ({"not_contains": "ell"}, "hello", "not_contains 'ell', got 'hello'"),
    ({"matches": "^b"}, "ab", "expected to match '^b', got 'ab'"),
    ({"line_count": 1}, "a\nb", "line_count 1, got 'a\\nb'"),
    ({"gt": 2}, "two", "gt 2, got 'two'"),
    ({"gt": 2}, True, "gt 2, got True"),
    ({"len": 1}, 5, "len 1, got 5"),
    ({"json": {}}, "{", "expected the JSON {}, got '{'"),
    ({"not": {"equals": "a"}}, "a", "not {'equals': 'a'}, got 'a'"),
]


@pytest.mark.parametrize(("matcher", "value"), HOLDS, ids=str)
def test_a_value_that_matches(matcher: dict[str, Any], value: Any) -> None:
    assert Matcher.model_validate(matcher).mismatch(value) == ""


@pytest.mark.parametrize(("matcher", "value", "reason"), FAILS, ids=str)
def test_a_value_that_does_not_match_is_explained(matcher: dict[str, Any], value: Any, reason: str) -> None:
    assert Matcher.model_validate(matcher).mismatch(value) == reason


def test_a_plain_value_means_equals() -> None:
    assert (mismatch("7", "7\n"), mismatch("7", "77")) == ("", "expected '7', got '77'")


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(mismatch("a", "b" * 10_000)) < 500


@given(st.text())
def test_every_text_equals_itself(text: str) -> None:
    assert mismatch(text, text) == ""
    assert mismatch(Matcher(equals=text), text + "\n") == ""


@given(st.text(), st.text(min_size=1))
def test_not_turns_a_matcher_round(text: str, part: str) -> None:
    matcher = Matcher(contains=part)
    turned = Matcher.model_validate({"not": {"contains": part}})
    assert bool(matcher.mismatch(text)) != bool(turned.mismatch(text))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_json_text_has_the_value_it_was_made_from(value: Any) -> None:
    assert Matcher.model_validate({"json": value}).mismatch(json.dumps(value)) == ""
