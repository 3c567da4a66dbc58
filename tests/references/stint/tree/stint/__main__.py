"""
The command line.

A part is a module of this package. One that offers commands has `COMMANDS`: a command's name to a function that takes
the words behind the name and returns the exit status. A part says no by raising `Refusal`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable

import stint
from stint import Refusal

Command = Callable[[list[str]], int]


def commands() -> dict[str, Command]:
    """All commands by their names."""
    found: dict[str, Command] = {}
    for module in pkgutil.iter_modules(stint.__path__):
        if module.name != "__main__":
            found.update(getattr(importlib.import_module(f"stint.{module.name}"), "COMMANDS", {}))
    return found


def main(words: list[str]) -> int:
    """Run the command line's words, without the program's name; the exit status comes back."""
    known = commands()
    if words[:1] == ["--file"]:  # it may stand before the command as well
        words = [*words[2:3], *words[:2], *words[3:]]
    name = words[0] if words else ""
    if name not in known:
        print(f"usage: stint {{{','.join(sorted(known))}}}", file=sys.stderr)
        return 2
    try:
        return known[name](words[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except SystemExit as end:  # argparse, after --help or a mistake in the words
        return int(end.code or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
