"""docs/diagnostics.md: every code with its page, from the declarations."""

from __future__ import annotations

import re
from importlib import import_module

from ..diagnostics import CODES, Code
from .markdown import NOTICE, code, table

GROUPS = {
    "SD1": "Documents and files",
    "SD2": "Wording",
    "SD3": "Form of a requirement",
    "SD4": "Consistency",
    "SD5": "Checks",
    "SD6": "Task graph",
    "SD7": "Trace and change",
    "SD8": "Security",
    "SD9": "Run and settings",
}

INTRODUCTION = """
# Diagnostics

A diagnostic says what is wrong at one place of one of your documents:

```text
path:line:column: severity[CODE]: message
```

*error* stops what would build on it and gives exit status 1, *warning* should be looked at (with `--strict` it counts
as an error), *info* and *hint* never change the exit status. `specdev explain CODE` prints the entry below. A code is
never used again for something else.

To silence a code in the whole project, list it under `ignore:` in `specdev.yaml`; for one file, write
`# specdev:ignore CODE reason` into it.
"""


def diagnostics_page() -> str:
    """The page's text."""
    import_module("specdev.codes").load_all()
    codes = [CODES[name] for name in sorted(CODES)]
    parts = [NOTICE, INTRODUCTION]
    for prefix, heading in GROUPS.items():
        members = [entry for entry in codes if entry.name.startswith(prefix)]
        if members:
            rows = [(f"[{c.name}](#{c.name.lower()})", c.severity, _wording(c.template)) for c in members]
            parts.append(f"\n## {heading}\n\n{table(('Code', 'Severity', 'Message'), rows)}")
            parts += [_entry(entry) for entry in members]
    return "".join(parts)


def _entry(entry: Code) -> str:
    advice = f"\nAdvice: {_wording(entry.help)}.\n" if entry.help else ""
    page = f"\n{entry.page.strip()}\n" if entry.page else ""
    return f"\n### {entry.name}\n\n*{entry.severity}:* {code(_wording(entry.template))}\n{page}{advice}"


def _wording(template: str) -> str:
    """A template as prose: `{name}` stands for what a run fills in, how it is written is left out."""
    return re.sub(r"\{(\w+):[^}]*\}", r"{\1}", template)
