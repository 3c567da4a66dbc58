"""`dienst` is a running service on a free port with an empty file: `dienst.get("/lage")` is status and JSON."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PORTS = itertools.cycle(range(20000 + os.getpid() * 40 % 12000, 20040 + os.getpid() * 40 % 12000))
"""Of this process alone: a port that the system hands out could be given to a service of another test run too."""
STATION = {"id": "muehle", "name": "Mühle", "warnstufe_1": 180, "warnstufe_2": 240}


class Dienst:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self, *program: str) -> None:
        """`program` stands for `-m pegel`."""
        self.port = next(PORTS)
        self.process = subprocess.Popen(
            [sys.executable, *(program or ("-m", "pegel")), "--port", str(self.port), "--daten", "test.db"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        deadline = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"nothing listens on port {self.port}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        status, _, data = self.raw(method, path, None if body is None else json.dumps(body).encode())
        return status, json.loads(data) if data else None

    def raw(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str | None, bytes]:
        """Status, content type and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()

    def get(self, path: str) -> tuple[int, object]:
        return self.ask("GET", path)

    def post(self, path: str, body: object) -> tuple[int, object]:
        return self.ask("POST", path, body)

    def delete(self, path: str) -> tuple[int, object]:
        return self.ask("DELETE", path)


@pytest.fixture
def dienst(tmp_path):
    made = Dienst(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def muehle(dienst):
    """The service with one station."""
    assert dienst.post("/stationen", STATION)[0] == 201
    return dienst
