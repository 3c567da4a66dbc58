"""
Which items one task makes true: first by the vision's own sections, then fitted to a size a task may have.

Order is always that of the vision, so that a small edit moves little.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...config import SizeLimits
from ...model import Item, Prd
from .passages import Nearness, Postings, count_words, item_text, repeats, terms

OWN_WORDS = 750
"""Half of SD611's 1,500: the other half is for rules, facts of neighbours and the frame."""
SMALL_WORDS = 260
"""Sections below it are joined with their neighbours: a task costs about 250 words of frame."""
LONE_WORDS = 90
"""A single item below it is adopted by another group."""
ADOPT_REACH = 8
"""How many groups away an adopting one may stand: what is farther is about something else."""
NAMED = 10.0
"""What it adds to nearness that an item names in code what heads the other's section."""
SEAT = 3.0
"""Nearness from which on a rider belongs to a group: a rare word or name in common."""
GOALS_RULE = 2
"""Where a vision has so many times more goals than features and stories, its goals are what is to be built."""
_CONTRACT = re.compile(
    r"\b(?:data (?:model|types?|formats?)|(?:file|log|wire|message|record|line|input|output) formats?"
    r"|exit (?:codes?|status(?:es)?)"
    r"|error (?:handling|formats?|messages?|codes?|responses?)|dateiformat|datenformat|datenmodell"
    r"|fehler(?:behandlung|meldungen|codes?)"
    r"|modelo de datos|formato de (?:los )?(?:datos|archivos?)|códigos de (?:salida|error)|manejo de errores"
    r"|modèle de données"
    r"|format (?:de|des) (?:fichiers?|données)|codes? de (?:retour|sortie|erreur)|gestion des erreurs|modelo de dados"
    r"|formato d[eo]s? (?:dados|arquivos?)|códigos de (?:saída|erro)|modello dei dati)\b|数据模型|数据格式|错误处理"
    r"|データ形式"
    r"|データモデル|エラー処理",
    re.I,
)
"""Titles of sections that fix what others follow, anywhere in the title."""
_CONTRACT_ALONE = re.compile(
    r"(?:the |der |die |das |el |la |le |l'|il |o )?(?:\w+ )?(?:files?|formats?|storage|schemas?|syntax|grammar"
    r"|errors?|protocol|persistence"
    r"|datei|speicher(?:ung)?|ablage|syntax|grammatik|fehler|formato|archivo|almacenamiento|errores|stockage|fichier|erreurs"
    r"|armazenamento|arquivo|erros|archiviazione|errori)|units|types|messages|conventions|meldungen|konventionen|mensajes|mensagens",
    re.I,
)
"""The same, where nothing else stands in the title: `The log file`, `Errors`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that one task makes true together."""

    title: str
    items: tuple[Item, ...]
    section: tuple[str, ...] = ()
    fixes_format: bool = False
    """Whether its title says that it fixes what others follow: a format, a store, the error messages."""
    contract: bool = False
    """Whether others build on it: it fixes a format, or introduces a name that most of them use."""
    beside: frozenset[str] = frozenset()
    """Terms of what stands beside its items in the vision: the rest of their paragraphs, blocks of their sections."""
    riders: tuple[Item, ...] = ()
    """Stories, criteria, metrics that belong to it without being owned as requirements."""

    @property
    def words(self) -> int:
        return sum(count_words(item_text(item)) for item in (*self.items, *self.riders))

    @property
    def checks(self) -> int:
        return len(self.items)

    @property
    def minutes(self) -> int:
        return minutes(self.items)

    @property
    def terms(self) -> frozenset[str]:
        found = terms(self.title) | self.beside
        for item in (*self.items, *self.riders):
            found |= terms(f"{item.title}\n{item_text(item)}")
        return found


def minutes(items: Sequence[Item]) -> int:
    """Minutes of an experienced engineer: 10 to start, 6 an item, 2 a criterion (calibrated by hand on the
    examples)."""
    return 10 + sum(6 + 2 * len(item.acceptance) for item in items)


