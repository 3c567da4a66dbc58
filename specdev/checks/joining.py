"""
Which drafts become one check: what is checked already, and what a task would have too much of.

A task has few checks, so scenes of one item, examples of one place and at last scenes of several items are put
together; what was found for an item is never left without a check.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .drafts import Draft


def keep(drafts: list[Draft], new: Draft) -> None:
    """Add the draft; where the same is checked already that covers its items too, and examples of an item are one."""
    for place, other in enumerate(drafts):
        if other.told == new.told:
            drafts[place] = replace(other, covers=tuple(dict.fromkeys((*other.covers, *new.covers))))
            return
        if _same_data(other, new):
            expect = [*(other.whole or {})["expect"], *(new.whole or {})["expect"]]
            drafts[place] = replace(_joined(other, new), whole={**(other.whole or {}), "expect": expect})
            return
        if new.doctest and other.doctest and (other.covers, other.place) == (new.covers, new.place):
            drafts[place] = replace(_joined(other, new), doctest=_one_file([other.doctest, new.doctest]))
            return
    drafts.append(new)


def _same_data(one: Draft, other: Draft) -> bool:
    """Whether both look into the same data file for the same items."""
    if not one.whole or not other.whole or one.covers != other.covers:
        return False
    return one.whole["kind"] == other.whole["kind"] == "data" and one.whole.get("path") == other.whole.get("path")


def together(drafts: list[Draft]) -> list[Draft]:
    """The drafts, those of a library's examples as one."""
    examples = [draft for draft in drafts if draft.doctest]
    if not examples:
        return drafts
    text = _one_file([draft.doctest for draft in examples])
    covers = tuple(dict.fromkeys(identifier for draft in examples for identifier in draft.covers))
    quote = "\n".join(dict.fromkeys(draft.quote for draft in examples))
    one = replace(examples[0], covers=covers, quote=quote, doctest=text)
    return [*(draft for draft in drafts if not draft.doctest), one]


def _one_file(texts: list[str]) -> str:
    """The examples one behind the other, with the imports that they begin with put first and told once."""
    heads: dict[str, None] = {}
    bodies = []
    for text in texts:
        lines = text.strip("\n").split("\n")
        first = next(
            (n for n, line in enumerate(lines) if not re.match(r">>> (?:from \S+ )?import ", line)), len(lines)
        )
        heads |= dict.fromkeys(lines[:first])
        bodies.append("\n".join(lines[first:]).strip("\n"))
    return "\n\n".join(["\n".join(heads), *filter(None, bodies)]) + "\n"


def within(drafts: list[Draft], limit: int) -> list[Draft]:
    """
    At most `limit` drafts, where it can be.

    Scenes of an item are put together, then examples of a place, then all examples, and the last examples of a library;
    then what shows nothing new is cut, then scenes of several items are put together. An item's only check stays.
    """
    for like in (_same_item, _same_place, _examples):
        if len(drafts) > limit:
            drafts = _together(drafts, like)
    if len(drafts) > limit:
        last = [draft for draft in drafts if draft.doctest][-(len(drafts) - limit + 1) :]
        drafts = [*(draft for draft in drafts if draft not in last), *together(last)]
    while len(drafts) > limit:
        for place in range(len(drafts) - 1, -1, -1):
            others = {identifier for n, draft in enumerate(drafts) if n != place for identifier in draft.covers}
            if set(drafts[place].covers) <= others:
                del drafts[place]
                break
        else:
            break
    while len(drafts) > limit and (pair := _neighbours(drafts)):
        one, other = pair
        joined = _joined(drafts[one], drafts[other])
        covers = tuple(dict.fromkeys((*drafts[one].covers, *drafts[other].covers)))
        drafts = [*drafts[:one], replace(joined, covers=covers), *drafts[one + 1 : other], *drafts[other + 1 :]]
    return drafts


def _neighbours(drafts: list[Draft]) -> tuple[int, int] | None:
    """The two shortest drafts that can be one check; None where there are no two."""
    pairs = [
        (sum(len(scene.steps) for scene in (*one.scenes, *other.scenes)), place, later)
        for place, one in enumerate(drafts)
        for later, other in enumerate(drafts[place + 1 :], place + 1)
        if _of_a_kind(one, other)
    ]
    return min(pairs)[1:] if pairs else None


def _together(drafts: list[Draft], like: Callable[[Draft, Draft], bool]) -> list[Draft]:
    found: list[Draft] = []
    for new in drafts:
        for place, other in enumerate(found):
            if like(other, new) and _of_a_kind(other, new):
                found[place] = _joined(other, new)
                break
        else:
            found.append(new)
    return found


def _same_item(one: Draft, other: Draft) -> bool:
    return one.covers == other.covers and one.place == other.place and (bool(one.covers) or not one.place)


def _same_place(one: Draft, other: Draft) -> bool:
    return bool(one.place) and one.place == other.place


def _examples(one: Draft, other: Draft) -> bool:
    return bool(one.place) and bool(other.place)


def _of_a_kind(one: Draft, other: Draft) -> bool:
    """Whether both can be one check: commands, or requests to services that are started alike."""
    if one.whole or other.whole or one.doctest or other.doctest or one.service != other.service:
        return False
    return not one.service or all(scene.fixtures == one.scenes[0].fixtures for scene in (*one.scenes, *other.scenes))


def _joined(one: Draft, other: Draft) -> Draft:
    quote = one.quote if other.quote in one.quote else f"{one.quote}\n{other.quote}"
    covers = tuple(dict.fromkeys((*one.covers, *other.covers)))
    return replace(one, covers=covers, scenes=one.scenes + other.scenes, quote=quote)
