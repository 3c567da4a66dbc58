"""
Shows how much the checks of the examples prove, by what they say about reference implementations with planted faults.

    python bench/prove.py                  every example
    python bench/prove.py stint pegel      these
    python bench/prove.py --quick          the concrete checks alone: a minute less for each
    python bench/prove.py --tests          what they do not find, is it found by the tests? (minutes more)
    python bench/prove.py --format json    for programs

What is judged stands in tests/references: `NAME/tree` is a product as it is when all tasks are done, `NAME/faults.yaml`
holds mistakes and `NAME/facts.yaml` what the vision says exactly.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from references.judging import Proof, prove
from references.mutations import NAMES


def as_json(proof: Proof) -> dict[str, Any]:
    return {
        "example": proof.name,
        "reference": {outcome.id: outcome.outcome for outcome in proof.reference},
        "empty": {outcome.id: outcome.outcome for outcome in proof.empty},
        "faults": [
            {
                "id": fault.id,
                "breaks": fault.breaks,
                "broken": fault.broken,
                "concrete": verdict.concrete,
                "right": verdict.right,
                "tests": verdict.tests,
            }
            for fault, verdict in proof.faults
        ],
        "facts": [
            {"id": fact.id, "of": fact.of, "kind": fact.kind, "quote": fact.quote, "concrete": verdict.concrete}
            for fact, verdict in proof.facts
        ],
    }


def as_text(proof: Proof) -> str:
    lines = [
        f"== {proof.name}",
        "",
        f"reference  {_counted(outcome.outcome for outcome in proof.reference)}",
        *(f"  {bad.id} {bad.outcome}: {bad.detail}" for bad in proof.reference if bad.outcome != "passed"),
        f"nothing    {_counted(outcome.outcome for outcome in proof.empty)}",
        *(f"  {bad.id} passes where there is nothing" for bad in proof.empty if bad.outcome == "passed"),
        "",
        *_faults(proof),
        "",
        *_facts(proof),
    ]
    return "\n".join(lines) + "\n"


def _faults(proof: Proof) -> Iterable[str]:
    verdicts = [verdict for _, verdict in proof.faults]
    right = sum(verdict.right for verdict in verdicts)
    elsewhere = sum(bool(verdict.concrete) and not verdict.right for verdict in verdicts)
    tests = sum(bool(verdict.tests) for verdict in verdicts)
    yield f"faults     {right}/{len(verdicts)} found by concrete checks of what they break"
    yield f"           {right + elsewhere}/{len(verdicts)} by any concrete check"
    if tests:
        yield f"           {right + elsewhere + tests}/{len(verdicts)} by any check, with the reference's own tests"
    for fault, verdict in proof.faults:
        if not verdict.right:
            how = ", ".join(verdict.concrete or verdict.tests)
            yield f"  {', '.join(fault.breaks):<10} {fault.id}: {fault.broken}{f' [{how}]' if how else ''}"


def _facts(proof: Proof) -> Iterable[str]:
    missed = set(proof.missed_facts)
    share = 1 - len(missed) / len(proof.facts)
    yield f"facts      {len(proof.facts) - len(missed)}/{len(proof.facts)} asserted by concrete checks, {share:.0%}"
    for fact, _ in proof.facts:
        if fact.id in missed:
            yield f"  {fact.of:<10} {fact.id} ({fact.kind}): {' '.join(fact.quote.split())}"


def _counted(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(f"{found.count(name)} {name}" for name in sorted(set(found))) or "no checks"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", metavar="EXAMPLE", nargs="*", choices=[[], *NAMES])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    args = parser.parse_args()
    names = args.names or NAMES
    proofs = (prove(name, whole=not args.quick, tests=args.tests) for name in names)
    if args.format == "json":
        print(json.dumps([as_json(proof) for proof in proofs], indent=2, ensure_ascii=False))
        return 0
    for proof in proofs:
        print(as_text(proof), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
