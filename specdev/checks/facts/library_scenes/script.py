"""The lines of a doctest: what is called, and what must come out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .api import Api
from .expressions import UNKNOWN, called, expression, literal, side


@dataclass(frozen=True, slots=True)
class Scene:
    """Lines of a doctest that show what some words say."""

    lines: str
    quote: str


def holds(code: str) -> str:
    """The code must be true."""
    return f">>> bool({code})\nTrue\n"


def shown(code: str, value: Any) -> str:
    """The code must give this very value: `True`, a text, a type's name."""
    return f">>> {code}\n{value!r}\n"


def same(code: str, value: str, api: Api) -> str:
    """The code must equal the value; an instance that is written out must have its attributes too."""
    constant = literal(value)
    if constant is None or isinstance(constant, bool):
        return shown(code, constant) if constant is not None else holds(f"{side(code)} is None")
    lines = f">>> {side(code)} == {side(value)}\nTrue\n"
    return lines + "".join(_attribute(code, name, wanted) for name, wanted in written_out(value, api))


def _attribute(code: str, name: str, wanted: Any) -> str:
    held = f"{_object(code)}.{name}"
    if isinstance(wanted, float):
        return f">>> abs({held} - {wanted!r}) <= 1e-9 * max(1.0, abs({wanted!r}))\nTrue\n"
    return f">>> {held} == {wanted!r}\nTrue\n"


def _object(code: str) -> str:
    node = expression(code)
    plain = (ast.Call, ast.Name, ast.Attribute, ast.Subscript)
    return code if isinstance(node, plain) else f"({code})"


def written_out(value: str, api: Api) -> list[tuple[str, Any]]:
    """(attribute, value) of an instance that is written as `C(…)`, where it is clear which argument is which."""
    node = expression(value)
    if not isinstance(node, ast.Call) or called(node) not in api.classes or node.keywords:
        return []
    told = api.attributes.get(called(node), {})
    constants = [literal(ast.unparse(argument)) for argument in node.args]
    made = api.functions.get(called(node))
    names = list(made.parameters if made and made.parameters else told)
    if len(names) != len(constants) or set(names) - set(told) or any(c is UNKNOWN for c in constants):
        return []
    fits = all(_fits(c, told[n]) for n, c in zip(names, constants, strict=True))
    return list(zip(names, constants, strict=True)) if fits else []


def _fits(value: Any, kind: str) -> bool:
    return not kind or type(value).__name__ == kind or (kind == "float" and isinstance(value, int))


def raises(code: str, error: str, message: str | None = None, *, part: bool = False) -> str:
    """The code must raise the exception, with the message as its whole text where one is given."""
    body = "".join(f"...     {line}\n" for line in code.split("\n"))
    if message is None:
        return f">>> try:\n{body}... except {error}:\n...     print({f'{error} raised'!r})\n{error} raised\n"
    if part:
        return f">>> try:\n{body}... except {error} as error:\n...     {message!r} in str(error)\nTrue\n"
    return f">>> try:\n{body}... except {error} as error:\n...     print(error)\n{message}\n"


def document(scenes: Iterable[Scene], api: Api) -> str:
    """The text of the doctest file; empty where a name in it is not known."""
    parts = list(dict.fromkeys(_plain_keys(scene.lines.strip("\n"), api) for scene in scenes))
    source = "\n".join(code_of(part) for part in parts)
    imports = api.needed(source)
    if imports is None or not parts or any("\t" in part for part in parts):  # doctest makes spaces of tabs
        return ""
    head = "".join(f">>> {statement}\n" for statement in sorted(imports))
    return "\n\n".join([*filter(None, [head.rstrip()]), *parts]) + "\n"


def _plain_keys(lines: str, api: Api) -> str:
    """The lines with the message of a KeyError taken as it was given: Python would print it with quotes."""
    for name in api.key_errors:
        lines = re.sub(rf"(except {name} as error:\n\.\.\.     print\()error\)", r"\1error.args[0])", lines)
    return lines


def interface(text: str, api: Api) -> frozenset[str]:
    """The names of the library that the doctest uses: what it imports, calls and looks at; `Name(` for a class."""
    own = {name for name, statement in api.imports.items() if statement.split()[1].split(".")[0] == api.package}
    own |= {name for told in api.attributes.values() for name in told} | set(api.functions)
    used = own & set(re.findall(r"[^\W\d]\w*", code_of(text)))
    made = {f"{name}(" for name in used & set(api.classes) if re.search(rf"\b{name}\(", code_of(text))}
    return frozenset(used | made) - {api.package}


def code_of(lines: str) -> str:
    """The Python code of doctest lines."""
    return "\n".join(re.sub(r"^(?:>>>|\.\.\.) ?", "", line) for line in lines.split("\n") if line[:3] in (">>>", "..."))
