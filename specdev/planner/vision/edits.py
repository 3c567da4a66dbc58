"""What of a model's reading of a section holds, as changes to the drafts; and how its own words are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...compiler.lift.drafts import Asked, Draft, TermDraft
from ...model import Priority
from .. import grounding

_LONGEST = 400
"""Characters of a question, a reason, a suggestion."""
_FACT = re.compile(r"`[^`\n]+`|\"[^\"\n]+\"|“[^”\n]+”|\d+(?:[.,:]\d+)*")
"""Names in code, quoted words, numbers: what an exact reader looks for."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Added:
    """A new draft, and what it has to do with those there are."""

    draft: Draft
    key: str
    replaces: tuple[int, ...] = ()
    accepts: int | str = ""
    """What the criterion belongs to: a draft's number, or the key of another addition."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a draft with the right words becomes."""

    kind: str
    priority: Priority | Literal[""] = ""
    title: str = ""
    accepts: int | str = ""
    before: str = ""
    """A sentence that is needed to understand it."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What of an answer holds; numbers are those of drafts."""

    added: tuple[Added, ...] = ()
    changed: Mapping[int, Changed] = field(default_factory=dict)
    dropped: Mapping[int, str] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    terms: tuple[TermDraft, ...] = ()
    complaints: tuple[str, ...] = ()


def spoken(text: str) -> str:
    """What a model says itself, as one line without signs that are not seen, and not too long."""
    text = " ".join(_UNSEEN.sub(" ", text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def title(wanted: str | None, text: str) -> str:
    """The title where it says no name, number or quotation that the words lack; else empty."""
    found = spoken(wanted or "")
    held = grounding.normal(text)
    fits = 0 < len(found) <= 100 and all(grounding.normal(fact) in held for fact in facts(found))
    return found if fits else ""


def facts(text: str) -> list[str]:
    """Names in code, quoted words and numbers, as they are written."""
    return list(dict.fromkeys(_FACT.findall(text)))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
