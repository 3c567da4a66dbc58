"""
Components of a product by a model, and the parts of those that are larger than a task may be.

All questions of one level are asked at once. What gets no usable answer is grouped as the starting list has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ... import graph
from ...compiler.planning import founded
from ...compiler.planning.grouping import Group, fits, group
from ...compiler.planning.proposal import Need, Part, some
from ...compiler.planning.settled import Settled, beside, settle
from ...llm.conversation import Message
from ...llm.trouble import Trouble
from ...model import Item
from .attempt import Attempt
from .component_forms import Component, Components
from .reasking import asked
from .units import Ballot, ballots

LEVELS = 4
"""Times that what is too large is asked for its parts; then the rules cut it."""
NEEDS = 12
"""Needs of a component that are read."""
TOLD = 600
"""Characters of a model's words that are kept."""


def parts(attempt: Attempt) -> tuple[Part, ...]:
    """The model's parts; none where it answered nothing, so that the plan stands as it is without."""
    return _Cutting(attempt).parts()


def first(attempt: Attempt) -> list[tuple[Ballot, list[Message]]]:
    """The questions to begin with, for an estimate."""
    cutting = _Cutting(attempt)
    return [(ballot, cutting.grouping(piece, ballot)) for piece, ballot in cutting.questions([cutting.whole()])]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Items that belong together so far."""

    name: str
    title: str
    goal: str
    items: tuple[Item, ...]
    needs: tuple[Need, ...] = ()


@dataclass(slots=True)
class _Cutting:
    attempt: Attempt

    def whole(self) -> _Piece:
        return _Piece("", self.attempt.prd.product, "", self.attempt.base.items)

    def parts(self) -> tuple[Part, ...]:
        """The model's parts; none where it answered nothing, so that the rules' plan stands as it is."""
        todo, done, answered = [self.whole()], [], False
        for level in range(LEVELS):
            asking = self.questions(todo)
            answers = self.attempt.all("grouping", [self._grouped(piece, ballot) for piece, ballot in asking])
            following: list[_Piece] = []
            for piece in todo:
                found: list[_Piece] = []
                for (asked_of, ballot), answer in zip(asking, answers, strict=True):
                    if asked_of is piece:
                        taken = self._taken(piece, ballot, answer, len(found))
                        answered = answered or bool(taken)
                        found += taken or self._by_rules(piece, ballot, answer, len(found))
                last = level == LEVELS - 1 or (level > 0 and len(found) == 1)
                for one in found:
                    if self._small(one):
                        done.append(one)
                    elif last:
                        done += self._cut(one)
                    else:
                        following.append(one)
            todo = following
            if self.attempt.ended or not todo:
                break
        if not answered:
            return ()
        done += [part for piece in todo for part in self._cut(piece)]
        return tuple(self._part(piece) for piece in sorted(done, key=_in_place))

    def questions(self, pieces: Sequence[_Piece]) -> list[tuple[_Piece, Ballot]]:
        settings = self.attempt.session.model.settings
        return [
            (piece, ballot) for piece in pieces for ballot in ballots(piece.items, self._groups(piece.items), settings)
        ]

    def grouping(self, piece: _Piece, ballot: Ballot) -> list[Message]:
        """The question which of its units go together."""
        return self.attempt.session.messages(
            "parts" if piece.name else "components",
            Components,
            about=self.attempt.about,
            component=json.dumps({"title": piece.title, "goal": piece.goal}, ensure_ascii=False),
            kind=ballot.kind,
            units=ballot.lines,
            start=ballot.starting,
            limits=self.attempt.config.limits,
        )

    def _groups(self, items: tuple[Item, ...]) -> Sequence[Group]:
        here = {item.id for item in items}
        kept = ((one, tuple(item for item in one.items if item.id in here)) for one in self.attempt.base.groups)
        found = [replace(one, items=mine) for one, mine in kept if mine]
        # what one group of the starting list holds is cut as the rules cut it
        return found if len(found) > 1 else group(items, self.attempt.base.near, self.attempt.config.limits)

    def _small(self, piece: _Piece) -> bool:
        return len(piece.items) == 1 or fits(piece.items, self.attempt.config.limits)

    def _grouped(self, piece: _Piece, ballot: Ballot) -> Callable[[], Components]:
        messages = self.grouping(piece, ballot)
        purpose = f"parts of {piece.title}" if piece.name else f"components of {self.attempt.prd.product}"

        def wrong(answer: Components) -> list[str]:
            settled = _settled(answer.components, ballot)
            return [*settled.faults, *_faults(answer.components, settled.owned)]

        return lambda: asked(self.attempt.session, purpose, messages, Components, wrong)

    def _taken(self, piece: _Piece, ballot: Ballot, answer: Components | Trouble, offset: int) -> list[_Piece]:
        """The pieces of an answer; none where it cannot be used."""
        if isinstance(answer, Trouble):
            return []
        settled = _settled(answer.components, ballot)
        if not any(settled.owned) or len(settled.missing) == len(ballot.units):
            return []
        self.attempt.faults += settled.faults
        items = {unit.id: unit.items for unit in ballot.units}
        kept = [(one, owned) for one, owned in zip(answer.components, settled.owned, strict=True) if owned]
        names: dict[str, str] = {}
        for number, (one, _) in enumerate(kept, offset + 1):
            names.setdefault(_key(one.title), f"{piece.name}.{number}".lstrip("."))
        found = []
        for number, (one, owned) in enumerate(kept, offset + 1):
            name = f"{piece.name}.{number}".lstrip(".")
            needs = tuple(
                Need(of=names.get(_key(need.component), f"?{told(need.component)}"), reason=told(need.reason))
                for need in one.needs[:NEEDS]
                if names.get(_key(need.component)) != name
            )
            mine = tuple(item for unit in owned for item in items[unit])
            found.append(_Piece(name, told(one.title), told(one.goal), mine, needs or piece.needs))
        return found

    def _by_rules(self, piece: _Piece, ballot: Ballot, answer: Components | Trouble, offset: int) -> list[_Piece]:
        """The rules' groups of the units, where no answer can be used."""
        if not isinstance(answer, Trouble):
            self.attempt.failed.append((piece.title, Trouble("it puts no requirement into any component")))
        elif not answer.lasting:
            self.attempt.failed.append((piece.title, answer))
        return self._cut(replace(piece, items=tuple(item for unit in ballot.units for item in unit.items)), offset)

    def _cut(self, piece: _Piece, offset: int = 0) -> list[_Piece]:
        """The piece as the rules group it."""
        groups = self._groups(piece.items)
        if len(groups) < 2:
            return [replace(piece, name=f"{piece.name}.{offset + 1}".lstrip("."))]
        return [
            _Piece(f"{piece.name}.{number}".lstrip("."), one.title, "", one.items, piece.needs)
            for number, one in enumerate(groups, offset + 1)
        ]

    def _part(self, piece: _Piece) -> Part:
        ids = tuple(item.id for item in piece.items)
        found = founded.ground(self.attempt.prd, piece.items)
        if piece.goal and not founded.faults(piece.goal, found, founded.GOAL_WORDS):
            self.attempt.goals[frozenset(ids)] = piece.goal
        return Part(name=piece.name, title=piece.title, items=ids, needs=piece.needs)


