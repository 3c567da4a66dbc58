"""The base of all forms that a model fills in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """Closed and fixed; fields of evidence are declared before what is concluded from them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
