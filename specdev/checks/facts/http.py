"""
Facts about HTTP services: sentences, `http` fences, curl transcripts and tables.

    `GET /health` returns 200 and `{"status": "ok"}`
    `POST /links` with the body `{"url": "https://example.com"}` answers with status 201

A request counts only where it is told completely: no `{id}` in its path, a body where its method needs one, and no
state that the example does not build up itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import words
from .lazily import lazy
from .markdown import Span, Table, spans
from .rows import METHODS, cells_of

_ENDPOINT = lazy(rf"^(?P<method>{METHODS})\s+(?P<path>/\S*)$")
_METHOD_BEFORE = lazy(rf"\b(?P<method>{METHODS})\s*$")
HOLE = lazy(r"[{<:](?=[A-Za-z_])|…|\.\.\.|\$|\*")
_STATUS = lazy(
    r"(?<![\w.])(?P<status>[1-5]\d\d)(?![\w%.]*\d)(?!\s*(?:ms|s|MB|kB|KB|bytes|items|requests|users|characters)\b)"
)
_ANSWERS = lazy(
    r"\b(?:returns?|responds?|answers?|gives?|replies|yields?|status|response is|produces?|liefert|"
    r"antwortet|gibt|devuelve|responde|retorna|renvoie|"
    r"répond|retourne|devolve)\b|→|->|=>",
    re.I,
)
_SEND = lazy(
    r"\b(?:when|if|wenn|cuando|quand)\s+(?:\w+\s+){1,3}?(?:sends?|calls?|requests?|makes?|issues?|sendet|envía|envoie)"
    r"(?:\s+(?:a|the))?\s*$",
    re.I,
)
_BODY_LEAD = lazy(
    r"\b(?:body|payload|json|with|sending|mit|con|avec|com|corps|cuerpo|corpo|inhalt|rumpf)\b[\w\s]*:?\s*$", re.I
)
_BODY_METHODS = ("POST", "PUT", "PATCH")
_PARTIAL = lazy(
    r"\b(?:contain\w*|includ\w*|with (?:a|an|the)? ?(?:field|key)|enthält|contiene|contient|contém)\b", re.I
)


@dataclass(slots=True)
class Exchange:
    """A request and its answer, as the fields of an http check."""

    request: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    quote: str = ""
    unclear: str = ""
    """Why it is no fact."""

    def as_check(self) -> dict[str, Any]:
        return {"request": self.request, "expect": self.expect}


def sentence_exchanges(sentence: str) -> list[Exchange]:
    """The exchanges of one sentence."""
    found: list[Exchange] = []
    parts = spans(sentence)
    for number, span in enumerate(parts):
        text = parts[number - 1].text if number and parts[number - 1].kind == "text" else ""
        if span.kind == "code" and (request := _request(span.text, text)):
            found.append(Exchange(request, quote=sentence))
        elif found:
            _read(found[-1], span, text)
    for exchange in found:
        exchange.unclear = _doubt(exchange, sentence)
    return [exchange for exchange in found if exchange.expect]


def _request(code: str, before: str) -> dict[str, Any] | None:
    if endpoint := _ENDPOINT.match(code.strip()):
        return {"method": endpoint["method"], "path": endpoint["path"]}
    if code.startswith("/") and (method := _METHOD_BEFORE.search(before)):
        return {"method": method["method"], "path": code.strip()}
    return None


def _read(exchange: Exchange, span: Span, before: str) -> None:
    """What one span says of the open exchange."""
    if span.kind == "text":
        _status(exchange, span.text)
        return
    if status := re.fullmatch(r"(?:HTTP\s+)?([1-5]\d\d)(?:\s+[A-Z][\w ]*)?", span.text):
        exchange.expect.setdefault("status", int(status[1]))
        return
    data = as_json(span.text)
    if data is None:
        return
    if not exchange.expect and not _ANSWERS.search(before) and _BODY_LEAD.search(before):
        exchange.request["json"] = data
    elif words.LIKE.search(before) or words.NOT.search(before) or _PARTIAL.search(before):
        return
    elif exchange.expect or _ANSWERS.search(before):
        exchange.expect.setdefault("json", data)


def _status(exchange: Exchange, text: str) -> None:
    lead = _ANSWERS.search(text)
    if not lead:
        return
    found = {int(match["status"]) for match in _STATUS.finditer(text, lead.start())}
    if len(found) == 1 and not words.NOT.search(text[: lead.start()][-20:]):
        exchange.expect.setdefault("status", found.pop())


def as_json(text: str) -> Any:
    """The data of a JSON object or list; None where the text is none or has something left out."""
    if text[:1] not in "{[" or re.search(r"…|\.\.\.|<[a-z][\w -]*>", text):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _doubt(exchange: Exchange, sentence: str) -> str:
    request, status = exchange.request, exchange.expect.get("status", 200)
    if HOLE.search(request["path"]):
        return f"`{request['method']} {request['path']}` has a place that is not filled in"
    if request["method"] in _BODY_METHODS and "json" not in request:
        return f"the body of `{request['method']} {request['path']}` is not told"
    text = " ".join(_SEND.sub("", span.text) for span in spans(sentence) if span.kind == "text")
    condition = words.CONDITION.search(text)
    if condition and not words.EMPTY_STATE.search(text):
        return f"it holds only under a condition (`{condition[0]}`)"
    if re.search(
        r"\b(?:invalid|valid|unauthori[sz]ed|authenticated|token|header|logged|existing|expired)\b", text, re.I
    ):
        return "what is sent is told in words only"
    return _leaning(request, status, exchange.expect.get("json"))


_MADE_UP = lazy(
    r"^(?:[0-9a-f]{7,}|[0-9a-f-]{36}|\d{4}-\d\d-\d\d.*|(?=\w*\d)(?=\w*[A-Za-z])\w{5,}|(?=\w*[a-z])(?=\w*[A-Z])\w{5,9})$"
)


def settled(exchange: Exchange) -> Exchange:
    """The exchange without a body that holds values which a service makes up: codes, hashes, times."""
    body = exchange.expect.get("json")
    made = [text for text in _texts(body) if _MADE_UP.match(text)] + list(_ids(body))
    if body is not None and any(text not in str(exchange.request) for text in made):
        del exchange.expect["json"]
    return exchange


def _ids(data: Any) -> Iterator[str]:
    """Texts that name something: a service makes them up where they were not sent."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if isinstance(value, str) and re.search(r"(?i)^(?:id|uuid|token|hash|key|code)$|_id$|Id$", name):
                yield value
            yield from _ids(value)
    elif isinstance(data, list):
        for value in data:
            yield from _ids(value)


