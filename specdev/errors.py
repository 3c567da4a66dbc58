"""
What stops the program, as one tree.

    SpecdevError            a sentence for a person; the command ends with status 1
    └── UsageError          the call's words are off; the command ends with status 2

Mistakes in a user's documents are not exceptions: they are values, see `diagnostics`.
"""

from __future__ import annotations


class SpecdevError(Exception):
    """The program cannot go on; `hint` says what a person can do about it."""

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SpecdevError):
    """What was asked for makes no sense: an unknown name, two options that exclude each other."""

    status = 2
