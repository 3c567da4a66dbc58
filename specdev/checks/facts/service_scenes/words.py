"""
The words that tell of a service's circumstances, in English, German, Spanish, French and Portuguese.

Compiled regular expressions; all ignore case. They are tried on the text of one clause, in which code stands as it is.
"""

from __future__ import annotations

import re

from ..lazily import any_of, lazy

OTHERWISE = any_of(
    r"^\W*(?:otherwise|else|if not(?=\s*[,:])|anything else|any other value|violations?)\b",
    r"^\W*(?:sonst|andernfalls|anderenfalls|ansonsten|wenn nicht(?=\s*[,:])|alles andere|verstöße)\b",
    r"^\W*(?:en caso contrario|de lo contrario|si no(?=\s*[,:])|cualquier otro valor)\b",
    r"^\W*(?:sinon|dans le cas contraire|toute autre valeur)\b",
    r"^\W*(?:caso contrário|senão|do contrário|qualquer outro valor)\b",
)
"""What the sentences before it demand does not hold."""

OTHERWISE_INSIDE = any_of(
    r"[;,–—:]\s+(?=(?:and |und )?(?:otherwise|else|sonst|andernfalls|anderenfalls|ansonsten"
    r"|en caso contrario|de lo contrario"
    r"|sinon|dans le cas contraire|caso contrário|senão)\b)"
)

BROKEN_BODY = any_of(
    r"\b(?:body|payload|request)\b[^.;]*\b(?:not|isn't|cannot be)\b[^.;]*\bjson\b",
    r"\b(?:invalid|malformed|broken|unparsable|unparseable|ill-formed)\s+json\b",
    r"\bjson\b[^.;]*\b(?:malformed|cannot be parsed|does not parse)\b",
    r"\b(?:rumpf|körper|anfrage|inhalt)\b[^.;]*\b(?:kein|nicht)\b[^.;]*\bjson\b",
    r"\b(?:ungültige\w*|fehlerhafte\w*|kaputte\w*)\s+json\b",
    r"\bcuerpo\b[^.;]*\bno\b[^.;]*\bjson\b|\bjson\s+(?:no válido|inválido|mal formado)",
    r"\bcorps\b[^.;]*\b(?:n['’]est pas|pas)\b[^.;]*\bjson\b|\bjson\s+(?:invalide|mal formé)",
    r"\bcorpo\b[^.;]*\bnão\b[^.;]*\bjson\b|\bjson\s+(?:inválido|malformado)",
)
"""The request's body is no JSON."""

OBJECT = any_of(r"\bjson[- ]obje[ck]t\w*|\bobjeto json\b|\bobjet json\b")
"""The body must be an object, not only JSON."""

_ROUTE = r"(?:paths?|routes?|urls?|pfad|pfade|rutas?|chemins?|rotas?|adressen?|caminhos?)"
UNKNOWN_PATH = any_of(
    rf"\b(?:unknown|undefined|any other|all other|every other|other|unbekannte\w*|andere\w*|jeder andere"
    rf"|toute autre|autres?"
    rf"|outros?|outras?|otras?|cualquier otra)\s+{_ROUTE}\b",
    rf"\b{_ROUTE}\s+(?:desconocidas?|inconnue?s?|desconhecid[oa]s?)\b",
    rf"\b{_ROUTE}\b[^.;]{{0,20}}\b(?:is unknown|does not exist|not defined|unbekannt|no existe|n['’]existe pas"
    rf"|não existe)\b",
)
"""The path is none that the service has."""

WRONG_METHOD = any_of(
    r"\b(?:wrong|other|unsupported|unknown|invalid|any other) (?:http )?methods?\b",
    r"\bmethods?\b[^.;]{0,20}\b(?:not (?:allowed|supported|known)|unsupported)\b",
    r"\b(?:falsche|andere|unbekannte|nicht erlaubte)\w* methoden?\b|\bmethode\b[^.;]{0,20}\bnicht\b",
    r"\bmétodos?\b[^.;]{0,20}\b(?:no|não) permitid[oa]s?\b|\botro método\b|\boutro método\b",
    r"\bméthodes?\b[^.;]{0,20}\bnon (?:autorisée?|permise)s?\b|\bautre méthode\b",
)
"""The path is known, and the method none that it has."""

