"""
The graph as a picture: one column a wave, lines from what is needed to what needs it, no program but ours.

The picture follows the reader's light or dark setting. A task's state is a word beside its colour. The critical path is
drawn bold. Needs that follow from others are left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from html import escape

from .. import layout
from ..chart import Chart, Node
from .layers import Key, Placed, Sizes, place

BOX, BETWEEN, MARGIN = 240, 84, 24
"""Pixels: width of a box, space between columns, around the picture."""
HEAD = 92
"""Height of title and column headings."""
SIZES = Sizes(box=72, lane=4, gap=18)
CHARS, LINES = 27, 2
"""What fits into a box at 13 pixels of a sans-serif font, at most 7.7 pixels a column."""

STYLE = """
  svg { --ink: #1f2328; --soft: #59636e; --page: #ffffff; --box: #f6f8fa; --edge: #8c959f; --strong: #1f2328;
        --verified: #1a7f37; --failed: #c4321c; --ready: #0a62c9; --waiting: #818b98; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f3f6; --soft: #a3adb8; --page: #0d1117; --box: #1a212a; --edge: #6e7681; --strong: #f0f3f6;
          --verified: #3fb950; --failed: #ff7b68; --ready: #58a6ff; --waiting: #848d97; }
  }
  text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); font-size: 13px; }
  .title { font-size: 17px; font-weight: 600; }
  .soft { fill: var(--soft); font-size: 12px; }
  .id { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px; font-weight: 600; }
  .page { fill: var(--page); }
  .box { fill: var(--box); stroke: var(--edge); }
  .line { fill: none; stroke: var(--edge); stroke-width: 1.4; }
  .head { fill: var(--edge); }
  .critical { stroke: var(--strong); stroke-width: 2.4; }
  .head.critical { fill: var(--strong); stroke: none; }
  .verified { fill: var(--verified); } .failed { fill: var(--failed); }
  .ready { fill: var(--ready); } .waiting { fill: var(--waiting); }
"""


def render(chart: Chart) -> str:
    """The SVG document; its size in pixels follows from the number of waves and of tasks in the largest."""
    placed = place(chart.waves, chart.edges(), SIZES)
    wide = _column(max(len(chart.waves), 1)) - BETWEEN + MARGIN
    wide = max(wide, 2 * MARGIN + 7 * max(layout.width(chart.summary), 9 * layout.width(chart.title) // 7))
    high = round(HEAD + placed.height + MARGIN)
    label = f"{chart.title}: {chart.summary}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-label="{escape(_printable(label))}">',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{wide}" height="{high}"/>',
        *_head(chart),
        *_lines(chart, placed),
        *_boxes(chart, placed),
        "</svg>",
    ]
    return "".join(f"{part}\n" for part in parts)


def _head(chart: Chart) -> list[str]:
    return [
        _text(MARGIN, MARGIN + 8, chart.title, "title"),
        _text(MARGIN, MARGIN + 26, chart.summary, "soft"),
        *(_text(_column(number), HEAD - 12, f"Wave {number + 1}", "soft") for number in range(len(chart.waves))),
    ]


def _boxes(chart: Chart, placed: Placed) -> list[str]:
    """The boxes in the order of waves, so that a screen reader reads them so."""
    nodes = {node.id: node for node in chart.nodes}
    critical = frozenset(chart.critical_path)
    return [
        _box(nodes[task], _column(number), _top(placed.y[(task, number)]), bold=task in critical)
        for number, wave in enumerate(chart.waves)
        for task in wave
    ]


def _box(node: Node, x: int, y: int, *, bold: bool) -> str:
    size = f'width="{BOX}" height="{round(SIZES.box)}" rx="8"'
    title = _wrap(node.title)
    return "".join(
        [
            f"<g><title>{escape(_printable(f'{node.id} {node.title}'))}</title>",
            f'<rect class="box{" critical" if bold else ""}" x="{x}" y="{y}" {size}/>',
            f'<rect class="{node.state}" x="{x + 8}" y="{y + 10}" width="4" height="{round(SIZES.box) - 20}" rx="2"/>',
            _text(x + 20, y + 21, node.id, "id"),
            _text(x + BOX - 12, y + 21, f"{node.state} · {layout.duration(node.minutes)}", "soft", end=True),
            *(_text(x + 20, y + 41 + 18 * number, line) for number, line in enumerate(title)),
            "</g>",
        ]
    )


def _lines(chart: Chart, placed: Placed) -> list[str]:
    """Lines first those that are not on the critical path, so that the bold ones lie on top."""
    critical = set(itertools.pairwise(chart.critical_path))
    level = {task: number for number, wave in enumerate(chart.waves) for task in wave}
    drawn = sorted(placed.routes, key=lambda route: (route[0][0], route[-1][0]) in critical)
    found: list[str] = []
    for route in drawn:
        bold = " critical" if (route[0][0], route[-1][0]) in critical else ""
        found.append(f'<path class="line{bold}" d="{_path(route, placed.y, level)}"/>')
        x, y = _column(route[-1][1]), HEAD + round(placed.y[route[-1]])
        found.append(f'<path class="head{bold}" d="M{x} {y}l-9 -4.5v9z"/>')
    return found


def _path(route: Sequence[Key], y: Mapping[Key, float], level: Mapping[str, int]) -> str:
    """Curves between the columns, straight through a column's lane."""
    at = HEAD + round(y[route[0]])
    path = [f"M{_column(route[0][1]) + BOX} {at}"]
    for key in route[1:]:
        left, then = _column(key[1]), HEAD + round(y[key])
        last = key is route[-1]
        half = BETWEEN // 2
        end = left - (8 if last else 0)
        path.append(f"C{left - half} {at} {left - half} {then} {end} {then}")
        if not last:
            path.append(f"H{left + BOX}")
        at = then
    return "".join(path)


def _wrap(title: str) -> list[str]:
    """At most LINES lines that fit into a box."""
    words, lines = title.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if layout.width(longer) <= CHARS or not lines[-1]:
            lines[-1] = longer
            words.pop(0)
        elif len(lines) < LINES:
            lines.append("")
        else:
            lines[-1] = f"{lines[-1]} {' '.join(words)}"
            break
    return [layout.shorten(line, CHARS) for line in lines]


def _text(x: int, y: int, text: str, kind: str = "", *, end: bool = False) -> str:
    name = f' class="{kind}"' if kind else ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x}" y="{y}"{name}{anchor}>{escape(_printable(text), quote=False)}</text>'


def _printable(text: str) -> str:
    """Without the characters that XML 1.0 forbids."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))


def _column(number: int) -> int:
    return MARGIN + number * (BOX + BETWEEN)


def _top(middle: float) -> int:
    return HEAD + round(middle - SIZES.box / 2)
