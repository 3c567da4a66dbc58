"""
What the planner knows of a programming language: where files go, what runs the tests, how parts are wired.

One module a language, each with a `LANGUAGE`; the order of LANGUAGES decides where two manifests are found.
"""

from __future__ import annotations

from .base import Language, Layout
from .go import LANGUAGE as GO
from .java import LANGUAGE as JAVA
from .node import LANGUAGE as NODE
from .node import TYPESCRIPT
from .others import OTHERS
from .python import LANGUAGE as PYTHON
from .rust import LANGUAGE as RUST

LANGUAGES: dict[str, Language] = {
    language.name: language for language in (PYTHON, TYPESCRIPT, NODE, GO, RUST, JAVA, *OTHERS.values())
}

__all__ = ["LANGUAGES", "Language", "Layout"]
