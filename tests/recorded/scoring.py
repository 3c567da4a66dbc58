"""
How near a PRD comes to what a reader found in the same vision.

    labels = read(RECORDED / "shed")
    score = judge(labels, statements(prd))
    score.found.f1, score.kind.f1, score.priority

`prd` is what `specdev plan VISION --dry-run --format json` prints, whoever planned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from specdev import yamlio
from specdev.model import ItemKind

RECORDED = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in RECORDED.glob("*/labels.yaml")))
KINDS = frozenset(get_args(ItemKind))
ENOUGH = 0.5
"""The share of a cue's words that a statement must have to be the one that is meant."""


@dataclass(frozen=True)
class Label:
    """A statement as the reader marked it."""

    lines: tuple[int, int]
    kind: str
    priority: str
    cue: str
    """Words of the statement, which tell it from others on the same lines."""
    kinds: frozenset[str]
    """The kind, and others that a second reader could have chosen."""


@dataclass(frozen=True)
class Statement:
    """An item of a PRD that comes from the vision."""

    lines: tuple[int, int]
    kind: str
    priority: str
    text: str


@dataclass(frozen=True)
class Ratio:
    """How many of what was extracted are right, and how many of what was labelled were hit."""

    hits: int
    extracted: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.hits / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.extracted + self.labelled) if self.hits else 0.0


@dataclass(frozen=True)
class Score:
    """What `judge` finds."""

    found: Ratio
    """Statements, whatever kind they were given."""
    kind: Ratio
    """Those of the right kind."""
    priority: float
    """The share with the right priority, of those that were found and have one."""
    pairs: tuple[tuple[Label, Statement], ...]
    missed: tuple[Label, ...]
    invented: tuple[Statement, ...]


def read(folder: Path) -> tuple[Label, ...]:
    """The labels of a vision, in the order in which they stand in it."""
    path = folder / "labels.yaml"
    data = yamlio.load(path.read_text(encoding="utf-8"), str(path)).data
    return tuple(
        Label(
            lines=(entry["lines"][0], entry["lines"][1]),
            kind=entry["kind"],
            priority=entry["priority"],
            cue=entry["cue"],
            kinds=frozenset((entry["kind"], *entry.get("also", ()))),
        )
        for entry in data["items"]
    )


def statements(prd: Mapping[str, Any]) -> tuple[Statement, ...]:
    """All items with a source, criteria of others too. What is only proposed has none, and is not judged."""
    return tuple(
        Statement(
            lines=(min(span["lines"][0] for span in item["source"]), max(span["lines"][1] for span in item["source"])),
            kind=item["kind"],
            priority=item.get("priority", "none"),
            text=item["text"],
        )
        for item in _objects(prd)
        if item.get("kind") in KINDS and item.get("source")
    )


def judge(labels: Sequence[Label], extracted: Sequence[Statement]) -> Score:
    """Each label goes with one statement at most, and the other way round; what is nearest is paired first."""
    near = sorted(
        (
            (nearness, -first, -second)
            for first, label in enumerate(labels)
            for second, statement in enumerate(extracted)
            if (nearness := _nearness(label, statement))
        ),
        reverse=True,
    )
    mates: dict[int, int] = {}
    for _, first, second in near:
        if -first not in mates and -second not in mates.values():
            mates[-first] = -second
    pairs = tuple((labels[first], extracted[second]) for first, second in sorted(mates.items()))
    ranked = [(label, statement) for label, statement in pairs if label.priority != "none"]
    right = sum(statement.kind in label.kinds for label, statement in pairs)
    return Score(
        found=Ratio(len(pairs), len(extracted), len(labels)),
        kind=Ratio(right, len(extracted), len(labels)),
        priority=sum(label.priority == statement.priority for label, statement in ranked) / max(1, len(ranked)),
        pairs=pairs,
        missed=tuple(label for place, label in enumerate(labels) if place not in mates),
        invented=tuple(statement for place, statement in enumerate(extracted) if place not in mates.values()),
    )


def words(text: str) -> tuple[str, ...]:
    """What is compared: neither mark-up nor line ends nor case."""
    return tuple(re.findall(r"\w+", text.lower()))


def _nearness(label: Label, statement: Statement) -> tuple[float, float, bool] | None:
    """By words, then by lines, then by kind; None where the two cannot be the same."""
    first, last = max(label.lines[0], statement.lines[0]), min(label.lines[1], statement.lines[1])
    cue = set(words(label.cue))
    shared = len(cue & set(words(statement.text))) / len(cue)
    if first > last or shared < ENOUGH:
        return None
    both = max(label.lines[1], statement.lines[1]) - min(label.lines[0], statement.lines[0]) + 1
    return shared, (last - first + 1) / both, statement.kind in label.kinds


def _objects(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)
