"""`specdev show ID`: one task, item or check, with what belongs to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from .. import console, finding, layout, source, taskfile, yamlio
from ..errors import SpecdevError, UsageError
from ..finding import Found
from ..overview import Overview
from ..store import TaskRow
from .common import complete_ids, format_option, products, spec_option

EPILOG = """\b
Examples:
  specdev show T003                        a task: state, needs, checks
  specdev show FR-004                      an item: its words, its lines, its tasks
  specdev show T003.1                      a check: what it runs and what it gave
  specdev show T003 --prompt | your-agent  the task's text and nothing else"""


@click.command("show", epilog=EPILOG)
@click.argument("name", metavar="ID", shell_complete=complete_ids)
@spec_option
@click.option("--prompt", "--body", "body", is_flag=True, help="Only the body of the task: what an agent gets.")
@format_option
def command(name: str, spec: str, body: bool, shape: str) -> None:
    """The task, item or check called ID, with what belongs to it."""
    found = finding.locate(products(spec), name)
    if body:
        _print_body(found)
    elif shape == "json":
        console.put_json(as_data(found))
    else:
        click.echo(console.clean("\n".join(_lines(as_data(found))), lines=True))


def _print_body(found: Found) -> None:
    if found.kind != "task" or found.task is None:
        raise UsageError(f"only a task has a body, and this is {'an' if found.kind == 'item' else 'a'} {found.kind}")
    text = _read(found.product, found.task).body
    click.echo(console.clean(text, lines=True) if sys.stdout.isatty() else text, nl=not text.endswith("\n"))


def as_data(found: Found) -> dict[str, Any]:
    """What `--format json` prints."""
    head = {"kind": found.kind, "spec": found.product.slug}
    if found.check is not None and found.task is not None:
        return {**head, **_check(found.product, found.task, found.check.id)}
    if found.task is not None:
        return {**head, **_task(found.product, found.task)}
    return {**head, **_item(found)}


def _task(product: Overview, task: TaskRow) -> dict[str, Any]:
    users = [other.id for other in product.tasks if task.id in other.needs]
    return {
        "id": task.id,
        "title": task.title,
        "path": task.path,
        "state": product.states[task.id],
        "role": task.role,
        "covers": [_reference(product, name) for name in task.covers],
        "applies": [_reference(product, name) for name in task.applies],
        "needs": [_reference(product, name) for name in task.needs],
        "needed_by": [_reference(product, name) for name in users],
        "owns": list(task.owns),
        "reads": list(task.reads),
        "size": {"prompt_tokens": task.prompt_tokens, "read_tokens": task.read_tokens, "minutes": task.minutes},
        "checks": [
            {"id": check.id, "kind": check.kind, "covers": list(check.covers), "last": _last(product, check.id)}
            for check in task.checks
        ],
    }


def _item(found: Found) -> dict[str, Any]:
    item = found.item or {}
    product, name = found.product, item.get("id", "")
    covering = [task for task in product.tasks if name in task.covers]
    return {
        "id": name,
        "item": dict(item),
        "part_of": found.parent["id"] if found.parent else None,
        "tasks": [_reference(product, task.id) for task in covering],
        "applies_to": [_reference(product, task.id) for task in product.tasks if name in task.applies],
        "checks": [
            {"id": check.id, "kind": check.kind, "last": _last(product, check.id)}
            for task in product.tasks
            for check in task.checks
            if name in check.covers
        ],
    }


def _check(product: Overview, task: TaskRow, name: str) -> dict[str, Any]:
    checks = _read(product, task).data.get("checks", ())
    record = product.records.get(name)
    return {
        "id": name,
        "task": _reference(product, task.id),
        "check": next(check for check in checks if isinstance(check, dict) and check.get("id") == name),
        "evidence": asdict(record) if record else None,
    }


def _reference(product: Overview, name: str) -> dict[str, Any]:
    """What is said of something that another thing names: title, and the state of a task."""
    if name in product.states:
        task = next(task for task in product.tasks if task.id == name)
        return {"id": name, "title": task.title, "state": product.states[name]}
    item = next((item for item in product.items() if item["id"] == name), {})
    return {"id": name, "title": str(item.get("title", ""))}


