"""
The words around a library's facts, in English, German, Spanish, French and Portuguese.

Compiled regular expressions that ignore case, tried on the stretches between the code spans of one sentence.
"""

from __future__ import annotations

import re

from ..lazily import any_of, lazy

ARROW = lazy(r"^\s*(?:→|⇒|->|=>|⟶|==>|==|=)\s*$")

RAISES = any_of(
    r"\b(?:raises?|raising|throws?|throwing|raised|thrown|fails? with|rejects? (?:it|them) with)\b",
    r"\b(?:wirft|werfen|geworfen|auslösen|ausgelöst|löst|lösen)\b|\b(?:lanzan?|lanzar|levantan?)\b|\b(?:lèvent?"
    r"|lever|lancent?)\b"
    r"|\b(?:lançam?|lançar|levantam?)\b",
)
"""What follows is an exception."""

RAISED = any_of(
    r"^\s*(?:is|are|gets?|must be|will be) (?:raised|thrown)\b|^\s*(?:wird|werden) (?:geworfen|ausgelöst)\b",
    r"^\s*aus\b(?!\w)",
)
"""What stands before it is an exception."""

RETURNS = any_of(
    r"\b(?:returns?|gives?|yields?|is|are|equals?|becomes?|evaluates to|produces?|must be|(?:be )?equal to"
    r"|results? in)\b",
    r"\b(?:liefert|ergibt|gibt|ist|wird zu|liefern|geben|zurückgibt)\b|\b(?:devuelven?|devolver|retornan?|es|da)\b",
    r"\b(?:renvoi(?:e|ent)|retournent?|donnent?|est|vaut|devient)\b|\b(?:devolvem?|retornam?|dá|é|resulta em)\b",
)
"""What follows is the value of what stands before."""

MUST_RETURN = any_of(
    r"\b(?:returns?|gives?|yields?|produces?)\b|\b(?:liefert|liefern|gibt|ergibt)\b|\b(?:devuelve|devolver"
    r"|retornar?)\b",
    r"\b(?:renvoie|renvoyer|retourner?)\b|\b(?:devolve|devolver)\b",
)
"""As RETURNS, without "is"."""

TRUTH = {
    "True": any_of(r"true|wahr|verdadero|vraie?|verdadeiro"),
    "False": any_of(r"false|falsch|falso|fau(?:x|sse)"),
}

MAY = any_of(
    r"\b(?:can|may|might|could|kann|können|könnte|puede|pueden|podría|peut|peuvent|pourrait|pode|podem|poderia)\b",
)
"""What follows may be so, and may not."""

MESSAGE = any_of(
    r"\b(?:message|meldung|fehlermeldung|nachricht|mensaje|mensagem)\b(?:\s+(?:is|are|must be|should be|reads"
    r"|says|lautet|ist|sein|es|est|é|d'erreur|de error|de erro))*\s*:?\s*$",
    r"\b(?:says?|saying|meldet|dice|dit|diz)\s*:?\s*$",
)
"""An exception's message follows."""

MESSAGE_LIKE = any_of(
    r"\bmessage\b[^.;]*\b(?:as in|such as|like|for example|e\.g\.)\s*:?\s*$",
    r"\b(?:meldung|nachricht)\b[^.;]*\b(?:etwa|wie|wie in|zum Beispiel)\s*:?\s*$",
    r"\bmensaje\b[^.;]*\b(?:como(?: en)?|por ejemplo)\s*:?\s*$|\bmessage\b[^.;]*\b(?:comme(?: dans)?"
    r"|par exemple)\s*:?\s*$",
    r"\bmensagem\b[^.;]*\b(?:como(?: em)?|por exemplo)\s*:?\s*$",
)
"""An example of a message follows, for the case that the example itself names."""

UNREADABLE = any_of(
    r"\b(?:cannot|can't|could not|unable to|failed to) (?:read|parse|understand|decode|convert)\b",
    r"\b(?:invalid|malformed|illegal|unreadable)\b",
    r"\b(?:not an?|is not|is no|no such form|not in the form|bad)\b|\b(?:kein\w*|ungültig\w*|nicht lesbar|unlesbar)\b",
    r"\b(?:no es|no se puede leer|inválid\w+)\b|\b(?:n'est pas|illisible|invalide|pas une?)\b|\b(?:não é|ilegível)\b",
)
"""A message says that the text which it repeats cannot be read."""

