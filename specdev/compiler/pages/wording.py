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


_CODE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)`(?!`)(?:[^`\n]|\n(?!\s*\n))+`(?!`)",
    re.M | re.S,
)
"""A fence, or a code span within one paragraph."""


def plain(text: str, section: Sequence[str] = ()) -> str:
    """
    The vision's words with what leans on its layout put into brackets, as an editor would.

    A link to a file that is not there would lead nowhere: its words stay. Code, in fences or in a line, stays to the
    letter; only a line end inside a code span counts as a blank, as it does in Markdown.
    """
    parts = []
    end = 0
    for code in _CODE.finditer(text):
        parts += [_edited(text[end : code.start()], section), _unwrapped(code.group())]
        end = code.end()
    parts.append(_edited(text[end:], section))
    return "".join(parts).strip("\n")


def _edited(words: str, section: Sequence[str]) -> str:
    words = _RELATIVE_LINK.sub(r"\1", words)
    for pattern, instead in _LEANS:
        words = pattern.sub(instead.format(section=section[-1] if section else "the same heading"), words)
    return words


def _unwrapped(code: str) -> str:
    if code.startswith(("```", "~~~")) or "\n" not in code:
        return code
    return f"`{' '.join(code.strip('`').split())}`"


def one_line(text: str) -> str:
    return " ".join(text.split())


def indented(text: str) -> str:
    return text.replace("\n", "\n  ")