def _last(product: Overview, check: str) -> str | None:
    record = product.records.get(check)
    return record.outcome if record else None


def _read(product: Overview, task: TaskRow) -> taskfile.TaskFile:
    text, _, found = source.read_text(product.root / task.path, product.root)
    if text is None:
        raise SpecdevError(str(found[0]))
    return taskfile.parse(text, task.path)[0]


def _lines(data: dict[str, Any]) -> Iterable[str]:
    return {"task": _task_lines, "item": _item_lines, "check": _check_lines}[data["kind"]](data)


def _task_lines(data: dict[str, Any]) -> Iterator[str]:
    yield f"{data['id']}  {data['title']}"
    rows = [("file", data["path"]), ("state", data["state"])]
    for label, key in (("covers", "covers"), ("applies", "applies"), ("needs", "needs"), ("needed by", "needed_by")):
        rows += _labelled(label, map(_named, data[key]))
    rows += [*_labelled("writes", data["owns"]), *_labelled("reads", data["reads"])]
    size = data["size"]
    tokens = f"{size['prompt_tokens']} tokens to read, {size['read_tokens']} more in files"
    rows.append(("size", f"{layout.duration(size['minutes'])} of a person's time; {tokens}"))
    rows += _labelled("checks", _check_table(data["checks"]))
    yield from _indented(rows)


def _item_lines(data: dict[str, Any]) -> Iterator[str]:
    item = data["item"]
    yield f"{data['id']}  {item.get('title', '')}".rstrip()
    priority = item.get("priority", "none")
    kind = str(item.get("kind", "")).replace("_", " ")
    rows = [("kind", kind if priority == "none" else f"{kind}, {priority}")]
    rows += _labelled("part of", [data["part_of"]] if data["part_of"] else [])
    rows += _labelled("section", [" › ".join(map(str, item["section"]))] if item.get("section") else [])
    rows += _labelled("source", map(_source, item.get("source") or ()))
    for label in ("lead", "text", "detail", "why", "answer"):
        rows += _labelled(label, str(item.get(label) or "").splitlines())
    rows += _labelled("accepted", (f"{entry['id']}  {entry.get('text', '')}" for entry in item.get("acceptance", ())))
    rows += _labelled("depends on", map(str, item.get("depends_on") or ()))
    rows += _labelled("tasks", map(_named, data["tasks"]))
    rows += _labelled("holds in", map(_named, data["applies_to"]))
    rows += _labelled("checks", _check_table(data["checks"]))
    yield from _indented(rows)


def _check_lines(data: dict[str, Any]) -> Iterator[str]:
    yield f"{data['id']}  of {_named(data['task'])}"
    evidence = data["evidence"]
    rows = [*_labelled("check", yamlio.dump(data["check"]).splitlines())]
    if evidence is None:
        rows.append(("last run", "not run yet"))
    else:
        detail = [line for line in str(evidence["detail"]).splitlines() if line]
        commit = f" on {evidence['commit'][:10]}" if evidence["commit"] else ""
        rows += _labelled("last run", [f"{evidence['outcome']}{commit}, {evidence['duration_s']:.1f} s", *detail])
    yield from _indented(rows)


def _check_table(checks: list[dict[str, Any]]) -> list[str]:
    return layout.table(
        (check["id"], check["kind"], *_covered(check), check["last"] or "not run yet") for check in checks
    )


def _covered(check: dict[str, Any]) -> list[str]:
    return [", ".join(check["covers"])] if "covers" in check else []


def _labelled(label: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """A row a value, the label before the first; none where there is no value."""
    return [(label if not number else "", value) for number, value in enumerate(values)]


def _indented(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"  {label:<10}  {value}".rstrip() for label, value in rows)


def _named(reference: Mapping[str, Any]) -> str:
    state = f" ({reference['state']})" if "state" in reference else ""
    return f"{reference['id']}  {reference['title']}".rstrip() + state


def _source(place: Mapping[str, Any]) -> str:
    first, last = place.get("lines") or (1, 1)
    return f"{place.get('path')}:{first}" + (f"-{last}" if last != first else "")
