"""
A person's check still fits the words that it covers.

Whoever edits a check with `specdev checks edit` had the requirement's words before them. `specdev split` keeps the
check when these words change afterwards, but it cannot know whether the check is still right. Read the new words, then
run `specdev checks edit ID`: saving the check, changed or as it is, says that it fits.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import lock
from ..diagnostics import Diagnostic, code
from .context import TaskView

CODE = code(
    "SD510",
    "warning",
    "the words of {items} changed after {who} wrote check `{name}`",
    help="compare, then `specdev checks edit {name}`",
    page=__doc__,
)


def check_task(task: TaskView) -> Iterator[Diagnostic]:
    if not task.lock.checks:
        return
    stamps = task.file.data.get("stamps")
    for index, check in task.checks():
        record = task.lock.checks.get(str(check.get("id")))
        covers = [item for item in check.get("covers") or () if isinstance(item, str)]
        if record and record.basis != lock.basis(covers, stamps if isinstance(stamps, dict) else {}):
            place = task.at("checks", index, "covers")
            yield CODE.at(place, items=", ".join(covers), who=record.who, name=check["id"])
