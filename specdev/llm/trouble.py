"""
What can go wrong between a question and its answer, each with words for a person and what to do.

A trouble is no end of the program: what was asked is done by the rules instead, and said. The lasting ones concern all
questions that are still to be asked, the passing ones are asked again a few times before anybody hears of them.
"""

from __future__ import annotations

from typing import Any

from ..errors import SpecdevError


class Trouble(SpecdevError):
    """A question that got no usable answer."""

    kind = "trouble"
    """One word for files and programs."""
    lasting = False
    """The next question would meet the same."""
    passing = False
    """The same question may be answered a moment later."""
    free = True
    """Nothing was written by the model, so that nothing is charged."""
    wait_s: float | None = None
    """Seconds that the endpoint wants to be left alone, where it says so."""


class Unreachable(Trouble):
    """Nothing answers at the address."""

    kind = "unreachable"
    lasting = True
    passing = True


class Broken(Trouble):
    """The endpoint failed, or the connection broke before the answer was whole."""

    kind = "broken"
    passing = True
    free = False


class Late(Trouble):
    """The answer did not come, or did not go on, in time."""

    kind = "late"
    passing = True
    free = False


class Unauthorized(Trouble):
    """The endpoint does not take the key."""

    kind = "unauthorized"
    lasting = True


class Unpaid(Trouble):
    """The account behind the key has no credit left."""

    kind = "unpaid"
    lasting = True


class Unknown(Trouble):
    """The endpoint has no such model, or the address is none of an OpenAI-compatible endpoint."""

    kind = "unknown"
    lasting = True


class Busy(Trouble):
    """The endpoint refuses for now: too many questions, or too much load."""

    kind = "busy"
    passing = True


class Unsupported(Trouble):
    """The endpoint does not take the answer form that was asked for."""

    kind = "unsupported"


class Adjusted(Trouble):
    """The endpoint does not take an argument that it need not get; from now on it is asked without."""

    kind = "adjusted"
    passing = True


class Rejected(Trouble):
    """The endpoint does not take the question, for a reason of its own."""

    kind = "rejected"


class TooLong(Trouble):
    """The question does not fit into the model's context, or the answer not into what may be written."""

    kind = "too_long"


class Refused(Trouble):
    """The model declines to answer."""

    kind = "refused"


class Filtered(Trouble):
    """A content filter withheld the question or the answer."""

    kind = "filtered"


class Empty(Trouble):
    """The answer holds nothing."""

    kind = "empty"


class Misfit(Trouble):
    """The answer is not of the form that was asked for, also after asking again."""

    kind = "misfit"


class Redirected(Trouble):
    """The endpoint sends the question to another place, where it must not go."""

    kind = "redirected"
    lasting = True


class Forbidden(Trouble):
    """The settings do not let the document go to that host."""

    kind = "forbidden"
    lasting = True


class Exhausted(Trouble):
    """A budget is used up."""

    kind = "exhausted"
    lasting = True


class Unanswered(Trouble):
    """Only earlier answers may be used, and there is none for this question."""

    kind = "unanswered"
    lasting = True
    request: Any = None
    """The `Request` that would have left the house."""


class Stopped(Trouble):
    """The person has stopped the run."""

    kind = "stopped"
    lasting = True
