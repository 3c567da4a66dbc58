"""
The PRD as a stream of passages in the order of the vision, and how near two of them are.

A passage is an item with its criteria, or a block that was read and not lifted. A task's page is made of
passages: those it owns, and the nearest of the others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...model import Context, Item, Prd

_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.M | re.S)
_WORD = re.compile(r"[^\W\d_]{4,}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_NAME = re.compile(
    r"\b[A-Za-z][\w-]*(?:[._/:][\w-]+)+\b|--[a-z][\w-]+|\b[A-Z][A-Z0-9_]{2,}\b|\b[a-z]+(?:[A-Z][a-z0-9]+)+\b"
)
SILENT_REASONS = frozenset(
    {"metadata", "heading", "comment", "template", "table of contents", "change log", "rule", "front matter", "toc"}
    | {"no item", "repeated", "taken out by a person"}
)
"""Context that says nothing about the product, or that somebody has left out of it; behind a colon stands why."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the vision."""

    line: int
    section: tuple[str, ...]
    text: str
    """All its words: lead, text, detail and criteria of an item; the text of a block."""
    item: Item | None = None
    context: Context | None = None
    woven: tuple[Item, ...] = ()
    """Items that are sentences of the block, in its order."""
    terms: frozenset[str] = frozenset()
    """What it is about: names in code (marked with a leading backtick) and words of four letters or more."""
    words: int = 0
    key: str = ""
    """The text in one line, to know it again."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The items it states."""
        return (self.item.id,) if self.item else tuple(item.id for item in self.woven)


def count_words(text: str) -> int:
    """Words as rule SD611 counts them: runs of letters, digits and `_`; two wide characters count as one word."""
    wide = sum(len(run) for run in _WIDE.findall(text))
    return len(re.findall(r"\w+", text)) + wide // 2


def tokens(text: str) -> int:
    """Estimated tokens: 4 characters each, 1.5 tokens for two wide ones (no tokenizer is needed, it is within 20 %)."""
    wide = sum(len(run) for run in _WIDE.findall(text))
    return round((len(text) - wide) / 4 + wide * 0.75)


def item_text(item: Item) -> str:
    """Everything an item says, in reading order."""
    criteria = "\n".join(f"- {criterion.text}" for criterion in item.acceptance)
    return "\n".join(part for part in (item.lead, item.text, item.detail, criteria) if part)


def repeats(item: Item) -> bool:
    """Whether the title is only the beginning of the text, so that a heading with it would say it twice."""
    start = re.sub(r"[*_`]", "", " ".join(item.title.split())).rstrip("….:")
    return re.sub(r"[*_`]", "", " ".join(item.text.split())).startswith(start)


def passages(prd: Prd) -> tuple[Passage, ...]:
    """
    Every item with a source and every block of context that says something, in the vision's order.

    Items that are sentences of a paragraph which also says other things are woven into it: they are not torn out.
    """
    items = [item for item in prd.items() if item.kind != "open_question" or item.source]
    by_line: dict[int, list[Item]] = {}
    for item in items:
        if item.source:
            by_line.setdefault(item.source[0].lines[0], []).append(item)
    found: list[tuple[int, int, Passage]] = []
    woven: set[str] = set()
    for block in prd.context:
        if block.text.strip() and block.reason.partition(":")[0] not in SILENT_REASONS:
            inside = _inside(block, by_line)
            woven |= {item.id for item in inside}
            found.append(
                (block.lines[0], len(items), _passage(block.lines[0], block.section, block.text, None, block, inside))
            )
    for number, item in enumerate(items):
        if item.id not in woven:
            line = item.source[0].lines[0] if item.source else 10**6 + number
            found.append((line, number, _passage(line, item.section, item_text(item), item, None)))
    return tuple(passage for _, _, passage in sorted(found, key=lambda entry: entry[:2]))


