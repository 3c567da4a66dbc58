"""
What the whole document tells that single sentences lean on: the command's name, fixtures, modules, how to serve.

`study` reads a PRD once; the facts of every item are then read against it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ...model import Item, Prd
from ..vocabulary import NO_COMMANDS, OPENERS, READERS, TOOLS, UNIX, WRITERS
from .calls import looks_like_file
from .lazily import lazy
from .markdown import Fence, Sentence, Span, pieces, spans
from .words import FILE_WORD, HOLDS, LINES, NOT, WRITES_FILE

_COMMAND_WORD = lazy(r"^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$")
_PLACE = lazy(r"^(?:<[^<>]+>|[A-ZÄÖÜ][A-ZÄÖÜ_-]+)(?:\.{3}|…)?$")
_PROMPT = lazy(r"^\s*[$%❯›]\s+(?P<line>\S.*)$")


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
    opens: str = ""
    """The subcommand that others need to have been run; empty where the document demands none."""
    fixtures: Mapping[str, str] = field(default_factory=dict)
    """File name to content, where the document gives one and only one."""
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

    @property
    def names(self) -> frozenset[str]:
        return frozenset((self.name,)) if self.name else frozenset()


def study(prd: Prd) -> Knowledge:
    """What the whole PRD tells."""
    texts = tuple(all_texts(prd))
    lines = [line for text in texts for line in command_lines(text)]
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
    server, port = _service(texts, name)
    return Knowledge(
        name=name,
        verbs=verbs,
        needing=needing,
        opens=_opens(name, verbs, texts),
        stateful=bool(verbs & WRITERS and verbs & (READERS - WRITERS)) or (len(verbs) > 1 and _keeps(texts)),
        fixtures=_unique(pair for text in texts for pair in fixtures(text)),
        imports=_unique(pair for text in texts for pair in _imports(text)),
        package=_package(prd, texts),
        members=_members(prd, texts),
        server=server,
        port=port,
        port_variable=any(re.search(r"(?<![\w$])PORT(?!\w)", text) for text in texts),
    )


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
                if prompt := _PROMPT.match(line):
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


_LAUNCHED = lazy(
    r"^(?:\./(?:bin/)?|python3?\s+-m\s+|python3?\s+(?:\./)?(?:src/)?|node\s+(?:\./)?(?:bin/|src/|dist/)?|npx\s+|uv\s+run\s+|poetry\s+run\s+)"
    r"(?P<name>[a-z][\w-]*)(?:\.(?:py|js|mjs|ts))?(?=\s|$)"
)


def launched(line: str) -> str:
    """The line without what starts the program: `python calc.py add` gives `calc add`."""
    found = _LAUNCHED.match(line)
    return found["name"] + line[found.end() :] if found and found["name"] not in TOOLS else line


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


def fixtures(text: str) -> Iterator[tuple[str, str]]:
    """(name, content) of every file whose content the text gives."""
    for piece in pieces(text):
        if isinstance(piece, Fence):
            yield from _fenced(piece)
        elif isinstance(piece, Sentence):
            yield from _inline(piece.text)


def _fenced(fence: Fence) -> Iterator[tuple[str, str]]:
    title = re.search(r"(?:title|file(?:name)?)=[\"']?([\w./-]+)", fence.info)
    if title and looks_like_file(title[1]):
        yield title[1], fence.text + "\n"
        return
    transcript = [line for line in fence.text.splitlines() if _PROMPT.match(line)]
    if transcript:
        yield from _shown(fence.text)
        return
    label = fence.before.strip()
    names = [span.text for span in spans(label) if span.kind == "code" and looks_like_file(span.text)]
    # `orders.csv`:  or  Given the file `orders.csv` containing:
    after = spans(label)[-1].text if label else ""
    told = (label.endswith(":") and (FILE_WORD.search(label) or len(label) < 60)) or bool(HOLDS.search(after))
    if len(names) == 1 and told and not re.search(r"\b(?:writes?|creates?|outputs?|prints?|produces?)\b", label):
        yield names[0], fence.text + "\n"


def _shown(text: str) -> Iterator[tuple[str, str]]:
    """Files that a transcript shows with `cat` before anything else has run."""
    parts = re.split(r"(?m)^\s*[$%❯›]\s+", text)[1:]
    for part in parts:
        command, _, content = part.partition("\n")
        shown = re.fullmatch(r"cat\s+(\S+)", command.strip())
        if not shown:
            return
        if content.strip() and looks_like_file(shown[1]):
            yield shown[1], content.rstrip("\n") + "\n"


def _inline(sentence: str) -> Iterator[tuple[str, str]]:
    """A file `a.txt` containing `x`."""
    found = spans(sentence)
    if any(WRITES_FILE.search(span.text) for span in found if span.kind == "text"):
        return  # the file comes out
    for place, (name, between) in enumerate(pairwise(found)):
        if name.kind == "code" and looks_like_file(name.text) and HOLDS.search(between.text):
            held = _listed(found[place + 2 :])[: None if LINES.search(between.text) else 1]
            if held:
                yield name.text, "".join(f"{_unescaped(line)}\n" for line in held)


def _listed(found: list[Span]) -> list[str]:
    """The marked texts that the spans begin with: one, or a list up to the one behind its "and"."""
    held = [span.text for span in found[:1] if span.kind != "text"]
    for between, span in zip(found[1::2], found[2::2], strict=False):
        joined = re.fullmatch(r"\s*(?P<comma>,)?\s*(?P<and>and|und|y|e|et)?\s*", between.text)
        if not joined or span.kind == "text":
            return held[:1]
        held.append(span.text)
        if joined["and"]:
            return held
    return held[:1]


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


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


_PORT = lazy(r"(?i)(?:\bport\s+`?|\blocalhost:|\b127\.0\.0\.1:)(\d{2,5})\b")


def _members(prd: Prd, texts: tuple[str, ...]) -> frozenset[str]:
    name = re.escape(prd.slug.replace("-", "_"))
    found = re.compile(rf"\b{name}\.([A-Za-z_]\w*)|`([A-Z][a-z]\w+)(?:`|\()")
    return frozenset(group for text in texts for match in found.findall(text) for group in match if group)


def _package(prd: Prd, texts: tuple[str, ...]) -> str:
    name = prd.slug.replace("-", "_")
    used = re.compile(rf"`{re.escape(name)}\.[A-Za-z_]\w*\(|\b(?:from|import)\s+{re.escape(name)}\b")
    return name if any(used.search(text) for text in texts) else ""


_STARTS = lazy(
    r"^\W*(?:starts?|launches|runs the|startet|inicia|arranca|démarre|lance|iniciar)\b"
    r"|\b(?:started|starten|gestartet) (?:with|by|mit)\b",
    re.I,
)


def _starting(text: str, name: str) -> Iterator[str]:
    """Command lines of the product that start a service: by their verb, by what is said of them, or by a port."""
    for line in re.findall(r"`([^`\n]+)`", text) if name else ():
        words = launched(line).split()
        if words[:1] != [name]:
            continue
        told = text.partition(f"`{line}`")[2][:40]
        serves = len(words) > 1 and words[1] in ("serve", "server", "start", "run", "up")
        if serves or _STARTS.search(told) or re.search(r"--port[= ]\d", line):
            yield launched(line)


_STARTED_WITH = lazy(
    r"(?i:\b(?:started|starten|gestartet|start it|starts?|run it|arranca|inicia|démarre)\s+(?:with|by|mit|con|avec|com)"
    r"(?: the command)?:?)\s+`((?:node|python3?|ruby|deno run|bun|php) (?!-)[\w./-]+(?: [^`\n]+)?"
    r"|\./[\w./-]+(?: [^`\n]+)?)`"
)
"""The service is started with a program of the repository that has no name of its own."""


def _service(texts: tuple[str, ...], name: str) -> tuple[str, int]:
    """The command line that starts the service, and its port."""
    lines = [line for text in texts for line in _starting(text, name)]
    lines += [line for text in texts for line in _STARTED_WITH.findall(text)]
    # the same command stands in examples of wrong use too; the one with a port, or without anything, is the right one
    line = next((line for line in lines if re.search(r"\b\d{2,5}\b", line) or len(line.split()) == 2), "")
    ports = {int(number) for text in texts for number in _PORT.findall(text)}
    return line, ports.pop() if len(ports) == 1 else 0


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Name to value, without the names that have two different values."""
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        found.setdefault(name, set()).add(value)
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
