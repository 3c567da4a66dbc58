"""
Measures the checks that are made of documents: how many of which kind, and how many of them are right.

    python bench/synthesis.py                                    the table for tests/cases/readmes
    python bench/synthesis.py README.md docs/                    for other documents, or folders of them
    python bench/synthesis.py --format json                      the same for programs
    python bench/synthesis.py --sample 30 --seed 1               also 30 concrete checks, to be judged by reading
    python bench/synthesis.py --judged bench/verdicts.txt        also the wrong ones, and the share of right ones

A concrete check asserts what the document says, and quotes it: every check but `test`, and but the files of the plan's
own layout, which quote nothing. What several tasks check alike counts as one.

A verdict is one line of a text file: a check's key as the sample prints it, `right` or `wrong`, and any words. The key
is made of the document's name and of what the check runs and expects, so that a verdict holds for as long as the check
asserts the same, whichever task it is in. With --judged, the sample is drawn from the checks without a verdict.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from specdev import taskfile  # noqa: E402
from specdev.checks import KINDS  # noqa: E402
from specdev.checks.describe import describe  # noqa: E402

READMES = ROOT / "tests" / "cases" / "readmes"
LAYOUT = "layout"
"""The column of checks that quote nothing: files that the plan itself asks for."""
VERDICTS = ("right", "wrong")
ASIDE = frozenset({"id", "covers", "files_in", "quote", "before", "timeout_s"})
"""Fields of a check that say nothing of what it asserts; the files' content counts, not where they lie."""


class Failed(Exception):
    """A stage gave no result; the text says which, and what it printed."""


@dataclass(frozen=True)
class Concrete:
    """One check that asserts what a document says, ready to be judged."""

    key: str
    document: str
    id: str
    kind: str
    covers: tuple[str, ...]
    quote: str
    description: str
    files: Mapping[str, str]
    """Name in the check's folder, to content."""
    verdict: str = ""


@dataclass(frozen=True)
class Made:
    """What came of one document."""

    document: str
    tasks: int
    kinds: Mapping[str, int]
    """Kind, or `layout`, to the number of checks."""
    concrete: tuple[Concrete, ...]
    """Those of different keys, in the tasks' order."""


def documents(paths: Iterable[Path]) -> list[Path]:
    """The Markdown files among and in `paths`, each once, in order."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(sorted(path.glob("*.md")) if path.is_dir() else [path])
    return list(found)


def make(document: Path, verdicts: Mapping[str, str]) -> Made:
    """The checks of a document, by the real command line in an empty folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / document.name).write_bytes(document.read_bytes())
        for words in (("plan", document.name), ("approve",), ("split",)):
            _run(folder, words, document.name)
        (spec,) = (path.parent for path in folder.glob("specs/*/tasks"))
        paths = sorted((spec / "tasks").glob("*.md"))
        checks = [check for path in paths for check in _checks(path)]
        kinds = Counter(_column(check) for check in checks)
        distinct: dict[str, Concrete] = {}
        for check in checks:
            if _column(check) not in ("test", LAYOUT):
                concrete = _concrete(document.name, check, spec, verdicts)
                distinct.setdefault(concrete.key, concrete)
    return Made(document.name, len(paths), kinds, tuple(distinct.values()))


