"""A check in words: what is run, with which input, and what must come out, so that a person can do it by hand."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import Any

from .phrasing import (
    PLACES,
    code,
    condition_words,
    fence,
    file_words,
    line_words,
    listed,
    matcher_words,
    replaced,
    value_words,
)
from .reports import marker
from .requests_in_words import http_words, service_start

SHORT = 60
"""Characters up to which an expected text stands in the line; a longer one gets a block of its own."""


def describe(check: Mapping[str, Any], *, told: str = "") -> str:
    """
    One or two lines of Markdown for a check as it stands in a task; expected texts are whole, long ones fenced.

    `told` is the start of a service that stands before (see `service_start`) and is not told again.
    """
    words = _KINDS.get(str(check.get("kind")), _other)(check)
    if told and service_start(check) == told:
        words = words.removeprefix(f"{told}, then ")
    covers = ", ".join(map(str, check.get("covers", ())))
    return f"**{check.get('id', '?')}**{f' ({covers})' if covers else ''}: {words}"


def _command(check: Mapping[str, Any]) -> str:
    where = "in an empty folder" if check.get("cwd") == "{scratch}" else _folder(check.get("cwd", "."))
    names = _laid(check.get("files_in") or ())
    files = f" that holds {listed(names)}" if names and "empty" in where else ""
    where = where.replace("an empty folder", "a folder", 1) if files else where
    if names and not files:
        files = f" with {listed(names)} laid into it"
    steps = check.get("steps")
    if not steps and list(check.get("run", ()))[:3] == ["python", "-m", "doctest"]:
        files = listed([f"`{path}`" for path in check.get("files_in") or ()])
        return f"the examples in {files} hold: {code(line_words(check['run']))} beside them, in an empty folder"
    if not steps:
        return _step(check, f" {where}{files}")
    lines = [f"{number}. {_step(step, '')}" for number, step in enumerate(steps, 1)]
    return f"in order, {where}{files}:\n\n" + "\n".join(lines)


def _laid(files_in: Any) -> list[str]:
    """The files that are laid into the working folder, in words."""
    if not isinstance(files_in, Mapping):
        files_in = {str(path).rpartition("/")[2]: path for path in files_in}
    found = []
    for name, origin in files_in.items():
        if isinstance(origin, Mapping):
            found.append(f"`{name}` ({origin.get('times')} times `{origin.get('file')}`)")
        else:
            found.append(f"`{name}` (`{origin}`)")
    return found


def _folder(cwd: str) -> str:
    return "in the repository's top folder" if cwd == "." else f"in `{cwd}`"


def _step(step: Mapping[str, Any], where: str) -> str:
    run = step.get("run", "")
    line = replaced(run, PLACES) if isinstance(run, str) else line_words(run)
    env = "".join(f"{name}={shlex.quote(str(value))} " for name, value in (step.get("env") or {}).items())
    names = _laid(step.get("files_in") or ()) if not where else []
    begin = "emptied" if step.get("fresh") else ""
    begin += f"{', ' if begin else ''}with {listed(names)}: " if names else ": " if begin else ""
    text = f"{begin}run {code(env + line)}{where}"
    if stdin := step.get("stdin"):
        text += f", with {value_words(stdin)} on standard input"
    told = expectations(step.get("expect") or {})
    return f"{text}; {told}" if told else text


def expectations(expect: Mapping[str, Any]) -> str:
    """What a command must give, as one clause; texts that do not fit into a line are fenced below it."""
    inline: list[str] = []
    blocks: list[str] = []
    if (status := expect.get("exit")) is not None:
        inline.append(_exit(status))
    for name, label in (("stdout", "standard output"), ("stderr", "standard error"), ("output", "what it prints")):
        if (matcher := expect.get(name)) is not None:
            text = (
                matcher if isinstance(matcher, str) else matcher.get("equals") if set(matcher) == {"equals"} else None
            )
            if isinstance(text, str) and ("\n" in text.strip("\n") or len(text) > SHORT):
                blocks.append(f"{label} is exactly:\n\n{fence(text)}")
            else:
                inline.append(f"{label} {matcher_words(matcher)}")
    for file in expect.get("files", ()):
        inline.append(f"the file `{file.get('path')}` {file_words(file)}")
    if limit := expect.get("duration_ms"):
        inline.append(f"it takes at most {limit} ms")
    if unchanged := expect.get("unchanged"):
        inline.append(
            f"{listed([f'`{path}`' for path in unchanged])} {'is' if len(unchanged) == 1 else 'are'} unchanged"
        )
    return "; ".join([part for part in (listed(inline), *blocks) if part])


def _exit(status: Any) -> str:
    if status == "nonzero":
        return "the exit status is not 0"
    wanted = " or ".join(map(str, status)) if isinstance(status, list | tuple) else str(status)
    return f"the exit status is {wanted}"


def _file(check: Mapping[str, Any]) -> str:
    return f"`{check.get('path')}` {file_words(check.get('expect') or {})}"


def _test(check: Mapping[str, Any]) -> str:
    select = check.get("select", "")
    ids = [select] if isinstance(select, str) else list(select)
    names = listed([f"`{marker(identifier)}`" for identifier in ids])
    count = check.get("min_count", 1)
    many = "a test" if count == 1 else f"at least {count} tests"
    written = (
        f"{many} for each of {names}, with that text in its name"
        if len(ids) > 1
        else f"{many} with {names} in its name"
    )
    red = "" if check.get("before") == "pass" else " They must fail on the code as it was before."
    return (
        f"write {written}, in upper or lower case, and run the tests with {check.get('runner')}: they "
        f"are found, all of them pass and none is skipped.{red}"
    )


def _data(check: Mapping[str, Any]) -> str:
    origin = f"`{check['path']}`" if check.get("path") else f"what {code(line_words(check.get('run', ())))} prints"
    return f"in {origin}, {listed([condition_words(condition) for condition in check.get('expect') or ()])}"


def _absent(check: Mapping[str, Any]) -> str:
    paths = listed([f"`{path}`" for path in check.get("paths", ())])
    return f"no file of {paths} matches the regular expression {code(str(check.get('pattern', '')))}"


def _bench(check: Mapping[str, Any]) -> str:
    where = " in an empty folder" if check.get("cwd") == "{scratch}" else ""
    if names := _laid(check.get("files_in") or ()):
        where = f" in a folder that holds {listed(names)}" if where else f" with {listed(names)} laid into it"
    run = _step({"run": check.get("run", ())}, where)
    expect = check.get("expect") or {}
    bound = f"at most {expect['le']}" if "le" in expect else f"less than {expect.get('lt')}"
    stat, unit = check.get("stat", "p50"), check.get("unit", "ms")
    return f"{run}, {check.get('repeats', 5)} times; the {stat} of the times is {bound} {unit}"


def _golden(check: Mapping[str, Any]) -> str:
    return f"{_command({**check, 'expect': {}})}; it prints exactly what `{check.get('expected_file')}` holds"


def _schema(check: Mapping[str, Any]) -> str:
    verdict = "is" if check.get("valid", True) else "is not"
    return f"`{check.get('instance')}` {verdict} valid by the JSON Schema `{check.get('schema_file')}`"


def _review(check: Mapping[str, Any]) -> str:
    return f"a person judges: {check.get('question')}"


def _other(check: Mapping[str, Any]) -> str:
    rest = {
        key: value
        for key, value in check.items()
        if key not in ("id", "covers", "kind", "timeout_s", "before", "quote", "source")
    }
    facts = ", ".join(f"{key} {value_words(value)}" for key, value in rest.items())
    return f"{check.get('kind')} check: {facts}"


_KINDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "command": _command,
    "file": _file,
    "test": _test,
    "http": http_words,
    "data": _data,
    "absent": _absent,
    "bench": _bench,
    "golden": _golden,
    "schema": _schema,
    "review": _review,
}
"""Kind to its words; a kind that is not listed is described field by field."""
