"""
What stands on a task's page: chosen and put into words here, laid out by templates/task.md.j2.

The page stands alone. It holds the vision's own words for what the task makes true, the rules that bear on it, the
neighbours' behaviour as far as it fits, and nothing that must be looked up elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from .. import graph
from ..model import Criterion, Item, Prd
from .passages import Passage, Postings, count_words, repeats, terms, with_marks
from .plan import Plan
from .planned import Planned

_LEANS = (
    (re.compile(r"\b[Aa]s (?:described |mentioned |stated |shown |listed )?above\b"), "as [stated under “{section}”]"),
    (
        re.compile(r"\b[Ss]ee (?:the )?(?:prd|vision|previous task|other task)\b", re.I),
        "[stated in the product's vision]",
    ),
)


_RELATIVE_LINK = re.compile(r"!?\[([^\]\n]+)\]\((?![a-z][a-z+.-]*:)[^)\s]*(?:\s+\"[^\"]*\")?\)")
"""A link or a picture that leads to another place of the vision or its folder: its words are kept, the way is not."""


_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
"""A name in code; a line end inside it counts as a blank, in Markdown and on the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement on the page."""

    heading: str
    text: str
    lead: str = ""
    detail: str = ""
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Passages of one section."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template prints; strings are Markdown."""

    intro: str
    goal: str
    requirements: tuple[Entry, ...]
    notes: tuple[str, ...]
    riders: tuple[str, ...]
    rules: tuple[str, ...]
    terms: tuple[str, ...]
    places: tuple[str, ...]
    silent: tuple[str, ...]
    checks: tuple[str, ...]
    gate: str
    facts: tuple[Facts, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What every page of one plan shares."""

    prd: Prd
    plan: Plan
    ids: Mapping[str, str]
    """Task name to its number."""
    owner: Mapping[str, str]
    """Item id to the number of the task that makes it true."""
    around: tuple[Passage, ...]
    """What a page may say of its neighbours, in the vision's order."""
    postings: Postings
    """Of `around`, by number."""
    words: int
    """Of all of `around`."""
    place: Mapping[str, int]
    """Task name to its place in the plan."""
    paragraphs: Mapping[str, Passage]
    """Item id to the paragraph that it is a sentence of."""
    homes: Mapping[int, str]
    """Line of a block that states facts and no items, to the name of the task that has to respect it."""


def scene(prd: Prd, plan: Plan, ids: Mapping[str, str]) -> Scene:
    """The shared part of all pages."""
    owner = {item.id: ids[task.name] for task in plan.tasks for item in (*task.items, *task.riders)}
    leads = {one_line(passage.item.lead) for passage in plan.stream if passage.item}
    summary = one_line(prd.summary)
    speaking = (_without(p, summary) for p in plan.stream if _speaks(p) and not (p.context and p.key in leads))
    around = tuple(passage for passage in speaking if passage.words)
    postings = Postings([passage.terms for passage in around], plan.near)
    words = sum(passage.words + sum(len(title.split()) for title in passage.section) for passage in around)
    place = {task.name: number for number, task in enumerate(plan.tasks)}
    paragraphs = {item.id: passage for passage in plan.stream for item in passage.woven}
    homes = _homes(plan, around)
    return Scene(prd, plan, ids, owner, around, postings, words, place, paragraphs, homes)


def _without(passage: Passage, summary: str) -> Passage:
    """The passage without the summary, which every page begins with."""
    if not (passage.context and summary and passage.key.startswith(summary)):
        return passage
    rest = passage.key.removeprefix(summary).strip()
    return replace(passage, text=rest, key=rest, words=count_words(rest))


def _homes(plan: Plan, around: Sequence[Passage]) -> dict[int, str]:
    """
    For each block of facts that no item stands for, the slice that it is nearest to: else nobody would build it.

    Blocks in a section where a task owns items stand on that task's page anyway.
    """
    slices = [task for task in plan.tasks if task.role in ("slice", "contract")]
    taken = {item.section for task in slices for item in task.items if item.section}
    texts = (" ".join(f"{item.title} {item.text} {item.detail}" for item in (*t.items, *t.riders)) for t in slices)
    postings = Postings([terms(text) for text in texts], plan.near)
    owned = {item.id for task in plan.tasks for item in (*task.items, *task.riders)}
    rank = {name: number for number, name in enumerate(graph.order(plan.needs))}
    homes: dict[int, str] = {}
    load: dict[int, int] = {}
    for passage in around:
        if passage.section in taken or owned & set(passage.ids) or not _is_concrete(passage):
            continue
        scores = postings.scores(passage.terms)
        best = max(scores.values(), default=0.0)
        good = [i for i in scores if scores[i] >= best * (GOOD_CONTRACT if slices[i].role == "contract" else GOOD_HOME)]
        order = (*sorted(good, key=lambda i: rank[slices[i].name]), *sorted(scores, key=lambda i: (-scores[i], i)))
        for index in order:
            if load.get(index, 0) + passage.words <= HOME_WORDS:
                load[index] = load.get(index, 0) + passage.words
                homes[passage.line] = slices[index].name
                break
    return homes


def _is_concrete(passage: Passage) -> bool:
    """Whether a block holds facts to build by: names in code, a table, an example; background tells none."""
    if passage.context is None or passage.context.reason == "background":
        return False
    return passage.context.block in ("code", "table") or sum(term[0] == "`" for term in passage.terms) >= 2


HOME_WORDS = 300
"""Words of such blocks that one task takes in."""
GOOD_HOME = 0.6
"""Of tasks that are nearly as near as the nearest, the one that is done first takes a block in: others build on it."""
GOOD_CONTRACT = 0.3
"""The same for a contract, which exists to hold what others share."""
SILENT_KINDS = frozenset({"persona", "risk", "milestone", "open_question", "non_goal"})
"""Kinds that tell an engineer nothing about the behaviour of a neighbour."""


def _speaks(passage: Passage) -> bool:
    item = passage.item
    if item is not None:
        return item.kind not in SILENT_KINDS and item.priority != "wont"
    told = passage.context is not None and passage.context.reason == "background"
    return not told or bool(passage.woven) or any(term[0] == "`" for term in passage.terms)


def page(shared: Scene, task: Planned, checks: Sequence[str]) -> Page:
    """The page without its neighbours' facts; `with_facts` adds as many as there is room for."""
    target = shared.plan.target
    own = {item.id for item in task.items}
    return Page(
        intro=_intro(shared, task),
        goal=_goal(shared, task),
        requirements=_entries(shared, task),
        notes=tuple(_notes(shared, task)),
        riders=tuple(_rider(item) for item in task.riders),
        rules=tuple(_rule(item) for item in task.applies),
        terms=tuple(_glossary(shared, task)),
        places=tuple(_places(shared, task)),
        silent=tuple(_silent(shared, own)),
        checks=tuple(checks),
        gate=", ".join(f"`{command}`" for command in target.gate),
    )


def plain(text: str, section: Sequence[str] = ()) -> str:
    """
    The vision's words with what leans on its layout put into brackets, as an editor would.

    A link to a file that is not there would lead nowhere: its words stay.
    """
    text = _CODE.sub(_unwrapped, text)
    text = _RELATIVE_LINK.sub(r"\1", text)
    for pattern, instead in _LEANS:
        text = pattern.sub(instead.format(section=section[-1] if section else "the same heading"), text)
    return text.strip("\n")


def _unwrapped(code: re.Match[str]) -> str:
    inside = code.group(1)
    return f"`{' '.join(inside.split())}`" if "\n" in inside and "\n\n" not in inside else code.group()


def _intro(shared: Scene, task: Planned) -> str:
    prd, target = shared.prd, shared.plan.target
    what = " ".join(prd.summary.split()) or f"{prd.product} is the product of this repository."
    lines = [f"You work on **{prd.product}** in its repository. {plain(what)}"]
    language = f"It is written in {target.language.label}."
    started = f" A person starts it with `{' '.join(target.run)}`." if target.run and target.shape == "command" else ""
    lines.append(language + started + "".join(f" {sentence}" for sentence in target.assumptions))
    if len(shared.plan.tasks) > 1:
        others = "Later tasks build the rest of it" if task.role == "scaffold" else "Other tasks build the rest of it"
        lines.append(f"{others}; this page and the files in the repository are all you need.")
    return "\n".join(lines)


def _goal(shared: Scene, task: Planned) -> str:
    prd, entry = shared.prd, shared.plan.target.entry
    if task.role == "scaffold":
        return (
            f"A frame for {prd.product} that later tasks fill: it starts, its tests run, and its parts are wired. "
            f"Create every part "
            "listed under “Where things go” as an empty module that is wired already, so that a later task fills "
            "its own file and "
            f"leaves `{entry}` alone. Say in a comment at the top of that file, in at most 15 lines, how a part "
            f"is reached. "
            "Decide only what a frame needs."
        )
    if task.name == "whole":
        return (
            f"{prd.product} holds together: every part is reachable the way its users reach it, and every "
            f"statement on this page is true "
            "when it is tried from outside. Try each command, example and message that stands here, and mend "
            "what differs, in whichever file."
        )
    if task.role == "integration" and not task.items:
        return (
            "The parts that this task needs work together as the statements on this page say. Try them "
            "together and mend what differs."
        )
    if task.name == "product":
        return f"{prd.product} does what the requirements below say, all of it, and tests show it."
    return f"“{plain(task.title)}” works in {prd.product} as the requirements below say, and tests show it."


def _entries(shared: Scene, task: Planned) -> tuple[Entry, ...]:
    """
    What the task makes true, in the order of the vision: an entry an item, or a paragraph where items are sentences
    of it.

    What stands between the items in their sections (an introduction, an example) stays where it is, without a heading.
    """
    own = {item.id for item in task.items}
    found: list[tuple[int, int, Entry]] = []
    done: set[int] = set()
    for number, item in enumerate(task.items):
        paragraph = shared.paragraphs.get(item.id)
        line = item.source[0].lines[0] if item.source else 10**6
        if paragraph is None:
            found.append((line, number, _entry(item)))
        elif paragraph.line not in done:
            done.add(paragraph.line)
            found.append((paragraph.line, number, _woven(shared, paragraph, own)))
    sections = {item.section for item in task.items if item.section}
    said = {one_line(part) for item in task.items for part in (item.detail, item.lead) if part}
    for passage in shared.plan.stream:
        if passage.key in said:
            continue
        if passage.context and passage.section in sections and not own & set(passage.ids):
            found.append((passage.line, -1, Entry("", marked(shared, passage, own))))
    return _without_repeated_leads([entry for _, _, entry in sorted(found, key=lambda each: each[:2])])


def _without_repeated_leads(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each lead printed once: it may stand before the list as a paragraph already."""
    said: set[str] = set()
    result = []
    for entry in entries:
        key = one_line(entry.lead or entry.text)
        result.append(replace(entry, lead="") if entry.lead and key in said else entry)
        said.add(key)
    return tuple(result)


def _woven(shared: Scene, paragraph: Passage, own: Set[str]) -> Entry:
    """A paragraph with a mark before each of its sentences that is a requirement."""
    mine = [item for item in paragraph.woven if item.id in own]
    priorities = dict.fromkeys(filter(None, map(_priority, mine)))
    block = paragraph.context
    where = f"{mine[0].source[0].path}:{block.lines[0]}-{block.lines[1]}" if block and mine[0].source else ""
    marks = ", ".join([*priorities, where])
    parts = (part for item in mine for part in item.detail.split("\n\n"))
    details = "\n\n".join(dict.fromkeys(part for part in parts if part and one_line(part) not in paragraph.key))
    criteria = tuple(_criterion(criterion, item) for item in mine for criterion in item.acceptance)
    heading = f"{', '.join(item.id for item in mine)} ({marks})"
    return Entry(heading, marked(shared, paragraph, own), detail=plain(details, paragraph.section), criteria=criteria)


def marked(shared: Scene, paragraph: Passage, own: Set[str] = frozenset()) -> str:
    """The paragraph's words with the marks `[FR-004]`, or `[FR-004, T003]` where another task owns the item."""
    marks = {}
    for item in paragraph.woven:
        number = shared.owner.get(item.id)
        marks[item.text] = f"{item.id}, {number}" if number and item.id not in own else item.id
    return plain(with_marks(paragraph.text, marks), paragraph.section)


def _entry(item: Item) -> Entry:
    marks = [mark for mark in (_priority(item), _where(item)) if mark]
    name = "" if repeats(item) else f" {one_line(item.title)}"
    heading = f"{item.id}{name}" + (f" ({', '.join(marks)})" if marks else "")
    return Entry(
        heading,
        plain(item.text, item.section),
        plain(item.lead, item.section),
        plain(item.detail, item.section),
        tuple(_criterion(criterion, item) for criterion in item.acceptance),
    )


def _criterion(criterion: Criterion, item: Item) -> str:
    return _indented(f"{criterion.id}: {plain(criterion.text, item.section)}")


def _priority(item: Item) -> str:
    """
    The priority where it is less than must and the words do not say it themselves.

    `The note may be empty` is a could by its verb, and not optional.
    """
    shown = item.priority in ("should", "could") and not _MODAL.search(item.text)
    return item.priority if shown else ""


_MODAL = re.compile(
    r"\b(?:may|can|might|could|should|kann|können|koennen|soll\w*|peut|peuvent|devrai\w*|puede|pueden|debería\w*|pode|podem"
    r"|deveria\w*|può|possono|dovrebbe\w*|kan|może)\b",
    re.I,
)


def _where(item: Item) -> str:
    if not item.source:
        return ""
    first, last = item.source[0].lines
    return f"{item.source[0].path}:{first}" + (f"-{last}" if last != first else "")


def one_line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _rule(item: Item) -> str:
    text = plain("\n".join(part for part in (item.text, item.detail) if part), item.section)
    return _indented(f"{item.id}: {text}")


def _rider(item: Item) -> str:
    criteria = "".join(f"\n- {criterion.text}" for criterion in item.acceptance)
    return _indented(plain(f"{item.id}: {item.text}{criteria}", item.section))


def _notes(shared: Scene, task: Planned) -> list[str]:
    """Facts of other sections that the task has to respect, because no other task would."""
    return [marked(shared, p) for p in shared.plan.stream if p.context and shared.homes.get(p.line) == task.name]


def shortened(found: Page, room: int) -> Page:
    """The page with at most `room` words of blocks that are no requirement: those with most facts first."""
    loose = [entry.text for entry in found.requirements if not entry.heading] + list(found.notes)
    kept = set()
    for text in sorted(loose, key=lambda text: (-_facts_in(text), loose.index(text))):
        cost = count_words(text)
        if cost <= room:
            kept.add(text)
            room -= cost
    return replace(
        found,
        requirements=tuple(entry for entry in found.requirements if entry.heading or entry.text in kept),
        notes=tuple(note for note in found.notes if note in kept),
    )


def _facts_in(note: str) -> int:
    """How many names in code it holds; an example or a table counts as five."""
    return sum(term[0] == "`" for term in terms(note)) + 5 * note.lstrip().startswith(("```", "|", "~~~"))


def _glossary(shared: Scene, task: Planned) -> list[str]:
    """Glossary entries whose term occurs in the requirements."""
    text = "\n".join(
        f"{item.title} {item.text} {item.detail} " + " ".join(c.text for c in item.acceptance)
        for item in (*task.items, *task.riders)
    ).lower()
    found = [t for t in shared.prd.glossary if t.term.lower() in text]
    return [_indented(f"**{t.term}**: {plain(t.meaning)}") for t in found[:20]]


def _places(shared: Scene, task: Planned) -> list[str]:
    target = shared.plan.target
    lines = [
        f"You may write: {', '.join(f'`{path}`' for path in task.owns)}. Where a requirement cannot hold without "
        f"a change elsewhere, make the smallest one and report it."
    ]
    if task.reads:
        lines.append(f"Read first, as far as it exists: {', '.join(f'`{path}`' for path in task.reads)}.")
    if len(shared.plan.tasks) > 1 or task.role == "scaffold":
        lines.append(f"How parts are wired: {target.wiring}.")
    if task.role == "scaffold":
        parts = [
            f"`{other.owns[0]}` ({other.title})" for other in shared.plan.tasks if other.role in ("slice", "contract")
        ]
        lines.append(f"Parts that later tasks add: {'; '.join(parts[:25])}{' …' if len(parts) > 25 else ''}.")
    lines.append(f"Tests: {target.language.tests}.")
    return lines


def _silent(shared: Scene, own: set[str]) -> list[str]:
    """Open questions about the task's items, with the answer where a person gave one."""
    lines = []
    for question in shared.prd.open_questions:
        if not own & set(question.about):
            continue
        if question.answer:
            lines.append(_indented(f"{plain(question.text)} Decided: {question.answer}"))
        else:
            lines.append(
                _indented(
                    f"{plain(question.text)} Not decided: do the simplest thing that fits the words, and name it "
                    f"in your report."
                )
            )
    return lines
