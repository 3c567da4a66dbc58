"""Checks of what stands in the repository, from facts that need no running product, and of how long a command takes."""

from __future__ import annotations

import re
from typing import Any

from .base import SCRATCH
from .facts import Fact
from .started import Start

MANIFESTS = {
    "python": ("pyproject.toml", "$.project.dependencies[*]"),
    "node": ("package.json", "$.dependencies.*"),
    "typescript": ("package.json", "$.dependencies.*"),
    "rust": ("Cargo.toml", "$.dependencies.*"),
}
"""Language to the file that declares dependencies, and where in it."""

IMPORTS = {"python": ("**/*.py", r"^\s*(?:import|from)\s+{}\b")}
"""Language to the files that import, and how an import of a module looks."""


def static(fact: Fact, language: str, started: Start | None) -> dict[str, Any] | None:
    """The check for a file, dependencies, import or bench fact; None where the language has no form for it."""
    body = fact.body
    if fact.kind == "file":
        return {"kind": "file", "path": body["path"], "timeout_s": 10, "expect": dict(body["expect"])}
    if fact.kind == "dependencies" and language in MANIFESTS:
        path, place = MANIFESTS[language]
        return {"kind": "data", "path": path, "timeout_s": 10, "expect": [{"at": place, "len": 0}]}
    if fact.kind == "python" and language == "python":
        asked = rf"^\s*(?:>=|~=|\^)\s*{re.escape(body['version'])}(?![0-9])"
        expect = [{"at": "$.project.requires-python", "matches": asked}]
        return {"kind": "data", "path": MANIFESTS[language][0], "timeout_s": 10, "expect": expect}
    if fact.kind == "import" and language in IMPORTS:
        glob, pattern = IMPORTS[language]
        found = pattern.format(re.escape(body["module"]))
        return {"kind": "absent", "paths": [glob], "pattern": found, "timeout_s": 30, "before": "pass"}
    if fact.kind == "bench" and started and not started.build:
        return _bench(fact, started)
    return None


def _bench(fact: Fact, started: Start) -> dict[str, Any] | None:
    step = fact.runs[0].call.step(started.prefix)
    if "env" in step:
        return None
    # the document gives the bound; repeats and tolerance keep a busy machine from failing a good program
    return {
        "kind": "bench",
        **step,
        "cwd": SCRATCH,
        "repeats": 5,
        "stat": "p50",
        "unit": fact.body["unit"],
        "tolerance": 0.5,
        "machine": "the one that runs the check",
        "timeout_s": 60,
        "expect": dict(fact.body["expect"]),
    }
