"""
The server: finds the handler of a request and sends its answer.

A part is a module of this package with `ROUTES`: method, path with `{name}` for its variable parts, and a handler,
which takes an `Anfrage` and returns status and body.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pegel
from pegel.anfrage import Abgelehnt, Anfrage, Antwort
from pegel.speicher import Speicher

Handler = Callable[[Anfrage], Antwort]


def gesund(anfrage: Anfrage) -> Antwort:
    return 200, {"status": "ok"}


ROUTES = [("GET", "/gesund", gesund)]


def routes() -> Iterator[tuple[str, re.Pattern[str], Handler]]:
    """The routes of all parts; a path's variable parts are the pattern's groups."""
    for module in pkgutil.iter_modules(pegel.__path__):
        if module.name != "__main__":
            for method, path, handler in getattr(importlib.import_module(f"pegel.{module.name}"), "ROUTES", []):
                yield method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), handler


class Dienst(ThreadingHTTPServer):
    """The service on an address, with the file it keeps everything in."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], speicher: Speicher) -> None:
        self.speicher = speicher
        self.routes = list(routes())
        super().__init__(address, Verbindung)

    def answer(self, method: str, target: str, rumpf: bytes) -> Antwort:
        url = urlsplit(target)
        path = unquote(url.path)
        try:
            station = re.match(r"/stationen/([^/]+)", path)
            if station and not self.speicher.station(station[1]):
                raise Abgelehnt(404, "station unbekannt")
            for wanted, pattern, handler in self.routes:
                if method == wanted and (found := pattern.fullmatch(path)):
                    return handler(Anfrage(self.speicher, found.groupdict(), dict(parse_qsl(url.query)), rumpf))
            raise Abgelehnt(404, "nicht gefunden")
        except Abgelehnt as problem:
            return problem.status, {"fehler": problem.fehler}


class Verbindung(BaseHTTPRequestHandler):
    """One connection; every answer is JSON, also to what http.server itself refuses."""

    server: Dienst

    def do_GET(self) -> None:
        rumpf = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send(*self.server.answer(self.command, self.path, rumpf))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET

    def send(self, status: int, body: Any) -> None:
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.send(code, {"fehler": (message or "fehler").lower()})

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""
