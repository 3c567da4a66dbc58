"""
Secrets in a document are taken out before a question leaves, and put back into what comes back.

What is known by its form is taken: keys of vendors, tokens, private keys, passwords in addresses, and values that are
given to names such as password or api_key. Each becomes a placeholder that is the same wherever the secret stands, so
that equal texts stay equal and a quotation of the model is found again.
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
_PLACEHOLDER = re.compile(r"⟦secret-(\d+)⟧")
_DISTINCT = 12
"""Characters of a secret that is taken out wherever it stands; shorter ones could be words, and go from addresses."""


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
                if secret not in self.found:
                    self.found[secret] = self._next()

    def redacted(self, text: str) -> str:
        """The text without secrets, also those that were not met before."""
        self.learn(text)
        with self._lock:
            known = dict(self.found)
        if not known and "://" not in text:
            return text
        everywhere = sorted((secret for secret in known if len(secret) >= _DISTINCT), key=lambda one: (-len(one), one))
        pattern = re.compile("|".join((*(f"(?:{re.escape(one)})" for one in everywhere), _ADDRESS)))
        return pattern.sub(lambda match: _hidden(match, known), text)

    def restored(self, value: Any) -> Any:
        """Text, or data of texts, with the secrets back in their places; a placeholder that nobody made stays."""
        with self._lock:
            back = {placeholder: secret for secret, placeholder in self.found.items()}
        return mapped(value, lambda text: _PLACEHOLDER.sub(lambda match: back.get(match[0], match[0]), text))

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
