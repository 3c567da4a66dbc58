"""Questions to a model and what comes back, through the real clients and a scripted endpoint."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import ADA, KEY, WHO, Person, model
from conftest import CASES
from scripted_endpoint import Scripted, at

from specdev.config import Privacy
from specdev.errors import SpecdevError
from specdev.llm import memory
from specdev.llm.ledger import Spent, total
from specdev.llm.secrets import Secrets
from specdev.llm.shelf import Tape
from specdev.llm.trouble import Forbidden, Misfit, Refused, Trouble, Unanswered

MATRIX = [
    pytest.param(case, id=f"{path.stem} {case['name']}")
    for path in sorted((CASES / "llm").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("SPECDEV_TEST_KEY", KEY)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")


def turns(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The script with the right answer filled in."""
    return [{name: ADA if value == "ADA" else value for name, value in turn.items()} for turn in case["script"]]


@pytest.mark.parametrize("case", MATRIX)
def test_a_situation(case, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    with (
        Scripted(turns(case), case.get("models", ["scripted", "mute"])) as endpoint,
        model(tmp_path, endpoint.url, case.get("settings")) as asked,
    ):
        try:
            answer = asked.ask("a case", WHO, Person)
        except Trouble as trouble:
            found = {"outcome": trouble.kind, "message": trouble.message, "hint": trouble.hint}
            words = f"{trouble!r} {trouble.__cause__!r}"
        else:
            assert answer == Person(name="Ada", age=36)
            assert type(answer) is Person
            found, words = {"outcome": "answered"}, ""
    host = endpoint.url.removeprefix("http://").removesuffix("/v1")
    wanted = {name: case[name] for name in ("outcome", "message", "hint") if name in case} or {"outcome": "answered"}
    wanted = {name: text.replace("{host}", host).replace("{url}", endpoint.url) for name, text in wanted.items()}
    spent = Spent(*case.get("spent", [1, 120]))
    assert found == wanted
    assert (len(endpoint.requests), asked.spent) == (case.get("calls", 1), spent)
    assert total(tmp_path / ".specdev/model/ledger.jsonl") == spent
    last = endpoint.requests[-1]
    assert {path: at(last.body, path) for path in case.get("said", {})} == case.get("said", {})
    assert last.headers["authorization"] == f"Bearer {KEY}"
    assert time.monotonic() - began < case.get("within_s", 60)
    left = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert KEY not in left + words + caplog.text + repr(asked)


def test_an_answer_is_asked_for_once(tmp_path):
    with Scripted([{"content": ADA}]) as endpoint:
        with model(tmp_path, endpoint.url) as asked:
            first = asked.ask("one", WHO, Person)
        with model(tmp_path, endpoint.url) as again:
            assert again.ask("two", WHO, Person) == first
            assert again.spent == Spent()
        with model(tmp_path, endpoint.url, offline=True) as off:
            assert off.ask("three", WHO, Person) == first


def test_what_was_no_answer_is_asked_for_again(tmp_path):
    with Scripted([{"refusal": "No."}, {"content": ADA}]) as endpoint:
        for _ in range(2):
            with model(tmp_path, endpoint.url, {"mode": "json_schema"}) as asked:
                try:
                    answer = asked.ask("x", WHO, Person)
                except Refused:
                    continue
    assert answer == Person(name="Ada", age=36)
    assert len(endpoint.requests) == 2


def test_nothing_leaves_an_offline_run(tmp_path):
    seen = []
    with Scripted([]) as endpoint, pytest.raises(Unanswered) as caught:
        model(tmp_path, endpoint.url, offline=True, watch=lambda *what: seen.append(what)).ask("lift §1", WHO, Person)
    assert endpoint.requests == []
    assert caught.value.message == "no earlier answer for lift §1, and the run is offline"
    assert [(purpose, request.arguments["messages"][-1]["role"]) for purpose, request in seen] == [("lift §1", "user")]
    assert not (tmp_path / ".specdev").exists()


def test_a_host_must_be_allowed(tmp_path):
    with pytest.raises(Forbidden) as caught:
        model(tmp_path, "https://models.example/v1").ask("x", WHO, Person)
    assert caught.value.message == (
        "nothing is sent to models.example: the settings allow loopback only, and the hosts that they name"
    )
    allowed = model(
        tmp_path, "https://models.example/v1", {"api_key_env": "NOT_SET"}, privacy=Privacy(allow_hosts=("*.example",))
    )
    with pytest.raises(Trouble) as caught:
        allowed.ask("x", WHO, Person)
    assert (caught.value.kind, caught.value.message, caught.value.hint) == (
        "unauthorized",
        "there is no key for models.example: NOT_SET is not set",
        "export NOT_SET=…, any word where the endpoint needs none",
    )


def test_a_tape_gives_the_run_again_word_by_word(tmp_path):
    script = [
        {"status": 400, "error": {"message": "no", "param": "response_format"}},
        {"content": '{"name": "Ada", "age": "old"}'},
        {"content": ADA},
        {"refusal": "No."},
    ]
    tape = Tape(tmp_path / "tape.jsonl")
    other = [{"role": "user", "content": "Who else?"}]
    with Scripted(script) as endpoint, model(tmp_path / "one", endpoint.url, record=tape) as asked:
        (tmp_path / "one").mkdir()
        asked.ask("x", WHO, Person)
        with pytest.raises(Refused):
            asked.ask("y", other, Person)
    tape.save()
    text = tape.place.read_text(encoding="utf-8")
    assert [sorted(json.loads(line)) for line in text.splitlines()] == [["answer", "digest", "request"]] * 3
    again = Tape(tmp_path / "again.jsonl")
    with model(
        tmp_path / "two", "http://127.0.0.1:1/v1", replay=Tape.play(tape.place), record=again, offline=True
    ) as played:
        assert played.ask("x", WHO, Person) == Person(name="Ada", age=36)
        with pytest.raises(Refused):
            played.ask("y", other, Person)
    again.save()
    assert again.place.read_text(encoding="utf-8") == text


def test_secrets_stay_in_the_house(tmp_path):
    secret = "sk-proj-0123456789abcdefghijklmnop"
    question = [{"role": "user", "content": f"Whose is {secret}? `{{{{ x }}}}` {{% raw"}]
    wrong, right = '{"name": "⟦secret-1⟧", "age": "⟦secret-1⟧"}', '{"name": "of ⟦secret-1⟧", "age": 36}'
    secrets, tape = Secrets(), Tape(tmp_path / "tape.jsonl")
    secrets.learn(question[0]["content"])
    with (
        Scripted([{"content": wrong}, {"content": right}]) as endpoint,
        model(tmp_path, endpoint.url, secrets=secrets, record=tape) as asked,
    ):
        answer = asked.ask("x", question, Person)
    tape.save()
    assert answer.name == f"of {secret}"
    assert endpoint.requests[0].body["messages"][0]["content"] == "Whose is ⟦secret-1⟧? `{{ x }}` {% raw"
    assert secret not in json.dumps([received.body for received in endpoint.requests])
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret in path.read_text(encoding="utf-8")]


