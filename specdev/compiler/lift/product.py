"""What the document says about the product as a whole: its name, one sentence about it, its folder's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from ...document import Document, Section
from ..lexicon import Lexicon
from ..words import fold, words
from .markup import clip, plain, sentences
from .wording import Wording

# What kind of document it is, as titles say it: no part of the product's name.
_KINDS = (
    r"(?:(?:software|hardware|system|product|project|technical|business|user|functional|feature) )*"
    r"(?:requirements?(?: (?:specifications?|documents?|spec|list))?|specifications?|spec)"
    r"(?: \((?:prd|srs|brd|hrs)\))?|"
    r"prd|srs|brd|(?:product |project )?vision(?: document| statement)?|(?:the )?goals|design principles|user stories|"
    r"rfc|design doc(?:ument)?|(?:product|project) brief|scoping document|moscow(?: prioriti[sz]ation)?|"
    r"lastenheft|pflichtenheft|lasten- und pflichtenheft|anforderungen|anforderungsdokument|anforderungsspezifikation|"
    r"requisitos|requerimientos|especificaci[oó]n(?: de requisitos)?|documento de requisitos|"
    r"cahier des charges|exigences|sp[eé]cifications? fonctionnelles?|requisiti|documento dei requisiti|"
    r"(?:产品)?(?:需求文档|需求说明书)|要件定義書?"
)
_JOINED = r"lastenheft|pflichtenheft|requisiti|requisitos|cahier des charges|specification|prd|srs"
_BEFORE = re.compile(
    rf"^(?:(?:{_KINDS})\s*(?:[:：–—|-]|\bfor\b|\bfür\b|\bpara\b|\bpour\b|\bdi\b|\bde\b|\bdel\b)\s*)+", re.IGNORECASE
)
_BEFORE_NAME = re.compile(rf"^(?i:[\w ]{{0,30}}?\b(?:{_JOINED}))\s+(?=[A-Z0-9][\w-]*)")
_BEHIND = re.compile(rf"(?:^|\s*[\s:：–—|(-]\s*)(?:{_KINDS})\)?\s*$|(?:产品)?(?:需求文档|需求说明书)$", re.IGNORECASE)
_SUBTITLE = re.compile(rf"^(?P<name>.+?)\s+(?:{_KINDS})\s*[:：–—].*$", re.IGNORECASE)
_ONLY_KIND = re.compile(rf"(?:the )?(?:{_KINDS})", re.IGNORECASE)
_VERSION = re.compile(r"\s*[-–—(]?\s*\bv?\d+(?:\.\d+)+\)?\s*$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:(?i:the|die|der|das|el|la|le) )?(?P<name>[A-ZÄÖÜ0-9][\w.+'-]*(?: [A-Z][\w.+'-]*){0,3})(?: \([^)]*\))?"
    r"(?: (?i:project|projekt|app))? (?:is|ist|es|est|é|è|has|provides|helps|lets|allows) "
)
_NO_NAME = frozenset(
    {"this", "it", "dieses", "dies", "hier", "here", "there", "what", "goal", "ziel", "these", "users", "es"}
)


def name(document: Document, title: Section | None, lexicon: Lexicon) -> str:
    """The product's name: of the title, else the subject of the first sentence, else of the file."""
    for heading in _titles(document, title):
        bare = _strip(heading)
        said = lexicon.roles.whole(words(bare), bare) if bare == plain(heading) else None
        if title is not None and heading != plain(title.raw):
            said = lexicon.roles.find(words(bare), bare)
        if words(bare) and not said and not _ONLY_KIND.fullmatch(heading) and not _ONLY_KIND.fullmatch(bare):
            return clip(bare, 100)
    for text in _paragraphs(document):
        found = _SUBJECT.match(plain(text))
        if found and fold(found["name"].split()[0]) not in _NO_NAME:
            return clip(found["name"].strip(), 100)
    return _of_file(document.path)


def _of_file(path: str) -> str:
    stem = re.sub(r"^\d+[-_. ]+", "", PurePosixPath(path).stem).replace("_", " ").replace("-", " ").strip()
    return _strip(stem) or stem or "product"


def _titles(document: Document, title: Section | None) -> list[str]:
    """The title, and the heading directly below it: some write the kind of document first and then the name."""
    if title is None:
        return [document.title] if document.title else []
    below = title.sections[0].title if title.sections and not title.blocks else ""
    return [plain(title.raw) or title.title, *([below] if below and _ONLY_KIND.fullmatch(plain(title.raw)) else [])]


def _strip(heading: str) -> str:
    text = re.sub(r"^[^\w`\"'(]+", "", plain(heading))
    if not _BEFORE.match(text) and (subtitle := _SUBTITLE.match(text)):
        text = subtitle["name"]
    for _ in range(3):
        shorter = _BEFORE_NAME.sub("", _VERSION.sub("", _BEHIND.sub("", _BEFORE.sub("", text)))).strip(" :：–—-")
        if shorter == text:
            break
        text = shorter
    return re.sub(r"^the ", "", text, flags=re.IGNORECASE) if text != plain(heading) else text


def _paragraphs(document: Document) -> list[str]:
    return [b.text for s in document.root.walk() for b in s.blocks if b.kind == "paragraph"][:12]


_PICTURES = re.compile(r"(?:!?\[!?\[?[^\]\n]*\](?:\([^()\n]*\))?\]?(?:\([^()\n]*\))?\s*)+")


def summary(document: Document, wording: Wording, product: str) -> str:
    """
    The first one or two sentences that say what the product is; empty where none does.

    What stands above all other headings says it best; further below a sentence with the product's name does.
    """
    title = document.root.sections[0] if len(document.root.sections) == 1 else document.root
    opening = [b.text for b in (*document.root.blocks, *title.blocks) if b.kind == "paragraph"]
    named, other = _telling(opening, wording, fold(product))
    if named or other:
        return named or other
    named, other = _telling(_paragraphs(document), wording, fold(product))
    return named or other


def _telling(texts: Iterable[str], wording: Wording, product: str) -> tuple[str, str]:
    """(the first paragraph that begins with a sentence that names the product, the first that says anything)."""
    best = ""
    for text in texts:
        found = [plain(s.text) for s in sentences(text)][:2]
        if not found or wording.introduces(text) or wording.metadata(text) or wording.placeholder(text):
            continue
        if _PICTURES.fullmatch(text):
            continue
        joined = clip(" ".join(found), 400)
        if product in fold(found[0]) and len(words(found[0])) > 2:
            return joined, best
        if not best and len(words(found[0])) > 4 and not wording.speaks_of_itself(found[0]):
            best = joined
    return "", best


def slug_of(product: str, path: str) -> str:
    """A folder's name: lower-case ASCII letters, digits and hyphens, at most 60 characters."""
    for text in (product, _of_file(path), PurePosixPath(path).stem):
        ascii_ = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")[:60].strip("-")
        if slug:
            return slug
    return "product"
