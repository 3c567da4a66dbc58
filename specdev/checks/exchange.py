"""A request of an http check and what must be answered, as they stand in a task."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ..model import Artifact
from .base import NamedFile
from .conditions import Condition
from .matchers import Expected


class Request(Artifact):
    """One request."""

    method: Annotated[str, Field(pattern="^[A-Z]+$", description="GET, POST …")] = "GET"
    path: Annotated[str, Field(pattern="^/", description="Path and query.")]
    headers: dict[str, str] = Field(default_factory=dict, description="Headers in addition.")
    body: Annotated[str | None, Field(description="The body as text.")] = None
    json_: Annotated[Any, Field(alias="json", description="The body as data; sent as application/json.")] = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if self.body is not None and "json_" in self.model_fields_set:
            raise ValueError("`body` and `json` exclude each other")
        return self

    def payload(self) -> tuple[bytes | None, dict[str, str]]:
        """The body and the headers as sent."""
        if "json_" in self.model_fields_set:
            return json.dumps(self.json_).encode(), {"Content-Type": "application/json", **self.headers}
        return (None if self.body is None else self.body.encode()), dict(self.headers)


class Answer(Artifact):
    """What must be answered."""

    status: Annotated[
        int | tuple[int, ...] | None, Field(description="The status, or a list of those that are right.")
    ] = None
    headers: dict[str, Expected] = Field(
        default_factory=dict, description="Header to its value or a matcher; case of names does not matter."
    )
    body: Annotated[Expected | None, Field(description="The body as text.")] = None
    json_: Annotated[Any, Field(alias="json", description="The body as data; the order of keys does not matter.")] = (
        None
    )
    duration_ms: Annotated[float | None, Field(gt=0, description="Milliseconds until all of it is there.")] = None
    data: Annotated[
        tuple[Condition, ...], Field(description="Conditions on places of a JSON body, as those of a data check.")
    ] = ()
    files: Annotated[tuple[NamedFile, ...], Field(description="Files that the service has written by then.")] = ()


class Exchange(Artifact):
    """A request and its answer."""

    begin: Annotated[
        Literal["restart", "fresh"] | None,
        Field(
            description="What is done with the service before: started again in its folder, or in an emptied one, "
            'which needs `cwd: "{scratch}"`.'
        ),
    ] = None
    request: Request
    expect: Answer
    capture: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z_]\w*$")], str],
        Field(description="Name to the place in the JSON body whose value `{name}` stands for later."),
    ] = Field(default_factory=dict)

    def filled(self, captured: Mapping[str, Any]) -> Exchange:
        """The exchange with captured values in place of `{name}`; where only a text can stand, as JSON writes them."""
        if not captured:
            return self
        data = self.model_dump(exclude_unset=True, by_alias=True)
        return Exchange.model_validate(_filled(data, captured))


_OF_ANY_TYPE = ("json", "equals", "one_of")
"""Fields that hold values of any type; the others hold texts."""


def _filled(data: Any, captured: Mapping[str, Any], whole: bool = False) -> Any:
    """The data with captured values for `{name}` in its texts; with `whole`, a text that is only that becomes one."""
    if isinstance(data, Mapping):
        return {key: _filled(value, captured, whole or key in _OF_ANY_TYPE) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_filled(value, captured, whole) for value in data]
    if not isinstance(data, str):
        return data
    for name, value in captured.items():
        if whole and data == "{" + name + "}":
            return value
        data = data.replace("{" + name + "}", value if isinstance(value, str) else json.dumps(value))
    return data
