"""
specs/<slug>/specdev.lock: what was pinned, minted, approved and generated.

One record a line, a JSON array each, sorted: git merges two branches' records line by line, and a conflict is
one record. The kinds, first field first:

    ["approved", item id, stamp]                              what a person approved
    ["body", task id, digest]                                 a task's body as it was generated
    ["check", check id, task id, who, why, old, new, basis]   a person's word on a check, see CheckRecord
    ["file", path, digest]                                    a generated file as it was written
    ["item", id, kind, stamp, [section …], text key]          an identity that was given out; never given twice
    ["seal", task id, digest]                                 a task's checks and the files they use
    ["task", id, path, key]                                   a task's identity
    ["vision", path, digest]                                  the document that all of it was compiled from

The second field (with the first) is the record's key.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from .diagnostics import Diagnostic, Span, code

BROKEN_RECORD = code(
    "SD150",
    "error",
    "not a record of the lock: {reason}",
    help="restore the line from version control, or delete it and run `specdev split`",
    page="Each line of specdev.lock is one JSON array whose first field names its kind. This line is none, so an "
    "identity, an approval or a seal may be lost. Restore the line from version control. After a merge, resolve the "
    "conflict by keeping the lines of both sides, then remove one of each pair with the same first two fields.",
)
DOUBLE_RECORD = code(
    "SD151",
    "error",
    "`{kind}` of `{key}` stands twice in the lock, first in line {line}",
    help="keep one of the two lines",
    page="Two lines of specdev.lock say different things of one item, task or file, mostly after a merge in which both "
    "branches had changed it. Keep the line that fits the files as they are now; `specdev split` renews seals, bodies "
    "and files.",
)


class ItemRecord(NamedTuple):
    """An item's identity; `text_key` is what `text_key()` gives for its words."""

    kind: str
    stamp: str
    section: tuple[str, ...]
    text_key: str


class TaskRecord(NamedTuple):
    """A task's identity: its file below the spec's folder, and the planner's own name for what it does."""

    path: str
    key: str


class CheckRecord(NamedTuple):
    """A check that a person edited, added or took out; there is no clock in it, version control has one."""

    task: str
    who: str
    why: str
    old: str
    """Seal of the check as it was generated; empty for one that was added."""
    new: str
    """Seal of the check as the person wants it; empty for one that was taken out."""
    basis: str
    """Digest of the stamps of what the check covers, as the person saw them."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The records by kind and key; digests and stamps are `sha256:…`."""

    approved: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, CheckRecord] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, ItemRecord] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)
    visions: Mapping[str, str] = field(default_factory=dict)


