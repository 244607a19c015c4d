"""An article read for its speakers: names, titles and the noun phrases beside a verb, without a trained tagger.

In: a Doc's word lists and a language's speech and role lexicons. Out: a ``Reading`` that finds the noun phrase that
ends or begins at a token. Tier 0 has no parser, so a noun phrase is what its words let through: determiners, names,
words that tell a role, *de* and its kin, and a few unknown words between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property

from spacy.tokens import Doc

from lexicons.language_data import load_names
from lexicons.small_words import small_words
from lexicons.speech_data import Roles, Speech
from nlp.speech.quotes import Quote, quotes_of
from nlp.texts.words import Words, words_of

# Unknown words in a row that a noun phrase may hold (el secretario ejecutivo adjunto ...).
_MOST_UNKNOWN = 3
_LONGEST_PHRASE = 18
# A saying (de acordo com) has at most so many.
_LONGEST_SAYING = 4
# A one-word institution this short is an acronym and must be written with a capital: DOC, not doc.
_ACRONYM = 4
_JOINERS = frozenset({"-", ".", "'s", "'", "º", "ª", "d'"})
_POSSESSIVE = frozenset({"'s", "'"})
_LISTS = small_words("reading")
# Portuguese a um deputado: to one, not the one.
_TO = frozenset(_LISTS["to"])
_ARTICLES = frozenset(_LISTS["articles"])
_FINAL = frozenset(".!?…")
_PARTICLES = frozenset(_LISTS["particles"])
_CLOSING_BRACKETS = {")": "(", "]": "["}


@cache
def _sexes() -> dict[str, str]:
    names = load_names()
    return dict.fromkeys(names.men, "m") | dict.fromkeys(names.women, "f")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Words that name a speaker. ``pronoun`` is f, m, p (they) or n (it) when it is one."""

    start: int
    end: int
    pronoun: str = ""

    def names(self, reading: Reading) -> list[str]:
        """The lower-cased parts of the proper name in it, without particles and titles."""
        lowers = reading.words.lowers
        found: list[str] = []
        titled = office = False
        for index in range(self.start, self.end):
            if reading.in_role(index):
                titled = True
                office = reading.ends_office(index)
            elif office and reading.is_name(index) and not reading.sex_of(lowers[index]):
                continue  # el secretario de Seguridad Pública: more of the office, not his name
            elif lowers[index] in _POSSESSIVE:
                found.clear()  # Moses' lawyer is not Moses
            elif lowers[index] in reading.speech.words.of and titled and not found:
                break  # el abogado de Gordillo is not Gordillo
            elif reading.is_name(index) and lowers[index] not in _PARTICLES:
                if titled and reading.sex_of(lowers[index]) and not any(map(reading.sex_of, found)):
                    found.clear()  # la diputada por Renovación Ana Gil: the party is no name of hers
                found.append(lowers[index])
        return found

    def definite(self, reading: Reading) -> bool:
        """Does it point back (la fiscal, the judge) rather than bring somebody new (una agente, a spokesman)?"""
        first = reading.words.lowers[self.start]
        return first not in reading.speech.words.indefinite

    def gender(self, reading: Reading) -> str:
        """f, m, p (several) or empty, by its determiner."""
        first, words = reading.words.lowers[self.start], reading.speech.words
        for gender, group in (("f", words.feminine), ("m", words.masculine), ("p", words.plural)):
            if first in group:
                return gender
        return ""

    def known(self, reading: Reading) -> bool:
        """Does it hold a name or a word that tells a role?"""
        return any(reading.is_name(index) or reading.in_role(index) for index in range(self.start, self.end))


