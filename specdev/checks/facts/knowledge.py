"""
What the whole document tells that single sentences lean on: the command's name, fixtures, modules, how to serve.

`study` reads a PRD once; the facts of every item are then read against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...model import Item, Prd
from ..vocabulary import NO_COMMANDS, OPENERS, READERS, TOOLS, UNIX, WRITERS
from . import today
from .fixtures import fixtures, gone
from .lazily import lazy
from .markdown import PROMPT, Fence, Sentence, pieces, spans
from .memory import remembers
from .serving import launched, service
from .today import Today
from .words import CONDITION, LACKING, NOT, STDIN

_COMMAND_WORD = lazy(r"^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$")
_PLACE = lazy(r"^(?:<[^<>]+>|[A-ZÄÖÜ][A-ZÄÖÜ_-]+)(?:\.{3}|…)?$")


CODE = lazy(r"`|~~~| {4}|\t")
"""What a text has that holds code at all: a span, a fence, an indented block."""
_BETWEEN = "\n\0\n"
"""Stands between texts that are searched as one; no pattern goes across it."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known about the product from the whole PRD."""

    name: str = ""
    """The product's command, as the document writes it; empty where it has none."""
    verbs: frozenset[str] = frozenset()
    """Its subcommands, as far as the document runs them."""
    needing: frozenset[str] = frozenset()
    """Those of them that the document writes with a place for an argument: add TEXT."""
    stateful: bool = False
    """Commands store something that other commands read."""
    filters: bool = False
    """The document feeds its name alone, through a pipe or from a file: `cat a.txt | calc`."""
    reads: bool = False
    """What it works on is its standard input, whichever options it is given."""
    opens: str = ""
    """The subcommand that others need to have been run; empty where the document demands none."""
    fixtures: Mapping[str, str] = field(default_factory=dict)
    """File name to content, where the document gives one and only one."""
    gone: frozenset[str] = frozenset()
    """Files that a message of the document says are not there."""
    imports: Mapping[str, str] = field(default_factory=dict)
    """Name to the Python import statement that brings it."""
    package: str = ""
    """The Python package whose names the document uses with it (`ledger.parse`) or imports; empty where it does not."""
    members: frozenset[str] = frozenset()
    """Names that it has: those that stand behind its name, and those of classes that the document makes or raises."""
    server: str = ""
    """The command line that starts the service, as the document writes it."""
    port: int = 0
    """The port that the document gives it; 0 where it gives none."""
    port_variable: bool = False
    """The environment variable PORT tells it its port."""
    today: Today = field(default_factory=Today)
    """The environment variable that tells it what day it is."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,)) if self.name else frozenset()


def study(prd: Prd) -> Knowledge:
    """What the whole PRD tells."""
    texts = tuple(dict.fromkeys(text for text in all_texts(prd) if text.strip()))
    coded = tuple(text for text in texts if CODE.search(text))
    whole_text = _BETWEEN.join(texts)
    lines = [line for text in coded for line in command_lines(text)]
    lines += list(dict.fromkeys(item.section[-1] for item in prd.items() if item.section))
    name = _name(prd, lines, texts)
    verbs = frozenset(
        words[1].lower()
        for line in _programs(lines)
        if (words := launched(line).split())[:1] == [name] and len(words) > 1 and words[1].isalpha()
    )
    needing = frozenset(
        words[1].lower()
        for line in _programs(lines)
        if (words := launched(line).split())[:1] == [name] and len(words) > 2 and _PLACE.match(words[2])
    )
    server, port = service(coded, whole_text, name)
    return Knowledge(
        name=name,
        verbs=verbs,
        needing=needing,
        filters=_filters(lines, name),
        reads=not verbs and _reads(texts, name),
        opens=_opens(name, verbs, texts),
        stateful=_keeps_from_verbs(verbs)
        or (len(verbs) > 1 and _keeps(texts))
        or bool(_DOUBLE.search(whole_text))
        or any(remembers(text, name) for text in coded),
        fixtures=_unique(pair for text in coded for pair in fixtures(text)),
        gone=frozenset(file for text in coded for file in gone(text)),
        imports=_unique(_imports(whole_text)),
        package=_package(prd, whole_text),
        members=_members(prd, whole_text),
        server=server,
        port=port,
        port_variable=bool(re.search(r"(?<![\w$])PORT(?!\w)", whole_text)),
        today=today.study(texts),
    )


def _filters(lines: list[str], name: str) -> bool:
    """Whether the document runs the product at the end of a pipe, or on a file that is its standard input."""
    run = re.compile(rf"\|\s*{re.escape(name)}$|^{re.escape(name)}\s*<\s*\S+$")
    return bool(name) and any(run.search(line.strip()) for line in lines)


_READS = lazy(r"\b(?:reads?|takes|liest|lee|lit|lê)\b", re.I)


def _reads(texts: tuple[str, ...], name: str) -> bool:
    """Whether a sentence says that the product reads its standard input, without a condition: "It reads stdin"."""
    told = re.compile(rf"^\W*(?:It|Es|Il|Ele|Elle|(?:The|Das|El|Le|O) \w+|{re.escape(name)})\b", re.I)
    sentences = (piece.text for text in texts for piece in pieces(text) if isinstance(piece, Sentence))
    return any(
        STDIN.search(sentence) and _READS.search(sentence) and told.match(sentence)
        for sentence in sentences
        if not (
            CONDITION.search(sentence)
            or LACKING.search(sentence)
            or NOT.search(sentence)
            or _OTHERWISE.search(sentence)
        )
    )


_OTHERWISE = lazy(r"\b(?:or|oder|o|u|ou|else|can|may|also|kann|auch|puede|peut|pode|`-`)\b", re.I)


def _keeps_from_verbs(verbs: frozenset[str]) -> bool:
    """Whether some subcommands store what others show."""
    return bool(verbs & WRITERS and verbs & (READERS - WRITERS))


def whole(item: Item) -> tuple[str, ...]:
    """The texts of one item: what leads to it, its statement with detail, and each criterion."""
    return (item.lead, f"{item.text}\n\n{item.detail}", *(criterion.text for criterion in item.acceptance))


def all_texts(prd: Prd) -> Iterator[str]:
    """Every text of the PRD, those that were read and not lifted at the end."""
    yield prd.summary
    for item in prd.items():
        yield from whole(item)
    # a label and its fence are blocks of their own
    yield "\n\n".join(block.text for block in prd.context)


def command_lines(text: str) -> Iterator[str]:
    """Whatever may be a command line: prompt lines of fences, and code spans of two words or more."""
    for piece in pieces(text):
        if isinstance(piece, Fence):
            for line in piece.text.splitlines():
                if prompt := PROMPT.match(line):
                    yield prompt["line"]
                elif piece.info.split()[:1] and piece.info.split()[0] in ("sh", "bash", "shell", "console", "zsh"):
                    yield line.strip()
        elif isinstance(piece, Sentence):
            for span in spans(piece.text):
                if span.kind == "code" and " " in span.text:
                    yield span.text
        else:
            for row in piece.rows:
                yield from (s.text for cell in row for s in spans(cell) if s.kind == "code" and " " in s.text)


def _programs(lines: list[str]) -> Iterator[str]:
    """The command lines, each program of a pipe by itself, without variables that are set before it."""
    for line in lines:
        for part in line.split(" | "):
            yield re.sub(r"^(?:[A-Z_][A-Z0-9_]*=\S*\s+)+", "", part.strip())


def _name(prd: Prd, lines: list[str], texts: tuple[str, ...]) -> str:
    """The product's command: what its name says, where it is used so; else the program that is run by far the most."""
    first = Counter(
        words[0]
        for line in _programs(lines)
        if (words := launched(line).split())
        and _COMMAND_WORD.match(words[0])
        and words[0] not in UNIX | TOOLS | NO_COMMANDS
    )
    plain = re.sub(r"[^a-z0-9]+", "-", prd.product.lower()).strip("-")
    for candidate in (prd.slug, plain, plain.replace("-", ""), plain.replace("-", "_"), plain.split("-")[0]):
        if first[candidate]:
            return candidate
    ranked = first.most_common(2)
    clear = bool(ranked) and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1])
    # a word that begins many code spans is a command where the document also shows it at a prompt or speaks of it
    if clear:
        name = re.escape(ranked[0][0])
        shown = re.compile(rf"(?m)^\s*[$%❯›]\s+{name}\b|`{name}`")
        return ranked[0][0] if any(shown.search(text) for text in texts) else ""
    return ""


