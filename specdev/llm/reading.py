"""
The bytes of an endpoint as an answer: a whole JSON object, or the events of a stream put together.

Endpoints are taken at their bytes, not at the content type they give: some stream as text/plain, some do not stream
although they were asked to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import failures, tokens
from .failures import Place, Said
from .request import Answer, Request, Usage
from .trouble import Broken, Rejected, Trouble, Unknown

END = b"[DONE]"
"""The data of the last event of a stream."""


def answer(body: bytes, request: Request, place: Place, key: str) -> Answer:
    """
    The answer that the bytes hold; its usage is estimated where the endpoint does not count.

    Raises Broken for half an answer or an error told inside, Unknown for what is none.
    """
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if failures.page(text):
        raise Unknown(
            f"{failures.shown(place.base_url)} answered with a page for browsers",
            "`model.base_url` usually ends in /v1, such as http://localhost:11434/v1",
        )
    chunks = [_object(text, place)] if text.startswith("{") else list(_events(text, place))
    for chunk in chunks:
        if chunk.get("error"):
            raise _told_inside(chunk, place, key)
    if not chunks or not any("choices" in chunk for chunk in chunks):
        raise failures.nothing_there(place)
    return _assembled(chunks, request, place)


def _object(text: str, place: Place) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise cut(place) from None
    return data if isinstance(data, dict) else {}


def _events(text: str, place: Place) -> Iterator[dict[str, Any]]:
    """The objects of a stream of events, up to its end."""
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == END.decode():
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            if number >= len(lines) - 2:
                raise cut(place) from None
            raise Broken(f"{place.host} sent a piece of an answer that cannot be read", "try later") from None
        if isinstance(chunk, dict):
            yield chunk


def _assembled(chunks: list[dict[str, Any]], request: Request, place: Place) -> Answer:
    content, refusal, calls, finish = "", "", _Calls(), ""
    counted: Mapping[str, Any] = {}
    model, chosen = "", False
    for chunk in chunks:
        model = str(chunk.get("model") or model)
        counted = _mapping(chunk.get("usage")) or counted
        choices = chunk.get("choices")
        choice = _mapping(choices[0]) if isinstance(choices, list) and choices else {}
        part = _mapping(choice.get("delta")) or _mapping(choice.get("message"))
        chosen = chosen or bool(choice)
        content += _text(part.get("content"))
        refusal += _text(part.get("refusal"))
        calls.add(part.get("tool_calls"))
        finish = str(choice.get("finish_reason") or finish)
    if chosen and not finish and len(chunks) > 1:
        raise cut(place)
    message: dict[str, Any] = {"role": "assistant", "content": content or None}
    if refusal:
        message["refusal"] = refusal
    if calls.found:
        message["tool_calls"] = calls.found
    return Answer(message, finish or "stop", _usage(counted, request, content + refusal + calls.text), model)


class _Calls:
    """Calls of tools, of which a stream gives name and arguments piece by piece."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def add(self, pieces: Any) -> None:
        for position, piece in enumerate(pieces if isinstance(pieces, list) else ()):
            data = _mapping(piece)
            index = data.get("index")
            number = index if isinstance(index, int) and 0 <= index <= len(self.found) else position
            while len(self.found) <= number:
                function: dict[str, Any] = {"name": "", "arguments": ""}
                self.found.append({"id": f"call_{len(self.found)}", "type": "function", "function": function})
            call, said = self.found[number], _mapping(data.get("function"))
            call["id"] = str(data.get("id") or call["id"])
            call["function"]["name"] += _text(said.get("name"))
            arguments = said.get("arguments")
            call["function"]["arguments"] += json.dumps(arguments) if isinstance(arguments, dict) else _text(arguments)

    @property
    def text(self) -> str:
        return "".join(call["function"]["arguments"] for call in self.found)


def _usage(counted: Mapping[str, Any], request: Request, text: str) -> Usage:
    given, written = _number(counted.get("prompt_tokens")), _number(counted.get("completion_tokens"))
    if not given and not written:
        return Usage(sum(map(tokens.count, request.said)), 0, tokens.count(text), estimated=True)
    return Usage(given, _number(_mapping(counted.get("prompt_tokens_details")).get("cached_tokens")), written)


def _told_inside(chunk: Mapping[str, Any], place: Place, key: str) -> Trouble:
    """The trouble of an error that came with status 200, in the middle of a stream or instead of an answer."""
    code = _mapping(chunk["error"]).get("code") or chunk.get("status")
    said = Said.of(_number(code) or 500, chunk, None, key)
    if "rate_limit" in said.code or "overloaded" in said.code:
        said = Said.of(429, chunk, None, key)
    found = failures.trouble(said, place)
    return Broken(found.message, found.hint) if isinstance(found, Broken | Rejected) else found


def cut(place: Place) -> Trouble:
    """The trouble of half an answer."""
    return Broken(f"the answer of {place.host} was cut off", "try later; its own log may say why")


def _text(value: Any) -> str:
    """Text, also where an endpoint gives it in parts."""
    if isinstance(value, list):
        return "".join(_text(_mapping(part).get("text")) for part in value)
    return value if isinstance(value, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> int:
    try:
        return max(int(value), 0) if not isinstance(value, bool) else 0
    except (TypeError, ValueError, OverflowError):
        return 0
