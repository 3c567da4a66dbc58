"""
One question over HTTP to an OpenAI-compatible endpoint, and its whole answer.

Answers are streamed, so that a model that has died is told from one that thinks; who cannot stream is asked without.
Nothing is tried again here, see `patience`; nothing is followed to another host; `openai` is loaded with the first
question.
"""

from __future__ import annotations

import difflib
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..config import ModelSettings
from ..errors import SpecdevError
from . import failures, hosts, reading
from .failures import Place, Said
from .request import Answer, Request
from .trouble import Late, TooLong, Trouble, Unauthorized, Unknown, Unreachable

CONNECT_S = 10.0
_NEVER_THERE = frozenset(("ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol", "LocalProtocolError"))
"""Failures of the HTTP client that leave no doubt that nothing was asked."""
_LINGER_S = 1.0
"""Seconds after the last event of a stream in which its end should come."""
_NAMED = 8
"""Models of an endpoint that a message names."""


@dataclass(slots=True)
class Endpoint:
    """The endpoint of the settings; it may be asked from several threads."""

    settings: ModelSettings
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    clock: Callable[[], float] = time.monotonic
    _client: Any = field(default=None, repr=False)
    _hasty: bool = False
    """It leaves streams open after their last event."""
    _without: frozenset[str] = frozenset()
    """Arguments that it has refused."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def ask(self, request: Request) -> Answer:
        """The answer to the request. Raises a Trouble; Adjusted where the same request may be asked at once."""
        without = self._without
        found = self._posted(request, without)
        if isinstance(found, bytes):
            return reading.answer(found, request, self._place, self._key)
        raise self._judged(found, without) if isinstance(found, Said) else found

    def models(self) -> tuple[str, ...]:
        """The models that the endpoint lists. Raises a Trouble."""
        openai, client = load(), self._opened()
        found: Any
        try:
            found = client.models.list(timeout=self._patience)
            return tuple(sorted(str(model.id) for model in found.data))
        except openai.APIStatusError as error:
            found = failures.trouble(self._said(error), self._place)
        except (openai.APIError, *_transport(openai)) as error:
            found = self._lost(error, self._patience)
        except (AttributeError, TypeError, ValueError):  # what came was no list of models
            found = failures.nothing_there(self._place)
        raise found

    def close(self) -> None:
        """Let go of all connections, also of those that an answer is still coming on."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    @property
    def spared(self) -> tuple[str, ...]:
        """Arguments that it has refused, and is asked without."""
        return tuple(sorted(self._without))

    @property
    def _patience(self) -> float:
        """Seconds for what takes no thinking."""
        return min(CONNECT_S, self.settings.stall_s)

    @property
    def _place(self) -> Place:
        return Place(self.settings.base_url, self.settings.name, self.settings.api_key_env)

    @property
    def _key(self) -> str:
        return self.environment.get(self.settings.api_key_env, "").strip()

    def _opened(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _client(self.settings, key_of(self.settings, self.environment))
            return self._client

    def _posted(self, request: Request, without: frozenset[str]) -> bytes | Said | Trouble:
        """The bytes of the answer, or what went wrong; exceptions of others, which may hold the key, end here."""
        openai, client = load(), self._opened()
        until = self.clock() + self.settings.answer_s
        try:
            with client.chat.completions.with_streaming_response.create(**self._arguments(request, without)) as got:
                return self._body(got, until)
        except openai.APIStatusError as error:
            return self._said(error)
        except (openai.APIError, *_transport(openai)) as error:
            return self._lost(error, self._silence(without))

    def _arguments(self, request: Request, without: frozenset[str]) -> dict[str, Any]:
        arguments = {key: value for key, value in request.arguments.items() if key not in without}
        if "max_tokens" in without:
            arguments["max_completion_tokens"] = request.arguments["max_tokens"]
        if "stream" not in without:
            arguments["stream"] = True
            if "stream_options" not in without:
                arguments["stream_options"] = {"include_usage": True}
        # the client looks into each part of what it knows, and a schema has many
        form = {name: arguments.pop(name) for name in ("response_format", "tools") if name in arguments}
        return {**arguments, "extra_body": form, "timeout": load().Timeout(self._silence(without), connect=CONNECT_S)}

    def _silence(self, without: frozenset[str]) -> float:
        """Seconds that the endpoint may be silent: who does not stream is so until the answer is whole."""
        answer_s = self.settings.answer_s
        return answer_s if "stream" in without else min(self.settings.stall_s, answer_s)

    def _body(self, got: Any, until: float) -> bytes | Trouble:
        """
        All bytes of the answer. A stream is whole with its last event; that the endpoint ends it too is waited for,
        so that the connection can be used again, and no more once it kept us waiting.
        """
        body, limit, whole = bytearray(), 1_000_000 + 1000 * self.settings.answer_tokens, 0.0
        try:
            for piece in got.iter_bytes():
                body += piece
                whole = whole or (self.clock() if body[-32:].rstrip().endswith(reading.END) else 0.0)
                if whole and self._hasty:
                    break
                if len(body) > limit:
                    return self._endless(limit)
                if not whole and self.clock() > until:
                    return self._late()
        except _transport(load()):
            if not whole:
                raise
        self._hasty = self._hasty or bool(whole and self.clock() - whole > _LINGER_S)
        return bytes(body)

    def _endless(self, limit: int) -> Trouble:
        found = TooLong(
            f"the answer of {self._place.host} does not end: {limit // 1_000_000} MB were read",
            "the model may repeat itself; try another one, or a lower `model.answer_tokens`",
        )
        found.free = False
        return found

    def _said(self, error: Any) -> Said:
        return Said.of(error.status_code, error.body, error.response.headers, self._key)

    def _judged(self, said: Said, without: frozenset[str]) -> Trouble:
        name = failures.spared(said)
        if name and name not in without:
            with self._lock:
                self._without |= {name}
            return failures.adjusted(name)
        found = failures.trouble(said, self._place)
        return self._missing(said) if said.status == 404 and isinstance(found, Unknown) else found

    def _missing(self, said: Said) -> Trouble:
        """What a 404 means: another model is wanted, or another address."""
        try:
            names = self.models()
        except Trouble:
            names = ()
        wanted = self.settings.name
        if not names and not said.words:
            return failures.nothing_there(self._place)
        if not names or wanted in names:
            return Unknown(f"{self._place.host} does not answer for `{wanted}`{said.quoted}", "")
        return Unknown(f"{self._place.host} has no model `{wanted}`", one_of(names, wanted))

    def _lost(self, error: Exception, silence: float) -> Trouble:
        """The trouble of a connection that was never made, broke or stood still."""
        cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
        kinds = {kind.__name__ for kind in type(cause).__mro__}
        if kinds & _NEVER_THERE:
            why = failures.clean(str(cause), self._key)
            return Unreachable(
                f"nothing answers at {failures.shown(self.settings.base_url)}: {why or type(cause).__name__}",
                "start the endpoint, or correct `model.base_url` in specdev.yaml",
            )
        if "TimeoutException" in kinds:
            return self._late(silence)
        return reading.cut(self._place)

    def _late(self, silence: float = 0.0) -> Trouble:
        what, setting = f"stood still for {silence:g} s", "stall_s"
        if not silence or silence == self.settings.answer_s:
            what, setting = f"was not whole after {self.settings.answer_s:g} s", "answer_s"
        return Late(f"the answer of {self._place.host} {what}", f"raise `model.{setting}` if the model is only slow")


def one_of(names: tuple[str, ...], wanted: str = "") -> str:
    """What to do where the model is none of these; names that are near what is wanted come first."""
    near = [*difflib.get_close_matches(wanted, names, _NAMED), *names]
    listed = ", ".join(failures.clean(name) for name in [*dict.fromkeys(near)][:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"set `model.name` to one of: {listed}{more}"


def key_of(settings: ModelSettings, environment: Mapping[str, str]) -> str:
    """The key; empty where none is set and none is needed. Raises Unauthorized for one that is missing or no key."""
    key = environment.get(settings.api_key_env, "").strip()
    host = hosts.name_of(settings.base_url)
    if not key and not hosts.loopback(host):
        raise Unauthorized(
            f"there is no key for {host}: {settings.api_key_env} is not set",
            f"export {settings.api_key_env}=…, any word where the endpoint needs none",
        )
    if not key.isascii() or not key.isprintable():
        raise Unauthorized(f"{settings.api_key_env} holds characters that no key has", "set it anew")
    return key


def load() -> Any:
    """The `openai` package. Raises SpecdevError that says what to install."""
    try:
        return importlib.import_module("openai")
    except ImportError:
        raise SpecdevError("asking a model needs the packages openai and instructor", MISSING) from None


MISSING = "pip install 'specdev[llm]'"


def _client(settings: ModelSettings, key: str) -> Any:
    openai = load()
    here = hosts.loopback(hosts.name_of(settings.base_url))
    network = openai.DefaultHttpxClient(follow_redirects=False, trust_env=not here)
    common = {"api_key": key or "none", "max_retries": 0, "http_client": network}
    if settings.api_version:
        address = settings.base_url.rstrip("/").removesuffix("/v1").removesuffix("/openai")
        azure = openai.AzureOpenAI(azure_endpoint=address, api_version=settings.api_version, **common)
        azure._azure_ad_token = None  # the key of the settings, and no token that lies about
        return azure
    return openai.OpenAI(base_url=settings.base_url, **common)


def _transport(openai: Any) -> tuple[type[Exception], ...]:
    """What the HTTP client under openai raises in the middle of an answer: httpx or httpx2, as its version has it."""
    module = sys.modules[openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]]
    return (module.HTTPError, module.StreamError)
