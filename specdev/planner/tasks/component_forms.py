"""The forms of a model's answers about a plan: components with their items, and the words of one task."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..form import Form


class NeedsComponent(Form):
    """A component that must be there before."""

    reason: Annotated[str, Field(description="Why it must be there before, in one sentence.")]
    component: Annotated[str, Field(description="The title of that other component, exactly.")]


class Component(Form):
    """A part of the product."""

    items: Annotated[list[str], Field(description="The ids that belong to it; every id is in exactly one component.")]
    title: Annotated[str, Field(description="What is built, in at most 10 words; unique.")]
    goal: Annotated[str, Field(description="What is true when it is there, in one sentence.")]
    needs: Annotated[list[NeedsComponent], Field(description="Components that must be there before; often none.")]


class Components(Form):
    """The parts of a product, or of a part that is too large."""

    components: Annotated[list[Component], Field(description="All of them.")]


class Provided(Form):
    """Something that later tasks may rely on and that the items leave open."""

    name: Annotated[str, Field(description="A name in code, such as load_notes(path) or Store.")]
    says: Annotated[str, Field(description="What it does, takes and gives, in one sentence of at most 25 words.")]


class Used(Form):
    """An interface of an earlier task."""

    why: Annotated[str, Field(description="What this task needs it for, in a few words.")]
    name: Annotated[str, Field(description="The name of the interface, exactly as offered.")]


class TaskWords(Form):
    """The words of one task."""

    goal: Annotated[str, Field(description="What is true when the task is done, in one sentence of at most 40 words.")]
    title: Annotated[str, Field(description="What is done, in at most 10 words.")]
    uses: Annotated[list[Used], Field(description="Of the interfaces offered, those that it needs; often none.")]
    provides: Annotated[
        list[Provided], Field(description="Interfaces that the tasks after it rely on, at most 4; often none.")
    ]
