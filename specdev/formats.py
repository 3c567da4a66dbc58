"""
Diagnostics as text for people, JSON, SARIF 2.1.0 or GitHub annotations.

    vision.md:4:3: warning[SD204]: `fast` is vague
      |
    4 | - Make it fast
      |           ^^^^
      = help: say a number

A new format is a function and a row in FORMATS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from . import __version__
from .console import clean
from .diagnostics import CODES, SEVERITIES, Diagnostic
from .layout import count, width

Sources = Callable[[str], str | None]
"""Path to the text of a document, None where it cannot be had; `{…}.get` is one."""

MAX_COLUMNS = 120
"""Of a source line that is shown; of a longer one the part around the place."""

_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;34", "hint": "1;36"}


def render(
    diagnostics: Sequence[Diagnostic],
    format: str,
    *,
    sources: Sources = lambda path: None,
    color: bool = False,
    files: int = 0,
) -> str:
    """
    The findings in the format of that name (a key of FORMATS), with a line end at the end; KeyError for another.

    `files` is the number of files that were judged, for the summary.
    """
    return FORMATS[format](diagnostics, sources, color, files)


def summary(diagnostics: Sequence[Diagnostic], files: int) -> dict[str, int]:
    """How many of each severity, and how many files were judged."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for found in diagnostics:
        counts[found.severity] += 1
    return {f"{severity}s": number for severity, number in counts.items()} | {"files": files}


def as_data(found: Diagnostic) -> dict[str, Any]:
    """One finding as JSON data; see the diagnostics schema."""
    where = found.span
    return {
        "code": found.code,
        "severity": found.severity,
        "path": where.path,
        "line": where.line,
        "column": where.column,
        "end_line": where.end_line,
        "end_column": where.end_column,
        "message": found.message,
        "hint": found.hint,
        "url": found.url,
    }


def _json(found: Sequence[Diagnostic], sources: Sources, color: bool, files: int) -> str:
    data = {"diagnostics": [as_data(d) for d in found], "summary": summary(found, files)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _text(found: Sequence[Diagnostic], sources: Sources, color: bool, files: int) -> str:
    paint = _painted if color else _unpainted
    lines: dict[str, list[str]] = {}
    parts = []
    for one in found:
        path = one.span.path
        if path not in lines:
            lines[path] = (sources(path) or "").splitlines()
        parts.append("\n".join(_finding(one, lines[path], paint)) + "\n")
    return "\n".join([*parts, _total(found, files) + "\n"])


def _painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m"


def _unpainted(text: str, style: str) -> str:
    return text


def _finding(found: Diagnostic, lines: Sequence[str], paint: Callable[[str, str], str]) -> Iterator[str]:
    where = found.span
    head = paint(f"{found.severity}[{found.code}]", _COLORS[found.severity])
    yield f"{clean(where.path)}:{where.line}:{where.column}: {head}: {paint(clean(found.message), '1')}"
    gutter = " " * len(str(where.line))
    if 0 < where.line <= len(lines) and lines[where.line - 1].strip():
        shown, carets = _underlined(lines[where.line - 1], where.column, _last_column(found, lines[where.line - 1]))
        bar = paint("|", "34")
        yield f"{gutter} {bar}"
        yield f"{paint(str(where.line), '34')} {bar} {shown}"
        yield f"{gutter} {bar} {paint(carets, _COLORS[found.severity])}"
    if found.hint:
        yield f"{gutter} {paint('=', '34')} help: {clean(found.hint)}"


def _last_column(found: Diagnostic, line: str) -> int:
    where = found.span
    if where.end_line > where.line:
        return len(line.rstrip())
    return where.end_column or where.column


def _underlined(line: str, first: int, last: int) -> tuple[str, str]:
    """A source line, cut to MAX_COLUMNS around the place, and the carets below it; columns count from 1."""
    begin = max(0, min(first - 1 - MAX_COLUMNS // 3, len(line) - MAX_COLUMNS)) if len(line) > MAX_COLUMNS else 0
    part = line[begin : begin + MAX_COLUMNS]
    left, right = "…" if begin else "", "…" if begin + MAX_COLUMNS < len(line) else ""
    start = min(max(first - 1 - begin, 0), len(part))
    end = min(max(last - begin, start + 1), max(len(part), start + 1))
    before, marked = (clean(text.replace("\t", " ")) for text in (part[:start], part[start:end]))
    shown = left + clean(part.replace("\t", " ").rstrip()) + right
    return shown, " " * width(left + before) + "^" * max(width(marked), 1)


def _total(found: Sequence[Diagnostic], files: int) -> str:
    counts = summary(found, files)
    named = [(counts[f"{severity}s"], severity) for severity in SEVERITIES]
    parts = [
        count(number, word, "info" if word == "info" else "") for number, word in named if number or word == "error"
    ]
    return ", ".join(parts) + (f" in {count(files, 'file')}" if files else "")


# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def _github(found: Sequence[Diagnostic], sources: Sources, color: bool, files: int) -> str:
    return "".join(_annotation(one) + "\n" for one in found)


def _annotation(found: Diagnostic) -> str:
    where = found.span
    properties = {"file": where.path, "line": where.line, "col": where.column}
    if where.end_line > where.line:
        properties["endLine"] = where.end_line
    elif where.end_column:
        properties["endColumn"] = where.end_column
    properties["title"] = found.code
    listed = ",".join(f"{key}={_escaped(str(value), _IN_PROPERTY)}" for key, value in properties.items())
    message = found.message + (f"\nhelp: {found.hint}" if found.hint else "")
    return f"::{_GITHUB_LEVELS[found.severity]} {listed}::{_escaped(message, _IN_MESSAGE)}"


def _escaped(text: str, table: Mapping[int, str]) -> str:
    return clean(text, lines=True).translate(table)


# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}


def _sarif(found: Sequence[Diagnostic], sources: Sources, color: bool, files: int) -> str:
    names = sorted({one.code for one in found})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "specdev",
                        "version": __version__,
                        "informationUri": "https://specdev.dev",
                        "rules": [_sarif_rule(name) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(one, names.index(one.code)) for one in found],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(name: str) -> dict[str, Any]:
    known = CODES.get(name)
    rule: dict[str, Any] = {"id": name, "helpUri": f"https://specdev.dev/diagnostics#{name.lower()}"}
    if known:
        rule["shortDescription"] = {"text": known.template}
        rule["defaultConfiguration"] = {"level": _SARIF_LEVELS[known.severity]}
        page = known.page or known.help
        if page:
            rule["fullDescription"] = {"text": page}
            rule["help"] = {"text": page}
    return rule


def _sarif_result(found: Diagnostic, rule: int) -> dict[str, Any]:
    where = found.span
    region = {"startLine": where.line, "startColumn": where.column}
    if where.end_line > where.line:
        region["endLine"] = where.end_line
    if where.end_column:
        region["endColumn"] = where.end_column + 1  # SARIF's end is exclusive
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[found.severity],
        "message": {"text": found.message + (f"\n{found.hint}" if found.hint else "")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(where.path), "uriBaseId": "%SRCROOT%"},
                    "region": region,
                }
            }
        ],
    }


_IN_URI = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
"""Bytes that a relative URI has as they are (RFC 3986, 2.3, and the slash)."""


def _uri(path: str) -> str:
    return "".join(chr(byte) if byte in _IN_URI else f"%{byte:02X}" for byte in path.encode())


FORMATS: dict[str, Callable[[Sequence[Diagnostic], Sources, bool, int], str]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""The formats by the name that `--format` takes."""
