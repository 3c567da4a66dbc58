"""
Consent: nothing of a repository is executed before a person has agreed to exactly that.

`.specdev/consent` holds one hash a line, of the checks that a person agreed to. It is of the checks as they are, not
of the seal that they claim to have: a changed check asks again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .. import transaction
from ..errors import SpecdevError

FILE = "consent"


class ConsentNeededError(SpecdevError):
    """Checks would be executed that nobody agreed to; `commands` says what would run."""

    status = 2

    def __init__(self, commands: tuple[str, ...]) -> None:
        super().__init__(
            "nothing was executed: nobody has agreed to what would run here",
            "`specdev verify` asks at a terminal; `--yes` agrees, where somebody has read the checks",
        )
        self.commands = commands


def missing(root: Path, hashes: Iterable[str]) -> frozenset[str]:
    """The hashes that nobody has agreed to."""
    try:
        known = set((root / transaction.STATE / FILE).read_text(encoding="utf-8").split())
    except OSError:
        known = set()
    return frozenset(hashes) - known


def give(root: Path, hashes: Iterable[str]) -> None:
    """Remember that a person agreed to these."""
    new = sorted(missing(root, hashes))
    place = transaction.state_folder(root) / FILE
    with place.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in new))
        file.flush()
        os.fsync(file.fileno())
