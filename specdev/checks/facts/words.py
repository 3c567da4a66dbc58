"""
The words around concrete facts, in English, German, Spanish, French and Portuguese.

Compiled regular expressions; all ignore case. They are only ever tried on the short stretches between code spans of
one sentence, never on whole documents.
"""

from __future__ import annotations

import re

from .lazily import any_of, lazy

PRINTS = any_of(
    r"\b(?:prints?|printing|outputs?|writes?|emits?|echoes|returns?|yields?|gives?|answers?|says?|produces?)\b",
    r"\b(?:fails? with|scheitert mit|falla con|échoue avec|falha com)\b",
    r"\bresults? in\b|\b(?:output|result|answer|stdout|stderr) (?:is|must be|should be|shall be|equals|reads)\b",
    r"\b(?:gibt|geben|druckt|schreibt|liefert|meldet|ergibt|erzeugt)\b|\bausgabe (?:ist|lautet)\b",
    r"\b(?:imprime[nr]?|devuelve|escribe|produce|responde|da como resultado)\b|\bla salida es\b",
    r"\b(?:affiche(?:nt|r)?|imprime|renvoie|retourne|écrit|produit|donne)\b|\bla sortie est\b",
    r"\b(?:devolve|retorna|escreve|produz)\b|\ba saída é\b",
    r"^\s*(?:→|⇒|->|=>|⟶|==>)\s*$",
)
"""The text that follows is what comes out, whole."""

SHOWS = any_of(
    r"\b(?:shows?|displays?|reports?|includes?|contains?|mentions?|lists?|names?|holds?)\b|"
    r"\b(?:error )?message\s*:?\s*$",
    r"\b(?:fehler)?meldung\s*:?\s*$|\b(?:mensaje|mensagem)(?: de erro[r]?)?\s*:?\s*$",
    r"\b(?:zeigt|enthält|nennt|listet)\b",
    r"\b(?:muestra|contiene|incluye|informa)\b|\b(?:montre|contient|mentionne|indique)\b",
    r"\b(?:exibe|mostra|contém|inclui|informa)\b",
)
"""The text that follows is a part of what comes out."""

PARTIAL = any_of(
    r"\b(?:contain(?:s|ing)?|includ(?:es|ing)|mention(?:s|ing)?|with|including|starting with|"
    r"beginning with|ending with)\b",
    r"\b(?:enthält|mit|beginnt|beginnend)\b|\b(?:contiene|que contenga|con)\b|\b(?:contenant|"
    r"contient|avec)\b|\b(?:contendo|com)\b",
)
"""Between the verb and the text: only a part of the output is told."""

AMONG = any_of(r"\b(?:first|additionally|finally|zuerst|außerdem|zuletzt|primero|además|d['’]abord|primeiro)\s*$")
"""Before the verb: it is not all that comes out."""

BESIDE = any_of(r"\w+\s+(?:and|und|y|et|e)\s*$")
"""Between the verb and the text: something else comes out before it."""

STARTS = any_of(
    r"(?:^|\b(?:help|usage|page|text|output|summary|report)\s+)(?:(?:that|which)\s+)?"
    r"(?:start(?:s|ing)|begin(?:s|ning)) with\s*$",
)
"""Between the verb and the text: the output begins with it."""

PREPOSITION = any_of(
    r"in|for|of|to|into|from|by|at|on|under|per|than|when|if|via|using|über|für|von|aus|auf|nach|bei|unter|per|"
    r"en|de|para|por|pour|dans|à|sur|em|do|da|no|na|desde|hasta|hacia",
)
"""What stands behind it is not what is printed."""

LIKE = any_of(
    r"\b(?:like|such as|similar|e\.?\s?g\.?|for example|for instance|something|approximately|about|or|either)\b",
    r"\b(?:wie|etwa|zum beispiel|ähnlich|oder|beispielsweise)\b|\b(?:como|por ejemplo|similar|o bien)\b",
    r"\b(?:comme|par exemple|environ|ou)\b|\b(?:por exemplo|semelhante|cerca)\b",
    r"\b(?:i\.\s?e|z\.\s?b|p\.\s?(?:ej|ex)|bspw|ex)\.(?!\w)",
)
"""The text is an illustration, or one of several."""

