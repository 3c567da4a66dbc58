"""
A project on disk: settings, visions, specs.

Stages touch no disk; this package is where `plan`, `approve` and `split` meet files. `drafts` makes PRDs,
`splits` makes tasks; what both need stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from .. import lock, source, transaction, yamlio
from ..config import Config
from ..errors import SpecdevError, UsageError
from ..model import Prd

CONFIG = "specdev.yaml"


@dataclass(frozen=True, slots=True)
class Project:
    """A root folder with its settings."""

    root: Path
    config: Config

    def spec_path(self, slug: str) -> str:
        """The spec's folder, relative to the root."""
        return f"{self.config.specs.rstrip('/')}/{slug}"


def open_project(start: Path) -> Project:
    """The project that `start` stands in. Raises SpecdevError where specdev.yaml is broken."""
    root = source.find_root(start)
    transaction.recover(root)
    path = root / CONFIG
    if not path.is_file():
        return Project(root, Config())
    text, _, found = source.read_text(path, root)
    loaded = yamlio.load(text or "", CONFIG)
    problems = [str(d) for d in (*found, *loaded.diagnostics) if d.severity == "error" and d.code != "SD112"]
    try:
        config = Config.model_validate(loaded.data or {})
    except ValidationError as error:
        problems += [f"{CONFIG}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        config = Config()
    if problems:
        raise SpecdevError("; ".join(problems), "run `specdev validate` to see every mistake with its place")
    return Project(root, config)


def specs(project: Project, named: Sequence[str]) -> list[str]:
    """Slugs of the specs: those named (by slug or path), else all. Raises UsageError for an unknown one or none."""
    folder = project.root / project.config.specs
    present = sorted(path.parent.name for path in folder.glob("*/prd.yaml"))
    if not present:
        raise UsageError("there is no PRD yet", "run `specdev plan vision.md` first")
    chosen = []
    for name in named:
        slug = next((part for part in reversed(Path(name).parts) if part in present), "")
        if not slug:
            raise UsageError(f"there is no spec `{name}`", f"there are: {', '.join(present)}")
        chosen.append(slug)
    return chosen or present


def read_prd(project: Project, slug: str) -> tuple[Prd, str]:
    """The PRD of a spec and its text. Raises SpecdevError where it is missing or broken."""
    path = project.root / project.spec_path(slug) / "prd.yaml"
    text, _, found = source.read_text(path, project.root)
    name = source.relative(path, project.root)
    loaded = yamlio.load(text or "", name)
    problems = [str(d) for d in (*found, *loaded.diagnostics) if d.severity == "error"]
    if not problems:
        try:
            return Prd.model_validate(loaded.data), text or ""
        except ValidationError as error:
            problems = [f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3]]
    raise SpecdevError("; ".join(problems), f"run `specdev validate {name}` to see every mistake with its place")


def read_lock(project: Project, slug: str) -> lock.Lock:
    """The lock of a spec; an empty one where there is none."""
    path = project.root / project.spec_path(slug) / "specdev.lock"
    if not path.is_file():
        return lock.Lock()
    text, _, _ = source.read_text(path, project.root)
    return lock.parse(text or "", "specdev.lock")[0]
