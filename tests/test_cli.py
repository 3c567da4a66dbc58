"""The shell around all commands: help, unknown words, colours, and what becomes of each kind of failure."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import CASES
from hypothesis import given
from hypothesis import strategies as st

import specdev.commands
from specdev import __version__, cli, console
from specdev.errors import SpecdevError, UsageError

LEDGER = ("specs/ledger/prd.yaml", "specs/ledger/tasks/T001-read.md")


def test_every_command_has_a_module_with_the_help_of_the_table_and_every_module_a_line_in_it():
    modules = {module.name for module in pkgutil.iter_modules(specdev.commands.__path__)}
    assert modules - {"common"} == set(cli.COMMANDS)
    for verb in cli.COMMANDS:
        command = importlib.import_module(f"specdev.commands.{verb}").command
        assert isinstance(command, click.Command)
        assert command.help, f"{verb} has no help"


@pytest.mark.parametrize("verb", cli.COMMANDS)
def test_every_command_explains_itself_with_an_example(project, verb):
    result = project().run(verb, "--help")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"Usage: specdev {verb} ")
    assert f"\n  specdev {verb}" in result.out or f"\n    specdev {verb}" in result.out


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["-q", "--version"]])
def test_version(project, words):
    result = project().run(*words)
    assert (result.status, result.out, result.err) == (0, f"specdev {__version__}\n", "")


def test_no_words_print_the_help(project):
    alone, asked = project().run(), project().run("--help")
    assert (alone.status, alone.err) == (0, "")
    assert alone == asked
    assert all(f"\n  {verb} " in alone.out for verb in cli.COMMANDS)


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (["shwo"], "error: no command `shwo`\n  hint: did you mean `specdev show`?\n"),
        (["\x1b[31mx"], "error: no command `\\x1b[31mx`\n  hint: `specdev --help` lists the commands\n"),
        (["show"], "error: missing argument 'ID'\n  hint: see `specdev show --help`\n"),
        (["show", "--promt"], "error: no option `--promt`\n  hint: did you mean `--prompt`?\n"),
        (["-x"], "error: no option `-x`\n  hint: see `specdev --help`\n"),
        (["-C", "nowhere", "status"], "error: cannot work in `nowhere`: no such file or directory\n"),
    ],
    ids=["near", "far", "no argument", "near option", "no option", "no folder"],
)
def test_a_call_that_makes_no_sense(project, words, err):
    result = project().run(*words)
    assert (result.status, result.out, result.err) == (2, "", err)


@pytest.mark.parametrize(
    ("env", "words", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1"}, ["--no-color"], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
    ],
    ids=["no terminal", "asked for", "switched off", "off wins"],
)
def test_colours(project, monkeypatch, env, words, colored):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    made = project({path: (CASES / "looking" / path).read_bytes() for path in LEDGER})
    assert ("\x1b[" in made.run(*words, "graph").out) is colored
    assert ("\x1b[" in made.run(*words, "shwo").err) is colored


def test_the_folder_option_works_as_if_started_there(project):
    inside = project({"a/specs/ledger/prd.yaml": "specdev: 1\n"}).run("-C", "a", "completion", "bash")
    assert (inside.status, inside.err) == (0, "")


def raiser(error: BaseException) -> Callable[[], int]:
    def action() -> int:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "status", "err"),
    [
        (SpecdevError("no agent `x`", "there are: claude"), 1, "error: no agent `x`\n  hint: there are: claude\n"),
        (SpecdevError("locked"), 1, "error: locked\n"),
        (UsageError("unknown product `x`"), 2, "error: unknown product `x`\n"),
        (click.UsageError("No such option: --x."), 2, "error: no such option: --x\n"),
        (KeyboardInterrupt(), 130, ""),
        (click.Abort(), 130, ""),
        (PermissionError(13, "Permission denied", "prd.yaml"), 1, "error: permission denied: prd.yaml\n"),
        (OSError(28, "No space left on device"), 1, "error: no space left on device\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_the_error_boundary(capfd, error, status, err):
    assert cli.guarded(raiser(error), ["status"]) == status
    assert capfd.readouterr() == ("", err)


def test_a_bug_of_ours_prints_a_report_to_paste(capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.guarded(raiser(ValueError("bad\x1b[2Jthing")), ["show", "T001"]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(
        "error: this is a bug in specdev: ValueError: bad\\x1b[2Jthing\n  hint: please send the report"
    )
    assert "~~~~text\n$ specdev show T001\nTraceback (most recent call last):\n" in err
    assert err.endswith("ValueError: bad\\x1b[2Jthing\n~~~~\n\n")
    assert list(tmp_path.iterdir()) == []


def test_a_bug_of_ours_leaves_its_report_where_specdev_keeps_its_state(capfd, tmp_path, monkeypatch):
    (tmp_path / ".specdev").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert cli.guarded(raiser(ValueError("bad")), ["status"]) == 3
    report = tmp_path / ".specdev" / "bug-report.md"
    assert report.read_text().startswith(f"## ValueError: bad\n\nspecdev {__version__}, Python 3.")
    assert capfd.readouterr().err == (
        "error: this is a bug in specdev: ValueError: bad\n"
        f"  hint: please send {report} to https://specdev.dev/bugs; look first for words that should stay private\n"
    )


@given(st.text(st.characters(categories=["Cc", "Cf", "L"])))
def test_no_control_character_of_a_document_is_printed(text):
    assert not {c for c in console.clean(text) if unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202d\u202e"}
    kept = {c for c in console.clean(text, lines=True) if unicodedata.category(c) == "Cc"}
    assert kept <= {"\n", "\t"}


def shell(command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -m specdev"
    return subprocess.run(
        ["bash", "-c", command.replace("specdev", program)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    done = shell("set -o pipefail; specdev completion bash | true; echo $?", tmp_path)
    assert done.stderr == ""
    assert done.stdout in ("141\n", "0\n")  # 0 where all was written before the reader left


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_once_and_without_a_traceback(tmp_path):
    done = shell("specdev --help > /dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (1, "error: no space left on device\n")


def test_characters_that_the_terminal_lacks_stop_nothing(tmp_path):
    done = shell("specdev 'x→'", tmp_path, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: no command `x\\u2192`")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_each_shell(project, name):
    result = project().run("completion", name)
    assert (result.status, result.err) == (0, "")
    assert "_SPECDEV_COMPLETE" in result.out


def completed(words: str, cwd: Path) -> str:
    """What bash is offered after `words`, one word a line."""
    position = words.count(" ")
    done = shell("specdev", cwd, _SPECDEV_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(position))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("specdev sh", "plain,show\n"),
        ("specdev show t00", "plain,T001\nplain,T002\nplain,T003\nplain,T004\n"),
        ("specdev show FR-002", "plain,FR-002\nplain,FR-002.1\n"),
        ("specdev graph --spec ", "plain,ledger\n"),
        ("specdev graph --format d", "plain,dot\n"),
    ],
)
def test_completion_offers_verbs_ids_products_and_choices(tmp_path, words, offered):
    shutil.copytree(CASES / "looking" / "specs", tmp_path / "specs")
    assert completed(words, tmp_path) == offered


def test_completion_is_quiet_where_there_is_nothing(tmp_path):
    assert completed("specdev show T", tmp_path).strip() == ""
