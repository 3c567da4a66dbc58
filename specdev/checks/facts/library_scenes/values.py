"""
Calls in a sentence with the value or the exception that they give.

    `slugify("A b")` returns `"a-b"`. `parse("")` and `parse("x")` raise `ParseError` with the message `no number`.
    After `stack.push(1)`, `stack.pop()` returns `1`. `"A b"` becomes `"a-b"`.

Read from left to right. A call is taken only where all its names are known and its arguments are values.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .. import words
from ..fact import Gap
from ..lazily import lazy
from ..markdown import Span
from . import wording
from .api import Api
from .expressions import UNKNOWN, called, calls, expression, free, has_call, literal, signature, statements
from .failures import takes_text
from .samples import taker
from .script import Scene, raises, same, shown
from .talk import JOINTS, Place
from .world import World

_CLAUSE = lazy(
    r"[:;]\s|,?\s(?:so|thus|hence|therefore|that is|also|daher|deshalb|por eso|por tanto|donc|portanto)\s", re.I
)
_NUMBER = lazy(
    r"^\s*(?:is|are|returns?|gives?|equals?|ist|es|est|é)\s+(?P<value>-?\d+(?:\.\d+)?)(?=\s*(?:[.,;]?$|[,;]"
    r"| and\b| und\b))"
)
_PLAIN = lazy(r"\b(?:plain|ordinary|built-in|real|einfache\w*|gewöhnliche\w*|simple)\s*$", re.I)


def read(place: Place, world: World) -> Iterator[Scene | Gap]:
    """The scenes of a sentence's calls."""
    if place.text:
        yield from _Reader(place, world).read()