EXISTS = any_of(
    r"\balready (?:exists?|taken|registered|in use|used|stored|known)\b|\bexists? already\b|\bduplicate\b",
    r"\bgibt es\b[^.;,]*\b(?:schon|bereits)\b|\bexistiert\b[^.;,]*\b(?:schon|bereits)\b",
    r"\b(?:schon|bereits) (?:vorhanden|vergeben|angelegt|da|existiert|gibt)\b|\bdoppelt\w*\b",
    r"\bya existen?\b|\bya est[áa] (?:en uso|registrad[oa])\b|\bexiste(?:nt)? déjà\b|\bdéjà (?:utilisé|existant"
    r"|pris)\w*\b",
    r"\bjá existem?\b|\bjá está (?:em uso|cadastrad[oa])\b",
)
"""The thing that is to be made is there already."""

UNKNOWN = any_of(
    r"\b(?:does not|doesn't|do not) exist\b|\bno such\b|\bunknown\b|\bnon-?existent\b|\bthere is (?:no|none)\b"
    r"|\bnot (?:been )?found\b",
    r"\bunbekannt\w*\b|\b(?:existiert|gibt es)\b[^.;,]*\bnicht\b|\bnicht (?:vorhanden|gefunden)\b",
    r"\bno (?:existe|se encuentra)\b|\bdesconocid[oa]s?\b|\binexistentes?\b",
    r"\bn['’]existe pas\b|\binconnue?s?\b|\bintrouvables?\b|\bnão (?:existe|encontrad[oa])\b|\bdesconhecid[oa]s?\b",
)
"""The thing that is asked for is not there."""

EMPTY = any_of(
    r"\b(?:has|have|there (?:is|are)) (?:no|not any)\b[^.;,]*\b(?:yet|so far)\b|\bas long as\b[^.;,]*\bhas no\b",
    r"\bno \w+ (?:has|have) been \w+ (?:yet|so far)\b|\bno \w+ yet\b",
    r"\bnoch keine?n?\b|\bnoch ohne\b",
    r"\b(?:todavía|aún) no\b|\bn['’](?:a|ont) pas encore\b|\bpas encore de\b|\bainda não\b",
)
"""There is nothing of it so far."""

REPLACES = any_of(
    r"\b(?:replaces?|overwrites?|supersedes?)\b|\b(?:ersetzt|überschreibt)\b",
    r"\b(?:reemplaza|sustituye|sobrescribe)\b|\b(?:remplace|écrase)\b|\b(?:substitui|sobrescreve)\b",
)
EXISTING = any_of(
    r"\bexisting\b|\b(?:bestehend|vorhanden|existierend)\w*\b|\bexistentes?\b|\bexistante?s?\b"
    r"|\bthat (?:already )?exists?\b"
)
"""What is spoken of is there before."""
SAME = any_of(
    r"\b(?:the same|equal)\b|\bderselben\b|\bdemselben\b|\bgleiche[rnm]?\b|\bmism[oa]\b|\bmême\b|\bmesm[oa]\b",
)
SECOND = any_of(
    r"\b(?:second|another|again|new)\b|\b(?:zweiter?|weiterer?|erneut\w*|neuer?)\b|\b(?:segund[oa]|otr[oa])\b"
    r"|\b(?:second|deuxième|autre)\b|\boutr[oa]\b",
)

AFTERWARDS = any_of(
    r"\b(?:afterwards|then|after that|from then on)\b|\b(?:danach|anschließend|hinterher)\b|\b(?:después|luego"
    r"|a partir de entonces)\b",
    r"\b(?:ensuite|après cela|par la suite)\b|\b(?:depois|em seguida)\b",
)
REDIRECTS = any_of(
    r"\bredirects?\b|\b(?:leitet|weiterleit\w*|weitergeleitet)\b|\bredirige\b|\bredirig\w+\b|\bredireciona\b"
)
STARTS = any_of(
    r"\b(?:starts?|started|launch\w*|runs?)\b|\b(?:startet|gestartet|starten)\b|\b(?:arranca|inicia)\w*\b|\b(?:démarr\w+|lance\w*)\b"
)

GUARDED = any_of(
    r"\b(?:authori[sz]ation|authenticat\w+|bearer|api[- ]?keys?"
    r"|(?:access|session|admin) (?:tokens?|cookies?)|log(?:ged)? ?in|sign(?:ed)? ?in"
    r"|credentials|(?:needs?|requires?) (?:the|an?) (?:\w+ )?(?:cookie|token))\b",
    r"\b(?:anmeld\w+|angemeldet\w*|zugangs\w+|autorisier\w+|authentifizier\w+)\b",
    r"\b(?:autentica\w+|autoriza\w+|credenciales|authentifi\w+|autoris\w+|credenciais)\b",
)
"""Who sends a request matters."""

