"""`specdev ask` at a terminal: one question at a time, and whatever ends it keeps what was answered."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from conftest import Project
from interviewing import ASKING, PRD, VAGUE, answers, asked, changed, planned, separated, take, tasks


@pytest.fixture
def made(project) -> Project:
    return planned(project)


class Terminal:
    """`specdev ask` at a terminal of its own."""

    def __init__(self, folder: os.PathLike[str], words: tuple[str, ...], env: dict[str, str]) -> None:
        self.master, slave = pty.openpty()
        command = [sys.executable, "-m", "specdev", "ask", *words]
        surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **env}
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=slave, stdout=slave, stderr=slave, env=surroundings, start_new_session=True
        )
        os.close(slave)
        self.text = ""

    def until(self, words: str) -> str:
        """What is printed from here on until these words have come."""
        begin, limit = len(self.text), time.monotonic() + 60
        while words not in self.text[begin:] and time.monotonic() < limit:
            if not self._more():
                break
        assert words in self.text[begin:], self.text
        return self.text[begin:]

    def type(self, line: str, then: str = "\n> ") -> str:
        """Type a line; what is printed until the next question, or until the words `then`."""
        os.write(self.master, line.encode())
        return self.until(then)

    def end(self) -> int:
        while self._more():
            pass
        return self.process.wait(60)

    def _more(self) -> bool:
        ready, _, _ = select.select([self.master], [], [], 60)
        raw = b""
        with suppress(OSError):  # Linux says so that nobody has the other end any more
            raw = os.read(self.master, 65536) if ready else b""
        self.text += raw.decode(errors="replace").replace("\r\n", "\n")
        return bool(raw)


@contextmanager
def terminal(project: Project, *words: str, **env: str) -> Iterator[Terminal]:
    made = Terminal(project.root, words, env)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()
        os.close(made.master)


def test_a_dialogue(made):
    rest = len(asked(made)["questions"])
    with terminal(made, NO_COLOR="1") as screen:
        first = screen.until("\n> ")
        assert f"1 of {rest}: Q-001\nWhich encoding has `notes.txt`, and what" in first
        assert "   52 | - Which encoding has `notes.txt`, and" in first
        assert "words; Enter leaves it open, s skip, q quit, ? help\n" in first
        assert "this is the first question" in screen.type("b\n")
        assert "stop here; what was answered is kept" in screen.type("?\n")
        assert f"→ UTF-8\n\n2 of {rest}: Q-002\n" in screen.type("UTF-8\n")
        assert answers(made) == {"Q-001": "UTF-8"}  # not only at the end
        screen.type("\n")
        back = screen.type("b\n")
        assert f"2 of {rest}: Q-002" in back
        assert "Answer: UTF-8" in screen.type("b\n")
        screen.type("\n")  # Enter keeps it
        screen.type("s\n", f"3 of {rest}: ")
        screen.type("q\n", f"\n1 answer written, {rest - 1} questions left open\n")
        assert screen.end() == 0
        assert not re.search(r"\x1b\[[0-9;]*m", screen.text)
    assert answers(made) == {"Q-001": "UTF-8"}


def test_suggestions_are_chosen_by_number(made):
    with terminal(made, VAGUE) as screen:
        assert "\x1b[1mQ-SD204-DROP-1" in screen.until("\n> ")
        assert "there are 3 suggestions; `=9` answers 9" in screen.type("9\n")
        screen.type("3\n", "leave the word out")
        assert screen.end() == 0
    assert answers(made) == {VAGUE: "leave the word out"}
    with terminal(made, "--all", VAGUE) as screen:
        assert "Answer: leave the word out\n" in screen.until("\n> ")
        screen.type("=3\n", "→ 3")
        assert screen.end() == 0
    assert answers(made) == {VAGUE: "3"}
    with terminal(made, VAGUE) as screen:
        screen.until("\n> ")
        screen.type("-\n", "open again")
        assert screen.end() == 0
    assert answers(made) == {}


def test_the_editor_takes_several_lines(made):
    script = made.root / "editor.sh"
    script.write_text("#!/bin/sh\nprintf '$ jotter drop 1\\ndropped 1\\n' > \"$1\"\n", encoding="utf-8")
    script.chmod(0o755)
    with terminal(made, VAGUE, VISUAL=str(script)) as screen:
        screen.until("\n> ")
        screen.type("e\n", "dropped 1")
        assert screen.end() == 0
    assert answers(made) == {VAGUE: "$ jotter drop 1\ndropped 1"}


def test_an_interrupt_keeps_what_was_answered(made):
    with terminal(made) as screen:
        screen.until("\n> ")
        screen.type("UTF-8\n")
        os.killpg(screen.process.pid, signal.SIGINT)
        screen.until("\n1 answer written, ")
        assert screen.end() == 130
        assert "Traceback" not in screen.text
    assert answers(made) == {"Q-001": "UTF-8"}


def test_the_end_of_input_is_the_end(made):
    with terminal(made) as screen:
        screen.until("\n> ")
        screen.type("UTF-8\n")
        screen.type("\x04", "1 answer written")
        assert screen.end() == 0
    assert answers(made) == {"Q-001": "UTF-8"}


def test_an_edit_of_the_prd_beside_the_dialogue_is_kept(made):
    with terminal(made, "Q-001", "Q-002") as screen:
        screen.until("\n> ")
        text = made.files[PRD].replace("Numbers are given once and never again.", "Numbers are never reused.")
        start = text.index("  - id: Q-002\n")
        made.write({PRD: text[:start] + text[text.index("  - id: Q-", start + 9) :]})
        screen.type("UTF-8\n")
        assert "the question is not in prd.yaml any more: the answer was not written" in screen.type("Zoe\n")
        screen.type("q\n", "1 answer written")
        assert screen.end() == 0
    assert "Numbers are never reused." in made.files[PRD]
    assert answers(made) == {"Q-001": "UTF-8"}


def test_a_dialogue_about_tasks_splits_on_demand(made):
    split = separated(made)
    before = tasks(split.files)
    with terminal(split, "--split", VAGUE) as screen:
        screen.until("\n> ")
        screen.type("below 50 ms\n", "critical path")
        assert screen.end() == 0
    assert len(changed(before, tasks(split.files))) == 1


def test_nothing_to_ask_at_a_terminal(made):
    take(made, {one["id"]: "decided" for one in asked(made)["questions"]})
    with terminal(made) as screen:
        screen.until("no open questions; ")
        assert screen.end() == 0


def test_no_control_character_of_the_vision_reaches_the_terminal(project):
    made = project({"vision.md": ASKING.replace("Who pays for", "Who pays \x1b[31mfor\u202e")})
    made.run("plan", "vision.md")
    with terminal(made, "Q-002", NO_COLOR="1") as screen:
        assert "Who pays \\x1b[31mfor\\u202e the hosting?" in screen.until("\n> ")
        assert not re.search("[\x1b\u202e]", screen.text)
