"""
A task's checks for other tools: the same verdicts as `specdev verify`, without specdev.

A format is a module with `files(kit)`, which gives what it writes, and a row in EXPORTERS. Checks are never written
anew in another language: every format hands them, as data, to the runner that travels with the export (see `bundle`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from . import bats, harbor, pytest_file, sh
from .kit import File, Kit

EXPORTERS: dict[str, Callable[[Kit], Mapping[str, File]]] = {
    "sh": sh.files,
    "pytest": pytest_file.files,
    "bats": bats.files,
    "harbor": harbor.files,
}
"""Format to what writes it: path below the export's folder to file."""


def export(kits: Iterable[Kit], form: str) -> dict[str, File]:
    """Every file of an export, by its path below the export's folder."""
    return {path: file for kit in kits for path, file in EXPORTERS[form](kit).items()}
