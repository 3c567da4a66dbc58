"""Go: one module, parts as files of the main package's internal package."""

from __future__ import annotations

from .base import Language, Layout

LANGUAGE = Language(
    name="go",
    label="Go",
    cues=("golang", "go.mod", "go 1", "in go", "go module", "go binary", "go program", "go code"),
    manifests=("go.mod",),
    suffix=".go",
    runner="go",
    gate=("go vet ./...", "go test ./..."),
    tests="the testing package; a test function's name contains the requirement's ID with `_` for every "
    "other character "
    "(`FR-004` gives `TestFR_004…`)",
    new=Layout(
        part="internal/{package}/{name}.go",
        test="internal/{package}/{name}_test.go",
        entry="main.go",
        library="{package}.go",
        hot=("go.mod", "go.sum", "README.md", "LICENSE", ".gitignore", "main.go"),
    ),
    run=("go", "run", "."),
    wiring=dict.fromkeys(
        ("command", "service", "product"),
        "`main.go` is the only file that reads `os.Args`, opens a port and calls `os.Exit`; the parts are files of the "
        "package `internal/{package}`. A part that offers commands or routes adds them to that package's "
        "registry in an `init` "
        "function; `main.go` reads the registry",
    )
    | {"library": "the parts are files of one package; what is public has a capital letter"},
)
