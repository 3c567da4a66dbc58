"""Markdown in running text: what a reader sees of it, its sentences, its leading label."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

_LINK = re.compile(r"!?\[([^\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<!--.*?-->", re.DOTALL)
_STARS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~")
_CODE = re.compile(r"`+[^`\n]*`+")
_MARKED = re.compile(r"[\[<*_~\\&]")
_PRIVATE = 0xF0000
"""The first character of Unicode's plane for private use, which stands in for code while marks are removed."""
_LONG = 65_000
"""Characters; a text that is shorter has no more code spans than that plane has characters."""
_STANDIN = re.compile("[\U000f0000-\U000ffffd]")
_CONDITIONS = (
    "when ",
    "if ",
    "for ",
    "with",
    "where ",
    "wenn ",
    "falls ",
    "bei ",
    "mit ",
    "ohne ",
    "si ",
    "cuando ",
    "sin ",
)
"""With these a sentence begins whose first clause does not say what happens."""
_CLAUSE_WORDS = 4  # words that make a clause tell something
_REMEMBERED = 16384  # texts: one is asked for a dozen times while it is read, then never again

_SYMBOLS = (
    "\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3"
    "\U0001f000-\U0001faff"
)
LEADING_SYMBOLS = re.compile(rf"^(?:[{_SYMBOLS}•·‣◦▪–—]\s*)+")
"""Emoji, arrows, bullets and dashes at the start of a line."""


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """`text` as one line without Markdown's marks; code keeps all its characters."""
    if "`" in text and len(text) < _LONG and _MARKED.search(text) and not _STANDIN.search(text):
        codes = _CODE.findall(text)
        places = count(_PRIVATE)
        text = _bare(_CODE.sub(lambda _: chr(next(places)), text))
        text = _STANDIN.sub(lambda found: codes[ord(found[0]) - _PRIVATE].strip("`"), text)
    else:
        text = _bare(text)
    return " ".join(text.split())


def _bare(text: str) -> str:
    """`text` without the marks of Markdown."""
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "*" in text or "_" in text or "~" in text:
        text = _STARS.sub("", text)
    if "`" in text or "\\" in text:
        text = text.replace("`", "").replace("\\", "")
    return html.unescape(text) if "&" in text else text


def clip(text: str, limit: int = 80) -> str:
    """The first words of `text`, at most `limit` characters, with an ellipsis where something is cut."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–-(") + "…"


_WORD = re.compile(r"`[^`]*`\S*|\S+")
_CLAUSE = (",", ";", ":", "，", "、", "；", "：")


def clip_words(text: str, limit: int) -> str:
    """
    The first clause, or the first words, of a sentence with its code spans: at most `limit` characters without marks.

    No code span is cut, unless it is all there is.
    """
    whole = plain(text).rstrip(" .。;:：")
    if len(whole) <= limit:
        return whole
    taken: list[str] = []
    clause = size = 0
    for word in _WORD.findall(text):
        size += len(plain(word)) + 1
        if size > limit:
            break
        taken.append(word)
        if word.endswith(_CLAUSE) and len(taken) >= _CLAUSE_WORDS:
            clause = len(taken)
    if clause and not text.lower().startswith(_CONDITIONS):
        return plain(" ".join(taken[:clause])).rstrip(" ,;:，、；：")
    return plain(" ".join(taken)).rstrip(" ,;:–-(") + "…" if taken else clip(whole, limit)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph; `first` and `last` are its lines, counted from 0 within the paragraph."""

    text: str
    first: int
    last: int


