"""`specdev completion SHELL`: the script that lets a shell complete our words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ..console import COMPLETION_VARIABLE
from ..errors import SpecdevError

EPILOG = """\b
Once, then open a new shell:
  specdev completion bash > ~/.local/share/bash-completion/completions/specdev
  specdev completion zsh > ~/.zfunc/_specdev     # a folder of your fpath
  specdev completion fish > ~/.config/fish/completions/specdev.fish"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes specdev's commands, options and names in SHELL."""
    found = get_completion_class(shell)
    if found is None:
        raise SpecdevError(f"this version of click completes nothing in {shell}", "update click")
    click.echo(found(ctx.find_root().command, {}, "specdev", COMPLETION_VARIABLE).source())
