"""
The visions in tests/recorded, their labels, and the scorer that holds a PRD against them.

What a perfect answer is given, and what each mistake costs, is shown on the labels themselves.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
import yaml
from recorded.scoring import KINDS, NAMES, RECORDED, Label, Score, Statement, judge, read, statements, words
from verifying import commit, git

from specdev import graph

FLOOR = {"shed": (0.76, 0.67)}
"""F1 of what the rules find, and of what they find and name rightly: they may get better."""


def answered(label: Label) -> Statement:
    """What a reader who agrees would answer."""
    return Statement(label.lines, label.kind, label.priority, label.cue)


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def labels(name) -> tuple[Label, ...]:
    return read(RECORDED / name)


@pytest.fixture
def perfect(labels) -> list[Statement]:
    return [answered(label) for label in labels]


def ratios(score: Score) -> tuple[float, float, float, float, float]:
    return score.found.precision, score.found.recall, score.kind.precision, score.kind.recall, score.priority


def test_every_label_stands_where_it_says(name, labels):
    vision = (RECORDED / name / "vision.md").read_text(encoding="utf-8").splitlines()
    for label in labels:
        first, last = label.lines
        assert 1 <= first <= last <= len(vision)
        assert f" {' '.join(words(label.cue))} " in f" {' '.join(words(' '.join(vision[first - 1 : last])))} ", label
        assert label.kinds <= KINDS
        assert label.priority in {"must", "should", "could", "wont", "none"}
        assert label.priority == "none" or label.kind in {"functional", "quality", "constraint", "user_story"}
    assert [label.lines for label in labels] == sorted(label.lines for label in labels)


def test_a_perfect_answer_is_perfect(labels, perfect):
    score = judge(labels, perfect)
    assert ratios(score) == (1, 1, 1, 1, 1)
    assert (score.found.f1, score.kind.f1) == (1, 1)
    assert all(answered(label) == statement for label, statement in score.pairs)
    assert (score.missed, score.invented) == ((), ())


def test_nothing_is_worth_nothing(labels):
    score = judge(labels, [])
    assert ratios(score) == (0, 0, 0, 0, 0)
    assert (score.found.f1, score.kind.f1, score.missed) == (0, 0, labels)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_what_is_missing_costs_recall(labels, perfect, place):
    gone = perfect.pop(place)
    score = judge(labels, perfect)
    share = len(perfect) / len(labels)
    assert ratios(score) == (1, share, 1, share, 1)
    assert [answered(label) for label in score.missed] == [gone]


@pytest.mark.parametrize("place", [0, 20, -1])
def test_what_is_invented_costs_precision(labels, perfect, place):
    more = Statement(perfect[place].lines, "functional", "must", "Zebras wear striped hats.")
    score = judge(labels, [*perfect, more])
    share = len(labels) / (len(labels) + 1)
    assert ratios(score) == (share, 1, share, 1, 1)
    assert score.invented == (more,)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_wrong_kind_costs_kind_alone(labels, perfect, place):
    wrong = min(KINDS - labels[place].kinds)
    perfect[place] = replace(perfect[place], kind=wrong)
    share = (len(labels) - 1) / len(labels)
    assert ratios(judge(labels, perfect)) == (1, 1, share, share, 1)


def test_a_kind_that_a_second_reader_could_choose_is_right(labels, perfect):
    others = [
        replace(statement, kind=min((label.kinds - {label.kind}) or {label.kind}))
        for label, statement in zip(labels, perfect, strict=True)
    ]
    assert others != perfect
    assert ratios(judge(labels, others)) == (1, 1, 1, 1, 1)


def test_a_wrong_priority_costs_priority_alone(labels, perfect):
    ranked = [place for place, label in enumerate(labels) if label.priority != "none"]
    perfect[ranked[0]] = replace(perfect[ranked[0]], priority="none")
    assert ratios(judge(labels, perfect)) == (1, 1, 1, 1, (len(ranked) - 1) / len(ranked))


@pytest.mark.parametrize("place", [0, 20, -1])
@pytest.mark.parametrize("worse", ["text", "lines", "kind"])
def test_of_two_the_nearer_is_taken(labels, perfect, place, worse):
    label = labels[place]
    half = " ".join(label.cue.split()[: len(label.cue.split()) // 2 + 1])
    given = {"text": half, "lines": (1, 1000), "kind": min(KINDS - label.kinds)}
    other = replace(perfect[place], **{worse: given[worse]})
    for extracted in ([other, *perfect], [*perfect, other]):
        score = judge(labels, extracted)
        assert score.invented == (other,)
        assert score.kind.hits == len(labels)


def test_two_statements_in_one_are_one(labels, perfect):
    first, second = perfect[10], perfect[11]
    both = replace(first, lines=(first.lines[0], second.lines[1]), text=f"{first.text} {second.text}")
    score = judge(labels, [*perfect[:10], both, *perfect[12:]])
    assert (score.found.hits, score.found.extracted) == (len(labels) - 1, len(labels) - 1)
    assert len(score.missed) == 1


def test_the_same_words_elsewhere_are_not_the_statement(labels, perfect):
    perfect[0] = replace(perfect[0], lines=(1000, 1001))
    score = judge(labels, perfect)
    assert (score.missed, score.invented) == ((labels[0],), (perfect[0],))


@pytest.mark.parametrize("place", [0, 20, -1])
def test_other_words_in_the_same_lines_are_not_the_statement(labels, perfect, place):
    few = " ".join(labels[place].cue.split()[:2])
    perfect[place] = replace(perfect[place], text=f"{few} zebras wear striped hats")
    score = judge(labels, perfect)
    assert (score.missed, score.invented) == ((labels[place],), (perfect[place],))


def test_the_order_of_what_is_extracted_says_nothing(labels, perfect):
    perfect.pop(3)
    assert judge(labels, perfect[::-1]) == judge(labels, perfect)


def test_criteria_count_and_proposals_do_not():
    source = [{"path": "vision.md", "lines": [3, 4]}, {"path": "vision.md", "lines": [9, 9]}]
    criterion = {"id": "FR-1.1", "kind": "acceptance", "text": "b", "source": source[:1]}
    prd = {
        "requirements": [
            {"kind": "functional", "text": "a", "priority": "must", "source": source, "acceptance": [criterion]}
        ],
        "open_questions": [{"kind": "open_question", "text": "How?"}],
        "context": [{"why": "prose", "source": source}],
    }
    assert statements(prd) == (
        Statement((3, 9), "functional", "must", "a"),
        Statement((3, 4), "acceptance", "none", "b"),
    )


def test_the_rules_stay_as_good_as_they_are(project, name, labels):
    files = {"vision.md": (RECORDED / name / "vision.md").read_text(encoding="utf-8")}
    result = project(files).run("plan", "vision.md", "--dry-run", "--format", "json")
    assert result.status == 0, result.err
    score = judge(labels, statements(json.loads(result.out)))
    found, kind = FLOOR[name]
    assert score.found.f1 >= found
    assert score.kind.f1 >= kind


def planned(project, name: str, *words: str) -> dict:
    """The PRD of a folder's vision, as `plan` prints it."""
    folder = RECORDED / name
    files = {file: (folder / file).read_text(encoding="utf-8") for file in ("vision.md", "specdev.yaml")}
    result = project(files).run("plan", "vision.md", "--dry-run", "--format", "json", *words)
    assert result.status == 0, result.err
    return json.loads(result.out)


