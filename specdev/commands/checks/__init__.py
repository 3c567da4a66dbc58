"""`specdev checks`: look at acceptance checks and change them, with a name and a reason."""

from __future__ import annotations

import getpass
import inspect
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ... import console, finding, formats, layout, lock, project, reports, transaction, validation, yamlio
from ...checks import KINDS
from ...checks.seal import short
from ...errors import UsageError
from ...overview import Overview
from ...project import amend
from ..common import Decorator, complete_ids, format_option, products, spec_option
from .propose import propose
from .prove import prove

EPILOG = """\b
Examples:
  specdev checks list                      every check, and who changed it
  specdev checks show T003.1               one check as YAML
  specdev checks edit T003.1               in your editor
  specdev checks add T003 --kind http      a new one, from a template
  specdev checks propose, then prove       checks that a model writes, proven before they are taken
  specdev checks show T003.1 > c.yaml      the same for programs:
  specdev checks edit T003.1 --from c.yaml --because "STOP-2 says stderr"

\b
What happens to a check that was changed:
  It is judged by the schema and the lint, the task is sealed again, and specdev.lock keeps who and why.
  A later `specdev split` keeps it. `specdev split --force T003` goes back to the generated checks."""

by_option: Decorator = click.option("--by", "who", metavar="WHO", default="", help="Your name; git's user by default.")
because_option: Decorator = click.option("--because", "why", metavar="TEXT", default="", help="Why; needed.")
accept_option: Decorator = click.option(
    "--accept-changes", "accept", is_flag=True, help="Seal what was changed by hand in this task too."
)
from_option: Decorator = click.option(
    "--from",
    "origin",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="YAML or JSON; - is stdin.",
)


@click.group("checks", epilog=EPILOG)
def command() -> None:
    """List, show, edit, add and remove acceptance checks; have a model propose some, and prove them."""


command.add_command(propose)
command.add_command(prove)


@command.command("list")
@click.argument("task", required=False, default="", shell_complete=complete_ids)
@spec_option
@format_option
def list_(task: str, spec: str, shape: str) -> None:
    """The checks of TASK, or of every task."""
    found = products(spec)
    if task:
        found = [_task(task, spec).product]
    rows = [row for product in found for row in _rows(product, task)]
    if shape == "json":
        console.put_json({"checks": rows})
        return
    lines = layout.table(
        (row["id"], row["kind"], ", ".join(row["covers"]), row["last"] or "not run yet", _edited(row["edited"]))
        for row in rows
    )
    click.echo(console.clean("\n".join(lines) or "no checks yet: `specdev split`", lines=True))


@command.command("show")
@click.argument("name", metavar="ID")
@spec_option
@format_option
def show(name: str, spec: str, shape: str) -> None:
    """The check called ID as YAML, as `edit --from` takes it."""
    here, where = _check(name, spec)
    check = next(check for check in where.checks if check.get("id") == here)
    record = where.records.checks.get(here)
    if shape == "json":
        console.put_json({"id": here, "spec": where.slug, "task": where.task, "check": check, "edited": _word(record)})
    else:
        note = f"# {_edited(_word(record))}\n" if record else ""
        click.echo(console.clean(note + yamlio.dump(check), lines=True), nl=False)


@command.command("edit")
@click.argument("name", metavar="ID")
@from_option
@by_option
@because_option
@accept_option
@spec_option
@click.pass_context
def edit(ctx: click.Context, name: str, origin: str | None, who: str, why: str, accept: bool, spec: str) -> None:
    """Change the check called ID: in $VISUAL or $EDITOR, or to what stands in a file."""
    here, where = _check(name, spec)
    check = next(check for check in where.checks if check.get("id") == here)
    _allowed(where, here, accept)
    _change(ctx, where, here, origin, yamlio.dump(check), who, why)


@command.command("add")
@click.argument("task", shell_complete=complete_ids)
@from_option
@click.option("--kind", type=click.Choice(list(KINDS)), default="command", show_default=True, help="For the template.")
@by_option
@because_option
@accept_option
@spec_option
@click.pass_context
def add(
    ctx: click.Context, task: str, origin: str | None, kind: str, who: str, why: str, accept: bool, spec: str
) -> None:
    """Add a check to TASK: in $VISUAL or $EDITOR, or from a file. Its number is the next one where it has none."""
    where = _home(_task(task, spec))
    _allowed(where, "", accept)
    _change(ctx, where, "", origin, _template(where, kind), who, why)


@command.command("remove")
@click.argument("name", metavar="ID")
@by_option
@because_option
@accept_option
@spec_option
@click.pass_context
def remove(ctx: click.Context, name: str, who: str, why: str, accept: bool, spec: str) -> None:
    """Take the check called ID out of its task."""
    here, where = _check(name, spec)
    _allowed(where, here, accept)
    _write(ctx, where, amend.take_out(where, here, _author(where, who), _reason(why)))


