"""From drafts to the PRD: priorities resolved, identities given, criteria put under what they accept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...model import GROUPS, Criterion, Item, Priority, Question, Source, Term
from ..lexicon import Lexicon
from ..words import words
from . import identifiers
from .drafts import PRIORITISED, Draft, TermDraft
from .markup import clip, clip_words, label, plain, sentences
from .priorities import Ranks, resolve

_DEPENDS = re.compile(
    r"\b(?:dep|dependenc(?:y|ies)|depends? on|requires|needs|blocked by|hängt ab von|abhängig von|benötigt|"
    r"setzt voraus|depende de|requiere|"
    r"dépend de|nécessite|depende da|dipende da|依赖)\b[:\s]*(?P<ids>[^.;\n]{2,120})",
    re.IGNORECASE,
)

_NESTED = re.compile(r"\s*(?:[-*+•]|\d+[.)]|```|~~~|\|)\s?")
_TITLE = 80  # characters
_CODED_TITLE = 60  # characters of a title that begins with a name in code: a call with its arguments is long

_NEEDS = frozenset(
    [
        "dep",
        "dependency",
        "dependencies",
        "depend",
        "depends",
        "requires",
        "needs",
        "blocked",
        "haengt",
        "abhaengig",
        "benoetigt",
        "setzt",
        "depende",
        "requiere",
        "necessite",
        "dipende",
    ]
)
"""The folded words with which a dependency is told."""


def parented(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts`, with criteria tied to the one item that their row says they are for."""
    by_name: dict[str, int] = {}
    for number, draft in enumerate(drafts):
        if draft.identifier and draft.kind != "acceptance":
            by_name.setdefault(draft.identifier, number)
    tied = []
    for draft in drafts:
        named = (
            [by_name[t] for t in draft.traces if t in by_name]
            if draft.kind == "acceptance" and draft.parent is None
            else []
        )
        tied.append(replace(draft, parent=named[0]) if len(named) == 1 and len(draft.traces) == 1 else draft)
    return tied


def priorities(drafts: Sequence[Draft], lexicon: Lexicon) -> tuple[Priority, ...]:
    """The priority of each draft; a scale is read from all of them."""
    ranks = _ranks(drafts, lexicon)
    return tuple(resolve(draft, ranks, lexicon) for draft in drafts)


def groups(drafts: Sequence[Draft], ids: Sequence[str], path: str, lexicon: Lexicon) -> dict[str, list[Item]]:
    """The PRD's groups of items, each in document order."""
    ranks = _ranks(drafts, lexicon)
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        if draft.kind == "acceptance" and draft.parent is not None:
            source = (Source(path=path, lines=draft.lines),)
            criteria[draft.parent].append(
                Criterion(id=ids[number], kind="acceptance", text=_criterion(draft), source=source)
            )
    known = set(ids)
    found: dict[str, list[Item]] = {name: [] for name in GROUPS.values()}
    for number, draft in enumerate(drafts):
        if draft.kind == "acceptance" and draft.parent is not None:
            continue
        fields = _fields(draft, ids[number], path, known, ids)
        fields |= {"priority": resolve(draft, ranks, lexicon), "acceptance": tuple(criteria.get(number, ()))}
        group = GROUPS["functional" if draft.kind in ("quality", "constraint") else draft.kind]
        found[group].append(Question(**fields) if draft.kind == "open_question" else Item(**fields))
    return found


def _ranks(drafts: Sequence[Draft], lexicon: Lexicon) -> Ranks:
    return Ranks.among([m for d in drafts if d.kind in PRIORITISED for m in (d.marker, d.heading_marker)], lexicon)


def _criterion(draft: Draft) -> str:
    """A criterion's words; what completes it stands below, for a criterion has no other place for it."""
    return f"{draft.text}\n\n{draft.detail}" if draft.detail else draft.text


def _fields(draft: Draft, name: str, path: str, known: set[str], ids: Sequence[str]) -> dict[str, Any]:
    return {
        "id": name,
        "kind": draft.kind,
        "title": _title(draft),
        "text": draft.text,
        "section": draft.path,
        "lead": "\n\n".join(part for part in (draft.lead, draft.before) if part),
        "detail": draft.detail,
        "source": (Source(path=path, lines=draft.lines),),
        "depends_on": tuple(dict.fromkeys([*_depends(draft, name, known), *(ids[one] for one in draft.needs)])),
    }


def _title(draft: Draft) -> str:
    """A short name: what the author gave, the bold lead, else the first clause."""
    if words(draft.title):
        return clip(plain(draft.title), _TITLE)
    first = _first_lines(draft.text)
    found = label(first)
    if found and words(found.name) and (found.bold or len(words(found.name)) <= 5) and draft.kind != "user_story":
        return clip(found.name, _TITLE)
    found_sentences = sentences(first)
    sentence = found_sentences[0].text if found_sentences else first
    limit = _CODED_TITLE if sentence.startswith("`") else _TITLE
    return clip_words(sentence, limit) or clip(plain(draft.text), _TITLE) or draft.kind.replace("_", " ")


def _first_lines(text: str) -> str:
    """The first paragraph of `text` without the list, the fence or the table in or behind it, as one line."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if i and (not line.strip() or _NESTED.match(line))), len(lines))
    return " ".join(line.strip() for line in lines[:end])


def _depends(draft: Draft, name: str, known: set[str]) -> tuple[str, ...]:
    """Items that the words of the vision say it needs."""
    if _NEEDS.isdisjoint(words(draft.text)) and _NEEDS.isdisjoint(words(draft.detail)) and "依赖" not in draft.text:
        return ()
    found: list[str] = []
    for match in _DEPENDS.finditer(f"{draft.text}\n{draft.detail}"):
        found.extend(i for i in identifiers.references(match["ids"]) if i in known and i != name)
    return tuple(dict.fromkeys(found))


def glossary(terms: Sequence[TermDraft], path: str) -> tuple[Term, ...]:
    return tuple(Term(term=t.term, meaning=t.meaning, source=(Source(path=path, lines=t.lines),)) for t in terms)
