"""A new draft of the PRD over one that a person has edited: what a person changed stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import lock
from ..diagnostics import Diagnostic, Span, code
from ..model import GROUPS, Context, Item, Prd, Question
from . import answered

BOTH_CHANGED = code(
    "SD709",
    "warning",
    "{id} was edited in the PRD, and its words in the vision have changed since",
    help="compare both; the edited words were kept",
    page="A person edited this item in prd.yaml, and afterwards the sentence of the vision that it came "
    "from changed too. "
    "The words in the PRD were kept. Read the new sentence in the vision and take over what is right.",
)
DROPPED = code(
    "SD710",
    "info",
    "{id} stands in the vision and was taken out of the PRD by a person",
    help="delete its line from specdev.lock to lift it again",
    page="An item that an earlier `specdev plan` had lifted is missing in prd.yaml, so a person took it out. It stays "
    "out, and its lines are listed as context with that reason.",
)


def merge(new: Prd, old: Prd, pinned: Mapping[str, lock.ItemRecord], prd_path: str) -> tuple[Prd, list[Diagnostic]]:
    """
    `new` with the edits that `old` holds against what was generated then, which `pinned` knows by stamp.

    An item with other words than its stamp was edited: it stays as it is. One that is pinned and missing in `old`
    was taken out: it stays out. One without a source was added: it stays. Answers to questions stay, see `answered`.
    """
    found: list[Diagnostic] = []
    before = {item.id: item for item in old.items()}
    groups: dict[str, list[Item]] = {}
    fresh = {item.id for item in new.items()}
    for item in new.items():
        if isinstance(item, Question):
            continue
        kept = _kept(item, before.get(item.id), pinned.get(item.id), prd_path, found)
        if kept is not None:
            groups.setdefault(GROUPS.get(kept.kind, "requirements"), []).append(kept)
    for item in old.items():
        if item.id not in fresh and not item.source and not _is_asked(item):
            groups.setdefault(GROUPS.get(item.kind, "requirements"), []).append(item)
    names = {item.id for group in groups.values() for item in group}
    known = names | {criterion.id for group in groups.values() for item in group for criterion in item.acceptance}
    asked, more = answered.carry(new.open_questions, old.open_questions, pinned, known, prd_path)
    groups["open_questions"] = [*asked, *groups.get("open_questions", ())]
    found += more
    changes: dict[str, Any] = {name: tuple(groups.get(name, ())) for name in dict.fromkeys(GROUPS.values())}
    for name in ("product", "summary"):
        if pinned.get(f"@{name}") and lock.text_key(getattr(old, name)) != pinned[f"@{name}"].text_key:
            changes[name] = getattr(old, name)
    gone = fresh - names - {question.id for question in asked}
    changes["context"] = _with_dropped(new, gone)
    merged = new.model_copy(update=changes)
    same = lock.digest(repr(_meaning(merged))) == lock.digest(repr(_meaning(old)))
    return merged.model_copy(update={"status": old.status if same else "draft"}), found


def _with_dropped(new: Prd, gone: set[str]) -> tuple[Context, ...]:
    """The context with the lines of what a person took out, so that nothing is lost from sight."""
    dropped = [
        Context(
            lines=item.source[0].lines,
            reason="taken out by a person",
            block="item",
            section=item.section,
            text=item.text,
        )
        for item in new.items()
        if item.id in gone and item.source
    ]
    return tuple(sorted((*new.context, *dropped), key=lambda block: block.lines))


def _meaning(prd: Prd) -> list[tuple[str, str]]:
    return [(item.id, lock.stamp(item.meaning())) for item in prd.items() if item.kind != "open_question"]


def _is_asked(item: Item) -> bool:
    """Whether a rule asks it, or a person has answered it: `answered` says what becomes of it."""
    return isinstance(item, Question) and bool(item.code or item.answer)


def _kept(
    item: Item, old: Item | None, record: lock.ItemRecord | None, path: str, found: list[Diagnostic]
) -> Item | None:
    if old is None:
        if record is not None and item.source:
            found.append(DROPPED.at(Span(item.source[0].path, item.source[0].lines[0]), id=item.id))
            return None
        return item
    if record is None:
        return item
    edited = lock.stamp(old.meaning()) != record.stamp or old.kind != record.kind
    if not edited:
        return item
    if lock.stamp(item.meaning()) != record.stamp:
        found.append(BOTH_CHANGED.at(Span(path), id=item.id))
    return old.model_copy(update={"source": item.source, "section": item.section})
