"""The one reader and the one writer."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from specdev.errors import SpecdevError
from specdev.source import MAX_BYTES, find_root, read_text
from specdev.transaction import recover, write_files

READS = {
    "plain": (b"# Ledger\n", "# Ledger\n", []),
    "byte order mark": (b"\xef\xbb\xbf# Ledger\n", "# Ledger\n", []),
    "windows line ends stay": (b"a\r\nb\r\n", "a\r\nb\r\n", []),
    "latin 1": (b"one\nna\xefve\n", None, ["d.md:2:3: error[SD110]: not UTF-8: byte 0xef at offset 6"]),
    "mark and latin 1": (b"\xef\xbb\xbfa\xff", None, ["d.md:1:3: error[SD110]: not UTF-8: byte 0xff at offset 4"]),
    "utf-16": ("# Ä\n".encode("utf-16"), None, ["d.md:1:1: error[SD110]: not UTF-8: byte 0xff at offset 0"]),
    "binary": (b"PK\x03\x04\n\x00\x00", None, ["d.md:2:1: error[SD111]: a NUL byte at offset 5: this is no text file"]),
    "empty": (b"", "", ["d.md:1:1: error[SD112]: the file is empty"]),
    "white space": (b" \n\n", " \n\n", ["d.md:1:1: error[SD112]: the file is empty"]),
}


@pytest.mark.parametrize(("raw", "text", "found"), READS.values(), ids=READS)
def test_read(tmp_path, raw, text, found):
    (tmp_path / "d.md").write_bytes(raw)
    got, _, diagnostics = read_text(tmp_path / "d.md", tmp_path)
    assert (got, [str(d) for d in diagnostics]) == (text, found)


def test_read_refuses_what_is_too_large(tmp_path):
    with (tmp_path / "d.md").open("wb") as handle:
        handle.truncate(MAX_BYTES + 1)
    text, raw, found = read_text(tmp_path / "d.md", tmp_path)
    assert (text, raw) == (None, b"")
    assert [str(d) for d in found] == ["d.md:1:1: error[SD113]: 20.0 MB are more than the limit of 20 MB"]


def test_read_follows_links_inside_and_refuses_those_that_leave(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "real.md").write_text("words\n")
    (tmp_path / "secret.md").write_text("secret\n")
    (root / "inside.md").symlink_to("real.md")
    (root / "outside.md").symlink_to("../secret.md")
    assert read_text(root / "inside.md", root)[0] == "words\n"
    text, raw, found = read_text(root / "outside.md", root)
    assert (text, raw) == (None, b"")
    assert [str(d) for d in found] == ["outside.md:1:1: error[SD114]: the link leads out of the project"]


def test_read_of_a_missing_file_stops(tmp_path):
    with pytest.raises(SpecdevError, match=r"there is no file `gone\.md`"):
        read_text(tmp_path / "gone.md", tmp_path)
    with pytest.raises(SpecdevError, match=r"cannot read `\.`"):
        read_text(tmp_path, tmp_path)


ROOTS = {
    "settings below the repository's top": ([".git/", "app/specdev.yaml", "app/src/"], "app/src", "app"),
    "a product below the top": ([".git/", "app/specs/a/prd.yaml", "app/src/"], "app/src", "app"),
    "the top": ([".git/", "src/deep/"], "src/deep", "."),
    "never above the top": (["specdev.yaml", "repo/.git/", "repo/src/"], "repo/src", "repo"),
    "a folder with specs": (["specs/", "src/"], "src", "."),
    "nothing": (["src/"], "src", "src"),
}


@pytest.mark.parametrize(("names", "start", "root"), ROOTS.values(), ids=ROOTS)
def test_find_root(tmp_path, names, start, root):
    for name in names:
        (tmp_path / name).mkdir(parents=True) if name.endswith("/") else make(tmp_path / name)
    assert find_root(tmp_path / start) == (tmp_path / root).resolve()


def make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x: 1\n")


def contents(root: Path) -> dict[str, str]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = {path.relative_to(root).as_posix(): path for path in found}
    return {name: path.read_text() for name, path in names.items() if not name.startswith(".specdev/")}


def test_write_reports_what_changed_and_leaves_the_rest_alone(tmp_path):
    make(tmp_path / "same.md")
    make(tmp_path / "old.md")
    (tmp_path / "old.md").chmod(0o640)
    before = (tmp_path / "same.md").stat()
    changed = write_files(tmp_path, {"same.md": "x: 1\n", "old.md": b"new\n", "a/b/c.md": "deep\n"}, ["gone", "old.md"])
    assert changed == ["a/b/c.md", "old.md"]
    assert contents(tmp_path) == {"a/b/c.md": "deep\n", "old.md": "new\n", "same.md": "x: 1\n"}
    assert (tmp_path / "same.md").stat() == before
    assert (tmp_path / "old.md").stat().st_mode & 0o777 == 0o640
    assert write_files(tmp_path, {}, ["a/b/c.md", "old.md"]) == ["a/b/c.md", "old.md"]
    assert contents(tmp_path) == {"same.md": "x: 1\n"}


OUTSIDE = ["../x", "/etc/x", "a/../../x", "", "link/x", "a\\b"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_write_refuses_what_is_not_inside(tmp_path, name):
    root = tmp_path / "project"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(SpecdevError):
        write_files(root, {"fine.md": "1\n", name: "2\n"})
    with pytest.raises(SpecdevError):
        write_files(root, {}, [name])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]
    assert not (root / "fine.md").exists()


def test_nothing_changes_when_a_folder_cannot_be_made(tmp_path):
    make(tmp_path / "a")
    with pytest.raises(SpecdevError, match=r"nothing was changed"):
        write_files(tmp_path, {"0/new.md": "1\n", "a/b": "2\n", "z": "3\n"}, ["a"])
    assert contents(tmp_path) == {"a": "x: 1\n"}
    assert not (tmp_path / "0").exists()


def test_nothing_changes_when_the_disk_is_full(tmp_path):
    make(tmp_path / "a.md")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(SpecdevError, match=r"cannot write `b\.md`: File too large; nothing was changed"):
            write_files(tmp_path, {"a.md": "new\n", "b.md": "x" * 20_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(tmp_path) == {"a.md": "x: 1\n"}
    assert write_files(tmp_path, {"a.md": "new\n"}) == ["a.md"]


WRITER = """
import sys
from pathlib import Path
from specdev.transaction import write_files
root = Path(sys.argv[1])
print("ready", flush=True)
for version in range(1, 10**9):
    write_files(root, {f"d{n % 7}/f{n}.md": f"{version}\\n" * 400 for n in range(60)})
"""


def test_a_kill_at_any_point_leaves_whole_files_and_the_next_command_finishes(tmp_path):
    for round_ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.02 + 0.013 * round_)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        versions = {text for name, text in contents(tmp_path).items() if name.endswith(".md") and "/." not in name}
        assert all(text == text[: text.index("\n") + 1] * 400 for text in versions)
        recover(tmp_path)
        after = {text for name, text in contents(tmp_path).items() if "/." not in name}
        assert len(after) <= 1
    write_files(tmp_path, {f"d{n % 7}/f{n}.md": "end\n" for n in range(60)})
    assert set(contents(tmp_path).values()) == {"end\n"}


def test_the_state_folder_ignores_itself(tmp_path):
    write_files(tmp_path, {"a.md": "1\n"})
    assert (tmp_path / ".specdev/.gitignore").read_text() == "*\n"
