r"""
Look for what must not be there.

No text file of the product that one of the globs in `paths` names may match the regular expression `pattern` (Python;
^ and $ are line edges). Files that are not UTF-8 are passed over. Where no glob finds a file, the check fails: it
would prove nothing. It usually holds before the work as well, so it stands with `before: pass`.

Passes where no module imports requests:

    id: T001.4
    covers: [CON-003]
    kind: absent
    paths: ["**/*.py"]
    pattern: '^\s*(import|from)\s+requests\b'
    timeout_s: 20
    before: pass

Fails where a file still says TODO:

    id: T001.5
    covers: [QR-002]
    kind: absent
    paths: ["src/**"]
    pattern: TODO
    timeout_s: 20
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from ..model import Glob
from .base import BaseCheck, Result, Workspace
from .regex import problem
from .search import first

SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes; larger files are data, not sources, and are passed over."""


class AbsentCheck(BaseCheck):
    """Look for what must not be there."""

    kind: Literal["absent"] = Field(description="Always `absent`.")
    paths: Annotated[tuple[Glob, ...], Field(min_length=1, description="Globs of the files that are searched.")]
    pattern: Annotated[str, Field(min_length=1, description="Regular expression (Python) that no line may match.")]

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        if reason := problem(pattern):
            raise ValueError(f"not a regular expression: {reason}")
        return pattern

    def _execute(self, workspace: Workspace) -> Result:
        paths = list(_files(workspace.tree, self.paths))
        if not paths:
            return Result("failed", f"no file matches {', '.join(f'`{glob}`' for glob in self.paths)}")
        place = first(self.pattern, map(_text, paths), self.timeout_s)
        if place is None:
            return Result("passed")
        number, begin, end = place
        path, text = paths[number], _text(paths[number])
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())  # a pattern may begin with the line before
        line = text.count("\n", 0, begin) + 1
        name = path.relative_to(workspace.tree).as_posix()
        return Result("failed", f"{name}:{line}: found {text[begin:end].strip()[:120]!r}")


def _files(tree: Path, globs: tuple[str, ...]) -> Iterator[Path]:
    """Every file that a glob names, once, in order; links and dependencies are not followed."""
    seen: set[Path] = set()
    for glob in globs:
        pattern = f"{glob}/*" if glob.endswith("**") else glob
        for path in sorted(tree.glob(pattern)):
            inside = path.relative_to(tree).parts
            if path not in seen and path.is_file() and not path.is_symlink() and "node_modules" not in inside:
                seen.add(path)
                yield path


def _text(path: Path) -> str:
    if path.stat().st_size > SIZE_LIMIT:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
