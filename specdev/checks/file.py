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
from .matchers import Matcher, mismatch

READ_LIMIT = 64 * 1024 * 1024
"""Bytes of a file that are read to judge its text; a larger one does not match."""


class FileCheck(BaseCheck):
    """Look at a file or folder."""

    kind: Literal["file"] = Field(description="Always `file`.")
    path: Annotated[Glob, Field(description="File or folder below the repository.")]
    expect: Annotated[FileExpect, Field(description="What must hold for it.")]

    def _execute(self, workspace: Workspace) -> Result:
        reason = file_mismatch(self.expect, workspace.tree / self.path, workspace.spec)
        return Result("failed", f"`{self.path}`: {reason}") if reason else Result("passed")


def file_mismatch(expect: FileExpect, path: Path, spec: Path) -> str:
    """Why the file at `path` is not as expected; empty where it is. `spec` holds the files to compare with."""
    if expect.exists is False:
        return "exists" if os.path.lexists(path) else ""
    if not path.exists():
        return "does not exist"
    if expect.type and not (path.is_dir() if expect.type == "directory" else path.is_file()):
        return f"is not a {expect.type}"
    if expect.executable is not None and os.access(path, os.X_OK) != expect.executable:
        return "is not executable" if expect.executable else "is executable"
    wants_text = bool(expect.conditions()) or expect.equals_file is not None
    if not (wants_text or expect.sha256 or expect.size is not None):
        return ""
    if not path.is_file():
        return "is not a file"
    if expect.size is not None and (reason := mismatch(expect.size, path.stat().st_size)):
        return f"size: {reason}"
    if expect.sha256 and _digest(path) != expect.sha256:
        return "has another content (sha256)"
    return _text_mismatch(expect, path, spec) if wants_text else ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text_mismatch(expect: FileExpect, path: Path, spec: Path) -> str:
    if path.stat().st_size > READ_LIMIT:
        return f"is larger than {READ_LIMIT} bytes"
    content = path.read_bytes()
    text: Any = content.decode("utf-8", "replace")
    if expect.equals_file is not None:
        wanted = (spec / expect.equals_file).read_bytes()
        same = Matcher(equals=wanted.decode("utf-8", "replace"), normalize=expect.normalize)
        # bytes that are no text would all look alike
        if b"\xef\xbf\xbd" in text.encode() and content != wanted:
            return f"is not the same as the spec's `{expect.equals_file}`"
        if reason := same.mismatch(text):
            return f"is not the same as the spec's `{expect.equals_file}`: {reason}"
    return expect.mismatch(text)
