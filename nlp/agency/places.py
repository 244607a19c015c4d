"""What a walk over a sentence stands on: who stands where, what each word does, and the verbs it finds.

In: the verbs and small words of lexicons/<language>/actions.toml. Out: ``Language``, which says of every word once what
it does to a walk, and the plain types ``Places`` and ``Verb``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, count
from typing import NamedTuple

from lexicons.actions import Actions
from lexicons.small_words import small_words
from nlp.agency.verbs import VerbGroup, VerbReader
from nlp.extensions import Mention
from nlp.texts.words import Remembered, Words

_LISTS = small_words("agency_places")
_YEARS = frozenset(_LISTS["years"])
_SEPARATORS = frozenset('.;:()[]—–\n"“”«»…?!')
PLURAL_PRONOUNS = frozenset(_LISTS["plural_pronouns"])
# Whose a verb is: hers, another person's, a thing's.
HER, OTHER, THING = 1, 2, 3
# What a word is before a noun phrase: nothing that tells, a preposition, one that may be an article (Portuguese *a*),
# the end of its clause, or a form of a verb.
PLAIN, PREPOSITION, ARTICLE_TOO, ENDING, VERBAL = range(5)
# What a word does to a walk.
NOTHING, SMALL, VERB, PRONOUN, SEPARATOR, SUBORDINATOR, JOINING, SOMEBODY, DETERMINER = range(9)


@dataclass(slots=True)
class Verb:
    """A verb group and its subject. ``explicit``: the words name it. ``how`` says how it was read."""

    group: VerbGroup
    who: int
    explicit: bool
    object_is_her: bool
    how: str


class Places(NamedTuple):
    """Who stands where, by token."""

    mentions: dict[int, Mention]
    events: frozenset[int]
    others: frozenset[int]
    hers: frozenset[int]  # every token of what she is quoted or reported to say
    speaks: dict[int, int]  # tokens of attributing words, and who speaks
    covered: frozenset[int]  # every token of her mentions


class Language:
    """What a walk knows of its language. Built once."""

    def __init__(self, actions: Actions) -> None:
        self.verbs = VerbReader(actions)
        self.lists = lists = actions.words
        self.drops = actions.language != "en"
        self.function = lists.determiners | lists.prepositions | lists.subordinators | lists.joining
        self.function |= lists.clitics | lists.adverbs | lists.negations | lists.times
        # What a word does to a walk, found out once: most words of a text do nothing.
        self.roles: dict[str, int] = Remembered(self._role)
        # The same of what it is before a noun phrase.
        self.before_noun: dict[str, int] = Remembered(self._before_noun)
        small = lists.adverbs | lists.clitics | lists.negations | lists.joining | lists.subordinators | lists.i
        self._before_first = small - lists.determiners

    def busy(self, words: Words, places: Places) -> list[int]:
        """The tokens that do something to a walk: no small word, and none that does nothing, unless it is a name. Texts
        are lower-cased but for names and beginnings.
        """
        does = list(map(self.roles.__getitem__, words.lowers))
        busy = list(compress(count(), map(SMALL.__lt__, does)))
        busy += [index for index in words.changed if does[index] == NOTHING]
        return sorted({*busy, *places.mentions, *places.others})

    def _role(self, lower: str) -> int:
        lists = self.lists
        if lower in lists.she or lower in lists.i:
            return PRONOUN
        if lower in _SEPARATORS:
            return SEPARATOR
        if lower in lists.relatives or lower in lists.subordinators:
            return SUBORDINATOR
        if lower in lists.joining:
            return JOINING
        if lower in lists.others:
            return SOMEBODY
        if lower in lists.determiners:
            return DETERMINER
        if lower in self.function:
            return SMALL
        form = self.verbs.form_of(lower)
        if form is not None and form.form.mood not in ("participle", "gerund", "infinitive"):
            return VERB
        return NOTHING

    def _before_noun(self, lower: str) -> int:
        lists = self.lists
        if lower in lists.prepositions:
            return ARTICLE_TOO if lower in lists.determiners else PREPOSITION
        if not lower[0].isalnum() or lower in lists.joining or lower in lists.subordinators:
            return ENDING
        return VERBAL if self.verbs.form_of(lower) is not None and lower not in lists.determiners else PLAIN

    def number_of(self, words: Words, mention: Mention) -> int:
        """1 or 2, as the head of the mention shows; 0 where it does not."""
        head = mention.start if self.drops else mention.end - 1
        lower = words.lowers[head]
        if mention.kind == "pronoun":
            return 2 if lower in PLURAL_PRONOUNS else 1 if lower in self.lists.she else 0
        if mention.kind == "name":
            return 1
        return 2 if lower.endswith(("s", "women")) else 1

    def can_be_first(self, before: str) -> bool:
        """Forms such as *trabajo* are nouns too: a first person opens its clause, or follows a small word."""
        return not before[:1].isalnum() or before in self._before_first


def name_end(words: Words, end: int, last: int) -> int:
    """Where the name and age end that go on after a mention: "Ms W", "la joven Nuria Paz", "a mulher de 43 anos"."""
    while end < last and words.texts[end][0].isupper() and words.texts[end].isalpha():
        end += 1
    age = end + 2 < last and words.lowers[end] == "de" and words.texts[end + 1].isdigit()
    return end + 3 if age and words.lowers[end + 2] in _YEARS else end


def in_name(words: Words, index: int) -> bool:
    """Does the word stand before another in capitals as part of a name: *São* Paulo?"""
    return all(words.texts[at][0].isupper() for at in (index, index + 1) if at < len(words.texts))
