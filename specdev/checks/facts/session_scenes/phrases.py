"""
The words that tell what a scene needs, in English, German, Spanish, French and Portuguese.

Compiled regular expressions that ignore case; tried on the text of one sentence, with its code spans masked.
"""

from __future__ import annotations

import re

from ..lazily import any_of, lazy

MESSAGE = any_of(
    r"\b(?:messages?|error) (?:is|are|reads?)(?: then)?\s*:?\s*$|\b(?:fails?|ends?|rejected|refused"
    r"|answers?) with(?: the)?(?: message| error)?\s*:?\s*$",
    r"\b(?:wird|werden)\b[^`]{0,60}\bmit(?: der meldung)?\s*$|\b(?:meldung|fehler)\s*:?\s*$"
    r"|\blautet(?: die meldung)?\s*:?\s*$|\b(?:scheitert|endet) mit(?: der meldung)?\s*:?\s*$",
    r"\b(?:mensaje|error) es\s*:?\s*$|\bfalla con(?: el mensaje)?\s*:?\s*$",
    r"\b(?:message|erreur) est\s*:?\s*$|\béchoue avec(?: le message)?\s*:?\s*$",
    r"\b(?:mensagem|erro) é\s*:?\s*$|\bfalha com(?: a mensagem)?\s*:?\s*$",
)
"""Before a message, beside the verbs of `words.PRINTS`."""

UNCHANGED = any_of(
    r"\bchang(?:es?|ing) nothing\b|\bnothing (?:is |gets )?(?:changed|written|stored|saved)\b"
    r"|\bleaves? (?:the|its|every)\b[^.;,]*\b(?:unchanged|untouched|as (?:it|they) (?:is|are|was|were))\b"
    r"|\b(?:is|are) (?:not (?:written|stored|saved|changed|added)|left (?:alone|unchanged))\b"
    r"|\bdoes not (?:change|touch) (?:the|any)\b",
    r"\b(?:ändert|verändert|schreibt|speichert) nichts\b|\bnichts (?:wird )?(?:geändert|geschrieben"
    r"|gespeichert)\b|\bbleibt unverändert\b|\bwird nicht (?:geschrieben|gespeichert|geändert)\b",
    r"\bno (?:cambia|modifica|escribe|guarda) nada\b|\b(?:queda|permanece) (?:sin cambios|igual|intacto)\b"
    r"|\bno se (?:guarda|escribe|modifica)\b",
    r"\bne (?:change|modifie|écrit) rien\b|\breste inchangée?\b|\bn['’]est pas (?:écrite?|enregistrée?|modifiée?)\b",
    r"\bnão (?:altera|muda|grava|escreve|modifica) nada\b|\b(?:fica|permanece) (?:inalterad[oa]"
    r"|sem alterações)\b|\bnão é (?:gravad[oa]|escrit[oa]|alterad[oa])\b",
)
"""What is stored stays as it was."""

ALREADY = any_of(
    r"\balready\b|\bbereits\b|\bschon\b|\bya (?:est|exist|hay|se)|\bdéjà\b|\bjá\b|\btwice\b|\ba second time\b"
    r"|\bzweimal\b"
)
"""The same was done before."""

EVERY_COMMAND = any_of(
    r"\b(?:every|each|any) (?:sub)?command\b|\ball (?:sub)?commands\b|\bjeder (?:unter)?befehl\b"
    r"|\balle (?:unter)?befehle\b",
    r"\b(?:cada|cualquier) (?:sub)?comando\b|\btodos los (?:sub)?comandos\b|\bchaque (?:sous-)?commande\b"
    r"|\btoutes les (?:sous-)?commandes\b",
    r"\b(?:todos os|qualquer) (?:sub)?comandos?\b",
)

