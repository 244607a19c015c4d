"""Small facts of grammar read from the words around a place: is it a noun, a proper name, a title-case headline?

In: ``Words``, a token range and the word lists of lexicons/<language>/scope.toml. Out: yes or no. Without a tagger
(tier 0) these are rules over the words beside it; each errs towards "no", since in doubt a word carries no code.
"""

from __future__ import annotations

import re

from lexicons.language_data import Grammar
from lexicons.small_words import small_words
from nlp.texts.words import Words

# How many words may stand between a determiner and its noun ("las otras presuntas detenidas").
_MOST_BETWEEN = 3
# How many words may modify an English noun after its determiner.
_MOST_MODIFIERS = 4
_LISTS = small_words("grammar")
_ARTICLES = frozenset(_LISTS["articles"])
_OPENING = frozenset("\"“‘«'")
_CLOSING = frozenset("\"”’»'")
# What may stand before a headline's bare noun.
_BEGINNINGS = frozenset(_LISTS["beginnings"]) | {",", "-", ":", ";", "|", "–", "—"}
# Two words in capitals are a name, one may be a sentence beginning.
_TITLE_CASE_SHARE = 0.6
# Words that are adjectives or participles as well as nouns.
_PARTICIPLE = re.compile(r"(?:[aei]d|pres|intern|convict)[ao]s?$")
_HEADS_AFTER = frozenset(_LISTS["heads_after"])
_OF = frozenset(_LISTS["of"])
_IN_THE_ROLE = frozenset(_LISTS["in_the_role"])
_EVENT_AFTER = frozenset(_LISTS["event_after"])
# After these a word is spoken of: "el término mula", "o rótulo bandida".
_MENTIONS = frozenset(_LISTS["mentions"])
# Before whom the verb is done to: "detienen a vacunadora".
_OBJECT = frozenset(_LISTS["object"])
_NOR = frozenset(_LISTS["nor"])
_FULL_STOPS = frozenset({".", ",", ";", ":"})  # headlines end without one
_FEWEST_CAPITALS = 3
_MIN_WORD = 4  # short words are often in lower case in title-case headlines


class NounRule:
    """Tells a label that is a noun (las presas, the inmate) from an adjective or participle (está presa, mujeres
    presas).
    """

    def __init__(self, grammar: Grammar, language: str) -> None:
        self._determiners = frozenset(grammar.determiners)
        self._copulas = frozenset(grammar.copulas)
        self._heads = frozenset(grammar.heads)
        self._between = frozenset(grammar.between)
        self._compounds = frozenset(grammar.compounds)
        self._joiners = frozenset(grammar.joiners)
        self._romance = language != "en"

    def holds(self, words: Words, start: int, end: int, *, headline_end: int = 0) -> bool:
        """Is the label at tokens ``start`` to ``end`` a noun here?"""
        lowers = words.lowers
        following = lowers[end] if end < len(lowers) else ""
        if following in self._compounds:
            return False
        if following == "-" and not words.texts[end].isspace():
            return False
        first, _ = words.sentence(start)
        # "a criminal": the form brings its own article. The word “convict”: between quotation marks a word is a name.
        if lowers[start] in _ARTICLES and end > start + 1:
            return True
        if start > first and words.texts[start - 1] in _OPENING and following in _CLOSING:
            return True
        at = start - 1
        for _ in range(_MOST_BETWEEN):
            if at >= first and lowers[at] in self._between and lowers[at] not in self._determiners:
                at -= 1
        before = lowers[at] if at >= first else ""
        if (
            self._romance
            and at == first
            and start < headline_end
            and following in _EVENT_AFTER
            and before not in _ARTICLES
        ):
            return False  # "Dos detenidas por robar": a headline tells the event
        if before in self._determiners or before.isdigit() or before.replace(".", "").isdigit():
            return True
        # "estaban injustamente detenidas": after an adverb it is a participle.
        if before in self._heads or (self._romance and before.endswith("mente")):
            return False
        if before in self._copulas:
            # "está presa" tells a state; "eran reclusas" can only be a noun.
            return self._romance and not _PARTICIPLE.search(lowers[end - 1])
        plural = lowers[end - 1].endswith("s")
        named = self._romance and not _PARTICIPLE.search(lowers[end - 1])
        if before in _MENTIONS or (named and before in _NOR):
            return True
        if self._romance and plural and start > first and lowers[start - 1] in _OF:
            return lowers[start - 2] not in _IN_THE_ROLE  # "hijos de reclusas", but "en calidad de detenidas"
        in_headline = start < headline_end
        if not self._romance:
            if self._modified(lowers, at, first):
                return True
            # A headline drops the article: "Alleged drug dealer arrested", "Police: dealer ran from home".
            # One noun may belong to it: "Suspected lottery scammer held".
            opens = at <= first or lowers[at] in _BEGINNINGS or (lowers[at - 1] in self._between and at - 1 >= first)
            bare = in_headline and opens and not _is_name_part(words, end)
            return bare or (plural and not before.endswith("'s"))
        if plural:
            return self._bare_plural(lowers, at, first)
        if named and in_headline and not plural:
            # "Ladra de celulares é presa", "PM prende ladra": what is no participle can only be the noun.
            bare = before not in self._joiners or before in _OBJECT
            return at < first or (words.texts[start].islower() and bare)
        # A headline drops the article: "Detenida muere", but "Detenida por robo" tells an event.
        return at < first and in_headline and following not in self._joiners and following not in ("", ",")

    def _modified(self, lowers: list[str], at: int, first: int) -> bool:
        """English: does a determiner stand before the words that modify it ("a 48-year-old child trafficker")?"""
        for index in range(at, max(first, at - _MOST_MODIFIERS) - 1, -1):
            if lowers[index] in self._determiners:
                return True
            plain = lowers[index].replace("-", "").isalnum() or lowers[index] == "-"
            if not plain or lowers[index] in self._copulas or lowers[index] in self._joiners:
                return False
            if lowers[index].endswith(("ly", "ed", "s", "ing")) and lowers[index] not in self._between:
                return False  # likely a verb or its adverb: "a man smuggled convict"
        return False

    def _bare_plural(self, lowers: list[str], at: int, first: int) -> bool:
        """A plural without a determiner is a noun unless the word before it is a plural noun it belongs to."""
        if at < first or not lowers[at].isalpha():
            return True
        before = lowers[at]
        if before in ("y", "e", "o", "ou", "u"):  # fueron detenidas y procesadas
            return not any(word in self._copulas or word in self._heads for word in lowers[max(first, at - 3) : at])
        # éramos reas: a verb in -mos is no noun.
        return before in self._joiners or not before.endswith("s") or before.endswith("mos")