AS_GIVEN = any_of(
    r"\bas (?:it was |they were )?(?:given|passed|written|typed)\b|\bverbatim\b|\bunchanged\b",
    r"\bwie (?:er|es|sie)? ?(?:über|ge)geben\w*\b|\bunverändert\b|\btal como\b|\btel(?:le)? qu\w*\b|\btal qual\b",
)
"""A message repeats what was handed in, without any change."""

SUBCLASS = any_of(
    r"\b(?:is|as|must be|be)\s+an?\s+(?:direct )?subclass of\s*$|\bsubclass(?:es)?(?: of)?\s*$|\b(?:derives?"
    r"|derived|inherits?|inheriting)\s+from\s*$",
    r"\b(?:extends|extending|specialises|specializes)\s*$|\bkind of\s*$",
    r"\b(?:unterklassen?|subklassen?)\s+von\s*$|\b(?:erbt|abgeleitet|leitet sich)\s+von\s*$|\bist\s+von\s*$",
    r"\bsubclases? de\s*$|\bhereda de\s*$|\bderiva de\s*$|\bsous-classes? de\s*$|\bhérite de\s*$|\bdérive de\s*$",
    r"\bsubclasses? de\s*$|\bherda de\s*$",
)
"""Between a class and the one it is derived from."""

IMMUTABLE = any_of(
    r"\b(?:immutable|frozen|read-only|cannot be changed|can't be changed)\b",
    r"\b(?:unveränderlich|nicht veränderbar|eingefroren)\b|\binmutables?\b|\bimmuables?\b|\bimutáve(?:l|is)\b",
)
SETTING = any_of(
    r"\b(?:set|sets|setting|assign|assigning|assigned|change|changing|modify|modifying)\b[^.;]*\b(?:attributes?"
    r"|fields?|them|it|one)\b",
    r"\bassignments?\b[^.;]*\b(?:attributes?|fields?)\b",
    r"\b(?:setzen|zuweisen|zuweisung|ändern)\b|\b(?:attribut|feld)\w*\b[^.;]*\b(?:setzt|zuweist|ändert)\b",
    r"\b(?:asignar|cambiar|modificar)\b[^.;]*\b(?:atributos?|campos?)\b",
    r"\b(?:affecter|modifier|changer|affectation)\b[^.;]*\b(?:attributs?|champs?)\b",
    r"\b(?:atribuir|alterar|modificar)\b[^.;]*\b(?:atributos?|campos?)\b",
)

