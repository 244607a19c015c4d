"""Whether a source is one of the women whom the article is about: by what is said of her, by her noun, by her name.

In: a noun phrase of a read article, what its words tell, and the mentions of women in scope. Out: yes or no. Why: who
speaks as *la madre*, *la comunera* or by a first name alone is she, unless an office or other kin is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lexicons.speech_data import Roles
from nlp.speech.descriptions import Descriptions
from nlp.speech.kinship import is_kin
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.titles import DOCUMENT, FAMILY, OFFICES, OTHER, Told

# La madre fue detenida: so far behind a relative's noun the mention of custody may stand that makes her the woman.
_EVENT_REACH = 6
_CUSTODY_MENTIONS = frozenset({"event", "person_first"})
# la joven comunera: an article, an adjective and the noun.
_HER_NOUN = 3
# What a woman who is held may be besides.
_WORN_BY_HER = frozenset({"expert", "organization", "government"})
# A name so often in an article is somebody it is about.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Hers:
    """``targets``: the mentions of women in scope, as first and last token and kind."""

    reading: Reading
    roles: Roles
    targets: Sequence[tuple[int, int, str]]
    descriptions: Descriptions

    def is_target(self, phrase: NounPhrase, told: Told, role: str | None, gender: str) -> bool:
        """Is she a woman in scope who is given no office? A mother in prison is; the father of a prisoner is not."""
        if told.role == "family":
            return (
                role == "family"
                and not is_kin(self.reading, self.roles, told.index)
                and self._is_her_kinship(told.index)
            )
        specific = told.strength in ("post", "title") or (
            told.strength == "person" and self.reading.words.lowers[told.index] not in self.roles.predicates.generic
        )
        if role not in (None, OTHER) or specific or not self.descriptions.on_target(phrase.start, phrase.end):
            return False
        if gender == "m" and phrase.names(self.reading):
            return False  # Alan Scott, in an article about the woman who robbed the Scotts
        return not self.descriptions.shares_surname(phrase)

    def holds_office(self, phrase: NounPhrase, told: Told, names: Sequence[str], gender: str) -> bool:
        """La exministra, Bishop Poole: a title she has or had says less of her than her arrest.

        A name counts only where mentions of hers hold it, and those who try a case or guard her are never she.
        """
        worn = told.strength == "title" and told.role in _WORN_BY_HER and gender != "m"
        if not worn or self.descriptions.shares_surname(phrase):
            return False
        places = self.reading.positions(names[-1])
        headline = [at for at in places if self.reading.is_headline(at) and self.descriptions.on_target(at, at + 1)]
        return bool(headline) or self.descriptions.was_in_custody(names[-1], named=False)

    def _is_her_kinship(self, index: int) -> bool:
        """Las madres, who are in prison there; a mãe, of whom the article tells an arrest right after the word."""
        lowers = self.reading.words.lowers
        places = [place for place, lower in enumerate(lowers) if lower == lowers[index]]
        if not any(self.descriptions.on_target(place, place + 1) for place in places):
            return False
        if lowers[index].endswith("s"):
            return True
        events = [start for start, _, kind in self.targets if kind in _CUSTODY_MENTIONS]
        return any(0 < start - place <= _EVENT_REACH for place in places for start in events)

    def is_woman(self, phrase: NounPhrase, told: Told, role: str | None, gender: str, names: Sequence[str]) -> bool:
        """In an article about her, is this she: a woman of whom nothing else is told, or who goes by her first name?"""
        if role not in (None, OTHER) or gender == "m":
            return False
        if not self.targets:  # a woman whom the article gives a first name and nothing else
            alone = len(names) == 1 and not told.strength and phrase.end - phrase.start == 1
            return alone and self.reading.sex_of(names[0]) == "f"
        lowers = self.reading.words.lowers
        if told.strength == "person":
            return told.index >= 0 and lowers[told.index] in self.roles.predicates.women and gender != "m"
        if not told.strength and lowers[phrase.start + 1 : phrase.start + 2] and not names:
            return gender == "f" and lowers[phrase.start + 1] in self.reading.speech.words.of  # la de 24 años
        if told.strength or not names or lowers[phrase.start] in self.reading.speech.words.determiners:
            return False
        sex = self.descriptions.sex_of(names) or ("f" if len(names) == 1 and self._ends_feminine(names[0]) else "")
        places = self.reading.positions(names[-1])
        central = len(places) >= _OFTEN or any(place < self.reading.headline_end for place in places)
        return sex == "f" or (sex == "" and central)

    def _ends_feminine(self, name: str) -> bool:
        return self.roles.language != "en" and name.endswith("a")

    def is_noun(self, phrase: NounPhrase, told: Told, gender: str) -> bool:
        """La comunera, a empresária, the jailed nurse: a noun that the article gave her before, or that tells custody.

        It must stand right before her name, or be a mention of hers itself.
        """
        reading = self.reading
        lowers = reading.words.lowers
        if told.index > 0 and lowers[told.index - 1] in self.roles.predicates.confined:
            return True
        if gender in ("m", "p") or not phrase.definite(reading) or told.strength == "institution":
            return False
        if told.role in OFFICES or told.role in (FAMILY, DOCUMENT) or phrase.end - phrase.start > _HER_NOUN:
            return False
        noun = lowers[phrase.end - 1]
        return any(lowers[index] == noun and self._names_her(index) for index in range(phrase.start))

    def _names_her(self, index: int) -> bool:
        """Is the noun a mention of hers, or does her name follow at once?"""
        on_target = self.descriptions.on_target
        return on_target(index, index + 1) or (self.reading.is_name(index + 1) and on_target(index + 1, index + 2))
