"""Regular expressions as checks write them: Python's `re`, searched for, ^ and $ are line edges."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache


@lru_cache(512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to be searched for. re.error, OverflowError or RecursionError where it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what a later Python may read otherwise
        return re.compile(pattern, re.M)


def problem(pattern: str) -> str:
    """Why it is no regular expression; empty where it is one."""
    try:
        compiled(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error) or "nested too deeply"
    return ""
