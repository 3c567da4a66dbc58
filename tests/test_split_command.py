"""`specdev split`: from a PRD to task files."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import CASES, Project

from specdev import yamlio

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")
PRD = "specs/jotter/prd.yaml"


@pytest.fixture
def made(project) -> Project:
    found = project({"vision.md": VISION})
    assert found.run("plan", "vision.md").status == 0
    return found


def tasks(files) -> dict[str, tuple[dict, str]]:
    """Number to front matter and body."""
    found = {}
    for path, text in files.items():
        if "/tasks/" in path:
            front = yamlio.front_matter(text)
            data = yamlio.load(front.text, path).data
            found[data["id"]] = (data, front.body)
    return dict(sorted(found.items()))


def split(project: Project) -> dict[str, tuple[dict, str]]:
    result = project.run("split")
    assert (result.status, result.err) == (0, ""), result.out
    return tasks(result.files)


def test_every_requirement_is_owned_once_and_quoted(made):
    found = split(made)
    owners: dict[str, list[str]] = {}
    for number, (head, _) in found.items():
        for item in head.get("covers", ()):
            owners.setdefault(item, []).append(number)
    prd = yamlio.load(made.files[PRD], PRD).data
    assert sorted(owners) == sorted(item["id"] for item in prd["requirements"])
    assert all(len(numbers) == 1 for numbers in owners.values())
    for item in prd["requirements"]:
        assert item["text"] in found[owners[item["id"]][0]][1]


def test_the_example_and_the_format_reach_the_tasks_that_need_them(made):
    found = split(made)
    add = next(body for head, body in found.values() if "ADD-1" in head.get("covers", ()))
    assert "$ jotter add milk\nadded 1" in add
    assert "the number, a tab, the text" in add
    assert "Python 3.11, standard library only" in add


def test_frame_first_contract_before_its_users_proof_last(made):
    found = split(made)
    roles = {number: head["role"] for number, (head, _) in found.items() if "role" in head}
    assert found["T001"][0]["role"] == "scaffold"
    assert roles[max(found)] == "integration"
    # what it proves was built by the tasks before it, so its checks cannot be red there
    assert {check["before"] for check in found[max(found)][0]["checks"]} == {"pass"}
    contract = next(number for number, role in roles.items() if role == "contract")
    assert found[contract][0]["covers"] == ["FR-001", "FILE-1", "FILE-2"]
    add = next(head for head, _ in found.values() if "ADD-1" in head.get("covers", ()))
    assert contract in add["needs"]
    assert add["because"][contract]


def test_same_wave_tasks_own_different_files(made):
    result = made.run("split", "--dry-run", "--format", "json")
    waves = json.loads(result.out)["specs"][0]["waves"]
    found = split(made)
    for wave in waves:
        owned = [path for number in wave for path in found[number][0].get("owns", ())]
        assert len(owned) == len(set(owned))


def test_splitting_twice_does_nothing(made):
    split(made)
    before = made.files
    result = made.run("split")
    assert (result.status, result.out) == (0, "jotter: nothing to do, the tasks are current\n")
    assert made.files == before


def test_a_body_edited_by_hand_is_noticed_and_kept(made):
    split(made)
    path = next(path for path in made.files if "/tasks/T002" in path)
    edited = made.files[path].replace("## Report", "Mind the tab.\n\n## Report")
    made.write({path: edited})
    result = made.run("split")
    assert result.status == 0
    assert "SD140" in result.out
    assert made.files[path] == edited
    assert made.run("split", "--force", "T002").status == 0
    assert "Mind the tab." not in made.files[path]


def test_a_file_that_is_not_ours_is_never_written_over(made):
    split(made)
    path = next(path for path in made.files if "/tasks/T002" in path)
    fresh = Project(made.root)
    (made.root / "specs/jotter/specdev.lock").unlink()
    made.write({path: "my own notes\n"})
    result = fresh.run("split")
    assert result.status == 1
    assert "error[SD141]" in result.out
    assert made.files[path] == "my own notes\n"


def test_tasks_that_are_not_wanted_any_more_go(made):
    before = split(made)
    made.write({"vision.md": VISION[: VISION.index("### `jotter drop")] + VISION[VISION.index("## Constraints") :]})
    assert made.run("plan", "vision.md").status == 0
    after = split(made)
    assert not any("DROP-1" in head.get("covers", ()) for head, _ in after.values())
    assert len(after) <= len(before)
    listed = made.files["specs/jotter/specdev.lock"]
    assert "DROP-1" not in "".join(line for line in listed.splitlines() if line.startswith('["task"'))


def test_numbers_stay_with_what_they_cover(made):
    before = {tuple(head.get("covers", ())): number for number, (head, _) in split(made).items()}
    more = "### `jotter find WORD`\n\n- **FIND-1**: It must print the notes that hold the word.\n\n### `jotter list`"
    made.write({"vision.md": VISION.replace("### `jotter list`", more)})
    assert made.run("plan", "vision.md").status == 0
    after = {tuple(head.get("covers", ())): number for number, (head, _) in split(made).items()}
    for covers in before.keys() & after.keys():
        assert before[covers] == after[covers]


def test_a_draft_is_refused_where_the_settings_want_approval(made):
    made.write({"specdev.yaml": "require_approval: true\n"})
    result = made.run("split")
    assert result.status == 1
    assert "error[SD142]" in result.out
    assert not any("/tasks/" in path for path in result.files)
    assert made.run("approve").status == 0
    assert made.run("split").status == 0


def test_how_a_model_is_reached_changes_no_file(made):
    made.write({"specdev.yaml": "planner: rules\n"})
    split(made)
    before = made.files
    made.write({"specdev.yaml": "model: {name: m, concurrency: 9}\nprivacy: {allow_hosts: [example.org]}\n"})
    split(made)
    assert {**made.files, "specdev.yaml": ""} == {**before, "specdev.yaml": ""}


def test_a_template_of_the_users_own_shadows_ours(made):
    made.write({".specdev/templates/task.md.j2": "# {{ task.id }}\n\nOnly {{ task.title }}.\n"})
    found = split(made)
    assert found["T001"][1].startswith("# T001\n\nOnly ")


def test_a_broken_template_is_said_with_its_line(made):
    made.write({".specdev/templates/task.md.j2": "ok\n{% if %}\n"})
    result = made.run("split")
    assert result.status == 1
    assert "task.md.j2:2:" in result.err


def test_the_repository_decides_language_paths_and_gate(project):
    found = project(
        {
            "vision.md": VISION.replace(
                "Python 3.11, standard library only. `python -m jotter` works without installing.", "No network."
            ),
            "package.json": '{"name": "jotter", "scripts": {"test": "vitest run", "lint": "eslint ."},'
            ' "devDependencies": {"vitest": "^3"}}',
            "src/index.js": "",
            "src/store.js": "",
        }
    )
    assert found.run("plan", "vision.md").status == 0
    bodies = split(found)
    add = next((head, body) for head, body in bodies.values() if "ADD-1" in head.get("covers", ()))
    assert all(path.startswith(("src/", "test/")) for path in add[0]["owns"])
    assert "`npm run lint`, `npm test`" in add[1]


def test_parts_are_wired_as_the_product_is_reached(project):
    vision = """# deltas

