"""
Lines for `sh` as data, as far as they can be judged without running them.

    a | b && c        (("", (a, b)), ("&&", (c,)))

A line with substitutions, here-documents, groups, conditions or loops is not read: nothing is said about it.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from functools import lru_cache

_UNREAD = re.compile(r"\$\(|`|<\(|<<|[{}]|(?:^|[\s;&|])(?:if|while|until|for|case|function|set|trap|eval|source|\.)\s")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(slots=True)
class Command:
    """One simple command: its words, and the files that it is connected with."""

    words: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)


Line = tuple[tuple[str, tuple[Command, ...]], ...]
"""Pipelines, each with the operator before it: `;`, `&&`, `||`, or nothing for the first."""


@lru_cache(1024)
def parse(line: str) -> Line | None:
    """The line's pipelines; None where it is not read."""
    if _UNREAD.search(line):
        return None
    lexer = shlex.shlex(line.replace("\n", ";"), posix=True, punctuation_chars=";&|<>()")
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        return _pipelines(list(lexer))
    except ValueError:
        return None


def _pipelines(tokens: list[str]) -> Line:
    """ValueError for an operator that is not read."""
    found: list[tuple[str, list[Command]]] = [("", [Command()])]
    rest = iter(tokens)
    for token in rest:
        command = found[-1][1][-1]
        if token in (";", ";;", "&&", "||"):
            found.append((token[:1] if token[0] == ";" else token, [Command()]))
        elif token == "|":
            found[-1][1].append(Command())
        elif set(token) <= set("<>&|"):
            _connect(command, token, next(rest, ""))
        elif set(token) <= set("()") or token in ("&", "!"):
            raise ValueError(token)
        elif command.words or not _ASSIGNMENT.match(token):
            command.words.append(token)
    return tuple((operator, tuple(commands)) for operator, commands in found if commands != [Command()])


def _connect(command: Command, operator: str, target: str) -> None:
    """`< FILE`, `> FILE`, `2> FILE`, `2>&1`. ValueError for another operator."""
    if operator not in ("<", ">", ">>", ">|", "&>", ">&"):
        raise ValueError(operator)
    if command.words and command.words[-1] in ("1", "2"):
        command.words.pop()
    if not (operator == ">&" and target.isdigit()) and target != "/dev/null":
        (command.reads if operator == "<" else command.writes).append(target)


_CONSTANT = {"true": 0, ":": 0, "echo": 0, "printf": 0, "false": 1}
_SWALLOW = frozenset(("cat", "tee", "head", "tail", "sort", "wc", "tr", "cut", "uniq", "nl", "rev", "sed"))
"""As the last of a pipeline they end with 0, whatever comes in."""


def constant_status(line: str) -> int | None:
    """The exit status where it is the same whatever the programs do; None where it is not, or not known."""
    pipelines = parse(line)
    if not pipelines:
        return None
    status: int | None = None
    for operator, commands in pipelines:
        own = _status(commands)
        if operator == "&&":
            status = own if status == 0 else status
        elif operator == "||":
            status = 0 if status == 0 or own == 0 else own if status is not None else None
        else:
            status = own
    return status


def _status(commands: tuple[Command, ...]) -> int | None:
    words = commands[-1].words
    if not words:
        return None
    if words[0] == "exit" and len(words) == 2 and words[1].isdecimal():
        return int(words[1])
    if len(commands) > 1 and words[0] in _SWALLOW and not [word for word in words[1:] if "/" in word or "." in word]:
        return 0
    return _CONSTANT.get(words[0])
