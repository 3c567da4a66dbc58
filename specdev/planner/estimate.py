"""What questions will cost, before the first one is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from ..config import ModelSettings
from ..llm import tokens
from ..llm.conversation import Message
from ..llm.ledger import cost
from ..llm.request import Usage
from ..llm.wire import wire


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calls and tokens, as they are likely; answers of the greatest length are `most_output`."""

    calls: int = 0
    input: int = 0
    output: int = 0
    most_output: int = 0

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.calls + other.calls,
            self.input + other.input,
            self.output + other.output,
            self.most_output + other.most_output,
        )

    def money(self, settings: ModelSettings) -> tuple[float, float]:
        """What it costs by the price table of the settings: likely, and at most without asking again."""
        likely = Usage(self.input, 0, self.output)
        most = Usage(self.input, 0, self.most_output)
        return cost(likely, settings.price), cost(most, settings.price)


def question(
    messages: Sequence[Message], form: type[BaseModel], settings: ModelSettings, answer_tokens: int
) -> Estimate:
    """One question that is likely to be answered in so many tokens."""
    said = "\n".join(str(message.get("content") or "") for message in messages)
    given = tokens.count(said) + tokens.count(str(wire(form)))
    most = settings.answer_tokens
    return Estimate(1, given, min(answer_tokens, most), most)


def times(one: Estimate, number: int) -> Estimate:
    """So many questions of that size."""
    return Estimate(one.calls * number, one.input * number, one.output * number, one.most_output * number)
