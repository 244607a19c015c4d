"""Which of the languages that are read an article is in, or none of them.

In: its text and the language it says it is in. Out: ``es``, ``pt``, ``en``, a language of the study's own, or None. A
stated language is used when the text's commonest small words agree; else py3langid decides among these and their
neighbours. None rather than a guess: an article in Galician, Catalan or Italian, or one too short to tell, is not
tagged with the wrong lexicon.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from lexicons.cues import LANGUAGES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The small words that make up a fifth of any text and tell the three apart.
_SMALL_WORDS = {
    "es": _words("el los las del y una con por es que en su se al lo como más fue ella está sin sus"),
    "pt": _words("o os as do da dos das e um uma com em no na não que foi ao pela pelo são sua mais é à"),
    "en": _words("the of and to in was for on with her that at from is she by who has were it had"),
}
# Their neighbours' small words: an article labelled with the neighbour's bigger relative is not that relative's.
_OTHER_WORDS = (
    frozenset(
        [
            "o",
            "os",
            "as",
            "do",
            "da",
            "dos",
            "das",
            "e",
            "unha",
            "un",
            "con",
            "en",
            "no",
            "na",
            "non",
            "que",
            "foi",
            "ao",
            "pola",
            "polo",
            "á",
            "máis",
            "tamén",
            "é",
            "súa",
            "dun",
            "dunha",
        ]
    ),
    _words("el els les de i una un amb per que en al del dels va ha seva és més als"),
    _words("il lo la i gli di e che un una per con del della dei è sono nel alla non"),
    _words("le la les de et des un une du que est pour dans en sur au par elle pas a été"),
)
# Every Romance language has these.
_ROMANCE = frozenset({"de", "que"})
# No other word is counted.
_TELLING = frozenset[str]().union(_ROMANCE, *_SMALL_WORDS.values(), *_OTHER_WORDS)
# Neighbours that would be taken for one of the three if the model could not name them.
_NEIGHBOURS = ("gl", "ca", "it", "fr", "ro", "oc", "eu", "la", "de", "nl", "an", "eo", "ast", "ht", "af", "da", "sv")
_WORD = re.compile(r"[^\W\d_]+")
# The beginning is enough, and keeps a long page from costing more than its tagging.
_READ_CHARACTERS = 800
# Fewer words than this cannot be told; a headline of five can.
_FEWEST_WORDS = 4
# Small words of the stated language among all words: news has about .3 of its own and under .15 of a neighbour's.
_PLAUSIBLE = 0.12
_LEAD_OVER_OTHERS = 1.25
# Below this the model does not know; a clear text of ten words reaches .9.
_CONFIDENT = 0.5


def detect_language(text: str, stated: str | None = None, languages: tuple[str, ...] = LANGUAGES) -> str | None:
    """The language of a text, if it is one of ``languages``. ``stated`` may be any tag ("es-MX"); it is believed when
    the text does not speak against it.
    """
    claimed = (stated or "").replace("_", "-").split("-")[0].lower() or None
    believed = claimed if claimed in languages else None
    beginning = text[:_READ_CHARACTERS]
    # Capitals hide accents and case, which both ways of telling lean on.
    lowered = _WORD.findall(beginning.lower())
    if len(lowered) < _FEWEST_WORDS:
        return believed
    telling = [word for word in lowered if word in _TELLING]
    counts = {language: sum(map(small.__contains__, telling)) for language, small in _SMALL_WORDS.items()}
    if (
        believed in LANGUAGES
        and _stands_out(counts, believed, len(lowered))
        and _tells_from_neighbours(telling, believed)
    ):
        return believed
    identifier = _identifier(languages)
    if believed is not None and believed not in identifier.labels:
        return believed  # a language of the study's own that the model does not know
    language, confidence = identifier.classify(" ".join(lowered))
    if confidence < _CONFIDENT:
        # Too little to go by: what the outlet says is better than nothing.
        return believed
    return str(language) if language in languages else None


def _tells_from_neighbours(words: list[str], language: str) -> bool:
    """Are there more of the language's own small words than of each neighbour's? Words that both have tell nothing."""
    for mine, other in _apart(language):
        if sum(map(mine.__contains__, words)) <= _LEAD_OVER_OTHERS * sum(map(other.__contains__, words)):
            return False
    return True


@cache
def _apart(language: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The small words that only the language has, and those that only each neighbour has."""
    own = _SMALL_WORDS[language] | _ROMANCE
    return [(own - small, small - own) for small in _OTHER_WORDS]


def _stands_out(counts: dict[str, int], language: str, total: int) -> bool:
    others = max(count for other, count in counts.items() if other != language)
    return counts[language] >= _PLAUSIBLE * total and counts[language] >= _LEAD_OVER_OTHERS * others


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """The model with the languages that matter here; loaded once, when first needed."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    wanted = dict.fromkeys((*LANGUAGES, *languages, *_NEIGHBOURS))
    identifier.set_languages([code for code in wanted if code in known])
    return identifier
