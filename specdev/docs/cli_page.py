"""docs/cli.md: every command with its options, from the commands themselves."""

from __future__ import annotations

import inspect
from importlib import import_module

import click

from ..cli import COMMANDS, SECTIONS, cli
from .markdown import NOTICE, table

INTRODUCTION = """
# The command line

```sh
specdev [OPTIONS] COMMAND [ARGS]…
```

`specdev COMMAND --help` prints what stands here. Standard output is the result, standard error is for people; with
`--format json`, standard output is one JSON document, whose fields stand in [formats.md](formats.md); `plan`
gives a list where there are several visions. What ends a command is a line on standard error and a status, also then.

## Exit status

| Status | Meaning |
|---|---|
| 0 | clean |
| 1 | findings in your documents, or a task that failed |
| 2 | the call makes no sense: an unknown name, options that exclude each other |
| 3 | a bug in specdev; a report to send is printed, or written to `.specdev/bug-report.md` |
| 130 | interrupted |
| 141 | whoever read the output had enough |

## Colours

Output is coloured where it goes to a terminal. `--no-color` or the environment variable `NO_COLOR` switches colours
off, `FORCE_COLOR` switches them on.

## Several products

A repository holds one folder a product under `specs/`. Commands that read them take `--spec SLUG`, the name of that
folder; it can be left out where there is one product, or where the command can answer for all of them.

## Options before the command
"""


def cli_page() -> str:
    """The page's text."""
    top = click.Context(cli, info_name="specdev")
    parts = [NOTICE, INTRODUCTION, "\n", _options(top), "\n## Commands\n"]
    for heading, verbs in SECTIONS.items():
        rows = [(f"[`{verb}`](#specdev-{verb})", text) for verb, text in verbs.items()]
        parts.append(f"\n{table((heading, 'What it does'), rows)}")
    parts += [_command(verb, top) for verb in COMMANDS]
    return "".join(parts)


def _command(verb: str, top: click.Context) -> str:
    command = import_module(f"specdev.commands.{verb}").command
    ctx = click.Context(command, info_name=verb, parent=top)
    usage = " ".join([f"specdev {verb}", *command.collect_usage_pieces(ctx)])
    parts = [f"\n## specdev {verb}\n", f"\n```sh\n{usage}\n```\n"]
    parts += [f"\n{_prose(text)}\n" for text in (command.help, command.epilog) if text]
    options = _options(ctx)
    below = [_below(child, ctx) for child in command.commands.values()] if isinstance(command, click.Group) else []
    return "".join([*parts, f"\n{options}" if options else "", *below])


def _below(command: click.Command, above: click.Context) -> str:
    """A command of a group: usage, help and options under a smaller heading."""
    ctx = click.Context(command, info_name=command.name, parent=above)
    name = f"specdev {above.info_name} {command.name}"
    usage = " ".join([name, *command.collect_usage_pieces(ctx)])
    parts = [f"\n### {name}\n", f"\n```sh\n{usage}\n```\n", f"\n{_prose(command.help or '')}\n"]
    options = _options(ctx)
    return "".join([*parts, f"\n{options}" if options else ""])


def _options(ctx: click.Context) -> str:
    """Arguments stand in the usage line already, and `--help` is the same everywhere."""
    options = [param for param in ctx.command.params if isinstance(param, click.Option)]
    records = (option.get_help_record(ctx) for option in options)
    return table(("Option", "Meaning"), [(f"`{record[0]}`", record[1]) for record in records if record])


def _prose(text: str) -> str:
    """click's help text as Markdown: a paragraph behind `\\b` is laid out already, so it becomes a fence."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(_fenced(part) if part.startswith("\b\n") else part for part in paragraphs)


def _fenced(paragraph: str) -> str:
    """The first line is a caption where the lines below it are indented."""
    lines = paragraph.split("\n")[1:]
    caption = not lines[0].startswith(" ") and len(lines) > 1 and lines[1].startswith(" ")
    head = f"{lines[0]}\n\n" if caption else ""
    body = inspect.cleandoc("\n" + "\n".join(lines[1:] if caption else lines))
    return f"{head}```text\n{body}\n```"