_DOUBLE = lazy(r"`[^`]*\balready an? [\w-]+: \S+`", re.I)
"""The message about something of a kind that is there already."""
_KEEPING = lazy(
    r"\b(?:keeps?|kept|stores?|stored|saves?|saved|remembers?|persists?|persisted|records?|recorded|speichert|gespeichert|"
    r"merkt|behält|abgelegt|guarda[n]?|guardad[oa]s?|almacena[n]?|recuerda|enregistre|stocke|conserve|retient|armazena|"
    r"salva|lembra)\b",
    re.I,
)
_PLACE_KEPT = lazy(
    r"\b(?:files?|folder|directory|database|disk|list|datei|ordner|datenbank|liste|archivo|fichero|carpeta|lista|fichier|"
    r"dossier|arquivo|pasta)\b",
    re.I,
)


def _keeps(texts: tuple[str, ...]) -> bool:
    """Whether the document says that something is kept in a place from one command to the next."""
    sentences = (piece.text for text in texts for piece in pieces(text) if isinstance(piece, Sentence))
    return any(
        _KEEPING.search(sentence) and _PLACE_KEPT.search(sentence) and not NOT.search(sentence)
        for sentence in sentences
    )


_DEMANDS = lazy(
    r"\b(?:needs?|requires?|must|first|before|without|run|braucht|brauchen|zuerst|vorher|erst|ohne|necesitan?|primero|"
    r"sin|d['’]abord|avant|sans|precisam?|primeiro|antes|sem)\b",
    re.I,
)


