"""The questions of a review: what the model gets to see of the vision and of the PRD, as text that is easy to quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from jinja2 import Environment

from ...config import ModelSettings
from ...document import Document
from ...layout import shorten
from ...llm import tokens
from ...llm.conversation import Message
from ...model import Item, Prd, Question, Source
from .. import prompts
from ..portions import Portion, portions
from . import quotes
from .forms import Clashes, Findings

Value = TypeVar("Value")
CLOSE = 800
"""Tokens of items without lines that are looked at together."""
WIDE = 12_000
"""Tokens of items that are compared with each other in one question."""
LISTED = 240
"""Columns of an item in the list of all."""


@dataclass(frozen=True, slots=True)
class Review:
    """What is asked about one PRD."""

    prd: Prd
    document: Document
    settings: ModelSettings
    env: Environment

    def parts(self) -> list[tuple[Portion | None, list[Item]]]:
        """The vision in portions with the items that were made of each; then those that stand in none of its lines."""
        path = self.prd.vision.path
        homeless = [item for item in self._items() if all(source.path != path for source in item.source)]
        cut = [one for one in portions(self.document, self.settings.context_tokens) if not one.bare]
        return [
            *((portion, self.items_of(portion)) for portion in cut),
            *((None, items) for items in _filled(homeless, _item, min(CLOSE, self._room // 4))),
        ]

    def items_of(self, portion: Portion) -> list[Item]:
        """The items that were read in these lines."""
        return [item for item in self._items() if _overlaps(item.source, portion, self.prd.vision.path)]

    def of(self, portion: Portion | None, items: Sequence[Item], again: str = "") -> list[Message]:
        """The question about a portion and its items, or about items without lines."""
        first, last = portion.lines if portion else (1, 0)
        return prompts.messages(
            self.env,
            "review",
            Findings,
            product=self.prd.product,
            path=" > ".join(portion.path) if portion else "",
            lines=quotes.numbered(self.document.lines[first - 1 : last]),
            items="\n\n".join(map(_item, items)),
            context="\n".join(self._context(portion)),
            questions="\n\n".join(map(_question, self._questions(portion, items))),
            again=again,
        )

    def lists(self) -> list[str]:
        """All items, one a line, in as many lists that each is compared with each; none where there is no pair."""
        rows = [f"[{item.id}] {shorten(item.text, LISTED)}" for item in self._items()]
        if len(rows) < 2:
            return []
        room = min(WIDE, self._room // 2)
        if tokens.count("\n".join(rows)) <= room:
            return ["\n".join(rows)]
        parts = ["\n".join(part) for part in _filled(rows, str, room // 2)]
        return [f"{one}\n{other}" for one, other in combinations(parts, 2)]

    def all_of(self, rows: str, again: str = "") -> list[Message]:
        """The question about one of `lists`."""
        return prompts.messages(self.env, "clashes", Clashes, product=self.prd.product, items=rows, again=again)

    @property
    def _room(self) -> int:
        """Tokens that a question may have."""
        settings = self.settings
        return max(settings.context_tokens - settings.answer_tokens, settings.context_tokens // 4)

    def _items(self) -> Iterator[Item]:
        """All items but questions."""
        return (item for item in self.prd.items() if not isinstance(item, Question))

    def _context(self, portion: Portion | None) -> Iterator[str]:
        """Lines of the portion that gave no item, as they are numbered in the question."""
        first, last = portion.lines if portion else (1, 0)
        for block in self.prd.context:
            begin, end = max(block.lines[0], first), min(block.lines[1], last)
            if begin <= end and block.reason != "heading":
                yield f"{begin - first + 1}-{end - first + 1}: {block.reason}"

    def _questions(self, portion: Portion | None, items: Sequence[Item]) -> list[Question]:
        ids, path = {item.id for item in items}, self.prd.vision.path
        asked = self.prd.open_questions
        return [one for one in asked if ids & set(one.about) or (portion and _overlaps(one.source, portion, path))]


def _filled(values: Iterable[Value], told: Callable[[Value], str], room: int) -> Iterator[list[Value]]:
    """The values in their order, as many together as have room in tokens."""
    part: list[Value] = []
    size = 0
    for value in values:
        more = tokens.count(told(value)) + 1
        if part and size + more > room:
            yield part
            part, size = [], 0
        part, size = [*part, value], size + more
    if part:
        yield part


def _overlaps(sources: Sequence[Source], portion: Portion, path: str) -> bool:
    return any(
        source.path == path and source.lines[0] <= portion.lines[1] and source.lines[1] >= portion.lines[0]
        for source in sources
    )


def _item(item: Item) -> str:
    """An item as the reviewer sees it."""
    priority = "" if item.priority == "none" else f", {item.priority}"
    parts = [f"[{item.id}] {item.kind}{priority}", *([f"introduced by: {item.lead}"] if item.lead else ()), item.text]
    parts += [f"[{criterion.id}] criterion: {criterion.text}" for criterion in item.acceptance]
    parts += [f"detail:\n{item.detail}"] if item.detail else []
    parts += [f"needs: {', '.join(item.depends_on)}"] if item.depends_on else []
    return "\n".join(parts)


def _question(question: Question) -> str:
    answer = f"\nanswer: {question.answer}" if question.answer else ""
    return f"[{question.id}] {question.text}{answer}"
