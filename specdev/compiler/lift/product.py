"""What the document says about the product as a whole: its name, one sentence about it, its folder's name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from ...document import Document, Section
from ..lexicon import Lexicon, fold, words
from .markup import clip, plain, sentences
from .roles import Roles

_KINDS = (
    r"(?:software |system |product |project |technical |business |user )?requirements?(?: specifications?| documents?| spec)?(?: \((?:prd|srs|brd)\))?|"
    r"product requirements? documents?|prd|srs|brd|feature specifications?|feature spec|specifications?|spec|vision(?: document| statement)?|"
    r"product vision|project vision|rfc|design doc(?:ument)?|product brief|project brief|lastenheft|pflichtenheft|anforderungen|"
    r"anforderungsdokument|anforderungsspezifikation|lasten- und pflichtenheft|requisitos|especificaci[oó]n(?: de requisitos)?|"
    r"documento de requisitos|cahier des charges|exigences|sp[eé]cifications? fonctionnelles?|requisiti|documento dei requisiti|"
    r"产品需求文档|需求文档|需求说明书|要件定義書?|scoping document"
)
_BEFORE = re.compile(
    rf"^(?:(?:{_KINDS})\s*(?:[:：–—|-]|\bfor\b|\bfür\b|\bpara\b|\bpour\b|\bdi\b|\bde\b|\bdel\b)\s*)+", re.IGNORECASE
)
_BEHIND = re.compile(
    rf"\s*[\s:：–—|(-]\s*(?:{_KINDS})\s*(?:\((?:prd|srs|brd)\))?\)?\s*$|(?:产品)?(?:需求文档|需求说明书)$|要件定義書?$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\s*[-–—(]?\s*\bv?\d+(?:\.\d+)+\)?\s*$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:\*\*|__)?(?:the |die |der |das |el |la |le )?(?P<name>[A-ZÄÖÜ0-9][\w.+'-]*(?: [A-Z][\w.+'-]*){0,3})(?:\*\*|__)?(?: \([^)]*\))? (?:project |projekt )?(?:is|ist|es|est|é|è|has|provides|helps|lets|allows) ",
    re.IGNORECASE,
)
_CJK_NAME = re.compile(r"[^A-Za-z0-9]+")


def name(document: Document, title: Section | None, lexicon: Lexicon) -> str:
    """The product's name: the title without what kind of document it is, else the subject of the first sentence, else the file's name."""
    for heading in _titles(document, title):
        bare = _strip(heading)
        if words(bare) and not Roles(lexicon).of(bare) and not re.fullmatch(rf"(?:{_KINDS})", bare, re.IGNORECASE):
            return clip(bare, 100)
    for text in _paragraphs(document):
        found = _SUBJECT.match(plain(text))
        if found and fold(found["name"]) not in (
            "this",
            "it",
            "this document",
            "dieses",
            "hier",
            "here",
            "there",
            "what",
            "goal",
            "ziel",
        ):
            return clip(found["name"].strip(), 100)
    stem = re.sub(r"^\d+[-_. ]+", "", PurePosixPath(document.path).stem).replace("_", " ").replace("-", " ").strip()
    return _strip(stem) or stem or "product"


def _titles(document: Document, title: Section | None) -> list[str]:
    if title is not None:
        return [plain(title.raw) if title.raw else title.title]
    first = document.title
    return [first] if first else []


def _strip(heading: str) -> str:
    text = re.sub(r"^[^\w`\"'(]+", "", plain(heading))
    for _ in range(3):
        shorter = _VERSION.sub("", _BEHIND.sub("", _BEFORE.sub("", text))).strip(" :：–—-")
        if shorter == text:
            break
        text = shorter
    return text


def _paragraphs(document: Document) -> list[str]:
    return [b.text for s in document.root.walk() for b in s.blocks if b.kind == "paragraph"][:12]


def summary(document: Document, lexicon: Lexicon, product: str) -> str:
    """The first one or two sentences that say what the product is; empty where none does."""
    named = fold(product)
    best = ""
    for text in _paragraphs(document):
        found = sentences(text)
        if not found or len(words(found[0].text)) < 5 or plain(text).endswith((":", "：")):
            continue
        first = plain(found[0].text)
        if named and named in fold(first):
            return clip(" ".join(plain(s.text) for s in found[:2]), 400)
        best = best or clip(" ".join(plain(s.text) for s in found[:2]), 400)
    return best


def slug_of(product: str, path: str) -> str:
    """A folder's name: lower-case ASCII letters, digits and hyphens, at most 60 characters."""
    for text in (product, PurePosixPath(path).stem):
        ascii_ = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")[:60].strip("-")
        if slug:
            return slug
    return "product"
