"""
Scenes that a document tells in steps: given, when, then.

A scenario is played where everything that is given can be brought about: files with their content, commands that have
been run, a state that holds in an empty folder. What is given in other words is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ....model import Item, Prd
from .. import http, sentences, words
from ..calls import Call, looks_like_file, read
from ..fact import Fact, Gap, Run
from ..fixtures import fixtures
from ..json_text import data_or_text
from ..knowledge import Knowledge, whole
from ..lazily import lazy
from ..markdown import Fence, pieces, spans
from ..rows import METHODS
from .gherkin import Scenario, Step, scenarios
from .rows import row_scenarios

_SPEECH = lazy(
    r"\b(?:I|we|they|he|she|you|the user|a user|one)\s+(?:should\s+|must\s+|will\s+)?(?:sees?|gets?)\b", re.I
)
_SHOULD = lazy(r"\bshould\s+(?=print|output|write|contain|exit|show|be\b|equal)", re.I)
_QUOTED = lazy(r"\"([^\"\n]*)\"")
_HARMLESS = lazy(
    r"^(?:(?:an?|the|one|two|three|some|any|no|zwei|drei|un|una|dos|deux|dois)\s+)?(?:\w+\s+){0,2}"
    r"(?:numbers?|arguments?|values?|integers?|strings?|inputs?|words?|operands?|parameters?|options?|"
    r"zahlen|argumente|werte|números|argumentos|nombres|valeurs)\W*$",
    re.I,
)
"""Only the arguments are given, which stand in the command itself."""
_REQUEST = lazy(rf"\b(?:{METHODS})\b`?\s+`?/")
_HOLDS = lazy(
    r"(?<=`)\s+(?:holds?|contains?|has|enthält|contiene|contient|contém)\s+(?=`[^`]*`\s*(?:$|,|and\b|und\b|y\b|et\b|e\b))"
)
_PLAIN = lazy(r"\b(?:is|has been) (?:installed|available|on the path|built)\b|\b(?:a|the) (?:terminal|shell)\b", re.I)


def study(prd: Prd, known: Knowledge) -> Knowledge:
    """What the whole PRD tells."""
    return known


def play(item: Item, world: Knowledge) -> Iterator[Fact | Gap]:
    """The scenarios of an item, each in a folder of its own."""
    for text in whole(item)[1:]:
        for scenario in row_scenarios(text):
            yield from _Player(item.id, scenario, world).play()
        for part in _stretches(text):
            for scenario in scenarios(part):
                yield from _Player(item.id, scenario, world).play()


def _stretches(text: str) -> Iterator[str]:
    """Fences by themselves, and the text between them."""
    found = [piece for piece in pieces(text) if isinstance(piece, Fence)]
    yield from (fence.text for fence in found)
    for fence in found:
        text = text.replace(fence.text, "")
    yield text


@dataclass(slots=True)
class _Player:
    """Reads the steps of one scenario into runs or requests."""

    item: str
    scenario: Scenario
    known: Knowledge
    files: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    asked: str = ""
    """The request that was sent, in the document's words."""
    missing: str = ""
    set_up: bool = False
    """Something is given, so what comes out leans on nothing else."""

    def play(self) -> Iterator[Fact | Gap]:
        told: list[Step] = []
        for step in self.scenario.steps:
            if step.role == "given":
                self.set_up = True
                self._given(step)
            elif step.role == "when":
                self._settle(told)
                told = []
                self._when(step)
            else:
                told.append(step)
        exchanges = self._requests(told) if self.asked else ()
        if not self.asked:
            self._settle(told)
        asserts = any(run.expect for run in self.runs) or exchanges
        if self.missing and asserts:
            yield Gap(self.item, self.scenario.quote, self.missing)
        elif exchanges:
            yield Fact(self.item, "http", self.scenario.quote, body={"exchanges": exchanges})
        elif asserts and self._files_known():
            yield Fact(self.item, "command", self.scenario.quote, tuple(self.runs), self.files)

    def _files_known(self) -> bool:
        needed = {name for run in self.runs for name in run.call.inputs() if not words.GONE.search(str(run.expect))}
        made = {name for run in self.runs for name in run.call.outputs()}
        for name in needed - made - self.files.keys():
            if name not in self.known.fixtures:
                return False
            self.files[name] = self.known.fixtures[name]
        return True

    def _given(self, step: Step) -> None:
        marked = _HOLDS.sub(" with the lines ", _marked(step.text, self.known))
        made = dict(fixtures(marked))
        names = [span.text for span in spans(marked) if span.kind != "text" and looks_like_file(span.text)]
        commands = [call for call in (self._call(span.text) for span in spans(marked) if span.kind == "code") if call]
        if step.block is not None and len(names) == 1:
            self.files[names[0]] = step.block + "\n"
        elif made:
            self.files |= made
        elif commands:
            self.runs += [Run(call) for call in commands]
        elif not (words.EMPTY_STATE.search(step.text) or (words.NOT.search(step.text) and names)) and not (
            _HARMLESS.search(step.text) or _PLAIN.search(step.text)
        ):
            self.missing = self.missing or f"how to bring about what is given (“{step.text.strip(' .,')}”) is not told"

    def _when(self, step: Step) -> None:
        marked = _marked(step.text, self.known)
        if _REQUEST.search(marked):
            self.asked = f"{self.asked} {marked}" if self.asked else marked
            return
        calls = [call for call in (self._call(span.text) for span in spans(marked) if span.kind == "code") if call]
        if len(calls) != 1:
            self.missing = self.missing or f"which command is run (“{step.text.strip(' .,')}”) is not told"
            return
        self.runs.append(Run(calls[0]))

    def _call(self, text: str) -> Call | None:
        call = read(text, self.known.names) if sentences.is_command(text, self.known) else None
        return call if call and call.product else None

    def _settle(self, told: list[Step]) -> None:
        """What comes of the last command."""
        if not told or not self.runs:
            return
        call = self.runs[-1].call
        sentence = f"`{call.written}` " + " and ".join(_outcome(step, self.known) for step in told)
        for statement in sentences.statements(sentence, self.known):
            if not self.set_up:
                self.missing = self.missing or statement.unclear
            if statement.calls and statement.expect:
                self.runs[-1] = Run(call, statement.expect)
        shown = [step.block for step in told if step.block is not None]
        if len(shown) == 1 and words.PRINTS.search(told[0].text):
            self.runs[-1] = Run(call, {**self.runs[-1].expect, "stdout": data_or_text(shown[0])})

    def _requests(self, told: list[Step]) -> list[dict[str, Any]]:
        sentence = f"{self.asked} " + " and ".join(step.text.strip(" .") for step in told)
        found = [http.settled(exchange) for exchange in http.sentence_exchanges(sentence)]
        self.missing = self.missing or next((exchange.unclear for exchange in found if exchange.unclear), "")
        return [exchange.as_check() for exchange in found]


def _marked(text: str, known: Knowledge) -> str:
    """The text with commands and file names in quotation marks as code."""

    def code(quoted: re.Match[str]) -> str:
        inner = quoted[1]
        return f"`{inner}`" if sentences.is_command(inner, known) or looks_like_file(inner) else quoted[0]

    return _QUOTED.sub(code, text)


def _outcome(step: Step, known: Knowledge) -> str:
    """The step as the end of a sentence about a command."""
    text = _SPEECH.sub("it shows", _marked(step.text, known)).strip(" .,:")
    return _SHOULD.sub("must ", text).replace("must print", "prints").replace("must contain", "contains")
