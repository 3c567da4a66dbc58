"""Reading and writing YAML, and keeping people's comments."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specdev.yamlio import Place, dump, front_matter, load, merge_comments, positions

READS = {
    "core types": ("a: [1, -2, 0x1f, 1.5, 1e3, true, null, ~]\n", {"a": [1, -2, 31, 1.5, 1000.0, True, None, None]}),
    "words stay words": (
        "a: [no, on, y, 2020-01-01, 12:30, 1_000]\n",
        {"a": ["no", "on", "y", "2020-01-01", "12:30", "1_000"]},
    ),
    "keys are text": ("1: a\ntrue: b\n", {"1": "a", "true": "b"}),
    "empty": ("", None),
    "comment": ("# only\n", None),
    "huge number is text": ("a: " + "9" * 500, {"a": "9" * 500}),
}


@pytest.mark.parametrize(("text", "data"), READS.values(), ids=READS)
def test_load(text, data):
    loaded = load(text, "p.yaml")
    assert (loaded.data, loaded.diagnostics) == (data, ())


FAULTS = {
    "duplicate key": (
        "a: 1\nb:\n  c: 1\n  c: 2\n",
        {"a": 1, "b": {"c": 1}},
        ["p.yaml:14:3: error[SD120]: key `c` stands twice in one mapping, first in line 13"],
    ),
    "anchor and alias": (
        "a: &x [1]\nb: *x\n",
        {"a": [1], "b": None},
        [
            "p.yaml:11:4: error[SD121]: the anchor `&x` is not used in these files",
            "p.yaml:12:4: error[SD121]: the alias `*x` is not used in these files",
        ],
    ),
    "tag": (
        "a: !!int '1'\n",
        {"a": "1"},
        ["p.yaml:11:4: error[SD121]: the tag `tag:yaml.org,2002:int` is not used in these files"],
    ),
    "list as key": (
        "? [a]\n: 1\n",
        None,
        ["p.yaml:11:3: error[SD121]: a key that is not text is not used in these files"],
    ),
    "second document": (
        "a: 1\n---\nb: 2\n",
        None,
        ["p.yaml:12:1: error[SD121]: a second document is not used in these files"],
    ),
    "colon": (
        "a: b: c\n",
        None,
        ["p.yaml:11:5: error[SD122]: not valid YAML: mapping values are not allowed in this context"],
    ),
    "open bracket": (
        "x: 1\na: [1, 2\n",
        None,
        ["p.yaml:12:8: error[SD122]: not valid YAML: while parsing a flow sequence: did not find expected ',' or ']'"],
    ),
    "control character": (
        "é: 1\na: \x07\n",
        None,
        ["p.yaml:12:4: error[SD122]: not valid YAML: control characters are not allowed"],
    ),
}


@pytest.mark.parametrize(("text", "data", "found"), FAULTS.values(), ids=FAULTS)
def test_load_reports(text, data, found):
    loaded = load(text, "p.yaml", 11)
    assert (loaded.data, [str(d) for d in loaded.diagnostics]) == (data, found)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 50_000])
def test_deep_nesting_is_a_finding(text):
    loaded = load(text, "p.yaml")
    assert loaded.data is None
    assert [d.code for d in loaded.diagnostics] in (["SD123"], ["SD122"], ["SD121"])


def test_a_thousand_faults_are_cut_off():
    assert len(load("".join("a: 1\n" for _ in range(1000)), "p.yaml").diagnostics) == 50


def test_positions():
    text = "a: {b: [1, 22]}\nd:\n  - e: 1\n    f: x y\n  - g\nz: |\n  one\n  two\n\n# c\nq: 'w'\n"
    found = positions(text, 11)
    assert found.values == {
        (): Place(11, 1, 21, 6),
        ("a",): Place(11, 4, 11, 15),
        ("a", "b"): Place(11, 8, 11, 14),
        ("a", "b", 0): Place(11, 9, 11, 9),
        ("a", "b", 1): Place(11, 12, 11, 13),
        ("d",): Place(13, 3, 15, 5),
        ("d", 0): Place(13, 5, 14, 10),
        ("d", 0, "e"): Place(13, 8, 13, 8),
        ("d", 0, "f"): Place(14, 8, 14, 10),
        ("d", 1): Place(15, 5, 15, 5),
        ("z",): Place(16, 4, 18, 0),
        ("q",): Place(21, 4, 21, 6),
    }
    assert found.keys[("d", 0, "f")] == Place(14, 5, 14, 5)


FRONTS = {
    "task": ("---\na: 1\n---\nbody\n", ("a: 1\n", 2, "body\n", 4)),
    "empty": ("---\n---\nbody\n", ("", 2, "body\n", 3)),
    "none": ("body\n---\nx\n---\n", ("", 0, "body\n---\nx\n---\n", 1)),
    "not closed": ("---\na: 1\n", ("", 0, "---\na: 1\n", 1)),
    "windows": ("---\r\na: 1\r\n---\r\nbody\r\n", ("a: 1\r\n", 2, "body\r\n", 4)),
    "rule in the body": ("---\na: 1\n---\nx\n\n---\n", ("a: 1\n", 2, "x\n\n---\n", 4)),
}


@pytest.mark.parametrize(("text", "parts"), FRONTS.values(), ids=FRONTS)
def test_front_matter(text, parts):
    assert tuple(front_matter(text)) == parts


def test_dump_is_comfortable_to_edit():
    data = {
        "specdev": 1,
        "vision": {"path": "vision.md", "digest": "sha256:00"},
        "requirements": [
            {
                "id": "FR-004",
                "title": "Report: unbalanced",
                "text": "`ledger check FILE` exits 1 and names the line of every unbalanced transaction in it.",
                "note": "one\n  two\n",
                "source": [{"path": "vision.md", "lines": [41, 42]}],
                "depends_on": ["FR-001", "FR-002"],
                "acceptance": [],
                "expect": {"exit": 1},
            }
        ],
        "version": "1.10",
        "answer": "no",
        "quoted": 'say "hi"',
        "number": 1e16,
    }
    assert dump(data) == (
        'specdev: 1\nvision: {path: vision.md, digest: "sha256:00"}\n'.replace('"sha256:00"', "sha256:00")
        + "requirements:\n"
        "  - id: FR-004\n"
        '    title: "Report: unbalanced"\n'
        "    text: |-\n"
        "      `ledger check FILE` exits 1 and names the line of every unbalanced transaction in it.\n"
        "    note: |\n"
        "      one\n"
        "        two\n"
        "    source: [{path: vision.md, lines: [41, 42]}]\n"
        "    depends_on: [FR-001, FR-002]\n"
        "    acceptance: []\n"
        "    expect:\n"
        "      exit: 1\n"
        'version: "1.10"\n'
        'answer: "no"\n'
        'quoted: say "hi"\n'
        "number: 1.0e+16\n"
    )


SPECIAL = [
    *("no", "1.10", "2020-01-01", "12:30", "0o7", "0x1f", "1_000", "~", "null", "=", "<<", ".inf", "-", "", " "),
    *("---", "...", "---\n---\n", "- a", "? x", "a: b", "a:", "a #b", "#", "|", "> x", "@a", "%a", "`a`", "*a", "&a"),
    *(
        "x" * 100,
        " lead\nx",
        "\n\nx",
        "a\n\n\nb ",
        "x\n" * 3 + "\n",
        "\tx\ny",
        "a\tb",
        "\r\n",
        "\x85",
        "\ufeff",
        "\u2028",
    ),
]
texts = (
    st.text() | st.text(alphabet=" \n\t-#:'\"|>[]{},&*!%@`~ab01.\r\x85\ufeff\x00\x07é😀=?<") | st.sampled_from(SPECIAL)
)
scalars = texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
keys = texts | st.sampled_from(["source", "size", "id", "text"])
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@settings(max_examples=400, deadline=None)
@given(documents)
def test_what_is_dumped_reads_the_same_here_and_elsewhere(data):
    text = dump(data)
    loaded = load(text, "p.yaml")
    assert loaded.diagnostics == ()
    assert repr(loaded.data) == repr(data)
    assert yaml.safe_load(text) == data
    assert dump(loaded.data) == text


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(keys, texts, min_size=1, max_size=5))
def test_front_matter_gives_back_what_was_put_in(data):
    text = dump(data)
    assert front_matter(f"---\n{text}---\n# Body\n\n---\n")[:3] == (text, 2, "# Body\n\n---\n")


snippets = st.sampled_from(
    ["a: ", "b", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "'x'", '"y"', "!t ", "*a", "? ", "|\n", "1", "~"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(snippets, max_size=12).map("".join))
def test_every_way_of_reading_gives_the_same(text):
    """A text with `&` in it, here in a comment, is read another way inside."""
    one, other = load(text, "p.yaml", 2), load("# &\n" + text, "p.yaml", 1)
    assert one == other
    if one.data is not None and not one.diagnostics:
        assert positions(text).values[()].line >= 1


@pytest.mark.parametrize("data", [{1: "a"}, {"a": object()}, [float("nan")], {"a": {None: 1}}])
def test_dump_refuses_what_is_not_json(data):
    with pytest.raises(TypeError):
        dump(data)


OLD = """\
# about the file
# yaml-language-server: $schema=old
specdev: 1  # version
requirements:
  # about FR-1
  - id: FR-1  # one
    text: |-  # words
      # no comment
      x
    # end of FR-1
  - id: FR-2
    # before text
    text: a
    lines: [1,  # first
      2]
  # end of requirements
