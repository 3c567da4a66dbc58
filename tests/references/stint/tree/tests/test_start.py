import re

import pytest


def test_start_1_adds_a_line_with_the_current_time(stint):
    status, out, err = stint("start", "acme", "kick-off call")
    assert (status, err) == (0, "")
    time = re.fullmatch(r"started acme at ([0-9]{2}:[0-9]{2})\n", out).group(1)
    assert re.fullmatch(rf"[0-9-]{{10}}T{time}\t-\tacme\tkick-off call\n", stint.log.read_text())


def test_start_1_adds_behind_what_is_there(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    stint("stop", "--at", "2025-03-03T10:30")
    assert stint("start", "blog", "--at", "2025-03-03T13:15") == (0, "started blog at 13:15\n", "")
    assert stint.log.read_text() == "2025-03-03T09:00\t2025-03-03T10:30\tacme\t\n2025-03-03T13:15\t-\tblog\t\n"


def test_start_2_one_at_a_time(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    before = stint.log.read_text()
    assert stint("start", "blog", "--at", "2025-03-03T10:00") == (1, "", "already running: acme since 09:00\n")
    assert stint.log.read_text() == before


@pytest.mark.parametrize("name", ["Acme!", "acme!", "Acme", "1acme", "a b", "a_b", "", "bücher", "a\n"])
def test_start_3_bad_names(stint, name):
    assert stint("start", name) == (2, "", f"bad project name: {name}\n")
    assert not stint.log.exists()


@pytest.mark.parametrize("name", ["a", "acme-2", "a1", "a-"])
def test_start_3_good_names(stint, name):
    assert stint("start", name, "--at", "2025-03-03T09:00") == (0, f"started {name} at 09:00\n", "")


@pytest.mark.parametrize(
    ("end", "duration"), [("2025-03-03T10:30", "1:30"), ("2025-03-03T09:05", "0:05"), ("2025-03-07T13:00", "100:00")]
)
def test_stop_1_writes_the_end_and_says_how_long(stint, end, duration):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    assert stint("stop", "--at", end) == (0, f"stopped acme after {duration}\n", "")
    assert stint.log.read_text() == f"2025-03-03T09:00\t{end}\tacme\t\n"


def test_stop_2_nothing_is_running(stint):
    assert stint("stop") == (1, "", "nothing is running\n")
    assert not stint.log.exists()


def test_stop_3_not_before_the_start(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    before = stint.log.read_text()
    assert stint("stop", "--at", "2025-03-03T08:00") == (2, "", "cannot stop at 08:00, started at 09:00\n")
    assert stint.log.read_text() == before
    assert stint("stop", "--at", "2025-03-03T09:00") == (0, "stopped acme after 0:00\n", "")
