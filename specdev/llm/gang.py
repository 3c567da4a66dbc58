"""
Many questions at once, in threads, with their answers in the order of the questions.

The threads die with the program: whoever presses ^C waits for no model, and finds on the shelf what was answered.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .conversation import Form, Message, Model
from .ledger import Spent
from .trouble import Trouble

Result = TypeVar("Result")
Progress = Callable[[int, int, Spent], None]
"""Is told how many are done, of how many, and what the run has used."""


@dataclass(frozen=True, slots=True)
class Question(Generic[Form]):
    """What `Model.ask` wants to know."""

    purpose: str
    messages: Sequence[Message]
    form: type[Form]


def ask_all(
    model: Model, questions: Sequence[Question[Form]], progress: Progress | None = None
) -> list[Form | Trouble]:
    """The answer of each question, or the trouble it met; a lasting trouble is that of all that were not asked yet."""
    jobs = [_job(model, question) for question in questions]
    return run(model, jobs, progress)


def run(model: Model, jobs: Sequence[Callable[[], Result]], progress: Progress | None = None) -> list[Result | Trouble]:
    """
    What each job gives, or the Trouble it raises; after a lasting one no further job is begun.

    A job may ask the model several times. `progress` is called in the thread of the caller. Raises what a job raises
    that is no Trouble, and KeyboardInterrupt, both after the model was stopped.
    """
    work = _Work(jobs)
    width = min(model.settings.concurrency, len(jobs))
    for number in range(width):
        threading.Thread(target=work.toil, name=f"specdev-model-{number}", daemon=True).start()
    try:
        for done in range(1, len(jobs) + 1):
            work.next()
            if progress:
                progress(done, len(jobs), model.spent)
    except BaseException:
        work.end()
        model.stop()
        raise
    return work.results


class _Work(Generic[Result]):
    """Jobs that threads take one by one."""

    def __init__(self, jobs: Sequence[Callable[[], Result]]) -> None:
        self._jobs = jobs
        self._left: Iterator[int] = iter(range(len(jobs)))
        self._lock = threading.Lock()
        self._ended: Trouble | None = None
        self._over = False
        self._found: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._results: dict[int, Any] = {}

    @property
    def results(self) -> list[Result | Trouble]:
        return [self._results[number] for number in range(len(self._jobs))]

    def toil(self) -> None:
        """Do jobs until there are none."""
        while not self._over:
            with self._lock:
                number = next(self._left, None)
            if number is None:
                return
            self._found.put((number, self._ended or self._done(number)))

    def next(self) -> None:
        """Wait for one job. Raises what it raised that is no Trouble."""
        number, found = self._found.get()
        if isinstance(found, _Raised):
            raise found.error
        self._results[number] = found

    def end(self) -> None:
        self._over = True

    def _done(self, number: int) -> Any:
        try:
            return self._jobs[number]()
        except Trouble as trouble:
            if trouble.lasting:
                self._ended = self._ended or trouble
            return trouble
        except BaseException as error:  # noqa: BLE001  it is raised in the thread of the caller
            self._over = True
            return _Raised(error)


@dataclass(frozen=True, slots=True)
class _Raised:
    error: BaseException


def _job(model: Model, question: Question[Form]) -> Callable[[], Form]:
    return lambda: model.ask(question.purpose, question.messages, question.form)
