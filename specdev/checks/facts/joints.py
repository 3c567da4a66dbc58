"""
How statements are joined to their commands and to each other, and words that look like a condition and are none.

Compiled as those of `words` are.
"""

from __future__ import annotations

import re

from .lazily import any_of, lazy

JOINED = any_of(r"\s*,?\s*(?:and|while|whereas|und|während|y|mientras que|et|tandis que|alors que|e|enquanto)\s*")
"""Between two statements that stand beside each other."""

SPATIAL = any_of(
    r"\b(?:after|before)\s+(?:every|each|the|all)\s+(?:[\w-]+\s+)?(?:digits?|characters?|letters?|points?|commas?|colons?"
    r"|signs?|lines?|words?|columns?|fields?|numbers?|names?|values?|units?|dots?|dash(?:es)?)\b",
    r"\b(?:nach|vor)\s+(?:jede[rmn]?|de[rmn]|alle[nr]?)\s+(?:\w+\s+)?(?:ziffern?|zeichen|buchstaben?|punkte?|kommas?"
    r"|zeilen?|wörtern?|wort|spalten?|zahl(?:en)?|namen?|wert)\b",
)
"""A place in a text, no point in time."""

LATER = any_of(
    r"\bthere (?:will|may|might) be\b|\bin (?:the|a) (?:near )?future\b|\b(?:some|one) day\b"
    r"|\bnot (?:there |supported )?yet\b|\bplanned\b",
    r"\bgeplant\b|\bkünftig\b|\bin zukunft\b|\bprevisto\b|\ben el futuro\b|\bà l['’]avenir\b|\bprévu\b|\bno futuro\b",
)
"""It is told of a later version."""

OUTPUT_OF = any_of(
    r"\b(?:output|result|answer) of(?:\s+(?:running|calling|the command|the call))?\s*$",
    r"\b(?:ausgabe|ergebnis) (?:von|des befehls|des aufrufs)\s*$|\b(?:salida|resultado) (?:de|del comando)\s*$",
    r"\b(?:sortie|résultat) (?:de|de la commande)\s*$|\b(?:saída|resultado) (?:de|do comando)\s*$",
)
"""The command follows of which is told what it gives: "the output of `x` is `y`"."""

IS = any_of(
    r"\s*(?:is|must be|shall be|should be|ist|lautet|es|est|é)(?:\s+(?:the\s+)?(?:text|line|number|word))?\s*:?\s*"
)
"""Between that command and its output."""

EACH_LINE = any_of(
    r"^\s*,?\s*\(?(?:(?:each|every one|all)\s+(?:of them\s+)?)?(?:on (?:a|its own|their own|separate)\s+"
    r"(?:separate\s+)?lines?\b|one (?:per|on (?:a|each)) line\b)",
    r"^\s*,?\s*(?:jede[rs]?|je)\s+(?:auf|in)\s+(?:einer\s+)?(?:eigene[rn]?\s+)?zeile\b"
    r"|^\s*,?\s*eine?\s+(?:je|pro) zeile\b",
    r"^\s*,?\s*(?:cada un[oa] en (?:una|su propia)|un[oa] por) línea\b",
    r"^\s*,?\s*(?:chacune? sur (?:une|sa propre)|une? par) ligne\b",
    r"^\s*,?\s*(?:cada uma? em (?:uma|sua própria)|uma? por) linha\b",
)
"""What was listed before stands line by line."""

EXAMPLE = lazy(
    r"\(\s*(?:(?:the\s+)?(?:call|command|invocation|run|running|example|for example|for instance|e\.\s?g\.|via)"
    r"|aufruf|befehl|beispiel|zum beispiel|z\.\s?b\.|llamada|comando|ejemplo|por ejemplo|p\.\s?ej\.|appel|commande"
    r"|exemple|par exemple|p\.\s?ex\.|chamada|exemplo|por exemplo)\s*[:,]?\s*$",
    re.I,
)
"""In brackets the command follows that gives what was told before."""
