"""
How many questions are under way at once: half as many when the endpoint is busy, slowly more when it copes.

A wait that the endpoint asks for holds for all questions, since limits are those of an account.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .trouble import Stopped

_TICK_S = 0.1
"""Seconds after which who waits looks whether the run was stopped."""


@dataclass(slots=True)
class Pace:
    """Seats for questions; safe to be asked from several threads."""

    widest: int
    """Seats that there are at most."""
    clock: Callable[[], float] = time.monotonic
    stop: threading.Event = field(default_factory=threading.Event)
    """Set when the person stops the run: nobody gets a seat any more."""
    allowed: int = 0
    """Seats that there are now; 0 before the first question."""
    _taken: int = 0
    _round: int = 0
    _well: int = 0
    _closed_until: float = 0.0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def seat(self) -> Iterator[int]:
        """A seat, and the round it belongs to, which `slower` wants to know. Raises Stopped."""
        with self._changed:
            self.allowed = self.allowed or self.widest
            while not self._free():
                self._changed.wait(_TICK_S)
            self._taken += 1
            number = self._round
        try:
            yield number
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify()

    def slower(self, number: int, seconds: float) -> None:
        """Half the seats, and none for so long; questions of one round that fail together halve them once."""
        with self._changed:
            self._closed_until = max(self._closed_until, self.clock() + seconds)
            self._well = 0
            if number == self._round:
                self._round += 1
                self.allowed = max(1, self.allowed // 2)

    def well(self) -> None:
        """A question was answered: after as many as there are seats, there is one more."""
        with self._changed:
            self._well += 1
            if self._well >= self.allowed and self.allowed < self.widest:
                self._well = 0
                self.allowed += 1
                self._changed.notify()

    def rest(self, seconds: float) -> None:
        """Wait so long, or until the run is stopped; ^C ends it."""
        self.stop.wait(seconds)

    def _free(self) -> bool:
        if self.stop.is_set():
            raise Stopped("stopped", "what was answered is kept; the next run goes on from there")
        return self._taken < self.allowed and self.clock() >= self._closed_until
