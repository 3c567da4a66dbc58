"""
Words of a proposal on the tasks of a plan: titles, goals, and interfaces that tasks agree on.

An interface is a decision of the plan about what the vision leaves open. It stands where the task that builds it is
done before those that use it, and contradicts nothing that the vision names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...diagnostics import code
from ...model import Prd
from . import founded
from .passages import count_words, item_text, terms
from .planned import Agreed, Planned, one_line_title
from .proposal import Interface, Proposal, Remark, Words, remark
from .target import Target

LEFT_OUT = code(
    "SD734",
    "warning",
    "words of the model for “{title}” left out: {what}",
    help="the task says what the vision says; nothing of that is lost",
    page="A title or a goal may say only what the task's items say: no name in code, number or quotation of its own, "
    "no orders to its reader. An interface must have a name in code that the vision does not use for something else "
    "and no other task gives away, be said in one sentence without numbers or quotations of its own, and be used by a "
    "task that comes after the one that builds it. What did not hold to that was left out; the rules' title stands, "
    "and nothing that the vision says is touched.",
)
INTERFACES = 4
"""That one task builds for others, at most, and that it uses."""
SAYS_WORDS = 30
AGREED_WORDS = 200
"""Words of interfaces on one page."""
_CALL = re.compile(r"`[\w.:#()\[\], |=*?-]*`|\b[\w.]+\([\w\s,.:=*?|\[\]-]*\)")
_NAME = re.compile(r"[^\W\d]\w*(?:(?:\.|::|#)[^\W\d]\w*)*(?:\((?:[\w\s,.:=*?|\[\]-]*)\))?")
"""A name in code, with its parameters or without."""


def interface_faults(interface: Interface, found: founded.Ground) -> list[str]:
    """What is wrong with an interface of a task whose items are `found`; nothing where it may be printed."""
    if not _NAME.fullmatch(interface.name) or len(interface.name) > 80:
        return ["the name of an interface is no name in code"]
    if not interface.says.strip():
        return [f"`{interface.name}` is not explained"]
    # names in code are what an interface is about; all else is as in a goal
    bare = _CALL.sub("it", interface.says.replace(interface.name, "it"))
    return [f"`{interface.name}`: {fault}" for fault in founded.faults(bare, found, SAYS_WORDS)[:2]]


def base(name: str) -> str:
    """The name without its parameters."""
    return name.split("(")[0].strip("`").strip()


def worded(
    tasks: Sequence[Planned], proposal: Proposal, prd: Prd, target: Target
) -> tuple[list[Planned], list[Remark]]:
    """The tasks with the words that the proposal has for them, in an order in which they can be done."""
    by_items = {frozenset(words.items): words for words in proposal.words}
    said = {task.name: by_items.get(frozenset(item.id for item in task.items)) for task in tasks}
    if not any(said.values()):
        return list(tasks), []
    table = _Table(tasks, frozenset({target.command, target.package, prd.product}))
    faults: dict[str, list[str]] = {task.name: [] for task in tasks}
    for task in tasks:
        words = said[task.name]
        if words:
            table.offer(prd, task, words, faults[task.name])
    for task in tasks:
        words = said[task.name]
        if words:
            table.use(task, words, faults[task.name])
    agreed = table.agreed()
    result = []
    taken = {task.title.casefold() for task in tasks}
    for task in tasks:
        words = said[task.name]
        mine = tuple(one for one in agreed if task.name in (one.builds, *one.uses))
        if words:
            built = (target.part(one.builds)[0] for one in mine if one.builds != task.name)
            task = replace(
                _told(prd, task, words, taken, faults[task.name]),
                needs=_because(prd, task, words, mine),
                reads=tuple(dict.fromkeys([*task.reads, *built])),
            )
        result.append(replace(task, agreed=mine))
    remarks = [
        remark(LEFT_OUT, title=task.title[:40], what="; ".join(wrong[:3]) + (" …" if len(wrong) > 3 else ""))
        for task in tasks
        if (wrong := list(dict.fromkeys(faults[task.name])))
    ]
    return result, remarks


def _told(prd: Prd, task: Planned, words: Words, taken: set[str], faults: list[str]) -> Planned:
    """The task with title and goal, where they say no more than its items."""
    found = founded.ground(prd, task.items)
    title, goal = task.title, ""
    if words.title.strip() not in ("", title):
        wrong = founded.faults(words.title, found, founded.TITLE_WORDS)
        wanted = one_line_title(words.title)
        if not wrong and wanted.casefold() in taken - {title.casefold()}:
            wrong = ["another task has it already"]
        faults += [f"title: {fault}" for fault in wrong]
        title = title if wrong or not wanted else wanted
        taken.add(title.casefold())
    if words.goal.strip():
        wrong = founded.faults(words.goal, found, founded.GOAL_WORDS)
        faults += [f"goal: {fault}" for fault in wrong]
        goal = "" if wrong else founded.plain(words.goal)
    return replace(task, title=title, goal=goal)


def without(tasks: Sequence[Planned], crowded: frozenset[str]) -> tuple[tuple[Planned, ...], Remark | None]:
    """
    The tasks without goals and interfaces of those that are `crowded`, and what to say of it.

    Words of a proposal give way where the page has no room for them; an interface that nobody is left to use, or that
    its builder has no room for, leaves all pages.
    """
    poorer = [task for task in tasks if task.name in crowded and (task.goal or task.agreed)]
    if not poorer:
        return tuple(tasks), None
    kept: dict[Agreed, Agreed] = {}
    for one in {one: None for task in tasks for one in task.agreed}:
        users = tuple(name for name in one.uses if name not in crowded)
        if users and one.builds not in crowded:
            kept[one] = replace(one, uses=users)
    result = tuple(
        replace(
            task,
            goal="" if task.name in crowded else task.goal,
            agreed=tuple(kept[one] for one in task.agreed if one in kept and task.name not in crowded),
        )
        for task in tasks
    )
    names = sorted({f"`{base(one.name)}`" for task in poorer for one in task.agreed})
    what = f"the page has no room for {', '.join(['the goal', *names])}"
    return result, remark(LEFT_OUT, title=", ".join(task.title[:40] for task in poorer[:3]), what=what)


def _because(prd: Prd, task: Planned, words: Words, agreed: Sequence[Agreed]) -> dict[str, str]:
    """The task's needs, with what it uses of each."""
    why = {base(used.name).casefold(): founded.plain(used.why) for used in words.uses}
    found = founded.ground(prd, task.items)
    needs = dict(task.needs)
    for one in agreed:
        if one.builds in needs and task.name in one.uses:
            said = why.get(base(one.name).casefold(), "")
            said = f": {said}" if said and not founded.faults(said, found, founded.REASON_WORDS) else ""
            needs[one.builds] += f"; it uses `{base(one.name)}`{said}"
    return needs