OTHERWISE = any_of(
    r"\b(?:(?:for |in |with )?(?:another|any other|every other) \w+|without a match|no match|otherwise"
    r"|invalid|illegal|malformed|bad|wrong|impossible|unreadable|no valid|not (?:a |an )?valid|does not exist"
    r"|do not exist|unknown|not known|no such|not a number|no number|not an? (?:integer|whole number)"
    r"|negative)\b",
    r"\b(?:sonst|andernfalls|ungültig\w*|falsch\w*|unzulässig\w*|unbekannt\w*|nicht gibt|existiert nicht"
    r"|keine (?:gültige )?zahl|(?:bei |für )?(?:jede\w* |ein\w* )?andere\w* \w+|unlesbar\w*|negativ\w*)\b",
    r"\b(?:de lo contrario|si no|en otro caso|inválid[oa]s?|desconocid[oa]s?|no existen?|incorrect[oa]s?"
    r"|otr[oa] (?:nombre|forma|valor|unidad)|negativ[oa]s?)\b",
    r"\b(?:sinon|autrement|invalides?|inconnue?s?|n['’]existe(?:nt)? pas|incorrecte?s?|autre (?:nom|forme"
    r"|valeur|unité)|négati(?:f|ve)s?)\b",
    r"\b(?:caso contrário|senão|desconhecid[oa]s?|não existem?|outr[oa] (?:nome|forma|valor|unidade))\b",
)
"""The value that is spoken of is not one that is right."""

SINCE = any_of(r"\b(?:since|seit|desde|depuis|started|began|begonnen|gestartet)(?:\s+(?:at|um|à|a las|às))?\s*$")
"""The time behind it lies back: that of what was done before."""

LASTS = any_of(
    r"\b(?:for|after|took|lasted|nach|seit|dauer\w*|für|durante|después de|tras|pendant|après|por|após"
    r"|depois de|duration|total)\s*:?\s*$"
)
"""A duration follows."""

NOW = any_of(
    r"\bcurrent (?:time|date|day|moment)\b|\b(?:stands for|instead of|sets|as|overrides?"
    r"|replaces?) (?:the (?:time |date )?)?(?:now|today|the clock)\b|\bthe clock\b",
    r"\b(?:aktuelle\w*|jetzige\w*|momentane\w*) (?:zeit\w*|uhrzeit|datum|tag)\b|\b(?:statt"
    r"|anstelle) (?:von )?(?:jetzt|heute|der uhr)\b",
    r"\b(?:hora|fecha|momento) actual\b|\b(?:heure|date|moment) actuelle?\b|\b(?:hora|data|momento) atual\b",
)
"""An option or a variable stands for the clock."""

TAKES = any_of(
    r"\b(?:takes?|accepts?|understands?|has|have|supports?)\b|\b(?:nimmt|nehmen|akzeptier(?:t|en)|kennt"
    r"|kennen|versteh(?:t|en)|ha(?:t|ben))\b",
    r"\b(?:acepta[n]?|admite[n]?|toma[n]?|tiene[n]?)\b|\b(?:accepte(?:nt)?|prend|prennent|a|ont)\b"
    r"|\b(?:aceita[m]?|tem|têm|recebe[m]?)\b",
)
"""Between commands and the option that they have."""

OTHER_FILE = any_of(
    r"\b(?:another|a different|an other|other) (?:\w+ )?file\b|\binstead of `",
    r"\b(?:eine )?andere (?:\w+)?datei\b|\botro (?:archivo|fichero)\b|\bun autre fichier\b|\boutro (?:arquivo"
    r"|ficheiro)\b",
)

KEEPS = any_of(
    r"\b(?:keeps?|kept|stores?|stored|saves?|saved|records?|recorded|live[s]?|data file|lies"
    r"|held|holds|(?:everything|all (?:of )?(?:its |the )?data) is)\b",
    r"\b(?:speichert|gespeichert|liegt|liegen|steht|stehen|hält|abgelegt|ablegt)\b",
    r"\b(?:guarda[n]?|guardad[oa]s?|almacena[n]?|conserva)\b|\b(?:garde|conserve|stocke|enregistre|stockée?s?"
    r"|enregistrée?s?|conservée?s?)\b",
    r"\b(?:armazena|grava|guarda|gravad[oa]s?|guardad[oa]s?|armazenad[oa]s?)\b",
)

