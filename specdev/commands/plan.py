"""`specdev plan VISION`: a vision becomes a PRD to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from .. import console, model_options, project, reports, transaction
from ..bulk import no_collection
from ..compiler import lift, prdfile
from ..diagnostics import Diagnostic, promote
from ..errors import UsageError
from ..layout import count, shorten
from ..model import GROUPS, REQUIREMENT_KINDS, Prd
from ..project import drafts

EPILOG = """\b
Examples:
  specdev plan vision.md                              draft specs/<slug>/prd.yaml and prd.md
  specdev plan docs/api.md docs/cli.md                several products in one repository
  specdev plan vision.md --dry-run --format json      print the PRD, write nothing
  specdev plan vision.md --planner model --estimate   what a model would cost
  specdev plan vision.md --planner model --record plan.jsonl
                                                      with the model of specdev.yaml, kept to replay"""
QUESTIONS_SHOWN = 8


@click.command("plan", epilog=EPILOG)
@click.argument("visions", nargs=-1, type=click.Path(path_type=str))
@click.option("--out", metavar="DIR", help="Folder for the specs, below the project; else `specs` of specdev.yaml.")
@click.option("--slug", metavar="NAME", help="Name of the spec's folder; else from the product's name.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@model_options.model_options()
@click.pass_context
def command(
    ctx: click.Context,
    visions: tuple[str, ...],
    out: str | None,
    slug: str | None,
    dry_run: bool,
    strict: bool,
    shape: str,
    given: model_options.Given,
) -> None:
    """Draft a PRD from VISIONS (Markdown), every item with its lines, and list what is unclear."""
    if slug and len(visions) > 1:
        raise UsageError("--slug names one spec, and there are several visions", "plan them one by one")
    here = model_options.with_planner(project.open_project(Path.cwd()), given)
    if out:
        here = replace(here, config=here.config.model_copy(update={"specs": out.rstrip("/")}))
    paths = drafts.visions(here, visions, Path.cwd())
    wishes = _Wishes(slug or "", dry_run or given.show_requests, strict, shape, given)
    if not model_options.asks(here, given):
        ctx.exit(1 if _plan_all(here, paths, None, wishes) else 0)
    models = model_options.loaded()
    with models.reader(here, given) as reader:
        asked = models.announced(here, paths, reader, given, shape)
        failed = asked and _plan_all(here, paths, reader, wishes)
    ctx.exit(1 if failed else 0)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the options ask for."""

    slug: str
    dry_run: bool
    strict: bool
    shape: str
    given: model_options.Given


def _plan_all(here: project.Project, paths: Sequence[Path], reader: lift.Reviser | None, wishes: _Wishes) -> bool:
    """Plan each vision, write and tell; whether something failed."""
    failed = False
    documents: list[object] = []
    for path in paths:
        with no_collection():
            made = drafts.draft(here, path, slug=wishes.slug, write=not wishes.dry_run, revise=reader)
        found = made.diagnostics if isinstance(made, drafts.Draft) else made
        found = tuple(promote(list(found))) if wishes.strict else found
        bad = any(d.severity == "error" for d in found) or not isinstance(made, drafts.Draft)
        failed = failed or bad
        kept = isinstance(made, drafts.Draft) and not wishes.dry_run and not (bad and wishes.strict)
        if isinstance(made, drafts.Draft) and kept:
            transaction.write_files(here.root, made.files)
        if wishes.shape == "json":
            documents.append(_json(made, found, wishes.dry_run, kept))
        elif not wishes.given.show_requests:
            _print(here, made, found, refused=bad and wishes.strict)
    if wishes.shape == "json" and not wishes.given.show_requests:
        console.put_json(documents[0] if len(documents) == 1 else documents, large=wishes.dry_run)
    return failed


def _json(made: object, found: tuple[Diagnostic, ...], dry_run: bool, kept: bool) -> object:
    if isinstance(made, drafts.Draft) and dry_run:
        return prdfile.data(made.prd)
    envelope = reports.envelope(found)
    if isinstance(made, drafts.Draft):
        envelope["written"] = sorted(made.files) if kept else []
        envelope["items"] = dict(_kinds(made.prd))
    return envelope


def _kinds(prd: Prd) -> Counter[str]:
    kinds: Counter[str] = Counter(
        item.kind for item in prd.items() if not (item.kind == "open_question" and not item.source)
    )
    kinds["acceptance"] += sum(len(item.acceptance) for item in prd.items())
    return Counter({kind: kinds[kind] for kind in (*GROUPS, "quality", "constraint") if kinds[kind]})


def _print(here: project.Project, made: object, found: tuple[Diagnostic, ...], *, refused: bool) -> None:
    serious = [d for d in found if d.severity in ("error", "warning")]
    if not isinstance(made, drafts.Draft):
        reports.show(found, here.root)
        return
    prd = made.prd
    if serious:
        reports.show(serious, here.root)
    click.echo(console.clean(f"{prd.product} ({prd.vision.path})"))
    if prd.summary:
        click.echo(console.clean(f"  {shorten(prd.summary, 100)}"))
    kinds = _kinds(prd)
    of_requirements = [count(kinds[kind], kind, _plural(kind)) for kind in REQUIREMENT_KINDS if kinds[kind]]
    others = [
        count(n, kind.replace("non_", "non-").replace("_", " "), _plural(kind))
        for kind, n in kinds.items()
        if kind not in REQUIREMENT_KINDS
    ]
    if of_requirements:
        others.insert(0, f"{count(len(prd.requirements), 'requirement')} ({', '.join(of_requirements)})")
    click.echo(f"  found    {', '.join(others) or 'nothing that can be built'}")
    musts = sum(item.priority == "must" for item in prd.requirements)
    if musts:
        click.echo(f"  must     {musts} of {count(len(prd.requirements), 'requirement')}")
    reasons = Counter(block.reason.partition(":")[0] for block in prd.context)  # behind it stands why
    if reasons:
        why = ", ".join(f"{number} {reason}" for reason, number in reasons.most_common(4))
        click.echo(f"  context  {count(len(prd.context), 'block')} read and not lifted ({why})")
    _print_questions(prd)
    if made.files and refused:
        click.echo("\nNothing was written, because of --strict.")
    elif made.files:
        folder = here.spec_path(prd.slug)
        click.echo(f"\nNext: read {folder}/prd.md, edit {folder}/prd.yaml, then `specdev approve {prd.slug}`")
        click.echo("      and `specdev split`.")
        if any(not question.answer for question in prd.open_questions):
            click.echo(f"      `specdev ask --spec {prd.slug}` goes through the open questions.")


def _print_questions(prd: Prd) -> None:
    open_ = [question for question in prd.open_questions if not question.answer]
    if not open_:
        return
    click.echo(f"\n  {count(len(open_), 'open question')}:")
    for question in open_[:QUESTIONS_SHOWN]:
        click.echo(console.clean(f"  {question.id}  {shorten(question.text, 100)}"))
    if len(open_) > QUESTIONS_SHOWN:
        click.echo(f"  … and {len(open_) - QUESTIONS_SHOWN} more in prd.md")


def _plural(kind: str) -> str:
    special = {
        "user_story": "user stories",
        "quality": "qualities",
        "functional": "functional",
        "acceptance": "criteria",
        "non_goal": "non-goals",
    }
    return special.get(kind, kind.replace("_", " ") + "s")
