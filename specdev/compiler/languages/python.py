"""Python, with pytest and the src-less package layout that runs uninstalled with `python -m`."""

from __future__ import annotations

from .base import Language, Layout

LANGUAGE = Language(
    name="python",
    label="Python",
    cues=("python", "pypi"),
    frameworks=("pip", "pytest", "django", "flask", "fastapi"),
    manifests=("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt"),
    suffix=".py",
    runner="pytest",
    gate=("python -m pytest -q",),
    tests="pytest; a test's function name contains the requirement's ID with `_` for every other character "
    "(`FR-004` gives `test_FR_004_…`); a test of anything else may have any name",
    new=Layout(
        part="{package}/{name}.py",
        test="tests/test_{name}.py",
        entry="{package}/__main__.py",
        library="{package}/__init__.py",
        hot=("pyproject.toml", "README.md", ".gitignore", "{package}/__init__.py", "{package}/__main__.py"),
    ),
    run=("python", "-m", "{package}"),
    wiring={
        "command": "`{package}/__main__.py` holds `main(argv) -> int`, the only place that reads `sys.argv` and "
        "exits. A module "
        "that offers commands has `COMMANDS`, a dict from a command's name to a function that takes the words "
        "behind it and "
        "returns the exit status; `main` imports every module of the package and collects these tables",
        "service": "`{package}/__main__.py` reads the options and starts the server. A module that answers "
        "requests has `ROUTES`, "
        "a list of (method, path with `{{name}}` for variable parts, handler); the server imports every module "
        "of the package "
        "and collects these lists",
        "library": "`{package}/__init__.py` imports every other module of the package and re-exports the names "
        "that the module "
        "lists in its `__all__`",
        "product": "`{package}/__main__.py` holds `main(argv) -> int` and is the only place that reads "
        "`sys.argv`, opens a window "
        "or a port, and exits; it imports the other modules",
    },
)
