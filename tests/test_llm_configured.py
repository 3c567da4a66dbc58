"""The model that specdev.yaml names."""

from __future__ import annotations

import pytest

from specdev import settings
from specdev.config import Budget, ModelSettings, Privacy
from specdev.errors import SpecdevError
from specdev.llm import configured

NAMED = "name: m, base_url: 'http://localhost:1/v1'"


def read(root, text: str):
    (root / "specdev.yaml").write_text(text, encoding="utf-8")
    return configured.read(settings.load(root).values)


def test_what_is_given_stands_over_the_defaults(tmp_path):
    text = (
        f"model: {{{NAMED}, stall_s: 60, temperature: null, seed: null, budget: {{money: 5}}}}\n"
        "privacy: {allow_hosts: [api.example.org]}\n"
    )
    assert read(tmp_path, text) == (
        ModelSettings(
            name="m",
            base_url="http://localhost:1/v1",
            stall_s=60.0,
            temperature=None,
            seed=None,
            budget=Budget(calls=1000, tokens=5_000_000, money=5.0, seconds=3600),
        ),
        Privacy(allow_hosts=("api.example.org",)),
    )


def test_what_may_not_be_null_keeps_its_default(tmp_path):
    model, privacy = read(tmp_path, f"model: {{{NAMED}, retries: null, stall_s: null, budget: null}}\nprivacy: null\n")
    assert (model, privacy) == (ModelSettings(name="m", base_url="http://localhost:1/v1"), Privacy())


@pytest.mark.parametrize("text", ["", "model: {name: m}\n", "model: {base_url: 'http://localhost:1/v1'}\n"])
def test_no_model_is_named(tmp_path, text):
    with pytest.raises(SpecdevError) as caught:
        read(tmp_path, text)
    assert caught.value.message == "no model is configured"
    assert caught.value.hint == (
        "say in specdev.yaml, for example: model: {name: qwen3, base_url: http://localhost:11434/v1}"
    )


def test_a_value_that_no_model_can_be_asked_with(tmp_path):
    with pytest.raises(SpecdevError) as caught:
        read(tmp_path, f"model: {{{NAMED}, concurrency: 0, retries: 99}}\n")
    assert caught.value.message == "specdev.yaml: `model.concurrency`: input should be greater than or equal to 1"