gone:
  x: 1 # lost anchor
goals: []
# the very end
"""


def test_comments_follow_what_they_stand_at():
    items = [{"id": "FR-2", "text": "a", "lines": [1, 2]}, {"id": "FR-1", "text": "one\n# no\ny"}]
    new = "# yaml-language-server: $schema=new\n" + dump({"specdev": 1, "requirements": items, "goals": []})
    merged = merge_comments(OLD, new)
    assert merged == (
        "# yaml-language-server: $schema=new\n"
        "# about the file\n"
        "specdev: 1  # version\n"
        "requirements:\n"
        "  - id: FR-2\n"
        "    # before text\n"
        "    text: a\n"
        "    lines: [1, 2]  # first\n"
        "  # about FR-1\n"
        "  - id: FR-1  # one\n"
        "    text: |-  # words\n"
        "      one\n"
        "      # no\n"
        "      y\n"
        "    # end of FR-1\n"
        "  # end of requirements\n"
        "goals: []\n"
        "# lost anchor\n"
        "# the very end\n"
    )
    assert merge_comments(OLD, merged) == merged


def test_comments_merge_with_themselves():
    assert merge_comments(OLD, OLD) == OLD


names = st.sampled_from(["A", "B", "C", "D"])
items = st.fixed_dictionaries({"id": names, "text": st.sampled_from(["x", "a # b", "one\n# no\ntwo", "t" * 90])})
files = st.fixed_dictionaries(
    {"specdev": st.just(1)},
    optional={
        "goals": st.lists(items, max_size=3, unique_by=lambda item: item["id"]),
        "requirements": st.lists(items, max_size=3, unique_by=lambda item: item["id"]),
        "covers": st.lists(names, max_size=3),
    },
)


@settings(max_examples=200, deadline=None)
@given(files, files, st.data())
def test_no_comment_is_lost_and_no_data_is_changed(old, new, draw):
    lines = dump(old).splitlines()
    for number in range(draw.draw(st.integers(0, 4))):
        place = draw.draw(st.integers(0, len(lines)))
        indent = draw.draw(st.sampled_from([0, 2, 4]))
        candidate = [*lines[:place], f"{' ' * indent}# note {number}", *lines[place:]]
        if load("\n".join(candidate) + "\n", "").data == old:
            lines = candidate
    written = [line.strip() for line in lines if line.lstrip().startswith("# note")]
    merged = merge_comments("\n".join(lines) + "\n", dump(new))
    assert load(merged, "").data == new
    assert all(merged.count(note) == 1 for note in written)
    assert merge_comments("\n".join(lines) + "\n", merged) == merged
