"""
What only the whole shows: repeats, wrong kinds, criteria without their item, what comes before what, contradictions.

All items go into one question where they fit, else into several in the order of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...compiler.lift.drafts import PRIORITISED, Asked, Draft, Drafts, Dropped
from ...diagnostics import Diagnostic, Span, code
from ...llm import tokens
from ...llm.conversation import Message
from ...llm.trouble import Trouble, Unanswered
from .. import grounding
from ..session import Session
from .answers import Reconciliation
from .edits import facts, spoken

ALONE = code(
    "SD723",
    "warning",
    "the items of {what} were not compared with each other: {why}",
    help="{hint}",
    page="After the sections, a model looks at all items together for repeats, contradictions and what needs what. It "
    "gave no usable answer. The items are as the sections gave them.",
)
ASKED = code(
    "SD724",
    "info",
    "the model asks: {text}",
    help="answer it with `specdev ask`",
    page="A model that read the vision wants a person to decide something before it is built. The question stands in "
    "the PRD; an answer is told in the tasks that it is for.",
)
_SHOWN = 240
"""Characters of an item's words."""
_TOKENS = 6000
"""Of items in one question."""
_SHARE = 0.4
"""Share of the model's context that they may have."""
_ALIKE = 0.5
"""Share of the words of the item that is dropped which the other one has: less is no repetition."""
_CONFLICTS = 5


def reconciled(session: Session, drafts: Drafts, product: str, path: str) -> tuple[Drafts, tuple[Diagnostic, ...]]:
    """The drafts with what the whole shows, and what is to be said. Raises Unanswered offline."""
    parts = _parts(session, drafts)
    answers = session.all("comparing", [_job(session, drafts, part, product) for part in parts])
    found: list[Diagnostic] = []
    changes = _Changes.none()
    for part, answer in zip(parts, answers, strict=True):
        if isinstance(answer, Unanswered):
            raise answer
        if isinstance(answer, Trouble):
            first, last = drafts.items[part[0]].lines[0], drafts.items[part[-1]].lines[1]
            hint = answer.hint or "run it again, or see `specdev doctor`"
            found.append(ALONE.at(Span(path, first), what=f"lines {first} to {last}", why=answer.message, hint=hint))
        else:
            changes.take(answer, {f"R{place}": number for place, number in enumerate(part, 1)}, drafts)
    for asked in changes.asked:
        found.append(ASKED.at(Span(path, drafts.items[asked.about[0]].lines[0]), text=asked.text))
    return _changed(drafts, changes), tuple(found)


def questions(session: Session, drafts: Drafts, product: str) -> list[list[Message]]:
    """The questions that are asked about these drafts."""
    return [_messages(session, drafts, part, product) for part in _parts(session, drafts)]


def _parts(session: Session, drafts: Drafts) -> list[list[int]]:
    """Numbers of drafts for each question; none where there is nothing to compare."""
    limit = min(_TOKENS, int(session.model.settings.context_tokens * _SHARE))
    parts: list[list[int]] = []
    size = limit + 1
    for number, draft in enumerate(drafts.items):
        own = tokens.count(_row("R000", draft))
        if size + own > limit:
            parts.append([])
            size = 0
        parts[-1].append(number)
        size += own
    return [part for part in parts if len(part) > 1]


def _job(session: Session, drafts: Drafts, part: Sequence[int], product: str) -> Callable[[], Reconciliation]:
    messages = _messages(session, drafts, part, product)
    return lambda: session.ask(f"comparing {len(part)} items", messages, Reconciliation)


def _messages(session: Session, drafts: Drafts, part: Sequence[int], product: str) -> list[Message]:
    rows = [_row(f"R{place}", drafts.items[number]) for place, number in enumerate(part, 1)]
    return session.messages("whole", Reconciliation, product=product, items=rows)