@pytest.mark.parametrize("name", [name for name in NAMES if (RECORDED / name / "plan.jsonl").exists()])
def test_the_recorded_answers_make_a_better_prd_than_the_rules(name, project):
    labels = read(RECORDED / name)
    by_rules = judge(labels, statements(planned(project, name, "--planner", "rules")))
    tape = str(RECORDED / name / "plan.jsonl")
    by_model = judge(labels, statements(planned(project, name, "--replay", tape, "--offline")))
    assert by_model.found.f1 > by_rules.found.f1 + 0.15
    assert by_model.kind.f1 > by_rules.kind.f1 + 0.2
    assert by_model.kind.f1 > 0.9


def test_every_answer_on_a_tape_was_written_by_hand_for_the_request_it_stands_beside():
    for place in RECORDED.glob("*/*.jsonl"):
        for line in place.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert record["request"]["model"] == "by-hand"
            assert record["answer"]["message"]["content"].startswith("{")


def graph_of(root) -> dict[str, float]:
    """Figures of a plan from its files alone: share of concrete checks, waves, tasks for each wave, covered items."""
    prd = yaml.safe_load((root / "prd.yaml").read_text(encoding="utf-8"))
    tasks = [
        yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))
        for path in sorted((root / "tasks").glob("*.md"))
    ]
    checks = [check for task in tasks for check in task["checks"]]
    wanted = {item["id"] for item in prd["requirements"] if item["priority"] not in ("could", "wont")}
    needs = {task["id"]: task.get("needs", ()) for task in tasks}
    return {
        "concrete": sum(check["kind"] not in ("test", "review") for check in checks) / len(checks),
        "most": max(len(task["checks"]) for task in tasks),
        "waves": len(graph.waves(needs)),
        "covered": len(wanted & {item for task in tasks for item in task.get("covers", ())}) / len(wanted),
        "proven": sum(bool(concrete(task) & set(task.get("covers", ()))) for task in tasks) / len(tasks),
    }


def concrete(task: dict) -> set[str]:
    """Items of a task that a concrete check covers."""
    return {item for check in task["checks"] if check["kind"] not in ("test", "review") for item in check["covers"]}


def test_the_recorded_answers_make_a_better_plan_than_the_rules(project):
    folder = RECORDED / "shed"
    files = {file: (folder / file).read_text(encoding="utf-8") for file in ("vision.md", "specdev.yaml")}
    here = project({**files, ".gitignore": ".specdev/\n"})
    git(here.root, "init", "-q")
    for call in (["plan", "vision.md", "--planner", "rules"], ["split", "--planner", "rules"]):
        assert here.run(*call).status == 0
    by_rules = graph_of(here.root / "specs/shed")
    shutil.rmtree(here.root / "specs")
    for tape, call in (("plan", ["plan", "vision.md"]), ("split", ["split"]), ("checks", ["checks", "propose"])):
        result = here.run(*call, "--offline", "--replay", str(folder / f"{tape}.jsonl"))
        assert result.status == 0, result.err
        commit(here.root)
    proven = here.run("checks", "prove", "--yes", "--replace")
    assert proven.status == 0, proven.out
    by_model = graph_of(here.root / "specs/shed")
    pages = [path.read_text(encoding="utf-8") for path in (here.root / "specs/shed/tasks").glob("*.md")]
    assert sum("## Agreed between tasks" in page for page in pages) > 3
    assert max(len(words(page.split("\n---\n", 1)[1])) for page in pages) < 1500 * 1.25
    assert by_rules["covered"] == by_model["covered"] == 1
    assert by_model["concrete"] > by_rules["concrete"] + 0.5
    assert by_model["proven"] == 1 > by_rules["proven"]
    assert by_model["waves"] <= by_rules["waves"]
    assert by_model["most"] <= 7
    assert here.run("validate").status == 0
