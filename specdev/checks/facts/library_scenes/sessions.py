"""
Sessions at the `>>>` prompt as examples that hold whichever way a value is written out.

    >>> slugify("Grüße, Welt!")            >>> parse("3,5 kg")
    "gruesse-welt"                         QuantityError: cannot read '3,5 kg'

People shorten sessions: continued lines lack their dots, a traceback is only its last line. A session that shows
something else than values, or that leans on other packages or on a network, is left out as a whole.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ..lazily import lazy
from .api import Api
from .expressions import UNKNOWN, expression, free, literal, statements
from .script import raises, same

_ERROR = lazy(r"^(?:\w+\.)*(?P<error>[A-Z]\w*)(?::[ ](?P<message>.*))?$")
_REACHES = lazy(
    r"https?://.*\b(?:get|post|put|request|fetch|download|crawl|connect)\(|\b(?:get|post|put|request|fetch|download|crawl)"
    r"\(.*https?://|\b(?:open|input|urlopen|socket|subprocess|sleep|random|urandom|now|today|uuid4|getpid|perf_counter"
    r"|time\.time|await|async)\b|['\"]/(?:path|home|usr|bin|etc|tmp|var|Users)\b"
)
_CODE = lazy(r"(?m)^(?:def |class |@|import |from \w+ import)")


@dataclass(frozen=True, slots=True)
class Turn:
    """What is typed, and what is shown for it."""

    source: str
    shown: str


def lines_of(text: str, api: Api) -> str:
    """The session as doctest lines; empty where it shows no value or cannot be repeated."""
    found = [turn for turn in turns(text) if statements(turn.source) != [] or turn.shown]
    source = "\n".join(turn.source for turn in found)
    if not any(turn.shown for turn in found) or statements(source) is None or not repeatable(source, api):
        return ""
    if any(literal(turn.source) is not UNKNOWN for turn in found):
        return ""  # the prompt stands before values too
    if any(_CODE.search(turn.shown) or chatty(turn.source) for turn in found):
        return ""
    plain = "_" in {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    parts = [_typed(turn) + turn.shown if plain else _told(turn, api) for turn in found]
    return "\n".join(part.rstrip("\n") for part in parts if part) + "\n" if all(parts) else ""


def turns(text: str) -> Iterator[Turn]:
    """What was typed and shown, in order; continued lines may lack their dots."""
    typed: list[str] = []
    shown: list[str] = []
    for line in text.split("\n"):
        if re.match(r">>>(?: |$)", line):
            if typed:
                yield Turn("\n".join(typed).strip("\n"), "\n".join(shown).strip("\n"))
            typed, shown = [line[4:]], []
        elif re.match(r"\.\.\.(?: |$)", line) and typed and not shown:
            typed.append(line[4:])
        elif typed and not shown and _unfinished(typed, line):
            typed.append(line)
        elif typed:
            shown.append(line)
    if typed:
        yield Turn("\n".join(typed).strip("\n"), "\n".join(shown).strip("\n"))


def _unfinished(typed: list[str], line: str) -> bool:
    """Whether the line goes on with what was typed before it, though it has no dots."""
    open_ = statements("\n".join(typed)) is None or not "".join(typed).strip()
    return open_ or bool(re.match(r"\s+\S|@|def |class ", line) and _goes_on(typed))


def chatty(source: str) -> bool:
    """Whether a loop or block shows something that its calls may also show by their own values."""
    body = statements(source) or []
    compound = [node for node in body if hasattr(node, "body") and not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    spoken = [part.value for node in compound for part in ast.walk(node) if isinstance(part, ast.Expr)]
    return any(not (isinstance(call, ast.Call) and ast.unparse(call.func) == "print") for call in spoken)


def _goes_on(typed: list[str]) -> bool:
    """Whether the last of the typed lines belongs to a function or class that was written without dots."""
    return bool(re.match(r"\s+\S|@|def |class |$", typed[-1]))


def repeatable(source: str, api: Api) -> bool:
    """Whether the code needs nothing but the library and Python's own."""
    roots = re.findall(r"(?m)^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w., ]+))", source)
    modules = {
        part.split()[0].split(".")[0] for one, many in roots for part in (one or many).split(",") if part.strip()
    }
    left_out = any(
        isinstance(part, ast.Constant) and part.value is ... for call in _calls(source) for part in call.args
    )
    return modules <= {api.package, *sys.stdlib_module_names} and not _REACHES.search(source) and not left_out


def _calls(source: str) -> list[ast.Call]:
    return [node for body in statements(source) or () for node in ast.walk(body) if isinstance(node, ast.Call)]


def _typed(turn: Turn) -> str:
    return "".join(
        f"{'>>>' if n == 0 else '...'} {line}".rstrip() + "\n" for n, line in enumerate(turn.source.split("\n"))
    )


def _told(turn: Turn, api: Api) -> str:
    """The doctest lines of one turn; empty where what it shows cannot be judged."""
    body = statements(turn.source) or []
    node = expression(turn.source)
    if not body or (node is None and len(body) != 1):
        return ""
    if node is not None and not turn.shown:
        return _typed(Turn(f"_ = {turn.source}", ""))
    shown = turn.shown
    last = shown.split("\n")[-1]
    error = _ERROR.match(last)
    if error and api.error(error["error"]) and (shown == last or shown.startswith("Traceback")):
        return raises(turn.source, error["error"], error["message"])
    if node is not None and re.match(r"(?:str|repr|format)\(", turn.source) and literal(shown) is UNKNOWN:
        return _typed(Turn(f"print({turn.source})", "")) + shown  # the quotes were left out
    if not shown or node is None or re.search(r"…|\.\.\.", shown) or shown.startswith("Traceback"):
        return _typed(turn) + shown if not re.search(r"…|\.\.\.|^<|Traceback| at 0x", shown) else ""
    if re.match(r"<[A-Za-z]", shown) or " at 0x" in shown:
        return f">>> _ = {turn.source}\n" if "\n" not in turn.source else ""
    if literal(shown) is UNKNOWN or free(shown) or repr(literal(shown)) == shown:
        return _typed(turn) + shown
    value = repr(literal(shown))
    if "\n" in turn.source:
        return _typed(Turn(f"given = {turn.source}", "")) + same("given", value, api)
    return same(turn.source, value, api)
