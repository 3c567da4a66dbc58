"""`specdev verify`: run the checks of tasks."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from .. import console, source
from ..checks import consent
from ..checks.selection import Planned, select
from ..meter import Meter
from ..outcomes import Options, Outcome, Progress
from ..verdicts import as_json, as_junit, as_table, summary
from ..verification import commands, verify

EPILOG = """\b
Outcomes:
  passed   what is expected came out
  failed   it did not
  error    it could not be judged: missing tool, time limit, broken or changed check
  vacuous  with --base: it passes there too, so it proves nothing
  skipped  it is for a person to judge, and proves nothing

\b
Examples:
  specdev verify                       every check
  specdev verify T001                  the checks of a task
  specdev verify T001.2                one check
  specdev verify T001 --base HEAD~1    it must fail there and pass here
  specdev verify --yes --format junit  for CI"""

COLORS = {"passed": "green", "failed": "red", "error": "red", "vacuous": "yellow", "skipped": "cyan"}
GOOD = {"passed", "skipped"}


@click.command("verify", epilog=EPILOG)
@click.argument("selectors", metavar="[TASK|CHECK]...", nargs=-1)
@click.option("--base", metavar="REF", help="A commit on which the checks must fail.")
@click.option(
    "--tree",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Judge the product in DIR.",
)
@click.option("--yes", is_flag=True, help="Run without asking; for CI, where somebody has read the checks.")
@click.option("--jobs", metavar="N", type=click.IntRange(0), default=0, help="Checks at a time; 0: one a processor.")
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first check that does not pass.")
@click.option("--no-reuse", is_flag=True, help="Run on the base even what is known to fail there.")
@click.option("--require-isolation", is_flag=True, help="Run nothing where checks cannot be kept off the network.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True)
@click.pass_context
def command(
    ctx: click.Context,
    selectors: tuple[str, ...],
    base: str | None,
    tree: Path | None,
    yes: bool,
    jobs: int,
    fail_fast: bool,
    no_reuse: bool,
    require_isolation: bool,
    shape: str,
) -> None:
    """Run acceptance checks on a fresh copy of the product and say what each one gave."""
    root = source.find_root(Path.cwd())
    if not yes:
        agree(root, select(root, selectors))
    notes: list[str] = []
    meter = Meter()
    stop = _Stop()

    def progress(done: Progress) -> None:
        stop.check()
        _draw(meter, done)

    options = Options(
        base=base,
        tree=tree,
        jobs=jobs,
        fail_fast=fail_fast,
        reuse=not no_reuse,
        require_isolation=require_isolation,
        progress=progress,
        note=notes.append,
    )
    try:
        with stop:
            outcomes = list(verify(root, selectors, options, yes=yes))
    finally:
        meter.clear()
    for text in notes:
        console.note(f"note: {text}")
    FORMATS[shape](outcomes, notes)
    found = {outcome.outcome for outcome in outcomes}
    ctx.exit(0 if "passed" in found <= GOOD else 1)


class _Stop:
    """Remembers ^C: Python drops it where it comes while an object is being cleared away, and the run would go on."""

    def __init__(self) -> None:
        self.came = False
        self.before: Any = None

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGINT, self._come)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def _come(self, *_: object) -> None:
        self.came = True
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raise KeyboardInterrupt where it was asked for and did not get through."""
        if self.came:
            raise KeyboardInterrupt


def agree(root: Path, planned: Sequence[Planned]) -> None:
    """List what nobody has agreed to; ask a person at a terminal, elsewhere whoever runs them refuses by itself."""
    hashes = {entry.digest for entry in planned if entry.digest}
    new = consent.missing(root, hashes)
    if not new:
        return
    lines = commands([entry for entry in planned if entry.digest in new])
    click.echo("These commands would be run, each on a copy of the product:\n" if lines else NOTHING_RUNS, err=True)
    for line in lines:
        click.echo(f"  {console.clean(line)}", err=True)
    click.echo(err=True)
    if sys.stdin.isatty() and sys.stderr.isatty() and click.confirm("Run them?", err=True):
        consent.give(root, hashes)


NOTHING_RUNS = "These checks start no programs; they look at files of the product."


def _draw(meter: Meter, progress: Progress) -> None:
    current = ", ".join(progress.current)
    meter.show(f"{progress.done}/{progress.total} checks, {meter.seconds:.0f} s: {current}")


def _text(outcomes: Sequence[Outcome], notes: Sequence[str]) -> None:
    for line in as_table(outcomes, lambda text, outcome: click.style(text, fg=COLORS[outcome])):
        click.echo(line, color=console.wants_color())
    console.note(summary(outcomes))


def _json(outcomes: Sequence[Outcome], notes: Sequence[str]) -> None:
    console.put_json(as_json(outcomes, notes), large=len(outcomes) > 100)


def _junit(outcomes: Sequence[Outcome], notes: Sequence[str]) -> None:
    click.echo('<?xml version="1.0" encoding="UTF-8"?>')
    click.echo(as_junit(outcomes, notes))


FORMATS: dict[str, Callable[[Sequence[Outcome], Sequence[str]], None]] = {
    "text": _text,
    "json": _json,
    "junit": _junit,
}
"""Format to what prints it."""
