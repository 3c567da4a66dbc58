"""`specdev next`: what can be started now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from .. import console, graph, layout
from ..overview import Overview
from ..store import TaskRow
from .common import format_option, products, spec_option

EPILOG = """\b
Examples:
  specdev next                     the tasks to start with
  specdev next --all               every task that is ready
  specdev next --format json       for programs
  specdev show T003 --prompt       what to hand to an agent"""
SHOWN = 5


@click.command("next", epilog=EPILOG)
@spec_option
@click.option("--all", "everything", is_flag=True, help=f"Every task that is ready, not only the first {SHOWN}.")
@format_option
def command(spec: str, everything: bool, shape: str) -> None:
    """Tasks that can be started: everything they need is verified.

    Those that most work waits for come first.
    """
    found = products(spec)
    if shape == "json":
        console.put_json({"specs": [as_data(product) for product in found]})
        return
    texts = ("\n".join(_lines(product, everything)) for product in found)
    click.echo(console.clean("\n\n".join(texts), lines=True))


def as_data(product: Overview) -> dict[str, Any]:
    """What `--format json` prints of one product."""
    circle = graph.cycle(product.needs)
    tasks = ready(product, circle)
    return {
        "spec": product.slug,
        "ready": [_task(task) for task in tasks],
        "failed": [_task(task) for task in product.with_state("failed")],
        "waiting": len(product.with_state("waiting")),
        "verified": len(product.with_state("verified")),
        "do": advice(product, tasks, circle),
    }


def ready(product: Overview, circle: list[str] | None) -> list[TaskRow]:
    """The ready tasks, the longest chain of work behind them first; in the order of files where needs form a circle."""
    tasks = product.with_state("ready")
    if circle:
        return tasks
    left = graph.remaining(product.needs, {task.id: task.minutes for task in product.tasks})
    return sorted(tasks, key=lambda task: -left[task.id])


def advice(product: Overview, tasks: list[TaskRow], circle: list[str] | None) -> str:
    """What to do now, in one sentence; `tasks` are the ready ones."""
    if not product.tasks:
        return _before_tasks(product)
    if circle:
        return f"{' → '.join(circle)} need each other: take one of these needs out, then run `specdev validate`"
    if all(state == "verified" for state in product.states.values()):
        return "nothing is left: every task is verified"
    if tasks:
        return f"run `specdev show {tasks[0].id} --prompt`, do it, then `specdev verify {tasks[0].id}`"
    failed = product.with_state("failed")
    if failed:
        return f"mend {failed[0].id}, then run `specdev verify {failed[0].id}`"
    return "every task waits for one that does not exist: run `specdev validate`"


def _before_tasks(product: Overview) -> str:
    if product.unreadable:
        return "no task can be read: run `specdev validate`"
    if product.prd.get("status") == "approved":
        return f"run `specdev split {product.slug}`"
    questions = layout.count(len(product.open_questions()), "open question")
    review = f"review {product.folder}/prd.md ({questions})"
    return f"{review}, then run `specdev approve {product.slug}` and `specdev split {product.slug}`"


def _task(task: TaskRow) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "path": task.path,
        "minutes": task.minutes,
        "covers": list(task.covers),
        "needs": list(task.needs),
        "owns": list(task.owns),
        "reads": list(task.reads),
        "checks": [check.id for check in task.checks],
    }


def _lines(product: Overview, everything: bool) -> Iterator[str]:
    circle = graph.cycle(product.needs)
    tasks, failed = ready(product, circle), product.with_state("failed")
    yield f"{product.name}: {_counts(product)}"
    shown = tasks if everything else tasks[:SHOWN]
    rows = [*(_row(task, "ready") for task in shown), *(_row(task, "failed") for task in failed)]
    yield from (f"  {line}" for line in layout.table(rows))
    if len(tasks) > len(shown):
        yield f"  and {len(tasks) - len(shown)} more that are ready: `specdev next --all`"
    yield f"next: {advice(product, tasks, circle)}"


def _counts(product: Overview) -> str:
    states: list[str] = list(product.states.values())
    if not states:
        return "no tasks yet"
    names = ("ready", "failed", "waiting", "verified")
    counts = ", ".join(f"{states.count(state)} {state}" for state in names if states.count(state))
    return f"{layout.count(len(states), 'task')}: {counts}"


def _row(task: TaskRow, state: str) -> tuple[str, ...]:
    return (
        task.id,
        state,
        layout.duration(task.minutes),
        layout.shorten(task.title, 60),
        ", ".join(task.covers),
    )
