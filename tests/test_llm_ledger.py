"""What questions may cost: no run and no project goes over its budget, whatever dies in between."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specdev.config import Budget, Price
from specdev.errors import SpecdevError
from specdev.llm.ledger import Ledger, Spent, cost, total
from specdev.llm.request import Usage
from specdev.llm.trouble import Exhausted

PRICE = Price(input=2.0, cached_input=0.5, output=8.0)


def ledger(place: Path, run: Budget | None = None, project: Budget | None = None, **more) -> Ledger:
    return Ledger(place / "ledger.jsonl", run or Budget(), project or Budget(), PRICE, **more)


def test_what_was_counted_takes_the_place_of_what_was_reserved(tmp_path):
    book = ledger(tmp_path)
    with book.reserved(1000, 500, "lift §1") as settlement:
        assert book.spent == Spent(1, 1500, 0.006)
        settlement.usage = Usage(900, 400, 100)
    assert book.spent == total(book.place) == Spent(1, 1000, 0.002)
    reserve, settle = (json.loads(line) for line in book.place.read_text().splitlines())
    name = reserve["name"]
    assert reserve == {
        "what": "reserve",
        "name": name,
        "purpose": "lift §1",
        "calls": 1,
        "tokens": 1500,
        "money": 0.006,
    }
    assert settle == {"what": "settle", "name": name, "purpose": "lift §1", "calls": 1, "tokens": 1000, "money": 0.002}


def test_classes_of_tokens_have_their_prices():
    assert cost(Usage(1_000_000, 250_000, 100_000), PRICE) == 0.75 * 2.0 + 0.25 * 0.5 + 0.1 * 8.0
    assert cost(Usage(10, 20, 0), PRICE) == 20 * 0.5 / 1_000_000


def test_what_raises_counts_in_full_and_what_was_refused_as_a_call(tmp_path):
    book = ledger(tmp_path)
    with pytest.raises(ValueError, match="x"), book.reserved(10, 5, "a"):
        raise ValueError("x")
    with book.reserved(10, 5, "b") as settlement:
        settlement.usage = Usage()
    assert (book.spent.calls, book.spent.tokens) == (2, 15)
    assert total(book.place) == book.spent


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (Budget(calls=1), "calls 1"),
        (Budget(tokens=200), "tokens 200"),
        (Budget(money=0.001), "money 0.001"),
        (Budget(seconds=10), "seconds 10"),
    ],
)
def test_each_limit_ends_the_run(tmp_path, budget, words):
    now = [0.0]
    book = ledger(tmp_path, budget, clock=lambda: now[0])
    with book.reserved(60, 60, "a"):
        now[0] = 11.0
    with pytest.raises(Exhausted) as caught, book.reserved(60, 60, "b"):
        pass
    assert caught.value.message == f"the budget of this run is used up: {words}"
    assert caught.value.hint == "what is left is done by the rules; raise `model.budget` in specdev.yaml to go on"
    assert len(book.place.read_text().splitlines()) == 1


def test_a_project_remembers_what_runs_have_spent(tmp_path):
    limit = Budget(calls=2)
    for _ in range(2):
        with ledger(tmp_path, project=limit).reserved(1, 1, "x") as settlement:
            settlement.usage = Usage(1, 0, 1)
    with pytest.raises(Exhausted) as caught, ledger(tmp_path, project=limit).reserved(1, 1, "x"):
        pass
    assert caught.value.message == "the budget of this project is used up: calls 2"


GREEDY = """\
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from specdev.config import Budget, Price
from specdev.llm.ledger import Ledger
from specdev.llm.request import Usage
from specdev.llm.trouble import Exhausted

book = Ledger(Path(sys.argv[1]), Budget(), Budget(calls=120, tokens=100_000), Price())
with book.reserved(1, 1, "first") as settlement:
    settlement.usage = Usage(1, 0, 1)
print("ready", flush=True)
sys.stdin.readline()

def ask(number):
    try:
        with book.reserved(400, 600, "x") as settlement:
            settlement.usage = Usage(200, 0, 300) if number % 3 else None
    except Exhausted as trouble:
        return trouble.message

