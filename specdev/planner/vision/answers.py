"""What a model is asked for when it reads a vision: the forms of its answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import ItemKind, Priority
from ..form import Form

Key = Annotated[str, Field(description="A name from the list, such as R3.")]
Title = Annotated[str | None, Field(description="At most eight words, with no name or number that the words lack.")]


class Addition(Form):
    """One item that the list lacks or has in the wrong words."""

    quote: Annotated[
        str | None,
        Field(description="Its words, copied from the text without a change; null: the text does not say it."),
    ]
    first_line: Annotated[int, Field(description="Number of the line where the words begin.")]
    last_line: Annotated[int, Field(description="Number of the line where they end.")]
    leans_on: Annotated[
        str | None, Field(description="A sentence of the text that is needed to understand the words, copied.")
    ]
    instead_of: Annotated[list[str], Field(description="Items of the list that it takes the place of, such as [R3].")]
    key: Annotated[str, Field(description="A name of your own, N1, N2 and so on.")]
    kind: ItemKind
    priority: Annotated[Priority | None, Field(description="null: as the words say.")]
    title: Title
    accepts: Annotated[str | None, Field(description="For acceptance: the item it belongs to, R… or N…; else null.")]


class Correction(Form):
    """An item of the list whose words are right and whose kind, priority, title or place is not."""

    item: Key
    reason: Annotated[str, Field(description="Why, in a few words.")]
    leans_on: Annotated[
        str | None, Field(description="A sentence of the text that is needed to understand it, copied.")
    ]
    kind: Annotated[ItemKind | None, Field(description="null: as it is.")]
    priority: Annotated[Priority | None, Field(description="null: as it is.")]
    title: Title
    accepts: Annotated[str | None, Field(description="For acceptance: the item it belongs to, R… or N…; else null.")]


class Drop(Form):
    """An item of the list that is none."""

    item: Key
    reason: Annotated[str, Field(description="Why it states nothing that somebody has to do, know or check.")]


class Doubt(Form):
    """Something that a person has to decide before it can be built."""

    quote: Annotated[str | None, Field(description="The words it is about, copied; null: it is about a gap.")]
    text: Annotated[str, Field(description="The question.")]
    why: Annotated[str, Field(description="What depends on it.")]
    suggestions: Annotated[list[str], Field(description="Two or three answers that would settle it.")]


class Definition(Form):
    """A term that the text explains."""

    quote: Annotated[str, Field(description="The words that explain it, copied.")]
    term: Annotated[str, Field(description="The term as the text writes it.")]


class Reading(Form):
    """What a section of a vision says, as changes to the list; what is not named stays as it is."""

    additions: list[Addition]
    corrections: list[Correction]
    dropped: list[Drop]
    questions: list[Doubt]
    terms: list[Definition]


class Repeat(Form):
    """Two items that say the same."""

    keep: Key
    drop: Key
    reason: Annotated[str, Field(description="What both say.")]


class Recast(Form):
    """An item that the whole shows to be of another kind."""

    item: Key
    reason: Annotated[str, Field(description="Why, in a few words.")]
    kind: ItemKind


class Belongs(Form):
    """A criterion that accepts one item."""

    criterion: Key
    item: Key


class Needs(Form):
    """An item that cannot be built or tried before another."""

    item: Key
    needs: Key
    reason: Annotated[str, Field(description="Why, in a few words.")]


class Conflict(Form):
    """Items that cannot both hold, or leave a gap between them."""

    items: Annotated[list[str], Field(description="Names from the list, such as [R3, R17].")]
    text: Annotated[str, Field(description="The question that a person has to decide.")]
    why: Annotated[str, Field(description="What depends on it.")]
    suggestions: Annotated[list[str], Field(description="Two or three answers that would settle it.")]


class Reconciliation(Form):
    """What the sections say together; what is not named stays as it is."""

    repeats: list[Repeat]
    recast: list[Recast]
    belongs: list[Belongs]
    needs: list[Needs]
    conflicts: list[Conflict]
