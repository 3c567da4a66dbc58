"""specdev compiles a vision document into a reviewed PRD and into small tasks with executable checks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Compilation, compile, export, validate, verify, write
    from .diagnostics import Diagnostic
    from .errors import SpecdevError
    from .model import Prd, Task

__version__ = "0.1.0"

__all__ = [
    "Compilation",
    "Diagnostic",
    "Prd",
    "SpecdevError",
    "Task",
    "__version__",
    "compile",
    "export",
    "validate",
    "verify",
    "write",
]

_HOMES = {
    "Compilation": "api",
    "Diagnostic": "diagnostics",
    "Prd": "model",
    "SpecdevError": "errors",
    "Task": "model",
    "compile": "api",
    "export": "api",
    "validate": "api",
    "verify": "api",
    "write": "api",
}
"""Public name to the module it lives in, which is loaded when the name is first used: a version needs none of them."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
