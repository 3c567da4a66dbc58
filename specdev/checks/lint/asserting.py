"""Kind by kind, whether a check can fail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from . import own, patterns, shell
from .parts import STREAMS, listed, statuses
from .vacuity import always

_EVERY_STATUS = frozenset(range(256))
Judge = Callable[[Mapping[str, Any], Collection[str]], str]
"""(the check, names of the product) -> why it can never fail; empty where it can."""


def vacuous(check: Mapping[str, Any], product: Collection[str]) -> str:
    """Why the check passes whatever happens, in words that follow its name; empty where it can fail."""
    judge = _KINDS.get(str(check.get("kind")))
    return judge(check, product) if judge else ""


def _command(check: Mapping[str, Any], product: Collection[str]) -> str:
    steps: list[Mapping[str, Any]] = [step for step in listed(check.get("steps")) if isinstance(step, dict)] or [check]
    laid = _laid(check)
    if not any(_real(step.get("expect"), laid) for step in steps):
        return "asserts nothing, so it passes whatever happens"
    if reason := _of_its_own([step.get("run") for step in steps], laid, product):
        return reason
    constant = [_constant(step) for step in steps]
    if any(_real(step.get("expect"), laid, exit=known is None) for step, known in zip(steps, constant, strict=True)):
        return ""
    status = next(known for known in constant if known is not None)
    return f"asserts nothing: its last command always ends with the exit status {status}"


def _of_its_own(runs: Sequence[Any], laid: frozenset[str], product: Collection[str]) -> str:
    """Whether all of these commands run nothing of the product."""
    names = [own.runs_nothing(run, own.Known(laid, product)) for run in runs if isinstance(run, str | list | tuple)]
    if not names or not all(names):
        return ""
    return f"runs nothing of the product, only `{'`, `'.join(dict.fromkeys(names))}`: it judges what it brings itself"


def _real(expect: Any, laid: frozenset[str], *, exit: bool = True) -> bool:
    """Whether an `expect` with exit status, streams and files can turn out otherwise."""
    if not isinstance(expect, dict):
        return False
    return (
        (exit and expect.get("exit") is not None and not statuses(expect["exit"]) >= _EVERY_STATUS)
        or expect.get("duration_ms") is not None
        or any(name in expect and not always(expect[name]) for name in STREAMS)
        or any(_real_file(file, laid) for file in listed(expect.get("files")) if isinstance(file, dict))
        or bool(listed(expect.get("unchanged")))
    )


def _real_file(file: Mapping[str, Any], laid: frozenset[str]) -> bool:
    """Whether a file that a command leaves behind can be missing or different; one that the check laid is there."""
    if "path" not in file:
        return False
    if str(file["path"]) not in laid or file.get("exists") is False:
        return True
    return not always({key: value for key, value in file.items() if key not in ("path", "exists", "type")})


def _constant(step: Mapping[str, Any]) -> int | None:
    """The exit status of a step, where it does not depend on the product."""
    run = step.get("run")
    if isinstance(run, list | tuple) and len(run) == 3 and run[0] in ("sh", "bash") and run[1] == "-c":
        run = run[2]
    return shell.constant_status(run) if isinstance(run, str) else None


def _laid(check: Mapping[str, Any]) -> frozenset[str]:
    """Names of the files that the check and its steps bring."""
    holders = (check, *(step for step in listed(check.get("steps")) if isinstance(step, dict)))
    return frozenset(name for holder in holders for name in _names(holder.get("files_in")))


def _names(files_in: Any) -> Iterator[str]:
    if isinstance(files_in, dict):
        yield from map(str, files_in)
    else:
        yield from (str(path).rpartition("/")[2] for path in listed(files_in))


def _file(check: Mapping[str, Any], product: Collection[str]) -> str:
    expect = check.get("expect")
    return _nothing(isinstance(expect, dict) and not always(expect))


def _http(check: Mapping[str, Any], product: Collection[str]) -> str:
    exchanges = listed(check.get("exchanges"))
    if any(isinstance(exchange, dict) and exchange.get("capture") for exchange in exchanges):
        return ""  # there must be something to keep
    expects = [exchange.get("expect") for exchange in exchanges if isinstance(exchange, dict)]
    return _nothing(any(_answer(expect) for expect in expects if isinstance(expect, dict)))


def _answer(expect: Mapping[str, Any]) -> bool:
    headers = expect.get("headers")
    status = expect.get("status")
    return (
        (status is not None and not statuses(status) >= frozenset(range(200, 600)))
        or "json" in expect
        or expect.get("duration_ms") is not None
        or (isinstance(headers, dict) and any(not always(matcher) for matcher in headers.values()))
        or not always(expect.get("body"))
        or any(isinstance(file, dict) and "path" in file for file in listed(expect.get("files")))
        or any(not always(rest) for rest in map(_without_place, listed(expect.get("data"))))
    )


def _without_place(condition: Any) -> Any:
    """A condition on a place of data without the place."""
    return {key: value for key, value in condition.items() if key != "at"} if isinstance(condition, dict) else None


def _data(check: Mapping[str, Any], product: Collection[str]) -> str:
    conditions = [condition for condition in listed(check.get("expect")) if isinstance(condition, dict)]
    if all(always(_without_place(condition)) for condition in conditions):
        return _nothing(False)
    return _of_its_own([check.get("run")], _laid(check), product) if check.get("run") else ""


def _golden(check: Mapping[str, Any], product: Collection[str]) -> str:
    return _nothing(bool(check.get("expected_file"))) or _of_its_own([check.get("run")], _laid(check), product)


def _absent(check: Mapping[str, Any], product: Collection[str]) -> str:
    pattern = check.get("pattern")
    if isinstance(pattern, str) and patterns.matches_nothing(pattern):
        return f"asserts nothing: no text matches `{pattern}`"
    return _nothing(pattern not in (None, ""))


def _bench(check: Mapping[str, Any], product: Collection[str]) -> str:
    expect = check.get("expect")
    bounded = isinstance(expect, dict) and not always(expect)
    return _nothing(bounded) or _of_its_own([check.get("run")], _laid(check), product)


def _test(check: Mapping[str, Any], product: Collection[str]) -> str:
    """A command of its own that writes a report which it brings."""
    run = check.get("command")
    laid = _laid(check) | {"{report}", str(check.get("report"))}
    return _of_its_own([run], laid, product) if run else ""


def _nothing(asserts: bool) -> str:
    return "" if asserts else "asserts nothing, so it passes whatever happens"


_KINDS: dict[str, Judge] = {
    "command": _command,
    "file": _file,
    "http": _http,
    "data": _data,
    "golden": _golden,
    "absent": _absent,
    "bench": _bench,
    "test": _test,
}
"""Kind to why a check of it cannot fail; kinds that always can are not listed."""
