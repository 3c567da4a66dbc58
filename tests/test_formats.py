"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from specdev import codes
from specdev.diagnostics import Diagnostic, Span
from specdev.formats import FORMATS, render
from specdev.schemas import build

FOUND = [
    Diagnostic("SD604", "error", Span("a b.md", 2, 3, 2, 6), "circle: `x`\x1b[31m", "do: this, 100%"),
    Diagnostic("SD619", "info", Span("a b.md", 3, 150), "far right"),
    Diagnostic("SD606", "warning", Span("c.md", 1, 1, 3, 4), "three lines\nin one"),
    Diagnostic("SD607", "hint", Span("gone.md", 9, 9), "no such line"),
]
SOURCES = {"a b.md": "x\n日本\tabcdef\n" + "y" * 300 + "\n", "c.md": "first \x07 line  \nx\ny\n"}.get


def test_text():
    assert render(FOUND, "text", sources=SOURCES, files=3) == (
        "a b.md:2:3: error[SD604]: circle: `x`\\x1b[31m\n"
        "  |\n"
        "2 | 日本 abcdef\n"
        "  |     ^^^^\n"
        "  = help: do: this, 100%\n"
        "\n"
        "a b.md:3:150: info[SD619]: far right\n"
        "  |\n"
        f"3 | …{'y' * 120}…\n"
        f"  | {' ' * 41}^\n"
        "\n"
        "c.md:1:1: warning[SD606]: three lines\\x0ain one\n"
        "  |\n"
        "1 | first \\x07 line\n"
        "  | ^^^^^^^^^^^^^^^\n"
        "\n"
        "gone.md:9:9: hint[SD607]: no such line\n"
        "\n"
        "1 error, 1 warning, 1 info, 1 hint in 3 files\n"
    )


def test_text_of_nothing():
    assert render([], "text", files=1) == "0 errors in 1 file\n"


def test_colour_only_when_asked():
    assert "\x1b" not in render(FOUND, "text", sources=SOURCES)
    painted = render(FOUND[:1], "text", sources=SOURCES, color=True)
    assert painted.startswith("a b.md:2:3: \x1b[1;31merror[SD604]\x1b[0m: \x1b[1mcircle: `x`\\x1b[31m\x1b[0m\n")


def test_json_fits_its_schema():
    data = json.loads(render(FOUND, "json", files=3))
    Draft202012Validator(build()["diagnostics"]).validate(data)
    assert data["summary"] == {"errors": 1, "warnings": 1, "infos": 1, "hints": 1, "files": 3}
    assert data["diagnostics"][0] == {
        "code": "SD604",
        "severity": "error",
        "path": "a b.md",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 6,
        "message": "circle: `x`\x1b[31m",
        "hint": "do: this, 100%",
        "url": "https://specdev.dev/diagnostics#sd604",
    }


def test_github():
    assert render(FOUND, "github") == (
        "::error file=a b.md,line=2,col=3,endColumn=6,title=SD604::circle: `x`\\x1b[31m%0Ahelp: do: this, 100%25\n"
        "::notice file=a b.md,line=3,col=150,title=SD619::far right\n"
        "::warning file=c.md,line=1,col=1,endLine=3,title=SD606::three lines%0Ain one\n"
        "::notice file=gone.md,line=9,col=9,title=SD607::no such line\n"
    )


def test_github_escapes_properties():
    odd = Diagnostic("SD606", "error", Span("a,b:c%\n.md", 1, 1), "x")
    assert render([odd], "github") == "::error file=a%2Cb%3Ac%25%0A.md,line=1,col=1,title=SD606::x\n"


def closed(properties: dict, required: list[str]) -> dict:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


# What the SARIF 2.1.0 standard says of the parts that we write, in our words (sections 3.13 to 3.52).
TEXT = closed({"text": {"type": "string", "minLength": 1}}, ["text"])
URI = {"type": "string", "pattern": r"^[^\s\\]+$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LINE = {"type": "integer", "minimum": 1}
RULE = closed(
    {
        "id": {"type": "string"},
        "helpUri": {**URI, "format": "uri"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": closed({"level": LEVEL}, ["level"]),
    },
    ["id"],
)
REGION = closed(dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), LINE), ["startLine"])
ARTIFACT = closed({"uri": {**URI, "pattern": r"^[^\s\\/][^\s\\]*$"}, "uriBaseId": {"type": "string"}}, ["uri"])
LOCATION = closed({"physicalLocation": closed({"artifactLocation": ARTIFACT, "region": REGION}, [])}, [])
RESULT = closed(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
    },
    ["message"],
)
DRIVER = closed(
    {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "informationUri": URI,
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
    ["name"],
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}, ["driver"]),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
    ["tool"],
)
SARIF = closed(
    {"$schema": URI, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}}, ["version", "runs"]
)


def test_sarif():
    codes.load_all()
    data = json.loads(render(FOUND, "sarif", sources=SOURCES))
    Draft202012Validator.check_schema(SARIF)
    Draft202012Validator(SARIF).validate(data)
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SD604", "SD606", "SD607", "SD619"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["results"][0] == {
        "ruleId": "SD604",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "circle: `x`\x1b[31m\ndo: this, 100%"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20b.md", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 2, "startColumn": 3, "endColumn": 7},
                }
            }
        ],
    }


def test_every_format_takes_nothing():
    assert [bool(render([], name).strip()) for name in FORMATS] == [True, True, True, False]
