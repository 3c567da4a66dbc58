"""
Answers that stand in a file: a mapping of question to answer, or a list of `{id, answer}`, as YAML or JSON.

    Q-001: yes, with `--round`
    Q-SD311-FR-007: |
      $ ledger check a.ledger
      line 3: unbalanced
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import yamlio
from ..console import clean
from ..diagnostics import Diagnostic, Span, code, in_order
from ..rules.context import Places

UNKNOWN = code(
    "SD713",
    "error",
    "there is no question `{id}`",
    help="`specdev ask --all` lists the questions",
    page="Answers are known by the identifier of their question, as it stands in prd.yaml. A question that the vision "
    "gives no reason to ask any more is gone after the next `specdev plan`, unless it was answered. Nothing was "
    "written.",
)
NO_ANSWER = code(
    "SD714",
    "error",
    "{problem}",
    help="a mapping of question to text, such as `Q-001: what was decided`, or a list of `{{id: …, answer: …}}`",
    page="A file with answers is a mapping of question to text, or a list of mappings with the fields `id` and "
    "`answer`. An answer is text that is not empty: a number or `true` needs quotes, so that it stays as it was "
    "written. Control characters are refused, because a terminal obeys them. Nothing was written.",
)
TWICE = code(
    "SD715",
    "error",
    "`{id}` is answered twice, first in line {line}",
    help="keep one of the answers",
    page="A file gives two answers to one question, and nobody can know which one is meant. Nothing was written.",
)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""How JSON writes a character beyond 16 bits; YAML knows no such pairs."""
_FIELDS = ("id", "answer")


def fault(answer: str) -> str:
    """What keeps the text from being an answer; empty for nothing."""
    if not answer.strip():
        return "is empty"
    found = _CONTROL.search(answer)
    return f"holds the control character {found.group()!a}" if found else ""


def tidy(answer: str) -> str:
    """The answer as it is kept: line ends as `\\n`, no blank lines around it; the indentation of its lines stays."""
    text = answer.replace("\r\n", "\n").rstrip().lstrip("\n")
    return text if "\n" in text else text.strip()


def read(text: str, path: str, known: Sequence[str]) -> tuple[dict[str, str], list[Diagnostic]]:
    """
    (question to answer, what is wrong); `known` are the questions there are, `path` is what the text is called.

    With any error nothing of it is to be taken.
    """
    if text.lstrip()[:1] in ("{", "["):
        text = _PAIR.sub(_character, text)
    loaded = yamlio.load(text, path)
    reading = _Reading(path, text, known, list(loaded.diagnostics))
    if isinstance(loaded.data, dict):
        for key, value in loaded.data.items():
            reading.take(key, value, (key,), (key,))
    elif isinstance(loaded.data, list):
        for index, entry in enumerate(loaded.data):
            reading.entry(entry, index)
    elif loaded.data is not None or not loaded.diagnostics:
        reading.say((), f"these are no answers but {_kind(loaded.data)}")
    if not reading.answers and not reading.found:
        reading.say((), "there are no answers in it")
    return reading.answers, in_order(reading.found)


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    path: str
    text: str
    known: Sequence[str]
    found: list[Diagnostic]
    answers: dict[str, str] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    """Question to the line of its first answer."""
    places: Places | None = None

    def entry(self, entry: Any, index: int) -> None:
        """One entry of a list."""
        if not isinstance(entry, dict):
            self.say((index,), f"an entry has the fields `id` and `answer`, and this is {_kind(entry)}")
            return
        for name in entry:
            if name not in _FIELDS:
                self.say((index, name), f"an entry has the fields `id` and `answer`, not `{name}`", key=True)
        missing = [name for name in _FIELDS if name not in entry]
        for name in missing:
            self.say((index,), f"the entry has no `{name}`")
        if "id" in missing:
            return
        if not isinstance(entry["id"], str):
            self.say((index, "id"), f"an identifier is text, and this is {_kind(entry['id'])}")
        elif missing:
            self._is_known(entry["id"], (index, "id"))
        else:
            self.take(entry["id"], entry["answer"], (index, "id"), (index, "answer"))

    def take(self, name: str, answer: Any, name_at: yamlio.Path, at: yamlio.Path) -> None:
        """One answer; both ways lead to where the name and the answer stand."""
        line = self._span(name_at, key=True).line
        if name in self.first:
            self.found.append(TWICE.at(self._span(name_at, key=True), id=name, line=self.first[name]))
            return
        self.first[name] = line
        known = self._is_known(name, name_at)
        words = "" if answer is None else answer
        if not isinstance(words, str):
            problem = f"the answer to `{name}` is {_kind(words)}, not text"
            scalar = isinstance(words, bool | int | float)
            self.say(at, problem, hint="put it into quotes" if scalar else "")
        elif problem := fault(tidy(words)):
            self.say(at, f"the answer to `{name}` {problem}", hint=_hint(problem))
        elif known:
            self.answers[name] = tidy(words)

    def say(self, at: yamlio.Path, problem: str, *, key: bool = False, hint: str = "") -> None:
        self.found.append(NO_ANSWER.at(self._span(at, key=key), problem=clean(problem), hint=hint))

    def _is_known(self, name: str, at: yamlio.Path) -> bool:
        if name in self.known:
            return True
        self.found.append(UNKNOWN.at(self._span(at, key=True), id=clean(name), hint=near(name, self.known)))
        return False

    def _span(self, at: yamlio.Path, *, key: bool = False) -> Span:
        if self.places is None:
            self.places = Places(Path())
            self.places.take(self.path, self.text)
        return self.places.at(self.path, at, key=key)


def near(name: str, known: Sequence[str]) -> str:
    """A hint with the questions that are called nearly so; empty for none."""
    folded = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=2, cutoff=0.7)
    return f"did you mean {' or '.join(f'`{folded[one]}`' for one in close)}?" if close else ""


def _hint(problem: str) -> str:
    return "write what was decided, or leave the question out" if problem == "is empty" else "take it out"


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "a yes or no"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case dict():
            return "a mapping"
        case _:
            return "a list"


def _character(found: re.Match[str]) -> str:
    high, low = (int(found[number], 16) for number in (2, 3))
    return found[1] + chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
