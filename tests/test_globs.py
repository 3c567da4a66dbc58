"""What patterns match, and whether two can match one path."""

from __future__ import annotations

import fnmatch
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdev.globs import is_literal, match, may_overlap

OVERLAPS = [
    ("src/a.py", "src/a.py", True),
    ("src/a.py", "src/b.py", False),
    ("./src/a.py", "src/a.py", True),
    ("src/**", "src/a/b.py", True),
    ("src/*.py", "src/a/b.py", False),
    ("**/test_*.py", "tests/**", True),
    ("a/", "a/b", True),
    ("a/", "ab", False),
    ("*.py", "*.md", False),
    ("a*", "*b", True),
    ("a*b", "*c", False),
    ("src/[a-c]*.py", "src/[d-f]*.py", False),
    ("src/[a-c]*.py", "src/[!a-c]*.py", False),
    ("src/[a-d]?", "src/?[x]", True),
    ("**", "x", True),
    ("a/**/z", "a/b/**", True),
    ("a/**/y", "**/z", False),
]


@pytest.mark.parametrize(("first", "second", "answer"), OVERLAPS)
def test_may_overlap(first, second, answer):
    assert (may_overlap(first, second), may_overlap(second, first)) == (answer, answer)


def test_literal():
    assert [is_literal(p) for p in ("a/b.py", "a/", "a/*", "a?", "[a]")] == [True, False, False, False, False]


parts = st.text(alphabet="ab*?", min_size=1, max_size=4) | st.sampled_from(["**", "[a]", "[!a]", "[a-b]", "*b", "a"])
patterns = st.lists(parts, min_size=1, max_size=3).map("/".join)
NAMES = ["".join(chars) for n in (1, 2) for chars in itertools.product("abc", repeat=n)]
LONG = ["".join(chars) for n in (3, 4) for chars in itertools.product("abc", repeat=n)]
PATHS = [*NAMES, *LONG, *("/".join(p) for p in itertools.product(NAMES, repeat=2))]
PATHS += ["/".join(p) for p in itertools.product(["a", "b", "ab", "c"], repeat=3)]


def slow_match(pattern: list[str], path: list[str]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return slow_match(pattern[1:], path) or bool(path and slow_match(pattern, path[1:]))
    return bool(path) and fnmatch.fnmatchcase(path[0], pattern[0]) and slow_match(pattern[1:], path[1:])


@settings(max_examples=60, deadline=None)
@given(patterns, patterns)
def test_overlap_is_never_missed(first, second):
    one = {path for path in PATHS if match(first, path)}
    other = {path for path in PATHS if match(second, path)}
    assert one == {path for path in PATHS if slow_match(first.split("/"), path.split("/"))}
    if one & other:
        assert may_overlap(first, second)
    assert may_overlap(first, second) == may_overlap(second, first)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*?[]", min_size=1, max_size=6), st.sampled_from(NAMES + LONG))
def test_with_a_path_overlap_is_match(pattern, path):
    assert may_overlap(pattern, path) == match(pattern, path)
