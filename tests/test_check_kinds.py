"""Every kind of check on real files and programs: what passes, what fails, what is an error."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from specdev.checks import KINDS
from specdev.checks.base import Result, Workspace
from specdev.checks.leftovers import MARKER

SERVER = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    items = []
    def answer(self, status, data, **headers):
        body = json.dumps(data).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path == "/items":
            self.answer(200, self.items, Kind="list")
        else:
            self.answer(404, {"error": "not found"})
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.items.append(json.loads(self.rfile.read(length)))
        self.answer(201, self.items[-1])
    def log_message(self, *words): pass

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name in ("tree", "scratch", "reports", "spec/checks", "bin", "home"):
        (tmp_path / name).mkdir(parents=True)
    folder = Path(sys.executable).parent
    variables = {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        MARKER: str(tmp_path),
    }
    return Workspace(
        tmp_path / "tree",
        tmp_path / "scratch",
        tmp_path / "reports",
        tmp_path / "spec",
        tmp_path / "bin",
        variables,
    )


def execute(workspace: Workspace, text: str) -> Result:
    data = {"id": "T001.1", "covers": ["FR-001"], "timeout_s": 20, **yaml.safe_load(text)}
    return KINDS[data["kind"]].model_validate(data).execute(workspace)


def verdict(workspace: Workspace, text: str) -> tuple[str, str]:
    result = execute(workspace, text)
    return result.outcome, result.detail


COMMANDS = {
    "plain output": ("run: [echo, '7']\nexpect: {stdout: '7'}", ("passed", "")),
    "another output": (
        "run: [echo, '8']\nexpect: {stdout: '7'}",
        ("failed", r"stdout: expected '7', got '8\n'"),
    ),
    "exit status": ("run: [sh, -c, exit 3]\nexpect: {exit: 3}", ("passed", "")),
    "one of two": ("run: [sh, -c, exit 3]\nexpect: {exit: [2, 3]}", ("passed", "")),
    "another exit status": (
        "run: [sh, -c, 'echo oh no >&2; exit 3']\nexpect: {exit: 0}",
        ("failed", "exit status 3, expected 0: oh no"),
    ),
    "not zero": ("run: [sh, -c, exit 3]\nexpect: {exit: nonzero}", ("passed", "")),
    "a crash is no reported failure": (
        "run: [sh, -c, kill -9 $$]\nexpect: {exit: nonzero}",
        ("failed", "exit status -9, expected nonzero"),
    ),
    "a crash without an expected status": (
        "run: [sh, -c, 'echo 7; kill -9 $$']\nexpect: {stdout: '7'}",
        ("failed", "exit status -9"),
    ),
    "both streams": (
        "run: 'echo a; echo b >&2'\nshell: true\nexpect: {stdout: a, stderr: b, output: {contains: [a, b]}}",
        ("passed", ""),
    ),
    "standard input": ("run: [cat]\nstdin: hello\nexpect: {stdout: hello}", ("passed", "")),
    "no standard input": ("run: [cat]\nexpect: {stdout: ''}", ("passed", "")),
    "environment": ("run: 'echo $A'\nshell: true\nenv: {A: b}\nexpect: {stdout: b}", ("passed", "")),
    "files": (
        "run: 'printf \"1\\n2\\n\" > out.csv'\nshell: true\nexpect: {files: [{path: out.csv, line_count: 2}]}",
        ("passed", ""),
    ),
    "missing file": (
        "run: ['true']\nexpect: {files: [{path: out.csv, exists: true}]}",
        ("failed", "file `out.csv`: does not exist"),
    ),
    "steps share a folder": (
        "cwd: '{scratch}'\nsteps:\n- {run: [touch, a]}\n- {run: [ls], expect: {stdout: a}}",
        ("passed", ""),
    ),
    "a fresh step begins in an emptied folder": (
        "cwd: '{scratch}'\nsteps:\n- {run: [touch, a]}\n- {run: [ls], fresh: true, expect: {stdout: ''}}",
        ("passed", ""),
    ),
    "what a step finds": (
        "cwd: '{scratch}'\nsteps: [{run: [cat, in.txt], files_in: [checks/in.txt], expect: {stdout: one}}]",
        ("passed", ""),
    ),
    "a file many times": (
        "run: [wc, -l, in.txt]\nfiles_in: {in.txt: {file: checks/in.txt, times: 300}}\n"
        "expect: {stdout: {matches: '^ *300 '}}",
        ("passed", ""),
    ),
    "a file that is left alone": (
        "run: [cat, in.txt]\nfiles_in: [checks/in.txt]\nexpect: {unchanged: [in.txt]}",
        ("passed", ""),
    ),
    "a file that is not left alone": (
        "run: 'echo x >> in.txt'\nshell: true\nfiles_in: [checks/in.txt]\nexpect: {unchanged: [in.txt]}",
        ("failed", "file `in.txt` was changed"),
    ),
    "a file that must not appear": (
        "run: [touch, new.txt]\nexpect: {unchanged: [new.txt]}",
        ("failed", "file `new.txt` was changed"),
    ),
    "a step fails": (
        "steps:\n- {run: ['true'], expect: {exit: 0}}\n- {run: ['false'], expect: {exit: 0}}",
        ("failed", "step 2 of 2: exit status 1, expected 0"),
    ),
    "the product is not there": (
        "run: [no-such-product, x]\nexpect: {exit: 1}",
        ("failed", "command `no-such-product` does not exist or cannot be started"),
    ),
    "the product's module is not there": (
        "run: [python, -m, no_such_module]\nexpect: {exit: 1}",
        ("failed", "Python module `no_such_module` does not exist"),
    ),
    "a tool is not there": (
        "run: [javac, x]\nenv: {PATH: /nowhere}\nexpect: {exit: 1}",
        ("error", "missing tool: javac"),
    ),
    "a tool is not there, in the shell": (
        "run: 'PATH=/nowhere; javac x'\nshell: true\nexpect: {exit: 127}",
        ("error", "missing tool: javac"),
    ),
    "too long": ("run: [sleep, '30']\ntimeout_s: 0.2\nexpect: {exit: 0}", ("error", "stopped after 0.2 s")),
    "the time of all steps counts": (
        "steps: [{run: [sleep, '0.3']}, {run: [sleep, '0.3']}]\ntimeout_s: 0.5",
        ("error", "step 2 of 2: stopped after 0.5 s"),
    ),
    "a flood": (
        "run: 'yes | head -c 9000000'\nshell: true\nexpect: {stdout: {contains: y}}",
        ("error", "printed more than can be judged"),
    ),
    "a flood that is not judged": ("run: 'yes | head -c 9000000'\nshell: true\nexpect: {exit: 0}", ("passed", "")),
    "words about success": (
        "run: 'echo PASSED all tests ok; exit 1'\nshell: true\nexpect: {exit: 0}",
        ("failed", "exit status 1, expected 0"),
    ),
    "no such fixture": (
        "run: ['true']\nfiles_in: [checks/none.txt]\nexpect: {exit: 0}",
        ("error", "file `checks/none.txt` is missing in the spec's folder"),
    ),
    "no such folder": (
        "run: ['true']\ncwd: none\nexpect: {exit: 0}",
        ("failed", "working folder `none` does not exist"),
    ),
    "braces stay": ("run: [echo, '{\"a\": {x}}']\nexpect: {stdout: '{\"a\": {x}}'}", ("passed", "")),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command(name: str, workspace: Workspace) -> None:
    text, wanted = COMMANDS[name]
    (workspace.spec / "checks" / "in.txt").write_text("one\n")
    assert verdict(workspace, f"kind: command\n{text}") == wanted


def test_command_lays_files_into_its_folder(workspace: Workspace) -> None:
    (workspace.spec / "checks" / "a.txt").write_text("x\n")
    by_name = "kind: command\nrun: [cat, sub/b.txt]\nfiles_in: {sub/b.txt: checks/a.txt}\nexpect: {stdout: x}"
    as_list = "kind: command\nrun: [cat, a.txt]\ncwd: '{scratch}'\nfiles_in: [checks/a.txt]\nexpect: {stdout: x}"
    assert [verdict(workspace, text) for text in (by_name, as_list)] == [("passed", "")] * 2


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize("start", ["sleep 300 &", "setsid sleep 300 &", "(setsid setsid sleep 300 &);"])
def test_no_process_outlives_its_check(start: str, workspace: Workspace) -> None:
    begin = time.monotonic()
    result = execute(workspace, f"kind: command\nrun: '{start} echo hi'\nshell: true\nexpect: {{stdout: hi}}")
    assert (result.outcome, time.monotonic() - begin < 10) == ("passed", True)
    marker = f"{MARKER}={workspace.environment[MARKER]}".encode()
    assert [path for path in Path("/proc").glob("[0-9]*/environ") if marker in _read(path)] == []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("run: [a]\nsteps: [{run: [b]}]", "exactly one of `run` and `steps` is needed"),
        ("timeout_s: 1", "exactly one of `run` and `steps` is needed"),
        ("run: echo a", "`run` is a list of words, or one line together with `shell: true`"),
        ("run: [echo]\nshell: true", "`run` is a list of words, or one line together with `shell: true`"),
        ("steps: [{run: [b]}]\nexpect: {exit: 0}", "with `steps`, `expect` stands in the steps"),
    ],
)
def test_command_that_contradicts_itself(text: str, message: str, workspace: Workspace) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        execute(workspace, f"kind: command\n{text}")


FILES = {
    "path: a.txt\nexpect: {exists: true, type: file, line_count: 2, contains: one}": ("passed", ""),
    "path: a.txt\nexpect: {size: 8, sha256: 55bed2838dcc46e6f29a4cd64af36b2e5e0ab49fccbaf2deb8a0a2e7e4bc2bcb}": (
        "failed",
        "`a.txt`: has another content (sha256)",
    ),
    "path: a.txt\nexpect: {size: {gt: 100}}": ("failed", "`a.txt`: size: gt 100, got 8"),
    "path: a.txt\nexpect: {exists: false}": ("failed", "`a.txt`: exists"),
    "path: a.txt\nexpect: {executable: true}": ("failed", "`a.txt`: is not executable"),
    "path: a.txt\nexpect: {type: directory}": ("failed", "`a.txt`: is not a directory"),
    "path: none\nexpect: {exists: true}": ("failed", "`none`: does not exist"),
    "path: none\nexpect: {exists: false}": ("passed", ""),
    "path: sub\nexpect: {type: directory}": ("passed", ""),
    "path: sub\nexpect: {contains: x}": ("failed", "`sub`: is not a file"),
}


@pytest.mark.parametrize("text", FILES)
def test_file(text: str, workspace: Workspace) -> None:
    (workspace.tree / "a.txt").write_text("one\ntwo\n")
    (workspace.tree / "sub").mkdir()
    assert verdict(workspace, f"kind: file\n{text}") == FILES[text]


@pytest.fixture
def server(workspace: Workspace) -> Workspace:
    (workspace.tree / "server.py").write_text(SERVER)
    return workspace


def http(exchanges: str, service: str = "{run: [python, server.py, '{port}']}") -> str:
    return f"kind: http\nservice: {service}\nexchanges: {exchanges}"


EXCHANGES = {
    "[{request: {path: /items}, expect: {status: 200, json: [], headers: {kind: list}}}]": ("passed", ""),
    "[{request: {method: POST, path: /items, json: {a: 1}}, expect: {status: 201, json: {a: 1}}},"
    " {request: {path: /items}, expect: {json: [{a: 1}]}}]": ("passed", ""),
    "[{request: {method: POST, path: /items, json: {a: 1}}, expect: {status: 201}},"
    " {begin: restart, request: {path: /items}, expect: {json: []}}]": ("passed", ""),
    "[{request: {method: POST, path: /items, json: {a: 1}}, expect: {status: 201}},"
    " {begin: restart, request: {path: /items}, expect: {json: [{a: 1}]}}]": (
        "failed",
        'request 2 of 2, GET /items: body: expected the JSON [{"a": 1}], got []',
    ),
    "[{request: {method: POST, path: /items, json: {a: 1}}, expect: {data: [{at: /a, ge: 1}]}},"
    " {request: {path: /items}, expect: {data: [{at: '$[*].a', equals: [1]}, {at: '', len: 2}]}}]": (
        "failed",
        "request 2 of 2, GET /items: body at ``: len 2, got [{'a': 1}]",
    ),
    "[{request: {path: /none}, expect: {status: 200}}]": ("failed", "GET /none: status 404, expected 200"),
    "[{request: {path: /none}, expect: {status: [200, 404], body: {contains: found}}}]": ("passed", ""),
    "[{request: {path: /items}, expect: {json: [1]}}]": (
        "failed",
        "GET /items: body: expected the JSON [1], got []",
    ),
    "[{request: {path: /items}, expect: {headers: {kind: other}}}]": (
        "failed",
        "GET /items: header kind: expected 'other', got 'list'",
    ),
    "[{request: {method: POST, path: /items, json: {a: 7, to: items}}, expect: {}, capture: {n: $.a, to: /to}},"
    " {request: {method: POST, path: '/{to}', json: {b: '{n}', c: 'x{n}'}}, expect: {json: {b: 7, c: x7}}}]": (
        "passed",
        "",
    ),
    "[{request: {path: /items}, expect: {}, capture: {id: $.id}}]": (
        "failed",
        "GET /items: body at `$.id`: there is nothing",
    ),
    "[{request: {path: /items}, expect: {files: [{path: server.py, contains: http}, {path: items.db}]}}]": (
        "failed",
        "GET /items: file `items.db`: does not exist",
    ),
}


@pytest.mark.parametrize("exchanges", EXCHANGES)
def test_http(exchanges: str, server: Workspace) -> None:
    assert verdict(server, http(exchanges)) == EXCHANGES[exchanges]


def test_http_service_that_ends(server: Workspace) -> None:
    text = http("[{request: {path: /}, expect: {status: 200}}]", "{run: [sh, -c, 'echo no config >&2; exit 4']}")
    assert verdict(server, text) == ("failed", "the service ended with status 4: no config")


def test_http_service_that_does_not_exist(server: Workspace) -> None:
    text = http("[{request: {path: /}, expect: {status: 200}}]", "{run: [no-such-service]}")
    outcome, detail = verdict(server, text)
    assert (outcome, detail[:31]) == ("failed", "the service cannot be started: ")


def test_http_service_that_never_listens(server: Workspace) -> None:
    text = http("[{request: {path: /}, expect: {status: 200}}]", "{run: [sleep, '60'], start_s: 0.3}")
    outcome, detail = verdict(server, text)
    assert (outcome, detail.startswith("nothing listens on port ")) == ("failed", True)


def test_http_port_that_is_taken(server: Workspace) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        service = f"{{run: [python, server.py, '{port}'], port: {port}}}"
        text = http("[{request: {path: /}, expect: {status: 200}}]", service)
        assert verdict(server, text) == ("error", f"port {port} is taken by another program")


DATA = {
    "path: a.json\nexpect: [{at: /items/0/name, equals: Anna}]": ("passed", ""),
    "path: a.json\nexpect: [{at: '$.items[*].name', equals: [Anna, Bob]}]": ("passed", ""),
    "path: a.json\nexpect: [{at: '$..name', len: 2}, {at: '$.items[-1].name', equals: Bob}]": ("passed", ""),
    "path: a.json\nexpect: [{at: '$.items[0:1]', len: 1}, {at: \"$['items']\", len: 2}]": ("passed", ""),
    "path: a.json\nexpect: [{at: '', contains: items}]": ("passed", ""),
    "path: a.json\nexpect: [{at: /none, equals: 1}]": ("failed", "at `/none`: there is nothing"),
    "path: a.json\nexpect: [{at: '$.items[?x]', equals: 1}]": (
        "error",
        "JSONPath `$.items[?x]` cannot be read: unexpected 'x'",
    ),
    "path: a.yaml\nexpect: [{at: /a, equals: 1}]": ("passed", ""),
    "path: a.toml\nexpect: [{at: '$.project.dependencies[*]', len: 0}]": ("passed", ""),
    "path: none.json\nexpect: [{at: /a, equals: 1}]": ("failed", "`none.json` does not exist"),
    "path: bad.json\nexpect: [{at: /a, equals: 1}]": (
        "failed",
        "the data is not json: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    "run: [cat, a.csv]\nformat: csv\nexpect: [{at: /1/name, equals: Bob}]": ("passed", ""),
    "run: [sleep, '9']\ntimeout_s: 0.2\nformat: csv\nexpect: [{at: /1, len: 1}]": ("error", "stopped after 0.2 s"),
}


@pytest.mark.parametrize("text", DATA)
def test_data(text: str, workspace: Workspace) -> None:
    (workspace.tree / "a.json").write_text('{"items": [{"name": "Anna"}, {"name": "Bob"}]}')
    (workspace.tree / "bad.json").write_text("{a}")
    (workspace.tree / "a.yaml").write_text("a: 1\n")
    (workspace.tree / "a.toml").write_text('[project]\nname = "x"\n')
    (workspace.tree / "a.csv").write_text("name,age\nAnna,1\nBob,2\n")
    assert verdict(workspace, f"kind: data\n{text}") == DATA[text]


def test_golden(workspace: Workspace) -> None:
    (workspace.spec / "checks" / "out.txt").write_text("a\nb\n")
    same = "kind: golden\nrun: [printf, 'a  \\nb']\nexpected_file: checks/out.txt\nnormalize: [trailing_space]"
    other = "kind: golden\nrun: [printf, 'a\\nc\\n']\nexpected_file: checks/out.txt"
    none = "kind: golden\nrun: ['true']\nexpected_file: checks/none.txt"
    assert [verdict(workspace, text) for text in (same, other, none)] == [
        ("passed", ""),
        ("failed", "the output differs from line 2 on:  a ⏎ -b ⏎ +c"),
        ("error", "file `checks/none.txt` is missing in the spec's folder"),
    ]


def test_absent(workspace: Workspace) -> None:
    (workspace.tree / "src").mkdir()
    (workspace.tree / "src" / "a.py").write_text("import os\nimport requests\n")
    texts = [
        "kind: absent\npaths: ['**/*.py']\npattern: '^import socket'",
        "kind: absent\npaths: ['src/**']\npattern: '^import requests'",
        "kind: absent\npaths: ['*.rs']\npattern: x",
    ]
    assert [verdict(workspace, text) for text in texts] == [
        ("passed", ""),
        ("failed", "src/a.py:2: found 'import requests'"),
        ("failed", "no file matches `*.rs`"),
    ]


def test_schema(workspace: Workspace) -> None:
    (workspace.spec / "checks" / "s.json").write_text('{"required": ["name"]}')
    (workspace.spec / "checks" / "bad.json").write_text('{"type": 3}')
    (workspace.tree / "good.yaml").write_text("name: x\n")
    (workspace.tree / "bad.json").write_text("{}")
    texts = [
        "instance: good.yaml\nschema_file: checks/s.json",
        "instance: bad.json\nschema_file: checks/s.json",
        "instance: bad.json\nschema_file: checks/s.json\nvalid: false",
        "instance: none.json\nschema_file: checks/s.json",
        "instance: bad.json\nschema_file: checks/bad.json",
    ]
    assert [verdict(workspace, f"kind: schema\n{text}")[0] for text in texts] == [
        "passed",
        "failed",
        "passed",
        "failed",
        "error",
    ]


def test_bench(workspace: Workspace) -> None:
    fast = "kind: bench\nrun: ['true']\nrepeats: 3\nunit: s\nexpect: {le: 5}"
    slow = "kind: bench\nrun: [sleep, '0.05']\nrepeats: 2\nstat: min\nexpect: {lt: 10}"
    broken = "kind: bench\nrun: ['false']\nexpect: {le: 5}"
    assert [execute(workspace, text).outcome for text in (fast, slow, broken)] == ["passed", "failed", "failed"]


def test_review_is_never_a_pass(workspace: Workspace) -> None:
    assert verdict(workspace, "kind: review\nquestion: Is it nice?") == (
        "skipped",
        "for a person to judge: Is it nice?",
    )


@pytest.mark.parametrize("name", KINDS)
def test_the_examples_in_the_manual_of_a_kind_are_valid(name: str) -> None:
    page = sys.modules[KINDS[name].__module__].__doc__ or ""
    blocks = re.findall(r"(?m)^    id: .*(?:\n    .*)*", page)
    examples = [yaml.safe_load("\n".join(line[4:] for line in block.split("\n"))) for block in blocks]
    assert [KINDS[name].model_validate(example).model_dump()["kind"] for example in examples] == [name] * len(examples)
    assert len(examples) >= (1 if name == "review" else 2)


@pytest.mark.parametrize("name", KINDS)
def test_every_field_of_every_kind_is_described(name: str) -> None:
    schema: dict[str, Any] = KINDS[name].model_json_schema()
    fields = [(name, key, field) for key, field in schema["properties"].items()]
    fields += [
        (d, key, field) for d, model in schema.get("$defs", {}).items() for key, field in model["properties"].items()
    ]
    assert [(model, key) for model, key, field in fields if not (field.get("description") or "$ref" in field)] == []
