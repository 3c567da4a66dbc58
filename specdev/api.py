"""
What programs call: the same stages as the command line, with values in and out.

    compilation = specdev.compile("vision.md")       # .prd .tasks .diagnostics .ok; nothing is written
    specdev.write(compilation)                       # the paths that changed
    specdev.validate("specs")                        # what the rules find
    for outcome in specdev.verify("T001", yes=True): ...
    specdev.export("T001", to="build", format="sh")  # the paths that were written
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import outcomes, source, transaction, validation, verification
from .compiler.pages.build import TaskFile
from .diagnostics import Diagnostic
from .errors import SpecdevError
from .model import Prd
from .project import Project, drafts, exports, open_project, splits


@dataclass(frozen=True, slots=True)
class Compilation:
    """What one vision compiles to, in memory."""

    project: Project
    prd: Prd
    tasks: tuple[TaskFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, str]
    """prd.yaml, prd.md and the lock: path below the project's root to text."""

    @property
    def ok(self) -> bool:
        """Whether no diagnostic is an error."""
        return all(found.severity != "error" for found in self.diagnostics)


def compile(vision: str | Path) -> Compilation:
    """
    The PRD and the tasks of a vision; nothing is written.

    Raises SpecdevError where the document cannot be read; what is wrong inside it stands in `diagnostics`.
    """
    path = Path(vision).absolute()
    project = open_project(path.parent)
    made = drafts.draft(project, path)
    if not isinstance(made, drafts.Draft):
        raise SpecdevError("; ".join(map(str, made)))
    return Compilation(project, made.prd, splits.tasks_of(project, made.prd), made.diagnostics, dict(made.files))


def write(compilation: Compilation) -> list[str]:
    """Write PRD and task files beside what a person edited; the paths that changed, below the project's root."""
    project = compilation.project
    changed = transaction.write_files(project.root, compilation.files)
    made = splits.split(project, compilation.prd.slug)
    errors = [str(found) for found in made.diagnostics if found.severity == "error"]
    if errors:
        raise SpecdevError("; ".join(errors))
    return sorted({*changed, *transaction.write_files(project.root, made.files, made.remove)})


def validate(path: str | Path = ".") -> list[Diagnostic]:
    """What schemas and rules find in the specs of the project that `path` stands in; executes nothing."""
    start = Path(path).absolute()
    root = source.find_root(start if start.is_dir() else start.parent)
    inside = [] if start == root else [source.relative(start, root)]
    return list(validation.validate(root, inside).diagnostics)


def verify(
    *selectors: str,
    path: str | Path = ".",
    base: str | None = None,
    tree: str | Path | None = None,
    yes: bool = False,
) -> Iterator[outcomes.Outcome]:
    """
    The outcomes of the checks of the tasks or checks named, or of all.

    `base` is a commit on which they must fail, `tree` the product to judge where it is not the project itself, and
    `yes` agrees to what is executed.
    """
    options = outcomes.Options(base=base, tree=Path(tree) if tree is not None else None)
    return verification.verify(source.find_root(Path(path).absolute()), selectors, options, yes=yes)


def export(*selectors: str, to: str | Path, format: str, path: str | Path = ".") -> list[str]:
    """
    Write the checks of tasks for another tool (`sh`, `pytest`, `bats` or `harbor`); the files, below `to`.

    Raises SpecdevError where a check cannot be run, or a file that is not ours stands in the way.
    """
    root = source.find_root(Path(path).absolute())
    return list(exports.write(root, selectors, Path(to).absolute(), format).files)
