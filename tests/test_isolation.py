"""What checks are kept away from: the network, the user's files, and each other."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from typing import IO

import pytest
from verifying import git, invoke, outcomes, running, task

from specdev.checks.rundir import clear, run_folder
from specdev.checks.worker import Order, Site
from specdev.outcomes import Options
from specdev.verification import verify

NAMESPACES = ("unshare", "--user", "--map-root-user", "--net", "true")


def can_isolate() -> bool:
    return bool(shutil.which("unshare")) and subprocess.run(NAMESPACES, check=False).returncode == 0


isolating = pytest.mark.skipif(not can_isolate(), reason="needs user namespaces")
CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)"


def connecting(host: str, port: int, more: str = "") -> str:
    return f"kind: command, run: [python3, -c, '{CONNECT}', {host}, '{port}'], expect: {{exit: 0}}{more}"


@pytest.fixture
def listener() -> Iterator[int]:
    """The port of a service outside of the checks."""
    with socket.create_server(("127.0.0.1", 0)) as service:
        yield service.getsockname()[1]


@isolating
def test_a_check_reaches_the_network_only_where_it_says_so(root: Path, listener: int) -> None:
    task(root, connecting("127.0.0.1", listener), connecting("127.0.0.1", listener, ", network: true"))
    found = list(verify(root, (), Options(), yes=True))
    assert [(outcome.outcome, outcome.network) for outcome in found] == [("failed", False), ("passed", True)]
    assert "Connection refused" in found[0].detail


@isolating
def test_there_is_no_way_out(root: Path) -> None:
    interfaces = "import socket; print([name for _, name in socket.if_nameindex()])"
    task(
        root,
        connecting("192.0.2.1", 80),
        f"kind: command, run: [python3, -c, '{interfaces}'], expect: {{stdout: \"['lo']\"}}",
        "kind: command, run: [nsenter, -t, '1', -n, 'true'], expect: {exit: nonzero}",
    )
    found = outcomes(root)
    assert [entry[1] for entry in found] == ["failed", "passed", "passed"]
    assert "Network is unreachable" in found[0][3]


SERVE = "import http.server as s; s.HTTPServer(('127.0.0.1', {port}), s.SimpleHTTPRequestHandler).serve_forever()"
ANSWER = "exchanges: [{request: {path: /}, expect: {status: 200}}]"


@isolating
def test_services_on_the_same_port_do_not_meet(root: Path, listener: int) -> None:
    serve = SERVE.replace("{port}", str(listener))
    words = f'kind: http, service: {{run: [python3, -c, "{serve}"], port: {listener}}}, {ANSWER}'
    task(root, *[words] * 4)
    assert [entry[1] for entry in outcomes(root, jobs=2)] == ["passed"] * 4


def test_a_service_may_use_the_network_where_the_check_says_so(root: Path) -> None:
    task(root, f'kind: http, network: true, service: {{run: [python3, -c, "{SERVE}"]}}, {ANSWER}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]


FORBIDDEN = "cd /proc/sys/user && echo 0 > max_user_namespaces && echo 0 > max_net_namespaces && cd $OLDPWD && exec"


def without_isolation(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A call of verify where no namespace can be made."""
    call = ["unshare", "--user", "--map-root-user", "sh", "-c", f'{FORBIDDEN} "$@"', "sh", sys.executable]
    return subprocess.run(
        [*call, "-m", "specdev", "verify", "--yes", *words], cwd=root, capture_output=True, text=True, check=False
    )


