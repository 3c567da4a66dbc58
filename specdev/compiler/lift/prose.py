"""Items in running text: one per sentence that states a need, a goal or an exclusion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block
from ..words import unspaced, words, wordy
from . import identifiers, priorities
from .drafts import Draft, Drafts, Scope
from .enumeration import split_enumeration
from .markup import Sentence, label, plain, sentences
from .roles import LISTED, REQUIREMENTS
from .statements import Statements, coded, holds_fact
from .wording import Wording

_FIGURE = re.compile(
    r"^(?:!?\[!?\[?[^\]]*\](?:\([^)]*\)|\[[^\]]*\])[\])]?(?:\([^)]*\))?\s*)+$|^\[image[^\]]*\]$", re.IGNORECASE
)
_CODE = re.compile(r"`[^`\n]*`")
_FILE_LABEL = re.compile(r"[\w./-]*\w\.\w{1,10}::?")  # "a.txt::" above what the file holds
_SHORT = 3  # sentences: a paragraph of a requirements section that is no longer is all statement
_STATING = 5  # words of a sentence that announces an example and says something itself
_TAIL = 40  # characters at the end of a statement by which it is known
_WHOLE = frozenset({"persona", "milestone"})
"""Roles of which a paragraph is one item, however many sentences it has."""


@dataclass(frozen=True, slots=True)
class ProseReader:
    """Turns paragraphs into drafts."""

    wording: Wording
    drafts: Drafts
    statements: Statements

    def read(self, block: Block, scope: Scope, *, leads: bool, sole: bool) -> list[int]:
        """
        The numbers of the drafts in a paragraph.

        `leads`: a list or a table follows directly, which the paragraph may announce.
        `sole`: the section has neither lists nor tables, so that its text is all it says.
        """
        text = block.text.strip()
        if not words(text) or self.wording.placeholder(text):
            self.drafts.skip(block.span.line, "template")
            return []
        if self.wording.metadata(text) or _FIGURE.match(text):
            self.drafts.skip(block.span.line, "metadata" if text[0] != "!" else "figure")
            return []
        found = label(text)
        if found and wordy(found.rest):
            labelled = self._labelled(block, found.name, found.rest, scope, bold=found.bold)
            if labelled is not None:
                return labelled
        if scope.role not in ("meta", "design", "glossary") and self._single(text, scope):
            return self.one(block, scope, self._form(text, scope))
        if scope.role in ("meta", "design", "glossary"):
            self.drafts.skip(block.span.line, scope.role)
            return []
        if self.wording.introduces(text) and (leads or self.wording.wishes(text)) and len(sentences(text)) == 1:
            self.drafts.skip(block.span.line, "introduction")
            return []
        if scope.role in _WHOLE and sole:
            return self.one(block, scope, scope.role)
        return self._sentences(block, scope, leads=leads, sole=sole)

    # -- whole paragraphs

    def _single(self, text: str, scope: Scope) -> bool:
        return bool(self._form(text, scope))

    def _form(self, text: str, scope: Scope) -> str:
        """The kind that the form of a whole paragraph gives it: a story, a scenario, an identified statement."""
        if self.wording.story(text) and not self.wording.introduces(text):
            return "user_story"
        if self.wording.scenario(text):
            return "acceptance"
        own = identifiers.leading(text, self.wording.lexicon)
        if own and not own.container and wordy(own.rest) and (scope.role in LISTED or own.kind):
            kind = scope.role if scope.role in LISTED else own.kind
            return own.kind if own.kind in ("quality", "constraint") and kind in REQUIREMENTS else kind
        return ""

    def one(self, block: Block, scope: Scope, kind: str) -> list[int]:
        return [self._add(block.text.strip(), block.span.lines, kind, scope)]

    def _labelled(self, block: Block, name: str, rest: str, scope: Scope, *, bold: bool) -> list[int] | None:
        """Drafts of "**Goal**: …"; None where the label says nothing of the kind."""
        role = self.wording.label_role(name)
        if not role or (
            not bold and role not in ("goal", "non_goal", "user_story", "open_question", "risk", "assumption")
        ):
            return None
        if role in ("rationale", "priority", "background", "meta", "design"):
            self.drafts.skip(block.span.line, "rationale" if role == "rationale" else role)
            return []
        if role == scope.role or (scope.role in LISTED and role in REQUIREMENTS) or role not in LISTED:
            return None
        inner = replace(scope, role=role, lead=f"{name}:")
        if role in ("goal", "persona", "user_story", "milestone"):
            return [self._add(rest, block.span.lines, role, inner)]
        offset = block.text.count("\n", 0, len(block.text) - len(rest.lstrip()))
        numbers = []
        for sentence in sentences(rest):
            for part in (
                split_enumeration(sentence.text, labelled=True) if role in ("non_goal", "goal") else [sentence.text]
            ):
                numbers.append(self._add(part, self._lines(block, sentence, offset), role, inner))
        return numbers

    def states(self, text: str) -> bool:
        """Does the last sentence of `text`, which announces what follows it, say something itself?"""
        last = sentences(text)[-1:]
        if not last or self.statements.aside(last[0].text) or len(words(last[0].text)) < _STATING:
            return False
        return holds_fact(last[0].text.rstrip(":：")) or self.statements.told(last[0].text)

    def completed(self, block: Block, fence: Block, code: str, scope: Scope, *, sole: bool) -> list[int]:
        """The drafts of a paragraph; a fence that its last sentence announces is part of that statement."""
        numbers = self.read(block, scope, leads=False, sole=sole)
        last = [s.text for s in sentences(block.text)][-1:]
        if not numbers or not last or not self._announces(last[0]):
            return numbers
        draft = self.drafts.items[numbers[-1]]
        if draft.kind in REQUIREMENTS and draft.text.endswith(last[0][-_TAIL:]):
            whole = replace(draft, text=f"{draft.text}\n\n{code}", lines=(draft.lines[0], fence.span.lines[1]))
            self.drafts.items[numbers[-1]] = whole
        return numbers

    def _announces(self, text: str) -> bool:
        bare = plain(text)
        return self.wording.introduces(text) or bool(
            self.wording.lexicon.lists["intro_endings"].find(words(bare), bare) and self.wording.speaks_of_itself(text)
        )

    # -- sentences

    def _sentences(self, block: Block, scope: Scope, *, leads: bool, sole: bool) -> list[int]:
        text = block.text
        found = sentences(text)
        if leads and scope.role in REQUIREMENTS and not scope.described:
            # What stands directly above a list of requirements sums it up.
            self.drafts.skip(block.span.line, "introduction")
            return []
        announced = leads and self.wording.introduces(text)
        numbers: list[int] = []
        left: list[tuple[tuple[int, int], str]] = []
        meant = scope.meant
        for place, sentence in enumerate(found):
            announces = (
                leads
                and place == len(found) - 1
                and (self.wording.introduces(sentence.text) or (scope.role in REQUIREMENTS and not scope.described))
            )
            kind = (
                ""
                if announces
                else self._sentence_kind(
                    sentence.text, scope, sole=sole, first=place == 0, short=len(found) <= _SHORT, announced=announced
                )
            )
            lines = self._lines(block, sentence, 0)
            before = meant if kind in REQUIREMENTS and self.statements.opens_with_pronoun(sentence.text) else ""
            meant = meant if before else sentence.text
            if not kind:
                left.append((lines, sentence.text))
                continue
            parts = split_enumeration(sentence.text) if kind in ("non_goal", "goal") else [sentence.text]
            lead = sentence.text.partition(":")[0] + ":" if len(parts) > 1 else scope.lead
            numbers.extend(self._add(part, lines, kind, replace(scope, lead=lead), before=before) for part in parts)
        if numbers:
            self._complete(numbers, left)
        else:
            self.drafts.skip(block.span.line, scope.role or "prose")
        return numbers

    def _complete(self, numbers: Sequence[int], left: Sequence[tuple[tuple[int, int], str]]) -> None:
        """
        Gives the other sentences of a paragraph to the requirement before them, else to the first.

        They explain it ("It is immutable: …") and hold facts that its check needs.
        """
        wanted = [n for n in numbers if self.drafts.items[n].kind in REQUIREMENTS]
        for lines, text in left:
            before = [n for n in wanted if self.drafts.items[n].lines[0] <= lines[0]]
            if wanted:
                self.drafts.attach(before[-1] if before else wanted[0], text)
            else:
                self.drafts.leftovers.append((lines, text))

    def _sentence_kind(self, text: str, scope: Scope, *, sole: bool, first: bool, short: bool, announced: bool) -> str:
        """The kind of the item that a sentence states; empty where it states none."""
        role = "" if scope.weak and scope.role == "goal" else scope.role
        if self.wording.story(text):
            return "user_story"
        if role in ("", *REQUIREMENTS) and self.wording.undecided(text):
            return "open_question"
        if role in ("", *REQUIREMENTS) and self.wording.assumes(text):
            return "assumption"
        if role in ("", *REQUIREMENTS) and scope.described:
            return self._stated(text, role)
        if self.wording.speaks_of_itself(text):
            return ""
        if (
            scope.weak
            and role == "functional"
            and (unspaced(text) or self.wording.able(text) or self.wording.obliged(text))
        ):
            return "quality" if not self.wording.able(text) and self.wording.quality(text) else role
        if role in ("risk", "assumption", "open_question", "metric", "acceptance", "non_goal"):
            return role if sole or self.wording.obliged(text) else ""
        excluded = self.wording.excludes(text)
        if role == "goal":
            return self._goal(text, first=first, announced=announced, excluded=excluded)
        if role in REQUIREMENTS:
            if role == "functional" and first and self.wording.defines(text) and not self.wording.obliged(text):
                return ""
            if sole and short and not scope.weak:
                return role
            return self._requirement(text, role, sole=sole)
        if role == "deferred":
            return "functional" if sole else ""
        if excluded and len(words(text)) >= 3 and not self.wording.obliged(text):
            return "non_goal"
        if self.wording.wishes(text):
            return "non_goal" if self.statements.essay and self.wording.excludes(text) else "goal"
        if role == "background":
            return ""
        if self.wording.obliged(text) or (role == "" and self._told(text)):
            return self._plain_kind(text)
        return ""

    def _told(self, text: str) -> bool:
        return self.statements.essay and self.statements.told(text) and not self.statements.aside(text)

    def _stated(self, text: str, role: str) -> str:
        """The kind of a sentence in text that describes behaviour; empty where it only explains."""
        if (
            not words(_CODE.sub("", text))
            or _FILE_LABEL.fullmatch(text)
            or (self.statements.aside(text) and not self.wording.obliged(text))
        ):
            return ""
        if self.wording.excludes(text):
            return "non_goal"
        if self.wording.wishes(text):
            return "goal"
        if role not in ("quality", "constraint"):
            return self._plain_kind(text)
        return role if holds_fact(text) or self.wording.obliged(text) else ""

    def _goal(self, text: str, *, first: bool, announced: bool, excluded: bool) -> str:
        if excluded and (not first or self.statements.essay):
            return "non_goal"
        if self.wording.wishes(text):
            return "goal"
        if first and not announced:
            return "goal"
        return self._plain_kind(text) if self._told(text) else ""

    def _requirement(self, text: str, role: str, *, sole: bool) -> str:
        level = priorities.modal(text, self.wording.lexicon)
        if level in ("must", "should"):
            return role
        if not sole:
            return ""
        return role if level or self.wording.able(text) else ""

    def _plain_kind(self, text: str) -> str:
        """The kind of an obligation where the section says nothing."""
        if self.wording.constrains(text):
            return "constraint"
        return "quality" if self.wording.quality(text) and not coded(text) else "functional"

    def _lines(self, block: Block, sentence: Sentence, offset: int) -> tuple[int, int]:
        first = block.span.line + offset + sentence.first
        return first, first + sentence.last - sentence.first

    def _add(self, text: str, lines: tuple[int, int], kind: str, scope: Scope, *, before: str = "") -> int:
        own = identifiers.leading(text, self.wording.lexicon)
        identifier, rest = (own.text, own.rest) if own and not own.container and wordy(own.rest) else ("", text)
        mark, rest = priorities.bracketed(rest, self.wording.lexicon)
        return self.drafts.add(
            Draft(
                kind=kind,
                text=rest.strip() or text,
                lines=lines,
                path=scope.path,
                identifier=identifier,
                marker=mark,
                heading_marker=scope.marker,
                modal_text=rest,
                lead=scope.lead,
                before=before,
                deferred=scope.deferred,
                parent=scope.parent,
            )
        )
