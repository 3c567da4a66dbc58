"""
Whether a check that a model proposes can be taken: harmless, grounded, able to fail, and one of ours.

Each function gives the first reason against it, in words for the reviewer and for the model, which may write it anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...checks.drafts import QUOTE_LENGTH
from ...checks.lint import lint
from ...checks.regex import problem
from ...checks.seal import own_seal
from ...checks.selection import validated
from . import forms
from .bodies import Means, RefusedError, body, value
from .grounds import Given, Grounds, tokens

MOST_CHARACTERS = 32_000
"""Of all that a check holds."""
MOST_PARTS = 20
"""Steps, requests, files or conditions of a check."""
MOST_NAME = 120
_LEADS_OUT = re.compile(
    r"(?:^|=)(?:/\w|~(?:/|$))|(?:^|[/=\\])\.\.(?:[/\\]|$)|\{(?:tree|scratch|bin)\}|^[A-Za-z]:\\|^file:"
)
_NAME = re.compile(r"[\w.][\w.+@ -]*(?:/[\w.][\w.+@ -]*)*")
_HIDDEN = frozenset((".git", ".specdev", ".", ".."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What checks are wanted for: the items of one task."""

    task: str
    grounds: Grounds
    means: Means
    present: Sequence[Mapping[str, Any]] = ()
    """The checks that the task has."""
    later: Mapping[str, str] = field(default_factory=dict)
    """Subcommands that need not be there yet when the task is done, with the task that makes them."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A check that can be taken, and the files it uses: path below the spec's folder to text."""

    quote: str
    check: Mapping[str, Any]
    files: Mapping[str, str]


def drafted(form: forms.Grounded, wanted: Wanted, number: int) -> Drafted:
    """The check as it will stand in a task. RefusedError says why it cannot."""
    for reason in (
        _unprintable(form),
        _too_much(form),
        _ungrounded(form, wanted.grounds),
        _leads_out(form),
        _early(form, wanted),
    ):
        if reason:
            raise RefusedError(reason)
    fields, files = body(form, wanted.task, wanted.means)
    _invented(form, wanted.grounds)
    check = {"id": f"{wanted.task}.p{number}", "covers": list(dict.fromkeys(form.covers)), **fields}
    check["quote"] = form.quote.strip()[:QUOTE_LENGTH]
    if (reason := _unfit(check, wanted.means)) or (reason := _cannot_fail(form)):
        raise RefusedError(reason)
    told = own_seal(_bare(check), files)
    if any(told == own_seal(_bare(other), {}) for other in wanted.present if not files):
        raise RefusedError("the task has this check already")
    return Drafted(form.quote, check, files)


def _bare(check: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in check.items() if key not in ("covers", "timeout_s", "before")}


def _unprintable(form: forms.Grounded) -> str:
    for text in _strings(form.model_dump()):
        for character in text:
            if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and character not in "\n\t\r":
                return f"it holds the control character U+{ord(character):04X}"
            if unicodedata.bidirectional(character) in _DIRECTIONS:
                return f"it holds U+{ord(character):04X}, which turns the direction of writing"
    return ""


_DIRECTIONS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def _too_much(form: forms.Grounded) -> str:
    size = sum(map(len, _strings(form.model_dump())))
    if size > MOST_CHARACTERS:
        return f"it holds {size} characters, {MOST_CHARACTERS} are the most"
    for name in ("files", "steps", "exchanges", "expect", "content", "paths"):
        if len(getattr(form, name, ())) > MOST_PARTS:
            return f"it has {len(getattr(form, name))} `{name}`, {MOST_PARTS} are the most"
    for name in ("steps", "exchanges", "expect", "paths"):
        if getattr(form, name, None) == []:
            return f"its `{name}` are empty"
    return ""


def _ungrounded(form: forms.Grounded, grounds: Grounds) -> str:
    if not form.covers:
        return "it covers nothing"
    for item in form.covers:
        if item not in grounds.own:
            return f"it covers `{item}`, which was not asked for"
    if not grounds.quoted(form.quote, form.covers):
        return "its quote is not in the words of what it covers"
    return ""


def _leads_out(form: forms.Grounded) -> str:
    """Whether it names anything outside its folder or the repository."""
    for word in _words(form):
        if _LEADS_OUT.search(word):
            return f"`{word}` leads out of the folder it runs in"
    for name in _names(form):
        if len(name) > MOST_NAME or not _NAME.fullmatch(name) or _HIDDEN & set(name.casefold().split("/")):
            return f"`{name}` is no name for a file of its own"
    return ""


def _early(form: forms.Grounded, wanted: Wanted) -> str:
    """Whether it runs what only a later task makes, or one that is done at the same time."""
    runs = [step.run for step in form.steps] if isinstance(form, forms.Command) else []
    runs += [form.run] if isinstance(form, forms.Data) else []
    for run in runs:
        if (verb := _verb(run)) in wanted.later:
            return f"`{verb}` is made by {wanted.later[verb]}, which need not be done before {wanted.task}"
    return ""


def _verb(run: Sequence[str]) -> str:
    """The subcommand: the first word behind the program that is no option."""
    return next((word for word in run[1:] if not word.startswith("-")), "")


def _words(form: forms.Grounded) -> Iterator[str]:
    """The words of commands, and globs."""
    match form:
        case forms.Command():
            yield from (word for step in form.steps for word in step.run)
        case forms.Data():
            yield from form.run
        case forms.Http():
            yield from form.serve
        case forms.Absent():
            yield from form.paths


def _names(form: forms.Grounded) -> Iterator[str]:
    """The names of files."""
    match form:
        case forms.Command():
            yield from (laid.path for laid in form.files)
            yield from (left.path for step in form.steps for left in step.leaves)
        case forms.Data():
            yield from (laid.path for laid in form.files)
        case forms.File():
            yield form.path


