"""
A statement of a document about a command, and whether it stands by itself.

What is bound to a condition that the example does not bring about, or leans on something that was stored before, is
no fact: it may be true, but nobody could check it with what the document tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import joints, silence, words
from .calls import Call, shows_stored
from .json_text import data_or_text
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Span, spans

_RUN_LEAD = lazy(
    r"(?:\b(?:when|if|once|whenever|wenn|cuando|quand|lorsque|quando|si|se)\b\s*)?(?:\b(?:i|you|we|"
    r"one|the user|a user|user|someone)\b\s*)?"
    r"\b(?:runs?|running|executes?|executing|calls?|calling|invokes?|invoking|types?|typing|enters?|entering|issues?|issuing)\b"
    r"(?:\s+the\s+command)?\s*$",
    re.I,
)
_PRONOUN = lazy(
    r"^\W*(?:it|this|that|the (?:command|program|tool|call|exit|process)|es|dies\w*|der (?:befehl|"
    r"aufruf)|el comando|la commande|o comando|then|and|dann)\b",
    re.I,
)
_GIVEN = lazy(r"^\W*(?:given|gegeben|angenommen|dado|dada|étant donnée?s?|soit)\b", re.I)
_EMPTY_PLACE = lazy(
    r"\b(?:[A-ZÄÖÜ][A-ZÄÖÜ_-]+|(?i:text|title|name|value|message|argument|string|word|label|tag|description|titel|wert"
    r"|nachricht|título|texto|nombre|valor|titre|texte|nom|valeur|nome))\s+(?i:is|ist|está|es|est|é|is left|bleibt)?\s*"
    r"(?i:empty|leer\w*|vac[ií][oa]|vide|vazi[oa])"
    r"|(?i:\bempty (?:text|title|name|value|message|argument|string|word|label|tag)\b)"
    r"|(?i:\bleere[rnms]? (?:text|titel|namen?|wert|nachricht)\b)"
)
"""What a call is given is empty, not the folder that it works in."""
_CASE = lazy(
    r"\b(?:on|upon|for|given|handles?|during|in case of|over|above|below)\b|\b(?:bei|für|während|im fall\w*)\b"
    r"|\b(?:para|ante|por|en caso de)\b|\b(?:pour|lors d|en cas d)|\b(?:em caso de|ao)\b",
    re.I,
)
"""What follows is a case of many."""
_TO_STREAM = lazy(
    r"\b(?:on|to|auf|en|por|sur|em|na|an|in)\s+(?:the\s+|der\s+|die\s+|la\s+|a\s+)?(?:std\w+|standard\w*|fehler(?:ausgabe|kanal)"
    r"|salida|error|sortie|saída|terminal|screen|console)\b"
    r"|\b(?:on|for) (?:its own|itself|(?:an?|one|separate|its) \w*\s?lines?)\b",
    re.I,
)
_ERROR = lazy(r"\bfehler\w*", re.I)
_EARLIER = lazy(
    r"\b(?:earlier|older|previous|former|frühere\w*|ältere\w*|anteriores|antiguas|anciennes|précédentes|antigas)\s+"
    r"(?:releases?|versions?|versionen|versiones|versões)\b"
    r"|\b(?:versiones|versões|versions) (?:anteriores|antiguas|antigas|antérieures|précédentes|anciennes)\b"
    r"|\b(?:until|up to|before|bis|vor|hasta|jusqu['’]à|até) (?:la |a )?(?:version|release|versión|versão) \d",
    re.I,
)
FILLER = lazy(
    r"\b(?:only|exactly|just|simply|always|nur|genau|solo|sólo|exactamente|exactement|seulement|apenas|exatamente)\b",
    re.I,
)


@dataclass(slots=True)
class Statement:
    """What one sentence says of one command (or of several that do the same)."""

    calls: list[Call] = field(default_factory=list)
    setup: list[Call] = field(default_factory=list)
    """Commands that have been run before: after `x`, `y` prints …"""
    expect: dict[str, Any] = field(default_factory=dict)
    quote: str = ""
    unclear: str = ""
    """Why it is no fact, as far as it is worth a question."""

    def told_below(self) -> bool:
        """Whether the sentence announces the output that a fence below it holds: "`x` prints:"."""
        if not self.calls or set(self.expect) - {"exit"}:
            return False
        last = spans(self.quote)[-1].text.rstrip()
        verbs = list(words.PRINTS.finditer(last))
        ends = bool(verbs) and (last.endswith(":") or verbs[-1].end() == len(last))
        return ends and not words.LIKE.search(last) and not negated(last)

    def tell(self, text: str, known: Knowledge) -> None:
        """The output stands below the sentence."""
        self.expect["stdout"] = data_or_text(text)
        self.unclear = self.unclear or _doubt(self, self.quote, known, bool(words.ERROR_TEXT.search(text)))
        self.quote = f"{self.quote}\n{text}"


def about(statement: Statement, call: Call, known: Knowledge) -> bool:
    """
    Give a statement without a command the one that its section is about; whether the sentence speaks of it.

    It does where it begins with the verb ("Prints `idle`") or with a state that holds in an empty folder ("If nothing
    is stored, it prints `idle`"); other sentences have a subject of their own.
    """
    sentence = statement.quote
    lead = sentence.split("`")[0]
    verb = words.PRINTS.match(sentence) or words.SHOWS.match(sentence)
    state = (
        words.CONDITION.match(sentence)
        and words.EMPTY_STATE.search(lead)
        and _PRONOUN.search(f" {lead.split(',')[-1]}")
    )
    if statement.calls or not (verb or state):
        return False
    statement.calls = [call]
    error = statement.expect.get("exit") not in (None, 0) or bool(words.ERROR_TEXT.search(str(statement.expect)))
    statement.unclear = statement.unclear or _doubt(statement, sentence, known, error)
    return True


def goes_on(sentence: str) -> bool:
    """Whether the sentence speaks of what the one before it named."""
    return bool(_PRONOUN.match(sentence))


def judged(statement: Statement, sentence: str, known: Knowledge) -> Statement:
    """The statement with its expectations settled; without any where it is no fact."""
    told = statement.expect.pop("_told", [])
    error = statement.expect.get("exit") not in (None, 0) or any(words.ERROR_TEXT.search(text) for _, _, text in told)
    for stream, mode, text in told:
        _settle(statement.expect, stream, mode, text, alone=len(told) == 1, error=error)
    silence.settle(statement.expect)
    if statement.expect and statement.calls and not statement.unclear:
        statement.unclear = _doubt(statement, sentence, known, error)
    return statement


def _settle(expect: dict[str, Any], stream: str, mode: str, text: str, *, alone: bool, error: bool) -> None:
    if mode == "whole" and alone and not error and stream != "stderr":
        expect[stream or "stdout"] = data_or_text(text)
        return
    if mode == "start" and alone and expect.get("exit") in (None, 0) and stream != "stderr":
        expect[stream or "output"] = {"starts_with": text}
        return
    # messages come with more around them (the program's name, a usage line): they are expected as a part
    matcher = expect.setdefault(stream or "output", {"contains": []})
    if isinstance(matcher, dict) and "contains" in matcher:
        matcher["contains"].append(text)


def _doubt(statement: Statement, sentence: str, known: Knowledge, error: bool) -> str:
    """Why the statement may hold only in circumstances that are not told; empty where it stands by itself."""
    told = str(statement.expect)
    free = joints.SPATIAL.sub("", " ".join(_circumstances(sentence, known)))
    empty = bool(words.EMPTY_STATE.search(_EMPTY_PLACE.sub("", free)))
    if _GIVEN.match(sentence) and not (empty or statement.setup or words.HOLDS.search(free.split(",")[0] + ":")):
        return "what is given is told in words only"
    if words.OR.search(f" {_behind(sentence)}") or words.OR_LATER.search(_behind(sentence)):
        return "one of several outcomes is told"
    if _EMPTY_PLACE.search(free) and "" not in statement.calls[0].arguments:
        return f"what is given to `{statement.calls[0].written}` is told in words only"
    if _EARLIER.search(free):
        return "it is told of an earlier version"
    if joints.LATER.search(free):
        return "it is told of a later version"
    conditional = words.CONDITION.search(free)
    # a call without arguments brings about no condition but that it has none
    brought = error and not known.stateful and bool(statement.calls[0].arguments or statement.calls[0].stdin)
    if conditional and not empty and not statement.setup and not brought:
        return f"it holds only under a condition (`{conditional[0]}`)"
    call = statement.calls[0]
    if known.name and _spoken_of(call, free, error) and not (empty or statement.setup):
        return f"what is given to `{call.written}` is told in words only"
    if known.reads and _lacks_input(call, statement.expect) and not empty:
        return f"what `{call.written}` reads is told in words only"
    written = {file["path"] for file in statement.expect.get("files", ())}
    if call.verb in known.needing and call.arguments[-1:] == (call.verb,) and not words.LACKING.search(free):
        return f"what is given to `{call.written}` is told in words only"
    given = bool(set(call.inputs()) - written) or bool(call.stdin)
    if known.stateful and not statement.setup and not empty and not error and not given:
        numbers = set(re.findall(r"(?<![\w.])\d+(?![\w.])", told)) - set(re.findall(r"\d+", call.written))
        if shows_stored(call, told) or any(int(number) > 1 for number in numbers):
            return f"`{call.written}` depends on what was stored before"
    return ""


def _spoken_of(call: Call, free: str, error: bool) -> bool:
    """Whether a name without arguments says what is spoken of, and words say what it is given: "on any error"."""
    given = [word for word in call.arguments if not word.startswith("-")]
    if call.stdin or given or (call.arguments and not error) or words.LACKING.search(_ERROR.sub("", free)):
        return False
    return bool(_CASE.search(_TO_STREAM.sub("", free)))


_INFORMS = lazy(r"-h|-V|--(?:help|usage|version|about|licen[cs]e|list(?:-\w+)*|print-\w+|show-\w+)")


def _lacks_input(call: Call, expect: Mapping[str, Any]) -> bool:
    """Whether a filter that is given nothing is said to print something."""
    if call.stdin or call.line or call.inputs() or any(_INFORMS.fullmatch(word) for word in call.arguments):
        return False
    return expect.get("exit", 0) == 0 and bool(expect.get("stdout") or expect.get("output"))


def _behind(sentence: str) -> str:
    """The text of the sentence behind its last command up to the last code span."""
    found = spans(sentence)
    codes = [number for number, span in enumerate(found) if span.kind != "text"]
    if len(codes) < 2:
        return ""
    return " ".join(span.text for span in found[codes[0] + 1 :] if span.kind == "text")


def _circumstances(sentence: str, known: Knowledge) -> Iterator[str]:
    """The text of the sentence without the words that only lead to a command."""
    found = spans(sentence)
    for number, span in enumerate(found):
        if span.kind != "text" or _is_joint(found, number, known):
            continue
        text = FILLER.sub("", span.text)
        if number + 1 < len(found) and found[number + 1].kind == "code":
            text = _RUN_LEAD.sub("", text)
            text = words.FOR.sub("", text) if words.FOR.search(text) else text
        yield text


def _is_joint(found: list[Span], number: int, known: Knowledge) -> bool:
    """Whether the text only joins a statement of another command: … prints `7`, while `calc add 1 1` prints `2`."""
    if not 0 < number < len(found) - 2 or not joints.JOINED.fullmatch(found[number].text):
        return False
    command, behind = found[number + 1], found[number + 2].text.strip()
    says = any(pattern.match(behind) for pattern in (words.PRINTS, words.SHOWS, words.EXIT))
    return says and command.kind == "code" and command.text.split()[:1] == [known.name]


def negated(text: str) -> bool:
    """Whether the clause that the text ends with denies what follows: at most four words before it."""
    return bool(words.NOT.search(" ".join(text.rpartition(",")[2].split()[-4:])))
