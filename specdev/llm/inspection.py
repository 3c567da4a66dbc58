"""Looking at an answer before its form is judged: what is no answer at all, and where in it the data stands."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from . import failures
from .request import Answer
from .trouble import Empty, Refused, TooLong

_THOUGHT = re.compile(r"\s*(?:<(?P<tag>think|thinking|reasoning)>)?[\s\S]*?</(?:think|thinking|reasoning)>\s*")
_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}|~{3,})[^\n]*\n(?P<inside>[\s\S]*?)^[ \t]*(?P=mark)[ \t]*$", re.MULTILINE)


def inspected(answer: Answer) -> Answer:
    """
    The answer with nothing but its data as content.

    Raises Filtered, Refused, TooLong or Empty for what asking again with a better form would not cure.
    """
    message = answer.message
    if answer.finish == "content_filter":
        raise failures.filtered("the answer")
    if refusal := message.get("refusal"):
        raise Refused(f"the model declines: {failures.clean(refusal)}", "the rules do this part instead")
    if answer.finish == "length":
        raise TooLong(
            f"the answer was cut off after {answer.usage.output} tokens",
            "raise `model.answer_tokens` in specdev.yaml if the model can write more",
        )
    content = data(message.get("content") or "")
    if not content and not message.get("tool_calls"):
        raise Empty("the answer of the model is empty", "the rules do this part instead")
    return replace(answer, message={**message, "content": content or None})


def data(text: str) -> str:
    """The JSON in a text: without the thoughts before it, the fence around it and the words beside it."""
    text = text.strip()
    if text.startswith(("{", "[")):
        return text
    if thought := _THOUGHT.match(text):
        text = text[thought.end() :].strip()
    if text.startswith(("{", "[")):
        return text
    for fence in reversed([*_FENCE.finditer(text)]):
        if fence["inside"].lstrip().startswith(("{", "[")):
            return fence["inside"].strip()
    return _object(text) or text


def _object(text: str) -> str:
    """The longest object that the text holds; empty for none."""
    decoder, found, position = json.JSONDecoder(), "", text.find("{")
    for _ in range(100):  # braces in prose are few
        if position < 0:
            break
        try:
            end = decoder.raw_decode(text, position)[1]
        except (ValueError, RecursionError):
            end = position + 1
        found = max(found, text[position:end], key=len) if end > position + 1 else found
        position = text.find("{", end)
    return found
