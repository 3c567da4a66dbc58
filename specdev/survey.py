"""
What a repository is made of: its language, its test runner, its commands and where its code lies.

Only names of files and the text of manifests are looked at; nothing is executed.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .compiler.planning.languages import LANGUAGES, Language

SKIPPED = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        ".specdev",
        ".venv",
        "venv",
        "node_modules",
        "target",
        "build",
        "dist",
        "out",
        "vendor",
        "__pycache__",
        ".tox",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".idea",
        ".vscode",
        "coverage",
    ]
)
MOST_FILES = 5_000
"""Enough to see a layout; a larger repository is judged by its first files in order of name."""
MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found; empty strings and tuples where nothing was."""

    language: str = ""
    """A name in LANGUAGES."""
    runner: str = ""
    """The check runner that fits the repository's tests."""
    gate: tuple[str, ...] = ()
    """Commands that must stay green: tests, lint, build, as far as the manifests show them."""
    package: str = ""
    """The name that code imports, or the folder of the sources."""
    source_dir: str = ""
    """Where code lies, relative, with a trailing slash; empty at the top."""
    test_dir: str = ""
    entry: str = ""
    """The file that starts the product, where there is one."""
    scripts: tuple[str, ...] = ()
    """Names of console commands that the manifests declare."""
    files: tuple[str, ...] = ()
    """Paths of source and manifest files, sorted."""

    @property
    def has_code(self) -> bool:
        """Whether there is a product already, more than a README."""
        return bool(self.source_dir or self.entry or self.package)


def survey(root: Path, *, exclude: tuple[str, ...] = ()) -> Survey:
    """What stands under `root`; `exclude` names folders of our own artifacts, relative to it."""
    files = tuple(_files(root, exclude))
    language = _language(files)
    if not language:
        return Survey(files=files)
    manifests = {name: _text(root / name) for name in language.manifests if name in files}
    sources = [path for path in files if path.endswith(language.suffix)]
    tests = [path for path in sources if _is_test(path)]
    code = [
        path for path in sources if not _is_test(path) and "/" in path and not path.startswith(("docs/", "examples/"))
    ]
    scripts = _scripts(manifests)
    runner = _runner(language, manifests, files)
    return Survey(
        language=language.name,
        runner=runner,
        gate=_gate(language, runner, manifests, files),
        package=_package(language, code),
        source_dir=_folder(code),
        test_dir=_folder(tests),
        entry=next((p for p in files if p.rsplit("/", 1)[-1] in _ENTRIES), ""),
        scripts=scripts,
        files=tuple(p for p in files if p.endswith(language.suffix) or "/" not in p),
    )


_ENTRIES = frozenset(["__main__.py", "main.go", "main.rs", "index.js", "index.ts", "cli.js", "cli.ts", "Main.java"])


def _files(root: Path, exclude: tuple[str, ...]) -> Iterator[str]:
    found = 0
    for folder, names, files in os.walk(root):
        relative = Path(folder).relative_to(root).as_posix()
        depth = 0 if relative == "." else relative.count("/") + 1
        names[:] = sorted(
            n for n in names if n not in SKIPPED and depth < MOST_DEPTH and _join(relative, n) not in exclude
        )
        for name in sorted(files):
            yield _join(relative, name)
            found += 1
            if found >= MOST_FILES:
                return


def _join(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _language(files: tuple[str, ...]) -> Language | None:
    """By manifest first, then by the commonest suffix of at least two files below the top."""
    for language in LANGUAGES.values():
        if any(manifest in files for manifest in language.manifests):
            return language
    counts = Counter(
        language.name for path in files for language in LANGUAGES.values() if path.endswith(language.suffix)
    )
    if not counts:
        return None
    name, number = min(counts.items(), key=lambda pair: (-pair[1], list(LANGUAGES).index(pair[0])))
    return LANGUAGES[name] if number >= 2 else None


def _is_test(path: str) -> bool:
    return bool(
        re.search(
            r"(^|/)(tests?|__tests__|spec)/|(^|/)test_[^/]+$|[._-](test|spec)\.[^/]+$|_test\.[^/]+$|Test\.java$", path
        )
    )


def _folder(paths: list[str]) -> str:
    """The folder that most of the paths lie in, directly or below, with a trailing slash."""
    tops = Counter(path.rsplit("/", 1)[0] for path in paths if "/" in path)
    if not tops:
        return ""
    best = min(tops.items(), key=lambda pair: (-pair[1], pair[0].count("/"), pair[0]))[0]
    return best + "/"


def _package(language: Language, code: list[str]) -> str:
    if language.name != "python":
        return ""
    inits = [path for path in code if path.endswith("/__init__.py")]
    if not inits:
        return ""
    return min(inits, key=lambda p: (p.count("/"), p)).rsplit("/", 2)[-2]


def _scripts(manifests: dict[str, str]) -> tuple[str, ...]:
    if "pyproject.toml" in manifests:
        data = _toml(manifests["pyproject.toml"])
        return tuple(sorted(data.get("project", {}).get("scripts", {})))
    if "package.json" in manifests:
        binary = _json(manifests["package.json"]).get("bin", {})
        return tuple(sorted(binary)) if isinstance(binary, dict) else ()
    return ()


def _toml(text: str) -> dict[str, dict[str, dict[str, str]]]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _json(text: str) -> dict[str, dict[str, str]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return data if isinstance(data, dict) else {}


def _runner(language: Language, manifests: dict[str, str], files: tuple[str, ...]) -> str:
    if language.name in ("node", "typescript"):
        package = manifests.get("package.json") or ""
        data = _json(package)
        named = {**data.get("devDependencies", {}), **data.get("dependencies", {})}
        return next(
            (tool for tool in ("vitest", "jest") if tool in named), "node" if language.name == "node" else "vitest"
        )
    if language.name == "python" and manifests and not any("pytest" in text for text in manifests.values()):
        has_unittest = any(_is_test(path) for path in files) and "conftest.py" not in " ".join(files)
        return "unittest" if has_unittest and not _mentions_pytest(files) else "pytest"
    return language.runner


def _mentions_pytest(files: tuple[str, ...]) -> bool:
    return any(path.rsplit("/", 1)[-1] in ("pytest.ini", "conftest.py", "tox.ini") for path in files)


def _gate(language: Language, runner: str, manifests: dict[str, str], files: tuple[str, ...]) -> tuple[str, ...]:
    if language.name in ("node", "typescript"):
        scripts = _json(manifests.get("package.json", "")).get("scripts", {})
        known = [name for name in ("lint", "typecheck", "build") if name in scripts]
        return tuple(f"npm run {name}" for name in known) + (("npm test",) if "test" in scripts or not known else ())
    if language.name == "python":
        text = " ".join(manifests.values())
        test = "python -m unittest" if runner == "unittest" else "python -m pytest -q"
        lint = ("ruff check .",) if "[tool.ruff" in text or "ruff.toml" in files else ()
        types = ("mypy",) if "[tool.mypy]" in text or _has_section(manifests.get("setup.cfg", ""), "mypy") else ()
        return (*lint, *types, test)
    if language.name == "java" and "pom.xml" not in manifests:
        return ("./gradlew test",) if "gradlew" in files else ("gradle test",)
    return language.gate


def _has_section(text: str, name: str) -> bool:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return False
    return parser.has_section(name)
