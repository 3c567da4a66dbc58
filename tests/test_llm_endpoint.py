"""What goes over the wire to an endpoint, and what is made of the ways in which it does not answer."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from asking import ADA, KEY, settings
from scripted_endpoint import Scripted

from specdev.llm import tokens
from specdev.llm.endpoint import Endpoint
from specdev.llm.failures import Place, Said, clean, wait
from specdev.llm.pace import Pace
from specdev.llm.patience import Patience
from specdev.llm.request import Answer, Request, Usage
from specdev.llm.trouble import Busy, Stopped, Trouble, Unauthorized, Unknown, Unreachable

QUESTION = Request.of({"model": "scripted", "messages": [{"role": "user", "content": "Who?"}], "max_tokens": 9})
SENT = {"messages": [{"role": "user", "content": "Who?"}], "model": "scripted", "max_tokens": 9}


def asked(url: str, environment: dict[str, str] | None = None, **more) -> Answer:
    endpoint = Endpoint(settings(url, **more), environment={} if environment is None else environment)
    try:
        return endpoint.ask(QUESTION)
    finally:
        endpoint.close()


def test_a_question_and_its_whole_answer():
    with Scripted([{"content": ADA}]) as server:
        assert asked(server.url) == Answer(
            {"role": "assistant", "content": ADA}, "stop", Usage(input=100, cached=40, output=20), "scripted"
        )
    (received,) = server.requests
    assert received.path == "/v1/chat/completions"
    assert received.body == {**SENT, "stream": True, "stream_options": {"include_usage": True}}
    assert received.headers["x-stainless-retry-count"] == "0"


def test_a_call_of_a_tool_is_put_together():
    with Scripted([{"tool": ADA, "pieces": 9, "finish": "tool_calls"}]) as server:
        answer = asked(server.url)
    function = {"name": "answer", "arguments": ADA}
    assert answer.message["tool_calls"] == [{"id": "call_abc", "type": "function", "function": function}]
    assert (answer.finish, answer.message["content"]) == ("tool_calls", None)


def test_only_the_named_variable_gives_the_key(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"):
        monkeypatch.setenv(name, "not-this-one")
    for more in ({}, {"api_version": "2024-10-21"}):
        for environment in ({}, {"SPECDEV_TEST_KEY": KEY}):
            with Scripted([{"content": ADA}]) as server:
                asked(server.url, environment, **more)
            headers = server.requests[0].headers
            sent = headers.get("authorization", "").removeprefix("Bearer ") or headers.get("api-key")
            assert sent == environment.get("SPECDEV_TEST_KEY", "none")
            assert "not-this-one" not in str(headers)


def test_azure_has_addresses_of_its_own():
    with Scripted([{"content": ADA}]) as server:
        asked(server.url.removesuffix("/v1"), {"SPECDEV_TEST_KEY": KEY}, api_version="2024-10-21")
    assert server.requests[0].path == "/openai/deployments/scripted/chat/completions?api-version=2024-10-21"
    assert server.requests[0].headers["api-key"] == KEY


def test_nothing_is_sent_after_a_redirect():
    with (
        Scripted([{"content": ADA}]) as other,
        Scripted([{"status": 308, "raw": "", "headers": {"location": f"{other.url}/chat/completions"}}]) as server,
        pytest.raises(Trouble) as caught,
    ):
        asked(server.url, {"SPECDEV_TEST_KEY": KEY})
    assert (caught.value.kind, caught.value.lasting) == ("redirected", True)
    assert other.requests == []


def test_loopback_is_reached_past_a_proxy(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Scripted([{"content": ADA}]) as server:
        assert asked(server.url).message["content"] == ADA


def test_an_address_where_nothing_listens():
    with pytest.raises(Unreachable) as caught:
        asked("http://127.0.0.1:9/v1")
    assert caught.value.message.startswith("nothing answers at http://127.0.0.1:9/v1: ")
    assert caught.value.hint == "start the endpoint, or correct `model.base_url` in specdev.yaml"
    assert (caught.value.lasting, caught.value.passing, caught.value.free) == (True, True, True)


@pytest.mark.parametrize("key", ["schlüssel", "a\nb"])
def test_a_key_that_is_none(key):
    with Scripted([]) as server, pytest.raises(Unauthorized) as caught:
        asked(server.url, {"SPECDEV_TEST_KEY": key})
    assert caught.value.message == "SPECDEV_TEST_KEY holds characters that no key has"
    assert server.requests == []


def test_the_models_are_listed():
    with Scripted([], ["zeta", "alpha"]) as server:
        endpoint = Endpoint(settings(server.url), environment={})
        assert endpoint.models() == ("alpha", "zeta")
        endpoint.close()
    with Scripted([], []) as server:
        endpoint = Endpoint(settings(server.url), environment={})
        with pytest.raises(Unknown):
            endpoint.models()
        endpoint.close()


def test_near_names_are_told_first_and_not_too_many():
    with (
        Scripted(
            [{"status": 404, "error": "no such model"}], [f"m{number}" for number in range(20)] + ["llama3:8b"]
        ) as server,
        pytest.raises(Unknown) as caught,
    ):
        asked(server.url, name="llama3")
    assert caught.value.hint == "set `model.name` to one of: llama3:8b, m0, m1, m10, m11, m12, m13, m14 and 13 more"


def test_the_key_is_in_nothing_that_can_be_printed():
    endpoint = Endpoint(settings("http://127.0.0.1:9/v1"), environment={"SPECDEV_TEST_KEY": KEY})
    with Scripted([{"status": 401, "error": f"no key {KEY}\x1b[2J"}]) as server:
        endpoint.settings = settings(server.url)
        with pytest.raises(Unauthorized) as caught:
            endpoint.ask(QUESTION)
    told = [caught.value, caught.value.__cause__, caught.value.__context__, endpoint]
    endpoint.close()
    assert KEY not in "".join(map(repr, told))
    assert caught.value.message.endswith("does not take the key (401): no key [key] [2J")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "40", "retry-after": "2"}, 0.04),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 02:00:09 GMT", "date": "Sat, 21 Nov 2026 02:00:00 GMT"}, 9.0),
        ({"retry-after": "Sat, 21 Nov 2026 01:00:00 GMT", "date": "Sat, 21 Nov 2026 02:00:00 GMT"}, 0.0),
    ],
)
def test_how_long_an_endpoint_wants_to_be_left_alone(headers, seconds):
    assert wait(headers) == seconds


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "a"}}, "a"),
        ({"error": "a"}, "a"),
        ({"object": "error", "message": "a", "code": 400}, "a"),
        ({"detail": [{"loc": ["body", "seed"], "msg": "extra"}]}, "[{'loc': ['body', 'seed'], 'msg': 'extra'}]"),
        ("a", "a"),
        ("<!DOCTYPE html><p>a", ""),
        (None, ""),
        ([], ""),
        ({"error": {"message": {"a": 1}}}, "{'a': 1}"),
    ],
)
def test_errors_in_many_forms(body, words):
    assert Said.of(400, body).words == words


def test_long_words_are_cut():
    assert clean("x" * 1000) == "x" * 239 + "…"
    assert Place("https://user:secret@host.example/v1", "m", "K").host == "host.example"


def test_a_wait_that_is_asked_for_is_kept():
    script = [
        {"status": 429, "headers": {"retry-after": "0.3"}},
        {"status": 503, "headers": {"retry-after-ms": "200"}},
        {"content": ADA},
    ]
    with Scripted(script) as server:
        endpoint = Endpoint(settings(server.url), environment={})
        Patience(2).answered(lambda: endpoint.ask(QUESTION), Pace(1))
        endpoint.close()
    first, second, third = (received.at for received in server.requests)
    assert 0.3 <= second - first < 3
    assert 0.2 <= third - second < 3


def test_waits_grow_and_end_with_the_run():
    patience, busy, waits = Patience(9, 0.5), Busy("busy"), []
    waits = [patience._pause(busy, tries) for tries in range(9)]
    assert all(0.75 * due <= wait <= due for wait, due in zip(waits, [0.5, 1, 2, 4, 8, 16, 30, 30, 30], strict=True))
    pace = Pace(1)

    def attempt() -> Answer:
        raise Busy("busy")

    threading.Timer(0.1, pace.stop.set).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        Patience(9, 60).answered(attempt, pace)
    assert time.monotonic() - began < 5


def test_a_connection_is_used_again():
    with Scripted([{"content": ADA}, {"status": 500}, {"content": ADA}]) as server:
        endpoint = Endpoint(settings(server.url), environment={})
        endpoint.ask(QUESTION)
        with pytest.raises(Trouble):
            endpoint.ask(QUESTION)
        endpoint.ask(QUESTION)
        endpoint.close()
    assert server.connections == 1


def test_a_stream_that_stays_open_is_waited_for_once():
    with Scripted([{"content": ADA, "linger": 20}] * 3) as server:
        endpoint = Endpoint(settings(server.url, stall_s=1.5), environment={})
        began = time.monotonic()
        assert [endpoint.ask(QUESTION).message["content"] for _ in range(3)] == [ADA] * 3
        assert time.monotonic() - began < 8
        endpoint.close()


def test_closing_ends_what_is_under_way():
    with Scripted([{"content": ADA, "chunk_delay": 0.3, "pieces": 100}]) as server:
        endpoint = Endpoint(settings(server.url), environment={})
        threading.Timer(0.2, endpoint.close).start()
        began = time.monotonic()
        with pytest.raises(Trouble):
            endpoint.ask(QUESTION)
    assert time.monotonic() - began < 5


def test_tokens_are_estimated_well():
    text = (Path(__file__).parent.parent / "docs" / "design.md").read_text(encoding="utf-8")
    assert 3.2 < len(text) / tokens.count(text) < 5.2
    assert tokens.count("") == 0
    assert tokens.count("数据库中的每一条记录") == 7
    assert tokens.bound(text) > tokens.count(text) * 1.14