print(*sorted({said for said in ThreadPoolExecutor(3).map(ask, range(300)) if said}), book.spent.calls, sep="\\n")
"""


def test_two_runs_at_once_share_the_budget_of_the_project(tmp_path):
    place = tmp_path / "ledger.jsonl"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", GREEDY, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:  # each knows nothing of what the other will ask
        run.stdin.write("go\n")
        run.stdin.flush()
    said = [run.communicate()[0].splitlines() for run in runs]
    assert {words for each in said for words in each[:-1]} == {"the budget of this project is used up: calls 120"}
    assert sum(int(each[-1]) for each in said) == total(place).calls == 120
    assert total(place).tokens <= 100_000


def test_what_another_run_adds_is_seen_and_nothing_is_read_twice(tmp_path):
    book, other = (ledger(tmp_path, project=Budget(tokens=1000)) for _ in range(2))
    for one in (book, other, book):
        with one.reserved(100, 0, "x") as settlement:
            settlement.usage = Usage(100)
    with book.place.open("a") as file:  # a run that was killed while it wrote
        file.write('{"what": "reserve", "name": "cut off", "calls": 1, "tok')
    with other.reserved(700, 0, "x"), pytest.raises(Exhausted), book.reserved(1, 0, "y"):
        pass
    assert total(book.place) == Spent(4, 1000, 0.002)
    book.place.unlink()
    with book.reserved(900, 0, "a ledger that was deleted begins anew"):
        assert total(book.place).tokens == 900


def test_a_long_ledger_is_read_once(tmp_path):
    book = ledger(tmp_path, project=Budget(calls=50_002))
    line = json.dumps({"what": "settle", "name": "1", "purpose": "x", "calls": 1, "tokens": 1, "money": 0})
    book.place.write_text(f"{line}\n" * 50_000)
    with book.reserved(1, 1, "x"):
        pass
    with book.place.open("r+b") as file:  # who read the whole file again would not find this call
        file.write(b"x" * len(line))
    with book.reserved(1, 1, "x"):
        pass
    with pytest.raises(Exhausted), book.reserved(1, 1, "x"):
        pass


def test_who_is_killed_has_spent_what_was_reserved(tmp_path):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from specdev.llm.ledger import *; from specdev.model import *\n"
        "book = Ledger(Path(sys.argv[1]), Budget(), Budget(), Price())\n"
        "with book.reserved(700, 300, 'x'): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    place = tmp_path / "ledger.jsonl"
    done = subprocess.run([sys.executable, "-c", program, place], check=False)
    assert done.returncode == -signal.SIGKILL
    assert total(place) == Spent(1, 1000)
    place.write_bytes(place.read_bytes() + b'{"what": "reserve", "name": "cut off')
    with ledger(tmp_path).reserved(1, 1, "y") as settlement:
        settlement.usage = Usage(1, 0, 1)
    assert total(place).tokens == 1002


def test_what_cannot_be_written_down_is_not_spent(tmp_path):
    (tmp_path / "ledger.jsonl").mkdir()
    with pytest.raises(SpecdevError) as caught, ledger(tmp_path).reserved(1, 1, "x"):
        raise AssertionError("nothing may be asked")
    assert caught.value.message == "cannot keep account in `ledger.jsonl`: Is a directory"


def test_a_ledger_that_was_spoilt_is_read_as_far_as_it_goes(tmp_path):
    place = tmp_path / "ledger.jsonl"
    place.write_text('[]\n{"what": "reserve"}\nnonsense\n{"what": "settle", "calls": 1, "tokens": 5, "money": 0}\n')
    assert total(place) == Spent(1, 5)


@settings(max_examples=25)
@given(
    st.integers(0, 30),
    st.integers(0, 3000),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0, 0.5, 1, None])), max_size=40),
)
def test_no_budget_is_exceeded_by_threads(calls, tokens, questions):
    seen, barrier = [], threading.Lock()
    with tempfile.TemporaryDirectory() as folder:
        book = ledger(Path(folder), Budget(calls=calls, tokens=tokens))

        def question(one: tuple[int, int, float | None]) -> None:
            given_, written, part = one
            try:
                with book.reserved(given_, written, "x") as settlement:
                    with barrier:
                        seen.append(book.spent)
                    if part is not None:
                        settlement.usage = Usage(int(given_ * part), 0, int(written * part))
            except Exhausted:
                return

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(question, questions))
        for spent in [*seen, book.spent]:
            assert not calls or spent.calls <= calls
            assert not tokens or spent.tokens <= tokens
        assert (total(book.place).calls, total(book.place).tokens) == (book.spent.calls, book.spent.tokens)
