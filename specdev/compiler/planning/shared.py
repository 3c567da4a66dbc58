"""
Items of one part that bind other parts too: an option of several commands, an error that every command reports.

Such an item is owned by one task, stands on the pages of the others as a rule, and where it names them, they come
after its owner, so that they can use what it built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model import Item
from .grouping import Group, heads_of
from .passages import count_words, item_text, terms

SHARED_WORDS = 120
"""A longer item is about its own part, whatever it names."""
_EVERY = re.compile(
    r"\b(?:every|each|all|any)\s+(?:other\s+)?(?:sub)?(?:commands?|requests?|responses?|answers?|endpoints?|calls?|errors?|messages?"
    r"|methods?|functions?|operations?|outputs?|routes?)\b"
    r"|\b(?:jede[rnms]?|alle[nr]?)\s+(?:\w+\s+)?(?:befehle?|kommandos?|aufrufe?|anfragen?|antworten?|endpunkte?|fehler\w*"
    r"|meldung\w*|funktion\w*|ausgaben?)\b"
    r"|\b(?:cada|todos?\s+los|todas?\s+las)\s+(?:comandos?|petici\w+|respuestas?|llamadas?|errores|mensajes?)\b"
    r"|\b(?:chaque|tous\s+les|toutes\s+les)\s+(?:commandes?|requêtes?|réponses?|appels?|erreurs?|messages?)\b"
    r"|\b(?:cada|todos\s+os|todas\s+as)\s+(?:comandos?|requisiç\w+|respostas?|chamadas?|erros|mensagens?)\b",
    re.I,
)
"""Words that make a statement hold for all parts of a product."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An item that binds another group than its owner."""

    group: int
    owner: int
    item: Item
    named: bool
    """Whether it names the group, and does not only say *every*."""


def shared(groups: Sequence[Group], product_names: frozenset[str]) -> list[Shared]:
    """Every pair of an item and another group that it binds, in the groups' order."""
    names = [_names(found, product_names) for found in groups]
    return [each for owner, found in enumerate(groups) for item in found.items for each in _bound(item, owner, names)]


def _names(found: Group, product_names: frozenset[str]) -> frozenset[str]:
    """What the group's sections are called in code: `stint start` and `start`."""
    heads = {name for head in heads_of(found) for name in (head, head.split(" ")[-1])}
    return frozenset(f"`{name}" for name in heads - product_names)


def _bound(item: Item, owner: int, names: Sequence[frozenset[str]]) -> Iterator[Shared]:
    text = item_text(item)
    if count_words(text) > SHARED_WORDS:
        return
    own = terms(text)
    named = [index for index, heads in enumerate(names) if index != owner and heads & own]
    if _EVERY.search(item.text):
        yield from (Shared(index, owner, item, index in named) for index in range(len(names)) if index != owner)
    elif len(named) + bool(names[owner] & own) >= 2:
        yield from (Shared(index, owner, item, True) for index in named)
