"""
The one reader and the one writer of the files of a project.

Reading never raises for what stands in a file: text that is not UTF-8, binary data, a link that leaves the
project are diagnostics. Writing is all or nothing: every file is written and flushed beside its place first,
then all are renamed. A list of the renames (`.specdev/journal`) lets the next command finish them when the
process is killed in between; so each file is old or new, never half, and a set of files is never mixed for long.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from .diagnostics import Diagnostic, Span, code
from .errors import SpecdevError

STATE = ".specdev"
"""Folder for caches, run state and logs; it ignores itself for git."""
JOURNAL = f"{STATE}/journal"
MAX_BYTES = 20_000_000
"""Larger files are refused. The largest requirements documents we know have 10 MB."""
_SYNC_ALL = 100  # above this many files one sync of the file system is faster than one a file
_TEMPORARY = ".specdev-new"

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


def write_files(root: Path, files: Mapping[str, str | bytes], remove: Iterable[str] = ()) -> list[str]:
    """
    Write all of `files` (path below `root` to content) and delete `remove`; the sorted paths that changed.

    What has the same content already is not touched, what is to be deleted and is not there is passed over.
    Nothing changes when a file cannot be written: then SpecdevError says which and why.
    """
    with _locked(root):
        _finish(root)
        wanted = {name: text.encode() if isinstance(text, str) else text for name, text in sorted(files.items())}
        targets = {name: _target(root, name) for name in wanted}
        changed = {name: raw for name, raw in wanted.items() if not _same(targets[name], raw)}
        gone = {name: _target(root, name) for name in sorted(set(remove) - set(wanted))}
        gone = {name: path for name, path in gone.items() if path.is_file() or path.is_symlink()}
        if changed or gone:
            _replace_all(root, {targets[name]: raw for name, raw in changed.items()}, list(gone.values()))
        return sorted([*changed, *gone])


def recover(root: Path) -> None:
    """Finish what a killed process had begun to write. Every command that reads artifacts calls it first."""
    if (root / JOURNAL).exists():
        with _locked(root):
            _finish(root)


def state_folder(root: Path) -> Path:
    """The `.specdev` folder of the project, made where it is missing."""
    folder = root / STATE
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SpecdevError(f"cannot write to `{STATE}`: {error.strerror or error}") from error
    return folder


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """One writer at a time; the lock ends with the process, however that ends."""
    with (state_folder(root) / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _target(root: Path, name: str) -> Path:
    """The real place of `name`; SpecdevError where it is not below `root`."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\\" in name or "\0" in name:
        raise SpecdevError(f"`{name}` is not a path inside the project")
    real = (root / pure).resolve()
    if not real.is_relative_to(root.resolve()):
        raise SpecdevError(f"`{name}` leads out of the project through a link", "replace the link by a folder")
    if real.is_dir():
        raise SpecdevError(f"`{name}` is a folder, not a file")
    return real


def _same(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except OSError:
        return False


def _replace_all(root: Path, files: Mapping[Path, bytes], gone: list[Path]) -> None:
    """Write all new files beside their places, note the renames, then do them."""
    renames: list[tuple[Path, Path]] = []
    folders: list[Path] = []
    current = root
    try:
        for target, raw in files.items():
            current = target
            folders += _make_folder(target.parent)
            temporary = target.with_name(f".{target.name}{_TEMPORARY}")
            renames.append((temporary, target))
            _write(temporary, raw, mode=_mode(target), flush=len(files) <= _SYNC_ALL)
        if len(files) > _SYNC_ALL:
            os.sync()
        current = root / JOURNAL
        _note(root, renames, gone)
    except OSError as error:
        for temporary, _ in renames:
            with contextlib.suppress(OSError):
                temporary.unlink()
        for folder in reversed(folders):
            with contextlib.suppress(OSError):
                folder.rmdir()
        reason = error.strerror or str(error)
        raise SpecdevError(f"cannot write `{relative(current, root)}`: {reason}; nothing was changed") from error
    _finish(root)


def _make_folder(folder: Path) -> list[Path]:
    """Make the folder; those that were missing, outermost first."""
    missing = [f for f in [folder, *folder.parents] if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _write(path: Path, raw: bytes, *, mode: int | None = None, flush: bool = True) -> None:
    with path.open("wb") as handle:
        handle.write(raw)
        if mode is not None:
            os.fchmod(handle.fileno(), mode)
        if flush:
            handle.flush()
            os.fsync(handle.fileno())


def _note(root: Path, renames: list[tuple[Path, Path]], gone: list[Path]) -> None:
    base = root.resolve()
    journal = root / JOURNAL
    note = {
        "rename": [[str(old.relative_to(base)), str(new.relative_to(base))] for old, new in renames],
        "remove": [str(path.relative_to(base)) for path in gone],
    }
    temporary = journal.with_name("journal.new")
    _write(temporary, json.dumps(note).encode())
    temporary.replace(journal)


def _finish(root: Path) -> None:
    """Do what the journal says, as far as it is not done; without a journal nothing."""
    journal = root / JOURNAL
    try:
        note = json.loads(journal.read_bytes())
        renames = [(_target(root, old), _target(root, new)) for old, new in note["rename"]]
        gone = [_target(root, name) for name in note["remove"]]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError) as error:
        raise SpecdevError(f"`{JOURNAL}` is damaged", "look at `git status`, then delete it") from error
    try:
        for temporary, target in renames:
            if temporary.exists() and temporary.name.endswith(_TEMPORARY):
                temporary.replace(target)
        for path in gone:
            path.unlink(missing_ok=True)
        for folder in sorted({path.parent for _, path in renames} | {path.parent for path in gone}):
            _sync_folder(folder)
        journal.unlink()
    except OSError as error:
        hint = "mend that, then run the command again: the rest is written first"
        raise SpecdevError(f"cannot finish writing `{error.filename}`: {error.strerror or error}", hint) from error


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every file system can
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
