"""
The runner that travels with an export: our own modules, as many as judging a check takes, and `run.py` to start them.

Which modules that are is read from their imports, so a module that a kind of check begins to use travels too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..resources import PACKAGE

FOLDER = "specdev-runner"
_START = ("alone.judging", "alone.pydantic", "alone.missing")
_STOOD_IN = frozenset({"pydantic"})
"""Libraries that the runner has its own of, whether they are installed or not."""

_RUN = '''\
#!/usr/bin/env python3
"""Judge exported checks; needs Python 3.11 or newer and what the checks start. See specdev/alone."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("Bail out! the checks need Python 3.11 or newer, this is " + sys.version.split()[0])
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from specdev.alone import missing, pydantic

sys.modules["pydantic"] = pydantic
missing.install({libraries!r})

from specdev.alone.judging import main

sys.exit(main(sys.argv[1:]))
'''


@cache
def runner() -> dict[str, str]:
    """Path below the export's folder to text."""
    modules, libraries = closure()
    files = {f"{FOLDER}/specdev/{path}": (PACKAGE / path).read_text(encoding="utf-8") for path in sorted(modules)}
    return {**files, f"{FOLDER}/run.py": _RUN.format(libraries=tuple(sorted(libraries)))}


def closure() -> tuple[frozenset[str], frozenset[str]]:
    """Files below the package that the runner consists of, and the libraries that they use where they are installed."""
    files: set[str] = set()
    libraries: set[str] = set()
    todo = [path for name in _START for path in _paths(tuple(name.split(".")))]
    while todo:
        path = todo.pop()
        if path in files:
            continue
        files.add(path)
        for name in _imports(path):
            if name[0] == "specdev":
                todo += _paths(name[1:])
            elif name[0] not in sys.stdlib_module_names:
                libraries.add(name[0])
        todo += _named(path)
    return frozenset(files), frozenset(libraries - _STOOD_IN)


def _paths(parts: tuple[str, ...]) -> list[str]:
    """The files of a module (the last part may be a name in it), and those of the packages it is in."""
    found = [Path(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    found += [Path(*parts[: depth - 1], f"{parts[depth - 1]}.py") for depth in range(1, len(parts) + 1)]
    return [path.as_posix() for path in found if (PACKAGE / path).is_file()]


def _imports(path: str) -> Iterator[tuple[str, ...]]:
    """What the module imports, as parts of absolute names."""
    here = ("specdev", *Path(path).parent.parts)
    for node in _run(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((*module, alias.name) for alias in node.names)


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes but for those that only a type checker sees."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            todo += node.orelse
        else:
            todo += ast.iter_child_nodes(node)


def _named(path: str) -> list[str]:
    """Files of ours beside the module that it names and starts as programs."""
    folder = Path(path).parent
    texts = {node.value for node in _run(ast.parse((PACKAGE / path).read_text())) if isinstance(node, ast.Constant)}
    names = [text for text in texts if isinstance(text, str) and text.endswith(".py") and "/" not in text]
    return [(folder / name).as_posix() for name in sorted(names) if (PACKAGE / folder / name).is_file()]
