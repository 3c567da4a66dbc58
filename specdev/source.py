"""
The one reader of the files of a project.

Reading never raises for what stands in a file: text that is not UTF-8, binary data, a link that leaves the
project are diagnostics.
"""

from __future__ import annotations

import codecs
import contextlib
import os
from pathlib import Path, PurePosixPath

from .diagnostics import Diagnostic, Span, code
from .errors import SpecdevError

MAX_BYTES = 20_000_000
"""Larger files are refused. The largest requirements documents we know have 10 MB."""

NOT_UTF8 = code(
    "SD110",
    "error",
    "not UTF-8: byte {byte} at offset {offset}",
    help="save the file as UTF-8",
    page="Documents are read as UTF-8, with or without a byte order mark. This file holds a byte that cannot be part "
    "of UTF-8 text; guessing another encoding could change words. Save it as UTF-8: most editors offer that under "
    "`save with encoding`; `iconv -f latin1 -t utf-8` converts from a shell.",
)
BINARY = code(
    "SD111",
    "error",
    "a NUL byte at offset {offset}: this is no text file",
    help="name the text document, or export it as Markdown",
    page="Text has no NUL bytes, so this is a binary file: a word processor's document, an image, a database, or a "
    "file that was damaged. Name a Markdown or text file, or export the document as Markdown.",
)
EMPTY = code(
    "SD112",
    "error",
    "the file is empty",
    help="write the document, or restore it",
    page="The file holds nothing but white space. Often a program stopped while it was writing, or a shell redirect "
    "emptied the file. Restore it from version control, or write it.",
)
TOO_LARGE = code(
    "SD113",
    "error",
    "{megabytes} MB are more than the limit of {limit} MB",
    help="split the document",
    page="Files over 20 MB are refused before they are read, so that no document can use up the memory of the machine. "
    "A document of that size holds thousands of pages: split it into one file a product, or leave embedded images out.",
)
LEAVES_ROOT = code(
    "SD114",
    "error",
    "the link leads out of the project",
    help="copy the file into the project",
    page="A symbolic link that leads out of the project could bring in words that nobody reviews with it, and it means "
    "something else on every machine. Copy the file into the project, or name the project's folder that holds both.",
)


def find_root(start: Path) -> Path:
    """
    The project that `start` stands in, as an absolute path.

    It is the nearest folder upwards with a specdev.yaml or a specs/*/prd.yaml, not above the top of the git
    repository; else that top; else the nearest folder with specs/; else `start` itself.
    """
    start = start.resolve()
    upwards = [start, *start.parents]
    top = next((folder for folder in upwards if (folder / ".git").exists()), None)
    inside = upwards[: upwards.index(top) + 1] if top else upwards
    for folder in inside:
        if (folder / "specdev.yaml").is_file() or any(folder.glob("specs/*/prd.yaml")):
            return folder
    return top or next((folder for folder in inside if (folder / "specs").is_dir()), start)


def relative(path: Path, root: Path) -> str:
    """`path` as it stands in diagnostics and artifacts: below `root`, with forward slashes."""
    with contextlib.suppress(ValueError):
        return path.relative_to(root).as_posix()
    return PurePosixPath(os.path.relpath(path, root)).as_posix()


def read_text(path: Path, root: Path) -> tuple[str | None, bytes, list[Diagnostic]]:
    """
    The text without byte order mark (None where there is none to use), the bytes, what is wrong.

    An empty file gives "" and a finding. Raises SpecdevError where the file is missing or cannot be read.
    """
    where = Span(relative(path, root))
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(root.resolve()) and _lexical(path).is_relative_to(_lexical(root)):
            return None, b"", [LEAVES_ROOT.at(where)]
        size = resolved.stat().st_size
        if size > MAX_BYTES:
            return None, b"", [TOO_LARGE.at(where, megabytes=f"{size / 1e6:.1f}", limit=MAX_BYTES // 1_000_000)]
        raw = resolved.read_bytes()
    except FileNotFoundError:
        raise SpecdevError(f"there is no file `{where.path}`", "check the name and the folder") from None
    except OSError as error:
        raise SpecdevError(f"cannot read `{where.path}`: {error.strerror or error}") from error
    text, found = decode(raw, where.path)
    return text, raw, found


def read_plain(path: str) -> str | None:
    """The text of a regular file that has nothing unusual, fast; None for what `read_text` should look at."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with open(handle, "rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES or b"\0" in raw or raw.startswith(codecs.BOM_UTF8):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if text.strip() else None


def _lexical(path: Path) -> Path:
    """The absolute path without `..`, links not followed: where a person would say that the file is."""
    return Path(os.path.normpath(path.absolute()))


def decode(raw: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text that the bytes stand for, without byte order mark; None where they are no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [
            NOT_UTF8.at(Span(path), byte=f"0x{raw[0]:02x}", offset=0, hint="the file is UTF-16: save it as UTF-8")
        ]
    nul = raw.find(0)
    if nul >= 0:
        return None, [BINARY.at(_place(raw, nul, path), offset=nul)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The codec that drops the mark counts without it, so the offset is found with the plain one.
        offset = _bad_offset(raw)
        return None, [NOT_UTF8.at(_place(raw, offset, path), byte=f"0x{raw[offset]:02x}", offset=offset)]
    return text, [] if text.strip() else [EMPTY.at(Span(path))]


def _bad_offset(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _place(raw: bytes, offset: int, path: str) -> Span:
    before = raw[:offset]
    start = before.rfind(b"\n") + 1
    return Span(path, before.count(b"\n") + 1, len(before[start:].decode("utf-8", errors="replace")) + 1)