@dataclass(frozen=True, slots=True)
class Portions:
    """The PRD's items by what the planner does with them."""

    slices: tuple[Item, ...]
    """What users can observe: each is owned by one task."""
    everywhere: tuple[Item, ...]
    """Constraints and qualities: injected into the tasks they bear on, and proven once."""
    riders: tuple[Item, ...]
    """Stories beside requirements, free criteria, metrics: they ride with what they belong to."""
    left_out: tuple[Item, ...]
    """Non-goals, and what the vision defers."""


def portion(prd: Prd) -> Portions:
    """Sort the items; where the vision has mostly goals, they are what is built."""
    live = [item for item in prd.items() if item.priority != "wont"]
    functional = [item for item in live if item.kind == "functional"]
    stories = [item for item in live if item.kind == "user_story"]
    sections = {item.section for item in functional}
    own_stories = [s for s in stories if not functional or s.acceptance or s.section not in sections]
    slices = [*functional, *own_stories]
    everywhere = [item for item in live if item.kind in ("quality", "constraint")]
    riders = [item for item in live if item.kind in ("acceptance", "metric")]
    riders += [story for story in stories if story not in own_stories]
    goals = [item for item in live if item.kind == "goal"]
    if len(goals) >= GOALS_RULE * len(slices):
        slices += goals
    if not slices:
        slices, everywhere = everywhere, []
    left_out = [item for item in prd.items() if item.kind == "non_goal" or item.priority == "wont"]
    order = by_place
    return Portions(
        tuple(sorted(slices, key=order)),
        tuple(sorted(everywhere, key=order)),
        tuple(sorted(riders, key=order)),
        tuple(left_out),
    )


def by_place(item: Item) -> tuple[int, str]:
    return (item.source[0].lines[0] if item.source else 10**6, item.id)


def group(items: Sequence[Item], near: Nearness, limits: SizeLimits) -> list[Group]:
    """Groups by section, split and joined until each fits."""
    by_section: list[Group] = []
    for item in items:
        if by_section and by_section[-1].section == item.section:
            by_section[-1] = replace(by_section[-1], items=(*by_section[-1].items, item))
        else:
            title = item.section[-1] if item.section else item.title
            fixes = fixes_format(title)
            by_section.append(Group(title, (item,), item.section, fixes, contract=fixes))
    fitted = [part for found in _gather(by_section) for part in split(found, near, limits)]
    return adopt(_join(fitted, limits), near, limits)


def fixes_format(title: str) -> bool:
    """Whether a section of that title fixes what others follow."""
    return bool(_CONTRACT.search(title) or _CONTRACT_ALONE.fullmatch(title.strip()))


def _gather(groups: list[Group]) -> list[Group]:
    """Groups of one section that others interrupt are brought together where the first stands."""
    merged: dict[tuple[str, ...], Group] = {}
    for found in groups:
        if found.section in merged:
            first = merged[found.section]
            merged[found.section] = replace(first, items=(*first.items, *found.items))
        else:
            merged[found.section] = found
    return list(merged.values())


def fits(items: Sequence[Item], limits: SizeLimits) -> bool:
    """Whether one task may make all of them true."""
    return (
        len(items) <= limits.requirements
        and minutes(items) <= limits.minutes
        and sum(count_words(item_text(item)) for item in items) <= OWN_WORDS
    )


