"""Whole paradigms of verbs, so that a word list names a verb once and every tense of it is known.

In: an infinitive with the change of its stem (``pensar ie``), or an English verb with its irregular forms
(``write wrote written``), and the language's strong verbs. Out: (surface form, ``Form``) pairs. Surface forms are what
is matched in text; nothing is ever lemmatized. Forms that hardly occur in news (tú, vós) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Form(NamedTuple):
    """``mood``: finite, base (English), past (English, also a participle), participle, gerund or infinitive.

    ``person`` is 1 or 3; ``number`` 1 or 2, 0 where the form does not tell; ``gender`` of a participle is m or f.
    """

    mood: str
    person: int = 3
    number: int = 0
    gender: str = ""


class Strong(BaseModel):
    """A verb whose stems are its own, and by its ending every verb made from it (``tener``: detener, mantener).

    ``yo`` is the first person of the present, ``third`` the third where it is not regular, ``past`` the stem of the
    preterite, ``future`` that of the future, ``participle`` without its ending. ``singular``, ``plural`` and ``first``
    list forms that no stem gives.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: str
    yo: str = ""
    third: str = ""
    third_plural: str = ""
    past: str = ""
    past_third: str = ""
    future: str = ""
    participle: str = ""
    gerund: str = ""
    singular: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    # A verb as short as "ir" ends many others that are not made from it.
    alone: bool = False
    # No stem gives its forms: only those listed count.
    whole: bool = False


Forms = Iterator[tuple[str, Form]]
_SINGULAR, _PLURAL = Form("finite", 3, 1), Form("finite", 3, 2)
_I, _WE = Form("finite", 1, 1), Form("finite", 1, 2)
_GENDERS = (("o", "m", 1), ("a", "f", 1), ("os", "m", 2), ("as", "f", 2))
_VOWELS = "aeiouáéíóú"
_PLAIN = str.maketrans("áéíóúâêô", "aeiouaeo")


def conjugate(language: str, entry: str, strong: Sequence[Strong] = ()) -> Forms:
    """All forms of one entry. A form may come twice; the caller keeps the first."""
    if language == "en":
        return _english(entry)
    verb, _, change = entry.partition(" ")
    own = next((each for each in strong if verb == each.verb or (not each.alone and verb.endswith(each.verb))), None)
    prefix = verb.removesuffix(own.verb) if own else ""
    if own and own.whole:
        return _whole(verb, own, prefix)
    made = _spanish if language == "es" else _portuguese
    return made(verb, change, own, prefix)


def _whole(verb: str, own: Strong, prefix: str) -> Forms:
    yield verb, Form("infinitive")
    yield from _listed(own, prefix)
    yield from _participle(prefix + own.participle)
    yield prefix + own.gerund, Form("gerund")


def _participle(stem: str) -> Forms:
    for ending, gender, number in _GENDERS:
        yield stem + ending, Form("participle", 3, number, gender)


def _listed(own: Strong | None, prefix: str) -> Forms:
    if own is None:
        return
    for forms, form in ((own.singular, _SINGULAR), (own.plural, _PLURAL), (own.first, _I)):
        for text in forms:
            yield prefix + text, form


def _changed(root: str, old: str, new: str) -> str:
    """The stem with the last of its vowels ``old`` made ``new``."""
    at = max(root.rfind(letter) for letter in old)
    return root if at < 0 else root[:at] + new + root[at + 1 :]


def _respelled(stem: str, rules: Mapping[str, str]) -> str:
    """The stem spelled so that its last consonant keeps its sound before another vowel."""
    for ending, other in rules.items():
        if stem.endswith(ending):
            return stem.removesuffix(ending) + other
    return stem


# ---- Spanish

_ES_BEFORE_E = {"c": "qu", "g": "gu", "z": "c"}


