"""`specdev export`: every format gives the verdicts of `specdev verify`, run by its own tool, without specdev."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import CASES, Project

from specdev.checks import KINDS
from specdev.exporters import EXPORTERS
from specdev.exporters.bundle import closure
from specdev.yamlio import dump

KIND_CASES: dict[str, dict[str, Any]] = yaml.safe_load((CASES / "export" / "kinds.yaml").read_text(encoding="utf-8"))
PRODUCTS = ("passed", "failed", "error")
SPEC_FILES = {
    "in.txt": "a\n",
    "a.schema.json": '{"type": "object", "properties": {"name": {"type": "string"}}}',
    "report.txt": "a\nb\n",
}
SERVICE = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, os.environ["GREETING"].encode())
    def do_POST(self):
        self.answer(STATUS, self.rfile.read(int(self.headers["Content-Length"])))
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Kind", "text")
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words): pass

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
Verdicts = dict[str, str]


def place(name: str) -> str:
    return re.sub(r"\W", "_", name)


def checks() -> list[dict[str, Any]]:
    """The checks of all cases, numbered."""
    found = []
    for number, (name, case) in enumerate(KIND_CASES.items(), 1):
        text = json.dumps(case["check"]).replace("{dir}", place(name))
        found.append({"id": f"T001.{number}", "covers": [f"FR-{number:03}"], **json.loads(text)})
    return found


def wanted(product: str) -> Verdicts:
    cases = enumerate(KIND_CASES.values(), 1)
    return {f"T001.{number}": case[product].get("outcome", product) for number, case in cases}


def product_files(product: str) -> dict[str, str]:
    files = {}
    for name, case in KIND_CASES.items():
        given = case[product]
        folder = "" if given.get("top") else f"{place(name)}/"
        files |= {f"{folder}{path}": text for path, text in given.get("files", {}).items()}
        if "service" in given:
            files[f"{folder}serve.py"] = SERVICE.replace("STATUS", str(given["service"]))
    return files


@pytest.fixture
def specced(project) -> Project:
    """A project with one task that holds all checks, not sealed, and no product yet."""
    data = {"specdev": 1, "id": "T001", "title": 'All "kinds"', "covers": ["FR-001"], "checks": checks()}
    task = f"---\n{dump(data)}---\n# T001 All kinds\n\nDo it.\n"
    files = {f"specs/calc/checks/{name}": text for name, text in SPEC_FILES.items()}
    return project({"specs/calc/tasks/T001-all.md": task, **files})


@pytest.fixture
def exported(specced, tmp_path) -> Callable[[str], Path]:
    def write(form: str) -> Path:
        result = specced.run("export", "T001", "--to", str(tmp_path / form), "--format", form)
        assert result.status == 0, result.err
        return tmp_path / form

    return write


def tree(root: Path, product: str) -> Path:
    """The product of that name in a folder of its own."""
    Project(root / product).write({"README.md": "x\n", **product_files(product)})
    return root / product


def environment(**more: str) -> dict[str, str]:
    """That of a shell in which specdev is not to be found."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "SPECDEV"))}
    return {**kept, "PYTHON": sys.executable, **more}


def run_sh(folder: Path, product: Path) -> Verdicts:
    done = subprocess.run(
        ["sh", folder / "calc-T001.sh", product], capture_output=True, text=True, env=environment(), check=False
    )
    lines = done.stdout.splitlines()
    assert lines[0] == f"1..{len(KIND_CASES)}"
    found: Verdicts = {}
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if match := re.match(r"(ok|not ok) \d+ - (\S+)", line):
            bad = re.match(r"# (failed|error): ", below)
            skipped = "skipped" if "# SKIP" in line else "passed"
            found[match[2]] = bad[1] if bad and match[1] == "not ok" else skipped
    assert done.returncode == max({"passed": 0, "skipped": 0, "failed": 1, "error": 2}[each] for each in found.values())
    return found


