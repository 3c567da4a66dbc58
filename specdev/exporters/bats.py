"""A test file for bats, with one test a check; a check that is an error fails and says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .bundle import FOLDER
from .kit import File, Kit

_FILE = """\
#!/usr/bin/env bats
{heading}
#
#     bats {name}.bats                             judges the product in the working folder
#     SPECDEV_TREE=PRODUCT bats {name}.bats        judges the one in that folder

judge() {{
  run "${{PYTHON:-python3}}" "$BATS_TEST_DIRNAME/{runner}/run.py" "$BATS_TEST_DIRNAME/{name}" \\
    --tree "${{SPECDEV_TREE:-.}}" --format text "$1"
  if [ "$status" -eq 77 ]; then skip "$output"; fi
  printf '%s\\n' "$output"
  [ "$status" -eq 0 ]
}}
"""


def files(kit: Kit) -> Mapping[str, File]:
    """The test file, and beside it a folder with the checks and the runner."""
    heading = "\n".join(f"# {line}".rstrip() for line in kit.heading())
    head = _FILE.format(heading=heading, name=kit.name, runner=FOLDER)
    tests = "".join(_test(check) for check in kit.checks)
    return {f"{kit.name}.bats": File((head + tests).encode(), executable=True), **kit.beside(kit.name)}


def _test(check: Mapping[str, Any]) -> str:
    # bats evaluates the title, so nothing that the shell might read stays in it
    title = re.sub(r"[^\w .:,~/-]", "_", " ".join([check["id"], *check["covers"]]))
    return f'\n@test "{title}" {{\n  judge {check["id"]}\n}}\n'