def _spanish(verb: str, change: str, own: Strong | None, prefix: str) -> Forms:
    infinitive = verb.translate(_PLAIN)
    root, theme = infinitive[:-2], infinitive[-2]
    stressed, raised = _spanish_stems(root, theme, change)
    yo = prefix + own.yo if own and own.yo else _spanish_yo(stressed, theme) + "o"
    third = prefix + own.third if own and own.third else stressed + ("a" if theme == "a" else "e")
    yield third, _SINGULAR
    yield (prefix + own.third_plural if own and own.third_plural else third + "n"), _PLURAL
    yield yo, _I
    yield root + {"a": "amos", "e": "emos", "i": "imos"}[theme], _WE
    subjunctive = _respelled(stressed, _ES_BEFORE_E) + "e" if theme == "a" else yo[:-1] + "a"
    yield subjunctive, _SINGULAR
    yield subjunctive + "n", _PLURAL
    yield from _spanish_past(root, raised, theme, own, prefix)
    imperfect = root + ("aba" if theme == "a" else "ía")
    yield imperfect, _SINGULAR
    yield imperfect + "n", _PLURAL
    yield root + ("ábamos" if theme == "a" else "íamos"), _WE
    future = prefix + own.future if own and own.future else infinitive
    for ending, form in (("á", _SINGULAR), ("án", _PLURAL), ("é", _I), ("emos", _WE)):
        yield future + ending, form
    for ending, form in (("ía", _SINGULAR), ("ían", _PLURAL), ("íamos", _WE)):
        yield future + ending, form
    weak = "ad" if theme == "a" else "íd" if root[-1:] in "aeo" else "id"
    yield from _participle(prefix + own.participle if own and own.participle else root + weak)
    glide = root[-1:] in "aeiou" and not root.endswith(("gu", "qu"))
    yield raised + ("ando" if theme == "a" else "yendo" if glide else "iendo"), Form("gerund")
    yield verb, Form("infinitive")
    yield from _listed(own, prefix)


def _spanish_stems(root: str, theme: str, change: str) -> tuple[str, str]:
    """The stem under stress, and that of the preterite's third person and the gerund."""
    if change == "ie":
        return _changed(root, "e", "ie"), _changed(root, "e", "i") if theme == "i" else root
    if change == "ue":
        return _changed(root, "ou", "ue"), _changed(root, "o", "u") if theme == "i" else root
    if change == "i":
        return _changed(root, "e", "i"), _changed(root, "e", "i")
    if change == "í":  # enviar: envía, actuar: actúa
        return root[:-1] + {"i": "í", "u": "ú"}[root[-1]], root
    if theme == "i" and root.endswith("u") and not root.endswith(("gu", "qu")):
        return root + "y", root
    return root, root


def _spanish_yo(stressed: str, theme: str) -> str:
    if theme == "a":
        return stressed
    if stressed.endswith("c"):
        return stressed[:-1] + ("zc" if stressed[-2:-1] in _VOWELS else "z")
    return _respelled(stressed, {"gu": "g", "g": "j"})


def _spanish_past(root: str, raised: str, theme: str, own: Strong | None, prefix: str) -> Forms:
    if own and own.past:
        stem = prefix + own.past
        yield (prefix + own.past_third if own.past_third else stem + "o"), _SINGULAR
        they = stem + ("eron" if stem.endswith("j") else "ieron")
        yield stem + "e", _I
        yield stem + "imos", _WE
    elif theme == "a":
        they = root + "aron"
        yield root + "ó", _SINGULAR
        yield _respelled(root, _ES_BEFORE_E) + "é", _I
    else:
        glide = root[-1:] in "aeiou" and not root.endswith(("gu", "qu"))
        they = raised + ("yeron" if glide else "ieron")
        yield raised + ("yó" if glide else "ió"), _SINGULAR
        yield root + "í", _I
        yield root + "imos", _WE
    yield they, _PLURAL
    for ending in ("ra", "se"):
        yield they[:-3] + ending, _SINGULAR
        yield they[:-3] + ending + "n", _PLURAL


# ---- Portuguese

_PT_BEFORE_E = {"c": "qu", "g": "gu", "ç": "c"}
_PT_BEFORE_O = {"gu": "g", "g": "j", "c": "ç"}


