"""
Asking a model for data of a given form.

    with_form ─instructor→ arguments ─redact, wire→ request ─tape, shelf→ answer?
                   ↑                                  └─offline? hosts, pace, ledger→ endpoint ─keep→ answer
                   └────────── what is wrong with it, at most `reasks` times ←─────── judge ←─inspect──┘

instructor writes the form into the question and asks again with what is wrong; all that leaves the house passes here.
"""

from __future__ import annotations

import importlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..config import ModelSettings, Privacy
from ..errors import SpecdevError
from . import forms, hosts, inspection, memory, tokens
from .endpoint import MISSING, Endpoint
from .ledger import Ledger, Spent
from .pace import Pace
from .patience import Patience
from .request import Answer, Request, Usage
from .secrets import Secrets, mapped
from .shelf import Shelf, Tape
from .trouble import Misfit, TooLong, Trouble, Unanswered, Unsupported

Form = TypeVar("Form", bound=BaseModel)
Message = Mapping[str, Any]
"""`role` and `content`."""
LEDGER = Path(".specdev", "model", "ledger.jsonl")
_SAID = ("role", "content", "name", "tool_calls", "tool_call_id")


@dataclass(slots=True)
class Model:
    """The model of the settings, for one run of one project; it may be asked from several threads."""

    root: Path
    settings: ModelSettings
    privacy: Privacy = field(default_factory=Privacy)
    secrets: Secrets = field(default_factory=Secrets)
    """Let it `learn` the whole document before the first question, so that placeholders are the same in every run."""
    replay: Tape | None = None
    """Where answers are looked for first."""
    record: Tape | None = None
    """Where all answers of the run are added; who records says `save`."""
    offline: bool = False
    """Nothing is asked that was not answered before."""
    watch: Callable[[str, Request], None] = lambda purpose, request: None
    """Told of every request that is about to leave the house, also of those that `offline` stops."""
    heard: Callable[[Answer, float], None] = lambda answer, seconds: None
    """Told of every answer that the endpoint gives, and how long it took."""
    fresh: bool = False
    """Earlier answers are not looked for on the shelf, and new ones are not put there."""
    patience: Patience | None = None
    """None: as the settings have it."""
    pace: Pace = field(init=False)
    ledger: Ledger = field(init=False)
    endpoint: Endpoint = field(init=False)
    shelf: Shelf = field(init=False)
    _modes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.settings.concurrency)
        self.patience = self.patience or Patience(self.settings.retries)
        self.endpoint = Endpoint(self.settings)
        self.shelf = Shelf(self.root)
        self.ledger = Ledger(
            self.root / LEDGER, self.settings.budget, self.settings.project_budget, self.settings.price
        )
        known = str(memory.recall(self.root, self.settings).get("mode", ""))
        order = tuple(dict.fromkeys((known, *forms.ORDER) if known in forms.MODES else forms.ORDER))
        self._modes = order if self.settings.mode == "auto" else (self.settings.mode,)

    def ask(self, purpose: str, messages: Iterable[Message], form: type[Form]) -> Form:
        """
        What the model answers, as an instance of `form`; validators of the form see placeholders where secrets stood.

        `purpose` is for the ledger and for progress, such as `extract §3`. Raises a Trouble; Misfit where the answer
        was not of the form also after asking again, SpecdevError where openai or instructor is not installed.
        """
        asked = [dict(message) for message in messages]
        purpose = self.secrets.redacted(purpose)
        modes = self._modes
        missing: Unanswered | None = None
        for mode in modes:
            try:
                return self._asked(purpose, asked, form, mode)
            except Unsupported:
                if mode == modes[-1]:
                    raise
                self._modes = modes[modes.index(mode) + 1 :]  # for the rest of the run
            except Unanswered as trouble:  # a tape may have been made in the other mode
                missing = missing or trouble
        assert missing is not None
        self.watch(purpose, missing.request)
        raise missing

    def ask_in(self, mode: str, purpose: str, messages: Iterable[Message], form: type[Form]) -> Form:
        """As `ask`, in this mode and no other."""
        return self._asked(purpose, [dict(message) for message in messages], form, mode)

    @property
    def spent(self) -> Spent:
        """What this run has used."""
        return self.ledger.spent

    def stop(self) -> None:
        """Ask nothing any more and wait for nothing; questions that are under way raise a Trouble."""
        self.pace.stop.set()
        self.close()

    def close(self) -> None:
        """Let go of all connections; a further question makes new ones. `with` does it too."""
        self.endpoint.close()

    def __enter__(self) -> Model:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(self, purpose: str, messages: list[dict[str, Any]], form: type[Form], mode: str) -> Form:
        instructor = _instructor()

        def guarded(**arguments: Any) -> Any:
            return _completion(self._answered(purpose, self._request(arguments, form)))

        create = instructor.patch(create=guarded, mode=getattr(instructor.Mode, mode.upper()))
        settings = self.settings
        try:
            found = create(
                response_model=_readied(form),
                max_retries=settings.reasks,
                strict=False,
                model=settings.name,
                messages=messages,
                temperature=settings.temperature,
                seed=settings.seed,
                max_tokens=settings.answer_tokens,
            )
        except _wrapper() as error:
            cause = error.__cause__ or error
            raise cause if isinstance(cause, SpecdevError) else _misfit(cause) from None
        return self._restored(found, form)

    def _request(self, arguments: Mapping[str, Any], form: type[BaseModel]) -> Request:
        """The request as it leaves the house: canonical, without secrets, and the same with all versions."""
        messages = [{key: one[key] for key in _SAID if one.get(key) is not None} for one in arguments["messages"]]
        said = mapped(messages, lambda text: self.secrets.redacted(forms.unversioned(text)))
        return Request.of({**forms.strict(arguments, form), "messages": said})

    def _answered(self, purpose: str, request: Request) -> Answer:
        """The inspected answer, wherever it comes from. Raises a Trouble."""
        answer = self.replay.find(request) if self.replay else None
        answer = answer or (None if self.fresh else self.shelf.find(request))
        new = answer is None
        if answer is None:
            if self.offline:
                raise _unanswered(purpose, request)
            self.watch(purpose, request)
            answer = self._fetched(purpose, request)
        if self.record:
            self.record.add(request, answer)
        good = inspection.inspected(answer)
        if new and not self.fresh:
            self.shelf.keep(request, answer)
        return good

    def _fetched(self, purpose: str, request: Request) -> Answer:
        hosts.check(self.settings.base_url, self.privacy.allow_hosts)
        given, written = tokens.bound(*request.said), self.settings.answer_tokens
        likely, most = sum(map(tokens.count, request.said)), self.settings.context_tokens
        if likely > most:  # some endpoints cut off silently what does not fit
            raise TooLong(
                f"the question has about {likely} tokens, more than `model.context_tokens` ({most})",
                "raise it in specdev.yaml if the model can read more, or write shorter lines and sections",
            )

        def attempt() -> Answer:
            with self.ledger.reserved(given, written, purpose) as settlement:
                began = time.monotonic()
                try:
                    answer = self.endpoint.ask(request)
                except Trouble as trouble:
                    settlement.usage = Usage() if trouble.free else None
                    raise
                settlement.usage = answer.usage
                self.heard(answer, time.monotonic() - began)
                return answer

        assert self.patience is not None
        return self.patience.answered(attempt, self.pace)

    def _restored(self, found: BaseModel, form: type[Form]) -> Form:
        """The answer as an instance of the form itself, with the secrets back in their places."""
        data = self.secrets.restored(found.model_dump(mode="json", by_alias=True, exclude_unset=True))
        try:
            return form.model_validate_json(json.dumps(data))
        except ValidationError as error:
            raise _misfit(error) from None


