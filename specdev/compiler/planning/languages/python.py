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
        hot=("pyproject.toml", "README.md", "LICENSE", ".gitignore", "{package}/__init__.py", "{package}/__main__.py"),
    ),
    run=("python", "-m", "{package}"),
    wiring={
        "command": "only `{package}/__main__.py` touches `sys.argv` and ends the process; it has `main(words) -> "
        "int`, where "
        "`words` is the list of the command line's words without the program's name. A part that offers commands "
        "has `COMMANDS`, "
        "a dict from a command's name to a function that takes the list of the words behind the name and returns "
        "the exit "
        "status; `main` imports every other module of the package and collects these dicts. A part that offers "
        "no command "
        "needs none",
        "single": "only `{package}/__main__.py` touches `sys.argv` and ends the process; it has `main(words) -> int`, "
        "where `words` is the list of the command line's words without the program's name. There are no subcommands: "
        "the part that makes the command line true has `run(words) -> int`, which reads all of them and returns the "
        "exit status; `main` looks for it in every other module of the package",
        "service": "`{package}/__main__.py` reads the options and starts the server. A part that answers "
        "requests has `ROUTES`, "
        "a list of (method, path with `{{name}}` for variable parts, handler); the server imports every other "
        "module of the "
        "package and collects these lists",
        "library": "`{package}/__init__.py` imports the other modules, not `__main__`, and re-exports what each lists "
        "in its `__all__`",
        "product": "only `{package}/__main__.py` touches `sys.argv`, opens a window or a port and ends the "
        "process; it has "
        "`main(words) -> int` and imports the other modules",
    },
)
