"""
Consent: nothing of a repository is executed before a person has agreed to exactly that.

`.specdev/consent` holds one line for the checks of each task that a person agreed to: of the checks as they are, not of
the seal that they claim to have, so a changed check asks again. A line is made with a key that only this person's
account has, for this folder: consent that comes with a repository counts for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .. import transaction
from ..errors import SpecdevError

FILE = "consent"


class ConsentNeededError(SpecdevError):
    """Checks would be executed that nobody agreed to; `commands` says what would run."""

    status = 2

    def __init__(self, commands: tuple[str, ...]) -> None:
        super().__init__(
            "nothing was executed: nobody has agreed to what would run here",
            "`specdev verify` asks at a terminal; `--yes` agrees, where somebody has read the checks",
        )
        self.commands = commands


def missing(root: Path, hashes: Iterable[str]) -> frozenset[str]:
    """The hashes that nobody has agreed to."""
    try:
        known, key = set((root / transaction.STATE / FILE).read_bytes().split()), _key_file().read_bytes()
    except OSError:
        return frozenset(hashes)
    return frozenset(one for one in hashes if _line(key, root, one) not in known)


def give(root: Path, hashes: Iterable[str]) -> None:
    """Remember that a person agreed to these. SpecdevError where that cannot be done."""
    new = sorted(missing(root, hashes))
    place = transaction.state_folder(root) / FILE
    try:
        key = _key()
        with place.open("ab") as file:
            file.write(b"".join(_line(key, root, one) + b"\n" for one in new))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = f"cannot remember your consent in `{error.filename or place}`: {error.strerror or error}"
        raise SpecdevError(reason, "`--yes` agrees for one run") from error


def _line(key: bytes, root: Path, digest: str) -> bytes:
    """What stands for the consent to the checks with this hash, in this folder."""
    meant = os.fsencode(root.resolve()) + b"\0" + digest.encode()
    return hmac.new(key, meant, hashlib.sha256).hexdigest().encode()


def _key_file() -> Path:
    """Outside of every repository, where the XDG base directories say that state is kept."""
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state") / "specdev" / "consent.key"


def _key() -> bytes:
    """The key of this account, made where there is none. OSError where it can be neither read nor made."""
    place = _key_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        with tempfile.NamedTemporaryFile(dir=place.parent) as file:  # nobody else may read it
            file.write(os.urandom(32))
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, place)
    return place.read_bytes()
