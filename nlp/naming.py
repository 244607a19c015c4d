"""Naming before conviction: does a story about one case give her full name while it tells of no conviction of hers?

In: a Doc on topic with its mentions. Out: ``doc._.naming``: (named in the headline, named in the body, convicted), or
None where the article does not tell of one named or unnamed woman's case. A full name is two words of it side by side;
"Yadira N." is none. Which name it is is never written anywhere.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from lexicons.language_data import load_conviction
from lexicons.small_words import small_words
from nlp.extensions import Mention, register
from nlp.texts.trie import PhraseTrie
from nlp.texts.words import Words, places_of, words_of
from nlp.women.custody.scope import Scan, ScopeScanner
from nlp.women.mentions.named import women_of
from nlp.women.mentions.targets import scan_of

register()

# How far before a conviction the word may stand that takes it away ("si es declarada culpable", "could be sentenced").
_UNLESS_REACH = 4
# Where a story says whose case it tells.
_LEAD_SENTENCES = 3
_LISTS = small_words("naming")
_JOINERS = frozenset(_LISTS["joiners"]) | {"-"}


class NamingReader:
    """The component ``encuadre_naming``."""

    def __init__(self, nlp: Language) -> None:
        self._scanner = ScopeScanner.shared(nlp)
        self._language = str(nlp.lang)
        lists = load_conviction(self._language)
        self._unless = lists.unless
        self._trie = PhraseTrie(self._scanner.tokenize)
        for form in lists.convicted:
            self._trie.add(form, form)

    def __call__(self, doc: Doc) -> Doc:
        """Write what the article says; None where it is off topic or tells of no one case."""
        doc._.naming = None
        if doc._.on_topic is not False:
            words, scan = words_of(doc), scan_of(doc, self._scanner)
            women = women_of(doc, self._language, words, scan)
            named = sorted(_full_names(words, women.names))
            if self._is_one_case(words, women.mentions, scan, bool(named)):
                end = doc._.headline_end
                doc._.naming = (
                    any(at < end for at in named),
                    any(at >= end for at in named),
                    self._convicted(words, scan),
                )
        return doc

    def _is_one_case(self, words: Words, mentions: list[Mention], scan: Scan, named: bool) -> bool:
        """Does the beginning speak of one woman, and the rest not mostly of many?"""
        numbers = [(item.start, _is_plural(words, item)) for item in mentions if item.kind != "pronoun"]
        many = sum(plural for _, plural in numbers)
        one = len(numbers) - many
        lead = [plural for at, plural in numbers if words.sentence_of[at] <= _LEAD_SENTENCES]
        if not lead:
            return named and one > many
        return lead.count(False) > 0 and one >= many and (named or one > 1 or not many)

    def _convicted(self, words: Words, scan: Scan) -> bool:
        return any(
            self._unless.isdisjoint(words.lowers[max(words.sentence(start)[0], start - _UNLESS_REACH) : start])
            and not is_mans(words, scan, start)
            for start, _, _ in self._trie.find(words)
        )


def is_mans(words: Words, scan: Scan, start: int) -> bool:
    """Is the person named last before this place in its sentence a man?"""
    first, _ = words.sentence(start)
    before = [person for person in scan.people if first <= person.start < start and not person.oblique]
    return bool(before) and not before[-1].woman


def _full_names(words: Words, names: frozenset[str]) -> set[int]:
    """Where two words of a name of hers stand side by side, small words between them aside."""
    found: set[int] = set()
    for at in places_of(words.texts, names) if names else ():
        if len(words.texts[at]) > 1:
            following = at + 1
            while following < len(words.texts) and words.texts[following] in _JOINERS:
                following += 1
            if following < len(words.texts) and words.texts[following] in names and len(words.texts[following]) > 1:
                found.add(at)
    return found


def _is_plural(words: Words, mention: Mention) -> bool:
    if mention.kind == "name":
        return False
    return any(
        words.lowers[at].endswith(("s", "women", "men")) and len(words.lowers[at]) > 2
        for at in {mention.start, mention.end - 1}
        if words.lowers[at] not in ("ms", "miss", "mrs", "trans", "tras")
    )


@Language.factory("encuadre_naming", requires=["doc._.targets"], assigns=["doc._.naming"])
def make_naming(nlp: Language, name: str) -> NamingReader:
    """``nlp.add_pipe("encuadre_naming")``."""
    return NamingReader(nlp)
