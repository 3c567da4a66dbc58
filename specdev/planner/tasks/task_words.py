"""
The words of tasks by a model: title, goal, and the interfaces that a task provides and uses.

Tasks are asked wave by wave, because each is offered what those before it provide.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ... import graph
from ...compiler.planning import agreed, founded
from ...compiler.planning.passages import item_text
from ...compiler.planning.plan import Plan
from ...compiler.planning.planned import Planned
from ...compiler.planning.proposal import Interface, Use, Words
from ...llm.conversation import Message
from .attempt import Attempt
from .component_forms import TaskWords
from .components import told
from .reasking import asked
from .units import room

OFFERED = 12
"""Interfaces that a task is offered."""
NEIGHBOURS = 12
"""Tasks after it that it is told of."""


def words(attempt: Attempt, made: Plan) -> tuple[Words, ...]:
    """The words of the tasks of a plan, of those that got an answer."""
    return _Wording(attempt, _parts_of(made)).words()


def questions(attempt: Attempt, made: Plan) -> list[list[Message]]:
    """The questions as they would be without any answer, for an estimate."""
    wording = _Wording(attempt, _parts_of(made))
    return [wording.question(task, {}) for task in wording.tasks.values()]


@dataclass(slots=True)
class _Wording:
    attempt: Attempt
    tasks: Mapping[str, Planned]

    def words(self) -> tuple[Words, ...]:
        """The words of the tasks, wave by wave, because a task sees what those before it offer."""
        tasks = self.tasks
        said: dict[str, Words] = {}
        for wave in graph.waves({name: tuple(task.needs) for name, task in tasks.items()}):
            answers = self.attempt.all("titles, goals, interfaces", [self._worded(tasks[name], said) for name in wave])
            for name, answer in zip(wave, answers, strict=True):
                if isinstance(answer, Words):
                    said[name] = answer
                elif not answer.lasting:
                    self.attempt.failed.append((tasks[name].title, answer))
            if self.attempt.ended:
                break
        return tuple(said[name] for name in tasks if name in said)

    def question(self, task: Planned, said: Mapping[str, Words]) -> list[Message]:
        """The question for a task's words."""
        most = max(room(self.attempt.session.model.settings) * 2 // max(len(task.items), 1), 200)
        after = [other for other in self.tasks.values() if task.name in other.needs]
        return self.attempt.session.messages(
            "task",
            TaskWords,
            about=self.attempt.about,
            title=task.title,
            items="\n\n".join(
                f"{item.id} ({' › '.join(item.section)})\n{item_text(item)[:most]}" for item in task.items
            ),
            before=_lines(self._before(task, said)),
            after=_lines(
                {"title": other.title, "goal": self._goal(other), "why": other.needs[task.name]}
                for other in after[:NEIGHBOURS]
            ),
            limits=self.attempt.config.limits,
        )

    def _goal(self, task: Planned) -> str:
        return self.attempt.goals.get(frozenset(item.id for item in task.items), "")

    def _before(self, task: Planned, said: Mapping[str, Words]) -> Iterator[dict[str, object]]:
        offered = 0
        for name in _nearest_first(self.tasks, task):
            words = said.get(name)
            provides = words.provides[: OFFERED - offered] if words else ()
            if name in task.needs or provides:
                offered += len(provides)
                goal = words.goal if words else self._goal(self.tasks[name])
                interfaces = [one.model_dump() for one in provides]
                yield {"title": self.tasks[name].title, "goal": goal, "interfaces": interfaces}

    def _worded(self, task: Planned, said: Mapping[str, Words]) -> Callable[[], Words]:
        messages = self.question(task, said)
        found = founded.ground(self.attempt.prd, task.items)
        offered = {
            agreed.base(one.name)
            for name in _nearest_first(self.tasks, task)
            if name in said
            for one in said[name].provides
        }

        def wrong(answer: TaskWords) -> list[str]:
            words = _words(task, answer)
            title = "" if words.title == task.title else words.title
            told = [f"title: {fault}" for fault in founded.faults(title, found, founded.TITLE_WORDS)]
            told += [f"goal: {fault}" for fault in founded.faults(words.goal, found, founded.GOAL_WORDS)]
            told += [fault for one in words.provides for fault in agreed.interface_faults(one, found)]
            told += [f"`{one.name}` is not offered" for one in words.uses if agreed.base(one.name) not in offered]
            return told

        return lambda: _words(task, asked(self.attempt.session, f"task {task.title}", messages, TaskWords, wrong))


def _parts_of(made: Plan) -> dict[str, Planned]:
    """The tasks that are parts of the product, without needs of others."""
    return {task.name: task for task in made.tasks if task.role in ("slice", "contract") and task.name != "product"}


def _nearest_first(tasks: Mapping[str, Planned], task: Planned) -> list[str]:
    found = [name for name in task.needs if name in tasks]
    for name in found:  # grows while it is walked
        found += [more for more in tasks[name].needs if more in tasks and more not in found]
    return found


def _words(task: Planned, answer: TaskWords) -> Words:
    return Words(
        items=tuple(item.id for item in task.items),
        title=told(answer.title),
        goal=told(answer.goal),
        provides=tuple(Interface(name=told(one.name).strip("`"), says=told(one.says)) for one in answer.provides[:8]),
        uses=tuple(Use(name=told(one.name).strip("`"), why=told(one.why)) for one in answer.uses[:8]),
    )


def _lines(data: Iterator[Mapping[str, object]]) -> str:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in data) or "none"
