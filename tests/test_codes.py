"""Every diagnostic code: declared once, found by `explain`, with a page."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import specdev
from specdev import codes
from specdev.rules import PROPERTIES

PACKAGE = Path(specdev.__file__).parent
CODES = codes.load_all()


def declared() -> dict[str, str]:
    """Code to module, from the sources: every module-level `code("SD…", …)`."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "code" and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    assert name.value not in found, f"{name.value} is declared in {path} and {found[name.value]}"
                    found[name.value] = path.relative_to(PACKAGE).as_posix()
    return found


def test_load_all_finds_every_declaration():
    missing = {name: module for name, module in declared().items() if name not in CODES}
    assert not missing, "add the module to specdev/codes.py"


@pytest.mark.parametrize("name", CODES)
def test_each_has_a_page_and_plain_wording(name):
    entry = CODES[name]
    assert len(entry.page.split()) >= 12
    assert entry.template[:1] in "`{" or entry.template[:1].islower() or entry.template.startswith(("PRD", "ID"))
    assert not entry.template.endswith(".")
    assert not entry.help.endswith(".")


def test_explain(project):
    done = project({}).run("explain", "sd604")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("SD604 (error): tasks need each other in a circle: {path}\n\nTasks must not wait for")
    assert done.out.endswith("\n\nAdvice: take one of these needs out.\n")


def test_explain_lists_all(project):
    done = project({}).run("explain")
    assert [line.split()[0] for line in done.out.splitlines()] == list(CODES)


def test_explain_as_json(project):
    data = json.loads(project({}).run("explain", "SD604", "--format", "json").out)
    assert [sorted(entry) for entry in data["codes"]] == [["code", "hint", "message", "page", "severity", "url"]]
    assert data["codes"][0]["url"] == "https://specdev.dev/diagnostics#sd604"


def test_explain_what_no_rule_reports(project):
    assert [project({}).run("explain", name).out.splitlines()[0] for name in PROPERTIES] == list(PROPERTIES)


def test_explain_an_unknown_code(project):
    done = project({}).run("explain", "SD640")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: no code `SD640`\n  hint: did you mean SD")
