"""Where the women in scope are named, read more widely than cues need: every clause counts, not only what is beside
evidence of custody.

In: a Doc with mentions, coded spans and attributions. Out: naming mentions in order. Added to ``doc._.targets``: the
labels that cues found (*the accused*, *la imputada*), the name that a story about one woman introduces with an age, and
her pronouns. Taken away: those who speak in another role, relatives, and *she* after another woman.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from lexicons.actions import ActionWords, load_actions
from lexicons.language_data import TieWords, load_names, load_ties
from lexicons.small_words import small_words
from nlp.extensions import SPANS_KEY, Mention
from nlp.speech.sources import Attribution
from nlp.texts.words import Words, attached, held_by, places_of
from nlp.women.custody.scope import Scan
from nlp.women.mentions.placed import words_of_places
from nlp.women.persons.names import capitals
from nlp.women.persons.people import Person

IMPACTED = "directly_impacted"
_FAMILY = "family"
_LISTS = small_words("named")
_DEFINITE = frozenset(_LISTS["definite"])
# Mentions that can be a subject: evidence such as "fianza" names nobody.
NAMING = frozenset({"label", "person_first", "name", "noun", "pronoun"})
_LABELS = frozenset({"S1", "S2", "S3", "S4", "S7", "R1", "H1"})
# A name and the age after it: "Marta Ruiz, de 31 años", "Deja Cole, 26,", "Ana Sá (27)".
_AGE_REACH = 3
_BEFORE_AGE = frozenset({",", "(", ",("})
_YOUNGEST, _OLDEST = 12, 99
_LONGEST_LABEL = 3
# Hangs on a Doc while its cues are found: (start, end, code) of those found before anybody asked whose the verbs are.
FOUND_SO_FAR = "encuadre_found_so_far"


class Women(NamedTuple):
    """The women in scope of one article: their mentions, and the words of their names."""

    mentions: list[Mention]
    names: frozenset[str]


def women_of(doc: Doc, language: str, words: Words, scan: Scan) -> Women:
    """The women of a Doc, read once and shared by agency and naming."""
    return attached(doc, "encuadre_women", lambda doc: _reader(language).read(doc, words, scan))


@cache
def _reader(language: str) -> WomenReader:
    return WomenReader(load_ties(language), load_actions(language).words)


class WomenReader:
    """Finds her mentions in one article. Built once a language."""

    def __init__(self, ties: TieWords, lists: ActionWords) -> None:
        determiners = lists.determiners
        self._clients = lists.clients
        self._feminine = lists.feminine
        self._relatives = lists.relatives
        self._definite = determiners & _DEFINITE
        self._possessives = ties.possessives | {"her", "his", "their", "my", "'s", "s"}
        self._determiners = determiners
        self._calling = self._clients | self._relatives
        self._before_clients = self._possessives | self._definite
        self._men_names = frozenset(load_names().men)

    def read(self, doc: Doc, words: Words, scan: Scan) -> Women:
        """All mentions that name her, longest first at one place, in order, and the words of her names."""
        attributions = doc._.attributions
        speakers = _speaking_names(attributions, words)
        family = [part for item in attributions if item.role == _FAMILY for part in item.content]
        named = [item for item in doc._.targets if item.kind in NAMING and self._is_hers(words, item, speakers)]
        named.extend(self._labels(doc, words))
        named.extend(self._called(words))
        named.extend(
            Mention(person.start, person.end, "noun")
            for person in scan.people
            if person.woman and person.kind in ("noun", "occupation") and self._is_she(words, scan, person, family)
        )
        names = {words.texts[item.start] for item in named if item.kind == "name"}
        names |= self._introduced(words, scan, speakers)
        if places := words_of_places(words, scan, attributions, frozenset(names)):
            names -= places
            named = [item for item in named if item.kind != "name" or words.texts[item.start] not in places]
        if names:
            taken = {item.start for item in named}
            named.extend(Mention(at, at + 1, "name") for at in places_of(words.texts, names) if at not in taken)
        return Women(self._with_pronouns(words, scan, named, names), frozenset(names))

    def _is_hers(self, words: Words, mention: Mention, speakers: set[str]) -> bool:
        if mention.kind == "name":
            return words.texts[mention.start] not in speakers
        if mention.kind == "noun" and mention.start:
            return words.lowers[mention.start - 1] not in self._possessives
        return mention.kind != "pronoun"

    def _is_she(self, words: Words, scan: Scan, person: Person, family: list[tuple[int, int]]) -> bool:
        """A woman in an article about one is she, unless she is somebody's, an official or told of as one of many."""
        if person.start in scan.official or not person.start:
            return False
        before = words.lowers[person.start - 1]
        if before in self._possessives:
            # "Mi hija", said by her family.
            return any(start <= person.start < end for start, end in family)
        return person.kind == "noun" or before in self._definite

    def _called(self, words: Words) -> Iterator[Mention]:
        """``Su defendida``, ``his client``; ``las que salieron``."""
        lowers = words.lowers
        for at in filter(None, words.places(self._calling)):
            if lowers[at] in self._clients and lowers[at - 1] in self._before_clients:
                yield Mention(at, at + 1, "label")
            elif lowers[at] in self._relatives and lowers[at - 1] in self._feminine:
                yield Mention(at - 1, at, "pronoun")

    def _labels(self, doc: Doc, words: Words) -> Iterator[Mention]:
        coded: list[tuple[int, int, str]] | None = held_by(doc, FOUND_SO_FAR)
        if coded is None:
            coded = [(span.start, span.end, span.label_) for span in doc.spans.get(SPANS_KEY, ())]
        for start, end, code in coded:
            short = end - start <= (1 if code == "H1" else _LONGEST_LABEL)
            if short and code in _LABELS and words.lowers[max(0, start - 1)] in self._determiners:
                yield Mention(start, end, "label")

    def _introduced(self, words: Words, scan: Scan, speakers: set[str]) -> set[str]:
        """The words of the names that the article gives with an age, or to a woman named more than once."""
        names: set[str] = set()
        for at in filter(None, words.places(_BEFORE_AGE)):
            if self._is_age(words, at + 1):
                names.update(self._name_before(words, at))
        womens = [
            capitals(words, person.start)
            for person in scan.people
            if _is_womans_name(person) and not self._is_kin(words, person.start)
        ]
        strangers = [texts for texts in womens if speakers.isdisjoint(texts)]
        only = {text for texts in strangers for text in texts}
        first = {texts[0] for texts in strangers if texts}
        names.update(text for text in only if len(first) == 1 or words.texts.count(text) > 1)
        return names - speakers

    def _is_kin(self, words: Words, start: int) -> bool:
        """``Su tía Norma``: somebody of hers."""
        return start > 1 and words.lowers[start - 2] in self._possessives and words.texts[start - 1].isalpha()

    def _is_age(self, words: Words, start: int) -> bool:
        for at in range(start, min(start + _AGE_REACH, len(words.texts))):
            text = words.texts[at]
            if text.isdecimal():
                return _YOUNGEST <= int(text) <= _OLDEST
        return False

    def _name_before(self, words: Words, end: int) -> set[str]:
        """The words of the full name that ends here, unless its first name is a man's."""
        start = end
        while start and words.texts[start - 1][0].isupper() and words.texts[start - 1].rstrip(".").isalpha():
            start -= 1
        texts = [text.rstrip(".") for text in words.texts[start:end]]
        if len(texts) < 2 or texts[0].lower() in self._men_names:
            return set()
        return {text for text in texts if len(text) > 1}

    def _with_pronouns(self, words: Words, scan: Scan, named: list[Mention], names: set[str]) -> list[Mention]:
        """*She* is the woman named last; after another woman's name she is that one."""
        starts = {item.start for item in named}
        result = list(named)
        hers = True
        for person in scan.people:
            if not person.woman:
                continue
            if person.start in starts:
                hers = True
            elif person.kind == "name":
                hers = words.texts[person.start] in names
            elif person.kind == "pronoun" and hers:
                result.append(Mention(person.start, person.end, "pronoun"))
        result.sort(key=lambda item: (item.start, -item.end))
        return result


def _is_womans_name(person: Person) -> bool:
    return person.woman and person.kind == "name"


def _speaking_names(attributions: Iterable[Attribution], words: Words) -> set[str]:
    """Words of the names of those who speak in another role than hers."""
    roles: dict[str, set[str]] = {}
    for item in attributions:
        if item.speaker_start is not None:
            for text in words.texts[item.speaker_start : item.speaker_end]:
                if text[0].isupper():
                    roles.setdefault(text, set()).add(item.role)
    return {text for text, found in roles.items() if IMPACTED not in found and found != {"other"}}
