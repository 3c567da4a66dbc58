"""One task of a plan, and the names that plans give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...model import Item, TaskRole
from .grouping import minutes
from .target import Target

FAN_IN = 5
"""SD617."""
DEPTH = 8
"""SD617; scaffold, proofs and the whole take three of them."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An interface between tasks: decided by the plan, because the vision leaves it open."""

    name: str
    says: str
    builds: str
    """The task that builds it, by its name in the plan."""
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """One task before it has a number."""

    name: str
    """A slug that is unique in the plan; also the name of its module."""
    role: TaskRole
    title: str
    items: tuple[Item, ...] = ()
    riders: tuple[Item, ...] = ()
    applies: tuple[Item, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    """Names of tasks that come before, each with the reason."""
    owns: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    goal: str = ""
    """What is true when it is done, where somebody has put it into words."""
    agreed: tuple[Agreed, ...] = ()
    """Interfaces that it builds or uses."""

    @property
    def minutes(self) -> int:
        return minutes(self.items)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by `-`; empty where the text has none (Chinese, Japanese …)."""
    text = re.sub(r"[äöüÄÖÜß]", lambda m: {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}[m.group().lower()], text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")


def one_line_title(text: str) -> str:
    """One line of at most 100 characters without mark-up."""
    text = " ".join(re.sub(r"[*`_#]", "", text).split())
    return text if len(text) <= 100 else text[:99].rsplit(" ", 1)[0] + "…"


def all_of(target: Target, name: str) -> tuple[str, ...]:
    """Everything of the product: only a task that is alone in its wave may own it."""
    part, test = target.part(name)
    return tuple(dict.fromkeys((_below(part), _below(test), *(path for path in target.hot if "/" not in path))))


def _below(path: str) -> str:
    return f"{path.rsplit('/', 1)[0]}/**" if "/" in path else path
