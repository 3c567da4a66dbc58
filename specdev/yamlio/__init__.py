"""
YAML as this product uses it: the part that means the same to every reader.

    load("a: 1\\n", "prd.yaml").data                 {"a": 1}
    positions("a: 1\\n").values[("a",)]               Place(line=1, column=4, end_line=1, end_column=4)
    front_matter("---\\na: 1\\n---\\nbody\\n")          Front(text="a: 1\\n", line=2, body="body\\n", body_line=4)
    dump({"a": ["x", "y"]})                          "a: [x, y]\\n"
    merge_comments("a: 1  # why\\n", "a: 2\\n")        "a: 2  # why\\n"

What is read: mappings, lists, text, numbers, true, false and null, by YAML 1.2's core schema: `no`, `on`
and dates are text. Anchors, aliases, tags and keys that are not text are refused, a key that stands twice
too. What is written reads the same by YAML 1.1's rules.
"""

from __future__ import annotations

from .careful import Path, Place, Positions
from .comments import merge_comments
from .reading import Front, Loaded, front_matter, load, positions
from .scalars import LIBYAML
from .writing import dump

__all__ = [
    "LIBYAML",
    "Front",
    "Loaded",
    "Path",
    "Place",
    "Positions",
    "dump",
    "front_matter",
    "load",
    "merge_comments",
    "positions",
]