ROUGHLY = any_of(
    r"\b(?:something like|looks? something|roughly|approximately|similar|might|may look|could|would look|wrong|bad)\b",
    r"\b(?:so ähnlich|ungefähr|etwa so|könnte|falsch)\b|\b(?:aproximad\w+|parecid[oa]|podría|similar)\b",
    r"\b(?:à peu près|ressemble|pourrait|environ)\b|\b(?:parecid[oa]|poderia|aproximad\w+)\b",
)
"""What is shown below is no more than a picture of it."""

DENIED = any_of(
    r"\b(?:this|these|it|output|behaviou?r|and) (?:is|are|was|were|would be) (?:wrong|incorrect|a bug)\b",
    r"\bcounter-?examples?\b|\bknown bugs?\b|\bto be fixed\b",
    r"\b(?:must|may|should|shall) (?:not|never) (?:happen|occur)\b",
    r"\b(?:old|former|previous|earlier) behaviou?r\b|\bused to (?:print|give|say|show|be)\b",
    r"\b(?:das|dies|so|und) (?:ist|war|wäre) (?:\w+ )?falsch\b|\bgegenbeispiel\w*|\bbekannter? fehler\b",
    r"\bdarf (?:nicht|nie) (?:vorkommen|passieren|geschehen)\b|\b(?:altes|früheres|bisheriges) verhalten\b",
    r"\b(?:esto|y) (?:es|era) incorrecto\b|\bcontraejemplos?\b|\bno debe (?:ocurrir|pasar|suceder)\b",
    r"\b(?:ceci|c['’]|et) ?(?:est|était) (?:faux|incorrect)\b|\bcontre-exemples?\b|\bancien comportement\b",
    r"\bne doit pas (?:arriver|se produire)\b|\bcontraexemplos?\b|\bnão deve (?:acontecer|ocorrer)\b",
)
"""What is introduced so is what the product does not do, or did once."""

NOT = any_of(
    r"\b(?:not|never|no|without|nothing|instead of|rather than)\b|n't\b",
    r"\b(?:nicht|nie|niemals|kein\w*|ohne|statt)\b|\b(?:no|nunca|sin|jamás)\b|\b(?:ne|pas|jamais|sans)\b|\b(?:não|nunca|sem)\b",
)

CONDITION = any_of(
    r"\b(?:if|when|whenever|unless|while|until|once|only|except|provided|assuming|where|depending|otherwise|after|before)\b",
    r"\b(?:wenn|falls|sofern|sobald|solange|bis|außer|nachdem|bevor|nach|nur|sonst)\b",
    r"\b(?:si|cuando|mientras|hasta|salvo|después|antes|tras|solo|sólo)\b",
    r"\b(?:lorsque|quand|sauf|jusqu\w*|après|avant|seulement)\b|\bs['’]il",
    r"\b(?:se|quando|enquanto|até|exceto|depois|após|antes|apenas)\b",
)

_STORED = (
    r"(?:\w+ )?(?:items?|entr(?:y|ies)|tasks?|todos?|notes?|data|records?|files?|arguments?|args|"
    r"options?|input|matches|"
    r"results?|links?|bookmarks?|transactions?|config(?:uration)?(?: file)?)"
)
EMPTY_STATE = any_of(
    rf"\b(?:is|are|be|an?|the|still|with) (?:still )?empty\b|\bthere (?:is|are) (?:none|nothing|no {_STORED})\b",
    rf"\b(?:no|without) {_STORED}(?: exists?| yet| (?:is|are|was|were) (?:given|set|found|stored|"
    rf"saved|there|present))?\s*(?:[,:;.]|$)",
    r"\bnothing (?:is|was|has been) (?:\w+ing|stored|saved|added|there)\b|\bno (?:\w+ )?\w+ (?:is|"
    r"are) (?:running|open|stored|started)\b",
    r"\bnothing (?:is|was|has been) (?:stored|saved|added|there)\b|\b(?:first run|first start|first use)\b",
    r"\bleer\w*\b|\bohne (?:argumente|parameter|einträge|daten)\b|\bkeine? (?:einträge|daten|"
    r"aufgaben|argumente|eintrag)\b",
    r"\bvac[ií][oa]s?\b|\bsin (?:argumentos|datos|elementos|tareas)\b|\bvides?\b|\bsans (?:arguments?|données)\b",
    r"\bvazi[oa]s?\b|\bsem (?:argumentos|dados|itens|tarefas)\b",
)
"""The condition holds in an empty folder."""