deltas compares two files. It is a Python library with a thin command line.

## Comparing

- `deltas.compare(old, new)` returns a report, and `len(report)` is the number of its changes.
- Keys are compared in the order of their code points.
- Lists are compared position by position.
- A number is never equal to a text.

## Patching

- `deltas.patch(old, changes)` returns new data and leaves `old` alone.
- A place that is missing raises `KeyError`.
- Changes are applied in the given order.
- A change without a path replaces everything.

## Command line

- `--quiet` prints nothing.
- A file that is missing gives status 2.
- A file that is not JSON gives status 3.
- There is one line for each difference:
  ```console
  $ python -m deltas a.json b.json
  ~ port: 80 -> 81
  ```
"""
    made = project({"vision.md": vision})
    assert made.run("plan", "vision.md").status == 0
    _, frame = split(made)["T001"]
    assert "There are no subcommands" in frame
    assert "COMMANDS" not in frame
    assert "`deltas/__init__.py` imports the other modules" in frame


def test_a_small_vision_gives_one_task(project):
    found = project({"vision.md": "# Beep\n\n## Features\n\n- `beep` prints `beep` and exits with 0.\n"})
    assert found.run("plan", "vision.md").status == 0
    assert len(split(found)) == 1


def test_a_vision_without_anything_to_build_says_so(project):
    found = project({"vision.md": "# Weather\n\n## Background\n\nIt rained.\n"})
    assert found.run("plan", "vision.md").status == 0
    result = found.run("split")
    assert result.status == 0
    assert "the PRD holds nothing to build" in result.out


@pytest.mark.slow
def test_the_same_bytes_under_different_hash_seeds(tmp_path):
    found = []
    for seed in ("0", "1"):
        folder = tmp_path / seed
        folder.mkdir()
        (folder / "vision.md").write_text(VISION, encoding="utf-8")
        for verb in (["plan", "vision.md"], ["split"]):
            subprocess.run(
                [sys.executable, "-m", "specdev", *verb],
                cwd=folder,
                env={**os.environ, "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            )
        found.append(Project(folder).files)
    assert found[0] == found[1]


def test_an_example_reaches_the_task_to_the_letter(project):
    """Tabs, blank lines and trailing blanks in a fence are part of what it says."""
    example = "```text\na\tb  \n\n\n  c\n```"
    features = "\n".join(f"- It must print `{word}`." for word in ("x", "y"))
    found = project({"vision.md": f"# Exact\n\n## Features\n\nThe file looks so:\n\n{example}\n\n{features}\n"})
    assert found.run("plan", "vision.md").status == 0
    assert any(example in body for _, body in split(found).values())


def test_a_page_shows_the_files_that_its_checks_use(project):
    many = "".join(f"  {number}\n" for number in range(60))
    vision = (
        "# Adder\n\nAdder is a command line tool in Python.\n\n## Requirements\n\n"
        "- **A-1**: Given a file `few.txt` containing `1\\n2`, `adder few.txt` prints `3`.\n"
        f"- **A-2**: The file `many.txt`:\n\n  ```text\n{many}  ```\n\n  For it, `adder many.txt` prints `1770`.\n"
    )
    made = project({"vision.md": vision})
    assert made.run("plan", "vision.md").status == 0
    body = next(iter(tasks(made.run("split").files).values()))[1]
    assert "`checks/T001/few.txt`:\n\n```text\n1\n2\n```" in body
    assert "`checks/T001/many.txt`, the first 8 of 60 lines:\n\n```text\n0\n1\n2\n3\n4\n5\n6\n7\n```" in body


def test_the_product_is_no_program_that_stands_beside_it_in_a_pipe(project):
    vision = (
        "# gapfind\n\n## Requirements\n\n- `gapfind` prints the numbers that are missing.\n\n## Examples\n\n"
        "    $ printf '1\\n3\\n' | gapfind\n    2\n\n    $ printf '1\\n4\\n' | gapfind --ranges\n    2-3\n"
    )
    made = project({"vision.md": vision})
    assert made.run("plan", "vision.md").status == 0
    ((head, body),) = split(made).values()
    assert "gapfind/**" in head["owns"]
    assert "A person starts it with `gapfind`" in body


STORY = """# Nib

