"""`specdev ask`: open questions are shown, and answers from a file are written into the PRD, all of them or none."""

from __future__ import annotations

import json
import re

import pytest
from conftest import Project
from interviewing import ASKING, LOCK, PAGE, PRD, VAGUE, answers, asked, changed, planned, take


@pytest.fixture
def made(project) -> Project:
    return planned(project)


# -- what is asked


def test_questions_are_listed_with_their_lines_and_how_to_answer(made):
    result = made.run("ask", "Q-002", VAGUE)
    assert (result.status, result.err) == (1, "")
    assert result.out == (
        "Q-002\nWho pays for the hosting?\n\n"
        "  vision.md:53 (Q-002)\n   53 | - Who pays for the hosting?\n\n"
        "Q-SD204-DROP-1\nWhen is DROP-1 `fast` enough?\n"
        "DROP-1 (It must remove the note fast and print dropped 1): what does `fast` mean here, so that it can be "
        "checked?\n\n"
        "  vision.md:39 (DROP-1)\n   39 | - **DROP-1**: It must remove the note fast and print `dropped 1`.\n\n"
        "Why it matters: A word without a measure cannot be checked.\n\n"
        "  1  a number with its unit and conditions\n  2  an example with the expected result\n"
        "  3  leave the word out\n\n"
        "2 open questions. At a terminal `specdev ask` asks them one by one;\n"
        "elsewhere write a file with `Q-002: what was decided` …\n"
        "and take it with `specdev ask --answers FILE`.\n"
    )


def test_the_same_as_json(made):
    data = asked(made)
    assert [one["id"] for one in data["questions"]][:2] == ["Q-001", "Q-002"]
    assert asked(made, VAGUE.lower())["questions"] == [
        {
            "spec": "jotter",
            "id": VAGUE,
            "title": "When is DROP-1 `fast` enough?",
            "text": "DROP-1 (It must remove the note fast and print dropped 1): what does `fast` mean here, so that "
            "it can be checked?",
            "about": ["DROP-1"],
            "why": "A word without a measure cannot be checked.",
            "suggestions": [
                "a number with its unit and conditions",
                "an example with the expected result",
                "leave the word out",
            ],
            "answer": "",
            "code": "SD204",
            "source": [
                {
                    "item": "DROP-1",
                    "path": "vision.md",
                    "lines": [39, 39],
                    "text": "- **DROP-1**: It must remove the note fast and print `dropped 1`.",
                    "current": True,
                }
            ],
        }
    ]


def test_nothing_open_is_status_0_and_answered_ones_are_shown_on_demand(made):
    given = {one["id"]: "decided" for one in asked(made)["questions"]}
    assert take(made, given).status == 0
    result = made.run("ask")
    assert (result.status, result.out) == (0, f"no open questions; {len(given)} answers: `specdev ask --all`\n")
    assert (made.run("ask", "--format", "json").status, asked(made)["questions"]) == (0, [])
    assert [one["answer"] for one in asked(made, "--all")["questions"]] == ["decided"] * len(given)
    assert "Answer: decided\n" in made.run("ask", "Q-001").out


def test_words_are_those_of_the_prd_where_the_vision_has_changed(made):
    made.write({"vision.md": "# Another\n" + ASKING})
    (quote,) = asked(made, VAGUE)["questions"][0]["source"]
    assert (quote["current"], quote["lines"]) == (False, [39, 39])
    assert quote["text"] == "It must remove the note fast and print `dropped 1`."
    assert "  vision.md:39 (DROP-1, as it was planned)\n" in made.run("ask", VAGUE).out


def test_no_control_character_of_the_vision_reaches_the_terminal(project):
    made = project({"vision.md": ASKING.replace("Who pays for", "Who pays \x1b[31mfor\u202e")})
    made.run("plan", "vision.md")
    result = made.run("ask", "Q-002")
    assert not re.search("[\x1b\u202e]", result.out)
    assert result.out.count("Who pays \\x1b[31mfor\\u202e the hosting?\n") == 2


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (["Q-01"], "error: there is no question `Q-01`\n  hint: did you mean `Q-001`?\n"),
        (["FR-9"], "error: there is no question `FR-9`\n  hint: `specdev ask --all` lists the questions\n"),
        (["--spec", "x"], "error: there is no spec `x`\n  hint: there are: jotter\n"),
        (["--split"], "error: --split goes with answers\n  hint: hand them over with --answers FILE\n"),
        (["--answers", "none.yaml"], "error: cannot read `none.yaml`: no such file or directory\n"),
        (
            ["Q-001", "--answers", "-"],
            "error: a file with answers names the questions itself\n  hint: leave out Q-001\n",
        ),
    ],
    ids=["near", "far", "spec", "split", "no file", "both"],
)
def test_a_call_that_makes_no_sense(made, words, err):
    result = made.run("ask", *words)
    assert (result.status, result.out, result.err) == (2, "", err)


