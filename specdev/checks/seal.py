"""The seal of a task's checks: a hash that fixes what is checked, with the files that are used for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_DOMAIN = b"specdev/seal/v1\0"
_UNSEALED = ("quote", "source")
"""Fields that explain a check and do not change what it does: a moved line must not break a seal."""


def seal(checks: Sequence[Mapping[str, Any]], files: Mapping[str, str | bytes]) -> str:
    """
    `sha256:` and the hash of the checks and of the files they use.

    `files` is path below the spec's folder to content. Canonical JSON, every part with its length before it, so that
    no two different inputs give the same bytes.
    """
    digest = hashlib.sha256(_DOMAIN)
    meaning = [{key: value for key, value in check.items() if key not in _UNSEALED} for check in checks]
    parts: list[bytes] = [json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()]
    for path in sorted(files):
        content = files[path]
        parts += [path.encode(), content.encode() if isinstance(content, str) else content]
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return f"sha256:{digest.hexdigest()}"


def check_seal(expected: str, checks: Sequence[Mapping[str, Any]], files: Mapping[str, str | bytes]) -> bool:
    """Whether the checks and files are still those that were sealed."""
    return expected == seal(checks, files)


def used_files(checks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The files below the spec's folder that the checks use, sorted; what stands in them is sealed too."""
    used: set[str] = set()
    for check in checks:
        laid = check.get("files_in") or ()
        used.update(laid.values() if isinstance(laid, Mapping) else laid)
        used.update(value for key in ("expected_file", "schema_file") if isinstance(value := check.get(key), str))
        used.update(_compared(check))
    return tuple(sorted(path for path in used if isinstance(path, str)))


def _compared(check: Mapping[str, Any]) -> Iterator[str]:
    """The files that `equals_file` names: of the check itself, and of files that its commands leave behind."""
    steps = check.get("steps")
    for holder in (check, *(steps if isinstance(steps, list | tuple) else ())):
        expect = holder.get("expect") if isinstance(holder, Mapping) else None
        if isinstance(expect, Mapping):
            files = expect.get("files")
            for one in (expect, *(files if isinstance(files, list | tuple) else ())):
                if isinstance(one, Mapping) and isinstance(name := one.get("equals_file"), str):
                    yield name
