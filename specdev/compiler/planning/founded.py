"""
Whether words about items say only what stands in these items.

A title, a goal or a reason that a model writes stands on a page that an engineer follows to the letter, so it may
bring in no name, number or quotation of its own, and give no orders beside the vision's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ...model import Item, Prd
from .passages import item_text, terms

TITLE_WORDS = 14
GOAL_WORDS = 45
REASON_WORDS = 40
_CODE = re.compile(
    r"`([^`]*)`|\b\w+_\w*\w|\b\w+(?=\()|\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|(?<![\w-])-{1,2}[A-Za-z][\w-]*"
)
"""Names in code, beside those that `terms` knows."""
_NUMBER = re.compile(r"[\w.,:-]*\d[\w.,:-]*")
_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‹([^›]+)›|(?<!\w)'([^']+)'(?!\w)|‘([^’]+)’|「([^」]+)」"
)
_ORDERS = re.compile(
    r"\b(?:ignor\w*|disregard\w*|forget|overrid\w*|bypass\w*|vergiss|missacht\w*|olvid\w*|oubli\w*|esque[cç]\w*)\b"
    r".{0,60}?\b(?:instruct\w*|rules?|prompts?|previous|above|earlier|anweisung\w*|regeln?|instruc\w*|reglas?|règles?)\b"
    r"|\bsystem\s+prompt\b|\byou\s+are\s+(?:now\s+)?an?\b|<\|\w|\bas\s+an\s+ai\b|忽略.{0,20}指令|無視.{0,20}指示",
    re.I,
)
"""Orders to whoever reads the page, as they stand in documents that want to steer a model."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The texts that words may be taken from."""

    text: str
    """Folded, in one line."""

    def holds(self, words: str) -> bool:
        """Whether the words stand there, whatever their case and their wrapping."""
        folded = _folded(words)
        return bool(folded) and bool(re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", self.text))


def ground(prd: Prd, items: Iterable[Item]) -> Ground:
    """What stands in the items, above them, and in what every page says of the product."""
    texts = [prd.product, prd.slug, prd.summary]
    for item in items:
        texts += [*item.section, item.title, item_text(item)]
    return Ground(_folded("\n".join(texts)))


def plain(text: str) -> str:
    """One line without control characters and other characters that show nothing."""
    shown = "".join(" " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") else mark for mark in text)
    kept = "".join(mark for mark in shown if unicodedata.category(mark) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(kept.split())


def faults(text: str, found: Ground, most: int) -> list[str]:
    """What is wrong with words about the items of `found`; nothing where they may be printed."""
    if plain(text) != " ".join(text.split()):
        return ["it holds characters that show nothing"]
    if len(text.split()) > most or len(text) > most * 12:
        return [f"it has more than {most} words"]
    if _ORDERS.search(text):
        return ["it gives orders to its reader"]
    if re.search(r"[<>#|]|\]\(|```|://|^\s*[-*>]", text):
        return ["it holds mark-up"]
    return [f"`{name}` does not stand in the items" for name in strange(text, found)]


def strange(text: str, found: Ground) -> list[str]:
    """Names in code, numbers and quotations of the text that do not stand in `found`."""
    names = [match[1] if match[1] is not None else match[0] for match in _CODE.finditer(text)]
    names += sorted(term[1:] for term in terms(text) if term[0] == "`")
    names += [match[0].strip(".,:-") for match in _NUMBER.finditer(text)]
    names += [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    return [name for name in dict.fromkeys(names) if name.strip() and not found.holds(name)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
