"""Files whose content a document gives: under a label, in a transcript, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .calls import looks_like_file
from .lazily import lazy
from .markdown import PROMPT, Fence, Sentence, Span, pieces, spans
from .words import FILE_WORD, GONE, HOLDS, LINES, WRITES_FILE

_GIVEN = lazy(
    r"(?:^|[.:;,]\s+)(?:and\s+|then\s+)?(?:given|for|take|suppose|assume|gegeben|für|angenommen|dado|dada|para|soit|pour)\s+"
    r"(?:(?:the|a|this|die|eine|el|un|la|le|une|o|um)\s+)?(?:(?:file|input|datei|archivo|fichero|fichier|arquivo)\s+)?"
    r"`[^`]+`$",
    re.I,
)
"""The file that is given stands below."""


def fixtures(text: str) -> Iterator[tuple[str, str]]:
    """(name, content) of every file whose content the text gives."""
    for piece in pieces(text):
        if isinstance(piece, Fence):
            yield from fenced(piece)
        elif isinstance(piece, Sentence):
            yield from _inline(piece.text)


def gone(text: str) -> Iterator[str]:
    """Files that a message says are not there: `calc: none.txt: no such file`."""
    for piece in pieces(text):
        if isinstance(piece, Sentence):
            said = [span.text for span in spans(piece.text) if span.kind != "text" and GONE.search(span.text)]
            yield from (word for message in said for word in re.split(r"[\s:'\"]+", message) if looks_like_file(word))


def fenced(fence: Fence) -> Iterator[tuple[str, str]]:
    """(name, content) of the file that the fence is, or of those that it shows."""
    title = re.search(r"(?:title|file(?:name)?)=[\"']?([\w./-]+)", fence.info)
    if title and looks_like_file(title[1]):
        yield title[1], fence.text + "\n"
        return
    transcript = [line for line in fence.text.splitlines() if PROMPT.match(line)]
    if transcript:
        yield from _shown(fence.text)
        return
    label = fence.before.strip()
    names = [span.text for span in spans(label) if span.kind == "code" and looks_like_file(span.text)]
    # `orders.csv`:  or  Given the file `orders.csv` containing:
    after = spans(label)[-1].text if label else ""
    told = bool(_GIVEN.search(label) or HOLDS.search(after)) or (
        label.endswith(":") and (FILE_WORD.search(label) or len(label) < 60)
    )
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
