"""Whatever is fed in, the answer is a result or a finding with a place; nothing is written where it failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import CASES, Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

VISION = (CASES / "visions" / "notes.md").read_text(encoding="utf-8")

BREAKING = {
    "200 levels of lists": "# A\n\n## Features\n\n" + "".join("  " * n + f"- level {n}\n" for n in range(200)),
    "5,000 quote marks": "# A\n\n" + ">" * 5000 + " deep\n",
    "a long line": "# A\n\n## Features\n\n- " + "word " * 50_000 + "\n",
    "20,000 open brackets": "# A\n\n" + "[" * 20_000 + "\n",
    "a wide table": "# A\n\n## Features\n\n|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "b|" * 500 + "\n") * 20,
    "only headings": "\n\n".join(f"{'#' * (1 + n % 6)} Heading {n}" for n in range(300)),
    "an unclosed comment": "# A\n\n<!-- never closed\n\n## Features\n\n- one\n",
    "an unclosed fence": "# A\n\n```\n- one\n",
    "template syntax": "# A {{ 7 * 7 }}\n\n## Features\n\n- It must print `{{ x }}` and `{% raw %}`.\n",
    "yaml inside": "# A: b\n\n## Features\n\n- \"no\": yes # comment\n- - nested: [list\n- &anchor *alias !tag\n",
    "front matter that is broken": "---\na: [1\n---\n# A\n\n## Features\n\n- It must run.\n",
    "control characters": "# A\x1b[31m\n\n## Features\n\n- It must ring \x07 and \x0b feed.\n",
    "right to left": "# A\n\n## Features\n\n- It must show \u202eevil\u202c text.\n",
    "one character": "x",
}  # fmt: skip


@pytest.mark.parametrize("text", BREAKING.values(), ids=BREAKING.keys())
def test_odd_documents_go_through_every_stage(project, text):
    found = project({"vision.md": text})
    for words in (["plan", "vision.md"], ["approve"], ["split"], ["validate"]):
        result = found.run(*words)
        assert result.status in (0, 1), result.err
        assert "Traceback" not in result.err
        assert "\x1b" not in result.out


_PIECES = st.sampled_from(
    ["# T\n", "## Features\n", "### FR-1: x\n", "- It must `run`.\n", "1. a\n", "| ID | Text |\n|---|---|\n",
     "| F-1 | b |\n",
     "As a user, I want x, so that y.\n", "**Goals:**\n", "\n", "text without end", "```\n$ x\ny\n```\n", "> "
     "quote\n", "<b>",
     "<table><tr><td>a</td></tr></table>\n", "Given a When b Then c\n", "- [ ] box\n", "  - nested\n", "é漢字\n",
     "\t", "---\n"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES | st.text(max_size=20), max_size=25).map("".join))
def test_random_documents_never_break_the_compiler(tmp_path, text):
    project = Project(tmp_path)
    (tmp_path / ".git").mkdir(exist_ok=True)
    project.write({"vision.md": text})
    result = project.run("plan", "vision.md", "--dry-run", "--format", "json")
    assert result.status in (0, 1), result.err
    assert "Traceback" not in result.err


def test_a_link_that_leaves_the_project_is_refused(project, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("# Secret\n", encoding="utf-8")
    found = project({})
    (found.root / "vision.md").symlink_to(outside)
    result = found.run("plan", "vision.md")
    assert result.status == 1
    assert "error[SD114]" in result.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(project):
    found = project({"vision.md": VISION})
    (found.root / "specs").mkdir()
    (found.root / "specs").chmod(0o500)
    try:
        result = found.run("plan", "vision.md")
        assert result.status == 1
        assert "specs" in result.err
    finally:
        (found.root / "specs").chmod(0o700)


def test_a_file_where_the_folder_should_be_is_named(project):
    result = project({"vision.md": VISION, "specs": "a file\n"}).run("plan", "vision.md")
    assert result.status == 1
    assert "Next:" not in result.out  # nothing was written, so there is nothing to read
    assert "specs" in result.err
    assert "Traceback" not in result.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_under_the_output_is_no_bug(project):
    found = project({"vision.md": VISION})
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "specdev", "plan", "vision.md", "--dry-run", "--format", "json"],
            cwd=found.root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_killed_split_leaves_whole_files(project):
    """SIGKILL at many moments: afterwards each task file is the old or the new one, and the next command goes on."""
    found = project({"vision.md": VISION})
    assert found.run("plan", "vision.md").status == 0
    assert found.run("split").status == 0
    old = found.files
    changed = VISION.replace("`added 1`", "`saved 1`")
    found.write({"vision.md": changed})
    assert found.run("plan", "vision.md").status == 0
    for delay in (0.30, 0.40, 0.45, 0.50, 0.55, 0.60, 0.70):
        process = subprocess.Popen(
            [sys.executable, "-m", "specdev", "split", "--force", "all"], cwd=found.root, stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path, text in found.files.items():
            if "/tasks/" in path:
                assert text.startswith("---\n")
                assert text.endswith("requirements are silent.\n"), path
    assert found.run("split").status == 0
    assert found.run("validate").status == 0
    assert any("saved 1" in text for path, text in found.files.items() if "/tasks/" in path)
    assert old.keys() == found.files.keys()
