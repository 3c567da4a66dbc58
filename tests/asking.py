"""What the tests of the models share: a form, a key, and a model that asks a scripted endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from specdev.config import ModelSettings
from specdev.llm.conversation import Model
from specdev.llm.patience import Patience

KEY = "test-key-4711"
ADA = '{"name": "Ada", "age": 36}'
WHO = [{"role": "user", "content": "Who was it?"}]


class Person(BaseModel):
    """A person."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Annotated[str, Field(min_length=1)]
    age: int


def settings(url: str, **more: Any) -> ModelSettings:
    """Settings of a model at the address: one try more, two re-asks, small answers."""
    common = {"name": "scripted", "retries": 1, "answer_tokens": 500, "api_key_env": "SPECDEV_TEST_KEY"}
    return ModelSettings.model_validate({**common, "base_url": url, **more})


def model(root: Path, url: str, more: dict[str, Any] | None = None, **arguments: Any) -> Model:
    """A model that waits for next to nothing before it asks again."""
    said = settings(url, **(more or {}))
    return Model(root, said, patience=Patience(said.retries, 0.01), **arguments)
