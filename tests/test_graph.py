"""Waves, circles, critical path and reduction, on small graphs by hand and on random ones by their laws."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdev import graph

DIAMOND = {"T001": (), "T002": ("T001",), "T003": ("T001",), "T004": ("T002", "T003", "T001")}


@st.composite
def acyclic(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Graphs in which each task needs earlier ones only, written in any order."""
    names = [f"T{number:03}" for number in range(draw(st.integers(0, 12)))]
    needs = {
        name: tuple(draw(st.lists(st.sampled_from(names[:at]), unique=True))) if at else ()
        for at, name in enumerate(names)
    }
    return {name: needs[name] for name in draw(st.permutations(names))}


def reachable(needs: graph.Needs) -> dict[str, set[str]]:
    above: dict[str, set[str]] = {}
    for task in graph.order(needs):
        above[task] = set(needs[task]).union(*(above[need] for need in needs[task]))
    return above


def test_waves_follow_the_longest_path_and_keep_the_order_of_the_mapping():
    assert graph.waves({"T009": (), **DIAMOND}) == [["T009", "T001"], ["T002", "T003"], ["T004"]]


def test_waves_pass_over_an_unknown_need():
    assert graph.waves({"T001": ("T777",)}) == [["T001"]]


def test_waves_of_nothing():
    assert graph.waves({}) == []


def test_waves_of_a_circle_raise_and_name_it():
    with pytest.raises(graph.CycleError) as caught:
        graph.waves({"T001": (), "T002": ("T001", "T005"), "T005": ("T002",)})
    assert caught.value.message == "tasks need each other in a circle: T002 → T005 → T002"


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (DIAMOND, None),
        ({"T001": ("T001",)}, ["T001", "T001"]),
        ({"T001": ("T002",), "T002": ("T003",), "T003": ("T002",)}, ["T002", "T003", "T002"]),
        ({"T003": ("T002",), "T002": ("T003",)}, ["T003", "T002", "T003"]),
    ],
    ids=["none", "itself", "behind a task that only waits", "starts with the first that is written"],
)
def test_cycle(needs: graph.Needs, expected: list[str] | None):
    assert graph.cycle(needs) == expected


def test_critical_path_is_the_longest_in_minutes_and_the_first_of_equals():
    assert graph.critical_path(DIAMOND, {"T001": 10, "T002": 5, "T003": 50, "T004": 1}) == ["T001", "T003", "T004"]
    assert graph.critical_path(DIAMOND, dict.fromkeys(DIAMOND, 1)) == ["T001", "T002", "T004"]
    assert graph.critical_path({}, {}) == []


def test_remaining_is_the_longest_chain_from_a_task_to_the_end():
    minutes = {"T001": 10, "T002": 5, "T003": 50, "T004": 1}
    assert graph.remaining(DIAMOND, minutes) == {"T001": 61, "T002": 6, "T003": 51, "T004": 1}


def test_parallelism_is_all_minutes_over_those_of_the_critical_path():
    assert graph.parallelism(DIAMOND, dict.fromkeys(DIAMOND, 30)) == 120 / 90
    assert graph.parallelism({}, {}) == 1.0


def test_reduce_drops_what_follows_what_is_unknown_and_what_is_repeated():
    needs = {**DIAMOND, "T005": ("T004", "T004", "T777", "T001")}
    assert graph.reduce(needs) == {
        "T001": (),
        "T002": ("T001",),
        "T003": ("T001",),
        "T004": ("T002", "T003"),
        "T005": ("T004",),
    }


def test_dependents_turn_the_graph_round():
    assert graph.dependents(DIAMOND) == {
        "T001": ("T002", "T003", "T004"),
        "T002": ("T004",),
        "T003": ("T004",),
        "T004": (),
    }


def test_ready_are_tasks_whose_needs_are_all_done():
    assert graph.ready(DIAMOND, {"T001", "T002"}) == ["T003"]
    assert graph.ready({"T001": ("T777",)}, set()) == []


def test_a_chain_of_ten_thousand_tasks_is_no_problem():
    names = [f"T{number:05}" for number in range(10_000)]
    chain = {name: tuple(names[max(0, at - 1) : at]) for at, name in enumerate(names)}
    assert graph.waves(chain) == [[name] for name in names]
    assert graph.cycle(chain) is None
    assert graph.cycle({**chain, names[0]: (names[-1],)}) == [names[0], *reversed(names[1:]), names[0]]
    assert graph.reduce(chain) == chain


@given(acyclic())
def test_every_task_stands_one_wave_after_its_latest_need(needs: graph.Needs):
    level = {task: number for number, wave in enumerate(graph.waves(needs)) for task in wave}
    assert level == {task: max((level[need] + 1 for need in needs[task]), default=0) for task in needs}


@given(acyclic())
def test_reduction_keeps_what_can_be_reached_and_no_need_can_be_spared(needs: graph.Needs):
    reduced = graph.reduce(needs)
    assert reachable(reduced) == reachable(needs)
    for task, wanted in reduced.items():
        for spared in wanted:
            fewer = {**reduced, task: tuple(need for need in wanted if need != spared)}
            assert reachable(fewer) != reachable(needs)


@given(acyclic(), st.data())
def test_a_circle_is_found_exactly_where_there_is_one(needs: dict[str, tuple[str, ...]], data: st.DataObject):
    assert graph.cycle(needs) is None
    above = reachable(needs)
    pairs = [(low, high) for high, found in above.items() for low in sorted(found)]
    if pairs:
        low, high = data.draw(st.sampled_from(pairs))
        closed = {**needs, low: (*needs[low], high)}
        path = graph.cycle(closed)
        assert path is not None
        assert path[0] == path[-1]
        assert all(later in closed[task] for task, later in itertools.pairwise(path))