CURRENT_FOLDER = any_of(
    r"\b(?:current|working) (?:working )?(?:folder|directory)\b|\bwhere it is (?:run|called)\b",
    r"\b(?:aktuellen|laufenden|jetzigen) (?:ordner|verzeichnis)\b|\b(?:arbeitsverzeichnis|arbeitsordner)\b",
    r"\b(?:carpeta|directorio) (?:actual|de trabajo)\b|\b(?:dossier|répertoire) (?:courant|actuel|de travail)\b",
    r"\b(?:pasta|diretório|directório) (?:atual|actual|corrente|de trabalho)\b",
)

LINE_HOLDS = any_of(
    r"\b(?:lines?|rows?|records?|entr(?:y|ies))\b[^.;:]*?\b(?:holds?|contains?|consists? of|has|have|is|are|of)\b",
    r"\b(?:zeilen?|einträge?|eintrag|datensatz)\b[^.;:]*?\b(?:enth[aä]lt|enthalten|besteht aus|bestehen aus"
    r"|hat|haben)\b",
    r"\b(?:líneas?|filas?|registros?)\b[^.;:]*?\b(?:contiene[n]?|consta[n]? de|tiene[n]?|lleva)\b",
    r"\b(?:lignes?|enregistrements?)\b[^.;:]*?\b(?:contien(?:t|nent)|se compose(?:nt)? de|comporte(?:nt)?|a|ont)\b",
    r"\b(?:linhas?|registos?|registros?)\b[^.;:]*?\b(?:contém|contêm|tem|têm|consiste[m]? em)\b",
)
"""A line of the stored file and what it is made of."""

SEPARATED = any_of(
    r"\b(?:separated|divided|delimited) by\b|\b(?:getrennt|trennt)\b|\bseparad[oa]s por\b|\bséparée?s par\b|\bdurch\b"
)

SEPARATORS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("\t", any_of(r"\btab(?:s|ulator(?:en|zeichen)?|ulações|ulaciones|ulations|ulador(?:es)?)?\b")),
    (
        ";",
        any_of(
            r"\bsemi-?colons?\b|\bsemikol(?:on|a|ons)\b|\bstrichpunkte?n?\b|\bpunto y coma\b"
            r"|\bpoints?-virgules?\b|\bponto e vírgula\b|`;`"
        ),
    ),
    (",", any_of(r"\bcommas?\b|\bkommas?\b|\bkommata\b|\bcomas?\b|\bvirgules?\b|\bvírgulas?\b|`,`")),
    ("|", any_of(r"\bpipes?\b|\bvertical bars?\b|\bsenkrechte\w* striche?n?\b|`\|`")),
)
"""Separator to the words for it."""

NO_LINE = any_of(
    r"\blines?\b[^.;]*\b(?:cannot|can not|can't|could not) be (?:read|parsed)\b|\b(?:unreadable|malformed"
    r"|broken|damaged) lines?\b",
    r"\bzeilen?\b[^.;]*\bnicht (?:lesbar|gelesen|lesen)\b|\b(?:unlesbare|kaputte|fehlerhafte) zeilen?\b",
    r"\blíneas?\b[^.;]*\bno se pued[ae]n? leer\b|\blíneas? ilegibles?\b|\blignes?\b[^.;]*\bne peu(?:t"
    r"|vent) (?:pas )?être lues?\b|\blignes? illisibles?\b",
    r"\blinhas?\b[^.;]*\bnão pod[ae]m? ser lidas?\b|\blinhas? ilegíve(?:l|is)\b",
)
"""A line of the stored file that cannot be read."""

AS_GIVEN = any_of(
    r"\bas (?:it was |they were )?given\b|\bwie angegeben\b|\btal como se (?:dio|indicó)\b"
    r"|\btelle? qu['’]?(?:il|elle) a été donnée?\b|\bcomo (?:foi )?(?:dado|indicado)\b"
)

