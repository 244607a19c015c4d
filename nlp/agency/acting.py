"""Whether a woman in scope is the subject of a verb: named before or after it, or understood.

In: the ties of one article and a verb's place. Out: yes or no. Without a parser (tier 0) the subject is the nearest
person who is no object; a verb joined to another has that one's subject; a dropped subject is whoever was spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property

from lexicons.language_data import TieWords
from lexicons.small_words import small_words
from nlp.agency.places import HER, Verb
from nlp.extensions import Mention
from nlp.speech.sources import Attribution
from nlp.speech.titles import ORGANIZATION
from nlp.texts.grammar import is_title_case
from nlp.texts.words import Words
from nlp.women.custody.scope import Scan
from nlp.women.mentions.named import IMPACTED
from nlp.women.mentions.ties import Ties
from nlp.women.persons.names import is_name

# How many words may stand between a subject and its verb, before it and after it.
_SUBJECT_BEFORE = 10
_SUBJECT_AFTER = 4
# The same where the verb is joined to another: "she founded a group for widows and ... leads it".
_JOINED_BEFORE = 30
_LISTS = small_words("acting")
# English "her" is an object or a possessor.
_OBJECT_PRONOUNS = frozenset(_LISTS["object_pronouns"])
_RELATIVES = frozenset(_LISTS["relatives"])
_JOINERS = frozenset(_LISTS["joiners"])
# How many sentences back in a paragraph a mention still is the subject of a verb.
_SUBJECT_BACK = 3
# A speaker of whom the text tells nothing.
_UNKNOWN = "other"
# How far into the words for a speaker its head stands: "el colectivo", "the women's group".
_HEAD = 3
# How far before a gerund or infinitive the verb may stand whose subject it has.
_GOVERNED = 12
_NONFINITE = re.compile(r"(?:[aei]ndo(?:l[aeo]s?|se)?|[aei]r(?:l[aeo]s?|se)?|ing)$")
_WE = _LISTS["we"]
_FIRST = frozenset(_LISTS["first"])
# "Seven of them", "tres de ellas", "duas delas": of whom a part acts.
_THEM, _PART_OF, _OF_THEM = map(frozenset, (_LISTS["them"], _LISTS["part_of"], _LISTS["of_them"]))
# How far behind the comma after a name a noun still says who that is.
_APPOSED = 5
# Feminine plurals that are made of verbs or name what people do: las amotinadas, as grevistas, las manifestantes.
_DOERS = re.compile(r"(?:[ai]d|[ae]nt[ae]|ist[a]|or)[ae]?s$")


class Acting:
    """Answers, for one article, whether she is the subject of the verb at a place."""

    def __init__(
        self,
        ties: Ties,
        words: Words,
        scan: Scan,
        oblique: Collection[str],
        lists: TieWords,
        plain: Collection[str],
        verbs: Sequence[Verb] = (),
        attributions: Sequence[Attribution] = (),
    ) -> None:
        """``oblique``: words that make the person after them an object; ``plain``: articles and the like; ``verbs``:
        whose each verb is, by the walk over its sentence; ``attributions``: who speaks.
        """
        self._ties = ties
        self._words = words
        self._scan = scan
        self._oblique = frozenset(oblique) | lists.prepositions
        self._lists = lists
        self._plain = frozenset(plain)
        self._verb_at = {at: verb for verb in verbs for at in range(verb.group.start, verb.group.end)}
        self._has_verbs = bool(verbs)
        self._attributions = attributions

    def is_subject(self, start: int, end: int, *, drops_pronouns: bool) -> bool:
        """Is a woman in scope the subject of the verb at ``start``?

        Who speaks is known best, then whom the walk over the sentence found; where it knows no verb, the words near by.
        """
        known = self._speaks(start, end)
        if known is None:
            known = self._first_person(start)
        if known is not None:
            return known
        verb = self._verb_in(start, end)
        if verb is not None and verb.who == HER:
            before = self._ties.mentions_between(self._words.sentence(start)[0], verb.group.start)
            return not verb.group.passive and not (before and self._is_other(before[-1]))
        if verb is not None and verb.explicit:
            return False
        if verb is None and self._has_verbs and _NONFINITE.search(self._words.lowers[start]):
            governing = self._governing(start)
            if governing is not None and (governing.who == HER or governing.explicit):
                return governing.who == HER
        return self._near(start, end, drops_pronouns=drops_pronouns)

    def is_a_womans(self, start: int) -> bool:
        """Is the person named nearest before the verb a woman who does it: *la joven golpeó*, *four women who robbed*?

        Asked of deeds told as fact only: who is arrested and whose deed is told, is she, also where no mention says so.
        """
        first, _ = self._words.sentence(start)
        lowers = self._words.lowers
        women = self._ties.women_between(max(first, start - _SUBJECT_BEFORE), start)
        if not women or self._speaks(start, start + 1) is False:
            return False
        woman = women[-1]
        if lowers[woman.start - 1] in self._lists.possessives or lowers[woman.end - 1] in self._victims:
            return False
        if self._ties.men_between(woman.end, start):
            return False
        relatives = [at for at in range(woman.end, start) if lowers[at] in _RELATIVES]
        if relatives:  # "four women who, posing as maids, drugged": right behind her it is her own
            return relatives == [woman.end] or (relatives == [woman.end + 1] and lowers[woman.end] == ",")
        if not (self._scan.official | self._scan.says).isdisjoint(range(first, start)):
            return False  # "prosecutors say she poisoned him"
        return not woman.oblique and not self._ties.men_between(first, start)

    def is_others(self, start: int, end: int) -> bool:
        """Are these words, which ask for no subject, a verb whose subject is known to be another?"""
        if self._speaks(start, end) is False or self._first_person(start) is False or self._names_other(start, end):
            return True
        verb = self._verb_at.get(start)
        return verb is not None and verb.explicit and verb.who != HER and not verb.group.passive

    def _names_other(self, start: int, end: int) -> bool:
        """Does a noun stand beside the name of somebody else: *la activista Alex A.*, *Xiomara B., dirigente*?"""
        words, names = self._words, self._scan.names
        first, last = words.sentence(start)
        if start < self._ties.headline_end or not words.texts[end - 1][0].islower():
            return False
        after = end if end < last else -1
        # "Xiomara B., politóloga y fundadora de": the noun may be the second of what is said of her.
        comma = start - 1
        if words.lowers[comma] in _JOINERS:
            while comma > max(first, start - _APPOSED) and words.texts[comma][0].islower():
                comma -= 1
        before = comma - 1 if comma - 1 > first and words.texts[comma] == "," else -1
        return any(
            words.texts[at][0].isupper()
            and words.texts[at].isalpha()
            and not words.texts[at].isupper()
            and not is_name(words, at, names)
            and not self._ties.mentions_between(at, at + 1)
            for at in (after, before)
            if at >= 0
        )

    def _verb_in(self, start: int, end: int) -> Verb | None:
        return next((self._verb_at[at] for at in range(start, end) if at in self._verb_at), None)

    def _governing(self, start: int) -> Verb | None:
        """The verb before a gerund or infinitive in its sentence, whose subject it has: "marched, demanding ..."."""
        first = max(self._words.sentence(start)[0], start - _GOVERNED)
        return next((self._verb_at[at] for at in range(start - 1, first - 1, -1) if at in self._verb_at), None)

    def _speaks(self, start: int, end: int) -> bool | None:
        """Of attributing words: is it a group of theirs that speaks (yes), somebody known to be another (no)?"""
        item = next((each for each in self._attributions if each.cue_start < end and start < each.cue_end), None)
        if item is None or item.role == IMPACTED:
            return None
        if self._own_group(item):
            return True
        if item.role != _UNKNOWN:
            return False
        # A phrase for the speaker that does not name her; where there is none she may be understood.
        if item.speaker_start is None or item.speaker_end is None:
            return None
        return None if self._ties.mentions_between(item.speaker_start, item.speaker_end) else False

    def _own_group(self, item: Attribution) -> bool:
        """Is the speaker an organization of theirs?"""
        if item.speaker_start is None or item.role != ORGANIZATION:
            return False
        return bool(self._ties.mentions_between(item.speaker_start, item.speaker_start + _HEAD))

    def _first_person(self, start: int) -> bool | None:
        """Of *I* and *we*: does she speak? None where the verb is in another person, or nobody known speaks."""
        lowers = self._words.lowers
        if not (lowers[start].endswith(_WE) or (start and lowers[start - 1] in _FIRST) or lowers[start] in _FIRST):
            return None
        roles = {item.role for item in self._attributions for at, stop in item.content if at <= start < stop}
        if IMPACTED in roles:
            return True
        return None if not roles or _UNKNOWN in roles else False

    def _near(self, start: int, end: int, *, drops_pronouns: bool) -> bool:
        """Nearest before the verb, just after it, or understood."""
        first, last = self._words.sentence(start)
        verb = self._group_start(start, first)
        before = [mention for mention in self._ties.mentions_between(first, verb) if mention.end <= verb]
        if before and self._acts(before[-1], first, verb):
            return True
        if self._women_alone(verb, first):
            return bool(before) or self._goes_on(self._words.sentence_of[start], plural=True)
        if verb > first and self._words.lowers[verb - 1] in _JOINERS:
            return self._first_acts(first, verb) or (
                drops_pronouns and not before and self._drops(first, verb, end, last, plural=False)
            )
        if before or self._other_between(first, verb) or self._ties.men_between(first, verb):
            return False
        plural = verb > first and self._words.lowers[verb - 1] in self._lists.they
        following = self._ties.mentions_between(end, min(last, end + _SUBJECT_AFTER))
        if following and not plural and not self._is_oblique(following[0], first):
            return following[0].kind != "event" and not self._is_other(following[0])
        if not (drops_pronouns or plural):
            return False
        return self._drops(first, verb, end, last, plural=plural)

    def _drops(self, first: int, verb: int, end: int, last: int, *, plural: bool) -> bool:
        """Is she understood as the subject, since nobody else is named and the sentence goes on about her?"""
        if verb - first > _SUBJECT_AFTER:
            return False
        if verb == first and verb < self._ties.headline_end:
            return self._ties.lead_is_hers()  # "Mató a su marido y huyó": the story's opening says who
        if not plural:
            # Somebody else right after the verb, "Denuncia la fiscal", or before it, "Vecinos exigen".
            if any(index in self._scan.official for index in range(end, min(last, end + _SUBJECT_AFTER))):
                return False
            if not self._opens(first, verb):
                return False
        return self._goes_on(self._words.sentence_of[verb], plural=plural)

    def _group_start(self, start: int, first: int) -> int:
        """Where the verb's group begins: its auxiliaries, clitics and negations, *wanted to*, *quieren*."""
        while start > first and self._words.lowers[start - 1] in self._lists.chain:
            start -= 1
        return start

    def _women_alone(self, verb: int, first: int) -> bool:
        """Do words of grammar alone say that women act: *las cuatro, las que, las amotinadas, seven of them*?"""
        lowers = self._words.lowers
        if verb - 2 < first:
            return False
        part = verb - 2 if lowers[verb - 1] in _OF_THEM else verb - 3
        if lowers[verb - 1] in _OF_THEM or (lowers[verb - 1] in _THEM and lowers[verb - 2] in _PART_OF):
            return part >= first and lowers[part] in self._lists.numerals
        if lowers[verb - 2] not in self._lists.women_alone:
            return False
        word = lowers[verb - 1]
        if verb - 3 >= first and lowers[verb - 3] in self._oblique:
            return verb - 4 >= first and lowers[verb - 4] in self._lists.numerals
        if word in self._lists.numerals or word in _RELATIVES:
            return True
        doers = bool(self._lists.feminine) and word.endswith("s") and _DOERS.search(word) is not None
        return doers and not self._is_other_person(verb - 1, verb - 1) and word not in self._lists.not_doers

    def _first_acts(self, first: int, verb: int) -> bool:
        """Is she the first in the sentence who is no object? A joined verb has the subject of the one before."""
        if verb - first > _JOINED_BEFORE:
            return False
        hers = next(
            (each for each in self._ties.mentions_between(first, verb) if not self._is_oblique(each, first)), None
        )
        if hers is None or self._is_other(hers) or hers.kind == "event":
            return False
        return not self._ties.men_between(first, hers.start) and not self._other_between(first, hers.start)

    def _opens(self, first: int, verb: int) -> bool:
        """Do only adverbs and phrases with a preposition stand before the verb, whose subject is dropped?"""
        inside = False
        for index in range(first, verb):
            lower = self._words.lowers[index]
            if lower in self._oblique or lower in self._lists.place_before:
                inside = True
            elif lower in self._lists.openers or not lower[0].isalnum():
                inside = inside and lower[0].isalnum()
            elif not inside:
                return False
            elif lower in self._plain and self._words.lowers[index - 1] not in self._oblique:
                inside = self._words.lowers[index - 1] in self._lists.place_before
        return True

    def _goes_on(self, number: int, *, plural: bool) -> bool:
        """Is a woman in scope still the one spoken of where this sentence begins? Of "they" only others are rivals."""
        paragraph = self._words.paragraph_of[self._words.sentences[number][0]]
        for back in range(number - 1, max(-1, number - 1 - _SUBJECT_BACK), -1):
            begin, stop = self._words.sentences[back]
            # What opens the body goes on about the headline.
            if self._words.paragraph_of[begin] != paragraph and begin >= self._ties.headline_end:
                return False
            if self._ties.men_between(begin, stop):
                return False
            here = [each for each in self._ties.mentions_between(begin, stop) if not self._is_other(each)]
            if here:
                return True
            if not plural and self._leads(begin, stop):
                return False
        return False

    def _acts(self, mention: Mention, first: int, verb: int) -> bool:
        """Is this mention near the verb, not an object, and nobody else between them?"""
        # "el barrio donde ella vive, que se movilizó": a pronoun further back is not what "que" takes up.
        if mention.kind == "pronoun" and not _RELATIVES.isdisjoint(self._words.lowers[mention.end + 1 : verb]):
            return False
        return (
            verb - mention.end <= _SUBJECT_BEFORE
            and not self._is_oblique(mention, first)
            and not self._is_other(mention)
            and not self._ties.men_between(mention.end, verb)
            and not self._other_between(mention.end, verb)
        )

    def _is_other(self, mention: Mention) -> bool:
        """Is this woman another one: a victim told of before, a relative, or "she" after an official?"""
        words = self._words
        lower = words.lowers[mention.end - 1]
        if mention.kind == "pronoun":
            first, _ = words.sentence(mention.start)
            if any(each.kind != "pronoun" for each in self._ties.mentions_between(first, mention.start)):
                return False
            if self._leads(first, mention.start):
                return True
            number = words.sentence_of[mention.start] - 1
            if number < 0 or self._ties.mentions_between(*words.sentences[number]):
                return False
            return self._leads(*words.sentences[number])
        if mention.kind != "noun":
            return False
        return words.lowers[mention.start - 1] in self._lists.possessives or lower in self._victims

    @cached_property
    def _victims(self) -> frozenset[str]:
        """Nouns of women first named as somebody's object and never as arrested: "estafó a una anciana"."""
        subjects = {item.who for item in self._scan.evidence}
        first_seen: dict[str, bool] = {}
        hers: set[str] = set()
        for person in self._scan.people:
            if person.woman and person.kind in ("noun", "occupation"):
                noun = self._words.lowers[person.end - 1]
                before = self._words.lowers[max(0, person.start - 3) : person.start]
                first_seen.setdefault(noun, not self._lists.harming.isdisjoint(before))
                if person.start in subjects:
                    hers.add(noun)
        return frozenset(noun for noun, harmed in first_seen.items() if harmed) - hers

    def _leads(self, start: int, end: int) -> bool:
        """Is an official the one these words begin with?"""
        return any(self._is_other_person(index, start) for index in range(start, min(end, start + _SUBJECT_AFTER)))

    def _is_other_person(self, index: int, first: int) -> bool:
        """Is this an official, a lawyer or another who is not she, not an object ("a la jueza", "to a lawyer")?"""
        lowers = self._words.lowers
        if index not in self._scan.official and lowers[index] not in self._lists.others:
            return False
        if self._ties.mentions_between(index, index + 1):  # their own collective
            return False
        return self._oblique.isdisjoint(lowers[max(first, index - 2) : index])

    def _is_oblique(self, mention: Mention, first: int) -> bool:
        """Does a preposition stand before the mention ("la defensa de Sandra Á.", "entre las internas")?"""
        if self._words.lowers[mention.start] in _OBJECT_PRONOUNS:
            return True
        at = mention.start - 1
        if mention.kind == "pronoun":  # "in 2021 she": no preposition farther off is hers
            return at >= first and self._words.lowers[at] in self._oblique
        if self._is_partitive(mention, first):
            return False
        while at >= first and (
            self._words.texts[at][0].isupper()
            or self._words.lowers[at] in self._plain
            or self._words.lowers[at].isdigit()
        ):
            if self._words.lowers[at] in self._oblique and not self._words.texts[at][0].isupper():
                return True
            at -= 1
        return at >= first and self._words.lowers[at] in self._oblique

    def _is_partitive(self, mention: Mention, first: int) -> bool:
        """*una de las* internas, *one of the* women: the part is as much she as the whole."""
        lowers, at = self._words.lowers, mention.start - 1
        if at > first and lowers[at] in self._plain and lowers[at] not in self._lists.place_before:
            at -= 1
        return at > first and lowers[at] in self._lists.place_before and lowers[at - 1] in self._lists.numerals

    def _other_between(self, start: int, end: int) -> bool:
        """Does anybody else stand here: an official, a lawyer, or a name that is neither hers nor a place's?"""
        words = self._words
        in_title_case = start < end and is_title_case(words, start)
        place = False
        for index in range(start, end):
            if self._is_other_person(index, start):
                return True
            text = words.texts[index]
            if not text[0].isupper():
                lower = words.lowers[index]
                place = lower in self._lists.place_before or (place and lower in self._plain)
                continue
            following = words.texts[index + 1] if index + 1 < end else ""
            named = following[:1].isupper() and not is_name(words, index, self._scan.names)
            if named and not place and not in_title_case:
                return True
        return False
