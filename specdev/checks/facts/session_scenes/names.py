"""
Names that follow a told rule, and names that break it: `a-1` and `1st` where a name consists of lower-case letters,
digits and hyphens and starts with a letter.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ..calls import Call
from ..fact import Run
from .acting import bind, expected
from .filling import fill
from .interface import Command, Place
from .phrases import CHARACTERS, LETTERS, NAME_RULE, STARTS_WITH_LETTER
from .stems import holds
from .told import Told
from .world import World

_BREAKS = {"a": "Abc", "_": "a_b", "-": "a-b", "0": "ab1"}
"""A class of characters to a name that breaks the rule where the class is not allowed."""


def rule(sentence: str) -> tuple[frozenset[str], bool] | None:
    """The classes of characters of a name and whether it starts with a letter; None where no such rule is told."""
    if not NAME_RULE.search(sentence) or not LETTERS.search(sentence):
        return None
    allowed = frozenset(mark for mark, words in CHARACTERS if words.search(sentence))
    # letters of both cases, or of other alphabets, are a rule that is not told precisely enough
    return (allowed, bool(STARTS_WITH_LETTER.search(sentence))) if "a" in allowed else None


def other_names(told: Told, world: World, command: Command, target: Place, value: str) -> Iterator[Run]:
    """More names that break the rule which stands before the error, and one that follows it."""
    found = rule(told.story)
    if not found:
        return
    allowed, letter_first = found
    bad = ["Abc", *(name for mark, name in _BREAKS.items() if mark == "_" and mark not in allowed)]
    bad += ["1st"] if letter_first and "0" in allowed else []
    for name in bad:
        if call := fill(command, {**world.needed(command), target.name: name}):
            yield Run(call, expected(told, world, told.text.replace(value, name), fails=True))
    good = "ab" + ("-c" if "-" in allowed else "") + ("1" if "0" in allowed else "")
    for one in world.of(command):
        usual = world.value(command, target.name)
        if one.fails or one.call or not holds(one.text, usual):
            continue
        played = bind(one, world)
        if not played.missing and not played.before and played.call.words.count(usual) == 1:
            words = tuple(good if word == usual else word for word in played.call.words)
            call = Call(words, written=shlex.join(words[1:]))
            yield Run(call, expected(one, world, one.text.replace(usual, good)))
            return
