"""`specdev ask`: the open questions of a PRD, answered at a terminal or from a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from .. import console, formats, interview, overview, project, questionnaire, reports, source
from ..compiler.pages.build import TaskFile
from ..diagnostics import Diagnostic
from ..errors import UsageError
from ..layout import count
from ..project import answers, questions
from ..project.answering import Answering
from ..project.questions import Asked
from . import split
from .common import complete_questions, format_option, spec_option

EPILOG = """\b
Examples:
  specdev ask                            one question at a time, at a terminal
  specdev ask Q-SD311-FR-007             only this one
  specdev ask --all                      answered ones too, to change an answer
  specdev ask | less                     the open questions; status 1 while there are any
  specdev ask --format json              the same for programs
  specdev ask --answers answers.yaml     from a file: all of it is taken, or nothing
  specdev ask --answers - --split        from stdin, and update the tasks

\b
A file with answers is a mapping, or a list of {id: …, answer: …}:
  Q-001: yes, with `--round`
  Q-SD311-FR-007: |
    $ ledger check a.ledger
    line 3: unbalanced

\b
What becomes of an answer:
  It stands in prd.yaml under its question. A later `specdev plan` keeps it, also where
  the question is not asked any more. `specdev split` tells it in the tasks that it is for
  and leaves the others as they are. What was approved stays so: it changes no item."""


@click.command("ask", epilog=EPILOG)
@click.argument("names", metavar="[ID]...", nargs=-1, shell_complete=complete_questions)
@spec_option
@click.option("--all", "everything", is_flag=True, help="Answered questions too.")
@click.option(
    "--answers",
    "origin",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Take the answers from YAML or JSON; - is stdin.",
)
@click.option("--split", "splitting", is_flag=True, help="Update the tasks that the answers touch.")
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    spec: str,
    everything: bool,
    origin: str | None,
    splitting: bool,
    shape: str,
) -> None:
    """Answer the open questions of a PRD: one by one at a terminal, else from a file."""
    here = project.open_project(Path.cwd())
    slugs = project.specs(here, [spec] if spec else [])
    talking = not origin and shape == "text" and sys.stdin.isatty() and sys.stdout.isatty()
    if splitting and not origin and not talking:
        raise UsageError("--split goes with answers", "hand them over with --answers FILE")
    if origin:
        ctx.exit(_take(here, slugs, names, everything, origin, splitting, shape))
    chosen = _chosen(_known(here, slugs), names, everything)
    if talking:
        ctx.exit(_talk(here, slugs, chosen, splitting))
    if shape == "json":
        console.put_json(_data(chosen, Answering(here), {}, []))
    else:
        _list(here, slugs, chosen)
    ctx.exit(1 if any(asked.open for asked in chosen) else 0)


def _known(here: project.Project, slugs: Sequence[str]) -> list[Asked]:
    return [asked for slug in slugs for asked in questions.asked(here, slug)]


def _chosen(known: Sequence[Asked], names: Sequence[str], everything: bool) -> list[Asked]:
    """The questions that are meant: those named, else the open ones. Raises UsageError for an unknown name."""
    wanted: set[str] = set()
    ids = {asked.question.id.casefold(): asked.question.id for asked in known}
    for name in names:
        if name.casefold() not in ids:
            hint = answers.near(name, list(ids.values())) or "`specdev ask --all` lists the questions"
            raise UsageError(f"there is no question `{console.clean(name)}`", console.clean(hint))
        wanted.add(ids[name.casefold()])
    return [asked for asked in known if (asked.question.id in wanted if names else asked.open or everything)]


def _talk(here: project.Project, slugs: Sequence[str], chosen: Sequence[Asked], splitting: bool) -> int:
    """The dialogue; what was answered is told whatever ends it."""
    if not chosen:
        click.echo(_nothing(_known(here, slugs)))
        return 0
    session = Answering(here)
    try:
        interview.hold(chosen, lambda asked, text: not session.save(asked.spec, {asked.question.id: text}))
    except (KeyboardInterrupt, click.Abort):
        click.echo()
        _tell(session, _known(here, slugs), session.affected())
        return 130
    return _finish(session, _known(here, slugs), splitting)


def _take(
    here: project.Project,
    slugs: Sequence[str],
    names: Sequence[str],
    everything: bool,
    origin: str,
    splitting: bool,
    shape: str,
) -> int:
    """Write the answers of a file, or say everything that is wrong with it."""
    if names:
        raise UsageError(
            "a file with answers names the questions itself", f"leave out {console.clean(' '.join(names))}"
        )
    if len(slugs) > 1:
        raise UsageError("there are several products", f"say which one with --spec: {', '.join(slugs)}")
    label = "<stdin>" if origin == "-" else origin
    text, found = source.decode(_read(origin), label)
    given: dict[str, str] = {}
    if not found:
        given, found = answers.read(text or "", label, [asked.question.id for asked in _known(here, slugs)])
    if found:
        return _refuse(found, text or "", label, shape)
    session = Answering(here)
    session.save(slugs[0], given)
    if shape == "text":
        return _finish(session, _known(here, slugs), splitting)
    tasks = session.affected()
    states = _states(here, tasks)
    done = [split.one(here, slug, shape="json") for slug in session.answered if splitting]
    known = _known(here, slugs)
    console.put_json(_data(_chosen(known, (), everything), session, tasks, [result for result, _ in done], states))
    return 1 if any(failed for _, failed in done) else 0


def _read(origin: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if origin == "-" else Path(origin).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read `{console.clean(origin)}`: {(error.strerror or '').lower()}") from error


def _refuse(found: Sequence[Diagnostic], text: str, label: str, shape: str) -> int:
    if shape == "json":
        console.put_json(reports.envelope(found))
    else:
        color = console.wants_color(sys.stderr)
        click.echo(formats.render(found, "text", sources={label: text}.get, color=color), err=True, nl=False)
        click.echo("nothing was written", err=True)
    return 1


def _finish(session: Answering, known: Sequence[Asked], splitting: bool) -> int:
    """Tell what came of it, and split where that is wanted."""
    tasks = session.affected()
    _tell(session, known, tasks, splitting)
    failed = [split.one(session.project, slug)[1] for slug in session.answered if splitting]
    return 1 if any(failed) else 0


def _tell(
    session: Answering, known: Sequence[Asked], tasks: Mapping[str, Sequence[TaskFile]], splitting: bool = False
) -> None:
    """What was answered, what is left, and what the answers touch."""
    answered = session.answered
    left = sum(asked.open for asked in known)
    number = sum(map(len, answered.values()))
    click.echo(f"\n{count(number, 'answer')} written, {count(left, 'question')} left open")
    states = _states(session.project, tasks)
    for slug in answered:
        if session.after[slug].status == "approved":
            click.echo(f"{slug} stays approved: an answer changes no item")
        for file in tasks.get(slug, ()):
            verified = ", verified before this answer" if states[slug].get(file.task.id) == "verified" else ""
            click.echo(console.clean(f"  {file.task.id}  {file.task.title}{verified}"))
        if tasks.get(slug) and not splitting:
            click.echo(
                f"Next: `specdev split {slug}` tells {'it' if number == 1 else 'them'} in "
                f"{count(len(tasks[slug]), 'task')} and leaves the others as they are"
            )


def _states(here: project.Project, tasks: Mapping[str, Sequence[TaskFile]]) -> dict[str, Mapping[str, str]]:
    """Product to the state of its tasks as they stand on disk."""
    return {slug: overview.look(here.root, slug).states for slug in tasks}


def _list(here: project.Project, slugs: Sequence[str], chosen: Sequence[Asked]) -> None:
    """The questions as text, and how to answer them."""
    if not chosen:
        click.echo(_nothing(_known(here, slugs)))
        return
    color = console.wants_color()
    for asked in chosen:
        head = f"{asked.spec}: " if len(slugs) > 1 else ""
        for line in questionnaire.lines(asked, head):
            click.echo(line, color=color)
        click.echo()
    left = [asked for asked in chosen if asked.open]
    if left:
        spec = f" --spec {left[0].spec}" if len(slugs) > 1 else ""
        click.echo(f"{count(len(left), 'open question')}. At a terminal `specdev ask{spec}` asks them one by one;")
        click.echo(f"elsewhere write a file with `{console.clean(left[0].question.id)}: what was decided` …")
        click.echo(f"and take it with `specdev ask{spec} --answers FILE`.")


def _nothing(known: Sequence[Asked]) -> str:
    answered = sum(not asked.open for asked in known)
    more = f"; {count(answered, 'answer')}: `specdev ask --all`" if answered else ""
    return f"no open questions{more}"


def _data(
    chosen: Sequence[Asked],
    session: Answering,
    tasks: Mapping[str, Sequence[TaskFile]],
    splits: Sequence[Mapping[str, Any]],
    states: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """What `--format json` prints."""
    here = session.project
    return {
        "questions": [questionnaire.as_data(asked) for asked in chosen],
        "answered": [name for names in session.answered.values() for name in names],
        "written": sorted(session.written),
        "tasks": [
            {
                "spec": slug,
                "id": file.task.id,
                "title": file.task.title,
                "path": f"{here.spec_path(slug)}/{file.path}",
                "state": (states or {}).get(slug, {}).get(file.task.id),
            }
            for slug, files in tasks.items()
            for file in files
        ],
        "split": [dict(result) for result in splits],
    }
