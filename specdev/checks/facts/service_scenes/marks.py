"""One sentence as a row of marks: endpoints, paths, statuses, data, names and the words between them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..lazily import lazy
from ..markdown import spans
from ..rows import METHODS
from .api import FIELD, HOLE, Endpoint, endpoint

Kind = Literal["text", "endpoint", "path", "status", "data", "query", "name", "option", "code", "arrow"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence, and what it is."""

    kind: Kind
    text: str
    """As written, without backticks."""
    value: Any = None
    """endpoint: the Endpoint; status: the number; data: the JSON value."""
    answer: Any = None
    """status: the body that comes with it, where it was told by a code."""
    code: str = ""
    """status: how it was told by a code: `named` in a sentence, or `listed` with others."""


_ENDPOINT = lazy(rf"(?P<method>{METHODS})\s+(?P<path>/[^\s`,;|]*)")
_STATUS = lazy(r"(?:HTTP(?:/[\d.]+)?\s+)?(?P<status>[1-5]\d\d)(?:\s+[A-Z][\w ]*)?$")
_ARROW = lazy(r"\s*(?:->|→|=>|⇒|⟶)\s*")
_NAME = lazy(r"[A-Za-z_][\w-]*$")
# a number that is a status: told as one, or with nothing behind it that is counted
_IN_TEXT = lazy(
    r"(?<![\w.,-])(?:HTTP(?:/[\d.]+)?\s+)?(?P<status>[1-5]\d\d)(?![\w%]|[.,]\d)"
    r"(?:(?<=[Ss]tatus \d\d\d)|(?<=[Cc]ode \d\d\d)|(?<=[Ee]stado \d\d\d)|(?<=[Ss]tatut \d\d\d)|(?=\s*(?:$"
    r"|[.,;:()/|]|->|→|—|–|\"|“|(?:[A-Z][a-z]+)|(?:if|when|with|without|and|or|on|for|plus|otherwise|unless|status|"
    r"code|response|wenn|falls|mit|ohne|und|oder|bei|sonst|beantwortet|abgelehnt|y|con|sin|si|o|en|cuando|et|avec|sans|quand|ou|e|"
    r"com|sem|se|quando)\b)))"
)
_LEAD = lazy(
    r"(?:^|[:(/|]|->|→|=>|\b(?:status|code|statuscode|http|estado|código|statut|with|mit|con|avec|com|returns?|gives?|answers?|"
    r"responds?|yields?|a|an|is|or|and|antwortet|liefert|gibt|ist|und|oder|devuelve|responde|y|o|renvoie|retourne|répond|et|ou|devolve"
    r"|retorna|e|el|le|the|of|gets?|receives?|bekommt|recibe|reçoit|recebe|otherwise|sonst|sinon|contrario|contrário|comes|donne|da|dá|kommt|folgt|erhält|gets|viene|success|error|errors|de|then|um|un)\s*)\s*[`(]?$",
    re.I,
)


_BREAK = lazy(r"[;,]\s*$")
_IF = lazy(r"\s*(?:if|when|unless|wenn|falls|si|cuando|quand|lorsque|se|quando)\b", re.I)


def marks(sentence: str) -> list[Mark]:
    """The marks of the sentence, in order; no stretch is lost."""
    found: list[Mark] = []
    for span in spans(sentence):
        if span.kind == "code":
            found += _code(span.text, found[-1].text if found else "")
        elif span.kind == "quote":
            found.append(Mark("text", f'"{span.text}"'))
        else:
            found += _text(span.text, not found)
    return found


def _code(code: str, before: str) -> Iterator[Mark]:
    code = code.strip()
    if request := _ENDPOINT.match(code):
        yield Mark("endpoint", request[0], endpoint(request["method"], request["path"]))
        yield from _query(request["path"])
        yield from _rest(code[request.end() :])
    elif code.startswith("/"):
        method = re.search(rf"\b({METHODS})\s*$", before)
        if method:
            yield Mark("endpoint", f"{method[1]} {code}", endpoint(method[1], code))
            yield from _query(code)
        else:
            yield Mark("path", code, endpoint("", code))
    elif status := _STATUS.match(code):
        yield Mark("status", code, int(status["status"]))
    elif (data := lenient(code)) is not None:
        yield Mark("data", code, data)
    elif code.startswith("?"):
        yield Mark("query", code)
    elif re.match(r"--?[a-z]", code):
        yield Mark("option", code)
    else:
        yield Mark("name" if _NAME.match(code) else "code", code)


def _query(path: str) -> Iterator[Mark]:
    if "?" in path:
        yield Mark("query", "?" + path.partition("?")[2])


def _rest(code: str) -> Iterator[Mark]:
    """What stands behind the endpoint in one code span: `{…} -> 201 {…}`."""
    while code := code.strip():
        if arrow := _ARROW.match(code):
            yield Mark("arrow", arrow[0])
            code = code[arrow.end() :]
            continue
        if status := re.match(r"([1-5]\d\d)\b(?: [A-Z]\w*)?", code):
            yield Mark("status", status[0], int(status[1]))
            code = code[status.end() :]
            continue
        data, length = _leading_data(code)
        yield Mark("data", code[:length], data) if length else Mark("code", code)
        code = code[length:] if length else ""


def _leading_data(code: str) -> tuple[Any, int]:
    if code[:1] in "{[":
        for end in range(len(code), 1, -1):
            if code[end - 1] in "}]" and (data := lenient(code[:end])) is not None:
                return data, end
    return None, 0


def lenient(text: str) -> Any:
    """The data of a JSON object or list; a value that is left out is HOLE. None where it is no JSON."""
    if text[:1] not in "{[" or text[-1:] not in "}]":
        return None
    value = json.dumps(HOLE, ensure_ascii=False)
    text = re.sub(
        r"(?<=[:\[,])\s*(?:…|\.\.\.|<[A-Za-z][^>\"]*>|\"(?:…|\.\.\.|<[A-Za-z][^>\"]*>)\")\s*(?=[,}\]])", value, text
    )
    text = re.sub(r",\s*(?:…|\.\.\.)\s*(?=[}\]])", "", text)
    try:
        return json.loads(text)
    except ValueError:
        return None


def whole(data: Any) -> bool:
    """Whether nothing is left out of the data."""
    if isinstance(data, dict):
        return all(map(whole, data.values()))
    return all(map(whole, data)) if isinstance(data, list) else data not in (HOLE, FIELD)


def _text(text: str, first: bool) -> Iterator[Mark]:
    position = 0
    for found in re.finditer(rf"{_ENDPOINT.pattern}|{_IN_TEXT.pattern.replace('?P<status>', '?P<number>')}", text):
        before = text[: found.start()]
        led = _LEAD.search(before) or (_BREAK.search(before) and _IF.match(text[found.end() :]))
        if found["number"] and not (led if before.strip() or not first else True):
            continue
        if before[position:]:
            yield Mark("text", text[position : found.start()])
        if found["number"]:
            yield Mark("status", found["number"], int(found["number"]))
        else:
            path = found["path"].rstrip(".:)*")
            yield Mark("endpoint", f"{found['method']} {path}", endpoint(found["method"], path))
            yield from _query(path)
        position = found.end()
    if text[position:]:
        yield Mark("text", text[position:])


def heading_endpoint(title: str) -> Endpoint | None:
    """The endpoint that a heading names."""
    found = [mark.value for mark in marks(title) if mark.kind == "endpoint"]
    return found[0] if len(found) == 1 else None