def test_several_products(project):
    made = project({"a.md": ASKING, "b.md": ASKING.replace("Jotter", "Scribe").replace("jotter", "scribe")})
    assert made.run("plan", "a.md", "b.md").status == 0
    assert {one["spec"] for one in asked(made)["questions"]} == {"jotter", "scribe"}
    assert {one["spec"] for one in asked(made, "--spec", "scribe")["questions"]} == {"scribe"}
    assert "scribe: Q-001\n" in made.run("ask", "Q-001").out
    result = take(made, {"Q-001": "UTF-8"})
    assert (result.status, result.err) == (
        2,
        "error: there are several products\n  hint: say which one with --spec: jotter, scribe\n",
    )
    assert take(made, {"Q-001": "UTF-8"}, "--spec", "scribe").status == 0
    assert answers(made) == {}


# -- answers from a file


@pytest.mark.parametrize(
    "text",
    [
        "Q-001: UTF-8\nQ-SD204-DROP-1: |\n  $ jotter drop 1\n  dropped 1\n",
        '{"Q-001": "UTF-8", "Q-SD204-DROP-1": "$ jotter drop 1\\r\\ndropped 1\\n\\n"}',
        "- {id: Q-001, answer: UTF-8}\n- id: Q-SD204-DROP-1\n  answer: |\n    $ jotter drop 1\n    dropped 1\n",
        "\ufeffQ-001: '  UTF-8 '\r\nQ-SD204-DROP-1: |\r\n  $ jotter drop 1\r\n  dropped 1\r\n",
    ],
    ids=["yaml", "json", "list", "crlf"],
)
def test_answers_are_written_into_the_prd(made, text):
    before = made.files
    (made.root / "given.yaml").write_bytes(text.encode())
    result = made.run("ask", "--answers", "given.yaml")
    left = len(asked(made)["questions"])
    assert (result.status, result.err) == (0, "")
    assert result.out == f"\n2 answers written, {left} questions left open\n"
    assert answers(made) == {"Q-001": "UTF-8", VAGUE: "$ jotter drop 1\ndropped 1"}
    assert changed(before, result.files) == ["given.yaml", PAGE, PRD, LOCK]
    assert "**Answer:** UTF-8\n" in result.files[PAGE]
    assert "**Answer:**\n\n$ jotter drop 1\ndropped 1\n" in result.files[PAGE]
    assert made.run("validate").status == 0


def test_only_the_answer_changes_in_what_a_person_edited(made):
    edited = made.files[PRD].replace("  - id: Q-001\n", "  # Kim knows\n  - id: Q-001\n")
    edited = edited.replace("Numbers are given once and never again.", "Numbers are never reused.  # yes")
    made.write({PRD: edited})
    assert take(made, {"Q-001": "UTF-8"}).status == 0
    place = edited.index("  - id: Q-002\n")
    assert made.files[PRD] == f"{edited[:place]}    answer: UTF-8\n{edited[place:]}"
    before = made.files
    assert take(made, {"Q-001": "UTF-8"}).out.startswith("\n0 answers written, ")
    assert made.files == before
    assert take(made, {"Q-001": "Latin-1"}).status == 0
    assert answers(made) == {"Q-001": "Latin-1"}


