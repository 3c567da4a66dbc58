"""What a task makes true, as it is printed: items, and paragraphs that items are sentences of."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from ...model import Criterion, Item
from ..planning.passages import Passage, repeats, with_marks
from ..planning.planned import Planned
from .scene import Scene
from .wording import indented, one_line, plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement on the page."""

    heading: str
    text: str
    lead: str = ""
    detail: str = ""
    criteria: tuple[str, ...] = ()


def entries(shared: Scene, task: Planned) -> tuple[Entry, ...]:
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
    for passage in shared.plan.stream:
        if passage.context and passage.section in sections and not own & set(passage.ids) and not shared.told(passage):
            found.append((passage.line, -1, Entry("", marked(shared, passage, own))))
    return _without_repeated_leads([entry for _, _, entry in sorted(found, key=lambda each: each[:2])])


def _without_repeated_leads(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each lead printed once: it may stand before them as a paragraph or as an item already."""
    said: set[str] = set()
    result = []
    for entry in entries:
        lead = one_line(entry.lead)
        result.append(replace(entry, lead="") if lead and lead in said else entry)
        said |= {lead, one_line(entry.text)}
    return tuple(result)


def _woven(shared: Scene, paragraph: Passage, own: Set[str]) -> Entry:
    """A paragraph with a mark before each of its sentences that is a requirement."""
    mine = [item for item in paragraph.woven if item.id in own]
    block = paragraph.context
    where = f"{mine[0].source[0].path}:{block.lines[0]}-{block.lines[1]}" if block and mine[0].source else ""
    parts = (part for item in mine for part in item.detail.split("\n\n"))
    details = "\n\n".join(dict.fromkeys(part for part in parts if part and one_line(part) not in paragraph.key))
    criteria = tuple(_criterion(criterion, item) for item in mine for criterion in item.acceptance)
    heading = f"{', '.join(item.id for item in mine)}" + (f" ({where})" if where else "")
    return Entry(heading, marked(shared, paragraph, own), detail=plain(details, paragraph.section), criteria=criteria)


def marked(shared: Scene, paragraph: Passage, own: Set[str] = frozenset()) -> str:
    """The paragraph's words with the marks `[FR-004]`, or `[FR-004, T003]` where another task owns the item."""
    marks = {}
    for item in paragraph.woven:
        number = shared.owner.get(item.id)
        marks[item.text] = f"{item.id}, {number}" if number and item.id not in own else item.id
    return plain(with_marks(paragraph.text, marks), paragraph.section)


def _entry(item: Item) -> Entry:
    name = "" if repeats(item) else f" {one_line(item.title)}"
    where = _where(item)
    heading = f"{item.id}{name}" + (f" ({where})" if where else "")
    return Entry(
        heading,
        plain(item.text, item.section),
        plain(item.lead, item.section),
        plain(item.detail, item.section),
        tuple(_criterion(criterion, item) for criterion in item.acceptance),
    )


def _criterion(criterion: Criterion, item: Item) -> str:
    return indented(f"{criterion.id}: {plain(criterion.text, item.section)}")


def _where(item: Item) -> str:
    if not item.source:
        return ""
    first, last = item.source[0].lines
    return f"{item.source[0].path}:{first}" + (f"-{last}" if last != first else "")
