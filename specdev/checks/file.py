"""
Look at a file or folder of the product.

`path` is below the repository. Without `exists: false` it must be there. For a text file the conditions of every
matcher may be given; a file is read as UTF-8.

Passes where pyproject.toml names the command:

    id: T001.1
    covers: [CON-001]
    kind: file
    path: pyproject.toml
    timeout_s: 5
    expect: {matches: '^requires-python = ">=3\\.11"'}

Fails where it exists:

    id: T001.2
    covers: [CON-002]
    kind: file
    path: setup.py
    timeout_s: 5
    expect: {exists: false}
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ..model import Glob
from .base import BaseCheck, FileExpect, Result, Workspace
from .matchers import mismatch

READ_LIMIT = 64 * 1024 * 1024
"""Bytes of a file that are read to judge its text; a larger one does not match."""


class FileCheck(BaseCheck):
    """Look at a file or folder."""

    kind: Literal["file"] = Field(description="Always `file`.")
    path: Annotated[Glob, Field(description="File or folder below the repository.")]
    expect: Annotated[FileExpect, Field(description="What must hold for it.")]

    def execute(self, workspace: Workspace) -> Result:
        reason = file_mismatch(self.expect, workspace.tree / self.path)
        return Result("failed", f"`{self.path}`: {reason}") if reason else Result("passed")


def file_mismatch(expect: FileExpect, path: Path) -> str:
    """Why the file at `path` is not as expected; empty where it is."""
    if expect.exists is False:
        return "exists" if os.path.lexists(path) else ""
    if not path.exists():
        return "does not exist"
    if expect.type and not (path.is_dir() if expect.type == "directory" else path.is_file()):
        return f"is not a {expect.type}"
    if expect.executable is not None and os.access(path, os.X_OK) != expect.executable:
        return "is not executable" if expect.executable else "is executable"
    return _content_mismatch(expect, path)


def _content_mismatch(expect: FileExpect, path: Path) -> str:
    wants_text = bool(expect.conditions())
    if not (wants_text or expect.sha256 or expect.size is not None):
        return ""
    if not path.is_file():
        return "is not a file"
    size = path.stat().st_size
    if expect.size is not None and (reason := mismatch(expect.size, size)):
        return f"size: {reason}"
    if size > READ_LIMIT:
        return f"is larger than {READ_LIMIT} bytes"
    content = path.read_bytes()
    if expect.sha256 and hashlib.sha256(content).hexdigest() != expect.sha256:
        return "has another content (sha256)"
    text: Any = content.decode("utf-8", "replace")
    return expect.mismatch(text) if wants_text else ""
