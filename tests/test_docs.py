"""The generated pages are current and complete, and links inside docs/ lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from specdev import cli, docs
from specdev.diagnostics import CODES
from specdev.docs.__main__ import main
from specdev.docs.formats_page import Page, describe
from specdev.docs.markdown import anchor, code, table

DOCS = Path(__file__).parent.parent / "docs"


def test_the_generated_pages_are_current():
    assert [*docs.stale()] == [], "run `make docs`"


def test_a_page_that_is_not_current_is_named_and_nothing_is_written(tmp_path, capsys):
    assert main(["--check"], tmp_path) == 1
    assert capsys.readouterr().out == "".join(
        f"{name} is not current: run `python -m specdev.docs`\n" for name in docs.PAGES
    )
    assert list(tmp_path.iterdir()) == []


def test_written_pages_are_current(tmp_path, capsys):
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out == "".join(f"wrote {name}\n" for name in docs.PAGES)
    assert main(["--check"], tmp_path) == 0


def test_every_command_and_every_code_has_its_section():
    assert set(re.findall(r"^## specdev (\S+)$", docs.PAGES["docs/cli.md"](), re.MULTILINE)) == set(cli.COMMANDS)
    assert set(re.findall(r"^### (SD\d+)$", docs.PAGES["docs/diagnostics.md"](), re.MULTILINE)) == set(CODES)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, fragment = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{target} leads nowhere"
        if fragment and linked.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in {anchor(heading) for heading in headings}, f"{target} names no heading"


def test_a_schema_is_described_field_by_field():
    schema = {
        "description": "A thing.",
        "required": ["id", "kind"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "pattern": "^a|b$", "description": "Its name."},
            "kind": {"const": "x"},
            "level": {"enum": ["low", "high"], "default": "low"},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "minItems": 1},
            "lines": {"type": "array", "prefixItems": [{"type": "integer"}] * 2, "minItems": 2, "maxItems": 2},
            "names": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 9}},
            "either": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
        },
        "$defs": {"Part": {"description": "A part.", "properties": {"n": {"type": "number"}}}},
    }
    assert describe(schema, "thing", Page({}, [])) == (
        "## thing\n\nA thing.\n\n"
        "| Field | Type | Default | Meaning |\n| --- | --- | --- | --- |\n"
        "| `id` | string, not empty, pattern `^a\\|b$` | required | Its name. |\n"
        '| `kind` | `"x"` | required |  |\n'
        '| `level` | `low` or `high` | `"low"` |  |\n'
        "| `parts` | list of [Part](#thing-part), not empty |  |  |\n"
        "| `lines` | [integer, integer] |  |  |\n"
        "| `names` | object of (string, at most 9 characters) |  |  |\n"
        "| `either` | integer, ≥ 0 or null |  |  |\n"
        "\n### thing: Part\n\nA part.\n\n"
        "| Field | Type | Default | Meaning |\n| --- | --- | --- | --- |\n| `n` | number |  |  |\n"
    )


def test_pieces_of_markdown():
    assert code("a`b``c") == "``` a`b``c ```"
    assert table(("a", "b"), []) == ""
    assert anchor("check: `Step` & more") == "check-step--more"