def _change(
    ctx: click.Context, where: amend.Home, name: str, origin: str | None, text: str, who: str, why: str
) -> None:
    """Write the check that a file holds, or that a person makes of `text` in the editor."""
    label = origin if origin and origin != "-" else "check.yaml"
    given = _read(origin) if origin else _in_editor(text)
    reason, author = _reason(why), _author(where, who)
    change = amend.put(where, name, given, author, reason, label)
    while not origin and _broken(change) and sys.stdin.isatty():
        _tell(change, given, label)
        click.confirm("Edit it again?", default=True, abort=True, err=True)
        given = _in_editor(given)
        change = amend.put(where, name, given, author, reason, label)
    _tell(change, given, label)
    _write(ctx, where, change)


def _write(ctx: click.Context, where: amend.Home, change: amend.Change) -> None:
    """Write what changed, and say what the rules find in the task now."""
    if _broken(change):
        console.note("nothing was written")
        ctx.exit(1)
    if not change.files:
        click.echo(f"{change.id} is as it was; nothing was written")
        return
    root = where.project.root
    transaction.write_files(root, change.files)
    click.echo(f"{change.id}: sealed {short(change.new)} (before {short(change.old)})")
    found = [one for one in validation.validate(root, [where.file.path]).diagnostics if one.severity == "error"]
    if found:
        reports.show(found, root)
        ctx.exit(1)


def _broken(change: amend.Change) -> bool:
    return any(one.severity == "error" for one in change.diagnostics)


def _tell(change: amend.Change, text: str, label: str) -> None:
    if change.diagnostics:
        color = console.wants_color(sys.stderr)
        click.echo(
            formats.render(change.diagnostics, "text", sources={label: text}.get, color=color), err=True, nl=False
        )


def _allowed(where: amend.Home, name: str, accept: bool) -> None:
    """Sealing again must not hide what somebody changed in passing."""
    problem = "" if accept else amend.by_hand(where, name)
    if problem:
        raise UsageError(problem, "restore it from version control, or seal that too with --accept-changes")


def _reason(why: str) -> str:
    if not why.strip() and sys.stdin.isatty():
        why = click.prompt("Because", err=True)
    if not why.strip():
        raise UsageError("why is not told", '--because "…" says it, for whoever reads the lock later')
    return " ".join(why.split())


def _author(where: amend.Home, who: str) -> str:
    """Who it is: as told, else git's user, else the login name."""
    if who.strip():
        return " ".join(who.split())
    name, mail = (_git_config(where.project.root, f"user.{key}") for key in ("name", "email"))
    return f"{name} <{mail}>".strip() if name and mail else name or mail or getpass.getuser()


def _git_config(root: Path, key: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), "config", key], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return " ".join(done.stdout.split())


def _read(origin: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if origin == "-" else Path(origin).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read `{origin}`: {getattr(error, 'strerror', '') or 'it is not UTF-8'}") from error


def _in_editor(text: str) -> str:
    edited = click.edit(text, extension=".yaml")
    if edited is None:
        raise UsageError("the editor was left without saving; nothing was written")
    return edited


def _template(where: amend.Home, kind: str) -> str:
    """What the editor begins with: the fields that every check has, and the manual of the kind as comments."""
    page = inspect.cleandoc(import_module(KINDS[kind].__module__).__doc__ or "")
    manual = textwrap.indent(page, "# ", lambda line: True)
    covers = [str(item) for item in where.file.data.get("covers") or ()]
    head = yamlio.dump({"covers": covers, "kind": kind, "timeout_s": 30})
    comment = "\n".join(line.rstrip() for line in manual.splitlines())
    first = f"# A check for {where.task}: take out of `covers` what it does not prove, and add what the kind needs."
    return f"{first}\n{head}\n{comment}\n"


def _task(name: str, spec: str) -> finding.Found:
    found = finding.locate(products(spec), name)
    if found.kind != "task":
        raise UsageError(f"`{name}` is no task")
    return found


def _check(name: str, spec: str) -> tuple[str, amend.Home]:
    """The check's own spelling of its ID, and the task file that it stands in."""
    found = finding.locate(products(spec), name)
    if found.check is None:
        raise UsageError(f"`{name}` is no check", "`specdev checks list` shows them")
    return found.check.id, _home(found)


def _home(found: finding.Found) -> amend.Home:
    assert found.task is not None
    return amend.home(project.open_project(found.product.root), found.product.slug, found.task.path)


def _rows(product: Overview, task: str) -> Iterator[dict[str, Any]]:
    known = project.read_lock(project.open_project(product.root), product.slug).checks
    for row in product.tasks:
        if task and row.id.casefold() != task.casefold():
            continue
        for check in row.checks:
            record = product.records.get(check.id)
            yield {
                "id": check.id,
                "spec": product.slug,
                "task": row.id,
                "kind": check.kind,
                "covers": list(check.covers),
                "last": record.outcome if record else None,
                "edited": _word(known.get(check.id)),
            }


def _word(record: lock.CheckRecord | None) -> dict[str, str] | None:
    return {"who": record.who, "why": record.why, "how": "edited" if record.old else "added"} if record else None


def _edited(word: dict[str, str] | None) -> str:
    return f"{word['how']} by {word['who']}: {word['why']}" if word else ""
