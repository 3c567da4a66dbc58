"""
One run of checks: a copy of the product, workers that execute, and what is kept of what they gave.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import evidence, proofs, records, store
from .checks import trees
from .checks.base import Result
from .checks.crew import Crew
from .checks.rundir import run_folder
from .checks.selection import Planned
from .checks.test import TestCheck
from .checks.worker import Done, Job, Site
from .errors import SpecdevError
from .outcomes import OUTPUT_LIMIT, Options, Outcome, Progress, verdict

_TURN_S = 0.2
"""Seconds between two calls of `progress`."""


@dataclass(slots=True)
class _Judged:
    """What is known of one check so far."""

    entry: Planned
    key: str
    """Of its proof."""
    before: Result | None = None
    after: Result | None = None
    seconds: float = 0.0
    network: bool = False
    missing: int = 0
    """How many executions are not done."""


@dataclass(slots=True)
class _Run:
    """One run of checks."""

    root: Path
    options: Options
    base: str
    """The full name of the base commit; empty where there is none."""
    commit: str
    """What is judged."""
    judged: list[_Judged]
    done: int = 0

    def jobs(self) -> list[Job]:
        """All that must be executed: each check on the base, unless a proof is kept, and on the product."""
        slugs = {judged.entry.slug for judged in self.judged}
        specs = {slug: store.spec_folder(self.root, slug) for slug in slugs}
        reuse = bool(self.base) and self.options.reuse and not self.options.only_base
        known = {slug: proofs.known(self.root, slug, self.base) if reuse else {} for slug in slugs}
        jobs = []
        for number, judged in enumerate(self.judged):
            entry = judged.entry
            if entry.check is None or entry.problem:
                judged.after = Result("error", entry.problem)
                continue
            spec = entry.spec or specs[entry.slug]
            if self.base:
                if proof := known[entry.slug].get(judged.key):
                    judged.before = Result(proof.outcome, proof.detail)
                else:
                    jobs.append(Job(number, entry.check, spec, on_base=True))
            if not self.options.only_base:
                jobs.append(Job(number, entry.check, spec))
        for job in jobs:
            self.judged[job.number].missing += 1
        return jobs

    def work(self, crew: Crew, jobs: list[Job]) -> Iterator[Outcome]:
        """Have the jobs done, as many at a time as is wanted; the outcomes in order."""
        if any(job.check.commands() and not job.check.network for job in jobs):
            self._learn(crew)
        isolated = not crew.open_because
        together: deque[Job] = deque()
        single: deque[Job] = deque()
        for job in jobs:
            (single if job.check.alone(isolated and not job.check.network) else together).append(job)
        for judged in self.judged:
            if not judged.missing:  # broken: there is nothing to wait for
                self._keep(judged)
        ready = _in_order(self.judged)
        width = self.options.jobs or os.cpu_count() or 1
        for queue, most in ((together, width), (single, 1)):
            while queue or crew.busy:
                _fill(crew, queue, most)
                for done in crew.results(_TURN_S):
                    _fill(crew, queue, most)  # its worker goes on while we write
                    self._take(done)
                self.options.progress(self._progress(crew))
                for outcome in map(self.outcome, ready()):
                    yield outcome
                    if self.options.fail_fast and outcome.outcome not in ("passed", "skipped"):
                        self.options.note(f"stopped at the first check that did not pass: {outcome.id}")
                        return
        yield from map(self.outcome, ready())

    def _learn(self, crew: Crew) -> None:
        """Find out whether checks are kept off the network, and say so where they are not."""
        crew.prepare()
        if not crew.open_because:
            return
        reason = f"checks are not kept off the network here: {crew.open_because}"
        if self.options.require_isolation:
            raise SpecdevError(f"nothing was executed: {reason}")
        self.options.note(reason)

    def _progress(self, crew: Crew) -> Progress:
        current = tuple(dict.fromkeys(self.judged[job.number].entry.id for job in crew.busy))
        return Progress(self.done, len(self.judged), current)

    def _take(self, done: Done) -> None:
        judged = self.judged[done.number]
        judged.missing -= 1
        if done.on_base and not self.options.only_base:
            judged.before = done.result
            if self.options.record:
                proof = proofs.Proof(judged.entry.id, judged.key, self.base, done.result.outcome, done.result.detail)
                proofs.keep(self.root, judged.entry.slug, [proof])
        else:
            judged.after, judged.seconds, judged.network = done.result, done.seconds, done.network
        if not judged.missing:
            self._keep(judged)
            assert judged.after is not None
            judged.after = replace(judged.after, output=judged.after.output[-OUTPUT_LIMIT:])

    def outcome(self, judged: _Judged) -> Outcome:
        """What the check gave, all in all."""
        entry, result = judged.entry, judged.after
        assert result is not None
        name, detail = verdict(entry, result, judged.before)
        source = entry.check.source if entry.check else None
        return Outcome(
            entry.id,
            entry.task,
            entry.covers,
            name,
            judged.before.outcome if judged.before else None,
            round(judged.seconds, 3),
            detail,
            str(entry.data.get("kind", "")),
            entry.check.quote if entry.check else "",
            (source.path, *source.lines) if source else None,
            judged.network,
            entry.slug,
            result.output,
        )

    def _keep(self, judged: _Judged) -> None:
        """Count the check as done; keep what it gave, and the output it is judged by, where that is wanted."""
        self.done += 1
        if not self.options.record:
            return
        entry, result, outcome = judged.entry, judged.after, self.outcome(judged)
        assert result is not None
        folder = evidence.path(self.root, entry.slug).with_suffix("")
        folder.mkdir(parents=True, exist_ok=True)
        name = "".join(character if character.isalnum() or character in ".-" else "_" for character in entry.id)
        (folder / f"{name}.log").write_bytes(result.output)
        line = evidence.Record(
            check=entry.id,
            task=entry.task,
            outcome=outcome.outcome,
            seal=entry.seal,
            commit=self.commit,
            command=result.command,
            exit=result.exit,
            duration_s=outcome.duration_s,
            output_digest=f"sha256:{hashlib.sha256(result.output).hexdigest()}",
            detail=outcome.detail,
        )
        evidence.append(self.root, entry.slug, [line])


def run(root: Path, planned: Sequence[Planned], options: Options) -> Iterator[Outcome]:
    tree = (options.tree or root).resolve()
    base = trees.resolve(tree, options.base) if options.base else ""
    with run_folder() as folder:
        site = Site(tree, folder / "after", folder / "before", folder, (root.resolve(), tree))
        site.after.mkdir()
        site.before.mkdir()
        if not options.only_base:
            trees.copy_tree(tree, site.after)
        judged = [_Judged(entry, "") for entry in planned]
        if base:
            _set_keys(judged, site.after)
        run = _Run(root, options, base, trees.head(tree), judged)
        jobs = run.jobs()
        if any(job.on_base for job in jobs):
            trees.copy_commit(tree, base, site.before)
        with Crew(site) as crew:
            try:
                yield from run.work(crew, jobs)
            finally:
                for slug in {entry.slug for entry in planned} if options.record else ():
                    records.sync(evidence.path(root, slug))


def _fill(crew: Crew, queue: deque[Job], most: int) -> None:
    while queue and len(crew.busy) < most:
        crew.give(queue.popleft())


def _set_keys(judged: Sequence[_Judged], tree: Path) -> None:
    """Say by what each check is judged on the base: new tests are run there too, so they belong to it."""
    digest = hashlib.sha256()
    if any(isinstance(entry.entry.check, TestCheck) for entry in judged):
        for name in trees.tests_in(tree):
            content = trees.content(tree / name)
            digest.update(f"{len(name)} {len(content)} {name}".encode("utf-8", "surrogateescape") + content)
    for entry in judged:
        own = entry.entry.own_digest
        entry.key = f"{own}+{digest.hexdigest()}" if isinstance(entry.entry.check, TestCheck) else own


def _in_order(judged: Sequence[_Judged]) -> Callable[[], Iterator[_Judged]]:
    """Gives, each time, the next ones that are done; none before those that stand before it."""
    position = 0

    def ready() -> Iterator[_Judged]:
        nonlocal position
        while position < len(judged) and not judged[position].missing:
            position += 1
            yield judged[position - 1]

    return ready