@isolating
def test_a_machine_that_cannot_isolate_says_so_and_goes_on(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    text, data = without_isolation(root), without_isolation(root, "--format", "json")
    note = "checks are not kept off the network here: no space left on device"
    assert (text.returncode, text.stderr) == (0, f"note: {note}\n1 check: 1 passed\n")
    found = json.loads(data.stdout)
    assert (found["notes"], [check["network"] for check in found["checks"]]) == ([note], [True])


@isolating
def test_a_machine_that_cannot_isolate_runs_nothing_where_that_is_required(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    refused = without_isolation(root, "--require-isolation")
    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        "error: nothing was executed: checks are not kept off the network here: no space left on device\n",
    )
    assert invoke(root, "--yes", "--require-isolation").exit_code == 0


@isolating
def test_no_check_can_write_to_the_users_files(root: Path) -> None:
    (root / "node_modules" / "dep").mkdir(parents=True)
    (root / ".gitignore").write_text("node_modules/\n.specdev/\n")
    run = f"echo x > node_modules/dep/x; echo x > {root}/README.md; rm -rf {root}; true"
    task(root, f'kind: command, run: "{run}", shell: true, expect: {{exit: 0}}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]
    assert (root / "README.md").read_text() == "# Calc\n"
    assert not (root / "node_modules" / "dep" / "x").exists()


def test_what_tools_write_beside_packages_stays_in_the_copy(root: Path) -> None:
    (root / "node_modules" / "dep").mkdir(parents=True)
    (root / "node_modules" / "dep" / "a.txt").write_text("a\n")
    (root / "node_modules" / ".cache").mkdir()
    (root / ".gitignore").write_text("node_modules/\n.specdev/\n")
    run = "cat node_modules/dep/a.txt; mkdir node_modules/.cache && touch node_modules/.cache/x node_modules/y"
    task(root, f'kind: command, run: "{run}", shell: true, expect: {{stdout: a, exit: 0}}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]
    assert sorted(path.name for path in (root / "node_modules").rglob("*")) == [".cache", "a.txt", "dep"]


CHANGES = [
    "echo x >> README.md",
    "rm README.md",
    "mv README.md other.md",
    "rm README.md; mkdir README.md",
    "rm -r sub; ln -s /etc sub",
    "chmod 000 README.md sub",
    "touch new sub/new",
    "touch -d 2001-01-01 README.md",
    "cp -p README.md x; printf y > README.md; touch -r x README.md; rm x",
    "ln README.md sub/hard; echo x > sub/hard",
    "rm sub/link; ln -s other sub/link",
    "rm -rf ./* ./.[a-z]*",
]
STATE = "ls -lAR --time-style=full-iso | grep -v '^total'; cat README.md sub/a.txt; readlink sub/link"


def test_what_a_check_does_to_its_copy_the_next_one_does_not_see(root: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub" / "a.txt").write_text("a")
    (root / "sub" / "link").symlink_to("../README.md")
    for path in (root / "README.md", root / "sub" / "a.txt"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    look = f'kind: command, run: "{STATE}", shell: true, expect: {{exit: 0}}'
    each = [f'kind: command, run: "{change}", shell: true, expect: {{exit: 0}}' for change in CHANGES]
    task(root, look, *[check for one in each for check in (one, look)])
    found = list(verify(root, (), Options(jobs=1), yes=True))
    assert {outcome.outcome for outcome in found} == {"passed"}
    seen = [b"\n".join(line for line in outcome.output.split(b"\n") if b"specs" not in line) for outcome in found[::2]]
    assert dict(zip(CHANGES, seen[1:], strict=True)) == dict.fromkeys(CHANGES, seen[0])


def test_folders_that_are_hard_to_remove(root: Path, temporary: Path) -> None:
    deep = "import os\nfor _ in range(1500):\n    os.mkdir('a' * 50)\n    os.chdir('a' * 50)"
    words = json.dumps(["python3", "-c", deep])
    closed = "mkdir -p 0/1/2 && touch 0/1/2/x && chmod 0 0/1/2 0/1 0"
    task(
        root,
        f"kind: command, run: {words}, expect: {{exit: 0}}",
        f'kind: command, run: {words}, cwd: "{{scratch}}", expect: {{exit: 0}}',
        f'kind: command, run: "{closed}", shell: true, expect: {{exit: 0}}',
        'kind: command, run: [ls], expect: {stdout: "README.md\\nspecs"}',
    )
    assert [entry[1] for entry in outcomes(root, jobs=1)] == ["passed"] * 4
    assert list(temporary.iterdir()) == []


def test_beside_other_threads_checks_are_executed_too(root: Path, token: str, temporary: Path) -> None:
    task(root, *[f'kind: command, run: "setsid sleep {token} & echo 7", shell: true, expect: {{stdout: "7"}}'] * 3)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    found = [entry[1] for entry in outcomes(root, jobs=2)]
    done.set()
    other.join()
    assert (found, running(token), list(temporary.iterdir())) == (["passed"] * 3, [], [])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_worker_that_dies_is_replaced(root: Path, token: str, temporary: Path) -> None:
    kill = f"setsid sleep {token} & kill -9 $PPID; sleep {token}"
    good = 'kind: command, run: ["true"], expect: {exit: 0}'
    task(root, good, f'kind: command, run: "{kill}", shell: true, expect: {{exit: 0}}', good)
    assert [entry[1::2] for entry in outcomes(root, jobs=1)] == [
        ("passed", ""),
        ("error", "the process that executed it was ended"),
        ("passed", ""),
    ]
    assert (running(token), list(temporary.iterdir())) == ([], [])


def test_a_worker_that_is_left_alone_at_once_leaves_nothing(tmp_path: Path) -> None:
    code = "from specdev.checks.worker import main; main()"
    for number in range(12):  # it may be anywhere when it hears of it
        run = tmp_path / str(number)
        for place in (run / "after", run / "before"):
            place.mkdir(parents=True)
        (run / "lock").touch()
        ours, theirs = Pipe()
        with subprocess.Popen([sys.executable, "-c", code], stdin=theirs.fileno(), stderr=subprocess.PIPE) as alone:
            theirs.close()
            ours.send(Order(Site(run, run / "after", run / "before", run), "worker1", isolated=True))
            ours.close()
            _, said = alone.communicate(timeout=60)
        assert (alone.returncode, said, run.exists()) == (0, b"", False)


def test_nobody_wants_the_rest(root: Path, token: str, temporary: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}', f"kind: command, run: [sleep, '{token}']")
    found = verify(root, (), Options(jobs=2), yes=True)
    assert next(found).outcome == "passed"
    found.close()  # type: ignore[attr-defined]
    assert (running(token), list(temporary.iterdir())) == ([], [])


def test_another_run_is_left_alone(root: Path, temporary: Path) -> None:
    task(root, *['kind: command, run: ["true"], expect: {exit: 0}'] * 2)
    first = verify(root, (), Options(jobs=1), yes=True)
    assert next(first).outcome == "passed"
    assert [entry[1] for entry in outcomes(root)] == ["passed"] * 2
    assert [outcome.outcome for outcome in first] == ["passed"]
    assert list(temporary.iterdir()) == []


def test_another_run_is_left_alone_while_it_begins(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = fcntl.flock

    def late(handle: IO[str], operation: int) -> None:
        if operation == fcntl.LOCK_EX:
            monkeypatch.setattr(fcntl, "flock", lock)
            clear()  # as another run does when it begins
        lock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with run_folder() as folder:
        assert folder.is_dir()
    assert list(temporary.iterdir()) == []


def test_the_repository_is_not_touched(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    before = {path: path.read_bytes() for path in (root / ".git").rglob("*") if path.is_file()}
    assert [entry[1] for entry in outcomes(root, base="HEAD")] == ["vacuous"]
    assert {path: path.read_bytes() for path in (root / ".git").rglob("*") if path.is_file()} == before
    assert git(root, "status", "--porcelain") == "?? specs/"
