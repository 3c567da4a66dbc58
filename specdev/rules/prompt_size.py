"""
A task fits into an agent's head: its text, and its text with the files that it reads.

What agents make of a prompt falls with its length, long before it is full. The text has at most 1500 words, text and
files together at most 12,000 tokens; above 20,000 it is an error. Split the task, or read less. The limits are
`limits.prompt_words` and `limits.total_tokens` in specdev.yaml.

Fails:

    id: T001
    size: {prompt_tokens: 900, read_tokens: 15000, minutes: 30}

Passes:

    id: T001
    size: {prompt_tokens: 900, read_tokens: 3000, minutes: 30}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, code
from .context import TaskView

CODE = code(
    "SD611",
    "warning",
    "task `{name}` has {number} {what}, the limit is {limit}",
    help="split it, or read less",
    page=__doc__,
)

HARD_LIMIT = 20_000
"""Tokens: runs of agents that succeed stay below 20 to 30 thousand in all."""
_WORD = re.compile(r"\w+")
_CHARS_A_TOKEN = 4


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    body, row = task.file.body, task.row
    limit = task.settings.limit("prompt_words")
    if len(body) > limit * 2:  # no text has more words than that
        words = sum(1 for _ in _WORD.finditer(body))
        if words > limit:
            yield CODE.at(task.in_body(0, 1), name=row.id, number=words, what="words", limit=limit)
    limit = task.settings.limit("total_tokens")
    tokens = max(len(body) // _CHARS_A_TOKEN, row.prompt_tokens) + row.read_tokens
    if tokens > limit:
        severity: Severity = "error" if tokens > HARD_LIMIT else "warning"
        what = "tokens of text and files to read"
        yield CODE.at(task.at("size"), name=row.id, number=tokens, what=what, limit=limit, severity=severity)
