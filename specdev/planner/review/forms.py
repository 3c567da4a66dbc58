"""What a reviewing model answers: evidence first, then what follows from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..form import Form

Kind = Literal["missing", "wrong", "unbuildable", "untestable", "contradictory"]


class Finding(Form):
    """One fault of the PRD."""

    quote: Annotated[
        str, Field(description="The words that show the fault, copied from the vision's lines or from the item.")
    ]
    line: Annotated[
        int | None,
        Field(description="Number of the line where they begin, as it was given; null where they are the item's."),
    ]
    kind: Annotated[Kind, Field(description="What kind of fault it is.")]
    item: Annotated[str | None, Field(description="Id of the item that has the fault; null where no item says it.")]
    problem: Annotated[str, Field(description="What is wrong, in one sentence of at most 30 words.")]
    suggestion: Annotated[str, Field(description="What to change, in one sentence; words to use where there are some.")]


class Findings(Form):
    """The faults of one part of the PRD; none where it is good."""

    findings: Annotated[list[Finding], Field(description="The faults, the gravest first; empty where there are none.")]


class Clash(Form):
    """Two items that cannot both hold."""

    first_quote: Annotated[str, Field(description="The words of the first item, copied.")]
    first: Annotated[str, Field(description="Id of the first item.")]
    second_quote: Annotated[str, Field(description="The words of the second item that they contradict, copied.")]
    second: Annotated[str, Field(description="Id of the second item.")]
    problem: Annotated[str, Field(description="Why both cannot hold, in one sentence of at most 30 words.")]
    suggestion: Annotated[str, Field(description="What to change, in one sentence.")]


class Clashes(Form):
    """The contradictions between items; none where they go together."""

    findings: Annotated[list[Clash], Field(description="The contradictions; empty where there are none.")]
