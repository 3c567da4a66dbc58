"""
What checks gave on the commit that a task starts from: `.specdev/proofs/<slug>.jsonl`.

A check that fails on the base and passes after proves something. What it gave on the base stays true as long as the
check, the files it uses and the commit are the same; so it is kept, one record a line, and not found out again. What
could not be judged there (an error) is not kept: the machine may be to blame.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from . import records, transaction

FOLDER = "proofs"
Outcome = Literal["passed", "failed", "error", "skipped"]
KEPT = ("passed", "failed", "skipped")
"""Outcomes that are kept."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one check gave on one commit."""

    check: str
    digest: str
    """Of the check and of all files that it is judged by; see `verification`."""
    base: str
    """The commit's full name."""
    outcome: Outcome
    detail: str = ""


def keep(root: Path, slug: str, proofs: Iterable[Proof]) -> None:
    """Remember these; a process that is killed afterwards takes nothing back."""
    transaction.state_folder(root)
    records.append(_path(root, slug), (asdict(proof) for proof in proofs if proof.outcome in KEPT))


def known(root: Path, slug: str, base: str) -> dict[str, Proof]:
    """What is remembered about the commit, by digest."""
    found = {}
    for record in records.read(_path(root, slug)):
        texts = all(isinstance(value, str) for value in record.values())
        if texts and set(record) == _FIELDS and record["base"] == base and record["outcome"] in KEPT:
            found[record["digest"]] = Proof(**record)
    return found


_FIELDS = set(Proof.__slots__)


def _path(root: Path, slug: str) -> Path:
    return root / transaction.STATE / FOLDER / f"{slug}.jsonl"
