"""
The clock as an environment variable, and the days that a document calls today.

    Today is the value of the environment variable `ROTA_TODAY`, in the form `YYYY-MM-DD`.
    With 2025-06-05 as today:               what the transcript below shows holds on that day

A product that takes its clock from a variable gives the same every time; so the variable is set for all that is run:
to the day that the words around an example tell, else to the only day that the document calls today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .fact import Fact
from .lazily import any_of, lazy
from .markdown import Sentence, pieces, spans

_VARIABLE = lazy(r"^\$?(?P<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+|NOW|TODAY)$")
_ENVIRONMENT = any_of(
    r"\benvironment(?: variables?)?\b|\benv(?:ironment)? var",
    r"\bumgebungsvariablen?\b|\bvariables? de entorno\b|\bvariables? d['’]environnement\b"
    r"|\bvariáve(?:l|is) de ambiente\b",
)
_CLOCK = any_of(
    r"\btoday\b|\bnow\b|\bcurrent (?:time|date|day|moment)\b|\bthe clock\b",
    r"\bheute\b|\bjetzt\b|\b(?:aktuelle\w*|jetzige\w*|heutige\w*) (?:zeit\w*|uhrzeit|datum|tag)\b",
    r"\bhoy\b|\bahora\b|\b(?:hora|fecha|momento) actual\b|\baujourd['’]hui\b|\bmaintenant\b"
    r"|\b(?:heure|date|moment) (?:actuelle?|courante?)\b|\bhoje\b|\bagora\b|\b(?:hora|data|momento) atual\b",
)
_OTHER = any_of(r"\btime ?zones?\b|\bzeitzonen?\b|\bzonas? horarias?\b|\bfuseaux? horaires?\b|\bfusos? horários?\b")
_YEAR = r"(?:YYYY|JJJJ|AAAA)-MM-(?:DD|TT|JJ)"
_FORM = lazy(rf"^(?P<date>{_YEAR})?(?P<glue>[T ](?=\S))?(?P<time>(?:HH|hh|SS|ss):MM)?$")
_MOMENT = r"`?(?P<moment{n}>\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d)?|\d\d:\d\d)`?"
_TODAY = (
    r"(?:today|now|the current (?:date|day|time)|heute|jetzt|hoy|ahora|aujourd['’]hui|maintenant|hoje|agora"
    r"|(?:the )?(?:date|day) of today)"
)
_TOLD = lazy(
    rf"{_MOMENT.format(n=1)} (?:as|is|being|for|als|ist|como|es|comme|est|é) {_TODAY}\b"
    rf"|\b{_TODAY}(?:['’]s date)?,? (?:is|being|=|was|set to|ist|es|est|é)(?: the day)? {_MOMENT.format(n=2)}",
    re.I,
)
_RELATIVE = any_of(
    r"\b(?:late|overdue|ago|yesterday|today|tomorrow|days? left|due in)\b",
    r"\b(?:überfällig|verspätet|gestern|heute|morgen|atrasad[oa]|ayer|hoy|mañana)\b",
    r"\b(?:hier|aujourd['’]hui|demain|hoje|ontem|amanhã)\b",
)
_DAY = lazy(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Today:
    """How the product is told what day or time it is."""

    variable: str = ""
    """The environment variable; empty where none is told."""
    form: str = ""
    """`date`, `time`, or what stands between the two where it holds both."""
    usual: str = ""
    """The only moment that the document calls today or now, in that form; empty where it tells none or several."""

    def at(self, words: str) -> str:
        """The moment that the words tell, else the usual one; empty where it is not told."""
        return self.takes(told(words)) or self.usual

    def takes(self, moment: str) -> str:
        """The moment, where it has the variable's form; else nothing."""
        forms = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d"}
        form = forms.get(self.form, rf"\d{{4}}-\d\d-\d\d{self.form}\d\d:\d\d")
        return moment if self.variable and re.fullmatch(form, moment) else ""

    def settles(self, value: str) -> bool:
        """Whether a day or a time in an output follows from the clock."""
        part = "time" if re.fullmatch(r"\d\d:\d\d", value) else "date" if _DAY.fullmatch(value) else ""
        return bool(self.variable and part) and self.form in (part, "T", " ")

    def environment(self, words: str) -> dict[str, str]:
        """The variable with the moment that the words tell; nothing where there is none."""
        moment = self.at(words)
        return {self.variable: moment} if moment else {}


def told(words: str) -> str:
    """The moment that the words call today or now; empty where they call none or several so."""
    found = {match["moment1"] or match["moment2"] for match in _TOLD.finditer(" ".join(words.split()))}
    return found.pop() if len(found) == 1 else ""


def study(texts: Sequence[str]) -> Today:
    """The clock that the document tells; none where it names two variables for it, or none in a form it tells."""
    if not any(map(_ENVIRONMENT.search, texts)):
        return Today()
    clocks: dict[tuple[str, str], None] = {}
    days: dict[str, None] = {}
    for text in texts:
        form = ""
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                form = _form(piece.text) or form
                if (name := _variable(piece.text)) and form:
                    clocks.setdefault((name, form))
                if day := told(piece.text):
                    days.setdefault(day)
    if len(clocks) != 1:
        return Today()
    variable, form = next(iter(clocks))
    usual = [day for day in days if Today(variable, form).takes(day)]
    return Today(variable, form, usual[0] if len(usual) == 1 else "")


def _variable(sentence: str) -> str:
    """The variable that the sentence says is the clock."""
    found = spans(sentence)
    names = [match["name"] for span in found if span.kind == "code" and (match := _VARIABLE.match(span.text))]
    text = " ".join(span.text for span in found if span.kind == "text")
    clock = _ENVIRONMENT.search(text) and _CLOCK.search(text) and not _OTHER.search(text)
    return names[0] if len(names) == 1 and clock else ""


def _form(sentence: str) -> str:
    """The form of a moment that the sentence tells; empty where it tells none or several."""
    found = {
        form["glue"] or ("date" if form["date"] else "time")
        for span in spans(sentence)
        if span.kind == "code" and span.text and (form := _FORM.match(span.text))
    }
    return found.pop() if len(found) == 1 else ""


def clocked(fact: Fact, today: Today) -> Fact:
    """The fact with the clock set for everything of the product that it runs."""
    wanted = today.environment(fact.quote)
    if not wanted or fact.kind != "command":
        return fact
    runs = tuple(
        replace(run, call=replace(run.call, env={**wanted, **run.call.env})) if run.call.product else run
        for run in fact.runs
    )
    return replace(fact, runs=runs)


def leans(words: str, lines: Iterable[str], output: Iterable[str], today: Today) -> str:
    """Why a transcript depends on a clock that cannot be set; empty where it does not, or where it can be."""
    given = " ".join(lines)
    if today.at(words):
        return ""
    day = told(words)
    if day and day not in given:
        return f"how `{day}` becomes today is not told"
    rows = [row for row in output if _RELATIVE.search(row) and _DAY.search(row)]
    if rows and not _clock_given(given):
        return f"which day is today where `{rows[0].strip()}` comes out is not told"
    return ""


def _clock_given(lines: str) -> bool:
    """Whether an option or a variable in the command lines gives the day."""
    return bool(re.search(r"(?i)(?:--?|\b[A-Z_]*)(?:today|now|at|date|day|as-of|clock)[= ]\S*\d", lines))
