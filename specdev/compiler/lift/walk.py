"""The walk through a document: each section with its role, each block to the reader that understands it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block, Document, Section
from ..lexicon import Lexicon
from ..words import words, wordy
from . import identifiers, priorities
from .drafts import PRIORITISED, Draft, Drafts, Scope, TermDraft
from .entries import EntryReader
from .headed import HeadedReader
from .heads import Head, HeadFinder
from .listing import ListSense
from .markup import label, plain, sentences
from .prose import ProseReader
from .roles import LISTED, REQUIREMENTS, Roles
from .rows import RowReader
from .scopes import Scopes
from .statements import Statements, facts_in
from .tables import TableReader
from .verbatim import Verbatim
from .wording import METAVARIABLE, Wording


def read(document: Document, lexicon: Lexicon, product: str) -> Drafts:
    """
    Every draft of an item in `document`, in document order, and why the rest gave none.

    Where no heading says that requirements stand below it and nothing else gives one, headings that say nothing are
    taken to stand above requirements: somebody wrote down what to build and called it by its topics.
    """
    drafts = _read(document, lexicon, product, "")
    if any(draft.kind in REQUIREMENTS or draft.kind == "user_story" for draft in drafts.items):
        return drafts
    untitled = _read(document, lexicon, product, "functional")
    return untitled if any(draft.kind in REQUIREMENTS for draft in untitled.items) else drafts


def _read(document: Document, lexicon: Lexicon, product: str, unsaid: str) -> Drafts:
    """The drafts; `unsaid` is the role of what stands under headings that say nothing."""
    drafts = Drafts()
    wording = Wording(lexicon)
    statements = Statements.of(document, wording, product)
    entries = EntryReader(Verbatim.of(document), drafts, ListSense(wording))
    walk = Walk(
        drafts=drafts,
        wording=wording,
        scopes=Scopes(wording, Roles(lexicon), unsaid),
        entries=entries,
        tables=TableReader(lexicon, wording, drafts, RowReader(lexicon, wording, drafts)),
        prose=ProseReader(wording, drafts, statements),
        finder=HeadFinder(wording, statements, identifiers.numbering(s.raw for s in document.root.walk())),
        headed=HeadedReader(wording, entries, drafts),
        statements=statements,
    )
    walk.section(document.root, Scope(role=unsaid, weak=bool(unsaid)), title=title_section(document))
    drafts.items[:] = [_put_off(draft, wording) for draft in drafts.items]
    return drafts


def _put_off(draft: Draft, wording: Wording) -> Draft:
    """The draft, deferred where its own words speak of a later release and oblige to nothing now."""
    if draft.kind not in PRIORITISED or draft.deferred or not wording.ahead(draft.text):
        return draft
    now = priorities.modal(draft.text, wording.lexicon) == "must"
    return draft if now else replace(draft, deferred=True)


def title_section(document: Document) -> Section | None:
    """The section whose heading is the document's title: the only one of the highest level, or the first."""
    headings = [s for s in document.root.walk() if s.level and not s.recovered]
    if not headings:
        return None
    top = min(s.level for s in headings)
    highest = [s for s in headings if s.level == top]
    first = headings[0]
    if first.level != top or len(highest) > 1:
        return None
    return first


_ADDRESS = re.compile(r"https?://\S+\s*$")
_LINK_WORDS = 6  # words before an address in a list of references
_MISLED = frozenset({"persona", "metric", "milestone"})
"""What a heading such as "Dates" or "Users" may only seem to say above a description of behaviour."""
_LEAD = 1600  # characters: what is longer is no introduction


