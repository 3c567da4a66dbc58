"""
The commands of the product as the document writes them: places, options, defaults.

    ### `stint start PROJECT [NOTE]`          a heading
    - `nib add TEXT` stores a note.           a code span that opens an item
    usage: conv VALUE FROM TO                 a fence
    `start` and `stop` take `--at TIME`       an option that is told for several
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ....model import Item, Prd
from ...vocabulary import NO_COMMANDS
from ..knowledge import CODE, Knowledge, whole
from ..lazily import lazy
from ..markdown import Fence, Sentence, pieces, spans
from ..serving import launched
from .phrases import TAKES

_TOKEN = lazy(r"\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\](?:\.{3}|…)?|<[^<>]+>(?:\.{3}|…)?|\S+")
_PLACE = lazy(r"^(?:<(?P<angle>[^<>|]+)>|(?P<caps>[A-ZÄÖÜ][A-ZÄÖÜÁÉÍÓÚÇÃÕ0-9_-]*))(?P<many>\.{3}|…)?$")
_OPTION = lazy(r"^--?[A-Za-z][\w-]*$")
_VERB = lazy(r"^[a-zäöüßáéíóúñçãõàèê][\wäöüßáéíóúñçãõàèê-]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place for an argument."""

    name: str
    """In lower case, as the document names it: project."""
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """An option; a switch where it takes no value."""

    names: tuple[str, ...]
    value: str = ""
    """The name of its value, in lower case; empty for a switch."""
    required: bool = False

    @property
    def name(self) -> str:
        """The name to call it by: the long one."""
        return next((name for name in self.names if name.startswith("--")), self.names[0])


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what can stand behind it."""

    words: tuple[str, ...]
    """The words of its name; none where the product has no subcommands."""
    parts: tuple[Place | str, ...] = ()
    """Its places in order, and words that stand between them."""
    options: tuple[Option, ...] = ()
    unclear: bool = False
    """Its usage holds something that was not understood."""

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part for part in self.parts if isinstance(part, Place))

    def place(self, name: str) -> Place | None:
        return next((place for place in self.places if place.name == name), None)

    def option(self, name: str) -> Option | None:
        return next((option for option in self.options if name in option.names), None)


@dataclass(frozen=True, slots=True)
class Interface:
    """All commands of the product."""

    commands: Mapping[tuple[str, ...], Command] = field(default_factory=dict)
    shared: tuple[Option, ...] = ()
    """Options that the document tells for no command in particular, or for every one."""

    def named(self, line: str, known: Knowledge) -> Command | None:
        """The command that a code span or a title names, with or without its places; None where it names none."""
        words = launched(line).split()
        bare = words[1:] if words[:1] == [known.name] else words
        if words[:1] != [known.name] and not (bare and _VERB.match(bare[0])):
            return None
        if words[:1] == [known.name] and not bare:
            return self.commands.get(())
        for length in range(len(bare), -1, -1):
            found = self.commands.get(tuple(bare[:length]))
            if found and (length or words[:1] == [known.name]):
                rest = bare[length:]
                if words[:1] == [known.name] or not rest or _usage(rest):
                    return found
        return None


def parse(line: str) -> Command | None:
    """The command that a usage line (without the product's name) describes; None where it is no usage."""
    words: list[str] = []
    parts: list[Place | str] = []
    options: list[Option] = []
    unclear = False
    tokens = _TOKEN.findall(line)
    number = 0
    while number < len(tokens):
        token = tokens[number]
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        number += 1
        if found := _PLACE.match(token):
            parts.append(Place(_name(found), many=bool(found["many"])))
        elif token.startswith("["):
            inner = re.sub(r"(?:\.{3}|…)$", "", token)[1:-1].strip()
            option, place = _option(inner), _PLACE.match(inner)
            if option:
                options.append(option)
            elif place:
                many = bool(place["many"]) or token.endswith(("...", "…"))
                parts.append(Place(_name(place), optional=True, many=many))
            elif inner.lower() not in ("options", "option", "optionen", "opciones", "opções", "flags"):
                unclear = True
        elif _OPTION.match(token):
            value = _PLACE.match(following)
            options.append(Option((token,), _name(value) if value else "", required=bool(parts)))
            number += bool(value)
        elif re.search(r"[|(){}<>$`\"'=…]", token) or token == "...":
            unclear = True
        elif not parts and not options and _VERB.match(token):
            words.append(token)
        elif parts and re.match(r"^[\w-]+$", token):
            parts.append(token)
        else:
            return None
    return Command(tuple(words), tuple(parts), tuple(options), unclear)


def _name(found: re.Match[str]) -> str:
    return (found["angle"] or found["caps"]).strip().lower()


def _option(inner: str) -> Option | None:
    """`-n|--number N`, `--from DATE`, `--csv`, `--out=FILE`."""
    inner = re.sub(r"\s*[|,]\s*(?=-)", "|", inner)
    names, _, value = inner.replace("=", " ").partition(" ")
    found = tuple(names.split("|"))
    if not all(_OPTION.match(name) for name in found):
        return None
    place = _PLACE.match(value.strip()) if value.strip() else None
    if value.strip() and not place:
        return None
    return Option(found, _name(place) if place else "")


def _usage(tokens: Sequence[str]) -> bool:
    """Whether the tokens are places and options alone."""
    return all(_PLACE.match(token) or token[:1] in "[<-" or token.endswith("]") for token in tokens)


def study(prd: Prd, known: Knowledge) -> Interface:
    """The commands that the whole PRD describes."""
    commands: dict[tuple[str, ...], Command] = {}
    if not known.name:
        return Interface()
    for line in dict.fromkeys(_lines(prd, known)):
        found = parse(line)
        if found and (before := commands.get(found.words)):
            commands[found.words] = _richer(before, found)
        elif found:
            commands[found.words] = found
    if len(commands) > 1 and () in commands and not commands[()].places:
        del commands[()]  # the product's name alone, beside its subcommands
    interface = Interface(commands)
    for item in prd.items():
        for sentence in _coded(item):
            interface = _with_options(interface, sentence, known)
    return interface


def _richer(one: Command, other: Command) -> Command:
    """The usage with more places; the options of both."""
    best = max((one, other), key=lambda command: (not command.unclear, len(command.parts)))
    options = {option.name: option for option in (*other.options, *one.options)}
    return replace(best, options=tuple(options.values()))


def _lines(prd: Prd, known: Knowledge) -> Iterator[str]:
    """Usage lines, without the product's name."""
    titles = [title for item in prd.items() for title in item.section]
    titles += [title for block in prd.context for title in block.section]
    for title in dict.fromkeys(title.replace("`", "").strip() for title in titles):
        yield from _own(title, known)
        if _opens_usage(title):
            yield title
    for text in (*(text for item in prd.items() for text in whole(item)), *(block.text for block in prd.context)):
        for piece in pieces(text) if CODE.search(text) else ():
            if isinstance(piece, Fence):
                yield from _fenced(piece, known)
            elif isinstance(piece, Sentence):
                yield from _spoken(piece, known)


def _fenced(fence: Fence, known: Knowledge) -> Iterator[str]:
    """Usage lines of a fence, without what is said of them behind."""
    for row in fence.text.splitlines():
        row = re.sub(r"^\s*(?:usage|aufruf|uso)\s?:\s*", "", row, flags=re.I).strip()
        row = re.split(r"\s{2,}|\s#\s", row)[0]
        if re.search(r"[A-Z]{2}|[<\[]", row):
            yield from _own(row, known)


def _spoken(sentence: Sentence, known: Knowledge) -> Iterator[str]:
    """Usage lines among the code spans of a sentence: those with places, and the one that opens it."""
    found = spans(sentence.text)
    for number, span in enumerate(found):
        opens = sentence.opens and not any(other.text.strip() for other in found[:number])
        if span.kind != "code":
            continue
        if opens or re.search(r"(?:^|\s)(?:[A-Z]{2}|[<\[])", span.text):
            yield from _own(span.text, known)
        if opens and _opens_usage(span.text) and any(_PLACE.match(w.strip("[]")) for w in span.text.split()[1:]):
            yield span.text


def _opens_usage(line: str) -> bool:
    """Whether the line is a subcommand with places or options, without the product's name."""
    words = line.split()
    return len(words) > 1 and bool(_VERB.match(words[0])) and words[0] not in NO_COMMANDS and _usage(words[1:])


def _own(line: str, known: Knowledge) -> Iterator[str]:
    """The line without the product's name, where it is no example: that has data among its words."""
    words = launched(line).split(None, 1)
    if words[:1] != [known.name]:
        return
    rest = words[1] if len(words) > 1 else ""
    tokens = _TOKEN.findall(rest)
    data = any(re.search(r"\d|[\"']|\.\w", token) and not token.startswith(("[", "<")) for token in tokens)
    plain = all(_VERB.match(token) for token in tokens)
    # a line of plain words only is a usage where it is one word
    if not data and (not tokens or _usage(tokens[1:]) or not plain):
        yield rest


def _coded(item: Item) -> Iterator[str]:
    """The sentences of the item's texts that hold code."""
    for text in whole(item)[1:]:
        for piece in pieces(text) if CODE.search(text) else ():
            if isinstance(piece, Sentence):
                yield piece.text


def _with_options(interface: Interface, sentence: str, known: Knowledge) -> Interface:
    """`start`, `stop` and `status` take `--at TIME`; every command takes `--file PATH`; the option `--x` …"""
    found = spans(sentence)
    told = [
        (number, option)
        for number, span in enumerate(found)
        if span.kind == "code" and (option := _option(span.text)) and option.value
    ]
    for number, option in told:
        before = " ".join(span.text for span in found[:number] if span.kind == "text")
        named = [
            command for span in found[:number] if span.kind == "code" and (command := interface.named(span.text, known))
        ]
        if named and TAKES.search(before):
            changed = {c.words: replace(c, options=_added(c.options, option)) for c in named}
            interface = replace(interface, commands={**interface.commands, **changed})
        elif not any(command.option(option.name) for command in interface.commands.values()):
            interface = replace(interface, shared=_added(interface.shared, option))
    return interface


def _added(options: tuple[Option, ...], option: Option) -> tuple[Option, ...]:
    return options if any(other.name == option.name for other in options) else (*options, option)
