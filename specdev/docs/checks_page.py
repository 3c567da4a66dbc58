"""docs/checks.md: what a check proves, and every kind with its manual from the module that executes it."""

from __future__ import annotations

import inspect
import sys

from ..checks import matchers
from ..checks.kinds import KINDS

INTRO = """# Checks

A check is an executable acceptance test in a task's front matter. The fields of each kind stand in
[formats.md](formats.md#check).

## What a check proves

A check must fail before the work and pass after it. `specdev verify TASK` runs it on a copy of the product, with an
empty home and a clean environment, without a network, and ends all that it has started. `--base REF` runs each check on
that commit first.

| Outcome | Meaning |
|---|---|
| `passed` | it ran, and everything it expects holds |
| `failed` | it ran, and something it expects does not hold |
| `error` | it could not be judged: a tool is missing, tests could not be collected, the time was up |
| `vacuous` | it passes before the work as well, so it proves nothing |
| `skipped` | a `review`, which only a person can give; it is counted apart and proves nothing |

Zero tests, or tests that were all skipped, are no pass. The exit status is 0 where something passed and nothing failed,
was an error or vacuous; else 1. Words that a program prints are never taken for an outcome.

What a check gave on the base is kept in `.specdev/proofs/` and used again as long as the check, the files it uses, the
commit (and for tests: the test files) are the same; `--no-reuse` runs it again.

## Consent

Nothing is executed before a person has agreed to what will run in this repository. At a terminal `verify` lists it and
asks; the answer is remembered for exactly these checks and files, in this folder and for this account: it is signed
with a key in `~/.local/state/specdev`, so that no repository can bring the answer with it. Where nobody can answer, it
lists what would run, executes nothing and ends with status 2; `--yes` agrees for CI. `plan`, `split`, `validate` and
the hook execute nothing.

## What a check is kept away from

- **The network.** There is only a loopback interface of its own, unless the check says `network: true`. So two services
  may take the same port at the same time.
- **Your files.** It sees a copy of what git knows or would add, without `.git`; whatever it does to the copy, the next
  check does not see. On Linux the project itself is read-only for it.
- **Your environment.** PATH and the folders of toolchains are kept, all else is not; HOME and TMPDIR are empty folders.
- **Later checks.** When its program ends or its time is up, everything that it has started is killed, also what has
  moved to another session.
- **Your repository.** No hook, file monitor or filter that its settings name is started.

A network of its own needs Linux with user namespaces. Where that is not to be had (other systems, some containers),
`verify` says so in a note, also in its JSON, and goes on; with `--require-isolation` it executes nothing. It is no
sandbox: a socket in the file system, such as that of a Docker daemon, stays in reach, and so does what a link in the
product leads to. Packages in `node_modules` and `.venv` are those of the project.

Checks run beside each other, one a processor (`--jobs N`); `bench` checks run alone. Of what a program prints, 4 MiB
are kept of each stream, in `.specdev/evidence/`. When `verify` is stopped, even by `kill -9`, its checks end with it;
where its workers are killed too, the next run clears away what it finds by mark or folder.

## Where checks come from

`specdev split` makes them from what the vision states: a transcript with its output, a command with its exit status or
message, an endpoint with its answer, a file, a threshold, a prohibition. Each names the items it covers and quotes the
words it came from. What is only inferred is not asserted: a wrong check is worse than none. A requirement without a
concrete fact gets a `test` check: tests that carry its ID in their names must exist and pass. Examples that belong to
no requirement judge the task that can show them, most often the one that proves the whole.

A transcript needs no prompt where nothing else can be meant: a call that the vision knows, alone in the first line, or
calls with their output behind an arrow (`calc add 3 4  # => 7`). `; echo $?` tells the exit status. A call without
arguments is told by a table of exit codes too ("no FILE"). JSON that is printed is compared as data.

Scenarios are played as they are told, in steps or in the cells of a row: files and commands that are given are brought
about, backgrounds and outlines are filled in. What is given in words only is asked for.

### Scenes at a prompt

A message alone names neither the call nor the state that leads to it. It is played as a scene where the whole vision
tells both:

| In the vision | What the check does |
|---|---|
| `stint start PROJECT [NOTE]`, a sample line with these fields | the sample's values stand in the command's places |
| `--at TIME`, "which stands for the current time" | every command is told its time, as the message needs it |
| `acme for 0:45` of a command without places | the command that stores `acme` runs before |
| "If one is running already" | the successful call is made twice |
| "For another name it prints `bad project name: Acme!`" | the value is given in the place that the message names |
| `stint.log:3: cannot read this line` | the sample with a line that has no fields at that number |
| "A line holds …", with a sample | the commands that must write these lines |
| "For the log above:" and a transcript | the sample is the input |
| "Today is the environment variable `ROTA_TODAY`"; "With 2025-06-05 as today:" | the variable is set |
| `ana is away 2025-06-09 to 2025-06-15` | the options that must be given take what the message repeats |
| "already a member: ana"; a transcript that begins with `join ana` | `join ana` runs before what needs `ana` |
| `--every DAYS`, 1 to 365, `--every must be 1 to 365` | 0 and 366 are refused, 1 and 365 are not |
| "2: a bad name, date or number"; "Errors go to stderr as one line" | every error is expected to end and read so |
| "Unknown names give `no such member: NAME`" | every command that takes a member, before there is one |
| "Without members it prints", "an empty list is `[]`" | the command in an empty folder |
| `bins done by ana, next 2025-06-12`, and a transcript with another day | the transcript up to there |
| "only commands that change something create it", "a file that is not JSON" | the stored file, before and after |
| "sorted by name", "on or between", "does not count" | the same with more names, bounds, what must not count |
| "A report over 100,000 lines must take less than 2 seconds" | the sample's line, as many times |

A scene that uses what another task builds stands in the task that proves the whole. Where a value, a time or a state
is told nowhere, nothing is made of the message but a `test` check.

### Scenes with a library

A library's calls, exceptions with their messages, attributes, laws ("for every quantity") and lists of allowed words
become files for Python's own doctest: the document's examples are tried, and changed where its words say how (another
unit, a comma for the point, white space around). What takes a later task to be tried is checked there.

### Scenes with a service

What a sentence leaves out is taken from the whole document: endpoints, valid bodies from examples or from what is told
of their fields, what must be stored before, and how the service is started.

| The document says | What is sent |
|---|---|
| what a field must be, and the answer otherwise | bodies that break it in every reading; the ends of what is allowed |
| it exists already; a second one with the same key replaces it | the same twice; then the list |
| it is unknown; nothing is stored yet; it is deleted | every endpoint that is spoken of, in that state |
| a list and its order; a query that limits it | things made in another order; both ends where they are included |
| a level below, from or above thresholds | a value on each side of each threshold |
| a body that is no JSON, an unknown path, the type of all answers | such requests to every endpoint they concern |
| a code of errors, with status and body from a table | what leads to it; its status, its body, the field it names |
| fields in a table or in prose; the answer for all invalid ones | each field broken alone, its ends, its default |
| a name that PUT makes something under | names that break what is told of it, the same name twice |
| a table of what may follow what | each move with a new thing, and every other move from there |
| given fields change; texts are stripped | each field alone, all the others looked at; white space around texts |
| calls in one block | the block in its order from an empty service, for the items whose error it shows |
| it survives a restart; a default port or file | the service is started again, or without the option |

A sample is sent as an answer shows it. What holds for some things only ("but only a `cancelled` one", "unless paid")
is tried where a new thing fulfils it, or where moves are told that lead there.
Ids that the service makes up are carried over (`capture`) and never expected by value. Where requests need a login, a
valid body is not told, or a condition is told in words only, nothing is sent: `split` says what is missing.

### Checks that a model writes

`specdev checks propose` asks a [model](models.md) about each task whose requirements have only `test` or `review`
checks; `specdev checks propose T003` about all that T003 covers. What it writes stands in specs/<slug>/proposed.yaml,
where you read, mend or delete it. Nothing is executed, no task is changed. A check is refused, with the reason (SD736),
unless

- it quotes words of what it covers: they are looked for in the item and in its lines of the vision; white space, marks
  of Markdown and kinds of quotation marks aside;
- what it expects is told or given: each word and number of an expected text stands in these words, under the same
  headings, in what holds for the whole task, in what this task and those before it say of the subcommand that is run,
  or in the check's own input, and words in a row stand in a row there; what must not be printed needs no telling. A
  sum or any other number that only follows is refused, because a wrong check is worse than none; counting on from a
  number that is told is fair, and so are the exit statuses 0 and 1, the status 200 of a GET, and inputs of its own;
- options, files and first parts of paths stand somewhere in the document, and subcommands are those of this task and
  of tasks that are done before it;
- it runs the product and nothing else: no shell, no interpreter, no tool of the machine, no network, no path that leads
  out of its folder;
- it can fail, by the same lint as all checks, and is not passed by a crash;
- it is small: 20 steps, 32,000 characters.

The model is told the reasons and asked once more. `specdev checks prove` then runs what is proposed on the base commit
(HEAD, or `--base REF`), with the copies, limits and consent of `verify`. What fails there is taken into its task as by
`checks add`, with the model, the commit and the quote in specdev.lock, and the proof is kept. What passes there is
vacuous, what cannot be judged there is not proven: both stay proposals and are said (SD738); `--drop` removes them.
Generated `test` checks of the same items stay, because a check proves only what it quotes; `--replace` takes out those
whose items all have others now. Pages are printed anew, so that facts around the requirements give way to the checks.
`before: pass` is never proposed: a guard cannot be proven red.

## Sealed

A seal fixes a task's checks and the files they use: what was changed in any other way than by `specdev checks` is an
error. `specdev checks edit T003.1` opens a check in your editor (`--from FILE` takes it from a program), `add` and
`remove` do what they say. Each wants a reason, seals the task again and leaves a record in specdev.lock; a later
`specdev split` keeps what you decided, and SD510 says when the words under it change. A check that you took out stays
out as long as it would be generated the same. `specdev split --force T003` goes back to the generated ones.

## What is said before they run

`specdev validate` reads every check and executes none. It says what is certain from the words alone: a check that
passes whatever happens ([SD502](diagnostics.md#sd502)), one that leans on the machine it runs on
([SD504](diagnostics.md#sd504)), a bound on time that says
nothing of repeats or machine ([SD507](diagnostics.md#sd507)), one that can never pass
([SD508](diagnostics.md#sd508)). A check that may be good is left alone; what only a run can tell is told by
`verify --base`.
"""


def checks_page() -> str:
    """The page; the kinds in the order of KINDS."""
    parts = [INTRO, "## Kinds\n"]
    for name, model in KINDS.items():
        parts.append(f"### {name}\n\n{_manual(model.__module__)}\n")
    parts.append(f"## Matchers\n\n{_manual(matchers.__name__)}\n")
    return "\n".join(parts)


def _manual(module: str) -> str:
    """The docstring of a loaded module."""
    return inspect.cleandoc(sys.modules[module].__doc__ or "")
