"""Pictures of the task graph. A new view is one module with `render(chart) -> str` and one row in VIEWS."""

from __future__ import annotations

from collections.abc import Callable

from ..chart import Chart
from . import data, dot, mermaid, svg, tree

VIEWS: dict[str, Callable[[Chart], str]] = {
    "tree": tree.render,
    "mermaid": mermaid.render,
    "dot": dot.render,
    "svg": svg.render,
    "json": data.render,
}
