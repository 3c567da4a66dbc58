"""
Words that say that nothing is printed: "prints nothing and exits with 1", "nothing is printed to standard output".

They are taken out of the text, so that what they deny is not denied of the words behind them.
"""

from __future__ import annotations

import re
from typing import Any

from . import words
from .lazily import any_of, lazy

_END = (
    r"(?=\s*(?:[.,;:)–—]|$|(?:and|und|y|et|e|if|when|whenever|unless|until|while|after|wenn|falls|solange|bis|nachdem"
    r"|si|cuando|hasta|mientras|lorsque|quand|se|quando|até)\b))"
)
_STREAM = (
    r"(?:\s+(?:at all|to|on|in|auf|an|über|en|por|sur|em|na)\s+(?:the\s+|die\s+|der\s+|la\s+|a\s+)?"
    r"(?:standard (?:output|error)|std(?:out|err)|standard(?:fehler)?ausgabe|fehlerausgabe|"
    r"(?:salida|sortie|saída)(?: estándar| standard| padrão| d['’]erreur| de erro\w*)?))?"
)
_SAYS = r"(?:prints?|outputs?|writes?|emits?|produces?|displays?|shows?)"
_SILENT = any_of(
    rf"\b{_SAYS}\s+(?:nothing|no output)\b{_STREAM}{_END}",
    r"\bnothing (?:is|must be|shall be|should be|will be) (?:printed|written|shown|output|displayed)\b"
    rf"{_STREAM}{_END}",
    r"\b(?:(?:the )?standard (?:output|error)|std(?:out|err)) (?:is|stays|remains|must be|shall be|should be) empty\b",
    r"\bwithout (?:any output|output|printing anything)\b",
    rf"\b(?:gibt|geben|schreibt|zeigt)\s+nichts(?:\s+aus)?\b{_STREAM}(?:\s+aus\b)?{_END}",
    rf"\b(?:es )?wird nichts{_STREAM} (?:ausgegeben|geschrieben|angezeigt)\b",
    rf"\bno (?:imprime|escribe|muestra) nada\b{_STREAM}{_END}"
    rf"|\bn['’](?:affiche|imprime|écrit) rien\b{_STREAM}{_END}"
    rf"|\bnão (?:imprime|escreve|mostra|exibe) nada\b{_STREAM}{_END}",
)
_BARE = lazy(
    r"^\s*,?\s*(?:(?:called|run|started|aufgerufen)\s+)?(?:without|with no|ohne|sin|sans|sem)\s+(?:any\s+)?"
    r"(?:(?:further|other)\s+)?(?:arguments?|parameters?|argumente?|parameter|argumentos|parámetros|paramètres|parâmetros)"
    r"\b(?:\s+(?:at all|aufgerufen))?",
    re.I,
)

KEY = "_silent"
"""In an `expect` that is not settled yet: the streams on which nothing comes, "" where none is named."""


def bare(text: str) -> str:
    """The text behind a command without words that say it is all of the call: "`calc` without arguments exits …"."""
    return _BARE.sub("", text, count=1)


def taken(text: str) -> tuple[str, list[str]]:
    """The text without the words that say that nothing is printed, and the stream that each of them names."""
    streams = [
        "stderr" if words.STDERR.search(found[0]) else "stdout" if words.STDOUT.search(found[0]) else ""
        for found in _SILENT.finditer(text)
    ]
    return (_SILENT.sub(" ", text), streams) if streams else (text, [])


def settle(expect: dict[str, Any]) -> None:
    """
    Expect nothing on the streams. One stream alone proves nothing: a program that does not start leaves it empty too.

    Where no stream is named, nothing at all is printed; beside a failure that may be meant of standard output only.
    """
    streams = expect.pop(KEY, [])
    alone = not expect
    for stream in streams:
        if alone and not stream:
            expect["output"] = ""
        elif not alone and not expect.keys() & {"output", stream or "stdout"}:
            expect[stream or "stdout"] = ""
