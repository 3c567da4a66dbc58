import ast
import contextlib
import socket
import sqlite3
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import STATION
from pegel.__main__ import optionen

ROOT = Path(__file__).parent.parent


def imported():
    for path in (ROOT / "pegel").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                yield str(node.module)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


def test_rb_01_the_standard_library_alone():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11"
    assert project["dependencies"] == []
    assert {name.split(".")[0] for name in imported()} <= {*sys.stdlib_module_names, "pegel"}


def test_rb_02_a_sqlite_file(muehle):
    with contextlib.closing(sqlite3.connect(muehle.folder / "test.db")) as connection:
        assert connection.execute("SELECT id FROM stationen").fetchall() == [("muehle",)]


OFFLINE = """\
import sys

def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname") and "127.0.0.1" not in repr(args):
        raise OSError(f"{event} {args}")

sys.addaudithook(refuse)
from pegel.__main__ import main
main(sys.argv[1:])
"""


def test_rb_03_works_where_every_connection_fails(dienst):
    dienst.kill()
    dienst.start("-c", OFFLINE)
    assert dienst.post("/stationen", STATION) == (201, STATION)


def test_f_15_listens_on_the_loopback_interface_only(dienst):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", dienst.port), timeout=1)
    assert (dienst.folder / "test.db").exists()


def test_f_15_defaults():
    assert vars(optionen([])) == {"port": 8080, "daten": "pegel.db"}
    assert vars(optionen(["--port", "9", "--daten", "x"])) == {"port": 9, "daten": "x"}


def test_f_16_healthy(dienst):
    assert dienst.get("/gesund") == (200, {"status": "ok"})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"1", b"null", b"\xff"])
@pytest.mark.parametrize("path", ["/stationen", "/stationen/muehle/werte"])
def test_f_17_no_json_object(muehle, path, body):
    assert muehle.raw("POST", path, body)[::2] == (400, b'{"fehler": "ungueltiges json"}')


@pytest.mark.parametrize("path", ["/", "/nichts", "/stationen/", "/stationen/muehle/nichts", "/gesund/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT"])
def test_f_18_unknown_path(muehle, method, path):
    assert muehle.ask(method, path) == (404, {"fehler": "nicht gefunden"})
