"""specdev.yaml as models: the one definition of every setting, default and schema. `settings` reads the file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .model import Artifact, Glob


class SizeLimits(Artifact):
    """Where rules SD605-SD620 draw the line (basis: docs/design.md, Sizes)."""

    prompt_words: Annotated[int, Field(ge=100, description="SD611: words of a task's body.")] = 1500
    total_tokens: Annotated[int, Field(ge=1000, description="SD611: body and files to read.")] = 12000
    minutes: Annotated[int, Field(ge=1, description="SD612: estimated minutes of a person.")] = 60
    requirements: Annotated[int, Field(ge=1, description="SD606: items that one task covers.")] = 7
    checks: Annotated[int, Field(ge=1, description="SD605: checks of one task.")] = 7


class Price(Artifact):
    """What a million tokens cost, in any one currency; 0 for what costs nothing."""

    input: Annotated[float, Field(ge=0, description="Read for the first time.")] = 0.0
    cached_input: Annotated[float, Field(ge=0, description="Read again from the endpoint's own cache.")] = 0.0
    output: Annotated[float, Field(ge=0, description="Written.")] = 0.0


class Budget(Artifact):
    """What questions to a model may use; 0 for no limit."""

    calls: Annotated[int, Field(ge=0, description="Questions, asking again included.")] = 0
    tokens: Annotated[int, Field(ge=0, description="Tokens of all classes, read and written.")] = 0
    money: Annotated[float, Field(ge=0, description="In the currency of `price`.")] = 0.0
    seconds: Annotated[int, Field(ge=0, description="Wall time of one run.")] = 0


class ModelSettings(Artifact):
    """A model behind an OpenAI-compatible endpoint."""

    name: Annotated[str, Field(description="The model, as the endpoint calls it; empty: none is used.")] = ""
    base_url: Annotated[str, Field(description="The endpoint, such as http://localhost:11434/v1.")] = ""
    api_key_env: Annotated[
        str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="Environment variable that holds the key.")
    ] = "SPECDEV_API_KEY"
    api_version: Annotated[str, Field(description="Of Azure; empty for all others.")] = ""
    mode: Annotated[
        Literal["auto", "json_schema", "tools", "json", "md_json"],
        Field(description="How answers get their form; auto: what `specdev doctor` found, else json_schema."),
    ] = "auto"
    temperature: Annotated[float | None, Field(ge=0, le=2, description="null: what the endpoint takes.")] = 0.0
    seed: Annotated[int | None, Field(description="null: none is sent.")] = 1
    context_tokens: Annotated[int, Field(ge=1000, description="What the model can read and write at once.")] = 32_000
    answer_tokens: Annotated[int, Field(ge=100, description="What one answer may have.")] = 8_000
    concurrency: Annotated[int, Field(ge=1, le=64, description="Questions at once.")] = 4
    stall_s: Annotated[float, Field(gt=0, description="Seconds without any piece of an answer.")] = 120.0
    answer_s: Annotated[float, Field(gt=0, description="Seconds for a whole answer.")] = 600.0
    retries: Annotated[int, Field(ge=0, le=10, description="Times that a busy or broken endpoint is tried again.")] = 4
    reasks: Annotated[int, Field(ge=0, le=5, description="Times that an answer of the wrong form is asked again.")] = 2
    price: Price = Price()
    budget: Annotated[Budget, Field(description="For one run.")] = Budget(calls=1000, tokens=5_000_000, seconds=3600)
    project_budget: Annotated[Budget, Field(description="For all runs of the project together.")] = Budget()


class Privacy(Artifact):
    """What may leave this machine."""

    allow_hosts: Annotated[
        tuple[str, ...],
        Field(description="Hosts that documents may be sent to besides this machine; `*.example.org` for all below."),
    ] = ()


class Config(Artifact):
    """specdev.yaml: every key has a default, the file may be missing."""

    specdev: Annotated[Literal[1], Field(description="Version of this format.")] = 1
    visions: Annotated[tuple[Glob, ...], Field(description="The documents that `plan` reads when none is named.")] = (
        "vision.md",
        "VISION.md",
        "docs/vision.md",
    )
    specs: Annotated[Glob, Field(description="Folder that holds one folder a product.")] = "specs"
    require_approval: Annotated[bool, Field(description="`split` on a draft is an error.")] = False
    planner: Annotated[
        Literal["rules", "model", "auto"],
        Field(description="Who proposes the content; auto: the model where one is configured, else the rules."),
    ] = "rules"
    model: ModelSettings = ModelSettings()
    privacy: Privacy = Privacy()
    limits: SizeLimits = SizeLimits()
    language: Annotated[
        Literal["", "python", "node", "typescript", "go", "rust", "java"],
        Field(description="Language of the product, where neither the repository nor the vision says."),
    ] = ""
    gate: Annotated[
        tuple[str, ...],
        Field(description="Commands that must stay green after every task; empty: what the repository offers."),
    ] = ()
    ignore: Annotated[tuple[str, ...], Field(description="Diagnostic codes that are not reported.")] = ()
