"""`specdev verify`: outcomes on real repositories, with and without a base."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from verifying import RUN, SCRIPT, TEST, commit, git, outcomes, product, task

from specdev import evidence
from specdev.checks import consent
from specdev.checks.selection import select
from specdev.errors import SpecdevError, UsageError
from specdev.outcomes import Options, Outcome
from specdev.verification import verify


def test_what_is_not_built_fails(root: Path) -> None:
    task(
        root,
        RUN,
        SCRIPT,
        "kind: test, runner: pytest, select: FR-003",
        "kind: file, path: calc, expect: {exists: true}",
    )
    assert outcomes(root) == [
        ("T001.1", "failed", None, "Python module `calc` does not exist"),
        ("T001.2", "failed", None, "command `calc` does not exist or cannot be started"),
        ("T001.3", "failed", None, "no test carries `FR-003` in its name"),
        ("T001.4", "failed", None, "`calc`: does not exist"),
    ]


def test_what_is_built_passes_without_being_installed(root: Path) -> None:
    task(root, RUN, SCRIPT)
    product(root)
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "failed", ""), ("T001.2", "passed", "failed", "")]


def test_a_src_layout_and_the_tree_before_src(root: Path) -> None:
    task(root, RUN)
    product(root)
    (root / "src").mkdir()
    (root / "calc").rename(root / "src" / "calc")
    assert outcomes(root) == [("T001.1", "passed", None, "")]


def test_a_check_that_passes_on_the_base_is_vacuous(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}', "kind: file, path: README.md, expect: {exists: true}")
    reason = "it passes on the base too, so it proves nothing"
    assert outcomes(root, base="HEAD") == [
        ("T001.1", "vacuous", "passed", reason),
        ("T001.2", "vacuous", "passed", reason),
    ]


def test_a_check_that_guards_what_exists_may_pass_before(root: Path) -> None:
    task(root, "kind: file, path: README.md, expect: {exists: true}, before: pass")
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "passed", "")]


def test_an_error_on_the_base_proves_nothing(root: Path) -> None:
    (root / "slow").write_text("#!/bin/sh\nsleep 30\n")
    (root / "slow").chmod(0o755)
    commit(root)
    task(root, "kind: command, run: [./slow], timeout_s: 1, expect: {exit: 0}".replace("timeout_s: 1, ", ""))
    path = root / "specs" / "calc" / "tasks" / "T001-x.md"
    path.write_text(path.read_text().replace("timeout_s: 30", "timeout_s: 0.5"))
    (root / "slow").write_text("#!/bin/sh\nexit 0\n")
    assert outcomes(root, base="HEAD") == [
        ("T001.1", "error", "error", "on the base it could not be judged, so nothing is proven: stopped after 0.5 s")
    ]


def test_new_tests_must_fail_on_the_old_code(root: Path) -> None:
    task(root, "kind: test, runner: pytest, select: FR-001", "kind: test, runner: pytest, select: FR-002")
    product(root)
    (root / "tests").mkdir()
    (root / "tests" / "test_calc.py").write_text(TEST)
    (root / "tests" / "test_empty.py").write_text("def test_FR_002():\n    pass\n")
    assert [entry[:3] for entry in outcomes(root, base="HEAD")] == [
        ("T001.1", "passed", "failed"),
        ("T001.2", "vacuous", "passed"),
    ]


def test_nothing_changed_can_pass_nothing(root: Path) -> None:
    product(root)
    (root / "tests").mkdir()
    (root / "tests" / "test_calc.py").write_text(TEST)
    commit(root)
    task(root, RUN, "kind: test, runner: pytest, select: FR-001")
    assert [entry[1] for entry in outcomes(root, base="HEAD")] == ["vacuous", "vacuous"]


def test_checks_run_on_a_copy(root: Path) -> None:
    task(root, 'kind: command, run: "echo x > README.md; ls -a .specdev", shell: true, expect: {exit: nonzero}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]
    assert (root / "README.md").read_text() == "# Calc\n"


def test_the_environment_is_clean(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    shell = 'kind: command, run: "echo ${SECRET_TOKEN:-none}; test \\"$HOME\\" != ~root && ls -A $HOME", shell: true'
    task(root, f"{shell}, expect: {{stdout: none}}", 'kind: command, run: [cat], expect: {stdout: ""}')
    assert [entry[1] for entry in outcomes(root)] == ["passed", "passed"]


@pytest.mark.parametrize("name", ["pyproject.toml", "package.json"])
def test_a_manifest_that_is_nested_without_end(name: str, root: Path) -> None:
    (root / name).write_text(f"{'a = ' if name.endswith('toml') else ''}{'[' * 100_000}")
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    assert outcomes(root) == [("T001.1", "passed", None, "")]


def test_each_check_has_a_copy_of_its_own(root: Path) -> None:
    task(root, *['kind: command, run: "test ! -e x && touch x", shell: true, expect: {exit: 0}'] * 3)
    assert [entry[1] for entry in outcomes(root, jobs=3)] == ["passed"] * 3


def test_another_tree_is_judged_by_the_checks_of_the_project(root: Path, tmp_path: Path) -> None:
    laid = "kind: command, run: [cat, a.txt], files_in: [checks/a.txt], expect: {stdout: right}"
    task(root, laid, RUN, sealed=True, a="right\n")
    other = tmp_path / "other"
    (other / "specs" / "calc" / "checks").mkdir(parents=True)
    (other / "specs" / "calc" / "checks" / "a.txt").write_text("wrong\n")
    product(other)
    assert [entry[1] for entry in outcomes(root, tree=other)] == ["passed", "passed"]


@pytest.mark.parametrize("what", ["check", "file", "gone"])
def test_a_changed_check_is_an_error(what: str, root: Path) -> None:
    task(root, "kind: command, run: [cat, a.txt], files_in: [checks/a.txt], expect: {exit: 0}", sealed=True, a="x\n")
    assert [entry[1] for entry in outcomes(root)] == ["passed"]
    spec = root / "specs" / "calc"
    if what == "check":
        path = spec / "tasks" / "T001-x.md"
        path.write_text(path.read_text().replace("exit: 0", "exit: 1"))
    elif what == "file":
        (spec / "checks" / "a.txt").write_text("y\n")
    else:
        (spec / "checks" / "a.txt").unlink()
    ((_, outcome, _, detail),) = outcomes(root)
    assert outcome == "error"
    if what == "gone":
        assert detail == "file `checks/a.txt` is missing in the spec's folder"
    else:
        assert re.fullmatch("the checks or their files were changed by hand: the seal is .{12}, .* has .{12}", detail)


def test_a_seal_that_was_renewed_by_hand_is_an_error(root: Path) -> None:
    task(root, "kind: command, run: [echo, x], expect: {exit: 0}", sealed=True)
    spec = root / "specs" / "calc"
    (spec / "specdev.lock").write_text('["seal", "T001", "sha256:1234567890abcdef"]\n')
    ((_, outcome, _, detail),) = outcomes(root)
    assert (outcome, detail[:74]) == (
        "error",
        "the checks were sealed anew by hand: specdev.lock has the seal 1234567890a",
    )


def test_broken_checks_are_errors(root: Path) -> None:
    task(root, "kind: nothing", "kind: command, run: 3", "kind: file, path: ../x, expect: {exists: true}")
    details = [(entry[1], entry[3].split(";")[0]) for entry in outcomes(root)]
    assert details == [
        ("error", "unknown kind `nothing`"),
        ("error", "broken check: `run`: Input should be a list"),
        ("error", details[2][1]),
    ]
    assert details[2][1].startswith("broken check: `path`: String should match pattern")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\nid: [\n---\n", "specs/calc/tasks/T002-x.md:2:5: error[SD122]: not valid YAML: …"),
        ("# x\n", "specs/calc/tasks/T002-x.md:1:1: error[SD124]: no front matter: …"),
        ("---\nid: T002\nchecks: 5\n---\n", "`checks` of specs/calc/tasks/T002-x.md is no list of checks"),
        ("---\nid: T002\nchecks: [x]\n---\n", "`checks` of specs/calc/tasks/T002-x.md is no list of checks"),
    ],
)
def test_a_task_that_cannot_be_read_is_an_error(text: str, why: str, root: Path) -> None:
    task(root, "kind: file, path: README.md, expect: {exists: true}")
    (root / "specs" / "calc" / "tasks" / "T002-x.md").write_text(text)
    passed, broken = outcomes(root)
    assert (passed, broken[:3]) == (("T001.1", "passed", None, ""), ("T002", "error", None))
    assert broken[3].startswith(why.removesuffix("…"))
    assert outcomes(root, "T002") == [broken]


def test_an_id_that_two_checks_have(root: Path) -> None:
    good = "kind: file, path: README.md, expect: {exists: true}"
    task(root, "kind: file, path: none, expect: {exists: true}", good)
    task(root, good, number="T002")
    for path in (root / "specs" / "calc" / "tasks").iterdir():
        path.write_text(re.sub(r"T00\d\.\d", "T001.1", path.read_text()))
    assert outcomes(root) == [("T001.1", "error", None, "another check has the ID `T001.1` too")] * 3
    assert evidence.latest(root, "calc")["T001.1"].outcome == "error"


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("run: [x], files_in: 4", "`files_in`: Input should be a list"),
        ("run: [x], steps: 5", "`steps`: Input should be a list"),
        ("run: [x], covers: 7", "`covers`: Input should be a list"),
    ],
)
def test_fields_of_another_type(words: str, where: str, root: Path) -> None:
    task(root, RUN)
    path = root / "specs" / "calc" / "tasks" / "T001-x.md"
    covers = "" if "covers" in words else "covers: [], "
    check = f"{{id: T001.1, kind: command, timeout_s: 1, {covers}{words}}}"
    path.write_text(f"---\nid: T001\nchecks: [{check}]\n---\n")
    assert outcomes(root) == [("T001.1", "error", None, f"broken check: {where}")]


@pytest.mark.parametrize("folder", ["..", "/tmp", "a/../../b"])
def test_a_working_folder_outside_the_copy(folder: str, root: Path) -> None:
    task(root, f"kind: command, run: [pwd], cwd: {folder}, expect: {{exit: 0}}")
    ((_, outcome, _, detail),) = outcomes(root)
    assert (outcome, detail[:52]) == ("error", "broken check: `cwd`: String should match pattern '^(")


@pytest.mark.parametrize("name", ["config", "config/a.txt"])
def test_files_are_laid_through_no_link(name: str, root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "a.txt").write_text("theirs\n")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(theirs / "a.txt" if "/" in name else theirs)
    laid = "files_in: {config/a.txt: checks/new.txt}"
    task(root, f"kind: command, run: [cat, config/a.txt], {laid}, expect: {{stdout: new}}", new="new\n")
    reason = "file `config/a.txt` cannot be laid: a link of the product leads out of the copy"
    expected = ("passed", None, "") if "/" in name else ("error", None, reason)
    assert outcomes(root) == [("T001.1", *expected)]
    assert (theirs / "a.txt").read_text() == "theirs\n"


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ('kind: absent, paths: ["**.py"], pattern: x', "Invalid pattern: '**' can only be an entire path component"),
        ('kind: command, run: [x], files_in: {"a\\0b": checks/a.txt}, expect: {exit: 0}', "embedded null byte"),
    ],
)
def test_names_and_globs_that_are_none(check: str, why: str, root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    task(root, check, a="x")
    if sys.version_info >= (3, 13) and "absent" in check:
        pytest.skip("this Python takes the glob")
    assert outcomes(root) == [("T001.1", "error", None, f"it could not be executed: {why}")]
    assert capfd.readouterr().err == ""


def test_a_file_name_that_is_none(root: Path) -> None:
    task(root, 'kind: command, run: [x], files_in: ["a\\0b"], expect: {exit: 0}')
    ((_, outcome, _, detail),) = outcomes(root)
    assert (outcome, detail) == ("error", "file `a\0b` is missing in the spec's folder")


def test_selectors(root: Path) -> None:
    task(root, RUN, RUN)
    task(root, RUN, number="T002")
    ids = [
        [entry[0] for entry in outcomes(root, *words)]
        for words in (["T002"], ["T001.2", "T002.1"], ["calc/T001"], ["calc"])
    ]
    assert ids == [["T002.1"], ["T001.2", "T002.1"], ["T001.1", "T001.2"], ["T001.1", "T001.2", "T002.1"]]


def test_a_selector_that_names_nothing(root: Path) -> None:
    task(root, RUN)
    with pytest.raises(UsageError) as error:
        outcomes(root, "T01")
    assert (error.value.message, error.value.hint) == ("no task or check `T01`", "did you mean `T001`?")


def test_a_base_that_is_no_commit(root: Path) -> None:
    task(root, RUN)
    with pytest.raises(UsageError, match="`--output=x` is no commit"):
        outcomes(root, base="--output=x")


def test_no_checks_is_no_pass(root: Path) -> None:
    with pytest.raises(SpecdevError, match="there are no checks"):
        outcomes(root)


def test_evidence_is_kept(root: Path) -> None:
    task(root, 'kind: command, run: [echo, hi], expect: {stdout: "7"}')
    commit(root)
    list(verify(root, yes=True))
    record = evidence.latest(root, "calc")["T001.1"]
    assert (record.outcome, record.exit, record.command, record.commit) == (
        "failed",
        0,
        ("echo", "hi"),
        git(root, "rev-parse", "HEAD"),
    )
    assert (root / ".specdev" / "evidence" / "calc" / "T001.1.log").read_bytes() == b"hi\n"
    (root / "new.txt").write_text("x")
    list(verify(root, yes=True))
    assert evidence.latest(root, "calc")["T001.1"].commit.endswith("-dirty")


def test_nothing_runs_before_somebody_agreed(root: Path) -> None:
    task(root, "kind: command, run: [touch, /tmp/none], expect: {exit: 0}")
    with pytest.raises(consent.ConsentNeededError) as error:
        verify(root)
    assert error.value.commands == ("touch /tmp/none",)
    assert not (root / ".specdev" / "evidence").exists()


def test_consent_is_for_these_checks_and_no_others(root: Path) -> None:
    task(root, 'kind: command, run: [echo, "1"], expect: {exit: 0}')
    consent.give(root, {entry.digest for entry in select(root)})
    assert [outcome.outcome for outcome in verify(root)] == ["passed"]
    task(root, 'kind: command, run: [echo, "2"], expect: {exit: 0}')
    with pytest.raises(consent.ConsentNeededError):
        verify(root)


def test_consent_that_comes_with_a_repository_is_none(root: Path, tmp_path: Path) -> None:
    task(root, 'kind: command, run: [echo, "1"], expect: {exit: 0}')
    wanted = {entry.digest for entry in select(root)}
    consent.give(root, wanted)
    assert consent.missing(root, wanted) == frozenset()
    (root / ".gitignore").unlink()
    git(root, "add", "-Af", ".", ".specdev/consent")
    git(root, "commit", "-qm", "x")
    git(tmp_path, "clone", "-q", str(root), "clone")
    clone = tmp_path / "clone"
    assert (clone / ".specdev" / "consent").exists()
    place = clone / ".specdev" / "consent"
    place.write_bytes(place.read_bytes() + "\n".join(["\xff", *wanted]).encode("latin-1"))
    with pytest.raises(consent.ConsentNeededError):
        verify(clone)


def test_consent_that_cannot_be_remembered(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    task(root, 'kind: command, run: [echo, "1"], expect: {exit: 0}')
    with pytest.raises(
        SpecdevError, match=r"cannot remember your consent in .*: (?:Not a directory|File exists)"
    ) as error:
        consent.give(root, {entry.digest for entry in select(root)})
    assert error.value.hint == "`--yes` agrees for one run"


def test_a_linked_dependency_folder_and_an_untracked_file(root: Path) -> None:
    (root / ".gitignore").write_text("node_modules/\n.specdev/\n")
    (root / "node_modules" / ".bin").mkdir(parents=True)
    tool = root / "node_modules" / ".bin" / "tool"
    tool.write_text("#!/bin/sh\ncat new.txt node_modules/x\n")
    tool.chmod(0o755)
    (root / "node_modules" / "x").write_text("x\n")
    (root / "new.txt").write_text("new\n")
    task(root, 'kind: command, run: [tool], expect: {stdout: "new\\nx"}')
    assert [entry[1] for entry in outcomes(root)] == ["passed"]


def test_outcomes_come_in_the_order_of_the_checks(root: Path) -> None:
    task(
        root, 'kind: command, run: [sleep, "0.3"], expect: {exit: 0}', 'kind: command, run: ["true"], expect: {exit: 0}'
    )
    found: list[Outcome] = list(verify(root, (), Options(jobs=2), yes=True))
    assert [outcome.id for outcome in found] == ["T001.1", "T001.2"]
