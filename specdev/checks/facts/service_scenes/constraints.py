"""What words say of a field: its type, range, length, characters, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..lazily import lazy
from .api import HOLE, Creator, Field, Relation
from .marks import Mark
from .sayings import Saying

_TYPES = {
    "list": r"\b(?:lists?|arrays?|listen?|listas?|listes?|tableau|objects?|objekte?|objetos?|objets?|maps?)\b",
    "integer": r"\b(?:integers?|int|whole numbers?|ganze?n? zahl(?:en)?|ganzzahl\w*|(?:números? )?enteros?"
    r"|(?:nombres? )?entiers?|(?:números? )?inteiros?)\b",
    "boolean": r"\b(?:booleans?|bool|wahrheitswert\w*|booleano|booléen|true or false)\b",
    "time": r"\b(?:ISO[- ]?8601|RFC ?3339|UTC|timestamp|date-time|zeitpunkt|zeitstempel)\b",
    "number": r"\b(?:numbers?|numeric|float|decimal|zahl(?:en)?|dezimalzahl|número|numérico|un nombre"
    r"|nombre décimal|numérique)\b",
    "string": r"\b(?:strings?|text|zeichenkette\w*|cadena|texto|chaîne|texte)\b",
}
_N = r"(?P<{0}>-?\d{{1,9}}(?:\.\d+)?)"
_TO = r"\s*(?:bis|to|and|und|through|hasta|a|y|à|et|até|e|–|-|\.\.\.?|…)\s*"
_RANGE = lazy(rf"(?<![\w.]){_N.format('low')}(?:\s*%)?{_TO}{_N.format('high')}(?![\w]|\.\d)", re.I)
_KINDS = {
    "lower": r"(?:lower[- ]?case (?:ascii )?letters?|kleinbuchstaben|(?:letras )?minúsculas"
    r"|(?:lettres )?minuscules|(?-i:`?a-z`?))",
    "upper": r"(?:upper[- ]?case (?:ascii )?letters?|capital letters?|großbuchstaben|(?:letras )?mayúsculas"
    r"|(?:lettres )?majuscules|(?:letras )?maiúsculas|(?-i:`?A-Z`?))",
    "digit": r"(?:digits?|ziffern?|cifras|dígitos|chiffres|algarismos|`?0-9`?)",
    "hyphen": r"(?:hyphens?|dashes|bindestriche?n?|guiones(?! bajos)|tirets|hífens|hifens|`-`)",
    "underscore": r"(?:underscores?|unterstriche?n?|guiones bajos|tirets bas|sublinhados|`_`)",
    "letter": r"(?:(?:ascii |latin )?letters?|buchstaben|letras|lettres)",
}
_LISTED = "(?:" + "|".join(_KINDS.values()) + ")"
_SERIES = lazy(rf"{_LISTED}(?:\s*(?:,|and|und|or|oder|y|o|et|ou|e)\s*(?:and |und |y |et |e )?{_LISTED})*", re.I)
_UNIT = (
    r"\s*(?:latin |ascii )?(?:characters?|chars?|zeichen|caracteres|caractères|letters?|buchstaben|letras"
    r"|lettres|digits?|ziffern|cifras|dígitos|chiffres|lower[- ]?case|kleinbuchstaben|upper[- ]?case"
    r"|großbuchstaben|long\b|lang\b)"
)
_CLOSED = lazy(
    r"\b(?:consists? of|made (?:up )?of|only|contains? only|besteht aus|bestehen aus|nur|aus|tiene|consta de|solo"
    r"|sólo|se compone de|compos[ée]e? de|"
    r"uniquement|comporte|composto (?:de|por)|apenas|exactly|genau|exactamente|exactement)\b[^.;]{0,30}$",
    re.I,
)
_EXACTLY = lazy(
    rf"(?:\b(?:exactly|genau|exactamente|exactement|exatamente|consists of|besteht aus|made of|tiene|consta de"
    rf"|comporte|tem)"
    rf"\s+|^\W*)(?P<n>\d{{1,4}}){_UNIT}",
    re.I,
)
_AT_MOST = lazy(
    r"(?:\b(?:at most|up to|no more than|maximum(?: of)?|max\.?|not (?:longer|more) than|höchstens|maximal|bis zu"
    r"|como máximo|hasta|au plus|au maximum|no máximo|até)\s+)(?P<n>-?\d+)(?P<unit>" + _UNIT + ")?",
    re.I,
)
_AT_LEAST = lazy(
    r"(?:\b(?:at least|minimum(?: of)?|min\.?|no less than|not (?:shorter|less) than|mindestens|minimal"
    r"|como mínimo|al menos|au moins|no mínimo|pelo menos)\s+)(?P<n>-?\d+)(?P<unit>" + _UNIT + ")?",
    re.I,
)
_STEP = lazy(r"\b(?:multiples? of|in steps of|vielfache\w* von|múltiplos? de|multiples? de)\s+(\d{1,6})\b", re.I)
_POSITIVE = lazy(r"\b(?:positive|positiv\w*|positiv[oa]|positif|greater than 0|größer als 0|mayor que 0)\b", re.I)
_STARTS = lazy(
    r"\b(?:starts?|begins?|starting|beginning)\s+with\b|\bbeginn\w*\s+mit\b|\b(?:empieza|comienza)\s+(?:con|por)\b|\bcommence\w*\s+par\b|\bcomeça\s+com\b",
    re.I,
)
_FIRST = lazy(
    r"\b(?:starts?|begins?|starting|beginning|beginn\w*|empieza\w*|comienza\w*|commence\w*|começa\w*)"
    r"\s+(?:with|mit|con|por|par|com)\s+(?:an?|einem|einer|una?|une?|uma?)\s+"
    r"(?:(?P<lower>lower[- ]?case letter|kleinbuchstabe|minúscula|minuscule)"
    r"|(?P<upper>(?:upper[- ]?case|capital) letter|großbuchstabe|mayúscula|majuscule|maiúscula)"
    r"|(?P<digit>digit|ziffer|dígito|cifra|chiffre|algarismo)|(?P<letter>letter|buchstabe|letra|lettre))n?\b",
    re.I,
)
_ONE_OF = lazy(
    r"\b(?:one of|either|any of|allowed(?: values)?|eine[rs]? von|eines der|entweder|erlaubt|un[oa] de"
    r"|l['’]un[e]? d\w+|um[a]? d\w+)\b",
    re.I,
)
_DEFAULT = lazy(
    r"\b(?:default\w*|standard\w*|vorgabe|if not given|if omitted|wenn nicht angegeben|por defecto|par défaut"
    r"|por omissão)\b",
    re.I,
)
_ORDER = lazy(
    r"\b(?:(?P<strict>less than|smaller than|lower than|strictly below|kleiner als|niedriger als|menor que"
    r"|inférieure? à|plus petite? que)"
    r"|(?P<loose>at most as (?:large|high) as|not (?:greater|larger|higher) than|less than or equal to"
    r"|kleiner (?:oder|als oder) gleich|nicht größer als|menor o igual que|menor ou igual a)"
    r"|(?P<above>greater than|larger than|higher than|größer als|höher als|mayor que|supérieure? à"
    r"|plus grande? que|maior que))\s*(?:the |der |die |das )?$",
    re.I,
)
_AND = lazy(r"^[\s,]*(?:and|und|y|et|e|or|oder|/)?[\s,]*$", re.I)


def told(saying: Saying, known: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str, list[Mark]]]:
    """(names of fields, the words about them, the marks of those words), for each group of fields in the clause."""
    group: list[str] = []
    about: list[Mark] = []
    open_list = False
    for mark in saying.marks:
        if mark.kind == "name" and mark.text in known:
            if about and not (open_list and all(one.kind == "text" and _AND.match(one.text) for one in about)):
                yield tuple(group), _words(about), about
                group, about = [], []
            about = []
            group.append(mark.text)
            open_list = True
        elif group:
            about.append(mark)
            if not (mark.kind == "text" and _AND.match(mark.text)):
                open_list = False
    if group:
        yield tuple(group), _words(about), about


def _words(found: list[Mark]) -> str:
    return "".join(mark.text if mark.kind in ("text", "arrow") else f"`{mark.text}`" for mark in found)


def _demands(field: Field) -> tuple[Any, ...]:
    """Everything of the field that a value can break."""
    bounds = (field.low, field.high, field.shortest, field.longest)
    return (*bounds, field.chars, field.choices, field.starts, field.pattern, field.step, field.first)


def learn(field: Field, words: str, found: list[Mark]) -> bool:
    """Keep what the words say of the field; whether they say anything that can be violated."""
    before = _demands(field)
    plain = " ".join(mark.text for mark in found if mark.kind == "text")
    kind = next((name for name, pattern in _TYPES.items() if re.search(pattern, plain, re.I)), "")
    if kind and not (field.type and kind in ("number", "string")):
        field.type = kind
    field.vague = field.vague or bool(_FORM.search(plain))
    _bounds(field, words)
    _characters(field, words)
    _values(field, words, found)
    _default(field, found)
    return before != _demands(field) or kind in ("integer", "number", "boolean")


def _bounds(field: Field, words: str) -> None:
    numeric = field.type in ("integer", "number")
    if found := _RANGE.search(words):
        low, high = float(found["low"]), float(found["high"])
        counted = re.match(_UNIT, words[found.end() :], re.I)
        if counted and low < high:
            field.shortest, field.longest = int(low), int(high)
        elif not numeric and re.match(r"\s*[^\W\d]", words[found.end() :]):
            field.vague = True  # something else is counted
        elif low < high and (numeric or not counted) and field.type not in ("time", "string", "list"):
            field.low, field.high = low, high
            field.type = field.type or "number"
    elif found := _EXACTLY.search(words):
        field.shortest = field.longest = int(found["n"])
    for pattern, low_end in ((_AT_MOST, False), (_AT_LEAST, True)):
        if found := pattern.search(words):
            number = int(found["n"])
            if found["unit"]:
                field.shortest, field.longest = (number, field.longest) if low_end else (field.shortest, number)
            elif numeric:
                field.low, field.high = (number, field.high) if low_end else (field.low, number)
    if (steps := _STEP.search(words)) and field.type in ("integer", "number"):
        field.step = int(steps[1])
    if _POSITIVE.search(words) and field.type == "integer" and field.low is None:
        field.low = 1


_FORM = lazy(
    r"\b(?:format\w*|valid|gültig\w*|válid[oa]|valide|hex\w*|base64|uuid|e-?mail\w*|ur[li]s?|iso|iban|phone|telefon\w*|regex\w*|pattern"
    r"|alphanumeri\w+|alfanuméric\w+|slug|ascii|printable|without|ohne|sin|sans|sem|must not|darf nicht|except"
    r"|außer|excepto|sauf)\b",
    re.I,
)


def _characters(field: Field, words: str) -> None:
    series = _SERIES.search(words)
    if not series:
        return
    before = words[: series.start()]
    counted = re.search(rf"\d\s*(?:{_TO}\d+\s*)?$", before)
    if not counted and not _CLOSED.search(before) and re.search(r"\w", before):
        field.vague = True
        return
    text = series[0]
    kinds = set()
    for name, pattern in _KINDS.items():
        if re.search(pattern, text, re.I):
            kinds.add(name)
            text = re.sub(pattern, " ", text, flags=re.I)
    field.chars = frozenset(kinds)
    field.type = field.type or "string"


def _values(field: Field, words: str, found: list[Mark]) -> None:
    codes = [mark for mark in found if mark.kind in ("name", "code")]
    if begins := _FIRST.search(words):
        field.first = begins.lastgroup or ""
        return
    lead = words.split("`")[0]
    if _STARTS.search(words):
        field.starts = tuple(mark.text for mark in found if mark.kind in ("name", "code", "path"))
        return
    plain = [mark.text for mark in _until_default(found) if mark.kind in ("name", "code")]
    between = "".join(mark.text for mark in _until_default(found)[1:] if mark.kind == "text")
    listed = len(plain) >= 2 and (_ONE_OF.search(lead) or (not re.search(r"\w", lead) and _only_or(between)))
    if codes and listed:
        field.choices = tuple(plain)
        field.type = field.type or "string"
    for mark in found:
        if mark.kind == "code" and re.fullmatch(r"\^.+\$", mark.text) and _compiles(mark.text):
            field.pattern = mark.text


def _default(field: Field, found: list[Mark]) -> None:
    """`default 1`, "`normal` if not given"."""
    for number, mark in enumerate(found):
        behind = found[number + 1].text if number + 1 < len(found) else ""
        before = found[number - 1].text if number else ""
        if mark.kind in ("name", "code") and (_IF_LEFT_OUT.match(behind) or _BY_DEFAULT.search(before)):
            field.default = _plain(mark.text, field)
        elif field.type in ("integer", "number") and (told := _DEFAULT_NUMBER.search(mark.text)):
            field.default = int(told[1])


_IF_LEFT_OUT = lazy(
    r"^\s*(?:if (?:not given|omitted|missing|left out)|by default|at first|initially|wenn nicht angegeben|standardmäßig"
    r"|zu Beginn|anfangs|por defecto|si no se indica|par défaut|por omissão|por padrão)\b",
    re.I,
)
_DEFAULTS = r"\b(?:defaults? to|default(?: is|:)?|standard(?: ist|:)?|vorgabe(?: ist|:)?|por defecto|par défaut)"
_BY_DEFAULT = lazy(rf"{_DEFAULTS}\s*$", re.I)
_DEFAULT_NUMBER = lazy(rf"{_DEFAULTS}\s+(-?\d+)\b(?!\.\d)", re.I)


def _plain(text: str, field: Field) -> Any:
    if re.fullmatch(
        r"(?i)(?:now|today|jetzt|heute|ahora|hoy|maintenant|agora|hoje|current\w*|generated|random|uuid\w*)", text
    ):
        return HOLE
    if text in ("null", '""'):
        return None if text == "null" else ""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?\d+", text) and field.type in ("integer", "number") else text


def _until_default(found: list[Mark]) -> list[Mark]:
    """The marks before what is said of a default or of the answer; a default stands behind a semicolon or a comma."""
    kept: list[Mark] = []
    for mark in found:
        if mark.kind == "text" and re.search(r"[;.(]|,\s*(?:default|standard|por defecto|par défaut)", mark.text):
            kept.append(Mark("text", re.split(r"[;.(]|,\s*(?:default|standard|por defecto|par défaut)", mark.text)[0]))
            break
        kept.append(mark)
    return kept


def _only_or(text: str) -> bool:
    return not re.sub(r"\b(?:or|oder|o|ou|and|und|y|et|e)\b|[\s,/|]", "", text, flags=re.I)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def relations(saying: Saying, creator: Creator) -> Iterator[Relation]:
    """The orders between two fields that the clause tells: `a` is less than `b`."""
    fields = creator.fields
    row = list(saying.marks)
    for left, words, right in zip(row, row[1:], row[2:], strict=False):
        named = left.kind == right.kind == "name" and {left.text, right.text} <= set(fields)
        if named and words.kind == "text" and (found := _ORDER.search(words.text)):
            less, more = (right.text, left.text) if found["above"] else (left.text, right.text)
            yield Relation(less, more, strict=not found["loose"])
