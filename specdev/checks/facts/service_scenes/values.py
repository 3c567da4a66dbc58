"""Values of a field: one that is right, others that are right too, and those that break what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..lazily import lazy
from .api import HOLE, Field

_TYPICAL: dict[str, Any] = {
    "url": "https://example.com/a",
    "uri": "https://example.com/a",
    "link": "https://example.com/a",
    "email": "anna@example.com",
    "mail": "anna@example.com",
    "title": "first",
    "titel": "erster",
    "name": "anna",
    "text": "some text",
    "note": "some text",
    "message": "some text",
    "description": "some text",
    "content": "some text",
    "body": "some text",
    "label": "first",
    "author": "anna",
    "nombre": "ana",
    "nom": "anne",
    "nome": "ana",
    "titulo": "primero",
    "título": "primero",
    "titre": "premier",
    "beschreibung": "ein Text",
    "bezeichnung": "erste",
}
"""Field name to a value that it takes as a matter of course, where the document shows none."""

_SAMPLES = {"lower": "ab", "letter": "ab", "upper": "AB", "digit": "12"}


def right(field: Field) -> Any:
    """A value that the field takes; None where the document tells too little."""
    if field.example is not None and field.example != HOLE:
        return field.example
    if field.choices:
        return field.choices[0]
    if field.type == "boolean":
        return True
    if field.type in ("integer", "number"):
        low = field.low if field.low is not None else (field.high if field.high is not None and field.high < 1 else 1)
        return number(-(-low // field.step) * field.step if field.step > 1 else low)
    if field.type == "list":
        return None
    if field.type == "time":
        return "2025-06-01T12:00:00Z"
    if field.pattern:
        return next((one for one in _CANDIDATES if re.fullmatch(field.pattern, one)), None)
    if field.starts:
        return f"{field.starts[0]}example.com/a" if "://" in field.starts[0] else f"{field.starts[0]}a"
    typical = str(_TYPICAL.get(field.name.lower(), ""))
    fits = typical and (field.shortest or 0) <= len(typical) <= (field.longest or 99)
    if fits and not field.chars and (not field.vague or "://" in typical or "@" in typical):
        return typical
    if field.vague:
        return None
    if field.chars or field.longest is not None or field.shortest is not None:
        return text(field, min(max(field.shortest or 1, 3), field.longest or 99))
    return "some text" if field.type == "string" else None


_CANDIDATES = (
    "ab",
    "abc",
    "abcd",
    "ab1",
    "a1",
    "AB",
    "ABC",
    "ABC-123",
    "AB-12",
    "A-1",
    "123",
    "1234",
    "12345",
    "abc-1",
    "AB12",
    "0a1b2c",
)


def number(value: float) -> int | float:
    """The number without a fraction where it has none."""
    return int(value) if float(value).is_integer() else value


def text(field: Field, length: int) -> str:
    """A text of this length that consists of what the field may hold."""
    kinds = [name for name in ("lower", "letter", "upper", "digit") if name in field.chars] or ["lower"]
    unit = "".join(_SAMPLES[kind] for kind in kinds)
    joint = next((mark for kind, mark in (("hyphen", "-"), ("underscore", "_")) if kind in field.chars), "")
    made = ((unit + joint) * (length // len(unit) + 1))[:length]
    return made[:-1] + unit[0] if joint and made.endswith(joint) else made


def another(field: Field, value: Any, n: int) -> Any:
    """The n-th other value that is right too, greater than `value` in any order; None where there is none."""
    if n == 0:
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        raised = value + n * field.step
        return raised if field.high is None or raised <= field.high else None
    if not isinstance(value, str):
        return None
    if field.choices:
        return None
    found = _raised(field, value, n)
    if field.pattern and not re.fullmatch(field.pattern, str(found)):
        found = next(
            (one for one in (f"{value}{'bcdefghij'[n]}", f"{value}{n}") if re.fullmatch(field.pattern, one)), None
        )
    if found and field.longest is not None and len(found) > field.longest and is_free(field):
        end = re.search(r"[ -]?\w$", found)
        found = value[: field.longest - len(end[0])] + end[0] if end and len(end[0]) < field.longest else None
    fits = found is not None and (field.longest is None or len(found) <= field.longest)
    if not fits or (field.pattern and not re.fullmatch(field.pattern, str(found))):
        return None
    return found


_TIME = lazy(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>\d\d)(?P<rest>:.*)$")
_DAY = lazy(r"(?P<month>\d{4}-\d\d-)(?P<day>\d\d)$")


def _raised(field: Field, value: str, n: int) -> str | None:
    if found := _TIME.match(value):
        hour = int(found["hour"]) + n
        return f"{found['day']}T{hour:02}{found['rest']}" if hour < 24 else None
    if found := _DAY.match(value):
        day = int(found["day"]) + n
        return f"{found['month']}{day:02}" if day <= 28 else None
    if "@" in value:
        return value.replace("@", f"{n + 1}@", 1)
    found = re.search(r"\d+$", value)
    if found and len(str(int(found[0]) + 9)) <= len(found[0]):  # the same length for every n, so that they sort
        return value[: found.start()] + str(int(found[0]) + n).zfill(len(found[0]))
    fixed = field.longest is not None and field.shortest == field.longest
    letter = "bcdefghij"[n]
    if fixed:
        return value[:-1] + letter if value[-1:] in "a" else None
    if re.match(r"https?://", value) or (field.chars and not {"digit", "hyphen"} <= field.chars):
        return value + letter
    return f"{value}-{n + 1}" if field.chars or not re.search(r"[A-Z ]", value) else f"{value} {n + 1}"


_WORDS = lazy(r"[^\W\d_][\w ,.'!?-]*$")


def is_free(field: Field) -> bool:
    """Whether any text of the right length and characters will do."""
    if field.vague or field.pattern or field.starts or field.choices:
        return False
    if field.chars:
        return True
    shown = field.example if isinstance(field.example, str) else ""
    formed = field.name.lower() in ("url", "uri", "link", "email", "mail") or is_time(shown)
    return not formed and (not shown or bool(_WORDS.match(shown)))


def is_time(value: Any) -> bool:
    """Whether the value is a date, with a time or without."""
    return isinstance(value, str) and bool(_TIME.match(value) or _DAY.match(value))


def wrong(field: Field, value: Any) -> Iterator[Any]:
    """Values that break what is told of the field, each one thing and in every reading."""
    yield from wrong_number(field)
    yield from wrong_text(field, value)
    if field.choices:
        yield from wrong_choice(field)
    if field.starts:
        yield f"ftp://{str(value).partition('://')[2]}" if "://" in field.starts[0] else f"_{value}"
    if field.type == "boolean":
        yield "maybe"


def wrong_number(field: Field) -> Iterator[Any]:
    """Out of range, and no number at all."""
    if field.low is not None:
        yield number(field.low - 1)
    if field.high is not None:
        yield number(field.high + 1)
    if field.step > 1:
        yield right(field) + 1
    if field.type in ("integer", "number"):
        yield from wrong_type(field)


def wrong_type(field: Field) -> Iterator[Any]:
    """No value of its type in any reading."""
    if field.type == "integer":
        shown = isinstance(field.example, int) and not isinstance(field.example, bool)
        yield (field.example if shown else field.low if field.low is not None else 1) + 0.5
    if field.type in ("integer", "number", "boolean", "time"):
        yield "abc"
    if field.type in ("integer", "number"):
        yield True


def wrong_text(field: Field, value: Any) -> Iterator[Any]:
    """Too short, too long, and with characters that are not allowed."""
    if field.shortest:
        yield text(field, field.shortest - 1)
    if field.longest is not None:
        yield text(field, field.longest + 1)
    if field.chars and isinstance(value, str) and len(value) >= 2:
        kinds = field.chars
        if not kinds & {"upper", "letter"} and "lower" in kinds:
            yield value[:1].upper() + value[1:] if value[:1].isalpha() else value[:-1] + "A"
        if not kinds & {"lower", "letter"}:
            yield value[:-1] + "x"
        if "underscore" not in kinds:
            yield f"{value[:-2]}_{value[-1:]}"
        yield f"{value[:-2]} {value[-1:]}"
    if field.first in ("letter", "lower", "upper") and isinstance(value, str) and len(value) >= 2:
        yield f"1{value[1:]}"
    if field.pattern and isinstance(value, str):
        made = (value + " ", value.swapcase(), value + "_!", "!")
        yield from (one for one in made if not re.search(field.pattern, one))


def wrong_choice(field: Field) -> Iterator[Any]:
    """A value that is none of the choices."""
    yield "none-of-these"


def allowed_ends(field: Field) -> Iterator[Any]:
    """The ends of what is allowed."""
    if field.type in ("integer", "number"):
        for end in (field.low, field.high):
            if end is not None and (field.step == 1 or end % field.step == 0):
                yield number(end)
    if field.shortest != field.longest and is_free(field):
        for length in (field.shortest, field.longest):
            if length:
                yield text(field, length)


_CLASSES = {"lower": "a-z", "upper": "A-Z", "letter": "A-Za-z", "digit": "0-9", "underscore": "_", "hyphen": "-"}


def spelled_out(field: Field) -> str:
    """The characters and the length that are told, as a regular expression; empty where either is not."""
    if field.pattern:
        return field.pattern
    if not field.chars or field.shortest is None or field.longest is None:
        return ""
    kinds = "".join(text for kind, text in _CLASSES.items() if kind in field.chars)
    length = str(field.shortest) if field.shortest == field.longest else f"{field.shortest},{field.longest}"
    return f"^[{kinds}]{{{length}}}$"
