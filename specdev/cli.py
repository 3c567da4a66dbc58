"""
The command line: which verbs there are, the options that stand before a verb, and the one error boundary.

A verb lives in `specdev/commands/<verb>.py`, which holds a click command named `command`. The module is imported when
the verb runs (or its `--help` is asked for) and not before: `specdev --help` reads the one-line texts below.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, shell_complete

from . import __version__, console
from .errors import SpecdevError, UsageError

SECTIONS: dict[str, dict[str, str]] = {
    "Compile": {
        "plan": "Draft a PRD from a vision document.",
        "ask": "Answer the open questions of a PRD.",
        "review": "Let a second model look for faults of a PRD.",
        "approve": "Mark a PRD as reviewed.",
        "split": "Decompose a PRD into task files with checks.",
    },
    "Look": {
        "status": "How far each product is: PRD, tasks by wave, coverage, evidence.",
        "next": "Tasks that can be started now.",
        "show": "One task, item or check, with what belongs to it.",
        "graph": "The tasks and what they need: text, Mermaid, DOT, SVG or JSON.",
    },
    "Prove": {
        "validate": "Judge PRDs, tasks and settings; executes nothing.",
        "verify": "Run the acceptance checks of tasks and keep what they gave.",
        "checks": "List, show, edit, add, remove, propose and prove acceptance checks.",
        "export": "Write checks for other tools: sh, pytest, bats, Harbor.",
        "explain": "What a diagnostic code means and what to do.",
    },
    "Set up": {
        "doctor": "Try the model of the settings, and say what to change.",
        "completion": "Print the completion script for a shell.",
    },
}
"""Heading of the help page to verb to one line of help. A new command is one line here and one module."""

COMMANDS: dict[str, str] = {verb: text for section in SECTIONS.values() for verb, text in section.items()}

EPILOG = """\b
Exit status:
  0    clean
  1    findings in your documents, or a task that failed
  2    the call makes no sense
  3    a bug in specdev
  130  interrupted"""


class Group(click.Group):
    """The verbs of COMMANDS; each is loaded when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"specdev.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            raise UsageError(f"no command `{console.clean(args[0])}`", _did_you_mean(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        for heading, verbs in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(verb.ljust(width), text) for verb, text in verbs.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        verbs = [CompletionItem(verb, help=text) for verb, text in COMMANDS.items() if verb.startswith(incomplete)]
        # Group's own answer would load every verb for its help; options are Command's part.
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]


@click.group(
    cls=Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", message="specdev %(version)s")
@click.option("-C", "folder", metavar="DIR", help="Work in DIR, as if specdev had been started there.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
@click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR=1; FORCE_COLOR=1 asks for them.")
@click.pass_context
def cli(ctx: click.Context, folder: str | None, quiet: bool, no_color: bool) -> None:
    """Compile a vision document into a reviewed PRD and into small tasks with executable checks."""
    ctx.color = _color(no_color)
    ctx.obj = console.Shell(quiet=quiet)
    if folder is not None:
        _enter(folder)


def run(words: Sequence[str]) -> int:
    """The exit status of `specdev WORDS…`."""
    asked = os.environ.get(console.COMPLETION_VARIABLE)
    if asked:
        return guarded(lambda: shell_complete(cli, {}, "specdev", console.COMPLETION_VARIABLE, asked), words)
    return guarded(lambda: _invoke(list(words)), words)


def guarded(action: Callable[[], int], words: Sequence[str]) -> int:
    """The error boundary: the status `action` returns, or a message on standard error and the status it stands for."""
    console.make_tolerant()
    color = _color("--no-color" in words)  # the context that knew it is gone when a failure arrives here
    try:
        status = action()
        sys.stdout.flush()
    except SpecdevError as error:
        status = console.fail(error.message, error.hint, error.status, color=color)
    except click.ClickException as error:
        status = console.fail(_sentence(error), _where_help_is(error), error.exit_code, color=color)
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except BrokenPipeError:  # whoever reads has enough
        console.abandon_output()
        status = 141
    except OSError as error:  # a full disk, a file that may not be read: not ours, and no traceback helps
        console.abandon_output()
        place = f": {console.clean(str(error.filename))}" if error.filename else ""
        status = console.fail(f"{(error.strerror or str(error)).lower()}{place}", "", 1, color=color)
    except Exception as error:  # noqa: BLE001  the only place that catches all: what arrives here is our bug
        status = import_module("specdev.crash").tell(error, words)
    return status


def _invoke(words: list[str]) -> int:
    """Whatever a command returns or exits with, as a status; help where there are no words."""
    try:
        with cli.make_context("specdev", words or ["--help"]) as ctx:
            result: Any = cli.invoke(ctx)
    except click.exceptions.Exit as done:
        return done.exit_code
    return result if isinstance(result, int) else 0


def _color(no_color: bool) -> bool | None:
    """What click is told: False never, True always, None where the output is a terminal. See no-color.org."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _enter(folder: str) -> None:
    try:
        os.chdir(Path(folder))
    except OSError as error:
        raise UsageError(f"cannot work in `{console.clean(folder)}`: {(error.strerror or '').lower()}") from error


def _did_you_mean(word: str) -> str:
    near = import_module("difflib").get_close_matches(word, COMMANDS, n=1)
    return f"did you mean `specdev {near[0]}`?" if near else "`specdev --help` lists the commands"


def _sentence(error: click.ClickException) -> str:
    """click's message in our wording: lower case at the front, no full stop at the end, one line."""
    if isinstance(error, click.NoSuchOption):
        return f"no option `{console.clean(error.option_name)}`"
    text = " ".join(console.clean(error.format_message()).split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _where_help_is(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        return f"did you mean `{error.possibilities[0]}`?"
    ctx = getattr(error, "ctx", None)
    return f"see `{ctx.command_path} --help`" if ctx else ""
