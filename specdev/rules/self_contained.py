"""
A task's text stands alone: it leans on nothing that is not in it.

An agent gets the body of one task file and no other. "See T002", "as above" or a link to a file that it does not have
make it guess; agents that get their instructions in pieces do a third worse. Write the words out.

Fails:

    id: T002
    body: |
      # T002 Report

      Use the parser as described in T001.

Passes:

    id: T002
    body: |
      # T002 Report

      Use `parse(text) -> list[Entry]`; it raises `ValueError` with the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD610",
    "error",
    "the text leans on something that is not in it: `{words}`",
    help="write out what is meant",
    page=__doc__,
)

_TASK_ID = re.compile("t[0-9]{2,}")
_BEFORE_ID = frozenset({"in", "to", "from", "per", "task", "tasks"})
_TASK = r"(?:tasks?\s+)?T[0-9]{2,}\b"
_LEANING = (
    rf"\b(?:see|as\s+in|like\s+in|refer(?:s|red)?\s+to|described\s+in|defined\s+in|according\s+to|from|per)\s+{_TASK}"
    r"|\b(?:as|like)\s+(?:(?:described|defined|stated|mentioned|shown|listed)\s+)?above\b"
    r"|\bsee\s+above\b|\babove[- ]mentioned\b"
    r"|\b(?:see|refer\s+to)\s+(?:the\s+)?(?:prd|vision(?:\.md)?|(?:other|previous|next|last)\s+task)\b"
)
"""Compiled when a text may lean: it takes longer than all else that one good file needs."""
_FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,}).*?(?:^(?P=mark)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)[^\n]*?(?<!`)\1(?!`)")
_LINK = re.compile(r"(?<!!)\[[^\]\n]{1,200}\]\((?P<target>[^)\s]{1,300})")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    body = task.file.body
    links = "](" in body
    if not links and not _may_lean(body):
        return
    prose = _without_code(body)
    for found in re.finditer(_LEANING, prose, re.IGNORECASE):
        end = prose.find("\n", found.start(), found.end())
        span = task.in_body(found.start(), end if end > 0 else found.end())
        yield CODE.at(span, words=found.group())
    if not links:
        return
    anchors = {_anchor(heading) for heading in _HEADING.findall(prose)}
    for found in _LINK.finditer(prose):
        target = found["target"].strip("<>")
        if target.startswith("#") and target[1:].casefold() in anchors:
            continue
        if not _ELSEWHERE.match(target):
            span = task.in_body(found.start("target"), found.end("target"))
            hint = "write out what stands there; an agent may not be able to open it"
            yield CODE.at(span, words=target, hint=hint, severity="info")


def _may_lean(body: str) -> bool:
    """Whether a word is there that all leaning has, or a task's ID behind such a word: most bodies end here."""
    lowered = body.lower()
    if any(word in lowered for word in ("above", "see", "refer")):
        return True
    before = (lowered[max(found.start() - 12, 0) : found.start()].split() for found in _TASK_ID.finditer(lowered))
    return any(words and words[-1] in _BEFORE_ID for words in before)


def _without_code(body: str) -> str:
    """The body with code blanked out, every character in its place: a transcript leans on nothing."""
    blanked = _FENCE.sub(_blank, body) if "```" in body or "~~~" in body else body
    return _CODE_SPAN.sub(_blank, blanked) if "`" in blanked else blanked


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def _anchor(heading: str) -> str:
    """The anchor of a heading as Markdown viewers make it: lower case, words joined by hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).strip().replace(" ", "-")