@dataclass(slots=True)
class _Table:
    """The interfaces on offer, and who uses them."""

    tasks: Sequence[Planned]
    own_names: frozenset[str]
    _offers: dict[str, tuple[str, Interface]] = field(default_factory=dict)
    """Folded name to the task that builds it."""
    _users: dict[str, dict[str, None]] = field(default_factory=dict)
    _words: dict[str, int] = field(default_factory=dict)
    _holds: dict[str, frozenset[str]] = field(init=False)
    """Names in code of each task's items, folded."""
    _behind: dict[str, frozenset[str]] = field(init=False)
    """The tasks that come before each."""

    def __post_init__(self) -> None:
        self._holds = {task.name: frozenset(_names(task)) for task in self.tasks}
        self._behind = behind({task.name: tuple(task.needs) for task in self.tasks})

    def offer(self, prd: Prd, task: Planned, words: Words, faults: list[str]) -> None:
        """Take what the task builds for others, as far as it contradicts nothing."""
        found = founded.ground(prd, task.items)
        for interface in words.provides[:INTERFACES]:
            name = base(interface.name).casefold()
            wrong = interface_faults(interface, found)
            if not wrong and name in {own.casefold() for own in self.own_names}:
                wrong = [f"`{name}` is the product's own name"]
            elif not wrong and any(name in held for held in self._holds.values()):
                wrong = [f"`{base(interface.name)}` stands in the vision already"]
            elif not wrong and name in self._offers:
                wrong = [f"`{base(interface.name)}` is built by another task"]
            if wrong:
                faults += wrong
            else:
                self._offers[name] = (task.name, interface)

    def use(self, task: Planned, words: Words, faults: list[str]) -> None:
        """Take what the task uses of the tasks before it."""
        for used in words.uses[:INTERFACES]:
            name = base(used.name).casefold()
            builder = self._offers.get(name, ("", None))[0]
            if builder == task.name:
                continue
            if builder in self._behind[task.name]:
                self._users.setdefault(name, {})[task.name] = None
            elif builder:
                faults.append(f"`{base(used.name)[:40]}` is built by a task that does not come before")
            else:
                faults.append(f"`{base(used.name)[:40]}` is no interface of an earlier task")

    def agreed(self) -> list[Agreed]:
        """The interfaces that somebody uses, as far as the pages have room for them."""
        found = []
        for name, (builder, interface) in self._offers.items():
            users = tuple(self._users.get(name, ()))
            cost = count_words(f"{interface.name} {interface.says}") + len(users) + 6
            pages = (builder, *users)
            if users and all(self._words.get(page, 0) + cost <= AGREED_WORDS for page in pages):
                found.append(Agreed(founded.plain(interface.name), founded.plain(interface.says), builder, users))
                for page in pages:
                    self._words[page] = self._words.get(page, 0) + cost
        return found


def behind(needs: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """For each task all that come before it; `needs` hold no circle."""
    found: dict[str, frozenset[str]] = {}
    for first in needs:
        todo = [first]
        while todo:
            name = todo[-1]
            waits = [other for other in needs[name] if other in needs and other not in found]
            if name not in found and waits:
                todo += waits
                continue
            todo.pop()
            found[name] = frozenset().union(*({other, *found[other]} for other in needs[name] if other in needs))
    return found


def _names(task: Planned) -> Iterator[str]:
    for item in (*task.items, *task.riders):
        for term in terms(f"{item.title}\n{item_text(item)}"):
            if term[0] == "`":
                yield base(term[1:]).casefold()
