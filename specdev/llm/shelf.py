"""
Answers that were given before: on the shelf below .specdev/cache, and on a tape that is committed.

Both hold requests as they left the house, with placeholders where secrets stood. A tape is one JSON object a line:
digest, request, answer; so that git shows what was asked, and a plan is made again without a network, byte for byte.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from .. import records
from ..errors import SpecdevError
from ..transaction import state_folder
from .request import Answer, Request


@dataclass(frozen=True, slots=True)
class Shelf:
    """The answers that this project has got, one file each."""

    root: Path

    def find(self, request: Request) -> Answer | None:
        """The answer to an equal request; None where there is none that can be read."""
        try:
            return Answer.read(json.loads(self._place(request).read_bytes()))
        except (OSError, ValueError, RecursionError):
            return None

    def keep(self, request: Request, answer: Answer) -> None:
        """Keep an answer, whole or not at all; a disk that takes no more costs the next run a question."""
        with contextlib.suppress(OSError, SpecdevError):
            state_folder(self.root)
            place = self._place(request)
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
            temporary.write_text(json.dumps(answer.data(), ensure_ascii=False), encoding="utf-8", errors="replace")
            temporary.replace(place)

    def _place(self, request: Request) -> Path:
        digest = request.digest
        return self.root / ".specdev" / "cache" / "answers" / digest[:2] / f"{digest[2:]}.json"


@dataclass(slots=True)
class Tape:
    """A file of questions with their answers."""

    place: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: dict[str, tuple[Request, Answer]] = field(default_factory=dict)

    @staticmethod
    def play(place: Path) -> Tape:
        """The tape to answer from. Raises SpecdevError where the file is missing or holds no answers."""
        if not place.is_file():
            raise SpecdevError(f"there is no tape `{place}`", "record one with --record")
        found = {
            str(record.get("digest")): answer
            for record in records.read(place)
            if (answer := Answer.read(record.get("answer")))
        }
        if not found:
            raise SpecdevError(
                f"`{place}` holds no answers", "a tape has one JSON object a line: digest, request, answer"
            )
        return Tape(place, found)

    @staticmethod
    def blank(place: Path) -> Tape:
        """
        A tape to record on; what was recorded there before is written over.

        Raises SpecdevError before anything is asked where it cannot be written, and where a file is there that is no
        tape.
        """
        if place.exists() and not place.is_file():
            raise SpecdevError(f"cannot record to `{place}`: it is no file", "name a file")
        if place.is_file() and place.stat().st_size and not any("digest" in record for record in records.read(place)):
            raise SpecdevError(f"`{place}` is no tape: recording would write over it", "name another file")
        above = next(folder for folder in place.absolute().parents if folder.exists())
        if not above.is_dir() or not os.access(above, os.W_OK):
            why = "may not be written to" if above.is_dir() else "is no folder"
            raise SpecdevError(f"cannot record to `{place}`: `{above}` {why}", "name a file elsewhere")
        return Tape(place)

    def find(self, request: Request) -> Answer | None:
        """The answer to an equal request."""
        return self.answers.get(request.digest)

    def add(self, request: Request, answer: Answer) -> None:
        """Remember an answer for `save`."""
        with self._lock:
            self._made[request.digest] = (request, answer)

    def save(self) -> None:
        """Write all that was added, sorted by digest, so that the order of answers changes nothing."""
        lines = [
            json.dumps(
                {"digest": digest, "request": dict(request.arguments), "answer": answer.data()},
                ensure_ascii=False,
                sort_keys=True,
            )
            for digest, (request, answer) in sorted(self._made.items())
        ]
        self.place.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.place.with_name(f"{self.place.name}.{os.getpid()}.new")
        temporary.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="replace")
        temporary.replace(self.place)
