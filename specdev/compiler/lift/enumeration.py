"""Sentences that list several things."""

from __future__ import annotations

import re

from ..words import words


def split_enumeration(text: str, *, labelled: bool = False) -> list[str]:
    """
    The parts of a sentence that lists three or more things in few words each; else the sentence alone.

    The list stands behind a colon, or is the whole sentence where a label was `labelled` off it.
    """
    _, colon, tail = text.partition(":")
    body = tail if colon and len(words(tail)) >= 3 else text if labelled else ""
    if not body:
        return [text]
    parts = [
        p.strip(" .;")
        for p in re.split(r";|,(?![^()]*\))(?:\s+(?:and|or|und|oder|y|o|et|ou|e))?\s|、|，", body)
        if words(p)
    ]
    if len(parts) >= 3 and all(len(words(part)) <= 10 for part in parts):
        return parts
    return [text]
