"""
An OpenAI-compatible endpoint on loopback that answers by a script: real HTTP, kept alive, streamed where asked.

    with Scripted([{"content": '{"name": "Ada"}'}, {"status": 429, "headers": {"retry-after": "1"}}]) as endpoint:
        …  endpoint.url, endpoint.requests

Each question takes the next turn of the script; a function gets the request's body and gives the turn. What a turn may
say stands at `Turn`. A script that is used up answers 599.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 40},
    "completion_tokens_details": {"reasoning_tokens": 0},
}


@dataclass(frozen=True)
class Turn:
    """One answer."""

    content: str | None = None
    tool: Any = None
    """Arguments of a call of the tool that was asked for: text, or data."""
    refusal: str | None = None
    finish: str | None = None
    """finish_reason; by default stop, and for refusals too."""
    choices: bool = True
    usage: Any = field(default_factory=lambda: USAGE)
    """None: the endpoint does not count."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: Any = None
    """The body of an error: text is its message, a mapping is `error`."""
    deep: int = 0
    """Objects in objects that the content opens and never closes."""
    raw: str | None = None
    """The body, word by word."""
    huge: int = 0
    """Characters of the content, over and over the same."""
    type: str = ""
    """Content type, by default that of what is sent."""
    delay: float = 0.0
    """Seconds to the first byte."""
    chunk_delay: float = 0.0
    """Seconds between pieces."""
    pieces: int = 4
    """Events that the content is cut into."""
    comments: int = 0
    """Lines of comment before each event, as some send to keep a connection open."""
    done: bool = True
    """Whether a stream ends with its last event."""
    linger: float = 0.0
    """Seconds between the last event of a stream and its end."""
    cut_after: int | None = None
    """Bytes of the body after which the connection is closed."""
    drop: bool = False
    """Close the connection without a word."""
    expect: dict[str, Any] = field(default_factory=dict)
    """What the request must hold, by dotted path; else the answer is 598."""


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float
    """Seconds of the monotonic clock."""


