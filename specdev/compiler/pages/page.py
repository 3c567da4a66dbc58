"""
What stands on a task's page: chosen and put into words here, laid out by templates/task.md.j2.

The page stands alone. It holds the vision's own words for what the task makes true, the rules that bear on it, the
neighbours' behaviour as far as it fits, and nothing that must be looked up elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...model import Item
from ..planning.passages import count_words, terms
from ..planning.planned import Agreed, Planned
from ..questions import untold
from .entries import Entry, entries, marked
from .scene import Scene
from .wording import indented, plain


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
    files: tuple[str, ...]
    """What stands in the files that the checks use."""
    agreed: tuple[str, ...]
    """Interfaces that the plan decides."""
    gate: str
    facts_intro: str
    facts: tuple[Facts, ...] = ()
    outside: tuple[str, ...] = ()


def page(shared: Scene, task: Planned, checks: Sequence[str], files: Sequence[str]) -> Page:
    """The page without its neighbours' facts; `with_facts` adds as many as there is room for."""
    target = shared.plan.target
    return Page(
        intro=_intro(shared, task),
        goal=_goal(shared, task),
        requirements=entries(shared, task),
        notes=tuple(_notes(shared, task)),
        riders=tuple(_rider(item) for item in task.riders),
        rules=tuple(_rule(item) for item in task.applies),
        terms=tuple(_glossary(shared, task)),
        places=tuple(_places(shared, task)),
        silent=tuple(_silent(shared, task)),
        checks=tuple(checks),
        files=tuple(files),
        agreed=tuple(_agreed(shared, one) for one in task.agreed),
        facts_intro=_FOR_PROOFS if task.role == "integration" else _FOR_PARTS,
        gate=", ".join(f"`{command}`" for command in target.gate),
    )


_FOR_PARTS = (
    "Stated by the vision as well, and built by other tasks where a task number stands behind it: do not build "
    "that here. "
    "Where such a statement binds this part too (an option of every command, the form of an error, what a file "
    "may hold), "
    "keep to it."
)


_FOR_PROOFS = "Stated by the vision as well, and built by the tasks before this one: hold the product against it."


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
    if task.name == "scaffold":
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
    if task.goal:
        return f"{plain(task.goal)}\n\nThe requirements below say how, and tests show it."
    return f"“{plain(task.title)}” works in {prd.product} as the requirements below say, and tests show it."


def _agreed(shared: Scene, found: Agreed) -> str:
    """The same line on every page that it stands on."""
    users = ", ".join(sorted(shared.ids[name] for name in found.uses))
    place = shared.plan.target.part(found.builds)[0]
    return f"`{found.name}` in `{place}`: {plain(found.says)} (built by {shared.ids[found.builds]}, used by {users})"


def _rule(item: Item) -> str:
    text = plain("\n".join(part for part in (item.text, item.detail) if part), item.section)
    # a row that begins with a number says nothing without the header of its table, which leads it
    head = item.lead.rpartition("\n\n")[2] if re.match(r"[\d.\s]+:", item.text) else ""
    return indented(f"{item.id} ({head}): {text}" if head else f"{item.id}: {text}")


def _rider(item: Item) -> str:
    criteria = "".join(f"\n- {criterion.text}" for criterion in item.acceptance)
    return indented(plain(f"{item.id}: {item.text}{criteria}", item.section))


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
    return [indented(f"**{t.term}**: {plain(t.meaning)}") for t in found[:20]]


def _places(shared: Scene, task: Planned) -> list[str]:
    target = shared.plan.target
    lines = [
        f"You may write: {', '.join(f'`{path}`' for path in task.owns)}. Where a requirement cannot hold without "
        f"a change elsewhere, make the smallest one and report it."
    ]
    if task.reads:
        lines.append(
            f"Read first, as far as it exists: {', '.join(f'`{path}`' for path in task.reads)}, and what they import."
        )
    if len(shared.plan.tasks) > 1 or task.name == "scaffold":
        lines.append(f"How parts are wired: {target.wiring}.")
    if task.name == "scaffold":
        parts = [
            f"`{other.owns[0]}` ({other.title})" for other in shared.plan.tasks if other.role in ("slice", "contract")
        ]
        lines.append(f"Parts that later tasks add: {'; '.join(parts[:25])}{' …' if len(parts) > 25 else ''}.")
    lines.append(f"Tests: {target.language.tests}.")
    return lines


def _silent(shared: Scene, task: Planned) -> list[str]:
    """What persons decided for the task, and open questions about its items."""
    own = {item.id for item in task.items}
    lines = []
    for question in shared.prd.open_questions:
        if question.answer:
            if task.name in shared.answers[question.id]:
                gap = "\n\n" if "\n" in question.answer else " "
                lines.append(indented(f"{plain(question.text)} Decided:{gap}{question.answer}"))
        elif own & set(question.about) and question.code != untold.CODE.name:
            # how a statement is checked is no matter of who builds it, so SD311 is left out
            lines.append(
                indented(
                    f"{plain(question.text)} Not decided: do the simplest thing that fits the words, and name it "
                    f"in your report."
                )
            )
    return lines
