"""
Executable acceptance checks: how a task is judged.

One module a kind: its model is the format, its docstring the manual page, its `_execute` the check. `KINDS` lists them
(see `kinds`, where a new one is added). It is loaded when it is first asked for, because the models need pydantic and
some modules of this package are used where start-up time counts.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .kinds import KINDS

__all__ = ["KINDS"]


def __getattr__(name: str) -> Any:
    if name == "KINDS":
        return importlib.import_module(".kinds", __name__).KINDS
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