def _run(folder: Path, words: tuple[str, ...], document: str) -> None:
    command = [sys.executable, "-m", "specdev", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Failed(f"{document}: specdev {words[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")


def _checks(path: Path) -> list[dict[str, Any]]:
    task, _ = taskfile.parse(path.read_text(encoding="utf-8"), path.name)
    return list(task.data.get("checks", ()))


def _column(check: Mapping[str, Any]) -> str:
    return str(check["kind"]) if check["kind"] == "test" or check.get("quote") else LAYOUT


def _concrete(document: str, check: Mapping[str, Any], spec: Path, verdicts: Mapping[str, str]) -> Concrete:
    laid = check.get("files_in") or ()
    sources = laid if isinstance(laid, Mapping) else {path.rpartition("/")[2]: path for path in laid}
    files = {name: (spec / path).read_text(encoding="utf-8") for name, path in sources.items()}
    said = {name: value for name, value in check.items() if name not in ASIDE}
    whole = json.dumps([document, said, files], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(whole.encode()).hexdigest()[:12]
    return Concrete(
        key=key,
        document=document,
        id=check["id"],
        kind=check["kind"],
        covers=tuple(check["covers"]),
        quote=check["quote"],
        description=describe(check),
        files=files,
        verdict=verdicts.get(key, ""),
    )


def read_verdicts(path: Path) -> dict[str, str]:
    """Key to verdict; raises Failed for a line that is neither a verdict, empty nor a remark (`#`)."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.split(maxsplit=2)
        if not words or words[0].startswith("#"):
            continue
        if len(words) < 2 or words[1] not in VERDICTS:
            raise Failed(f"{path}:{number}: a key and one of {', '.join(VERDICTS)} are expected")
        found[words[0]] = words[1]
    return found


def table(made: list[Made]) -> str:
    """A Markdown table with one row a document; kinds that no document has are left out."""
    kinds = [kind for kind in (*KINDS, LAYOUT) if any(one.kinds.get(kind) for one in made)]
    counts = [[one.tasks, *(one.kinds.get(kind, 0) for kind in kinds), len(one.concrete)] for one in made]
    lines = ["| " + " | ".join(["document", "tasks", *kinds, "concrete"]) + " |"]
    lines.append("| --- |" + " ---: |" * (len(kinds) + 2))
    names = [*(one.document for one in made), "**all**"]
    for name, row in zip(names, [*counts, [sum(column) for column in zip(*counts, strict=True)]], strict=True):
        lines.append("| " + " | ".join([name, *map(str, row)]) + " |")
    return "\n".join(lines) + "\n"


def sample(checks: list[Concrete], number: int, seed: int) -> list[Concrete]:
    """`number` of the checks without a verdict (all of them where there are fewer), in their order."""
    open_ = [check for check in checks if not check.verdict]
    places = random.Random(seed).sample(range(len(open_)), min(number, len(open_)))
    return [open_[place] for place in sorted(places)]


def page(check: Concrete) -> str:
    """One check to be read beside its document."""
    lines = [f"{check.key} {check.verdict or '?'}", f"  {check.document}", *_indented(check.description)]
    for name, text in check.files.items():
        lines += [f"  {name} holds:", *_indented(text, "    | ")]
    return "\n".join([*lines, "  quote:", *_indented(check.quote, "    > ")]) + "\n"


def _indented(text: str, mark: str = "  ") -> list[str]:
    return [f"{mark}{line}".rstrip() for line in text.splitlines()]


def share(checks: list[Concrete]) -> str:
    """One line: how many of the judged checks are right."""
    counts = Counter(check.verdict for check in checks)
    judged = counts["right"] + counts["wrong"]
    part = f"{counts['right'] / judged:.1%}" if judged else "–"
    return f"{counts['right']} of {judged} judged checks are right ({part}); {counts['']} not judged\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[READMES])
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N concrete checks without a verdict")
    parser.add_argument("--seed", type=int, default=0, help="which N")
    parser.add_argument("--judged", type=Path, metavar="FILE", help="verdicts: print the wrong checks, and the share")
    args = parser.parse_args()
    try:
        verdicts = read_verdicts(args.judged) if args.judged else {}
        made = [make(document, verdicts) for document in documents(args.paths)]
    except (Failed, OSError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    every = [check for one in made for check in one.concrete]
    shown = [check for check in every if check.verdict == "wrong"] + sample(every, args.sample, args.seed)
    if args.format == "json":
        counts = [{"document": one.document, "tasks": one.tasks, "kinds": one.kinds} for one in made]
        print(json.dumps({"documents": counts, "checks": [asdict(c) for c in shown]}, indent=2, ensure_ascii=False))
        return 0
    print(table(made))
    for check in shown:
        print(page(check))
    if args.judged:
        print(share(every), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
