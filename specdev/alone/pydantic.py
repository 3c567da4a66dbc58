"""
As much of pydantic as the models of checks need, for data that has been validated already.

It builds the same objects: nested models, tuples for lists, defaults, aliases, `model_fields_set`. It judges nothing.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, Union, get_args, get_origin, get_type_hints

_MISSING = object()


class FieldInfo:
    """What `Field(…)` gives: of all that it says only default and alias matter."""

    def __init__(
        self, default: Any = _MISSING, *, default_factory: Callable[[], Any] | None = None, alias: str = "", **_: Any
    ) -> None:
        self.default, self.default_factory, self.alias = default, default_factory, alias


Field = FieldInfo


def ConfigDict(**settings: Any) -> dict[str, Any]:
    """The settings as they are."""
    return settings


def model_validator(**_: Any) -> Callable[[Any], Any]:
    """The function as it is: it ran when the check was exported."""
    return lambda function: function


def field_validator(*_: Any, **__: Any) -> Callable[[Any], Any]:
    """The function as it is: it ran when the check was exported."""
    return lambda function: function


class _Slot(NamedTuple):
    """One field of a model."""

    name: str
    alias: str
    hint: Any
    default: Callable[[], Any]


class BaseModel:
    """A model; fields are given by name or alias."""

    model_fields_set: ClassVar[set[str]]

    def __init__(self, **data: Any) -> None:
        given = set()
        for slot in _slots(type(self)):
            key = slot.alias if slot.alias in data else slot.name
            if key in data:
                given.add(slot.name)
            setattr(self, slot.name, _built(slot.hint, data[key]) if key in data else slot.default())
        vars(self)["model_fields_set"] = given

    @classmethod
    def model_validate(cls, data: Mapping[str, Any]) -> Self:
        """The model with this data."""
        return cls(**data)

    def model_dump(self, *, exclude_unset: bool = False, by_alias: bool = False) -> dict[str, Any]:
        """The data of the model, nested models too."""
        return {
            (slot.alias if by_alias else slot.name): _dumped(getattr(self, slot.name), exclude_unset, by_alias)
            for slot in _slots(type(self))
            if not exclude_unset or slot.name in self.model_fields_set
        }


def _dumped(value: Any, exclude_unset: bool, by_alias: bool) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=exclude_unset, by_alias=by_alias)
    if isinstance(value, tuple):
        return tuple(_dumped(part, exclude_unset, by_alias) for part in value)
    if isinstance(value, dict):
        return {key: _dumped(part, exclude_unset, by_alias) for key, part in value.items()}
    return value


_KNOWN: dict[str, tuple[_Slot, ...]] = {}
"""The fields of models, by the model's name."""


def _slots(model: type[BaseModel]) -> tuple[_Slot, ...]:
    """The fields of a model, inherited ones first."""
    name = f"{model.__module__}.{model.__qualname__}"
    if name not in _KNOWN:
        _KNOWN[name] = tuple(_read(model))
    return _KNOWN[name]


def _read(model: type[BaseModel]) -> Iterator[_Slot]:
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name.startswith(("_", "model_")) or get_origin(hint) is ClassVar:
            continue
        value = getattr(model, name, _MISSING)
        infos = [value, *(get_args(hint)[1:] if get_origin(hint) is Annotated else ())]
        fields = [info for info in infos if isinstance(info, FieldInfo)]
        alias = next((info.alias for info in fields if info.alias), name)
        yield _Slot(name, alias, hint, _default(value, fields))


def _default(value: Any, fields: list[FieldInfo]) -> Callable[[], Any]:
    for info in fields:
        if info.default_factory is not None:
            return info.default_factory
        if info.default is not _MISSING:
            return lambda: info.default
    return lambda: None if value is _MISSING or isinstance(value, FieldInfo) else value


def _built(hint: Any, value: Any) -> Any:
    """The value as the model holds it."""
    origin, words = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _built(words[0], value)
    if origin in (Union, types.UnionType):
        return _built(next(word for word in words if _fits(word, value)), value)
    if origin is tuple:
        if words[1:] == (...,):
            return tuple(_built(words[0], part) for part in value)
        return tuple(_built(word, part) for word, part in zip(words, value, strict=True))
    if origin is dict:
        return {_built(words[0], key): _built(words[1], part) for key, part in value.items()}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return value if isinstance(value, BaseModel) else hint(**value)
    return float(value) if hint is float else value


def _fits(hint: Any, value: Any) -> bool:
    """Whether the value is of that form; told by its outermost level."""
    origin, words = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _fits(words[0], value)
    if origin in (Union, types.UnionType):
        return any(_fits(word, value) for word in words)
    if origin is Literal:
        return value in words
    if hint is Any:
        return True
    if hint in (None, type(None)):
        return value is None
    if isinstance(value, bool):
        return hint is bool
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return isinstance(value, Mapping | hint)
    forms = {tuple: (tuple, list), list: (list,), dict: (dict,), float: (int, float)}
    wanted = origin or hint
    return isinstance(value, forms.get(wanted, (wanted,)))
