"""
The graph as text, wave by wave.

    Ledger: 2 tasks in 2 waves, 1 h 10 min of work, 1 h 10 min on the critical path

    Wave 1
      [x] T001  Set up the project   30 min  FR-001
    Wave 2
      [>] T002  Report the balance   40 min  FR-002  needs T001

    [x] verified  [>] ready
    critical path: T001 → T002
"""

from __future__ import annotations

from .. import layout
from ..chart import Chart, Node

MARKS = {"verified": "[x]", "failed": "[!]", "ready": "[>]", "waiting": "[ ]"}
TITLE_WIDTH = 60


def render(chart: Chart) -> str:
    """The text above, with a line end after each line."""
    lines = [f"{chart.title}: {chart.summary}"]
    rows = dict(zip((node.id for node in chart.nodes), layout.table(map(_row, chart.nodes)), strict=True))
    for number, wave in enumerate(chart.waves, 1):
        lines += ["", f"Wave {number}", *(f"  {rows[task]}" for task in wave)]
    if chart.nodes:
        used = {node.state for node in chart.nodes}
        lines += ["", "  ".join(f"{mark} {state}" for state, mark in MARKS.items() if state in used)]
        lines += [f"critical path: {' → '.join(chart.critical_path)}"]
    return "".join(f"{line}\n" for line in lines)


def _row(node: Node) -> tuple[str, ...]:
    tail = [", ".join(node.covers)] if node.covers else []
    if node.needs:
        tail.append(f"needs {', '.join(node.needs)}")
    minutes = layout.duration(node.minutes)
    return MARKS[node.state], node.id, layout.shorten(node.title, TITLE_WIDTH), minutes, "  ".join(tail)
