"""prd.yaml and prd.md: the PRD as people edit it, and as they read it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from .. import yamlio
from ..model import GROUPS, Context, Item, Prd, Question
from .pages import templates
from .planning.passages import repeats

SCHEMA_FILE = ".schemas/prd.schema.json"
"""Below the specs folder: a copy for editors, so that completion works without a network."""
_TITLES = {
    "open_questions": "Open questions",
    "goals": "Goals",
    "non_goals": "Non-goals",
    "personas": "Personas",
    "user_stories": "User stories",
    "requirements": "Requirements",
    "acceptance": "Acceptance",
    "metrics": "Metrics",
    "milestones": "Milestones",
    "risks": "Risks",
    "assumptions": "Assumptions",
}
_PRIORITY_KINDS = frozenset({"functional", "quality", "constraint", "user_story"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One item on the page."""

    heading: str
    facts: str
    text: str
    lead: str
    detail: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    anchor: str
    entries: tuple[Entry, ...]


def data(prd: Prd) -> dict[str, Any]:
    """The PRD as plain data in the order of the model, without what is empty; a requirement always says its
    priority."""
    return {key: value for key, value in _fields(prd) if value != {}}


def _fields(entry: BaseModel) -> Iterator[tuple[str, Any]]:
    """What `entry` says in each of its fields, the empty ones left out, as plain data."""
    for key, value in entry.__dict__.items():
        if isinstance(value, str):
            if not value and not (key == "text" and not isinstance(entry, Context)):
                continue
            if key == "priority" and value == "none" and entry.kind not in _PRIORITY_KINDS:  # type: ignore[attr-defined]
                continue
            yield key, value
        elif isinstance(value, tuple):
            if value:
                yield key, [dict(_fields(one)) if isinstance(one, BaseModel) else one for one in value]
        elif isinstance(value, BaseModel):
            yield key, dict(_fields(value))
        elif value is not None:
            yield key, value


def text(prd: Prd, old: str = "") -> str:
    """prd.yaml; comments that a person wrote into `old` stay with the entries they belong to."""
    new = f"# yaml-language-server: $schema=../{SCHEMA_FILE}\n{yamlio.dump(data(prd))}"
    return yamlio.merge_comments(old, new) if old else new


def page(prd: Prd, env: Environment, folder: str) -> str:
    """prd.md; `folder` is where it stands, relative to the repository, for the links to the vision."""
    up = os.path.relpath(".", folder).replace(os.sep, "/") + "/"
    groups = []
    for name in dict.fromkeys(GROUPS.values()):
        items = getattr(prd, name)
        if items:
            title = _TITLES[name]
            groups.append(Group(title, title.lower().replace(" ", "-"), tuple(_entry(item, up) for item in items)))
    rows = [
        {
            "lines": f"[{block.lines[0]}-{block.lines[1]}]({up}{prd.vision.path}#L{block.lines[0]}-L{block.lines[1]})",
            "block": block.block,
            "reason": block.reason.replace("|", "\\|"),
            "begins": _begin(block.text),
        }
        for block in prd.context
    ]
    return templates.fill(env, "prd.md.j2", prd=prd, up=up, groups=groups, context=rows)


def _begin(words: str) -> str:
    """The first 60 characters, made harmless in a table cell."""
    line = " ".join(words.split())
    line = line if len(line) <= 60 else line[:59] + "…"
    return re.sub(r"([|<>\[\]`*_\\])", r"\\\1", line)


def _entry(item: Item, up: str) -> Entry:
    facts = [item.kind.replace("_", " ")]
    if item.priority != "none":
        facts.append(item.priority)
    facts += [_link(source.path, source.lines, up) for source in item.source]
    if item.depends_on:
        facts.append(f"depends on {', '.join(item.depends_on)}")
    body = item.text
    if isinstance(item, Question):
        more = [
            f"*Why it matters:* {item.why}" if item.why else "",
            f"*About:* {', '.join(item.about)}" if item.about else "",
        ]
        more += [f"- {suggestion}" for suggestion in item.suggestions]
        gap = "\n\n" if "\n" in item.answer else " "
        more.append(f"**Answer:**{gap}{item.answer or '*open*'}")
        body = "\n\n".join(part for part in (body, *more) if part)
    criteria = tuple(
        f"**{c.id}** {c.text} ({', '.join(_link(s.path, s.lines, up) for s in c.source)})".replace("\n", "\n  ")
        for c in item.acceptance
    )
    heading = item.id if repeats(item) else f"{item.id} {' '.join(item.title.split())}"
    return Entry(heading, " · ".join(facts), body, item.lead, item.detail, criteria)


def _link(path: str, lines: tuple[int, int], up: str) -> str:
    first, last = lines
    name = f"{path}:{first}" + (f"-{last}" if last != first else "")
    return f"[{name}]({up}{path}#L{first}-L{last})"
