"""
What questions may cost and have cost: reserved before a question leaves, settled with what the endpoint counted.

The ledger is a file that only grows (.specdev/model/ledger.jsonl), so that a run that is killed and started again goes
on with what is left; a reservation that was never settled counts as spent. A run's own budget begins anew with each
run; the ledger's limits hold for the project, also where several runs go on at once: who reserves holds the file, reads
what others have added since, and adds its own.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import records
from ..config import Budget, Price
from ..errors import SpecdevError
from .request import Usage
from .trouble import Exhausted

MILLION = 1_000_000
"""Prices are for so many tokens, as all vendors' lists have them."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was used."""

    calls: int = 0
    tokens: int = 0
    money: float = 0.0
    """In the currency of the price table."""

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.calls + other.calls, self.tokens + other.tokens, self.money + other.money)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.calls - other.calls, self.tokens - other.tokens, self.money - other.money)


def cost(usage: Usage, price: Price) -> float:
    """Money for an answer; what the endpoint had read before has a price of its own."""
    fresh = max(usage.input - usage.cached, 0)
    return (fresh * price.input + usage.cached * price.cached_input + usage.output * price.output) / MILLION


@dataclass(slots=True)
class Ledger:
    """Both budgets, safe to be asked from several threads."""

    place: Path
    run: Budget
    """For this run alone."""
    project: Budget
    """For all runs together."""
    price: Price
    clock: Any = time.monotonic
    _spent: Spent = Spent()
    _started: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _account: _Account = field(init=False)
    """Of the project, as far as the file was read."""
    _file: records.Shared = field(init=False)

    def __post_init__(self) -> None:
        self._account = _Account()
        self._file = records.Shared(self.place)

    @property
    def spent(self) -> Spent:
        """What this run has used, reservations included."""
        return self._spent

    @property
    def seconds(self) -> float:
        """Wall time since the first question of this run."""
        return 0.0 if self._started is None else float(self.clock() - self._started)

    @contextmanager
    def reserved(self, input_tokens: int, output_tokens: int, purpose: str) -> Iterator[Settlement]:
        """
        Room for one question; what is settled inside replaces it, and without that all of it counts as spent.

        Raises Exhausted before anything is asked where one of the budgets has no room for it, and SpecdevError where
        the ledger cannot be written: what is not written down is not spent.
        """
        estimate = Usage(input_tokens, 0, output_tokens, estimated=True)
        wanted = Spent(1, estimate.total, cost(estimate, self.price))
        settlement = Settlement()
        name = f"{os.getpid()}-{threading.get_ident()}-{time.time_ns()}"
        with self._lock:
            self._check(wanted)
            with self._held() as file:
                self._check_project(wanted, file)
                file.append(_record("reserve", name, purpose, wanted))
            self._spent += wanted
        try:
            yield settlement
        finally:
            used = settlement.usage
            if used is not None:
                actual = Spent(1, used.total, cost(used, self.price)) if used.total else Spent(1)
                with self._lock:
                    with self._held() as file:
                        file.append(_record("settle", name, purpose, actual))
                    self._spent += actual - wanted

    @contextmanager
    def _held(self) -> Iterator[records.Held]:
        try:
            with self._file.held() as file:
                yield file
        except OSError as error:
            raise SpecdevError(
                f"cannot keep account in `{self.place.name}`: {error.strerror or error}",
                "without it no budget holds: make .specdev/model writable, and see that the disk has room",
            ) from error

    def _check(self, wanted: Spent) -> None:
        if self._started is None:
            self._started = self.clock()
        _check(self.run, self._spent + wanted, "this run", "budget")
        if 0 < self.run.seconds < self.seconds:
            raise _exhausted("this run", "seconds", self.run.seconds, "budget")

    def _check_project(self, wanted: Spent, file: records.Held) -> None:
        """Raises Exhausted where all runs together have used too much; without a limit the file is not even read."""
        limits = self.project
        if limits.calls or limits.tokens or limits.money:
            anew, news = file.news()
            self._account = _Account() if anew else self._account
            self._account.add(news)
            _check(limits, self._account.total + wanted, "this project", "project_budget")


@dataclass(slots=True)
class Settlement:
    """What a question has cost in the end; None until somebody says so."""

    usage: Usage | None = None


def total(place: Path) -> Spent:
    """All that the ledger's file tells; a reservation that was never settled counts in full."""
    account = _Account()
    account.add(records.read(place))
    return account.total


@dataclass(slots=True)
class _Account:
    """What records of a ledger come to."""

    settled: Spent = Spent()
    reserved: dict[str, Spent] = field(default_factory=dict)

    def add(self, news: Iterable[Mapping[str, Any]]) -> None:
        for record in news:
            name, spent = str(record.get("name")), _spent(record)
            if record.get("what") == "reserve":
                self.reserved[name] = spent
            else:
                self.reserved.pop(name, None)
                self.settled += spent

    @property
    def total(self) -> Spent:
        return sum(self.reserved.values(), self.settled)


def _check(budget: Budget, after: Spent, whose: str, setting: str) -> None:
    for name, limit, value in (
        ("calls", budget.calls, after.calls),
        ("tokens", budget.tokens, after.tokens),
        ("money", budget.money, after.money),
    ):
        if limit and value > limit:
            raise _exhausted(whose, name, limit, setting)


def _exhausted(whose: str, name: str, limit: float, setting: str) -> Exhausted:
    return Exhausted(
        f"the budget of {whose} is used up: {name} {limit:g}",
        f"what is left is done by the rules; raise `model.{setting}` in specdev.yaml to go on",
    )


def _record(what: str, name: str, purpose: str, spent: Spent) -> dict[str, Any]:
    return {
        "what": what,
        "name": name,
        "purpose": purpose,
        "calls": spent.calls,
        "tokens": spent.tokens,
        "money": round(spent.money, 9),
    }


def _spent(record: Mapping[str, Any]) -> Spent:
    try:
        return Spent(int(record["calls"]), int(record["tokens"]), float(record["money"]))
    except (KeyError, TypeError, ValueError):
        return Spent()
