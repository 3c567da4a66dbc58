"""
The priority of an item, from what the author wrote.

In this order: a marker on the item, the heading it stands under, the strongest modal verb in it, the modal
verb of the sentence that introduces it, none. Levels of a scale count relative to the levels in use: the
highest is must, the next should, every lower one could.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...model import Priority
from ..lexicon import Lexicon
from ..words import fold, words
from .drafts import PRIORITISED, Draft
from .markup import LEADING_SYMBOLS, plain

_BRACKETED = re.compile(r"[\[(（【{]\s*(?P<inner>[^\[\](){}（）【】\n]{1,48}?)\s*[\])）】}](?!\()")
_NUMBERED = re.compile(
    r"^(?:p|prio|priority|prioritaet|prioridad|priorite|prioridade|priorita|优先级|level)?[\s:：.#-]*([0-9])$"
)
_P_LEVEL = re.compile(r"^p\s?-?([0-9])\b")
_LEADING = re.compile(r"^(?:\*\*|__)?(?P<mark>P[0-5])(?:\*\*|__)?\s*(?:[:：)–—|-]|(?=\s))\s*(?:\*\*|__)?")
_ALTERNATIVES = re.compile(r"\s*[/,;|+]\s*")
# A condition, or a clause that says which thing is meant: "when a line cannot be read", "a line that may not be empty".
_CONDITION = re.compile(
    r"\b(?:when(?:ever)?|if|unless|once|while|where|wenn|falls|sobald|solange|cuando|si|quand|lorsque|quando|se|als|wanneer)\s"
    r"(?:[\w`'’()./<>#-]+\s+){2,24}?(?=[\w`'’()./<>#-]+\s*(?:[,;.:—–]|$))[\w`'’()./<>#-]+"
    r"|\b(?:that|which|who)\s+(?:cannot|can not|may not|must not)\b"
    r"|,\s(?:die|der|das|den|dem)\s[^,.;:]{1,80}?\b(?:kann|können|darf|dürfen)\b"
    r"|^(?:kann|können|darf|dürfen)\s[^,.;:?]{3,80}\bnicht\b[^,.;:?]{0,60},",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    [
        "when",
        "whenever",
        "if",
        "unless",
        "once",
        "while",
        "where",
        "wenn",
        "falls",
        "sobald",
        "solange",
        "cuando",
        "si",
        "quand",
        "lorsque",
        "quando",
        "se",
        "als",
        "wanneer",
        "that",
        "which",
        "who",
        "die",
        "der",
        "das",
        "den",
        "dem",
        "kann",
        "koennen",
        "darf",
        "duerfen",
    ]
)
"""The folded words with which such a clause begins."""
_MESSAGE = re.compile(r"`[^`]+`")  # of several words in code none is a verb of the requirement
_STRENGTH: tuple[Priority, ...] = ("must", "should", "could")


def marker(text: str, lexicon: Lexicon, *, column: bool = False) -> str:
    """The folded priority words that `text` consists of, or empty; in a priority column a bare number is one."""
    bare = fold(plain(LEADING_SYMBOLS.sub("", text.strip()[:200]))).strip(" .:*_")
    if not bare or (len(bare) > 60 and not column):
        return ""
    tokens = words(bare)
    if tokens and (found := lexicon.labels.starts(tokens)) and found.name == "priority" and len(tokens) > found.size:
        tokens = tokens[found.size :]
        return marker(" ".join(tokens), lexicon, column=True)
    if level := _P_LEVEL.match(bare):
        return f"p{level.group(1)}"
    if column and (number := _NUMBERED.match(bare)):
        return f"#{number.group(1)}"
    if _level_of(bare, lexicon) or lexicon.priorities.whole(tokens, bare):
        return bare
    if column:
        return _column_marker(bare, tokens, lexicon)
    if parts := _ALTERNATIVES.split(bare):
        named = [part for part in parts if part and marker(part, lexicon)] if len(parts) > 1 else []
        return marker(named[0], lexicon) if len(named) == len(parts) and named else ""
    return ""


def _column_marker(bare: str, tokens: Sequence[str], lexicon: Lexicon) -> str:
    """Looser: the first level named in a cell such as "hoch (MVP)" or "Must – v1"."""
    for size in (3, 2, 1):
        for start in range(max(0, min(2, len(tokens) - size + 1))):
            words_ = " ".join(tokens[start : start + size])
            if _level_of(words_, lexicon) or lexicon.priorities.whole(words_.split(), words_):
                return words_
    stars = bare.count("★") + bare.count("⭐")
    return f"*{stars}" if stars else ""


def bracketed(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """(marker, text without it) for "[P1]", "(Priority: High)", "(optional)" in `text`; ("", text) without one."""
    if leading := _LEADING.match(text):
        return leading["mark"].lower(), text[leading.end() :]
    for found in _BRACKETED.finditer(text):
        if level := marker(found["inner"], lexicon):
            before, after = text[: found.start()].rstrip(), text[found.end() :]
            return level, (
                before + after if not before or not after.strip(" *_:：") else before + " " + after.lstrip()
            ).strip()
    return "", text


def trailing(text: str, lexicon: Lexicon) -> str:
    """The marker in a label line such as "**Priority**: High" or "Priorität: hoch", or empty."""
    tokens = words(text)
    found = lexicon.labels.starts(tokens, text)
    if not found or found.name != "priority":
        return ""
    rest = re.split(r"[:：]", plain(text), maxsplit=1)[-1]
    return marker(rest, lexicon, column=True)


def modal(text: str, lexicon: Lexicon) -> Priority | None:
    """The strongest modal verb in `text`; "could" verbs that say what a user is able to do are none."""
    tokens = words(text)
    signs = text if lexicon.modals.symbols else ""
    found = lexicon.modals.all(tokens, signs)
    forbidden = lexicon.lists["prohibitions"].find(tokens)
    if not found and not forbidden:
        return None
    if "`" in text or not _OPENERS.isdisjoint(tokens):
        text = _CONDITION.sub(" ", _MESSAGE.sub(lambda code: "`x`" if " " in code.group() else code.group(), text))
        tokens = words(text)
        found = lexicon.modals.all(tokens, text if signs else "")
        forbidden = lexicon.lists["prohibitions"].find(tokens)
    names = {match.name for match in found if match.name != "could" or not _ability(tokens, match.start, lexicon)}
    if forbidden and not names:
        return "must"
    return next((level for level in _STRENGTH if level in names), None)


def _ability(tokens: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    """Does a person stand before the verb at `place`, so that it tells an ability and not a wish?"""
    if any((found := lexicon.roles.find(tokens[i : i + 1])) and found.name == "persona" for i in range(place)):
        return True
    after = tokens[place + 1 : place + 5]
    return any((found := lexicon.roles.find([t])) and found.name == "persona" for t in after)


def _level_of(bare: str, lexicon: Lexicon) -> bool:
    return any(bare in scale for scale in lexicon.scales)


@dataclass(frozen=True, slots=True)
class Ranks:
    """What each marker in use means."""

    of: dict[str, Priority]

    @staticmethod
    def among(markers: Iterable[str], lexicon: Lexicon) -> Ranks:
        used = sorted({m for m in markers if m})
        ranks: dict[str, Priority] = {}
        for family in ("p", "#", "*"):
            members = [m for m in used if re.fullmatch(rf"{re.escape(family)}\d", m)]
            alone = len(members) == 1 and family == "p"
            for place, name in enumerate(sorted(members, reverse=family == "*")):
                # A P2 without a P1 beside it is not the most important thing there is.
                ranks[name] = _STRENGTH[min(max(int(name[1:]) - 1, 0) if alone else place, 2)]
        for name in ("must", "should", "could", "wont"):
            if name in used:
                ranks[name] = name  # type: ignore[assignment]
        for name in used:
            if name not in ranks:
                ranks[name] = _worded_rank(name, used, lexicon)
        return Ranks(ranks)


def _worded_rank(name: str, used: Sequence[str], lexicon: Lexicon) -> Priority:
    absolute = lexicon.priorities.whole(words(name), name)
    scales = [scale for scale in lexicon.scales if name in scale]
    in_use = max(scales, key=lambda scale: sum(level in used for level in scale), default=())
    if absolute and not sum(level in used for level in in_use) > 1:
        return absolute.name  # type: ignore[return-value]
    if not in_use:
        return absolute.name if absolute else "none"  # type: ignore[return-value]
    levels = [level for level in in_use if level in used]
    if absolute and absolute.name in ("wont",):
        return "wont"
    place = levels.index(name)
    if len(levels) == 1:
        # The only level in use: a low word is not the most important one for lack of company.
        return "could" if in_use.index(name) * 2 > len(in_use) - 1 else _STRENGTH[min(in_use.index(name), 1)]
    return _STRENGTH[min(place, 2)]


def resolve(draft: Draft, ranks: Ranks, lexicon: Lexicon) -> Priority:
    """The priority of `draft`; see the module's docstring for the order."""
    if draft.kind not in PRIORITISED:
        return "none"
    if draft.marker:
        return ranks.of.get(draft.marker, "none")
    if draft.heading_marker and not draft.deferred:
        return ranks.of.get(draft.heading_marker, "none")
    if draft.priority:
        return draft.priority
    if draft.deferred:
        return "wont"
    said = "\n".join(line for line in draft.modal_text.split("\n") if not line.rstrip().endswith(("?", "？")))
    if _optional(said, lexicon):
        return "could"
    return modal(said, lexicon) or (modal(draft.lead, lexicon) if draft.lead else None) or "none"


def _optional(text: str, lexicon: Lexicon) -> bool:
    """Does the statement begin with a word for optional that is no modal verb: "optional JSON export"?"""
    tokens = words(text)
    found = lexicon.lists["optional_markers"].starts(tokens)
    modal_ = lexicon.modals.starts(tokens)
    return bool(found and (not modal_ or tokens[0].startswith("optional")))
