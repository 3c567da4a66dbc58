"""
Identities: an item keeps the identifier that its author wrote, or the one it had; others get the next free number.

Items of an earlier PRD are recognised by identifier, then by exact words, then by section and likeness. A
number that was ever given is not given again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ...diagnostics import Diagnostic, Span, code
from ...model import Criterion, Item, Prd
from ..words import words
from .drafts import Draft

DUPLICATE = code(
    "SD401",
    "warning",
    "identifier `{id}` is given twice; this one is called `{renamed}`",
    help="give each statement an identifier of its own",
    page=(
        "Two statements of the vision carry the same identifier. Tasks, checks and links name statements by "
        "identifier, so each needs its own: the second one gets a suffix until the vision is corrected."
    ),
)

PREFIXES: dict[str, str] = {
    "functional": "FR",
    "quality": "QR",
    "constraint": "CON",
    "goal": "G",
    "non_goal": "NG",
    "persona": "P",
    "user_story": "US",
    "acceptance": "AC",
    "metric": "M",
    "milestone": "MS",
    "risk": "R",
    "assumption": "A",
    "open_question": "Q",
}
"""Letters of the identifiers that are minted, by kind."""

_LIKENESS = 0.6  # share of common words from which two statements of one section are the same, reworded
_COMPARED = 40  # candidates of one section that a statement is compared with at most


def identities(
    drafts: Sequence[Draft], path: str, *, previous: Prd | None, reserved: frozenset[str]
) -> tuple[list[str], list[Diagnostic]]:
    """(an identifier for each draft, diagnostics); unique over all drafts."""
    taken: set[str] = set()
    ids, found = _written(drafts, path, taken)
    kept = _kept(drafts, ids, previous, taken)
    known = set(reserved) | _known(previous)
    counters: dict[str, int] = defaultdict(int)
    children: Counter[str] = Counter()
    for number in _parents_first(drafts):
        if ids[number]:
            continue
        draft = drafts[number]
        name = kept.get(number, "")
        if not name:
            parent = ids[draft.parent] if draft.kind == "acceptance" and draft.parent is not None else ""
            name = _child(parent, children, taken, known) if parent else _next(draft.kind, counters, taken, known)
        ids[number] = name
        taken.add(name)
    return ids, found


def _written(drafts: Sequence[Draft], path: str, taken: set[str]) -> tuple[list[str], list[Diagnostic]]:
    ids: list[str] = []
    found: list[Diagnostic] = []
    copies: Counter[str] = Counter()
    for draft in drafts:
        name = re.sub(r"\s+", " ", draft.identifier).strip()[:110]
        if name and name in taken:
            count = max(copies[name], 1) + 1
            while f"{name}-{count}" in taken:
                count += 1
            copies[name] = count
            found.append(DUPLICATE.at(Span(path, draft.lines[0]), id=name, renamed=f"{name}-{count}"))
            name = f"{name}-{count}"
        ids.append(name)
        if name:
            taken.add(name)
    return ids, found


def _parents_first(drafts: Sequence[Draft]) -> list[int]:
    """Numbers of the drafts: those that others hang on before those others."""
    return sorted(range(len(drafts)), key=lambda n: drafts[n].parent is not None)


def _next(kind: str, counters: dict[str, int], taken: set[str], known: set[str]) -> str:
    prefix = PREFIXES[kind]
    while True:
        counters[prefix] += 1
        name = f"{prefix}-{counters[prefix]:03d}"
        if name not in taken and name not in known:
            return name


def _child(parent: str, children: Counter[str], taken: set[str], known: set[str]) -> str:
    while True:
        children[parent] += 1
        name = f"{parent}.{children[parent]}"
        if name not in taken and name not in known:
            return name


# -- an earlier PRD


def _entries(previous: Prd) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(identifier, kind, text, section or parent) of everything in an earlier PRD that has an identifier."""
    found: list[tuple[str, str, str, tuple[str, ...]]] = []
    for item in previous.items():
        if getattr(item, "code", ""):
            continue
        found.append((item.id, item.kind, item.text, item.section))
        found.extend((c.id, "acceptance", c.text, ("#", item.id)) for c in item.acceptance)
    return found


def _known(previous: Prd | None) -> set[str]:
    if previous is None:
        return set()
    items: Iterable[Item] = previous.items()
    criteria: Iterable[Criterion] = (c for item in previous.items() for c in item.acceptance)
    return {item.id for item in items} | {c.id for c in criteria}


def _kept(drafts: Sequence[Draft], ids: list[str], previous: Prd | None, taken: set[str]) -> dict[int, str]:
    """The earlier identifier of each draft that is recognised and has no written one."""
    if previous is None:
        return {}
    free = [entry for entry in _entries(previous) if entry[0] not in taken]
    kept: dict[int, str] = {}
    used: set[str] = set()
    _keep_exact(drafts, ids, free, kept, used)
    _keep_alike(drafts, ids, free, kept, used)
    return kept


def _keep_exact(
    drafts: Sequence[Draft],
    ids: list[str],
    free: list[tuple[str, str, str, tuple[str, ...]]],
    kept: dict[int, str],
    used: set[str],
) -> None:
    by_text: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, kind, text, _ in free:
        by_text[kind, _normal(text)].append(name)
    for number, draft in enumerate(drafts):
        names = by_text.get((draft.kind, _normal(draft.text)), [])
        if not ids[number] and names:
            kept[number] = names.pop(0)
            used.add(kept[number])


def _keep_alike(
    drafts: Sequence[Draft],
    ids: list[str],
    free: list[tuple[str, str, str, tuple[str, ...]]],
    kept: dict[int, str],
    used: set[str],
) -> None:
    by_place: dict[tuple[str, tuple[str, ...]], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name, kind, text, section in free:
        if name not in used:
            by_place[kind, section].append((name, words(text)))
            by_place[kind, ()].append((name, words(text)))
    for number, draft in enumerate(drafts):
        if ids[number] or number in kept:
            continue
        parent = draft.parent if draft.kind == "acceptance" else None
        place = ("#", ids[parent] or kept.get(parent, "")) if parent is not None else draft.path
        candidates = [c for c in by_place.get((draft.kind, place), ()) if c[0] not in used][:_COMPARED]
        if not candidates and parent is None:
            candidates = [c for c in by_place.get((draft.kind, ()), ()) if c[0] not in used][:_COMPARED]
        best = _most_alike(words(draft.text), candidates)
        if best:
            kept[number] = best
            used.add(best)


def _most_alike(tokens: Sequence[str], candidates: Sequence[tuple[str, Sequence[str]]]) -> str:
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(tokens[:120])
    best, most = "", _LIKENESS
    for name, other in candidates:
        matcher.set_seq1(other[:120])
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        ratio = matcher.ratio()
        if ratio > most or (ratio == most and not best):
            best, most = name, ratio
    return best


def _normal(text: str) -> str:
    return " ".join(words(text))