UNIQUE = any_of(r"\bunique\b|\beindeutig\w*\b|\búnic[oa]s?\b|\buniques?\b")

BASE = any_of(
    r"\b(?:prefix(?:ed)?|base (?:path|url)|below|under|begins? with|starts? with)\b|\b(?:beginn\w+|präfix"
    r"|basispfad|unterhalb|unter)\b",
    r"\b(?:prefijo|empiezan|bajo|ruta base)\b|\b(?:préfixe|commencent|sous)\b|\b(?:prefixo|começam|sob)\b",
)
ALL_PATHS = any_of(
    r"\b(?:all|every|each) (?:the )?(?:paths?|routes?|endpoints?|urls?)\b|\bbase (?:path|url)\b|\balle (?:pfade"
    r"|endpunkte|routen|aufrufe)\b"
    r"|\bbasispfad\b|\btodas las rutas\b|\bruta base\b|\b(?:toutes les routes|tous les chemins)\b|\btodas as rotas\b"
)

LASTS = any_of(
    r"\brestart(?:s|ed)?\b|\bneustarts?\b|\breinici[oa]\w*\b|\bredémarrages?\b|\bredémarré\w*\b|\bcrash\b",
)
KEPT = any_of(
    r"\b(?:surviv\w+|kept|keeps?|persist\w*|still there|available|preserved|remains?|retain\w*|not (?:be )?lost)\b",
    r"\b(?:übersteh\w+|erhalten|überleb\w+|bleib\w+|noch da|nicht verloren)\b",
    r"\b(?:sobreviv\w+|conserva\w*|mantien\w+|persist\w*)\b|\b(?:surviv\w+|conserv\w+|subsist\w*)\b|\bmant[êé]m\w*\b|\bpersistem?\b",
)

ALL_ANSWERS = any_of(
    r"\b(?:all|every|each|any) (?:response|answer|reply|replies)s?\b|\b(?:alle|jede) antwort(?:en)?\b",
    r"\btodas las respuestas\b|\b(?:toutes les|chaque) réponses?\b|\btodas as respostas\b",
)
CONTENT_TYPE = any_of(
    r"\bcontent[- ]type\b|\bmedia type\b|\b(?:inhaltstyp|medientyp)\b|\btipo de contenido\b|\btype de contenu\b"
    r"|\btipo de conteúdo\b"
)

LIST = any_of(r"\b(?:list|array)\b|-?liste\b|\b(?:lista|arreglo)\b|\b(?:liste|tableau)\b|\b(?:lista|array)\b")
"""The answer is a list of things."""

ALL = lazy(
    r"\b(?:all|every|aller?|alle[ns]?|tod[oa]s|tou(?:s|tes))\s+(?:(?:the|der|die|l[oa]s|[oa]s|les)\s+)?(?P<noun>[^\W\d_]+)",
    re.I,
)
"""All of them: the word behind it should be what they are called."""

SORTED = any_of(
    r"\b(?:sorted|ordered) by\b|\bin (?:ascending )?order of\b|\bsortiert nach\b|\bnach\b(?=[^.;]*\b(?:sortiert"
    r"|geordnet)\b)",
    r"\bordenad[oa]s? por\b|\bpor orden de\b|\btriée?s? par\b|\bpar ordre de\b|\bordenad[oa]s? (?:por|pel[oa])\b",
)
DESCENDING = any_of(
    r"\b(?:descending|in reverse|highest first|largest first|latest first|newest first|most recent first)\b"
    r"|\b(?:absteigend|höchste\w* zuerst)\b"
    r"|\bdescendente\b|\bdécroissant\w*\b|\bdecrescente\b",
)
NEWEST_FIRST = any_of(
    r"\b(?:newest|latest|most recent)\b[^.;,]*\bfirst\b|\b(?:neueste|jüngste|aktuellste)\w*\b[^.;,]*\b(?:zuerst"
    r"|zuoberst)\b",
    r"\bmás recientes?\b[^.;,]*\bprimero\b|\bplus récente?s?\b[^.;,]*\b(?:d['’]abord|en premier)\b"
    r"|\bmais recentes?\b[^.;,]*\bprimeiro\b",
)
OLDEST_FIRST = any_of(
    r"\boldest\b[^.;,]*\bfirst\b|\b(?:älteste|früheste)\w*\b[^.;,]*\bzuerst\b|\bmás antigu[oa]s?\b[^.;,]*\bprimero\b"
    r"|\bplus anciens?\b[^.;,]*\b(?:d['’]abord|en premier)\b|\bmais antig[oa]s?\b[^.;,]*\bprimeiro\b",
)
HIGHEST_FIRST = any_of(
    r"\b(?:highest|largest|biggest)\b[^.;,]*\bfirst\b|\b(?:höchste|größte)\w*\b[^.;,]*\bzuerst\b"
    r"|\bmás alt[oa]s?\b[^.;,]*\bprimero\b|\bplus (?:élevée?|haute?)s?\b[^.;,]*\b(?:d['’]abord|en premier)\b"
    r"|\bmais alt[oa]s?\b[^.;,]*\bprimeiro\b",
)
TIE = any_of(
    r"\b(?:ties?|equal|same)\b[^.;,]*\bby\b|\bthen by\b|\bbei gleiche[rmn]\b[^.;,]*\bnach\b|\bdann nach\b"
    r"|\b(?:a|en caso de) (?:igual\w*|empate)\b[^.;,]*\bpor\b|\bà égalité\b[^.;,]*\bpar\b"
    r"|\bem caso de empate\b[^.;,]*\bpor\b",
)

