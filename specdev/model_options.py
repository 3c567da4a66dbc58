"""The options of commands that may ask a model; what they open is `model_session`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from .errors import UsageError
from .llm import configured
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
            for name in names:  # an empty shell variable; without this it would be as if the option were not there
                if getattr(given, name) == "":
                    raise UsageError(f"--{name.replace('_', '-')} is empty", "give it a value, or leave it out")
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
        return configured.named(values(here, given))
    return here.config.planner == "model"


def loaded() -> ModuleType:
    """The module `model_session`, loaded when a model is asked and not before."""
    return import_module("specdev.model_session")


@contextmanager
def opening(here: Project, given: Given) -> Iterator[Callable[[], Any]]:
    """What gives the `Session` of a command, opened where it is first asked for: nobody needs a model before."""
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(loaded().session(here, given)))


def _about_a_model(given: Given) -> bool:
    return any(value for field in fields(Given) if field.name != "planner" and (value := getattr(given, field.name)))


def _told(given: Given) -> dict[str, str | None]:
    return {"name": given.model, "base_url": given.base_url, "mode": given.mode}


def values(here: Project, given: Given) -> dict[str, Any]:
    """What the settings and the options say of the model and of privacy, as data."""
    told = _told(given)
    model = here.config.model.model_dump()
    return {
        "model": {**model, **{key: value for key, value in told.items() if value}},
        "privacy": here.config.privacy.model_dump(),
    }
