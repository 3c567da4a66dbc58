"""Jinja templates: ours, or a user's own of the same name in .specdev/templates, which comes first."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError

from ...errors import SpecdevError
from ...resources import TEMPLATES

SHADOWS = ".specdev/templates"


def environment(root: Path) -> Environment:
    """The environment for a project; unknown names in a template are errors, nothing is escaped: pages are Markdown."""
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(root / SHADOWS), FileSystemLoader(TEMPLATES)]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def fill(env: Environment, name: str, **values: object) -> str:
    """The filled template with single blank lines between its parts; raises SpecdevError for a user's broken
    template."""
    try:
        return tidy(env.get_template(name).render(**values))
    except TemplateSyntaxError as error:
        raise SpecdevError(
            f"template {error.filename or name}:{error.lineno}: {error.message}",
            f"mend it, or delete it to use ours ({SHADOWS}/{name})",
        ) from error
    except TemplateError as error:
        raise SpecdevError(
            f"template {name}: {error}", f"see the names that the shipped template uses ({SHADOWS}/{name} shadows it)"
        ) from error


def tidy(page: str) -> str:
    """The page with at most one blank line in a row outside of fences, and one line end at its end."""
    lines: list[str] = []
    fence = ""
    for line in page.strip("\n").split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and mark.group(1).startswith(fence) and not mark.group(2).strip():
            fence = ""
        if fence or line.strip() or (lines and lines[-1].strip()):
            lines.append(line)
    return "\n".join(lines) + "\n"


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
