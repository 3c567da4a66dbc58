"""
Command lines of a document as something that can be run, or the reason why not.

The product's own name is kept as PRODUCT until it is known how the product is started in the repository.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..vocabulary import METAVARIABLES, READERS, UNIX, WRITERS
from .lazily import lazy

PRODUCT = "\x00"
"""Stands for the product's command in a Call."""

INSTALLERS = lazy(
    r"^(?:sudo\s+)?(?:(?:python3?\s+-m\s+)?(?:pip3?|pipx|uv|poetry|npm|pnpm|yarn|brew|apt(?:-get)?|cargo|go|gem)\s+"
    r"(?:install|add|i|sync|tap|get|venv|ci)\b|git\s+clone\b)",
)
"""Steps of a transcript that only set things up; what they do is done otherwise in a check."""

_META = lazy(r"<[A-Za-zÀ-ÿ_][\w À-ÿ|.-]*>|\[[^\]]*\]|\{[a-z_]+\}|…|\.\.\.|\$\{?[A-Za-z_]|(?:^|\s)%\w|\w+\|\w+")
_SHELL = lazy(r"[|&;<>*`$()]|~/|\\\n")
_ASSIGNMENT = lazy(r"^[A-Z_][A-Z0-9_]*=")
_FILE_LIKE = lazy(r"^(?!-)(?:\./)?(?:[\w@+-][\w.@+-]*/)*[\w@+-][\w.@+-]*\.(?=[A-Za-z]*[A-Za-z])[A-Za-z0-9]{1,10}$")
_HOSTS = lazy(r"https?://(?!localhost|127\.0\.0\.1|(?:[\w-]+\.)*example\.(?:com|org|net)\b)[^\s/]+", re.I)
_FETCH = lazy(
    r"\b(?:check|fetch|get|download|crawl|ping|scrape|open|clone|pull|sync|import|visit|monitor|watch|probe)\b.*https?://",
    re.I,
)
_ECHO = lazy(r"""^(?P<tool>echo|printf)\s+(?P<word>"[^"$`\\]*"|'[^']*'|[\w.,:+*/%=@ -]+?)\s*\|\s*(?P<rest>[^|]+)$""")


@dataclass(frozen=True, slots=True)
class Call:
    """One command line: words, or a shell line."""

    words: tuple[str, ...] = ()
    line: str = ""
    """A line for the shell, where it needs one; then `words` is empty."""
    stdin: str = ""
    env: dict[str, str] = field(default_factory=dict)
    written: str = ""
    """As it stands in the document."""

    @property
    def product(self) -> bool:
        return PRODUCT in self.line or PRODUCT in self.words[:1]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words after the product's name; of a shell line all words but the product's."""
        return self.words[1:] if self.words else tuple(_split(self.line.replace(PRODUCT, " ")) or ())

    @property
    def verb(self) -> str:
        """The first argument that is no option, in lower case: usually the subcommand."""
        return next((word.lower() for word in self.arguments if not word.startswith("-")), "")

    def inputs(self) -> tuple[str, ...]:
        """Arguments that look like files that are read."""
        return tuple(_inputs(self.arguments))

    def outputs(self) -> tuple[str, ...]:
        """Files that the call itself says it writes: after -o, --output or a redirection."""
        return tuple(_outputs(self.arguments))

    def step(self, prefix: tuple[str, ...]) -> dict[str, Any]:
        """The `run` part of a check; `prefix` is how the product is started."""
        if self.line:
            started: dict[str, Any] = {"run": self.line.replace(PRODUCT, shlex.join(prefix)), "shell": True}
        else:
            started = {"run": [part for word in self.words for part in (prefix if word == PRODUCT else (word,))]}
        if self.stdin:
            started["stdin"] = self.stdin
        if self.env:
            started["env"] = dict(self.env)
        return started


_LAUNCHERS = (
    r"(?:\./(?:bin/)?|python3?\s+-m\s+|python3?\s+(?:\./)?(?:src/)?|node\s+(?:\./)?(?:bin/|src/|dist/)?|npx\s+(?:--?[\w-]+\s+)*"
    r"|uv\s+run\s+|poetry\s+run\s+|pipx\s+run\s+|bunx\s+)"
)


def plain(line: str, names: frozenset[str]) -> str:
    """The line with the product started by its name: `python -m calc add` and `./calc add` give `calc add`."""
    for name in names:
        found = re.match(rf"{_LAUNCHERS}?{re.escape(name)}(?:\.(?:py|js|mjs|ts|sh))?(?=\s|$)", line)
        if found:
            return name + line[found.end() :]
    return line


def read(line: str, names: frozenset[str]) -> Call | None:
    """The call that `line` is; None where it holds a metavariable or something that cannot be run as it stands."""
    written = plain(line.strip(), names)
    if not written or unbound(written) or _HOSTS.search(written) or _FETCH.search(written):
        return None
    env, rest = _environment(written)
    if piped := _ECHO.match(rest):
        return _piped(piped, rest, names, env, written)
    if _SHELL.search(_unquoted(rest)):
        return _shell(rest, names, env, written)
    words = _split(rest)
    if not words:
        return None
    if words[0] in names:
        return Call((PRODUCT, *words[1:]), env=env, written=written)
    return Call(tuple(words), env=env, written=written)


def unbound(line: str) -> bool:
    """Whether the line holds a place for something that is not told: FILE, <id>, [options], …"""
    if _META.search(_without_json(line)):
        return True
    words = _split(line) or line.split()
    capitals = [word for word in words[1:] if re.fullmatch(r"[A-Z][A-Z_]*(?:\.\.\.)?", word)]
    if any(word in METAVARIABLES for word in capitals):
        return True
    # words like EUR may be data; they are believed beside other data: a number or a quoted text
    return bool(capitals) and not re.search(r"\d|[\"']", line)


def _without_json(line: str) -> str:
    """The line without quoted JSON, whose brackets are no metavariables."""
    return re.sub(r"'[\[{].*?[\]}]'", "''", line)


def _unquoted(line: str) -> str:
    """The line without what is quoted, where shell characters mean nothing ($ and ` do, in double quotes)."""
    line = re.sub(r"'[^']*'", "", line)
    return re.sub(r'"[^"$`\\]*"', "", line)


