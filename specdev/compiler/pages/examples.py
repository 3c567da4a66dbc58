"""
Examples among the context, read as items are: what a section of examples shows, told questions, free scenarios.

Blocks that lean on each other are read together: a paragraph with the code below it, and what goes on behind the code.
Sections about the future, about what is left out and about the reasons show nothing that must be built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...checks.facts.markdown import Sentence, pieces
from ...checks.facts.words import INPUT_LABEL, OUTPUT_LABEL
from ...model import Context, Item, Prd, Source
from ..planning.passages import SILENT_REASONS
from .wording import one_line

PREFIX = "@example-"
"""How the identifiers of examples begin, that are items only as long as their facts are looked for."""

_NOTHING_SHOWN = SILENT_REASONS | frozenset(
    {"background", "introduction", "deferred", "non_goal", "milestone", "goal", "persona", "risk", "open_question"}
)
_AHEAD = frozenset({"deferred", "non_goal", "milestone"})
"""Reasons of code that shows what is not to be built."""
_READ = frozenset({"paragraph", "sentence", "list", "item", "table", "code"})


def examples(prd: Prd, owned: frozenset[str]) -> Iterator[Item]:
    """
    The stretches of the context that may show something, in the form of items, in the vision's order.

    Criteria that belong to no requirement, and to no task (`owned`), are among them, with their own identifiers.
    """
    told = _Told(prd)
    for number, stretch in enumerate(_stretches(prd, told)):
        yield _item(f"{PREFIX}{number}", [told.rest(block) for block in stretch], stretch, prd)
    for item in prd.acceptance:
        if item.id not in owned:
            yield item


def _item(identifier: str, texts: Sequence[str], stretch: Sequence[Context], prd: Prd) -> Item:
    text = "\n\n".join(text for text in texts if text)
    lines = (stretch[0].lines[0], stretch[-1].lines[1])
    return Item.model_construct(
        id=identifier,
        kind="functional",
        title=one_line(text)[:80],
        text=text,
        priority="none",
        section=stretch[0].section,
        lead="",
        detail="",
        source=(Source(path=prd.vision.path, lines=lines),),
        acceptance=(),
        depends_on=(),
    )


def _stretches(prd: Prd, told: _Told) -> Iterator[list[Context]]:
    """Runs of blocks that are read together."""
    stretch: list[Context] = []
    for block in prd.context:
        if not _shows(block) or not told.rest(block):
            if stretch:
                yield stretch
            stretch = []
            continue
        if stretch and not (_goes_on(block, stretch[-1]) and told.beside(stretch[-1], block)):
            yield stretch
            stretch = []
        stretch.append(block)
    if stretch:
        yield stretch


def _shows(block: Context) -> bool:
    if block.block == "code":
        return block.reason not in _AHEAD
    if _is_label(block):
        return True
    return block.block in _READ and block.reason not in _NOTHING_SHOWN


def _goes_on(block: Context, before: Context) -> bool:
    """Code below a paragraph or other code, and a paragraph that goes on with the sentence before the code."""
    if block.section != before.section:
        return False
    if block.block == "code":
        return before.block in ("paragraph", "sentence", "code")
    joined = block.text.strip()[:1].islower() or bool(OUTPUT_LABEL.fullmatch(block.text.strip()))
    return before.block == "code" and block.block == "paragraph" and joined


def _is_label(block: Context) -> bool:
    """Whether the block says only that what goes in or comes out stands below."""
    text = block.text.strip()
    return block.block == "paragraph" and bool(INPUT_LABEL.fullmatch(text) or OUTPUT_LABEL.fullmatch(text))


class _Told:
    """What items say already, which is read with them."""

    def __init__(self, prd: Prd) -> None:
        self._starts = {item.source[0].lines[0] for item in prd.items() if item.source}
        said: dict[tuple[str, ...], list[str]] = {}
        for item in map(with_own_detail, prd.items()):
            said.setdefault(item.section, []).extend(_words(item))
        self._by_section = {section: "\n".join(parts) for section, parts in said.items()}
        self._said: dict[tuple[str, ...], str] = {}

    def rest(self, block: Context) -> str:
        """The words of the block that stand in no item of its section."""
        said = self._above(block.section)
        if not said:
            return block.text
        if block.block == "paragraph" and block.reason == "prose":
            parts = (piece.text for piece in pieces(block.text) if isinstance(piece, Sentence))
            return " ".join(part for part in parts if _plain(part) not in said)
        return "" if _plain(block.text) in said else block.text

    def _above(self, section: tuple[str, ...]) -> str:
        """What the items of the section say, and of those above: an item that is a section stands in the one above."""
        if section not in self._said:
            outer = (section[:depth] for depth in range(len(section) + 1))
            self._said[section] = "\n".join(text for one in outer if (text := self._by_section.get(one)))
        return self._said[section]

    def beside(self, one: Context, other: Context) -> bool:
        """Whether no item stands between two blocks."""
        return not any(line in self._starts for line in range(one.lines[1] + 1, other.lines[0]))


_CALLED = re.compile(r"(?:https?://)?(?:localhost|127\.0\.0\.1|[\w.-]+):\d+(/[\w-]*)")


def with_own_detail(item: Item) -> Item:
    """
    The item without an example that is about others.

    A transcript behind a table stands beside its last row; it proves the row only where both name the same resource.
    """
    called = set(_CALLED.findall(item.detail))
    own = f"{item.text} {item.lead} {' '.join(item.section)}"
    if called and not any(path in own for path in called):
        return item.model_copy(update={"detail": ""})
    return item


def _words(item: Item) -> Iterable[str]:
    criteria = (criterion.text for criterion in item.acceptance)
    return (_plain(part) for part in (item.lead, item.text, item.detail, *criteria) if part)


def _plain(text: str) -> str:
    """The text in one line, without the marks of fences, which indented code has in items only."""
    return " ".join(word for word in text.split() if word.strip("`") or not word.startswith("```"))
