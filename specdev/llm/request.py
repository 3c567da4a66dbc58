"""
One question to a model in full, and what came back: what a digest is made of, and what is kept.

A request is what decides the answer and nothing else: model, messages, answer form, sampling. Where it is sent, with
which key, how long is waited and who asks is no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

DECIDING = frozenset(
    ("model", "messages", "response_format", "tools", "tool_choice", "temperature", "seed", "max_tokens", "top_p")
)
"""Arguments of a chat completion that decide what is answered."""
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Request:
    """The arguments of one chat completion, without those that change nothing in the answer; nobody changes them."""

    arguments: Mapping[str, Any]

    @staticmethod
    def of(arguments: Mapping[str, Any]) -> Request:
        """The deciding ones of the arguments; None counts as not given."""
        return Request({k: v for k, v in arguments.items() if k in DECIDING and v is not None})

    @property
    def text(self) -> str:
        """Canonical JSON: keys sorted, no blanks, characters as they are."""
        return _CANONICAL.encode(self.arguments)

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits; equal for equal requests on every machine."""
        raw = ("specdev/request/v1\0" + self.text).encode("utf-8", "surrogatepass")
        return hashlib.sha256(raw).hexdigest()

    @cached_property
    def said(self) -> tuple[str, ...]:
        """All that the model gets to read, each message and the answer form, for counting and for looking at."""
        parts = [str(message.get("content") or "") for message in self.arguments.get("messages", ())]
        form = {key: self.arguments[key] for key in ("response_format", "tools") if key in self.arguments}
        return (*parts, *([_CANONICAL.encode(form)] if form else ()))


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, as the endpoint counted them, or as estimated where it did not."""

    input: int = 0
    cached: int = 0
    """Of `input`, those that the endpoint had read before."""
    output: int = 0
    estimated: bool = False

    @property
    def total(self) -> int:
        return self.input + self.output

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input + other.input,
            self.cached + other.cached,
            self.output + other.output,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, whole."""

    message: Mapping[str, Any] = field(default_factory=dict)
    """role, content, refusal, tool_calls as the endpoint gave them."""
    finish: str = "stop"
    """Why it ended: stop, length, content_filter, tool_calls."""
    usage: Usage = Usage()
    model: str = ""
    """The model that the endpoint says has answered."""

    def data(self) -> dict[str, Any]:
        """As plain data for files, in a fixed order; `Answer.read` gives it back."""
        usage = {"input": self.usage.input, "cached": self.usage.cached, "output": self.usage.output}
        if self.usage.estimated:
            usage["estimated"] = True
        return {"finish": self.finish, "message": dict(self.message), "model": self.model, "usage": usage}

    @staticmethod
    def read(data: Any) -> Answer | None:
        """The answer of plain data; None where it is none."""
        try:
            counted = data.get("usage") or {}
            given, cached, output = (int(counted.get(name) or 0) for name in ("input", "cached", "output"))
            usage = Usage(given, cached, output, bool(counted.get("estimated")))
            return Answer(dict(data["message"]), str(data["finish"]), usage, str(data.get("model") or ""))
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