_SIMPLE = {"approved": "approved", "body": "bodies", "file": "files", "seal": "seals", "vision": "visions"}
"""Kinds whose record is key and digest, to the field of Lock."""
_KINDS = tuple(sorted((*_SIMPLE, "check", "item", "task")))
_LINE = json.JSONEncoder(ensure_ascii=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def dump(lock: Lock) -> str:
    """The lock's text: sorted by kind, then key."""
    return "".join(_LINE.encode(record) + "\n" for record in sorted(_records(lock), key=_order))


def parse(text: str, path: str) -> tuple[Lock, list[Diagnostic]]:
    """The lock, with every line that can be read, and what is wrong with the others."""
    groups: dict[str, dict[str, Any]] = {name: {} for name in (*_SIMPLE.values(), "checks", "items", "tasks")}
    first: dict[tuple[str, str], tuple[int, str]] = {}
    found: list[Diagnostic] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        here = Span(path, number)
        record = _record(line)
        if isinstance(record, str):
            found.append(BROKEN_RECORD.at(here, reason=record))
            continue
        group, key, value = record
        before = first.setdefault((group, key), (number, line))
        if before[0] != number and before[1] != line:
            found.append(DOUBLE_RECORD.at(here, kind=group, key=key, line=before[0]))
        groups[group].setdefault(key, value)
    return Lock(**groups), found


def digest(content: str | bytes) -> str:
    """`sha256:` and 64 hexadecimal digits, of the bytes (text as UTF-8)."""
    raw = content.encode() if isinstance(content, str) else content
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def stamp(item: Mapping[str, Any]) -> str:
    """
    The digest of an item's meaning: kind, words, priority, acceptance, dependencies.

    Re-wrapping, emphasis marks, the title, the section and the place of the item change nothing.
    """
    meaning = {
        "kind": item["kind"],
        "text": plain(item["text"]),
        "priority": item.get("priority") or "none",
        "acceptance": [plain(criterion["text"]) for criterion in item.get("acceptance") or ()],
        "depends_on": sorted(item.get("depends_on") or ()),
    }
    return digest("specdev/item/v1\0" + _CANONICAL.encode(meaning))


def basis(covers: Iterable[str], stamps: Mapping[str, str]) -> str:
    """The digest of the stamps of what a check covers; items without a stamp count too."""
    return digest("specdev/basis/v1\0" + json.dumps(sorted((item, stamps.get(item, "")) for item in covers)))


def text_key(text: str) -> str:
    """16 hexadecimal digits that stand for the words alone, lower-cased: how an item is known again."""
    return hashlib.sha256(plain(text).casefold().encode()).hexdigest()[:16]


# A pair of marks around at most 500 characters: longer emphasis does not occur, and an unpaired mark costs no more.
_EMPHASIS = re.compile(
    r"(\*{1,3}|~~)(?=\S)(.{1,500}?)(?<=\S)\1|(?<!\w)(_{1,3})(?=\S)(.{1,500}?)(?<=\S)\3(?!\w)", re.DOTALL
)
_CODE = re.compile(r"(`+)(?:(?!\1).)*\1", re.DOTALL)


@lru_cache(8)  # the stamp of an item asks, then its text's key
def plain(text: str) -> str:
    """The words: NFC, white space collapsed, emphasis marks dropped outside code spans."""
    parts: list[str] = []
    end = 0
    for span in _CODE.finditer(text):
        parts += [_unmarked(text[end : span.start()]), span.group()]
        end = span.end()
    parts.append(_unmarked(text[end:]))
    return " ".join(unicodedata.normalize("NFC", "".join(parts)).split())


def _unmarked(text: str) -> str:
    return _EMPHASIS.sub(lambda found: found[2] or found[4], text)


def _records(lock: Lock) -> Iterator[list[Any]]:
    for kind, group in _SIMPLE.items():
        yield from ([kind, key, value] for key, value in getattr(lock, group).items())
    for key, check in lock.checks.items():
        yield ["check", key, *check]
    for key, item in lock.items.items():
        yield ["item", key, item.kind, item.stamp, list(item.section), item.text_key]
    for key, task in lock.tasks.items():
        yield ["task", key, task.path, task.key]


def _order(record: list[Any]) -> tuple[str, str]:
    return record[0], record[1]


def _record(line: str) -> tuple[str, str, Any] | str:
    """The group of Lock, the key and the value of a line; or what is wrong with it."""
    if line.startswith(_CONFLICT):
        return "a merge conflict that was not resolved"
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return "the line is not a JSON array"
    match fields:
        case [str(kind), str(key), str(value)] if kind in _SIMPLE:
            return _SIMPLE[kind], key, value
        case ["check", str(key), *fields] if len(fields) == 6 and all(isinstance(field, str) for field in fields):
            return "checks", key, CheckRecord(*fields)
        case ["item", str(key), str(kind), str(pin), [*section], str(words)] if all(
            isinstance(s, str) for s in section
        ):
            return "items", key, ItemRecord(kind, pin, tuple(section), words)
        case ["task", str(key), str(path), str(name)]:
            return "tasks", key, TaskRecord(path, name)
        case [str(kind), *_] if kind in _KINDS:
            return f"a field of the `{kind}` record is missing or has a wrong type"
        case [str(kind), *_]:
            return f"`{kind}` is no kind of record (there are: {', '.join(_KINDS)})"
        case _:
            return "the line is not a JSON array"
