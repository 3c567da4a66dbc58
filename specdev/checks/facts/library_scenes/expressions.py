"""Python code of a document as a tree: expressions, signatures, names that are free in it."""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..lazily import lazy

BUILTINS = frozenset(dir(builtins))

UNKNOWN = object()
"""The value of code that is no literal."""


def expression(code: str) -> ast.expr | None:
    """The code as one expression; None where it is none."""
    tree = _tree(code, "eval")
    return tree.body if isinstance(tree, ast.Expression) else None


def statements(code: str) -> list[ast.stmt] | None:
    """The code as statements; None where it is no Python."""
    tree = _tree(code, "exec")
    return tree.body if isinstance(tree, ast.Module) else None


def _tree(code: str, mode: str) -> ast.AST | None:
    try:
        with warnings.catch_warnings(action="ignore"):  # the document's code may hold a bad escape
            return ast.parse(code.strip(), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def literal(code: str) -> Any:
    """The value of a literal; UNKNOWN for anything else."""
    node = expression(code)
    if node is None:
        return UNKNOWN
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return UNKNOWN


def has_call(code: str) -> bool:
    """Whether the code is one expression with a call in it."""
    node = expression(code)
    return node is not None and any(isinstance(part, ast.Call) for part in ast.walk(node))


def free(code: str) -> list[str]:
    """Names that the code uses and does not bind, builtins apart, in their order."""
    body = statements(code) or []
    nodes = [node for statement in body for node in ast.walk(statement)]
    bound = {
        (alias.asname or alias.name).split(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    bound |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    used = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    used.sort(key=lambda node: (node.lineno, node.col_offset))
    return [name for name in dict.fromkeys(node.id for node in used) if name not in bound and name not in BUILTINS]


def side(code: str) -> str:
    """The code as one side of `==`."""
    node = expression(code)
    loose = (ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.Await)
    bare = isinstance(node, ast.Tuple) and not code.strip().startswith("(")
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    return f"({code})" if isinstance(node, loose) or negated or bare else code


@dataclass(frozen=True, slots=True)
class Signature:
    """How something is called: `q.to(unit)`, `parse(text: str, strict=False) -> Quantity`."""

    name: str
    owner: str = ""
    """What stands before its point."""
    parameters: tuple[str, ...] = ()
    required: int = 0
    """How many of them have no default."""
    types: tuple[str, ...] = ()
    """What is told of each one's type; empty where nothing is."""
    returns: str = ""


_SIGNATURE = lazy(
    r"^(?:(?:def|class)\s+)?(?:(?P<owner>[A-Za-z_]\w*)\.)?(?P<name>[A-Za-z_]\w*)\((?P<parameters>.*)\)"
    r"(?:\s*(?:->|→)\s*(?P<returns>[^:]+))?\s*(?::\s*(?:\.\.\.|pass)?)?$",
    re.S,
)


def signature(code: str) -> Signature | None:
    """The signature that the code is; None for calls with values and for anything else."""
    found = _SIGNATURE.match(code.strip())
    if not found or (found["name"] in BUILTINS and not found["owner"]):
        return None
    # optional parameters in square brackets are those with a default
    inner = re.sub(r"\[\s*,?\s*(\w+)\s*\]", r", \1=None", found["parameters"]).strip().removeprefix(",")
    body = statements(f"def f({inner}): pass")
    if not body or not isinstance(body[0], ast.FunctionDef):
        return None
    arguments = body[0].args
    plain = [arg for arg in (*arguments.posonlyargs, *arguments.args) if arg.arg not in ("self", "cls")]
    return Signature(
        found["name"],
        found["owner"] or "",
        tuple(arg.arg for arg in plain),
        len(plain) - len(arguments.defaults),
        tuple(ast.unparse(arg.annotation) if arg.annotation else "" for arg in plain),
        (found["returns"] or "").strip(),
    )


def calls(code: str) -> Iterator[ast.Call]:
    """Every call in the code, outer ones first."""
    node = expression(code)
    return (part for part in ast.walk(node) if isinstance(part, ast.Call)) if node else iter(())


def called(call: ast.Call) -> str:
    """The name of what is called, without what stands before its point."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def literals(call: ast.Call) -> dict[int | str, Any]:
    """The literal arguments of a call by place or keyword."""
    found: dict[int | str, Any] = {}
    pairs: list[tuple[int | str, ast.expr]] = [*enumerate(call.args)]
    pairs += [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
    for place, node in pairs:
        try:
            found[place] = ast.literal_eval(node)
        except (ValueError, TypeError):
            continue
    return found
