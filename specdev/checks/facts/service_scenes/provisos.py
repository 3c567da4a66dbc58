"""
What an answer is bound to besides the request: "but only a `cancelled` ticket may be deleted", "409 unless it is paid".

A scene begins with an empty service, so an answer that is bound to more than that is only played where the document
shows that a new thing fulfils it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..lazily import any_of
from . import words
from .api import Creator, Endpoint, names_it
from .sayings import Saying

RESTRICTS = any_of(
    r"\bbut (?:only|not)\b|\bonly (?:if|when|while|once|after|before|as long as|until|where)\b",
    r"\bonly\b[^.;:]{1,60}\b(?:may|can|could)\b|\b(?:may|can|could|is|are) only be \w+",
    r"\b(?:unless|except|provided|providing|as long as|so long as|on (?:the )?condition|while|until)\b",
    r"\baber nur\b|\bnur (?:wenn|falls|dann|solange|sofern|nachdem)\b",
    r"\bnur\b[^.;:]{1,60}\b(?:darf|dürfen|kann|können)\b",
    r"\b(?:darf|dürfen|kann|können|wird|werden)\s+nur\b[^.;:]*\b(?:ge|ver|be|ent)\w+(?:t|en)\s+werden\b",
    r"\b(?:es sei denn|außer|ausgenommen|sofern|solange|vorausgesetzt)\b",
    r"\bpero (?:solo|sólo|únicamente)\b|\b(?:solo|sólo|únicamente) (?:si|cuando|mientras|después|tras)\b",
    r"\b(?:solo|sólo|únicamente)\b[^.;:]{0,60}\b(?:puede|podrá)n?\b|\bpueden? [^.;:]{0,20}(?:solo|sólo|únicamente)\b",
    r"\b(?:a menos que|a no ser que|salvo|excepto|siempre que|mientras|hasta que|con tal de)\b",
    r"\bmais (?:seulement|uniquement)\b|\b(?:seulement|uniquement) (?:si|quand|lorsque|tant|après)\b",
    r"\b(?:seule?s?|seulement|uniquement)\b[^.;:]{1,60}\bpeu(?:t|vent)\b|\bne peu(?:t|vent) [^.;:]{0,40}\bque\b",
    r"\b(?:à moins que|sauf|excepté|à condition|pourvu que|tant que|jusqu\w*)\b",
    r"\bmas (?:só|somente|apenas)\b|\b(?:só|somente|apenas) (?:se|quando|enquanto|depois|após)\b",
    r"\b(?:só|somente|apenas)\b[^.;:]{1,60}\bpodem?\b|\bpodem? [^.;:]{0,20}(?:só|somente|apenas)\b",
    r"\b(?:a menos que|a não ser que|exceto|salvo|desde que|contanto que|enquanto|até que)\b",
)
"""What is told holds for some things, or at some times, only."""

EXCEPTS = any_of(
    r"\b(?:unless|except (?:when|if|while|where)|es sei denn|außer wenn|a menos que|a no ser que|salvo (?:si|que|se)"
    r"|à moins que|sauf (?:si|quand)|a não ser que|exceto (?:se|quando))\b"
)
"""What is told holds but for the case behind it."""

PROHIBITS = any_of(
    r"\b(?:can|may|must)(?:not| not| no longer)\b|\bcan't\b|\bno longer\b",
    r"\b(?:kann|können|darf|dürfen|lässt|lassen)\b[^.;:]{0,40}\b(?:nicht|kein\w*)\b",
    r"\b(?:ya )?no (?:se )?pueden?\b|\bne peu(?:t|vent) (?:pas|plus)\b|\bnão podem?\b",
)

UNLIKE = any_of(
    r"\b(?:is|are|was|were|has|have)(?: (?:still|currently))? (?:not|only|still)\b",
    r"\b(?:isn|aren|wasn|weren|hasn|haven)['’]t\b",
    r"\b(?:not yet|not in (?:status|state)|in (?:any )?other (?:status|state)|still|unless|other than)\b",
    r"\bwhile (?:it|they|the|an?)\b|\b(?:as|so) long as\b|\bsolange\b|\bmientras\b|\btant qu|\bpendant qu|\benquanto\b",
    r"\b(?:ist|sind|wurde|wurden|war|hat)\b[^.;,]{0,30}\b(?:nicht|kein\w*|noch)\b|\bnoch nicht\b",
    r"\bno (?:está|es|ha|fue)\w*\b|\b(?:todavía|aún)\b|\bn['’](?:est|a|était) pas\b|\b(?:encore|toujours)\b",
    r"\bnão (?:está|é|foi)\b|\bainda\b",
)
"""In what is refused: the thing is not, or still is, what it would have to be."""

_NEGATED = any_of(
    r"\b(?:no|not|none|without|fewer|less|only|last|kein\w*|nicht|ohne|weniger|nur|sin|menos|solo|sólo|pas|aucun\w*|sans"
    r"|moins|não|nenhum\w*|sem)\b|n['’]t\b"
)


def bound(saying: Saying, every: list[Saying], creators: Mapping[str, Creator], thing: Creator | None) -> bool:
    """Whether the clause's answer depends on what `thing`, that its path names, has become."""
    if _empty(saying, every):
        return True
    first = _beginning(thing, every) if thing else frozenset()
    for one in _about(saying, every, thing):
        if (one.status or 0) >= 400 and one.quote != saying.quote:
            restricts = bool(UNLIKE.search(one.plain)) and not _of_request(one, thing)
        else:
            restricts = bool(RESTRICTS.search(one.text))
        if restricts and not (first & set(one.names)) and not _of_others(one, thing, creators) and not _of_some(one):
            return True
    return any(UNLIKE.search(one.plain) and not _of_request(one, thing) for one in _beside(saying, every)) and not any(
        first & set(one.names) for one in _beside(saying, every)
    )