def _opens(name: str, verbs: frozenset[str], texts: tuple[str, ...]) -> str:
    """The subcommand that the document says others need: "every command but `init` needs the file"."""
    for verb in sorted(verbs & OPENERS):
        written = re.compile(rf"`(?:{re.escape(name)} )?{verb}`|\brun {re.escape(name)} {verb}\b")
        bare = re.compile(rf"(?m)(?:`|^[$ ]*){re.escape(name)} {verb}(?:`|\s*$)")
        sentences = [piece.text for text in texts for piece in pieces(text) if isinstance(piece, Sentence)]
        named = [sentence for sentence in sentences if written.search(sentence)]
        demanded = any(_DEMANDS.search(written.sub("", sentence)) for sentence in named)
        if demanded and any(bare.search(text) for text in texts):
            return verb
    return ""


_IMPORT = lazy(r"(?m)(?:^(?:>>>)?[ \t]*|`)(?P<statement>(?:from[ ]+[\w.]+[ ]+)?import[ ]+[\w., ]+?)(?:`|[ \t]*$)")


def _imports(text: str) -> Iterator[tuple[str, str]]:
    for found in _IMPORT.finditer(text):
        statement = " ".join(found["statement"].split())
        names = statement.partition("import ")[2]
        for name in names.split(","):
            yield name.split(" as ")[-1].strip(), statement


def _members(prd: Prd, text: str) -> frozenset[str]:
    name = re.escape(prd.slug.replace("-", "_"))
    found = re.compile(rf"\b{name}\.([A-Za-z_]\w*)|`([A-Z][a-z]\w+)(?:`|\()")
    return frozenset(group for match in found.findall(text) for group in match if group)


def _package(prd: Prd, text: str) -> str:
    name = prd.slug.replace("-", "_")
    used = re.compile(rf"`{re.escape(name)}\.[A-Za-z_]\w*\(|\b(?:from|import)\s+{re.escape(name)}\b")
    return name if used.search(text) else ""


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Name to value, without the names that have two different values."""
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        found.setdefault(name, set()).add(value)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
