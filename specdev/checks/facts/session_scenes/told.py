"""
What an item says comes out of a command: the message, its stream, the exit status, and in which situation.

    If a stint is running already, it prints `already running: acme since 09:00` to stderr, changes nothing and exits
    with 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ....model import Item
from .. import words
from ..calls import Call, looks_like_file, read
from ..knowledge import Knowledge, whole
from ..lazily import lazy
from ..markdown import Sentence, Span, pieces, spans
from .errors import is_error
from .interface import Command, Interface
from .phrases import ALREADY, ELIDED, EVERY_COMMAND, IN_CASES, MESSAGE, NONE_OF, NOTHING_YET, OR_ELSE, UNCHANGED

_ONLY_EXAMPLE = lazy(
    r"\b(?:like|such as|similar|something|wie|ähnlich|como|comme|or|oder|either|approximately)\b", re.I
)
_STATUS = lazy(r"\b(?:and|und|y|et|e)\s+(?:status|estado|statut)\s+`?(\d{1,2})\b", re.I)
_PRONOUN = lazy(r"^\W*(?:it|this|that|then|and|es|dann|dabei|el comando|la commande|o comando)\b", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """One message and what is said of it."""

    item: str
    quote: str
    text: str
    """The message, as written."""
    stream: str = ""
    """stdout or stderr; empty where it is not told."""
    exit: int | str | None = None
    unchanged: bool = False
    before: str = ""
    """The words before the message, code and all."""
    after: str = ""
    command: Command | None = None
    """Whose message it is; None where that is not clear."""
    call: Call | None = None
    """The command line with its arguments, where the sentence writes it out."""
    every: bool = False
    """It is told of every command."""
    options: tuple[str, ...] = ()
    """Options that are named before it."""
    more: tuple[str, ...] = ()
    """Longer forms of it that the sentence gives."""
    story: str = ""
    """The sentences of the item before this one."""

    @property
    def fails(self) -> bool:
        """It is a message about something that went wrong."""
        return self.exit not in (None, 0) or self.stream == "stderr"


def tell(item: Item, interface: Interface, known: Knowledge, around: Command | None = None) -> Iterator[Told]:
    """The messages of an item, in order; `around` is the command that its paragraph speaks of."""
    section = next((c for title in reversed(item.section) if (c := _titled(title, interface, known))), None) or around
    if section is None and len(interface.commands) == 1:
        section = next(iter(interface.commands.values()))
    for text in whole(item)[1:]:
        found: list[Told] = []
        subject = section
        story = ""
        for piece in pieces(text):
            if not isinstance(piece, Sentence):
                continue
            named = _leading(piece.text, interface, known)
            subject = named or subject
            new = list(_sentence(piece.text, item, subject, interface, known, story))
            if not new and found and (exits := exit_status(piece.text)) is not None and _PRONOUN.match(piece.text):
                last = found[-1]
                if last.exit is None and not IN_CASES.search(piece.text):
                    found[-1] = replace(last, exit=exits, quote=f"{last.quote} {piece.text}")
            found += new
            story = f"{story} {piece.text}".strip()
        yield from found


def _titled(title: str, interface: Interface, known: Knowledge) -> Command | None:
    title = title.replace("`", "").strip()
    found = interface.named(title, known)
    # a heading of one plain word is a command only where the document writes it as one
    return found if found and (title.split()[0] == known.name or " " in title) else None


def _leading(sentence: str, interface: Interface, known: Knowledge) -> Command | None:
    """The command that opens the sentence."""
    first = next((span for span in spans(sentence) if span.text.strip()), None)
    return interface.named(first.text, known) if first and first.kind == "code" else None


def _sentence(
    sentence: str, item: Item, subject: Command | None, interface: Interface, known: Knowledge, story: str
) -> Iterator[Told]:
    every = bool(EVERY_COMMAND.search(sentence))
    for clause in _clauses(spans(sentence)):
        found: list[Told] = []
        for number, span in enumerate(clause):
            before = clause[:number]
            if span.kind == "text" or not _is_message(clause, number, interface, known):
                continue
            named = [
                command
                for part in before
                if part.kind == "code" and (command := interface.named(part.text, known)) is not None
            ]
            options = tuple(part.text for part in before if part.kind == "code" and part.text.startswith("-"))
            told = Told(
                item.id,
                sentence,
                span.text,
                before="".join(f"`{part.text}`" if part.kind != "text" else part.text for part in before),
                after=clause[number + 1].text if number + 1 < len(clause) else "",
                command=named[-1] if named else subject,
                call=_written(before, named, known),
                every=every,
                options=options,
                story=story,
            )
            found.append(replace(told, stream=_stream(told)))
        if len(found) == 1:
            told = _settled(found[0], clause)
            several = _several(clause, told, interface, known)
            yield from (replace(told, command=command) for command in several) if several else (told,)


def _several(clause: list[Span], told: Told, interface: Interface, known: Knowledge) -> list[Command]:
    """The commands that the clause names before the message, where it names more than one."""
    before = clause[: next(n for n, span in enumerate(clause) if span.kind != "text" and span.text == told.text)]
    named = [c for part in before if part.kind == "code" and (c := interface.named(part.text, known))]
    found = list({command.words: command for command in named}.values())
    return found if len(found) > 1 else []


def _written(before: list[Span], named: list[Command], known: Knowledge) -> Call | None:
    """The command line that the sentence writes out before the message."""
    for part in before:
        if part.kind == "code" and named and len(part.text.split()) > 1:
            line = part.text if part.text.split()[0] in known.names else f"{known.name} {part.text}"
            call = read(line, known.names)
            if call and call.words and call.product and len(call.arguments) > len(named[0].words):
                return call
    return None


def _clauses(found: list[Span]) -> Iterator[list[Span]]:
    """The spans of a sentence, cut at semicolons."""
    current: list[Span] = []
    for span in found:
        parts = span.text.split("; ") if span.kind == "text" else [span.text]
        current.append(Span(span.kind, parts[0]))
        for part in parts[1:]:
            yield current
            current = [Span("text", part)]
    yield current


def _is_message(clause: list[Span], number: int, interface: Interface, known: Knowledge) -> bool:
    span = clause[number]
    text = span.text
    if len(re.sub(r"\W", "", text)) < 2 or text.startswith("-") or re.fullmatch(r"std(?:out|err|in)", text):
        return False
    if looks_like_file(text) or re.fullmatch(r"\d{1,3}", text) or words.VERSION.fullmatch(text):
        return False
    gap = clause[number - 1].text if number and clause[number - 1].kind == "text" else ""
    after = clause[number + 1].text if number + 1 < len(clause) else ""
    longer = any(part.kind != "text" and text in part.text for part in clause[number + 1 :])
    goes_on = bool(words.MORE.match(_rest_of(after)) or words.AROUND.match(after))
    if is_error(text) or ALREADY.search(text):
        goes_on = goes_on and not ELIDED.match(after)
        if OR_ELSE.search(gap) and not words.OR.match(after):
            return True
    if words.OR.match(after) or (goes_on and not longer):
        return False
    if interface.named(text, known) and not _says(gap):
        return False
    return _says(gap) or bool(words.PRINTED.match(after) and not words.NOT.search(gap))


def _rest_of(after: str) -> str:
    """The text without what goes on about the outcome: `, changes nothing and exits with 1`."""
    return "" if words.EXIT.search(after) or UNCHANGED.search(after) else after


def _says(gap: str) -> bool:
    """Whether the text ends in a verb of saying, so that what follows is the message, whole."""
    clause = re.split(r"[;:]\s+(?=\w+\s)", gap)[-1]
    verbs = [*words.PRINTS.finditer(clause), *words.SHOWS.finditer(clause), *MESSAGE.finditer(clause)]
    if not verbs:
        return False
    verb = max(verbs, key=lambda found: found.end())
    rest = clause[verb.end() :]
    # "does not print", "no command prints"; but a date that does not exist gives a message, and a report without any
    # entry does
    lead = clause[: verb.start()].rpartition(",")[2].split()
    denied = lead and (NONE_OF.fullmatch(lead[0]) or words.NOT.fullmatch(lead[-1]))
    loose = rest.split()[-1:] and words.PREPOSITION.fullmatch(rest.split()[-1].strip(","))
    return not (denied or loose or len(rest.split()) > 8 or _ONLY_EXAMPLE.search(rest) or words.PARTIAL.search(rest))


def _stream(told: Told) -> str:
    near = re.split(r"[.;]|\b(?:and|und|y|et|e)\b", told.after)[0]
    for text in (near, told.before[-70:]):
        if words.STDERR.search(text):
            return "stderr"
        if words.STDOUT.search(text):
            return "stdout"
    if words.STDERR.search(told.after):
        return "stderr"
    return ""


def _settled(told: Told, clause: list[Span]) -> Told:
    """The message with what the rest of its clause says."""
    text = " ".join(
        f"`{span.text}`" if re.fullmatch(r"\d{1,3}", span.text) else span.text
        for span in clause
        if span.kind == "text" or re.fullmatch(r"\d{1,3}", span.text)
    )
    number = next(n for n, span in enumerate(clause) if span.kind != "text" and span.text == told.text)
    longer = [span.text for span in clause[number + 1 :] if span.kind != "text" and told.text in span.text]
    return replace(
        told, exit=exit_status(text), unchanged=bool(UNCHANGED.search(NOTHING_YET.sub(" ", text))), more=tuple(longer)
    )


def exit_status(text: str) -> int | str | None:
    """The one exit status that the text tells."""
    text = UNCHANGED.sub(" ", text)
    if alone := _STATUS.search(text):
        return int(alone[1])
    found = [m for m in words.EXIT.finditer(text) if not words.NOT.search(" ".join(text[: m.start()].split()[-2:]))]
    statuses = {int(next(group for group in m.groups() if group)) for m in found}
    if len(statuses) == 1:
        return statuses.pop()
    if not statuses and words.EXIT_NONZERO.search(text):
        return "nonzero"
    return None


def label(text: str) -> str:
    """The words before the value at the end of a message: `bad project name: Acme!` gives `bad project name`."""
    return text.rpartition(": ")[0] or text