COMMENTS = any_of(
    r"\b(?:mean nothing|(?:are|is) (?:ignored|skipped|comments?)|have no meaning|do not count)\b"
    r"|\b(?:ignores?|skips?)\b",
    r"\b(?:bedeuten nichts|werden (?:ignoriert|übersprungen|überlesen)|zählen nicht|sind kommentare)\b"
    r"|\b(?:ignoriert|überliest|überspringt)\b",
    r"\b(?:se (?:ignoran|omiten)|no significan nada|son comentarios)\b|\b(?:sont ignorées?|ne comptent pas"
    r"|sont des commentaires)\b",
    r"\b(?:são ignorad[oa]s|não significam nada|são comentários)\b",
)
"""Lines that have no effect."""

BEGINS = any_of(
    r"\b(?:start|begin)(?:s|ning)?(?: with)?\b|\bbeginn(?:t|en)\b|\banfangen\b|\b(?:empiezan?|comienzan?)\b"
    r"|\bcommenc(?:e|ent)\b|\bcomeç(?:a|am)\b|\bmit\b"
)
EMPTY_LINES = any_of(
    r"\b(?:empty|blank) lines\b|\b(?:leere zeilen|leerzeilen)\b|\blíneas (?:vacías|en blanco)\b"
    r"|\blignes vides\b|\blinhas (?:vazias|em branco)\b"
)
KEPT = any_of(
    r"\b(?:kept|keeps?|stay|remain|preserved|untouched)\b|\b(?:bleiben|erhalten)\b|\bse (?:conservan"
    r"|mantienen)\b|\b(?:sont conservées|restent)\b|\b(?:são mantid[oa]s|permanecem|ficam)\b"
)

ABOVE = any_of(
    r"\b(?:above|previous|shown above|of above|from above|sample)\b|\b(?:oben|obige\w*|vorige\w*)\b"
    r"|\b(?:arriba|anterior)\b|\b(?:ci-dessus|plus haut|précédente?)\b|\b(?:acima)\b"
)
FIRST_LINE_ONLY = any_of(
    r"\bfirst line only\b|\bonly (?:the|its) first line\b|\bfirst line alone\b|\b(?:nur (?:der|die|ihrer"
    r"|seiner)? ?erste[nr]? zeile)\b",
    r"\bsolo (?:con )?(?:la|su) primera línea\b|\bseulement (?:la|sa) première ligne\b|\b(?:apenas|só) (?:a"
    r"|com a) primeira linha\b",
)
FIRST_LINE_ALONE = any_of(
    r"\b(?:prints?|gives?|shows?|is|with) (?:only )?the (?:first|header) line(?: alone| only)?\b"
    r"|\bonly the (?:header|first line)\b|\bheader (?:line )?(?:alone|only)\b",
    r"\bnur (?:die|der) (?:kopfzeile|erste zeile)\b|\bsolo (?:la|el) (?:primera línea|cabecera|encabezado)\b"
    r"|\bseulement (?:la première ligne|l['’]en-tête)\b|\b(?:apenas|só) (?:a primeira linha|o cabeçalho)\b",
)
AS_FIRST_LINE = any_of(
    r"\bas (?:the|its) (?:first|header) line\b|\bas (?:the |its )?header\b|\bals (?:erste zeile|kopfzeile)\b"
    r"|\bcomo (?:primera línea|cabecera|encabezado)\b|\bcomme première ligne\b|\bcomme en-tête\b"
    r"|\bcomo (?:primeira linha|cabeçalho)\b"
)
IN_CASES = any_of(
    r"\b(?:in )?(?:both|all|either) cases?\b|\b(?:in )?(?:beiden|allen) fällen\b|\b(?:en )?(?:ambos"
    r"|todos los) casos\b|\bdans (?:les deux|tous les) cas\b|\b(?:em )?(?:ambos|todos) os casos\b"
)