@dataclass(slots=True)
class _Reader:
    place: Place
    world: World
    subjects: list[str] = field(default_factory=list)
    setup: list[str] = field(default_factory=list)
    told: bool = False
    """Something was told of the subjects."""

    @property
    def api(self) -> Api:
        return self.world.api

    def read(self) -> Iterator[Scene]:
        found = self.place.spans
        self.setup = list(_assigned(self.place))
        number = 0
        while number < len(found):
            span = found[number]
            gap = found[number - 1].text if number and found[number - 1].kind == "text" else ""
            following = found[number + 1 : number + 4]
            if span.kind == "text":
                yield from self._bare(span.text, found[number + 1 : number + 2])
            elif self.subjects and not self.told and (error := self._error(span, gap)):
                yield from self._raise(error, following)
            elif self.subjects and not self.told and span.kind == "code" and self._is_value(gap, following):
                yield from self._equal(span.text, following)
            else:
                self._subject(span, gap, following)
            number += 1

    def _subject(self, span: Span, gap: str, following: list[Span]) -> None:
        joined = bool(self.subjects) and not self.told and gap.strip().strip(",").strip() in JOINTS
        code = self._runnable(span, following)
        if not code:
            self.subjects = [] if not joined else self.subjects
            self.told = False
            return
        if wording.AFTER.search(gap) and not joined and span.kind == "code" and has_call(span.text):
            self.setup.append(code)
            return
        self.subjects = [*self.subjects, code] if joined else [code]
        self.told = False

    def _runnable(self, span: Span, following: list[Span]) -> str:
        """The code that the span stands for: a call, or a value for the function that is spoken of; else empty."""
        if span.kind == "text":
            return ""
        code = span.text
        if span.kind == "code" and _reaches(code, self.api) and self._names_known(code):
            return code
        behind = following[0].text if following else ""
        verb = wording.ARROW.match(behind) or wording.RAISES.match(behind.strip()) or _BECOMES.match(behind)
        function = taker(self.place, self.api) if verb else ""
        if (
            not function
            or signature(code)
            or has_call(code)
            or set(free(code)) & {*self.api.imports, *self.api.variables}
        ):
            return ""
        if span.kind == "code" and _constant(code):
            return f"{function}({code})"
        return f"{function}({code!r})" if takes_text(function, self.world) else ""

    def _names_known(self, code: str) -> bool:
        bound = set(free("\n".join(self.setup))) | {n for line in self.setup for n in _targets(line)}
        return all(self.api.importable(name) or name in bound for name in free(code)) or self._fresh(code)

    def _fresh(self, code: str) -> bool:
        """Whether the one name that is not known is an instance that begins empty; then it is made."""
        unknown = [name for name in free(code) if not self.api.importable(name)]
        kind = self.api.variables.get(unknown[0], "") if len(unknown) == 1 else ""
        empty = words.EMPTY_STATE.search(self.place.words) or _NEW.search(self.place.words)
        starts = [s.code for s in self.world.samples.of(kind) if not s.arguments and s.function == kind]
        if kind and starts and (self.setup or empty or wording.AFTER.search(self.place.words.split("~")[0])):
            self.setup.insert(0, f"{unknown[0]} = {starts[0]}")
            return True
        return False

    def _conditional(self, code: str) -> bool:
        """Whether what is told of the subjects holds only under a condition that nothing here brings about."""
        lead = self.place.text.partition(f"`{self.subjects[0]}`")[0]
        clause = _CLAUSE.split(lead)[-1]
        clause = re.sub(r"`[^`]*`", "~", clause)
        after = self.setup and wording.AFTER.search(clause.partition("~")[0])
        return bool(words.CONDITION.search(clause)) and not after

    def _is_value(self, gap: str, following: list[Span]) -> bool:
        if (
            len(gap.split()) > 5
            or re.search(r"[;:]", gap)
            or wording.MAY.search(gap)
            or words.LIKE.search(gap)
            or words.NOT.search(gap)
            or words.CONDITION.search(gap)
        ):
            return False
        return bool(wording.RETURNS.search(gap) or wording.ARROW.match(gap))

    def _equal(self, value: str, following: list[Span]) -> Iterator[Scene]:
        self.told = True
        later = following[0].text if following and following[0].kind == "text" else ""
        if words.CONDITION.match(later.strip()) or words.OR.match(later) or self._conditional(value):
            return
        named = re.fullmatch(r"(?:\w+\.)?([A-Z]\w*)(?::\s*(\S.*))?", value)
        for subject in self.subjects:
            if named and self.api.error(named[1]):  # → `ValueError: no number`
                if wording.ARROW.match(self._gap(value)):
                    yield self._scene(raises(subject, named[1], named[2]))
            elif lines := self._comparison(subject, value):
                yield self._scene(lines)

    def _gap(self, code: str) -> str:
        """The text before the code span."""
        return next((a.text for a, b in pairwise(self.place.spans) if b.text == code and b.kind == "code"), "")

    def _comparison(self, subject: str, value: str) -> str:
        if re.match(r"(?:str|repr|format)\(", subject) and literal(value) is UNKNOWN:
            return f">>> {subject} == {value!r}\nTrue\n"
        if literal(value) is not UNKNOWN or (_reaches(value, self.api) and self._names_known(value)):
            told = same(subject, value, self.api)
            return told + self._plain_type(subject, value)
        if re.match(r"str\(", subject) or (self._is_text(value) and not signature(value)):
            return f">>> str({subject}) == {value!r}\nTrue\n"
        return ""

    def _plain_type(self, subject: str, value: str) -> str:
        """The type, where the sentence says that it is plainly that one."""
        found = self.place.spans
        for text, code in pairwise(found):
            if text.kind == "text" and _PLAIN.search(text.text) and code.text == type(literal(value)).__name__:
                return shown(f"type({subject}).__name__", code.text)
        return ""

    def _is_text(self, value: str) -> bool:
        """Whether the code cannot be anything but text that comes out."""
        api = self.api
        names = {n for f in api.functions.values() for n in f.parameters} | {*api.imports, *api.functions}
        names |= {a for told in api.attributes.values() for a in told} | set(api.variables)
        odd = re.search(r"…|\.\.\.|<\w+>|\{\w+\}", value)
        return (
            not odd and value not in names and not re.fullmatch(r"[a-z_]+|[A-Z]\w*[a-z]\w*", value) and "(" not in value
        )

    def _bare(self, text: str, following: list[Span]) -> Iterator[Scene]:
        """What the text itself says of the subjects: is true, is 3."""
        if not self.subjects or self.told:
            return
        for value, pattern in wording.TRUTH.items():
            if re.match(rf"\s+(?:is|are|must be|evaluates to|ist|es|est|é)\s+(?:{pattern.pattern})\b", text, re.I):
                self.told = True
                if not self._conditional(""):
                    yield from (self._scene(f">>> bool({s})\n{value}\n") for s in self.subjects)
        if found := _NUMBER.match(text):
            self.told = True
            if not self._conditional("") and not (found.end() == len(text) and following):
                yield from (self._scene(same(s, found["value"], self.api)) for s in self.subjects)

    def _error(self, span: Span, gap: str) -> str:
        name = span.text.rpartition(".")[2] if span.kind == "code" else ""
        said = (
            wording.RAISES.search(gap)
            and not words.NOT.search(gap)
            and not wording.MAY.search(gap)
            and len(gap.split()) <= 6
            and ";" not in gap
        )
        return name if said and self.api.error(name) else ""

    def _raise(self, error: str, following: list[Span]) -> Iterator[Scene]:
        self.told = True
        message = None
        if len(following) > 1 and following[0].kind == "text" and wording.MESSAGE.search(following[0].text):
            message = following[1].text if not words.LIKE.search(following[0].text) else None
        later = following[0].text.strip() if following and following[0].kind == "text" else ""
        if words.CONDITION.match(later) or words.OR.match(f" {later}"):
            return
        if message is not None and ("…" in message or "..." in message or re.search(r"<\w+>|\{\w*\}", message)):
            message = None
        for subject in self.subjects:
            yield self._scene(raises(subject, error, message))

    def _scene(self, lines: str) -> Scene:
        before = "".join(f">>> {line}\n" if _targets(line) else f">>> _ = {line}\n" for line in self.setup)
        return Scene(before + lines, self.place.text)


