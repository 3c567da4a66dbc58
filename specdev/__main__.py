"""The program's door: `specdev …` and `python -m specdev …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from . import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status of one call: 0 clean, 1 findings, 2 usage, 3 bug, 130 interrupted. `argv` is without the name."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words in (["--version"], ["-V"]):
        # click takes three times as long to load as Python itself, and a version needs none of it.
        print(f"specdev {__version__}")
        return 0
    try:
        return int(import_module("specdev.cli").run(words))
    except KeyboardInterrupt:  # while modules were still being loaded
        return 130


if __name__ == "__main__":
    sys.exit(main())
