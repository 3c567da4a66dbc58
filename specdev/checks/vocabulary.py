"""
Words of the command line, as sets: programs, places for arguments, and subcommands that store or show something.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOOLS = _words(
    "sh bash dash zsh env make cmake ninja python python3 uv uvx pip pip3 pipx poetry tox nox pytest node npm "
    "npx pnpm yarn bun deno tsc tsx jest vitest go cargo rustc java javac mvn gradle dotnet ruby bundle rake "
    "php composer perl bats git curl wget jq docker podman sqlite3 psql gcc g++ cc clang"
)
"""Programs that come from outside the product."""

UNIX = _words(
    "echo printf cat head tail sort wc grep egrep tr cut sed awk uniq mkdir touch rm cp mv true false seq test "
    "diff cmp sh bash find tee expr basename dirname"
)
"""Programs that any machine with a shell has and that do the same everywhere."""

METAVARIABLES = _words(
    "FILE FILES FILENAME PATH DIR DIRECTORY FOLDER N M K X Y ID IDS NAME NAMES KEY VALUE ARG ARGS ARGUMENTS "
    "OPTION OPTIONS COMMAND CMD SUBCOMMAND URL URI HOST PORT USER PASSWORD TEXT TITLE QUERY PATTERN INPUT "
    "OUTPUT SRC SOURCE DEST DST TARGET DATE NUM NUMBER COUNT STRING EXPR EXPRESSION TASK DATEI PFAD ORDNER "
    "ARCHIVO FICHERO RUTA FICHIER CHEMIN ARQUIVO"
)
"""Words in capitals that stand for something else."""

WRITERS = _words(
    "add create new set put insert import init save store push enqueue record log append register open start "
    "begin write assign rename move tag note book neu anlegen hinzufügen füge speichere eintragen buche notiere "
    "starte beginne añadir agregar nuevo guardar anotar iniciar ajouter nouveau noter enregistrer démarrer adicionar "
    "novo anotar guardar"
)
"""Subcommands that usually store something."""

OPENERS = _words("init setup initialize initialise bootstrap")
"""Subcommands that set up what others need."""

READERS = _words(
    "list ls show get view print status search find report export export-csv done complete finish delete "
    "remove rm del edit update clear undo pop next start stop close summary stats history balance dump count "
    "unset rename move last next sum total liste bericht suche lösche fertig stopp summe letzte erledigt "
    "listar mostrar buscar borrar informe resumen lister afficher chercher supprimer rapport résumé terminer remover "
    "concluir relatório resumo"
)
"""Subcommands whose result usually depends on what was stored before."""

NO_COMMANDS = _words(
    "cannot unknown error invalid no not the a an bad missing could failed warning fatal usage too select from "
    "import def class return if for while and or is in on to"
)
"""First words of messages, statements and phrases, which stand in code spans as commands do."""
