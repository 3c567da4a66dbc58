"""
A task folder of Harbor (the format of Terminal-Bench's successor), schema 1.1.

The agent gets the task's page as instruction and the repository as it is now, without the specs. The checks stand in
tests/, which is put into the container after the agent has stopped. The reward is 1 where at least one check passed
and none failed, was an error or could not be run.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .. import settings
from ..checks import trees
from ..checks.runners import MANIFESTS
from .bundle import FOLDER
from .kit import File, Kit

AGENT_S = 1800
"""Seconds that an agent gets at least."""
MARGIN_S = 60
"""Seconds that judging may take besides the checks' own limits."""
_APT = "apt-get update && apt-get install -y --no-install-recommends"
_PACKAGES = {"PyYAML": "python3-yaml", "jsonschema": "python3-jsonschema"}
"""Library to its Debian package, for images whose Python is Debian's; a check whose library has none says so."""

IMAGES = {
    "pytest": "python:3.12-slim",
    "unittest": "python:3.12-slim",
    "node": "node:22-bookworm-slim",
    "jest": "node:22-bookworm-slim",
    "vitest": "node:22-bookworm-slim",
    "go": "golang:1-bookworm",
    "cargo": "rust:1-bookworm",
    "maven": "maven:3-eclipse-temurin-21-noble",
    "gradle": "gradle:8-jdk21-noble",
    "bats": "debian:bookworm-slim",
}
"""How tests are run, to an image that has it; the others get Python's."""

_TEST = """\
#!/bin/bash
# {title}
# Judges the product in /app and writes the reward; SPECDEV_TREE and SPECDEV_LOGS name other places.
here=$(cd "$(dirname "${{BASH_SOURCE[0]}}")" && pwd)
tree=${{SPECDEV_TREE:-/app}}
logs=${{SPECDEV_LOGS:-/logs/verifier}}
mkdir -p "$logs"
echo 0 > "$logs/reward.txt"
verdicts=$("${{PYTHON:-python3}}" "$here/{runner}/run.py" "$here/task" --tree "$tree" --format json)
status=$?
reward=0
# a check that was only skipped proves nothing, so one at least must have passed
if [ "$status" -eq 0 ]; then case $verdicts in *'"outcome": "passed"'*) reward=1 ;; esac; fi
# what the product itself may have written there while it ran does not count
rm -f "$logs/reward.json"
printf '%s\n' "$verdicts" | tee "$logs/verdicts.json"
echo "$reward" > "$logs/reward.txt"
"""


def files(kit: Kit) -> Mapping[str, File]:
    """instruction.md, task.toml, environment/ and tests/ of one task."""
    product = _product(kit)
    parts = {
        "instruction.md": File(kit.body.encode()),
        "task.toml": File(_toml(kit).encode()),
        "environment/Dockerfile": File(_dockerfile(kit, product).encode()),
        **{f"environment/repository/{path}": file for path, file in product.items()},
        "tests/test.sh": File(_TEST.format(title=f"{kit.id} {kit.title}", runner=FOLDER).encode(), executable=True),
        **kit.beside("tests/task"),
    }
    return {f"{kit.name}/{path}": file for path, file in parts.items()}


def _toml(kit: Kit) -> str:
    size = kit.task.get("size")
    minutes = size.get("minutes", 0) if isinstance(size, Mapping) else 0
    covers = ", ".join(json.dumps(str(item), ensure_ascii=False) for item in kit.task.get("covers") or ())
    return f"""\
schema_version = "1.1"

[task]
name = {_text(f"{_word(kit.slug)}/{_word(kit.id)}")}
description = {_text(kit.title)}

[metadata]
written_by = "specdev export"
covers = [{covers}]
seal = {_text(str(kit.task.get("seal", "")))}

[agent]
timeout_sec = {max(float(minutes) * 60, AGENT_S)}

[verifier]
timeout_sec = {kit.seconds() + MARGIN_S}

[environment]
build_timeout_sec = 600.0
"""


def _text(text: str) -> str:
    """A TOML string; TOML wants DEL escaped, JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-.") or "task"


def _dockerfile(kit: Kit, product: Mapping[str, File]) -> str:
    runners = [str(check["runner"]) for check in kit.checks if check["kind"] == "test"]
    by_file = next((runner for name, runner in MANIFESTS.items() if name in product), "pytest")
    runner = next((name for name in runners if name in IMAGES), by_file)
    image = IMAGES.get(runner, IMAGES["pytest"])
    libraries = kit.libraries()
    if image.startswith("python:"):
        packages = sorted({"pytest", *libraries} if runner == "pytest" else libraries)
        install = f"RUN pip install --no-cache-dir {' '.join(packages)}\n" if packages else ""
    else:
        packages = sorted(
            {"python3", *({"bats"} & {runner}), *(_PACKAGES[name] for name in libraries if name in _PACKAGES)}
        )
        install = f"RUN {_APT} {' '.join(packages)} && rm -rf /var/lib/apt/lists/*\n"
    return (
        f"FROM {image}\n# what the checks need: {', '.join(kit.needs())}\n{install}"
        "# what the product needs besides: add it here\nWORKDIR /app\nCOPY repository/ /app/\n"
    )


def _product(kit: Kit) -> dict[str, File]:
    """The repository as it is, without the specs: an agent must not see how it is judged."""
    specs = settings.load(kit.root).specs.rstrip("/")
    with tempfile.TemporaryDirectory(prefix="specdev-") as name:
        copy = Path(name)
        trees.copy_tree(kit.root, copy)
        return {
            path.relative_to(copy).as_posix(): File(path.read_bytes(), bool(path.stat().st_mode & 0o100))
            for path in sorted(copy.rglob("*"))
            if path.is_file() and not path.is_symlink() and not path.is_relative_to(copy / specs)
            if "node_modules" not in path.relative_to(copy).parts
        }
