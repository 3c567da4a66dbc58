"""
Parse: Markdown text to a Document, with the exact lines and columns of every part.

    text ─lines→ Text ─tokens→ markdown-it tokens ─tree→ flow ─headings→ Document
                                                   │ paragraphs, tables, markup

`parse` is pure: it touches no disk. What Markdown itself does not see, but people write, is
recovered here: bold lines as headings, bullets that Markdown does not know, unclosed fences.
"""

from __future__ import annotations

from .document import parse, uncovered

__all__ = ["parse", "uncovered"]