def run_pytest(folder: Path, product: Path) -> Verdicts:
    report = folder / "report.xml"
    words = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}", "-c", os.devnull, "--rootdir", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "pytest", *words, folder / "test_calc_T001.py"],
        cwd=product,
        env=environment(),
        capture_output=True,
        check=False,
    )
    outcomes = {"failure": "failed", "error": "error", "skipped": "skipped"}
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        number = case.attrib["name"].removeprefix("test_").split("__")[0].replace("_", ".", 1)
        found[number] = next((outcomes[child.tag] for child in case if child.tag in outcomes), "passed")
    return found


def run_bats(folder: Path, product: Path) -> Verdicts:
    if shutil.which("bats") is None:
        pytest.skip("bats is not installed")
    done = subprocess.run(
        ["bats", "--tap", folder / "calc-T001.bats"],
        env=environment(SPECDEV_TREE=str(product)),
        capture_output=True,
        text=True,
        check=False,
    )
    found, last = {}, ""
    for line in done.stdout.splitlines():
        if match := re.match(r"(ok|not ok) \d+ (\S+)", line):
            last = match[2]
            found[last] = "skipped" if "# skip" in line else "passed" if match[1] == "ok" else "?"
        elif (why := re.match(r"# (failed|error)(?:: |$)", line)) and found.get(last) == "?":
            found[last] = why[1]
    return found


def run_harbor(folder: Path, product: Path) -> Verdicts:
    logs = folder / "logs"
    places = environment(SPECDEV_TREE=str(product), SPECDEV_LOGS=str(logs))
    subprocess.run(["bash", folder / "calc-T001/tests/test.sh"], env=places, capture_output=True, check=False)
    found = {one["id"]: one["outcome"] for one in json.loads((logs / "verdicts.json").read_text())["checks"]}
    good = set(found.values()) <= {"passed", "skipped"} and "passed" in found.values()
    assert (logs / "reward.txt").read_text() == ("1\n" if good else "0\n")
    return found


TOOLS = {"sh": run_sh, "pytest": run_pytest, "bats": run_bats, "harbor": run_harbor}


def test_every_format_has_its_tool_and_every_kind_its_case():
    assert set(TOOLS) == set(EXPORTERS)
    assert {case["check"]["kind"] for case in KIND_CASES.values()} == set(KINDS)


@pytest.mark.parametrize("product", PRODUCTS)
def test_verify_gives_what_the_cases_say(specced, product):
    specced.write(product_files(product))
    data = json.loads(specced.run("verify", "--yes", "--format", "json").out)
    found = {one["id"]: (one["outcome"], one["detail"]) for one in data["checks"]}
    assert {name: outcome for name, (outcome, _) in found.items()} == wanted(product), found


@pytest.mark.parametrize("form", EXPORTERS)
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_format_gives_the_same(exported, tmp_path, form, product):
    assert TOOLS[form](exported(form), tree(tmp_path / "products", product)) == wanted(product)


def library_for(check):
    """What judging the check needs besides Python; empty for nothing."""
    if check["kind"] == "schema":
        return "jsonschema"
    return "PyYAML" if str(check.get("path", "")).endswith(".yaml") else ""


def test_it_needs_neither_specdev_nor_a_library(exported, tmp_path):
    """Python without site-packages: what needs a library is an error that names it, all else is as before."""
    folder = exported("sh")
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n')
    script.chmod(0o755)
    words = ["sh", folder / "calc-T001.sh", tree(tmp_path / "products", "passed")]
    done = subprocess.run(words, capture_output=True, text=True, env=environment(PYTHON=str(script)), check=False)
    errors = re.findall(r"not ok \d+ - (\S+) .*\n# (.*)\n", done.stdout)
    needed = {check["id"]: library for check in checks() if (library := library_for(check))}
    found = {number: why.rpartition("needs the Python library ")[2] for number, why in errors}
    assert found == needed
    assert done.returncode == 2


