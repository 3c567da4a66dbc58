"""
Diagnostics: what a rule or a stage has to say about a place in a user's document.

A code is declared beside the code that reports it, and the declaration is the registration:

    PLACEHOLDER = code("SD201", "error", "placeholder `{word}`", help="say the value, or ask the question")
    yield PLACEHOLDER.at(span, word="TBD")

Wording: lower case, names in backticks, what is wrong before what to do, no full stop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "info", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: lines and columns count from 1, columns in characters, the end is inclusive."""

    path: str
    """Relative to the project, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 0
    """0 stands for `line`."""
    end_column: int = 0
    """The last character's column; 0 when not known."""

    @property
    def lines(self) -> tuple[int, int]:
        return self.line, self.end_line or self.line


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `str()` gives the one-line form `path:line:column: severity[CODE]: message`."""

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""

    @property
    def url(self) -> str:
        return f"https://specdev.dev/diagnostics#{self.code.lower()}"

    def __str__(self) -> str:
        where = self.span
        return f"{where.path}:{where.line}:{where.column}: {self.severity}[{self.code}]: {self.message}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: its number, its severity and its wording."""

    name: str
    severity: Severity
    template: str
    help: str
    page: str
    """The manual: what it means, why it matters, what to do (plain text, a few sentences)."""

    def at(self, span: Span, *, hint: str = "", severity: Severity | None = None, **facts: Any) -> Diagnostic:
        """The diagnostic for `span`; `facts` fill the template's fields."""
        message = self.template.format(**{key: _inline(value) for key, value in facts.items()})
        help_text = hint or self.help.format(**{key: _inline(value) for key, value in facts.items()})
        return Diagnostic(self.name, severity or self.severity, span, message, help_text)


CODES: dict[str, Code] = {}
"""Every code that was declared, by name. It is the only registry of codes."""


def code(name: str, severity: Severity, template: str, *, help: str = "", page: str = "") -> Code:
    """Declare a code. Raises ValueError where the name is taken: codes are never reused."""
    if name in CODES:
        raise ValueError(f"diagnostic code {name} is declared twice")
    CODES[name] = Code(name, severity, template, help, page)
    return CODES[name]


def _inline(value: Any) -> str:
    """One line of at most 120 characters, so that a message stays a line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else text[:117] + "…"


def in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, then severity, then code; exact repetitions are dropped."""
    unique = dict.fromkeys(found)
    return sorted(
        unique, key=lambda d: (d.span.path, d.span.line, d.span.column, SEVERITIES.index(d.severity), d.code, d.message)
    )


def promote(found: list[Diagnostic]) -> list[Diagnostic]:
    """The same with every warning as an error: what `--strict` does."""
    return [replace(d, severity="error") if d.severity == "warning" else d for d in found]
