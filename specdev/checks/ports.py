"""
Ports of the loopback interface for services under test: one that no other check on this machine gets meanwhile.

Asking the system for a free port and letting go of it leaves a gap in which another program may get the same one, and
a check would then talk to the wrong service. So a TCP port is held by its UDP twin, which nobody else can have at the
same time, and which is gone with this process. It comes from below the range from which systems hand out ports by
themselves (it begins at 32768 on Linux, at 49152 on macOS).
"""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterator

_HOST = "127.0.0.1"
_RANGE = range(20000, 32000)


@contextlib.contextmanager
def own_port() -> Iterator[int]:
    """
    A TCP port on which nothing listens, ours among all checks for as long as the block runs.

    Raises OSError where all are taken.
    """
    for port in random.sample(_RANGE, len(_RANGE)):
        with socket.socket(type=socket.SOCK_DGRAM) as twin:
            if _bound(twin, port) and _free(port):
                yield port
                return
    raise OSError(f"no port between {_RANGE.start} and {_RANGE.stop - 1} is free")


def listens(port: int) -> bool:
    """Whether something accepts connections on the port."""
    try:
        with socket.create_connection((_HOST, port), 0.2):
            return True
    except OSError:
        return False


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the rest of an old connection is in nobody's way
        return _bound(probe, port)


def _bound(one: socket.socket, port: int) -> bool:
    try:
        one.bind((_HOST, port))
    except OSError:
        return False
    return True
