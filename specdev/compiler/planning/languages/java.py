"""Java, with Maven's layout and JUnit."""

from __future__ import annotations

from .base import Language, Layout

LANGUAGE = Language(
    name="java",
    label="Java",
    cues=("java",),
    frameworks=("maven", "spring boot"),
    test_command=("mvn", "-q", "test"),
    manifests=("pom.xml", "build.gradle", "build.gradle.kts"),
    suffix=".java",
    runner="junit",
    gate=("mvn -q test",),
    tests="JUnit; a test method's name contains the requirement's ID with `_` for every other character "
    "(`FR-004` gives `FR_004_…`)",
    new=Layout(
        part="src/main/java/{package}/{name}.java",
        test="src/test/java/{package}/{name}Test.java",
        entry="src/main/java/{package}/Main.java",
        library="src/main/java/{package}/package-info.java",
        hot=("pom.xml", "README.md", "LICENSE", ".gitignore", "src/main/java/{package}/Main.java"),
    ),
    separator="",
    run=("mvn", "-q", "exec:java"),
    wiring=dict.fromkeys(
        ("command", "service", "product"),
        "`Main.java` parses arguments, opens ports and exits; it has one line for each command or route that "
        "leads to its "
        "class, and the classes return values and throw exceptions",
    )
    | {"library": "every part is a class of one package; what is public says so"},
)