LACKING = any_of(
    r"\b(?:without|with no|missing|lacks?|omit\w*)\b|\b(?:ohne|fehl\w+)\b|\b(?:sin|falta[n]?)\b"
    r"|\b(?:sans|manque[nt]*)\b|\b(?:sem)\b",
)
"""An argument is not given."""

LATER_ON = any_of(
    r"^\W*(?:(?:a (?:little|bit|day|week|month|year)|(?:some|two|three) \w+|much|still) )?(?:later|afterwards?)\b",
    r"^\W*(?:after (?:that|this|which|`)|(?:on )?the (?:next|following|same) (?:day|morning|week|session)"
    r"|continu\w+|going on|(?:in|from) the same (?:folder|session|shell))\b",
    r"^\W*(?:später|danach|anschließend|am (?:nächsten|selben|folgenden) \w+|fortsetzung|nach `)",
    r"^\W*(?:más tarde|después|al día siguiente|continúa\w*|tras `)",
    r"^\W*(?:plus tard|ensuite|après|le lendemain|suite\b)|^\W*(?:mais tarde|depois|em seguida|no dia seguinte)",
)
"""What is introduced so goes on with something that was done before."""

LACKING_RUN = any_of(
    r"\b(?:without|unless|until|before|instead of|ohne|statt|bevor|sin|en lugar de|sans|avant|sem|antes de)"
    r"(?: (?:a|an|any|having run|running|calling|prior|previous|first|ein|vorheriges|una?|haber ejecutado"
    r"|avoir lancé))*\s*$"
)
"""The command that follows has not been run."""

EXCEPT = any_of(
    r"\b(?:unless|except (?:if|when|that|for)|es sei denn|außer (?:wenn|bei)|a menos que|salvo (?:si|que)|à moins que"
    r"|sauf (?:si|quand)|a não ser que|exceto (?:se|quando))\b"
)
"""What follows is told of an exception."""

AFTER = any_of(
    r"\b(?:after|once|following)\b|\b(?:nach|nachdem)\b|\b(?:tras|después de)\b|\baprès\b|\b(?:após|depois de)\b",
)
"""What follows has been run before."""

WITH = any_of(r"\b(?:with|using|without|in|under|mit|ohne|con|sin|avec|sans|com|sem)(?: the)?(?: (?:option|flag))?\s*$")
"""An option follows that changes the command."""

MORE = lazy(
    r"^\)?\s*(?:,|and\b|und\b|y\b|et\b|e\b|plus\b|followed by\b|sowie\b|as well as\b)\s*"
    r"(?!(?:then\s+)?(?:it\s+)?(?:exits?|ends|stops|quits|terminates|returns|the exit|beendet|endet|bricht|termina|"
    r"sale|sai|quitte|se termine|nothing|not\b|without|instead|rather|ohne|nicht|sin|sans|sem))"
    r"(?=\w|$|\()",
    re.I,
)
"""The list of what comes out goes on: the text is a part of it."""

AROUND = lazy(
    r"^\)?\s*,?\s*(?:(?:with|mit|con|avec|com)\b[^.;:]{0,60}\b(?:behind|after|before|in front|at the (?:end|start)|"
    r"appended|prepended|dahinter|davor|danach|hinten|vorn\w*|detrás|después|delante|derrière|après|devant|atrás|depois)\b"
    r"|(?:preceded|gefolgt|seguid[oa]s?|precedid[oa]s?|suivie?s?|précédée?s?)\b"
    r"|(?:in addition|(?:in|on) the (?:first|second|last|next) (?:line|row)"
    r"|in der (?:ersten|zweiten|letzten|nächsten) zeile|zusätzlich)\b)",
    re.I,
)
"""More stands around the text: `put in` with the name behind it."""

OR = any_of(r"^\s*,?\s*(?:or|oder|bzw\.|o bien|o|u|ou)\s")
"""Another possibility follows."""

OR_LATER = any_of(r",\s*(?:or|oder|o bien|ou)\s")

