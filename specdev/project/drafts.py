"""`plan` and `approve` on disk: a vision becomes a PRD, and a person pins it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import lock, source
from ..compiler import lift, merge, parse, prdfile
from ..compiler.pages import templates
from ..diagnostics import Diagnostic, in_order
from ..errors import UsageError
from ..model import Prd
from ..resources import SCHEMAS
from . import Project, read_lock, read_prd


@dataclass(frozen=True, slots=True)
class Draft:
    """What `plan` made of one vision."""

    prd: Prd
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Path below the root to text."""


def visions(project: Project, named: Sequence[str], start: Path) -> list[Path]:
    """The documents to plan: those named, else those that specdev.yaml or custom names. Raises UsageError for none."""
    if named:
        return [Path(os.path.normpath(start / name)) for name in named]
    found = [project.root / name for name in project.config.visions if (project.root / name).is_file()]
    distinct: dict[str, Path] = {}
    for path in found:  # on file systems that fold case, two names can be one file
        distinct.setdefault(str(path.resolve()).lower(), path)
    if not distinct:
        raise UsageError(
            f"there is no vision to plan: none of {', '.join(project.config.visions)} exists",
            "name the document: `specdev plan docs/idea.md`",
        )
    return list(distinct.values())


def draft(
    project: Project, path: Path, *, slug: str = "", write: bool = True, revise: lift.Reviser | None = None
) -> Draft | tuple[Diagnostic, ...]:
    """
    The PRD of the vision at `path`, merged with an earlier one; only diagnostics where it cannot be read.

    `revise` goes over what the rules found before it becomes items.
    """
    text, raw, found = source.read_text(path, project.root)
    name = source.relative(path, project.root)
    if text is None or not text.strip():
        return tuple(found)
    document = parse.parse(text, name)
    slug = slug or _slug_of(project, name)
    old, records, old_text = _earlier(project, slug) if slug else (None, lock.Lock(), "")
    reserved = frozenset(key for key in records.items if not key.startswith("@"))
    lifted = lift.lift(document, digest=lock.digest(raw), previous=old, reserved=reserved, slug=slug, revise=revise)
    prd, diagnostics = lifted.prd, [*found, *document.diagnostics, *lifted.diagnostics]
    if old is None and not slug:
        prd = prd.model_copy(update={"slug": _free_slug(project, prd.slug, name)})
        old, records, old_text = _earlier(project, prd.slug)
    if old is not None:
        prd, more = merge.merge(prd, old, records.items, f"{project.spec_path(prd.slug)}/prd.yaml")
        diagnostics += more
    files = _files(project, prd, lifted.prd, records, name, old_text) if write else {}
    wanted = [d for d in in_order(diagnostics) if d.code not in project.config.ignore]
    return Draft(prd, tuple(wanted), files)


def _files(
    project: Project, prd: Prd, generated: Prd, records: lock.Lock, vision: str, old_text: str
) -> dict[str, str]:
    folder = project.spec_path(prd.slug)
    text = prdfile.text(prd, old_text)
    page = prdfile.page(prd, templates.environment(project.root), folder)
    updated = replace(
        records,
        items={**records.items, **_identities(generated)},
        visions={vision: prd.vision.digest},
        files={**records.files, "prd.md": lock.digest(page)},
    )
    schema = (SCHEMAS / "prd.schema.json").read_text(encoding="utf-8")
    return {
        f"{folder}/prd.yaml": text,
        f"{folder}/prd.md": page,
        f"{folder}/specdev.lock": lock.dump(updated),
        f"{project.config.specs.rstrip('/')}/{prdfile.SCHEMA_FILE}": schema,
    }


def _identities(prd: Prd) -> dict[str, lock.ItemRecord]:
    records = {
        item.id: lock.ItemRecord(item.kind, lock.stamp(item.meaning()), item.section, lock.text_key(item.text))
        for item in prd.items()
    }
    for name in ("product", "summary"):
        records[f"@{name}"] = lock.ItemRecord(name, "", (), lock.text_key(getattr(prd, name)))
    return records


def _slug_of(project: Project, vision: str) -> str:
    """The slug of the spec that was made from this vision before, or empty."""
    for path in sorted((project.root / project.config.specs).glob("*/specdev.lock")):
        text, _, _ = source.read_text(path, project.root)
        if text and vision in lock.parse(text, path.name)[0].visions:
            return path.parent.name
    return ""


def _free_slug(project: Project, slug: str, vision: str) -> str:
    """`slug`, or with a number behind it where another vision's spec has that name."""
    name, count = slug, 2
    while (project.root / project.spec_path(name) / "specdev.lock").is_file():
        name, count = f"{slug}-{count}", count + 1
    return name


def _earlier(project: Project, slug: str) -> tuple[Prd | None, lock.Lock, str]:
    """PRD, lock and the PRD's text as they stand on disk. Raises SpecdevError where the PRD is broken."""
    records = read_lock(project, slug)
    if not (project.root / project.spec_path(slug) / "prd.yaml").is_file():
        return None, records, ""
    prd, text = read_prd(project, slug)
    return prd, records, text


def approve(project: Project, slug: str) -> tuple[Prd, dict[str, str]]:
    """The PRD as approved, and the files to write: prd.yaml, prd.md, the lock with every item pinned."""
    prd, text = read_prd(project, slug)
    approved = prd.model_copy(update={"status": "approved"})
    records = read_lock(project, slug)
    folder = project.spec_path(slug)
    page = prdfile.page(approved, templates.environment(project.root), folder)
    pins = {item.id: lock.stamp(item.meaning()) for item in approved.items()}
    updated = replace(records, approved=pins, files={**records.files, "prd.md": lock.digest(page)})
    return approved, {
        f"{folder}/prd.yaml": prdfile.text(approved, text),
        f"{folder}/prd.md": page,
        f"{folder}/specdev.lock": lock.dump(updated),
    }
