"""What was found out about endpoints, by address and model: kept below .specdev/cache, and lost without harm."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from ..config import ModelSettings
from ..errors import SpecdevError
from ..transaction import state_folder

_PLACE = Path(".specdev", "cache", "endpoints.json")


def recall(root: Path, settings: ModelSettings) -> dict[str, Any]:
    """What is remembered of the endpoint and the model, such as {"mode": "md_json"}; empty for nothing."""
    found = _all(root).get(_name(settings))
    return found if isinstance(found, dict) else {}


def remember(root: Path, settings: ModelSettings, facts: dict[str, Any]) -> None:
    """Remember the facts in place of what was remembered before; a disk that takes none forgets."""
    with contextlib.suppress(OSError, SpecdevError):
        state_folder(root)
        place = root / _PLACE
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**_all(root), _name(settings): facts}, ensure_ascii=False, indent=1, sort_keys=True)
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        temporary.write_text(text + "\n", encoding="utf-8")
        temporary.replace(place)


def _all(root: Path) -> dict[str, Any]:
    try:
        data = json.loads((root / _PLACE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _name(settings: ModelSettings) -> str:
    return f"{settings.base_url.rstrip('/')} {settings.name}"
