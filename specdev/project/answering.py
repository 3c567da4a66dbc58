"""Answers written into PRDs, one after the other or all at once, and the tasks that they touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import transaction
from ..bulk import no_collection
from ..compiler.pages import build
from ..model import Prd
from . import Project, questions


@dataclass(slots=True)
class Answering:
    """What was answered since it was made."""

    project: Project
    before: dict[str, Prd] = field(default_factory=dict)
    """Product to its PRD before the first answer."""
    after: dict[str, Prd] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    """Paths below the root."""

    def save(self, slug: str, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Write answers by question into the PRD as it stands on disk; the questions that are not there any more."""
        made = questions.answer(self.project, slug, answers)
        if made.changed:
            self.written.update(transaction.write_files(self.project.root, made.files))
            self.before.setdefault(slug, made.before)
            self.after[slug] = made.after
        return made.missing

    @property
    def answered(self) -> dict[str, list[str]]:
        """Product to the questions whose answer is another one than before; products without any are left out."""
        found = {}
        for slug, after in self.after.items():
            earlier = {question.id: question.answer for question in self.before[slug].open_questions}
            names = [one.id for one in after.open_questions if one.answer != earlier.get(one.id, "")]
            if names:
                found[slug] = names
        return found

    def affected(self) -> dict[str, list[build.TaskFile]]:
        """Product to the tasks that a split makes in another way since; products without tasks are left out."""
        with no_collection():
            found = {
                slug: questions.affected(self.project, self.before[slug], self.after[slug]) for slug in self.answered
            }
        return {slug: tasks for slug, tasks in found.items() if tasks}
