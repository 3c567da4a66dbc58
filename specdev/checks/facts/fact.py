"""A fact: something concrete that an item states, in a form that can be checked."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from .calls import Call


@dataclass(frozen=True, slots=True)
class Run:
    """A call and what the document says comes of it; nothing where it only sets the stage."""

    call: Call
    expect: Mapping[str, Any] = field(default_factory=dict)
    """As `expect` of a command check."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one item states, concretely."""

    item: str
    """The item's ID."""
    kind: str
    """The kind of check that fits: command, file, http … or `doctest`, a file of examples for Python's own doctest."""
    quote: str
    """The words that state it, verbatim."""
    runs: tuple[Run, ...] = ()
    """For kind command: what is run, in order, in one folder."""
    fixtures: Mapping[str, str] = field(default_factory=dict)
    """Files that must stand in the working folder: name to content."""
    body: Mapping[str, Any] = field(default_factory=dict)
    """For other kinds: the fields of the check; for http `exchanges`, and perhaps options that the service is
    started `without` and the `port` it takes then; for doctest `text`."""
    also: tuple[str, ...] = ()
    """IDs of other items whose words it shows too."""
    names: frozenset[str] = frozenset()
    """Names of a library that must be there before it can be tried; empty where nothing is told."""
    times: Mapping[str, int] = field(default_factory=dict)
    """Fixtures that stand in their file many times over: name to how often."""
    uses: tuple[frozenset[str], ...] = ()
    """
    What must be built before it can be shown: groups of item IDs, one group for each part that it uses besides its own
    item. A part is there as soon as one of the group's items is built.
    """

    def shown_by(self, built: Set[str]) -> bool:
        """Whether it can be shown where these items are built."""
        return all(group & built for group in self.uses)

    @property
    def asserts(self) -> bool:
        """Whether anything is stated that can turn out otherwise."""
        return any(run.expect for run in self.runs) or bool(self.body)


@dataclass(frozen=True, slots=True)
class Gap:
    """An example that would be a check if one more thing were told."""

    item: str
    quote: str
    missing: str
    """What is not told."""
