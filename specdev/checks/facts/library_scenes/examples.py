"""
Examples that are set apart: sessions at the `>>>` prompt, code whose comments tell the value, tables.

    >>> slugify("Grüße, Welt!")          slugify("A b")  # => "a-b"          | Input | Output |
    'gruesse-welt'                       slugify("")     # raises ValueError | `A b` | `a-b`  |
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .. import words
from ..fact import Gap
from ..lazily import lazy
from ..markdown import Fence, Table, spans
from ..rows import role
from . import sessions, wording
from .api import Api
from .expressions import UNKNOWN, expression, free, has_call, literal, signature, statements
from .samples import spoken, taker
from .script import Scene, raises, same
from .talk import Place
from .world import World


def fenced(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The scene of a fence of Python code; None where it tells no value."""
    fence = place.piece
    if not isinstance(fence, Fence):
        return
    if re.search(r"(?m)^>>> ", fence.text):
        if lines := sessions.lines_of(fence.text, world.api):
            yield Scene(lines, fence.text.strip("\n"))
    elif fence.info.split()[:1] in ([], ["python"], ["py"], ["python3"]):
        lines = "".join(_commented(fence.text, world.api))
        if ">>>" in lines and re.search(r"(?m)^(?!>>>|\.\.\.)\S|^>>> assert", lines):
            yield Scene(lines, fence.text.strip("\n"))


_COMMENT = lazy(
    r"^#+:?\s*(?:=>|->|→|⇒|==>?|=|>>>|returns?|gives?|ergibt|liefert|devuelve|renvoie|retorna)?:?\s*(?P<value>.*)$",
    re.I,
)
_COMMENT_RAISES = lazy(
    r"^#+\s*(?:=>|->|→)?\s*(?:(?:raises?|throws?|wirft|lanza|lève"
    r"|lança)\s+)(?P<error>\w+)(?:\s*:\s*(?P<message>.+)|\((?P<argument>.+)\))?$",
    re.I,
)
_COMMENT_PRINTS = lazy(r"^#+\s*(?:=>|->|→|prints?:?|output:?|gibt aus:?|imprime:?|affiche:?)\s*(?P<text>.+)$", re.I)


def _commented(source: str, api: Api) -> Iterator[str]:
    """Doctest lines of code, whose values stand in comments behind or below it; nothing where it is no such code."""
    body = statements(source)
    if not body or api.needed(source) is None or not sessions.repeatable(source, api) or sessions.chatty(source):
        return
    comments = dict(_comments(source))
    lines = source.split("\n")
    for statement, following in zip(body, [*body[1:], None], strict=True):
        end = statement.end_lineno or statement.lineno
        code = "\n".join(lines[statement.lineno - 1 : end])
        code = code[
            : len(code)
            - len(lines[end - 1])
            + len(lines[end - 1].encode()[: statement.end_col_offset].decode("utf-8", "ignore"))
        ]
        comment = comments.get(end, "")
        below = comments.get(end + 1, "")
        if not comment and re.match(r"#+\s*(?:=>|->|→)", below) and (not following or following.lineno > end + 1):
            comment = below
        yield _told(statement, code, comment, api) + "\n"


def _told(statement: ast.stmt, code: str, comment: str, api: Api) -> str:
    """The doctest lines of one statement with its comment."""
    plain = "".join(f"{'>>>' if n == 0 else '...'} {line}".rstrip() + "\n" for n, line in enumerate(code.split("\n")))
    if not isinstance(statement, ast.Expr):
        return plain
    printed = isinstance(statement.value, ast.Call) and getattr(statement.value.func, "id", "") == "print"
    if error := _COMMENT_RAISES.match(comment):
        if not api.error(error["error"]):
            return ""
        message = error["message"] or (literal(error["argument"]) if error["argument"] else None)
        return raises(code, error["error"], message if isinstance(message, str) else None)
    if printed:
        shown = _COMMENT_PRINTS.match(comment) or re.match(r"^#\s*(?P<text>\S.*)$", comment)
        return f"{plain}{shown['text']}\n" if shown and "…" not in comment and "..." not in comment else ""
    value = _COMMENT.match(comment)
    if value and _is_value(value["value"].strip(), api):
        return same(code, value["value"].strip(), api)
    return "" if _shows_nothing(statement) else f">>> _ = {code}\n" if "\n" not in code else ""


def _shows_nothing(statement: ast.Expr) -> bool:
    return isinstance(statement.value, ast.Constant)


def _is_value(code: str, api: Api) -> bool:
    if literal(code) is not UNKNOWN:
        return True
    node = expression(code)
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in api.classes and api.needed(code) is not None


