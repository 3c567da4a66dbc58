"""Checks that a model proposes, on disk: what is asked about tasks, and specs/<slug>/proposed.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from .. import lock, source, store, survey, taskfile, yamlio
from ..checks.facts.knowledge import all_texts
from ..checks.started import service, start
from ..checks.synthesise import studied
from ..compiler.pages.judging import in_words
from ..compiler.planning import target
from ..diagnostics import Diagnostic, Span, code
from ..errors import SpecdevError
from ..llm.trouble import Trouble
from ..model import Item, Prd
from ..planner.checks.bodies import Means
from ..planner.checks.checking import Found, Request
from ..planner.checks.grounds import Grounds
from ..planner.checks.refusals import Drafted, Wanted
from ..proposed import FILE, Proposal, Proposals
from ..store import TaskRow
from . import Project, read_prd

UNANSWERED = code(
    "SD735",
    "warning",
    "{task}: the model proposed no checks: {reason}",
    help="the task keeps the checks it has; ask again, or write one with `specdev checks add {task}`",
    page="A question to the model about this task got no usable answer: the endpoint failed, a budget was used up, the "
    "answer was not of the form that was asked for. The other tasks are not concerned. Answers that came are kept, so "
    "asking again asks only what is missing.",
)
REFUSED = code(
    "SD736",
    "warning",
    "{task}: a check proposed for “{quote}” is refused: {reason}",
    help="`specdev checks add {task}` takes what a person writes",
    page="A model's check is taken as a proposal only where it runs the product and nothing else, stays in its folder, "
    "quotes words of what it covers, expects nothing that these words, what stands beside them or its own input do not "
    "tell, and can fail. This one does not. The model was told the reason and asked once more; nothing was executed.",
)
UNREAD = code(
    "SD737",
    "info",
    "{task}: {number} more proposed checks were not looked at",
    page="A model answered with more checks for one task than anybody would read. The first ones were looked at.",
)
UNPROVEN = code(
    "SD738",
    "warning",
    "{id} is not taken: {reason}",
    help="mend it or drop it: it stands in {path}",
    page="A proposed check is taken into its task when it fails on the base commit. One that passes there proves "
    "nothing about the work; one that cannot be judged there (a missing tool, the time limit) proves nothing yet. It "
    "stays in proposed.yaml with what it gave. `specdev checks prove --drop` removes what was not taken.",
)
LIMIT_NEAR = 6000
"""Characters of what stands beside the items that a question shows; all of it counts as told."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One PRD with its tasks, as questions about it are made."""

    project: Project
    slug: str
    prd: Prd
    rows: tuple[TaskRow, ...]
    means: Means
    everywhere: str
    verbs: frozenset[str]
    """Subcommands that the document runs."""
    items: Mapping[str, Item]
    beside: Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]
    """Headings to what stands under them: ID of an item, or nothing, and text."""
    lines: tuple[str, ...]
    """Of the vision; none where it is not any more what the PRD was made from."""


def read(project: Project, slug: str) -> tuple[Proposal, ...]:
    """The proposals of a spec, none where there is no file. Raises SpecdevError where it is broken."""
    name = path(project, slug)
    if not (project.root / name).is_file():
        return ()
    text, _, found = source.read_text(project.root / name, project.root)
    loaded = yamlio.load(text or "", name)
    problems = [str(d) for d in (*found, *loaded.diagnostics) if d.severity == "error"]
    try:
        if not problems:
            return Proposals.model_validate(loaded.data).proposals
    except ValidationError as error:
        problems = [f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3]]
    raise SpecdevError("; ".join(problems), f"run `specdev validate {name}` to see every mistake with its place")


def path(project: Project, slug: str) -> str:
    """The file below the root."""
    return f"{project.spec_path(slug)}/{FILE}"


