"""
One program, run to its end or to its time limit, with nothing of it left behind.

The program gets a session of its own, no terminal and a closed standard input. When it ends, or its time is up, its
whole process group is killed, and so is every process that still carries the check's marker in its environment: a
program that has moved to another session is found that way (Linux; elsewhere the group must do).
"""

from __future__ import annotations

import contextlib
import os
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

MARKER = "SPECDEV_CHECK"
"""Environment variable that marks every process of a check; its value names the check's own folder."""

OUTPUT_LIMIT = 4 * 1024 * 1024
"""Bytes kept of standard output, and again of standard error; the rest is read and dropped."""


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended."""

    argv: tuple[str, ...]
    exit: int | None
    """Exit status; negative for a signal, None where it did not start or was stopped."""
    stdout: bytes = b""
    stderr: bytes = b""
    timed_out: bool = False
    flooded: bool = False
    """More than OUTPUT_LIMIT was printed, so the kept output is not all."""
    missing: str = ""
    """The program that could not be started."""

    @property
    def output(self) -> bytes:
        return self.stdout + self.stderr


@dataclass(slots=True)
class _Sink:
    """Reads a stream to its end and keeps the first bytes."""

    stream: IO[bytes]
    kept: bytearray = field(default_factory=bytearray)
    flooded: bool = False

    def drain(self) -> None:
        # a child that outlives the program may hold the stream; it is killed, then this ends
        with contextlib.suppress(ValueError, OSError):
            while part := self.stream.read1(65536):  # type: ignore[attr-defined]
                room = OUTPUT_LIMIT - len(self.kept)
                self.kept += part[:room]
                self.flooded |= len(part) > room


def find(name: str, path: str) -> str | None:
    """The program `name` on `path`; `python` falls back to python3 and then to the Python that runs specdev."""
    if found := shutil.which(name, path=path):
        return found
    if name in ("python", "python3"):
        return shutil.which("python3", path=path) or sys.executable
    return None


def run(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b"", timeout_s: float
) -> Completed:
    """Run `argv` in `cwd` with exactly this environment, for at most `timeout_s` seconds."""
    command = tuple(argv)
    try:
        process = start(command, cwd=cwd, environment=environment)
    except (OSError, ValueError) as error:
        return Completed(command, None, stderr=str(error).encode(), missing=command[0] if command else "nothing")
    out, err = _Sink(_open(process.stdout)), _Sink(_open(process.stderr))
    readers = [threading.Thread(target=sink.drain, daemon=True) for sink in (out, err)]
    readers.append(threading.Thread(target=_feed, args=(_open(process.stdin), stdin), daemon=True))
    for reader in readers:
        reader.start()
    timed_out = False
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        timed_out = True
    finally:
        stop(process, environment)
        _finish(readers, (out, err), environment)
    return Completed(
        command,
        None if timed_out else process.returncode,
        bytes(out.kept),
        bytes(err.kept),
        timed_out,
        out.flooded or err.flooded,
    )


@contextlib.contextmanager
def serve(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> Iterator[Service]:
    """A program that runs while the block does. OSError where it cannot be started."""
    process = start(tuple(argv), cwd=cwd, environment=environment)
    _open(process.stdin).close()
    sinks = (_Sink(_open(process.stdout)), _Sink(_open(process.stderr)))
    readers = [threading.Thread(target=sink.drain, daemon=True) for sink in sinks]
    for reader in readers:
        reader.start()
    try:
        yield Service(process, sinks, tuple(readers))
    finally:
        stop(process, environment)
        _finish(readers, sinks, environment)


@dataclass(frozen=True, slots=True)
class Service:
    """A running program."""

    process: subprocess.Popen[bytes]
    sinks: tuple[_Sink, _Sink]
    readers: tuple[threading.Thread, ...]

    @property
    def exit(self) -> int | None:
        """Its exit status, where it has ended."""
        return self.process.poll()

    @property
    def output(self) -> bytes:
        """What it has printed so far; all of it where it has ended."""
        if self.exit is not None:
            for reader in self.readers:
                reader.join(1)
        return bytes(self.sinks[0].kept) + bytes(self.sinks[1].kept)


def start(argv: tuple[str, ...], *, cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The started program, in a session of its own. OSError where it cannot be started."""
    if not argv:
        raise FileNotFoundError("nothing to run")
    # a name with a slash is relative to the working folder, a bare name is looked up on the check's own PATH
    path = environment.get("PATH", "")
    program = str(cwd / argv[0]) if "/" in argv[0] else find(argv[0], path)
    if program is None:
        raise FileNotFoundError(f"no program `{argv[0]}` on PATH")
    # programs show the name they were called by, so it stays as written wherever that name leads to the program
    called = argv[0] if "/" in argv[0] or shutil.which(argv[0], path=path) else program
    return subprocess.Popen(
        [called, *argv[1:]],
        executable=program,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], environment: Mapping[str, str]) -> None:
    """Kill what is left of the program: its group, then whoever carries the check's marker."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if marker := environment.get(MARKER):
        sweep(marker)


def sweep(marker: str) -> None:
    """Kill every process whose marker begins so, until two looks in a row find none (at most 20 looks)."""
    wanted = f"{MARKER}={marker}".encode()
    clean = 0
    for _ in range(20):
        found = [pid for pid in _processes() if any(entry.startswith(wanted) for entry in _environment(pid))]
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        clean = 0 if found else clean + 1
        if clean == 2:
            return
        # a process shows no environment while it is being replaced by exec, and one just forked is not listed yet
        time.sleep(0.002)


def _finish(readers: Sequence[threading.Thread], sinks: Sequence[_Sink], environment: Mapping[str, str]) -> None:
    """Read the streams to their end: whoever still holds one outlived `stop`, so sweep again while one is held."""
    deadline = time.monotonic() + 5
    for reader in readers:
        reader.join(0.2)
        while reader.is_alive() and time.monotonic() < deadline:
            if marker := environment.get(MARKER):
                sweep(marker)
            reader.join(0.2)
    if not any(reader.is_alive() for reader in readers):
        # closing a stream waits for whoever reads it, so a held one is left to end with its holder
        for sink in sinks:
            sink.stream.close()


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """The stream, which `start` always opens."""
    if stream is None:
        raise ValueError("the program was started without pipes")
    return stream


def _feed(stream: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError, OSError), stream:
        stream.write(data)


def _processes() -> list[int]:
    """Process ids other than ours, where the system shows them."""
    try:
        names = os.listdir("/proc")
    except OSError:
        return []
    return [int(name) for name in names if name.isdigit() and int(name) != os.getpid()]


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
