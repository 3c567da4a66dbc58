"""
Rows of a table as cells by what they are about, also of rows that were lifted into one text:

    Command: `calc add 3 4`         `calc add`                      GET: /items/99
    Output: `7`                     Message: `error: a number`      Status: 404
    Exit: 0                         Exit status: 2                  Response: `{}`
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .lazily import lazy

_ROLES = {
    "command": "command|call|invocation|input|example|run|befehl|aufruf|eingabe|beispiel|comando|entrada|llamada"
    "|ejemplo|commande|entrée|appel|exemple|exemplo|chamada|step|steps|test step|test steps|action|schritt|schritte"
    "|aktion|paso|pasos|acción|étape|étapes|passo|passos|ação",
    "stdout": "stdout|standard output|standardausgabe|salida estándar|sortie standard|saída padrão",
    "stderr": "stderr|standard error|error output|fehlerausgabe",
    "message": "message|error|error message|meldung|fehlermeldung|mensaje|mensaje de error|message d'erreur|mensagem"
    "|mensagem de erro",
    "output": "output|prints|result|expected|expected output|expected result|gives|ausgabe|ergebnis|erwartet|salida"
    "|resultado|imprime|sortie|résultat|affiche|saída",
    "exit": "exit|exit code|exit status|code|return code|exitcode|exit-code|rückgabewert|código de salida|código"
    "|code de sortie|código de saída",
    "status": "status|status code|response code|http status|statuscode|estado",
    "method": "method|verb|methode|método|méthode|http method",
    "path": "path|route|endpoint|url|pfad|ruta|chemin|rota",
    "body": "body|response|response body|answer|antwort|respuesta|réponse|resposta",
    "request": "request|request body|payload|anfrage|petición|requête",
}
_BY_HEADER = {name: role for role, names in _ROLES.items() for name in names.split("|")}
METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"
_LABEL = lazy(r"(?:^|[;\n])\s*(?:[-*]\s+)?\**(?P<label>[^\W\d][\w' -]{1,28}?)\**\s*:\**[ \t]*")

RUN = lazy(
    r"\W*(?:(?:run|execute|call|start|type|enter|invoke|führe|rufe|starte|ejecut[ae]r?|exécute[rz]?|lancer?|execut[ae]r?)\b"
    r"(?: the command)?)?\W*(?:aus|auf)?\W*",
    re.I,
)
"""The words of a cell that hold a command and ask for no more than to run it."""


def role(header: str) -> str:
    """What a column or label is about; empty where it is something else."""
    return _BY_HEADER.get(re.sub(r"[*_`:]", "", header).strip().lower(), "")


def cells_of(header: tuple[str, ...], row: tuple[str, ...]) -> dict[str, str]:
    """Role to cell; columns that are about something else are left out."""
    found: dict[str, str] = {}
    for name, cell in zip(map(role, header), row, strict=False):
        if name:
            found.setdefault(name, cell)
    return found


def labelled_cells(text: str) -> Mapping[str, str]:
    """Role to value for a row that was lifted into one text; empty where the text is none."""
    text = re.sub(r"\n{2,}", "\n", text.strip())
    cells: dict[str, str] = {}
    if endpoint := re.match(rf"(?P<method>{METHODS}):?\s+`?(?P<path>/\S*?)`?(?=\n|;|$)", text):
        cells = {"method": endpoint["method"], "path": endpoint["path"]}
    marks = [mark for mark in _LABEL.finditer(text) if role(mark["label"])]
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        value = text[mark.end() : end]
        # an unknown label ends the value as well
        other = _LABEL.search(value, 1) if number + 1 == len(marks) else None
        cells.setdefault(role(mark["label"]), value[: other.start() if other else None].strip().rstrip(";").strip())
    if not marks:
        return {}
    title = text[: marks[0].start()].split("\n")[0].strip()
    if "command" not in cells and re.fullmatch(r"`[^`]+`", title):
        cells["command"] = title
    return cells
