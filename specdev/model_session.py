"""What a command opens that asks a model: a session with its tapes, its progress and its estimate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import click

from . import console, source
from .compiler import lift, parse
from .config import ModelSettings, Privacy
from .errors import SpecdevError
from .layout import count
from .llm import configured
from .llm.conversation import Model
from .llm.endpoint import MISSING
from .llm.ledger import Spent
from .llm.request import Request
from .llm.secrets import Secrets
from .llm.shelf import Tape
from .meter import Meter
from .model_options import Given, values
from .planner import prompts
from .planner.estimate import Estimate
from .planner.session import Session
from .planner.vision.reading import Reader
from .project import Project


@contextmanager
def session(here: Project, given: Given) -> Iterator[Session]:
    """
    The session of a command; its tape is written and its meter cleared however the block ends.

    Raises SpecdevError where no model is configured, or openai or instructor is missing.
    """
    settings, privacy = read(here, given)
    installed()
    if given.show_requests:  # one after the other, so that they are shown in the same order every time
        settings = settings.model_copy(update={"concurrency": 1})
    shown: list[dict[str, object]] = []
    ctx = click.get_current_context(silent=True)
    for_programs = ctx is not None and ctx.params.get("shape") == "json"

    def watch(purpose: str, request: Request) -> None:
        if given.show_requests:
            shown.append({"purpose": purpose, "request": dict(request.arguments)})
            if not for_programs:
                click.echo(json.dumps(shown[-1], ensure_ascii=False, indent=2))

    tape = Tape.blank(_place(given.record)) if given.record else None
    model = Model(
        here.root,
        settings,
        privacy,
        secrets=Secrets(),
        replay=Tape.play(_place(given.replay)) if given.replay else None,
        record=tape,
        offline=given.offline or given.show_requests,
        watch=watch,
    )
    meter = Meter()

    def tell(what: str, done: int, total: int, spent: Spent) -> None:
        meter.show(f"{what}: {done} of {total}, {used(spent)}, {meter.seconds:.0f} s")

    try:
        with model:
            yield Session(model, prompts.environment(here.root), tell)
        if given.show_requests and for_programs:
            console.put_json(shown)
        elif given.show_requests and not shown:
            console.note("nothing would be sent: there is nothing to ask, or all of it was answered before")
    finally:
        meter.clear()
        if tape is not None:
            tape.save()
        if model.spent.calls:
            console.note(f"{settings.name}: {used(model.spent)}")


@contextmanager
def reader(here: Project, given: Given) -> Iterator[Reader]:
    """Who goes over what the rules find in a vision."""
    with session(here, given) as opened:
        yield Reader(opened, partial=given.show_requests)


def read(here: Project, given: Given) -> tuple[ModelSettings, Privacy]:
    """Model and privacy as settings and options say. Raises SpecdevError where they name none."""
    return configured.read(values(here, given))


def settings_of(here: Project, given: Given) -> tuple[ModelSettings, Privacy]:
    """As `read`, where they may name none."""
    return configured.settings(values(here, given))


def installed() -> None:
    """Raises SpecdevError that says what to install where a model cannot be asked."""
    if not all(map(find_spec, ("openai", "instructor"))):
        raise SpecdevError("asking a model needs the packages openai and instructor", MISSING)


def used(spent: Spent) -> str:
    """`12 calls, 31k tokens, 0.02`; money where it costs some."""
    parts = [count(spent.calls, "call"), f"{_thousands(spent.tokens)} tokens"]
    return ", ".join([*parts, f"{spent.money:.4g}"] if spent.money else parts)


def estimated(found: Estimate, settings: ModelSettings) -> str:
    """The estimate in a line."""
    likely, most = found.money(settings)
    money = f", cost {likely:.4g} (at most {most:.4g})" if most else ""
    return (
        f"{settings.name}: about {count(found.calls, 'call')}, {_thousands(found.input)} tokens to read, "
        f"{_thousands(found.output)} to write (at most {_thousands(found.most_output)}){money}; "
        "answers that were kept cost nothing"
    )


def tell_estimate(found: Estimate, settings: ModelSettings, given: Given, shape: str) -> None:
    """The estimate: with --estimate on standard output, else as a note before the first question."""
    if not given.estimate:
        if found.calls:
            console.note(estimated(found, settings))
    elif shape == "json":
        likely, most = found.money(settings)
        console.put_json({"model": settings.name, **asdict(found), "money": likely, "most_money": most})
    else:
        click.echo(estimated(found, settings))


def announced(here: Project, paths: Sequence[Path], reader: Reader, given: Given, shape: str) -> bool:
    """Say what reading the visions will cost; whether anything is to be asked."""
    if not given.estimate and (given.replay or given.show_requests or given.offline):
        return True
    total = Estimate()
    for path in paths:
        text, _, _ = source.read_text(path, here.root)
        if text and text.strip():
            document = parse.parse(text, path.name)
            total += reader.estimate(document, lift.read(document))
    tell_estimate(total, reader.session.model.settings, given, shape)
    return not given.estimate


def _place(name: str) -> Path:
    return Path(name) if Path(name).is_absolute() else Path.cwd() / name


def _thousands(number: int) -> str:
    return str(number) if number < 1000 else f"{number / 1000:.3g}k" if number < 1_000_000 else f"{number / 1e6:.3g}M"