# A stop, its closing marks, then white space before what can begin a sentence; or a full stop of Chinese or Japanese.
_STOP = re.compile(r"[.!?…][\"'”’»)\]*_`]*(?=\s+[\"'“‘«(\[*_`¿¡]*[^\W_a-zà-ÿ]|\s*$)|[。！？][”’」』）*]*", re.MULTILINE)
_EDGE = re.compile(r"[\s(\[*_\"'“„]")
_LETTER = re.compile(r"\w")
_ANY_STOP = re.compile(r"[.!?…。！？]")
_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "i.e",
        "etc",
        "vs",
        "approx",
        "cf",
        "ca",
        "no",
        "nr",
        "fig",
        "sec",
        "al",
        "resp",
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "bzw",
        "z.b",
        "z.b.",
        "d.h",
        "u.a",
        "usw",
        "vgl",
        "ggf",
        "evtl",
        "inkl",
        "exkl",
        "max",
        "min",
        "abb",
        "bsp",
        "sog",
        "tel",
        "ev",
        "p.ej",
        "ej",
        "art",
        "pág",
        "pag",
        "núm",
        "num",
        "sr",
        "sra",
        "dna",
        "par",
        "p.ex",
        "ex",
        "env",
        "bv",
        "d.w.z",
        "bijv",
        "blz",
        "np",
        "tzn",
        "itp",
        "tj",
        "napr",
        "mj",
        "atd",
        "tzv",
        "örn",
        "vb",
    ]
)


@lru_cache(maxsize=_REMEMBERED)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order, with their lines; abbreviations and code do not end one."""
    if not _ANY_STOP.search(text, 0, len(text) - 1):
        only: list[Sentence] = []
        _add(only, text, 0, len(text))
        return tuple(only)
    masked = _CODE.sub(lambda m: "X" * len(m.group()), text) if "`" in text else text
    found: list[Sentence] = []
    start = 0
    for stop in _STOP.finditer(masked):
        if masked[stop.start()] == "." and _abbreviated(masked, start, stop.start()):
            continue
        _add(found, text, start, stop.end())
        start = stop.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _abbreviated(text: str, start: int, stop: int) -> bool:
    """Is the full stop at `stop` part of an abbreviation, of an initial or of a list number?"""
    word = _EDGE.split(text[max(start, stop - 14) : stop])[-1].lower()
    if word in _ABBREVIATIONS:
        return True
    if len(word) == 1 and word.isalpha():
        return True
    return word.isdigit() and text[start:stop].strip().isdigit()


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if not body or not _LETTER.search(body):
        return
    begin = start + len(piece) - len(piece.lstrip())
    first = text.count("\n", 0, begin)
    found.append(Sentence(body, first, first + body.count("\n")))


@dataclass(frozen=True, slots=True)
class Label:
    """A leading label: "**Goal**: Deliver it" has `name` "Goal" and `rest` "Deliver it"."""

    name: str
    rest: str
    bold: bool


_BOLD_LABEL = re.compile(
    r"^(?:\*\*|__)(?P<name>[^*\n]{1,90}?)\s*(?:(?P<in>[:：])\s*(?:\*\*|__)|(?:\*\*|__)\s*(?P<out>[:：–—-]|\s→)?)\s*(?P<rest>.*)$",
    re.DOTALL,
)
_ITALIC_LABEL = re.compile(r"^[*_](?P<name>[^*_\n]{1,60}?)(?:[:：][*_]|[*_]\s*[:：])\s*(?P<rest>.*)$", re.DOTALL)
_PLAIN_LABEL = re.compile(r"^(?P<name>[^\s:：.!?`|\d][^:：.!?`|\n]{0,60}?)[:：](?=\s|$)\s*(?P<rest>.*)$", re.DOTALL)
_NAME = 64  # characters within which the colon behind a label stands
_WIDE_LABEL = re.compile(r"^(?P<name>[^\s:：。`|\n]{1,16})：\s*(?P<rest>.*)$", re.DOTALL)


def label(text: str) -> Label | None:
    """The label that `text` begins with, bold or followed by a colon; None where there is none."""
    if not text.startswith(("*", "_")) and ":" not in text[:_NAME] and "：" not in text[:_NAME]:
        return None
    return _label(text)


@lru_cache(maxsize=_REMEMBERED)
def _label(text: str) -> Label | None:
    if text.startswith(("**", "__")):
        found = _BOLD_LABEL.match(text)
        if found and (found["in"] or found["out"] or not found["rest"] or len(found["name"].split()) <= 6):
            return Label(plain(found["name"]).rstrip(":："), found["rest"], True)
        return None
    if text.startswith(("*", "_")) and (found := _ITALIC_LABEL.match(text)):
        return Label(plain(found["name"]), found["rest"], True)
    found = _WIDE_LABEL.match(text) or _PLAIN_LABEL.match(text)
    if found and len(found["name"].split()) <= 7:
        return Label(plain(found["name"]), found["rest"], False)
    return None
