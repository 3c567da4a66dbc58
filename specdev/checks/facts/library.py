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
from dataclasses import dataclass

from . import words
from .knowledge import Knowledge
from .markdown import Fence, spans

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
    examples = []
    for call, gap, value in zip(found, found[1:], found[2:], strict=False):
        if call.kind != "code" or gap.kind != "text" or value.kind != "code" or words.LIKE.search(gap.text):
            continue
        if words.NOT.search(gap.text) or not _is_call(call.text):
            continue
        prose = " ".join(span.text for span in found if span.kind == "text")
        imports = _imports(call.text, known)
        if not imports:
            continue
        head = "".join(f">>> {statement}\n" for statement in imports)
        if _RAISES.search(gap.text) and re.fullmatch(r"(?:\w+\.)*[A-Z]\w*", value.text):
            trace = f"Traceback (most recent call last):\n{value.text}: any message\n"
            line = f">>> {call.text}  # doctest: +IGNORE_EXCEPTION_DETAIL\n"
            examples.append(Example(head + line + trace, sentence))
        elif _RETURNS.search(gap.text) and _literal(value.text) and not words.CONDITION.search(prose):
            examples.append(Example(f"{head}>>> ({call.text}) == ({value.text})\nTrue\n", sentence))
    return examples


def _is_call(code: str) -> bool:
    """One call whose arguments are literals."""
    try:
        node = ast.parse(code, mode="eval").body
    except SyntaxError:
        return False
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
        return False
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    return all(_literal(ast.unparse(value)) for value in values)


def _literal(code: str) -> bool:
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return False
    return True


_BUILTINS = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)


def _imports(source: str, known: Knowledge) -> list[str] | None:
    """Import statements that the source needs and does not hold; None where a name is not known."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
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
    if any(name not in known.imports for name in needed):
        return None
    return list(dict.fromkeys(known.imports[name] for name in needed))
