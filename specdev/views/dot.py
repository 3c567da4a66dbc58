"""The graph in the DOT language of Graphviz. Needs that follow from others are left out."""

from __future__ import annotations

import itertools

from .. import layout
from ..chart import Chart

COLORS = {"verified": "#d7f0dd", "failed": "#ffdcd7", "ready": "#d6e8ff", "waiting": "#eceef0"}


def render(chart: Chart) -> str:
    """A digraph from left to right; an arrow leads from a task to the one that needs it, the critical path is bold."""
    critical = set(itertools.pairwise(chart.critical_path))
    lines = [
        f"digraph {_quoted(chart.title)} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif", color="#6b737c"];',
        '  edge [color="#6b737c"];',
    ]
    for node in chart.nodes:
        label = f"{node.id} · {layout.duration(node.minutes)}\n{' '.join(node.title.split())}"
        lines.append(f'  {_quoted(node.id)} [label={_quoted(label)}, fillcolor="{COLORS[node.state]}"];')
    for task, needs in chart.edges().items():
        for need in needs:
            bold = " [penwidth=2.5]" if (need, task) in critical else ""
            lines.append(f"  {_quoted(need)} -> {_quoted(task)}{bold};")
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