def _row(name: str, draft: Draft) -> str:
    text = " ".join(draft.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    heading = draft.path[-1] if draft.path else "-"
    rank = f", {draft.priority}" if draft.priority not in ("", "none") else ""
    return f"{name} [{draft.kind}{rank}] {draft.identifier or '-'} | {heading} | {shown}"


@dataclass(slots=True)
class _Changes:
    """What holds of the answers, by numbers of drafts."""

    repeats: dict[int, int]
    """The one that is left out to the one that is kept."""
    kinds: dict[int, str]
    parents: dict[int, int]
    needs: dict[int, list[int]]
    asked: list[Asked]

    @staticmethod
    def none() -> _Changes:
        return _Changes({}, {}, {}, {}, [])

    def take(self, answer: Reconciliation, names: Mapping[str, int], drafts: Drafts) -> None:
        """What of the answer is about items that there are, and can be."""
        items = drafts.items
        for repeat in answer.repeats:
            keep, drop = names.get(repeat.keep), names.get(repeat.drop)
            if (
                keep is not None
                and drop is not None
                and keep not in self.repeats
                and _repeats(items[drop], items[keep])
            ):
                self.repeats.setdefault(drop, keep)
        for recast in answer.recast:
            if recast.item in names:
                self.kinds[names[recast.item]] = recast.kind
        for one in answer.belongs:
            criterion, item = names.get(one.criterion), names.get(one.item)
            if criterion is not None and item is not None and items[criterion].kind == "acceptance" != items[item].kind:
                self.parents[criterion] = item
        for need in answer.needs:
            item, needed = names.get(need.item), names.get(need.needs)
            if item is not None and needed is not None and not self._behind(needed, item):
                self.needs.setdefault(item, []).append(needed)
        for conflict in answer.conflicts[:_CONFLICTS]:
            about = tuple(dict.fromkeys(names[name] for name in conflict.items if name in names))
            if about and spoken(conflict.text):
                suggestions = tuple(filter(None, map(spoken, conflict.suggestions[:4])))
                self.asked.append(Asked(spoken(conflict.text), spoken(conflict.why), suggestions, about=about))

    def _behind(self, item: int, other: int) -> bool:
        """Whether `item` needs `other`, over however many steps, or is it."""
        seen, left = set(), [item]
        while left:
            one = left.pop()
            if one == other:
                return True
            if one not in seen:
                seen.add(one)
                left += self.needs.get(one, ())
        return False


def _repeats(dropped: Draft, kept: Draft) -> bool:
    """Whether `kept` can stand for both: no identifier is lost, no exact fact, and most words are the same."""
    if dropped is kept or dropped.identifier or dropped.kind == "acceptance":
        return False
    held = grounding.normal(f"{kept.text} {kept.detail} {kept.lead}")
    mine = {word for word in grounding.normal(dropped.text).split() if len(word) > 3}
    same = sum(word in held for word in mine)
    return all(grounding.normal(fact) in held for fact in facts(dropped.text)) and same >= _ALIKE * len(mine)


def _changed(drafts: Drafts, changes: _Changes) -> Drafts:
    """The drafts with the changes made; numbers are those of what is left."""
    left = [number for number in range(len(drafts.items)) if number not in changes.repeats]
    numbers = {number: place for place, number in enumerate(left)}

    def final(number: int) -> int:
        while number in changes.repeats:
            number = changes.repeats[number]
        return numbers[number]

    items = []
    for number in left:
        draft = drafts.items[number]
        kind = changes.kinds.get(number, draft.kind)
        parent = changes.parents.get(number, draft.parent)
        needs = sorted({final(one) for one in changes.needs.get(number, ())} - {numbers[number]})
        items.append(
            replace(
                draft,
                kind=kind,
                parent=final(parent) if parent is not None else None,
                needs=tuple(needs),
                priority=draft.priority if kind in PRIORITISED else "",
            )
        )
    repeated = [
        Dropped(drafts.items[number], "repeated", f"says what “{_begin(drafts.items[final_])}” says")
        for number, final_ in sorted(_ends(changes.repeats))
    ]
    asked = [replace(one, about=tuple(sorted({final(number) for number in one.about}))) for one in changes.asked]
    return Drafts(
        items,
        drafts.terms,
        drafts.reasons,
        drafts.leftovers,
        [*drafts.dropped, *repeated],
        [*drafts.asked, *asked],
    )


def _ends(repeats: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    for number, kept in repeats.items():
        while kept in repeats:
            kept = repeats[kept]
        yield number, kept


def _begin(draft: Draft) -> str:
    return " ".join(draft.text.split())[:60]
