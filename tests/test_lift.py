"""
Lifting: what a vision says, item by item.

Most cases are data: tests/cases/lift/*.txt hold a small vision and what is expected of it, each as title, `.`,
Markdown, `.`, items, `.`. `REGEN_CASES=1 pytest tests/test_lift.py` writes the expectations anew: read the diff.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specdev.compiler.lexicon import load
from specdev.compiler.lift import Lifted, coverage_gaps, lift
from specdev.compiler.parse import parse
from specdev.compiler.words import words
from specdev.model import Item, Prd
from specdev.resources import LEXICON

CASES = Path(__file__).parent / "cases" / "lift"
DIGEST = "sha256:" + "0" * 64


def lifted(text: str, **options: object) -> Lifted:
    return lift(parse(text, "vision.md"), digest=DIGEST, **options)  # type: ignore[arg-type]


def report(text: str) -> str:
    """The items of a vision as readable lines, generated questions left out; lost lines are told."""
    result = lifted(text)
    lines = [line for item in _in_order(result.prd) for line in _item(item)]
    lines += [f"term {t.term} = {t.meaning}" for t in result.prd.glossary]
    lines += [f"{d.span.line}: {d.code} {d.message}" for d in result.diagnostics if d.code.startswith("SD4")]
    lines += [f"line {n} is lost" for n in coverage_gaps(parse(text, "vision.md"), result.prd)]
    return "".join(line + "\n" for line in lines)


def _in_order(prd: Prd) -> list[Item]:
    written = [i for i in prd.items() if i.source]
    return sorted(written, key=lambda i: (i.source[0].lines[0], list(prd.items()).index(i)))


def _item(item: Item) -> Iterator[str]:
    first, last = item.source[0].lines
    priority = f" {item.priority}" if item.priority != "none" else ""
    yield f"{first}-{last} {item.kind}{priority} {item.id}: {json.dumps(item.text, ensure_ascii=False)}"
    for name in ("lead", "detail"):
        if value := getattr(item, name):
            yield f"    {name} {json.dumps(value, ensure_ascii=False)}"
    if item.depends_on:
        yield f"    needs {', '.join(item.depends_on)}"
    for criterion in item.acceptance:
        a, b = criterion.source[0].lines
        yield f"    {a}-{b} {criterion.id}: {json.dumps(criterion.text, ensure_ascii=False)}"


def read_cases(path: Path) -> list[tuple[str, str, str]]:
    """(title, input, expected) of every case in a file."""
    cases, part = [], [""] * 3
    at = 0
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line == ".\n":
            at += 1
            if at == 3:
                cases.append((part[0].strip(), part[1], part[2]))
                part, at = [""] * 3, 0
        else:
            part[at] += line
    return cases


def all_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.txt")):
        for title, source, expected in read_cases(path):
            yield pytest.param(source, expected, id=f"{path.stem}: {title}")


if os.environ.get("REGEN_CASES"):
    for _path in sorted(CASES.glob("*.txt")):
        _texts = [f"{t}\n.\n{s}.\n{report(s)}.\n" for t, s, _ in read_cases(_path)]
        _path.write_text("\n".join(_texts), encoding="utf-8")


@pytest.mark.parametrize(("source", "expected"), list(all_cases()))
def test_a_vision_gives_these_items(source: str, expected: str) -> None:
    assert report(source) == expected


def ids(prd: Prd) -> dict[str, str]:
    """Identifier to text, criteria included, generated questions left out."""
    items = [i for i in prd.items() if i.source]
    return {i.id: i.text for i in items} | {c.id: c.text for i in items for c in i.acceptance}


VISION = """# Ledger

## Features

- Import bank statements as CSV files
- Report every transaction that is not balanced
- Print a yearly report for the tax office

## Quality

