"""
Transcripts that lean on data which the document shows: "For the log above with the first line only:" and a fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ....model import Item, Prd
from .. import transcripts
from ..fact import Run
from ..knowledge import Knowledge, whole
from ..markdown import Fence, Sentence, pieces
from .phrases import ABOVE, FIRST_LINE_ONLY
from .store import Store


@dataclass(frozen=True, slots=True)
class Example:
    """A transcript on the stored file, or on none."""

    item: str
    quote: str
    runs: tuple[Run, ...]
    lines: tuple[str, ...] = ()
    """The lines of the stored file before it."""
    fixtures: Mapping[str, str] = field(default_factory=dict)


def shown(prd: Prd, store: Store, known: Knowledge) -> Iterator[Example]:
    """The transcripts whose data the sentence before them names."""
    if not store.file or not store.sample:
        return
    seen: set[str] = set()
    for item in prd.items():
        for text in whole(item)[1:]:
            last = ""
            for piece in pieces(text):
                if isinstance(piece, Sentence):
                    last = piece.text
                elif isinstance(piece, Fence) and piece.text not in seen and _meant(last, store):
                    lines = store.sample[:1] if FIRST_LINE_ONLY.search(last) else store.sample
                    found = transcripts.session(piece, replace(known, stateful=False), ())
                    # an example on data only looks: what it stores would not be told by its first lines
                    if found.runs and not found.missing and all(run.expect for run in found.runs):
                        seen.add(piece.text)
                        content = "".join(f"{line}\n" for line in lines)
                        yield Example(item.id, f"{last}\n{found.quote}", found.runs, lines, {store.file: content})


def _meant(sentence: str, store: Store) -> bool:
    """Whether the sentence points to the sample of the stored file."""
    if not sentence.rstrip().endswith(":") or not ABOVE.search(sentence):
        return False
    stem = store.file.rpartition(".")
    nouns = {
        stem[0],
        stem[2],
        "file",
        "line",
        "lines",
        "data",
        "datei",
        "zeile",
        "zeilen",
        "archivo",
        "fichier",
        "arquivo",
        "log",
        "sample",
    }
    return bool(nouns & set(re.findall(r"[\w-]+", sentence.lower())))


def sessions(items: Iterable[Item], known: Knowledge) -> Iterator[tuple[Run, ...]]:
    """The transcripts that begin in an empty folder and can be run whole."""
    seen: set[str] = set()
    for item in items:
        for text in whole(item)[1:]:
            fences = [piece for piece in pieces(text) if isinstance(piece, Fence)]
            for fence in fences[:1]:  # another goes on where the first ends
                found = transcripts.session(fence, known, ()) if fence.text not in seen else transcripts.Session()
                seen.add(fence.text)
                if found.runs and not found.missing and not transcripts.needs(found.runs):
                    yield found.runs
