"""
What the product stores, where a person can read it: the file, its lines and their fields.

    Stint keeps one line for each stint in the file `stint.log` in the current folder. The option `--file PATH`
    names another file. A line holds start, end, project and note, separated by single tabs:
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..calls import looks_like_file
from ..lazily import lazy
from ..markdown import Fence, Sentence, pieces, spans
from .interface import Interface
from .phrases import (
    CURRENT_FOLDER,
    HEADER,
    KEEPS,
    LINE_HOLDS,
    OTHER_FILE,
    OUTPUT_FILE,
    SEPARATED,
    SEPARATORS,
)

_HOME = lazy(r"(?i)\bhome\b|~/|\bXDG|\$HOME|\bheimat|\bbenutzerverzeichnis")
_MARK = lazy(r"^\W*(?:an? |the |eine?r? |el |la |une? |um |uma )?(?P<word>[\w-]+) .*$", re.I)


@dataclass(frozen=True, slots=True)
class Store:
    """The file in which the product keeps what it is told."""

    file: str = ""
    """Its name in the working folder; empty where it is not told or stands elsewhere."""
    option: str = ""
    """The option that names another file."""
    fields: tuple[str, ...] = ()
    """What stands in a line, in lower case; empty where it is not told."""
    separator: str = ""
    sample: tuple[str, ...] = ()
    """Lines of it that the document shows."""
    item: str = ""
    """The item that shows them."""
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Word to (field, value): a running one has `-` as its end."""

    def cells(self, line: str) -> dict[str, str]:
        """Field to value of a line; empty where it has another form."""
        cells = line.split(self.separator) if self.separator else []
        return dict(zip(self.fields, cells, strict=True)) if len(cells) == len(self.fields) else {}

    def line(self, cells: Mapping[str, str]) -> str:
        return self.separator.join(cells.get(name, "") for name in self.fields)

    def marked(self, word: str) -> list[str]:
        """The sample's lines that the word is said of."""
        name, value = self.marks.get(word, ("", ""))
        return [line for line in self.sample if name and self.cells(line).get(name) == value]


def study(interface: Interface, texts: Callable[[], Iterator[tuple[str, str]]]) -> Store:
    """What the document tells of the stored file; `texts` gives (item, text), in order."""
    files: dict[str, bool] = {}
    option = ""
    shapes: dict[tuple[tuple[str, ...], str, tuple[str, ...]], str] = {}
    sentences: list[str] = []
    for item, text in texts():
        last = ""
        for piece in pieces(text):
            if isinstance(piece, Sentence):
                last = piece.text
                sentences.append(last)
                files |= dict.fromkeys(_file(last), True)
                option = option or _option(last)
            elif isinstance(piece, Fence) and (shape := _shape(last, piece)):
                shapes.setdefault(shape, item)
    file = next(iter(files)) if len(files) == 1 else ""
    if len(shapes) != 1:
        return Store(file, option)
    (fields, separator, sample), item = next(iter(shapes.items()))
    store = Store(file, option, fields, separator, sample, item)
    return Store(file, option, fields, separator, sample, item, dict(_marks(sentences, store)))


def _file(sentence: str) -> Iterator[str]:
    """The stored file that a sentence names, where it stands in the working folder."""
    found = spans(sentence)
    names = [span.text for span in found if span.kind == "code" and looks_like_file(span.text.lstrip("."))]
    text = " ".join(span.text for span in found if span.kind == "text")
    if (
        len(names) == 1
        and "/" not in names[0].removeprefix("./")
        and KEEPS.search(text)
        and CURRENT_FOLDER.search(text)
    ) and not (_HOME.search(sentence) or OUTPUT_FILE.search(text)):
        yield names[0].removeprefix("./")


def _option(sentence: str) -> str:
    found = spans(sentence)
    text = " ".join(span.text for span in found if span.kind == "text")
    names = [m[1] for span in found if span.kind == "code" and (m := re.match(r"^(--?[\w-]+)[ =]\S+$", span.text))]
    return names[0] if len(names) == 1 and OTHER_FILE.search(text) else ""


def _shape(sentence: str, fence: Fence) -> tuple[tuple[str, ...], str, tuple[str, ...]] | None:
    """(fields, separator, lines) where the sentence says what a line holds and the fence shows some."""
    held = LINE_HOLDS.search(sentence)
    separated = SEPARATED.search(sentence)
    if not held or not separated or HEADER.search(sentence) or re.match(r"^\s*[$%❯›]\s", fence.text):
        return None
    separator = next((mark for mark, words in SEPARATORS if words.search(sentence)), "")
    listed = sentence[held.end() : separated.start()] if held.end() < separated.start() else sentence[held.end() :]
    listed = re.sub(r"\b(?:an?|the|its|der|die|das|den|dem|ein\w*|el|la|los|un[ae]?|le|les|o|os|um[a]?)\b", " ", listed)
    names = re.split(r",|\b(?:and|und|y|e|et)\b|[()`:]", listed)
    fields = tuple(" ".join(name.split()).lower() for name in names if name.strip(" .:"))
    lines = tuple(line for line in fence.text.split("\n") if line.strip())
    if lines and [cell.strip().lower() for cell in lines[0].split(separator or None)] == list(fields):
        return None  # the first line is no entry
    if separator and len(fields) > 1 and lines and all(len(line.split(separator)) == len(fields) for line in lines):
        return fields, separator, lines
    return None


def _marks(sentences: list[str], store: Store) -> Iterator[tuple[str, tuple[str, str]]]:
    """A running stint has `-` as its end."""
    values = {(name, value) for line in store.sample for name, value in store.cells(line).items()}
    for sentence in sentences:
        codes = [span.text for span in spans(sentence) if span.kind == "code"]
        word = _MARK.match(sentence.split("`")[0])
        behind = sentence.rpartition("`")[2].lower()
        if word and len(codes) == 1:
            for name, value in values:
                if value == codes[0] and re.search(rf"\b{re.escape(name)}\b", behind):
                    yield word["word"].lower(), (name, value)
