"""What is to be built and in what: the product's shape, language, names and files, with the reason for each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ...checks.synthesise import studied
from ...config import Config
from ...model import Prd
from ...survey import Survey
from ..questions import platform
from .languages import LANGUAGES, Language

Shape = str
"""command, service, library or product (none of these is clear)."""

_MODULE = re.compile(r"\bpython3?\s+-m\s+([A-Za-z_][\w.]*)")
_IMPORT = re.compile(r"^\s*(?:>>>\s*)?(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import|import\s+([A-Za-z_]\w*))", re.M)
_ENDPOINT = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s+`?/\S*")
_LIBRARY = re.compile(
    r"\b(?:library|libraries|module to import|bibliothek|programmbibliothek|bibliothèque|biblioteca|librería"
    r"|libreria)\b|ライブラリ|库",
    re.I,
)
_COMMAND = re.compile(
    r"\b(?:command[- ]line|cli|kommandozeile\w*|ligne de commande|línea de comandos|linha de comando"
    r"|riga di comando|terminal)\b"
    r"|コマンドライン|命令行",
    re.I,
)
_STANDARD = frozenset(
    [
        "os",
        "sys",
        "re",
        "json",
        "math",
        "typing",
        "datetime",
        "pathlib",
        "collections",
        "dataclasses",
        "asyncio",
        "numpy",
        "requests",
        "pandas",
    ]
)


@dataclass(frozen=True, slots=True)
class Target:
    """Decisions that every task file states."""

    language: Language
    shape: Shape
    package: str
    """What code imports: letters, digits and `_`."""
    command: str
    """The name that a person types, empty where there is none."""
    run: tuple[str, ...]
    """How the command is started in a checkout; empty for a library."""
    runner: str
    gate: tuple[str, ...]
    survey: Survey
    assumptions: tuple[str, ...]
    """What neither the vision nor the repository says, one sentence each."""
    subcommands: bool = True
    """The command has subcommands, or nothing tells that it has none."""
    imported: bool = False
    """The vision uses names of the package in code."""

    def part(self, name: str) -> tuple[str, str]:
        """(source file, test file) of the part `name`, a slug with `-` between its words."""
        layout = self.language.new
        words = name.split("-")
        module = (
            "".join(w.capitalize() for w in words)
            if self.language.name == "java"
            else self.language.separator.join(words)
        )
        values = {"package": self.package, "name": module}
        part, test = layout.part.format(**values), layout.test.format(**values)
        if self.survey.source_dir:
            part = self.survey.source_dir + part.rsplit("/", 1)[-1]
        if self.survey.test_dir:
            test = self.survey.test_dir + test.rsplit("/", 1)[-1]
        return part, test

    @property
    def entry(self) -> str:
        layout = self.language.new
        return self.survey.entry or (layout.library if self.shape == "library" else layout.entry).format(
            package=self.package
        )

    @property
    def hot(self) -> tuple[str, ...]:
        """Files that only scaffold and integration may write."""
        return tuple(dict.fromkeys(path.format(package=self.package) for path in (*self.language.new.hot, self.entry)))

    @property
    def wiring(self) -> str:
        """How a part is reached: from the entry file, and by code that imports the package."""
        ways = self.language.wiring
        first = ways["single"] if self.shape == "command" and not self.subcommands and "single" in ways else ""
        told = [first or ways[self.shape]]
        if self.imported and ways["library"] not in told:
            told.append(ways["library"])
        return ". ".join(told).format(package=self.package)


def decide(prd: Prd, found: Survey, config: Config) -> Target:
    """The target of `prd` in the surveyed repository; what is guessed stands in `assumptions`."""
    texts = list(_texts(prd))
    everything = "\n".join(texts)
    assumptions: list[str] = []
    language, reason = _language(prd, everything, found, config)
    if reason:
        assumptions.append(reason)
    command, package = _names(prd, everything, found)
    shape = _shape(everything, command)
    if shape != "command":
        command = command if shape == "product" else ""
    run = _run(language, package, command, everything, shape)
    world = studied(prd)
    verbs = {*world.known.verbs, *(words for words in world.worlds["session"].interface.commands if words)}
    return Target(
        language=language,
        shape=shape,
        package=package,
        command=command,
        run=run,
        runner=found.runner if found.language == language.name and found.runner else language.runner,
        gate=config.gate or (found.gate if found.language == language.name else ()) or language.gate,
        survey=found,
        assumptions=tuple(assumptions),
        subcommands=bool(verbs) or not world.known.name,
        imported=bool(world.known.package),
    )


def _texts(prd: Prd) -> Iterable[str]:
    yield prd.summary
    for item in prd.items():
        yield item.text
        yield item.detail
        yield from (criterion.text for criterion in item.acceptance)
    for block in prd.context:
        yield block.text


def _language(prd: Prd, everything: str, found: Survey, config: Config) -> tuple[Language, str]:
    if found.language:
        return LANGUAGES[found.language], ""
    if config.language:
        return LANGUAGES[config.language], ""
    decided = [question.answer for question in prd.open_questions if question.code == platform.CODE.name]
    for answer in decided:  # it is an answer to the question for a language, so that `Go` is a name in it
        for name, language in LANGUAGES.items():
            if re.search(rf"(?<!\w){re.escape(language.label)}(?![\w+#])", answer):
                return LANGUAGES[name], ""
    constraints = "\n".join([*decided, *(item.text for item in prd.requirements if item.kind == "constraint")])
    for text, named in ((constraints, True), (everything, True), (constraints, False), (everything, False)):
        counts = {
            name: _mentions(language.cues if named else language.frameworks, text)
            for name, language in LANGUAGES.items()
        }
        best = max(counts, key=lambda name: counts[name])
        if counts[best]:
            return LANGUAGES[best], ""
    return LANGUAGES["python"], "The vision names no programming language: Python is assumed."


def _mentions(cues: tuple[str, ...], text: str) -> int:
    if not cues:
        return 0
    pattern = "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))
    return len(re.findall(rf"(?<![\w.-])(?:{pattern})3?(?![\w-]|\+\+|#)", text, re.I))


def _names(prd: Prd, everything: str, found: Survey) -> tuple[str, str]:
    """(command, package)."""
    modules = Counter(
        name.split(".")[0] for name in _MODULE.findall(everything) if name not in ("pip", "venv", "pytest", "http")
    )
    imports = Counter(a or b for a, b in _IMPORT.findall(everything) if (a or b) not in _STANDARD)
    own = {prd.slug, prd.slug.replace("-", "_"), prd.slug.replace("-", ""), prd.product.lower()}
    command = studied(prd).known.name
    if found.scripts:
        command = found.scripts[0]
    candidates = [
        found.package,
        *_first(modules),
        *[n for n in _first(imports) if imports[n] > 1 or n in own],
        command,
        prd.slug,
    ]
    return command, next(filter(None, map(_identifier, candidates)), "product")


def _first(counts: Counter[str]) -> list[str]:
    return [counts.most_common(1)[0][0]] if counts else []


def _identifier(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"\W+", "_", plain).strip("_").lower()
    return f"app_{name}" if name[:1].isdigit() else name


def _shape(everything: str, command: str) -> Shape:
    if len(_ENDPOINT.findall(everything)) >= 2:
        return "service"
    if command or len(_COMMAND.findall(everything)) >= 2:
        return "command"
    if _LIBRARY.search(everything):
        return "library"
    return "product"


def _run(language: Language, package: str, command: str, everything: str, shape: Shape) -> tuple[str, ...]:
    if shape == "library":
        return ()
    if language.name == "python" and _MODULE.search(everything):
        return ("python", "-m", package)
    if command and shape == "command":
        return (command,)
    return tuple(part.format(package=package, command=command) for part in language.run)
