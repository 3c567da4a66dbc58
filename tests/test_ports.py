"""Ports of services under test: nobody else gets one while it is held, and it is given back."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys

from specdev.checks import ports

HOLD = """
import contextlib, sys
from specdev.checks.ports import own_port
with contextlib.ExitStack() as held:
    print(*(held.enter_context(own_port()) for _ in range(50)), flush=True)
    sys.stdin.read()
"""


def test_processes_get_ports_of_their_own():
    holders = [
        subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    lines = [holder.stdout.readline() for holder in holders if holder.stdout]
    for holder in holders:
        holder.communicate("")
    given = " ".join(lines).split()
    assert len(given) == len(set(given)) == 150


def test_a_port_that_is_taken_is_passed_over(monkeypatch):
    with ports.own_port() as port, socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert ports.listens(port)
        monkeypatch.setattr(ports, "_RANGE", range(port, port + 1))
        with contextlib.suppress(OSError), ports.own_port() as second:
            raise AssertionError(second)


def test_a_port_is_given_back(monkeypatch):
    with ports.own_port() as port:
        pass
    monkeypatch.setattr(ports, "_RANGE", range(port, port + 1))
    with ports.own_port() as again:
        assert again == port
