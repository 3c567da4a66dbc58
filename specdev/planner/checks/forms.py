"""
What a model fills in to propose checks: a small form for each kind that it may write.

A form instead of the check's own YAML: endpoints hold a model to it word by word, where a check in a text would have to
be indented and escaped by it. What a form lets nobody say needs no refusal: there is no shell, no environment, no
working folder, no time limit, no network. Kinds that can prove nothing before the work (`review`), and those that the
rules make better from a number or a runner (`bench`, `test`), have no form.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..form import Form


class Text(Form):
    """What a text must look like."""

    how: Annotated[
        Literal["equals", "contains", "not_contains", "matches", "starts_with", "ends_with"],
        Field(description="`matches` is a regular expression of Python."),
    ]
    text: Annotated[str, Field(description="The text, in the words of the requirement.")]


class Laid(Form):
    """A file that is there before."""

    path: Annotated[str, Field(description="Its name in the working folder.")]
    text: Annotated[str, Field(description="What it holds, short.")]


class Left(Form):
    """A file that is there afterwards."""

    path: Annotated[str, Field(description="Its name in the working folder.")]
    exists: Annotated[bool, Field(description="false: it must not be there.")]
    content: Annotated[list[Text], Field(description="What it must hold.")]


class Place(Form):
    """What must stand at a place of data."""

    at: Annotated[str, Field(description="JSON Pointer, such as /items/0/name; empty: the whole.")]
    how: Annotated[Literal["equals", "contains", "len"], Field(description="`len` is the number of elements.")]
    value: Annotated[str, Field(description='The value as JSON: 3, "text", true, [1, 2].')]


class Grounded(Form):
    """What every proposed check says first."""

    quote: Annotated[str, Field(description="The words it proves, copied from the requirement letter by letter.")]
    covers: Annotated[list[str], Field(description="IDs of the requirements that these words belong to.")]


class Step(Form):
    """One command."""

    run: Annotated[list[str], Field(description="The words of the command, the product's first; no shell reads them.")]
    stdin: Annotated[str | None, Field(description="What it reads on standard input.")]
    exit: Annotated[int | Literal["nonzero"] | None, Field(description="Its exit status, where the words tell one.")]
    stdout: Annotated[list[Text], Field(description="What it prints on standard output.")]
    stderr: Annotated[list[Text], Field(description="What it prints on standard error.")]
    leaves: Annotated[list[Left], Field(description="Files that it writes or removes.")]


class Command(Grounded):
    """Commands of the product, run in order in one empty folder."""

    files: Annotated[list[Laid], Field(description="Files that are in the folder before.")]
    steps: Annotated[list[Step], Field(description="The commands; all that is said of each must hold.")]


class Data(Grounded):
    """A command of the product that prints data."""

    files: Annotated[list[Laid], Field(description="Files that are in the folder before.")]
    run: Annotated[list[str], Field(description="The words of the command, the product's first.")]
    stdin: Annotated[str | None, Field(description="What it reads on standard input.")]
    format: Annotated[Literal["json", "jsonl", "yaml", "toml", "csv"], Field(description="What it prints.")]
    expect: Annotated[list[Place], Field(description="What must stand where.")]


class Exchange(Form):
    """A request and its answer."""

    method: Annotated[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"], Field(description="Of it.")]
    path: Annotated[str, Field(description="Path and query, from the first /.")]
    body: Annotated[str | None, Field(description="The body as JSON.")]
    status: Annotated[int, Field(description="The status of the answer.")]
    says: Annotated[list[Text], Field(description="What the body of the answer must look like as text.")]
    data: Annotated[list[Place], Field(description="What must stand where in a JSON body.")]


class Http(Grounded):
    """Requests to the service, in order, from an empty folder."""

    serve: Annotated[
        list[str], Field(description="The words that start it, {port} for its port; empty where the project knows.")
    ]
    exchanges: Annotated[list[Exchange], Field(description="Requests with their answers.")]


class File(Grounded):
    """A file of the repository."""

    path: Annotated[str, Field(description="Below the repository.")]
    content: Annotated[list[Text], Field(description="What it must hold; empty: it is there.")]


class Absent(Grounded):
    """What no file of the repository may hold any more."""

    paths: Annotated[list[str], Field(description="Globs of files, such as src/**/*.py.")]
    pattern: Annotated[str, Field(description="Regular expression of Python.")]


class Checks(Form):
    """Checks, by kind; a kind that is not needed is an empty list."""

    command: Annotated[list[Command], Field(description="Run the product and look at what comes out.")]
    data: Annotated[list[Data], Field(description="Run the product and look into JSON, YAML, TOML or CSV it prints.")]
    http: Annotated[list[Http], Field(description="Start the service and send requests.")]
    file: Annotated[list[File], Field(description="Look at a file of the repository.")]
    absent: Annotated[list[Absent], Field(description="Look for what must be gone; it must be there now.")]
