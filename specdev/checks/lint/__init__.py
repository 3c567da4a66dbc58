"""
What is wrong with a check that its schema cannot say, judged from the data alone; nothing is executed.

    SD502  it passes whatever happens: it asserts nothing, or judges only what it brings itself
    SD504  it leans on the machine it runs on: the network, the home folder, an absolute path, the clock
    SD505  it has no time limit
    SD507  a bound on time without repeats, tolerance or a word on the machine it holds for
    SD508  it can never pass: its conditions exclude each other, or a pattern is no regular expression

Takes a check as it stands in a task, broken ones too, and imports no models, because `validate` must start fast.
Only what is certain is said: a check that may be good is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .asserting import vacuous
from .impossible import impossible
from .machine import leans

Finding = tuple[str, str]
"""Code and message."""

_RUNS_FOR_P95 = 20
"""With fewer, the nearest rank of 95 % is the slowest run."""


def lint(check: Mapping[str, Any], product: Collection[str] = ()) -> Iterator[Finding]:
    """
    (code, message) for everything that is wrong; the message has no place, the caller knows it.

    `product` holds names of the product: a command of that name is the product's, even where it is called `wc`.
    """
    name = f"check `{check.get('id', '?')}`"
    if _number(check.get("timeout_s")) <= 0:
        yield "SD505", f"{name} has no time limit: `timeout_s` is missing"
    if reason := vacuous(check, product):
        yield "SD502", f"{name} {reason}"
    for reason in impossible(check):
        yield "SD508", f"{name} {reason}"
    for reason, word in leans(check):
        yield "SD504", f"{name} leans on {reason}: `{word}`"
    if check.get("kind") == "bench" and (lacking := _bench_lacks(check)):
        yield "SD507", f"{name} bounds a time without {' and '.join(lacking)}"


def _bench_lacks(check: Mapping[str, Any]) -> list[str]:
    lacking = []
    repeats = _number(check.get("repeats"))
    if repeats < 2:
        lacking.append("`repeats`")
    elif check.get("stat") == "p95" and repeats < _RUNS_FOR_P95:
        lacking.append(f"at least {_RUNS_FOR_P95} `repeats` for `p95`")
    if check.get("tolerance") is None:
        lacking.append("`tolerance`")
    if not check.get("machine"):
        lacking.append("`machine`")
    return lacking


def _number(value: Any) -> float:
    """The value where it is a number, else 0."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
