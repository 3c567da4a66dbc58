"""What a statement is by its wording: a story, a scenario, an obligation, a goal, an exclusion, a placeholder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..lexicon import Lexicon
from ..words import words, wordy
from . import priorities
from .markup import label, plain, sentences

_SPAN = re.compile(r"`+[^`\n]*`+")
_ASIDE = re.compile(r"\(([^()\n]{1,40})\)")
_STRUCK = re.compile(r"^\s*~~.*~~\s*$", re.DOTALL)
_TEMPLATE = re.compile(r"^[*_\s]*(?:\[[^\]\n]{8,}\]|<[^<>\n]{8,}>|\{\{.*\}\})[*_\s.]*$", re.DOTALL)
_CROSS = re.compile(r"^\s*(?:[❌🚫⛔✗✘])")
METAVARIABLE = re.compile(r"(?:<|&lt;|\[|\{)(?:[^\W\d_]{1,30}[ -]?){1,3}(?:>|&gt;|\]|\})(?!\()")
# An arrow or a new line, then "A:" or a label such as "Decision:".
_ANSWER = re.compile(r"(?:→|=>|->|\n\s*(?:[-*]\s*)?(?:\*\*|_)?)\s*(?:\*\*)?\s*(A|[^\W\d_]{3,14})\s*[:：]")
_COPULAS = frozenset({"is", "are", "isn't", "aren't", "ist", "sind", "es", "son", "est", "sont", "e", "sao", "sono"})
_SUBJECT = 5  # words that the subject of a sentence has at most, where the sentence is about the product
_NEAR = 5  # words behind "runs on" among which a technology and its version stand
_TAIL = 160  # characters at the end of a question in which an answer may stand
_STORY_LEAST = 16  # characters: an identifier or a level in a cell is no story
_STORY_LEAST_UNSPACED = 6  # characters of a script that needs few
_STORY_OPENING = 60  # characters: a label or an identifier that may stand before a story
_STORY_LIMIT = 1500  # characters; longer text is not one story


@dataclass(slots=True)
class Wording:
    """Recognises statements by the words of a lexicon."""

    lexicon: Lexicon
    _stories: dict[str, bool] = field(default_factory=dict)

    def story(self, text: str) -> bool:
        """Is `text` a user story?"""
        if text not in self._stories:
            self._stories[text] = self._story(text)
        return self._stories[text]

    def _story(self, text: str) -> bool:
        if len(text) < (_STORY_LEAST if text.isascii() else _STORY_LEAST_UNSPACED):
            return False
        bare = plain(text[:_STORY_LIMIT])
        found = label(text)
        if (
            found
            and (role := self.lexicon.labels.whole(words(found.name), found.name))
            and role.name == "user_story"
            and wordy(found.rest)
        ):
            return True
        opening = bare[: _STORY_OPENING + 12].lower()
        places = [m.start() for first, p in self.lexicon.stories if first in opening and (m := p.search(bare))]
        # It is one where it begins so, a label or an identifier aside, not where a story is only cited.
        return bool(places) and min(places) <= _STORY_OPENING and not METAVARIABLE.search(text)

    def scenario_step(self, text: str) -> str:
        """given, when, then, and, but: the step that `text` begins with, or empty."""
        bare = plain(text if len(text) <= _STORY_LIMIT else text[:80])
        found = self.lexicon.gwt.starts(words(bare), bare)
        return found.name if found else ""

    def scenario(self, text: str) -> bool:
        """Does `text` hold a when and a then, or a given and a then, at places where steps begin?"""
        if self.scenario_step(text) not in ("given", "when"):
            return False
        tokens = words(plain(text))
        names = {m.name for m in self.lexicon.gwt.all(tokens, plain(text))}
        return "then" in names and ("when" in names or "given" in names)

    def obliged(self, text: str) -> bool:
        """Does `text` hold a must or a should?"""
        return priorities.modal(text, self.lexicon) in ("must", "should")

    def able(self, text: str) -> bool:
        """Does `text` say what the product does?"""
        return self.lexicon.lists["abilities"].find(words(plain(text)), text) is not None

    def offers(self, text: str) -> bool:
        """Does `text` say what a person can do with the product?"""
        tokens = words(plain(text))
        found = self.lexicon.lists["abilities"].find(tokens)
        return found is not None and any(
            (m := self.lexicon.roles.find(tokens[i : i + 1])) and m.name == "persona" for i in range(found.start + 4)
        )

    def excludes(self, text: str) -> bool:
        """Does `text` say what the product is not, or will not do?"""
        tokens = words(plain(text))
        found = self.lexicon.lists["negative_scope"].find(tokens, text)
        if found is None:
            return False
        copula = found.start < len(tokens) and tokens[found.start] in _COPULAS
        if found.start > _SUBJECT and (copula or "`" in text):
            # "Names are case-sensitive, so KG is not a unit" rules nothing out.
            return False
        # "A user won't be notified" tells of a person, not of the product.
        return not any(
            (m := self.lexicon.roles.find(tokens[i : i + 1])) and m.name == "persona" for i in range(found.start)
        )

    def crossed(self, text: str) -> bool:
        return _CROSS.match(text) is not None

    def wishes(self, text: str) -> bool:
        """Does `text` say what is wanted of the product as a whole?"""
        return self.lexicon.lists["wish"].find(words(plain(text)), text) is not None

    def quality(self, text: str) -> bool:
        return self.lexicon.lists["quality_words"].find(words(plain(text)), text) is not None

    def constrains(self, text: str) -> bool:
        """Does `text` impose a technology, a licence, a limit on dependencies or on the code itself?"""
        tokens = words(plain(text))
        lists = self.lexicon.lists
        if lists["constraint_words"].find(tokens, text):
            return True
        imposed = lists["imposed_words"].find(tokens, text)
        if imposed is None:
            return False
        near = tokens[imposed.start + imposed.size :][:_NEAR]
        return lists["technologies"].find(near) is not None and any(token[0].isdigit() for token in near)

    def resolved(self, text: str) -> bool:
        """Is the question already answered?"""
        if _STRUCK.match(text):
            return True
        bare = plain(text)
        tokens = words(bare)[:40]
        if self.lexicon.lists["resolved"].starts(tokens, bare[:60]):
            return True
        found = label(text)
        if found and self.lexicon.lists["resolved"].find(words(found.name), found.name):
            return True
        tail = re.search(r"[–—→(:-]\s*(\w+)[)\s.]*$", bare[-_TAIL:])
        if tail and self.lexicon.lists["resolved"].whole(words(tail.group(1))):
            return True
        asked = re.search(r"[?？]\s*[*_]*\s*(\w+(?: \w+){0,2})[.!]?$", bare[-_TAIL:])
        if asked:
            return True
        answer = _ANSWER.search(text[:_STORY_LIMIT])
        return bool(answer and (answer.group(1) == "A" or self._answers(answer.group(1))))

    def _answers(self, name: str) -> bool:
        found = self.lexicon.headers.whole(words(name), name)
        return found is not None and found.name == "answer"

    def placeholder(self, text: str) -> bool:
        """Is `text` nothing but a template's instruction or a placeholder?"""
        if _TEMPLATE.match(text) and "](" not in text:
            return True
        bare = plain(text)
        tokens = words(bare)
        if not tokens:
            return True
        found = self.lexicon.lists["placeholders"].starts(tokens, bare)
        return bool(found and found.size + 1 >= len(tokens)) or self.nothing(text)

    def nothing(self, text: str) -> bool:
        """ "None", "N/A", "keine": an entry that says that there is none."""
        bare = plain(text)
        return self.lexicon.lists["none_words"].whole(words(bare), bare) is not None

    def introduces(self, text: str) -> bool:
        """Does `text` only announce what follows it?"""
        return plain(text).rstrip("*_ ").endswith((":", "："))

    def label_role(self, name: str) -> str:
        """The role that a label or a short title names outright; empty where it names none."""
        tokens = words(name)
        if found := self.lexicon.labels.whole(tokens, name):
            return {"audience": "persona", "question": "open_question"}.get(found.name, found.name)
        if found := self.lexicon.roles.whole(tokens, name):
            return found.name
        return ""

    def assumes(self, text: str) -> bool:
        """Does `text` say what is taken for granted?"""
        return self.lexicon.lists["assumed"].find(words(plain(text)), text) is not None

    def undecided(self, text: str) -> bool:
        """Does `text` say that something is not decided?"""
        return self.lexicon.lists["undecided"].find(words(plain(text)), text) is not None

    def ahead(self, text: str) -> bool:
        """Does `text` speak of a later release, or say in brackets that it is only planned?"""
        bare = plain(_SPAN.sub("", text))
        lists = self.lexicon.lists
        if lists["ahead"].find(words(bare), bare):
            return True
        return any(lists["planned"].whole(words(aside), aside) for aside in _ASIDE.findall(bare))

    def roadmap(self, title: str) -> bool:
        """Does a heading announce what is ahead?"""
        return self.lexicon.lists["roadmaps"].find(words(plain(title)), title) is not None

    def defines(self, text: str) -> bool:
        """Does `text` say what the product is, within its first words, and not what it does?"""
        return self.lexicon.lists["defines"].find(words(plain(text))[:9], text[:40]) is not None

    def vague(self, text: str) -> bool:
        """Does `text` praise without a measure?"""
        return self.lexicon.lists["vague"].find(words(plain(text)), text) is not None

    def names_quality(self, text: str) -> bool:
        """Is `text`, a label, nothing but the name of a quality?"""
        tokens = words(text)
        found = self.lexicon.lists["quality_words"].whole(tokens, text)
        return found is not None

    def speaks_of_itself(self, text: str) -> bool:
        """Does `text` speak of the document and not of the product?"""
        return self.lexicon.lists["self_words"].find(words(plain(text)), text) is not None

    def begins_with_itself(self, text: str) -> bool:
        """Does the last sentence of `text` begin with words for the document?"""
        last = sentences(text)[-1:]
        return bool(last) and self.lexicon.lists["self_words"].starts(words(plain(last[0].text))) is not None

    def metadata(self, text: str) -> bool:
        """Is every line of `text` a field of the document: version, author, status?"""
        lines = [line for line in text.split("\n") if line.strip()]
        fields = [found for line in lines if (found := label(line.strip()))]
        return (
            bool(lines)
            and len(fields) == len(lines)
            and any(self.lexicon.lists["meta_labels"].whole(words(f.name), f.name) for f in fields)
        )