_EMPTY = any_of(
    r"\b(?:empty|nothing|none|no)\b|\bleer\w*\b|\b(?:kein|nichts)\w*\b|\bvac[ií][oa]s?\b|\bning[uú]n\w*\b"
    r"|\bvides?\b|\baucun\w*\b|\bvazi[oa]s?\b|\bnenhum\w*\b"
)


def _empty(saying: Saying, every: list[Saying]) -> bool:
    """Whether the sentence tells another answer for a service in which there is nothing."""
    return any(
        one.status not in (None, saying.status) and (one.status or 400) < 400 and _EMPTY.search(_condition(one))
        for one in every
        if one.item == saying.item and one.quote == saying.quote
    )


def _condition(one: Saying) -> str:
    found = _IF.search(one.plain)
    return one.plain[found.end() :] if found else ""


_IF = any_of(r"\b(?:if|when|while|wenn|falls|solange|si|cuando|quand|lorsque|s['’]il|se|quando)\b")


def _beside(saying: Saying, every: list[Saying]) -> list[Saying]:
    """What is refused in the same sentence."""
    return [
        one
        for one in every
        if one.item == saying.item and one.quote == saying.quote and (one.status or 0) >= 400 and one is not saying
    ]


def _about(saying: Saying, every: list[Saying], thing: Creator | None) -> Iterator[Saying]:
    """The clause, its sentence, and others that speak of the same request: under its heading, or of its verb."""
    verb = _VERBS.get(saying.endpoint.method) if saying.endpoint else None
    for one in every:
        if one.item == saying.item and one.quote == saying.quote:
            if (one.status or 0) < 400:
                yield one
            continue
        if one.endpoints or any(mark.kind == "query" for mark in one.marks):
            continue
        near = one.endpoint == saying.endpoint and (one.headed or one.section == saying.section)
        nouns = re.findall(r"[^\W\d_]{3,}", one.plain) if verb and thing and not near else []
        if near or (verb and thing and verb.search(one.plain) and _named(thing.endpoint, nouns)):
            yield one


_VERBS = {"DELETE": words.DELETES, "PATCH": words.CHANGES, "PUT": words.CHANGES}


def _named(endpoint: Endpoint, nouns: list[str]) -> bool:
    return any(names_it(noun, endpoint.last) for noun in nouns)


def _beginning(thing: Creator, every: list[Saying]) -> frozenset[str]:
    """What a new thing is shown or told to be: the texts of the answer that makes it."""
    shown = thing.answer.values() if isinstance(thing.answer, Mapping) else ()
    told = [
        name
        for one in every
        if thing.endpoint in one.endpoints and 200 <= (one.status or 0) < 300
        for name in one.names
    ]
    return frozenset(value for value in (*shown, *told) if isinstance(value, str))


def _of_request(one: Saying, thing: Creator | None) -> bool:
    """Whether the clause speaks of what is sent, or of things that are there or not."""
    fields = thing.fields if thing else {}
    return bool(
        words.BROKEN_BODY.search(one.plain)
        or words.UNKNOWN.search(one.plain)
        or words.EXISTS.search(one.plain)
        or words.UNKNOWN_PATH.search(one.plain)
        or words.INVALID.search(one.plain)
        or set(one.names) & set(fields)
        or any(re.search(rf"\b{re.escape(name)}\b", one.plain, re.I) for name in fields)
    )


def _of_others(one: Saying, thing: Creator | None, creators: Mapping[str, Creator]) -> bool:
    """Whether an exception needs something else to be there: "unless a ticket is assigned to the mechanic"."""
    lead = EXCEPTS.search(one.plain)
    if not lead or words.ONLY.search(one.plain):
        return False
    rest = one.plain[lead.end() :]
    nouns = re.findall(r"[^\W\d_]{3,}", rest)
    others = [other for other in creators.values() if other is not thing and _named(other.endpoint, nouns)]
    return bool(others) and not _NEGATED.search(rest)


def _of_some(one: Saying) -> bool:
    """Whether it only closes what has become something: "a ticket in `done` can no longer be changed, except …"."""
    found = PROHIBITS.search(one.text)
    return bool(found and re.search(r"`[^`]+`", one.text[: found.start()]))
