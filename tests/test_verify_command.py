"""`specdev verify` as it is called: what it prints, what it asks, how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from verifying import RUN, commit, git, invoke, outcomes, product, running, start, task

from specdev import evidence, schemas
from specdev.checks.reports import parse

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
QUOTE = 'quote: "`calc` prints 7", source: {path: vision.md, lines: [3, 4]}'


def without_times(text: str) -> list[str]:
    """The lines, with every time as `0.00 s`."""
    return [
        " ".join("0.00" if "." in word and word[0].isdigit() else word for word in line.split(" "))
        for line in text.splitlines()
    ]


def test_as_text(root: Path) -> None:
    task(
        root,
        f'kind: command, run: [echo, "\\e[31m"], expect: {{stdout: "7"}}, {QUOTE}',
        "kind: review, question: Nice?",
        'kind: command, run: ["true"], expect: {exit: 0}',
    )
    found = invoke(root, "--yes")
    assert (found.exit_code, without_times(found.stdout), found.stderr) == (
        1,
        [
            "failed   T001.1  FR-001  0.00 s",
            "         stdout: expected '7', got '\\x1b[31m\\n'",
            "         vision.md:3: “`calc` prints 7”",
            "skipped  T001.2  FR-002  0.00 s",
            "         for a person to judge: Nice?",
            "passed   T001.3  FR-003  0.00 s",
        ],
        "2 checks: 1 passed, 1 failed; 1 review for a person\n",
    )


def test_fail_fast_stops_at_the_first_check_that_does_not_pass(root: Path) -> None:
    task(
        root,
        'kind: command, run: ["true"], expect: {exit: 0}',
        'kind: command, run: ["false"], expect: {exit: 0}',
        "kind: command, run: [touch, ran.txt], expect: {exit: 1}",
    )
    found = invoke(root, "--yes", "--fail-fast", "--jobs", "1", "--format", "json")
    assert [check["outcome"] for check in json.loads(found.stdout)["checks"]] == ["passed", "failed"]
    assert (found.exit_code, found.stderr) == (1, "note: stopped at the first check that did not pass: T001.2\n")


def test_as_text_with_a_base(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}', "kind: file, path: new.txt, expect: {exists: true}")
    (root / "new.txt").write_text("x")
    found = invoke(root, "--yes", "--base", "HEAD")
    assert without_times(found.stdout) == [
        "vacuous  T001.1  FR-001  passed before  0.00 s",
        "         it passes on the base too, so it proves nothing",
        "passed   T001.2  FR-002  failed before  0.00 s",
    ]


def test_colours_are_for_terminals(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    call = [sys.executable, "-m", "specdev", "verify", "--yes"]
    plain, coloured = (
        subprocess.run(call, cwd=root, env={**os.environ, **more}, capture_output=True, text=True, check=True).stdout
        for more in ({}, {"FORCE_COLOR": "1"})
    )
    assert (plain.split()[0], coloured.split()[0]) == ("passed", "\x1b[32mpassed")


def test_as_json(root: Path) -> None:
    task(root, f'kind: command, run: ["true"], expect: {{exit: 0}}, {QUOTE}', "kind: review, question: Nice?")
    found = invoke(root, "--yes", "--format", "json", "--base", "HEAD")
    data = json.loads(found.stdout)
    Draft202012Validator(schemas.build()["verify"]).validate(data)
    for check in data["checks"]:
        assert check.pop("duration_s") >= 0
    assert (found.exit_code, data["checks"], data["summary"]) == (
        1,
        [
            {
                "id": "T001.1",
                "task": "T001",
                "slug": "calc",
                "kind": "command",
                "covers": ["FR-001"],
                "outcome": "vacuous",
                "before": "passed",
                "detail": "it passes on the base too, so it proves nothing",
                "network": bool(data["notes"]),
                "quote": "`calc` prints 7",
                "source": {"path": "vision.md", "lines": [3, 4]},
            },
            {
                "id": "T001.2",
                "task": "T001",
                "slug": "calc",
                "kind": "review",
                "covers": ["FR-002"],
                "outcome": "skipped",
                "before": "skipped",
                "detail": "for a person to judge: Nice?",
                "network": False,
                "quote": "",
                "source": None,
            },
        ],
        {"passed": 0, "failed": 0, "error": 0, "vacuous": 1, "skipped": 0, "reviews": 1},
    )


def test_as_junit(root: Path) -> None:
    task(
        root,
        f'kind: command, run: [printf, "\\\\033[31m\\\\376"], expect: {{stdout: "7"}}, {QUOTE}',
        "kind: nothing",
        "kind: review, question: x",
        'kind: command, run: ["true"], expect: {exit: 0}',
    )
    found = invoke(root, "--yes", "--format", "junit")
    top = ElementTree.fromstring(found.stdout)
    counts = {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    assert (top.tag, {name: top.get(name) for name in counts}) == ("testsuites", counts)
    (suite,) = top
    assert (suite.get("name"), {name: suite.get(name) for name in counts}) == ("calc/T001", counts)
    cases = [(case.get("name"), case.get("classname"), [child.tag for child in case]) for case in suite]
    assert cases == [
        ("T001.1 FR-001", "calc.T001", ["failure", "system-out"]),
        ("T001.2 FR-002", "calc.T001", ["error"]),
        ("T001.3 FR-003", "calc.T001", ["skipped"]),
        ("T001.4 FR-004", "calc.T001", []),
    ]
    failure = suite[0][0]
    assert (failure.text or "").splitlines() == [failure.get("message"), "vision.md:3: “`calc` prints 7”"]
    assert suite[0][1].text == "\\x1b[31m\ufffd"
    # what we write is what we read from others
    assert [case.outcome for case in parse(found.stdout.encode())] == ["failed", "error", "skipped", "passed"]


@pytest.mark.parametrize(
    ("checks", "status"),
    [
        (['kind: command, run: ["true"], expect: {exit: 0}'], 0),
        (['kind: command, run: ["true"], expect: {exit: 0}', "kind: review, question: x"], 0),
        (["kind: review, question: x"], 1),
        (['kind: command, run: ["false"], expect: {exit: 0}'], 1),
    ],
    ids=["all passed", "the rest is for a person", "nothing is proven", "one failed"],
)
def test_the_status(checks: list[str], status: int, root: Path) -> None:
    task(root, *checks)
    assert invoke(root, "--yes", "--tree", ".").exit_code == status


def test_a_person_at_a_terminal_is_asked_and_remembered(root: Path) -> None:
    task(root, 'kind: command, run: [echo, "1"], expect: {exit: 0}', "kind: command, run: [echo], network: true")
    ours, theirs = pty.openpty()
    with start(root, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE) as asked:
        os.close(theirs)
        os.write(ours, b"y\n")
        out, _ = asked.communicate(timeout=60)
        said = os.read(ours, 4096).decode()
    os.close(ours)
    assert (asked.returncode, out.split()[:2]) == (0, [b"passed", b"T001.1"])
    assert "  echo 1\r\n  echo   (with the network)\r\n" in said
    assert "Run them?" in said
    with start(root, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as again:
        again.communicate(timeout=60)
    assert again.returncode == 0


def test_without_a_terminal_what_would_run_is_listed_and_nothing_runs(root: Path) -> None:
    task(root, 'kind: command, run: [touch, "{tree}/../../../ran"], expect: {exit: 0}')
    with start(root, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as refused:
        out, err = refused.communicate(timeout=60)
    assert (refused.returncode, out, err.decode().splitlines()) == (
        2,
        b"",
        [
            "These commands would be run, each on a copy of the product:",
            "",
            "  touch {tree}/../../../ran",
            "",
            "error: nothing was executed: nobody has agreed to what would run here",
            "  hint: `specdev verify` asks at a terminal; `--yes` agrees, where somebody has read the checks",
        ],
    )
    assert not (root / ".specdev" / "evidence").exists()


def test_progress_is_shown_on_a_terminal_and_taken_away(root: Path) -> None:
    task(root, 'kind: command, run: [sleep, "1.6"], expect: {exit: 0}')
    ours, theirs = pty.openpty()
    with start(root, "--yes", stdin=subprocess.DEVNULL, stderr=theirs, stdout=subprocess.PIPE) as shown:
        os.close(theirs)
        shown.communicate(timeout=60)
        said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    lines = said.split("\r")
    assert "0/1 checks, 1 s: T001.1\x1b[K" in lines
    assert lines[-2:] == ["\x1b[K1 check: 1 passed", "\n"]


@pytest.mark.parametrize("words", [["-q"], []])
def test_nothing_is_drawn_where_nobody_looks(words: list[str], root: Path) -> None:
    task(root, 'kind: command, run: [sleep, "1.3"], expect: {exit: 0}')
    call = [sys.executable, "-m", "specdev", *words, "verify", "--yes"]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr == ("" if words else "1 check: 1 passed\n")


def begin(root: Path, token: str, *words: str) -> subprocess.Popen[bytes]:
    """A call of verify, once its check runs; the check leaves a child that hides."""
    run = f"env -i setsid -f sleep {token}; (cd / && exec env -i setsid -f sleep {token}); sleep {token}"
    passing = 'kind: command, run: ["true"], expect: {exit: 0}'
    task(root, passing, f'kind: command, run: "{run}", shell: true, expect: {{exit: 0}}')
    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "stdout": subprocess.PIPE}
    called = start(root, "--yes", "--jobs", "1", *words, **pipes)
    wait(lambda: len(running(token)) >= 4)
    return called


def wait(condition: object) -> bool:
    """Whether the condition came true within some seconds."""
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.02)
    return bool(condition())  # type: ignore[operator]


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing(number: int, root: Path, token: str, temporary: Path) -> None:
    with begin(root, token) as called:
        called.send_signal(number)
        called.communicate(timeout=30)
    assert called.returncode == (130 if number == signal.SIGINT else -number)
    assert wait(lambda: not running(token) and not list(temporary.iterdir()))
    assert {name: record.outcome for name, record in evidence.latest(root, "calc").items()} == {"T001.1": "passed"}


@needs_proc
def test_what_was_killed_with_all_its_workers_is_cleared_by_the_next_run(
    root: Path, token: str, temporary: Path
) -> None:
    with begin(root, token) as called:
        workers = Path(f"/proc/{called.pid}/task/{called.pid}/children")
        children = workers.read_text().split() if workers.exists() else children_of(called.pid)
        for pid in [called.pid, *map(int, children)]:
            os.kill(pid, signal.SIGKILL)
        called.communicate(timeout=30)
    (left,) = temporary.iterdir()
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]
    assert not left.exists()
    assert list(temporary.iterdir()) == []
    assert wait(lambda: len(running(token)) <= 1), "only what hides without a folder and a mark may be left"
    for pid in pids(token):
        os.kill(pid, signal.SIGKILL)


def pids(token: str) -> list[int]:
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if token.encode() in read(path)]


def children_of(parent: int) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = read(path).rpartition(b")")[2].split()
        if fields and int(fields[1]) == parent:
            found.append(path.parent.name)
    return found


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_cut_off_line_of_evidence_is_passed_over(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    assert invoke(root, "--yes").exit_code == 0
    place = evidence.path(root, "calc")
    place.write_bytes(place.read_bytes() + place.read_bytes()[:40])
    assert invoke(root, "--yes").exit_code == 0
    assert len(place.read_bytes().splitlines()) == 3
    assert evidence.latest(root, "calc")["T001.1"].outcome == "passed"


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, "\0", '{"check": "T001.1", "task": "T001", "outcome": "passed", "command": 5}']
    + [f'{{"check": "T001.1", "task": "T001", "outcome": "passed", "{name}": [1]}}' for name in ("seal", "duration_s")],
    ids=["nested", "NUL", "command", "seal", "duration"],
)
def test_a_damaged_line_is_passed_over(line: str, root: Path) -> None:
    task(root, RUN)
    product(root)
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "failed", "")]
    for path in (evidence.path(root, "calc"), root / ".specdev" / "proofs" / "calc.jsonl"):
        path.write_text(path.read_text() + line + "\n" + line)
    before = evidence.latest(root, "calc")
    assert [record.outcome for record in before.values()] == ["passed"]
    assert before["T001.1"].command
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "failed", "")]


def test_output_is_kept_and_says_where_it_was_cut(root: Path) -> None:
    task(root, "kind: command, run: [head, -c, '4194314', /dev/zero], expect: {exit: 0}")
    assert invoke(root, "--yes").exit_code == 0
    kept = (root / ".specdev" / "evidence" / "calc" / "T001.1.log").read_bytes()
    assert (len(kept.rstrip(b"\0")) > 0, kept[4194304:]) == (True, b"\n[10 bytes more were printed and not kept]\n")


def test_a_product_that_may_only_be_read(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "sub").mkdir(parents=True)
    (other / "sub" / "a.txt").write_text("a\n")
    for path in (other / "sub" / "a.txt", other / "sub", other):
        path.chmod(0o555)
    task(root, 'kind: command, run: "cat sub/a.txt; echo b > b.txt", shell: true, expect: {stdout: a, exit: 0}')
    found = invoke(root, "--yes", "--tree", str(other))
    for path in (other, other / "sub"):
        path.chmod(0o755)
    assert (found.exit_code, sorted(path.name for path in other.rglob("*"))) == (0, ["a.txt", "sub"])


def test_proofs_are_kept_and_used_again(root: Path) -> None:
    count = 'kind: command, run: "echo x >> {log}; test -e new.txt", shell: true, expect: {exit: 0}'
    log = root.parent / "log.txt"
    task(root, count.replace("{log}", str(log)))
    (root / "new.txt").write_text("x")
    seen = []
    for words in ([], [], ["--no-reuse"]):
        assert invoke(root, "--yes", "--base", "HEAD", *words).exit_code == 0
        seen.append(len(log.read_text().splitlines()))
    assert seen == [2, 3, 5]
    place = root / ".specdev" / "proofs" / "calc.jsonl"
    assert [json.loads(line)["outcome"] for line in place.read_text().splitlines()] == ["failed", "failed"]
    assert {json.loads(line)["base"] for line in place.read_text().splitlines()} == {git(root, "rev-parse", "HEAD")}


@pytest.mark.parametrize("what", ["check", "file", "base", "tests", "nothing"])
def test_a_proof_stands_as_long_as_check_files_and_base_do(what: str, root: Path) -> None:
    check = "kind: command, run: [cat, a.txt, new.txt], files_in: [checks/a.txt], expect: {exit: 0}"
    tests = "kind: test, runner: pytest, select: FR-002"
    task(root, check, tests, a="x")
    (root / "new.txt").write_text("x")
    (root / "test_a.py").write_text("def test_fr_002(): open('new.txt')\n")
    assert [entry[1:3] for entry in outcomes(root, base="HEAD")] == [("passed", "failed")] * 2
    if what == "check":
        task(root, check.replace("exit: 0", "exit: [0]"), tests, a="x")
    elif what == "file":
        task(root, check, tests, a="y")
    elif what == "base":
        (root / "README.md").write_text("other")
        git(root, "commit", "-qam", "y")
    elif what == "tests":
        (root / "test_a.py").write_text("def test_fr_002(): open('new.txt'), open('new.txt')\n")
    assert [entry[1:3] for entry in outcomes(root, base="HEAD")] == [("passed", "failed")] * 2
    lines = (root / ".specdev" / "proofs" / "calc.jsonl").read_text().splitlines()
    assert len(lines) == {"check": 3, "file": 3, "base": 4, "tests": 3, "nothing": 2}[what]


def test_what_could_not_be_judged_on_the_base_is_tried_again(root: Path) -> None:
    task(root, "kind: command, run: [./slow], timeout_s: 1, expect: {exit: 0}".replace("timeout_s: 1, ", ""))
    path = root / "specs" / "calc" / "tasks" / "T001-x.md"
    path.write_text(path.read_text().replace("timeout_s: 30", "timeout_s: 0.5"))
    for text in ("#!/bin/sh\nsleep 30\n", "#!/bin/sh\n"):
        (root / "slow").write_text(text)
        (root / "slow").chmod(0o755)
        commit(root)
    assert [entry[2] for entry in outcomes(root, base="HEAD~1")] == ["error"]
    assert not (root / ".specdev" / "proofs" / "calc.jsonl").read_text()
