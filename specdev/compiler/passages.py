"""
The PRD as a stream of passages in the order of the vision, and how near two of them are.

A passage is an item with its criteria, or a block that was read and not lifted. A task's page is made of
passages: those it owns, and the nearest of the others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Context, Item, Prd

_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.M | re.S)
_WORD = re.compile(r"[^\W\d_]{4,}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_NAME = re.compile(
    r"\b[A-Za-z][\w-]*(?:[._/:][\w-]+)+\b|--[a-z][\w-]+|\b[A-Z][A-Z0-9_]{2,}\b|\b[a-z]+(?:[A-Z][a-z0-9]+)+\b"
)
SILENT_REASONS = frozenset(
    {"metadata", "heading", "comment", "template", "table of contents", "change log", "rule", "front matter", "toc"}
)
"""Context that says nothing about the product."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the vision."""

    line: int
    section: tuple[str, ...]
    text: str
    """All its words: lead, text, detail and criteria of an item; the text of a block."""
    item: Item | None = None
    context: Context | None = None
    terms: frozenset[str] = frozenset()
    """What it is about: names in code (marked with a leading backtick) and words of four letters or more."""

    @property
    def words(self) -> int:
        return count_words(self.text)


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


def passages(prd: Prd) -> tuple[Passage, ...]:
    """Every item with a source and every block of context that says something, in the vision's order."""
    found = []
    for number, item in enumerate(prd.items()):
        if item.kind == "open_question" and not item.source:
            continue
        text = item_text(item)
        line = item.source[0].lines[0] if item.source else 10**6 + number
        found.append(Passage(line, item.section, text, item=item, terms=terms(f"{item.title}\n{text}")))
    for block in prd.context:
        if block.text.strip() and block.reason not in SILENT_REASONS:
            found.append(Passage(block.lines[0], block.section, block.text, context=block, terms=terms(block.text)))
    return tuple(sorted(found, key=lambda p: (p.line, p.item is None, p.text)))


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
        small, large = (a, b) if len(a) < len(b) else (b, a)
        return sum(self._weight.get(term, 0.0) for term in sorted(small) if term in large)

    def shared_names(self, a: frozenset[str], b: frozenset[str]) -> list[str]:
        """Names in code that both hold, rarest first."""
        shared = [term for term in a & b if term[0] == "`"]
        return [term[1:] for term in sorted(shared, key=lambda t: (-self._weight.get(t, 0.0), t))]
