"""Rust: one crate with a library and a thin main."""

from __future__ import annotations

from .base import Language, Layout

LANGUAGE = Language(
    name="rust",
    label="Rust",
    cues=("rust",),
    frameworks=("cargo", "crates.io"),
    manifests=("Cargo.toml",),
    suffix=".rs",
    runner="cargo",
    gate=("cargo test --quiet",),
    tests="cargo test; a test function's name contains the requirement's ID in lower case with `_` for every other "
    "character (`FR-004` gives `fr_004_…`)",
    new=Layout(
        part="src/{name}.rs",
        test="tests/{name}.rs",
        entry="src/main.rs",
        library="src/lib.rs",
        hot=("Cargo.toml", "Cargo.lock", "README.md", "LICENSE", ".gitignore", "src/main.rs", "src/lib.rs"),
    ),
    run=("cargo", "run", "--quiet", "--"),
    wiring=dict.fromkeys(
        ("command", "service", "product"),
        "`src/lib.rs` declares one module for each part, `src/main.rs` parses arguments and exits; a module "
        "returns `Result` "
        "values, and `src/main.rs` has one line for each command or route that leads to its part",
    )
    | {"library": "`src/lib.rs` declares one module for each part and re-exports its public names"},
)