SAME_HASH = any_of(
    r"\bsame hash\b|\bequal hash(?:es)?\b|\bhash(?:es)? (?:alike|equal|equally|the same)\b",
    r"\b(?:denselben|gleichen|selben) hash\w*\b|\bmismo hash\b|\bmême hash\w*\b|\bmesmo hash\b",
)
SIGNIFICANT = lazy(
    r"\b(?P<digits>\d+|six|seven|eight|nine|ten|twelve)\s+(?:significant (?:digits|figures)|(?:signifikante"
    r"|geltende)\w* (?:stellen|ziffern)"
    r"|cifras significativas|chiffres significatifs|algarismos significativos)",
    re.I,
)
NUMERALS = {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
ROUNDED = any_of(r"\b(?:rounded|gerundet|redondead\w+|arrondi\w*|arredondad\w+)\b")
EQUAL = any_of(
    r"\b(?:equal|equality|compare equal|gleich|gleichheit|iguales|igualdad|égales?|égaux|égalité|iguais|igualdade)\b"
)

EVERY = any_of(
    r"\b(?:for|with|on) (?:every|each|any|all)\b|\b(?:für|bei) (?:jede\w*|alle\w*)\b|\bpara (?:cada|toda?s?)\b",
    r"\bpour (?:chaque|tou(?:s|te|tes|t))\b",
)
"""A law follows or stood before: it holds for all values of a kind."""

AFTER = any_of(r"\b(?:after|once|given|with|nach|nachdem|mit|tras|después de|con|après|avec|após|depois de|com)\s*$")
"""The code that follows has been run before."""

AS_IN = any_of(
    r"\b(?:as in|such as|like|for example|for instance|e\.g\.|namely)\s*:?\s*,?\s*$",
    r"\b(?:wie in|wie|etwa|zum Beispiel|z\. ?B\.)\s*$|\b(?:como en|como|por ejemplo)\s*$|\b(?:comme dans|comme"
    r"|par exemple)\s*$",
    r"\b(?:como em|por exemplo)\s*$",
)
"""Examples of what was described follow."""

HASHABLE = any_of(r"\b(?:hashable|hashbar|usable as (?:dictionary |dict )?keys?|hacheables?|hachables?)\b")

BELOW = lazy(
    r"\b(?:(?:is|are|be|being|ist|sind|es|est|é)\s+)?(?P<sign>less than|smaller than|lower than|below|under"
    r"|at most|greater than|larger than|more than|above|over|"
    r"at least|kleiner als|unter|größer als|über|menor que|mayor que|inférieure? à|supérieure? à"
    r"|maior que)\s+`?(?P<number>-?\d+|zero|one|two|null|eins?|zwei|cero|uno|zéro|un)`?(?![\w.%])",
    re.I,
)
"""A bound for a parameter, which is broken by what the words say."""
BROKEN = {
    -1: "less than|smaller than|lower than|below|under|kleiner als|unter|menor que|inférieure à|inférieur à",
    0: "at most|at least",
    1: "greater than|larger than|more than|above|over|größer als|über|mayor que|supérieure à|supérieur à|maior que",
}
"""How far from the bound a number lies for which the words are true."""
SMALL = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "null": 0,
    "ein": 1,
    "eins": 1,
    "zwei": 2,
    "cero": 0,
    "uno": 1,
    "zéro": 0,
    "un": 1,
}

SPACE_IGNORED = any_of(
    r"\b(?:leading (?:and|or) trailing|surrounding|outer) (?:white\s?space|spaces|blanks)\b[^.;]*\b(?:ignored"
    r"|stripped|removed|dropped|does not matter|do not matter)\b",
    r"\b(?:white\s?space|spaces|blanks) (?:around|before (?:and|or) after|at (?:both"
    r"|the) ends? of)\b[^.;]*\b(?:ignored|stripped|removed|dropped|does not matter|do not matter)\b",
    r"\bleerzeichen (?:um|am anfang (?:und|oder)|vor und (?:nach|hinter))\b[^.;]*\b(?:ignoriert|entfernt"
    r"|spielen keine rolle)\b|\bleerraum um\b[^.;]*\b(?:ignoriert|entfernt)\b",
    r"\b(?:los )?espacios (?:alrededor|al principio y al final)\b[^.;]*\b(?:ignoran|eliminan)\b",
    r"\bespaces (?:autour|en début et en fin)\b[^.;]*\b(?:ignorés|supprimés)\b",
    r"\bespaços (?:em volta|ao redor|no início e no fim)\b[^.;]*\b(?:ignorados|removidos)\b",
)
SPACE_INSIDE = any_of(r"\b(?:between|inside|within|zwischen|innerhalb|entre|à l'intérieur|dentro)\b")

COMMA_ERROR = any_of(
    r"\bcommas? (?:is|are) (?:an error|not (?:allowed|accepted)|rejected|refused)\b",
    r"\bkomma (?:ist (?:ein fehler|nicht erlaubt)|wird abgelehnt)\b|\bcoma es un error\b"
    r"|\bvirgule est une erreur\b|\bvírgula é um erro\b",
)
SINGLE_SPACE = any_of(
    r"\b(?:a|an optional|one|exactly one|at most one) single space\b|\b(?:exactly|at most|only) one space\b",
    r"\b(?:ein(?:em)?) einzelne[sn] leerzeichen\b|\b(?:genau|höchstens) ein(?:em)? leerzeichen\b",
    r"\bun (?:solo|único) espacio\b|\bun(?:e)? seule? espace\b|\bum único espaço\b",
)

