"""
The workers of a run, seen from the process that gives the orders.

A worker is a fork of a process with a single thread; beside other threads, where a fork may copy a lock that nobody
will open again, it is a fresh interpreter. A worker that dies, or does not come back from a check long after the
check's time is up, is replaced: the check gets an error, and what it left running is ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path

from . import leftovers, worker
from .base import Result
from .slots import remove
from .worker import Done, Job, Order, Ready, Site

_GRACE_S = 30.0
"""Seconds in which a worker that was told to end must have done so."""
_OVERTIME_S = 180.0
"""Seconds beyond its time limit after which a check is given up together with its worker; a copy may be made first."""
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(slots=True, eq=False)
class _Member:
    """One worker."""

    connection: Connection
    pid: int
    name: str
    isolated: bool
    job: Job | None = None
    until: float = field(default=0.0)
    """When it is given up."""


class Crew:
    """Workers that are started as they are needed; to be used as a context."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.open_because = ""
        """Why checks can reach the network although they should not; empty as long as they cannot."""
        self._members: list[_Member] = []
        self._count = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            member.connection.close()
        unclean = [self._wait(member) for member in self._members]
        if any(unclean):
            leftovers.sweep(str(self.site.folder))

    @property
    def busy(self) -> tuple[Job, ...]:
        """The jobs that are being done."""
        return tuple(member.job for member in self._members if member.job)

    def prepare(self) -> None:
        """Start the first worker that has left the network, so that it is known whether that can be done."""
        self._idle(isolated=True)

    def give(self, job: Job) -> None:
        """Have the job done, by an idle worker or a new one."""
        member = self._idle(isolated=not job.check.network)
        member.job = job
        member.until = time.monotonic() + _OVERTIME_S + job.check.timeout_s
        member.connection.send(job)

    def results(self, timeout_s: float) -> Iterator[Done]:
        """What is done within the time."""
        working = [member for member in self._members if member.job]
        ready = wait([member.connection for member in working], timeout_s)
        for member in working:
            job = member.job
            assert job is not None
            if member.connection in ready:
                yield self._receive(member, job)
            elif time.monotonic() > member.until:
                os.kill(member.pid, signal.SIGKILL)
                yield self._lost(member, job, f"stopped: it went on long after its {job.check.timeout_s:g} s")

    def _receive(self, member: _Member, job: Job) -> Done:
        try:
            message = member.connection.recv()
        except (EOFError, OSError):
            return self._lost(member, job, "the process that executed it was ended")
        member.job = None
        assert isinstance(message, Done)
        return message

    def _lost(self, member: _Member, job: Job, reason: str) -> Done:
        member.connection.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(member.pid, 0)
        self._members.remove(member)
        folder = self.site.folder / member.name
        leftovers.sweep(str(folder))
        remove(folder)
        return Done(job.number, job.on_base, Result("error", reason))

    def _idle(self, *, isolated: bool) -> _Member:
        for member in self._members:
            if member.job is None and member.isolated == isolated:
                return member
        return self._start(isolated=isolated)

    def _start(self, *, isolated: bool) -> _Member:
        self._count += 1
        name = f"worker{self._count}"
        ours, theirs = Pipe()
        pid = _fork(theirs) if threading.active_count() == 1 else _spawn(theirs)
        theirs.close()
        member = _Member(ours, pid, name, isolated)
        self._members.append(member)
        ours.send(Order(self.site, name, isolated))
        ready = ours.recv()
        assert isinstance(ready, Ready)
        self.open_because = self.open_because or ready.open_because
        return member

    def _wait(self, member: _Member) -> bool:
        """Wait for a worker that was told to end; whether it did not do so by itself."""
        until = time.monotonic() + _GRACE_S
        status = 0
        with contextlib.suppress(ChildProcessError):
            pid = 0
            while not pid:
                pid, status = os.waitpid(member.pid, os.WNOHANG)
                if not pid and time.monotonic() > until:
                    os.kill(member.pid, signal.SIGKILL)
                time.sleep(0 if pid else 0.002)
        return status != 0


def _fork(connection: Connection) -> int:
    """The process id of a worker that is a fork of this process."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        # what other workers are told by must end with our parent, not with us
        os.closerange(3, connection.fileno())
        os.closerange(connection.fileno() + 1, os.sysconf("SC_OPEN_MAX") if hasattr(os, "sysconf") else 4096)
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        worker.work(connection)
        status = 0
    except BaseException:  # noqa: BLE001  nothing of the parent's own may run on in the fork
        traceback.print_exc()
    finally:
        os._exit(status)


def _spawn(connection: Connection) -> int:
    """The process id of a worker that is a fresh interpreter."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGE), *sys.path])}
    command = [sys.executable, "-c", f"from {worker.__name__} import main; main()"]
    actions = [(os.POSIX_SPAWN_DUP2, connection.fileno(), 0)]
    return os.posix_spawn(sys.executable, command, environment, file_actions=actions)
