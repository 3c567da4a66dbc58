"""The model that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ..config import ModelSettings, Privacy
from ..errors import SpecdevError


def named(values: Mapping[str, Any]) -> bool:
    """Whether the settings name a model and where it is."""
    model = values.get("model") or {}
    return bool(model.get("name") and model.get("base_url"))


def read(values: Mapping[str, Any]) -> tuple[ModelSettings, Privacy]:
    """
    What the settings say of the model and of privacy.

    Raises SpecdevError where they name no model, and where a value is none that a model can be asked with.
    """
    if not named(values):
        raise SpecdevError(
            "no model is configured",
            "say in specdev.yaml, for example: model: {name: qwen3, base_url: http://localhost:11434/v1}",
        )
    return settings(values)


def settings(values: Mapping[str, Any]) -> tuple[ModelSettings, Privacy]:
    """As `read`, where they may name no model."""
    try:
        return ModelSettings.model_validate(values["model"]), Privacy.model_validate(values.get("privacy") or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        words = str(first["msg"])
        raise SpecdevError(
            f"specdev.yaml: `model.{place}`: {words[:1].lower()}{words[1:]}", "`specdev validate` names all mistakes"
        ) from None
