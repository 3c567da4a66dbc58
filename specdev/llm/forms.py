"""
The form of an answer, as each way of asking for it puts it on the wire.

    json_schema  response_format with the wire schema and `strict`; nothing is added to the messages
    tools        a function that must be called, whose parameters are the wire schema
    json         response_format json_object, the schema in the system message
    md_json      the schema in the system message, the answer in a fence
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from .wire import wire

MODES = ("json_schema", "tools", "json", "md_json")
ORDER = ("json_schema", "md_json")
"""What is tried where the settings leave it open."""
_NAME = re.compile(r"[^A-Za-z0-9_-]")
_ADVICE = re.compile(r"\n[ \t]*For further information visit https://errors\.pydantic\.dev\S*")
_SHOWN = 3


@cache
def wired(form: type[BaseModel]) -> type[BaseModel]:
    """The form, which tells its wire schema wherever it is asked for a schema; it judges as the form does."""
    schema = wire(form)
    name = _NAME.sub("_", form.__name__)[:64]

    def told(cls: type[BaseModel], *_: Any, **__: Any) -> dict[str, Any]:
        return {**schema, "title": name}

    return type(
        name, (form,), {"__doc__": form.__doc__, "__module__": __name__, "model_json_schema": classmethod(told)}
    )


def strict(arguments: Mapping[str, Any], form: type[BaseModel]) -> dict[str, Any]:
    """The arguments with the wire schema of the form, word by word, and `strict` where the way of asking has it."""
    found, schema = dict(arguments), wire(form)
    asked = found.get("response_format") or {}
    if asked.get("type") == "json_schema":
        name = asked["json_schema"]["name"]
        found["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": name, "schema": schema, "strict": True},
        }
    if found.get("tools"):
        parameters = {key: value for key, value in schema.items() if key != "description"}
        inner = {**found["tools"][0]["function"], "parameters": parameters, "strict": True}
        found["tools"] = [{"type": "function", "function": inner}]
    return found


def unversioned(text: str) -> str:
    """The text of a validation error without the addresses in it, which change with pydantic's version."""
    return _ADVICE.sub("", text)


def misfits(error: Exception) -> str:
    """What is wrong with an answer, in plain words: the first few places and how many more."""
    if type(error).__name__ == "ResponseParsingError":  # of instructor, which is not loaded here
        return "the tool was not called"
    if not isinstance(error, ValidationError):
        return unversioned(str(error)).strip().replace("\n", " ")
    found = [_misfit(one) for one in error.errors(include_url=False, include_context=False, include_input=False)]
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more


def _misfit(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    words = str(error["msg"])
    words = words[:1].lower() + words[1:]
    if error["type"] == "json_invalid":
        words = words.replace("invalid JSON: ", "it is not JSON: ")
    return f"`{place}`: {words}" if place else words