BOUNDS_IN = any_of(
    r"\bon or between\b|\binclusive\b|\bboth (?:included|inclusive)\b|\bincluding both\b"
    r"|\bbetween\b.*\binclude[sd]?\b",
    r"\b(?:einschließlich|inklusive|eingeschlossen)\b|\b(?:inclusive|incluid[oa]s|inclusives?|inclus"
    r"|incluses?|inclusos?)\b",
)
"""A range with both of its ends."""

ERRORS_TO_STDERR = any_of(
    r"\berrors?(?: messages?)? (?:go|are (?:printed|written|sent)|is (?:printed|written))?\s*(?:to"
    r"|on) (?:stderr|standard error)\b",
    r"\bfehler(?:meldungen)? (?:gehen |kommen |stehen |werden )?(?:nach|auf|an) (?:die )?(?:stderr"
    r"|standardfehler\w*|fehlerausgabe)\b",
    r"\berrores (?:van |se escriben )?(?:a|en|por) (?:la )?(?:stderr|salida de error\w*|error estándar)\b",
    r"\berreurs (?:vont |sont écrites )?(?:vers|sur|à) (?:la )?(?:stderr|sortie d['’]erreurs?|erreur standard)\b",
    r"\berros (?:vão |são escritos )?(?:para|em|na) (?:a )?(?:stderr|saída de erros?|erro padrão)\b",
)
MESSAGES_TO_STDOUT = any_of(
    r"\b(?:messages?|output|results?)[^.;,]* (?:go|goes|is (?:printed|written)|are (?:printed|written)) (?:to"
    r"|on) (?:stdout|standard output)\b",
    r"\b(?:ausgaben?|meldungen|ergebnisse)[^.;,]* (?:gehen|kommen|geht|stehen) (?:nach|auf"
    r"|an) (?:die )?(?:stdout|standardausgabe)\b",
)
NO_FULL_STOP = any_of(
    r"\bno (?:error )?message ends (?:with|in) a (?:full stop|period|dot)\b|\bmessages? (?:do"
    r"|does) not end (?:with|in) a (?:full stop|period|dot)\b|\bwithout a (?:full stop|period) at the end\b",
    r"\bkeine (?:fehler)?meldung endet (?:mit|auf) (?:einem |einen )?punkt\b|\bmeldungen enden (?:nicht mit"
    r"|ohne) (?:einem |einen )?punkt\b",
    r"\bningún mensaje (?:termina|acaba) (?:con|en) punto\b|\baucun message ne (?:se termine"
    r"|finit) par un point\b|\bnenhuma mensagem termina (?:com|em) ponto\b",
)

LETTERS = any_of(r"\b(?:letters?|buchstaben?|letras?|lettres?|kleinbuchstaben?)\b")
NAME_RULE = any_of(
    r"\b(?:consists? of|made (?:up )?of|contains? only|may (?:only )?contain|only)\b|\b(?:besteht"
    r"|bestehen) (?:nur )?aus\b|\benthält nur\b",
    r"\b(?:consta de|se compone de|contiene solo|solo contiene)\b|\b(?:se compose de|ne contient que"
    r"|est composée? de)\b|\b(?:consiste em|contém apenas|é compost[oa] (?:de|por))\b",
)
CHARACTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a",
        any_of(
            r"\blower-?\s?case letters?\b|\bkleinbuchstaben?\b|\b(?:letras )?minúsculas\b"
            r"|\b(?:lettres )?minuscules\b|\ba[-–]z\b"
        ),
    ),
    ("0", any_of(r"\bdigits?\b|\bziffern?\b|\bdígitos\b|\bchiffres\b|\b0[-–]9\b|\bnumbers\b|\bzahlen\b")),
    ("-", any_of(r"\bhyphens?\b|\bdash(?:es)?\b|\bbindestriche?n?\b|\bguion(?:es)?\b|\btirets?\b|\bhífen(?:es|s)?\b")),
    ("_", any_of(r"\bunderscores?\b|\bunterstriche?n?\b|\bguion(?:es)? bajos?\b|\btirets? bas\b|\bsublinhad\w+\b")),
)
"""A character of each class that a name may be made of, to the words for the class."""
STARTS_WITH_LETTER = any_of(
    r"\b(?:starts?|begins?|starting|beginning) with a (?:lower-?case )?letter\b"
    r"|\bbeginnt mit einem (?:klein)?buchstaben\b|\b(?:empieza|comienza) (?:con|por) una letra\b"
    r"|\bcommence par une lettre\b|\bcomeça (?:com|por) uma letra\b"
)

