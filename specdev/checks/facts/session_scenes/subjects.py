"""
Which command the sentences of a paragraph speak of: the one whose usage opens it.

    **`score`** prints one line for each member. A score is … Without members it prints `no members`.
    `--json` prints an array; an empty list is `[]`.        an option that one command alone has
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ....model import Item
from ...vocabulary import NO_COMMANDS
from ..knowledge import Knowledge, whole
from ..lazily import lazy
from ..markdown import Sentence, pieces, spans
from .interface import Command, Interface, parse

_BOLD = lazy(r"^\*\*`(?P<usage>[^`]+)`\*\*(?=\s)")
_VERB = lazy(r"^(?!(?:" + "|".join(sorted(NO_COMMANDS)) + r")$)[a-z][a-z-]+$")


def study(items: Iterable[Item], interface: Interface, known: Knowledge) -> Mapping[str, Command]:
    """Item ID to the command that opens its paragraph; none where the paragraph opens otherwise."""
    found: dict[str, Command] = {}
    last: Item | None = None
    subject: Command | None = None
    for item in sorted((item for item in items if item.source), key=_place):
        if last is None or not _goes_on(last, item):
            subject = _opening(item, interface, known)
        if subject:
            found[item.id] = subject
        last = item
    return found


def with_bold(interface: Interface, items: Iterable[Item]) -> Interface:
    """The interface with commands of one word that open a paragraph in bold, where others with places do so too."""
    found: dict[str, bool] = {}
    for item in items:
        if opened := _BOLD.match(item.text):
            usage = parse(opened["usage"])
            found[opened["usage"]] = bool(usage and usage.parts and usage.words in interface.commands)
    if sum(found.values()) < 2:
        return interface
    new: dict[tuple[str, ...], Command] = {
        (line,): Command((line,)) for line in found if _VERB.match(line) and (line,) not in interface.commands
    }
    return replace(interface, commands={**interface.commands, **new})


def _place(item: Item) -> tuple[str, int, int]:
    return item.source[0].path, item.source[0].lines[0], item.source[-1].lines[1]


def _goes_on(one: Item, other: Item) -> bool:
    """Whether the other stands in the same paragraph: no empty line lies between them."""
    same = one.section == other.section and one.source[0].path == other.source[0].path
    return same and other.source[0].lines[0] <= one.source[-1].lines[1] + 1


def _opening(item: Item, interface: Interface, known: Knowledge) -> Command | None:
    """The command whose usage, or the option of one command alone, opens the item."""
    first = next((piece for piece in pieces(whole(item)[1]) if isinstance(piece, Sentence)), None)
    opening = next((span for span in spans(first.text) if span.text.strip("* ")), None) if first else None
    if opening is None or opening.kind != "code":
        return None
    if opening.text.startswith("-"):
        name = opening.text.split()[0]
        having = [command for command in interface.commands.values() if command.option(name)]
        return having[0] if len(having) == 1 else None
    return interface.named(opening.text, known)
