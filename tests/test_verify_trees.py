"""Which files the checks see: of working trees and of commits, with all that git can hold, and executing none of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from verifying import TEST, commit, git, outcomes, product, task

from specdev.errors import SpecdevError, UsageError
from specdev.outcomes import Options
from specdev.verification import verify


def seen(root: Path, name: str, base: str = "HEAD") -> tuple[str, str]:
    """What a check sees of a file on the base, and on the product."""
    place = root.parent / "seen.txt"
    place.unlink(missing_ok=True)
    run = f"(cat {name} 2>/dev/null || echo none) >> {place}"
    task(root, f'kind: command, run: "{run}", shell: true, before: pass, expect: {{exit: 0}}')
    assert [entry[1] for entry in outcomes(root, base=base, jobs=1, reuse=False)] == ["passed"]
    on_base, on_product = place.read_text().splitlines()
    return on_base, on_product


def test_a_base_that_does_not_exist(root: Path) -> None:
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    with pytest.raises(UsageError, match="`none` is no commit"):
        outcomes(root, base="none")


def test_a_base_outside_git(tmp_path: Path) -> None:
    task(tmp_path, 'kind: command, run: ["true"], expect: {exit: 0}')
    with pytest.raises(UsageError, match="`HEAD` is no commit"):
        outcomes(tmp_path, base="HEAD")


def test_a_product_outside_git(tmp_path: Path, root: Path) -> None:
    other = tmp_path / "other"
    for name in ("a.txt", ".venv/x", "node_modules/dep/x", "sub/.git/config"):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_text("x\n")
    os.mkfifo(other / "pipe")
    (other / "folder").mkdir()
    (other / "folder" / "b.txt").write_text("x\n")
    (other / "link").symlink_to("folder")
    found = "./a.txt\\n./folder/b.txt"
    task(
        root,
        f'kind: command, run: "find . -type f | sort", shell: true, expect: {{stdout: "{found}"}}',
        "kind: file, path: link/b.txt, expect: {exists: true}",
    )
    assert [entry[1] for entry in outcomes(root, tree=other)] == ["passed", "passed"]


def test_a_product_in_a_folder_of_its_repository(root: Path) -> None:
    (root / "part").mkdir()
    (root / "part" / "a.txt").write_text("old\n")
    commit(root)
    (root / "part" / "a.txt").write_text("new\n")
    listed = 'kind: command, run: "find . -type f; cat a.txt", shell: true, expect: {stdout: "./a.txt\\nnew"}'
    task(root, listed)
    found = list(verify(root, (), Options(tree=root / "part", base="HEAD"), yes=True))
    assert [(outcome.outcome, outcome.before) for outcome in found] == [("passed", "failed")]


def test_files_of_all_sorts_in_a_commit(root: Path) -> None:
    (root / "ä ö\n.txt").write_text("x")
    (root / "run.sh").write_text("#!/bin/sh\necho ran\n")
    (root / "run.sh").chmod(0o755)
    (root / "link").symlink_to("run.sh")
    (root / "out").symlink_to("/etc/hostname")
    (root / "crlf.txt").write_bytes(b"a\r\nb\n")
    commit(root)
    run = "./link && readlink out && od -c crlf.txt && ls -Q | sort"
    task(root, f'kind: command, run: "{run}", shell: true, expect: {{exit: 0}}')
    found = list(verify(root, (), Options(base="HEAD"), yes=True))
    assert [(outcome.outcome, outcome.before) for outcome in found] == [("vacuous", "passed")]


def test_a_submodule(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "a.txt").write_text("old\n")
    commit(other)
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    commit(root)
    (root / "sub" / "a.txt").write_text("new\n")
    assert seen(root, "sub/a.txt") == ("old", "new")
    shutil.rmtree(root / "sub")
    assert seen(root, "sub/a.txt") == ("none", "none")


def test_a_pointer_to_a_large_file(root: Path) -> None:
    content = b"large\n"
    name = hashlib.sha256(content).hexdigest()
    (root / "a.bin").write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(content)}\n")
    commit(root)
    (root / "a.bin").write_bytes(b"new\n")
    assert seen(root, "a.bin | head -n 1")[0] == "version https://git-lfs.github.com/spec/v1"
    stored = root / ".git" / "lfs" / "objects" / name[:2] / name[2:4] / name
    stored.parent.mkdir(parents=True)
    stored.write_bytes(content)
    assert seen(root, "a.bin | head -n 1") == ("large", "new")


def test_nothing_that_a_repository_names_is_executed(root: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    (root / "sub").mkdir()
    for folder in (root, root / "sub"):
        git(folder, "init", "-q")
        (folder / "a.txt").write_text("old\n")
        (folder / ".gitattributes").write_text("* filter=trap diff=trap\n")
        commit(folder)
    for folder in (root, root / "sub"):
        for name in ("core.fsmonitor", "filter.trap.clean", "filter.trap.smudge", "diff.trap.textconv"):
            git(folder, "config", name, str(trap))
        git(folder, "config", "core.hooksPath", str(tmp_path / "hooks"))
        git(folder, "config", "filter.trap.required", "true")
    (tmp_path / "hooks").mkdir()
    for name in ("post-checkout", "post-index-change", "fsmonitor-watchman"):
        shutil.copy(trap, tmp_path / "hooks" / name)
    (root / "a.txt").write_text("new\n")
    (root / "sub" / "a.txt").write_text("new\n")
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert seen(root, "a.txt") == ("old", "new")
    assert not (tmp_path / "sprung").exists()


def test_in_a_hook_of_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task(root, "kind: file, path: README.md, expect: {exists: true}, before: pass")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, "/nowhere")
    assert [entry[1:3] for entry in outcomes(root, base="HEAD")] == [("passed", "passed")]


@pytest.mark.parametrize("name", ["tests", "tests/conftest.py"])
def test_new_tests_replace_links_of_the_base(name: str, root: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "tests").mkdir(parents=True)
    (theirs / "tests" / "conftest.py").write_text("theirs\n")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(theirs / name)
    commit(root)
    (root / name).unlink()
    (root / "tests").mkdir(exist_ok=True)
    (root / "tests" / "conftest.py").write_text("# new\n")
    (root / "tests" / "test_a.py").write_text(TEST)
    product(root)
    task(root, "kind: test, runner: pytest, select: FR-001")
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "failed", "")]
    assert (theirs / "tests" / "conftest.py").read_text() == "theirs\n"


def test_links_among_the_tests(root: Path) -> None:
    (root / "tests" / "data").mkdir(parents=True)
    (root / "tests" / "data" / "a.txt").write_text("x")
    (root / "tests" / "a.txt").symlink_to("data/a.txt")
    (root / "tests" / "test_data").symlink_to("data")
    (root / "tests" / "gone").symlink_to("nowhere")
    commit(root)
    (root / "tests" / "test_a.py").write_text(TEST)
    product(root)
    task(root, "kind: test, runner: pytest, select: FR-001")
    assert outcomes(root, base="HEAD") == [("T001.1", "passed", "failed", "")]


@pytest.mark.parametrize("where", ["away", "other"])
def test_a_link_where_git_knows_a_folder(where: str, root: Path, tmp_path: Path) -> None:
    (root / "data").mkdir()
    (root / "data" / "a.txt").write_text("old")
    commit(root)
    target = tmp_path / where if where == "away" else root / where
    (root / "data").rename(target)
    (root / "data").symlink_to(target if where == "away" else where)
    task(root, "kind: file, path: data/a.txt, expect: {equals: old}")
    assert outcomes(root) == [("T001.1", "passed", None, "")]


@pytest.mark.parametrize("crafted", ["..", "link"])
def test_a_commit_that_leads_out_of_itself(crafted: str, root: Path) -> None:
    def stored(kind: str, content: bytes) -> bytes:
        words = ["git", "hash-object", "-t", kind, "-w", "--stdin", "--literally"]
        return bytes.fromhex(subprocess.check_output(words, cwd=root, input=content).decode())

    name = crafted.encode()
    inner = stored("tree", b"100644 escaped.txt\0" + stored("blob", b"x"))
    link = b"120000 link\0" + stored("blob", bytes(root.parent)) if crafted == "link" else b""
    top = stored("tree", link + b"40000 " + name + b"\0" + inner).hex()
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    with pytest.raises(SpecdevError, match=f"`{crafted}/escaped.txt` of the commit .* leads out of it"):
        outcomes(root, base=git(root, "commit-tree", top, "-m", "x"))
    assert [path.name for path in root.parent.iterdir()] == ["project"]


@pytest.mark.parametrize("base", [None, "HEAD"])
def test_a_repository_that_git_does_not_read(base: str | None, root: Path) -> None:
    (root / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    task(root, "kind: file, path: README.md, expect: {exists: true}")
    with pytest.raises(SpecdevError) as error:
        outcomes(root, base=base)
    asked = "`HEAD` is no commit" if base else "git does not tell which files belong to the product"
    assert error.value.message == asked
    assert error.value.hint.lower().startswith("git says: expected git repo version")


def test_what_cannot_be_read_is_said(root: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (root / "a.txt").write_text("x")
    (root / "a.txt").chmod(0)
    task(root, 'kind: command, run: ["true"], expect: {exit: 0}')
    with pytest.raises(SpecdevError, match=r"cannot copy `.*a.txt`: permission denied"):
        outcomes(root)


def test_many_files(root: Path) -> None:
    for number in range(2000):
        (root / f"d{number % 20}").mkdir(exist_ok=True)
        (root / f"d{number % 20}" / f"{number}.txt").write_text(str(number))
    commit(root)
    count = 'kind: command, run: "find d* -type f | wc -l; touch x", shell: true, expect: {stdout: "2000"}'
    task(root, *[count] * 5)
    assert [entry[1] for entry in outcomes(root, base="HEAD")] == ["vacuous"] * 5