def _unanswered(purpose: str, request: Request) -> Unanswered:
    found = Unanswered(
        f"no earlier answer for {purpose}, and the run is offline", "run once without --offline, or record"
    )
    found.request = request
    return found


def _misfit(error: BaseException) -> Misfit:
    if not isinstance(error, ValueError | RuntimeError):
        raise error
    return Misfit(
        f"the answer is not of the form that was asked for: {forms.misfits(error)}", "the rules do this part instead"
    )


def _completion(answer: Answer) -> Any:
    """The answer as the object that instructor reads."""
    chat = importlib.import_module("openai.types.chat")
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **answer.message}}
    return chat.ChatCompletion.model_validate(
        {"id": "answer", "object": "chat.completion", "created": 0, "model": answer.model, "choices": [choice]}
    )


def _instructor() -> Any:
    """instructor, which keeps its log to itself. Raises SpecdevError that says what to install."""
    try:
        found = importlib.import_module("instructor")
    except ImportError:
        raise SpecdevError("asking a model needs the packages openai and instructor", MISSING) from None
    log = logging.getLogger("instructor")
    if log.propagate:
        log.addHandler(logging.NullHandler())
        log.propagate = False
    return found


@cache
def _readied(form: type[BaseModel]) -> type[BaseModel]:
    """The form as instructor makes it for itself, once and not for each question."""
    found: type[BaseModel] = _instructor().openai_schema(forms.wired(form))
    return found


def _wrapper() -> type[Exception]:
    """What instructor raises around all that goes wrong below it."""
    errors = importlib.import_module("instructor.v2.core.errors")
    found: type[Exception] = errors.InstructorRetryException
    return found
