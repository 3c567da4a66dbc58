"""
What an endpoint says when it does not answer, as one of the troubles, in words for a person.

Endpoints tell their errors in many forms; status, code, parameter and words are looked at, in this order of worth:
what was withheld, what was too long, which argument is not known, which answer form is not known, the status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from .secrets import Secrets
from .trouble import (
    Adjusted,
    Broken,
    Busy,
    Filtered,
    Redirected,
    Rejected,
    TooLong,
    Trouble,
    Unauthorized,
    Unknown,
    Unpaid,
    Unsupported,
)

SPARED = ("stream_options", "stream", "max_tokens", "temperature", "seed")
"""Arguments that a question can do without, or with another name, where an endpoint does not take them."""
_LONG = re.compile(
    r"context.{0,20}(length|window|size)|too many (input )?tokens|(prompt|input) is too long|reduce the length"
    r"|exceeds? the (available|maximum)|max_(completion_)?tokens.{0,40}(too large|at most|less than|must be)",
    re.IGNORECASE | re.DOTALL,
)
_FORM = re.compile(
    r"response_format|json.schema|tool_choice|\btools?\b|structured.output|grammar|guided", re.IGNORECASE | re.DOTALL
)
_NOT_TAKEN = re.compile(
    r"support|unrecogni|unknown|unexpected|permitted|allowed|\bextra\b|unavailable|\bonly\b|instead", re.IGNORECASE
)
_UNPAID = re.compile(
    r"insufficient.{0,3}(quota|credit|funds|balance)|billing|exceeded your current quota", re.IGNORECASE
)
_PAGE = re.compile(r"\s*<(!doctype|html|head|body)", re.IGNORECASE)
_NOISE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Place:
    """Where questions go, for the words of messages."""

    base_url: str
    model: str
    key_env: str

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Said:
    """An error as the endpoint told it."""

    status: int
    words: str = ""
    code: str = ""
    param: str = ""
    headers: Mapping[str, str] | None = None

    @staticmethod
    def of(status: int, body: Any, headers: Mapping[str, str] | None = None, key: str = "") -> Said:
        """What the body of an error says, without the key and what else is secret, on one line."""
        inner = body.get("error", body) if isinstance(body, Mapping) else body
        if not isinstance(inner, Mapping):
            inner = {"message": inner if isinstance(inner, str) else ""}
        words = inner.get("message") or inner.get("detail") or inner.get("msg") or ""
        if isinstance(words, str) and _PAGE.match(words):
            words = ""
        deeper = inner.get("innererror") or {}
        code = inner.get("code") or (deeper.get("code") if isinstance(deeper, Mapping) else "") or inner.get("type")
        return Said(status, clean(words, key), str(code or ""), str(inner.get("param") or ""), headers)

    @property
    def quoted(self) -> str:
        return f": {self.words}" if self.words else ""


def clean(words: Any, key: str = "") -> str:
    """Words of an endpoint for a message: one line, not long, and nothing secret in it."""
    text = words if isinstance(words, str) else repr(words)
    text = text.replace(key, "[key]") if key else text
    text = _NOISE.sub(" ", Secrets().redacted(text)).strip()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def page(text: str) -> bool:
    """Whether the text is a page for a browser."""
    return bool(_PAGE.match(text))


def spared(said: Said) -> str:
    """The argument that the endpoint does not take and that can be spared; empty for none."""
    if said.status not in (400, 422) or _LONG.search(said.words):
        return ""
    for name in SPARED:
        if said.param:
            found = said.param.partition(".")[0] == name
        else:
            found = bool(re.search(rf"\b{name}(ing)?\b", said.words, re.IGNORECASE) and _NOT_TAKEN.search(said.words))
        if found:
            return name
    return ""


def adjusted(name: str) -> Trouble:
    """The question is asked anew without the argument."""
    return Adjusted(f"the endpoint does not take `{name}`", "nothing needs to be done: it is asked without")


def trouble(said: Said, place: Place) -> Trouble:
    """What the error means for the question."""
    found = _of_question(said, place) or _of_status(said, place)
    found.wait_s = wait(said.headers or {})
    return found


def _of_question(said: Said, place: Place) -> Trouble | None:
    if said.code in ("content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"):
        return filtered("the question", said.quoted)
    if said.status == 413 or said.code == "context_length_exceeded" or (said.status < 500 and _LONG.search(said.words)):
        return TooLong(
            f"the question does not fit into `{place.model}`{said.quoted}",
            "lower `model.context_tokens` or `model.answer_tokens` in specdev.yaml to what the model has",
        )
    if said.status == 402 or (said.status == 429 and (_UNPAID.search(said.code) or _UNPAID.search(said.words))):
        return Unpaid(f"{place.host} wants to be paid first{said.quoted}", "look at the account behind the key")
    named = _FORM.search(said.param) if said.param else _FORM.search(said.words)
    if said.status in (400, 404, 422, 501) and named:
        return Unsupported(
            f"{place.host} does not take this answer form{said.quoted}",
            "choose another `model.mode` in specdev.yaml: md_json works everywhere",
        )
    return None


def _of_status(said: Said, place: Place) -> Trouble:
    if 300 <= said.status < 400:
        return redirected((said.headers or {}).get("location", ""), place)
    if said.status in (401, 403):
        return Unauthorized(
            f"{place.host} does not take the key ({said.status}){said.quoted}",
            f"set the environment variable {place.key_env} to a key that may use `{place.model}`",
        )
    if said.status in (408, 409, 429, 502, 503, 504, 529):
        return Busy(
            f"{place.host} is busy ({said.status}){said.quoted}",
            "try later, or lower `model.concurrency` in specdev.yaml",
        )
    if said.status >= 500:
        failed = Broken(f"{place.host} failed ({said.status}){said.quoted}", "its own log says why; try later")
        failed.free = True
        return failed
    if said.status in (404, 405):
        return nothing_there(place)
    return Rejected(f"{place.host} does not take the question ({said.status}){said.quoted}", "")


def nothing_there(place: Place) -> Trouble:
    """The address is none of an OpenAI-compatible endpoint."""
    return Unknown(
        f"there is no OpenAI-compatible endpoint at {shown(place.base_url)}",
        "`model.base_url` usually ends in /v1, such as http://localhost:11434/v1",
    )


def redirected(target: str, place: Place) -> Trouble:
    """The endpoint has moved; nothing is sent after it."""
    parts = urlsplit(target)
    where = f"{parts.scheme}://{parts.hostname}" if parts.hostname else "another place"
    return Redirected(
        f"{place.host} sends the question on to {clean(where)}; it was not sent there",
        "if that is right, set `model.base_url` to the new address",
    )


def filtered(what: str, quoted: str = "") -> Trouble:
    """A content filter withheld the question or the answer."""
    return Filtered(f"a content filter of the endpoint withheld {what}{quoted}", "the rules do this part instead")


def shown(address: str) -> str:
    """The address without a user and password in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.rpartition("@")[2]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the endpoint wants to be left alone, in any of the three ways to say so; None where it does not."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        until = parsedate_to_datetime(headers["retry-after"])
        since = parsedate_to_datetime(headers["date"])
        return max((until - since).total_seconds(), 0.0)
    except (KeyError, TypeError, ValueError):
        return None
