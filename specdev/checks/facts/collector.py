"""Goes through the texts of one item, and keeps the facts that single sentences, fences and rows state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...model import Item
from . import (
    filters,
    following,
    http,
    http_examples,
    option_rows,
    rows,
    sentences,
    statics,
    tables,
    transcripts,
    unprompted,
)
from .calls import Call, read
from .fact import Fact, Gap, Run
from .fixtures import fixtures
from .knowledge import Knowledge, whole
from .markdown import Fence, Sentence, Table, pieces
from .session_scenes.phrases import ABOVE
from .statement import Statement, about, goes_on
from .words import CONDITION, STDERR


class Collector:
    """Goes through the texts of one item and keeps what it finds."""

    def __init__(self, item: Item, known: Knowledge) -> None:
        self.item = item
        self.known = known
        self.fixtures = {**known.fixtures, **{name: text for part in whole(item) for name, text in fixtures(part)}}
        self.facts: list[Fact] = []
        self.gaps: list[Gap] = []
        self.seen: set[str] = set()
        self.open: list[Statement] = []
        """What the last sentence with a command tells: the next may go on with it."""
        self.subject = self._subject()

    def _subject(self) -> Call | None:
        """The command that the item's section is about: "stint report [--csv]" is about `stint report`."""
        title = re.sub(r"\s*\[[^\]]*\]", "", self.item.section[-1]) if self.item.section else ""
        call = read(title, self.known.names) if self.known.name else None
        return call if call and call.product and call.words else None

    def text(self, text: str) -> None:
        session: tuple[Run, ...] = ()
        shown: Statement | Fact | None = None
        if self.row(text):
            return
        for run, quote in filters.pairs(text, self.known):
            self.add((run,), quote)
        for piece in pieces(text):
            if isinstance(piece, Sentence) and shown and self.broken_off(piece, shown):
                shown = None
                continue
            if isinstance(piece, Sentence) and isinstance(shown, Statement) and STDERR.search(piece.text):
                shown.unclear = shown.unclear or "which lines go to which output is told in words only"
            shown = None
            if isinstance(piece, Fence):
                last = self.open[-1] if self.open else None
                if last and last.told_below() and not transcripts.turns(piece, self.known.names):
                    last.tell(piece.text, self.known)
                    shown = last
                    continue
                known = len(self.facts)
                session = self.fence(piece, session)
                shown = self.facts[-1] if len(self.facts) == known + 1 else None
            elif isinstance(piece, Table):
                self.exchanges(http.table_exchanges(piece))
                for statement in (
                    *tables.row_statements(piece, self.known),
                    *option_rows.row_statements(piece, self.known),
                ):
                    self.statement(statement)
            elif isinstance(piece, Sentence):
                self.sentence(piece)
        self.close()

    def row(self, text: str) -> bool:
        """Reads the text as a row that was lifted from a table; whether it is one."""
        if statement := tables.labelled(text, self.known) or option_rows.entry(text, self.known):
            self.statement(statement)
            return True
        if exchange := http.row_exchange(rows.labelled_cells(text), text.strip()):
            self.exchanges([exchange])
            return True
        return False

    def sentence(self, piece: Sentence) -> None:
        """Reads a sentence; its statements stay open, because the next sentence may go on with them."""
        sentence = piece.text
        if piece.opens:
            self.close()
        self.exchanges(http.sentence_exchanges(sentence))
        self.facts += statics.sentence_facts(sentence, self.item.id, self.known)
        if following.go_on(sentence, self.open):
            return
        found = sentences.statements(sentence, self.known)
        last = self.open[-1] if self.open else None
        if found and not found[0].calls:
            first = found[0]
            if self.subject and not last and about(first, self.subject, self.known):
                self.open = [first] if len(found) == 1 else []
                return
            found.pop(0)
            if last and last.calls and goes_on(sentence) and not set(first.expect) & set(last.expect):
                last.expect.update(first.expect)
                last.quote = f"{last.quote} {sentence}"
                last.unclear = last.unclear or first.unclear
        if found:
            self.close()
            self.open = found

    def broken_off(self, piece: Sentence, shown: Statement | Fact) -> bool:
        """Whether the sentence that a fence broke off goes on, and tells how the command that is shown ends."""
        told = sentences.statements(piece.text, self.known) if piece.opens and piece.text[:1].islower() else []
        if len(told) != 1 or told[0].calls or set(told[0].expect) != {"exit"} or CONDITION.search(piece.text):
            return False
        if isinstance(shown, Statement):
            shown.expect.setdefault("exit", told[0].expect["exit"])
            shown.quote = f"{shown.quote}\n{piece.text}"
            return True
        *before, run = shown.runs
        ended = Run(run.call, {**told[0].expect, **run.expect})
        self.facts[-1] = replace(shown, quote=f"{shown.quote}\n{piece.text}", runs=(*before, ended))
        return True

    def close(self) -> None:
        """Keeps what the open statements tell."""
        for statement in self.open:
            if statement.calls and statement.expect:
                self.statement(statement)
        self.open = []

    def statement(self, statement: Statement) -> None:
        if statement.unclear:
            self.gaps.append(Gap(self.item.id, statement.quote, statement.unclear))
            return
        for call in statement.calls:
            runs = (*(Run(before) for before in statement.setup), Run(call, statement.expect))
            self.add(runs, statement.quote)

    def fence(self, fence: Fence, session: tuple[Run, ...]) -> tuple[Run, ...]:
        """Reads a fence; gives the runs that a following fence goes on with. A fence that stands twice is read once."""
        if fence.text in self.seen:
            return session
        self.seen.add(fence.text)
        if (
            fence.before.rstrip().endswith(":")
            and ABOVE.search(fence.before)
            and transcripts.turns(fence, self.known.names)
        ):
            self.gaps.append(
                Gap(self.item.id, fence.text, f"which data is meant by `{fence.before.strip()}` is not told")
            )
            return session
        if found_http := http_examples.fence_exchanges(fence):
            self.exchanges(found_http, together=True)
            return session
        turns = transcripts.turns(fence, self.known.names)
        if not turns and (bare := unprompted.turns(fence, self.known)):
            return self.unprompted(bare, session, fence.before)
        calls = [http_examples.curl_exchange(turn.line, turn.output) for turn in turns]
        if any(calls):
            if all(calls):
                self.exchanges([call for call in calls if call], together=True)
            return session
        if not turns:
            return session
        found = transcripts.played(turns, self.known, session, fence.before)
        if found.missing:
            self.gaps.append(Gap(self.item.id, fence.text, found.missing))
        return self.session(found, session)

    def unprompted(self, turns: Sequence[transcripts.Turn], session: tuple[Run, ...], lead: str) -> tuple[Run, ...]:
        """Calls without a prompt: each an example of its own, unless they may lean on each other."""
        found = transcripts.played(turns, self.known, session, lead)
        if self.known.stateful or any(not run.call.product or run.call.outputs() for run in found.runs):
            return self.session(found, session)
        for group in transcripts.single(turns):
            self.session(transcripts.played(group, self.known, (), lead), ())
        return ()

    def session(self, found: transcripts.Session, session: tuple[Run, ...]) -> tuple[Run, ...]:
        """Keeps what the runs of a fence show; gives the runs that a following fence goes on with."""
        if not any(run.expect for run in found.runs):
            return session
        if self.known.stateful and session and self.facts and self.facts[-1].runs == session:
            last = self.facts.pop()  # the same folder goes on: one check in the stated order
            self.add((*session, *found.runs), f"{last.quote}\n{found.quote}")
            return (*session, *found.runs)
        self.add(found.runs, found.quote)
        return found.runs if self.known.stateful else ()

    def add(self, runs: Iterable[Run], quote: str) -> None:
        """A fact, where every file that is read is known; else a gap."""
        runs = tuple(runs)
        needed = transcripts.needs(runs)
        fails = any(run.expect.get("exit", 0) != 0 for run in runs)
        needed = tuple(name for name in needed if not (fails and name in self.known.gone and name not in self.fixtures))
        unknown = [name for name in needed if name not in self.fixtures]
        if unknown:
            self.gaps.append(Gap(self.item.id, quote, f"the content of `{unknown[0]}` is not told"))
            return
        folders = tuple(f"{word.strip('/')}/" for run in runs for word in run.call.arguments if run.call.product)
        inside = (name for name in self.fixtures if name.startswith(folders))
        used = {name: self.fixtures[name] for name in (*needed, *inside)}
        self.facts.append(Fact(self.item.id, "command", quote, runs, used))

    def exchanges(self, found: list[http.Exchange], *, together: bool = False) -> None:
        """HTTP facts: those of a fence belong to one service in their order, others each to their own."""
        found = [http.settled(exchange) for exchange in found]
        unclear = next((exchange for exchange in found if together and exchange.unclear), None)
        if unclear:
            self.gaps.append(Gap(self.item.id, unclear.quote, unclear.unclear))
            return
        groups = [found] if together else [[exchange] for exchange in found]
        for group in groups:
            if group and group[0].unclear:
                self.gaps.append(Gap(self.item.id, group[0].quote, group[0].unclear))
            elif any(exchange.expect for exchange in group):
                body = {"exchanges": [exchange.as_check() for exchange in group]}
                self.facts.append(Fact(self.item.id, "http", group[0].quote, body=body))