@dataclass(frozen=True)
class Reading:
    """One article with what the speech components look up. Built by ``read``."""

    words: Words
    speech: Speech
    quotes: list[Quote]
    role_at: dict[int, tuple[int, str, str]]  # first token -> (end, strength, role)
    headline_end: int
    _in_role: frozenset[int] = field(repr=False)

    def in_role(self, index: int) -> bool:
        """Is the token part of a title, institution or post?"""
        return index in self._in_role

    def ends_office(self, index: int) -> bool:
        """Is the token the capital end of a title that names its office: secretario de Seguridad?"""
        if not self.words.texts[index][0].isupper() or self.in_role(index + 1) or index < 2:
            return False
        return self.words.lowers[index - 1] in self.speech.words.of and self.in_role(index - 1)

    @cached_property
    def _names(self) -> list[bool]:
        texts, lowers, not_names = self.words.texts, self.words.lowers, self.speech.words.not_names
        flags = [False] * len(texts)
        for index in self.words.capitals:
            lower = lowers[index]
            plain = lower in self.speech.verbs or lower in self.speech.plain
            flags[index] = lower not in not_names and not (plain and (texts[index].isupper() or self._opens(index)))
        return flags

    def _opens(self, index: int) -> bool:
        """Is it the first word of its sentence?"""
        low = self.words.sentence(index)[0]
        return not any(self.words.texts[each][0].isalnum() for each in range(low, index))

    def is_name(self, index: int) -> bool:
        """Is the token written with a capital that its place does not explain?"""
        return self._names[index]

    def sex_of(self, name: str) -> str:
        """f or m for a first name of one sex in lower case, else empty."""
        return _sexes().get(name, "")

    @cached_property
    def quote_at(self) -> dict[int, Quote]:
        """The innermost quotation each quoted token stands in."""
        inside: dict[int, Quote] = {}
        for quote in self.quotes:
            for index in range(quote.start, quote.end):
                inside[index] = quote
        return inside

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        lowers = self.words.lowers
        for index in [place for place, name in enumerate(self._names) if name]:
            found.setdefault(lowers[index], []).append(index)
        return found

    def positions(self, name: str) -> list[int]:
        """Where a lower-cased name stands in the article."""
        return self._positions.get(name, [])

    def attributed(self, index: int) -> bool:
        """Does a saying (según, de acordo com) end right before the token?"""
        before = tuple(self.words.lowers[max(0, index - _LONGEST_SAYING) : index])
        sayings = self.speech.sayings
        return any(before[at:] == phrase for at, first in enumerate(before) for phrase, _ in sayings.get(first, ()))

    def is_headline(self, index: int) -> bool:
        """Does the token stand in the headline?"""
        return index < self.headline_end

    def phrase_around(self, index: int) -> NounPhrase:
        """The noun phrase that the name at ``index`` ends, with the names behind it: Maria Souza de Assis."""
        end, last, of = index + 1, len(self.words.texts) - 1, self.speech.words.of
        while end <= last and (
            self.is_name(end) or (end < last and self.words.lowers[end] in of and self.is_name(end + 1))
        ):
            end += 1
        return self.phrase_before(end, self.words.sentence(index)[0]) or NounPhrase(index, end)

    def phrase_before(self, end: int, floor: int) -> NounPhrase | None:
        """The noun phrase whose last word is at ``end - 1``; None when those words cannot be one."""
        lowers, texts, words = self.words.lowers, self.words.texts, self.speech.words
        floor = max(floor, end - _LONGEST_PHRASE)
        start: int | None = None
        unknown = 0
        index = end - 1
        while index >= floor:
            lower = lowers[index]
            if self.in_role(index) or self.is_name(index):
                start, unknown = index, 0
            elif lower in words.determiners:
                if start is None and not unknown:
                    return None
                start, unknown = index, 0
                if index > floor and lowers[index - 1] not in words.of and lowers[index - 1] not in words.determiners:
                    break
            elif lower in words.of or lower in _JOINERS:
                if index == end - 1:
                    break
            elif lower in words.conjunctions:
                if start != index + 1 or index == floor or not (self.is_name(index - 1) or self.in_role(index - 1)):
                    break
            elif texts[index] in _CLOSING_BRACKETS:
                opening = self._bracket(index, floor)
                if opening is None:
                    break
                index = opening
            elif lower in words.prepositions and start == index + 1 and index > floor and self.is_name(index - 1):
                pass  # Ley de Justicia para Adolescentes: capitals on both sides make it one name
            elif lower in words.representing and start == index + 1 and self._seated(index, floor):
                pass  # la diputada nacional por Renovación Ana Gil
            elif (
                not lower[0].isalnum() or lower in words.stops or lower in self.speech.verbs or lower in words.relatives
            ) or unknown == _MOST_UNKNOWN:
                break
            else:
                unknown += 1
            index -= 1
        if start is None or start >= end:
            return None
        return NounPhrase(start, end)

    def _seated(self, index: int, floor: int) -> bool:
        """Does an office stand right before *por*, or before the adjective there: diputada nacional por?"""
        return any(self.in_role(place) for place in range(max(floor, index - 2), index))

    def _bracket(self, index: int, floor: int) -> int | None:
        opening = _CLOSING_BRACKETS[self.words.texts[index]]
        for back in range(index - 1, floor - 1, -1):
            if self.words.texts[back] == opening:
                return back
        return None

    def phrase_after(self, start: int, ceiling: int, *, determined: bool = False) -> NounPhrase | None:
        """The noun phrase that begins at ``start``; None when those words cannot begin one.

        ``determined``: its article stands before ``start`` (na versão da | escrivã).
        """
        lowers, texts, words = self.words.lowers, self.words.texts, self.speech.words
        ceiling = min(ceiling, start + _LONGEST_PHRASE)
        end: int | None = None
        unknown = 0
        index = start
        while index < ceiling:
            lower = lowers[index]
            if self.in_role(index) or self.is_name(index):
                end, unknown = index + 1, 0
            elif lower in words.determiners or (lower.isdigit() and end is None):
                if index == start and index + 1 < ceiling and lower in _TO and lowers[index + 1] in _ARTICLES:
                    return None
                if (
                    end is not None
                    and lowers[index - 1] not in words.of
                    and lowers[index - 1] not in words.conjunctions
                ):
                    break
                determined = True
            elif lower in words.of or lower in _JOINERS:
                if index == start or (texts[index] in _FINAL and not self._initial(index)):
                    break
            elif lower in words.conjunctions:
                if end != index or index + 1 >= ceiling or not self._begins(index + 1):
                    break
            elif (
                (
                    not lower[0].isalnum()
                    or lower in words.stops
                    or lower in self.speech.verbs
                    or lower in words.relatives
                )
                or unknown == _MOST_UNKNOWN
                or not (determined or end is not None)
                or lower in words.auxiliaries
                or lower in words.adverbs
                or lower in words.prepositions
            ):
                break
            else:
                unknown += 1
                if (determined and end is None) or lowers[index - 1] in words.of:
                    end = index + 1
            index += 1
        return NounPhrase(start, end) if end is not None and end > start else None

    def _initial(self, index: int) -> bool:
        return len(self.words.texts[index - 1]) == 1 and self.is_name(index - 1)

    def _begins(self, index: int) -> bool:
        return self.is_name(index) or self.in_role(index) or self.words.lowers[index] in self.speech.words.determiners

    def pronoun_at(self, index: int) -> NounPhrase | None:
        """The personal pronoun at ``index``."""
        kind = self.speech.pronouns.get(self.words.lowers[index])
        return NounPhrase(index, index + 1, kind) if kind else None


