"""Who a source is: the codebook's role, from titles, institutions and the text's own description.

In: a noun phrase of a read article. Out: a role, and the same number for every mention of the same speaker. A surname
alone, *el funcionario* or *she* lead back to the full mention and take its role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lexicons.speech_data import Roles
from nlp.speech.aliases import aliases_of
from nlp.speech.antecedents import number_of, subjects_before
from nlp.speech.descriptions import Descriptions
from nlp.speech.groups import group_of
from nlp.speech.hers import Hers
from nlp.speech.institutions import BODIES, COURT_OR_STATE, HOUSES, body_before, institution_before, is_body, of_prison
from nlp.speech.kinship import is_nun, of_victim
from nlp.speech.reading import NounPhrase, Reading
from nlp.speech.speakers import Person, Stands, agrees, introduced, is_several, pointed_at, the_woman
from nlp.speech.titles import DOCUMENT, FAMILY, IMPACTED, OFFICES, ORGANIZATION, OTHER, Told, role_in
from nlp.speech.verbs import phrase_at
from nlp.texts.words import strip_accents

# A post of one role may be another's: a commissioner beside the police, a president of the charity just named.
_POSTS_OF = {
    "government": frozenset({ORGANIZATION, "police_military", "prison_authority"}),
    "police_military": frozenset({"expert", "prosecutor"}),
    "expert": frozenset({"police_military", "prosecutor"}),
}
_PRESIDES = ("president", "vicepresident", "vice president", "vice-president")
# Who has no office, and so may be anybody.
_ANYBODY = frozenset({OTHER, IMPACTED, FAMILY, DOCUMENT})
# Who was named as speaking in the sentence before is *she* in this one.
_NEXT_SENTENCE = 1
# Where news brings somebody in without a name: a judge told ...
_LEAD_SENTENCES = 2


@dataclass(slots=True)
class Cast:
    """The speakers of one article, in order of appearance. ``resolve`` finds or adds one."""

    reading: Reading
    roles: Roles
    targets: Sequence[tuple[int, int, str]] = ()
    people: list[Person] = field(default_factory=list)
    last: Person | None = None
    _last_at: int = 0
    _told: Descriptions = field(init=False)
    _hers: Hers = field(init=False)
    _by_start: dict[int, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the targets out by token."""
        covered = {index for first, last, *_ in self.targets for index in range(first, last)}
        self._told = Descriptions(self.reading, self.roles, covered)
        self._hers = Hers(self.reading, self.roles, self.targets, self._told)

    def resolve(
        self, phrase: NounPhrase | None, at: int = 0, *, said: Sequence[tuple[int, int]] = (), quoted: bool = False
    ) -> Person | None:
        """The speaker that a phrase names at token ``at``; the last speaker when a verb stands without a subject.

        ``said`` is what is said, ``quoted`` whether in quotation marks: *mi hija* and *we demand* tell who speaks.
        """
        person = self._resolved(phrase, at, quoted=quoted)
        if person is not None:
            self._read_words(person, said)
            if at not in self.reading.quote_at:  # whom a source speaks of is not who speaks next
                self.last, self._last_at = person, at
        return person

    def _resolved(self, phrase: NounPhrase | None, at: int, *, quoted: bool) -> Person | None:
        if phrase is None:
            number = number_of(self.reading, at)
            person = self._meant(at, number, human=quoted)
            if (
                person is None
                and number
                and self.last is not None
                and self.last.human
                and self.last.gender in ("f", "m")
            ):
                person = self._someone(number)  # several, and only one has spoken
            person = person or self.last or self._someone("")
        elif (whole := group_of(self.reading, phrase)) is not None:
            person = self._add(whole, (), "", "")
        elif phrase.pronoun == "n":
            person = next((each for each in self._recent() if not each.human), None)
        elif phrase.pronoun:
            person = self._of_pronoun(phrase, at)
        else:
            person = self._of_noun(phrase)
        return person

    def _read_words(self, person: Person, said: Sequence[tuple[int, int]]) -> None:
        """What somebody of no known role says in the first person: of my daughter, she is family; a letter is hers."""
        if not self.targets or person.role not in (OTHER, DOCUMENT):
            return
        lowers, predicates = self.reading.words.lowers, self.roles.predicates
        if person.role == DOCUMENT:
            if person.heads & predicates.letters and any(
                lower in predicates.first_person for start, end in said for lower in lowers[start:end]
            ):
                person.role = IMPACTED
            return
        table = self.roles.own_kin
        if not person.heads and any(phrase_at(table, lowers, index) for part in said for index in range(*part)):
            person.role = FAMILY

    def _meant(self, at: int, gender: str, *, human: bool = False) -> Person | None:
        """Whom a verb without a subject, or a pronoun, means: the last speaker or the subject of a sentence since."""
        fits = (person for person in self._candidates(at) if agrees(person, gender))
        return next((person for person in fits if person.human or not human), None)

    def _candidates(self, at: int) -> Iterator[Person]:
        """The last speaker and the subjects of the sentences before, the nearest first."""
        for phrase in subjects_before(self.reading, at, max(self._last_at, 0) if self.last else -1):
            if self._is_person(phrase):
                yield self._of_noun(phrase, mentioned=True)
        yield from (person for person in self._recent() if person.spoke)

    def _is_person(self, phrase: NounPhrase) -> bool:
        """Does a sentence's subject name somebody who can speak?"""
        told = role_in(self.reading, phrase.start, phrase.end)
        if told.strength == "institution" or told.role == DOCUMENT:
            return False
        names = phrase.names(self.reading)
        if told.strength:
            return True
        known = any(self.reading.sex_of(name) for name in names)
        whole = self._told.full_names(names)
        return known or len(whole) > 1 or self._told.on_target(phrase.start, phrase.end)

    def _someone(self, gender: str) -> Person | None:
        """Nobody fits: in an article about her, a woman who speaks and has no office is she."""
        if gender in ("m", "n") or (gender == "" and not self.targets):
            return None
        return self._add(IMPACTED, (), "", gender)

    def _of_pronoun(self, phrase: NounPhrase, at: int) -> Person:
        impacted = phrase.pronoun != "m" and self._told.on_target(phrase.start, phrase.end)
        if not phrase.definite(self.reading):  # otras dicen, some say: others of the same kind
            alike = self.last is not None and self.last.role == IMPACTED
            woman = impacted or alike or phrase.pronoun == "f"
            return self._add(IMPACTED if woman else OTHER, (), "", phrase.pronoun)
        person = self._meant(at, phrase.pronoun)
        # Segundo ela, after a lawyer spoke, is the lawyer, whoever else the article calls *ela*.
        certain = self._goes_on_speaking(person, phrase)
        if person is not None and (certain or not (impacted and person.role != IMPACTED)):
            return person
        known = next((each for each in self._recent() if each.role == IMPACTED), None) if impacted else None
        if known is not None:
            return known
        women = phrase.pronoun == "f" or (self.roles.language != "en" and self._are_women(phrase))
        return self._add(IMPACTED if impacted or women else OTHER, (), "", phrase.pronoun)

    def _goes_on_speaking(self, person: Person | None, phrase: NounPhrase) -> bool:
        """*According to her*, or *she added* in the sentence after she was named: the last speaker for certain."""
        if person is None:
            return False
        if person.gender and self.reading.attributed(phrase.start):
            return True
        if person is not self.last:  # Ana Ruiz, deputada, insistiu nisso. Para ela, ...
            office = bool(person.names) and person.gender == phrase.pronoun and person.role not in _ANYBODY
            return office and (self.reading.attributed(phrase.start) or self._opened_last(person, phrase.start))
        places = self.reading.words.sentence_of
        near = 0 <= places[phrase.start] - places[self._last_at] <= _NEXT_SENTENCE
        return near and bool(person.names) and (person.gender == phrase.pronoun or not person.gender)

    def _opened_last(self, person: Person, at: int) -> bool:
        """Dr Mary Field is harsher. "...," she says: was the person the subject of the sentence before?"""
        places = self.reading.words.sentence_of
        starts = [start for start, each in self._by_start.items() if each is person]
        return any(0 < places[at] - places[start] <= _NEXT_SENTENCE for start in starts)

    def _are_women(self, phrase: NounPhrase) -> bool:
        """Ellas, algumas, las cuatro: several in the feminine."""
        lowers = self.reading.words.lowers
        return lowers[phrase.start].endswith("as") or (phrase.start > 0 and lowers[phrase.start - 1] in ("las", "as"))

    def _recent(self) -> list[Person]:
        """The speakers, the last one to speak first."""
        others = [person for person in reversed(self.people) if person is not self.last]
        return [self.last, *others] if self.last else others

    def _of_noun(self, phrase: NounPhrase, *, mentioned: bool = False) -> Person:
        if phrase.start in self._by_start:  # the same words twice: una vecina, que vio todo, dijo ... y pidió
            self._by_start[phrase.start].spoke |= not mentioned
            return self._by_start[phrase.start]
        person = self._by_start[phrase.start] = self._named(phrase, mentioned=mentioned)
        return person

    def _named(self, phrase: NounPhrase, *, mentioned: bool) -> Person:
        reading = self.reading
        own = phrase.names(reading)
        given = self._told.full_names(self._told.best_names(own, phrase.end))
        names = tuple(strip_accents(name) for name in given)
        told = role_in(reading, phrase.start, phrase.end)
        gender = self._gender(phrase, names)
        aliases = aliases_of(reading, phrase) if told.strength == "institution" or not told.strength else set()
        known = self._called(aliases) if aliases else None
        known = known or (self._known(names, told) if names else self._pointed_at(phrase, told, gender))
        known = known or (introduced(self._recent(), told, gender) if own else None)
        known = known or self._named_after_lead(phrase, own, told, gender)
        if known is not None:
            known.aliases |= aliases if not known.human else set()
            if told.settles and known.role in (OTHER, "") and told.role:
                known.role = told.role
            if len(names) > len(known.names):
                known.names = names
            if names:  # "el secretario" alone says less than what is known
                known.heads.add(told.head)
            known.gender = known.gender or gender
            known.spoke = known.spoke or not mentioned
            return known
        role = self._role_of(phrase, told, own, given, gender)
        if (
            role == IMPACTED
            and not names
            and phrase.definite(reading)
            and (she := self._she(gender) or self._they(gender))
        ):
            she.spoke = she.spoke or not mentioned
            return she
        human = told.strength != "institution" and role != DOCUMENT
        if role == OTHER and told.role == FAMILY:
            told = Told()
        if not names and told.strength == "title" and human and phrase.definite(reading):
            names = tuple(strip_accents(name) for name in self._told.name_of_title(told, phrase.start))
        person = self._add(role or OTHER, names, told.head, gender, human, spoke=not mentioned)
        person.aliases = set() if human else aliases
        person.lead = not phrase.definite(reading) and self._opens_article(phrase.start)
        if names and human and (head := self._told.apposed_head(phrase.end)):
            person.heads.add(head)
        return person

    def _role_of(self, phrase: NounPhrase, told: Told, own: list[str], given: Sequence[str], gender: str) -> str | None:
        """The role of somebody who is spoken of for the first time; None where the words tell none.

        ``own``: the names in the phrase; ``given``: the full name that the article gives for them.
        """
        reading = self.reading
        role = told.role if told.settles else self._told.described(phrase, own, told.role, given)
        if own and told.settles and self._hers.holds_office(phrase, told, own, gender):
            role = IMPACTED  # Bishop Wanjiru, of whom the article tells an arrest
        if (duty := self._told.duty(phrase)) is not None:
            role = duty
        elif told.role == FAMILY and is_nun(reading, self.roles, told):
            role = ORGANIZATION
        elif told.role == FAMILY and self.targets and of_victim(reading, self.roles, phrase):
            role = OTHER
        elif told.head == "governor" and not own and of_prison(reading, told.index):
            role = "prison_authority"
        elif is_body(reading, phrase, told) and role in (None, OTHER, IMPACTED):
            role = ORGANIZATION
        elif told.strength == "post" and role in (None, OTHER, told.role):
            role = self._of_institution(phrase, told) or role
        elif told.role == "police_military" and self._told.apposed_of(phrase) == "prison_authority":
            role = "prison_authority"  # coronel Ruiz, director del penal
        elif not own and self._hers.is_noun(phrase, told, gender):
            role = IMPACTED
        elif own and not told.strength and role is None and self._told.shares_surname(phrase):
            role = FAMILY
        elif own and not told.strength and role is None and (post := self._told.apposed_post(phrase.end)).strength:
            role = self._of_institution(phrase, post)
        if role is None and own and own[-1] in self.roles.predicates.media:
            role = OTHER  # the Moscow Times
        elif self._hers.is_target(phrase, told, role, gender) or self._hers.is_woman(phrase, told, role, gender, own):
            role = IMPACTED
        return role

    def _named_after_lead(self, phrase: NounPhrase, own: list[str], told: Told, gender: str) -> Person | None:
        """The chief inspector said in the lead; then *Nick Hardwick said*, with no title, is he."""
        last = self.last
        if last is None or last.names or not last.human or last.role not in OFFICES or told.strength or len(own) < 2:
            return None
        places = self.reading.words.sentence_of
        near = 0 < places[phrase.start] - places[self._last_at] <= _LEAD_SENTENCES
        if not near or not self._opens_article(self._last_at) or last.gender not in ("", gender):
            return None
        other = self._told.on_target(phrase.start, phrase.end) or self._told.apposed(phrase.end) is not None
        return None if other or self._told.described(phrase, own, None) is not None else last

    def _called(self, aliases: set[str]) -> Person | None:
        """The institution that goes by one of these acronyms."""
        return next((each for each in self._recent() if not each.human and each.aliases & aliases), None)

    def _opens_article(self, at: int) -> bool:
        """Does the token stand in the headline or the first sentences below it?"""
        places = self.reading.words.sentence_of
        return places[at] - places[min(self.reading.headline_end, len(places) - 1)] <= _LEAD_SENTENCES

    def _she(self, gender: str) -> Person | None:
        """The woman who was cited before and is now *a jovem*; nobody in English, whose nouns do not tell."""
        return the_woman(self._recent(), gender) if self.roles.language != "en" else None

    def _they(self, gender: str) -> Person | None:
        """The women who were cited before as a group and are now *las reclusas*, *the inmates*."""
        if gender != "p":
            return None
        return next((each for each in self._recent() if each.role == IMPACTED and each.gender == "p"), None)

    def _gender(self, phrase: NounPhrase, names: tuple[str, ...]) -> str:
        """f, m, p or empty: by the determiner, a first name, or a noun of one sex (her mother, Mrs)."""
        reading, predicates = self.reading, self.roles.predicates
        told = phrase.gender(reading)
        if told:
            return told
        if is_several(reading, phrase, role_in(reading, phrase.start, phrase.end)):
            return "p"
        for index in range(phrase.start, phrase.end):
            lower = reading.words.lowers[index]
            sex = reading.sex_of(lower) if reading.is_name(index) else ""
            if sex:
                return sex
            if reading.in_role(index) or not reading.is_name(index):
                if lower in predicates.plural:
                    return "p"
                if lower in predicates.female and index + 1 == phrase.end:
                    return "f"
                if lower in predicates.male and index + 1 == phrase.end:
                    return "m"
        return reading.sex_of(names[0]) if len(names) > 1 else ""

    def _known(self, names: tuple[str, ...], told: Told) -> Person | None:
        """The speaker of that name: all of it, part of it, or the surname shared (Miguel Mancera, Mancera Espinosa)."""
        wanted = set(names)
        for person in self._recent():
            held = set(person.names)
            if told.settles and (told.role == DOCUMENT) != (person.role == DOCUMENT):
                continue  # a report is not who wrote it
            if held and (wanted <= held or held <= wanted or names[0] in person.names[1:]):
                return person
        return None

    def _pointed_at(self, phrase: NounPhrase, told: Told, gender: str) -> Person | None:
        """The speaker that a phrase without a name points back to."""
        if not told.head or not phrase.definite(self.reading):
            return None
        predicates = self.roles.predicates
        stands = Stands(predicates.officials, predicates.professionals, predicates.bodies, predicates.any_office)
        bodied = any(  # o comandante do batalhão is not the inspector named before
            index > told.index and self.reading.role_at[index][1] == "institution"
            for index in range(phrase.start, phrase.end)
            if index in self.reading.role_at
        )
        person = pointed_at(self._recent(), told, gender, stands, bodied=bodied)
        if person is None and told.head in predicates.bodies and (body := body_before(self.reading, phrase.start)):
            return self._of_noun(body, mentioned=True)
        return person

    def _of_institution(self, phrase: NounPhrase, told: Told) -> str | None:
        """The director, a spokesman: of the institution named before in the paragraph or the one above, else cited."""
        bodies = self.roles.predicates.bodies & set(self.reading.words.lowers[phrase.start : phrase.end])
        if bodies and told.role != ORGANIZATION:
            return institution_before(self.reading, phrase.start, BODIES)  # el presidente del organismo
        if told.head.startswith(self.roles.predicates.of_court):
            return institution_before(self.reading, phrase.start, COURT_OR_STATE)
        if told.role == ORGANIZATION:  # a coordenadora alone is of whatever body was named last
            last = self.reading.words.lowers[phrase.end - 1]
            bare = phrase.end == told.index + 1 or last in self.roles.predicates.bodies  # a coordenadora do local
            return institution_before(self.reading, phrase.start, BODIES | HOUSES) if bare else None
        if told.role in _POSTS_OF:
            fixed = told.role == "government" and not told.head.startswith(self.roles.predicates.of_any_body)
            wanted = _POSTS_OF[told.role]
            if told.head.startswith(_PRESIDES):  # a prison has a director
                wanted = wanted - {"prison_authority"}
            return None if fixed else institution_before(self.reading, phrase.start, wanted, one=True)
        if told.role != OTHER:
            return None
        directs = told.head.startswith(self.roles.predicates.directors)
        return institution_before(self.reading, phrase.start, HOUSES if directs else BODIES) or next(
            (each.role for each in self._recent() if not each.human and each.role not in (DOCUMENT, OTHER)), None
        )

    def _add(
        self, role: str, names: tuple[str, ...], head: str, gender: str, human: bool = True, *, spoke: bool = True
    ) -> Person:
        person = Person(len(self.people), role, names, {head} if head else set(), gender, human, spoke)
        self.people.append(person)
        return person
