"""
Facts about the repository itself, and bounds on the time of one command.

    The repository contains a `LICENSE` file.
    It uses only the standard library.
    The code must not import `requests`.
    `calc --version` takes less than 200 ms.
    It must run on Python 3.11 and newer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from . import words
from .calls import looks_like_file, read
from .fact import Fact, Run
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Span, spans
from .sentences import is_command

_NO_DEPENDENCIES = lazy(
    r"\b(?:standard library only|pure (?:python )?standard library|no dependencies(?=\s*(?:[.,;]|$))|"
    r"only (?:uses? )?the standard library|(?:only|"
    r"nothing but) (?:the )?(?:python )?standard library|"
    r"no (?:third[- ]party|external|runtime|run-time) (?:dependenc(?:y|ies)|packages|libraries)|"
    r"(?:nur|ausschließlich) die standardbibliothek|keine (?:externen|fremden) (?:abhängigkeiten|bibliotheken"
    r"|pakete)|"
    r"(?:solo|sólo|únicamente) la biblioteca estándar|sin dependencias externas|"
    r"(?:uniquement|seulement) la bibliothèque standard|aucune dépendance externe|sans dépendances? externes?|"
    r"(?:apenas|somente) a biblioteca padrão|sem dependências externas)\b",
    re.I,
)
_EXCEPT = lazy(r"\b(?:except|besides|apart from|other than|außer|bis auf|salvo|excepto|sauf|exceto|beyond)\b", re.I)
_REPOSITORY_HAS = lazy(
    r"\b(?:repository|repo|project root|root (?:folder|directory)|projekt|repositorio|dépôt|repositório)\b[^.]*?"
    r"\b(?:contains?|has|includes?|holds?|must contain|must have|enthält|hat|contiene|contient|contém)\b[^.]*$",
    re.I,
)
_IN_REPOSITORY = lazy(
    r"^\W*(?:file )?(?:is|lies|stands|exists|must exist|liegt|steht|está|se trouve|"
    r"fica)\b[^.]*\b(?:root|repository|repo|wurzel|raíz|racine|raiz)\b",
    re.I,
)
_MUST_NOT_IMPORT = lazy(
    r"\b(?:must|shall|may|should|does|do|darf|no debe|ne doit|não deve)\s*(?:not|nicht|"
    r"pas)?\s+(?:import|use|depend on|require|"
    r"importieren|verwenden|importar|usar|importer|utiliser)\s*$",
    re.I,
)
_BOUND = lazy(
    r"\b(?:within|in (?:under|less than|at most)|(?:takes|needs) (?:less than|at most|under|"
    r"no more than)|(?:in|innerhalb von|unter) (?:höchstens |weniger als )?|"
    r"en menos de|en moins de|em menos de)\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|milliseconds?|"
    r"s|seconds?|sekunden?|millisekunden|segundos?|secondes?)\b(?P<rest>[^.]*)",
    re.I,
)


def sentence_facts(sentence: str, item: str, known: Knowledge) -> Iterator[Fact]:
    """The facts of one sentence about files, dependencies, imports and time."""
    parts = spans(sentence)
    text = " ".join(part.text for part in parts if part.kind == "text")
    if _NO_DEPENDENCIES.search(text) and not _EXCEPT.search(text):
        yield Fact(item, "dependencies", sentence, body={"none": True})
    yield from _licence(sentence, item)
    yield from _python(text, sentence, item)
    yield from _files(parts, sentence, item)
    yield from _imports(parts, sentence, item)
    yield from _bounds(parts, sentence, item, known)


LICENCES = {
    "MIT": r"\bMIT\b|Permission is hereby granted, free of charge",
    "Apache": r"Apache License",
    "AGPL": r"GNU AFFERO GENERAL PUBLIC LICENSE",
    "LGPL": r"GNU LESSER GENERAL PUBLIC LICENSE",
    "GPL": r"GNU GENERAL PUBLIC LICENSE",
    "MPL": r"Mozilla Public License",
    "BSD": r"\bBSD\b|Redistribution and use in source and binary forms",
    "ISC": r"\bISC\b|Permission to use, copy, modify,",
}
"""Licence to what the file that holds it says."""

_NAMED = rf"(?:{'|'.join(LICENCES)})(?:[- ]?v?\d[\d.]*(?:-clause|-or-later|-only)?|[- ]\d-clause)?"
_LICENCE = lazy(
    rf"(?:^|,)\W*(?:the |its )?(?P<alone>{_NAMED})[- ](?:licen[cs]e[ds]?|lizenz)\b\W*$"
    r"|\b(?:licen[cs]e(?: is|:)|lizenz(?: ist|:)|licencia(?: es|:)|licence(?: est|:)|licença(?: é|:))(?: the)?\s+"
    rf"(?P<told>{_NAMED})\b"
    rf"|\b(?:licence|licencia|licença|lizenz)\s+(?P<behind>{_NAMED})\b"
    rf"|\b(?:under|unter|bajo|sous|sob)\b[^.;]{{0,20}}?\b(?P<under>{_NAMED})\b[^.;]{{0,12}}?"
    r"\b(?:licen[cs]e|lizenz|licencia|licença)\b",
    re.I,
)
_PYTHON = lazy(
    r"\bPython\s+(?:ab (?:Version )?|version )?(?P<version>3\.\d{1,2})"
    r"(?=\+|\s+(?:or|and|oder|und|o|y|ou|et|e)\s+(?:newer|later|higher|above|up|neuer|höher|superior"
    r"|posterior|más reciente"
    r"|supérieure?|plus récente?|mais recente))|\bPython\s+(?:ab|from|≥|>=|desde|a partir de"
    r"|à partir de)\s+(?:(?:der\s+)?Version\s+)?(?P<least>3\.\d{1,2})",
    re.I,
)


def _licence(sentence: str, item: str) -> Iterator[Fact]:
    """The product's licence: the file LICENSE holds it."""
    found = _LICENCE.search(sentence.replace("`", ""))
    if not found or words.NOT.search(sentence) or words.LIKE.search(sentence):
        return
    name = found["alone"] or found["behind"] or found["told"] or found["under"]
    says = next(text for key, text in LICENCES.items() if name.lower().startswith(key.lower()))
    yield Fact(item, "file", sentence, body={"path": "LICENSE", "expect": {"matches": f"(?i){says}"}})