def split(found: Group, near: Nearness, limits: SizeLimits) -> list[Group]:
    """Cut where neighbours have least in common, into as few parts as fit; a single item is never cut."""
    items = found.items
    if fits(items, limits) or len(items) == 1:
        return [found]
    bags = [terms(f"{item.title}\n{item_text(item)}") for item in items]
    seams = [0.0, *(near.of(a, b) for a, b in itertools.pairwise(bags))]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(items) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            if end - start > 1 and not fits(items[start:end], limits):
                break
            parts, cost, _ = best[start]
            loneliness = 1.0 if end - start == 1 else 0.0
            options.append((parts + 1, cost + (seams[start] if start else 0.0) + loneliness, start))
        best.append(min(options))
    cuts, end = [], len(items)
    while end:
        start = best[end][2]
        cuts.append((start, end))
        end = start
    runs = [items[a:b] for a, b in reversed(cuts)]
    names = [_part_title(found.title, run, number, len(runs)) for number, run in enumerate(runs, 1)]
    return [replace(found, title=name, items=run) for name, run in zip(names, runs, strict=True)]


def _part_title(title: str, items: Sequence[Item], number: int, total: int) -> str:
    """The items' own titles where they have telling ones, else the section's with a number."""
    if any(repeats(item) for item in items):
        return f"{title} ({number} of {total})"
    return ", ".join(item.title for item in items)


def _join(groups: list[Group], limits: SizeLimits) -> list[Group]:
    """Join a small group with the one before it under the same parent section, where both together fit."""
    joined: list[Group] = []
    for found in groups:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.contract == found.contract
            and last.section[:-1] == found.section[:-1]
            and min(last.words, found.words) < SMALL_WORDS
            and last.words + found.words <= OWN_WORDS * 2 // 3
            and fits((*last.items, *found.items), limits)
        ):
            title = last.title if found.title in last.title else f"{last.title}, {found.title}"
            joined[-1] = replace(last, title=title, items=(*last.items, *found.items))
        else:
            joined.append(found)
    return joined


def adopt(groups: list[Group], near: Nearness, limits: SizeLimits) -> list[Group]:
    """Give a single short item to the nearest group beside it that has room: it is too little for a task."""
    result: list[Group | None] = list(groups)
    for index, found in enumerate(groups):
        if result[index] is not found or len(found.items) > 1 or found.words > LONE_WORDS:
            continue
        own = found.terms
        scores = []
        for place in range(max(0, index - ADOPT_REACH), min(len(groups), index + ADOPT_REACH + 1)):
            other = result[place]
            if other is not None and place != index and fits((*other.items, *found.items), limits):
                named = NAMED if any(f"`{head.split(' ')[-1]}" in own for head in heads_of(other)) else 0.0
                scores.append((near.of(own, other.terms) + named + (abs(place - index) == 1), -place))
        if scores:
            place = -max(scores)[1]
            home = result[place]
            assert home is not None
            result[place] = replace(home, items=tuple(sorted((*home.items, *found.items), key=by_place)))
            result[index] = None
    return [found for found in result if found is not None]


def heads_of(found: Group) -> set[str]:
    """The names that head its sections, without arguments: `stint start PROJECT` gives `stint start`."""
    titles = {item.section[-1] for item in found.items if item.section}
    return {head for title in titles if (head := re.split(r"[\[<({:]| [A-Z]{2,}\b", title)[0].strip())}


def seat(riders: Sequence[Item], groups: list[Group], near: Nearness) -> tuple[list[Group], list[Item]]:
    """Give each rider to the group of its section, else the nearest; what is near none is handed back."""
    seats: dict[int, list[Item]] = {}
    homeless = []
    postings = Postings([found.terms for found in groups], near)
    sections: dict[tuple[str, ...], int] = {}
    for index, found in enumerate(groups):
        for item in found.items:
            sections.setdefault(item.section, index)
    for rider in riders:
        scores = postings.scores(terms(f"{rider.title}\n{item_text(rider)}"))
        if rider.section in sections:
            scores[sections[rider.section]] = scores.get(sections[rider.section], 0.0) + SEAT
        score, index = max(((score, -index) for index, score in scores.items()), default=(0.0, 0))
        if score >= SEAT and rider.kind != "metric":
            seats.setdefault(-index, []).append(rider)
        else:
            homeless.append(rider)
    return [replace(found, riders=(*found.riders, *seats.get(i, ()))) for i, found in enumerate(groups)], homeless