CLOSED = any_of(
    r"\bno others?\b|\bnothing else\b|\bthese (?:\w+ ){0,2}only\b|\bonly these\b|\bexactly these\b",
    r"\bkeine (?:anderen|weiteren)\b|\bnur diese\b|\bgenau diese\b|\bni(?:ng[uú]n\w*)? otr[oa]s?\b"
    r"|\baucun\w* autres?\b|\bnenhum\w* outr[oa]s?\b",
)
"""A list of words is complete."""

CASE_SENSITIVE = any_of(
    r"\bcase[- ]sensitive\b|\b(?:groß- und kleinschreibung)\b[^.]*\b(?:unterschieden|beachtet|zählt)\b"
    r"|\bdistingu\w+ (?:mayúsculas|majuscules|maiúsculas)\b|\bsensib\w+ (?:a|à) (?:las mayúsculas|la casse)\b"
)

IS_NO = any_of(
    r"^\s*(?:is|are) (?:not an?|no)\s+(?:\w+ )?(?P<en>\w+)|^\s*(?:ist|sind) keine?\s+(?P<de>\w+)",
    r"^\s*no es (?:una?\s+)?(?P<es>\w+)|^\s*n['’]est pas une?\s+(?P<fr>\w+)|^\s*não é (?:uma?\s+)?(?P<pt>\w+)",
)
"""`KG` is not a unit."""

ONE = any_of(r"(?:^|[\s,(])(?:one|1|an?|eine?|une?|uma?|un)\s*$")
HAS = any_of(
    r"\b(?:has|have|are|is one of|includes?|knows|supports|accepts|allows)\b|:\s*$|\b(?:hat|haben|sind|kennt"
    r"|ist eine[rs]? (?:von|aus))\b",
    r"\b(?:tiene|tienen|son|es uno de|admite|acepta)\b|\b(?:a|ont|sont|est l'un de|accepte)\b|\b(?:tem|têm|são"
    r"|é um de|aceita)\b",
)

UNKNOWN = any_of(r"\b(?:unknown|unbekannt\w*|desconocid\w+|inconnue?s?|desconhecid\w+)\b")
SAME_ERROR = any_of(
    r"\bsame (?:error|exception|way)\b|\b(?:denselben|den gleichen|dieselbe|die gleiche) (?:fehler|ausnahme)\b"
    r"|\bmism[oa] (?:error|excepción)\b"
    r"|\bmême (?:erreur|exception)\b|\bmesm[oa] (?:erro|exceção)\b"
)
DIFFERENT = any_of(
    r"\b(?:different|another|other|mixed|across|verschieden\w*|andere\w*|unterschiedlich\w*|diferentes?"
    r"|distint[oa]s?|otr[oa]|différent\w*|autre)\b"
)
NOT_MEMBER = any_of(
    r"\b(?:something|anything|an object|a value) (?:that is|which is) (?:no|not an?)\b|\b(?:anything"
    r"|something) else\b|\b(?:another|any other) type\b|\bother types\b",
    r"\b(?:etwas|allem),? (?:das|was) keine?\b|\betwas anderem\b|\balgo que no (?:es|sea)\b|\bautre chose\b"
    r"|\boutra coisa\b|\boutro tipo\b",
)
NOT_RAISED = any_of(
    r"\b(?:raises? nothing|never raises?|does not raise|without raising|no exception)\b|\bwirft nichts\b"
    r"|\bno lanza\b|\bne lève rien\b|\bnão lança\b"
)