PRINTED = lazy(
    r"^\s*(?:(?:is|are|gets|will be|must be|should be|shall be|wird|werden|se|est|é|es)\s+)?"
    r"(?:(?:to|on|auf|an|über|a|en|em|sur|por)\s+(?:the\s+|die\s+|der\s+|la\s+)?(?:\w+(?:\s+(?:error|output))?)\s+)?"
    r"(?:printed|shown|displayed|written|output|reported|ausgegeben|angezeigt|gemeldet|geschrieben|imprime|muestra|affichée?|impress[oa]|exibid[oa])\b",
    re.I,
)
"""What stands before it comes out: `x` is printed, wird `x` auf stderr ausgegeben."""

FOR = any_of(
    r"\b(?:for|on|when (?:running|run as|called (?:as|with)|given|you run|i run|the user runs)|"
    r"by running|with|in response to)\s*$",
    r"\b(?:für|bei|beim aufruf(?: von)?)\s*$|\b(?:para|al ejecutar|con)\s*$|\b(?:pour|avec)\s*$|"
    r"\b(?:ao executar|com)\s*$",
)
"""The command follows that gives what was told before."""

STDERR = any_of(
    r"\b(?:stderr|standard error|error (?:output|stream|channel))\b",
    r"\b(?:standardfehler(?:ausgabe)?|fehlerausgabe|fehlerkanal)\b|\b(?:salida de error(?:es)?|error estándar)\b",
    r"\b(?:sortie d['’]erreurs?|erreur standard)\b|\b(?:saída de erros?|erro padrão)\b",
)
STDOUT = any_of(
    r"\b(?:stdout|standard output)\b",
    r"\bstandardausgabe\b|\bsalida estándar\b|\bsortie standard\b|\bsaída padrão\b",
)
STDIN = any_of(
    r"\b(?:stdin|standard input)\b",
    r"\bstandardeingabe\b|\bentrada estándar\b|\bentrée standard\b|\bentrada padrão\b",
)

_NUMBER = (
    r"[\s:=]*`?(?P<{name}>\d{{1,3}})`?(?!\d|[.,]\d|\s*(?:s|ms|%|seconds?|minutes?)\b"
    r"|\s*(?:or|oder|o|ou|to|bis|/|-|–)\s*`?\d)"
)


def _exit(*leads: str) -> re.Pattern[str]:
    parts = [f"(?:{lead}){_NUMBER.format(name=f'n{i}')}" for i, lead in enumerate(leads)]
    return lazy("|".join(parts), re.I)


EXIT = _exit(
    r"\bexit(?:s|ed|ing)?(?:\s+(?:with|using|as|is|of|must|should|shall|be|will|an?|the|process|its|status|code|value))*",
    r"\b(?:exit|return|status)[\s-]?(?:code|status|value)s?(?:\s+(?:is|of|must be|should be|shall be|"
    r"will be|equals|must equal))?",
    r"\bwith\s+(?:an?\s+|the\s+)?status(?:\s+of)?",
    r"\bmit\s+(?:dem\s+|einem\s+)?(?:status|exit-?code|exit-?status|rückgabewert)",
    r"\bendet\s+mit(?=\s+`?\d{1,3}`?\s*(?:[.,;:()]|$|und\b|wenn\b|falls\b|statt\b))",
    r"\b(?:beendet|endet|bricht)\b[^.;]{0,40}?\bmit\s+(?:\w+\s+)?(?:status|exit-?code|exit-?status|rückgabewert|code|statuscode)",
    r"\b(?:exit-?code|exit-?status|rückgabewert|statuscode|endestatus)(?:\s+(?:ist|lautet|muss|sein))*",
    r"\b(?:sale|salir|termina|terminar|finaliza|acaba)\s+con\s+(?:el\s+|un\s+)?(?:código|estado|status)(?:\s+de\s+(?:salida|retorno))?",
    r"\b(?:código|estado)\s+de\s+(?:salida|retorno)(?:\s+(?:es|debe ser))?",
    r"\b(?:quitte|termine|sort|finit)\s+avec\s+(?:le\s+|un\s+)?(?:code|statut)(?:\s+de\s+(?:sortie|retour))?",
    r"\b(?:code|statut)\s+de\s+(?:sortie|retour)(?:\s+est)?",
    r"\b(?:sai|sair|termina|encerra|finaliza)\s+com\s+(?:o\s+|um\s+)?(?:código|status|estado)(?:\s+de\s+(?:saída|retorno))?",
    r"\b(?:código|status)\s+de\s+(?:saída|retorno)(?:\s+é)?",
)
"""An exit status that is told as a number."""

