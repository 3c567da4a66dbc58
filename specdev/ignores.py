"""
Findings that a person decided not to hear about.

In the front matter of a task, or in prd.yaml, for that file:

    # specdev:ignore SD606 SD612 these five belong to one screen

In specdev.yaml, for all files:

    ignore: [SD619]

A comment needs a reason: without one it does nothing and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from .diagnostics import Diagnostic, Span, code
from .yamlio import front_matter

NO_REASON = code(
    "SD160",
    "warning",
    "`specdev:ignore {codes}` gives no reason and is not followed",
    help="write the reason behind the codes",
    page="A comment `# specdev:ignore SD606 reason` in the front matter of a task or in prd.yaml silences a code for "
    "that file. The reason is needed: whoever reads the file later must be able to judge whether it still holds. "
    "To silence a code everywhere list it under `ignore` in specdev.yaml.",
)

_COMMENT = re.compile(r"#[ \t]*specdev:ignore[ \t]+(?P<codes>SD[0-9]{3}(?:[ \t,]+SD[0-9]{3})*)(?P<reason>[^\n]*)")


def applied(
    found: Sequence[Diagnostic], everywhere: Iterable[str], text_of: Callable[[str], str | None]
) -> list[Diagnostic]:
    """The findings that are left, and the comments that do nothing. `text_of` gives a file's text by its path."""
    silent = frozenset(everywhere)
    left = [one for one in found if one.code not in silent]
    kept: list[Diagnostic] = []
    for path in dict.fromkeys(one.span.path for one in left):
        own, reports = _of_file(path, text_of(path) or "")
        kept += [one for one in left if one.span.path == path and one.code not in own]
        kept += reports
    return kept


def _of_file(path: str, text: str) -> tuple[frozenset[str], list[Diagnostic]]:
    """The codes that a file silences for itself, and its comments that give no reason."""
    if "specdev:ignore" not in text or not path.endswith((".md", ".yaml")):
        return frozenset(), []
    codes: set[str] = set()
    reports: list[Diagnostic] = []
    for line, comment in _comments(path, text):
        named = re.findall(r"SD[0-9]{3}", comment["codes"])
        if re.search(r"\w", comment["reason"]):
            codes.update(named)
        else:
            column = comment.start() - comment.string.rfind("\n", 0, comment.start())
            reports.append(NO_REASON.at(Span(path, line, column), codes=" ".join(named)))
    return frozenset(codes), reports


def _comments(path: str, text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The ignore comments of the data of a file, with their lines."""
    front = front_matter(text)
    data, first = (front.text, front.line) if path.endswith(".md") else (text, 1)
    for found in _COMMENT.finditer(data):
        yield first + data.count("\n", 0, found.start()), found
