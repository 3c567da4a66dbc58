"""A time tracker for the command line that keeps one plain text file."""

from __future__ import annotations


class Refusal(Exception):
    """Something that cannot be done: what is printed to stderr, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
