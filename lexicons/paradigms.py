"""Whole verb paradigms from one word: ``negar`` gives *niega, negó, negaban, ha negado, negarle, negándole, negada*.

In: a language, an infinitive and its irregular principal parts, if any. Out: surface forms by mood. Why: cues match
words as they stand in the text, and a paradigm written by hand always lacks the form the next article uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

# What a cue may ask of a verb: finite forms (he, she, they, we), first person singular, infinitive, gerund, participle.
PARTS = ("finite", "first", "inf", "ger", "part")

Paradigm = dict[str, tuple[str, ...]]

_ES_CLITICS = ("le", "les", "lo", "la", "los", "las", "se", "nos", "me")
_ES_HAVE = ("ha", "han", "hemos", "había", "habían", "haya", "hayan", "habría", "habrían", "hubiera", "hubieran")
_PT_HAVE = (
    "tem",
    "têm",
    "temos",
    "tinha",
    "tinham",
    "havia",
    "haviam",
    "tenha",
    "tenham",
    "teria",
    "teriam",
    "tivesse",
)
_PT_CLITICS = ("-lhe", "-lhes", "-se", "-a", "-as", "-nos", "-me")
# Before e (Spanish, Portuguese) and before a and o, a stem is spelled otherwise so that it sounds the same.
_BEFORE_E = {
    "es": (("gu", "gü"), ("z", "c"), ("c", "qu"), ("g", "gu")),
    "pt": (("ç", "c"), ("c", "qu"), ("g", "gu")),
}
_BEFORE_O = {
    "es": (("qu", "c"), ("gu", "g"), ("g", "j"), ("c", "z")),
    "pt": (("qu", "qu"), ("gu", "g"), ("g", "j"), ("c", "ç")),
}
_VOWELS = "aeiou"


def conjugate(language: str, infinitive: str, irregular: Mapping[str, str]) -> Paradigm:
    """The forms of a verb by part; what follows the verb stays: ``llevar a cabo``, ``set up``, ``hold <2> to account``.

    Raises ValueError for a word that is no infinitive, or a principal part the language does not have.
    """
    infinitive, _, tail = infinitive.partition(" ")
    if language not in _PRINCIPAL:
        raise ValueError(f"'{infinitive}': verbs of '{language}' are not conjugated here; list their forms as words")
    known = _PRINCIPAL[language]
    if unknown := sorted(set(irregular) - known):
        raise ValueError(f"'{infinitive}': '{unknown[0]}' is none of {', '.join(sorted(known))}")
    make = {"es": _spanish, "pt": _portuguese, "en": _english}[language]
    forms = make(infinitive, irregular)
    tail = tail and f" {tail}"
    return {part: tuple(dict.fromkeys([form + tail for form in forms[part]])) for part in PARTS}


# present, preterite: he or she; preterites: they (needed where the past is strong: hizo, hicieron; fez, fizeram).
_PRINCIPAL = {
    "es": frozenset({"first", "present", "preterite", "preterites", "future", "participle", "gerund"}),
    "pt": frozenset(
        {"first", "present", "plural", "imperfect", "preterite", "preterites", "subjunctive", "future", "participle"}
    ),
    "en": frozenset({"past", "participle", "ing"}),
}


def _spanish(verb: str, irregular: Mapping[str, str]) -> dict[str, Iterable[str]]:
    stem, vowel = _cut(verb, ("ar", "er", "ir", "ír"))
    in_a = vowel == "a"
    # constru-ye, constru-yó; le-yó, le-ído
    in_u = vowel == "i" and stem.endswith("u") and not stem.endswith(("gu", "qu"))
    present = irregular.get("present", stem + ("a" if in_a else "ye" if in_u else "e"))
    first = irregular.get("first", present[:-1] + "o" if in_a else _respell("es", present[:-1], _BEFORE_O) + "o")
    subjunctive = _respell("es", first[:-1], _BEFORE_E) + "e" if in_a else first[:-1] + "a"
    preterite = irregular.get("preterite", stem + ("ó" if in_a else "yó" if in_u or stem[-1:] in "aeo" else "ió"))
    past = _they(irregular, verb, _spanish_they(stem, preterite, in_a=in_a))
    future = irregular.get("future", verb.replace("ír", "ir") + "á")[:-1]
    imperfect = stem + "aba" if in_a else stem + "ía"
    participle = irregular.get("participle", stem + ("ado" if in_a else "ído" if stem[-1:] in "aeo" else "ido"))
    theme = {"a": "a", "e": "e", "i": "i", "í": "i"}[vowel]
    we = [stem + theme + "mos", imperfect.replace("aba", "ába") + "mos"]
    finite = [
        present, present + "n", preterite, past + "ron", imperfect, imperfect + "n", subjunctive, subjunctive + "n",
        future + "á", future + "án", future + "emos", future + "ía", future + "ían", past + "ra", past + "ran",
        past + "se", past + "sen", *we, *_together(_ES_HAVE, participle),
    ]  # fmt: skip
    gerund = irregular.get("gerund") or _spanish_gerund(stem, past, preterite, in_a=in_a)
    accented = gerund.replace("ando", "ándo") if in_a else gerund.replace("endo", "éndo")
    return {
        "finite": finite,
        "first": [first, _spanish_i(stem, past, preterite, in_a=in_a), f"he {participle}"],
        "inf": [verb, *(verb + clitic for clitic in _ES_CLITICS), f"haber {participle}"],
        "ger": [gerund, *(accented + clitic for clitic in _ES_CLITICS)],
        "part": _agreeing(participle),
    }


def _they(irregular: Mapping[str, str], verb: str, regular: str | None) -> str:
    """What *-ra* and *-sse* follow, from the past of many: ``nega-``, ``pidie-``, ``hicie-``, ``fize-``."""
    many = irregular.get("preterites", regular)
    if many is None:
        raise ValueError(f"'{verb}': a strong preterite needs 'preterites' too (hizo, hicieron)")
    return many.removesuffix("ron").removesuffix("ram")


def _spanish_they(stem: str, preterite: str, *, in_a: bool) -> str | None:
    """*negaron, pidieron, construyeron*; none for a strong past."""
    if in_a and preterite.endswith("ó"):
        return stem + "aron"
    if preterite.endswith("yó"):
        return preterite[:-1] + "eron"
    return preterite[:-1] + "eron" if preterite.endswith("ió") else None


def _spanish_i(stem: str, past: str, preterite: str, *, in_a: bool) -> str:
    """The first person of the past: *negué, pedí, hice, dije*."""
    if preterite.endswith("o"):
        return past.removesuffix("ie").removesuffix("e") + "e"
    return _respell("es", stem, _BEFORE_E) + "é" if in_a else stem + "í"


def _spanish_gerund(stem: str, past: str, preterite: str, *, in_a: bool) -> str:
    if in_a:
        return stem + "ando"
    if preterite.endswith("yó"):
        return past[:-1] + "endo"
    # pidiendo and muriendo follow the past, haciendo and poniendo do not.
    return (preterite[:-2] if preterite.endswith("ió") else stem) + "iendo"


def _portuguese(verb: str, irregular: Mapping[str, str]) -> dict[str, Iterable[str]]:
    stem, vowel = _cut(verb, ("ar", "er", "ir", "or", "ôr"))
    in_a = vowel == "a"
    # constitu-i, constitu-em, constitu-íram: the i is a syllable of its own
    in_u = vowel == "i" and stem.endswith(("u", "a")) and not stem.endswith(("gu", "qu"))
    present = irregular.get("present", stem + ("a" if in_a else "i" if in_u else "e"))
    many = irregular.get("plural", stem + "em" if in_u else present + "m")
    root = present[:-1] if present.endswith(("a", "e")) else stem
    first = irregular.get("first", root + "o" if in_a else _respell("pt", root, _BEFORE_O) + "o")
    subjunctive = irregular.get(
        "subjunctive", _respell("pt", first[:-1], _BEFORE_E) + "e" if in_a else first[:-1] + "a"
    )
    ending = {"a": "ou", "e": "eu", "i": "iu"}.get(vowel, "")
    preterite = irregular.get("preterite", stem + ending)
    past = _they(irregular, verb, None if "preterite" in irregular else stem + ("í" if in_u else vowel) + "ram")
    future = irregular.get("future", verb.replace("ô", "o") + "á")[:-1]
    imperfect = irregular.get("imperfect", stem + ("ava" if in_a else "ía" if in_u else "ia"))
    participle = irregular.get("participle", stem + ("ado" if in_a else "ído" if in_u else "ido"))
    we = [stem + {"a": "amos", "e": "emos", "i": "imos"}.get(vowel, "omos")]
    if in_a:
        we += [stem + "ámos", stem + "ávamos"]
    simple = [present, many, preterite, past + "ram", imperfect, imperfect + "m"]
    finite = [
        *simple, *(form + clitic for form in simple for clitic in _PT_CLITICS), subjunctive, subjunctive + "m",
        future + "á", future + "ão", future + "emos", future + "ia", future + "iam", past + "sse", past + "ssem",
        past + "r", past + "rem", past + "ra", *we, *_together(_PT_HAVE, participle),
    ]  # fmt: skip
    infinitives = [verb, verb.replace("ô", "o") + "em"]
    return {
        # The future subjunctive of regular verbs is the infinitive: it belongs there.
        "finite": [form for form in finite if form not in infinitives],
        "first": [first, *_portuguese_i(stem, vowel, irregular), f"tenho {participle}"],
        "inf": [*infinitives, verb + "-lhe", verb + "-lhes", verb + "-se", *_portuguese_object(verb)],
        "ger": [verb[:-1].replace("ô", "o") + "ndo" + clitic for clitic in ("", "-lhe", "-lhes", "-se", "-a", "-as")],
        "part": _agreeing(participle),
    }


def _portuguese_i(stem: str, vowel: str, irregular: Mapping[str, str]) -> Iterator[str]:
    """The first person of a regular past: *neguei, exigi*."""
    if "preterite" not in irregular:
        yield _respell("pt", stem, _BEFORE_E) + "ei" if vowel == "a" else stem + "i"


def _portuguese_object(verb: str) -> Iterator[str]:
    """*negá-la, exigi-las, fazê-lo*: the r falls away before the object."""
    accented = {"a": "á", "e": "ê", "i": "i", "o": "ô", "ô": "ô"}[verb[-2]]
    for clitic in ("-la", "-las", "-lo", "-los"):
        yield verb[:-2] + accented + clitic


def _english(verb: str, irregular: Mapping[str, str]) -> dict[str, Iterable[str]]:
    in_y = verb.endswith("y") and verb[-2:-1] not in _VOWELS
    doubled = verb + verb[-1] if _doubles(verb) else verb
    third = verb[:-1] + "ies" if in_y else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    regular = verb[:-1] + "ied" if in_y else verb + "d" if verb.endswith("e") else doubled + "ed"
    past = irregular.get("past", regular)
    participle = irregular.get("participle", past)
    dropped = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else doubled
    ing = irregular.get("ing", (verb[:-2] + "y" if verb.endswith("ie") else dropped) + "ing")
    return {
        "finite": [verb, third, past, *_together(("has", "have", "had"), participle)],
        "first": [verb],
        "inf": [verb],
        "ger": [ing],
        "part": [participle],
    }


def _doubles(verb: str) -> bool:
    """Stop, stopped: one syllable of consonant, vowel, consonant. Longer verbs that double give both parts."""
    short = sum(letter in _VOWELS for letter in verb) == 1
    return short and len(verb) > 2 and verb[-2] in _VOWELS and verb[-1] not in _VOWELS + "wxy"


def _cut(verb: str, endings: tuple[str, ...]) -> tuple[str, str]:
    if not verb.endswith(endings) or " " in verb:
        raise ValueError(f"'{verb}' is no infinitive in {', '.join('-' + ending for ending in endings)}")
    return verb[:-2], verb[-2]


def _respell(language: str, stem: str, table: Mapping[str, tuple[tuple[str, str], ...]]) -> str:
    for ending, other in table[language]:
        if stem.endswith(ending):
            return stem[: -len(ending)] + other
    return stem


def _together(auxiliaries: Iterable[str], participle: str) -> Iterator[str]:
    return (f"{auxiliary} {participle}" for auxiliary in auxiliaries)


def _agreeing(participle: str) -> list[str]:
    """Participles agree: *negado, negada, negados, negadas*; one that ends otherwise (*feliz*) stays as it is."""
    if not participle.endswith("o"):
        return [participle]
    return [participle[:-1] + a + s for a, s in product("oa", ("", "s"))]
