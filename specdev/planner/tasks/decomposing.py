"""
A plan by a model: components from the whole, parts of what is too large, then the words of each task.

    items ─components→ pieces ─parts, while too large→ Parts ─plan→ tasks ─task, wave by wave→ Words
       └───── no usable answer: the rules' groups ─────┘              └─ no usable answer: the rules' titles

What comes out is a proposal, which is judged again where the plan is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ... import lock
from ...compiler.planning import arranged
from ...compiler.planning.groundwork import groundwork
from ...compiler.planning.passages import item_text
from ...compiler.planning.plan import plan
from ...compiler.planning.proposal import Proposal
from ...compiler.planning.target import Target
from ...config import Config
from ...diagnostics import Diagnostic, Span
from ...model import Prd
from ..estimate import Estimate, question, times
from ..session import Session
from . import components, task_words
from .attempt import Attempt
from .component_forms import Components, TaskWords
from .units import MOST

COMPONENT_TOKENS = 60
UNIT_TOKENS = 6
WORDS_TOKENS = 220
"""Likely lengths of answers: of a component, of an id in it, of the words of one task."""
PROMPTS = ("components", "parts", "task")


@dataclass(frozen=True, slots=True)
class Decomposed:
    """What a model proposed."""

    proposal: Proposal
    diagnostics: tuple[Diagnostic, ...] = ()
    complete: bool = True
    """Whether every question got an answer, so that asking again is of no use."""


def decompose(
    session: Session, prd: Prd, target: Target, config: Config, place: Span, before: Proposal | None = None
) -> Decomposed:
    """
    What the model of the session proposes for a plan of `prd`; what it does not answer is left to the rules.

    An earlier proposal, `before`, is the starting list in place of the rules' groups: so a small edit moves little.
    """
    base = groundwork(prd, target, config.limits)
    if before and not base.alone:
        earlier = arranged.arrange(before, prd, base.items, list(base.groups), base.near, config.limits).groups
        base = replace(base, groups=tuple(earlier))
    attempt = Attempt(session, prd, config, base)
    if base.alone:
        return Decomposed(Proposal())
    # before the first question, so that each secret has the same placeholder in every run
    for text in (prd.summary, *(f"{' '.join(item.section)}\n{item.title}\n{item_text(item)}" for item in prd.items())):
        session.model.secrets.learn(text)
    parts = components.parts(attempt)
    words = () if attempt.ended else task_words.words(attempt, plan(prd, target, config, Proposal(parts=parts)))
    return Decomposed(Proposal(parts=parts, words=words), tuple(attempt.diagnostics(place)), not attempt.troubled)


def estimate(session: Session, prd: Prd, target: Target, config: Config) -> Estimate:
    """What `decompose` is likely to ask: the rules' groups stand for the tasks that are not known yet."""
    base = groundwork(prd, target, config.limits)
    attempt, settings = Attempt(session, prd, config, base), session.model.settings
    found = Estimate()
    if base.alone:
        return found
    for ballot, messages in components.first(attempt):
        length = COMPONENT_TOKENS * len(ballot.start) + UNIT_TOKENS * len(ballot.units)
        one = question(messages, Components, settings, length)
        found += one
        if ballot.of_sections:  # each of their components is asked for its parts
            found += times(one, len(base.items) // MOST)
    for messages in task_words.questions(attempt, plan(prd, target, config)):
        found += question(messages, TaskWords, settings, WORDS_TOKENS)
    return found


def inputs(prd: Prd, target: Target, config: Config, prompts: str) -> str:
    """Digest of all that decides what is asked: who, how, and of what."""
    base = groundwork(prd, target, config.limits)
    told = [
        item.model_dump_json(include={"id", "kind", "title", "text", "priority", "lead", "detail"})
        + repr((item.section, item.meaning()))
        for item in base.items
    ]
    start = [(found.title, [item.id for item in found.items]) for found in base.groups]
    limits = config.limits.model_dump_json()
    return lock.digest(repr((config.model.name, prompts, limits, prd.product, prd.summary, told, start)))
