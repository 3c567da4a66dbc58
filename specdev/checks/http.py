"""
Start the service, send requests, look at the answers.

`service` says how it is started: `{port}` in its words, and the environment variable PORT, hold a free port of the
loopback interface; where it cannot be told its port, `port` names the one it takes. Requests are sent once the
service is ready: once something listens, or once `ready` answers with a status below 500. `exchanges` are sent in
order to the same service; `begin: restart` stops it first and starts it again in the same folder, `begin: fresh` in an
emptied one. `capture` keeps values of an answer, which stand for `{name}` in the exchanges behind it. Redirects are not
followed. The service is stopped afterwards, with all it has started. A service that is not ready within `start_s` has
failed; where the time of the whole check is up, that is an error.

Passes for a service with that answer:

    id: T002.1
    covers: [API-1]
    kind: http
    service: {run: [shorty, serve, --port, "{port}"]}
    exchanges:
      - {request: {method: GET, path: /health}, expect: {status: 200, json: {status: ok}}}
    timeout_s: 30

Fails where nothing is found there:

    id: T002.2
    covers: [API-2]
    kind: http
    service: {run: [shorty, serve, --port, "{port}"]}
    exchanges:
      - {request: {method: GET, path: /nothing}, expect: {status: 200}}
    timeout_s: 30
"""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..model import Artifact
from .base import SCRATCH, BaseCheck, FilesIn, Result, WorkingFolder, Workspace, enter
from .client import BODY_LIMIT, send
from .conditions import Condition
from .exchange import Answer, Exchange, Request
from .file import file_mismatch
from .matchers import mismatch, same
from .places import at
from .ports import listens, own_port
from .process import OUTPUT_LIMIT, Service, serve
from .readers import UnreadableData, read_data
from .search import Unjudged
from .slots import empty
from .vocabulary import TOOLS

_PAUSES_S = (0.002, 0.1)
"""Seconds between two looks whether the service is ready: the shortest and the longest; a tenth of what it took yet."""


class ServiceStart(Artifact):
    """How the service is started."""

    run: Annotated[
        tuple[str, ...], Field(min_length=1, description="The words of the command; `{port}` is a free port.")
    ]
    env: dict[str, str] = Field(default_factory=dict, description="Environment variables in addition; PORT is set.")
    cwd: WorkingFolder = "."
    port: Annotated[
        int | None, Field(ge=1, le=65535, description="The port it takes, where it cannot be told one.")
    ] = None
    ready: Annotated[str | None, Field(pattern="^/", description="A path that answers once it is ready.")] = None
    start_s: Annotated[float, Field(gt=0, description="Seconds that it may take to get ready.")] = 15


class HttpCheck(BaseCheck):
    """Start the service, send requests, look at the answers."""

    serves: ClassVar[bool] = True
    kind: Literal["http"] = Field(description="Always `http`.")
    service: ServiceStart
    exchanges: Annotated[
        tuple[Exchange, ...], Field(min_length=1, description="Requests in order, with their answers.")
    ]
    files_in: FilesIn = ()

    @model_validator(mode="after")
    def _own_folder(self) -> Self:
        if self.service.cwd != SCRATCH and any(exchange.begin == "fresh" for exchange in self.exchanges):
            raise ValueError(f'`begin: fresh` empties the working folder, so it needs `cwd: "{SCRATCH}"`')
        return self

    def commands(self) -> tuple[str, ...]:
        return (" ".join(self.service.run),)

    def alone(self, isolated: bool) -> bool:
        return self.service.port is not None and not isolated

    def _execute(self, workspace: Workspace) -> Result:
        """The exchanges, service by service."""
        end = time.monotonic() + self.timeout_s
        result = Result("error", "nothing to send")
        output = b""
        captured: dict[str, Any] = {}
        for part in self._parts():
            result = self._serve(workspace, part, end, captured)
            output = (output + result.output)[:OUTPUT_LIMIT]
            if result.outcome != "passed":
                break
        return replace(result, output=output)

    def _parts(self) -> Iterator[tuple[int, ...]]:
        """Places of the exchanges that are sent to one start of the service."""
        starts = [place for place, exchange in enumerate(self.exchanges) if exchange.begin or place == 0]
        for first, following in zip(starts, [*starts[1:], len(self.exchanges)], strict=True):
            yield tuple(range(first, following))

    def _serve(self, workspace: Workspace, part: tuple[int, ...], end: float, captured: dict[str, Any]) -> Result:
        begin = self.exchanges[part[0]].begin
        if begin == "fresh":
            empty(workspace.scratch)
        folder = enter(self.service.cwd, () if begin == "restart" else self.files_in, workspace)
        with contextlib.nullcontext(self.service.port) if self.service.port else own_port() as port:
            return self._on_port(workspace, part, _Stage(folder, workspace.spec, end, captured), port)

    def _on_port(self, workspace: Workspace, part: tuple[int, ...], stage: _Stage, port: int) -> Result:
        argv = tuple(workspace.fill(word, port=str(port)) for word in self.service.run)
        given = {name: workspace.fill(value, port=str(port)) for name, value in self.service.env.items()}
        environment = {**workspace.environment, "PORT": str(port), **given}
        if self.service.port and listens(port):
            return Result("error", f"port {port} is taken by another program", argv)
        try:
            with serve(argv, cwd=stage.folder, environment=environment) as service:
                outcome, detail = self._talk(service, port, part, stage)
                return Result(outcome, detail, argv, service.exit, service.output)
        except OSError as error:
            if argv[0] in TOOLS:
                return Result("error", f"missing tool: {argv[0]}", argv)
            return Result("failed", f"the service cannot be started: {error}", argv)

    def _talk(
        self, service: Service, port: int, part: tuple[int, ...], stage: _Stage
    ) -> tuple[Literal["passed", "failed", "error"], str]:
        ready_by = min(stage.end, time.monotonic() + self.service.start_s)
        if reason := _wait(service, port, self.service.ready, ready_by):
            return self._outcome(reason, stage.end)
        for place in part:
            exchange = self.exchanges[place].filled(stage.captured)
            reason = _exchange(exchange, port, max(stage.end - time.monotonic(), 0.01), stage)
            if reason:
                asked = f"{exchange.request.method} {exchange.request.path}"
                where = f"request {place + 1} of {len(self.exchanges)}, " if len(self.exchanges) > 1 else ""
                return self._outcome(f"{where}{asked}: {reason}", stage.end)
        return "passed", ""

    def _outcome(self, reason: str, end: float) -> tuple[Literal["failed", "error"], str]:
        """The outcome for what did not hold: an error where that is because the check's time was up."""
        late = time.monotonic() >= end
        return ("error", f"stopped after {self.timeout_s:g} s: {reason}") if late else ("failed", reason)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where requests are sent."""

    folder: Path
    """The service's working folder."""
    spec: Path
    """Where files to compare with stand."""
    end: float
    """When the time is up."""
    captured: dict[str, Any]
    """Values of earlier answers."""


