"""A script for the POSIX shell that prints TAP; its status is 0 where no check failed and none was an error."""

from __future__ import annotations

from collections.abc import Mapping

from .bundle import FOLDER
from .kit import File, Kit

_SCRIPT = """\
#!/bin/sh
{heading}
#
#     sh {name}.sh [PRODUCT]       judges the product in that folder, or in the working folder; prints TAP
#     PYTHON=python3.12 sh {name}.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "${{PYTHON:-python3}}" "$here/{runner}/run.py" "$here/{name}" --tree "${{1:-.}}" --format tap
"""


def files(kit: Kit) -> Mapping[str, File]:
    """The script, and beside it a folder with the checks and the runner."""
    heading = "\n".join(f"# {line}".rstrip() for line in kit.heading())
    script = _SCRIPT.format(heading=heading, name=kit.name, runner=FOLDER)
    return {f"{kit.name}.sh": File(script.encode(), executable=True), **kit.beside(kit.name)}