- Start within one second
"""


@pytest.mark.parametrize(
    "change",
    [
        ("- Report every", "\n- Report every"),
        ("## Features", "Some words about it.\n\n## Features"),
        ("## Features", "## What it does"),
        ("## Features", "## Core features"),
        ("Import bank statements as CSV files", "Import bank statements\n  as CSV files"),
        ("- Print a yearly report for the tax office\n", ""),
        ("- Import bank", "- Something else altogether\n- Import bank"),
    ],
    ids=["blank line", "paragraph above", "unknown heading", "heading renamed", "re-wrapped", "one gone", "one more"],
)
def test_an_edit_changes_no_identifier_of_what_stayed(change: tuple[str, str]) -> None:
    before = lifted(VISION).prd
    after = lifted(VISION.replace(*change), previous=before).prd
    old = {" ".join(words(text)): name for name, text in ids(before).items()}
    new = {" ".join(words(text)): name for name, text in ids(after).items()}
    stayed = old.keys() & new.keys()
    assert {text: new[text] for text in stayed} == {text: old[text] for text in stayed}


def test_a_reworded_item_keeps_its_identifier_and_a_new_one_gets_the_next_number() -> None:
    before = lifted(VISION).prd
    text = VISION.replace("Print a yearly report for the tax office", "Print a monthly report for the tax office")
    after = lifted(text.replace("## Quality", "- Delete accounts\n\n## Quality"), previous=before).prd
    assert ids(after) == {
        "FR-001": "Import bank statements as CSV files",
        "FR-002": "Report every transaction that is not balanced",
        "FR-003": "Print a monthly report for the tax office",
        "FR-004": "Delete accounts",
        "QR-001": "Start within one second",
    }


def test_a_number_that_was_given_is_not_given_again() -> None:
    result = lifted("# T\n\n## Features\n\n- a new thing\n", reserved=frozenset({"FR-001", "FR-002"}))
    assert list(ids(result.prd)) == ["FR-003"]


def test_what_the_product_is() -> None:
    prd = lifted("# Product Requirements Document: Ledger 2.0\n\nLedger keeps books. It is small. Ever.\n").prd
    assert (prd.product, prd.slug, prd.language, prd.summary) == (
        "Ledger",
        "ledger",
        "en",
        "Ledger keeps books. It is small.",
    )


@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("PRD: Notes", "Notes"),
        ("Notes PRD", "Notes"),
        ("Lastenheft - Uhr", "Uhr"),
        ("Requirements for Notes", "Notes"),
        ("Feature Specification: Notes", "Notes"),
        ("提示词助理产品需求文档", "提示词助理"),
        ("Vision", "vision"),
    ],
)
def test_the_product_is_named_after_the_title(title: str, product: str) -> None:
    assert lifted(f"# {title}\n").prd.product == product


ASKED = """# Tool

## Requirements

