"""`specdev review`: a second model looks for faults of a PRD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from .. import console, lock, model_session, project, reports, source
from ..compiler import parse
from ..config import ModelSettings
from ..diagnostics import Diagnostic
from ..errors import SpecdevError
from ..layout import count
from ..llm.trouble import Trouble
from ..model_options import Given
from ..model_options import model_options as asking
from ..planner import prompts
from ..planner.estimate import Estimate
from ..planner.review import reviewing
from ..planner.review.asking import Review
from ..planner.review.judging import Judge
from ..planner.review.reviewing import Job, Part
from .common import complete_specs, format_option

EPILOG = """\b
Examples:
  specdev review                                   every PRD, with the model of specdev.yaml
  specdev review ledger --model gpt-oss:120b       one of them, with another model
  specdev review --estimate                        what it would cost; asks nothing
  specdev review --show-requests                   what would be sent; sends nothing
  specdev review --format json                     for programs
  specdev review --replay review.jsonl --offline   the answers of an earlier run, recorded with --record

\b
It edits nothing. A finding stands on words of the vision or of an item that are really there;
what does not is left out, and counted. Status 1 where there are findings, or where a part got
no answer."""
SHOWN = 3
"""Parts that a note names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A PRD that is to be reviewed."""

    slug: str
    text: str
    """Of vision and PRD: all that may leave the house."""
    review: Review
    jobs: Sequence[Job]


@click.command("review", epilog=EPILOG)
@click.argument("names", metavar="[SPEC]...", nargs=-1, shell_complete=complete_specs)
@asking(planner=False)
@format_option
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], given: Given, shape: str) -> None:
    """Let a second model look for what is missing, wrong, unbuildable, untestable or contradictory in a PRD."""
    here = project.open_project(Path.cwd())
    settings, _ = model_session.read(here, given)
    opened = [_open(here, slug, settings) for slug in project.specs(here, names)]
    if given.estimate or not (given.replay or given.show_requests or given.offline):
        total = sum((reviewing.estimate(one.jobs, one.review) for one in opened), Estimate())
        model_session.tell_estimate(total, settings, given, shape)
        if given.estimate:
            return
    with model_session.session(here, given) as session:
        for one in opened:
            session.model.secrets.learn(one.text)
        if given.show_requests:
            for job in (job for one in opened for job in one.jobs):
                job.attempt(session)
            return
        parts = {one.slug: reviewing.reviewed(session, one.jobs) for one in opened}
    found = [
        diagnostic
        for part in parts.values()
        for diagnostic in (fault.diagnostic() for fault in part.faults)
        if diagnostic.code not in here.config.ignore
    ]
    if shape == "json":
        console.put_json(_data(parts, found, settings.name, here.config.ignore))
    else:
        reports.show(found, here.root)
        for slug, part in parts.items():
            _tell(slug, part)
    ctx.exit(1 if found or any(part.unreviewed for part in parts.values()) else 0)


def _open(here: project.Project, slug: str, settings: ModelSettings) -> Opened:
    """The PRD with its vision. Raises SpecdevError where the vision is not the one that was planned."""
    prd, text = project.read_prd(here, slug)
    vision, raw, _ = source.read_text(here.root / prd.vision.path, here.root)
    if vision is None or lock.digest(raw) != prd.vision.digest:
        name = console.clean(prd.vision.path)
        raise SpecdevError(
            f"`{name}` has changed since {slug} was planned", f"run `specdev plan {name}` first: lines must match"
        )
    document = parse.parse(vision, prd.vision.path)
    review = Review(prd, document, settings, prompts.environment(here.root))
    judge = Judge(prd, document.lines, f"{here.spec_path(slug)}/prd.yaml", text)
    return Opened(slug, f"{vision}\n{text}", review, reviewing.jobs(review, judge))


def _data(parts: dict[str, Part], found: Sequence[Diagnostic], model: str, ignored: Sequence[str]) -> dict[str, Any]:
    findings = [fault.data(slug, model) for slug, part in parts.items() for fault in part.faults]
    unreviewed = [
        {
            "spec": slug,
            "what": one.what,
            "lines": list(one.lines) if one.lines else None,
            "trouble": one.trouble.kind,
            "message": one.trouble.message,
        }
        for slug, part in parts.items()
        for one in part.unreviewed
    ]
    return {
        **reports.envelope(found),
        "findings": [one for one in findings if one["code"] not in ignored],
        "unreviewed": unreviewed,
        "left_out": sum(part.rejected for part in parts.values()),
        "beyond": sum(part.beyond for part in parts.values()),
    }


def _tell(slug: str, part: Part) -> None:
    """What nobody has looked at, and what was left out."""
    troubles: dict[str, Trouble] = {}
    places: dict[str, list[str]] = {}
    for one in part.unreviewed:
        where = f"lines {one.lines[0]}-{one.lines[1]}" if one.lines else one.what
        troubles.setdefault(one.trouble.message, one.trouble)
        places.setdefault(one.trouble.message, []).append(where)
    for message, names in places.items():
        more = f" and {count(len(names) - SHOWN, 'more part')}" if len(names) > SHOWN else ""
        console.note(console.clean(f"not reviewed: {slug}, {', '.join(names[:SHOWN])}{more}: {message}"))
        if troubles[message].lasting and troubles[message].hint:
            console.note(console.clean(f"  hint: {troubles[message].hint}"))
    if part.rejected:
        console.note(f"{slug}: left out {count(part.rejected, 'finding')} on words that are not there")
    if part.beyond:
        console.note(f"{slug}: left out {count(part.beyond, 'finding')} beyond the first {reviewing.MOST} of a part")
