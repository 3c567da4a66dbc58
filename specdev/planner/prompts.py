"""
Questions to a model from templates: templates/prompts/NAME.md.j2, or a user's own in .specdev/templates/prompts.

A template has two blocks, `system` and `user`. Everything from a document goes through the filter `fenced`, which gives
it a fence that the text cannot end. `fields` is the answer's form in words, because some endpoints hold the model to a
schema without showing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from pydantic import BaseModel

from ..compiler.pages import templates
from ..errors import SpecdevError
from ..llm.conversation import Message
from ..llm.wire import wire

_TICKS = re.compile(r"`{3,}")
_CHOICE = re.compile(r'"\w+"(?: or "\w+"){4,}')
_CHOICE = re.compile(r'"\w+"(?: or "\w+"){4,}')
_BLOCKS = ("system", "user")


def environment(root: Path) -> Environment:
    """The templates of a project, ours below its own, with the filter `fenced`."""
    env = templates.environment(root)
    env.filters["fenced"] = fenced
    return env


def messages(env: Environment, name: str, form: type[BaseModel], **values: object) -> list[Message]:
    """The system and the user message of a prompt. Raises SpecdevError for a user's broken template."""
    file = f"prompts/{name}.md.j2"
    try:
        template = env.get_template(file)
        context = template.new_context({**values, "fields": fields(form)})
        return [
            {"role": block, "content": templates.tidy("".join(template.blocks[block](context))).strip()}
            for block in _BLOCKS
        ]
    except TemplateSyntaxError as error:
        raise SpecdevError(f"template {error.filename or file}:{error.lineno}: {error.message}", _hint(file)) from error
    except KeyError as error:
        raise SpecdevError(f"template {file} has no block {error}", _hint(file)) from error
    except TemplateError as error:
        raise SpecdevError(f"template {file}: {error}", _hint(file)) from error


def _hint(file: str) -> str:
    return f"mend it, or delete it to use ours ({templates.SHADOWS}/{file} shadows it)"


def fenced(text: str, label: str = "") -> str:
    """The text as data: in a fence that is longer than any in it."""
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    return f"{ticks}{label}\n{text}\n{ticks}"


@cache
def fields(form: type[BaseModel]) -> str:
    """The fields of the form as a nested list in Markdown: name, type, what it means."""
    schema = wire(form)
    lines = list(_fields(schema, schema.get("$defs", {}), ""))
    named: dict[str, str] = {}
    return "\n".join(_briefly(line, named) for line in lines)


def _briefly(line: str, named: dict[str, str]) -> str:
    """The line, with a long choice that was listed before by the name of the field that listed it."""
    found = _CHOICE.search(line)
    if not found:
        return line
    field = line.split("`")[1]
    if found[0] in named:
        return line.replace(found[0], f"a word as in `{named[found[0]]}` above")
    named[found[0]] = field
    return line


def _fields(schema: Mapping[str, Any], defs: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, part in schema.get("properties", {}).items():
        said = part.get("description", "")
        yield f"{indent}- `{name}`: {_type(part, defs)}{'. ' if said else ''}{said}"
        yield from _fields(_inner(part, defs), defs, f"{indent}  ")


def _type(part: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return _type(_named(part, defs), defs)
    if "enum" in part:
        return " or ".join(f'"{value}"' for value in part["enum"])
    if "const" in part:
        return f'"{part["const"]}"'
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_type(one, defs) for one in part["anyOf"]))
    found = part.get("type", "any")
    if isinstance(found, list):
        return " or ".join(found)
    return f"list of {_type(part['items'], defs)}" if found == "array" and "items" in part else str(found)


def _inner(part: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object whose fields a part holds, alone, in a list or beside null; empty where there is none."""
    if "$ref" in part:
        return _named(part, defs)
    if "items" in part:
        return _inner(part["items"], defs)
    found = [inner for one in part.get("anyOf", ()) if (inner := _inner(one, defs))]
    return found[0] if len(found) == 1 else part if "properties" in part else {}


def _named(part: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = defs[part["$ref"].rpartition("/")[2]]
    return found
