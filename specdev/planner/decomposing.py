"""
A plan by a model: components from the whole, parts of what is too large, then the words of each task.

    items ─components→ pieces ─parts, while too large→ Parts ─plan→ tasks ─task, wave by wave→ Words
       └───── no usable answer: the rules' groups ─────┘              └─ no usable answer: the rules' titles

What comes out is a proposal, which is judged again where the plan is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from .. import graph, lock
from ..compiler.planning import agreed, arranged, founded
from ..compiler.planning.grouping import Group, fits, group
from ..compiler.planning.passages import item_text
from ..compiler.planning.plan import Groundwork, Plan, groundwork, plan
from ..compiler.planning.planned import Planned
from ..compiler.planning.proposal import Interface, Need, Part, Proposal, Use, Words, some
from ..compiler.planning.target import Target
from ..config import Config
from ..diagnostics import Diagnostic, Span, code
from ..llm.conversation import Message
from ..llm.trouble import Trouble, Unanswered
from ..model import Item, Prd
from . import estimate as estimates
from .component_forms import Component, Components, TaskWords
from .reasking import asked
from .session import Session
from .units import Ballot, ballots, room, shortened

ENDED = code(
    "SD730",
    "warning",
    "the model was asked no more: {trouble}",
    help="the rules did the rest; run `specdev split` again, what was answered is kept",
    page="A question to the model met something that the next one would meet too: nothing listens at the address, the "
    "key is not taken, a budget is used up, or the run is offline. No more questions were asked, and the rules did "
    "what was left of the plan. The tasks are whole and valid. The next `specdev split` asks again, and takes what was "
    "answered already from .specdev/cache.",
)
NO_ANSWER = code(
    "SD731",
    "warning",
    "no usable answer on {what}: {trouble}",
    help="the rules did it instead; another model may do better (--model)",
    page="The model gave no answer that can be used on this part of the plan: it declined, its answer was cut off or "
    "was not of the form also after it was told what is wrong. The rules grouped these requirements, or gave these "
    "tasks their titles, as they do without a model. All other answers stand.",
)
LEVELS = 4
"""Times that what is too large is asked for its parts; then the rules cut it."""
ABOUT = 600
"""Characters of the product's summary."""
OFFERED = 12
"""Interfaces that a task is offered."""
NEIGHBOURS = 12
"""Tasks before and after it that it is told of."""
COMPONENT_TOKENS = 60
WORDS_TOKENS = 220
"""Likely lengths of answers, for the estimate: of one component, of the words of one task."""
PROMPTS = ("components", "parts", "task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Decomposed:
    """What a model proposed."""

    proposal: Proposal
    diagnostics: tuple[Diagnostic, ...] = ()
    complete: bool = True
    """Whether every question got an answer, so that asking again is of no use."""


def decompose(
    session: Session, prd: Prd, target: Target, config: Config, place: Span, before: Proposal | None = None
) -> Decomposed:
    """
    What the model of the session proposes for a plan of `prd`; what it does not answer is left to the rules.

    An earlier proposal, `before`, is the starting list in place of the rules' groups: so a small edit moves little.
    """
    base = groundwork(prd, target, config.limits)
    if before and not base.alone:
        earlier = arranged.arrange(before, prd, base.items, list(base.groups), base.near, config.limits).groups
        base = replace(base, groups=tuple(earlier))
    run = _Run(session, prd, target, config, base)
    if run.base.alone:
        return Decomposed(Proposal())
    for item in prd.items():
        session.model.secrets.learn(item_text(item))
    parts = run.parts()
    words = () if run.ended else run.words(plan(prd, target, config, Proposal(parts=parts)))
    return Decomposed(Proposal(parts=parts, words=words), tuple(run.diagnostics(place)), not run.troubled)


def estimate(session: Session, prd: Prd, target: Target, config: Config) -> estimates.Estimate:
    """What `decompose` is likely to ask: the rules' groups stand for the tasks that are not known yet."""
    run = _Run(session, prd, target, config, groundwork(prd, target, config.limits))
    found = estimates.Estimate()
    if run.base.alone:
        return found
    for piece, ballot in run.questions([run.whole()]):
        tokens = COMPONENT_TOKENS * len(ballot.start) + 6 * len(ballot.units)
        found += estimates.question(run.grouping(piece, ballot), Components, session.model.settings, tokens)
        if ballot.units[0].id != ballot.units[0].items[0].id:  # sections are asked for their parts
            found += estimates.times(found, len(run.base.items) // 30)
    tasks = _parts_of(plan(prd, target, config))
    for task in tasks.values():
        found += estimates.question(run.question(tasks, task, {}), TaskWords, session.model.settings, WORDS_TOKENS)
    return found


def inputs(prd: Prd, target: Target, config: Config, prompts: str) -> str:
    """Digest of all that decides what is asked: who, how, and of what."""
    base = groundwork(prd, target, config.limits)
    told = [
        item.model_dump_json(include={"id", "kind", "title", "text", "priority", "lead", "detail"})
        + repr((item.section, item.meaning()))
        for item in base.items
    ]
    start = [(found.title, [item.id for item in found.items]) for found in base.groups]
    limits = config.limits.model_dump_json()
    return lock.digest(repr((config.model.name, prompts, limits, prd.product, prd.summary, told, start)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Items that belong together so far."""

    name: str
    title: str
    goal: str
    items: tuple[Item, ...]
    needs: tuple[Need, ...] = ()


@dataclass(slots=True)
class _Run:
    session: Session
    prd: Prd
    target: Target
    config: Config
    base: Groundwork
    ended: Trouble | None = None
    failed: list[tuple[str, Trouble]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    goals: dict[frozenset[str], str] = field(default_factory=dict)

    @property
    def troubled(self) -> bool:
        return bool(self.ended or self.failed)

    def whole(self) -> _Piece:
        return _Piece("", self.prd.product, "", self.base.items)

    def parts(self) -> tuple[Part, ...]:
        """The model's parts; none where it answered nothing, so that the rules' plan stands as it is."""
        todo, done, answered = [self.whole()], [], False
        for level in range(LEVELS):
            asking = self.questions(todo)
            answers = self.all("grouping", [self._grouped(piece, ballot) for piece, ballot in asking])
            following: list[_Piece] = []
            for piece in todo:
                found: list[_Piece] = []
                for (asked_of, ballot), answer in zip(asking, answers, strict=True):
                    if asked_of is piece:
                        taken = self._taken(piece, ballot, answer, len(found))
                        answered = answered or bool(taken)
                        found += taken or self._by_rules(piece, ballot, answer, len(found))
                last = level == LEVELS - 1 or (level > 0 and len(found) == 1)
                for one in found:
                    if self._small(one):
                        done.append(one)
                    elif last:
                        done += self._cut(one)
                    else:
                        following.append(one)
            todo = following
            if self.ended or not todo:
                break
        if not answered:
            return ()
        done += [part for piece in todo for part in self._cut(piece)]
        return tuple(self._part(piece) for piece in sorted(done, key=_in_place))

    def words(self, made: Plan) -> tuple[Words, ...]:
        """The words of the tasks, wave by wave, because a task sees what those before it offer."""
        tasks = _parts_of(made)
        said: dict[str, Words] = {}
        for wave in graph.waves({name: tuple(task.needs) for name, task in tasks.items()}):
            answers = self.all("titles, goals, interfaces", [self._worded(tasks, tasks[name], said) for name in wave])
            for name, answer in zip(wave, answers, strict=True):
                if isinstance(answer, Words):
                    said[name] = answer
                elif not answer.lasting:
                    self.failed.append((tasks[name].title, answer))
            if self.ended:
                break
        return tuple(said[name] for name in tasks if name in said)

    def all(self, what: str, jobs: Sequence[Callable[[], Result]]) -> list[Result | Trouble]:
        """What the jobs give; a lasting trouble ends the asking, but offline every question of a wave is tried."""
        found: list[Result | Trouble] = []
        for one in self.session.all(what, [_tolerant(job) for job in jobs]):
            if isinstance(one, Trouble) and one.lasting:
                self.ended = self.ended or one
            found.append(one)
        return found

    def diagnostics(self, place: Span) -> Iterator[Diagnostic]:
        """What went wrong, each kind of trouble once."""
        if self.ended:
            hint = f"{self.ended.hint}; {ENDED.help}" if self.ended.hint else ENDED.help
            yield ENDED.at(place, hint=hint, trouble=str(self.ended))
        grouped: dict[str, list[str]] = {}
        for what, trouble in self.failed:
            grouped.setdefault(str(trouble), []).append(what)
        for trouble_, names in grouped.items():
            yield NO_ANSWER.at(place, what=some(names), trouble=trouble_)
        if self.faults:
            yield arranged.PUT_RIGHT.at(place, what="; ".join(dict.fromkeys(self.faults)))

    def questions(self, pieces: Sequence[_Piece]) -> list[tuple[_Piece, Ballot]]:
        settings = self.session.model.settings
        return [
            (piece, ballot) for piece in pieces for ballot in ballots(piece.items, self._groups(piece.items), settings)
        ]

    def grouping(self, piece: _Piece, ballot: Ballot) -> list[Message]:
        """The question which of its units go together."""
        return self.session.messages(
            "parts" if piece.name else "components",
            Components,
            about=self._about,
            component=_json({"title": piece.title, "goal": piece.goal}),
            kind=ballot.kind,
            units=ballot.lines,
            start=ballot.starting,
            limits=self.config.limits,
        )

    def question(self, tasks: Mapping[str, Planned], task: Planned, said: Mapping[str, Words]) -> list[Message]:
        """The question for a task's words."""
        most = max(room(self.session.model.settings) * 2 // max(len(task.items), 1), 200)
        after = [other for other in tasks.values() if task.name in other.needs]
        return self.session.messages(
            "task",
            TaskWords,
            about=self._about,
            title=task.title,
            items="\n\n".join(
                f"{item.id} ({' › '.join(item.section)})\n{item_text(item)[:most]}" for item in task.items
            ),
            before=_lines(self._before(tasks, task, said)),
            after=_lines(
                {"title": other.title, "goal": self._goal(other), "why": other.needs[task.name]}
                for other in after[:NEIGHBOURS]
            ),
            limits=self.config.limits,
        )

    @property
    def _about(self) -> str:
        return f"{self.prd.product}: {shortened(self.prd.summary, ABOUT)}"

    def _groups(self, items: tuple[Item, ...]) -> Sequence[Group]:
        here = {item.id for item in items}
        kept = ((one, tuple(item for item in one.items if item.id in here)) for one in self.base.groups)
        found = [replace(one, items=mine) for one, mine in kept if mine]
        # what one group of the starting list holds is cut as the rules cut it
        return found if len(found) > 1 else group(items, self.base.near, self.config.limits)

    def _small(self, piece: _Piece) -> bool:
        return len(piece.items) == 1 or fits(piece.items, self.config.limits)

    def _grouped(self, piece: _Piece, ballot: Ballot) -> Callable[[], Components]:
        messages = self.grouping(piece, ballot)
        purpose = f"parts of {piece.title}" if piece.name else f"components of {self.prd.product}"

        def wrong(answer: Components) -> list[str]:
            settled = _settled(answer.components, ballot)
            return [*settled.faults, *_faults(answer.components, settled.owned)]

        return lambda: asked(self.session, purpose, messages, Components, wrong)

    def _taken(self, piece: _Piece, ballot: Ballot, answer: Components | Trouble, offset: int) -> list[_Piece]:
        """The pieces of an answer; none where it cannot be used."""
        if isinstance(answer, Trouble):
            return []
        settled = _settled(answer.components, ballot)
        if not any(settled.owned) or len(settled.missing) == len(ballot.units):
            return []
        self.faults += settled.faults
        items = {unit.id: unit.items for unit in ballot.units}
        kept = [(one, owned) for one, owned in zip(answer.components, settled.owned, strict=True) if owned]
        names: dict[str, str] = {}
        for number, (one, _) in enumerate(kept, offset + 1):
            names.setdefault(_key(one.title), f"{piece.name}.{number}".lstrip("."))
        found = []
        for number, (one, owned) in enumerate(kept, offset + 1):
            name = f"{piece.name}.{number}".lstrip(".")
            needs = tuple(
                Need(of=names.get(_key(need.component), f"?{_told(need.component)}"), reason=_told(need.reason))
                for need in one.needs[:NEIGHBOURS]
                if names.get(_key(need.component)) != name
            )
            mine = tuple(item for unit in owned for item in items[unit])
            found.append(_Piece(name, _told(one.title), _told(one.goal), mine, needs or piece.needs))
        return found

    def _by_rules(self, piece: _Piece, ballot: Ballot, answer: Components | Trouble, offset: int) -> list[_Piece]:
        """The rules' groups of the units, where no answer can be used."""
        if not isinstance(answer, Trouble):
            self.failed.append((piece.title, Trouble("it puts no requirement into any component")))
        elif not answer.lasting:
            self.failed.append((piece.title, answer))
        return self._cut(replace(piece, items=tuple(item for unit in ballot.units for item in unit.items)), offset)

    def _cut(self, piece: _Piece, offset: int = 0) -> list[_Piece]:
        """The piece as the rules group it."""
        groups = self._groups(piece.items)
        if len(groups) < 2:
            return [replace(piece, name=f"{piece.name}.{offset + 1}".lstrip("."))]
        return [
            _Piece(f"{piece.name}.{number}".lstrip("."), one.title, "", one.items, piece.needs)
            for number, one in enumerate(groups, offset + 1)
        ]

    def _part(self, piece: _Piece) -> Part:
        ids = tuple(item.id for item in piece.items)
        found = founded.ground(self.prd, piece.items)
        if piece.goal and not founded.faults(piece.goal, found, founded.GOAL_WORDS):
            self.goals[frozenset(ids)] = piece.goal
        return Part(name=piece.name, title=piece.title, items=ids, needs=piece.needs)

    def _goal(self, task: Planned) -> str:
        return self.goals.get(frozenset(item.id for item in task.items), "")

    def _before(
        self, tasks: Mapping[str, Planned], task: Planned, said: Mapping[str, Words]
    ) -> Iterator[dict[str, object]]:
        offered = 0
        for name in _nearest_first(tasks, task):
            words = said.get(name)
            provides = words.provides[: OFFERED - offered] if words else ()
            if name in task.needs or provides:
                offered += len(provides)
                goal = words.goal if words else self._goal(tasks[name])
                interfaces = [one.model_dump() for one in provides]
                yield {"title": tasks[name].title, "goal": goal, "interfaces": interfaces}

    def _worded(self, tasks: Mapping[str, Planned], task: Planned, said: Mapping[str, Words]) -> Callable[[], Words]:
        messages = self.question(tasks, task, said)
        found = founded.ground(self.prd, task.items)
        offered = {
            agreed.base(one.name) for name in _nearest_first(tasks, task) if name in said for one in said[name].provides
        }

        def wrong(answer: TaskWords) -> list[str]:
            words = _words(task, answer)
            title = "" if words.title == task.title else words.title
            told = [f"title: {fault}" for fault in founded.faults(title, found, founded.TITLE_WORDS)]
            told += [f"goal: {fault}" for fault in founded.faults(words.goal, found, founded.GOAL_WORDS)]
            told += [fault for one in words.provides for fault in agreed.interface_faults(one, found)]
            told += [f"`{one.name}` is not offered" for one in words.uses if agreed.base(one.name) not in offered]
            return told

        return lambda: _words(task, asked(self.session, f"task {task.title}", messages, TaskWords, wrong))


def _tolerant(job: Callable[[], Result]) -> Callable[[], Result | Trouble]:
    """The job, which gives back that a question was not answered before: others of its wave may have been."""

    def done() -> Result | Trouble:
        try:
            return job()
        except Unanswered as trouble:
            return trouble

    return done


def _settled(components: Sequence[Component], ballot: Ballot) -> arranged.Settled:
    claims = [[name.strip().strip("`") for name in one.items] for one in components]
    home = arranged.beside([names for _, names in ballot.start])
    return arranged.settle(claims, [unit.id for unit in ballot.units], home)


def _faults(components: Sequence[Component], owned: Sequence[Sequence[str]]) -> list[str]:
    """What is wrong with titles and needs of the components that have items."""
    kept = [one for one, mine in zip(components, owned, strict=True) if mine]
    titles = {_key(one.title) for one in kept}
    found = []
    if empty := sum(not mine for mine in owned):
        found.append(f"components without ids of their own: {empty}")
    if len(titles) < len(kept) or "" in titles:
        found.append("titles that are empty, or stand twice")
    needs = [(one, need) for one in kept for need in one.needs]
    if unknown := [need.component for _, need in needs if _key(need.component) not in titles]:
        found.append(f"needs of components that are not there: {some(unknown)}")
    if any(not need.reason.strip() for _, need in needs):
        found.append("needs without a reason")
    edges: dict[str, list[str]] = {title: [] for title in titles}
    for one, need in needs:
        edges[_key(one.title)].append(_key(need.component))
    if circle := graph.cycle(edges):
        found.append(f"needs in a circle: {' → '.join(circle[:6])}")
    return found


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
        title=_told(answer.title),
        goal=_told(answer.goal),
        provides=tuple(Interface(name=_told(one.name).strip("`"), says=_told(one.says)) for one in answer.provides[:8]),
        uses=tuple(Use(name=_told(one.name).strip("`"), why=_told(one.why)) for one in answer.uses[:8]),
    )


def _told(text: str) -> str:
    """At most 600 characters that can be written to a file."""
    return text[:600].encode("utf-8", "ignore").decode().strip()


def _key(title: str) -> str:
    return founded.plain(title).casefold()


def _in_place(piece: _Piece) -> list[int]:
    return [int(number) for number in piece.name.split(".") if number]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def _lines(data: Iterator[Mapping[str, object]]) -> str:
    return "\n".join(map(_json, data)) or "none"
