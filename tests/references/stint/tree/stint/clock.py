"""The current time, or the time that `--at` puts in its place."""

from __future__ import annotations

import argparse
from datetime import datetime

from stint import Refusal
from stint.log_file_2 import read_time


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="TIME")


def now(at: str | None) -> datetime:
    """The current time in whole minutes; `at` stands for it where it is given. Refusal where `at` is no time."""
    current = datetime.now().replace(second=0, microsecond=0)
    if at is None:
        return current
    try:
        return read_time(at if "T" in at else f"{current:%Y-%m-%d}T{at}")
    except ValueError:
        raise Refusal(f"bad time: {at}", 2) from None
