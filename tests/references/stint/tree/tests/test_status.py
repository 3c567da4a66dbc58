from datetime import date

import pytest

LOG = (
    "2025-03-03T09:00\t2025-03-03T10:30\tacme\tkick-off call\n"
    "2025-03-04T09:00\t2025-03-04T09:05\tlonger-name\t\n"
    "2025-03-05T09:00\t2025-03-05T10:00\tacme\t\n"
    "2025-03-06T13:15\t-\tblog\tdraft\n"
)
UNSORTED = (
    "2025-03-03T09:00\t2025-03-03T12:00\tb\t\n"
    "2025-03-04T09:00\t2025-03-04T10:00\ta\t\n"
    "2025-03-05T09:00\t2025-03-05T11:00\ta-b\t\n"
)
FIRST = LOG.splitlines(keepends=True)[0]


def test_status_1_the_running_stint(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    assert stint("status", "--at", "2025-03-03T09:45") == (0, "acme for 0:45\n", "")


def test_status_1_with_its_note(stint):
    stint("start", "acme", "kick-off call", "--at", "2025-03-03T09:00")
    assert stint("status", "--at", "2025-03-03T09:45") == (0, "acme for 0:45 (kick-off call)\n", "")


def test_status_2_idle(stint):
    assert stint("status") == (0, "idle\n", "")


def test_status_2_exits_with_0_in_both_cases(stint):
    stint("start", "acme")
    assert stint("status")[0] == 0


def test_report_1_names_padded_and_sorted_with_the_sum_below(stint):
    stint.log.write_text(LOG)
    assert stint("report") == (0, "acme         2:30\nlonger-name  0:05\ntotal        2:35\n", "")


def test_report_1_sorted_by_name_alone(stint):
    stint.log.write_text(UNSORTED)
    assert stint("report") == (0, "a      1:00\na-b    2:00\nb      3:00\ntotal  6:00\n", "")


def test_report_1_total_counts_as_a_name(stint):
    stint.log.write_text(FIRST)
    assert stint("report") == (0, "acme   1:30\ntotal  1:30\n", "")


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (["--from", "2025-03-04"], "project,minutes\nacme,60\nlonger-name,5\n"),
        (["--to", "2025-03-04"], "project,minutes\nacme,90\nlonger-name,5\n"),
        (["--from", "2025-03-03", "--to", "2025-03-03"], "project,minutes\nacme,90\n"),
        (["--from", "2025-03-07"], "project,minutes\n"),
    ],
)
def test_report_2_both_days_belong_to_it(stint, words, out):
    stint.log.write_text(LOG)
    assert stint("report", "--csv", *words) == (0, out, "")


def test_report_2_the_start_decides(stint):
    stint.log.write_text("2025-03-03T23:00\t2025-03-04T01:00\tacme\t\n")
    assert stint("report", "--csv", "--to", "2025-03-03")[1] == "project,minutes\nacme,120\n"
    assert stint("report", "--csv", "--from", "2025-03-04")[1] == "project,minutes\n"


@pytest.mark.parametrize("option", ["--from", "--to"])
@pytest.mark.parametrize("day", ["2025-02-30", "20250303", "3.3.2025", "2025-3-3"])
def test_report_2_bad_dates(stint, option, day):
    assert stint("report", option, day) == (2, "", f"bad date: {day}\n")


def test_report_3_csv(stint):
    stint.log.write_text(LOG)
    assert stint("report", "--csv") == (0, "project,minutes\nacme,150\nlonger-name,5\n", "")


def test_report_3_sorted_by_name_alone(stint):
    stint.log.write_text(UNSORTED)
    assert stint("report", "--csv") == (0, "project,minutes\na,60\na-b,120\nb,180\n", "")


def test_report_4_the_example(stint):
    stint.log.write_text(FIRST)
    assert stint("report") == (0, "acme   1:30\ntotal  1:30\n", "")
    assert stint("report", "--csv") == (0, "project,minutes\nacme,90\n", "")


@pytest.mark.parametrize("text", ["", "# nothing\n", "2025-03-06T13:15\t-\tblog\tdraft\n"])
def test_report_4_nothing_to_report(stint, text):
    stint.log.write_text(text)
    assert stint("report") == (0, "nothing to report\n", "")
    assert stint("report", "--csv") == (0, "project,minutes\n", "")


def test_clock_1_at_stands_for_the_current_time(stint):
    assert stint("start", "acme", "--at", "00:01") == (0, "started acme at 00:01\n", "")
    assert stint.log.read_text() == f"{date.today()}T00:01\t-\tacme\t\n"


def test_clock_1_a_full_time(stint):
    assert stint("start", "acme", "--at", "2025-03-03T09:00") == (0, "started acme at 09:00\n", "")
    assert stint("status", "--at", "2025-03-04T09:00") == (0, "acme for 24:00\n", "")
    assert stint("stop", "--at", "2025-03-04T09:30") == (0, "stopped acme after 24:30\n", "")


@pytest.mark.parametrize("time", ["25:00", "9:00", "12:60", "0900", "2025-02-30T09:00", "2025-03-03", "09:00:00", ""])
def test_clock_1_bad_times(stint, time):
    for words in (["start", "acme"], ["stop"], ["status"]):
        assert stint(*words, "--at", time) == (2, "", f"bad time: {time}\n")
    assert not stint.log.exists()
