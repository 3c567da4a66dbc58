"""What a review reports: faults as data, and as diagnostics with codes of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...diagnostics import Diagnostic, Span, code
from ...layout import shorten
from .. import grounding
from .forms import Kind

_ONE_LINE = 300
_SECOND = (
    "A second model has looked over the PRD (`specdev review`). What it says is an opinion; the words that it quotes "
    "are really there. "
)
CODES = {
    "missing": code(
        "SD725",
        "warning",
        "no item says what is wanted here: {problem}",
        page=_SECOND
        + "These words of the vision want something that stands in no item, so that nobody would build it. "
        "Add the item to prd.yaml, or word the vision so that `specdev plan` finds it; where it is wanted by nobody, "
        "leave it.",
    ),
    "wrong": code(
        "SD726",
        "warning",
        "`{item}` says something else than the vision: {problem}",
        page=_SECOND + "The item says more, less or something else than the lines it was read from. "
        "Compare the two, and edit the one that is wrong.",
    ),
    "unbuildable": code(
        "SD727",
        "warning",
        "`{item}` cannot be built as it stands: {problem}",
        page=_SECOND + "What the item wants is impossible, or needs something that nobody has or that no item makes. "
        "Say in the vision what can be built.",
    ),
    "untestable": code(
        "SD728",
        "warning",
        "`{item}` cannot be tested: {problem}",
        page=_SECOND + "Nobody could tell by looking at the product whether the item holds. "
        "Give it a number, an example or a criterion.",
    ),
    "contradictory": code(
        "SD729",
        "warning",
        "`{item}` contradicts {other}: {problem}",
        page=_SECOND + "Both cannot hold, so that one of two tasks must fail. Decide, and change the other one.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a PRD, on words that were found."""

    kind: Kind
    item: str
    """Empty where no item says it."""
    other: str
    """Of a contradiction: the second item; may be empty."""
    path: str
    lines: tuple[int, int]
    column: int
    end_column: int
    """0 where the words do not stand in one line as they are quoted."""
    quote: str
    text: str
    suggestion: str

    @property
    def key(self) -> tuple[str, ...]:
        """Equal where the same fault was found twice."""
        return self.kind, *sorted((self.item, self.other)), grounding.normal(self.quote).strip(" .,;:!?")

    def diagnostic(self) -> Diagnostic:
        """The fault as commands show it."""
        found = CODES[self.kind]
        other = f"`{self.other}`" if self.other else "other words of the vision"
        words = found.template.format(item=self.item, other=other, problem=shorten(self.text, _ONE_LINE))
        first, last = self.lines
        span = Span(self.path, first, self.column, last if last > first else 0, self.end_column)
        return Diagnostic(found.name, found.severity, span, words, shorten(self.suggestion, _ONE_LINE))

    def data(self, spec: str, model: str) -> dict[str, Any]:
        """The fault for programs."""
        return {
            "spec": spec,
            "code": CODES[self.kind].name,
            "kind": self.kind,
            "item": self.item or None,
            "other": self.other or None,
            "path": self.path,
            "lines": list(self.lines),
            "quote": self.quote,
            "text": self.text,
            "suggestion": self.suggestion,
            "model": model,
        }