def files(project: Project, slug: str, proposals: Iterable[Proposal]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What to write and what to remove so that these are the proposals of the spec."""
    every = sorted(proposals, key=lambda one: (one.task, _number(one.id), one.id))
    name = path(project, slug)
    if not every:
        return {}, (name,)
    data = Proposals(specdev=1, proposals=tuple(every)).model_dump(mode="json", exclude_defaults=True)
    return {name: yamlio.dump({"specdev": 1, **data})}, ()


def _number(name: str) -> int:
    digits = name.rpartition(".p")[2]
    return int(digits) if digits.isdecimal() else 0


def open_spec(project: Project, slug: str) -> Spec:
    """The spec with all that questions about its tasks need."""
    prd, _ = read_prd(project, slug)
    aim = target.decide(prd, survey.survey(project.root, exclude=(project.config.specs.rstrip("/"),)), project.config)
    known = studied(prd).known
    started = start(aim.run, known.name)
    served = service(known, started) if started and not started.build else None
    names = frozenset(filter(None, (known.name, aim.command)))
    means = Means(names, aim.run, started, served, known.today)
    rows = tuple(store.load_tasks(project.root, slug))
    everywhere = "\n".join([*all_texts(prd), *(name for item in prd.items() for name in item.section)])
    items = {item.id: item for item in prd.items()}
    verbs = frozenset(known.verbs)
    return Spec(project, slug, prd, rows, means, everywhere, verbs, items, _beside(prd), _vision(project, prd))


def _beside(prd: Prd) -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for item in prd.items():
        found.setdefault(item.section, []).append((item.id, _words(item)))
    for block in prd.context:
        if block.text.strip():
            found.setdefault(block.section, []).append(("", block.text))
    return {section: tuple(texts) for section, texts in found.items()}


def _vision(project: Project, prd: Prd) -> tuple[str, ...]:
    place = project.root / prd.vision.path
    if not place.is_file() or lock.digest(place.read_bytes()) != prd.vision.digest:
        return ()
    return tuple((source.read_text(place, project.root)[0] or "").splitlines())


def _how(means: Means, verbs: Iterable[str]) -> str:
    own = ", ".join(sorted(means.names))
    if means.start is None:
        return "It is started by no command: only checks of kind `file` and `absent` can be written."
    lines = [f"Its command is {own or ' '.join(means.typed)}. In the repository: {' '.join(means.typed) or own}"]
    lines += [f"Subcommands that are there when this task is done: {', '.join(sorted(verbs))}"] if verbs else []
    lines += [f"Its service: {' '.join(means.service['run'])}"] if means.service else []
    return "\n".join(lines)


def requests(spec: Spec, tasks: Sequence[str]) -> list[Request]:
    """
    What is asked: about each of these tasks all that they cover, else about what only has `test` or `review` checks.
    """
    named = set(tasks)
    proven = {item for row in spec.rows for check in row.checks if check.kind not in _UNPROVEN for item in check.covers}
    asked = []
    for row in spec.rows:
        if row.problem or (named and row.id not in named):
            continue
        items = [spec.items[name] for name in row.covers if name in spec.items and (named or name not in proven)]
        if items:
            asked.append(_request(spec, row, items))
    return asked


_UNPROVEN = ("test", "review")


def _request(spec: Spec, row: TaskRow, items: Sequence[Item]) -> Request:
    checks = _checks(spec, row)
    own = {name: text for item in items for name, text in _own(spec, item).items()}
    beside = {name: tuple(_near(spec, row, item)) for item in items for name in _own(spec, item)}
    asked = {item.id for item in items}
    near = dict.fromkeys(text for item in items for text in _near(spec, row, item, without=asked))
    product = f"{spec.prd.product}: {spec.prd.summary}" if spec.prd.summary else spec.prd.product
    before = _before(spec, row)
    later = _later(spec, before)
    made = tuple(_words(spec.items[name]) for one in before for name in one.covers if name in spec.items)
    wanted = Wanted(row.id, Grounds(own, beside, spec.everywhere, made), spec.means, checks, later)
    shown = "\n\n".join(near)
    cut = shown if len(shown) <= LIMIT_NEAR else shown[:LIMIT_NEAR].rpartition("\n")[0]
    return Request(
        wanted,
        product,
        _how(spec.means, spec.verbs - later.keys()),
        tuple(map(_shown, items)),
        cut,
        "\n\n".join(in_words(checks)),
    )


def _before(spec: Spec, row: TaskRow) -> list[TaskRow]:
    """The task and all that are done before it."""
    rows = {one.id: one for one in spec.rows}
    found = {row.id: row}
    left = [row]
    while left:
        for name in left.pop().needs:
            if name in rows and name not in found:
                found[name] = rows[name]
                left.append(rows[name])
    return [one for one in spec.rows if one.id in found]


def _later(spec: Spec, before: Sequence[TaskRow]) -> dict[str, str]:
    """Subcommands that none of these tasks makes, with one that does."""
    own = "|".join(re.escape(name) for name in sorted(spec.means.names))
    found: dict[str, str] = {}
    there = {row.id for row in before}
    for verb in spec.verbs if own else ():
        called = re.compile(rf"(?<![\w-])(?:{own})\s+{re.escape(verb)}(?![\w-])")
        makers = [
            row.id
            for row in spec.rows
            if any(name in spec.items and called.search(_words(spec.items[name])) for name in row.covers)
        ]
        if makers and not there & set(makers):
            found[verb] = makers[0]
    return found


def _checks(spec: Spec, row: TaskRow) -> list[dict[str, Any]]:
    text, _, _ = source.read_text(spec.project.root / row.path, spec.project.root)
    checks = taskfile.parse(text or "", row.path)[0].data.get("checks") or ()
    return [check for check in checks if isinstance(check, dict)]


def _own(spec: Spec, item: Item) -> dict[str, str]:
    """The words of an item and of its criteria, by ID: as they were lifted, and as they stand in the vision."""
    whole = "\n\n".join((_words(item), _lines(spec, item)))
    return {item.id: whole, **{criterion.id: criterion.text for criterion in item.acceptance}}


def _words(item: Item) -> str:
    criteria = (criterion.text for criterion in item.acceptance)
    return "\n\n".join(filter(None, (item.lead, item.text, item.detail, *criteria)))


def _lines(spec: Spec, item: Item) -> str:
    """The lines of the vision that the item was read from."""
    places = [place.lines for place in item.source if place.path == spec.prd.vision.path]
    return "\n".join(line for first, last in places for line in spec.lines[first - 1 : last])


def _near(spec: Spec, row: TaskRow, item: Item, *, without: Set[str] = frozenset()) -> Iterator[str]:
    """What stands under the headings of an item, and what holds for the whole task."""
    under = dict(spec.beside.get(item.section, ()))
    for name, text in spec.beside.get(item.section, ()):
        if name not in without:
            yield text
    for name in row.applies:
        if name in spec.items and name not in without and name not in under:
            yield _words(spec.items[name])


def _shown(item: Item) -> str:
    """An item as the question shows it."""
    head = f"{item.id} ({' / '.join(item.section)})" if item.section else item.id
    criteria = [f"{criterion.id}: {criterion.text}" for criterion in item.acceptance]
    return "\n\n".join(filter(None, (head, item.lead, item.text, item.detail, *criteria)))


def proposals(
    spec: Spec, asked: Sequence[Request], answers: Sequence[Found | Trouble], by: str
) -> tuple[list[Proposal], list[Diagnostic]]:
    """What the spec's proposals are after these answers, and what is to be said of them."""
    kept = {(one.task, one.id): one for one in read(spec.project, spec.slug)}
    said: list[Diagnostic] = []
    paths = {row.id: row.path for row in spec.rows}
    for request, answer in zip(asked, answers, strict=True):
        task = request.wanted.task
        place = Span(paths[task])
        if isinstance(answer, Trouble):
            said.append(UNANSWERED.at(place, task=task, reason=answer.message))
            continue
        kept = {key: one for key, one in kept.items() if one.task != task}
        kept |= {(task, one.id): one for one in (_proposal(spec, task, draft, by) for draft in answer.drafts)}
        said += [REFUSED.at(place, task=task, quote=one.quote[:60], reason=one.reason) for one in answer.refused]
        if answer.unread:
            said.append(UNREAD.at(place, task=task, number=answer.unread))
    return list(kept.values()), said


def _proposal(spec: Spec, task: str, draft: Drafted, by: str) -> Proposal:
    item = next((spec.items[name] for name in draft.check["covers"] if name in spec.items), None)
    place: Mapping[str, Any] = (
        {"source": {"path": item.source[0].path, "lines": list(item.source[0].lines)}} if item and item.source else {}
    )
    return Proposal(task=task, by=by[:200], check={**draft.check, **place}, files=dict(draft.files))
