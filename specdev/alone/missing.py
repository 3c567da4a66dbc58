"""Stand-ins for libraries that are not installed: importing them works, using them does not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

DISTRIBUTIONS = {"yaml": "PyYAML"}
"""What a library is called where it is installed from, where that is another name than that of its module."""


class MissingLibraryError(OSError):
    """A library that is not installed was used; to whoever executes a check it is a fault of the machine."""

    def __str__(self) -> str:
        return str(self.strerror)


class _Everything(type):
    """Every attribute of a stand-in is the stand-in itself."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


def stand_in(library: str) -> Any:
    """Something that can be imported from, inherited from and named behind `except`, and raises when it is called."""
    name = DISTRIBUTIONS.get(library, library)

    def refuse(cls: Any, *_: Any, **__: Any) -> Any:
        raise MissingLibraryError(0, f"it needs the Python library {name}")

    return _Everything(library, (Exception,), {"__new__": refuse})


class _Finder(MetaPathFinder, Loader):
    """Finds the modules of libraries that nobody else finds."""

    def __init__(self, libraries: Sequence[str]) -> None:
        self.stand_ins = {library: stand_in(library) for library in libraries}

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        known = fullname.partition(".")[0] in self.stand_ins
        return ModuleSpec(fullname, self, is_package=True) if known else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name)
        found = self.stand_ins[spec.name.partition(".")[0]]
        module.__getattr__ = lambda name: getattr(found, name)  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute."""


def install(libraries: Sequence[str]) -> None:
    """From now on importing those of the libraries that are not installed gives stand-ins."""
    sys.meta_path.append(_Finder([library for library in libraries if find_spec(library) is None]))
