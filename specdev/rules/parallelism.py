"""
Work can be shared: all minutes together are at least 1.3 times those of the longest chain.

Below that, with eight tasks or more, nearly everything stands in one row, and more agents do not help. Look at the
chain: mostly some of its needs are about order, not about what one task truly gets from another.

Fails:

    id: T001
    ---
    id: T002
    needs: [T001]
    ---
    id: T003
    needs: [T002]
    ---
    id: T004
    needs: [T003]
    ---
    id: T005
    needs: [T004]
    ---
    id: T006
    needs: [T005]
    ---
    id: T007
    needs: [T006]
    ---
    id: T008
    needs: [T007]

Passes:

    id: T001
    ---
    id: T002
    needs: [T001]
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import graph
from ..diagnostics import Diagnostic, code
from .context import Spec

CODE = code(
    "SD618",
    "warning",
    "the tasks stand nearly in one row: all work is {ratio} times its longest chain",
    help="the chain is {chain}",
    page=__doc__,
)

FEWEST_TASKS = 8
LEAST = 1.3


def check(spec: Spec) -> Iterator[Diagnostic]:
    if len(spec.needs) < FEWEST_TASKS or not spec.waves:
        return
    ratio = graph.parallelism(spec.needs, spec.minutes)
    if ratio < LEAST:
        chain = graph.critical_path(spec.needs, spec.minutes)
        last = spec.by_id[chain[-1]]
        yield CODE.at(spec.in_task(last, "needs"), ratio=f"{ratio:.2f}", chain=" → ".join(chain))
