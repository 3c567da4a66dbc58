import resource

import pytest


def test_qr_001_a_hundred_thousand_lines_in_two_seconds(stint):
    lines = (f"2025-03-03T09:00\t2025-03-03T10:30\tproject-{number % 50}\tnote\n" for number in range(100_000))
    stint.log.write_text("".join(lines))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    status, out, _ = stint("report")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (status, out.splitlines()[-1]) == (0, "total       150000:00")
    # the processor's time: what else the machine has to do is no fault of ours
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


@pytest.mark.parametrize(
    "words",
    [["start", "acme"], ["stop"], ["status"], ["report"], ["start", "Acme!"], ["status", "--at", "x"], ["fly"], []],
)
def test_qr_002_results_to_stdout_errors_to_stderr_without_full_stop(stint, words):
    status, out, err = stint(*words)
    assert bool(out) == (status == 0)
    assert bool(err) == (status != 0)
    assert not (out + err).rstrip().endswith(".")
