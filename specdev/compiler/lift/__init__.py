"""
Lifting: what a vision document says, as items of a PRD, with the lines they came from.

What a section is about and how it is structured decides first (headings, lists, tables, labels, identifiers),
wording second: few sentences in real documents have a shall or a must. What gives no item is context.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...diagnostics import Diagnostic, in_order
from ...document import Document
from ...model import Prd, VisionRef
from .. import lexicon as lexicons
from .. import questions
from . import assemble, language, mint, product, walk
from .leftover import context, coverage_gaps
from .wording import Wording

__all__ = ["Lifted", "coverage_gaps", "lift"]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A PRD drafted from a vision, and what is to be said about the vision."""

    prd: Prd
    diagnostics: tuple[Diagnostic, ...]


def lift(
    document: Document,
    *,
    digest: str,
    previous: Prd | None = None,
    reserved: frozenset[str] = frozenset(),
    slug: str = "",
) -> Lifted:
    """
    The PRD that `document` describes.

    `digest` is "sha256:…" of the document's bytes. Items of `previous` that are recognised keep their
    identifiers; identifiers in `reserved` are not given to new items. `slug` names the folder under specs/;
    by default it is made from the product's name.
    """
    languages = language.languages(document.lines)
    words = lexicons.load(languages)
    title = walk.title_section(document)
    name = product.name(document, title, words)
    drafts = walk.read(document, words, name)
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
    prd = prd.model_copy(update={"open_questions": (*prd.open_questions, *asked)})
    return Lifted(prd, tuple(in_order([*found, *doubts])))
