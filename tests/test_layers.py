"""Imports point down, nobody waits in a circle, and looking loads nothing heavy."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CASES

import specdev
from specdev import graph

PACKAGE = Path(specdev.__file__).parent

LAYERS = (
    "bulk console errors layout resources",
    "diagnostics globs graph",
    "document source transaction yamlio",
    "records",
    "cache evidence ignores lock proofs quick settings store taskfile",
    "ask_output checks config meter model model_output outputs proposed",
    "alone chart compiler exporters formats outcomes rules schemas survey views",
    "checkrun codes explain_schema finding judge llm overview planner project"
    " report runner validation verdicts verification",
    "api",
    "__init__",
    "cli commands crash docs interview model_options model_session questionnaire reports __main__",
)
"""From the ground up, by module or folder: each may use what stands in its own row or below. A new one gets its row."""

HEAVY = frozenset({"instructor", "jinja2", "jsonschema", "markdown_it", "openai", "pydantic"})
CLIENTS = frozenset({"httpx", "httpx2", "instructor", "openai"})
"""What asks models; loaded with the first question."""
LEVEL = {name: number for number, names in enumerate(LAYERS) for name in names.split()}


def module_names() -> list[str]:
    """Every module of the package, as `checks.command`; a package's own file as `checks.__init__`."""
    return sorted(".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py"))


NAMES = frozenset(module_names())


def imports(name: str) -> Iterator[str]:
    """The modules of ours that the module imports, inside functions too."""
    path = PACKAGE.joinpath(*name.split(".")).with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = absolute(name, node)
            if base is not None:
                yield from (resolved(base, alias.name) for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "specdev":
                    yield resolved(tuple(alias.name.split(".")[1:]), "")


def absolute(name: str, node: ast.ImportFrom) -> tuple[str, ...] | None:
    """Where `from X import` points, below the package; None for the modules of others."""
    target = tuple((node.module or "").split(".")) if node.module else ()
    if not node.level:
        return target[1:] if target[:1] == ("specdev",) else None
    parents = name.split(".")[: -node.level]
    return (*parents, *target)


def resolved(base: tuple[str, ...], attribute: str) -> str:
    for parts in ((*base, attribute), (*base, attribute, "__init__"), base, (*base, "__init__")):
        if ".".join(parts) in NAMES:
            return ".".join(parts)
    return "__init__"


@pytest.mark.parametrize("name", module_names())
def test_imports_point_down(name):
    here = name.split(".")[0]
    assert here in LEVEL, f"say in LAYERS where `{here}` stands"
    upward = {used for used in imports(name) if LEVEL.get(used.split(".")[0], 0) > LEVEL[here]}
    assert not upward, f"{name} imports from above: {', '.join(sorted(upward))}"


def test_no_module_waits_for_itself():
    needs = {name: sorted(set(imports(name)) - {name}) for name in module_names()}
    assert graph.cycle(needs) is None


def loaded_after(words: list[str], folder: Path) -> set[str]:
    program = "import sys; from specdev.__main__ import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in done.stderr.split()} | set(done.stderr.split())


def test_the_version_loads_nothing(tmp_path):
    loaded = loaded_after(["--version"], tmp_path)
    assert not loaded & {*HEAVY, "click", "yaml", "json", "specdev.cli"}


def test_help_loads_no_command(tmp_path):
    loaded = loaded_after(["--help"], tmp_path)
    assert not loaded & {*HEAVY, "yaml"}
    assert not {name for name in loaded if name.startswith("specdev.commands.")}


@pytest.mark.parametrize("words", [["status"], ["next"], ["graph"], ["show", "T002"], ["completion", "bash"]])
def test_looking_loads_nothing_heavy(words, tmp_path):
    shutil.copytree(CASES / "looking" / "specs", tmp_path / "specs")
    assert not loaded_after(words, tmp_path) & HEAVY


def test_nothing_loads_a_client_of_models(tmp_path):
    for name in module_names():
        for node in ast.walk(
            ast.parse(PACKAGE.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8"))
        ):
            base = node.module if isinstance(node, ast.ImportFrom) and not node.level else ""
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {base or ""}
            assert not {one.split(".")[0] for one in names} & CLIENTS, f"{name} imports a client by statement"
    modules = [f"specdev.{name}" for name in module_names() if name.split(".")[0] == "llm" and "__" not in name]
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert not {name.split(".")[0] for name in done.stdout.split()} & CLIENTS


@pytest.mark.parametrize("words", [["plan", "vision.md"], ["plan", "vision.md", "--dry-run"], ["validate"], ["split"]])
def test_no_command_without_a_model_loads_a_client(words, tmp_path):
    (tmp_path / "vision.md").write_text("# Ada\n\n## Requirements\n\n- `ada --version` prints `1`.\n", encoding="utf-8")
    if words == ["split"]:
        loaded_after(["plan", "vision.md"], tmp_path)
    assert not loaded_after(words, tmp_path) & CLIENTS
