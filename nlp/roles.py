"""Who a source is: the codebook's role, from titles, institutions and the text's own description.

In: a noun phrase of a read article. Out: a role, and the same number for every mention of the same speaker. A surname
alone, *el funcionario* or *she* lead back to the full mention and take its role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lexicons.speech_data import Roles
from nlp.speakers import NounPhrase, Reading

OTHER = "other"
IMPACTED = "directly_impacted"
# Roles that a name or noun takes only when nothing says more; a woman in scope may be any of these in the text's words.
_GIVES_WAY = frozenset({None, OTHER, "family"})
# How far after a name the words may stand that say she was deprived of liberty.
_PREDICATE_REACH = 9
# Offices that one leaves: a former mayor speaks for no government.
_OFFICES = frozenset({"government", "judge", "prosecutor", "police_military", "prison_authority"})
_APPOSITION_REACH = 12


@dataclass(slots=True)
class Person:
    """One speaker of an article."""

    number: int
    role: str | None
    names: frozenset[str]
    heads: frozenset[str]
    gender: str  # f, m, p (several) or empty
    human: bool  # a person or people, not an institution or a document: what a pronoun may stand for


@dataclass(slots=True)
class Cast:
    """The speakers of one article, in order of appearance. ``resolve`` finds or adds one."""

    reading: Reading
    roles: Roles
    targets: Sequence[tuple[int, int, str]] = ()
    people: list[Person] = field(default_factory=list)
    last: Person | None = None
    _by_name: dict[str, str | None] = field(default_factory=dict)

    def resolve(self, phrase: NounPhrase | None) -> Person | None:
        """The speaker that a phrase names; the last speaker when a verb stands without a subject."""
        if phrase is None:
            return self.last
        if phrase.pronoun:
            person = self._of_pronoun(phrase)
        else:
            person = self._of_noun(phrase)
        self.last = person
        return person

    def _of_pronoun(self, phrase: NounPhrase) -> Person:
        if self._on_target(phrase.start, phrase.end) and phrase.pronoun != "m":
            known = next((p for p in self._recent() if p.role == IMPACTED), None)
            return known or self._add(IMPACTED, frozenset(), frozenset(), phrase.pronoun)
        for person in self._recent():
            if person.human and (person.gender in ("", phrase.pronoun)):
                return person
        return self._add(OTHER, frozenset(), frozenset(), phrase.pronoun)

    def _recent(self) -> list[Person]:
        """The speakers, the last one to speak first."""
        others = [person for person in reversed(self.people) if person is not self.last]
        return [self.last, *others] if self.last else others

    def _of_noun(self, phrase: NounPhrase) -> Person:
        reading = self.reading
        names = frozenset(phrase.names(reading) or self._apposed_names(phrase.end))
        role, strength, head = role_in(reading, phrase.start, phrase.end)
        heads = frozenset({head} if head else ())
        gender = phrase.gender(reading)
        if names:
            for person in reversed(self.people):
                if person.names and (names <= person.names or person.names <= names):
                    if person.role in _GIVES_WAY and strength in ("title", "institution"):
                        person.role = role
                    person.names |= names
                    person.heads |= heads
                    return person
        if strength not in ("title", "institution"):
            role = self._described(phrase, names, role)
        if role in _GIVES_WAY and self._on_target(phrase.start, phrase.end):
            role = IMPACTED
        if not names and head and phrase.definite(reading):
            for person in self._recent():
                if any(_same_head(head, known) for known in person.heads):
                    return person
        human = strength != "institution" and role != "document"
        return self._add(role or OTHER, names, heads, gender, human)

    def _apposed_names(self, start: int) -> list[str]:
        """The name that an apposition gives: la directora del penal, Ana Ruiz."""
        reading = self.reading
        end = self._apposition_end(start)
        if end <= start + 1 or not reading.is_name(start + 1) or reading.in_role(start + 1):
            return []
        stop = start + 1
        while stop < end and (reading.is_name(stop) or reading.words.lowers[stop] in reading.speech.words.of):
            stop += 1
        return NounPhrase(start + 1, stop).names(reading)

    def _described(self, phrase: NounPhrase, names: frozenset[str], role: str | None) -> str | None:
        """The role of a phrase whose own words settle none: its apposition, then what the article says of the name."""
        told, strength, _ = role_in(self.reading, phrase.end, self._apposition_end(phrase.end))
        if told not in _GIVES_WAY and strength in ("title", "institution", "post"):
            return told
        if self._in_custody(phrase.end):
            return IMPACTED
        if role in (None, OTHER) and names:
            surname = phrase.names(self.reading)[-1]
            if surname not in self._by_name:
                self._by_name[surname] = self._search(surname)
            return self._by_name[surname] or role or told
        return role or told

    def _search(self, surname: str) -> str | None:
        """What the article says of a name elsewhere: beside a title, in an apposition, before a predicate of custody."""
        reading = self.reading
        custody = False
        found: str | None = None
        for index in reading.positions(surname):
            phrase = reading.phrase_around(index)
            role, strength, _ = role_in(reading, phrase.start, phrase.end)
            if strength is None and phrase.start and reading.words.texts[phrase.start - 1] == ",":
                titled = reading.phrase_before(phrase.start - 1, reading.words.sentence(index)[0])
                if titled is not None and not titled.names(reading):
                    role, strength, _ = role_in(reading, titled.start, titled.end)
            if strength in ("title", "institution") and role not in _GIVES_WAY:
                return role
            told, _, _ = role_in(reading, phrase.end, self._apposition_end(phrase.end))
            found = found or (told if told not in _GIVES_WAY else None) or (role if role not in _GIVES_WAY else None)
            custody = custody or self._on_target(phrase.start, phrase.end) or self._in_custody(phrase.end)
        return found or (IMPACTED if custody else None)

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

    def _in_custody(self, start: int) -> bool:
        """Do the words after a name say that she was deprived of liberty?"""
        words = self.reading.words
        if start >= len(words.texts):
            return False
        first, end = words.sentence(start)
        table = self.roles.custody
        for index in range(start, min(end, start + _PREDICATE_REACH)):
            for phrase, _ in table.get(words.lowers[index], ()):
                if tuple(words.lowers[index : index + len(phrase)]) == phrase:
                    return self._about_woman(first, end)
        return False

    def _about_woman(self, start: int, end: int) -> bool:
        """English predicates have no gender: a sentence that speaks of him and not of her is about a man."""
        if self.roles.language != "en":
            return True
        lowers = self.reading.words.lowers[start:end]
        return not any(word in self.roles.male for word in lowers) or any(word in self.roles.female for word in lowers)

    def _on_target(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last, *_ in self.targets)

    def _add(self, role: str, names: frozenset[str], heads: frozenset[str], gender: str, human: bool = True) -> Person:
        person = Person(len(self.people), role, names, heads, gender, human)
        self.people.append(person)
        return person


def _same_head(one: str, other: str) -> bool:
    """*el secretario* may be the *secretario general* of before, never another kind of secretary."""
    return one == other or one.startswith(other + " ") or other.startswith(one + " ")


def role_in(reading: Reading, start: int, end: int) -> tuple[str | None, str | None, str | None]:
    """(role, strength, head word) of the words from ``start`` to ``end``; three times None when they tell nothing.

    The first title or institution settles it; a post before an institution takes the institution's role.
    """
    role: str | None = None
    strength: str | None = None
    head: str | None = None
    former = reading.speech.words.former
    index = start
    while index < end:
        entry = reading.role_at.get(index)
        if entry is None:
            index += 1
            continue
        stop, told_strength, told = entry
        if told_strength == "title" and told in _OFFICES and reading.words.lowers[index - 1] in former:
            told, told_strength = OTHER, "post"
        if strength is None:
            role, strength, head = told, told_strength, " ".join(reading.words.lowers[index:stop])
            if told_strength != "post":
                return role, strength, head
        elif told_strength != "post" and told != "document":
            return told, told_strength, head
        elif role == OTHER and told_strength == "post" and told != OTHER:
            role = told
        index = stop
    return role, strength, head
