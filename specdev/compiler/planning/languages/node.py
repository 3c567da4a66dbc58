"""JavaScript and TypeScript on Node.js, with the built-in test runner unless the repository has another."""

from __future__ import annotations

from dataclasses import replace

from .base import Language, Layout

LANGUAGE = Language(
    name="node",
    label="JavaScript (Node.js)",
    cues=("node.js", "nodejs", "javascript"),
    frameworks=("npm", "express.js", "react", "vue", "next.js", "svelte"),
    manifests=("package.json",),
    suffix=".js",
    runner="node",
    gate=("npm test",),
    tests="the project's test runner; a test's title contains the requirement's ID (`FR-004 reports …`)",
    new=Layout(
        part="src/{name}.js",
        test="test/{name}.test.js",
        entry="src/index.js",
        library="src/index.js",
        hot=("package.json", "README.md", "LICENSE", ".gitignore", "src/index.js"),
    ),
    separator="-",
    run=("node", "src/index.js"),
    wiring={
        "command": "`src/index.js` is the only file that reads `process.argv` and exits. A module that offers "
        "commands exports "
        "`commands`, an object from a command's name to a function that takes the words behind it and returns "
        "the exit status "
        "(or a promise of it); the entry file imports every module in `src/` and collects these objects",
        "single": "`src/index.js` is the only file that reads `process.argv` and exits. There are no subcommands: the "
        "module that makes the command line true exports `run`, a function that takes all words and returns the exit "
        "status (or a promise of it); the entry file looks for it in every module in `src/`",
        "service": "`src/index.js` opens the port. A module that answers requests exports `routes`, a list of "
        "[method, path with "
        "`:name` for variable parts, handler]; the entry file imports every module in `src/` and collects these lists",
        "library": "`src/index.js` re-exports every public name of the other modules",
        "product": "`src/index.js` is the only file that starts anything; it imports the other modules",
    },
)

TYPESCRIPT = replace(
    LANGUAGE,
    name="typescript",
    label="TypeScript",
    cues=("typescript",),
    frameworks=("deno", "angular", "nestjs"),
    manifests=("tsconfig.json",),
    suffix=".ts",
    runner="vitest",
    new=Layout(
        part="src/{name}.ts",
        test="test/{name}.test.ts",
        entry="src/index.ts",
        library="src/index.ts",
        hot=("package.json", "tsconfig.json", "README.md", "LICENSE", ".gitignore", "src/index.ts"),
    ),
    run=("npx", "tsx", "src/index.ts"),
    wiring={shape: text.replace("index.js", "index.ts") for shape, text in LANGUAGE.wiring.items()},
)