class Scripted:
    """The endpoint; a context manager. `url` is the base_url to configure."""

    def __init__(
        self,
        script: Sequence[dict[str, Any]] | Callable[[dict[str, Any]], dict[str, Any]],
        models: Sequence[str] = ("scripted",),
        listing: dict[str, Any] | None = None,
    ) -> None:
        self.script = script
        self.models = models
        self.listing = listing
        """The turn that answers who asks for the models, instead of naming them."""
        self.listed_at = "/models"
        """How the path ends at which the models are named."""
        self.requests: list[Received] = []
        self.most = 0
        """Questions that were under way at once."""
        self.connections = 0
        self._under_way = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.endpoint = self
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Scripted:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def turn(self, received: Received) -> Turn:
        with self._lock:
            self.requests.append(received)
            number = len(self.requests) - 1
        if callable(self.script):
            said = self.script(received.body)
        else:
            said = self.script[number] if number < len(self.script) else {"status": 599, "error": "no turn is left"}
        turn = Turn(**said)
        if turn.huge:
            turn = replace(turn, content="ha" * (turn.huge // 2), pieces=turn.huge // 1000)
        if turn.deep:
            turn = replace(turn, content='{"a":' * turn.deep)
        wrong = {path: found for path, wanted in turn.expect.items() if (found := at(received.body, path)) != wanted}
        return Turn(status=598, error=f"not as expected: {wrong}") if wrong else turn

    def wait_until_idle(self) -> None:
        """Wait for what clients that went away have left behind."""
        while self._under_way:
            time.sleep(0.01)

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    disable_nagle_algorithm = True
    request_queue_size = 128
    endpoint: Scripted

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that went away are no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.server.endpoint.connections += 1
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        if self.server.endpoint.listing is not None:
            self._answer(Turn(**self.server.endpoint.listing), {})
            return
        if not self.path.rstrip("/").endswith(self.server.endpoint.listed_at) or not self.server.endpoint.models:
            self._whole(404, "text/plain", b"404 page not found", {})
            return
        listed = [
            {"id": name, "object": "model", "created": 0, "owned_by": "us"} for name in self.server.endpoint.models
        ]
        self._whole(200, "application/json", json.dumps({"object": "list", "data": listed}).encode(), {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.endpoint.under_way():
            self._answer(self.server.endpoint.turn(Received(self.path, headers, body, time.monotonic())), body)

    def _answer(self, turn: Turn, body: dict[str, Any]) -> None:
        time.sleep(turn.delay)
        if turn.drop:
            self._hang_up()
        elif turn.status >= 400 and turn.raw is None:
            error = {"message": turn.error or "", "type": "error", "param": None, "code": None}
            error = {**error, **turn.error} if isinstance(turn.error, dict) else error
            self._whole(turn.status, "application/json", json.dumps({"error": error}).encode(), turn.headers)
        elif turn.raw is not None or not body.get("stream"):
            text = json.dumps(_completion(turn, body)) if turn.raw is None else turn.raw
            self._whole(turn.status, turn.type or "application/json", text.encode(), turn.headers, turn.cut_after)
        else:
            self._stream(turn, body)

    def _whole(self, status: int, kind: str, body: bytes, headers: dict[str, str], cut: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:cut])
        if cut is not None:
            self._hang_up()

    def _stream(self, turn: Turn, body: dict[str, Any]) -> None:
        self.send_response(turn.status)
        for name, value in {"Content-Type": turn.type or "text/event-stream", **turn.headers}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        sent, pending = 0, b""
        for event in _events(turn, body):
            data = (": PROCESSING\n\n" * turn.comments + f"data: {event}\n\n").encode()
            if turn.cut_after is not None and sent + len(data) > turn.cut_after:
                self.wfile.write(pending + _chunk(data[: turn.cut_after - sent]))
                self._hang_up()
                return
            sent += len(data)
            pending += _chunk(data)
            if turn.chunk_delay:
                self.wfile.write(pending)
                self.wfile.flush()
                pending = b""
                time.sleep(turn.chunk_delay)
        self.wfile.write(pending)
        time.sleep(turn.linger)
        self.wfile.write(b"0\r\n\r\n")

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data) if data else b""


def _message(turn: Turn, body: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": turn.content, "refusal": turn.refusal}
    if turn.tool is not None:
        arguments = turn.tool if isinstance(turn.tool, str) else json.dumps(turn.tool)
        name = body["tools"][0]["function"]["name"] if body.get("tools") else "answer"
        call = {"id": "call_abc", "type": "function", "function": {"name": name, "arguments": arguments}}
        message["tool_calls"] = [call]
    return message


def _completion(turn: Turn, body: dict[str, Any]) -> dict[str, Any]:
    choice = {"index": 0, "message": _message(turn, body), "finish_reason": turn.finish or "stop", "logprobs": None}
    found = _head(body, "chat.completion") | {"choices": [choice] if turn.choices else []}
    return found | ({"usage": turn.usage} if turn.usage else {})


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": body.get("model", "scripted")}


def _events(turn: Turn, body: dict[str, Any]) -> Iterator[str]:
    """The data of the events that an endpoint streams: role, pieces, end, usage where it was asked for."""

    def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        return json.dumps(_head(body, "chat.completion.chunk") | {"choices": choices} | more)

    message = _message(turn, body)
    if turn.choices:
        yield event({"role": "assistant", "content": ""})
        for key in ("content", "refusal"):
            yield from (event({key: piece}) for piece in _cut(message[key] or "", turn.pieces))
        for call in message.get("tool_calls", ()):
            name = {**call, "index": 0, "function": {"name": call["function"]["name"], "arguments": ""}}
            yield event({"tool_calls": [name]})
            for piece in _cut(call["function"]["arguments"], turn.pieces):
                yield event({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
        yield event({}, turn.finish or "stop")
    if turn.usage and (body.get("stream_options") or {}).get("include_usage"):
        yield json.dumps(_head(body, "chat.completion.chunk") | {"choices": [], "usage": turn.usage})
    if turn.done:
        yield "[DONE]"


def _cut(text: str, pieces: int) -> list[str]:
    size = max(1, -(-len(text) // pieces))
    return [text[at : at + size] for at in range(0, len(text), size)]


def at(data: Any, path: str) -> Any:
    """What stands at a dotted path, such as `messages.0.content`; None for nothing."""
    for part in path.split("."):
        if isinstance(data, list):
            data = data[int(part)] if int(part) < len(data) else None
        else:
            data = (data or {}).get(part)
    return data