def _is_name_part(words: Words, end: int) -> bool:
    """Does a noun follow that the word belongs to ("convict ship")? A small set: in doubt it is the headline's noun."""
    return end < len(words.lowers) and words.lowers[end] in _HEADS_AFTER


class NameRule:
    """Protects official titles and proper names (rule 3 of the codebook): Centro Femenil de Reinserción Social."""

    def __init__(self, grammar: Grammar) -> None:
        self._titles = frozenset(grammar.titles)
        self._joiners = frozenset(grammar.joiners)

    def protects(self, words: Words, start: int, end: int, *, goes_on: bool = False) -> bool:
        """Do tokens ``start`` to ``end`` stand inside a capitalized name that is more than they are?

        ``goes_on``: also when the name goes on after them, as rights do in Human Rights Watch and nicknames do not.
        """
        texts = words.texts
        if not _capital(texts[start]) or is_title_case(words, start):
            return False
        first, last = words.sentence(start)
        left = start
        while left - 1 >= first and (_capital(texts[left - 1]) or self._joins(words, left - 1, first)):
            left -= 1
        # “Ketamine Queen”: what stands alone between quotation marks is a nickname, unless it is a title's.
        if left > first and texts[left - 1] in _OPENING and words.lowers[left] not in self._titles:
            return False
        before = [
            index
            for index in range(left, start)
            if _capital(texts[index]) and words.lowers[index] not in self._joiners and texts[index].isalpha()
        ]
        # "La Reina del Pacífico": a nickname's own article is no other name.
        before = [index for index in before if words.lowers[index] not in _ARTICLES]
        # A sentence's first word is capital anyway: it names something only as the head of a title.
        if before == [first] and words.lowers[first] not in self._titles:
            before = []
        if before:
            return True
        if goes_on and end > start + 1 and end < last and all(_capital(texts[index]) for index in (end - 1, end)):
            return True
        # "Mujeres Libres": a lone word in mid-sentence with a capital beside it.
        return start > first and end == start + 1 and end < last and _capital(texts[end])

    def _joins(self, words: Words, index: int, first: int) -> bool:
        """Is this small word inside a name: capitals on its left too?"""
        return (
            words.lowers[index] in self._joiners
            and index - 1 >= first
            and (_capital(words.texts[index - 1]) or words.lowers[index - 1] in self._joiners)
        )


def is_title_case(words: Words, index: int) -> bool:
    """Is the sentence of this token set in capitals or Title Case, as headlines are? Then capitals name nothing."""
    number = words.sentence_of[index]
    known = words.title_case.get(number)
    if known is None:
        known = words.title_case[number] = _is_title_case(words, *words.sentences[number])
    return known


def _is_title_case(words: Words, start: int, end: int) -> bool:
    stopped = not _FULL_STOPS.isdisjoint(words.texts[max(start, end - 2) : end])
    if stopped and any(text.islower() and text.isalpha() for text in words.texts[start:end]):
        return False  # as mostly
    letters = [text for text in words.texts[start:end] if text.isalpha()]
    if len(letters) >= _FEWEST_CAPITALS and all(text.isupper() for text in letters):
        return True  # some papers set the whole story in capitals
    long = [text for text in letters if len(text) >= _MIN_WORD]
    if len(long) < 2 or stopped:
        return False
    return sum(text[0].isupper() for text in long) >= _TITLE_CASE_SHARE * len(long)


def _capital(text: str) -> bool:
    return text[:1].isupper()