def test_what_doctor_found_is_asked_for_first(tmp_path):
    with Scripted([{"tool": ADA}]) as endpoint, model(tmp_path, endpoint.url) as asked:
        memory.remember(tmp_path, asked.settings, {"mode": "tools"})
        with model(tmp_path, endpoint.url) as informed:
            informed.ask("x", WHO, Person)
    assert "tools" in endpoint.requests[0].body
    other = asked.settings.model_copy(update={"name": "other"})
    assert (memory.recall(tmp_path, asked.settings), memory.recall(tmp_path, other)) == ({"mode": "tools"}, {})


def test_the_answer_form_is_found_out_once_a_run(tmp_path):
    def script(body: dict[str, Any]) -> dict[str, Any]:
        return {"status": 400, "error": "response_format?"} if "response_format" in body else {"content": ADA}

    with Scripted(script) as endpoint, model(tmp_path, endpoint.url) as asked:
        for number in range(3):
            asked.ask("x", [{"role": "user", "content": str(number)}], Person)
    assert len(endpoint.requests) == 4


def test_budgets_end_a_conversation(tmp_path):
    with (
        Scripted([{"content": "{}"}] * 9) as endpoint,
        model(tmp_path, endpoint.url, {"budget": {"calls": 2}, "reasks": 5}) as asked,
        pytest.raises(Trouble) as caught,
    ):
        asked.ask("x", WHO, Person)
    assert (caught.value.kind, caught.value.message) == ("exhausted", "the budget of this run is used up: calls 2")
    assert len(endpoint.requests) == 2


def test_a_secret_that_makes_the_answer_too_long_is_a_misfit(tmp_path):
    class Short(Person):
        def model_post_init(self, _: Any) -> None:
            if len(self.name) > 20:
                raise ValueError("a name has 20 characters at most")

    secret = "ghp_" + "a1" * 20
    with (
        Scripted([{"content": '{"name": "⟦secret-1⟧", "age": 1}'}]) as endpoint,
        model(tmp_path, endpoint.url) as asked,
        pytest.raises(Misfit) as caught,
    ):
        asked.ask("x", [{"role": "user", "content": secret}], Short)
    assert caught.value.message.endswith("value error, a name has 20 characters at most")


def test_nothing_is_logged_to_the_screen(tmp_path):
    program = (
        "import sys; from pathlib import Path; from asking import *\n"
        "with model(Path(sys.argv[1]), sys.argv[2]) as asked:\n"
        "    try: asked.ask('x', WHO, Person)\n"
        "    except Exception as error: print(error)\n"
    )
    with Scripted([{"content": "{}"}] * 3) as endpoint:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program, tmp_path, endpoint.url],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stderr == ""
    assert done.stdout.startswith("the answer is not of the form that was asked for: `name`: field required")


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "instructor", None)
    with pytest.raises(SpecdevError) as caught:
        model(tmp_path, "http://127.0.0.1:1/v1").ask("x", WHO, Person)
    assert caught.value.message == "asking a model needs the packages openai and instructor"
    assert caught.value.hint == "pip install 'specdev[llm]'"
