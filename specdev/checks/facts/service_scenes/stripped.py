"""Texts that are stored without the white space around them."""

from __future__ import annotations

from collections.abc import Iterator

from ..fact import Fact
from ..lazily import any_of
from .answers import holds
from .api import Creator
from .declared import concerned
from .sayings import Saying
from .values import right
from .world import World, fact

_STRIPPED = any_of(
    r"\b(?:stripped|trimmed)\b[^.;]{0,30}\b(?:white ?space|spaces|blanks)\b",
    r"\b(?:white ?space|spaces|blanks)\b[^.;]{0,40}\b(?:stripped|trimmed|removed|cut off)\b",
    r"\b(?:leerzeichen|leerraum|weißraum)\b[^.;]{0,50}\b(?:entfernt|abgeschnitten|gekürzt)\b",
    r"\bespacios\b[^.;]{0,50}\b(?:eliminan|quitan|recortan)\b|\bespaces\b[^.;]{0,50}\b(?:supprimés|retirés|ôtés)\b",
)
_ALL_TEXTS = any_of(
    r"\b(?:all|every|each|alle|jede\w*|tod[oa]s|cada|tou(?:te)?s|chaque) (?:\w+ )?"
    r"(?:strings?|texts?|zeichenketten?|texte|cadenas|textos?|chaînes|textes)\b"
)


def stripped(saying: Saying, world: World) -> Iterator[Fact]:
    """Texts with white space around them are shown without it."""
    if saying.status is not None or not _STRIPPED.search(saying.plain):
        return
    every = bool(_ALL_TEXTS.search(saying.plain))
    for creator in list(world.api.creators.values()) if every else concerned(world.api, saying):
        names = [name for name in creator.sent if (every or name in saying.names) and _is_text(creator, name)]
        names = [name for name in names if isinstance(creator.answer, dict) and name in creator.answer]
        if not names:
            continue
        stage = world.stage()
        body = stage.body(creator)
        stage.make(creator, changes={name: f"  {body[name]} " for name in names})
        told = {"data": holds({name: body[name] for name in names})}
        stage.exchanges[-1]["expect"] = {**stage.exchanges[-1]["expect"], **told}
        yield fact(saying, stage)


def _is_text(creator: Creator, name: str) -> bool:
    """Whether the field is a text of any content, so that there may be white space in it."""
    known = creator.fields[name]
    value = right(known)
    plain = isinstance(value, str) and not (known.choices or known.pattern or known.starts or known.vague)
    return plain and (known.longest is None or len(value) + 3 <= known.longest)
