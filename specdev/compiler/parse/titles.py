"""Headings as people write them, and the words in them."""

from __future__ import annotations

import html
import re
import unicodedata

# Every pattern starts where a run starts, so that a heading of a million marks costs no more than its length.
_ANCHOR = re.compile(r"\{[#.][^{}]*\}$")
_CODE = re.compile(r"(?<!`)`+([^`]+)`+")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]*)>")
_TAG = re.compile(r"<!--[^<>]*>|</?[A-Za-z][^<>]*>")
_STARS = re.compile(r"(?<!\*)\*++(?=\S)|(?<=[^\s*])\*++")
_UNDERSCORES = re.compile(r"(?<!\w)_++(?=\S)|(?<=[^\s_])_++(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:\s*")

_CJK = "一二三四五六七八九十百零〇两"
_NUMBER = re.compile(
    rf"""(
        (?:§+\s*)?\d+(?:[.．]\d+)+[.．):]?(?=\s|[^\x00-\x7f])       # 3.2  3.2.
      | (?:§+\s*)?\d+[.．)、:](?=\s|[^\x00-\x7f])                   # 2.  1)
      | §+\s*\d+(?=\s)                                              # § 3
      | \d{{1,2}}(?=\s+(?:[-–—]\s|[^\W\d_]))(?!\s+[a-z])            # 2 Scope
      | \((?:\d{{1,3}}|[A-Za-z]|[ivxIVX]+)\)(?=\s)                  # (a)
      | [IVXLC]+[.)](?=\s)                                          # IV.
      | [A-Z](?:[.]\d+)+[.)]?(?=\s)                                 # A.1
      | [A-Z][.)](?=\s) | [a-z]\)(?=\s)                             # A.
      | 第\s*[0-9{_CJK}]+\s*[章节節条條部分篇编編項项]+             # 第1章
      | [（(][0-9{_CJK}]+[）)](?=\S)                                # （一）
      | [{_CJK}]+[、.．]                                            # 一、
    )[\s:：]*(?:[-–—]\s+)?""",
    re.VERBOSE,
)


def clean_title(raw: str) -> tuple[str, str]:
    """
    The words of a heading and its number, both as written: "3.2 **Ziele** 🎯" gives ("Ziele", "3.2").

    Taken away: emphasis, code marks, links but their text, HTML, a trailing `{#id}`, emoji and symbols
    at both ends, the numbering and a colon at the end. A heading of nothing else stays as it is.
    """
    text = plain(_ANCHOR.sub("", raw.strip()))
    words = _trim(text)
    number = ""
    if (match := _NUMBER.match(words)) and (rest := _trim(words[match.end() :])):
        number, words = match[1].strip(" :"), rest
    return words or " ".join(text.split()) or raw.strip(), number


def plain(text: str) -> str:
    """`text` without Markdown's inline marks and without HTML tags; code keeps its content."""
    if not any(mark in text for mark in "`*_[<\\~&"):
        return text
    parts = _CODE.split(text)
    parts[::2] = [_unmarked(part) for part in parts[::2]]
    return "".join(parts)


def _unmarked(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = text.replace("~~", "")
    if text.count("*") > 1 or "**" in text:
        text = _STARS.sub("", text)
    text = _UNDERSCORES.sub("", text)
    return html.unescape(_ESCAPE.sub(r"\1", text))


def _trim(text: str) -> str:
    """Without spaces, symbols and emoji at both ends and without a colon at the end."""
    start, end = 0, len(text)
    while start < end:
        if _ornament(text[start]):
            start += 1
        elif shortcode := _SHORTCODE.match(text, start):
            start = shortcode.end()
        else:
            break
    while end > start and (_ornament(text[end - 1]) or text[end - 1] in ":："):
        end -= 1
    return " ".join(text[start:end].split())


def _ornament(char: str) -> bool:
    """A space, an emoji, an arrow or another symbol that is no part of a word; ™ and ° are."""
    if char.isascii():
        return char in " \t"
    if char.isspace() or "\u2190" <= char <= "\u21ff" or char in "\ufe0e\ufe0f\u20e3":
        return True
    category = unicodedata.category(char)
    return category == "Cf" or (char > "\u2190" and category in ("So", "Sk"))