def _inside(block: Context, by_line: Mapping[int, list[Item]]) -> tuple[Item, ...]:
    """Items that are sentences of the paragraph, in its order."""
    if block.block != "paragraph":
        return ()
    found = [
        (place, item)
        for line in range(block.lines[0], block.lines[1] + 1)
        for item in by_line.get(line, ())
        if item.source[0].lines[1] <= block.lines[1] and (place := find_words(item.text, block.text)) is not None
    ]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def find_words(words: str, text: str) -> int | None:
    """Where `words` begin in `text`, however either is wrapped; None where they do not stand there."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    match = re.search(pattern, text) if pattern else None
    return match.start() if match else None


def with_marks(text: str, marks: Mapping[str, str]) -> str:
    """The paragraph with a mark before each sentence that is an item; `marks` maps the sentence to its mark."""
    places = sorted(
        ((place, mark) for words, mark in marks.items() if (place := find_words(words, text)) is not None), reverse=True
    )
    for place, mark in places:
        text = f"{text[:place]}**[{mark}]** {text[place:]}"
    return text


def _passage(
    line: int,
    section: tuple[str, ...],
    text: str,
    item: Item | None,
    block: Context | None,
    woven: tuple[Item, ...] = (),
) -> Passage:
    title = f"{item.title}\n" if item else ""
    words = count_words(text) + 3 * len(woven)
    return Passage(line, section, text, item, block, woven, terms(title + text), words, " ".join(text.split()))


def terms(text: str) -> frozenset[str]:
    """Names in code with a backtick in front, and plain words in lower case."""
    names = {name for span in _SPAN.findall(text) for name in _split_span(span)}
    names |= {name for fence in _FENCE.finditer(text) for name in _NAME.findall(fence.group())}
    names |= set(_NAME.findall(text))
    plain = {word.lower() for word in _WORD.findall(text)}
    wide = {run[i : i + 2] for run in _WIDE.findall(text) for i in range(len(run) - 1)}
    return frozenset({f"`{name}" for name in names} | plain | wide)


def _split_span(span: str) -> Iterable[str]:
    """A code span as a whole, and its words that look like names."""
    yield span.strip()
    resource = re.search(r"(?:^|\s)(/[\w-]+)", span)
    if resource:
        yield resource.group(1)
    yield from re.findall(r"\"(\w+)\"\s*:", span)
    for call in re.findall(r"([A-Za-z_][\w.]*)\(", span):
        yield call
        yield call.rpartition(".")[2]
    for word in span.split():
        if len(word) > 1 and re.match(r"[-\w/.{]", word):
            yield word.strip(",.:;()")


class Nearness:
    """How much two sets of terms have in common, rare terms counting more; names in code count double."""

    def __init__(self, stream: Sequence[Passage]) -> None:
        counts = Counter(term for passage in stream for term in passage.terms)
        total = max(len(stream), 1)
        self._weight = {
            term: math.log((1 + total) / (1 + number)) * (2.0 if term[0] == "`" else 1.0)
            for term, number in counts.items()
        }

    def of(self, a: frozenset[str], b: frozenset[str]) -> float:
        """0 where nothing is shared; grows with every shared term by its rarity."""
        return sum(self.weight(term) for term in sorted(a & b))

    def weight(self, term: str) -> float:
        """What one shared term adds; 0 for one that is in no passage or in all of them."""
        return self._weight.get(term, 0.0)


class Postings:
    """Sets of terms by number, to find those that have most in common with another one without looking at all."""

    def __init__(self, bags: Sequence[frozenset[str]], near: Nearness) -> None:
        self._near = near
        self._where: dict[str, list[int]] = {}
        for number, bag in enumerate(bags):
            for term in bag:
                self._where.setdefault(term, []).append(number)

    def scores(self, terms: frozenset[str]) -> dict[int, float]:
        """Number of each bag that shares a term to its nearness; terms in more than COMMON bags are passed over."""
        found: dict[int, float] = {}
        for term in sorted(terms):
            where = self._where.get(term, ())
            if len(where) <= COMMON:
                weight = self._near.weight(term)
                for number in where:
                    found[number] = found.get(number, 0.0) + weight
        return found


COMMON = 200
"""A term in more bags than this tells little, and looking them all up would make large visions slow."""
