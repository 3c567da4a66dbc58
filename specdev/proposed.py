"""specs/<slug>/proposed.yaml: checks that a model proposes, until they are proven or dropped."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .model import Artifact, TaskId

FILE = "proposed.yaml"
_Used = Annotated[str, Field(pattern=r"^checks/(?!(.*/)?\.\.?(/|$))[^\\]+$")]


class Proposal(Artifact):
    """One check that a model proposes for a task. Nobody has agreed to it, and nothing is judged by it."""

    task: TaskId
    by: Annotated[str, Field(min_length=1, max_length=200, description="The model that wrote it.")]
    check: Annotated[
        dict[str, Any], Field(description="As it would stand in the task, with the words that it proves as `quote`.")
    ]
    files: Annotated[
        dict[_Used, str],
        Field(
            default_factory=dict, description="Files it needs: path below the spec's folder, under checks/, to text."
        ),
    ]
    base: Annotated[str, Field(description="The commit it was tried on, where it was; see `outcome`.")] = ""
    outcome: Annotated[
        Literal["passed", "error", "skipped"] | None,
        Field(description="What it gave there: `passed` proves nothing, `error` could not be judged."),
    ] = None
    detail: Annotated[str, Field(description="Why.")] = ""

    @property
    def id(self) -> str:
        """The check's number among the proposals."""
        return str(self.check.get("id", ""))

    @property
    def quote(self) -> str:
        """The words that it proves."""
        return str(self.check.get("quote", ""))


class Proposals(Artifact):
    """Checks that a model proposes; `specdev checks prove` takes those that fail on the base commit."""

    specdev: Literal[1] = Field(description="Version of this format.")
    proposals: Annotated[tuple[Proposal, ...], Field(description="By task and number.")] = ()
