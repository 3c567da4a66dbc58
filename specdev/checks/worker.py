"""
The process in which checks are executed, one after the other.

It has left the network (but for checks that ask for it), adopts whatever its programs leave behind, and keeps private
copies of the trees. It ends when the process that started it hangs up, also when that was killed: then what runs is
ended at once, and the folders are removed.

    the other side sends  Order, then Jobs
    it answers            Ready, then Done for each job
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from . import environment, isolation, leftovers, rundir, trees
from .base import BaseCheck, Result, Workspace
from .slots import Slot, empty, remove
from .test import TestCheck

_OWN = ("home", "tmp", "scratch", "reports", "bin")
"""Folders of a check's own; empty when it begins."""

_OWN_TIME_S = 10.0
"""Seconds to judge what a program gave, beyond the time that it had."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a whole run takes place."""

    original: Path
    """The product as it is: dependencies may be installed in it."""
    after: Path
    """A pristine copy of it."""
    before: Path
    """A pristine copy of the base, if there is one."""
    folder: Path
    """The run's own."""
    protected: tuple[Path, ...] = ()
    """Folders that no check may write to."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told first."""

    site: Site
    name: str
    """Of its folder."""
    isolated: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker can begin."""

    open_because: str
    """Why it still has the network, where it should not; else empty."""


@dataclass(frozen=True, slots=True)
class Job:
    """One execution of one check."""

    number: int
    check: BaseCheck
    spec: Path
    on_base: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a job gave."""

    number: int
    on_base: bool
    result: Result
    seconds: float = 0.0
    network: bool = False
    """Whether what was started could reach the network."""


class _TooLongError(Exception):
    """A check is not done long after its time was up."""


class _HungUpError(BaseException):
    """The process that gives orders is gone."""


def work(connection: Connection) -> None:
    """Do what is ordered until the other side hangs up; nothing is left then."""
    order: Order = connection.recv()
    run, folder = order.site.folder, order.site.folder / order.name
    folder.mkdir()
    # toolchains keep caches in the home, and must be able to write there
    needed = (run, Path.home())
    protected = [place for place in order.site.protected if not any(path.is_relative_to(place) for path in needed)]
    # a thread would be in the way of this, so the watch begins afterwards
    reason = isolation.isolate([*protected, order.site.after, order.site.before]) if order.isolated else ""
    os.chdir(folder)
    leftovers.adopt()
    bench = Bench(order.site, folder, isolated=order.isolated and not reason)
    over: list[int] = []
    try:
        _watch(connection, over)
        with contextlib.suppress(EOFError, ConnectionError):
            connection.send(Ready(reason))
            while True:
                job: Job = connection.recv()
                connection.send(bench.execute(job))
        over.append(0)  # nothing need be interrupted any more
    except _HungUpError:
        pass
    _clean(run, folder)


def _watch(connection: Connection, over: list[int]) -> None:
    """Have the main thread interrupted when the other side hangs up, wherever it is, until something is `over`."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not over:
            over.append(number)
            raise _HungUpError

    def wait(descriptor: int) -> None:
        poller = select.poll()
        poller.register(descriptor, 0)
        poller.poll()
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, interrupt)
    threading.Thread(target=wait, args=(connection.fileno(),), daemon=True).start()


def _clean(run: Path, own: Path) -> None:
    leftovers.end(str(own))
    os.chdir("/")
    remove(own)
    if not any(path.is_dir() for path in run.glob("worker*")):
        isolation.release()
        rundir.clear_one(run)  # does nothing while the run goes on


class Bench:
    """The place where one worker executes checks."""

    def __init__(self, site: Site, folder: Path, *, isolated: bool) -> None:
        self.site = site
        self.folder = folder
        self.isolated = isolated
        self._own = [folder / name for name in _OWN]
        self._homes: dict[Path, _Home] = {}

    def execute(self, job: Job) -> Done:
        """Run the check in folders that are empty before and afterwards."""
        try:
            workspace = self._workspace(job)
            if self.isolated and job.check.serves:
                isolation.renew()
            start = time.monotonic()
            try:
                result = _in_time(job.check, workspace)
            finally:
                seconds = time.monotonic() - start
                self._empty()
        except (OSError, ValueError) as error:  # ValueError: what is given for a path or a glob can be none
            return Done(job.number, job.on_base, Result("error", f"it could not be executed: {_in_words(error)}"))
        if job.on_base and isinstance(job.check, TestCheck):
            result = _failed_to_build(result)
        network = not self.isolated and bool(job.check.commands())
        return Done(job.number, job.on_base, result, seconds, network)

    def _workspace(self, job: Job) -> Workspace:
        pristine = self.site.before if job.on_base else self.site.after
        _, _, scratch, reports, bins = self._own
        if not job.check.commands():
            return Workspace(pristine, scratch, reports, job.spec, bins)  # it only looks
        home = self._home(pristine)
        tree = home.slot.tree()
        environment.write_starters(home.starters, bins)
        if job.on_base and isinstance(job.check, TestCheck):
            # new tests must fail on the old code; without them the base would fail for want of tests
            trees.lay_tests(self.site.after, tree)
        return Workspace(tree, scratch, reports, job.spec, bins, home.variables)

    def _home(self, pristine: Path) -> _Home:
        if pristine not in self._homes:
            slot = Slot(pristine, self.folder / pristine.name / "tree")
            tree = slot.tree()
            variables = environment.environment(
                folder=self.folder, tree=tree, original=self.site.original, bin_folder=self.folder / "bin"
            )
            self._homes[pristine] = _Home(slot, environment.starters(tree), variables)
            self._empty()
        return self._homes[pristine]

    def _empty(self) -> None:
        leftovers.end(str(self.folder))
        for place in self._own:
            empty(place)


@dataclass(frozen=True, slots=True)
class _Home:
    """What stays the same for all checks on one tree."""

    slot: Slot
    starters: dict[str, str]
    variables: dict[str, str]


def _in_time(check: BaseCheck, workspace: Workspace) -> Result:
    """
    What the check gives, within its time.

    A check stops its programs by itself; this is for what we do: a regular expression can search for ever.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, check.timeout_s + (_OWN_TIME_S if check.commands() else 0))
    try:
        return check.execute(workspace)
    except _TooLongError:
        return Result("error", f"stopped after {check.timeout_s:g} s")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _in_words(error: OSError | ValueError) -> str:
    """What went wrong, and with which file."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    return f"{error.strerror} `{error.filename}`" if error.filename else error.strerror


def _failed_to_build(result: Result) -> Result:
    """On the base, new tests that cannot be collected have failed: what they import is not there yet."""
    if result.outcome != "error" or result.detail.startswith(("missing tool", "stopped")):
        return result
    return replace(result, outcome="failed")


def main() -> None:
    """The worker as a program of its own; the connection is its standard input."""
    connection = Connection(os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()
    work(connection)


if __name__ == "__main__":
    main()
