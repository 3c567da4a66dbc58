"""Whatever a model answers about a vision: the PRD stays total, and every item has the vision's own words."""

from __future__ import annotations

import re
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from specdev.compiler import lift, parse
from specdev.compiler.lift import Read, Revised
from specdev.document import Document
from specdev.model import ItemKind, Prd, Priority
from specdev.planner import grounding
from specdev.planner.portions import portions
from specdev.planner.vision import applying
from specdev.planner.vision.answers import Addition, Correction, Definition, Doubt, Drop, Reading
from specdev.planner.vision.judging import Judge

VISION = """\
# Till

A till for a market stall. It works without a network, and *nothing* is lost when the battery is.

## Requirements

- **FR-1** The till adds up what is sold, up to 99,999.99.
  - It rounds to 5 cents.
- FR-2: `till close` prints the receipt. It opens the drawer on `F4`.
- FR-3: The till must start within 2 seconds.

### Acceptance

1. Given an empty drawer, when `till close` is called, then it prints "nothing sold".
2. The receipt has the date.

## Storage

Sales go to `sales.csv`, one line each. A float is what lies in the drawer in the morning.
We will not store names.

| Field | Meaning |
|---|---|
| `when` | date and time |
| `sum` | in cents |
"""
DOCUMENT = parse.parse(VISION, "vision.md")
LINES = DOCUMENT.lines
WORDS = VISION.split()

keys = st.sampled_from([f"R{n}" for n in range(1, 12)] + ["N1", "N2", "", "R0", "x"])
kinds = st.sampled_from(get_args(ItemKind))
lines = st.integers(-3, 40)
quotes = st.one_of(
    st.none(),
    st.builds(lambda a, n: " ".join(WORDS[a : a + n]), st.integers(0, len(WORDS)), st.integers(1, 14)),
    st.sampled_from([line for line in LINES if line.strip()]),
    st.text(max_size=30),
)
words = st.one_of(st.sampled_from(["", "no", "it is told elsewhere", "It costs 7 `coins`."]), st.text(max_size=20))
maybe = st.one_of(st.none(), words)
additions = st.builds(
    Addition,
    quote=quotes,
    first_line=lines,
    last_line=lines,
    leans_on=quotes,
    instead_of=st.lists(keys, max_size=2),
    key=keys,
    kind=kinds,
    priority=st.one_of(st.none(), st.sampled_from(get_args(Priority))),
    title=maybe,
    accepts=st.one_of(st.none(), keys),
)
corrections = st.builds(
    Correction,
    item=keys,
    reason=words,
    leans_on=quotes,
    kind=kinds,
    priority=st.one_of(st.none(), st.sampled_from(get_args(Priority))),
    title=maybe,
    accepts=st.one_of(st.none(), keys),
)
readings = st.builds(
    Reading,
    additions=st.lists(additions, max_size=5),
    corrections=st.lists(corrections, max_size=4),
    dropped=st.lists(st.builds(Drop, item=keys, reason=words), max_size=4),
    questions=st.lists(st.builds(Doubt, quote=quotes, text=words, why=words, suggestions=st.lists(words)), max_size=3),
    terms=st.lists(st.builds(Definition, quote=quotes.map(lambda one: one or ""), term=words), max_size=2),
)


def planned(answers: list[Reading]) -> Prd:
    """The PRD with these answers to the portions, the last one for all that are left."""

    def revise(document: Document, rules: Read) -> Revised:
        edits = []
        for number, portion in enumerate(portions(document, 1000)):
            first, last = portion.lines
            here = [(n, draft) for n, draft in enumerate(rules.drafts.items) if first <= draft.lines[0] <= last]
            judge = Judge(document, portion, {f"R{place}": entry for place, entry in enumerate(here, 1)})
            edits.append(judge.edits(answers[min(number, len(answers) - 1)]))
        return Revised(applying.applied(rules.drafts, edits, rules.headings))

    return lift.lift(DOCUMENT, digest="sha256:" + "0" * 64, revise=revise).prd


def sources(prd: Prd) -> list[tuple[tuple[int, int], str]]:
    entries: list[Any] = [*prd.items(), *(criterion for item in prd.items() for criterion in item.acceptance)]
    return [(entry.source[0].lines, entry.text) for entry in entries if entry.source]


@given(st.lists(readings, min_size=1, max_size=3))
def test_nothing_is_lost_and_nothing_invented(answers):
    prd = planned(answers)
    assert lift.coverage_gaps(DOCUMENT, prd) == []
    for (first, last), text in sources(prd):
        said = re.findall(r"\w+", grounding.normal("\n".join(LINES[first - 1 : last])))
        assert set(re.findall(r"\w+", grounding.normal(text))) <= set(said), text
    held = grounding.normal(
        "\n".join(
            [
                *(f"{item.text}\n{item.detail}\n{item.lead}" for item in prd.items()),
                *(criterion.text for item in prd.items() for criterion in item.acceptance),
                *(block.text for block in prd.context),
                *(term.meaning for term in prd.glossary),
            ]
        )
    )
    for fact in ("99,999.99", "5 cents", "F4", "2 seconds", "nothing sold", "sales.csv", "We will not store names"):
        assert grounding.normal(fact) in held, fact
    assert len({item.id for item in prd.items()}) == len(prd.items())


def test_an_empty_answer_changes_nothing():
    empty = Reading(additions=[], corrections=[], dropped=[], questions=[], terms=[])
    assert planned([empty]) == lift.lift(DOCUMENT, digest="sha256:" + "0" * 64).prd


def test_every_line_is_in_one_portion():
    for size in (500, 1000, 4000, 32000):
        held = [line for one in portions(DOCUMENT, size) for line in range(one.lines[0], one.lines[1] + 1)]
        assert held == sorted(set(held))
        assert {number for number, line in enumerate(LINES, 1) if line.strip()} <= set(held)


@given(st.integers(0, len(WORDS) - 1), st.integers(1, 30))
def test_words_of_the_document_are_found_where_they_stand(start, size):
    quote = " ".join(WORDS[start : start + size])
    if "|" in quote or "#" in quote or len(grounding.normal(quote)) < 2 * grounding.LEAST:
        return
    place = grounding.find(quote, LINES, (1, len(LINES)), (1, len(LINES)))
    words = grounding.normal(quote).split()
    if place is None:  # a sign of a list in the middle is not part of what a line says
        assert any(sign in quote.split() for sign in ("-", "1.", "2."))
    else:
        found = grounding.normal(place.text)
        assert found.startswith(" ".join(words)[: len(found)][:8])
