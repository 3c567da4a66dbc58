"""Many questions at once: in order, as fast as the endpoint bears, and nothing is asked twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from asking import ADA, Person, model
from scripted_endpoint import Scripted

from specdev.llm.gang import Question, ask_all, run
from specdev.llm.ledger import Spent
from specdev.llm.pace import Pace
from specdev.llm.trouble import Refused, Stopped, Trouble, Unauthorized

PROGRAM = """
import sys
from pathlib import Path
from asking import Person, model
from specdev.llm.gang import Question, ask_all
with model(Path(sys.argv[1]), sys.argv[2], {"concurrency": 4}) as asked:
    questions = [Question(f"{n}", [{"role": "user", "content": f"{n}"}], Person) for n in range(int(sys.argv[3]))]
    try:
        found = ask_all(asked, questions, lambda done, total, spent: print(done, total, flush=True))
    except KeyboardInterrupt:
        sys.exit(130)
print([one.age for one in found])
"""


def questions(count: int) -> list[Question[Person]]:
    return [Question(f"q{number}", [{"role": "user", "content": f"{number}"}], Person) for number in range(count)]


def number(body: dict[str, Any]) -> int:
    return int(body["messages"][-1]["content"])


def numbered(body: dict[str, Any]) -> dict[str, Any]:
    """Each question is answered with its number; the early ones take longest."""
    return {"content": f'{{"name": "x", "age": {number(body)}}}', "delay": 0.05 * (number(body) % 4 == 0)}


def test_answers_come_in_the_order_of_the_questions(tmp_path):
    told = []
    with Scripted(numbered) as server, model(tmp_path, server.url, {"concurrency": 8}) as asked:
        found = ask_all(asked, questions(40), lambda done, total, spent: told.append((done, total, spent)))
        assert [answer.age for answer in found] == list(range(40))
    assert 2 <= server.most <= 8
    assert [done for done, *_ in told] == list(range(1, 41))
    assert told[-1] == (40, 40, Spent(40, 4800))
    assert ask_all(asked, []) == []


def test_one_trouble_is_one_answer_less(tmp_path):
    def script(body: dict[str, Any]) -> dict[str, Any]:
        return {"refusal": "No."} if number(body) == 3 else numbered(body)

    with Scripted(script) as server, model(tmp_path, server.url) as asked:
        found = ask_all(asked, questions(6))
    assert isinstance(found[3], Refused)
    assert [answer.age for answer in found if isinstance(answer, Person)] == [0, 1, 2, 4, 5]


def test_a_lasting_trouble_ends_the_asking(tmp_path):
    with (
        Scripted(lambda body: {"status": 401, "error": "no"}) as server,
        model(tmp_path, server.url, {"concurrency": 2}) as asked,
    ):
        found = ask_all(asked, questions(50))
    assert all(isinstance(one, Unauthorized) for one in found)
    assert len(server.requests) <= 4


def test_a_used_up_budget_leaves_what_was_answered(tmp_path):
    more = {"concurrency": 1, "budget": {"calls": 5}}
    with Scripted(numbered) as server, model(tmp_path, server.url, more) as asked:
        found = ask_all(asked, questions(9))
    assert [one.age if isinstance(one, Person) else one.kind for one in found] == [0, 1, 2, 3, 4, *["exhausted"] * 4]
    with Scripted(numbered) as server, model(tmp_path, server.url, more) as again:
        assert [one.age for one in ask_all(again, questions(9))] == list(range(9))
    assert len(server.requests) == 4


def test_a_busy_endpoint_gets_fewer_questions_at_once(tmp_path):
    under_way, lock, most = [0], threading.Lock(), []

    def script(body: dict[str, Any]) -> dict[str, Any]:
        with lock:
            under_way[0] += 1
            most.append(under_way[0])
        time.sleep(0.02)
        with lock:
            under_way[0] -= 1
        return {"status": 429, "error": "slow down"} if most[-1] > 2 else numbered(body)

    with Scripted(script) as server, model(tmp_path, server.url, {"concurrency": 16, "retries": 9}) as asked:
        found = ask_all(asked, questions(60))
        assert [answer.age for answer in found] == list(range(60))
        assert asked.pace.allowed <= 6
    assert sum(most[-20:]) < sum(most[:20])


def test_seats_halve_once_a_round_and_come_back_one_by_one():
    now = [0.0]
    pace = Pace(8, clock=lambda: now[0])
    with pace.seat() as first, pace.seat() as second:
        pace.slower(first, 5)
        pace.slower(second, 5)
    assert pace.allowed == 4
    now[0] = 5.0
    with pace.seat() as third:
        pace.slower(third, 0)
    assert pace.allowed == 2
    for _ in range(2):
        pace.well()
    assert pace.allowed == 3
    for _ in range(100):
        pace.well()
    assert pace.allowed == 8


def test_nobody_gets_a_seat_while_the_endpoint_is_left_alone():
    pace = Pace(1)
    with pace.seat() as seat:
        pace.slower(seat, 0.3)
    began = time.monotonic()
    with pace.seat():
        assert time.monotonic() - began >= 0.25
        waiting: list[Trouble] = []

        def wait() -> None:
            try:
                with pace.seat():
                    pass
            except Stopped as stopped:
                waiting.append(stopped)

        thread = threading.Thread(target=wait)
        thread.start()
        pace.stop.set()
        thread.join(5)
    assert [one.message for one in waiting] == ["stopped"]


def test_a_fault_of_ours_is_raised_and_stops_the_rest(tmp_path):
    done = []

    def job(position: int) -> int:
        if position == 2:
            raise ZeroDivisionError
        time.sleep(0.01)
        done.append(position)
        return position

    with Scripted([]) as server, model(tmp_path, server.url, {"concurrency": 1}) as asked:
        with pytest.raises(ZeroDivisionError):
            run(asked, [lambda position=position: job(position) for position in range(100)])
        assert asked.pace.stop.is_set()
    assert done == [0, 1]


def started(folder: Path, url: str, count: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", PROGRAM, str(folder), url, str(count)]
    return subprocess.Popen(words, cwd=Path(__file__).parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_who_is_stopped_asks_nothing_twice(tmp_path, sign):
    answered: list[int] = []

    def script(body: dict[str, Any]) -> dict[str, Any]:
        time.sleep(0.03)
        answered.append(number(body))
        return numbered(body)

    with Scripted(script) as server:
        first = started(tmp_path, server.url, 60)
        assert first.stdout is not None
        for line in first.stdout:
            if line == "20 60\n":
                first.send_signal(sign)
                break
        out, err = first.communicate(timeout=30)
        assert (first.returncode, err) == (130 if sign is signal.SIGINT else -signal.SIGKILL, "")
        server.wait_until_idle()
        before = len(answered)
        kept = len(list((tmp_path / ".specdev/cache/answers").rglob("*.json")))
        second = started(tmp_path, server.url, 60)
        out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    assert out.splitlines()[-1] == str(list(range(60)))
    assert kept >= 20
    assert len(answered) - before == 60 - kept
    assert before - kept <= 4


def test_who_presses_ctrl_c_waits_for_no_model(tmp_path):
    with Scripted(lambda body: {"content": ADA, "delay": 20 if number(body) else 0}) as server:
        process = started(tmp_path, server.url, 9)
        assert process.stdout is not None
        assert process.stdout.readline() == "1 9\n"
        began = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=15)
        assert (process.returncode, out, err) == (130, "", "")
        assert time.monotonic() - began < 10
