"""The command `validate`, and the pre-commit hook with the real pre-commit and the real git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from specdev.checks.seal import seal
from specdev.yamlio import dump

ROOT = Path(__file__).parent.parent
PATH = "specs/ledger/tasks/T001-do.md"
TASK = {
    "specdev": 1,
    "id": "T001",
    "title": "Report",
    "covers": ["FR-001"],
    "owns": ["src/a.py"],
    "size": {"prompt_tokens": 100, "minutes": 30},
    "checks": [
        {"id": "T001.1", "covers": ["FR-001"], "kind": "test", "runner": "pytest", "select": "x", "timeout_s": 60}
    ],
}
FILES = {
    "specs/ledger/prd.yaml": dump(
        {
            "specdev": 1,
            "product": "Ledger",
            "slug": "ledger",
            "vision": {"path": "vision.md", "digest": "sha256:" + "0" * 64},
            "requirements": [{"id": "FR-001", "kind": "functional", "title": "R", "text": "It reports."}],
        }
    ),
    PATH: f"---\n{dump(TASK)}---\n# T001 Report\n",
}
BROKEN = {**FILES, PATH: FILES[PATH].replace("owns:", "ownz:")}
MESSAGE = f"{PATH}:6:1: error[SD131]: unknown field `ownz`, did you mean `owns`?\n  |\n6 | ownz: [src/a.py]\n  | ^^^^\n"


def test_status_and_output(project):
    clean = project(FILES).run("validate")
    assert (clean.status, clean.out, clean.err) == (0, "0 errors in 2 files\n", "")


def test_findings(project):
    done = project(BROKEN).run("validate", PATH)
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith(MESSAGE)
    assert "  = help: fields are: specdev, id, title" in done.out


def test_strict(project):
    large = {**FILES, PATH: FILES[PATH].replace("minutes: 30", "minutes: 300")}
    assert [project(large).run("validate", *words).status for words in ([], ["--strict"])] == [0, 1]


def test_formats(project):
    here = project(BROKEN)
    data = json.loads(here.run("validate", "--format", "json").out)
    assert [(d["code"], d["line"], d["path"]) for d in data["diagnostics"] if d["severity"] == "error"] == [
        ("SD131", 6, PATH)
    ]
    assert json.loads(here.run("validate", "--format", "sarif").out)["version"] == "2.1.0"
    assert (
        f"::error file={PATH},line=6,col=1,endColumn=4,title=SD131::" in here.run("validate", "--format", "github").out
    )


def test_unknown_path(project):
    done = project({**FILES, "README.md": "x\n"}).run("validate", "README.md")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: `README.md` is no file that validate knows\n")


def test_a_file_of_checks_means_the_tasks_that_use_it(project):
    check = {"id": "T001.1", "covers": ["FR-001"], "kind": "golden", "run": ["report"], "timeout_s": 9}
    check |= {"expected_file": "checks/T001/report.txt"}
    data = {**TASK, "checks": [check], "seal": seal([check], {"checks/T001/report.txt": "7\n"})}
    other = {**TASK, "id": "T002", "owns": ["src/b.py"], "checks": [{**TASK["checks"][0], "id": "T002.1"}]}
    here = project(
        {
            **FILES,
            PATH: f"---\n{dump(data)}---\n# T001 Report\n",
            "specs/ledger/tasks/T002-x.md": f"---\n{dump(other)}---\n# T002 Report\n",
            "specs/ledger/checks/T001/report.txt": "7\n",
        }
    )
    words = ("validate", "specs/ledger/checks/T001/report.txt", "--format", "json")
    clean = json.loads(here.run(*words).out)
    assert (clean["summary"]["files"], [one["code"] for one in clean["diagnostics"] if one["code"] == "SD509"]) == (
        1,
        [],
    )
    here.write({"specs/ledger/checks/T001/report.txt": "8\n"})
    found = json.loads(here.run(*words).out)["diagnostics"]
    assert [one["path"] for one in found if one["code"] == "SD509"] == [PATH]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "PRE_COMMIT_HOME": str(folder.parent / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", *words)


def manifest() -> dict:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return hook


def test_the_manifest_is_valid():
    done = pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert manifest()["id"] == "specdev-validate"


@pytest.mark.slow
def test_a_broken_task_cannot_be_committed(tmp_path):
    repository = tmp_path / "repo"
    repository.mkdir()
    hook = {**manifest(), "language": "system", "entry": f"{sys.executable} -m specdev validate"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    for name, text in {**FILES, "notes.md": "specs\n"}.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text)
    run(repository, "git", "init", "-q")
    assert pre_commit(repository, "install").returncode == 0
    run(repository, "git", "add", ".")
    done = run(repository, "git", "commit", "-qm", "good")
    assert (done.returncode, "Passed" in done.stderr) == (0, True)

    (repository / PATH).write_text(BROKEN[PATH])
    run(repository, "git", "add", ".")
    done = run(repository, "git", "commit", "-qm", "broken")
    assert done.returncode == 1
    assert MESSAGE in done.stderr
    assert run(repository, "git", "log", "--format=%s").stdout == "good\n"

    (repository / PATH).write_text(FILES[PATH])
    (repository / "specs/ledger/checks").mkdir()
    (repository / "specs/ledger/checks/a.bin").write_bytes(b"\0\1")
    run(repository, "git", "add", ".")
    done = run(repository, "git", "commit", "-qm", "fixture")
    assert (done.returncode, "Passed" in done.stderr) == (0, True)

    (repository / "notes.md").write_text("only words\n")
    run(repository, "git", "add", ".")
    done = run(repository, "git", "commit", "-qm", "words")
    assert (done.returncode, "Skipped" in done.stderr) == (0, True)
