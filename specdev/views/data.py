"""The graph as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

from ..chart import Chart


def render(chart: Chart) -> str:
    """One JSON document; `needs` are as declared, minutes are estimates of a person's time."""
    return json.dumps(as_data(chart), ensure_ascii=False, indent=2) + "\n"


def as_data(chart: Chart) -> dict[str, Any]:
    """
    {"product", "tasks": [{"id", "title", "state", "wave", "minutes", "needs", "covers"}], "waves": [["T001"]],
    "critical_path": ["T001"], "minutes", "critical_minutes", "parallelism"}
    """
    wave = {task: number for number, tasks in enumerate(chart.waves, 1) for task in tasks}
    return {
        "product": chart.title,
        "tasks": [
            {
                "id": node.id,
                "title": node.title,
                "state": node.state,
                "wave": wave[node.id],
                "minutes": node.minutes,
                "needs": list(chart.needs[node.id]),
                "covers": list(node.covers),
            }
            for node in chart.nodes
        ],
        "waves": chart.waves,
        "critical_path": chart.critical_path,
        "minutes": chart.minutes,
        "critical_minutes": chart.critical_minutes,
        "parallelism": round(chart.parallelism, 2),
    }
