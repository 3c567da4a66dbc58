"""
Run the checks of tasks and say what each one gave.

Every check gets the product as it is, a home and a temporary folder of its own, a clean environment and no network,
and nothing it starts outlives it. The checks and their files come from the spec in the project, never from the tree
that is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from . import checkrun
from .checks import consent
from .checks.selection import Planned, select
from .outcomes import Options, Outcome

DEFAULT = Options()


def verify(
    root: Path, selectors: Sequence[str] = (), options: Options = DEFAULT, *, yes: bool = False
) -> Iterator[Outcome]:
    """
    The outcome of every selected check, in the order of the tasks; all where nothing is selected.

    `selectors` are IDs of tasks or checks, or slugs. Raises ConsentNeededError where somebody must agree first and
    `yes` is not given, UsageError for a selector that names nothing, SpecdevError where there is no check at all.
    """
    planned = select(root, selectors)
    if not yes:
        ask_first(root, planned)
    return checkrun.run(root, planned, options)


def ask_first(root: Path, planned: Sequence[Planned]) -> None:
    """Raise ConsentNeededError, with what would run, where a person has not agreed to all of it."""
    new = consent.missing(root, {entry.digest for entry in planned if entry.digest})
    if new:
        raise consent.ConsentNeededError(commands([entry for entry in planned if entry.digest in new]))


def commands(planned: Sequence[Planned]) -> tuple[str, ...]:
    """The command lines that would be started, each once; those that may use the network say so."""
    lines = (
        line + ("   (with the network)" if entry.check.network else "")
        for entry in planned
        if entry.check
        for line in entry.check.commands()
    )
    return tuple(dict.fromkeys(lines))
