def test_fr_001_one_line_for_each_stint_in_the_current_folder(stint):
    stint("start", "acme", "--at", "2025-03-03T09:00")
    stint("stop", "--at", "2025-03-03T10:00")
    assert len(stint.log.read_text().splitlines()) == 1
    stint("start", "blog", "--at", "2025-03-03T11:00")
    assert len(stint.log.read_text().splitlines()) == 2


def test_fr_002_file_names_another_file(stint):
    stint("start", "acme", "--file", "other.log", "--at", "2025-03-03T09:00")
    assert not stint.log.exists()
    assert (stint.folder / "other.log").exists()
    assert stint("status", "--file", "other.log", "--at", "2025-03-03T09:10") == (0, "acme for 0:10\n", "")
    assert stint("--file", "other.log", "stop", "--at", "2025-03-03T09:20") == (0, "stopped acme after 0:20\n", "")
    assert stint("report", "--file", "other.log", "--csv") == (0, "project,minutes\nacme,20\n", "")