def _python(text: str, sentence: str, item: str) -> Iterator[Fact]:
    """The oldest Python that it runs on: pyproject.toml asks for no newer one."""
    found = _PYTHON.search(text)
    if found and not words.NOT.search(text[: found.start()]):
        yield Fact(item, "python", sentence, body={"version": found["version"] or found["least"]})


def _files(parts: list[Span], sentence: str, item: str) -> Iterator[Fact]:
    """Files that the repository holds."""
    for number, part in enumerate(parts):
        if part.kind != "code" or not _is_repository_file(part.text):
            continue
        before = " ".join(span.text if span.kind == "text" else "it" for span in parts[:number])
        after = parts[number + 1].text if number + 1 < len(parts) else ""
        if words.NOT.search(before) or words.CONDITION.search(before + after) or words.LIKE.search(before + after):
            continue
        if _REPOSITORY_HAS.search(before) or _IN_REPOSITORY.search(after):
            yield Fact(item, "file", sentence, body={"path": part.text.removeprefix("./"), "expect": {"exists": True}})


def _is_repository_file(name: str) -> bool:
    return looks_like_file(name) or name in ("LICENSE", "README", "Makefile", "Dockerfile", "NOTICE", "CHANGELOG")


def _imports(parts: list[Span], sentence: str, item: str) -> Iterator[Fact]:
    """Modules that must not be imported."""
    for before, part in pairwise(parts):
        named = part.kind == "code" and re.fullmatch(r"[a-z_][\w.]*", part.text)
        if named and _MUST_NOT_IMPORT.search(before.text) and words.NOT.search(before.text):
            yield Fact(item, "import", sentence, body={"module": part.text})


def _bounds(parts: list[Span], sentence: str, item: str, known: Knowledge) -> Iterator[Fact]:
    """A time that one command may take; none where it depends on an amount of data or on the machine."""
    for command, text in pairwise(parts):
        if command.kind != "code" or not is_command(command.text, known):
            continue
        bound = _BOUND.search(text.text)
        call = read(command.text, known.names)
        outside = " ".join(part.text for part in parts if part is not text and part.kind == "text")
        if (
            not bound
            or not call
            or not call.words
            or (known.stateful and call.verb)
            or re.search(r"\d|\b(?:with|for|on|mit|bei|con|avec|com|für)\b", bound["rest"])
        ):
            continue
        if words.CONDITION.search(outside + text.text[: bound.start()]) or re.search(r"\d", outside):
            continue
        if all(name in known.fixtures for name in call.inputs()):
            used = {name: known.fixtures[name] for name in call.inputs()}
            yield Fact(item, "bench", sentence, (Run(call),), used, _bound(bound))


def _bound(bound: re.Match[str]) -> dict[str, Any]:
    number = float(bound["number"].replace(",", "."))
    unit = "ms" if bound["unit"].lower().startswith("m") else "s"
    return {"unit": unit, "expect": {"le": int(number) if number.is_integer() else number}}
