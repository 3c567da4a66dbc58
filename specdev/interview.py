"""
A dialogue at a terminal: one question at a time, every answer written down as soon as it is given.

What a person types is an answer, the number of a suggestion, or one letter of HELP. Nothing is kept back until the
end, so whatever ends the dialogue loses nothing.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import click

from . import console, questionnaire
from .layout import count
from .project.answers import fault, tidy
from .project.questions import Asked

with contextlib.suppress(ImportError):  # with it, the keys of a terminal move and edit; not every Python has it
    import readline

    readline.parse_and_bind("set enable-meta-key off")  # else it greets some terminals with a control sequence

HELP = """\
  a number   take the suggestion with that number
  words      your answer; `=3` answers 3, `=s` answers s
  Enter      leave the question as it is
  s          skip it, the same as Enter
  b          back to the question before
  e          write the answer in your editor: several lines, a transcript
  -          take the answer back: the question is open again
  q          stop here; what was answered is kept"""
WIDEST = 100
"""Columns of text; longer lines are hard to read."""

Save = Callable[[Asked, str], bool]
"""Writes an answer; whether the question was still there."""


@dataclass(slots=True)
class Interview:
    """The dialogue; `asked` knows the answers that were given so far."""

    asked: list[Asked]
    save: Save
    several: bool
    """Whether the questions are of several products, so that each says of which."""
    place: int = 0

    def hold(self) -> None:
        """Ask until there is nothing left or the person has enough; KeyboardInterrupt passes through."""
        self._show()
        while self.place < len(self.asked):
            try:
                line = input("> ")
            except EOFError:
                click.echo()
                return
            except UnicodeDecodeError:
                click.echo("that is not UTF-8; type it again")
                continue
            if line.strip().casefold() == "q":
                return
            self._take(line.strip())

    def _take(self, line: str) -> None:
        """What the person typed."""
        question = self.asked[self.place].question
        match line.casefold():
            case "" | "s":
                self._go(1)
            case "b":
                self._go(-1)
            case "?":
                click.echo(HELP)
            case "e":
                self._edit()
            case "-" if question.answer:
                self._keep("")
            case _:
                self._answer(line)

    def _answer(self, line: str) -> None:
        suggestions = self.asked[self.place].question.suggestions
        if line.startswith("=") and line[1:].strip():
            self._keep(line[1:])
        elif not (line.isascii() and line.isdigit() and suggestions):
            self._keep(line)
        elif len(line) < 4 and 0 < int(line) <= len(suggestions):
            self._keep(suggestions[int(line) - 1])
        else:
            click.echo(f"there are {count(len(suggestions), 'suggestion')}; `={line}` answers {line}")

    def _edit(self) -> None:
        try:
            text = click.edit(self.asked[self.place].question.answer, extension=".md")
        except click.ClickException as error:
            click.echo(console.clean(error.format_message()))
            return
        if text is None or not text.strip():
            click.echo("nothing was written in the editor")
        else:
            self._keep(text)

    def _keep(self, text: str) -> None:
        """Write the answer down and go on; say why where it cannot be taken."""
        words = tidy(text)
        problem = fault(words) if words else ""
        if problem:
            click.echo(f"the answer {problem}: it was not taken")
            return
        asked = self.asked[self.place]
        if not self.save(asked, words):
            click.echo("the question is not in prd.yaml any more: the answer was not written")
            return
        self.asked[self.place] = replace(asked, question=asked.question.model_copy(update={"answer": words}))
        shown = console.clean(words, lines=True).replace("\n", "\n  ")
        click.echo(click.style(f"→ {shown}" if words else "→ open again", fg="green"), color=console.wants_color())
        self._go(1)

    def _go(self, step: int) -> None:
        if self.place + step < 0:
            click.echo("this is the first question")
            return
        self.place += step
        if self.place < len(self.asked):
            self._show()

    def _show(self) -> None:
        for line in self._lines():
            click.echo(line, color=console.wants_color())

    def _lines(self) -> Iterator[str]:
        asked = self.asked[self.place]
        width = min(shutil.get_terminal_size().columns - 1, WIDEST)
        head = f"{self.place + 1} of {len(self.asked)}" + (f", {asked.spec}" if self.several else "")
        yield ""
        yield from questionnaire.lines(asked, f"{head}: ", width=width)
        yield ""
        enter = "Enter keeps the answer" if asked.question.answer else "Enter leaves it open"
        number = "a number or words" if asked.question.suggestions else "words"
        back = ", b back" if self.place else ""
        yield click.style(f"{number}; {enter}, s skip{back}, q quit, ? help", dim=True)


def hold(asked: Sequence[Asked], save: Save) -> None:
    """The dialogue about these questions; see `Interview.hold`."""
    Interview(list(asked), save, len({one.spec for one in asked}) > 1).hold()
