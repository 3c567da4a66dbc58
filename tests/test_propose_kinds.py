"""Each kind of check that a model may write: proposed, proven red, sealed, passed by a product; or refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Project
from proposing import answer, check, propose, says, step
from scripted_endpoint import Scripted
from verifying import commit, git

from specdev import yamlio

VISION = (CASES / "visions" / "shelf.md").read_text(encoding="utf-8")
PROPOSED = "specs/shelf/proposed.yaml"
SERVICE = """import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

books = []


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, data):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, {"books": books})

    def do_POST(self):
        book = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not book["title"]:
            self.answer(422, {"error": "title is empty"})
            return
        books.append(book)
        self.answer(201, book)


if sys.argv[1] == "export":
    print("[]")
else:
    HTTPServer(("127.0.0.1", int(sys.argv[3])), Handler).serve_forever()
"""
QUOTES = {
    "BOOK-1": "A book that was stored by `POST /books` with a `title` is listed by `GET /books`",
    "BOOK-3": "a title that is empty is answered with 422 and `title is empty`",
    "EXP-1": "prints all books as JSON, sorted and complete, and `[]` for none",
    "EXP-2": "The licence stands in `LICENSE`",
    "EXP-3": "The old name `bookcase` is used nowhere in the code any more",
}


def about(item: str, **fields: Any) -> dict[str, Any]:
    return {"quote": QUOTES[item], "covers": [item], **fields}


def place(at: str, how: str, value: str) -> dict[str, str]:
    return {"at": at, "how": how, "value": value}


def exchange(method: str, path: str, status: int, body: str | None = None, **more: Any) -> dict[str, Any]:
    return {"method": method, "path": path, "body": body, "status": status, "says": [], "data": [], **more}


SERVE = ["shelf", "serve", "--port", "{port}"]
MADE = exchange("POST", "/books", 201, '{"title": "Emma"}')
LISTED = exchange("GET", "/books", 200, data=[place("/books/0/title", "equals", '"Emma"'), place("/books", "len", "1")])
EMPTY = exchange("POST", "/books", 422, '{"title": ""}', says=[says("title is empty", "contains")])
EXPORT = ["shelf", "export", "--format", "json"]
GOOD = {
    "http": [
        about("BOOK-1", serve=SERVE, exchanges=[MADE, LISTED]),
        about("BOOK-3", serve=SERVE, exchanges=[EMPTY]),
    ],
    "data": [about("EXP-1", files=[], run=EXPORT, stdin=None, format="json", expect=[place("", "len", "0")])],
    "file": [about("EXP-2", path="LICENSE", content=[says("MIT", "contains")])],
    "absent": [about("EXP-3", paths=["**/*.py"], pattern=r"\bbookcase\b")],
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("shelf"))
    project.write({"vision.md": VISION, ".gitignore": ".specdev/\n", "old.py": "bookcase = 1\n"})
    git(project.root, "init", "-q")
    for words in (["plan", "vision.md"], ["split"]):
        assert project.run(*words).status == 0
    commit(project.root)
    return project.root


@pytest.fixture
def shelf(prepared: Path, tmp_path: Path) -> Project:
    shutil.copytree(prepared, tmp_path / "project")
    return Project(tmp_path / "project")


def asked(project: Project, **kinds: list[Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """The reasons given against the checks, and the checks that are proposed."""
    with Scripted([{"content": answer(**kinds)}, {"content": answer()}]) as endpoint:
        result = propose(project, endpoint.url, "--format", "json")
    assert result.status == 0, result.err
    reasons = [one["message"].rpartition("is refused: ")[2] for one in json.loads(result.out)["diagnostics"]]
    text = project.files.get(PROPOSED)
    return reasons, [one["check"] for one in yamlio.load(text, PROPOSED).data["proposals"]] if text else []


def test_each_kind_is_proven_red_and_passed_by_the_product(shelf):
    reasons, proposed = asked(shelf, **GOOD)
    assert reasons == []
    assert [one["kind"] for one in proposed] == ["data", "http", "http", "file", "absent"]
    assert proposed[1]["service"]["run"] == ["python", "-m", "shelf", "serve", "--port", "{port}"]
    base = git(shelf.root, "rev-parse", "HEAD")
    result = shelf.run("checks", "prove", "--yes", "--format", "json")
    assert result.status == 0, result.out
    taken = [one["id"] for one in json.loads(result.out)["taken"]]
    shelf.write({"shelf/__init__.py": "", "shelf/__main__.py": SERVICE, "LICENSE": "MIT License\n"})
    (shelf.root / "old.py").unlink()
    verified = json.loads(shelf.run("verify", *taken, "--yes", "--base", base, "--format", "json").out)
    assert [(one["before"], one["outcome"], one["detail"]) for one in verified["checks"]] == [
        ("failed", "passed", "")
    ] * 5


REFUSED = {
    "a service of another program": (
        "http",
        about("BOOK-1", serve=["python", "-m", "http.server", "{port}"], exchanges=[LISTED]),
        "it runs `python`",
    ),
    "an endpoint": (
        "http",
        about("BOOK-1", serve=SERVE, exchanges=[exchange("GET", "/authors", 200)]),
        "the path `/authors` stands nowhere",
    ),
    "a status": ("http", about("BOOK-1", serve=SERVE, exchanges=[{**MADE, "status": 418}]), "the status 418"),
    "a status nearby is fair, a message is not": (
        "http",
        about("BOOK-3", serve=SERVE, exchanges=[{**EMPTY, "says": [says("no title given", "contains")]}]),
        "it expects `no`",
    ),
    "a field": (
        "http",
        about("BOOK-1", serve=SERVE, exchanges=[MADE, {**LISTED, "data": [place("/total", "equals", "1")]}]),
        "`total` stands nowhere",
    ),
    "a value": (
        "http",
        about(
            "BOOK-1",
            serve=SERVE,
            exchanges=[MADE, {**LISTED, "data": [place("/books/0/title", "equals", '"Ulysses"')]}],
        ),
        "it expects `Ulysses`",
    ),
    "a number of things": (
        "data",
        about("EXP-1", files=[], run=EXPORT, stdin=None, format="json", expect=[place("", "len", "9")]),
        "it expects 9 elements",
    ),
    "data of another program": (
        "data",
        about("EXP-1", files=[], run=["cat", "x.json"], stdin=None, format="json", expect=[place("", "len", "0")]),
        "a program of the machine",
    ),
    "a file that is not told": ("file", about("EXP-2", path="COPYING", content=[]), "the file `COPYING`"),
    "a file outside": ("file", about("EXP-2", path="../LICENSE", content=[]), "no name for a file"),
    "an absolute file": ("file", about("EXP-2", path="/etc/LICENSE", content=[]), "no name for a file"),
    "text of a file": ("file", about("EXP-2", path="LICENSE", content=[says("GPL")]), "it expects `GPL`"),
    "a pattern of its own": ("absent", about("EXP-3", paths=["**/*.py"], pattern="requests"), "it expects `requests`"),
    "a pattern that is none": (
        "absent",
        about("EXP-3", paths=["**/*.py"], pattern="(bookcase"),
        "no regular expression",
    ),
    "globs outside": ("absent", about("EXP-3", paths=["../**"], pattern="bookcase"), "leads out"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_checks_of_each_kind_are_refused_with_the_reason(name, shelf):
    kind, form, wanted = REFUSED[name]
    reasons, proposed = asked(shelf, **{kind: [form]})
    assert proposed == []
    assert len(reasons) == 1
    assert wanted in reasons[0]


def test_what_holds_already_is_not_taken(shelf):
    (shelf.root / "old.py").write_text("shelf = 1\n")
    commit(shelf.root)
    asked(shelf, absent=GOOD["absent"])
    result = shelf.run("checks", "prove", "--yes")
    assert (result.status, "it passes on the base, so it proves nothing" in result.out) == (1, True)


def test_a_command_of_a_service_is_checked_as_any(shelf):
    form = check(step(*EXPORT, exit=0, stdout=[says("[]")]), quote=QUOTES["EXP-1"], covers="EXP-1")
    reasons, proposed = asked(shelf, command=[form])
    assert (reasons, [one["run"] for one in proposed]) == (
        [],
        [["python", "-m", "shelf", "export", "--format", "json"]],
    )
