"""
What is made of a vision's words: the cases in cases/synthesise, and what holds for all of them.

A case is a title, the items, and the checks that must come of them, with a line of one full stop between the parts:

    a command and its output
    .
    run: python -m calc
    # FR-001
    `calc add 3 4` prints `7`.
    .
    - {covers: [FR-001], kind: command, run: [python, -m, calc, add, '3', '4'], expect: {stdout: '7'}}
    .

Before the first item stand settings: `product`, `run`, `runner`, `language`. `Lead:`, `Section:`, `Lines:`,
`Accepted:` and `Detail:` at the start of a line fill the item's other fields. In the expected checks stand neither
ids, time limits nor quotes, and `cwd: "{scratch}"` is left out; `file NAME` is the content of a file that the checks
use, `gap` what is not told.

`python tests/test_synthesise.py` writes the third parts anew, for review in the difference.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specdev.checks import KINDS
from specdev.checks.describe import describe
from specdev.checks.lint import lint
from specdev.checks.synthesise import MAX_CHECKS, Profile, Synthesis, synthesise
from specdev.model import Criterion, Item, Prd, Source, VisionRef

FOLDER = Path(__file__).parent / "cases" / "synthesise"


def read_cases(path: Path) -> list[tuple[str, str, str]]:
    """Title, input and expected text of every case of a file."""
    parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
    return [(parts[n].strip(), parts[n + 1], parts[n + 2]) for n in range(0, len(parts) - 2, 3)]


CASES = [(path, *case) for path in sorted(FOLDER.glob("*.md")) for case in read_cases(path)]


def item(identifier: str, text: str) -> Item:
    fields = {"Lead": "", "Detail": "", "Section": "", "Lines": ""}
    accepted = re.findall(r"(?m)^Accepted: (.*)$", text)
    text = re.sub(r"(?m)^Accepted: .*\n?", "", text)
    for name in fields:
        last = r"\Z" if name == "Detail" else "$"  # a detail may go over many lines
        if found := re.search(rf"(?ms)^{name}: (.*?){last}", text):
            fields[name] = found[1].strip("\n")
            text = text.replace(found[0], "")
    criteria = tuple(
        Criterion(id=f"{identifier}.{n}", kind="acceptance", text=words) for n, words in enumerate(accepted, 1)
    )
    return Item(
        id=identifier,
        kind="functional",
        title=identifier,
        text=text.strip("\n"),
        lead=fields["Lead"],
        section=(fields["Section"],) if fields["Section"] else (),
        detail=fields["Detail"],
        acceptance=criteria,
        source=_source(fields["Lines"]) if fields["Lines"] else (),
    )


def _source(lines: str) -> tuple[Source, ...]:
    first, _, last = lines.partition("-")
    return (Source(path="vision.md", lines=(int(first), int(last or first))),) if lines else ()


def run_case(text: str) -> Synthesis:
    head, *blocks = re.split(r"(?m)^# (?=[A-Z]+-\d+$)", text)
    given_ = {"product": "Calc", "run": "", "runner": "pytest", "language": "python", **(yaml.safe_load(head) or {})}
    items = [item(*block.split("\n", 1)) for block in blocks]
    profile = Profile(given_["runner"], given_["language"], tuple(given_["run"].split()))
    return synthesise(items, prd(items, given_["product"]), task_id="T001", profile=profile)


def prd(items: list[Item], product: str) -> Prd:
    vision = VisionRef(path="vision.md", digest=f"sha256:{'0' * 64}")
    return Prd(
        specdev=1, product=product, slug=re.sub("[^a-z]", "", product.lower()), vision=vision, requirements=tuple(items)
    )


def compact(found: Synthesis) -> list[Any]:
    """The checks as they stand in a case."""
    checks: list[Any] = []
    for check in found.checks:
        rest = {key: value for key, value in check.items() if key not in ("id", "timeout_s", "quote")}
        if rest.get("cwd") == "{scratch}":
            del rest["cwd"]
        if "service" in rest:
            rest["service"] = rest["service"]["run"]
        checks.append(rest)
    checks += [{"file": name, "text": text} for name, text in found.files.items()]
    checks += [{"gap": gap.missing} for gap in found.questions]
    return checks


@pytest.mark.parametrize(("path", "title", "text", "expected"), CASES, ids=[f"{c[0].stem}: {c[1]}" for c in CASES])
def test_case(path: Path, title: str, text: str, expected: str) -> None:
    assert compact(run_case(text)) == (yaml.safe_load(expected) or [])


@pytest.mark.parametrize("text", [case[2] for case in CASES], ids=[case[1] for case in CASES])
def test_what_comes_out_is_sound(text: str) -> None:
    """Every check is valid, asserts something, leans on nothing, quotes the document and can be told in words."""
    found = run_case(text)
    flat = " ".join(text.split())
    for check in found.checks:
        assert KINDS[check["kind"]].model_validate(check).id == check["id"]
        assert list(lint(check)) == []
        assert describe(check).startswith(f"**{check['id']}** (")
        for line in check.get("quote", "").split("\n"):
            # items are separate lines in a case; a quotation keeps its words
            assert " ".join(line.split()) in flat
    assert len(found.checks) <= MAX_CHECKS
    assert found == run_case(text)


def test_every_item_is_covered() -> None:
    items = [item(f"FR-{n:03d}", "Some words.") for n in range(5)]
    found = synthesise(items, prd(items, "Calc"), task_id="T001", profile=Profile())
    assert [(check["select"], check["covers"]) for check in found.checks] == [(i.id, [i.id]) for i in items]


def test_tests_are_put_together_where_there_would_be_too_many_checks() -> None:
    items = [item(f"FR-{n:03d}", "Some words.") for n in range(9)]
    found = synthesise(items, prd(items, "Calc"), task_id="T001", profile=Profile())
    assert [check["select"] for check in found.checks] == [[i.id for i in items]]


def test_single_commands_become_steps_where_there_would_be_too_many_checks() -> None:
    lines = [f"- `calc add {n} {n}` prints `{2 * n}`." for n in range(12)]
    items = [item("FR-001", "\n".join(lines)), item("FR-002", "Some words.")]
    found = synthesise(items, prd(items, "Calc"), task_id="T001", profile=Profile(run_prefix=("calc",)))
    assert [(check["kind"], len(check.get("steps", ()))) for check in found.checks] == [("command", 12), ("test", 0)]


WORDS = """
`calc add 3 4`|prints|`7`|exits with status 2|and|or|if|not|e.g.|"7"|$ calc|```|```console|GET|`GET /x`|returns|200|`{}`
>>> |on stderr|:|.|FILE|/x
"""
TOKENS = st.sampled_from([*WORDS.replace("\n", "|").split("|"), "\n", "| a | b |", "|---|---|"])


@settings(max_examples=150, deadline=None)
@given(st.lists(TOKENS | st.text(max_size=8), max_size=30))
def test_any_words_give_sound_checks(parts: list[str]) -> None:
    items = [item("FR-001", "x " + " ".join(parts))]
    found = synthesise(items, prd(items, "Calc"), task_id="T001", profile=Profile(run_prefix=("calc",)))
    for check in found.checks:
        KINDS[check["kind"]].model_validate(check)
        assert [code for code, _ in lint(check) if code in ("SD502", "SD505")] == []
        describe(check)


def regenerate() -> None:
    """Write the expected parts of all cases anew."""
    for path in sorted(FOLDER.glob("*.md")):
        out = []
        for title, text, _ in read_cases(path):
            lines = [
                yaml.safe_dump([c], default_flow_style=None, sort_keys=False, allow_unicode=True, width=1000)
                for c in compact(run_case(text))
            ]
            out.append(f"{title}\n.\n{text}.\n{''.join(lines)}.\n")
        path.write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
