"""The shape of a language's entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one product; `{name}` in `part` and `test` stands for a part's module name."""

    part: str
    """The file that holds one part of the product."""
    test: str
    """The file that holds that part's tests."""
    entry: str
    """The file that wires the parts together."""
    library: str
    """The entry file of a library: what its users import."""
    hot: tuple[str, ...]
    """Files that many tasks would touch: only scaffold and integration own them."""


@dataclass(frozen=True, slots=True)
class Language:
    """One programming language."""

    name: str
    label: str
    """As a person writes it."""
    cues: tuple[str, ...]
    """Words that name it, in lower case."""
    manifests: tuple[str, ...]
    """Files at the top of a repository that show it."""
    suffix: str
    """Of its source files."""
    runner: str
    """The check runner for its tests."""
    gate: tuple[str, ...]
    """Commands that must stay green in a new project of this language."""
    tests: str
    """How a test names the requirement it proves, one sentence."""
    new: Layout
    """Where files go in a new project; `{package}` stands for the product's package name."""
    frameworks: tuple[str, ...] = ()
    """Words that make it likely where no language is named."""
    test_command: tuple[str, ...] = ()
    """For the runners junit and custom: what runs all tests; `{report}` is the file it writes."""
    separator: str = "_"
    """Between the words of a module name."""
    run: tuple[str, ...] = ()
    """How the product's command is started in a checkout; `{package}` and `{command}` are filled in."""
    wiring: Mapping[str, str] = field(default_factory=dict)
    """
    Shape of the product (see `target.Shape`) to how a part is reached from the entry file, one or two sentences;
    "single" is a command without subcommands, where that makes a difference.
    """
