"""
What stands on disk: the PRD, a task, settings, the lock's records and evidence.

One definition each, used as the type, as the JSON Schema in schemas/ and as a model's answer format.
Everything is frozen and forbids unknown fields. Checks have their own models, in `checks`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

ItemKind = Literal[
    "functional",
    "quality",
    "constraint",
    "goal",
    "non_goal",
    "persona",
    "user_story",
    "metric",
    "milestone",
    "risk",
    "assumption",
    "open_question",
    "acceptance",
]
Priority = Literal["must", "should", "could", "wont", "none"]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
ItemId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=120,
        pattern=r"^\S(.*\S)?$",
        description="As written in the vision, else minted once and kept in the lock.",
    ),
]
TaskId = Annotated[str, Field(pattern=r"^T[0-9]{3,}$", description="T and three digits or more.")]
Glob = Annotated[
    str,
    Field(
        min_length=1,
        pattern=r"^(?!/)(?![A-Za-z]:)(?!(.*/)?\.\.(/|$)).+$",
        description="A path or glob below the repository, with forward slashes; never absolute, never `..`.",
    ),
]

REQUIREMENT_KINDS: tuple[ItemKind, ...] = ("functional", "quality", "constraint")


class Artifact(BaseModel):
    """The base of all that stands on disk."""

    model_config = ConfigDict(frozen=True, extra="forbid", regex_engine="python-re")


class Source(Artifact):
    """Lines of a document."""

    path: Annotated[str, Field(min_length=1, description="Relative to the repository, with forward slashes.")]
    lines: Annotated[
        tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]],
        Field(description="First and last line, counted from 1, both included."),
    ]


class Criterion(Artifact):
    """One acceptance criterion of the item it stands under."""

    id: ItemId
    kind: Literal["acceptance"] = Field(description="Always `acceptance`.")
    text: Annotated[str, Field(min_length=1, description="In the words of the vision.")]
    source: Annotated[tuple[Source, ...], Field(description="Where it was read.")] = ()


class Item(Artifact):
    """One thing lifted out of the vision: a requirement, a story, a goal …"""

    id: ItemId
    kind: ItemKind = Field(description="What it is; decides in which group of the PRD it stands.")
    title: Annotated[str, Field(min_length=1, max_length=120, description="A short name.")]
    text: Annotated[str, Field(min_length=1, description="In the words of the vision, as Markdown.")]
    priority: Annotated[Priority, Field(description="none where the vision gives none.")] = "none"
    section: Annotated[tuple[str, ...], Field(description="The headings it stands under, outermost first.")] = ()
    lead: Annotated[
        str, Field(description="The sentence or label that introduces it in the vision, where it leans on one.")
    ] = ""
    detail: Annotated[
        str,
        Field(
            description="What completes it without being part of the statement: an example fence, a "
            "table, a note; Markdown."
        ),
    ] = ""
    source: Annotated[
        tuple[Source, ...], Field(description="Where it was read; empty only for what a person added.")
    ] = ()
    acceptance: Annotated[tuple[Criterion, ...], Field(description="What must hold for it to be accepted.")] = ()
    depends_on: Annotated[tuple[ItemId, ...], Field(description="Items that the vision says it needs.")] = ()

    def meaning(self) -> dict[str, Any]:
        """What its stamp is made of, as plain data in the form of prd.yaml."""
        return {
            "kind": self.kind,
            "text": self.text,
            "priority": self.priority,
            "acceptance": [{"text": criterion.text} for criterion in self.acceptance],
            "depends_on": self.depends_on,
        }


class Question(Item):
    """Something unclear that a person should answer, asked by the vision itself or found by a rule."""

    kind: Literal["open_question"] = Field(description="Always `open_question`.")
    about: Annotated[tuple[ItemId, ...], Field(description="The items it is about.")] = ()
    why: Annotated[str, Field(description="Why it matters.")] = ""
    suggestions: Annotated[tuple[str, ...], Field(description="Answers that would settle it.")] = ()
    answer: Annotated[str, Field(description="What a person decided; empty while it is open.")] = ""
    code: Annotated[str, Field(description="The rule that asks, empty where the vision asks itself.")] = ""


class Term(Artifact):
    """A term and what it means in this product."""

    term: Annotated[str, Field(min_length=1, description="As the vision writes it.")]
    meaning: Annotated[str, Field(min_length=1, description="What it means here, in the words of the vision.")]
    source: tuple[Source, ...] = ()


class Context(Artifact):
    """A block that was read and not lifted."""

    lines: Annotated[tuple[int, int], Field(description="First and last line.")]
    reason: Annotated[
        str,
        Field(
            description="Why it gave no item: heading, background, design, example, glossary, metadata, "
            "comment, template …"
        ),
    ]
    block: Annotated[
        str, Field(description="What it is in Markdown: paragraph, list, item, table, code, quote, html, comment …")
    ]
    section: Annotated[tuple[str, ...], Field(description="The headings it stands under.")] = ()
    text: Annotated[str, Field(description="Its words, as written.")] = ""


class VisionRef(Artifact):
    """The document that the PRD was compiled from."""

    path: Annotated[str, Field(min_length=1, description="Relative to the repository.")]
    digest: Annotated[Digest, Field(description="SHA-256 of its bytes.")]


class Prd(Artifact):
    """A product requirements document: what the vision wants, item by item, with its lines."""

    specdev: Literal[1] = Field(description="Version of this format.")
    product: Annotated[str, Field(min_length=1, description="The product's name.")]
    slug: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60, description="Name of the folder under specs/.")
    ]
    status: Annotated[Literal["draft", "approved"], Field(description="`specdev approve` sets approved.")] = "draft"
    language: Annotated[str, Field(description="The vision's main language, as an ISO 639-1 code.")] = "en"
    vision: VisionRef
    summary: Annotated[str, Field(description="One or two sentences: what the product is.")] = ""
    open_questions: tuple[Question, ...] = ()
    goals: tuple[Item, ...] = ()
    non_goals: tuple[Item, ...] = ()
    personas: tuple[Item, ...] = ()
    user_stories: tuple[Item, ...] = ()
    requirements: Annotated[
        tuple[Item, ...], Field(description="Items of kind functional, quality and constraint.")
    ] = ()
    acceptance: Annotated[tuple[Item, ...], Field(description="Criteria that belong to no single item.")] = ()
    metrics: tuple[Item, ...] = ()
    milestones: tuple[Item, ...] = ()
    risks: tuple[Item, ...] = ()
    assumptions: tuple[Item, ...] = ()
    glossary: tuple[Term, ...] = ()
    context: Annotated[tuple[Context, ...], Field(description="What was read and not lifted, in document order.")] = ()

    def items(self) -> tuple[Item, ...]:
        """Every item of every group, in the order of GROUPS (criteria inside items are not listed)."""
        return tuple(item for group in GROUPS.values() for item in getattr(self, group))


GROUPS: dict[str, str] = {
    "open_question": "open_questions",
    "goal": "goals",
    "non_goal": "non_goals",
    "persona": "personas",
    "user_story": "user_stories",
    "functional": "requirements",
    "acceptance": "acceptance",
    "metric": "metrics",
    "milestone": "milestones",
    "risk": "risks",
    "assumption": "assumptions",
}
"""Kind to the PRD's group; quality and constraint stand with functional, under requirements."""


