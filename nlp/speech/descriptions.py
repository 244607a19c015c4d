"""What an article tells of a speaker beside the name: appositions, duties, titles elsewhere, words of custody.

In: a noun phrase and its names. Out: a role of the codebook, or None. The name's own words are read in
nlp.speech.titles.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from lexicons.small_words import small_words
from lexicons.speech_data import Roles
from nlp.speech.custody_told import told_in_custody
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.subjects import after_preposition
from nlp.speech.titles import DOCUMENT, FAMILY, IMPACTED, ORGANIZATION, OTHER, POSSESSIVE, Told, role_in

_APPOSITION_REACH = 12
# , de 54 años,: an apposition so short that holds a number is an age.
_AGE_WORDS = 5
# es la madre, is her younger sister: a role stands so near behind the verb.
_PREDICATED_WORDS = 3
# The word that tells a role stands among the first of an apposition: a lawyer for the family.
_APPOSED_ROLE_REACH = 5
# que la defiende: the relative, whom and the verb.
_DEFENDING_WORDS = 3
_LISTS = small_words("speech_descriptions")
_ROBES = frozenset({"Advocate", "Adv", "Adv.", "Barrister"})
_DEFENDS = frozenset(_LISTS["defends"])
# Mitigating, ...; Jailing her, ...: how many tokens stand before the name.
_DUTY_WORDS = (2, 3)
# Of somebody who was in custody, these say less than that.
_SECOND_TO_CUSTODY = frozenset({OTHER, "expert", "defense", ORGANIZATION})


@dataclass(slots=True)
class Descriptions:
    """``covered`` are the tokens that name women in scope."""

    reading: Reading
    roles: Roles
    covered: Container[int]
    _by_name: dict[str, str | None] = field(default_factory=dict)
    _whole: dict[str, Sequence[str]] = field(default_factory=dict)

    def apposed_names(self, start: int) -> list[str]:
        """The name that an apposition gives: la directora del penal, Ana Ruiz."""
        reading = self.reading
        end = self._apposition_end(start)
        first = start + 1
        while first < end and reading.in_role(first):
            first += 1  # the director, Mr Poe; o diretor, coronel Reis
        if end <= first or not reading.is_name(first):
            return []
        stop = first
        while stop < end and (reading.is_name(stop) or reading.words.lowers[stop] in reading.speech.words.of):
            stop += 1
        return NounPhrase(first, stop).names(reading)

    def best_names(self, own: Sequence[str], start: int) -> Sequence[str]:
        """The names of a phrase, or those in apposition: la titular de Igualdad Social, Ana Ruiz."""
        apposed = self.apposed_names(start)
        sex_of = self.reading.sex_of
        if own and not (apposed and sex_of(apposed[0]) and not any(map(sex_of, own))):
            return own
        return apposed

    def full_names(self, names: Sequence[str]) -> Sequence[str]:
        """Dom Fernando and Saburido are Fernando Saburido: one name made whole by the article's fuller mention.

        Where several share it (Lindsay and Michael Lohan), a surname alone is whoever was named with it first.
        """
        if len(names) != 1:
            return names
        name = names[0]
        if name not in self._whole:
            reading = self.reading
            whole = [tuple(reading.phrase_around(index).names(reading)) for index in reading.positions(name)]
            fuller = list(dict.fromkeys(each for each in whole if len(each) > 1 and name in each))
            first = next((each for each in fuller if each[0] != name and reading.sex_of(each[0])), (name,))
            self._whole[name] = fuller[0] if len(fuller) == 1 else first
        return self._whole[name]

    def name_of_title(self, told: Told, start: int) -> Sequence[str]:
        """The name that the title bore before: o arcebispo Fernando Reis visitou ...; "...", disse o arcebispo."""
        reading = self.reading
        width = len(told.head.split())
        for index in reversed([place for place in reading.role_at if place < start]):
            if " ".join(reading.words.lowers[index : index + width]) != told.head:
                continue
            phrase = reading.phrase_after(index, reading.words.sentence(index)[1])
            names = phrase.names(reading) or self.apposed_names(phrase.end) if phrase is not None else []
            if names:
                return names
        return ()

    def described(
        self, phrase: NounPhrase, names: list[str], role: str | None, whole: Sequence[str] = ()
    ) -> str | None:
        """The role of a phrase whose own words settle none: its apposition, then what the article says of the name.

        ``whole`` is the full name where the phrase gives a part of it.
        """
        told = self.apposed_of(phrase) or self._of_party(phrase)
        if told == FAMILY and names and any(self.on_target(at, at + 1) for at in self.reading.positions(names[0])):
            return IMPACTED  # Ieda, irmã de Ivan, who was held herself
        if told:
            second = told in _SECOND_TO_CUSTODY and bool(names)
            return IMPACTED if second and self.was_in_custody(names[-1], named=told != "defense") else told
        if told_in_custody(self.reading, self.roles, phrase.end):
            return IMPACTED
        if role in (None, OTHER) and names:
            key = " ".join(whole or names)
            if key not in self._by_name:
                self._by_name[key] = self._search(names[-1], whole or names)
            return self._by_name[key] or role
        return role

    def apposed_of(self, phrase: NounPhrase) -> str | None:
        """The role that an apposition gives to a phrase, unless the comma behind it opens what is said."""
        return None if self._opens_clause(phrase) else self.apposed(phrase.end)

    def _opens_clause(self, phrase: NounPhrase) -> bool:
        """Segundo Reis, o presídio tem duas alas: behind a saying and its speaker the comma opens what is said."""
        words, end = self.reading.speech.words, phrase.end
        if self.roles.language == "en" or not self.reading.attributed(phrase.start):
            return False
        stop = self._apposition_end(end)
        if stop <= end + 1 or self.reading.words.lowers[end + 1] not in words.determiners:
            return False
        inner = self.reading.phrase_after(end + 1, stop)
        return inner is None or inner.end < stop

    def _of_party(self, phrase: NounPhrase) -> str | None:
        """Alfredo Santana (PRB), Ana Ruiz (PT-BA): who is given a party in brackets is a politician."""
        texts, lowers = self.reading.words.texts, self.reading.words.lowers
        for index in range(phrase.end - 1, min(phrase.end + 1, len(texts) - 2)):
            if texts[index] in ("(", ")") or index == phrase.end:
                opening = index if texts[index] == "(" else index - 2
                if opening > phrase.start and texts[opening] == "(" and texts[opening + 1].isupper():
                    party = lowers[opening + 1].partition("-")[0]
                    return "government" if party in self.roles.predicates.parties else None
        return None

    def sex_of(self, names: Sequence[str]) -> str:
        """f, m or empty: by the first name, or for a surname alone by the fullest mention of it."""
        reading = self.reading
        sex = reading.sex_of(names[0])
        for index in () if sex else reading.positions(names[-1]):
            whole = reading.phrase_around(index).names(reading)
            if len(whole) > len(names) and (sex := reading.sex_of(whole[0])):
                return sex
        return sex

    def was_in_custody(self, surname: str, *, named: bool = True) -> bool:
        """Does the article say of this name that she was deprived of liberty? A nurse who is charged is that first.

        ``named``: a mention among the women in scope is enough; a lawyer is often named beside them.
        """
        phrases = [self.reading.phrase_around(index) for index in self.reading.positions(surname)]
        return any(
            (named and self.on_target(each.start, each.end)) or told_in_custody(self.reading, self.roles, each.end)
            for each in phrases
        )

    def duty(self, phrase: NounPhrase) -> str | None:
        """What somebody does in an English court, whatever the title: prosecuting; for the defendant."""
        return self._duty_before(phrase.start) or self._duty_behind(phrase) or self._robed(phrase)

    def _robed(self, phrase: NounPhrase) -> str | None:
        """Advocate Jane Otieno: a capital before a name makes it a lawyer's title, as in Kenya and South Africa."""
        texts, start = self.reading.words.texts, phrase.start
        robed = texts[start] in _ROBES and start + 1 < phrase.end and self.reading.is_name(start + 1)
        return "defense" if robed and self.roles.language == "en" else None

    def _duty_behind(self, phrase: NounPhrase) -> str | None:
        """Mr Tom Ash, for Poole, said: who stands for a woman of the article defends her."""
        reading, end = self.reading, phrase.end
        if reading.speech.language != "en" or end + 3 >= len(reading.words.texts) or not phrase.names(reading):
            return None
        if reading.words.texts[end] != "," or reading.words.lowers[end + 1] != "for":
            return None
        stop = self._apposition_end(end)
        named = all(reading.is_name(index) for index in range(end + 2, stop))
        known = any(reading.in_role(index) for index in range(end + 2, stop))
        return "defense" if stop > end + 2 and named and not known else None

    def _duty_before(self, start: int) -> str | None:
        """Mitigating, Tom Ash said; Jailing her, Mary Hale said: a duty that opens the sentence."""
        reading = self.reading
        low = reading.words.sentence(start)[0]
        if start - low not in _DUTY_WORDS or reading.words.texts[start - 1] != ",":
            return None
        entry = reading.role_at.get(low)
        return entry[2] if entry is not None and entry[1] == "title" and reading.speech.language == "en" else None

    def apposed_head(self, start: int) -> str:
        """The title by which an apposition makes somebody known: Ana Gil, hermana de la detenida, ... la hermana."""
        told = role_in(self.reading, start + 1, min(self._apposition_end(start), start + 1 + _APPOSED_ROLE_REACH))
        return told.head if told.strength in ("title", "post") and told.role != DOCUMENT else ""

    def _search(self, surname: str, whole: Sequence[str]) -> str | None:
        """What the article says of a name elsewhere: beside a title, before a predicate of custody, in an
        apposition.
        """
        reading = self.reading
        custody = False
        found: str | None = None
        for index in reading.positions(surname):
            phrase = reading.phrase_around(index)
            if _is_another(phrase.names(reading), whole):
                continue
            told = role_in(reading, phrase.start, phrase.end)
            if told.strength == "institution" and reading.words.lowers[index - 1] in reading.speech.words.of:
                continue  # Diário de Moçambique is not the Polícia da República de Moçambique
            if not told.strength:
                told = self._title_before(phrase, index)
            if told.role == FAMILY and self.on_target(index, index + 1) and not self._is_of_somebody(told.index):
                continue  # las hermanas Dana y Joana, who are held both
            if told.settles and told.role != DOCUMENT:
                return told.role
            found = found or self.apposed(phrase.end) or self._predicated(phrase.end)
            found = found or (told.role if told.role not in (OTHER, DOCUMENT) else None)
            custody = (
                custody
                or self.on_target(phrase.start, phrase.end)
                or told_in_custody(self.reading, self.roles, phrase.end)
            )
        # A judge who revokes her house arrest stands beside the same words as she.
        return IMPACTED if custody and (found is None or found in _SECOND_TO_CUSTODY) else found

    def _title_before(self, phrase: NounPhrase, index: int) -> Told:
        """The title that a name stands in apposition to: a diretora do presídio, Ana Prado, ..."""
        reading = self.reading
        texts = reading.words.texts
        closed = phrase.end < len(texts) and texts[phrase.end] in (",", ".", ")")
        acts = phrase.end < len(texts) and reading.words.lowers[phrase.end] in reading.speech.verbs
        low = reading.words.sentence(index)[0]
        if phrase.start < 2 or texts[phrase.start - 1] != ",":
            return Told()
        titled = reading.phrase_before(phrase.start - 1, low)
        if titled is not None and titled.start == low and reading.words.lowers[low] in self.roles.predicates.possessive:
            closed = True  # Her lawyer, Tom Ash yesterday moved the court
        if not (closed or acts):
            return Told()
        if titled is None or titled.names(reading) or (not closed and after_preposition(reading, titled, 0)):
            return Told()  # Na delegacia, Ana negou
        if reading.attributed(titled.start):
            return Told()  # "según la policía, María ...": she is not the police
        return role_in(reading, titled.start, titled.end)

    def apposed(self, start: int) -> str | None:
        """The role an apposition gives, behind an age too: Ann Poe, 54, a lawyer; Rosa Gil, de 40 años, madre de."""
        end = self._apposition_end(start)
        texts = self.reading.words.texts
        if any(text.isdigit() for text in texts[start + 1 : end]) and end - start <= _AGE_WORDS and end < len(texts):
            return self._in_apposition(start) or self._in_apposition(end + (texts[end] == ")"))
        return self._in_apposition(start)

    def apposed_post(self, start: int) -> Told:
        """The post of any body that an apposition opens with: Ana Ruiz, directora de Humanización."""
        told = role_in(self.reading, start + 1, min(self._apposition_end(start), start + 1 + _APPOSED_ROLE_REACH))
        near = told.strength == "post" and told.role == OTHER and told.index <= start + 2
        return told if near else Told()

    def _in_apposition(self, start: int) -> str | None:
        """The role that an apposition gives: Ann Poe, a lawyer for the family."""
        reading = self.reading
        whole = self._apposition_end(start)
        end = min(whole, start + 1 + _APPOSED_ROLE_REACH)
        words = reading.speech.words
        if self._is_sentence(start + 1, whole):
            return None
        if self._stands_for_her(start + 1, whole):
            return "defense"
        if end > start + 2 and reading.words.lowers[start + 1] in self.roles.predicates.whose:
            kin = reading.role_at.get(start + 2)  # ..., whose daughter is held there
            return FAMILY if kin is not None and kin[2] == FAMILY else None
        for index in range(start + 1, end):
            lower = reading.words.lowers[index]
            if index not in reading.role_at:
                if lower in self.roles.predicates.leading:
                    continue  # Rita, que dirige la ONG ...
                if lower in words.relatives and reading.words.lowers[index + 1] in self.roles.predicates.leading:
                    continue
                if lower in words.prepositions or lower in words.relatives or lower in reading.speech.verbs:
                    return None
                continue
            told = role_in(reading, index, self._apposition_end(start))
            certain = told.settles or (told.strength == "post" and told.role != OTHER)
            if told.role == FAMILY and self._has_children(told.index):
                return None
            if told.role == FAMILY and self._of_victim(index, self._apposition_end(start)):
                return OTHER
            return told.role if certain and told.role != DOCUMENT else None
        return None

    def _stands_for_her(self, start: int, end: int) -> bool:
        """..., que la patrocina; ..., que a defende; ..., who represents her: a lawyer, told by the work."""
        lowers, words = self.reading.words.lowers, self.reading.speech.words
        if end - start < _DEFENDING_WORDS or lowers[start] not in words.relatives:
            return False
        first, second = lowers[start + 1 : start + _DEFENDING_WORDS]
        return (first in words.clitics and second in _DEFENDS) or (first in _DEFENDS and second in words.clitics)

    def _is_sentence(self, start: int, end: int) -> bool:
        """Segundo Reis, a mãe foi fria: a comma before a clause with a verb of its own opens no apposition."""
        words, lowers = self.reading.speech.words, self.reading.words.lowers
        for index in range(start, end):
            if lowers[index] in words.relatives or lowers[index] in words.whose:
                return False
            if lowers[index] in words.copulas and lowers[index] not in POSSESSIVE:
                return True
        return False

    def _is_of_somebody(self, index: int) -> bool:
        """La madre de una de ellas, her sister: a relative of somebody named here."""
        lowers, words = self.reading.words.lowers, self.reading.speech.words
        owned = lowers[index - 1] in self.roles.predicates.possessive
        return owned or (lowers[index + 1] in words.of and not self._has_children(index))

    def _has_children(self, index: int) -> bool:
        """Madre de tres hijos, a mother of two: of herself, not whose mother she is."""
        words, lowers = self.reading.speech.words, self.reading.words.lowers
        if index + 2 < len(lowers) and lowers[index + 2] in words.of and lowers[index + 1] not in words.stops:
            index += 1  # mamá soltera de tres hijos
        follows = lowers[index + 1 : index + 3]
        if len(follows) < 2 or follows[0] not in words.of:
            return False
        if follows[1] in words.indefinite:  # avó de uma delas; a mother of one
            child = self.reading.role_at.get(index + 3)
            return not lowers[index + 3 : index + 4][-1:][0][0].isalnum() or (child is not None and child[2] == FAMILY)
        return follows[1] in self.roles.predicates.numerals or follows[1].isdigit()

    def _of_victim(self, start: int, end: int) -> bool:
        return any(lower in self.roles.predicates.victims for lower in self.reading.words.lowers[start:end])

    def _predicated(self, start: int) -> str | None:
        """Rosa es la madre de una de ellas, Ann is a lawyer: what the article says she is."""
        words = self.reading.words
        if start + 1 >= len(words.texts) or words.lowers[start] not in self.reading.speech.words.copulas:
            return None
        for index in range(start + 1, min(start + 1 + _PREDICATED_WORDS, words.sentence(start)[1])):
            entry = self.reading.role_at.get(index)
            if entry is not None:
                kept = entry[1] == "title" and entry[2] not in (DOCUMENT, OTHER, IMPACTED)
                return entry[2] if kept and (entry[2] != FAMILY or self._is_of_somebody(index)) else None
        return None

    def _apposition_end(self, start: int) -> int:
        """The end of an apposition that a comma opens at ``start``; ``start`` itself when there is none."""
        words = self.reading.words
        if start >= len(words.texts) or words.texts[start] not in (",", "(", "—", "–"):
            return start
        limit = min(words.sentence(start)[1], start + _APPOSITION_REACH)
        stop = start + 1
        while stop < limit and words.texts[stop] not in (",", ";", ")", ":", "—", "–", "“", '"', "«"):
            stop += 1
        return stop

    def shares_surname(self, phrase: NounPhrase) -> bool:
        """Mariana Robles in an article about Rosario Robles: a full name whose surname was first another woman's."""
        own = phrase.names(self.reading)
        first = self.full_names(own[-1:]) if len(own) > 1 else ()
        if len(first) < 2 or not _is_another(own, first):
            return False
        return any(self.on_target(index, index + 1) for name in first for index in self.reading.positions(name))

    def on_target(self, start: int, end: int) -> bool:
        """Is a token of the range one of a mention of a woman in scope?"""
        return any(index in self.covered for index in range(start, end))


def _is_another(names: Sequence[str], whole: Sequence[str]) -> bool:
    """Is one full name another's who shares the surname? Robles Berlanga may be Rosario Robles, Mariana Robles not."""
    if len(names) < 2 or len(whole) < 2 or set(names) <= set(whole) or set(whole) <= set(names):
        return False
    return names[0] not in whole[1:] and whole[0] not in names[1:]
