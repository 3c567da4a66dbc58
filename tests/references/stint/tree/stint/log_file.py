"""Which file holds the log, and how it is read and written as a whole."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

DEFAULT = "stint.log"


def parser(command: str) -> argparse.ArgumentParser:
    """What reads the words of a command; every command takes `--file`."""
    made = argparse.ArgumentParser(prog=f"stint {command}", allow_abbrev=False)
    made.add_argument("--file", metavar="PATH", default=DEFAULT)
    return made


def read_lines(path: str) -> list[str]:
    """The lines of the file, without their ends; none where there is no file yet."""
    try:
        text = Path(path).read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return []
    return text.removesuffix("\n").split("\n") if text else []


def write_lines(path: str, lines: list[str]) -> None:
    """Put the lines into the file: all of them, or the file stays as it was."""
    beside = Path(f"{path}.new")
    with beside.open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
