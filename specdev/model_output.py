"""
What `doctor` prints with `--format json`: the models behind its schema.

The command builds plain data; a test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .model import Artifact

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
