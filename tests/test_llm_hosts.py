"""A document goes to this machine, and to hosts that a person has named."""

from __future__ import annotations

import pytest

from specdev.llm.hosts import check, loopback
from specdev.llm.trouble import Forbidden, Unknown


@pytest.mark.parametrize(
    ("address", "allowed", "host"),
    [
        ("http://localhost:11434/v1", [], "localhost"),
        ("http://127.0.0.1/v1", [], "127.0.0.1"),
        ("http://127.8.8.8/v1", [], "127.8.8.8"),
        ("http://[::1]:8080/v1", [], "::1"),
        ("https://api.openai.com/v1", ["api.openai.com"], "api.openai.com"),
        ("https://API.OpenAI.com./v1", ["api.openai.com"], "api.openai.com"),
        ("https://x.openai.azure.com", ["*.openai.azure.com"], "x.openai.azure.com"),
        ("https://user:word@api.openai.com/v1", ["Api.openai.com."], "api.openai.com"),
    ],
)
def test_hosts_that_may_be_asked(address, allowed, host):
    assert check(address, allowed) == host


@pytest.mark.parametrize(
    ("address", "allowed", "host"),
    [
        ("https://api.openai.com/v1", [], "api.openai.com"),
        ("https://evil.com/v1", ["api.openai.com"], "evil.com"),
        ("https://api.openai.com.evil.com/v1", ["api.openai.com", "*.openai.com"], "api.openai.com.evil.com"),
        ("https://evilopenai.com/v1", ["*.openai.com"], "evilopenai.com"),
        ("https://openai.com/v1", ["*.openai.com"], "openai.com"),
        ("https://api.openai.com@evil.com/v1", ["api.openai.com"], "evil.com"),
        ("http://localhost.evil.com/v1", [], "localhost.evil.com"),
        ("http://127.0.0.1.evil.com/v1", [], "127.0.0.1.evil.com"),
        ("http://0.0.0.0/v1", [], "0.0.0.0"),
        ("http://192.168.0.7/v1", [], "192.168.0.7"),
        ("http://[fe80::1]/v1", [], "fe80::1"),
    ],
)
def test_hosts_that_may_not(address, allowed, host):
    with pytest.raises(Forbidden) as caught:
        check(address, allowed)
    assert caught.value.message == (
        f"nothing is sent to {host}: the settings allow loopback only, and the hosts that they name"
    )
    assert caught.value.hint == (
        f"to let the document go there, say in specdev.yaml: privacy: {{allow_hosts: [{host}]}}"
    )


@pytest.mark.parametrize("address", ["", "localhost:11434", "ftp://localhost/v1", "http://", "http://[::1/v1", "/v1"])
def test_addresses_that_are_none(address):
    with pytest.raises(Unknown) as caught:
        check(address, ["*"])
    assert caught.value.message == f"`{address}` is no address of an endpoint"


def test_only_numbers_and_one_name_mean_this_machine():
    assert [loopback(host) for host in ("localhost", "127.0.0.1", "::1", "", "myhost", "::ffff:8.8.8.8")] == [
        *[True] * 3,
        *[False] * 3,
    ]
