"""Writes the generated pages, or says which are not current."""

from __future__ import annotations

import sys
from pathlib import Path

from .. import resources
from . import stale


def main(words: list[str], root: Path = resources.ROOT) -> int:
    """0, or 1 where `--check` found a page that is not current."""
    pages = stale(root)
    if words == ["--check"]:
        for name in pages:
            print(f"{name} is not current: run `python -m specdev.docs`")
        return 1 if pages else 0
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
