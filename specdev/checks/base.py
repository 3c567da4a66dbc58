"""What every check has, and what it gets and gives when it is executed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ..model import Artifact, Glob, ItemId, Source
from .matchers import Matcher
from .search import Unjudged

Outcome = Literal["passed", "failed", "error", "skipped"]

SCRATCH = "{scratch}"
"""As `cwd`: an empty folder of the check's own, instead of the fresh copy of the repository."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where one check is executed: nothing in it outlives the check."""

    tree: Path
    """A fresh copy of the repository, the check's own."""
    scratch: Path
    """An empty folder, the check's own."""
    reports: Path
    """An empty folder outside both, for what test runners report."""
    spec: Path
    """The spec's folder, the trusted one: files named by `files_in` are read from it."""
    bin: Path
    """An empty folder, the check's own, that stands first on PATH."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """The whole environment of every program that is started."""

    def folder(self, cwd: str) -> Path:
        """The folder that `cwd` of a check means."""
        return self.scratch if cwd == SCRATCH else self.tree / cwd

    def fill(self, text: str, **more: str) -> str:
        """`text` with {tree}, {scratch}, {bin} and the names in `more` filled in; other braces stay as they are."""
        places = {"tree": str(self.tree), "scratch": str(self.scratch), "bin": str(self.bin)}
        for name, value in {**places, **more}.items():
            text = text.replace("{" + name + "}", value)
        return text


@dataclass(frozen=True, slots=True)
class Result:
    """What executing a check gave."""

    outcome: Outcome
    detail: str = ""
    """Why it did not pass, for a person; empty where it did."""
    command: tuple[str, ...] = ()
    """What was started last."""
    exit: int | None = None
    """Its exit status; negative for a signal, None where nothing ended."""
    output: bytes = b""
    """What was printed, capped: standard output, then standard error."""


class NotBuiltError(Exception):
    """The product lacks what a check needs, so the check has failed; the message says what."""


class BaseCheck(Artifact):
    """The fields that every kind of check has."""

    serves: ClassVar[bool] = False
    """Whether programs of this kind listen on ports, so that each check gets a network of its own."""

    id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=80,
            pattern=r"^\w[\w.~:-]*$",
            description="Of the task, a dot and a number: T003.1.",
        ),
    ]
    covers: Annotated[
        tuple[ItemId, ...],
        Field(
            description="The items it proves; empty where it proves that a frame stands or that parts work together."
        ),
    ]
    timeout_s: Annotated[
        float, Field(gt=0, le=86400, description="Seconds until it is stopped; the outcome is then error.")
    ]
    before: Annotated[
        Literal["fail", "pass"],
        Field(description="What it must do before the task is done: fail, or pass where it guards what exists."),
    ] = "fail"
    network: Annotated[
        bool, Field(description="It may use the network; without this there is only the loopback interface.")
    ] = False
    quote: Annotated[str, Field(description="The words of the vision it was made from.")] = ""
    source: Annotated[Source | None, Field(description="Where these words stand.")] = None

    def execute(self, workspace: Workspace) -> Result:
        """Run the check; where what came out cannot be judged, the outcome is error."""
        try:
            return self._execute(workspace)
        except NotBuiltError as reason:
            return Result("failed", str(reason))
        except Unjudged as reason:
            return Result("error", str(reason))
        except RecursionError:
            return Result("error", "what came out is nested too deeply to be judged")

    def _execute(self, workspace: Workspace) -> Result:
        """Run the check. Every kind has its own."""
        raise NotImplementedError

    def commands(self) -> tuple[str, ...]:
        """The command lines it will start, for the person who is asked for consent; none where it only looks."""
        return ()

    def alone(self, isolated: bool) -> bool:
        """Whether nothing else may run meanwhile; `isolated` says that it has a network of its own."""
        return False


class Repeated(Artifact):
    """A file that holds another one many times over: big input from a small sample."""

    file: Annotated[Glob, Field(description="The file below the spec's folder.")]
    times: Annotated[int, Field(ge=1, le=10_000_000, description="How many times it stands there.")]


FilesIn = Annotated[
    tuple[Glob, ...] | dict[Glob, Glob | Repeated],
    Field(
        description="Files laid into the working folder first: name there to file below the spec's folder, or to "
        "`{file, times}` for one that is written many times over; a list keeps base names."
    ),
]


def files_in(wanted: tuple[str, ...] | Mapping[str, str | Repeated]) -> dict[str, Repeated]:
    """Name in the working folder to file below the spec's folder, and how often it stands there."""
    if not isinstance(wanted, Mapping):
        wanted = {path.rpartition("/")[2]: path for path in wanted}
    return {
        name: Repeated(file=origin, times=1) if isinstance(origin, str) else origin for name, origin in wanted.items()
    }


WorkingFolder = Annotated[
    Glob, Field(description="Working folder below the repository, or `{scratch}` for an empty one.")
]


def enter(cwd: str, wanted: tuple[str, ...] | Mapping[str, str | Repeated], workspace: Workspace) -> Path:
    """The folder that `cwd` means, with the files of `files_in` in it. NotBuiltError where there is none."""
    folder = workspace.folder(cwd)
    lay(wanted, workspace, folder)
    if not folder.is_dir():
        raise NotBuiltError(f"working folder `{cwd}` does not exist")
    return folder


def lay(wanted: tuple[str, ...] | Mapping[str, str | Repeated], workspace: Workspace, folder: Path) -> None:
    """Copy the files of `files_in` into `folder`. Unjudged where one is missing, or would be written elsewhere."""
    for name, laid in files_in(wanted).items():
        origin = workspace.spec / laid.file
        if not origin.is_file():
            raise Unjudged(f"file `{laid.file}` is missing in the spec's folder")
        target = folder / name
        real = target.parent.resolve()
        if not any(real.is_relative_to(own.resolve()) for own in (workspace.tree, workspace.scratch)):
            raise Unjudged(f"file `{name}` cannot be laid: a link of the product leads out of the copy")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_symlink():
            target.unlink()  # else what it leads to would be written over
        content = origin.read_bytes()
        with target.open("wb") as file:
            file.writelines(content for _ in range(laid.times))


class FileExpect(Matcher):
    """Conditions on a file: on itself, and on its text as any matcher."""

    exists: Annotated[bool | None, Field(description="true: it is there; false: it is not.")] = None
    type: Annotated[Literal["file", "directory"] | None, Field(description="What it is.")] = None
    sha256: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$", description="Digest of its bytes.")] = None
    equals_file: Annotated[
        Glob | None, Field(description="A file below the spec's folder that holds the same, after `normalize`.")
    ] = None
    size: Annotated[int | Matcher | None, Field(description="Its bytes.")] = None
    executable: Annotated[bool | None, Field(description="Whether its owner may execute it.")] = None


class NamedFile(FileExpect):
    """A file that a command must leave behind (or must not), below the working folder."""

    path: Annotated[Glob, Field(description="Below the working folder.")]