def _portuguese(verb: str, change: str, own: Strong | None, prefix: str) -> Forms:
    infinitive = verb.translate(_PLAIN)
    root, theme = infinitive[:-2], infinitive[-2]
    stressed = _portuguese_stem(root, theme, change)
    open_root = theme == "i" and root[-1:] in "au" and not root.endswith(("gu", "qu"))
    third = prefix + own.third if own and own.third else stressed + ("a" if theme == "a" else "i" if open_root else "e")
    plural = {"a": "am", "e": "em", "i": "em"}[theme]
    if own and own.third in ("tem", "vem") and prefix:  # ter, vir: tem; deter, intervir: detém, intervém
        third = third[:-2] + "ém"
    yield third, _SINGULAR
    yield (prefix + own.third_plural if own and own.third_plural else stressed + plural), _PLURAL
    first = _changed(root, "e", "i") if change == "i" else root if change == "o" else stressed
    yo = prefix + own.yo if own and own.yo else (first if theme == "a" else _respelled(first, _PT_BEFORE_O)) + "o"
    yield yo, _I
    yield root + {"a": "amos", "e": "emos", "i": "imos"}[theme], _WE
    subjunctive = _respelled(stressed, _PT_BEFORE_E) + "e" if theme == "a" else yo[:-1] + "a"
    yield subjunctive, _SINGULAR
    yield subjunctive + "m", _PLURAL
    yield from _portuguese_past(root, theme, open_root, own, prefix)
    imperfect = "ava" if theme == "a" else "ía" if open_root else "ia"
    for ending, form in ((imperfect, _SINGULAR), (imperfect + "m", _PLURAL)):
        yield root + ending, form
    if theme == "a":  # as written in Portugal, Angola and Mozambique
        yield root + "ámos", _WE
    future = prefix + own.future if own and own.future else infinitive
    for ending, form in (("á", _SINGULAR), ("ão", _PLURAL), ("ei", _I), ("emos", _WE), ("ia", _SINGULAR)):
        yield future + ending, form
    yield future + "iam", _PLURAL
    weak = "ad" if theme == "a" else "íd" if open_root else "id"
    yield from _participle(prefix + own.participle if own and own.participle else root + weak)
    yield infinitive[:-1] + "ndo", Form("gerund")
    yield verb, Form("infinitive")
    yield infinitive + "em", Form("infinitive", 3, 2)
    yield from _listed(own, prefix)


def _portuguese_stem(root: str, theme: str, change: str) -> str:
    if change == "o":  # fugir: foge, subir: sobe
        return _changed(root, "u", "o")
    if theme == "a" and root.endswith("e"):  # passear: passeia
        return root + "i"
    return root


def _portuguese_past(root: str, theme: str, open_root: bool, own: Strong | None, prefix: str) -> Forms:
    if own and own.past:
        stem = prefix + own.past
        yield prefix + own.past_third, _SINGULAR
    else:
        vowel = "í" if open_root else theme
        stem = root + vowel
        yield root + {"a": "ou", "e": "eu", "i": "iu"}[theme], _SINGULAR
        yield (_respelled(root, _PT_BEFORE_E) + "ei" if theme == "a" else root + ("í" if open_root else "i")), _I
    for ending, form in (("ram", _PLURAL), ("sse", _SINGULAR), ("ssem", _PLURAL), ("ra", _SINGULAR)):
        yield stem + ending, form
    if own and own.past:
        yield stem + "r", _SINGULAR
        yield stem + "rem", _PLURAL


# ---- English


def _english(entry: str) -> Forms:
    base, *others = entry.split()
    past = others[0] if others else _english_past(base)
    participle = others[1] if len(others) > 1 else past
    yield base, Form("base", 3, 0 if past == base else 2)
    yield _english_s(base), _SINGULAR
    yield past, Form("past" if participle == past else "finite")
    if participle != past:
        yield participle, Form("participle")
    doubled = base + base[-1] if past == base + base[-1] + "ed" else base
    stem = doubled[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else doubled
    yield stem + "ing", Form("gerund")


def _english_s(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _english_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"