SORTED = any_of(
    r"\bsorted by\b|\bin (?:alphabetical )?order of\b|\bsortiert\b|\bordenad[oa]s por\b|\btriée?s par\b"
    r"|\balphabetical(?:ly)?\b"
)
NOT_COUNTED = any_of(
    r"\b(?:does not|do not|don't|doesn't) count\b|\b(?:is|are) (?:not counted|left out|ignored)\b|\bzähl(?:t"
    r"|en) nicht\b|\bno (?:cuenta|se cuenta)n?\b|\bne compten?t? pas\b|\bnão contam?\b"
)
TOTAL = any_of(
    r"\b(?:sum|total) of all\b|\bsumme (?:aller|von allen)\b|\bsuma de tod[oa]s\b|\bsomme de tou(?:te)?s\b"
    r"|\bsoma de tod[oa]s\b|\bgesamtsumme\b"
)
PADDED = any_of(
    r"\bpadded\b|\baligned\b|\baufgefüllt\b|\bausgerichtet\b|\brellenad[oa]s?\b|\bcomplétée?s?\b|\bpreenchid[oa]s?\b"
)
OF_EACH = any_of(
    r"\bone line (?:for|per) (?:each|every)\b|\bone line per\b|\ba line (?:for|per) (?:each|every)\b|\b(?:für"
    r"|pro|je) (?:jede\w*|projekt|kategorie)\b|\beine zeile (?:je|pro|für jede\w*)\b|\buna línea por\b"
    r"|\bune ligne par\b|\buma linha por\b"
)

MAY_BE_EMPTY = any_of(
    r"\bmay be (?:empty|left out|missing)\b|\bcan be (?:empty|left out)\b|\bis optional\b|\b(?:darf"
    r"|kann) (?:leer sein|fehlen)\b|\bpuede (?:estar vac[ií][oa]|faltar)\b|\bpeut être vide\b|\bpode (?:estar"
    r"|ser) vazi[oa]\b"
)

UNINSTALLED = any_of(
    r"\bwithout (?:being )?install(?:ing|ed|ation)\b|\bohne (?:\w+ )?installation\b|\bohne (?:es )?zu installieren\b"
    r"|\bsin instalar\w*\b|\bsans (?:l['’])?install(?:er|ation)\b|\bsem instalar\b|\bsem instalação\b"
)
FASTER = any_of(
    r"\b(?P<strict>less than|under|faster than|weniger als|unter|menos de|moins de)\b|\b(?:at most|within"
    r"|no more than|höchstens|innerhalb von|maximal|como máximo|au plus|no máximo)\b"
)
MANY_LINES = lazy(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+|\d{3,7})\s+(?:\w+\s)?(?:lines|entries|rows"
    r"|records|zeilen|einträgen?|datensätzen?|líneas|entradas|registros|lignes|entrées|linhas|registos)\b",
    re.I,
)
SECONDS = lazy(
    r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>ms|milli\w+|s|secs?|seconds?|sekunden?|segundos?"
    r"|secondes?)\b",
    re.I,
)

OF_SOMETHING = lazy(
    r"^\W*(?:an?|the|each|every|any|one|two|if|when|eine?|der|die|das|jede\w*|wenn|falls|un|una|el|la|los|las"
    r"|cada|si|une|le|les"
    r"|chaque|lorsque|um|uma|o|os|as|se|quando)\s",
    re.I,
)
"""A sentence that begins so speaks of something that is there, not of what the command does."""
COMMAND_ITSELF = lazy(
    r"^\W*(?:the|this|der|die|das|dieser|el|la|le|o)\s+(?:command|program|tool|call|befehl|programm|aufruf"
    r"|comando|programa|commande|programme)\b",
    re.I,
)