- The tool must read TBD files.
- The tool must answer fast.
- The tool must write CSV, JSON, etc.
- The tool must keep 30 days of history in the log.
- The tool must keep 90 days of history in the log.
- The tool must send mail to the owner.
- The tool must not send mail to the owner.
- It should look good.
"""


def test_questions_are_asked_about_what_is_unclear() -> None:
    result = lifted(ASKED)
    asked = [(q.id, q.about, q.source) for q in result.prd.open_questions]
    assert asked == [
        ("Q-SD403-FR-004", ("FR-004", "FR-005"), ()),
        ("Q-SD404-FR-006", ("FR-006", "FR-007"), ()),
        ("Q-SD201-FR-001", ("FR-001",), ()),
        ("Q-SD204-FR-002", ("FR-002",), ()),
        ("Q-SD203-FR-003", ("FR-003",), ()),
        ("Q-SD206-FR-008", ("FR-008",), ()),
        ("Q-SD308", (), ()),
        ("Q-SD309", (), ()),
        ("Q-SD310-FR-001", ("FR-001", "FR-002", "FR-003", "FR-006", "FR-007"), ()),
    ]
    assert [str(d) for d in result.diagnostics if d.code in ("SD201", "SD403", "SD404")] == [
        "vision.md:5:1: warning[SD201]: placeholder `tbd` in FR-001",
        "vision.md:9:1: warning[SD403]: FR-005 says 90 days, FR-004 says 30 days",
        "vision.md:11:1: warning[SD404]: FR-007 forbids what FR-006 demands",
    ]


def test_a_clear_vision_is_asked_nothing() -> None:
    text = (
        "# Tool\n\n## Requirements\n\n- The tool must print `3` for `tool add 1 2`.\n"
        "- The tool must exit with status 2 on an error.\n- The tool must be written in Python 3.12.\n"
    )
    result = lifted(text)
    assert (result.prd.open_questions, result.diagnostics) == ((), ())


def test_an_example_is_asked_for_what_it_lacks() -> None:
    entries = "- It must print `3` for `tool sum 1 2`.\n- It must print `7` for `tool read a.txt`.\n"
    result = lifted(f"# Tool\n\n## Requirements\n\n{entries}")
    assert [(q.about, q.text) for q in result.prd.open_questions if q.code == "SD311"] == [
        (
            ("FR-002",),
            "FR-002: the content of `a.txt` is not told. It says: It must print `7` for `tool read a.txt`.",
        )
    ]
    assert [str(d) for d in result.diagnostics if d.code == "SD311"] == [
        "vision.md:6:1: info[SD311]: FR-002: an example cannot be checked as it stands: "
        "the content of `a.txt` is not told"
    ]


def test_a_rule_asks_three_times_and_counts_the_rest() -> None:
    entries = "".join(f"- The tool must do part {'abcde'[n]} fast.\n" for n in range(5))
    result = lifted(f"# Tool\n\n## Requirements\n\n{entries}")
    vague = [q.text for q in result.prd.open_questions if q.code == "SD204"]
    assert len(vague) == 3
    assert vague[-1].endswith("(and 2 more of the kind)")
    assert sum(d.code == "SD204" for d in result.diagnostics) == 5


@pytest.mark.parametrize("path", sorted(LEXICON.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_language_can_be_loaded(path: Path) -> None:
    lexicon = load((path.stem,))
    assert lexicon.languages == tuple(dict.fromkeys((path.stem, "en")))
    assert lexicon.roles.find(words("goals")) is not None


FRAGMENTS = st.sampled_from(
    [
        "# Title",
        "## Goals",
        "## Requirements",
        "### FR-1: Do it",
        "## Out of scope",
        "**Acceptance criteria:**",
        "- one",
        "  - nested",
        "- [ ] FR-2: The tool must run.",
        "1. first",
        "   1.1 part",
        "| ID | Requirement |",
        "|----|-------------|",
        "| F-1 | Read |",
        "| Im Spiel | |",
        "As a clerk, I want to read, so that I know.",
        "The tool must work. It should not fail. It is not a toy.",
        "```",
        "> quoted",
        "<!-- note -->",
        "---",
        "",
        "    indented",
        "Text: with a label",
        "**Goal**: Be good.",
        "[link]: https://example.org",
        "<table><tr><td>x</td></tr></table>",
        "P1: high",
        "(optional)",
        "\u00a0",
        "。必须保存！本产品不是编辑器，不支持同步。",
        "The tool is not a toy, and users will not be asked.",
        "**Rationale:** because",
        "ID: FR-9",
        "| good | bad | normal |",
    ]
)
MARKDOWN = st.lists(FRAGMENTS | st.text("#*-|`<>[]() .:aAÄ1?必\n", max_size=12), max_size=25).map("\n".join)


@given(MARKDOWN)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_line_is_lost_and_no_identifier_is_given_twice(text: str) -> None:
    document = parse(text, "vision.md")
    prd = lift(document, digest=DIGEST).prd
    names = [i.id for i in prd.items()] + [c.id for i in prd.items() for c in i.acceptance]
    assert coverage_gaps(document, prd) == []
    assert len(names) == len(set(names))
    assert prd == lift(document, digest=DIGEST).prd


@given(MARKDOWN)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_lifting_the_same_again_changes_nothing(text: str) -> None:
    first = lifted(text).prd
    assert lifted(text, previous=first).prd == first


def test_deep_and_long_visions_are_read() -> None:
    deep = "\n".join("  " * n + f"- level {n}" for n in range(120))
    long = "# T\n\n## Features\n\n" + "\n".join(f"- feature {n}" for n in range(2000))
    assert coverage_gaps(parse(deep, "vision.md"), lifted(deep).prd) == []
    assert len(lifted(long).prd.requirements) == 2000


@pytest.mark.parametrize(
    ("sentence", "priority"),
    [
        ("When a line cannot be read, the tool prints `bad line`.", "none"),
        ("A line that cannot be read is skipped and `1` is returned.", "none"),
        ("The tool must stop with `1` if the file cannot be read.", "must"),
        ("It prints `cannot stop twice` and exits with 1.", "none"),
        ("A user cannot delete `a.txt`.", "must"),
        ("If the user must wait, the tool should print `wait`.", "should"),
    ],
)
def test_a_verb_in_a_condition_or_a_message_is_not_the_requirement_s(sentence: str, priority: str) -> None:
    (item,) = lifted(f"# Tool\n\n## Features\n\n- {sentence}\n").prd.requirements
    assert item.priority == priority


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            '`str(Quantity(3.5, "kg"))` is `3.5 kg`, and `str(Quantity(2.0, "m"))` is `2 m`, as is `repr` of both.',
            'str(Quantity(3.5, "kg")) is 3.5 kg, and…',
        ),
        (
            "Comparing a\n  quantity with another one by `==` is false, and raises nothing whatever the units may be.",
            "Comparing a quantity with another one by == is false",
        ),
        ("`stop` prints `stopped`.", "stop prints stopped"),
        ("A key of letters, digits, `_` and `-` is *plain*.", "A key of letters, digits, _ and - is plain"),
        ("A pattern with `*` or `**` matches `<any>` key.", "A pattern with * or ** matches <any> key"),
    ],
)
def test_a_title_is_a_clause_and_holds_whole_names(text: str, title: str) -> None:
    (item,) = lifted(f"# Tool\n\n## Features\n\n- {text}\n").prd.requirements
    assert item.title == title


def test_questions_do_not_change_with_the_line_an_item_stands_on() -> None:
    text = (
        "# Tool\n\n## Features\n\n- It shall be fast.\n- The tool should be easy to use if possible.\n- TBD later on.\n"
    )
    moved = text.replace("## Features", "Some words.\n\n## Features")
    asked = [q.text for q in lifted(text).prd.open_questions]
    assert asked == [q.text for q in lifted(moved).prd.open_questions]
    assert len(asked) > 2


def test_a_pronoun_is_quoted_with_the_sentence_that_says_what_it_means() -> None:
    text = "# Tool\n\n## Output\n\n`list` prints every `note`. It must exit with 0.\n"
    prd = lifted(text).prd
    assert [(i.text, i.lead) for i in prd.requirements] == [
        ("`list` prints every `note`.", ""),
        ("It must exit with 0.", "`list` prints every `note`."),
    ]
    assert not [q for q in prd.open_questions if q.code == "SD206"]


def test_deep_quotations_are_read() -> None:
    quoted = "".join(f"{'>' * depth} It must keep line {depth}.\n\n" for depth in range(1, 300))
    text = f"# Tool\n\n## Features\n\n{quoted}"
    assert coverage_gaps(parse(text, "vision.md"), lifted(text).prd) == []


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        (
            "# tally\n\n[![build](https://ci.example.org/a.svg)](https://ci.example.org)\n![licence](b.svg)\n\n"
            "Adds up numbers from files.\n\n## Examples\n\n`tally n.txt` prints `7`.\n",
            "Adds up numbers from files.",
        ),
        (
            "# tally\n\n## What it is\n\nFor ages people added by hand.\n\ntally adds up numbers.\n",
            "tally adds up numbers.",
        ),
        (
            "# Zähler\n\nHeute zählt jeder von Hand. Der Zähler zählt mit.\n",
            "Heute zählt jeder von Hand. Der Zähler zählt mit.",
        ),
    ],
)
def test_the_summary_says_what_the_product_is(source: str, summary: str) -> None:
    assert lifted(source).prd.summary == summary
