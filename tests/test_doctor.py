"""`specdev doctor`: every way in which a model cannot be asked, found out at a scripted endpoint."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from typing import Any

import jsonschema
import pytest
from asking import KEY
from scripted_endpoint import Scripted

from specdev import settings as schemas
from specdev.config import ModelSettings
from specdev.llm import memory
from specdev.llm.forms import MODES

GOOD = '{"items": [{"quote": "`ping` must answer within 2 seconds.", "kind": "quality", "seconds": 2}]}'
STEPS = ("packages", "settings", "host", "key", "endpoint", "model", "form", "speed", "usage", "context")
WELL = dict.fromkeys(STEPS, "ok") | {"context": "skipped"}


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("SPECDEV_TEST_KEY", KEY)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")


def until(step: str) -> dict[str, str]:
    """The states where this step fails and nothing after it can be tried."""
    position = STEPS.index(step)
    return {name: "ok" if n < position else "skipped" for n, name in enumerate(STEPS)} | {step: "failed"}


def mode_of(body: dict[str, Any]) -> str:
    """The way in which the form is asked for, as the request shows it."""
    if body.get("tools"):
        return "tools"
    kind = (body.get("response_format") or {}).get("type", "md_json")
    return {"json_object": "json"}.get(kind, kind)


def by_mode(**turns: dict[str, Any]):
    """A script that answers each mode in its own way; as it should where nothing is said."""

    def script(body: dict[str, Any]) -> dict[str, Any]:
        mode = mode_of(body)
        good = {"tool": GOOD} if mode == "tools" else {"content": GOOD}
        return turns.get(mode, good)

    return script


def examined(project, endpoint: Scripted, more: str = "", *words: str, name: str = "scripted") -> Any:
    """The status and the data of `doctor --format json` in a project with these settings; nothing tells the key."""
    made = project({"specdev.yaml": settings_text(endpoint.url, more, name)})
    done = made.run("doctor", "--format", "json", *words)
    left = "".join(path.read_text(encoding="utf-8") for path in made.root.rglob("*") if path.is_file())
    assert KEY not in done.out + done.err + left
    data = json.loads(done.out)
    jsonschema.validate(data, schemas.schema("doctor"))
    return done.status, data


def settings_text(url: str, more: str = "", name: str = "scripted") -> str:
    return f"model: {{name: '{name}', base_url: '{url}', api_key_env: SPECDEV_TEST_KEY, answer_tokens: 500{more}}}\n"


def states(data: Any) -> dict[str, str]:
    return {step["step"]: step["state"] for step in data["steps"]}


def step(data: Any, name: str) -> tuple[str, str]:
    """What was found, and what to do."""
    return next((one["found"], one["advice"]) for one in data["steps"] if one["step"] == name)


def remembered(project, endpoint: Scripted) -> Any:
    said = ModelSettings(name="scripted", base_url=endpoint.url)
    return memory.recall(project({}).root, said).get("mode")


def test_all_is_well(project):
    with Scripted(by_mode()) as endpoint:
        status, data = examined(project, endpoint)
        assert (status, states(data)) == (0, WELL)
        assert step(data, "form") == ("answers fit in mode json_schema; `mode: auto` uses it from now on", "")
        assert [(one["mode"], one["fits"]) for one in data["modes"]] == [
            (MODES[0], True),
            *((m, None) for m in MODES[1:]),
        ]
        assert (data["mode"], data["counts"], data["calls"], data["tokens"]) == ("json_schema", True, 1, 120)
        assert data["tokens_per_second"] > 0
        assert remembered(project, endpoint) == "json_schema"
        assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"
        again = examined(project, endpoint)
    assert again[1]["calls"] == 1
    assert len(endpoint.requests) == 2, "it must really ask, whatever was answered before"
    book = (project({}).root / ".specdev/model/ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["purpose"] for line in book] == ["doctor json_schema"] * 4
    assert not (project({}).root / ".specdev/cache/answers").exists()


def test_the_lines_for_people(project):
    with Scripted(by_mode(json_schema={"status": 400, "error": "response_format is not supported"})) as endpoint:
        done = project({"specdev.yaml": settings_text(endpoint.url)}).run("doctor")
    host = endpoint.url.removeprefix("http://").removesuffix("/v1")
    lines = done.out.splitlines()
    assert done.status == 0
    assert lines[1:4] == [
        f"ok       settings  scripted at {endpoint.url}",
        "ok       host      127.0.0.1: this machine",
        "ok       key       SPECDEV_TEST_KEY is set",
    ]
    assert lines[5:8] == [
        "ok       model     `scripted` is listed",
        "ok       form      answers fit in mode tools; `mode: auto` uses it from now on",
        f"{'':18} json_schema: {host} does not take this answer form: response_format is not supported",
    ]
    assert done.err == "asked: 2 calls, 120 tokens\n"


PROSE = {"content": "Well, it should answer within two seconds."}
OPEN = {"content": '{"requirements": ["ping must answer within 2 seconds"]}'}
REFUSED = {"status": 400, "error": "Invalid parameter: response_format is not supported with this model"}


@pytest.mark.parametrize(
    ("turns", "mode", "calls"),
    [
        ({"json_schema": REFUSED}, "tools", 2),
        ({"json_schema": OPEN}, "tools", 2),
        ({"json_schema": PROSE, "tools": PROSE}, "json", 3),
        (
            {"json_schema": {"status": 500, "error": "grammar"}, "tools": {"status": 400, "error": "no tools"}},
            "json",
            3,
        ),
        (
            {"json_schema": {"content": '{"items": []}'}, "tools": {"tool": {"items": "none"}}, "json": REFUSED},
            "md_json",
            4,
        ),
        ({"json_schema": {"refusal": "No."}, "tools": {"content": ""}, "json": {"choices": False}}, "md_json", 4),
        ({"json_schema": {"huge": 4_000}, "tools": {"tool": GOOD, "finish": "length"}}, "json", 3),
    ],
    ids=["not taken", "ignored", "prose", "broken", "empty list", "refused", "endless"],
)
def test_the_strictest_mode_that_holds_is_remembered(project, turns, mode, calls):
    with Scripted(by_mode(**turns)) as endpoint:
        status, data = examined(project, endpoint)
        assert (status, states(data)) == (0, WELL)
        assert (data["mode"], len(endpoint.requests)) == (mode, calls)
        assert [one["mode"] for one in data["modes"] if one["fits"] is False] == list(MODES[: MODES.index(mode)])
        assert all(one["why"] for one in data["modes"] if one["fits"] is False)
        assert remembered(project, endpoint) == mode


def test_a_model_that_needs_to_be_asked_again(project):
    def script(body: dict[str, Any]) -> dict[str, Any]:
        return {"content": GOOD} if "error" in str(body["messages"]) and mode_of(body) == "json_schema" else PROSE

    with Scripted(script) as endpoint:
        status, data = examined(project, endpoint)
        assert (status, data["mode"]) == (0, "json_schema")
        assert step(data, "form")[0].startswith("answers fit in mode json_schema when the model is asked again; ")
        assert remembered(project, endpoint) == "json_schema"


def test_a_model_that_keeps_to_no_form(project):
    with Scripted(lambda body: PROSE) as endpoint:
        status, data = examined(project, endpoint, ", reasks: 0")
        assert (status, states(data)) == (1, until("form"))
        assert step(data, "form") == (
            "no answer is of the form that was asked for",
            "choose another model: this one does not keep to a form",
        )
        assert [one["fits"] for one in data["modes"]] == [False] * 4
        assert (data["mode"], data["counts"], data["tokens_per_second"]) == (None, None, None)
        assert remembered(project, endpoint) is None


def test_a_mode_of_the_settings_that_does_not_hold(project):
    with Scripted(by_mode(tools=PROSE)) as endpoint:
        status, data = examined(project, endpoint, ", mode: tools, reasks: 0")
        assert (status, data["mode"]) == (1, "json_schema")
        assert step(data, "form") == (
            "answers fit in mode json_schema, not in tools",
            "set `model.mode` to auto or json_schema",
        )
        assert mode_of(endpoint.requests[0].body) == "tools"
        status, data = examined(project, endpoint, ", mode: tools", "--mode", "md_json")
        assert (status, step(data, "form")) == (0, ("answers fit in mode md_json", ""))


@pytest.mark.parametrize(
    ("listing", "script", "failing", "found", "advice"),
    [
        (
            None,
            {"status": 401, "error": f"Incorrect API key provided: {KEY}"},
            "form",
            "{host} does not take the key (401): Incorrect API key provided: [key]",
            "set the environment variable SPECDEV_TEST_KEY to a key that may use `scripted`",
        ),
        (
            {"status": 401, "error": f"no: {KEY}"},
            {},
            "endpoint",
            "{host} does not take the key (401): no: [key]",
            "set the environment variable SPECDEV_TEST_KEY to a key that may use `scripted`",
        ),
        (
            {"status": 302, "headers": {"location": "https://elsewhere.example/v1?key=1"}, "raw": ""},
            {},
            "endpoint",
            "{host} sends the question on to https://elsewhere.example; it was not sent there",
            "if that is right, set `model.base_url` to the new address",
        ),
        (
            None,
            {"status": 307, "headers": {"location": "https://elsewhere.example/v1"}, "raw": ""},
            "form",
            "{host} sends the question on to https://elsewhere.example; it was not sent there",
            "if that is right, set `model.base_url` to the new address",
        ),
        (
            {"content": "{}", "delay": 1.0},
            {},
            "endpoint",
            "the answer of {host} stood still for 0.5 s",
            "raise `model.stall_s` if the model is only slow",
        ),
        (
            None,
            {"content": GOOD, "delay": 1.0},
            "form",
            "the answer of {host} stood still for 0.5 s",
            "raise `model.stall_s` if the model is only slow; or try `specdev doctor --mode md_json`",
        ),
        (
            None,
            {"status": 429, "error": "slow down", "headers": {"retry-after": "60"}},
            "form",
            "{host} is busy (429): slow down",
            "try later, or lower `model.concurrency` in specdev.yaml",
        ),
        (
            {"raw": "<!doctype html><title>hello</title>", "type": "text/html"},
            {"raw": "<!doctype html><title>hello</title>", "type": "text/html"},
            "model",
            "{url} answered with a page for browsers",
            "`model.base_url` usually ends in /v1, such as http://localhost:11434/v1",
        ),
        (
            None,
            {"content": GOOD, "finish": "length"},
            "form",
            "the answer was cut off after 20 tokens",
            "raise `model.answer_tokens` in specdev.yaml if the model can write more",
        ),
    ],
    ids=["key", "key at once", "moved", "questions moved", "slow", "slow model", "busy", "page", "short"],
)
def test_an_endpoint_that_gives_no_answer(project, listing, script, failing, found, advice):
    with Scripted(lambda body: script, listing=listing) as endpoint:
        began = time.monotonic()
        status, data = examined(project, endpoint, ", stall_s: 0.5, reasks: 0")
        assert time.monotonic() - began < 8
        endpoint.wait_until_idle()
    host = endpoint.url.removeprefix("http://").removesuffix("/v1")
    assert (status, states(data)) == (1, until(failing))
    assert step(data, failing) == (found.replace("{host}", host).replace("{url}", endpoint.url), advice)


def test_nothing_listens(project):
    with Scripted([]) as endpoint:
        pass
    status, data = examined(project, endpoint)
    assert (status, states(data)) == (1, until("endpoint"))
    found, advice = step(data, "endpoint")
    assert found.startswith(f"nothing answers at {endpoint.url}: ")
    assert advice == "start the endpoint, or correct `model.base_url` in specdev.yaml"


def test_an_address_without_its_end(project):
    with Scripted(by_mode()) as endpoint:
        endpoint.url = endpoint.url.removesuffix("/v1")
        endpoint.listed_at = "/v1/models"
        status, data = examined(project, endpoint)
        assert (status, states(data)) == (1, until("endpoint"))
        assert step(data, "endpoint")[1] == f"set `model.base_url` to {endpoint.url}/v1"
        assert endpoint.requests == []


def test_a_model_that_is_not_there(project):
    names = ["qwen3:8b", "llama3.2:3b", "qwen3:14b"]
    with Scripted(lambda body: {"status": 404, "error": "model not found"}, models=names) as endpoint:
        status, data = examined(project, endpoint, name="qwen3:32b")
        assert (status, states(data)) == (1, until("model"))
        found, advice = step(data, "model")
        assert found.endswith(" has no model `qwen3:32b`")
        assert advice.removeprefix("set `model.name` to one of: ").split(", ")[2] == "llama3.2:3b"
        status, data = examined(project, endpoint, name="")
        assert (status, states(data)) == (1, until("model"))
        assert step(data, "model") == (
            "no model is named",
            "set `model.name` to one of: llama3.2:3b, qwen3:14b, qwen3:8b",
        )


@pytest.mark.parametrize(
    ("models", "found"), [(["scripted:latest"], ", though it is not listed"), ([], ", though it is not listed")]
)
def test_a_model_that_answers_by_a_name_that_is_not_listed(project, models, found):
    with Scripted(by_mode(json_schema=REFUSED), models=models) as endpoint:
        status, data = examined(project, endpoint)
        assert (status, states(data)) == (0, WELL)
        assert step(data, "model")[0] == f"`scripted` answers{found}"
        assert len(endpoint.requests) == 2


def test_a_host_that_is_not_allowed(project):
    text = "model: {name: m, base_url: 'https://models.example/v1', api_key_env: NOT_SET}\n"
    done = project({"specdev.yaml": text}).run("doctor", "--format", "json")
    data = json.loads(done.out)
    assert done.status == 1
    assert states(data) == until("host") | {"key": "failed"}
    assert step(data, "host")[1] == (
        "to let the document go there, say in specdev.yaml: privacy: {allow_hosts: [models.example]}"
    )
    assert step(data, "key") == (
        "there is no key for models.example: NOT_SET is not set",
        "export NOT_SET=…, any word where the endpoint needs none",
    )
    allowed = text + "privacy: {allow_hosts: ['*.example']}\n"
    data = json.loads(project({"specdev.yaml": allowed}).run("doctor", "--format", "json").out)
    assert states(data) == until("key")
    assert step(data, "host") == ("models.example: allowed by `privacy.allow_hosts`", "")


@pytest.mark.parametrize(
    "address", ["http://[::1", "ftp://user:hunter22@host/v1", "localhost:11434", "http://h:99999/v1"]
)
def test_an_address_that_is_none(project, address):
    done = project({"specdev.yaml": f"model: {{name: m, base_url: '{address}'}}\n"}).run("doctor")
    assert done.status == 1
    assert "failed   host " in done.out
    assert "→ `model.base_url` looks like http://localhost:11434/v1" in done.out
    assert "hunter22" not in done.out + done.err


def test_a_key_where_its_name_belongs(project):
    secret = "ghp_" + "a1B2" * 10
    text = f"model: {{name: m, base_url: 'http://localhost:1/v1', api_key_env: {secret}}}\n"
    done = project({"specdev.yaml": text}).run("doctor")
    assert done.status == 1
    assert "failed   key       `model.api_key_env` holds a key where a name is wanted" in done.out
    assert secret not in done.out + done.err


def test_a_key_that_is_none(project, monkeypatch):
    monkeypatch.setenv("SPECDEV_TEST_KEY", "ключ")
    done = project({"specdev.yaml": settings_text("http://localhost:1/v1")}).run("doctor")
    assert "failed   key       SPECDEV_TEST_KEY holds characters that no key has\n" in done.out


def test_nothing_is_configured(project):
    done = project({}).run("doctor")
    assert done.status == 1
    lines = done.out.splitlines()
    assert lines[1:6] == [
        "failed   settings  no model is configured",
        f"{'':18} → say in specdev.yaml which model and where, for example for Ollama:",
        f"{'':18}     model:",
        f"{'':18}       name: qwen3:14b",
        f"{'':18}       base_url: http://localhost:11434/v1",
    ]
    assert done.err == ""


def test_the_packages_are_missing(project):
    made = project({"specdev.yaml": settings_text("http://localhost:1/v1")})
    program = (
        "import sys\n"
        "sys.modules.update(openai=None, instructor=None)\n"
        "from specdev.__main__ import main; sys.exit(main(['doctor', '--format', 'json']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=made.root, capture_output=True, text=True, check=False)
    data = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert states(data) == until("packages") | {"settings": "ok", "host": "ok", "key": "ok"}
    assert step(data, "packages") == ("not installed: openai, instructor", "pip install 'specdev[llm]'")
    assert step(data, "endpoint") == ("first see to `packages`", "")


def test_an_endpoint_that_does_not_count_nor_take_all_arguments(project):
    def script(body: dict[str, Any]) -> dict[str, Any]:
        wrong = [name for name in ("seed", "stream_options") if name in body]
        return {"status": 400, "error": f"unknown field {wrong[0]}"} if wrong else {"content": GOOD, "usage": None}

    with Scripted(script) as endpoint:
        status, data = examined(project, endpoint)
    assert (status, data["counts"]) == (0, False)
    assert step(data, "usage")[0] == "the endpoint does not count tokens: budgets go by estimates"
    [usage] = [one for one in data["steps"] if one["step"] == "usage"]
    assert usage["notes"] == ["it is asked without seed, stream_options, which it does not take"]


def test_a_model_too_slow_for_long_answers(project):
    with Scripted(lambda body: {"content": GOOD, "delay": 0.4}) as endpoint:
        status, data = examined(project, endpoint, ", answer_s: 5")
        assert len(endpoint.requests) == 2, "the first answer may have loaded the model"
    assert (status, states(data)) == (0, WELL)
    found, advice = step(data, "speed")
    assert " tokens a second: 500 take " in found
    assert found.endswith(" s, an answer may take 5 s")
    assert advice.startswith("raise `model.answer_s`, or lower `model.answer_tokens` to ")


def test_a_budget_that_is_used_up(project):
    with Scripted(by_mode()) as endpoint:
        status, data = examined(project, endpoint, ", project_budget: {calls: 1}")
        assert status == 0
        status, data = examined(project, endpoint, ", project_budget: {calls: 1}")
    assert (status, states(data)) == (1, until("form"))
    assert step(data, "form")[0] == "the budget of this project is used up: calls 1"


def test_what_lasts_is_seen_at_a_terminal(project):
    with Scripted(lambda body: {"content": GOOD, "delay": 1.6}) as endpoint:
        made = project({"specdev.yaml": settings_text(endpoint.url)})
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "specdev", "doctor"]
        done = subprocess.Popen(command, cwd=made.root, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        seen = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        out = done.communicate()[0].decode()
        os.close(master)
    assert (done.returncode, out.count("\n")) == (0, 10)
    assert "asking for data, 1 s" in seen.decode()