ELIDED = lazy(r"^,\s*(?:(?:and|und|y|et|e)\s+)?(?:an?|eine?r?|una?|une?|uma?)\s+[\w-]+(?:\s+[\w-]+){0,2}\s*$", re.I)
"""After a message: the next one follows, of another case, and its verb is left out: `, a 13th member `."""
OR_ELSE = any_of(r"(?:^|[;,])\s*(?:or )?(?:else|otherwise|sonst|andernfalls|si no|sinon|senão|caso contrário):?\s*$")
"""Before a message: what is not as the sentence says gives it."""

IN_CASE = lazy(
    r"^\W*(?:with|for|at|on|mit|bei|für|con|para|avec|pour|com)\s+(?:an?|the|one|two|eine[rmn]?|un[ae]?|um[a]?)\s", re.I
)
"""A clause that begins so tells what comes out in one case."""

NONE_OF = any_of(r"no|none|never|nothing|kein\w*|nie\w*|nichts|ning\w+|nunca|aucun\w*|jamais|nenhum\w*")
"""The sentence that begins with it denies what follows."""

NOTHING_YET = any_of(
    r"\b(?:if|when|while|as long as|where) (?:there is |there are )?(?:still )?(?:nothing"
    r"|no \w+)(?: (?:\w+ )?(?:is|are|was|were|has been|have been))?(?: (?:yet|stored|there|kept|running|open"
    r"|started|recorded|known|noted|saved))*(?=\s*(?:,|;|$|it\b|the\b))",
    r"\b(?:ist|sind|wenn|falls|solange) (?:noch )?(?:nichts|keine? \w+) (?:mehr )?(?:gespeichert|vorhanden|da"
    r"|notiert|angelegt|eingetragen|gestartet|offen|erfasst)(?: ist| sind)?\b|\bgibt es (?:noch )?(?:nichts"
    r"|keine? \w+)(?=\s*,)",
    r"\b(?:si|cuando) (?:aún |todavía )?no hay (?:nada|ning\w+ \w+|\w+s)\b"
    r"|\bs['’]il n['’]y a (?:encore )?(?:rien|aucune? \w+|pas de? ?\w+)",
    r"\b(?:se|quando) (?:ainda )?não (?:há|houver) (?:nada|nenhuma? \w+|\w+s)\b",
)
"""Nothing is stored."""

FAILS = any_of(
    r"\b(?:fails?|rejects?|rejected|refuse[sd]?)\b|\b(?:scheitert|abgelehnt)\b|\bfalla\b|\béchoue\b|\bfalha\b"
)

OUTPUT_FILE = any_of(
    r"\b(?:exports?|exported|reports?|backups?|cop(?:y|ies)|output|results?)\b",
    r"\b(?:export\w*|berichte?|sicherung\w*|kopien?|ausgabedatei)\b",
    r"\b(?:exporta\w*|informes?|copias?|resultados?)\b|\b(?:rapports?|sauvegardes?|copies?)\b|\b(?:relatórios?|cópias?)\b",
)
"""A file that comes out, not the one in which things are stored."""

HEADER = any_of(r"\b(?:header|heading)s?\b|\bkopfzeile\b|\b(?:cabecera|encabezado)\b|\ben-tête\b|\bcabeçalho\b")

ONE_LINE = any_of(r"\bone line\b|\beine zeile\b|\buna línea\b|\bune ligne\b|\buma linha\b")

THERE = any_of(
    r"\b(?:there|exists?|existing|present|taken|in use|known|twice|a second time)\b",
    r"\b(?:vorhanden|existiert|gibt|bekannt|zweimal)\b|\b(?:existe|hay|há|est là)\b",
)