def read(doc: Doc, speech: Speech, roles: Roles) -> Reading:
    """Read a Doc: one pass over its tokens with dictionary look-ups."""
    words = words_of(doc)
    role_at: dict[int, tuple[int, str, str]] = {}
    covered: set[int] = set()
    table = roles.by_second
    generic, women = roles.predicates.generic, roles.predicates.women
    skip_until = 0
    lowers, last = words.lowers, len(words.lowers) - 1
    for index in words.places(table):
        if index < skip_until:
            continue
        lower = lowers[index]
        following = table[lower]
        follows = lowers[index + 1] if index < last else ""
        for phrase, value in following[follows] if follows in following else following[""]:
            end = index + len(phrase)
            if len(phrase) > 1 and tuple(lowers[index:end]) != phrase:
                continue
            strength, _, role = value.partition(":")
            if strength == "institution" and len(lower) <= _ACRONYM and not words.texts[index][0].isupper():
                continue
            common = lower in generic or lower in women
            if strength == "institution" and common and not words.texts[end - 1][0].isupper():
                continue  # women in prison say so; the charity Women in Prison is another
            role_at[index] = (end, strength, role)
            covered.update(range(index, end))
            skip_until = end
            break
    for index in words.capitals:  # PM-BA, SIC-Geral: the branch of an institution known by its acronym
        head, hyphen, _ = words.texts[index].partition("-")
        if hyphen and head.isupper() and index not in covered:
            for phrase, value in table.get(head.lower(), {}).get("", ()):
                strength, _, role = value.partition(":")
                if len(phrase) == 1 and strength == "institution":
                    role_at[index] = (index + 1, strength, role)
                    covered.add(index)
    headline_end = doc._.headline_end if doc.has_extension("headline_end") else 0
    return Reading(words, speech, quotes_of(doc, speech.verbs), role_at, headline_end, frozenset(covered))
