"""Where the shipped templates and schemas are: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
TEMPLATES = ROOT / "templates"
SCHEMAS = ROOT / "schemas"
LEXICON = PACKAGE / "compiler" / "lexicon"
