"""Answers that are kept, requests that are told apart, tapes that are played."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdev.errors import SpecdevError
from specdev.llm.request import DECIDING, Answer, Request, Usage
from specdev.llm.shelf import Shelf, Tape

QUESTION = Request.of({"model": "m", "messages": [{"role": "user", "content": "Wie heißt du? 名前 \ud800"}]})
ANSWER = Answer({"role": "assistant", "content": "Ada"}, "stop", Usage(7, 2, 3, True), "m-1")
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def shuffled(data: Any, chance: random.Random) -> Any:
    """The same data with all keys in another order."""
    if isinstance(data, dict):
        keys = chance.sample(list(data), len(data))
        return {key: shuffled(data[key], chance) for key in keys}
    return [shuffled(one, chance) for one in data] if isinstance(data, list) else data


@given(st.dictionaries(st.sampled_from(sorted(DECIDING)), DATA), st.randoms())
def test_equal_requests_have_equal_digests(arguments, chance):
    one, other = Request.of(arguments), Request.of(shuffled(arguments, chance))
    assert one.digest == other.digest
    assert one.digest == Request.of({**arguments, "timeout": 3, "stream": True, "user": "me"}).digest


@given(
    st.dictionaries(st.sampled_from(sorted(DECIDING)), DATA), st.dictionaries(st.sampled_from(sorted(DECIDING)), DATA)
)
def test_other_requests_have_other_digests(first, second):
    one, other = Request.of(first), Request.of(second)
    assert (one.text == other.text) == (one.digest == other.digest)


def test_a_digest_is_the_same_on_every_machine():
    assert Request.of({"model": "m", "messages": []}).digest == (
        "c55d8c9c82bf972e936e9a576aa8602b2d60cd7cec7b5913d3c6cfcbd4b4a93a"
    )


def test_what_is_kept_is_found_again(tmp_path):
    shelf = Shelf(tmp_path)
    assert shelf.find(QUESTION) is None
    shelf.keep(QUESTION, ANSWER)
    assert Shelf(tmp_path).find(QUESTION) == ANSWER
    assert [path.name for path in (tmp_path / ".specdev").iterdir() if path.name != "cache"] == [".gitignore"]


@pytest.mark.parametrize(
    "spoilt", [b"", b"[", b"{}", b"[]", b'{"message": 1, "finish": 2}', b"\xff" * 9, b"[" * 100_000]
)
def test_what_cannot_be_read_is_asked_again(tmp_path, spoilt):
    shelf = Shelf(tmp_path)
    shelf.keep(QUESTION, ANSWER)
    (place,) = (tmp_path / ".specdev/cache/answers").rglob("*.json")
    place.write_bytes(spoilt)
    assert shelf.find(QUESTION) is None


def test_a_disk_that_takes_nothing_costs_no_run(tmp_path):
    (tmp_path / ".specdev").write_text("in the way")
    Shelf(tmp_path).keep(QUESTION, ANSWER)
    assert Shelf(tmp_path).find(QUESTION) is None


def test_a_tape_does_not_depend_on_the_order(tmp_path):
    pairs = [(Request.of({"model": str(number)}), ANSWER) for number in range(5)]
    texts = []
    for order in (pairs, pairs[::-1]):
        tape = Tape(tmp_path / "deep/er/tape.jsonl")
        for request, answer in order:
            tape.add(request, answer)
        tape.save()
        texts.append(tape.place.read_text())
    assert texts[0] == texts[1]
    played = Tape.play(tape.place)
    assert [played.find(request) for request, _ in pairs] == [ANSWER] * 5
    assert played.find(QUESTION) is None
    assert json.loads(texts[0].splitlines()[0])["request"] in [dict(request.arguments) for request, _ in pairs]


def test_a_tape_that_is_none(tmp_path):
    with pytest.raises(SpecdevError) as caught:
        Tape.play(tmp_path / "none.jsonl")
    assert caught.value.message == f"there is no tape `{tmp_path}/none.jsonl`"
    (tmp_path / "empty.jsonl").write_text("{}\nnonsense\n")
    with pytest.raises(SpecdevError) as caught:
        Tape.play(tmp_path / "empty.jsonl")
    assert caught.value.message == f"`{tmp_path}/empty.jsonl` holds no answers"
