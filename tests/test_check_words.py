"""Checks in words, and their seal."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from specdev.checks.describe import describe
from specdev.checks.seal import seal, used_files

DESCRIBED = {
    "kind: command\nrun: [calc, add, '3', '4']\nexpect: {exit: 0, stdout: '7'}": (
        "run `calc add 3 4` in the repository's top folder; the exit status is 0 and standard output is exactly `7`"
    ),
    "kind: command\nrun: [calc, sum, in.txt]\ncwd: '{scratch}'\nfiles_in: [checks/in.txt]\nstdin: \"1\\n\"\n"
    "expect: {stderr: {contains: [a, b]}}": (
        "run `calc sum in.txt` in a folder that holds `in.txt` (`checks/in.txt`), with `1` on standard "
        "input; standard error contains `a` and `b`"
    ),
    "kind: command\ncwd: '{scratch}'\nsteps: [{run: [a]}, {run: [b, c d], expect: {output: \"x\\ny\"}}]": (
        "in order, in an empty folder:\n\n1. run `a`\n2. run `b 'c d'`; what it prints is exactly:\n\n"
        "```text\nx\ny\n```"
    ),
    "kind: command\ncwd: '{scratch}'\nsteps: [{run: [a], files_in: [checks/in.txt]}, {fresh: true, run: [b], expect: "
    "{unchanged: [x]}}, {fresh: true, files_in: {x: {file: checks/y, times: 9}}, run: [c], expect: {exit: 0}}]": (
        "in order, in an empty folder:\n\n1. with `in.txt` (`checks/in.txt`): run `a`\n"
        "2. emptied: run `b`; `x` is unchanged\n3. emptied, with `x` (9 times "
        "`checks/y`): run `c`; the exit status is 0"
    ),
    "kind: http\nservice: {run: [shop]}\nexchanges: [{request: {path: /x}, expect: {}}, {begin: restart, request: "
    "{path: /x}, expect: {data: [{at: '$[*].id', equals: [a, b]}]}}]": (
        "start `shop` on a free port (also in `PORT`), then send, in order:\n\n"
        "1. `GET /x`\n2. after the service was stopped and started again in the same folder: `GET /x`; in the body "
        '`$[*].id` is exactly `["a", "b"]`'
    ),
    "kind: http\nservice: {run: [shop]}\nexchanges: ["
    "{request: {path: /a}, expect: {status: 200, json: {say: [1, 2]}}}, "
    "{request: {path: /b}, expect: {status: 200, json: {say: [1, 2]}}}, {request: {path: /c}, expect: {}}, "
    "{begin: fresh, request: {path: /a}, expect: {status: 200, json: {say: [1, 2]}}}, "
    "{request: {path: /b}, expect: {status: 200, json: {say: [1, 2]}}}, {request: {path: /d}, expect: {data: ["
    "{at: '', contains: [a, b]}, {at: $.a, equals: x}, {at: $.b, equals: 2}, {at: $.c, gt: 1}]}}]": (
        "start `shop` on a free port (also in `PORT`), then send, in order:\n\n"
        '1. `GET /a`; the status is 200 and the body is the JSON `{"say": [1, 2]}`\n2. `GET /b`; the same answer\n'
        "3. `GET /c`\n4 to 5. with the service started anew in an empty folder: requests 1 to 2 again\n"
        '6. `GET /d`; the body has `"a": "x", "b": 2` and in the body `$.c` is greater than `1`'
    ),
    "kind: http\nservice: {run: [shop]}\nexchanges: [{request: {method: POST, path: /x, json: {a: 1, b: 2}}, expect: "
    "{files: [{path: x.db}]}, capture: {id: $.id}}, {request: {method: POST, path: '/x/{id}', json: {a: 3, b: 2}}, "
    "expect: {}}, {request: {method: POST, path: /x, json: {b: 2}}, expect: {}}]": (
        "start `shop` on a free port (also in `PORT`), then send, in order:\n\n"
        '1. `POST /x` with the JSON body `{"a": 1, "b": 2}`; the file `x.db` exists; `{id}` below is what the body '
        'holds at `$.id`\n2. `POST /x/{id}` with the JSON body of request 1, but `"a": 3`\n'
        '3. `POST /x` with the JSON body of request 1, without `"a"`'
    ),
    "kind: command\nrun: 'a | b'\nshell: true\nexpect: {exit: nonzero, files: [{path: o.csv, line_count: 3}]}": (
        "run `a | b` in the repository's top folder; the exit status is not 0 and the file `o.csv` has `3` lines"
    ),
    "kind: command\nrun: [node, '{tree}/a.js']\ncwd: '{scratch}'\nexpect: {stdout: {json: {a: 1}}}": (
        'run `node <repository>/a.js` in an empty folder; standard output is the JSON `{"a": 1}`'
    ),
    "kind: command\nrun: [echo, '`']\nexpect: {stdout: '`x`'}": (
        "run ``echo '`'`` in the repository's top folder; standard output is exactly `` `x` ``"
    ),
    "kind: test\nrunner: pytest\nselect: FR-005": (
        "write a test with `FR_005` in its name, in upper or lower case, and run the tests with pytest: they are "
        "found, all of them pass and none is skipped. They must fail on the code as it was before."
    ),
    "kind: file\npath: LICENSE\nexpect: {exists: true}": "`LICENSE` exists",
    "kind: file\npath: a\nexpect: {matches: '^x'}": "`a` matches the regular expression `^x`",
    "kind: http\nservice: {run: [shop, serve, '{port}']}\nexchanges: [{request: {path: /x}, expect: {status: 404, "
    "json: {a: b}}}]": (
        "start `shop serve <port>` on a free port (also in `PORT`), then send, in "
        'order:\n\n1. `GET /x`; the status is 404 and the body is the JSON `{"a": "b"}`'
    ),
    "kind: data\npath: p.toml\nexpect: [{at: $.a, len: 0}, {at: /b, equals: 1}]": (
        "in `p.toml`, nothing stands at `$.a` and at `/b`: is exactly `1`"
    ),
    "kind: absent\npaths: ['**/*.py']\npattern: x": "no file of `**/*.py` matches the regular expression `x`",
    "kind: bench\nrun: [a]\nrepeats: 3\nstat: p95\nunit: s\nexpect: {le: 1}": (
        "run `a`, 3 times; the p95 of the times is at most 1 s"
    ),
    "kind: review\nquestion: Nice?": "a person judges: Nice?",
    "kind: other\nx: 1": "other check: x `1`",
}


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_check_in_words(text: str) -> None:
    check = {"id": "T001.1", "covers": ["FR-001", "FR-002"], "timeout_s": 10, **yaml.safe_load(text)}
    assert describe(check) == f"**T001.1** (FR-001, FR-002): {DESCRIBED[text]}"


def test_a_seal_is_of_what_the_checks_do() -> None:
    check = {"id": "T001.1", "run": ["a"], "quote": "words", "files_in": {"x": "checks/x"}}
    files = {"checks/x": "1\n"}
    whole = seal([check], files)
    assert whole == seal([{**check, "quote": "others", "source": {"lines": [1, 1]}}], {"checks/x": b"1\n"})
    assert whole == seal([check], files)
    assert whole != seal([{**check, "run": ["b"]}], files)
    assert whole != seal([check], {"checks/x": "2\n"})
    assert whole != seal([check, check], files)
    assert used_files([check, {"files_in": ["checks/y"], "expected_file": "checks/z"}]) == (
        "checks/x",
        "checks/y",
        "checks/z",
    )


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3), st.text(max_size=4), st.text(max_size=4))
def test_no_two_sets_of_files_have_one_seal(files: dict[str, str], name: str, text: str) -> None:
    other = {**files, name: text}
    assert (seal([], files) == seal([], other)) == (files == other)
