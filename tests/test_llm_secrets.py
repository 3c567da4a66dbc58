"""Secrets are taken out before a question leaves, and come back into what comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specdev.llm.secrets import Secrets

KNOWN = {
    "OpenAI": "sk-proj-abcdefghijklmnopqrstuvwx",
    "OpenAI, old": "sk-abcdefghijklmnopqrstuvwxyz012345",
    "Anthropic": "sk-ant-api03-abcdefghijklmnopqrst",
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitHub, fine-grained": "github_pat_" + "a1B2" * 6,
    "GitLab": "glpat-abcdefghij0123456789",
    "Slack": "xoxb-123456789012-abc",
    "AWS": "AKIAIOSFODNN7EXAMPLE",
    "Google": "AIza" + "b" * 35,
    "Hugging Face": "hf_" + "c" * 34,
    "npm": "npm_" + "d" * 36,
    "PyPI": "pypi-" + "e" * 60,
    "Stripe": "sk_live_" + "f" * 24,
    "JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----",
}


@pytest.mark.parametrize("secret", KNOWN.values(), ids=KNOWN)
def test_published_forms(secret):
    secrets = Secrets()
    text = f"Use `{secret}` here, and {secret} there."
    assert secrets.redacted(text) == "Use `⟦secret-1⟧` here, and ⟦secret-1⟧ there."
    assert secrets.restored("about ⟦secret-1⟧") == f"about {secret}"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("password = hunter2hunter2", "password = ⟦secret-1⟧"),
        ('"api_key": "abcdef123456"', '"api_key": "⟦secret-1⟧"'),
        ("client_secret='a1b2c3d4e5f6'", "client_secret='⟦secret-1⟧'"),
        ("postgres://app:pass@db/x passes", "postgres://app:⟦secret-1⟧@db/x passes"),
        ("redis://:t0ken@cache", "redis://:⟦secret-1⟧@cache"),
        ("password: at least 12 characters", "password: at least 12 characters"),
        ("The api_key: a string of letters", "The api_key: a string of letters"),
        ("a task-force of sk-people", "a task-force of sk-people"),
        ("std::vector<Secret::Key>", "std::vector<Secret::Key>"),
        ("FR-001 and 0123456789abcdef0123", "FR-001 and 0123456789abcdef0123"),
        ("as ⟦secret-1⟧ and password=abcdef123456", "as ⟦secret-1⟧ and password=⟦secret-2⟧"),
    ],
)
def test_what_is_taken_and_what_stays(text, redacted):
    secrets = Secrets()
    assert secrets.redacted(text) == redacted
    assert secrets.restored(redacted) == text


KEY_LINES = [f"MIIEpAIBAAKCAQEA{number:04d}{'qWeRtYuIoP' * 4}" for number in range(9)]
PRIVATE = "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *KEY_LINES, "-----END RSA PRIVATE KEY-----"])


@pytest.mark.parametrize("secret", [KNOWN["GitHub"], KNOWN["OpenAI"], KNOWN["AWS"], KEY_LINES[3]])
@pytest.mark.parametrize("end", ["…", "", "\n- next", '", "kind": "functional"', "\\n"])
def test_the_beginning_of_a_secret_that_was_cut_off_goes_too(secret, end):
    secrets = Secrets()
    secrets.learn(f"{secret} and {PRIVATE}")
    for length in range(9, len(secret)):
        text = f"It prints {secret[:length]}{end}"
        redacted = secrets.redacted(text)
        assert secret[:9] not in redacted
        assert redacted.startswith("It prints ⟦secret-")
        assert secrets.restored(redacted) == text


def test_some_lines_of_a_key_are_taken_without_the_others():
    secrets = Secrets()
    secrets.learn(f"# Key\n\n{PRIVATE}\n")
    numbered = "\n".join(f"{number}  {line}" for number, line in enumerate(KEY_LINES[4:], 1))
    for text in (numbered, " ".join(PRIVATE.split())[:240] + "…"):
        redacted = secrets.redacted(text)
        assert "MIIE" not in redacted
        assert secrets.restored(redacted) == text


def test_words_that_begin_like_a_secret_stay():
    secrets = Secrets()
    secrets.learn(KNOWN["JWT"])
    for text in ("`eyJhbGciOiJIUzI1NiJ9` is a header", "eyJh\n", "eyJhbGci is its beginning"):
        assert secrets.redacted(text) == text


def test_data_is_restored_all_the_way_down():
    secrets = Secrets()
    secrets.learn(KNOWN["AWS"])
    assert secrets.restored({"a ⟦secret-1⟧": ["⟦secret-1⟧", ("⟦secret-2⟧", 1, None)]}) == {
        f"a {KNOWN['AWS']}": [KNOWN["AWS"], ["⟦secret-2⟧", 1, None]]
    }


PIECES = st.sampled_from([*KNOWN.values(), "⟦secret-1⟧", "⟦secret-2⟧", "password=", "://me:me@", " ", "\n", "`"])


@given(st.lists(PIECES | st.text(max_size=20)))
def test_nothing_is_lost_on_the_way_there_and_back(pieces):
    text, secrets = "".join(pieces), Secrets()
    assert secrets.restored(secrets.redacted(text)) == text


@given(st.lists(st.sampled_from(sorted(KNOWN.values())) | st.text(alphabet="abc ", max_size=9), max_size=9))
def test_no_secret_leaves_and_numbers_do_not_change(pieces):
    text, secrets = " ".join(pieces), Secrets()
    secrets.learn(text)
    before = dict(secrets.found)
    redacted = secrets.redacted(text)
    assert not [secret for secret in KNOWN.values() if secret in redacted]
    assert secrets.redacted(redacted) == redacted
    assert secrets.found == before == Secrets().found | before
    assert len(set(before.values())) == len(before)


def test_threads_share_the_numbers():
    secrets = Secrets()
    texts = [f"ghp_{number:036d}" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        redacted = list(pool.map(secrets.redacted, texts))
    assert len(set(redacted)) == 200
    assert [secrets.restored(one) for one in redacted] == texts
