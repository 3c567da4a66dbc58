"""A PRD as the sentences, fences and tables of its items in the document's order, each with what was said before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ....model import Item, Prd, Source
from ..knowledge import whole
from ..markdown import Fence, Sentence, Span, Table, pieces, spans


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence, fence or table of an item."""

    item: Item
    piece: Sentence | Fence | Table
    before: tuple[Place, ...] = ()
    """The sentences of the same section before it."""

    @property
    def text(self) -> str:
        return self.piece.text if isinstance(self.piece, Sentence) else ""

    @property
    def title(self) -> str:
        """The heading that it stands under."""
        return self.item.section[-1] if self.item.section else ""

    @property
    def spans(self) -> list[Span]:
        return spans(self.text)

    @property
    def codes(self) -> list[str]:
        """The code spans of a sentence."""
        return [span.text for span in self.spans if span.kind == "code"]

    @property
    def words(self) -> str:
        """The sentence without its code spans; a tilde stands for each."""
        return "".join(span.text if span.kind == "text" else "~" for span in self.spans)


def places(prd: Prd) -> list[Place]:
    """Every sentence, fence and table of the PRD's items."""
    found: list[Place] = []
    section: list[Place] = []
    under: tuple[str, ...] | None = None
    items = [item for item in prd.items() if item.kind not in UNTOLD]
    for item in sorted([*items, *_context(prd)], key=_line):
        if item.section != under or not item.section:
            section, under = [], item.section
        found += _of(item, section)
    return found


def told(prd: Prd) -> Iterator[str]:
    """The texts that `places` takes apart."""
    for item in prd.items():
        if item.kind not in UNTOLD:
            yield from whole(item)[1:]
    for block in prd.context:
        yield block.text


def alone(item: Item) -> tuple[Place, ...]:
    """The sentences, fences and tables of an item that is none of the PRD's own."""
    return tuple(_of(item, []))


def _of(item: Item, section: list[Place]) -> Iterator[Place]:
    """The places of an item; `section` holds the sentences before it and grows by its own."""
    for piece in _pieces(item):
        place = Place(item, piece, tuple(section))
        yield place
        if isinstance(piece, Sentence):
            section.append(place)


UNTOLD = ("open_question", "non_goal")
"""Kinds of items that do not say how the product is."""


def _context(prd: Prd) -> Iterator[Item]:
    """What belongs to no item, in the form of items: it introduces names and holds examples."""
    for number, block in enumerate(prd.context):
        yield Item.model_construct(
            id=f"@{number}",
            kind="functional",
            title=block.text[:80],
            text=block.text,
            section=block.section,
            lead="",
            detail="",
            source=(Source(path=prd.vision.path, lines=block.lines),),
            acceptance=(),
        )


def _line(item: Item) -> int:
    return item.source[0].lines[0] if item.source else 0


def _pieces(item: Item) -> Iterator[Sentence | Fence | Table]:
    seen: set[str] = set()
    for text in whole(item)[1:]:  # the lead only introduces
        for piece in pieces(text):
            mark = piece.text if isinstance(piece, Sentence | Fence) else "\n".join(piece.lines)
            if mark not in seen:
                seen.add(mark)
                yield piece


def listed(found: list[Span], start: int) -> list[str]:
    """The code spans of the enumeration that begins with span number `start`: `a`, `b` or `c`."""
    names = [found[start].text]
    for gap, span in zip(found[start + 1 :: 2], found[start + 2 :: 2], strict=False):
        between = gap.text.strip().strip(",").strip().lower()
        if gap.kind != "text" or span.kind != "code" or between not in JOINTS:
            break
        names.append(span.text)
    return names


JOINTS = frozenset(("", "and", "or", "und", "oder", "y", "o", "et", "ou", "e", "/", "as well as", "sowie", "bzw."))
"""What stands between the members of an enumeration, besides commas."""