@dataclass(frozen=True, slots=True)
class Walk:
    """Goes through the sections; each block is given to the reader that understands it."""

    drafts: Drafts
    wording: Wording
    scopes: Scopes
    entries: EntryReader
    tables: TableReader
    prose: ProseReader
    finder: HeadFinder
    headed: HeadedReader
    statements: Statements

    def section(self, section: Section, outer: Scope, *, title: Section | None = None) -> None:
        """Reads `section` and everything below it."""
        if section is title:
            scope = self.scopes.titled(section)
        elif section.level == 0:
            scope = outer
        else:
            scope = self.scopes.enter(section, outer)
            if head := self.finder.head(section, scope, outer):
                self._headed(section, scope, head)
                return
        own = replace(scope, described=self.statements.described(section.blocks))
        if own.described and self._may_mislead(section, scope) and self._plain_prose(section):
            own = replace(own, role="")
        if self._introduces_parts(section, scope, title) and not self._states_parts(section, scope, title):
            own = replace(scope, role="background", described=False)
        opens = section is title and bool(section.sections) and own.role in ("", "background")
        self.blocks(section.blocks, own, sole=not section.sections, opens=opens)
        for sub in section.sections:
            self.section(sub, scope, title=title)

    def _headed(self, section: Section, scope: Scope, head: Head) -> None:
        """Reads a section that is one item."""
        number, rest = self.headed.read(section, scope, head)
        if head.kind in ("milestone", "persona"):
            self._swallow(section, number)
            return
        inner = replace(scope, parent=number, role=head.kind, own=True, marker="", lead="")
        self._behind(rest, inner, number)
        for sub in section.sections:
            self._part(sub, inner, number)

    def _introduces_parts(self, section: Section, scope: Scope, title: Section | None) -> bool:
        """Is the section's own text only an introduction to what its subsections say?"""
        if any(b.kind in ("list", "table") for b in section.blocks):
            return False
        if section is title or (section.level == 0 and title is None):
            return (scope.weak or scope.role not in REQUIREMENTS) and bool(section.sections)
        return any(not s.recovered for s in section.sections) and scope.role in LISTED and scope.role != "goal"

    def _may_mislead(self, section: Section, scope: Scope) -> bool:
        """May the heading only seem to say what its role is? A road map speaks of what is ahead, however exactly."""
        return scope.role in _MISLED and not self.wording.roadmap(section.title)

    def _plain_prose(self, section: Section) -> bool:
        """Is the section running text with names in code in every second sentence?"""
        if section.sections or any(b.kind in ("list", "table") for b in section.blocks):
            return False
        found, count = facts_in([b for b in section.blocks if b.kind == "paragraph"], named=True)
        return found * 2 >= count

    def _states_parts(self, section: Section, scope: Scope, title: Section | None) -> bool:
        """Does the text above the subsections state what holds for all of them?"""
        found, count = facts_in([b for b in section.blocks if b.kind == "paragraph"], named=True)
        return self.statements.exact and section is not title and scope.role in REQUIREMENTS and found * 2 >= count > 0

    # -- below a headed item

    def _behind(self, blocks: Sequence[Block], scope: Scope, number: int) -> None:
        """What follows the statement of a headed item: its criteria, else what completes it."""
        role = ""
        for block in blocks:
            if block.kind == "comment":
                self.drafts.skip(block.span.line, "comment")
                continue
            if block.kind == "paragraph":
                role = self._label_of(block, role)
                if role == "acceptance" and self._bare_label(block):
                    self.drafts.skip(block.span.line, "label")
                    continue
                if self._acceptance_text(block, scope, number):
                    continue
                self._detail(block, number)
                continue
            if block.kind in ("list", "table") and (role == "acceptance" or (not role and self._criteria_list(block))):
                inner = replace(scope, role="acceptance", parent=number)
                found = self.blocks([block], inner)
                if found:
                    continue
            other = block.kind in ("list", "table") and role in LISTED and role != "acceptance"
            if other and self.blocks([block], replace(scope, role=role, parent=None)):
                continue
            self._detail(block, number)

    def _label_of(self, block: Block, before: str) -> str:
        text = block.text.strip()
        found = label(text)
        if found and (found.bold or not wordy(found.rest)):
            return self.wording.label_role(found.name)
        if self.wording.introduces(text):
            return self.wording.label_role(plain(text).rstrip(":：")) or before
        return before

    def _bare_label(self, block: Block) -> bool:
        found = label(block.text.strip())
        return found is not None and not wordy(found.rest)

    def _acceptance_text(self, block: Block, scope: Scope, number: int) -> bool:
        found = label(block.text.strip())
        text = found.rest if found and wordy(found.rest) and self.wording.label_role(found.name) == "acceptance" else ""
        if not text and self.wording.scenario(block.text):
            text = block.text.strip()
        if not text:
            return False
        self.prose.read(
            replace(block, text=text), replace(scope, role="acceptance", parent=number), leads=False, sole=True
        )
        return True

    def _criteria_list(self, block: Block) -> bool:
        """A list behind a story without a label: criteria where they are ticked off or are scenarios."""
        if block.kind != "list":
            return False
        told = [
            e for e in block.children if self.wording.scenario(e.text) or self.wording.scenario_step(e.text) == "given"
        ]
        return any(e.checked is not None for e in block.children) or len(told) * 2 >= len(block.children)

    def _detail(self, block: Block, number: int) -> None:
        first, last = block.span.lines
        if block.kind != "paragraph" or words(block.text):  # `::` alone only announces the code below it
            self.drafts.attach(number, self.entries.raw(first, last))
        self.drafts.skip(first, "detail")

    def _part(self, section: Section, scope: Scope, number: int) -> None:
        """A subsection of a headed item: criteria, another item, or what completes the item."""
        inner = self.scopes.enter(section, replace(scope, role=""))
        if section.recovered or inner.role:
            role = self.wording.label_role(section.title) or inner.role
            if role == "acceptance":
                inner = replace(inner, role="acceptance", parent=number, own=True)
                self.blocks(section.blocks, inner)
                for sub in section.sections:
                    self.section(sub, inner)
                return
            if role in LISTED and role not in REQUIREMENTS:
                self.section(section, replace(scope, parent=number, role=""))
                return
        lexicon = self.wording.lexicon
        if identifiers.leading(section.raw, lexicon, heading=True):
            self.section(section, replace(scope, parent=None))
            return
        self.drafts.attach(number, self.entries.raw(section.span.line, section.end_line))
        for line in range(section.span.line, section.end_line + 1):
            self.drafts.skip(line, "detail")

    def _swallow(self, section: Section, number: int) -> None:
        """A phase or a persona spans all that stands under its heading."""
        draft = self.drafts.items[number]
        last = max(
            (b.span.lines[1] for s in section.walk() for b in s.blocks if b.kind not in ("rule", "comment")),
            default=draft.lines[1],
        )
        text = self.entries.raw(section.span.lines[1] + 1, last).strip()
        self.drafts.items[number] = replace(
            draft,
            lines=(draft.lines[0], max(last, draft.lines[1])),
            text=f"{draft.title}\n{text}" if text else draft.title,
        )

    # -- blocks

    def blocks(self, blocks: Sequence[Block], scope: Scope, *, sole: bool = True, opens: bool = False) -> list[int]:
        """
        Reads the blocks of a section in order; the numbers of the drafts they gave.

        `sole`: the blocks are all there is below the heading. `opens`: running text only tells what it is all about.
        """
        numbers: list[int] = []
        lead, last, meant = scope.lead, -1, ""
        sole = sole and not any(b.kind in ("list", "table") for b in blocks)
        for place, block in enumerate(blocks):
            following = _next(blocks, place)
            if block.kind == "paragraph" and numbers and self._announces_example(block, following, scope):
                last = numbers[-1]
                self._detail(block, last)
                continue
            if block.kind == "paragraph":
                wished = lead and self.wording.introduces(lead) and self.wording.wishes(lead)
                told = replace(scope, role="goal", weak=False) if wished and scope.role in ("", "background") else scope
                told = replace(told, role="background", described=False) if opens and told is scope else told
                found = self._paragraph(block, following, replace(told, meant=meant), sole)
                meant = next((s.text for s in reversed(sentences(block.text))), meant)
                lead = block.text.strip() if not found or self.wording.introduces(block.text) else ""
            elif block.kind == "list":
                found = self._list(block, scope, lead)
                lead = ""
            elif block.kind == "table":
                found = self.tables.read(block, self.scopes.led(scope, lead), _lead(lead))
                lead = ""
            else:
                found = self._other(block, scope, last if last >= 0 else None)
                if block.kind == "code" and lead and not found and last < 0:
                    # An example between the sentence and the list that it introduces belongs to the sentence.
                    lead = f"{lead}\n\n{self.entries.raw(*block.span.lines)}"
            numbers.extend(found)
            last = found[-1] if found else (last if block.kind in ("code", "comment") else -1)
        return numbers

    def _announces_example(self, block: Block, following: Block | None, scope: Scope) -> bool:
        """Does a paragraph behind items only introduce the fence that follows it?"""
        fence = following is not None and following.kind == "code"
        if not fence or not self.wording.introduces(block.text) or self.wording.obliged(block.text):
            return False
        return not (scope.described and (len(sentences(block.text)) > 1 or self.prose.states(block.text)))

    def _paragraph(self, block: Block, following: Block | None, scope: Scope, sole: bool) -> list[int]:
        leads = following is not None and following.kind in ("list", "table")
        code = following is not None and following.kind == "code" and self.wording.introduces(block.text)
        if scope.described and following is not None and following.kind == "code":
            return self.prose.completed(block, following, self.entries.raw(*following.span.lines), scope, sole=sole)
        if code and following and scope.role in REQUIREMENTS and self.wording.obliged(block.text):
            # A fence that completes a normative sentence is part of the statement.
            joined = replace(block, text=block.text.strip() + "\n\n" + self.entries.raw(*following.span.lines))
            numbers = self.prose.one(joined, scope, scope.role)
            draft = self.drafts.items[numbers[0]]
            self.drafts.items[numbers[0]] = replace(draft, lines=(block.span.line, following.span.lines[1]))
            return numbers
        return self.prose.read(block, scope, leads=leads, sole=sole)

    def _list(self, block: Block, scope: Scope, lead: str) -> list[int]:
        led = self.scopes.led(scope, lead)
        if lead and led.role == scope.role == "goal" and self.wording.begins_with_itself(lead):
            # "This document is intended for:" lists readers and no goals.
            led = replace(led, role="background")
        if led.role == "glossary":
            self._terms(block)
            return []
        if scope.role == "goal" and lead and self.wording.excludes(lead) and not self.wording.wishes(lead):
            led = replace(led, role="non_goal")
        if led.role == "open_question" and lead and self.wording.nothing(sentences(lead)[0].text.rstrip(".。")):
            self.drafts.skip(block.span.line, "answered")
            return []
        if led.role not in REQUIREMENTS and self._links_only(block):
            self.drafts.skip(block.span.line, "contents")
            return []
        return self.entries.read(block, led, _lead(lead))

    def _links_only(self, block: Block) -> bool:
        """Are the entries nothing but links, or a few words with an address behind them?"""
        return all(
            entry.text.strip().startswith("[")
            or (len(entry.text.split()) <= _LINK_WORDS and _ADDRESS.search(entry.text))
            for entry in block.children
        )

    def _other(self, block: Block, scope: Scope, last: int | None) -> list[int]:
        if block.kind == "code":
            return self._code(block, scope, last)
        if block.kind == "quote":
            return self._quote(block, scope)
        self.drafts.skip(
            block.span.line, {"comment": "comment", "front": "metadata", "html": "html"}.get(block.kind, block.kind)
        )
        return []

    def _code(self, block: Block, scope: Scope, last: int | None) -> list[int]:
        if self.wording.story(block.text) and scope.role not in ("meta", "design") and len(words(block.text)) < 120:
            return self.prose.one(replace(block, text=block.text.strip()), scope, "user_story")
        if last is not None and self.drafts.items[last].lines[1] < block.span.line:
            self._detail(block, last)
        else:
            ahead = scope.role if scope.role in ("non_goal", "milestone") else ""
            self.drafts.skip(block.span.line, "deferred" if scope.deferred else ahead or "example")
        return []

    def _quote(self, block: Block, scope: Scope) -> list[int]:
        if scope.role in ("meta", "design", "glossary"):
            self.drafts.skip(block.span.line, "quotation")
            return []
        if scope.role in ("goal", "background", ""):
            # A quotation comments on what stands above; what it rules out still counts.
            return self.blocks(_unquoted(block), replace(scope, role="background"))
        return self.blocks(_unquoted(block), scope)

    def _terms(self, block: Block) -> None:
        for entry in block.children:
            found = label(entry.text)
            if found and wordy(found.rest):
                self.drafts.terms.append(TermDraft(found.name, found.rest, entry.span.lines))
            elif " - " in entry.text or " – " in entry.text or " — " in entry.text:
                term, _, meaning = entry.text.replace(" – ", " - ").replace(" — ", " - ").partition(" - ")
                if words(term) and words(meaning):
                    self.drafts.terms.append(TermDraft(plain(term), meaning.strip(), entry.span.lines))


def _next(blocks: Sequence[Block], place: int) -> Block | None:
    """The block behind `place`, comments and rules aside."""
    behind = (blocks[i] for i in range(place + 1, len(blocks)))
    return next((b for b in behind if b.kind not in ("comment", "rule")), None)


def _unquoted(block: Block) -> list[Block]:
    """The blocks in a quotation, those of quotations inside it in their place; no depth is too deep."""
    found: list[Block] = []
    stack = [block]
    while stack:
        one = stack.pop()
        if one.kind == "quote":
            stack.extend(reversed(one.children))
        else:
            found.append(one)
    return found


def _lead(text: str) -> str:
    """The last paragraph before a list, where it introduces it: kept with the items as it stands."""
    return text if text and len(text) <= _LEAD and not METAVARIABLE.search(text) else ""