def _environment(line: str) -> tuple[dict[str, str], str]:
    """`A=1 cmd` as ({A: 1}, cmd)."""
    env: dict[str, str] = {}
    words = line.split()
    while len(words) > 1 and _ASSIGNMENT.match(words[0]) and not re.search(r"[\"'$]", words[0]):
        name, _, value = words[0].partition("=")
        env[name] = value
        line = line[len(words[0]) :].lstrip()
        words = line.split()
    return env, line


def _piped(match: re.Match[str], line: str, names: frozenset[str], env: dict[str, str], written: str) -> Call | None:
    """`echo "1 2" | calc` as a call of calc with standard input."""
    word = match["word"]
    text = word[1:-1] if word[:1] in "\"'" else word.strip()
    after = read(match["rest"], names)
    if after is None or not after.words or not after.product or text.startswith("-"):
        return _shell(line, names, env, written)
    if match["tool"] == "printf":
        if re.search(r"%|\\[^nt]", text):
            return None
        text = text.replace("\\n", "\n").replace("\\t", "\t")
    elif "\\" in text:
        return None  # shells do not agree on what echo makes of it
    end = "\n" if match["tool"] == "echo" else ""
    return replace(after, stdin=text + end, env={**env, **after.env}, written=written)


def _shell(line: str, names: frozenset[str], env: dict[str, str], written: str) -> Call | None:
    """A shell line of which every program is the product or one that every machine has."""
    if re.search(r"[$`\n~]|<<|&(?!&)|\becho\s+-", re.sub(r"'[^']*'|&&|2>&1", "", line)):
        return None
    parts = re.split(r"(\|\||&&|[|;])", line)
    rebuilt: list[str] = []
    for part in parts:
        words = part.split()
        if part in ("||", "&&", "|", ";"):
            rebuilt.append(part)
        elif words and words[0] in names:
            rebuilt.append(part.replace(words[0], PRODUCT, 1))
        elif words and words[0] in UNIX:
            rebuilt.append(part)
        else:
            return None
    return Call(line="".join(rebuilt), env=env, written=written)


def _split(line: str) -> list[str] | None:
    try:
        return shlex.split(line)
    except ValueError:
        return None


def shows_stored(call: Call, said: str) -> bool:
    """
    Whether what comes out depends on what was stored: always of subcommands that show, never of those that store.

    One that is neither may store what it is given: then it says so again, with no number of its own.
    """
    if not call.verb:
        return False
    if call.verb in WRITERS:
        return call.verb in READERS and any(word.isdigit() for word in call.arguments[1:2])
    given = [word for word in call.arguments[1:] if not word.startswith("-")]
    repeats = any(word in said for word in given)
    numbers = set(re.findall(r"(?<![\w.])\d+(?![\w.])", said)) - set(re.findall(r"\d+", call.written))
    return call.verb in READERS or not repeats or bool(numbers)


def looks_like_file(word: str) -> bool:
    """Whether the word is a file name with an extension: `in.csv`, `a/b.txt`; not `3.14`, `--x` or `1.2.0`."""
    return bool(_FILE_LIKE.match(word)) and not re.fullmatch(r"v?\d[\d.]*", word) and "@" not in word


def _inputs(words: tuple[str, ...]) -> Iterator[str]:
    written = set(_outputs(words))
    for word in words:
        value = word.partition("=")[2] if word.startswith("--") else word
        if looks_like_file(value) and value not in written:
            yield value


def _outputs(words: tuple[str, ...]) -> Iterator[str]:
    for before, word in zip(words, (*words[1:], ""), strict=False):
        if before in ("-o", "--output", "--out", "--output-file", ">", ">>", "2>") and word:
            yield word
        if before.startswith(("--output=", "--out=")):
            yield before.partition("=")[2]
