"""
Secrets in a document are taken out before a question leaves, and put back into what comes back.

What is known by its form is taken: keys of vendors, tokens, private keys, passwords in addresses, and values that are
given to names such as password or api_key. Each becomes a placeholder that is the same wherever the secret stands, so
that equal texts stay equal and a quotation of the model is found again. Texts are shortened before they are sent: the
beginning of a secret that was cut off goes too, and so do the lines of a key of which only some are there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----",
    r"\bsk-(?:proj-|ant-|or-)?[A-Za-z0-9_-]{20,}",
    r"\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,}",
    r"\bgithub_pat_[A-Za-z0-9_]{22,}",
    r"\bglpat-[A-Za-z0-9_-]{20,}",
    r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    r"\bAIza[A-Za-z0-9_-]{35}",
    r"\bhf_[A-Za-z0-9]{30,}",
    r"\bnpm_[A-Za-z0-9]{36}",
    r"\bpypi-[A-Za-z0-9_-]{50,}",
    r"\b(?:sk|rk|pk)_live_[A-Za-z0-9]{20,}",
    r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
)
"""Published forms of keys and tokens, each the whole secret."""
_ADDRESS = r"(?<=://)[^\s/:@\"'`]*:(?P<address>[^\s/@\"'`]{3,})(?=@)"
_GIVEN = (
    r"(?i:\b(?:password|passwd|passwort|secret|api[_-]?key|access[_-]?key|auth[_-]?token|private[_-]?key|"
    r"client[_-]?secret|contraseña|mot de passe)\b[\"'`]?\s*(?:=|:(?!:))\s*[\"'`]?)"
    r"(?P<given>(?=[^\s\"'`]*\d)(?=[^\s\"'`]*[A-Za-z])[^\s\"'`,;]{12,})"
)
_SECRET = re.compile("|".join((*(f"(?:{form})" for form in FORMS), _ADDRESS, _GIVEN)))
_SIGNS = (
    *("-----begin", "sk-", "sk_", "rk_", "pk_", "glpat-", "xox", "akia", "asia", "aiza", "hf_", "npm_", "pypi-"),
    *(
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "eyj",
        "://",
        "pass",
        "secret",
        "key",
        "token",
        "contraseña",
        "mot de",
        "⟦",
    ),
)
"""One of them stands in every text that holds a secret, in lower case: looking for them is cheap."""
_PLACEHOLDER = re.compile(r"⟦secret-(\d+)(?::(\d+))?⟧")
"""With the number of characters where only the beginning of the secret stands there."""
_DISTINCT = 12
"""Characters of a secret that is taken out wherever it stands; shorter ones could be words, and go from addresses."""
_HEAD = 5
"""Characters from which on what stands before `…` is taken for the beginning of a secret."""
_BEGINNING = 9
"""The same where a line, a quotation or the text ends: no published form begins with so many that are the same."""
_ENDS = frozenset('\n"\\')


@dataclass(slots=True)
class Secrets:
    """The secrets of one document and what stands for them; it may be asked from several threads."""

    found: dict[str, str] = field(default_factory=dict)
    """Secret to placeholder, in the order in which they were met."""
    _learned: set[int] = field(default_factory=set)
    """Hashes of the texts that were met: instructions come with every question."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, text: str) -> None:
        """
        Meet the secrets of a text in its order, so that their numbers are the same in every run.

        What looks like a placeholder in a text that is learned stays what it is, and its number is given to none.
        """
        folded = text.lower()
        if not any(sign in folded for sign in _SIGNS):
            return
        with self._lock:
            if (mark := hash(text)) in self._learned:
                return
            self._learned.add(mark)
            issued = set(self.found.values())
            for match in _PLACEHOLDER.finditer(text):
                if match[0] not in issued:
                    self.found[match[0]] = match[0]
            for match in _SECRET.finditer(text):
                secret = match["address"] or match["given"] or match[0]
                lines = (
                    [line for line in secret.split() if len(line) >= _DISTINCT]
                    if " " in secret or "\n" in secret
                    else []
                )
                for one in (secret, *lines):
                    if one not in self.found:
                        self.found[one] = self._next()

    def redacted(self, text: str) -> str:
        """The text without secrets, also those that were not met before."""
        self.learn(text)
        with self._lock:
            known = dict(self.found)
        if not known and "://" not in text:
            return text
        everywhere = sorted((secret for secret in known if len(secret) >= _DISTINCT), key=lambda one: (-len(one), one))
        pattern = re.compile("|".join((*(f"(?:{re.escape(one)})" for one in everywhere), _ADDRESS)))
        text = pattern.sub(lambda match: _hidden(match, known), text)
        return _without_beginnings(text, {secret: known[secret] for secret in everywhere})

    def restored(self, value: Any) -> Any:
        """Text, or data of texts, with the secrets back in their places; a placeholder that nobody made stays."""
        with self._lock:
            back = {placeholder: secret for secret, placeholder in self.found.items()}
        return mapped(value, lambda text: _PLACEHOLDER.sub(lambda match: _shown(match, back), text))

    def _next(self) -> str:
        taken, number = set(self.found.values()), len(self.found) + 1
        while (placeholder := f"⟦secret-{number}⟧") in taken:
            number += 1
        return placeholder


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The data with every text in it changed, names included; tuples come back as lists."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {mapped(key, change): mapped(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [mapped(one, change) for one in value]
    return value


def _hidden(match: re.Match[str], known: Mapping[str, str]) -> str:
    if (secret := match["address"]) is not None:
        return match[0].removesuffix(secret) + known[secret]
    return known[match[0]]


def _shown(match: re.Match[str], back: Mapping[str, str]) -> str:
    """What stands for a placeholder: the secret, or as much of it as was there."""
    if match[0] in back or not match[2]:
        return back.get(match[0], match[0])
    secret = back.get(f"⟦secret-{match[1]}⟧")
    return match[0] if secret is None else secret[: int(match[2])]


def _without_beginnings(text: str, known: Mapping[str, str]) -> str:
    """The text without beginnings of secrets that were cut off where it was shortened."""
    heads: dict[str, list[str]] = {}
    for secret, placeholder in known.items():
        if secret != placeholder:
            heads.setdefault(secret[:_HEAD], []).append(secret)
    if not heads or not any(head in text for head in heads):
        return text
    parts, done = [], 0
    for match in re.finditer("|".join(map(re.escape, heads)), text):
        at = match.start()
        if at < done:
            continue
        long, secret = max((_common(text, at, one), one) for one in heads[match[0]])
        after = text[at + long : at + long + 1]
        if after == "…" or (long >= _BEGINNING and (not after or after in _ENDS)):
            parts += [text[done:at], f"{known[secret][:-1]}:{long}⟧"]
            done = at + long
    return "".join([*parts, text[done:]])


def _common(text: str, at: int, secret: str) -> int:
    """How many characters of the secret stand at that place."""
    long = 0
    while long < len(secret) and text[at + long : at + long + 1] == secret[long]:
        long += 1
    return long