_BECOMES = lazy(
    r"^\s*(?:becomes|gives|yields|is (?:turned|read|parsed|converted) (?:in)?to|wird zu|ergibt|devient"
    r"|se convierte en|vira)\s*$",
    re.I,
)
_NEW = lazy(r"\b(?:new|fresh|neue\w*|frische\w*|nuev[oa]|nouve\w+|nov[oa])\b", re.I)


def _constant(code: str) -> bool:
    return literal(code) is not UNKNOWN


def _reaches(code: str, api: Api) -> bool:
    """Whether the code does something with the library: a call, an operator, an attribute."""
    node = expression(code)
    if node is None or not free(code):
        return False
    doing = (ast.Call, ast.Compare, ast.BinOp, ast.Subscript, ast.Attribute)
    known = any(name in api.imports or name in api.variables for name in free(code))
    placeholder = bool((s := signature(code)) and s.parameters)
    bare = {called(node) for node in calls(code) if not node.args and not node.keywords}
    if bare & api.given - set(api.classes):
        return False  # `parse()` is only its name
    return known and not placeholder and any(isinstance(part, doing) for part in ast.walk(node))


def _assigned(place: Place) -> Iterator[str]:
    """Assignments in the item's words up to here: with `v = parse("1.2.3")`."""
    for near in (*place.before, place):
        if near.item is place.item:
            yield from (code for code in near.codes if _targets(code) and _whole(code))


def _whole(code: str) -> bool:
    body = statements(code) or []
    return len(body) == 1 and has_call(code.partition("=")[2].strip()) if body else False


def _targets(code: str) -> list[str]:
    body = statements(code) or []
    return [t.id for s in body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)]