INCLUSIVE = any_of(
    r"\binclu(?:ded|sive|ding)\b|\beingeschlossen\b|\beinschließlich\b|\binklusive\b|\binclu[is]\w*\b|\bcompris\w*\b",
)
"""The bounds belong to it."""
LIMITS = any_of(
    r"\b(?:limits?|restricts?|filters?|narrows?|bounds?|selects?)\b|\b(?:grenz\w+|beschränk\w+|filter\w+|schränk\w+)\b",
    r"\b(?:limita\w*|restring\w+|filtra\w*|acota\w*)\b|\b(?:limit\w+|restreign\w+|filtr\w+)\b",
)
FROM = any_of(r"^(?:from|since|after|start|min\w*|von|ab|seit|desde|de|depuis|du|begin|gte|min_\w+|from_\w+)$")
TO = any_of(r"^(?:to|until|till|before|end|max\w*|bis|hasta|a|jusqu\w*|au|até|ate|lte|max_\w+|to_\w+)$")

ONLY = any_of(
    r"\bonly\b|\bnur\b|\bsolo\b|\bsólo\b|\bseulement\b|\buniquement\b|\bapenas\b|\bsomente\b",
)
CREATED = any_of(
    r"\b(?:creat\w+|add(?:s|ed)?|stor(?:es|ed)|regist\w+|accept(?:s|ed)?|new|record(?:s|ed)?)\b",
    r"\b(?:leg(?:t|en)\b[^.;]*\ban\b|angelegt\w*|erzeug\w+|erstell\w+|nimmt\b[^.;]*\ban\b|angenommen\w*|speicher\w+|neue\w*)",
    r"\b(?:crea\w*|registra\w*|añad\w+|nuev[oa])\b|\b(?:cré\w+|ajout\w+|enregistr\w+|nouve\w+)\b|\b(?:cri(?:a|ado|ada)|nov[oa])\b",
)
CHANGES = any_of(
    r"\b(?:chang\w+|updat\w+|replac\w+|modif\w+|edit\w*|sets?)\b|\b(?:änder\w+|geändert\w*|ersetz\w+|aktualisier\w+|setzt)\b",
    r"\b(?:cambia\w*|actualiza\w*|sustituye|reemplaza|modifica\w*)\b|\b(?:modifi\w+|change|remplace|met à jour)\b"
    r"|\b(?:altera\w*|atualiza\w*|substitui)\b",
)
DELETES = any_of(
    r"\b(?:delet\w+|remov\w+)\b|\b(?:lösch\w+|entfern\w+)\b|\b(?:borra\w*|elimina\w*)\b|\b(?:supprim\w+|efface\w*)\b|\b(?:apaga\w*|exclu\w+|remove)\b",
)
WITH_ALL = any_of(
    r"\b(?:with|and|including) (?:all|every)\b|\b(?:mit|samt|und) alle[nr]?\b|\bcon tod[oa]s\b|\bavec tou(?:s"
    r"|tes)\b|\bcom tod[oa]s\b"
)
NO_BODY = any_of(
    r"\b(?:without|no|empty) (?:a |an )?(?:body|content)\b|\b(?:ohne|leere[mnr]?) (?:rumpf|inhalt|körper)\b"
    r"|\bsin cuerpo\b|\bsans corps\b|\bsem corpo\b",
)
SERVED = any_of(
    r"\b(?:by the server|by the service|server[- ]assigned|assigned|generated|auto-?increment)\b"
    r"|\b(?:vom (?:server|dienst)|automatisch|vergeben|erzeugt)\b|\bpor el (?:servidor|servicio)\b"
    r"|\bpar le (?:serveur|service)\b|\bpelo (?:servidor|serviço)\b|\bread[- ]only\b",
)
"""The field is none that is sent."""

