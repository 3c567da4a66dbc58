"""
Questions about a graph of tasks, for the planner, the rules and the views alike.

A graph is a mapping from each task to the tasks it needs, in the order in which the tasks are written:

    {"T001": (), "T002": ("T001",), "T003": ("T001", "T002")}

A need that is no key of the mapping is passed over (a rule reports it). Every answer follows the mapping's order,
so the same graph gives the same answer. Nothing here recurses; all but `reduce` are linear in tasks and needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .errors import SpecdevError

Needs = Mapping[str, Sequence[str]]


class CycleError(SpecdevError):
    """Tasks wait for each other; `path` leads from a task back to itself."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(
            f"tasks need each other in a circle: {' → '.join(path)}", "take one of these needs out of its task file"
        )
        self.path = tuple(path)


def waves(needs: Needs) -> list[list[str]]:
    """
    The tasks by waves: a task stands one wave after the last task it needs.

        {"T001": (), "T002": ("T001",), "T003": ()}  ->  [["T001", "T003"], ["T002"]]

    Raises CycleError where tasks need each other.
    """
    level = _levels(needs)
    if len(level) < len(needs):
        raise CycleError(cycle(needs) or ())
    found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for task in needs:
        found[level[task]].append(task)
    return found


def order(needs: Needs) -> list[str]:
    """Every task after all tasks it needs, otherwise in the mapping's order by waves. Raises CycleError."""
    return [task for wave in waves(needs) for task in wave]


def cycle(needs: Needs) -> list[str] | None:
    """
    The first circle as a closed path along the needs, or None.

        {"T001": ("T002",), "T002": ("T001",)}  ->  ["T001", "T002", "T001"]
    """
    placed = _levels(needs)
    left = [task for task in needs if task not in placed]
    if not left:
        return None
    # Each task that is left needs another one that is left, so walking along the needs comes back somewhere.
    inside = frozenset(left)
    task = left[0]
    seen: dict[str, int] = {}
    while task not in seen:
        seen[task] = len(seen)
        task = next(need for need in needs[task] if need in inside)
    path = list(seen)[seen[task] :]
    place = {name: position for position, name in enumerate(needs)}
    first = path.index(min(path, key=place.__getitem__))
    return [*path[first:], *path[:first], path[first]]


def critical_path(needs: Needs, minutes: Mapping[str, int]) -> list[str]:
    """The chain of tasks that takes longest, in the order of work; the earlier task wins a tie. Raises CycleError."""
    finish: dict[str, int] = {}
    before: dict[str, str] = {}
    for task in order(needs):
        known = [need for need in needs[task] if need in finish]
        if known:
            before[task] = max(known, key=lambda need: finish[need])
        finish[task] = minutes.get(task, 0) + (finish[before[task]] if task in before else 0)
    if not finish:
        return []
    path = [max(finish, key=lambda task: finish[task])]
    while path[-1] in before:
        path.append(before[path[-1]])
    return path[::-1]


def remaining(needs: Needs, minutes: Mapping[str, int]) -> dict[str, int]:
    """For each task the minutes of the longest chain that begins with it: what is started late delays. CycleError."""
    users = dependents(needs)
    found: dict[str, int] = {}
    for task in reversed(order(needs)):
        found[task] = minutes.get(task, 0) + max((found[user] for user in users[task]), default=0)
    return found


def parallelism(needs: Needs, minutes: Mapping[str, int]) -> float:
    """All minutes divided by those of the critical path: 1.0 where everything stands in one row. Raises CycleError."""
    longest = sum(minutes.get(task, 0) for task in critical_path(needs, minutes))
    return sum(minutes.get(task, 0) for task in needs) / longest if longest else 1.0


def reduce(needs: Needs) -> dict[str, tuple[str, ...]]:
    """
    The same graph without the needs that follow from others (its transitive reduction).

        {"T001": (), "T002": ("T001",), "T003": ("T001", "T002")}  ->  {…, "T003": ("T002",)}

    A need that is unknown or named twice is dropped too. Raises CycleError.
    """
    bit = {task: 1 << position for position, task in enumerate(needs)}
    above: dict[str, int] = {}  # task -> bits of all it needs, directly or not
    for task in order(needs):
        bits = 0
        for need in needs[task]:
            if need in bit:
                bits |= bit[need] | above[need]
        above[task] = bits
    return {task: _reduced(needs[task], bit, above) for task in needs}


def dependents(needs: Needs) -> dict[str, tuple[str, ...]]:
    """The graph turned round: for each task those that need it directly."""
    found: dict[str, dict[str, None]] = {task: {} for task in needs}
    for task, wanted in needs.items():
        for need in wanted:
            if need in found:
                found[need][task] = None
    return {task: tuple(names) for task, names in found.items()}


def ready(needs: Needs, done: frozenset[str] | set[str]) -> list[str]:
    """The tasks that are not done and whose needs all are; an unknown need is never done."""
    return [task for task, wanted in needs.items() if task not in done and all(need in done for need in wanted)]


def _reduced(wanted: Sequence[str], bit: Mapping[str, int], above: Mapping[str, int]) -> tuple[str, ...]:
    known = [need for need in dict.fromkeys(wanted) if need in bit]
    implied = 0
    for need in known:
        implied |= above[need]
    return tuple(need for need in known if not bit[need] & implied)


def _levels(needs: Needs) -> dict[str, int]:
    """
    For each task the length of the longest chain of needs before it.

    Tasks that stand in a circle or wait for one are missing.
    """
    users = dependents(needs)
    waiting = {task: len({need for need in wanted if need in needs}) for task, wanted in needs.items()}
    queue = [task for task, count in waiting.items() if not count]
    level = dict.fromkeys(needs, 0)
    for task in queue:  # grows while it is walked
        for user in users[task]:
            waiting[user] -= 1
            level[user] = max(level[user], level[task] + 1)
            if not waiting[user]:
                queue.append(user)
    return {task: level[task] for task in queue}
