import re
from datetime import datetime, timedelta, timezone

import pytest

LINE = "2025-03-03T09:00\t2025-03-03T10:30\tacme\tkick-off call\n"


def test_fr_003_start_end_project_and_note_between_tabs(stint):
    stint("start", "acme", "kick-off call", "--at", "2025-03-03T09:00")
    stint("stop", "--at", "2025-03-03T10:30")
    assert stint.log.read_text() == LINE


def test_fr_003_a_tab_in_the_note_is_written_as_a_space(stint):
    stint("start", "acme", "a\tb", "--at", "2025-03-03T09:00")
    assert stint.log.read_text() == "2025-03-03T09:00\t-\tacme\ta b\n"


def test_log_1_local_times_without_seconds_and_zone(stint):
    stint("start", "acme")
    assert re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\t", stint.log.read_text())


def test_log_1_the_time_of_the_place(stint, monkeypatch):
    monkeypatch.setenv("TZ", "EAST-11:30")
    before = datetime.now(timezone(timedelta(hours=11, minutes=30)))
    stint("start", "acme")
    written = datetime.fromisoformat(stint.log.read_text().split("\t")[0])
    assert timedelta(minutes=-1) < written - before.replace(tzinfo=None) < timedelta(minutes=10)


@pytest.mark.parametrize("time", ["2025-03-03T09:00:00", "2025-03-03T09:00Z", "2025-03-03T09:00+01:00"])
def test_log_1_no_seconds_and_no_zone_are_read(stint, time):
    stint.log.write_text(f"{time}\t-\tacme\t\n")
    assert stint("status") == (3, "", "stint.log:1: cannot read this line\n")


def test_log_2_a_running_stint_has_a_hyphen_as_its_end(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    stint("start", "blog", "--at", "2025-03-03T10:00")
    assert stint.log.read_text() == "2025-03-03T09:00\t-\tacme\t\n"


def test_log_3_an_empty_note_leaves_the_tab(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    assert stint.log.read_text().endswith("acme\t\n")
    assert stint("status", "--at", "2025-03-03T09:10")[0] == 0


def test_log_4_comments_and_empty_lines_stay_where_they_are(stint):
    stint.log.write_text(f"# March\n\n{LINE}# more\n2025-03-03T11:00\t-\tblog\t\n\n# end\n")
    assert stint("stop", "--at", "2025-03-03T12:00") == (0, "stopped blog after 1:00\n", "")
    stint("start", "acme", "--at", "2025-03-03T13:00")
    assert stint.log.read_text() == (
        f"# March\n\n{LINE}# more\n2025-03-03T11:00\t2025-03-03T12:00\tblog\t\n\n# end\n2025-03-03T13:00\t-\tacme\t\n"
    )


@pytest.mark.parametrize("words", [["start", "blog"], ["stop"], ["status"], ["report"], ["report", "--csv"]])
@pytest.mark.parametrize("file", ["stint.log", "./stint.log"])
def test_log_5_every_command_names_the_line_that_cannot_be_read(stint, words, file):
    text = f"{LINE}\nnonsense\n2025-03-03T11:00\t-\tblog\t\n"
    stint.log.write_text(text)
    assert stint(*words, "--file", file) == (3, "", f"{file}:3: cannot read this line\n")
    assert stint.log.read_text() == text


@pytest.mark.parametrize(
    "line",
    [
        "2025-03-03T09:00\t2025-03-03T10:30\tacme",
        "2025-03-03T09:00\t2025-03-03T10:30\tacme\ta\tb",
        "2025-03-03 09:00\t2025-03-03T10:30\tacme\t",
        "2025-03-03T09:00:00\t2025-03-03T10:30\tacme\t",
        "2025-02-30T09:00\t2025-03-03T10:30\tacme\t",
        "2025-03-03T09:00\t\tacme\t",
        "2025-03-03T09:00\t2025-03-03T10:30\tAcme!\t",
        " # not at the start",
    ],
)
def test_log_5_what_cannot_be_read(stint, line):
    stint.log.write_text(f"{line}\n")
    assert stint("status") == (3, "", "stint.log:1: cannot read this line\n")