Nib keeps short notes from the terminal.

## The file

- **F-1**: Nib keeps one line for each note in the file `nib.txt` in the current folder.
- **F-2**: Lines that start with `#` are ignored.
- **F-3**: The file is written anew and renamed.
- **F-4**: Nothing else is stored anywhere.

## Commands

### `nib add TEXT`

- **A-1**: Stores a note and prints `added: milk`.
- **A-2**: If the note is there already, it prints `already noted: milk` to stderr and exits with 1.
- **A-3**: A note has at most 80 characters.

### `nib drop TEXT`

- **D-1**: Throws the note away and prints `dropped: milk`.
- **D-2**: An unknown note gives `no such text: bread` on stderr and exit code 2.
- **D-3**: The order of the others stays.
"""


def test_a_scene_waits_for_the_task_that_builds_what_it_uses(project):
    """F-1 is shown with `nib add`, which is built after the file: not in its own task, but where all is proven."""
    made = project({"vision.md": STORY})
    assert made.run("plan", "vision.md").status == 0
    found = split(made)
    own = {item: number for number, (head, _) in found.items() for item in head.get("covers", ())}
    whole = next(number for number, (head, _) in found.items() if head.get("role") == "integration")

    def kinds(number, item):
        return [check["kind"] for check in found[number][0]["checks"] if item in check["covers"]]

    assert own["F-1"] != own["A-1"]
    assert (kinds(own["F-1"], "F-1"), kinds(whole, "F-1")) == (["test"], ["command"])
    assert (kinds(own["A-2"], "A-2"), kinds(whole, "A-2")) == (["command"], [])
    assert made.run("validate").status == 0