def _texts(data: Any) -> Iterator[str]:
    """The texts in the data; the last parts of addresses stand for themselves."""
    if isinstance(data, str):
        yield data.rpartition("/")[2]
    elif isinstance(data, Mapping):
        yield from (text for value in data.values() for text in _texts(value))
    elif isinstance(data, list):
        yield from (text for value in data for text in _texts(value))


def _leaning(request: Mapping[str, Any], status: int, body: Any) -> str:
    """Whether the answer can only come when something was stored before."""
    deep = len([part for part in request["path"].split("?")[0].split("/") if part]) > 1 or re.search(
        r"\d", request["path"]
    )
    if status < 400 and request["method"] in ("PUT", "PATCH", "DELETE"):
        return f"`{request['method']} {request['path']}` depends on what was stored before"
    if (
        request["method"] in ("GET", "HEAD")
        and status < 400
        and ((deep and _has_identifier(request["path"])) or (isinstance(body, list) and body))
    ):
        return f"`{request['method']} {request['path']}` depends on what was stored before"
    return ""


def _has_identifier(path: str) -> bool:
    """Whether a part of the path looks like the name of one thing that was stored: it has a digit, or capitals."""
    parts = [part for part in path.split("?")[0].split("/") if part]
    return any(re.search(r"\d", part) and not re.fullmatch(r"v\d+", part) for part in parts[1:]) or any(
        re.search(r"[A-Z]", part) for part in parts
    )


def table_exchanges(table: Table) -> list[Exchange]:
    """The exchanges of a table with columns for method, path, status and perhaps bodies."""
    rows = zip(table.rows, table.lines, strict=True)
    found = [row_exchange(cells_of(table.header, row), line.strip()) for row, line in rows]
    return [exchange for exchange in found if exchange]


def row_exchange(cells: Mapping[str, str], quote: str) -> Exchange | None:
    """The exchange of one row; None where it tells no request or no status."""
    plain = {name: re.sub(r"^`(.*)`$", r"\1", cell) for name, cell in cells.items()}
    request = _row_request(plain)
    status = re.fullmatch(r"([1-5]\d\d)(?: [A-Z][\w ]*)?", plain.get("status", "") or plain.get("exit", ""))
    if request is None or not status:
        return None
    exchange = Exchange(request, {"status": int(status[1])}, quote)
    if (data := as_json(plain.get("request", ""))) is not None:
        request["json"] = data
    if (answer := as_json(plain.get("body", ""))) is not None:
        exchange.expect["json"] = answer
    exchange.unclear = _doubt(exchange, "")
    return exchange


def _row_request(cells: Mapping[str, str]) -> dict[str, Any] | None:
    if endpoint := _ENDPOINT.match(cells.get("path", "")):
        return {"method": endpoint["method"], "path": endpoint["path"]}
    method = cells.get("method", "").upper()
    if re.fullmatch(METHODS, method) and cells.get("path", "").startswith("/"):
        return {"method": method, "path": cells["path"]}
    return None
