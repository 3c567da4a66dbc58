"""
Lifting: what a vision document says, as items of a PRD, with the lines they came from.

What a section is about and how it is structured decides first (headings, lists, tables, labels, identifiers),
wording second: few sentences in real documents have a shall or a must. What gives no item is context.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...diagnostics import Diagnostic, in_order
from ...document import Document, Section
from ...model import Prd, Priority, VisionRef
from .. import lexicon as lexicons
from .. import questions
from ..lexicon import Lexicon
from . import asked as readers
from . import assemble, language, mint, product, walk
from .drafts import Drafts
from .leftover import context, coverage_gaps, headings
from .wording import Wording

__all__ = ["Lifted", "Read", "Revised", "Reviser", "coverage_gaps", "lift", "read"]


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


@dataclass(frozen=True, slots=True)
class Read:
    """What the rules make of a document, before anybody goes over it."""

    drafts: Drafts
    product: str
    summary: str
    priorities: tuple[Priority, ...]
    """Of each draft, as it is marked and worded."""
    headings: Mapping[int, tuple[str, ...]]
    """The headings above each line, outermost first, without the document's title."""


Reviser = Callable[[Document, Read], Revised]
"""Goes over what the rules found."""


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
    rules = _read(document, words, title)
    name = rules.product
    revised = revise(document, rules) if revise else Revised(rules.drafts)
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
        summary=rules.summary,
        glossary=assemble.glossary(drafts.terms, document.path),
        context=context(document, drafts, title),
        **groups,
    )
    asked, doubts = questions.ask(prd, words)
    more = readers.questions(drafts, ids)
    prd = prd.model_copy(update={"open_questions": (*prd.open_questions, *more, *asked)})
    return Lifted(prd, tuple(in_order([*revised.diagnostics, *found, *doubts])))


def read(document: Document) -> Read:
    """What the rules find in `document`."""
    return _read(document, lexicons.load(language.languages(document.lines)), walk.title_section(document))


def _read(document: Document, words: Lexicon, title: Section | None) -> Read:
    name = product.name(document, title, words)
    summary = product.summary(document, Wording(words), name)
    drafts = walk.read(document, words, name)
    return Read(drafts, name, summary, assemble.priorities(drafts.items, words), headings(document, title))
