"""The language a text is written in, told by its function words or its script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_SURE = 6  # votes: three words that only one language has
_COMMON = ("en", "de", "es", "fr", "pt", "it")
_SAMPLE = 60_000  # characters: enough to be sure, small enough to cost nothing

# Frequent words of two letters and more; one that several languages share counts half.
_FUNCTION_WORDS: dict[str, str] = {
    "en": "the and of is are with that this should must which from have an it be not as by or users user",
    "de": "der die das und ist nicht mit von zu den dem ein eine für auf sich wird werden als im oder soll muss sind",
    "es": "el los las una del por con para que se es como más sus debe este está sistema usuario puede son al",
    "fr": "le les des une est et du dans pour que qui pas sur doit avec au aux ce cette être sont par peut ou",
    "pt": "os as uma do da dos das não para com que é em um ser deve pelo pela são ao sistema usuário mais",
    "it": "il gli della delle dei che di non per una è con del sono nel alla deve essere più questo dal le lo",
    "nl": "de het een van en is niet met voor dat op zijn wordt moet worden kan aan bij deze door ook gebruiker",
    "pl": "na się nie do jest że oraz przez dla jako musi być może są po od lub użytkownik powinien",
    "sv": "och att det är en som på av för med den inte till ska kan ett om användaren skall från",
    "tr": "ve bir bu için ile olarak da de kullanıcı olan her veya gibi daha olmalıdır sistem ne",
    "cs": "se na je že pro být jako nebo musí by uživatel do od aby které",
    "ru": "и в не на что с как для по это из к или быть пользователь должен система при от",
}
_OWNERS: dict[str, tuple[str, ...]] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _word in _words.split():
        _OWNERS[_word] = (*_OWNERS.get(_word, ()), _language)

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


def languages(lines: Iterable[str]) -> tuple[str, ...]:
    """ISO 639-1 codes of the languages in `lines`, the main one first; ("en",) where nothing tells."""
    sample = _sample(lines)
    return tuple(_by_script(sample) or _by_words(sample))


def _sample(lines: Iterable[str]) -> str:
    taken: list[str] = []
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line) + 1
        if size > _SAMPLE:
            break
    return "\n".join(taken)


def _by_script(sample: str) -> list[str]:
    letters = sum(1 for _ in _WORD.finditer(sample)) or 1
    counts = {name: sum(1 for _ in pattern.finditer(sample)) for name, pattern in _SCRIPTS}
    if counts["ja"] > 0.1 * (counts["zh"] + counts["ja"]):
        counts["zh"] = 0
    best = max(counts, key=lambda name: counts[name])
    return [best] if counts[best] > letters * 0.3 else []


def _by_words(sample: str) -> list[str]:
    votes: Counter[str] = Counter()
    for word in _WORD.findall(sample.lower()):
        owners = _OWNERS.get(word, ())
        for owner in owners:
            votes[owner] += 1 if len(owners) > 1 else 2
    ranked = sorted(votes, key=lambda name: (-votes[name], name))
    if not ranked or votes[ranked[0]] < _SURE:
        # Too few words to tell: the headings decide, in whatever of the common languages they are.
        return list(dict.fromkeys((*ranked, *_COMMON)))
    # A second language counts where it has a real share: quotations and product names are not one.
    return [name for name in ranked[:2] if votes[name] * 4 >= votes[ranked[0]]]