EXIT_NONZERO = any_of(
    r"\bexit(?:s|ing)?\s+(?:with\s+(?:an?\s+)?)?non-?\s?zero\b|\bnon-?\s?zero\s+(?:exit|status|return)",
    r"\b(?:status|exit-?code|rückgabewert)\s+(?:ungleich|größer als|größer)\s+(?:0|null)\b",
    r"\b(?:distinto|diferente)\s+de\s+(?:0|cero|zero)\b|\b(?:différent|autre)\s+(?:de|que)\s+(?:0|zéro)\b",
)

WRITES_FILE = any_of(
    r"\b(?:writes?|creates?|produces?|generates?|saves?|exports?)\b(?:\s+(?:to|into|in|it|them|the|a|an|its|file|files|result|results|output|report|named|called))*\s*$",
    r"\b(?:schreibt|erzeugt|erstellt|speichert)\b(?:\s+(?:in|nach|die|eine?|das|datei|ergebnis|ausgabe|namens))*\s*$",
    r"\b(?:escribe|crea|genera|guarda)\b(?:\s+(?:en|el|un|archivo|fichero|resultado|llamado))*\s*$",
    r"\b(?:écrit|crée|génère|enregistre)\b(?:\s+(?:dans|le|un|fichier|résultat|nommé))*\s*$",
    r"\b(?:escreve|cria|gera|grava|salva)\b(?:\s+(?:em|no|o|um|arquivo|ficheiro|resultado|chamado))*\s*$",
)
"""The name that follows is a file that is written."""

HOLDS = any_of(
    r"\b(?:contain(?:s|ing)?|with (?:the )?(?:content|contents|text|lines?)|holding|that (?:contains|"
    r"holds)|whose content is)\b[\w\s]*:?\s*$",
    r"\b(?:mit (?:dem )?inhalt|enthält)\b[\w\s]*:?\s*$|\b(?:que contiene|con (?:el )?contenido|"
    r"con (?:el )?texto)\b[\w\s]*:?\s*$",
    r"\b(?:contenant|avec (?:le )?contenu|qui contient)\b[\w\s]*:?\s*$|\b(?:contendo|"
    r"com (?:o )?conteúdo|que contém)\b[\w\s]*:?\s*$",
)
"""Between a file's name and its content."""

VERSION = lazy(r"\S+ v?\d+\.\d+\.\d+\S*")
"""A name with a version number: what a program prints of itself."""

LINES = any_of(r"\b(?:lines?|rows?|zeilen?|líneas?|filas?|lignes?|linhas?)\b")
"""Every text that follows is a line of its own."""

INPUT_LABEL = any_of(r"[*_#\s]*(?:input|stdin|standard input|eingabe|entrada|entrée)[*_\s]*:[*_\s]*")
OUTPUT_LABEL = any_of(r"[*_#\s]*(?:output|stdout|standard output|ausgabe|salida|saída|sortie)[*_\s]*:[*_\s]*")
"""Nothing but the name of what stands below."""

FILE_WORD = any_of(r"\b(?:files?|datei(?:en)?|archivos?|ficheros?|fichiers?|arquivos?|ficheiros?)\b")

GONE = any_of(
    r"no such file|not found|does(?: not|n't) exist|cannot open|can't open|could not (?:open|read|"
    r"find)|missing|unreadable|non-?existent",
    r"nicht gefunden|existiert nicht|fehlt|no existe|no encontrado|no se encuentra|introuvable|"
    r"n'existe pas|não encontrado|não existe",
)
"""The message of a file that is not there: the file's absence is the point of the example."""

ERROR_TEXT = any_of(
    r"\b(?:errors?|invalid|unknown|failed|failure|cannot|can't|could not|usage|illegal|fatal|denied|"
    r"unexpected|not found|no such)\b",
    r"\b(?:fehler|ungültig\w*|unbekannt\w*)\b|\b(?:inválid[oa]|desconocid[oa]|desconhecid[oa]|erro|erreur|inconnue?|invalide)\b",
)
"""A message about a failure."""
