"""
What somebody else than the rules proposes for a plan: which items go together, after what, and in which words.

It is data that is judged like a document (`arranged`, `agreed`): whatever stands in it, the plan covers every item
once and holds no circle. `split` keeps it as decomposition.json, so that the same PRD gives the same plan unasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from ...diagnostics import Code, Diagnostic, Span
from ...model import Artifact
from . import founded


class Need(Artifact):
    """A part that must be there before."""

    of: Annotated[str, Field(description="Name of the part; one that was cut has parts named after it.")]
    reason: Annotated[str, Field(description="Why it must be there before.")]


class Part(Artifact):
    """Items that one task is to make true."""

    name: Annotated[str, Field(description="Unique in the proposal; `2.1` is the first part of `2`.")]
    title: Annotated[str, Field(description="What is built, as a short phrase.")]
    items: Annotated[tuple[str, ...], Field(description="Ids of its items.")]
    needs: Annotated[tuple[Need, ...], Field(description="Parts that must be there before.")] = ()


class Interface(Artifact):
    """What one task builds and others use, where the vision leaves it open."""

    name: Annotated[str, Field(description="Its name in code.")]
    says: Annotated[str, Field(description="What it does, in a sentence.")]


class Use(Artifact):
    """An interface of an earlier task."""

    name: Annotated[str, Field(description="Its name in code.")]
    why: Annotated[str, Field(description="What it is used for.")]


class Words(Artifact):
    """Words for the task that covers exactly `items`."""

    items: Annotated[tuple[str, ...], Field(description="Ids of the items it covers.")]
    title: Annotated[str, Field(description="What is done, as a short phrase.")] = ""
    goal: Annotated[str, Field(description="What is true when it is done, in a sentence.")] = ""
    provides: Annotated[tuple[Interface, ...], Field(description="What later tasks may rely on.")] = ()
    uses: Annotated[tuple[Use, ...], Field(description="What it relies on of earlier tasks.")] = ()


class Proposal(Artifact):
    """A whole plan as it was proposed; without parts the rules' own stand."""

    parts: Annotated[tuple[Part, ...], Field(description="Items by task.")] = ()
    words: Annotated[tuple[Words, ...], Field(description="Words for tasks.")] = ()


class Kept(Artifact):
    """decomposition.json: what a model proposed for a plan, so that the same PRD is split again without asking."""

    specdev: Annotated[Literal[1], Field(description="Version of this format.")] = 1
    inputs: Annotated[str, Field(description="SHA-256 of what was asked with: model, prompts, limits, items.")]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not taken of a proposal, before it has a place."""

    code: Code
    facts: tuple[tuple[str, str], ...]

    def at(self, place: Span) -> Diagnostic:
        """The diagnostic for `place`."""
        facts: dict[str, Any] = dict(self.facts)
        return self.code.at(place, **facts)


def remark(code: Code, **facts: str) -> Remark:
    return Remark(code, tuple(facts.items()))


def some(names: list[str], most: int = 3) -> str:
    """The first few names and how many more: ``3 (`a`, `b` …)``."""
    shown = ", ".join(f"`{founded.plain(name[:40])}`" for name in names[:most])
    return f"{len(names)} ({shown}{' …' if len(names) > most else ''})"
