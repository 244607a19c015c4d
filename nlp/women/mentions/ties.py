"""Whether words at a place are about the women in scope: near them, in the headline, or throughout the article.

In: the mentions of one article (targets.py), its men, and its tie words (lexicons/<language>/ties.toml). Out: how the
words are tied to her, or None. Rights are hers where the article speaks of these women throughout, and never a
victim's.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from lexicons.language_data import TieWords
from lexicons.small_words import small_words
from nlp.extensions import Mention
from nlp.texts.words import Words
from nlp.women.custody.scope import Scan
from nlp.women.persons.people import Person

# Fewer mentions than this say nothing about a whole article.
_FEWEST_MENTIONS = 4
# How many sentences back in a paragraph a mention still carries: for any words, and for a label with an article of its
# own ("la traficante" is whoever was named last).
_SENTENCES_BACK = 2
_LABEL_BACK = 6
# The lead: where a headline's "Cae la reina del narco" finds its woman.
LEAD_SENTENCES = 2
# Mentions that name or count, unlike a pronoun.
STRONG = frozenset({"label", "person_first", "event", "name", "noun"})
# So many times as often as men they are named where a man beside a right is not the one it is for.
_FAR_MORE = 4
_LISTS = small_words("ties")
# "Son víctimas de", "foram vítimas de", "were victims of".
_SAID_OF = frozenset(_LISTS["said_of"])
_OF = frozenset(_LISTS["of"])
# An article speaks of these women throughout when it names them in this share of its sentences.
_SHARE_THROUGHOUT = 1 / 12


class Ties:
    """Answers, for one article, whether words at a place are about the women in scope."""

    def __init__(self, words: Words, scan: Scan, mentions: list[Mention], headline_end: int, lists: TieWords) -> None:
        self._words = words
        self._scan = scan
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._men = [person for person in scan.people if not person.woman and not person.oblique]
        self._men_starts = [person.start for person in self._men]
        self._lists = lists
        self.headline_end = headline_end
        self._head = self.mentions_between(0, headline_end)
        # An article with them and no man in its headline, or that names them twice as often as men, is about them.
        self._hers = bool(self._head and not self.men_between(0, headline_end)) or len(mentions) >= max(
            _FEWEST_MENTIONS, 2 * len(self._men)
        )

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in tokens ``start`` to ``end``."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def men_between(self, start: int, end: int) -> list[Person]:
        """Men named as subjects in tokens ``start`` to ``end``."""
        return self._men[bisect_left(self._men_starts, start) : bisect_left(self._men_starts, end)]

    def women_between(self, start: int, end: int) -> list[Person]:
        """Women named by a noun in tokens ``start`` to ``end``, whether or not their paragraph speaks of custody."""
        return [each for each in self._scan.people if each.woman and each.kind == "noun" and start <= each.start < end]

    def tie(self, start: int, end: int, *, feminine: bool = False, label: bool = False) -> str | None:
        """How the words are about a woman in scope: "sentence", "previous sentence", "lead", "article", or None.

        ``feminine``: the words themselves say that they are about a woman, so that a man nearby takes nothing away.
        ``label``: they name a person with an article of their own ("la traficante", "the fraudster"), so that they are
        one who was named before, however far back.
        """
        first, last = self._words.sentence(start)
        here = self.mentions_between(first, last)
        men = [] if feminine else self.men_between(first, last)
        if here:
            nearest_man = max((man.start for man in men if man.start < start), default=-1)
            nearest_woman = max((mention.start for mention in here if mention.start < end), default=-1)
            return "sentence" if nearest_woman >= nearest_man else None
        # "The femme fatale lured men": a label is nobody's who is named after it.
        if any(man.start < start or not label for man in men):
            return None
        if start < self.headline_end:
            return "lead" if self.lead_is_hers() else "article" if self._hers else None
        number = self._words.sentence_of[start]
        paragraph = self._words.paragraph_of[start]
        for back in range(number - 1, max(-1, number - 1 - (_LABEL_BACK if label else _SENTENCES_BACK)), -1):
            begin, stop = self._words.sentences[back]
            if self._words.paragraph_of[begin] != paragraph and not label:
                break
            if self.mentions_between(begin, stop):
                return "previous sentence"
            if not feminine and self.men_between(begin, stop):
                return None
        if label and number + 1 < len(self._words.sentences):
            begin, stop = self._words.sentences[number + 1]
            if self._words.paragraph_of[begin] == paragraph and self.mentions_between(begin, stop):
                return "next sentence"
        return "article" if self._hers or (label and self._mentions and not self._men) else None

    def of_topic(self, start: int, end: int) -> str | None:
        """How words that need no woman beside them ("due process") are about these women: as ``tie``, or None.

        Where they are one subject among many, or a man is the one the sentence is about, a right must be tied to them.
        """
        first, last = self._words.sentence(start)
        if self.is_anothers(start):
            return None
        # The minister or judge who speaks of a right takes it from nobody; a man in custody may be the one it is for.
        if self._throughout and (self.mentions_between(first, last) or not self._men_held(first, last)):
            return "article"
        return self.tie(start, end) or self.of_nobody_named()

    def of_nobody_named(self) -> str | None:
        """How rights are theirs in an article that is known to be about them and names nobody who holds no office."""
        return None if self._mentions or not all(map(self._in_office, self._men)) else "article"

    def _in_office(self, man: Person) -> bool:
        """Is he an official, or does he only speak?"""
        return any(at in self._scan.official or at in self._scan.says for at in range(man.start - 3, man.end + 3))

    def _men_held(self, start: int, end: int) -> bool:
        """Is a man's custody told here, or, unless they are named far more often than men, one who holds no office?"""
        held = [item.start for item in self._scan.evidence if item.kind == "male"]
        if any(start <= at < end for at in held):
            return True
        # Where no man is held anywhere, "he called for an end to short sentences" speaks of hers.
        return (
            bool(held)
            and len(self._mentions) < _FAR_MORE * len(self._men)
            and not all(map(self._in_office, self.men_between(start, end)))
        )

    def is_anothers(self, start: int) -> bool:
        """Is a right here that of the victim, or of her family, and these women not named beside it?"""
        first, last = self._words.sentence(start)
        victims = any(index in self._scan.official for index in range(first, last) if self._is_victim(index))
        return victims and not self.mentions_between(first, last)

    def _is_victim(self, index: int) -> bool:
        """A victim beside her; not in *they are victims of ill-treatment*, which says it of those named before."""
        lowers = self._words.lowers
        return lowers[index] in self._lists.harming and not (
            index and lowers[index - 1] in _SAID_OF and index + 1 < len(lowers) and lowers[index + 1] in _OF
        )

    @cached_property
    def _throughout(self) -> bool:
        named = {self._words.sentence_of[mention.start] for mention in self._mentions}
        return len(named) >= _SHARE_THROUGHOUT * len(self._words.sentences)

    def lead_is_hers(self) -> bool:
        """Is a woman in scope named in the first sentences of the body, before any man?"""
        number = self._words.sentence_of[self.headline_end - 1] + 1
        for begin, stop in self._words.sentences[number : number + LEAD_SENTENCES]:
            strong = next((each.start for each in self.mentions_between(begin, stop) if each.kind in STRONG), None)
            men = self.men_between(begin, stop)
            if strong is not None:
                return not men or strong < men[0].start
            if men:
                return False
        return False
