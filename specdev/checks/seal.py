"""The seal of a task's checks: a hash that fixes what is checked, with the files that are used for it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
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


def broken_seal(sealed: str, pinned: str, found: str) -> str:
    """
    Why checks may not be trusted, in words; empty where they may.

    `sealed` is the seal in the task, `pinned` the one in the lock (each may be empty), `found` that of what is there.
    """
    if sealed and sealed != found:
        then, now = short(sealed), short(found)
        return f"the checks or their files were changed by hand: the seal is {then}, what is there has {now}"
    if pinned and pinned != sealed:
        then, now = short(pinned), short(sealed)
        return f"the checks were sealed anew by hand: specdev.lock has the seal {then}, the task has {now}"
    return ""


def own_seal(check: Mapping[str, Any], files: Mapping[str, str | bytes]) -> str:
    """The seal of one check by itself, whatever its number is; `files` may hold more than it uses."""
    used = used_files([check])
    unnumbered = {key: value for key, value in check.items() if key != "id"}
    return seal([unnumbered], {path: content for path, content in files.items() if path in used})


def read_used(folder: Path, checks: Sequence[Mapping[str, Any]]) -> tuple[dict[str, bytes], str]:
    """The files below the spec's `folder` that the checks use, and the name of the first one that is missing there."""
    names = used_files(checks)
    real = os.path.realpath(folder) if names else ""
    files: dict[str, bytes] = {}
    for name in names:
        try:
            place = os.path.realpath(f"{real}/{name}")
            if not place.startswith(real + os.sep):
                return files, name  # a link that leads out of the folder
            with open(place, "rb") as stream:
                files[name] = stream.read()
        except (OSError, ValueError):  # ValueError: no file can have this name
            return files, name
    return files, ""


def short(digest: str) -> str:
    """A digest for a message: its first twelve digits."""
    return digest.removeprefix("sha256:")[:12] or "none"


def used_files(checks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The files below the spec's folder that the checks use, sorted; what stands in them is sealed too."""
    used: set[str] = set()
    for check in checks:
        for holder in (check, *_listed(check.get("steps"))):
            used.update(_origins(holder.get("files_in")) if isinstance(holder, Mapping) else ())
        used.update(value for key in ("expected_file", "schema_file") if isinstance(value := check.get(key), str))
        used.update(_compared(check))
    return tuple(sorted(used))


def _origins(laid: Any) -> Iterator[str]:
    """The files that `files_in` of a check or a step names."""
    for origin in laid.values() if isinstance(laid, Mapping) else _listed(laid):
        name = origin.get("file") if isinstance(origin, Mapping) else origin
        if isinstance(name, str):
            yield name


def _compared(check: Mapping[str, Any]) -> Iterator[str]:
    """The files that `equals_file` names: of the check itself, and of files that are left behind."""
    for holder in (check, *_listed(check.get("steps")), *_listed(check.get("exchanges"))):
        expect = holder.get("expect") if isinstance(holder, Mapping) else None
        if isinstance(expect, Mapping):
            for one in (expect, *_listed(expect.get("files"))):
                if isinstance(one, Mapping) and isinstance(name := one.get("equals_file"), str):
                    yield name


def _listed(value: Any) -> Sequence[Any]:
    """The value where it is a list; a check that is not validated may hold anything."""
    return value if isinstance(value, list | tuple) else ()
