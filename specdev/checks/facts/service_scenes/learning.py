"""What the whole document tells of the service: its endpoints, the fields of what is sent, and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....model import Prd
from .. import http_examples, transcripts
from ..http import Exchange
from ..knowledge import Knowledge, all_texts
from ..lazily import lazy
from ..markdown import Fence, pieces
from . import words
from .api import BODY_METHODS, Api, Creator, Field
from .constraints import learn, relations
from .declared import BODY, concerned, declare, groups
from .marks import heading_endpoint
from .naming import learn_places, learn_shapes
from .samples import keep, tells_error
from .sayings import Saying
from .values import right


def learned(prd: Prd, sayings: Mapping[str, list[Saying]], known: Knowledge) -> Api:
    """The service as the PRD tells it."""
    api = Api()
    every = [saying for group in sayings.values() for saying in group]
    for saying in every:
        for one in saying.endpoints:
            api.add(one)
        if saying.about and saying.headed:
            api.add(saying.about)
    for title in dict.fromkeys(title for item in prd.items() for title in item.section):
        if named := heading_endpoint(title):
            api.add(named)
    _puts(api, every)
    api.base = _base(api, every)
    _examples(api, prd, known)
    for saying in every:
        _requests(api, saying)
    declare(api, sayings)
    learn_shapes(api, every)
    learn_places(api, every)
    for creator in api.creators.values():
        _settle(api, creator)
    for saying in [*every, *every]:  # a type may be told behind a range, and says how that is meant
        _constraints(api, saying)
    for saying in every:
        _answers(api, saying)
        _uniques(api, saying)
    for creator in api.creators.values():
        if not creator.unique:  # what tells two things apart is not told: they differ in all their texts
            creator.unique = {name for name in creator.sent if _free(creator.fields[name])}
    return api


def _base(api: Api, sayings: list[Saying]) -> str:
    """The path that all paths are said to begin with, where none of those that are written does."""
    for saying in sayings:
        told = [mark.text.rstrip("/") for mark in saying.marks if mark.kind == "path" and "{" not in mark.value.path]
        if len(told) == 1 and words.BASE.search(saying.plain) and words.ALL_PATHS.search(saying.plain):
            inside = [one for one in api.endpoints if one.path.startswith(told[0])]
            return "" if inside else told[0]
    return ""


def _puts(api: Api, sayings: list[Saying]) -> None:
    """PUT makes things where nothing else does and the document says that it does."""
    for saying in sayings:
        one = saying.endpoint
        if not one or one.method != "PUT" or not one.segments or one.segments[-1][:1] != "{":
            continue
        parent = one.collection(one.places[-1])
        if parent not in api.creators and words.CREATED.search(saying.plain):
            api.creators[parent] = Creator(one)


def _examples(api: Api, prd: Prd, known: Knowledge) -> None:
    """Bodies and answers of the requests in fences."""
    for text in all_texts(prd) if api.creators else ():
        for piece in pieces(text):
            if isinstance(piece, Fence):
                for exchange in fence_exchanges(piece, known):
                    _example(api, exchange)


def fence_exchanges(fence: Fence, known: Knowledge) -> Iterator[Exchange]:
    """The requests of a fence with their answers: as they go over the wire, or as calls of curl."""
    if found := http_examples.fence_exchanges(fence):
        yield from found
        return
    for turn in transcripts.turns(fence, known.names):
        if exchange := http_examples.curl_exchange(turn.line, turn.output):
            yield exchange


def _example(api: Api, exchange: Exchange) -> None:
    request, status = exchange.request, exchange.expect.get("status")
    if request["method"] not in BODY_METHODS:
        return
    refused = (status or 200) >= 400 or tells_error(exchange.expect.get("json"))
    for creator in api.creators.values():
        if creator.endpoint.method != request["method"] or creator.endpoint not in api.matching(request["path"]):
            continue
        if refused and isinstance(request.get("json"), Mapping):
            creator.refused.append((request["json"], exchange.expect.get("json")))
        elif not refused:
            keep(creator, request.get("json"), exchange.expect.get("json"))
            creator.status = creator.status or status


def _requests(api: Api, saying: Saying) -> None:
    """Bodies that stand in sentences with an answer that is no error, or with none."""
    one = saying.endpoint
    if one is None:
        return
    creator = next((found for found in api.creators.values() if found.endpoint == one), None)
    if creator and (saying.status or 200) < 400 and not _refused(saying):
        answer = saying.answer if isinstance(saying.answer, Mapping) and saying.status else None
        named = saying.endpoints or saying.headed or any(one in (before.endpoints) for before in saying.before)
        if named or BODY.search(saying.plain):
            keep(creator, saying.request, answer)


def _refused(saying: Saying) -> bool:
    return bool(words.INVALID.search(saying.plain) or words.MISSING.search(saying.plain))


def _constraints(api: Api, saying: Saying) -> None:
    """What the clauses that tell no answer demand of fields."""
    for creator in concerned(api, saying):
        for group, text, found in groups(saying, creator):
            for name in group:
                field = creator.fields[name]
                sample = next(
                    (mark.text for mark in found if mark.kind in ("code", "name") and _SAMPLE.search(text)), None
                )
                if sample is not None and field.example is None:
                    field.example = sample
                demanded = (saying.status or 200) < 400 or words.NEGATED.search(text)
                if demanded and learn(field, text, found):
                    field.items = tuple(dict.fromkeys((*field.items, *filter(None, [saying.item]))))
        creator.relations += [one for one in relations(saying, creator) if one not in creator.relations]


_SAMPLE = lazy(
    r"^\W*(?:e\.\s?g\.|for example|such as|z\.\s?B\.|zum Beispiel|etwa|p\.\s?ej\.|por ejemplo|p\.\s?ex\."
    r"|par exemple|por exemplo)",
    re.I,
)


def _free(field: Field) -> bool:
    """Whether the field is a text of any content."""
    return isinstance(right(field), str) and not field.choices


def _settle(api: Api, creator: Creator) -> None:
    """The fields that other endpoints put into their path are those by which things are told apart."""
    if creator.examples and isinstance(creator.answer, Mapping):
        for name in creator.answer:
            creator.known(name)
    for one in api.endpoints:
        for place in one.places:
            if api.creator(one, place) is creator and (name := key(creator, place)) in creator.sent:
                creator.unique.add(name)


def key(creator: Creator, place: str) -> str:
    """The field that the place of a path holds: of its name, or `id` for `station_id`; empty where none is known."""
    known = {*creator.sent, *creator.answered}
    short = re.sub(r"^.*_|^[a-z]+(?=Id$)", "", place)
    return next((name for name in (place, short, short.lower()) if name in known), "")


def _answers(api: Api, saying: Saying) -> None:
    """The status with which things are made."""
    one = saying.endpoint
    for creator in api.creators.values():
        first = creator.endpoint == one and creator.status is None and 200 <= (saying.status or 0) < 300
        if first and not words.REPLACES.search(saying.plain) and not words.EXISTS.search(saying.plain):
            creator.status = saying.status
            if words.SERVED.search(saying.plain):  # "with the poll and its generated `id`"
                for name in saying.names:
                    if name not in creator.sent:
                        creator.known(name).served = True


def _uniques(api: Api, saying: Saying) -> None:
    """Fields of which two things must not, or need not, have the same value."""
    text = saying.quote
    if not (
        words.EXISTS.search(text)
        or words.UNIQUE.search(text)
        or (words.REPLACES.search(text) and words.SAME.search(text))
    ):
        return
    for creator in concerned(api, saying):
        creator.unique |= {name for name in saying.names if name in creator.sent}
