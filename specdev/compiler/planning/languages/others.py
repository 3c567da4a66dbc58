"""
Languages that are known by name, layout and test command only.

`ROWS`: name, label, cues, manifests, suffix, folder of the sources, test file, entry file, test command. Where the
command writes a JUnit report, `{report}` stands for the file.
"""

from __future__ import annotations

from .base import Language, Layout

_SHAPES = ("command", "service", "library", "product")

ROWS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str, str, str, str, tuple[str, ...]], ...] = (
    (
        "cpp", "C++", ("c++", "c++11", "c++14", "c++17", "c++20", "c++23"), ("CMakeLists.txt",), ".cpp",
        "src/{name}.cpp", "tests/{name}_test.cpp", "src/main.cpp",
        ("ctest", "--test-dir", "build", "--output-junit", "{report}"),
    ),
    (
        "csharp", "C#", ("c#", ".net", "dotnet", "asp.net"), ("global.json",), ".cs",
        "src/{name}.cs", "tests/{name}Tests.cs", "src/Program.cs",
        ("dotnet", "test", "--logger", "junit;LogFilePath={report}"),
    ),
    (
        "swift", "Swift", ("swift", "swiftui"), ("Package.swift",), ".swift",
        "Sources/{package}/{name}.swift", "Tests/{package}Tests/{name}Tests.swift", "Sources/{package}/main.swift",
        ("swift", "test", "--xunit-output", "{report}"),
    ),
    (
        "kotlin", "Kotlin", ("kotlin",), ("settings.gradle.kts",), ".kt",
        "src/main/kotlin/{name}.kt", "src/test/kotlin/{name}Test.kt", "src/main/kotlin/Main.kt",
        ("gradle", "test"),
    ),
    (
        "ruby", "Ruby", ("ruby", "rails", "ruby on rails"), ("Gemfile",), ".rb",
        "lib/{package}/{name}.rb", "spec/{name}_spec.rb", "lib/{package}.rb",
        ("rspec", "--format", "RspecJunitFormatter", "--out", "{report}"),
    ),
    (
        "php", "PHP", ("php", "laravel", "symfony"), ("composer.json",), ".php",
        "src/{name}.php", "tests/{name}Test.php", "src/index.php",
        ("vendor/bin/phpunit", "--log-junit", "{report}"),
    ),
    (
        "dart", "Dart", ("dart", "flutter"), ("pubspec.yaml",), ".dart",
        "lib/{name}.dart", "test/{name}_test.dart", "lib/main.dart",
        ("dart", "test", "--file-reporter", "json:{report}"),
    ),
    (
        "elixir", "Elixir", ("elixir",), ("mix.exs",), ".ex",
        "lib/{package}/{name}.ex", "test/{name}_test.exs", "lib/{package}.ex",
        ("mix", "test"),
    ),
)  # fmt: skip


def _language(row: tuple[str, str, tuple[str, ...], tuple[str, ...], str, str, str, str, tuple[str, ...]]) -> Language:
    name, label, cues, manifests, suffix, part, test, entry, command = row
    return Language(
        name=name,
        label=label,
        cues=cues,
        manifests=manifests,
        suffix=suffix,
        runner="custom",
        gate=(" ".join(word for word in command if "{report}" not in word and word not in ("--logger", "--out")),),
        tests="a test's name contains the requirement's ID with `_` for every other character (`FR-004` "
        "gives `FR_004`)",
        new=Layout(
            part=part,
            test=test,
            entry=entry,
            library=entry,
            hot=(*manifests, "README.md", "LICENSE", ".gitignore", entry),
        ),
        test_command=command,
        wiring=dict.fromkeys(
            _SHAPES,
            f"`{entry}` is the only file that reads arguments, opens a window or a port, and exits; it has one "
            f"line for each "
            "part that leads to it, and the parts return values and errors",
        ),
    )


OTHERS: dict[str, Language] = {row[0]: _language(row) for row in ROWS}
