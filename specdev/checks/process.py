"""
One program, run to its end or to its time limit, with nothing of it left behind.

The program gets a session of its own, no terminal, and an empty standard input where it is given none. When it ends, or
its time is up, its process group is killed and so is everything else that it has started (see `leftovers`).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import leftovers
from .leftovers import MARKER

OUTPUT_LIMIT = 4 * 1024 * 1024
"""Bytes kept of standard output, and again of standard error; the rest is read and dropped."""

FLOODED = "printed more than can be judged"
"""Why a check is an error whose program printed more than is kept."""

_PIECE = 512
"""Bytes that a pipe which is ready takes without waiting (POSIX: at least so many)."""
_LOOK_S = 0.02
"""Seconds between two looks at a program, where the system does not tell when it ends."""
_DRAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended."""

    argv: tuple[str, ...]
    exit: int | None
    """Exit status; negative for a signal, None where it did not start or was stopped."""
    stdout: bytes = b""
    stderr: bytes = b""
    timed_out: bool = False
    dropped: int = 0
    """Bytes that were printed beyond OUTPUT_LIMIT and not kept."""
    missing: str = ""
    """The program that could not be started."""

    @property
    def flooded(self) -> bool:
        """Whether the kept output is not all."""
        return self.dropped > 0

    @property
    def output(self) -> bytes:
        """Standard output, then standard error; where not all was kept, a last line says so."""
        return self.stdout + self.stderr + _note(self.dropped)


@dataclass(slots=True)
class _Sink:
    """The first bytes of a stream."""

    kept: bytearray = field(default_factory=bytearray)
    dropped: int = 0

    def add(self, part: bytes) -> None:
        room = max(0, OUTPUT_LIMIT - len(self.kept))
        self.kept += part[:room]
        self.dropped += len(part[room:])


class _Streams:
    """What goes into a running program and what comes out."""

    def __init__(self, process: subprocess.Popen[bytes], stdin: bytes) -> None:
        self.process = process
        self.out, self.err = _Sink(), _Sink()
        self._input = stdin
        self._selector = selectors.DefaultSelector()
        for stream, sink in ((process.stdout, self.out), (process.stderr, self.err)):
            self._selector.register(_open(stream), selectors.EVENT_READ, sink)
        if process.stdin is not None:
            self._selector.register(process.stdin, selectors.EVENT_WRITE)
        self._ending = _watch(process.pid)
        if self._ending is not None:
            self._selector.register(self._ending, selectors.EVENT_READ)

    def follow(self, end: float | None) -> bool:
        """Read and write until the program has ended, or until the time `end` (monotonic); whether it has ended."""
        while True:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                return False
            if self._ending is None and self.process.poll() is not None:
                return True
            if self._transfer(_sooner(left, _LOOK_S) if self._ending is None else left):
                return True

    def rest(self) -> None:
        """Read what an ended program has left in its streams."""
        self._forget_ending()
        until = time.monotonic() + _DRAIN_S  # a child of it may go on printing
        while self._selector.get_map() and self._selector.select(0) and time.monotonic() < until:
            self._transfer(0)

    def finish(self, marker: str) -> None:
        """Read what is still there; whoever holds a stream outlived its program, so end that as long as one is held."""
        self._forget_ending()
        if self.process.stdin is not None and not self.process.stdin.closed:
            self._close(self.process.stdin)
        until = time.monotonic() + _DRAIN_S
        while self._selector.get_map() and time.monotonic() < until:
            if not self._selector.select(0):
                leftovers.end(marker)
            self._transfer(0.2)
        for stream in (self.process.stdout, self.process.stderr):
            _open(stream).close()
        self._selector.close()

    def _forget_ending(self) -> None:
        if self._ending is not None:
            self._selector.unregister(self._ending)
            os.close(self._ending)
            self._ending = None

    def _transfer(self, timeout: float | None) -> bool:
        """Move what can be moved; whether the program was seen to end."""
        ended = False
        for key, _ in self._selector.select(timeout):
            if key.fileobj == self._ending:
                ended = True
            elif isinstance(key.data, _Sink):
                part = os.read(key.fd, 1 << 16)
                key.data.add(part)
                if not part:
                    self._selector.unregister(key.fileobj)
            else:
                self._feed()
        return ended

    def _feed(self) -> None:
        stream = self.process.stdin
        assert stream is not None
        try:
            self._input = self._input[os.write(stream.fileno(), self._input[:_PIECE]) :]
        except BrokenPipeError:
            self._input = b""
        if not self._input:
            self._close(stream)

    def _close(self, stream: IO[bytes]) -> None:
        self._selector.unregister(stream)
        with contextlib.suppress(BrokenPipeError):
            stream.close()


