"""`specdev checks propose`: a model writes checks; nothing is executed, and no task is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from ... import console, finding, layout, model_options, model_session, project, reports, transaction
from ...diagnostics import Diagnostic
from ...errors import UsageError
from ...layout import count
from ...llm.trouble import Trouble
from ...model_options import Given
from ...planner import prompts
from ...planner.checks import checking
from ...planner.estimate import Estimate
from ...planner.session import Session
from ...project import Project, proposals
from ...proposed import Proposal
from ..common import complete_ids, format_option, products, spec_option

EPILOG = """\b
Examples:
  specdev checks propose                   for what has only `test` or `review` checks
  specdev checks propose T003              for all that T003 covers
  specdev checks propose --estimate        what it would cost
  specdev checks propose --show-requests   what would be sent

\b
What is proposed stands in specs/<slug>/proposed.yaml. Nothing is executed, and no task is changed:
`specdev checks prove` runs the proposals on the base commit and takes those that fail there."""


@click.command("propose", epilog=EPILOG)
@click.argument("tasks", metavar="[TASK]...", nargs=-1, shell_complete=complete_ids)
@spec_option
@model_options.model_options(planner=False)
@format_option
@click.pass_context
def propose(ctx: click.Context, tasks: tuple[str, ...], spec: str, given: Given, shape: str) -> None:
    """Have a model write checks for TASKS; nothing is executed."""
    here = project.open_project(Path.cwd())
    model_session.read(here, given)
    asked = [(one, proposals.requests(one, names)) for one, names in _specs(here, tasks, spec)]
    if given.estimate:
        _estimate(here, given, [request for _, requests in asked for request in requests], shape)
        return
    with model_session.session(here, given) as session:
        for one, _ in asked:
            session.model.secrets.learn(one.everywhere)
        if given.show_requests:
            checking.show(session, [request for _, requests in asked for request in requests])
            return
        made = [_made(here, session, one, requests) for one, requests in asked]
    _tell(here, made, shape)
    answers = [answer for one in made for answer in one.answers]
    ctx.exit(1 if answers and all(isinstance(answer, Trouble) for answer in answers) else 0)


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of the questions about one spec."""

    slug: str
    answers: tuple[checking.Found | Trouble, ...]
    proposals: tuple[Proposal, ...]
    """Of the tasks that were asked about."""
    said: tuple[Diagnostic, ...]


def _made(here: Project, session: Session, one: proposals.Spec, requests: Sequence[checking.Request]) -> _Made:
    """Ask about the tasks of a spec, and write what is proposed."""
    answers = checking.propose(session, requests)
    every, said = proposals.proposals(one, requests, answers, session.model.settings.name)
    transaction.write_files(here.root, *proposals.files(here, one.slug, every))
    tasks = {request.wanted.task for request in requests}
    return _Made(one.slug, tuple(answers), tuple(each for each in every if each.task in tasks), tuple(said))


def _specs(here: Project, tasks: Sequence[str], spec: str) -> Iterator[tuple[proposals.Spec, list[str]]]:
    """The specs that are meant, each with the tasks that are."""
    known = products(spec)
    wanted: dict[str, list[str]] = {}
    for name in tasks:
        found = finding.locate(known, name)
        if found.task is None or found.kind != "task":
            raise UsageError(f"`{name}` is no task")
        wanted.setdefault(found.product.slug, []).append(found.task.id)
    for product in known:
        if product.tasks and (not tasks or product.slug in wanted):
            yield proposals.open_spec(here, product.slug), wanted.get(product.slug, [])


def _estimate(here: Project, given: Given, asked: Sequence[checking.Request], shape: str) -> None:
    settings, _ = model_session.read(here, given)
    make = partial(prompts.messages, prompts.environment(here.root))
    found = checking.estimate(asked, make, settings) if asked else Estimate()
    model_session.tell_estimate(found, settings, given, shape)


def _tell(here: Project, made: Sequence[_Made], shape: str) -> None:
    said = [each for one in made for each in one.said]
    found = [(one.slug, each) for one in made for each in one.proposals]
    if shape == "json":
        console.put_json(
            {"proposals": [{"spec": slug, **_row(each)} for slug, each in found], **reports.envelope(said)}
        )
        return
    if said:
        reports.show(said, here.root)
    cells = (
        (one.id, str(one.check["kind"]), ", ".join(one.check["covers"]), f"“{layout.shorten(one.quote, 60)}”")
        for _, one in found
    )
    for line in layout.table(cells):
        click.echo(console.clean(line))
    if not any(one.answers for one in made):
        click.echo("nothing to ask: every requirement that a task covers has a check of its own")
    elif found:
        where = ", ".join(dict.fromkeys(proposals.path(here, slug) for slug, _ in found))
        click.echo()
        click.echo(console.clean(f"{count(len(found), 'check')} proposed in {where}"))
        click.echo("Next: read them, then `specdev checks prove` runs them on the base commit")
    else:
        click.echo("no check was proposed")


def _row(one: Proposal) -> dict[str, Any]:
    return {"id": one.id, **one.model_dump(mode="json", include={"task", "by", "check", "files", "outcome"})}
