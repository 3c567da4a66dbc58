"""
Rows and entries that say what an option prints, where the option is all of the call.

    | `--version` | prints `calc 1.4` |          **-V**, **--version**
                                                : Print `calc 1.4` and exit.

An option that ends the program needs nothing beside it, and neither does the one for the version; others may.
"""

from __future__ import annotations

import re

from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Sentence, Table, pieces, spans
from .sentences import statements
from .statement import Statement

_NAME = r"[`*]*--?[A-Za-z][\w-]*[`*]*"
_HEAD = lazy(
    rf"^\s*(?:[-*+]\s+)?(?P<names>{_NAME}(?:(?:\s*[,|/]\s*|\s+(?:or|oder)\s+){_NAME})*)(?:\s*:\s+|\s+[-–—]+\s+|\s*\n\s*)"
)
_LABEL = lazy(r"^(?P<label>[^\W\d][\w -]{1,28}?)\s*:\s+")
_MEANING = lazy(
    r"^(?:meaning|description|effect|what it does|purpose|bedeutung|beschreibung|wirkung|significado|descripción|efecto"
    r"|effet|signification|descrição|efeito)$",
    re.I,
)
_ARGUMENT = lazy(r"^(?:arguments?|values?|parameters?|werte?|argumento|valor|valeur)$", re.I)
_ENDS = lazy(
    r"^\s*(?:aus)?\s*,?\s*(?:and|then|und|y|et|e)\s+(?:then\s+)?(?:exits?|quits?|stops?|ends?|terminates?|endet|beendet"
    r"|sale|termina|quitte|sort|sai)\b[^,;]*\.?\s*$",
    re.I,
)
_ALL = lazy(r"^\s*(?:aus|to stdout|to standard output|on standard output)?\s*\.?\s*$", re.I)
_VERSION = ("--version",)


def entry(text: str, known: Knowledge) -> Statement | None:
    """The statement of an entry that begins with an option; None where it is none."""
    head = _HEAD.match(text)
    if not head or not known.name:
        return None
    lines = [line.strip().removeprefix(": ") for line in text[head.end() :].split("\n")]
    labels = [found["label"] if (found := _LABEL.match(line)) else "" for line in lines]
    if any(_ARGUMENT.match(label) for label in labels):
        return None
    told = [line for line, label in zip(lines, labels, strict=True) if not label or _MEANING.match(label)]
    quote = f"{head['names'].strip()}\n{text[head.end() :].strip()}"
    return _statement(head["names"], _LABEL.sub("", " ".join(told)), quote, known)


def row_statements(table: Table, known: Knowledge) -> list[Statement]:
    """One statement for each row that begins with an option and says what it prints."""
    found = []
    for row, line in zip(table.rows, table.lines, strict=True):
        others = [
            cell
            for title, cell in zip(table.header[1:], row[1:], strict=False)
            if not _ARGUMENT.match(title) or not cell
        ]
        whole = row and len(others) == len(row) - 1 and _HEAD.match(f"{row[0]}: x")
        told = next((cell for cell in others if spans(cell)), "")
        if whole and told:
            found.append(_statement(row[0], told, line.strip(), known))
    return [statement for statement in found if statement]


def _statement(names: str, told: str, quote: str, known: Knowledge) -> Statement | None:
    options = re.findall(r"--?[A-Za-z][\w-]*", names)
    first = next((piece.text for piece in pieces(told) if isinstance(piece, Sentence)), "")
    parts = spans(first)
    if [part.kind for part in parts[1:2]] != ["code"] or sum(part.kind == "code" for part in parts) != 1:
        return None
    after = parts[2].text if len(parts) > 2 else ""
    if not (_ENDS.match(after) or (_ALL.match(after) and any(name in _VERSION for name in options))):
        return None
    option = next((name for name in options if name.startswith("--")), options[0])
    made = [one for one in statements(f"`{known.name} {option}` {first}", known) if one.calls and one.expect]
    if len(made) != 1 or made[0].unclear:
        return None
    made[0].quote = quote
    return made[0]