def _python(name: str, path: str) -> str | None:
    """What `python` means where no program is called so: python3, else the Python that runs specdev."""
    return (shutil.which("python3", path=path) or sys.executable) if name in ("python", "python3") else None


def run(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b"", timeout_s: float
) -> Completed:
    """Run `argv` in `cwd` with exactly this environment, for at most `timeout_s` seconds."""
    command = tuple(argv)
    end = time.monotonic() + timeout_s
    try:
        process = start(command, cwd=cwd, environment=environment, feed=bool(stdin))
    except OSError as error:
        return Completed(command, None, stderr=str(error).encode(), missing=command[0] if command else "nothing")
    streams = _Streams(process, stdin)
    ended = False
    try:
        ended = streams.follow(end)
    finally:
        stop(process, environment)
        streams.finish(environment.get(MARKER, ""))
    return Completed(
        command,
        process.returncode if ended else None,
        bytes(streams.out.kept),
        bytes(streams.err.kept),
        not ended,
        streams.out.dropped + streams.err.dropped,
    )


@contextlib.contextmanager
def serve(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> Iterator[Service]:
    """A program that runs while the block does. OSError where it cannot be started."""
    process = start(tuple(argv), cwd=cwd, environment=environment)
    streams = _Streams(process, b"")
    reader = threading.Thread(target=streams.follow, args=(None,), daemon=True)
    reader.start()
    service = Service(process, streams, reader)
    try:
        yield service
    finally:
        stop(process, environment)
        reader.join()
        streams.finish(environment.get(MARKER, ""))


@dataclass(frozen=True, slots=True)
class Service:
    """A running program."""

    process: subprocess.Popen[bytes]
    streams: _Streams
    reader: threading.Thread

    @property
    def exit(self) -> int | None:
        """Its exit status, where it has ended."""
        return self.process.poll()

    @property
    def output(self) -> bytes:
        """What it has printed so far; all of it where it has ended."""
        if self.exit is not None:
            self.reader.join(1)
            if not self.reader.is_alive():
                self.streams.rest()
        out, err = self.streams.out, self.streams.err
        return bytes(out.kept) + bytes(err.kept) + _note(out.dropped + err.dropped)


def start(
    argv: tuple[str, ...], *, cwd: Path, environment: Mapping[str, str], feed: bool = False
) -> subprocess.Popen[bytes]:
    """The started program, in a session of its own; with `feed` its input is a pipe. OSError where it cannot start."""
    if not argv:
        raise FileNotFoundError("nothing to run")
    # a name with a slash is relative to the working folder, a bare name is looked up on the check's own PATH
    path = environment.get("PATH", "")
    found = str(cwd / argv[0]) if "/" in argv[0] else shutil.which(argv[0], path=path)
    program = found or _python(argv[0], path)
    if program is None:
        raise FileNotFoundError(f"no program `{argv[0]}` on PATH")
    # programs show the name they were called by, so it stays as written wherever that name leads to the program
    try:
        return subprocess.Popen(
            [argv[0] if found else program, *argv[1:]],
            bufsize=0,
            executable=program,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except ValueError as error:  # NUL in a word, `=` in the name of a variable
        raise OSError(str(error)) from error


def stop(process: subprocess.Popen[bytes], environment: Mapping[str, str]) -> None:
    """Kill what is left of the program: its group, then everything else that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    leftovers.end(environment.get(MARKER, ""))


def _watch(pid: int) -> int | None:
    """A file descriptor that can be read once the process has ended; None where the system has none."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return os.pidfd_open(pid)
    return None


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """The stream, which `start` always opens."""
    assert stream is not None
    return stream


def _sooner(left: float | None, look: float) -> float:
    return look if left is None else min(left, look)


def _note(dropped: int) -> bytes:
    return f"\n[{dropped} bytes more were printed and not kept]\n".encode() if dropped else b""