def _wait(service: Service, port: int, path: str | None, end: float) -> str:
    """Wait until the service is ready; why it does not get so, else empty."""
    begin = time.monotonic()
    while time.monotonic() < end:
        if service.exit is not None:
            said = service.output.decode("utf-8", "replace").strip().splitlines()
            return f"the service ended with status {service.exit}{': ' + said[-1][:200] if said else ''}"
        if listens(port) and (path is None or _answers(port, path)):
            return ""
        time.sleep(min(max(_PAUSES_S[0], (time.monotonic() - begin) / 10), _PAUSES_S[1]))
    return f"nothing listens on port {port}" if not listens(port) else f"`{path}` does not answer"


def _answers(port: int, path: str) -> bool:
    try:
        status, _, _ = send(Request(path=path), port, 2)
    except (OSError, http.client.HTTPException):
        return False
    return status < 500


def _exchange(exchange: Exchange, port: int, timeout_s: float, stage: _Stage) -> str:
    begin = time.monotonic()
    try:
        status, headers, body = send(exchange.request, port, timeout_s)
    except (OSError, http.client.HTTPException) as error:
        return f"no answer: {error or type(error).__name__}"
    took_ms = (time.monotonic() - begin) * 1000
    expect = exchange.expect
    judged = expect.body is not None or "json_" in expect.model_fields_set or expect.data or exchange.capture
    if judged and len(body) > BODY_LIMIT:
        raise Unjudged(f"the answer to {exchange.request.method} {exchange.request.path} is longer than can be judged")
    if expect.duration_ms is not None and took_ms > expect.duration_ms:
        return f"it took {took_ms:.0f} ms, more than {expect.duration_ms:g}"
    if reason := next(_mismatches(expect, status, headers, body), ""):
        return reason
    for file in expect.files:
        if reason := file_mismatch(file, stage.folder / file.path, stage.spec):
            return f"file `{file.path}`: {reason}"
    return _capture(exchange.capture, body, stage.captured)


def _capture(wanted: Mapping[str, str], body: bytes, captured: dict[str, Any]) -> str:
    """Keep the values in `captured`; why that cannot be done, else empty."""
    for name, place in wanted.items():
        try:
            found = at(read_data(body, "json"), place)
        except UnreadableData:
            return f"body: {_no_json(body)}"
        if not found:
            return f"body at `{place}`: there is nothing"
        captured[name] = found[0]
    return ""


def _mismatches(expect: Answer, status: int, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    wanted = expect.status if isinstance(expect.status, tuple) else (expect.status,)
    if expect.status is not None and status not in wanted:
        yield f"status {status}, expected {' or '.join(map(str, wanted))}"
    for name, matcher in expect.headers.items():
        if reason := mismatch(matcher, headers.get(name.lower(), "")):
            yield f"header {name}: {reason}"
    if expect.body is not None and (reason := mismatch(expect.body, body.decode("utf-8", "replace"))):
        yield f"body: {reason}"
    if "json_" in expect.model_fields_set and (reason := _json_mismatch(expect.json_, body)):
        yield f"body: {reason}"
    if expect.data:
        yield from _data_mismatches(expect.data, body)


def _data_mismatches(conditions: Sequence[Condition], body: bytes) -> Iterator[str]:
    try:
        data = read_data(body, "json")
    except UnreadableData:
        yield f"body: {_no_json(body)}"
        return
    for condition in conditions:
        if reason := condition.missed(data):
            yield f"body at `{condition.at}`: {reason}"


def _no_json(body: bytes) -> str:
    return f"is not JSON: {body.decode('utf-8', 'replace')[:200]!r}"


def _json_mismatch(wanted: Any, body: bytes) -> str:
    try:
        got = read_data(body, "json")
    except UnreadableData:
        return _no_json(body)
    return "" if same(wanted, got) else f"expected the JSON {json.dumps(wanted)}, got {json.dumps(got)[:300]}"
