"""
Sentences that say what a command gives: "`calc div 1 0` prints `error: division by zero` and exits with status 2".

Read from left to right: a command opens a statement, the words between it and the next code span or quotation say what
that one is. What is negated, illustrated ("like", "e.g.") or bound to a condition that the example itself does not
bring about is not taken as a fact.
"""

from __future__ import annotations

import re
from typing import Any

from ..vocabulary import METAVARIABLES, UNIX
from . import joints, silence, words
from .calls import Call, looks_like_file, plain, read
from .knowledge import Knowledge
from .lazily import lazy
from .markdown import Span, spans
from .statement import FILLER, Statement, judged, negated

_HOLE = lazy(
    r"<[^<>\s][^<>]*>|\{[A-Za-z_]\w*\}|%[sdif]|…|\.\.\.|\$\{?\w+\}?|\[\.\.\.\]|\b(?:"
    + "|".join(sorted(METAVARIABLES | {"LINE", "COLUMN", "MESSAGE", "REASON"}))
    + r")\b"
)


def statements(sentence: str, known: Knowledge) -> list[Statement]:
    """The statements of one sentence, in order. The first may lack a command: then it may go on with the one before."""
    reader = _Reader(sentence, known)
    return reader.read()


class _Reader:
    """Reads the spans of one sentence and keeps the open statement."""

    def __init__(self, sentence: str, known: Knowledge) -> None:
        self.sentence = sentence
        self.known = known
        self.spans = spans(sentence)
        self.done: list[Statement] = []
        self.open = Statement(quote=sentence)
        self.verb = ""
        self.listed: list[str] | None = None
        self.lead = False
        self.named = False
        self.setup: list[Call] = []

    def read(self) -> list[Statement]:
        for number, span in enumerate(self.spans):
            before = self._text(number - 1)
            if span.kind == "code" and is_command(span.text, self.known) and not self._is_output(before):
                self._command(span.text, before, self._text(number + 1))
            elif span.kind == "text":
                self._silence(number)
                self._exit(number)
            elif span.kind == "code" and self._is_variant(span.text, before):
                # what follows is told of the command with something changed, which nobody wrote out
                self._close()
                self.open.unclear = f"a command with `{span.text}` is told in words only"
            else:
                self._data(number)
        self._close()
        return [judged(statement, self.sentence, self.known) for statement in self.done]

    def _is_variant(self, code: str, before: str) -> bool:
        """Whether the code span changes the command that is spoken of: with `--csv` it prints …, `LANG=de` makes …"""
        if re.fullmatch(r"[A-Z_][A-Z0-9_]*=\S*", code):
            return True
        return code.startswith("-") and bool(words.WITH.search(before))

    def _is_output(self, before: str) -> bool:
        """Whether what looks like a command is what the open one prints: `calc --version` prints `calc 1.0`."""
        if not self.open.calls:
            return False
        verbs = [*words.PRINTS.finditer(before), *words.SHOWS.finditer(before)]
        rest = before[max((verb.end() for verb in verbs), default=0) :]
        return bool(verbs) and len(rest.split()) <= 3 and not re.search(r"[;,.]", rest)

    def _text(self, number: int) -> str:
        if 0 <= number < len(self.spans) and self.spans[number].kind == "text":
            return self.spans[number].text
        return ""

    def _command(self, line: str, before: str, after: str) -> None:
        call = read(line if not _bare(line, self.known) else f"{self.known.name} {line}", self.known.names)
        lead = before.strip()
        if self.open.unclear and not self.open.calls and lead[:1] in (":", ";"):
            self._close()  # what was spoken of in words only is shown now
        if words.LACKING_RUN.search(lead) and not self.open.expect:
            self._close()
            self.open.unclear = f"what holds without `{line}` is told in words only"
            return
        if words.AFTER.search(lead[-25:]) and len(self.spans) > 2 and not self.open.expect:
            if call:
                self.setup.append(call)
            else:
                self.open.unclear = f"`{line}` cannot be run as it stands"
            return
        example = joints.EXAMPLE.search(before) and after.startswith(")")
        if self.open.expect and not self.open.calls and (example or words.FOR.search(before)):
            self._add(call, line)  # prints `7` for `add 3 4`, prints `7` (call: `add 3 4`)
            self._close()
            return
        if (
            self.open.calls
            and not self.open.expect
            and re.fullmatch(r"\s*(?:and|or|und|oder|y|o|et|ou|e|,|/)\s*", before)
        ):
            self._add(call, line)
            return
        if self.open.unclear and not self.open.calls:
            self._add(call, line)
            return
        self._close()
        self._add(call, line)
        # gibt `zähl a.txt` `3` aus: the verb stands before the command
        self.lead = bool(words.PRINTS.search(lead[-20:])) and not negated(lead)
        self.named = bool(joints.OUTPUT_OF.search(lead)) and not negated(lead)

    def _add(self, call: Call | None, line: str) -> None:
        if call is None or not (call.product or call.words[:1] == ("python",)):
            self.open.unclear = f"`{line}` cannot be run as it stands"
            call = Call(written=line)
        self.open.calls.append(call)
        self.open.setup = list(self.setup)

    def _close(self) -> None:
        if self.open.calls or self.open.expect or self.open.unclear:
            self.done.append(self.open)
        self.open = Statement(quote=self.sentence)
        self.verb = ""

    def _silence(self, number: int) -> None:
        """That nothing is printed, and that a call has no arguments, in the text behind a command."""
        if not self.open.calls:
            return
        text, streams = silence.taken(silence.bare(self.spans[number].text))
        self.spans[number] = Span("text", text)
        if streams:
            self.open.expect.setdefault(silence.KEY, []).extend(streams)

    def _exit(self, number: int) -> None:
        """An exit status in the text from here to the next command; its number may be a code span."""
        text = self.spans[number].text
        following = self.spans[number + 1] if number + 1 < len(self.spans) else None
        if following and following.kind == "code" and re.fullmatch(r"\d{1,3}", following.text):
            text += f" `{following.text}`"
        found = [
            m for m in words.EXIT.finditer(text) if not (negated(text[: m.start()]) or _excepted(text[: m.start()]))
        ]
        statuses = {int(next(group for group in m.groups() if group)) for m in found}
        if len(statuses) == 1:
            self.open.expect.setdefault("exit", statuses.pop())
        elif not statuses and words.EXIT_NONZERO.search(text):
            self.open.expect.setdefault("exit", "nonzero")
        elif len(statuses) > 1:
            self.open.unclear = "more than one exit status is told"

    def _data(self, number: int) -> None:
        span, before = self.spans[number], self._text(number - 1)
        after = silence.taken(self._text(number + 1))[0]
        if re.fullmatch(r"\d{1,3}", span.text) and words.EXIT.search(f"{before} `{span.text}`"):
            return
        if re.fullmatch(r"std(?:out|err|in)", span.text):
            return
        gap = FILLER.sub("", before)
        if looks_like_file(span.text):
            if words.WRITES_FILE.search(gap) and self.open.calls and not negated(gap):
                self.open.expect.setdefault("files", []).append({"path": span.text.removeprefix("./"), "exists": True})
            self.verb = ""
            return
        mode = self._mode(gap) or ("whole" if self.lead and not gap.strip() else "") or self._passive(gap, after)
        self.lead = False
        if not mode:
            return
        if after.lstrip().startswith("?"):
            self.open.unclear = "the document asks whether it is so"
            return
        if words.OR.match(after):
            self.open.unclear = "one of several outputs is told"
            return
        more = words.MORE.match(after) and not self._is_call(number + 2, after)
        if mode == "whole" and (more or words.AROUND.match(after)):
            mode = "part"
        stream = _stream(gap, after)
        _tell(self.open.expect, stream, mode, span.text)
        self._line(stream, span.text, after)

    def _is_call(self, number: int, joint: str) -> bool:
        """Whether a statement of another command begins with this span: … prints `7` and `calc add 1 1` prints `2`."""
        if number >= len(self.spans) or not joints.JOINED.fullmatch(joint):
            return False
        span, behind = self.spans[number], self._text(number + 1).strip()
        says = any(pattern.match(behind) for pattern in (words.PRINTS, words.SHOWS, words.EXIT))
        return says and span.kind == "code" and is_command(span.text, self.known)

    def _line(self, stream: str, text: str, after: str) -> None:
        """A text of a list that may turn out to be the lines of the output: `1` and `2`, each on a line of its own."""
        if self.listed is None:
            return
        self.listed.append(text)
        told = self.open.expect.get("_told", [])
        if len(self.listed) > 1 and joints.EACH_LINE.match(after) and not any(map(_HOLE.search, self.listed)):
            del told[-len(self.listed) :]
            told.append((stream, "whole", "\n".join(self.listed)))

    def _mode(self, gap: str) -> str:
        """How the text is told: `whole`, `part`, or not at all (empty). A list goes on in the mode it began in."""
        if self.verb and re.fullmatch(r"\s*(?:,|and|und|y|et|e|,\s*and|followed by|then)\s*", gap, re.I):
            return "part"
        clause = re.split(r"[;:]\s+(?=\w+\s)", gap)[-1]
        verbs = [(found, "whole") for found in words.PRINTS.finditer(clause)]
        verbs += [(found, "part") for found in words.SHOWS.finditer(clause)]
        self.verb, self.listed = "", None
        if not verbs:
            return "whole" if self.named and joints.IS.fullmatch(gap) else ""
        verb, mode = max(verbs, key=lambda pair: (pair[0].end(), pair[1]))
        before, rest = clause[: verb.start()], clause[verb.end() :]
        if negated(before) or len(before.split()) > 16 or not _leads(rest):
            return ""
        if words.STARTS.search(rest.strip()) and mode == "whole":
            self.verb = "part"
            return "start"
        among = words.AMONG.search(before) or words.BESIDE.search(rest)
        self.verb = "part" if words.PARTIAL.search(rest) or among else mode
        self.listed = [] if self.verb == "whole" else None
        return self.verb

    def _passive(self, gap: str, after: str) -> str:
        """`x` is printed to stderr."""
        if self.open.calls and words.PRINTED.match(after) and not negated(gap) and not words.LIKE.search(gap):
            return "whole"
        return ""


