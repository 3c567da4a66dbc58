"""
Which command lines run nothing of the product: they print what the check itself gives them.

    echo 7
    cat sample.txt                  where the check lays sample.txt there
    python -c "print(7)"
    sh -c 'printf 7 | grep 7'

What is not known is taken for the product. A product may bear a name that is listed here (another `wc`): names in
`product` are always the product.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from . import shell

_ALONE = frozenset(("true", "false", ":", "echo", "printf", "exit", "sleep", "seq", "date", "yes", "touch", "mkdir"))
_READERS = frozenset(
    (
        "cat",
        "head",
        "tail",
        "sort",
        "wc",
        "uniq",
        "tee",
        "nl",
        "od",
        "rev",
        "tac",
        "fold",
        "cp",
        "mv",
        "ln",
        "diff",
        "cmp",
    )
)
_PICKERS = frozenset(("grep", "egrep", "fgrep", "sed", "awk", "jq", "tr", "cut"))
"""Their first word that is no option says what to pick; files come after it."""
_SHELLS = frozenset(("sh", "bash", "dash", "zsh"))
_CODE = {"python": "-c", "python3": "-c", "node": "-e", "ruby": "-e", "perl": "-e", "php": "-r"}
_WRAPPERS = frozenset(("env", "nice", "time", "nohup", "command", "exec", "timeout", "stdbuf"))
_KNOWN = frozenset((*_ALONE, *_READERS, *_PICKERS, *_SHELLS, *_CODE, *_WRAPPERS, "test", "["))

_REACHES_OUT = re.compile(
    r"\bimport\s+(?!(?:sys|json|math|time|random|string)\b)|\bfrom\s+\w|\bopen\b|\bexec\w*\b|\beval\b|__import__|\bPath\b"
    r"|\bsystem\b|\bpopen\b|\brequire\b|\binclude\b|\bload\b|\bFile\b|\bIO\b|\bspawn\b|\bglob\b|<\s*STDIN|`"
)
"""Signs that a piece of code does more than to calculate and print."""
_OF_FILES = frozenset(("-e", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-nt", "-ot", "-ef"))
"""Tests that look at files."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of where a command runs."""

    laid: frozenset[str] = frozenset()
    """Files there that are the check's own."""
    product: Collection[str] = ()
    """Names that mean the product."""


def runs_nothing(run: str | Sequence[str], known: Known) -> str:
    """The programs that the command runs, where none of them is of the product; empty where one is, or may be."""
    if isinstance(run, str):
        return _line(run, known)
    words = _unwrapped([str(word) for word in run])
    if not words or (name := _name(words[0])) not in _KNOWN or name in known.product:
        return ""
    if name in _SHELLS:
        return _line(words[2], known) if len(words) > 2 and re.fullmatch(r"-[elux]*c", words[1]) else ""
    return name if _alone(name, words[1:], known) else ""


def _line(line: str, known: Known) -> str:
    pipelines = shell.parse(line)
    names = []
    for command in (command for _, commands in pipelines or () for command in commands):
        if any(name not in known.laid for name in command.reads):
            return ""
        name = runs_nothing(command.words, known)
        if not name:
            return ""
        names.append(name)
        known = Known(known.laid | set(command.writes), known.product)
    return "`, `".join(dict.fromkeys(names))


def _alone(name: str, arguments: list[str], known: Known) -> bool:
    """Whether the program, with these arguments, can see nothing but what the check gives it."""
    if name in _ALONE:
        return True
    if name in ("test", "["):
        return not _OF_FILES & set(arguments)
    if name in _CODE:
        code = arguments[1] if len(arguments) > 1 and arguments[0] == _CODE[name] else None
        return code is not None and not _REACHES_OUT.search(code)
    if any(re.match(r"-\w*[rRi]|--(?:recursive|in-place)", word) for word in arguments if name in _PICKERS):
        return False
    files = [word for word in arguments if not word.startswith("-") and not word.isdecimal()]
    return known.laid.issuperset(files[1:] if name in _PICKERS else files)


def _unwrapped(words: list[str]) -> list[str]:
    """Without `env A=b`, `timeout 5` and the like before the command."""
    while words and words[0] in _WRAPPERS:
        wrapper, *words = words
        while words and (words[0].startswith("-") or (wrapper == "env" and "=" in words[0])):
            words = words[1:]
        if wrapper == "timeout":
            words = words[1:]
    return words


def _name(word: str) -> str:
    folder, _, name = word.rpartition("/")
    return name if folder in ("", "/bin", "/usr/bin") else word
