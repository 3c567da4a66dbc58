"""The options of commands that may ask a model, and the session they open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from . import console
from .config import ModelSettings, Privacy
from .errors import SpecdevError, UsageError
from .layout import count
from .llm import configured
from .llm.conversation import Model
from .llm.endpoint import MISSING
from .llm.ledger import Spent
from .llm.request import Request
from .llm.secrets import Secrets
from .llm.shelf import Tape
from .meter import Meter
from .planner import prompts
from .planner.estimate import Estimate
from .planner.reading import Reader
from .planner.session import Session
from .project import Project

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Given:
    """The options, as they were given on the command line."""

    planner: str | None = None
    model: str | None = None
    base_url: str | None = None
    mode: str | None = None
    record: str | None = None
    replay: str | None = None
    offline: bool = False
    estimate: bool = False
    show_requests: bool = False


_WHO = (
    click.option("--model", metavar="NAME", help="The model, instead of `model.name` in specdev.yaml."),
    click.option("--base-url", metavar="URL", help="Its endpoint, instead of `model.base_url`."),
    click.option(
        "--mode",
        type=click.Choice(["auto", "json_schema", "tools", "json", "md_json"]),
        help="How answers get their form, instead of `model.mode`.",
    ),
)
_HOW = (
    click.option("--record", metavar="FILE", help="Write all questions and answers of this run to FILE."),
    click.option("--replay", metavar="FILE", help="Take answers from FILE first."),
    click.option("--offline", is_flag=True, help="Ask nothing that was not answered before."),
    click.option("--estimate", is_flag=True, help="Print what it would cost, and ask nothing."),
    click.option("--show-requests", is_flag=True, help="Print what would be sent, and send nothing."),
)
_PLANNER = click.option(
    "--planner",
    type=click.Choice(["rules", "model", "auto"]),
    help="Who proposes: the rules, a model, or a model where one is configured. [default: specdev.yaml, else rules]",
)


def model_options(*, planner: bool = True, runs: bool = True) -> Callable[[Command], Command]:
    """
    Options of a command that may ask a model; it gets them as one argument `given`.

    `planner` adds --planner, `runs` the options for tapes, estimates and requests.
    """
    chosen = (*((_PLANNER,) if planner else ()), *_WHO, *(_HOW if runs else ()))

    def decorate(command: Command) -> Command:
        def gathered(*args: Any, **values: Any) -> Any:
            names = {field.name for field in fields(Given)} & values.keys()
            given = Given(**{name: values.pop(name) for name in names})
            return command(*args, given=given, **values)

        gathered.__name__, gathered.__doc__ = command.__name__, command.__doc__
        gathered.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
        for option in reversed(chosen):
            gathered = option(gathered)
        return gathered

    return decorate


def with_planner(here: Project, given: Given) -> Project:
    """The project with the planner and the model that are wanted; options that only a model has use for ask for one."""
    wanted = given.planner or ("model" if _about_a_model(given) and here.config.planner == "rules" else "")
    told = {key: value for key, value in _told(given).items() if value}
    if wanted or told:
        model = here.config.model.model_copy(update=told)
        planner = wanted or here.config.planner
        here = Project(here.root, here.config.model_copy(update={"planner": planner, "model": model}))
    if here.config.planner == "rules" and _about_a_model(given):
        raise UsageError("the rules ask no model", "leave out --planner rules, or the options for a model")
    return here


def asks(here: Project, given: Given) -> bool:
    """Whether a model plans in this project."""
    if here.config.planner == "auto":
        return configured.named(_values(here, given))
    return here.config.planner == "model"


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
    tape = Tape(_place(given.record)) if given.record else None
    model = Model(
        here.root,
        settings,
        privacy,
        secrets=Secrets(),
        replay=Tape.play(_place(given.replay)) if given.replay else None,
        record=tape,
        offline=given.offline or given.show_requests,
        watch=show if given.show_requests else lambda purpose, request: None,
    )
    meter = Meter()

    def tell(what: str, done: int, total: int, spent: Spent) -> None:
        meter.show(f"{what}: {done} of {total}, {used(spent)}, {meter.seconds:.0f} s")

    try:
        with model:
            yield Session(model, prompts.environment(here.root), tell)
    finally:
        meter.clear()
        if tape is not None:
            tape.save()
        if model.spent.calls:
            console.note(f"{settings.name}: {used(model.spent)}")


@contextmanager
def reader(here: Project, given: Given) -> Iterator[Reader | None]:
    """Who goes over what the rules find in a vision; None where the rules plan alone."""
    if not asks(here, given):
        yield None
        return
    with session(here, given) as opened:
        yield Reader(opened, partial=given.show_requests)


@contextmanager
def opening(here: Project, given: Given) -> Iterator[Callable[[], Session]]:
    """What gives the session of a command: opened where it is first asked for, so that nobody needs a model before."""
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(session(here, given)))


def read(here: Project, given: Given) -> tuple[ModelSettings, Privacy]:
    """Model and privacy as settings and options say. Raises SpecdevError where they name none."""
    return configured.read(_values(here, given))


def settings_of(here: Project, given: Given) -> tuple[ModelSettings, Privacy]:
    """As `read`, where they may name none."""
    return configured.settings(_values(here, given))


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
        console.note(estimated(found, settings))
    elif shape == "json":
        likely, most = found.money(settings)
        console.put_json({"model": settings.name, **asdict(found), "money": likely, "most_money": most})
    else:
        click.echo(estimated(found, settings))


def show(purpose: str, request: Request) -> None:
    """A request on standard output, as one JSON object."""
    click.echo(json.dumps({"purpose": purpose, "request": dict(request.arguments)}, ensure_ascii=False, indent=2))


def _about_a_model(given: Given) -> bool:
    return any(value for field in fields(Given) if field.name != "planner" and (value := getattr(given, field.name)))


def _told(given: Given) -> dict[str, str | None]:
    return {"name": given.model, "base_url": given.base_url, "mode": given.mode}


def _values(here: Project, given: Given) -> dict[str, Any]:
    told = _told(given)
    model = here.config.model.model_dump()
    return {
        "model": {**model, **{key: value for key, value in told.items() if value}},
        "privacy": here.config.privacy.model_dump(),
    }


def _place(name: str) -> Path:
    return Path(name) if Path(name).is_absolute() else Path.cwd() / name


def _thousands(number: int) -> str:
    return str(number) if number < 1000 else f"{number / 1000:.3g}k" if number < 1_000_000 else f"{number / 1e6:.3g}M"