class Size(Artifact):
    """How large a task is."""

    prompt_tokens: Annotated[int, Field(ge=0, description="Of the task's body; 4 characters a token.")]
    read_tokens: Annotated[int, Field(ge=0, description="Of the files it declares to read, as far as they exist.")] = 0
    minutes: Annotated[int, Field(ge=1, description="Of an experienced engineer, estimated.")]


TaskRole = Literal["scaffold", "contract", "slice", "spike", "integration"]


class Task(Artifact):
    """The front matter of a task file: what one agent can finish, and how it is judged."""

    specdev: Literal[1] = Field(description="Version of this format.")
    id: TaskId
    title: Annotated[str, Field(min_length=1, max_length=120, description="What is done, as a short sentence.")]
    role: Annotated[
        TaskRole, Field(description="scaffold and integration may own hot files; slice is a part of the product.")
    ] = "slice"
    covers: Annotated[tuple[ItemId, ...], Field(description="Items that this task and no other makes true.")] = ()
    applies: Annotated[
        tuple[ItemId, ...], Field(description="Constraints and qualities that hold here and are owned elsewhere.")
    ] = ()
    needs: Annotated[tuple[TaskId, ...], Field(description="Tasks that must be done before.")] = ()
    because: Annotated[dict[str, str], Field(description="For each task in `needs`, why.")] = {}
    owns: Annotated[tuple[Glob, ...], Field(description="What it may write.")] = ()
    reads: Annotated[tuple[Glob, ...], Field(description="What it should read first.")] = ()
    size: Size
    checks: Annotated[tuple[dict[str, Any], ...], Field(description="How it is judged; see the check schema.")] = ()
    seal: Annotated[str, Field(description="SHA-256 over the checks and the files they use.")] = ""
    stamps: Annotated[
        dict[str, str], Field(description="For each item it covers, the hash of the item's meaning.")
    ] = {}


class Evidence(Artifact):
    """What an attempt at a check left behind; only the tool writes it."""

    check: Annotated[str, Field(description="The check's id.")]
    task: TaskId
    outcome: Annotated[
        Literal["passed", "failed", "error", "vacuous", "skipped"], Field(description="See docs/checks.md.")
    ]
    seal: Annotated[str, Field(description="Seal of the check that was run.")] = ""
    commit: Annotated[str, Field(description="The commit it was run on; empty outside git.")] = ""
    command: Annotated[tuple[str, ...], Field(description="What was run.")] = ()
    exit: Annotated[int | None, Field(description="Its exit status; negative for a signal.")] = None
    duration_s: Annotated[float, Field(ge=0, description="Seconds.")] = 0.0
    output_digest: Annotated[str, Field(description="SHA-256 of what it printed.")] = ""
    detail: Annotated[str, Field(description="Why it did not pass.")] = ""
