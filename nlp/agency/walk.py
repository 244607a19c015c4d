"""One sentence from left to right: who the subject of each of its verbs is, and on whom they act.

In: ``Words``, who stands where (``Places``) and whom the text spoke of last. Out: ``Verb`` after ``Verb``, and whom the
next sentence goes on about. The subject of a verb is the last one named without a preposition, the one a relative
pronoun takes up, the last verb's after *and*, and in Spanish and Portuguese whoever was spoken of before, where the
verb's number fits; at tier 1 whom the parse names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from lexicons.small_words import small_words
from nlp.agency.parse import Parse
from nlp.agency.places import (
    DETERMINER,
    HER,
    JOINING,
    OTHER,
    PLURAL_PRONOUNS,
    PRONOUN,
    SEPARATOR,
    SOMEBODY,
    SUBORDINATOR,
    THING,
    VERB,
    Language,
    Places,
    Verb,
    name_end,
)
from nlp.agency.sentence import PHRASE, Sentence
from nlp.agency.verbs import VerbGroup
from nlp.extensions import Mention
from nlp.texts.words import Words

# How far after its verb a subject may stand ("declaró ayer la detenida"), and an object.
_SUBJECT_AFTER = 4
_OBJECT_AFTER = 5
_LISTS = small_words("agency_walk")
_POSSESSIVES = frozenset(_LISTS["possessives"])
# What she says of herself as an object: "me sacaron".
_MINE = frozenset(_LISTS["mine"])


class Walk:
    """One sentence. ``topic``: whom the sentence before went on about."""

    def __init__(
        self,
        language: Language,
        words: Words,
        places: Places,
        bounds: tuple[int, int],
        topic: tuple[int, int],
        parsed: Parse | None,
        near: bool,
    ) -> None:
        self._parsed, self._near = parsed, near
        self._language, self._words, self._places = language, words, places
        self._lists = language.lists
        self._sentence = Sentence(language, words, bounds, parsed)
        self._first, self._last = bounds
        self.topic, self.topic_number = topic
        self._verbs: list[Verb] = []
        # Who stands before the next verb of this clause, and in which number (0: the words do not tell).
        self._before, self._number, self._before_end = 0, 0, -1
        # Whom a verb without a subject takes up, and whom the clause around a relative clause speaks of.
        self._understood, self._understood_number = topic
        self._outer: tuple[int, int] | None = None
        self._verb_seen = False
        self._oblique_until = -1
        self._quoted = False
        # The number in which she was last named as a subject here.
        self._named = 0

    def run(self, busy: Sequence[int]) -> list[Verb]:
        """The verbs in order; afterwards ``topic`` is whom the next sentence goes on about. ``busy``: the tokens of the
        article that do something to a walk.
        """
        mentions, others, reached = self._places.mentions, self._places.others, self._first
        roles, lowers = self._language.roles, self._words.lowers
        for index in busy[bisect_left(busy, self._first) : bisect_left(busy, self._last)]:
            if index < reached:
                continue
            if index in mentions:
                reached = self._her(mentions[index])
            elif index in others:
                self._other(index, person=True)
            else:
                reached = self._step(index, roles[lowers[index]])
        self._settle_topic()
        return self._verbs

    def _step(self, index: int, role: int) -> int:
        lower = self._words.lowers[index]
        if role == PRONOUN:
            if (lower in self._lists.i and index in self._places.hers) or (
                lower in self._lists.she and self._she_is_meant(lower)
            ):
                return self._her(Mention(index, index + 1, "pronoun"))
        elif role == SEPARATOR:
            self._separator(lower)
        elif role == SUBORDINATOR:
            if lower in self._lists.relatives and self._is_relative(index):
                self._relative(index)
            elif lower in self._lists.subordinators:
                self._new_clause(inherit=self._before or self._last_subject())
        elif role == JOINING:
            self._join()
        elif role == SOMEBODY:
            self._other(index, person=True)
        elif role == DETERMINER:
            self._phrase(index)
        else:
            group = self._verb_at(index) if role == VERB or self._parsed is not None else None
            if group is not None:
                self._verb(group)
                return group.end
            if self._words.texts[index][0].isupper() and self._sentence.is_name(index):
                self._other(index, person=True)
        return index + 1

    def _she_is_meant(self, lower: str) -> bool:
        """*They* are these women only where the text speaks of several, and not in what one of them says."""
        return lower not in PLURAL_PRONOUNS or (self.topic == HER and self.topic_number != 1 and not self._quoted)

    # ---- whoever is named

    def _her(self, mention: Mention) -> int:
        words, start = self._words, mention.start
        mention = mention._replace(end=name_end(words, mention.end, self._last))
        lower = words.lowers[start]
        if lower in _POSSESSIVES and not self._language.drops:
            self._english_her(start)
            return mention.end
        mark = self._sentence.preposition_before(start, 1 if mention.kind == "pronoun" else PHRASE)
        goes_on = start == self._before_end or start == self._oblique_until
        number = self._language.number_of(words, mention)
        verb = self._verbs[-1] if self._verb_seen and self._verbs else None
        if mark and not (goes_on and start != self._oblique_until):
            self._oblique_until = mention.end
            near = verb is not None and start - verb.group.end <= _OBJECT_AFTER
            if verb is not None and near and mark in self._lists.object_marks and not verb.group.passive:
                verb.object_is_her = verb.object_is_her or verb.who != HER
            if not self.topic:
                self.topic, self.topic_number = HER, number
            return mention.end
        if start == self._oblique_until:
            self._oblique_until = mention.end
            return mention.end
        if verb is not None and start - verb.group.end <= _OBJECT_AFTER:
            if self._language.drops and not verb.explicit and _agrees(verb.group.number, number):
                verb.who, verb.explicit, verb.how = HER, True, "subject after the verb"
            elif verb.who != HER and mention.kind != "pronoun":
                verb.object_is_her = True
        if not (self._before == OTHER and self._after_comma(start)):
            self._before, self._number = HER, number if not goes_on else self._number
            self._named = number or self._named
            self._before_end = mention.end
        return mention.end

    def _english_her(self, start: int) -> None:
        """``Her`` before a noun makes it another's ("her aunt said"); else she is the object ("arrested her")."""
        if self._sentence.is_possessive(start):
            self._phrase(start)
        elif self._verbs and self._verbs[-1].who != HER and start - self._verbs[-1].group.end <= 1:
            self._verbs[-1].object_is_her = True

    def _other(self, index: int, *, person: bool, number: int = 0) -> None:
        if self._sentence.preposition_before(index):
            return
        verb = self._verbs[-1] if self._verb_seen and self._verbs else None
        plural = 2 if self._words.lowers[index].endswith("s") else 1
        if verb is not None:
            # "Declaró la fiscal": a person right after a verb that nobody stands before is its subject.
            near = index - verb.group.end < _SUBJECT_AFTER and _agrees(verb.group.number, plural)
            if person and self._language.drops and not verb.explicit and near:
                verb.who, verb.explicit, verb.how = OTHER, True, ""
                verb.object_is_her = verb.object_is_her or self._clitic_before(verb.group.start)
            return
        if self._before == HER and (self._after_comma(index) or index - self._before_end <= 1):
            return  # in apposition to her
        number = number or (plural if person and self._language.drops else 0)
        self._before, self._number, self._before_end = OTHER if person else THING, number, index + 1

    def _phrase(self, index: int) -> None:
        """A noun phrase that is nobody's name: a subject where it stands before the verb, unless it tells a time."""
        before = self._sentence.form_before(index)
        if self._verb_seen or (before is not None and before.form.mood in ("infinitive", "gerund")):
            return  # "al recuperar la libertad": an object
        hers = next(filter(self._places.mentions.__contains__, range(index + 1, index + 4)), 0)
        if (hers and not self._sentence.is_of(index, hers)) or not self._sentence.is_noun_phrase(index):
            return
        plural = self._sentence.lower_at(index + 1).endswith("s")
        self._other(index, person=False, number=0 if not self._language.drops else 2 if plural else 1)

    # ---- verbs

    def _verb_at(self, index: int) -> VerbGroup | None:
        before = self._sentence.lower_at(index - 1)
        small = before in self._lists.adverbs or before in self._lists.relatives
        close = self._before_end == index and self._before == HER
        joined = before in self._lists.joining and bool(self._verbs)
        follows = self._before_end == index or small or joined or bool(self._before)
        group = self._sentence.verb_at(index, subject_before=follows, close=close)
        first = group is not None and group.person == 1
        return None if first and not (index in self._places.hers and self._language.can_be_first(before)) else group

    def _verb(self, group: VerbGroup) -> None:
        speaker, event = 0, False
        for at in range(group.start, group.end):
            speaker = speaker or self._places.speaks.get(at, 0)
            event = event or at in self._places.events
        who, explicit, how = self._subject(group, speaker)
        acted_upon = (event or self._clitic_before(group.start)) and who != HER and not group.passive
        if self._parsed is not None and who != HER:
            objects = self._parsed.objects_of(group.start, group.end)
            acted_upon = acted_upon or not self._places.covered.isdisjoint(objects)
        acted_upon = acted_upon or (who != HER and not explicit and self._befalls_her(group, event))
        self._verbs.append(Verb(group, who, explicit, acted_upon, how))
        self._verb_seen = True
        self._understood, self._understood_number = who or self._understood, self._number or self._understood_number
        if self._outer is not None:
            self._before, self._number = self._outer
            self._before_end, self._outer, self._verb_seen = group.end, None, False
            self._understood = self._before or self._understood
        else:
            self._before = 0

    def _subject(self, group: VerbGroup, speaker: int) -> tuple[int, bool, str]:
        if group.person == 1:
            return HER, True, "she speaks of herself"
        if speaker:
            return speaker, True, "she speaks"
        named = self._parsed.subject(group.start, group.end) if self._parsed else None
        parsed = 0 if named is None else HER if named in self._places.covered else OTHER
        if parsed == HER or (parsed and self._before != HER):
            return parsed, True, "subject by the parse"
        if self._before:
            if self._before == HER and not _agrees(group.number, self._number):
                return OTHER, False, ""
            if self._before != HER and not _agrees(group.number, self._number):
                return self._go_on(group)
            # Things do not speak: whoever does, unless it is she, is a person the lists do not know.
            who = OTHER if self._before == THING and group.kind == "say" else self._before
            return who, True, "subject before the verb"
        joined = self._words.lowers[group.start - 1] in self._lists.joining if group.start > self._first else False
        if not self._language.drops and not (joined and self._verbs):
            return 0, False, ""
        if (self._quoted and not self._verbs) or group.start in self._places.hers:
            return 0, False, ""
        if self._understood and not _agrees(group.number, self._understood_number):
            return self._go_on(group)
        return self._understood, False, "subject understood"

    def _go_on(self, group: VerbGroup) -> tuple[int, bool, str]:
        """The subject where the verb's number speaks against whoever is nearest: she of whom the text goes on."""
        if self._language.drops and self.topic == HER and _agrees(group.number, self.topic_number):
            return HER, False, "subject understood"
        return OTHER, False, ""

    def _befalls_her(self, group: VerbGroup, event: bool) -> bool:
        """``Fue detenida``: a passive in the feminine that only a woman in custody can be the subject of."""
        return event or (self._language.drops and group.passive and not group.masculine and group.kind == "custody")

    def _clitic_before(self, start: int) -> bool:
        """``La detuvieron``, ``le hallaron``: an unstressed pronoun that is her, where she is the one spoken of."""
        lowers = self._words.lowers
        if start > self._first and lowers[start - 1] in _MINE and start in self._places.hers:
            return True
        if not self._language.drops:
            return False
        if HER not in (self.topic, self._understood, self._before):
            return self._near and start > self._first and lowers[start - 1] in self._lists.direct_clitics
        if lowers[start].partition("-")[2] in ("a", "as", "la", "las", "na", "nas", "lhe"):
            return True
        before = lowers[start - 1] if start > self._first else ""
        return before in self._lists.object_clitics

    # ---- where clauses begin

    def _separator(self, lower: str) -> None:
        if lower in '"“”«»':
            self._quoted = lower in "“«" or (lower == '"' and not self._quoted)
            self._new_clause(inherit=0 if self._quoted else self._understood)
        elif lower != "\n":
            self._new_clause(inherit=self._before or self._last_subject())

    def _is_relative(self, index: int) -> bool:
        """Does *que* take up the noun before it, rather than introduce what a verb says?"""
        if index == self._first or self._words.lowers[index - 1] in self._lists.prepositions:
            return False
        at = index - 1 - (self._words.texts[index - 1] == ",")
        if self._words.lowers[at] in self._lists.times and self._before_end != at + 1:  # "the day that she began"
            return False
        return not (self._verbs and self._verbs[-1].group.end > at) and self._words.texts[at].isalnum()

    def _relative(self, index: int) -> None:
        near = index - 1 if self._words.texts[index - 1] == "," else index
        hers = (self._before == HER and self._before_end == near) or self._oblique_until == near
        # After a verb the noun it takes up is an object: what follows is told of that.
        self._outer = None if self._verb_seen else (self._before, self._number)
        hers = hers or near - 1 in self._places.covered
        # "Las internas del penal que fundaron": whom it takes up the number of its verb tells.
        several = self._before == HER and self._number == 2 and not self._words.lowers[near - 1].endswith("s")
        self._before, self._number = (HER, 2) if several and not hers else (HER if hers else OTHER, 0)
        self._verb_seen = False

    def _join(self) -> None:
        if self._verb_seen:
            self._new_clause(inherit=self._last_subject())
        elif self._before == HER and self._number == 1:  # "Ana y Marta"
            self._number = 0

    def _new_clause(self, *, inherit: int) -> None:
        if inherit:
            self._understood = inherit
        self._understood_number = self._number if self._before == HER else self._understood_number
        self._before, self._number, self._verb_seen, self._outer = 0, 0, False, None

    def _last_subject(self) -> int:
        return self._verbs[-1].who if self._verbs else self._understood

    def _after_comma(self, index: int) -> bool:
        return not self._verb_seen and self._sentence.after_comma(index)

    def _settle_topic(self) -> None:
        """Whom the next sentence goes on about: the last subject that was named."""
        explicit = [verb.who for verb in self._verbs if verb.explicit and verb.who != THING]
        if HER in explicit or self._named:
            self.topic, self.topic_number = HER, self._named or self.topic_number
        elif explicit and explicit[0] == OTHER:
            self.topic, self.topic_number = OTHER, 0


def _agrees(verb: int, subject: int) -> bool:
    return not verb or not subject or verb == subject