def _comments(source: str) -> Iterator[tuple[int, str]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return


_INPUTS = lazy(
    r"^(?:text|value|number|argument|call|expression|aufruf|ausdruck|eingabe|wert|zahl|llamada|appel)$", re.I
)
_RESULTS = lazy(r"^(?:returns?|value|result|gives|wert|ergibt|liefert|devuelve|renvoie|retorna|expected)$", re.I)
_RAISED = lazy(
    r"^(?:raises?|error|exception|wirft|fehler|ausnahme|excepción|lanza|exception levée|lève|exceção)$", re.I
)


def tabled(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The rows of a table as calls of the function that the words before it name."""
    if not isinstance(place.piece, Table):
        return
    table = place.piece
    roles = [_column(header, world.api) for header in table.header]
    if "call" not in roles or not {"result", "error"} & set(roles):
        return
    header = re.sub(r"[`*]", "", table.header[roles.index("call")])
    named = signature(header)
    function = (
        named.name
        if named and named.name in world.api.functions
        else taker(place, world.api) or spoken(place, world.api)
    )
    for row, line in zip(table.rows, table.lines, strict=True):
        cells: dict[str, str] = {}
        for name, cell in zip(roles, row, strict=False):
            cells.setdefault(name, cell)
        if lines := _row(cells, function, world):
            yield Scene(lines, line.strip())


_ROW = lazy(
    r"(?P<call>`[^`]+`)(?:\s+(?P<label>\w[\w ]{0,20}))?\s*:\s*"
    r"(?P<result>`[^`]+`|\w+ `[^`]+`|-?[\d.]+|True|False|None)"
)


def lifted(place: Place, world: World) -> Iterator[Scene | Gap]:
    """A row that was lifted into an item of its own: `f(1)`: `2`, or the call with "Result: 2" below it."""
    text = place.text
    cells: dict[str, str] = {}
    if pair := _ROW.fullmatch(text):
        label = pair["label"]
        kind = _column(label, world.api) if label else "result"
        cells = {"call": pair["call"], kind: pair["result"]} if kind in ("result", "error") else {}
    elif re.fullmatch(r"`[^`]+`", text) and place.item.text.strip() == text:
        for label, value in re.findall(r"(?m)^([^:\n]{1,30}):[ \t]*(\S.*)$", place.item.detail):
            if kind := _column(label, world.api):
                cells.setdefault(kind, value)
        cells = {"call": text, **cells} if {"result", "error"} & set(cells) else {}
    code = cells.get("call", "")[1:-1]
    if not cells or text not in (" ".join(place.item.text.split()), place.item.text.strip().partition("\n")[0]):
        return
    known = {a for told in world.api.attributes.values() for a in told} | set(world.api.functions)
    known |= {p for f in world.api.functions.values() for p in f.parameters} | set(world.api.imports)
    if code in known or (signature(code) and not literal_call(code)):
        return
    if lines := _row(cells, taker(place, world.api) or spoken(place, world.api), world):
        quote = (
            "\n".join([text, *(line for line in place.item.detail.split("\n") if line.strip())])
            if "\n" in place.item.detail
            or (text == place.item.text.strip() and place.item.detail and not re.search(":", text))
            else text
        )
        yield Scene(lines, quote)


def literal_call(code: str) -> bool:
    """Whether the code is a call without names for its arguments."""
    told = signature(code)
    return has_call(code) and not (told and told.parameters)


def _column(header: str, api: Api) -> str:
    plain = re.sub(r"[`*]", "", header).strip()
    told = signature(plain)
    if _RAISED.match(plain):
        return "error"
    if role(plain) in ("output", "body") or _RESULTS.match(plain):
        return "result"
    if (told and told.name in api.functions) or role(plain) in ("command", "request") or _INPUTS.match(plain):
        return "call"
    return ""


def _row(cells: dict[str, str], function: str, world: World) -> str:
    """The doctest lines of a row; empty where a cell holds more than one value."""
    given = _cell(cells.get("call", ""))
    if given is None:
        return ""
    told = world.api.functions.get(function)
    if has_call(given) and world.api.needed(given) is not None and free(given):
        call = given
    elif told and told.required == 1 and not told.owner:
        call = f"{function}({given if literal(given) is not UNKNOWN else repr(given)})"
    else:
        return ""
    error = _cell(cells.get("error", "")) or ""
    value = _cell(cells.get("result", ""))
    for name in (error, value or ""):
        found = re.fullmatch(r"(?:raises\s+)?(\w+)(?::\s*(.+))?", name)
        if found and world.api.error(found[1]):
            return raises(call, found[1], found[2])
    if value is None or (words.LIKE.search(value) and " " in value):
        return ""
    if _is_value(value, world.api):
        # a bare number may be a text as well: the type of other rows would tell, so both are taken
        return same(call, value, world.api)
    return f">>> str({call}) == {value!r}\nTrue\n"


def _cell(cell: str) -> str | None:
    """The one code span or the plain word of a cell; None where it holds something else."""
    found = spans(cell)
    marked = [span.text for span in found if span.kind == "code"]
    rest = "".join(span.text for span in found if span.kind != "code").strip()
    if len(marked) == 1 and (not rest or wording.RAISES.fullmatch(rest)):
        return None if re.search(r"…|\.\.\.|<\w+>", marked[0]) else marked[0]
    if not marked and re.fullmatch(r"-?[\d.]+|True|False|None", rest):
        return rest
    return None
