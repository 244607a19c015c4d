"""Where the women in scope are named in the text, so that a cue can be tied to them.

In: a Doc on topic. Out: ``doc._.targets``: every mention, from the labels and events that are evidence of custody to
names, nouns and pronouns that go on about the same women. Why: a stigmatizing or rights word counts only when it
is about them (rule 1 of the codebook); ``tie`` answers that for one place and says how.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.language_data import Grammar, load_ties
from nlp.extensions import Mention, register
from nlp.grammar import is_title_case
from nlp.people import Person, capitals, is_name
from nlp.scope import Scan, ScopeScanner
from nlp.words import Words, attached, words_of

register()

# Fewer mentions than this say nothing about a whole article.
_FEWEST_MENTIONS = 4
# How many words may stand between a subject and its verb, before it and after it.
_SUBJECT_BEFORE = 10
_SUBJECT_AFTER = 4
# English "her" is an object or a possessor.
_OBJECT_PRONOUNS = frozenset({"her", "hers"})
_RELATIVES = frozenset({"que", "quien", "quienes", "quem", "who", "which"})
# How many sentences back in a paragraph a mention still carries: for any words, for a label with an article of its own
# ("la traficante" is whoever was named last), and for the subject of a verb.
_SENTENCES_BACK = 2
_LABEL_BACK = 6
_SUBJECT_BACK = 3
# The lead: where a headline's "Cae la reina del narco" finds its woman.
_LEAD_SENTENCES = 2
# Mentions that name or count, unlike a pronoun.
_STRONG = frozenset({"label", "person_first", "event", "name", "noun"})
# An article speaks of these women throughout when it names them in this share of its sentences.
_SHARE_THROUGHOUT = 1 / 12
_KINDS = {"label": "label", "person_first": "person_first", "event": "event", "neutral": "event", "topic": "topic"}


def scan_of(doc: Doc, scanner: ScopeScanner) -> Scan:
    """The scan of a Doc, made once and shared by relevance and targets (kept where ``words_of`` keeps its lists)."""
    return attached(doc, "encuadre_scan", lambda doc: scanner.scan(words_of(doc), headline_end=doc._.headline_end))


def find_mentions(words: Words, scan: Scan) -> list[Mention]:
    """All mentions in order. Nouns and pronouns count only in paragraphs that already speak of these women."""
    mentions = [
        Mention(item.start, item.end, _KINDS[item.kind])
        for item in scan.evidence
        if item.kind in _KINDS and item.weight > 0
    ]
    subjects = {item.who for item in scan.evidence}
    if scan.names:
        for index in range(len(words.texts)):
            if is_name(words, index, scan.names):
                mentions.append(Mention(index, index + 1, "name"))
    # The headline is about whom the article is about, and what opens the body goes on about the headline.
    paragraphs = {words.paragraph_of[mention.start] for mention in mentions} | {0}
    headline = words.sentences[0][1]
    if any(item.start < headline for item in mentions) or any(
        person.woman and not person.oblique and person.start < headline for person in scan.people
    ):
        paragraphs.add(1)
        mentions.extend(_named_in_lead(words, scan))
    for person in scan.people:
        if not person.woman or person.kind == "name" or person.start in scan.official:
            continue
        if person.start in subjects:
            mentions.append(Mention(person.start, person.end, "noun"))
        elif person.kind != "occupation" and words.paragraph_of[person.start] in paragraphs:
            mentions.append(Mention(person.start, person.end, person.kind))
    mentions.sort()
    return mentions


def _named_in_lead(words: Words, scan: Scan) -> Iterator[Mention]:
    """The woman whose name opens the body is the one the headline is about, and so she is wherever her name returns."""
    for person in scan.people:
        sentence = words.sentence_of[person.start]
        if sentence == 0:
            continue
        if sentence > _LEAD_SENTENCES or person.kind != "name" or not person.woman or person.oblique:
            return
        if any(words.sentences[sentence][0] <= index < person.start for index in scan.official):
            return
        hers = set(capitals(words, person.start)) - scan.names
        yield from (Mention(at, at + 1, "name") for at in range(len(words.texts)) if words.texts[at] in hers)
        return


class Ties:
    """Answers, for one article, whether words at a place are about the women in scope."""

    def __init__(
        self,
        words: Words,
        scan: Scan,
        mentions: list[Mention],
        grammar: Grammar,
        oblique: frozenset[str],
        headline_end: int,
        language: str,
    ) -> None:
        self._words = words
        self._scan = scan
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._men = [person for person in scan.people if not person.woman and not person.oblique]
        self._men_starts = [person.start for person in self._men]
        self._determiners = frozenset(grammar.determiners) | frozenset(grammar.between)
        self._oblique = oblique
        self._lists = load_ties(language)
        self._headline_end = headline_end
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
        if start < self._headline_end:
            return "lead" if self._lead_is_hers() else "article" if self._hers else None
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
        if self._throughout and (self.mentions_between(first, last) or not self.men_between(first, last)):
            return "article"
        return self.tie(start, end)

    def is_anothers(self, start: int) -> bool:
        """Is a right here that of the victim, or of her family, and these women not named beside it?"""
        first, last = self._words.sentence(start)
        victims = any(index in self._scan.official for index in range(first, last) if self._is_victim(index))
        return victims and not self.mentions_between(first, last)

    def _is_victim(self, index: int) -> bool:
        return self._words.lowers[index] in self._lists.harming

    @cached_property
    def _throughout(self) -> bool:
        named = {self._words.sentence_of[mention.start] for mention in self._mentions}
        return len(named) >= _SHARE_THROUGHOUT * len(self._words.sentences)

    def _lead_is_hers(self) -> bool:
        """Is a woman in scope named in the first sentences of the body, before any man?"""
        number = self._words.sentence_of[self._headline_end - 1] + 1
        for begin, stop in self._words.sentences[number : number + _LEAD_SENTENCES]:
            strong = next((each.start for each in self.mentions_between(begin, stop) if each.kind in _STRONG), None)
            men = self.men_between(begin, stop)
            if strong is not None:
                return not men or strong < men[0].start
            if men:
                return False
        return False

    def is_subject(self, start: int, end: int, *, drops_pronouns: bool) -> bool:
        """Is a woman in scope the subject of the verb at ``start``? Nearest before it, just after it, or understood."""
        first, last = self._words.sentence(start)
        before = [mention for mention in self.mentions_between(first, start) if mention.end <= start]
        if before:
            return self._acts(before[-1], first, start)
        if self._other_between(first, start) or self.men_between(first, start):
            return False
        plural = self._words.lowers[start - 1] in self._lists.they and start - 1 >= first
        following = self.mentions_between(end, min(last, end + _SUBJECT_AFTER))
        if following and not plural and not self._is_oblique(following[0], first):
            return following[0].kind != "event" and not self._is_other(following[0])
        if start - first > _SUBJECT_AFTER or not (drops_pronouns or plural):
            return False
        if not plural:
            # Somebody else right after the verb, "Denuncia la fiscal", or before it, "Vecinos exigen".
            if any(index in self._scan.official for index in range(end, min(last, end + _SUBJECT_AFTER))):
                return False
            if not self._opens(first, start):
                return False
        return self._goes_on(self._words.sentence_of[start], plural=plural)

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
            elif lower in self._determiners and self._words.lowers[index - 1] not in self._oblique:
                inside = self._words.lowers[index - 1] in self._lists.place_before
        return True

    def _goes_on(self, number: int, *, plural: bool) -> bool:
        """Is a woman in scope still the one spoken of where this sentence begins? Of "they" only others are rivals."""
        paragraph = self._words.paragraph_of[self._words.sentences[number][0]]
        for back in range(number - 1, max(-1, number - 1 - _SUBJECT_BACK), -1):
            begin, stop = self._words.sentences[back]
            # What opens the body goes on about the headline.
            if self._words.paragraph_of[begin] != paragraph and begin >= self._headline_end:
                return False
            if self.men_between(begin, stop):
                return False
            here = [each for each in self.mentions_between(begin, stop) if not self._is_other(each)]
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
            and not self.men_between(mention.end, verb)
            and not self._other_between(mention.end, verb)
        )

    def _is_other(self, mention: Mention) -> bool:
        """Is this woman another one: a victim told of before, a relative, or "she" after an official?"""
        words = self._words
        lower = words.lowers[mention.end - 1]
        if mention.kind == "pronoun":
            first, _ = words.sentence(mention.start)
            if any(each.kind != "pronoun" for each in self.mentions_between(first, mention.start)):
                return False
            if self._leads(first, mention.start):
                return True
            number = words.sentence_of[mention.start] - 1
            if number < 0 or self.mentions_between(*words.sentences[number]):
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
        return self._oblique.isdisjoint(lowers[max(first, index - 2) : index])

    def _is_oblique(self, mention: Mention, first: int) -> bool:
        """Does a preposition stand before the mention ("la defensa de Sandra Á.", "entre las internas")?"""
        if self._words.lowers[mention.start] in _OBJECT_PRONOUNS:
            return True
        at = mention.start - 1
        while at >= first and (
            self._words.texts[at][0].isupper()
            or self._words.lowers[at] in self._determiners
            or self._words.lowers[at].isdigit()
        ):
            if self._words.lowers[at] in self._oblique and not self._words.texts[at][0].isupper():
                return True
            at -= 1
        return at >= first and self._words.lowers[at] in self._oblique

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
                place = lower in self._lists.place_before or (place and lower in self._determiners)
                continue
            following = words.texts[index + 1] if index + 1 < end else ""
            named = following[:1].isupper() and not is_name(words, index, self._scan.names)
            if named and not place and not in_title_case:
                return True
        return False


class TargetFinder:
    """The component ``encuadre_targets``."""

    def __init__(self, nlp: Language) -> None:
        self._scanner = ScopeScanner.shared(nlp)

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions; nothing on an article that is off topic."""
        if doc._.on_topic is False:
            return doc
        doc._.targets = find_mentions(words_of(doc), scan_of(doc, self._scanner))
        return doc


@Language.factory("encuadre_targets", assigns=["doc._.targets"])
def make_targets(nlp: Language, name: str) -> TargetFinder:
    """``nlp.add_pipe("encuadre_targets")``."""
    return TargetFinder(nlp)
