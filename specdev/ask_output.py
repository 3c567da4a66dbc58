"""
What `ask` prints with `--format json`: the models behind its schema.

The command builds plain data; a test holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .model import Artifact, ItemId, TaskId
from .outputs import Ids, Slug, TaskState


class AskedAbout(Artifact):
    """Words that a question is about."""

    item: Annotated[ItemId, Field(description="The item they were lifted into, or the question itself.")]
    path: Annotated[str, Field(description="Relative to the project; empty where they stand in the PRD alone.")]
    lines: Annotated[tuple[int, int], Field(description="First and last line, as the PRD has them.")]
    text: Annotated[str, Field(description="These lines; the words of the PRD where they are not current.")]
    current: Annotated[bool, Field(description="Whether the document still is the one that was planned.")]


class AskedQuestion(Artifact):
    """A question of a PRD."""

    spec: Slug
    id: ItemId
    title: Annotated[str, Field(description="A short name.")]
    text: Annotated[str, Field(description="What is asked.")]
    about: Annotated[Ids, Field(description="The items it is about.")]
    why: Annotated[str, Field(description="Why it matters.")]
    suggestions: Annotated[tuple[str, ...], Field(description="Answers that would settle it.")]
    answer: Annotated[str, Field(description="What a person decided; empty while it is open.")]
    code: Annotated[str, Field(description="The rule that asks, empty where the vision asks itself.")]
    source: Annotated[tuple[AskedAbout, ...], Field(description="The vision's words that it is about.")]


class AffectedTask(Artifact):
    """A task that `specdev split` makes in another way since the answers."""

    spec: Slug
    id: TaskId
    title: Annotated[str, Field(description="What is done.")]
    path: Annotated[str, Field(description="Its file, relative to the project.")]
    state: Annotated[TaskState | None, Field(description="Before the split; null: there is no such task yet.")]


class Ask(Artifact):
    """`specdev ask --format json`."""

    questions: Annotated[tuple[AskedQuestion, ...], Field(description="The questions, with `--all` answered ones too.")]
    answered: Annotated[Ids, Field(description="Those whose answer this call has changed.")]
    written: Annotated[tuple[str, ...], Field(description="Files that it has changed, relative to the project.")]
    tasks: Annotated[tuple[AffectedTask, ...], Field(description="Tasks that the answers touch.")]
    split: Annotated[
        tuple[dict[str, Any], ...], Field(description="With `--split`: what `specdev split --format json` prints.")
    ]