def test_every_mistake_is_said_at_once_and_nothing_is_written(made):
    text = "Q-001: UTF-8\nQ-9: x\nQ-002: 3\nQ-SD204-DROP-1: ' '\nQ-001: again\nQ-SD206-LIST-1: \"a\\u001b[31m\"\n"
    before = made.files
    made.write({"a.yaml": text})
    result = made.run("ask", "--answers", "a.yaml")
    assert (result.status, result.out) == (1, "")
    assert re.findall(r"^(a\.yaml:\S+) (.+)$", result.err, re.MULTILINE) == [
        ("a.yaml:2:1:", "error[SD713]: there is no question `Q-9`"),
        ("a.yaml:3:8:", "error[SD714]: the answer to `Q-002` is a number, not text"),
        ("a.yaml:4:17:", "error[SD714]: the answer to `Q-SD204-DROP-1` is empty"),
        ("a.yaml:5:1:", "error[SD120]: key `Q-001` stands twice in one mapping, first in line 1"),
        ("a.yaml:6:17:", "error[SD714]: the answer to `Q-SD206-LIST-1` holds the control character '\\x1b'"),
    ]
    assert result.err.count("= help: ") == result.err.count(": error[")
    assert result.err.endswith("errors\nnothing was written\n")
    assert {**before, "a.yaml": text} == made.files


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["SD112"]),
        ("# nothing\n", ["SD714"]),
        ("{}", ["SD714"]),
        ("[]", ["SD714"]),
        ("just words", ["SD714"]),
        ("a: [", ["SD122"]),
        ("- Q-001\n- {id: Q-001}\n- {answer: x}\n- {id: 4, answer: x}\n", ["SD714"] * 4),
        ("- {id: Q-001, answer: x, by: me}\n- {id: Q-001, answer: y}\n", ["SD714", "SD715"]),
        ("Q-001: [a]\nQ-002: {a: b}\n", ["SD714", "SD714"]),
        ("Q-001:\nQ-002: true\n", ["SD714", "SD714"]),
        ("Q-001: &a x\nQ-002: *a\n", ["SD121", "SD121", "SD714"]),
    ],
    ids=["empty", "comment", "no keys", "no entries", "text", "broken", "entries", "twice", "kinds", "none", "alias"],
)
def test_what_is_no_answer_is_refused_with_its_place(made, text, said):
    before = made.files
    result = made.run("ask", "--answers", "-", "--format", "json", stdin=text)
    found = json.loads(result.out)["diagnostics"]
    assert (result.status, sorted(one["code"] for one in found)) == (1, said)
    assert all(one["path"] == "<stdin>" and one["line"] for one in found)
    assert made.files == before


def test_characters_that_json_writes_as_pairs(made):
    assert made.run("ask", "--answers", "-", stdin='{"Q-001": "\\ud83d\\ude00 \\\\ud83d"}').status == 0
    assert answers(made) == {"Q-001": "\U0001f600 \\ud83d"}
    assert made.run("ask", "--answers", "-", stdin='{"Q-001": "\\ud83d"}').status == 1


def test_bytes_that_are_no_text(made):
    (made.root / "a.yaml").write_bytes(b"Q-001: \xff\n")
    result = made.run("ask", "--answers", "a.yaml")
    assert (result.status, result.err.splitlines()[0]) == (
        1,
        "a.yaml:1:8: error[SD110]: not UTF-8: byte 0xff at offset 7",
    )


def test_a_link_stays_a_link_and_none_leads_out_of_the_project(made, tmp_path):
    real = made.root / "real.yaml"
    (made.root / PRD).rename(real)
    (made.root / PRD).symlink_to("../../real.yaml")
    assert take(made, {"Q-001": "UTF-8"}).status == 0
    assert (made.root / PRD).is_symlink()
    assert "answer: UTF-8\n" in real.read_text(encoding="utf-8")
    outside = tmp_path / "outside.yaml"
    real.rename(outside)
    (made.root / PRD).unlink()
    (made.root / PRD).symlink_to(outside)
    before = outside.read_bytes()
    result = take(made, {"Q-002": "we do"})
    assert (result.status, "SD114" in result.err) == (1, True)
    assert outside.read_bytes() == before


def test_what_was_approved_stays_approved(made):
    assert made.run("approve").status == 0
    pins = [line for line in made.files[LOCK].splitlines() if line.startswith('["approved"')]
    result = take(made, {"Q-001": "UTF-8"})
    assert "jotter stays approved: an answer changes no item\n" in result.out
    assert made.run("plan", "vision.md").status == 0
    assert "status: approved\n" in made.files[PRD]
    assert [line for line in made.files[LOCK].splitlines() if line.startswith('["approved"')] == pins


# -- the shell


def test_ids_are_completed(made, monkeypatch):
    for name, value in {
        "_SPECDEV_COMPLETE": "bash_complete",
        "COMP_WORDS": "specdev ask q-0",
        "COMP_CWORD": "2",
    }.items():
        monkeypatch.setenv(name, value)
    assert made.run().out == "plain,Q-001\nplain,Q-002\n"
