"""
What goes into a filter and what comes out of it, in two blocks under their labels.

    Input:          {"run": {"value": 2, "unit": "h"}}
    Output:         {"run": {"value": 7200, "unit": "s"}}

A product is a filter where the document feeds its name alone; where an option is spoken of, that may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .calls import PRODUCT, Call
from .fact import Run
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Fence, Sentence, pieces, spans
from .transcripts import expected
from .words import INPUT_LABEL, OUTPUT_LABEL

_OPTION = lazy(r"^--?[A-Za-z]")


def pairs(text: str, known: Knowledge) -> Iterator[tuple[Run, str]]:
    """The runs that pairs of blocks show, each with its words."""
    if not known.filters or known.stateful:
        return
    found = pieces(text)
    if any(_OPTION.match(span.text) for piece in found if isinstance(piece, Sentence) for span in spans(piece.text)):
        return
    for one, other in pairwise(piece for piece in found if isinstance(piece, Fence)):
        if INPUT_LABEL.fullmatch(one.before.strip()) and OUTPUT_LABEL.fullmatch(other.before.strip()):
            call = Call((PRODUCT,), stdin=f"{one.text}\n", written=known.name)
            if expect := expected(tuple(other.text.split("\n")), (), call, known):
                yield Run(call, expect), f"{one.text}\n{other.text}"
