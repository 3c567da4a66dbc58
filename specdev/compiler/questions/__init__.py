"""
Questions that a person should answer before anything is built, found by rules.

Each module is one rule: its docstring is its page in the manual, `CODE` its diagnostic, `find(view)` yields its
doubts. To add a rule: one module, its name in RULES. The order of RULES is the order of importance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic
from ...model import Prd, Question
from ..lexicon import Lexicon
from . import (
    contradiction,
    errors,
    escape,
    measure,
    nothing,
    open_end,
    placeholder,
    platform,
    polarity,
    pronoun,
    unproven,
    untold,
    vague,
)
from .view import Doubt, Rule, View

__all__ = ["RULES", "ask"]

RULES: tuple[Rule, ...] = (
    nothing,
    contradiction,
    polarity,
    placeholder,
    measure,
    vague,
    open_end,
    escape,
    pronoun,
    errors,
    platform,
    unproven,
    untold,
)

_MOST = 3
"""Questions of one rule; what is more is counted in the last of them, and every one has its diagnostic."""


def ask(prd: Prd, lexicon: Lexicon) -> tuple[list[Question], list[Diagnostic]]:
    """(questions in order of importance, one diagnostic for every doubt) about the items of one vision."""
    view = View.of(prd, lexicon)
    questions: list[Question] = []
    found: list[Diagnostic] = []
    for rule in RULES:
        doubts = list(rule.find(view))
        found.extend(doubt.diagnostic for doubt in doubts)
        questions.extend(_questions(doubts))
    return questions, found


def _questions(doubts: Sequence[Doubt]) -> Iterator[Question]:
    asked: set[str] = set()
    for place, doubt in enumerate(doubts[:_MOST]):
        name = "-".join(["Q", doubt.diagnostic.code, *doubt.about[:1]])[:110]
        if name in asked:
            name = f"{name}-{place + 1}"
        asked.add(name)
        more = len(doubts) - _MOST
        tail = f" (and {more} more of the kind)" if more > 0 and place == _MOST - 1 else ""
        yield Question(
            id=name,
            kind="open_question",
            title=doubt.title[:120],
            text=f"{doubt.text}{tail}",
            about=doubt.about,
            why=doubt.why,
            suggestions=doubt.suggestions,
            code=doubt.diagnostic.code,
        )
