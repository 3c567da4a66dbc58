"""What must stand at a place of data: the same for a file, for what a program prints and for a service's answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .matchers import Matcher
from .places import at


class Condition(Matcher):
    """What must stand at a place."""

    at: Annotated[
        str,
        Field(description="JSON Pointer (/a/0), JSONPath ($.a[0]) or a path in XML (/a/b/@c); empty: the whole."),
    ]

    def missed(self, data: Any) -> str:
        """Why the data does not hold it, in words; empty where it does. Unjudged for a place that is none."""
        found = at(data, self.at)
        return self.mismatch(found[0]) if found else "there is nothing"
