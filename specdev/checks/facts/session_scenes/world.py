"""
What the whole PRD tells about the product's commands: one coherent story.

The same example values stand in the sample of the stored file, in transcripts and in the messages of all commands
(`started acme at 09:00`, `acme for 0:45 (kick-off call)`). They are given to the places that bear their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ....model import Item
from ..calls import Call
from ..fact import Run
from ..knowledge import Knowledge
from ..lazily import lazy
from .clock import Clock
from .echoed import repeated
from .errors import Errors
from .examples import Example
from .interface import Command, Interface
from .stems import holds
from .store import Store
from .told import Told

NUMBERED = frozenset(["id", "n", "number", "num", "nr", "no", "nummer", "index", "número", "numéro", "numero", "nro"])
"""Names of places for the number of something that is stored."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """What brings a value into the world, so that other commands can be given it."""

    command: tuple[str, ...]
    """The words of the command."""
    call: Call | None = None
    """The call of an example that does it."""


_OPENS = lazy(r"\W*?`([^`\n]+)`(?!\W*?(?:,|\b(?:and|or|und|oder|y|o|et|ou|e)\b)\s*\W?`)")
"""The code that a text begins with, where it is no list of several."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known, for the scenes to lean on."""

    known: Knowledge
    interface: Interface = field(default_factory=Interface)
    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    """Item ID to its messages."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Name of a place to the value that the document gives it everywhere."""
    own: Mapping[tuple[tuple[str, ...], str], str] = field(default_factory=dict)
    """(Command, place or option) to the value that an example gives it."""
    seen: Mapping[tuple[tuple[str, ...], str], tuple[str, ...]] = field(default_factory=dict)
    """(Command, place or option) to all values that examples give it."""
    introduced: Mapping[str, Introduction] = field(default_factory=dict)
    """Value to what brings it into the world."""
    subjects: Mapping[str, Command] = field(default_factory=dict)
    """Item ID to the command that its paragraph speaks of."""
    sessions: tuple[tuple[Run, ...], ...] = ()
    """Transcripts that begin in an empty folder."""
    examples: tuple[Example, ...] = ()
    """Transcripts on data that the document shows."""
    errors: Errors = field(default_factory=Errors)
    """What holds for all errors."""
    sections: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    """Heading to the items below it."""
    items: Mapping[str, Item] = field(default_factory=dict)
    """Every item by its ID."""
    prose: frozenset[str] = frozenset()
    """Stems of all words that the document uses outside of code."""

    @property
    def names(self) -> frozenset[str]:
        return self.known.names

    def value(self, command: Command, place: str) -> str:
        """The value of a place or an option; empty where the document gives none."""
        if value := self.own.get((command.words, place)) or self.cast.get(place, ""):
            return value
        others = {value for (_, name), value in self.own.items() if name == place}
        return others.pop() if len(others) == 1 else ""

    def needed(self, command: Command, message: str = "") -> dict[str, str]:
        """What must be given to a command, with its values: those that the message repeats, else the document's."""
        names = [place.name for place in command.places if not place.optional]
        names += [option.name for option in command.options if option.required and option.value]
        shown = {**self._shown(command, message), **repeated(command, message)}
        found = {name: shown.get(name) or self.value(command, name) for name in names}
        if message or all(found.values()):
            return found
        told = [self.needed(command, one.text) for one in self.of(command) if not one.fails and one.text]
        return next((values for values in told if all(values.values())), found)

    def _shown(self, command: Command, message: str) -> dict[str, str]:
        """Place to a value that an example gives to a place of this name, where the message holds one alone."""
        found = {}
        for place in command.places:
            pool = {value for (_, name), values in self.seen.items() if name == place.name for value in values}
            held = [value for value in pool if holds(message, value)]
            if len(held) == 1:
                found[place.name] = held[0]
        return found

    def given(self, command: Command, message: str) -> dict[str, str]:
        """What is needed, and what else the message shows: places, and options with a value of the document's own."""
        found = self.needed(command, message)
        for place in command.places:
            if place.optional and holds(message, value := self.value(command, place.name)):
                found[place.name] = value
        for name, value in repeated(command, message).items():
            if self.own.get((command.words, name)) == value:
                found.setdefault(name, value)
        return found

    def messages(self) -> Iterator[Told]:
        for found in self.told.values():
            yield from found

    def of(self, command: Command) -> Iterator[Told]:
        """The messages of a command."""
        return (one for one in self.messages() if one.command and one.command.words == command.words)

    def _headed(self, title: str) -> Command | None:
        """The command that a heading names."""
        return self.interface.named(title.replace("`", "").strip(), self.known)

    def introducing(self, command: Command) -> frozenset[str]:
        """
        IDs of the items that begin with the command as it is called: it is there when one of them is built.

        None where the command has a heading of its own: then every item below it describes it.
        """
        if any(self._headed(title) is command for title in self.sections):
            return frozenset()
        return frozenset(
            item.id
            for item in self.items.values()
            if (opens := _OPENS.match(item.text)) and self.interface.named(opens[1], self.known) is command
        )

    def about(self, command: Command) -> frozenset[str]:
        """IDs of the items that describe the command: those of its section, and those that open with it."""
        found = {one.item for one in self.of(command)}
        for title, items in self.sections.items():
            if self._headed(title) is command:
                found |= {item.id for item in items}
        return frozenset(found)
