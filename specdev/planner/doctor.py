"""
What is wrong between us and a model, looked at step by step, with what to do in plain words.

    packages → settings → host, key → endpoint → model → form → speed, usage

A step that needs one that failed is skipped. What is asked stands in `sample`.
"""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from jinja2 import Environment

from ..config import ModelSettings, Privacy
from ..errors import SpecdevError
from ..layout import count
from ..llm import endpoint, failures, forms, hosts, memory
from ..llm.ledger import Spent
from ..llm.secrets import Secrets
from ..llm.trouble import Broken, Busy, Late, Misfit, Rejected, TooLong, Trouble, Unknown
from .sample import Trial

State = Literal["ok", "failed", "skipped"]
_NOTHING: tuple[str, ...] = ()
PACKAGES = ("openai", "instructor")
EXAMPLE = """\
say in specdev.yaml which model and where, for example for Ollama:
  model:
    name: qwen3:14b
    base_url: http://localhost:11434/v1"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step found."""

    step: str
    state: State
    found: str
    advice: str = ""
    """What to do, in one line or several; empty for nothing."""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Doctor:
    """One examination."""

    root: Path
    settings: ModelSettings
    """Name and address may be empty."""
    privacy: Privacy
    env: Environment
    mode: str = ""
    """The mode in which answers fit; empty before that is known."""
    counts: bool | None = None
    """Whether the endpoint counts tokens."""
    rate: float | None = None
    """Tokens a second."""
    _names: tuple[str, ...] = ()
    _missing: dict[str, str] = field(default_factory=dict)
    """Step to the one that failed and stands in its way; a step that failed to itself."""
    _trial: Trial = field(init=False)

    def __post_init__(self) -> None:
        self._trial = Trial(self.root, self.settings, self.privacy, self.env)

    def steps(self) -> Iterator[tuple[str, Callable[[], Finding]]]:
        """What is looked at next, and how; each is to be called before the next one is asked for."""
        for step, needs, look in (
            ("packages", _NOTHING, self._packages),
            ("settings", _NOTHING, self._settings),
            ("host", ("settings",), self._host),
            ("key", ("settings",), self._key),
            ("endpoint", ("packages", "settings", "host", "key"), self._endpoint),
            ("model", ("endpoint",), self._named),
            ("form", ("model",), self._form),
            ("speed", ("form",), self._speed),
            ("usage", ("form",), self._usage),
            ("context", ("settings",), self._context),
        ):
            yield step, partial(self._step, step, needs, look)

    @property
    def modes(self) -> Mapping[str, str]:
        """Mode to why answers do not fit in it, empty where they do; modes that were not tried are missing."""
        return self._trial.modes

    @property
    def spent(self) -> Spent:
        """What the examination has used."""
        return self._trial.model.spent

    def close(self) -> None:
        """Let go of all connections."""
        self._trial.model.close()

    def _step(self, step: str, needs: tuple[str, ...], look: Callable[[], Finding]) -> Finding:
        cause = next((self._missing[need] for need in needs if need in self._missing), "")
        if cause:
            self._missing[step] = cause
            return Finding(step, "skipped", f"first see to `{cause}`")
        try:
            found = look()
        except SpecdevError as trouble:  # a Trouble, or .specdev takes no account
            found = Finding(step, "failed", trouble.message, trouble.hint)
        if found.state == "failed":
            self._missing[step] = step
        return found

    def _packages(self) -> Finding:
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if missing:
            return Finding("packages", "failed", f"not installed: {', '.join(missing)}", endpoint.MISSING)
        found = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
        return Finding("packages", "ok", found)

    def _settings(self) -> Finding:
        settings = self.settings
        if not settings.base_url:
            what = f"`{settings.name}` has no `model.base_url`" if settings.name else "no model is configured"
            return Finding("settings", "failed", what, EXAMPLE)
        where = failures.shown(settings.base_url)
        return Finding("settings", "ok", f"{settings.name or 'a model without a name'} at {where}")

    def _host(self) -> Finding:
        host = hosts.check(self.settings.base_url, self.privacy.allow_hosts)
        why = "this machine" if hosts.loopback(host) else "allowed by `privacy.allow_hosts`"
        return Finding("host", "ok", f"{host}: {why}")

    def _key(self) -> Finding:
        name = self.settings.api_key_env
        if Secrets().redacted(name) != name:
            advice = "give the key to an environment variable, and its name to `model.api_key_env`"
            return Finding("key", "failed", "`model.api_key_env` holds a key where a name is wanted", advice)
        if endpoint.key_of(self.settings, self._trial.model.endpoint.environment):
            return Finding("key", "ok", f"{name} is set")
        return Finding("key", "ok", f"{name} is not set, which does for this machine")

    def _endpoint(self) -> Finding:
        endpoint.load()
        began = time.monotonic()
        try:
            self._names = self._trial.model.endpoint.models()
        except Unknown as trouble:
            return self._unlisted(trouble)
        seconds = time.monotonic() - began
        return Finding("endpoint", "ok", f"answers after {seconds:.2g} s, lists {count(len(self._names), 'model')}")

    def _unlisted(self, trouble: Trouble) -> Finding:
        """What it means that an endpoint lists no models: another address, or its manner."""
        address = self.settings.base_url.rstrip("/")
        if not address.endswith("/v1") and not self.settings.api_version:
            other = endpoint.Endpoint(
                self.settings.model_copy(update={"base_url": f"{address}/v1"}), self._trial.model.endpoint.environment
            )
            try:
                other.models()
            except Trouble:
                pass
            else:
                advice = f"set `model.base_url` to {failures.shown(address)}/v1"
                return Finding("endpoint", "failed", trouble.message, advice)
            finally:
                other.close()
        return Finding("endpoint", "ok", "answers, and lists no models")

    def _named(self) -> Finding:
        name, names = self.settings.name, self._names
        if not name:
            advice = endpoint.one_of(names) if names else "set `model.name`"
            return Finding("model", "failed", "no model is named", advice)
        if name in names:
            return Finding("model", "ok", f"`{name}` is listed")
        trouble = self._trial.once(self._order[0])
        if isinstance(trouble, Unknown):
            return Finding("model", "failed", trouble.message, trouble.hint)
        if trouble is not None and _ends(trouble):  # told by the next step
            return Finding("model", "skipped", f"`{name}` is not listed")
        return Finding("model", "ok", f"`{name}` answers, though it is not listed")

    def _form(self) -> Finding:
        """The strictest mode in which an answer fits, at once if there is one, else after asking again."""
        for mode in self._order:
            trouble = self._trial.once(mode)
            if trouble is None:
                return self._fits(mode, "")
            if _ends(trouble):
                hanging = isinstance(trouble, Late) and mode != "md_json"
                late = "; or try `specdev doctor --mode md_json`" if hanging else ""
                return Finding("form", "failed", trouble.message, trouble.hint + late, self._trial.notes(mode))
        wanted = () if self.settings.mode == "auto" else (self.settings.mode,)
        for mode in dict.fromkeys((*wanted, *forms.ORDER)) if self.settings.reasks else ():
            if isinstance(self._trial.once(mode), Misfit) and self._trial.patiently(mode) is None:
                return self._fits(mode, " when the model is asked again")
        return self._unfit()

    def _unfit(self) -> Finding:
        troubles = [*self._trial.troubles.values()]
        if len({trouble.kind for trouble in troubles}) == 1 and isinstance(troubles[0], TooLong | Broken | Rejected):
            return Finding("form", "failed", troubles[0].message, troubles[0].hint, self._trial.notes())
        advice = "choose another model: this one does not keep to a form"
        return Finding("form", "failed", "no answer is of the form that was asked for", advice, self._trial.notes())

    def _fits(self, mode: str, how: str) -> Finding:
        self.mode = mode
        wanted = self.settings.mode
        notes = self._trial.notes(mode)
        if wanted == mode:
            return Finding("form", "ok", f"answers fit in mode {mode}{how}", notes=notes)
        facts = {"mode": mode}
        memory.remember(self.root, self.settings, facts)
        kept = memory.recall(self.root, self.settings) == facts
        if wanted != "auto":
            advice = f"set `model.mode` to auto or {mode}"
            return Finding("form", "failed", f"answers fit in mode {mode}{how}, not in {wanted}", advice, notes)
        if not kept:
            advice = f"set `model.mode` to {mode}"
            return Finding("form", "failed", f"answers fit in mode {mode}{how}; .specdev takes no note", advice, notes)
        return Finding("form", "ok", f"answers fit in mode {mode}{how}; `mode: auto` uses it from now on", notes=notes)

    def _speed(self) -> Finding:
        settings = self.settings
        rate = self._trial.rate
        if rate and settings.answer_tokens / rate > settings.answer_s:  # the first answer may have loaded the model
            self._trial.anew(self.mode)
            rate = max(rate, self._trial.rate)
        if not rate:
            return Finding("speed", "skipped", "the answer was too short to tell")
        self.rate = rate
        found = f"about {rate:.{0 if rate > 10 else 1}f} tokens a second"
        if (seconds := settings.answer_tokens / rate) <= settings.answer_s:
            return Finding("speed", "ok", found)
        fits = max(int(rate * settings.answer_s) // 100 * 100, 100)
        return Finding(
            "speed",
            "ok",
            f"{found}: {settings.answer_tokens} take {seconds:.0f} s, an answer may take {settings.answer_s:g} s",
            f"raise `model.answer_s`, or lower `model.answer_tokens` to {fits}",
        )

    def _usage(self) -> Finding:
        self.counts = not self._trial.heard[-1][0].usage.estimated
        spared = self._trial.model.endpoint.spared
        notes = (f"it is asked without {', '.join(spared)}, which it does not take",) if spared else ()
        if self.counts:
            return Finding("usage", "ok", "the endpoint counts tokens", notes=notes)
        return Finding("usage", "ok", "the endpoint does not count tokens: budgets go by estimates", notes=notes)

    def _context(self) -> Finding:
        said = f"whether {self.settings.context_tokens} tokens fit is not tried: it would cost as much"
        return Finding("context", "skipped", said)

    @property
    def _order(self) -> tuple[str, ...]:
        """The modes, the strictest first, but before all the one that the settings want."""
        wanted = self.settings.mode
        return forms.MODES if wanted == "auto" else tuple(dict.fromkeys((wanted, *forms.MODES)))


def _ends(trouble: Trouble) -> bool:
    """Whether another mode would meet the same."""
    return trouble.lasting or isinstance(trouble, Busy | Late)
