"""Asking again: what passes is tried a few times, at the endpoint's word or after waits that grow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .pace import Pace
from .request import Answer
from .trouble import Adjusted, Busy, Trouble

LONGEST_S = 120.0
"""Seconds that an endpoint may ask to be left alone; above that the question is given up at once."""
_GROWN_S = 30.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long."""

    retries: int
    """Times that a question is asked again."""
    first_s: float = 0.5
    """Seconds before the second try; twice as many before each further one."""

    def answered(self, attempt: Callable[[], Answer], pace: Pace) -> Answer:
        """What `attempt` gives in the end, in a seat of `pace`. Raises the Trouble of its last try, or Stopped."""
        tries = 0
        while True:
            try:
                with pace.seat() as number:
                    answer = attempt()
            except Adjusted:
                continue  # the endpoint forgets each argument once, so this ends
            except Trouble as trouble:
                if not trouble.passing or tries >= self.retries or (trouble.wait_s or 0) > LONGEST_S:
                    raise _told(trouble, tries) from None
                seconds = self._pause(trouble, tries)
                if isinstance(trouble, Busy):
                    pace.slower(number, seconds)
            else:
                pace.well()
                return answer
            pace.rest(seconds)
            tries += 1

    def _pause(self, trouble: Trouble, tries: int) -> float:
        """Seconds to wait; with some chance in it, so that those who were refused together do not come together."""
        if trouble.wait_s is not None and trouble.wait_s > 0:
            return trouble.wait_s * (1 + 0.1 * random.random())
        return min(self.first_s * 2.0**tries, _GROWN_S) * (1 - 0.25 * random.random())


def _told(trouble: Trouble, tries: int) -> Trouble:
    if tries and trouble.passing:
        trouble.message += f"; asked {tries + 1} times"
        trouble.args = (trouble.message,)
    return trouble
