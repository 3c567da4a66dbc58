"""
What comes out, told behind the command on its own line: `calc add 3 4   # => 7`.

Behind an arrow stands the output, or words about it ("both sums, sorted"). Only what can be nothing but the output
is taken: a message that begins with the program's name, JSON, numbers, a text in code, words that the input holds.
"""

from __future__ import annotations

from .json_text import is_json
from .lazily import lazy

_ARROW = lazy(r"\s+(?:#|//)\s*(?:=>|->|→|⇒|⟶)\s*(?P<text>\S.*)$")
_VAGUE = lazy(r"[()<>~≈?*…]|\.\.\.")
_CODE = lazy(r"`(?P<inner>[^`]+)`")
_WORD = lazy(r"[^\W\d_]+")
_NO_WORD = lazy(r"(?=\S*\d|\S*[A-Z]\S*[A-Z])\S+")


def split(line: str) -> tuple[str, str]:
    """The command of a line and what an arrow behind it tells; that is empty where there is none."""
    found = _ARROW.search(line)
    return (line[: found.start()].rstrip(), found["text"].rstrip()) if found else (line, "")


def literal(text: str, given: str) -> str:
    """The text as it comes out; empty where it may be words about that. `given` is all that the command works on."""
    if code := _CODE.fullmatch(text):
        return code["inner"]
    if is_json(text):
        return text
    if _VAGUE.search(text):
        return ""
    known = set(_WORD.findall(given))
    plain = all(word in known for word in _WORD.findall(text))
    return text if plain or _NO_WORD.fullmatch(text) else ""
