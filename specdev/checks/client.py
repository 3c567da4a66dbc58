"""The client of http checks: one request with its answer."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Mapping
from urllib.parse import quote

from .exchange import Request
from .search import Unjudged

BODY_LIMIT = 4 * 1024 * 1024
"""Bytes of an answer that can be judged."""

_PRINTABLE = "".join(map(chr, range(33, 127)))


def send(request: Request, port: int, timeout_s: float) -> tuple[int, Mapping[str, str], bytes]:
    """
    Status, headers (names in lower case) and body of the answer; of a body beyond BODY_LIMIT one byte more than that.

    OSError or HTTPException where there is none in `timeout_s` seconds, however slowly its bytes come; Unjudged for a
    request that HTTP cannot carry. What a path may not hold is sent percent-encoded.
    """
    body, headers = request.payload()
    path = quote(request.path, safe=_PRINTABLE)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    connection.connect()
    wire: socket.socket = connection.sock
    late = threading.Event()

    def give_up() -> None:
        late.set()
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(timeout_s, give_up)
    timer.start()
    try:
        try:
            connection.request(request.method, path, body, headers)
        except ValueError as error:  # a line end in a header, characters that no header can hold
            raise Unjudged(f"{request.method} {request.path} cannot be sent: {error}") from error
        response = connection.getresponse()
        content = response.read(BODY_LIMIT + 1)
        if late.is_set():
            raise TimeoutError("timed out")
        return response.status, {name.lower(): value for name, value in response.getheaders()}, content
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError("timed out") from error
        raise
    finally:
        timer.cancel()
        connection.close()
