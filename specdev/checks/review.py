"""
Ask a person.

The last resort, for what no program can judge. It is never run: its outcome is skipped, and it does not count as proof
of a must.

Skipped, always:

    id: T004.3
    covers: [QR-004]
    kind: review
    question: Is the page readable on a phone?
    evidence: [docs/screens]
    timeout_s: 1
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..model import Glob
from .base import BaseCheck, Result, Workspace


class ReviewCheck(BaseCheck):
    """Ask a person."""

    kind: Literal["review"] = Field(description="Always `review`.")
    question: Annotated[str, Field(min_length=1, description="What the person is asked; yes is a pass.")]
    evidence: Annotated[tuple[Glob, ...], Field(description="Files that the person should look at.")] = ()

    def _execute(self, workspace: Workspace) -> Result:
        return Result("skipped", f"for a person to judge: {self.question}")
