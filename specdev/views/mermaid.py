"""The graph as a Mermaid flowchart, for Markdown pages that draw it. Needs that follow from others are left out."""

from __future__ import annotations

from ..chart import Chart, Node

STYLES = {
    "verified": "fill:#d7f0dd,stroke:#1a7f37,color:#0b3d1b",
    "failed": "fill:#ffdcd7,stroke:#c4321c,color:#5c1208",
    "ready": "fill:#d6e8ff,stroke:#0a62c9,color:#06305f",
    "waiting": "fill:#eceef0,stroke:#6b737c,color:#24292f",
}
# Mermaid writes a character inside a label as #name; or #number;
_ESCAPES = str.maketrans({char: f"#{ord(char)};" for char in '#"<>&`[]{}()|\\*_~;'})


def render(chart: Chart) -> str:
    """The flowchart's text; nodes carry the task's id and title, classes say its state."""
    key = {node.id: f"t{number}" for number, node in enumerate(chart.nodes, 1)}
    lines = ["flowchart LR"]
    lines += [f'  {key[node.id]}["{_label(node)}"]' for node in chart.nodes]
    lines += [f"  {key[need]} --> {key[task]}" for task, needs in chart.edges().items() for need in needs]
    for state, style in STYLES.items():
        members = [key[node.id] for node in chart.nodes if node.state == state]
        if members:
            lines += [f"  classDef {state} {style}", f"  class {','.join(members)} {state}"]
    return "".join(f"{line}\n" for line in lines)


def _label(node: Node) -> str:
    return f"{node.id.translate(_ESCAPES)} {' '.join(node.title.split()).translate(_ESCAPES)}"
