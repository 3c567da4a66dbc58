"""`specdev verify`: run the checks of tasks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import click

from .. import console, layout, source
from ..checks import consent
from ..checks.selection import select
from ..verification import Options, Outcome, commands, verify

EPILOG = """\b
Outcomes:
  passed   what is expected came out
  failed   it did not
  error    it could not be judged: missing tool, time limit, broken or changed check
  vacuous  with --base: it passes there too, so it proves nothing
  skipped  it is for a person to judge

\b
Examples:
  specdev verify                       every check
  specdev verify T001                  the checks of a task
  specdev verify T001.2                one check
  specdev verify T001 --base HEAD~1    it must fail there and pass here
  specdev verify --yes --format junit  for CI"""

COLORS = {"passed": "green", "failed": "red", "error": "red", "vacuous": "yellow", "skipped": "cyan"}
GOOD = ("passed", "skipped")


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
@click.option("--format", "shape", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True)
@click.pass_context
def command(
    ctx: click.Context,
    selectors: tuple[str, ...],
    base: str | None,
    tree: Path | None,
    yes: bool,
    jobs: int,
    shape: str,
) -> None:
    """Run acceptance checks on a fresh copy of the product and say what each one gave."""
    root = source.find_root(Path.cwd())
    if not yes:
        _agree(root, selectors)
    outcomes = verify(root, selectors, Options(base=base, tree=tree, jobs=jobs), yes=yes)
    done = FORMATS[shape](outcomes)
    ctx.exit(0 if all(outcome.outcome in GOOD for outcome in done) else 1)


def _agree(root: Path, selectors: tuple[str, ...]) -> None:
    """Ask a person at a terminal for consent; elsewhere `verify` refuses by itself."""
    planned = select(root, selectors)
    hashes = {entry.digest for entry in planned}
    new = consent.missing(root, hashes)
    if not new or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    click.echo("These commands would be run, each on a copy of the product:\n", err=True)
    for line in commands([entry for entry in planned if entry.digest in new]):
        click.echo(f"  {console.clean(line)}", err=True)
    if click.confirm("\nRun them?", err=True):
        consent.give(root, hashes)


def _text(outcomes: Iterator[Outcome]) -> list[Outcome]:
    done = []
    for outcome in outcomes:
        done.append(outcome)
        name = click.style(f"{outcome.outcome:<8}", fg=COLORS[outcome.outcome])
        click.echo(
            f"{name} {outcome.id} ({', '.join(outcome.covers)}) {outcome.duration_s:.2f} s", color=console.wants_color()
        )
        if outcome.detail:
            click.echo(console.clean(f"         {outcome.detail}"))
    counts = Counter(outcome.outcome for outcome in done)
    summary = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    console.note(f"{layout.count(len(done), 'check')}: {summary}")
    return done


def _json(outcomes: Iterator[Outcome]) -> list[Outcome]:
    done = list(outcomes)
    console.put_json({"checks": [outcome.as_json() for outcome in done]})
    return done


def _junit(outcomes: Iterator[Outcome]) -> list[Outcome]:
    done = list(outcomes)
    suites = ElementTree.Element("testsuites", name="specdev verify", tests=str(len(done)))
    by_task: dict[str, list[Outcome]] = {}
    for outcome in done:
        by_task.setdefault(f"{outcome.slug}/{outcome.task}", []).append(outcome)
    for task, of_task in by_task.items():
        counts = Counter(_TAGS.get(outcome.outcome, "") for outcome in of_task)
        attributes = {
            "name": task,
            "tests": str(len(of_task)),
            "failures": str(counts["failure"]),
            "errors": str(counts["error"]),
            "skipped": str(counts["skipped"]),
        }
        suite = ElementTree.SubElement(suites, "testsuite", attributes)
        for outcome in of_task:
            _case(suite, outcome)
    ElementTree.indent(suites)
    click.echo(ElementTree.tostring(suites, encoding="unicode", xml_declaration=True))
    return done


_TAGS = {"failed": "failure", "vacuous": "failure", "error": "error", "skipped": "skipped"}


def _case(suite: ElementTree.Element, outcome: Outcome) -> None:
    name = f"{outcome.id} {' '.join(outcome.covers)}".strip()
    case = ElementTree.SubElement(
        suite, "testcase", name=name, classname=f"{outcome.slug}.{outcome.task}", time=f"{outcome.duration_s:.3f}"
    )
    if tag := _TAGS.get(outcome.outcome):
        ElementTree.SubElement(case, tag, message=console.clean(outcome.detail), type=outcome.outcome)


FORMATS: dict[str, Callable[[Iterator[Outcome]], list[Outcome]]] = {"text": _text, "json": _json, "junit": _junit}
"""Format to what prints it; a format reads the outcomes to the end and gives them back."""
