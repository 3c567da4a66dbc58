"""
Examples of a Python library: sessions at the `>>>` prompt, and calls with their value.

    >>> from slugly import slugify
    >>> slugify("Grüße, Welt!")
    'gruesse-welt'

    `slugify("A b")` returns `"a-b"`, `parse("")` raises `ValueError`

They become files for Python's own doctest. A call in a sentence is taken only where the document says how its name is
imported, its arguments are literals and its value is one.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

from . import words
from .knowledge import Knowledge
from .markdown import Fence, Span, spans

_RAISES = re.compile(r"\b(?:raises?|throws?|wirft|lanza|lève|lança|levanta)\b", re.I)
_RETURNS = re.compile(
    r"\b(?:returns?|gives?|yields?|is|equals|evaluates to|liefert|ergibt|gibt|ist|devuelve|retorna|"
    r"renvoie|retourne|donne|devolve)\b"
    r"|^\s*(?:→|⇒|->|=>|==)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A doctest: the text of its file, and the words it came from."""

    text: str
    quote: str


def session_example(fence: Fence, known: Knowledge) -> Example | None:
    """A `>>>` session as a doctest; None where a name in it is not known or a value cannot be repeated."""
    lines = fence.text.split("\n")
    if not any(line.startswith(">>> ") for line in lines):
        return None
    body = [line for line in lines if not line.startswith("#")]
    text = "\n".join(body).strip("\n")
    source = "\n".join(line[4:] for line in body if line.startswith((">>> ", "... ")))
    outputs = [line for line in body if line.strip() and not line.startswith((">>>", "..."))]
    if not outputs or re.search(r"…|<[a-z]+>| at 0x", "\n".join(outputs)):
        return None
    imports = _imports(source, known)
    if imports is None:
        return None
    head = "".join(f">>> {statement}\n" for statement in imports)
    return Example(f"{head}{text}\n", fence.text.strip("\n"))


def call_examples(sentence: str, known: Knowledge) -> list[Example]:
    """The calls of a sentence whose value or exception it gives."""
    found = spans(sentence)
    found = [*found, Span("text", ""), Span("text", "")]
    examples = []
    for call, gap, value, behind in zip(found, found[1:], found[2:], [*found[3:], Span("text", "")], strict=False):
        if call.kind != "code" or gap.kind != "text" or words.LIKE.search(gap.text) or words.NOT.search(gap.text):
            continue
        later = behind.text if behind.kind == "text" else ""
        names = f"({call.text}, {value.text})" if value.kind == "code" and _expression(value.text) else call.text
        imports = _imports(names, known) if _has_call(call.text) else None
        if not imports or words.CONDITION.match(later.strip()) or words.CONDITION.search(gap.text):
            continue
        if lines := _lines(call.text, gap.text, value):
            examples.append(Example("".join(f">>> {line}\n" for line in imports) + lines, sentence))
    return examples


def _lines(call: str, gap: str, value: Span) -> str:
    """The doctest lines for a call, the words behind it and what stands behind them; empty where they tell nothing."""
    if truth := _TRUTH.match(gap):
        return f">>> bool({call})\n{truth[1].capitalize()}\n"
    if value.kind != "code" or len(gap.split()) > 4:
        return ""
    if _RAISES.search(gap) and re.fullmatch(r"(?:\w+\.)*[A-Z]\w*", value.text):
        trace = f"Traceback (most recent call last):\n{value.text}: any message\n"
        return f">>> {call}  # doctest: +IGNORE_EXCEPTION_DETAIL\n{trace}"
    if not _RETURNS.search(gap):
        return ""
    if re.match(r"(?:str|repr)\(", call):
        return f">>> {call} == {value.text!r}\nTrue\n"
    return f">>> ({call}) == ({value.text})\nTrue\n" if _expression(value.text) else ""


_TRUTH = re.compile(r"^\s+(?:is|are|must be|evaluates to)\s+(true|false)\b", re.I)


def _has_call(code: str) -> bool:
    """Whether the code is one expression with a call in it."""
    node = _expression(code)
    return node is not None and any(isinstance(part, ast.Call) for part in ast.walk(node))


def _expression(code: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings(action="ignore"):  # the document's code may hold a bad escape
            return ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


_BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)


def _imports(source: str, known: Knowledge) -> list[str] | None:
    """Import statements that the source needs and does not hold; None where a name is not known."""
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    bound = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (alias.asname or alias.name for alias in node.names)
    }
    bound |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    used = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    needed = [name for name in dict.fromkeys(used) if name not in bound and name not in _BUILTINS]
    known_names = {name: known.imports.get(name) or _from_package(name, known) for name in needed}
    if not all(known_names.values()):
        return None
    return list(dict.fromkeys(known_names.values()))


def _from_package(name: str, known: Knowledge) -> str:
    """The import of a name that the document uses without saying where it is from, where it has one package."""
    if name == known.package:
        return f"import {name}"
    # names of one letter, and words in lower case that are arguments, stand for something else
    return f"from {known.package} import {name}" if known.package and name in known.members else ""