def _settled(components: Sequence[Component], ballot: Ballot) -> Settled:
    claims = [[name.strip().strip("`") for name in one.items] for one in components]
    home = beside([names for _, names in ballot.start])
    return settle(claims, [unit.id for unit in ballot.units], home)


def _faults(components: Sequence[Component], owned: Sequence[Sequence[str]]) -> list[str]:
    """What is wrong with titles and needs of the components that have items."""
    kept = [one for one, mine in zip(components, owned, strict=True) if mine]
    titles = {_key(one.title) for one in kept}
    found = []
    if empty := sum(not mine for mine in owned):
        found.append(f"components without ids of their own: {empty}")
    if len(titles) < len(kept) or "" in titles:
        found.append("titles that are empty, or stand twice")
    needs = [(one, need) for one in kept for need in one.needs]
    if unknown := [need.component for _, need in needs if _key(need.component) not in titles]:
        found.append(f"needs of components that are not there: {some(unknown)}")
    if any(not need.reason.strip() for _, need in needs):
        found.append("needs without a reason")
    edges: dict[str, list[str]] = {title: [] for title in titles}
    for one, need in needs:
        edges[_key(one.title)].append(_key(need.component))
    if circle := graph.cycle(edges):
        found.append(f"needs in a circle: {' → '.join(circle[:6])}")
    return found


def told(text: str) -> str:
    """At most TOLD characters that can be written to a file."""
    return text[:TOLD].encode("utf-8", "ignore").decode().strip()


def _key(title: str) -> str:
    return founded.plain(title).casefold()


def _in_place(piece: _Piece) -> list[int]:
    return [int(number) for number in piece.name.split(".") if number]
