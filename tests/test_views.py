"""The views of a graph: a golden file each, and what must hold for every graph and every title."""

from __future__ import annotations

import itertools
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdev import graph, layout
from specdev.chart import Chart, Node, chart
from specdev.views import VIEWS
from specdev.views.layers import Sizes, place

LEDGER = chart(
    "Ledger",
    [
        Node("T001", "Set up the project", 20, (), (), "verified"),
        Node("T002", "Read a journal file", 45, ("T001",), ("FR-001", "FR-002"), "failed"),
        Node(
            "T003", 'Refuse <tags>, "quotes" & `marks` — a title that is longer than a box', 30, ("T001",), ("FR-003",)
        ),
        Node("T004", "貸借対照表を表示する", 60, ("T002", "T003", "T001"), ("FR-004",)),
        Node("T005", "Write\na changelog", 10, (), ("FR-005",), "ready"),
        Node("T006", "Release", 15, ("T004", "T005"), ("QR-001",)),
    ],
)
SIZES = Sizes(box=50, lane=4, gap=10)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(0, 14))
    names = [f"T{number:03}" for number in range(count)]
    title = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
    return chart(
        draw(title),
        [
            Node(
                name,
                draw(title),
                draw(st.integers(1, 500)),
                tuple(draw(st.lists(st.sampled_from(names[:at]), unique=True, max_size=4))) if at else (),
                (),
                draw(st.sampled_from(["verified", "failed", "ready", "waiting"])),
            )
            for at, name in enumerate(names)
        ],
    )


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_draws_the_ledger(golden, name):
    golden(f"views/ledger.{name}", VIEWS[name](LEDGER))


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_draws_nothing(golden, name):
    golden(f"views/nothing.{name}", VIEWS[name](chart("Nothing", [])))


def test_a_circle_has_no_picture():
    with pytest.raises(graph.CycleError, match="T001 → T002 → T001"):
        chart("Knot", [Node("T001", "a", 1, ("T002",)), Node("T002", "b", 1, ("T001",))])


@given(charts())
@settings(max_examples=60, deadline=None)
def test_any_title_gives_well_formed_xml_json_and_single_lines(drawn: Chart):
    root = ElementTree.fromstring(VIEWS["svg"](drawn))
    boxes = list(root.iter("{http://www.w3.org/2000/svg}g"))
    assert len(boxes) == len(drawn.nodes)
    assert [task["title"] for task in json.loads(VIEWS["json"](drawn))["tasks"]] == [n.title for n in drawn.nodes]
    lines = VIEWS["mermaid"](drawn).splitlines()
    labels = [line for line in lines if '["' in line]
    assert len(labels) == len(drawn.nodes)
    assert all(re.fullmatch(r'  t\d+\["[^"<>\[\]]*"\]', line) for line in labels)


@given(charts())
@settings(max_examples=60, deadline=None)
def test_no_two_boxes_or_lanes_touch_and_lines_lead_through_every_column(drawn: Chart):
    placed = place(drawn.waves, drawn.edges(), SIZES)
    level = {task: column for column, wave in enumerate(drawn.waves) for task in wave}
    half = {key: (SIZES.box if level[key[0]] == key[1] else SIZES.lane) / 2 for key in placed.y}
    for column in placed.columns:
        for upper, lower in itertools.pairwise(column):
            assert placed.y[lower] - placed.y[upper] >= half[upper] + half[lower] + SIZES.gap - 1e-6
    assert min((placed.y[key] - half[key] for key in placed.y), default=0) >= -1e-6
    assert max((placed.y[key] + half[key] for key in placed.y), default=0) <= placed.height + 1e-6
    for route in placed.routes:
        assert [column for _, column in route] == list(range(level[route[0][0]], level[route[-1][0]] + 1))


def test_a_thousand_tasks_are_drawn():
    names = [f"T{number:04}" for number in range(1000)]
    nodes = [Node(name, f"Task {name}", 30, tuple(names[max(0, at - 40) : at : 13])) for at, name in enumerate(names)]
    assert VIEWS["svg"](chart("Large", nodes)).count("<g>") == 1000


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("two\n words", 20, "two words"),
        ("longer than that", 8, "longer…"),
        ("日本語です", 6, "日本…"),
        ("e\u0301toile", 6, "e\u0301toile"),
    ],
)
def test_shorten(text, limit, expected):
    assert layout.shorten(text, limit) == expected


@given(st.text(), st.integers(1, 40))
def test_shortened_text_fits(text, limit):
    assert layout.width(layout.shorten(text, limit)) <= limit


def test_table_aligns_wide_characters():
    assert layout.table([("a", "日本", "x"), ("bb", "c", "")]) == ["a   日本  x", "bb  c"]
    assert layout.table([]) == []


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (150, "2 h 30 min"), (6000, "100 h")]
)
def test_duration(minutes, words):
    assert layout.duration(minutes) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories")])
def test_count(number, words):
    assert layout.count(number, "story", "stories") == words