def _invented(form: forms.Grounded, grounds: Grounds) -> None:
    """RefusedError for what is expected or called and told nowhere."""
    given = grounds.holding(form.covers, [*_inputs(form)], _pieces(form))
    for word in _words(form):
        name = word.partition("=")[0]
        if re.match(r"--?[A-Za-z]", word) and not grounds.told(name):
            raise RefusedError(f"the option `{name}` stands nowhere in the document")
    _JUDGES[type(form)](form, given)


def _inputs(form: forms.Grounded) -> Iterator[str]:
    """All that the check gives to the product."""
    yield from _words(form)
    match form:
        case forms.Command():
            yield from (text for laid in form.files for text in (laid.path, laid.text))
            yield from (step.stdin or "" for step in form.steps)
        case forms.Data():
            yield from (text for laid in form.files for text in (laid.path, laid.text))
            yield form.stdin or ""
        case forms.Http():
            yield from (text for one in form.exchanges for text in (one.path, one.body or ""))


def _pieces(form: forms.Grounded) -> int:
    """Of how many pieces the input is at most, for counting on."""
    steps = len(getattr(form, "steps", ()) or getattr(form, "exchanges", ()))
    return max(steps, *(text.count("\n") + 1 for text in _inputs(form)), 1)


def _judge_command(form: forms.Command, given: Given) -> None:
    for step in form.steps:
        if isinstance(step.exit, int) and step.exit not in (0, 1):
            _number(step.exit, "exit status", given)
        _texts((*step.stdout, *step.stderr), given.about(_verb(step.run)))
        for left in step.leaves:
            _file(left.path, given)
            _texts(left.content, given)


def _judge_data(form: forms.Data, given: Given) -> None:
    _places(form.expect, given)


def _judge_http(form: forms.Http, given: Given) -> None:
    for one in form.exchanges:
        if not (one.status == 200 and one.method in ("GET", "HEAD")):
            _number(one.status, "status", given)
        first = one.path.partition("?")[0].strip("/").partition("/")[0]
        if first and one.status not in (404, 405) and not given.grounds.told(first):
            raise RefusedError(f"the path `{one.path}` stands nowhere in the document")
        _texts(one.says, given)
        _places(one.data, given)


def _judge_file(form: forms.File, given: Given) -> None:
    _file(form.path, given)
    _texts(form.content, given)


def _judge_absent(form: forms.Absent, given: Given) -> None:
    _texts([forms.Text(how="matches", text=form.pattern)], given)


_JUDGES: Mapping[type[forms.Grounded], Callable[[Any, Given], None]] = {
    forms.Command: _judge_command,
    forms.Data: _judge_data,
    forms.Http: _judge_http,
    forms.File: _judge_file,
    forms.Absent: _judge_absent,
}


def _texts(texts: Sequence[forms.Text], given: Given) -> None:
    for one in texts:
        if one.how == "matches" and (reason := problem(one.text)):
            raise RefusedError(f"`{one.text}` is no regular expression: {reason}")
        if one.how != "not_contains":  # what must not be there need not be told word by word
            _expected(one.text, given, pattern=one.how == "matches")


def _expected(text: str, given: Given, *, pattern: bool = False) -> None:
    if strange := given.strange(text, pattern=pattern):
        raise RefusedError(f"it expects `{strange}`, which the words do not tell and the check does not give")


def _places(places: Sequence[forms.Place], given: Given) -> None:
    for place in places:
        for key in tokens(place.at):
            if not key.isdecimal() and not given.knows(key) and not given.grounds.told(key):
                raise RefusedError(f"it looks at `{place.at}`, and `{key}` stands nowhere in the document")
        wanted = value(place.value)
        if place.how == "len":
            if not isinstance(wanted, int) or (wanted > given.pieces and not given.knows(str(wanted))):
                raise RefusedError(f"it expects {place.value} elements, which the words do not tell")
        elif isinstance(wanted, str | int | float) and not isinstance(wanted, bool):
            _expected(str(wanted), given)
        elif isinstance(wanted, list | dict):
            for text in _strings(wanted):
                _expected(text, given)


def _number(number: int, what: str, given: Given) -> None:
    if str(number) not in given.numbers:
        raise RefusedError(f"it expects the {what} {number}, which the words do not tell")


def _file(path: str, given: Given) -> None:
    name = path.rpartition("/")[2]
    if not (given.grounds.told(path) or given.grounds.told(name) or set(tokens(name)) <= given.inputs):
        raise RefusedError(f"the file `{path}` stands nowhere in the document")


def _cannot_fail(form: forms.Grounded) -> str:
    """What the lint cannot know: a crash ends with a status that is not 0, and prints nothing that must not be."""
    if not isinstance(form, forms.Command):
        return ""
    for step in form.steps:
        said = any(text.how != "not_contains" for text in (*step.stdout, *step.stderr))
        if step.exit == 0 or said or step.leaves:
            return ""
    return "a product that crashes would pass it: it expects a failure, and nothing of what is printed or left"


def _unfit(check: Mapping[str, Any], means: Means) -> str:
    """What the models and the lint say of it."""
    if broken := validated(check)[1]:
        return broken.removeprefix("broken check: ")
    found = next(iter(lint(check, means.names)), None)
    return found[1].removeprefix(f"check `{check['id']}` ") if found else ""


def _strings(data: Any) -> Iterator[str]:
    """Every text in the data; numbers as they are written."""
    if isinstance(data, Mapping):
        for key, one in data.items():
            yield str(key)
            yield from _strings(one)
    elif isinstance(data, list | tuple):
        for one in data:
            yield from _strings(one)
    elif isinstance(data, str | int | float) and not isinstance(data, bool):
        yield str(data)
