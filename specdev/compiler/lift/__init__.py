"""
Lifting: what a vision document says, as items of a PRD, with the lines they came from.

What a section is about and how it is structured decides first (headings, lists, tables, labels, identifiers),
wording second: few sentences in real documents have a shall or a must. What gives no item is context.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...diagnostics import Diagnostic, in_order
from ...document import Document
from ...model import Prd, VisionRef
from .. import lexicon as lexicons
from .. import questions
from . import asked as readers
from . import assemble, language, mint, product, walk
from .drafts import Drafts
from .leftover import context, coverage_gaps, headings
from .wording import Wording

__all__ = ["Lifted", "Revised", "Reviser", "coverage_gaps", "draft", "lift"]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A PRD drafted from a vision, and what is to be said about the vision."""

    prd: Prd
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """Drafts that a reader went over, and what it has to say."""

    drafts: Drafts
    diagnostics: tuple[Diagnostic, ...] = ()


Reviser = Callable[[Document, Drafts, str, Mapping[int, tuple[str, ...]]], Revised]
"""Goes over the drafts of a document about a product; gets the headings above each line of it too."""


def lift(
    document: Document,
    *,
    digest: str,
    previous: Prd | None = None,
    reserved: frozenset[str] = frozenset(),
    slug: str = "",
    revise: Reviser | None = None,
) -> Lifted:
    """
    The PRD that `document` describes.

    `digest` is "sha256:…" of the document's bytes. Items of `previous` that are recognised keep their
    identifiers; identifiers in `reserved` are not given to new items. `slug` names the folder under specs/;
    by default it is made from the product's name. `revise` goes over what was found before it becomes items.
    """
    languages = language.languages(document.lines)
    words = lexicons.load(languages)
    title = walk.title_section(document)
    name = product.name(document, title, words)
    revised = Revised(walk.read(document, words, name))
    if revise:
        revised = revise(document, revised.drafts, name, headings(document, title))
    drafts = revised.drafts
    items = assemble.parented(drafts.items)
    ids, found = mint.identities(items, document.path, previous=previous, reserved=reserved)
    groups = assemble.groups(items, ids, document.path, words)
    prd = Prd(
        specdev=1,
        product=name,
        slug=slug or product.slug_of(name, document.path),
        language=languages[0],
        vision=VisionRef(path=document.path, digest=digest),
        summary=product.summary(document, Wording(words), name),
        glossary=assemble.glossary(drafts.terms, document.path),
        context=context(document, drafts, title),
        **groups,
    )
    asked, doubts = questions.ask(prd, words)
    more = readers.questions(drafts, ids)
    prd = prd.model_copy(update={"open_questions": (*prd.open_questions, *more, *asked)})
    return Lifted(prd, tuple(in_order([*revised.diagnostics, *found, *doubts])))


def draft(document: Document) -> tuple[Drafts, str]:
    """(what the rules find in `document`, the product's name), before anybody goes over it."""
    words = lexicons.load(language.languages(document.lines))
    name = product.name(document, walk.title_section(document), words)
    return walk.read(document, words, name), name
