"""Every kind of check. A new kind is one module and one row here."""

from __future__ import annotations

from .absent import AbsentCheck
from .base import BaseCheck
from .bench import BenchCheck
from .command import CommandCheck
from .data import DataCheck
from .file import FileCheck
from .golden import GoldenCheck
from .http import HttpCheck
from .review import ReviewCheck
from .schema import SchemaCheck
from .test import TestCheck

KINDS: dict[str, type[BaseCheck]] = {
    "command": CommandCheck,
    "test": TestCheck,
    "file": FileCheck,
    "http": HttpCheck,
    "data": DataCheck,
    "golden": GoldenCheck,
    "absent": AbsentCheck,
    "schema": SchemaCheck,
    "bench": BenchCheck,
    "review": ReviewCheck,
}
"""Every kind of check, by its name."""
