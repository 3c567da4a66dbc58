"""HTTP facts in fences: requests with their answers as they go over the wire, and curl calls of a transcript."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from .http import HOLE, Exchange, as_json
from .markdown import Fence
from .rows import METHODS


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
    if HOLE.search(exchange.request["path"]) or any("<" in value or "…" in value for value in kept.values()):
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
