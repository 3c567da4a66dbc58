"""
Every diagnostic code there is, loaded at once: for `specdev explain` and the manual.

A code is declared beside what reports it, so it is known when that module is. A module that declares codes stands
in MODULES, or in a package that stands there.
"""

from __future__ import annotations

import importlib
import pkgutil

from .diagnostics import CODES, Code

MODULES: tuple[str, ...] = (
    "checks",
    "compiler",
    "compiler.lift",
    "compiler.pages",
    "compiler.parse",
    "compiler.planning",
    "compiler.questions",
    "explain_schema",
    "ignores",
    "lock",
    "planner",
    "planner.review",
    "planner.tasks",
    "planner.vision",
    "project",
    "rules",
    "source",
    "taskfile",
    "yamlio.careful",
)
"""Modules, and packages of which every module (but `__main__`) is meant."""


def load_all() -> dict[str, Code]:
    """Every code by its name, sorted."""
    for name in MODULES:
        module = importlib.import_module(f".{name}", __package__)
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            if found.name != "__main__":
                importlib.import_module(f".{name}.{found.name}", __package__)
    return dict(sorted(CODES.items()))
