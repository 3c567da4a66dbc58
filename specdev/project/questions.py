"""The open questions of a PRD with the vision's lines that they are about, and what an answer to them changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .. import lock, source
from ..compiler import prdfile
from ..compiler.pages import build, templates
from ..errors import SpecdevError
from ..model import Item, Prd, Question, Source
from . import Project, read_lock, read_prd, splits


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a question is about, and where they stand."""

    item: str
    """The item that they were lifted into; the question itself where the vision asks it."""
    path: str
    """Empty where they stand in the PRD alone."""
    lines: tuple[int, int]
    text: str
    """These lines; the item's words where the vision has changed since it was planned."""
    current: bool
    """Whether the lines are the vision's as it stands now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a product."""

    spec: str
    question: Question
    quotes: tuple[Quote, ...] = ()

    @property
    def open(self) -> bool:
        return not self.question.answer


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers make of a PRD."""

    before: Prd
    after: Prd
    files: Mapping[str, str]
    """Path below the root to text; empty where nothing changes."""
    changed: tuple[str, ...]
    """The questions with another answer than before."""
    missing: tuple[str, ...]
    """Questions that are not in the PRD any more."""


def asked(project: Project, slug: str) -> list[Asked]:
    """All questions of a product, answered or not, in the order of the PRD."""
    prd, _ = read_prd(project, slug)
    items = {item.id: item for item in prd.items()}
    vision = _lines(project, prd)
    return [Asked(slug, question, tuple(_quotes(question, items, prd, vision))) for question in prd.open_questions]


def answer(project: Project, slug: str, answers: Mapping[str, str]) -> Answered:
    """The PRD as it stands on disk with these answers by question; an empty one opens the question again."""
    prd, text = read_prd(project, slug)
    known = {question.id: question for question in prd.open_questions}
    wanted = {name: words for name, words in answers.items() if name in known}
    changed = tuple(name for name, words in wanted.items() if known[name].answer != words)
    missing = tuple(name for name in answers if name not in known)
    if not changed:
        return Answered(prd, prd, {}, (), missing)
    questions = tuple(
        question.model_copy(update={"answer": wanted.get(question.id, question.answer)})
        for question in prd.open_questions
    )
    after = prd.model_copy(update={"open_questions": questions})
    return Answered(prd, after, _files(project, slug, after, text), changed, missing)


def affected(project: Project, before: Prd, after: Prd) -> list[build.TaskFile]:
    """The tasks that a split makes in another way of `after` than of `before`; none before the first split."""
    if not read_lock(project, before.slug).tasks:
        return []
    old = {file.path: (file.text, file.files) for file in splits.tasks_of(project, before)}
    return [file for file in splits.tasks_of(project, after) if old.get(file.path) != (file.text, file.files)]


def _files(project: Project, slug: str, prd: Prd, old_text: str) -> dict[str, str]:
    """prd.yaml, prd.md and the lock. What is approved stays so: an answer changes the stamp of no item."""
    folder = project.spec_path(slug)
    page = prdfile.page(prd, templates.environment(project.root), folder)
    records = read_lock(project, slug)
    updated = replace(records, files={**records.files, "prd.md": lock.digest(page)})
    return {
        f"{folder}/prd.yaml": prdfile.text(prd, old_text),
        f"{folder}/prd.md": page,
        f"{folder}/specdev.lock": lock.dump(updated),
    }


def _lines(project: Project, prd: Prd) -> list[str] | None:
    """The vision's lines; None where it is not the one that was planned."""
    try:
        text, raw, _ = source.read_text(project.root / prd.vision.path, project.root)
    except SpecdevError:
        return None
    return text.splitlines() if text is not None and lock.digest(raw) == prd.vision.digest else None


def _quotes(question: Question, items: Mapping[str, Item], prd: Prd, vision: list[str] | None) -> Iterator[Quote]:
    for item in (question, *(items[name] for name in question.about if name in items)):
        for place in item.source:
            yield _quote(item, place, vision if place.path == prd.vision.path else None)
        if not item.source and item is not question:
            yield Quote(item.id, "", (1, 1), item.text, current=False)


def _quote(item: Item, place: Source, vision: list[str] | None) -> Quote:
    first, last = place.lines
    if vision is None or last > len(vision):
        return Quote(item.id, place.path, place.lines, item.text, current=False)
    return Quote(item.id, place.path, place.lines, "\n".join(vision[first - 1 : last]), current=True)
