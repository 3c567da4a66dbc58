"""`specdev doctor`: try the model of the settings."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from .. import console, model_session, project
from ..llm import forms
from ..meter import Meter
from ..model_options import Given
from ..model_options import model_options as asking
from ..planner import prompts
from ..planner.doctor import Doctor, Finding
from .common import format_option

EPILOG = """\b
Examples:
  specdev doctor                                      the model of specdev.yaml
  specdev doctor --model qwen3:14b --base-url http://localhost:11434/v1
  specdev doctor --mode tools                         whether answers fit in this mode
  specdev doctor --format json                        for programs

\b
It asks a few small questions, whatever was answered before. The strictest mode in which
answers fit is remembered for `mode: auto`. Status 1 where something must be changed."""
COLORS = {"ok": "green", "failed": "red", "skipped": "yellow"}
ABOUT = {
    "endpoint": "asking the endpoint for its models",
    "model": "asking the model",
    "form": "asking for data",
    "speed": "asking once more",
}
"""What a step that takes long is doing."""


@click.command("doctor", epilog=EPILOG)
@asking(planner=False, runs=False)
@format_option
@click.pass_context
def command(ctx: click.Context, given: Given, shape: str) -> None:
    """Try the model of the settings step by step, and say in plain words what to change."""
    here = project.open_project(Path.cwd())
    settings, privacy = model_session.settings_of(here, given)
    found: list[Finding] = []
    with contextlib.closing(Doctor(here.root, settings, privacy, prompts.environment(here.root))) as doctor:
        for step, look in doctor.steps():
            with Meter().ticking(ABOUT.get(step, step)):
                found.append(look())
            if shape == "text":
                _print(found[-1])
    if shape == "json":
        console.put_json(as_data(doctor, found))
    elif doctor.spent.calls:
        console.note(f"asked: {model_session.used(doctor.spent)}")
    ctx.exit(1 if any(one.state == "failed" for one in found) else 0)


def as_data(doctor: Doctor, found: list[Finding]) -> dict[str, Any]:
    """What `--format json` prints."""
    steps = [
        {"step": one.step, "state": one.state, "found": one.found, "advice": one.advice, "notes": list(one.notes)}
        for one in found
    ]
    return {
        "steps": steps,
        "modes": [
            {"mode": mode, "fits": None if mode not in doctor.modes else not doctor.modes[mode], "why": why}
            for mode in forms.MODES
            for why in (doctor.modes.get(mode, ""),)
        ],
        "mode": doctor.mode or None,
        "counts": doctor.counts,
        "tokens_per_second": None if doctor.rate is None else round(doctor.rate, 1),
        "calls": doctor.spent.calls,
        "tokens": doctor.spent.tokens,
    }


def _print(one: Finding) -> None:
    state = click.style(f"{one.state:<8}", fg=COLORS[one.state])
    lines = [f"{state} {one.step:<9} {console.clean(one.found)}"]
    lines += [f"{'':18} {console.clean(note)}" for note in one.notes]
    lines += [f"{'':18} {line}" for line in _advice(one.advice)]
    click.echo("\n".join(lines), color=console.wants_color())


def _advice(advice: str) -> list[str]:
    first, *rest = console.clean(advice, lines=True).split("\n")
    return [f"→ {first}", *(f"  {line}" for line in rest)] if advice else []