def run_alone(folder: Path, *words: object) -> tuple[int, str, str]:
    """Status and output of the runner of an export."""
    call = [sys.executable, folder / "specdev-runner" / "run.py", *words]
    done = subprocess.run(call, capture_output=True, text=True, env=environment(), check=False)
    return done.returncode, done.stdout, done.stderr


def test_what_the_runner_cannot_judge_is_said(exported, tmp_path):
    folder = exported("sh")
    status, out, err = run_alone(folder, tmp_path / "none")
    assert (status, out) == (2, "")
    assert f"run.py: error: cannot read checks.json in {tmp_path}/none: [Errno 2] No such file" in err
    product = tree(tmp_path / "products", "passed")
    subprocess.run(["git", "init", "-q", product], check=True)
    (product / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    status, out, err = run_alone(folder, folder / "calc-T001", "--tree", product)
    assert (status, err) == (2, "")
    assert out.splitlines()[1].startswith("Bail out! git does not tell which files belong to the product: git says: ")


def test_a_check_that_is_named_twice_runs_once(exported, tmp_path):
    product = tree(tmp_path / "products", "passed")
    first = checks()[0]
    words = (first["id"], first["id"], "--tree", product)
    _, out, _ = run_alone(exported("sh"), exported("sh") / "calc-T001", *words)
    assert out.splitlines()[0] == "1..1"


def test_the_stand_in_builds_what_pydantic_builds(tmp_path):
    """The models of every case, built by both, hold the same."""
    path = tmp_path / "checks.json"
    models = [KINDS[check["kind"]].model_validate(check) for check in checks()]
    path.write_text(json.dumps([model.model_dump(mode="json", by_alias=True, exclude_unset=True) for model in models]))
    program = (
        "import sys, json; from specdev.alone import pydantic; sys.modules['pydantic'] = pydantic;"
        "from specdev.checks.kinds import KINDS;"
        "models = [KINDS[check['kind']].model_validate(check) for check in json.load(open(sys.argv[1]))];"
        "print(json.dumps([[model.model_dump(), sorted(model.model_fields_set)] for model in models]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == json.loads(
        json.dumps([[model.model_dump(by_alias=False), sorted(model.model_fields_set)] for model in models])
    )


def test_the_runner_travels_light():
    files, libraries = closure()
    assert libraries == {"jsonschema", "jsonschema_specifications", "referencing", "yaml"}
    assert {name.partition("/")[0] for name in files} == {"__init__.py", "alone", "checks", "errors.py", "model.py"}
    assert "checks/unittest_report.py" in files


def test_a_harbor_task_is_whole(specced, exported):
    """By the format's description: names, a page, an image, checks that the agent does not see."""
    specced.write({"src/a.py": "x = 1\n", "run.sh": "exit 0\n"})
    (specced.root / "run.sh").chmod(0o755)
    folder = exported("harbor") / "calc-T001"
    config = tomllib.loads((folder / "task.toml").read_text())
    assert config["schema_version"] == "1.1"
    assert re.fullmatch(r"[a-z0-9._-]+/[a-z0-9._-]+", config["task"]["name"])
    assert config["task"]["description"] == 'All "kinds"'
    assert config["verifier"]["timeout_sec"] > sum(check["timeout_s"] for check in checks())
    assert config["agent"]["timeout_sec"] >= 1800
    assert (folder / "instruction.md").read_text() == "# T001 All kinds\n\nDo it.\n"
    assert (folder / "environment/Dockerfile").read_text().startswith("FROM ")
    assert (folder / "environment/repository/src/a.py").read_text() == "x = 1\n"
    assert os.access(folder / "environment/repository/run.sh", os.X_OK)
    assert not (folder / "environment/repository/specs").exists()
    assert os.access(folder / "tests/test.sh", os.X_OK)
    assert not (folder / "solution").exists()


HEAD = {"id": "T001.1", "covers": ["FR-001"], "timeout_s": 10}
NO_REWARD = {
    "nothing but a review": {**HEAD, "kind": "review", "question": "Good?"},
    "a product that writes one itself": {
        **HEAD,
        "kind": "command",
        "run": "for n in txt json; do echo 1 > LOGS/reward.$n; done; exit 1",
        "shell": True,
        "expect": {"exit": 0},
    },
}


@pytest.mark.parametrize("check", NO_REWARD.values(), ids=NO_REWARD)
def test_no_reward_where_nothing_is_proven(project, tmp_path, check):
    check = json.loads(json.dumps(check).replace("LOGS", str(tmp_path / "logs")))
    data = {"specdev": 1, "id": "T001", "title": "x", "covers": ["FR-001"], "checks": [check]}
    made = project({"specs/calc/tasks/T001-x.md": f"---\n{dump(data)}---\n# x\n"})
    assert made.run("export", "T001", "--to", str(tmp_path / "out"), "--format", "harbor").status == 0
    logs = tmp_path / "logs"
    places = environment(SPECDEV_TREE=str(made.root), SPECDEV_LOGS=str(logs))
    subprocess.run(["bash", tmp_path / "out/calc-T001/tests/test.sh"], env=places, capture_output=True, check=False)
    assert (logs / "reward.txt").read_text() == "0\n"
    assert not (logs / "reward.json").exists()


def test_what_is_not_ours_is_not_written_over(specced, tmp_path):
    words = ("export", "T001", "--to", str(tmp_path / "out"), "--format", "sh")
    script = tmp_path / "out" / "calc-T001.sh"
    script.parent.mkdir()
    script.write_text("mine\n")
    refused = specced.run(*words)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("error: not written by `specdev export`, or edited since: calc-T001.sh\n")
    assert [path.name for path in script.parent.iterdir()] == ["calc-T001.sh"]
    assert specced.run(*words, "--force").status == 0
    again = specced.run(*words)
    assert (again.status, again.err) == (0, "0 files written\n")
    script.write_text(script.read_text() + "# mine\n")
    assert specced.run(*words).status == 1


def test_exporting_again_writes_what_changed_and_removes_what_is_gone(specced, tmp_path):
    words = ("export", "T001", "--to", str(tmp_path / "out"), "--format", "sh")
    assert specced.run(*words).status == 0
    path = "specs/calc/tasks/T001-all.md"
    specced.write({path: specced.files[path].replace("data/in.txt: checks/in.txt", "data/in.txt: checks/report.txt")})
    assert specced.run(*words).err == "3 files written\n"  # the script, checks.json, and the one that is gone
    assert not (tmp_path / "out/calc-T001/files/checks/in.txt").exists()


WRONG = {
    "no task of that name": (["export", "T009", "--to", "x", "--format", "sh"], 2, "no task or check `T009`"),
    "no task": (["export", "--to", "x", "--format", "sh"], 2, "missing argument"),
    "no such format": (["export", "T001", "--to", "x", "--format", "xml"], 2, "'xml' is not one of"),
}


@pytest.mark.parametrize(("words", "status", "said"), WRONG.values(), ids=WRONG)
def test_a_call_that_makes_no_sense(specced, words, status, said):
    result = specced.run(*words)
    assert result.status == status
    assert said in result.err
    assert not (specced.root / "x").exists()


def test_a_check_that_was_changed_by_hand_is_not_exported(specced, tmp_path):
    path = "specs/calc/tasks/T001-all.md"
    specced.write({path: specced.files[path].replace("checks:\n", f"seal: sha256:{64 * '0'}\nchecks:\n", 1)})
    result = specced.run("export", "T001", "--to", str(tmp_path / "out"), "--format", "sh")
    assert result.status == 1
    assert "changed by hand" in result.err
    assert not (tmp_path / "out").exists()
