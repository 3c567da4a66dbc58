"""
What `doctor` and `review` print with `--format json`: the models behind their schemas.

The commands build plain data; tests hold the two together.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .model import Artifact, ItemId
from .outputs import Slug

Mode = Literal["json_schema", "tools", "json", "md_json"]


class DoctorStep(Artifact):
    """One step of the examination."""

    step: Annotated[
        str, Field(description="What was looked at: packages, settings, host, key, endpoint, model, form …")
    ]
    state: Annotated[
        Literal["ok", "failed", "skipped"], Field(description="skipped: not tried, or a step that it needs has failed.")
    ]
    found: Annotated[str, Field(description="What was found.")]
    advice: Annotated[str, Field(description="What to change; may be empty.")]
    notes: Annotated[tuple[str, ...], Field(description="What else was seen.")]


class TriedMode(Artifact):
    """One way to ask for the form of an answer."""

    mode: Annotated[Mode, Field(description="As in `model.mode`.")]
    fits: Annotated[bool | None, Field(description="Whether answers are of the form; null: not tried.")]
    why: Annotated[str, Field(description="Why they are not; empty where they are, or where it was not tried.")]


class Doctor(Artifact):
    """`specdev doctor --format json`."""

    steps: Annotated[tuple[DoctorStep, ...], Field(description="The steps, in order.")]
    modes: Annotated[tuple[TriedMode, ...], Field(description="The modes, the strictest first.")]
    mode: Annotated[Mode | None, Field(description="The mode in which answers fit; null: none is known.")]
    counts: Annotated[bool | None, Field(description="Whether the endpoint counts tokens; null: not known.")]
    tokens_per_second: Annotated[
        float | None, Field(description="Of the small answer that was given; null: not known.")
    ]
    calls: Annotated[int, Field(ge=0, description="Questions that were asked.")]
    tokens: Annotated[int, Field(ge=0, description="Tokens that they used.")]


class ReviewFinding(Artifact):
    """A fault of a PRD, on words that really stand there."""

    spec: Slug
    code: Annotated[str, Field(description="`specdev explain CODE` tells more.")]
    kind: Annotated[
        Literal["missing", "wrong", "unbuildable", "untestable", "contradictory"],
        Field(description="What kind of fault it is."),
    ]
    item: Annotated[ItemId | None, Field(description="The item that has it; null: no item says it.")]
    other: Annotated[ItemId | None, Field(description="Of a contradiction: the second item; null: none is named.")]
    path: Annotated[str, Field(description="Relative to the project: the vision, or prd.yaml for what is not in it.")]
    lines: Annotated[tuple[int, int], Field(description="First and last line.")]
    quote: Annotated[str, Field(description="Words of the vision or of the item that show it.")]
    text: Annotated[str, Field(description="What is wrong.")]
    suggestion: Annotated[str, Field(description="What to change; may be empty.")]
    model: Annotated[str, Field(description="Who has found it.")]


class UnreviewedPart(Artifact):
    """A part that nobody has looked at."""

    spec: Slug
    what: Annotated[str, Field(description="Its headings, or what the question was about.")]
    lines: Annotated[tuple[int, int] | None, Field(description="Of the vision; null: it is about none.")]
    trouble: Annotated[str, Field(description="Why, in one word: see docs/models.md.")]
    message: Annotated[str, Field(description="Why, in a sentence.")]


class Review(Artifact):
    """`specdev review --format json`."""

    diagnostics: Annotated[
        tuple[dict[str, Any], ...], Field(description="The findings as all commands have them; see diagnostics.")
    ]
    summary: Annotated[dict[str, int], Field(description="How many of each severity.")]
    findings: Annotated[tuple[ReviewFinding, ...], Field(description="The findings, by place.")]
    unreviewed: Annotated[tuple[UnreviewedPart, ...], Field(description="What got no usable answer.")]
    left_out: Annotated[int, Field(ge=0, description="Findings on words that are not there.")]
    beyond: Annotated[int, Field(ge=0, description="Findings that were too many.")]
