"""An http check in words: the requests in order, and what comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .phrasing import as_json, code, condition_words, file_words, line_words, listed, matcher_words, value_words


def service_start(check: Mapping[str, Any]) -> str:
    """How the service of an http check is started: "start `…` on a free port"; empty for other checks."""
    if check.get("kind") != "http":
        return ""
    start = check.get("service") or {}
    port = f"port {start['port']}" if start.get("port") else "a free port (also in `PORT`)"
    return f"start {code(line_words(start.get('run', ())))} on {port}"


def http_words(check: Mapping[str, Any]) -> str:
    lines = [f"{service_start(check)}, then send, in order:", ""]
    exchanges = [dict(exchange) for exchange in check.get("exchanges") or ()]
    sent: dict[int, Mapping[str, Any]] = {}
    number, before = 0, ""
    while number < len(exchanges):
        exchange, number = exchanges[number], number + 1
        begin = _BEGINS.get(str(exchange.get("begin") or ""), "")
        if begin and (again := _again(exchanges, number - 1)):
            start, size = again
            lines.append(f"{number} to {number + size - 1}. {begin}requests {start + 1} to {start + size} again")
            number, before = number + size - 1, ""
            continue
        request = exchange.get("request") or {}
        asked, told = _request(request, sent), _answer(exchange.get("expect") or {})
        if isinstance(request.get("json"), Mapping) and " of request " not in asked:
            sent[number] = request["json"]
        kept = _kept(exchange.get("capture") or {})
        answer = "the same answer" if told == before and len(told.split()) > _SHORT else told
        lines.append(f"{number}. {begin}{'; '.join(part for part in (asked, answer, kept) if part)}")
        before = told
    return "\n".join(lines)


_SHORT = 5
"""Words of an answer that are not worth to be replaced by others."""


def _again(exchanges: list[dict[str, Any]], place: int) -> tuple[int, int] | None:
    """(where it began, how many) of the longest earlier beginning that stands here once more; at least two."""
    starts = [i for i in range(place) if not i or exchanges[i].get("begin")]
    found = [(start, _common(exchanges, start, place)) for start in starts]
    longest = max(found, key=lambda pair: pair[1], default=(0, 0))
    return longest if longest[1] >= 2 else None


def _common(exchanges: list[dict[str, Any]], start: int, place: int) -> int:
    """How many exchanges from `start` on are those from `place` on, however the service was begun before the first."""
    size = 0
    while start + size < place and place + size < len(exchanges):
        one, other = (
            {**exchanges[at + size], "begin": None} if not size else exchanges[at + size] for at in (start, place)
        )
        if one != other or (size and one.get("begin")):
            break
        size += 1
    return size


_BEGINS = {
    "fresh": "with the service started anew in an empty folder: ",
    "restart": "after the service was stopped and started again in the same folder: ",
}


def _request(request: Mapping[str, Any], sent: Mapping[int, Mapping[str, Any]]) -> str:
    text = code(f"{request.get('method', 'GET')} {request.get('path', '/')}")
    if headers := request.get("headers"):
        text += f" with {listed([code(f'{name}: {value}') for name, value in headers.items()])}"
    if "json" in request:
        text += f" with the JSON body {_like(request['json'], sent) or as_json(request['json'])}"
    if "body" in request:
        text += f" with the body {value_words(request['body'])}"
    return text


def _like(body: Any, sent: Mapping[int, Mapping[str, Any]]) -> str:
    """A body that differs from an earlier one in at most two of its fields, as what differs; else empty."""
    for number, other in sent.items():
        if not isinstance(body, Mapping) or len(other) < 2 or not body.keys() <= other.keys():
            continue
        new = {key: value for key, value in body.items() if value != other[key] or type(value) is not type(other[key])}
        gone = [key for key in other if key not in body]
        if len(new) + len(gone) <= min(2, len(other) - 1):
            fields = [code(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}") for key, value in new.items()]
            changed = f", but {listed(fields)}" if new else ""
            without = f", without {listed([code(json.dumps(key)) for key in gone])}" if gone else ""
            return f"of request {number}{changed}{without}"
    return ""


def _kept(capture: Mapping[str, str]) -> str:
    """What later requests take from the answer."""
    parts = [f"`{{{name}}}` below is what the body holds at {code(place)}" for name, place in capture.items()]
    return listed(parts) if parts else ""


def _answer(expect: Mapping[str, Any]) -> str:
    parts = []
    if status := expect.get("status"):
        wanted = " or ".join(map(str, status)) if isinstance(status, list | tuple) else status
        parts.append(f"the status is {wanted}")
    parts += [f"the header {name} {matcher_words(matcher)}" for name, matcher in (expect.get("headers") or {}).items()]
    if "json" in expect:
        parts.append(f"the body is the JSON {as_json(expect['json'])}")
    if "body" in expect:
        parts.append(f"the body {matcher_words(expect['body'])}")
    if limit := expect.get("duration_ms"):
        parts.append(f"it comes within {limit} ms")
    members, others = _members(expect.get("data") or ())
    parts += [f"the body has {code(members)}"] if members else []
    places = [condition_words(one).replace("at `", "`", 1).replace("`: ", "` ", 1) for one in others]
    parts += [f"{'' if number else 'in the body '}{place}" for number, place in enumerate(places)]
    parts += [f"the file `{file.get('path')}` {file_words(file)}" for file in expect.get("files") or ()]
    return listed(parts) if parts else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _members(conditions: Iterable[Mapping[str, Any]]) -> tuple[str, list[Mapping[str, Any]]]:
    """Members of the body that are told exactly, as JSON in a line where there are several; the other conditions."""
    conditions = list(conditions)
    exact = [one for one in conditions if one.keys() == {"at", "equals"} and _MEMBER.fullmatch(str(one["at"]))]
    names = frozenset(str(one["at"])[2:] for one in exact)
    if len(names) < 2 or len(names) < len(exact):
        return "", conditions
    rest = [one for one in conditions if one not in exact and not _only_names(one, names)]
    return ", ".join(f"{_json(str(one['at'])[2:])}: {_json(one['equals'])}" for one in exact), rest


def _only_names(condition: Mapping[str, Any], names: frozenset[str]) -> bool:
    """Whether a condition on the whole body only says that members are there."""
    wanted = condition.get("contains")
    whole = condition.keys() == {"at", "contains"} and not condition["at"]
    return whole and isinstance(wanted, list) and names.issuperset(wanted)


_MEMBER = re.compile(r"\$\.\w+")
