"""
What `status`, `next`, `verify`, `graph` and `show` print with `--format json`: the models behind their schemas.

The commands build plain data, because they start faster without the models; tests hold the two together.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .model import Artifact, ItemId, Source, TaskId

TaskState = Annotated[
    Literal["verified", "failed", "ready", "waiting"],
    Field(description="ready: all it needs is verified; waiting: for what it needs."),
]
Ids = tuple[ItemId, ...]
Tasks = tuple[TaskId, ...]
Slug = Annotated[str, Field(description="The product: its folder below specs/.")]
Minutes = Annotated[int, Field(ge=0, description="Of an experienced engineer, estimated.")]
Outcome = Literal["passed", "failed", "error", "vacuous", "skipped"]


class PrdState(Artifact):
    """What is known of a PRD."""

    status: Annotated[Literal["draft", "approved", "missing"], Field(description="missing: there is no prd.yaml.")]
    items: Annotated[dict[str, int], Field(description="Number of items by kind.")]
    open_questions: Annotated[Ids, Field(description="Questions without an answer.")]


class TaskCounts(Artifact):
    """The tasks by their state."""

    total: Annotated[int, Field(description="Tasks that can be read.")]
    verified: Annotated[int, Field(description="All their checks passed.")]
    failed: Annotated[int, Field(description="A check of theirs did not pass.")]
    ready: Annotated[int, Field(description="All they need is verified.")]
    waiting: Annotated[int, Field(description="They wait for what they need.")]
    unreadable: Annotated[tuple[str, ...], Field(description="Files that cannot be read.")]


class WaveState(Artifact):
    """The tasks of one wave by their state."""

    verified: Annotated[Tasks, Field(description="All their checks passed.")]
    failed: Annotated[Tasks, Field(description="A check of theirs did not pass.")]
    ready: Annotated[Tasks, Field(description="All they need is verified.")]
    waiting: Annotated[Tasks, Field(description="They wait for what they need.")]


class Coverage(Artifact):
    """Requirements and the tasks that cover them."""

    required: Annotated[int, Field(description="Requirements of priority must, should and none.")]
    covered: Annotated[int, Field(description="Those that a task covers.")]
    missing: Annotated[Ids, Field(description="Those that none covers.")]


class LastRun(Artifact):
    """The check that was run last."""

    check: Annotated[str, Field(description="Its id.")]
    outcome: Annotated[Outcome, Field(description="See docs/checks.md.")]
    commit: Annotated[str, Field(description="The commit it was run on; empty outside git.")]


class Proof(Artifact):
    """What the checks gave on this machine."""

    checks: Annotated[int, Field(description="Checks that stand in tasks.")]
    outcomes: Annotated[dict[Outcome, int], Field(description="Number of checks by their last outcome.")]
    last: Annotated[LastRun | None, Field(description="null: nothing was run yet.")]


class ProductStatus(Artifact):
    """How far a product is."""

    spec: Slug
    product: Annotated[str, Field(description="Its name.")]
    prd: Annotated[PrdState, Field(description="Its PRD.")]
    tasks: Annotated[TaskCounts, Field(description="Its tasks.")]
    waves: Annotated[tuple[WaveState, ...], Field(description="Its tasks by waves; empty where needs form a circle.")]
    cycle: Annotated[Tasks, Field(description="Tasks that need each other, as a closed path; else empty.")]
    coverage: Annotated[Coverage, Field(description="Requirements that have a task.")]
    evidence: Annotated[Proof, Field(description="What is verified.")]


class Status(Artifact):
    """`specdev status --format json`."""

    specs: Annotated[tuple[ProductStatus, ...], Field(description="The products, by slug.")]


class NextTask(Artifact):
    """A task that can be started, or mended."""

    id: TaskId
    title: Annotated[str, Field(description="What is done.")]
    path: Annotated[str, Field(description="Its file, relative to the project.")]
    minutes: Minutes
    covers: Annotated[Ids, Field(description="Items that it makes true.")]
    needs: Annotated[Tasks, Field(description="Tasks that had to be done before.")]
    owns: Annotated[tuple[str, ...], Field(description="What it may write.")]
    reads: Annotated[tuple[str, ...], Field(description="What it should read first.")]
    checks: Annotated[tuple[str, ...], Field(description="Ids of its checks.")]


class ProductNext(Artifact):
    """What can be started in a product."""

    spec: Slug
    ready: Annotated[tuple[NextTask, ...], Field(description="Those that most work waits for come first.")]
    failed: Annotated[tuple[NextTask, ...], Field(description="Tasks with a check that did not pass.")]
    waiting: Annotated[int, Field(description="Number of tasks that wait.")]
    verified: Annotated[int, Field(description="Number of tasks that are done.")]
    do: Annotated[str, Field(description="What to do now, for a person.")]


class Next(Artifact):
    """`specdev next --format json`."""

    specs: Annotated[tuple[ProductNext, ...], Field(description="The products, by slug.")]


class VerifiedCheck(Artifact):
    """What one check gave."""

    id: Annotated[str, Field(description="The check's id.")]
    task: Annotated[str, Field(description="The task it stands in.")]
    slug: Slug
    kind: Annotated[str, Field(description="The kind of check.")]
    covers: Annotated[tuple[str, ...], Field(description="The items it proves.")]
    outcome: Annotated[Outcome, Field(description="See docs/checks.md.")]
    before: Annotated[
        Literal["passed", "failed", "error", "skipped"] | None,
        Field(description="What it gave on the base; null: there was none, or it was not run there."),
    ]
    duration_s: Annotated[float, Field(ge=0, description="Seconds on the product.")]
    detail: Annotated[str, Field(description="Why it did not pass.")]
    network: Annotated[bool, Field(description="What it started could reach the network.")]
    quote: Annotated[str, Field(description="The words of the vision that it was made from.")]
    source: Annotated[Source | None, Field(description="Where these words stand; null: it does not say.")]


class Tally(Artifact):
    """How many checks gave what."""

    passed: Annotated[int, Field(ge=0, description="Checks that passed.")]
    failed: Annotated[int, Field(ge=0, description="Checks that failed.")]
    error: Annotated[int, Field(ge=0, description="Checks that could not be judged.")]
    vacuous: Annotated[int, Field(ge=0, description="Checks that pass on the base too.")]
    skipped: Annotated[int, Field(ge=0, description="Checks that were not run.")]
    reviews: Annotated[int, Field(ge=0, description="Checks that are for a person to judge; in no other number.")]


class Verified(Artifact):
    """`specdev verify --format json`."""

    checks: Annotated[tuple[VerifiedCheck, ...], Field(description="The checks, in the order of the tasks.")]
    summary: Tally
    notes: Annotated[tuple[str, ...], Field(description="What holds for the whole run, such as a missing isolation.")]


class GraphTask(Artifact):
    """A task in the graph."""

    id: TaskId
    title: Annotated[str, Field(description="What is done.")]
    state: TaskState
    wave: Annotated[int, Field(ge=1, description="One more than that of the latest task it needs.")]
    minutes: Minutes
    needs: Annotated[Tasks, Field(description="As declared.")]
    covers: Annotated[Ids, Field(description="Items that it makes true.")]


class Graph(Artifact):
    """`specdev graph --format json`."""

    product: Annotated[str, Field(description="Its name.")]
    tasks: Annotated[tuple[GraphTask, ...], Field(description="In the order of their files.")]
    waves: Annotated[tuple[Tasks, ...], Field(description="Tasks that can be worked on at once.")]
    critical_path: Annotated[Tasks, Field(description="The chain that takes longest, in the order of work.")]
    minutes: Minutes
    critical_minutes: Annotated[int, Field(ge=0, description="Minutes of the critical path.")]
    parallelism: Annotated[float, Field(description="All minutes over those of the critical path.")]


class Reference(Artifact):
    """Something that another thing names."""

    id: Annotated[str, Field(description="Of a task or an item.")]
    title: Annotated[str, Field(description="Empty where nothing has this id.")]
    state: Annotated[TaskState | None, Field(description="Only of a task.")] = None


class ShownCheck(Artifact):
    """A check of the thing that is shown."""

    id: Annotated[str, Field(description="Its id.")]
    kind: Annotated[str, Field(description="How it is judged.")]
    covers: Annotated[Ids, Field(description="The items it proves.")] = ()
    last: Annotated[Outcome | None, Field(description="What it gave last; null: not run yet.")]


class ShownSize(Artifact):
    """How large a task is."""

    prompt_tokens: Annotated[int, Field(description="Of the task's body, estimated.")]
    read_tokens: Annotated[int, Field(description="Of the files to read first, estimated.")]
    minutes: Minutes


class ShowTask(Artifact):
    """A task."""

    kind: Annotated[Literal["task"], Field(description="Always `task`.")]
    spec: Slug
    id: TaskId
    title: Annotated[str, Field(description="What is done.")]
    path: Annotated[str, Field(description="Its file, relative to the project.")]
    state: TaskState
    role: Annotated[str, Field(description="scaffold, contract, slice, spike or integration.")]
    covers: Annotated[tuple[Reference, ...], Field(description="Items that it makes true.")]
    applies: Annotated[tuple[Reference, ...], Field(description="Constraints and qualities that hold in it.")]
    needs: Annotated[tuple[Reference, ...], Field(description="Tasks that must be done before.")]
    needed_by: Annotated[tuple[Reference, ...], Field(description="Tasks that wait for it.")]
    owns: Annotated[tuple[str, ...], Field(description="What it may write.")]
    reads: Annotated[tuple[str, ...], Field(description="What it should read first.")]
    size: Annotated[ShownSize, Field(description="How large it is.")]
    checks: Annotated[tuple[ShownCheck, ...], Field(description="How it is judged.")]


class ShowItem(Artifact):
    """An item of the PRD, or one of its acceptance criteria."""

    kind: Annotated[Literal["item"], Field(description="Always `item`.")]
    spec: Slug
    id: ItemId
    item: Annotated[dict[str, Any], Field(description="As it stands in prd.yaml.")]
    part_of: Annotated[str | None, Field(description="Of a criterion: the item it stands under.")]
    tasks: Annotated[tuple[Reference, ...], Field(description="Tasks that cover it.")]
    applies_to: Annotated[tuple[Reference, ...], Field(description="Tasks in which it holds.")]
    checks: Annotated[tuple[ShownCheck, ...], Field(description="Checks that prove it.")]


class ShowCheck(Artifact):
    """A check."""

    kind: Annotated[Literal["check"], Field(description="Always `check`.")]
    spec: Slug
    id: Annotated[str, Field(description="Its id.")]
    task: Annotated[Reference, Field(description="The task it stands in.")]
    check: Annotated[dict[str, Any], Field(description="As it stands in the task file.")]
    evidence: Annotated[dict[str, Any] | None, Field(description="What it gave last; null: not run yet.")]


SHOWN: dict[str, type[Artifact]] = {"task": ShowTask, "item": ShowItem, "check": ShowCheck}
"""`specdev show ID --format json`, by `kind`."""
