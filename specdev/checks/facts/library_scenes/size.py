"""How large the library may be: below 400 lines."""

from __future__ import annotations

from collections.abc import Iterator

from .. import words
from ..fact import Gap
from . import wording
from .script import Scene
from .talk import Place
from .world import World


def lines(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The whole library should stay below 400 lines."""
    told = wording.LINES.search(place.words)
    if not told or not wording.LIBRARY.search(place.words) or words.CONDITION.search(place.words):
        return
    number = int(told["number"].replace(",", "").replace(".", ""))
    sign = "<=" if wording.AT_MOST.match(told[0]) else "<"
    package = world.api.package
    yield Scene(
        f">>> import {package}, pathlib\n"
        f">>> top = pathlib.Path({package}.__file__)\n"
        '>>> files = top.parent.rglob("*.py") if top.stem == "__init__" else [top]\n'
        f'>>> sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) {sign} {number}\nTrue\n',
        place.text,
    )