CALL = any_of(
    r"\b(?:the|this|that) (?:call|request|endpoint)\b|\b(?:der|dieser) (?:aufruf|endpunkt)\b|\bdie anfrage\b"
    r"|\bla (?:llamada|petición)\b|\bl['’]appel\b|\bla requête\b|\ba chamada\b|\bo pedido\b|\ba requisição\b",
)
EVERY_CALL = any_of(
    r"\b(?:every|each|any|all) (?:call|request|endpoint|operation)s?\b|\b(?:jede\w*|alle) (?:aufrufe?|anfragen?"
    r"|endpunkte?)\b"
    r"|\btod[oa]s? (?:las )?(?:llamadas?|petici\w+)\b|\b(?:tout appel|chaque (?:appel|requête)|toute requête)\b"
    r"|\btod[oa] (?:chamada|requisição)\b",
)

MISSING = any_of(
    r"\b(?:is |are )?(?:missing|absent|omitted|not given|not present)\b|\b(?:a|the) missing\b"
    r"|\bwithout (?:an? )?(?=`)|\bis required\b"
    r"|\bfehl(?:t|en|ende\w*)\b|\bfalta\b|\bmanque\w*\b|\bohne (?=`)|\bausente\b",
)
BLANK = any_of(r"\bempty\b|\bblank\b|\bleere?[rsnm]?\b|\bvac[ií][oa]\b|\bvide\b|\bvazi[oa]\b")
INVALID = any_of(
    r"\binvalid\b|\bnot valid\b|\bungültig\w*\b|\bno válid[oa]\b|\binválid[oa]\b|\binvalide\b|\bnon valide\b"
    r"|\bviolat\w+\b|\bverletz\w+\b",
)
OUTSIDE = any_of(
    r"\b(?:outside|out of range|not (?:with)?in (?:the |this )?range)\b|\baußerhalb\b|\bfuera de\b|\b(?:hors"
    r"|en dehors)\b|\bfora d\w+\b",
)
NEGATED = any_of(
    r"\b(?:is|are|does|do|has)\s+not\b|\bisn't\b|\baren't\b|\bdoesn't\b|\bno\b|\bnot\b|\bkeine?n?\b|\bnicht\b"
    r"|\bn['’]est pas\b|\bnão\b|\banything else\b"
    r"|\bany other\b|\betwas anderes\b|\bcualquier otr[oa]\b",
)
MORE_THAN = any_of(
    r"\b(?:longer|more|greater|larger|higher) than\b|\bexceeds\b|\babove\b|\bover\b|\b(?:länger|mehr|größer"
    r"|höher) als\b|\büber\b"
    r"|\b(?:más (?:larg[oa] )?de|mayor que|más de)\b|\bplus (?:long(?:ue)? que|de|grande? que)\b|\b(?:mais de"
    r"|maior que)\b",
)
LESS_THAN = any_of(
    r"\b(?:shorter|fewer|less|smaller|lower) than\b|\bbelow\b|\bunder\b|\b(?:kürzer|weniger|kleiner"
    r"|niedriger) als\b|\bunter\b"
    r"|\b(?:menos de|menor que)\b|\b(?:moins de|inférieure? à|plus petite? que)\b|\b(?:menos de|menor que)\b",
)
NEGATIVE = any_of(r"\bnegativ\w*\b|\bnégati\w+\b")
FROM_ON = any_of(
    r"\b(?:from|at least|starting at|≥|>=)\b|\bab\b|\bmindestens\b|\b(?:desde|a partir de)\b|\bà partir de\b"
    r"|\bau moins\b"
)

STANDARD = any_of(
    r"\b(?:default(?:s)?|without|omitted|left out|weggelassen|if not given|when omitted)\b|\b(?:ohne|standard\w*"
    r"|voreinstellung|vorgabe)\b"
    r"|\b(?:sin|por defecto|predeterminad[oa])\b"
    r"|\b(?:sans|par défaut)\b|\b(?:sem|padrão|por omissão)\b",
)
SQLITE = any_of(r"\bsqlite")
