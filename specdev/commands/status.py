"""`specdev status`: how far each product is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from .. import console, graph, layout
from ..overview import Overview
from .common import format_option, products, spec_option

EPILOG = """\b
Examples:
  specdev status                    every product of the repository
  specdev status --spec ledger      the one in specs/ledger
  specdev status --format json      for programs"""
SHOWN = 8
"""Names that a line lists before it says how many more there are."""
STATES = ("verified", "failed", "ready", "waiting")
PLURALS = {"user_story": "user stories", "quality": "qualities", "acceptance": "criteria", "functional": "functional"}


@click.command("status", epilog=EPILOG)
@spec_option
@format_option
def command(spec: str, shape: str) -> None:
    """How far each product is: its PRD, its tasks by wave, what they cover and what is verified."""
    found = products(spec)
    if shape == "json":
        console.put_json({"specs": [as_data(product) for product in found]})
        return
    texts = ("\n".join(_lines(as_data(product), product)) for product in found)
    click.echo(console.clean("\n\n".join(texts), lines=True))


def as_data(product: Overview) -> dict[str, Any]:
    """What `--format json` prints of one product."""
    circle = graph.cycle(product.needs)
    covered = {item for task in product.tasks for item in task.covers}
    required = product.required()
    return {
        "spec": product.slug,
        "product": product.name,
        "prd": {
            "status": product.prd.get("status", "draft") if product.prd else "missing",
            "items": dict(Counter(str(item["kind"]) for item in product.items())),
            "open_questions": [item["id"] for item in product.open_questions()],
        },
        "tasks": {
            "total": len(product.tasks),
            **{state: sum(found == state for found in product.states.values()) for state in STATES},
            "unreadable": [row.path for row in product.unreadable],
        },
        "waves": [] if circle else [_wave(product, wave) for wave in graph.waves(product.needs)],
        "cycle": circle or [],
        "coverage": {
            "required": len(required),
            "covered": sum(item in covered for item in required),
            "missing": [item for item in required if item not in covered],
        },
        "evidence": _evidence(product),
    }


def _wave(product: Overview, wave: list[str]) -> dict[str, Any]:
    return {state: [task for task in wave if product.states[task] == state] for state in STATES}


def _evidence(product: Overview) -> dict[str, Any]:
    """Counts over the checks that stand in tasks now; `last` is the one that was run last."""
    checks = {check.id for task in product.tasks for check in task.checks}
    records = [record for record in product.records.values() if record.check in checks]
    counts = Counter(record.outcome for record in records)
    last = records[-1] if records else None
    return {
        "checks": len(checks),
        "outcomes": dict(sorted(counts.items())),
        "last": None if last is None else {"check": last.check, "outcome": last.outcome, "commit": last.commit},
    }


def _lines(data: dict[str, Any], product: Overview) -> Iterator[str]:
    yield f"{data['product']} ({product.folder})"
    rows = [("PRD", _prd(data)), *_tasks(data)]
    if data["tasks"]["total"]:
        rows += [("coverage", _coverage(data["coverage"])), ("evidence", _proof(data["evidence"]))]
    yield from (f"  {line}" for line in layout.table(rows))


def _prd(data: dict[str, Any]) -> str:
    prd = data["prd"]
    if prd["status"] == "missing":
        return "missing"
    kinds = [
        layout.count(number, kind.replace("_", " "), PLURALS.get(kind, ""))
        for kind, number in prd["items"].items()
        if kind != "open_question"
    ]
    questions = layout.count(len(prd["open_questions"]), "open question")
    return f"{prd['status']}: {', '.join(kinds) or 'no items'}; {questions}"


def _tasks(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    tasks = data["tasks"]
    if not tasks["total"]:
        yield "tasks", "none yet: `specdev split`"
    else:
        waves = f" in {layout.count(len(data['waves']), 'wave')}" if data["waves"] else ""
        yield "tasks", f"{layout.count(tasks['total'], 'task')}{waves}: {_states(tasks)}"
    for number, wave in enumerate(data["waves"], 1):
        yield f"  wave {number}", _states({state: len(names) for state, names in wave.items()})
    if data["cycle"]:
        yield "", f"they need each other in a circle: {' → '.join(data['cycle'])}"
    if tasks["unreadable"]:
        yield "", f"cannot be read, see `specdev validate`: {_some(tasks['unreadable'])}"


def _states(counts: dict[str, Any]) -> str:
    return ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])


def _coverage(coverage: dict[str, Any]) -> str:
    text = f"{coverage['covered']} of {layout.count(coverage['required'], 'requirement')} (must, should, none)"
    return f"{text}; no task for {_some(coverage['missing'])}" if coverage["missing"] else text


def _proof(found: dict[str, Any]) -> str:
    if not found["outcomes"]:
        return "nothing verified yet"
    outcomes = ", ".join(f"{number} {outcome}" for outcome, number in found["outcomes"].items())
    last = found["last"]
    commit = f" on {last['commit'][:10]}" if last["commit"] else ""
    return f"{outcomes} of {layout.count(found['checks'], 'check')}; last {last['check']} {last['outcome']}{commit}"


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
