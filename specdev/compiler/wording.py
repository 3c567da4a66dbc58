"""The vision's words as they stand on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEANS = (
    (re.compile(r"\b[Aa]s (?:described |mentioned |stated |shown |listed )?above\b"), "as [stated under “{section}”]"),
    (
        re.compile(r"\b[Ss]ee (?:the )?(?:prd|vision|previous task|other task)\b", re.I),
        "[stated in the product's vision]",
    ),
)


_RELATIVE_LINK = re.compile(r"!?\[([^\]\n]+)\]\((?![a-z][a-z+.-]*:)[^)\s]*(?:\s+\"[^\"]*\")?\)")
"""A link or a picture that leads to another place of the vision or its folder: its words are kept, the way is not."""


_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
"""A name in code; a line end inside it counts as a blank, in Markdown and on the page."""


def plain(text: str, section: Sequence[str] = ()) -> str:
    """
    The vision's words with what leans on its layout put into brackets, as an editor would.

    A link to a file that is not there would lead nowhere: its words stay.
    """
    text = _CODE.sub(_unwrapped, text)
    text = _RELATIVE_LINK.sub(r"\1", text)
    for pattern, instead in _LEANS:
        text = pattern.sub(instead.format(section=section[-1] if section else "the same heading"), text)
    return text.strip("\n")


def _unwrapped(code: re.Match[str]) -> str:
    inside = code.group(1)
    return f"`{' '.join(inside.split())}`" if "\n" in inside and "\n\n" not in inside else code.group()


def one_line(text: str) -> str:
    return " ".join(text.split())


def indented(text: str) -> str:
    return text.replace("\n", "\n  ")