def _excepted(text: str) -> bool:
    """Whether what follows is told of an exception: "prints `7`, unless it overflows (exit 3)"."""
    found = list(words.EXCEPT.finditer(text))
    return bool(found) and not re.search(r"[;:)]|\bthen\b", text[found[-1].end() :])


def is_command(code: str, known: Knowledge) -> bool:
    """Whether the code span is a command line of the product."""
    code = plain(code, known.names)
    first = code.split()[:1]
    if not first or "(" in first[0] or words.VERSION.fullmatch(code):
        return False
    if first[0] in known.names:
        return True
    if first[0] in UNIX and any(re.search(rf"[|]\s*{re.escape(name)}\b", code) for name in known.names):
        return True
    if re.match(r"[A-Z_]+=\S+ ", code) and len(code.split()) > 1 and code.split()[1] in known.names:
        return True
    return _bare(code, known)


def _bare(code: str, known: Knowledge) -> bool:
    """A subcommand with arguments and without the product's name: `add 3 4`."""
    parts = code.split()
    return bool(known.name) and len(parts) >= 2 and parts[0] in known.verbs and parts[0].islower()


def _leads(rest: str) -> bool:
    """Whether the words between the verb and the text only name it: prints the message `x`, not: prints in `x`."""
    last = rest.split()[-1:]
    loose = bool(last) and bool(words.PREPOSITION.fullmatch(last[0].strip(",")))
    return not (loose or len(rest.split()) > 10 or words.LIKE.search(rest) or words.NOT.search(rest))


def _stream(gap: str, after: str) -> str:
    """Where the sentence says that the text goes; empty where it does not."""
    near = re.split(r"[.;]|,\s|\b(?:and|und|y|et|e)\b", after)[0]
    for text in (near, gap[-60:]):
        if words.STDERR.search(text):
            return "stderr"
        if words.STDOUT.search(text):
            return "stdout"
    return ""


def _tell(expect: dict[str, Any], stream: str, mode: str, text: str) -> None:
    """Put what is told into `expect`; a stream that is not told is settled later, by `judged`."""
    parts = [part.strip() for part in _HOLE.split(text)]
    whole = mode == "whole" and len(parts) == 1
    fixed = [part for part in parts if len(re.sub(r"\W", "", part)) >= (1 if whole or len(parts) == 1 else 4)]
    fixed = [text] if whole and fixed and text[:1] == " " else fixed  # it stands at the right, say
    told = expect.setdefault("_told", [])
    start = mode == "start" and len(parts) == 1
    told += [(stream, "whole" if whole else "start" if start else "part", part) for part in fixed]
