"""What a list holds, and what its entries are: items, labels of the entries below them, steps of a scenario."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...document import Block
from ..words import words, wordy
from . import identifiers, priorities
from .drafts import Scope
from .markup import label, plain
from .roles import LISTED, REQUIREMENTS, SILENT
from .statements import holds_fact
from .wording import Wording

BOX = re.compile(r"^\[[ xX~-]\]\s+")
_DOTTED = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3})+)[.)]?\s+")
_ENUMERATION = 3  # nested entries that together are one list of libraries
_LABEL_WORDS = 6
_ADJECTIVES = 3  # words of an entry that only says how something is to be


@dataclass(frozen=True, slots=True)
class ListSense:
    """Tells by section, labels, identifiers and form what the entries of a list are."""

    wording: Wording

    def kind(self, block: Block, scope: Scope) -> str:
        """The kind of the entries by the section, else by what they say; empty where they are no items."""
        if scope.role == "deferred":
            return "functional"
        if scope.role in LISTED and not (scope.weak and scope.role == "goal"):
            return scope.role
        texts = [entry.text for entry in block.children]
        lexicon = self.wording.lexicon
        if scope.role in SILENT:
            told = sum(1 for text in texts if self.wording.story(text))
            return "user_story" if told * 2 > len(texts) else ""
        ids = [found for text in texts if (found := identifiers.leading(text, lexicon))]
        if ids and len(ids) * 2 >= len(texts):
            return ids[0].kind or "functional"
        if sum(1 for text in texts if self.wording.story(text)) * 2 >= len(texts):
            return "user_story"
        obliged = sum(1 for text in texts if self.wording.obliged(text) or priorities.bracketed(text, lexicon)[0])
        if obliged * 2 >= len(texts):
            return "functional"
        if scope.marker or scope.deferred:
            return "functional"
        if scope.described and sum(1 for text in texts if holds_fact(text, named=True)) * 2 >= len(texts):
            return "functional"
        promised = self.wording.obliged(scope.lead) or self.wording.able(scope.lead)
        return "functional" if scope.lead and self.wording.introduces(scope.lead) and promised else ""

    def telling(self, block: Block, scope: Scope) -> bool:
        """Is there an entry that says by its own label, identifier or form what it is?"""
        if scope.role in ("meta", "glossary"):
            return False
        return any(self.own_role(entry, scope) for entry in block.children)

    def own_role(self, entry: Block, scope: Scope) -> str:
        """The role an entry claims for itself against its section."""
        text = BOX.sub("", entry.text)
        found = label(text)
        if found and wordy(found.rest):
            role = self.wording.label_role(found.name)
            if role == "rationale" or role == "priority":
                return ""
            if (
                role in LISTED
                and scope.role in ("", "background")
                and (found.bold or role in ("goal", "non_goal", "persona"))
            ):
                return role
            if role in ("risk", "open_question", "user_story", "acceptance", "non_goal") and scope.role in REQUIREMENTS:
                return role
            if scope.role == "functional" and (role == "quality" or self.wording.names_quality(found.name)):
                return "quality"
        if scope.role in ("", "background", "functional", "quality", "goal") and self.wording.story(text):
            return "user_story"
        if scope.role in ("", "functional", "goal") and self.wording.crossed(text):
            return "non_goal"
        if scope.role == "" and self.wording.scenario(text):
            return "acceptance"
        if scope.role in ("", "background", "design"):
            own = identifiers.leading(text, self.wording.lexicon)
            if own and not own.container and own.kind and wordy(own.rest):
                return own.kind
        return ""

    def fields(self, block: Block) -> bool:
        """Are the entries fields of the document: version, author, status?"""
        missed = 0
        for entry in block.children:
            if entry.children or not self.wording.metadata(entry.text):
                missed += 1
                if missed * 2 > len(block.children):
                    return False
        return len(block.children) - missed > 1

    def labels_only(self, entry: Block, text: str, kind: str) -> bool:
        """Is the entry a mere label of the entries nested in it?"""
        nested = [child for child in entry.children if child.kind == "list"]
        if not nested or kind in ("persona", "milestone", "user_story"):
            return False
        if identifiers.leading(text, self.wording.lexicon) or priorities.bracketed(text, self.wording.lexicon)[0]:
            return False
        below = [child.text for block in nested for child in block.children]
        count = len(words(plain(text)))
        if count > _LABEL_WORDS or self.wording.obliged(text):
            return False
        if plain(text).endswith((":", "：")):
            return not (kind == "constraint" and _names_only(below))
        if len(below) >= 2 and self.wording.label_role(text) in REQUIREMENTS:
            return True
        full = sum(1 for one in below if len(words(one)) >= 6 or label(one))
        return count <= 4 and len(below) >= 2 and full == len(below) and not plain(text).endswith((".", "!"))

    def numbered(self, entry: Block, text: str) -> list[Block]:
        """The statements "1.1 …", "1.2 …" that stand as lines of text below a label "1. Access"; else nothing."""
        if "\n" not in text:
            return []
        lines = text.split("\n")
        marks = [_DOTTED.match(line) for line in lines]
        if (
            len(lines) < 2
            or marks[0]
            or not marks[1]
            or len(words(lines[0])) > _LABEL_WORDS
            or self.wording.obliged(lines[0])
        ):
            return []
        depth = marks[1].group(1).count(".")
        starts = [i for i, mark in enumerate(marks) if mark and mark.group(1).count(".") <= depth]
        found: list[Block] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            own = "\n".join([_DOTTED.sub("", lines[start]), *lines[start + 1 : end]])
            span = replace(entry.span, line=entry.span.line + start, end_line=entry.span.line + end - 1)
            found.append(Block("item", span, own, marker="-"))
        return found

    def without_asides(self, text: str) -> tuple[str, str]:
        """(the statement, lines behind it that begin with a label such as "**Source:**")."""
        if "\n" not in text:
            return text, ""
        lines = text.split("\n")
        for place, line in enumerate(lines[1:], 1):
            found = label(line) if line.startswith(("**", "__")) else None
            if found and self.wording.label_role(found.name) in ("rationale", "priority"):
                return "\n".join(lines[:place]), "\n".join(lines[place:])
        return text, ""

    def kind_by_content(self, kind: str, prefix: str, text: str, scope: Scope) -> str:
        """The section decides, unless the identifier or the form plainly says otherwise."""
        if prefix in REQUIREMENTS and kind in REQUIREMENTS:
            return prefix
        if kind == "functional" and prefix in ("user_story", "acceptance", "risk", "open_question", "non_goal"):
            return prefix
        if kind in ("functional", "quality") and scope.role != "user_story" and self.wording.story(text):
            return "user_story"
        if kind == "functional" and len(words(plain(text))) <= _ADJECTIVES and self.wording.vague(text):
            # "clear", "pleasant to use": a manner, and nothing that the product does.
            return "quality"
        if kind == "quality" and self.wording.offers(text) and not self.wording.quality(text):
            return "functional"
        return kind

    def aside(self, text: str, role: str) -> str:
        """A risk or a question that stands inside a feature."""
        if role in ("risk", "open_question"):
            return role
        bare = plain(text)
        if bare.endswith(("?", "？")) and "(" not in bare[-30:]:
            return "open_question"
        first = words(bare)[:3]
        found = self.wording.lexicon.roles.find(first)
        return (
            "risk"
            if (found and found.name == "risk" and found.size == 1 and ":" in bare[:20])
            or (found and found.name == "risk" and found.start == 0 and len(words(bare)) > 3)
            else ""
        )

    def steps(self, entries: Sequence[Block], at: int) -> int:
        """How many entries from `at` on are the steps of one scenario: 1 where they are none."""
        if self.wording.scenario_step(entries[at].text) not in ("given", "when") or self.wording.scenario(
            entries[at].text
        ):
            return 1
        size, then = 1, False
        while at + size < len(entries):
            step = self.wording.scenario_step(entries[at + size].text)
            if not step or step == "given" or (step == "when" and then):
                break
            then = then or step == "then"
            size += 1
        return size if then else 1


def code_only(block: Block) -> bool:
    """Is every entry nothing but a name in code, so that the list is one enumeration?"""
    return len(block.children) >= _ENUMERATION and all(
        re.fullmatch(r"`[^`]+`", e.text.strip()) and not e.children for e in block.children
    )


def _names_only(texts: Sequence[str]) -> bool:
    """Are these names of libraries, each with few words, so that the list is one statement?"""
    coded = sum(1 for text in texts if text.lstrip().startswith("`"))
    return len(texts) >= _ENUMERATION and coded * 2 >= len(texts)