EMPTY_LIST = any_of(
    r"\bempty (?:list|iterable|sequence|input|collection|iterator)\b|\bleere\w* (?:liste|folge|iterable|sequenz)\b"
    r"|\b(?:lista|secuencia|iterable) vac[ií][oa]\b|\b(?:liste|séquence|itérable) vide\b|\b(?:lista|sequência"
    r"|iterável) vazi[oa]\b"
)
EMPTY_TEXT = any_of(
    r"\b(?:empty (?:string|text)|leere\w* (?:text|zeichenkette|string)|(?:texto|cadena) vac[ií][oa]|(?:texte"
    r"|chaîne) vide|texto vazio|string vazia)\b"
)
NEGATIVE_NUMBER = any_of(
    r"\bnegative (?:numbers?|integers?|values?|zahl(?:en)?)\b|\bn[úu]meros? negativos?\b|\bnombres? négatifs?\b"
)
ZERO = any_of(r"\b(?:zero|null|cero)\b|(?<![\w.])0(?![\w.])|\bzéro\b")
A_NUMBER = any_of(
    r"\b(?:a|an|any|plain)? ?(?:numbers?|zahl|zahlen|número|nombre)\b|`(?:int|float)`",
)
SUM_OF = any_of(
    r"\bsum of\b|\bsumme (?:einer|der|von|aller)\b|\bsuma de\b|\bsomme d\w*\b|\bsoma d\w*\b",
)
EXPONENT = lazy(
    r"\b(?P<number>one|two|three|four|five|ten)\s+(?P<scale>hundred|thousand|million|billion)\b"
    r"|\b(?P<de>ein|zwei|drei|fünf|zehn)?(?P<dscale>hundert|tausend)\b|\b(?P<es>mil|mille|cien|cent|cem)\b",
    re.I,
)
COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "ein": 1, "zwei": 2, "drei": 3, "fünf": 5, "zehn": 10,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "hundert": 100, "tausend": 1000,
    "mil": 1000, "mille": 1000, "cien": 100, "cent": 100, "cem": 100,
}  # fmt: skip

LINES = lazy(
    r"\b(?:below|under|less than|fewer than|at most|no more than|not exceed|weniger als|unter|höchstens"
    r"|menos de|como máximo|moins de|au plus|no máximo)\s+(?P<number>\d[\d,.]*)\s+"
    r"(?:lines|zeilen|líneas|lignes|linhas)\b",
    re.I,
)
AT_MOST = any_of(r"^(?:at most|no more than|not exceed|höchstens|como máximo|au plus|no máximo)")
LIBRARY = any_of(
    r"\b(?:whole |entire )?(?:library|package|module|code|source|bibliothek|paket|biblioteca|paquete"
    r"|bibliothèque|paquet|pacote)\b"
)

OPERATIONS = {
    "+": any_of(
        r"\badd(?:s|ed|ing)?\b(?! up)|\baddition\b|\baddier\w*|\bsum(?:ar|ando)\b|\badditionn\w+|\bsomar\b"
        r"|\badición\b|\badição\b"
    ),
    "-": any_of(r"\bsubtract(?:s|ed|ing|ion)?\b|\bsubtrah\w+|\bsubtraktion\b|\brestar\b|\bsoustrai\w+|\bsubtrai\w+"),
    "*": any_of(
        r"\bmultipl(?:y|ies|ied|ying|ication)\b|\bmultiplizier\w*|\bmultiplikation\b|\bmultiplic\w+|\bmultipli\w+"
    ),
    "/": any_of(r"\bdivid(?:e|es|ed|ing)\b|\bdivision\b|\bdividier\w*|\bteil(?:en|t)\b|\bdividir\b|\bdivis\w+"),
    "<": any_of(r"\bcompar(?:e|es|ed|ing|ison)\b|\bvergl(?:eich|ich)\w*|\bordering\b|\bcompara\w*|\bcomparer\b"),
    "convert": any_of(
        r"\bconvert(?:s|ed|ing)?\b|\bconversion\b|\bumrechn\w*|\bumwandeln\b|\bconvertir\b|\bconverter\b"
        r"|\bconvierte\w*"
    ),
}
"""Operator to the words for it; `convert` stands for the method that converts."""

LEFT_RIGHT = r"{a}['\"]?\s+(?:and|to|with|by|und|zu|mit|durch|y|con|por|et|avec|par|à|e|com|in|nach|en|a)\s+['\"]?{b}\b"
RIGHT_LEFT = r"{a}['\"]?\s+(?:from|von|de)\s+['\"]?{b}\b"
"""How a message names the operands: of `+` from left to right, of a subtraction the right one first."""
