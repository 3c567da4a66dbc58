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
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import words
from .markdown import Fence, Span, Table, spans
from .rows import METHODS, cells_of

_ENDPOINT = re.compile(rf"^(?P<method>{METHODS})\s+(?P<path>/\S*)$")
_METHOD_BEFORE = re.compile(rf"\b(?P<method>{METHODS})\s*$")
_HOLE = re.compile(r"[{<:](?=[A-Za-z_])|…|\.\.\.|\$|\*")
_STATUS = re.compile(
    r"(?<![\w.])(?P<status>[1-5]\d\d)(?![\w%.]*\d)(?!\s*(?:ms|s|MB|kB|KB|bytes|items|requests|users|characters)\b)"
)
_ANSWERS = re.compile(
    r"\b(?:returns?|responds?|answers?|gives?|replies|yields?|status|response is|produces?|liefert|"
    r"antwortet|gibt|devuelve|responde|retorna|renvoie|"
    r"répond|retourne|devolve)\b|→|->|=>",
    re.I,
)
_SEND = re.compile(
    r"\b(?:when|if|wenn|cuando|quand)\s+(?:\w+\s+){1,3}?(?:sends?|calls?|requests?|makes?|issues?|sendet|envía|envoie)"
    r"(?:\s+(?:a|the))?\s*$",
    re.I,
)
_BODY_LEAD = re.compile(
    r"\b(?:body|payload|json|with|sending|mit|con|avec|com|corps|cuerpo|corpo|inhalt|rumpf)\b[\w\s]*:?\s*$", re.I
)
_BODY_METHODS = ("POST", "PUT", "PATCH")
_PARTIAL = re.compile(
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
    if _HOLE.search(request["path"]):
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


_MADE_UP = re.compile(
    r"^(?:[0-9a-f]{7,}|[0-9a-f-]{36}|\d{4}-\d\d-\d\d.*|(?=\w*\d)(?=\w*[A-Za-z])\w{5,}|(?=\w*[a-z])(?=\w*[A-Z])\w{5,9})$"
)


def settled(exchange: Exchange) -> Exchange:
    """The exchange without a body that holds values which a service makes up: codes, hashes, times."""
    body = exchange.expect.get("json")
    if body is not None and any(_MADE_UP.match(text) and text not in str(exchange.request) for text in _texts(body)):
        del exchange.expect["json"]
    return exchange


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


def fence_exchanges(fence: Fence) -> list[Exchange]:
    """The exchanges of an `http` fence: requests, each followed by its answer."""
    if fence.info.split()[:1] != ["http"] and not re.match(
        rf"(?:{METHODS}) /\S*(?: HTTP/[\d.]+)?$", fence.text.split("\n")[0]
    ):
        return []
    blocks = re.split(rf"(?m)^(?=(?:{METHODS}) /|HTTP/[\d.]+ \d)", fence.text)
    found: list[Exchange] = []
    for block in blocks:
        first, _, rest = block.strip("\n").partition("\n")
        head, _, body = rest.partition("\n\n") if not rest.startswith("\n") else ("", "", rest)
        if request := re.match(rf"({METHODS}) (/\S*)", first):
            found.append(Exchange({"method": request[1], "path": request[2]}, quote=fence.text))
            _fill_request(found[-1], head, body.strip())
        elif (answer := re.match(r"HTTP/[\d.]+ (\d{3})", first)) and found:
            found[-1].expect["status"] = int(answer[1])
            _fill_answer(found[-1], body.strip())
    return found


def _fill_request(exchange: Exchange, head: str, body: str) -> None:
    headers = dict(re.findall(r"(?m)^([\w-]+):\s*(.*?)\s*$", head))
    kept = {
        name: value for name, value in headers.items() if name.lower() not in ("host", "content-length", "content-type")
    }
    if kept:
        exchange.request["headers"] = kept
    data = as_json(body) if body else None
    if data is not None:
        exchange.request["json"] = data
    elif body:
        exchange.request["body"] = body
    if _HOLE.search(exchange.request["path"]) or any("<" in value or "…" in value for value in kept.values()):
        exchange.unclear = "the request has a place that is not filled in"


def _fill_answer(exchange: Exchange, body: str) -> None:
    data = as_json(body) if body else None
    if data is not None:
        exchange.expect["json"] = data
    elif body and not re.search(r"…|\.\.\.", body):
        exchange.expect["body"] = body


def curl_exchange(line: str, output: Sequence[str]) -> Exchange | None:
    """The exchange of a simple curl call to this machine, with what it prints; None where it is another call."""
    try:
        parts = shlex.split(line)
    except ValueError:
        return None
    if parts[:1] != ["curl"]:
        return None
    request: dict[str, Any] = {"method": "", "path": ""}
    for kind, value in _curl_options(parts[1:]):
        if kind == "?" or (kind == "url" and not _local(value)):
            return None
        _curl_set(request, kind, value)
    if not request["path"]:
        return None
    request["method"] = request["method"] or ("POST" if {"json", "body"} & request.keys() else "GET")
    exchange = Exchange(request, quote="\n".join((f"$ {line}", *output)))
    text = "\n".join(output).strip()
    if status := re.match(r"HTTP/[\d.]+ (\d{3})", text):
        exchange.expect["status"] = int(status[1])
        text = text.partition("\n\n")[2].strip()
    _fill_answer(exchange, text)
    return exchange


def _curl_options(parts: list[str]) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(parts):
        part = parts[position]
        if part in ("-s", "-i", "-sS", "-si", "-is", "-S", "-v", "--silent", "--include", "-f"):
            position += 1
        elif part in (
            "-X",
            "--request",
            "-d",
            "--data",
            "--data-raw",
            "--json",
            "-H",
            "--header",
        ) and position + 1 < len(parts):
            yield part, parts[position + 1]
            position += 2
        elif part.startswith("-"):
            yield "?", part
            position += 1
        else:
            yield "url", part
            position += 1


def _curl_set(request: dict[str, Any], kind: str, value: str) -> None:
    if kind == "url":
        request["path"] = _local(value)
    elif kind in ("-X", "--request"):
        request["method"] = value
    elif kind in ("-H", "--header"):
        name, _, text = value.partition(":")
        if name.lower() != "content-type":
            request.setdefault("headers", {})[name] = text.strip()
    elif (data := as_json(value)) is not None:
        request["json"] = data
    else:
        request["body"] = value


def _local(url: str) -> str:
    """The path of a URL of this machine, else empty."""
    found = re.match(r"(?:https?://)?(?:localhost|127\.0\.0\.1)(?::\d+)?(?P<path>/\S*)?$", url)
    return (found["path"] or "/") if found else ""


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
