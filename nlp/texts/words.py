"""A Doc as plain Python lists, made once and shared by all our components.

In: a spaCy Doc (sentence starts set). Out: ``Words``: its tokens' texts, lower-cased forms, sentences and paragraphs.
Why: reading an attribute of a spaCy token costs more than a whole dictionary look-up, and every component needs the
same few.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress, count
from operator import add, ne
from typing import Any, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from lexicons.folding import without_accents
from nlp.texts.masked import MASKS, is_masked, unmasked

# Apostrophes and hyphens as they are typed, folded so that one spelling of a cue finds them all.
_SPELLINGS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "‐": "-", "‑": "-"})
# Under this key the text hangs on a Doc.
TEXT = "encuadre_text"
T = TypeVar("T")
# Texts by spaCy's key, which is a hash of the text and the same in every vocabulary. Emptied when it has grown.
_TEXTS: dict[int, str] = {}
_MOST_TEXTS = 100_000


class Remembered(dict[str, T]):
    """What ``find`` says of each word, asked once: news repeats its words. Emptied when it has grown."""

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> T:
        if len(self) > _MOST_TEXTS:
            self.clear()
        found = self[word] = self._find(word)
        return found


def places_of(tokens: Iterable[str], wanted: Container[str]) -> list[int]:
    """Where the tokens stand that are wanted, in order: what a loop over all tokens would find, without one."""
    return list(compress(count(), map(wanted.__contains__, tokens)))


# Lists that are looked for in every article (``Words.places``), and the number of each by its identity.
_LISTS: list[Container[str]] = []
_NUMBERS: dict[int, int] = {}
# By word, the numbers of the lists that hold it.
_LISTS_OF: Remembered[tuple[int, ...]] = Remembered(
    lambda word: tuple(number for number, words in enumerate(_LISTS) if word in words)
)


def _number_of(wanted: Container[str]) -> int:
    number = _NUMBERS.get(id(wanted))
    if number is None:
        number = _NUMBERS[id(wanted)] = len(_LISTS)
        _LISTS.append(wanted)
        _LISTS_OF.clear()
    return number


@dataclass(frozen=True)
class Words:
    """Lists of one entry a token. ``sentences`` and ``paragraphs`` are half-open token ranges in order."""

    texts: list[str]
    lowers: list[str]
    sentence_of: list[int]
    sentences: list[tuple[int, int]]

    def places(self, wanted: Container[str]) -> list[int]:
        """Where the words of a list stand. The list is one that lives as long as the process: from its first article
        on, one look-up a token answers for all such lists.
        """
        number, found = _number_of(wanted), self._places
        return found[number] if number < len(found) else places_of(self.lowers, wanted)

    @cached_property
    def _places(self) -> list[list[int]]:
        """By the number of each list, the places of its words."""
        found: list[list[int]] = [[] for _ in _LISTS]
        for index, numbers in enumerate(map(_LISTS_OF.__getitem__, self.lowers)):
            for number in numbers:
                found[number].append(index)
        return found

    @cached_property
    def folded(self) -> list[str]:
        """The lower-cased forms without accents, for texts in capitals."""
        return list(map(strip_accents, self.lowers))

    @cached_property
    def capitals(self) -> list[int]:
        """The tokens that begin with a capital, in order: names are among these."""
        return list(compress(count(), map(_CAPITAL.__getitem__, self.texts)))

    @cached_property
    def changed(self) -> list[int]:
        """The tokens that are written otherwise than in lower case."""
        return list(compress(count(), map(ne, self.texts, self.lowers)))

    @cached_property
    def shouted(self) -> list[int]:
        """The tokens that are in capitals throughout and more than an initial."""
        return [index for index in self.capitals if len(self.texts[index]) > 1 and self.texts[index].isupper()]

    @cached_property
    def title_case(self) -> dict[int, bool]:
        """By number, what has been found out of the sentences asked about (nlp.texts.grammar.is_title_case)."""
        return {}

    @cached_property
    def named(self) -> dict[frozenset[str], list[int]]:
        """By names, where they stand, of those asked about (nlp.women.persons.names.names_at)."""
        return {}

    @cached_property
    def _paragraphs(self) -> tuple[list[int], list[tuple[int, int]]]:
        paragraph_of: list[int] = []
        ranges: list[tuple[int, int]] = []
        stops = list(compress(count(1), map(_BREAK.__getitem__, self.texts)))
        if not stops or stops[-1] < len(self.texts):
            stops.append(len(self.texts))
        start = 0
        for stop in stops if self.texts else ():
            paragraph_of.extend([len(ranges)] * (stop - start))
            ranges.append((start, stop))
            start = stop
        return paragraph_of, ranges

    @cached_property
    def paragraph_of(self) -> list[int]:
        """Which paragraph (a run of text between line ends) each token is in."""
        return self._paragraphs[0]

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Token ranges of the paragraphs."""
        return self._paragraphs[1]

    def sentence(self, index: int) -> tuple[int, int]:
        """The token range of the sentence that token ``index`` is in."""
        return self.sentences[self.sentence_of[index]]


class _Attached:
    """Holds what was made of a Doc; a copy or pickle of the Doc holds nothing, and it is made again when asked for."""

    __slots__ = ("value",)
    value: object

    def __reduce__(self) -> tuple[type[_Attached], tuple[()]]:
        return _Attached, ()


def attached(doc: Doc, key: str, make: Callable[[Doc], T]) -> T:
    """What ``make`` makes of a Doc, made at the first call. It hangs on ``user_hooks``, which lives and dies with the
    Doc and, unlike ``user_data``, is never serialized; it is not pickled either.
    """
    hooks: dict[str, Any] = doc.user_hooks
    held: Any = hooks.get(key)
    if held is None or not hasattr(held, "value"):
        held = hooks[key] = _Attached()
        held.value = make(doc)
    value: T = held.value
    return value


def hold(doc: Doc, key: str, value: object) -> None:
    """Hang a value on a Doc, where ``attached`` hangs what it makes."""
    held = _Attached()
    held.value = value
    hooks: dict[str, Any] = doc.user_hooks
    hooks[key] = held


def held_by(doc: Doc, key: str) -> Any:
    """What hangs on a Doc under a key; None where nothing does."""
    return getattr(doc.user_hooks.get(key), "value", None)


def words_of(doc: Doc) -> Words:
    """The lists of a Doc."""
    return attached(doc, "encuadre_words", _read)


def surfaces(doc: Doc) -> tuple[list[str], list[bool]]:
    """The texts of the tokens, and whether a space follows each. One array read instead of a Python object a token."""
    return attached(doc, "encuadre_surfaces", _read_surfaces)


def text_of(doc: Doc) -> str:
    """``doc.text``, which makes an object of every token."""
    return attached(doc, TEXT, _join)


def starts_of(doc: Doc) -> list[int]:
    """Where in the text each token begins, and last where one more would."""
    return attached(doc, "encuadre_starts", _read_starts)


def text_between(doc: Doc, start: int, end: int) -> str:
    """The text of tokens ``start`` to ``end``, which ``doc[start:end].text`` makes an object of every token for."""
    texts, spaces = surfaces(doc)
    pieces = [text + " " if space else text for text, space in zip(texts[start:end], spaces[start:end], strict=True)]
    return "".join(pieces)[: -1 if pieces and spaces[end - 1] else None]


def _read_surfaces(doc: Doc) -> tuple[list[str], list[bool]]:
    if not len(doc):
        return [], []
    array = doc.to_array(["ORTH", "SPACY"])
    strings = doc.vocab.strings
    if len(_TEXTS) > _MOST_TEXTS:
        _TEXTS.clear()
    keys = array[:, 0].tolist()
    for key in set(keys).difference(_TEXTS):
        _TEXTS[key] = str(strings[key])
    texts = [_TEXTS[key] for key in keys]
    return texts, array[:, 1].astype(bool).tolist()


def _join(doc: Doc) -> str:
    texts, spaces = surfaces(doc)
    return "".join([text + " " if space else text for text, space in zip(texts, spaces, strict=True)])


def _read_starts(doc: Doc) -> list[int]:
    texts, spaces = surfaces(doc)
    return list(accumulate(map(add, map(len, texts), spaces), initial=0))


def _read(doc: Doc) -> Words:
    texts, _ = surfaces(doc)
    lowers = list(map(_LOWERS.__getitem__, texts))
    whole = text_of(doc)
    if any(mark in whole for mark in MASKS):
        lowers = [
            (is_masked(text) and unmasked(text, doc.lang_)) or lower for text, lower in zip(texts, lowers, strict=True)
        ]
    sentence_of: list[int] = []
    sentences: list[tuple[int, int]] = []
    start = 0
    flags: Any = doc.to_array("SENT_START")
    for stop in [*(flags == 1).nonzero()[0].tolist(), len(texts)]:
        if stop > start:
            sentence_of.extend([len(sentences)] * (stop - start))
            sentences.append((start, stop))
            start = stop
    return Words(texts=texts, lowers=lowers, sentence_of=sentence_of, sentences=sentences)


# Cuts a form into tokens, folded as the words of articles are.
Cut = Callable[[str], tuple[str, ...]]
# The cutter of the first pipeline of each language.
_CUTTERS: dict[str, Cut] = {}


def cutter_of(language: str) -> Cut:
    """The cutter of a language, whose pipelines all cut alike."""
    return _CUTTERS.get(language) or cutter(spacy.blank(language))


def cutter(nlp: Language) -> Cut:
    """The pipeline's tokenizer for the forms of the lists. It remembers 10,000 words; filled with forms, it would cut
    every word of every article anew, which halved the speed.
    """
    tokenizer: Any = nlp.tokenizer
    special = frozenset(getattr(tokenizer, "rules", None) or ())
    # Portuguese leaves a verb and its pronoun whole ("denunciou-se"); tens of thousands of forms are such verbs.
    joins = len(nlp.make_doc("negou-se")) == 1

    def cut(text: str) -> tuple[str, ...]:
        # Letters alone are one token unless a rule says otherwise ("cannot"): nearly all forms are that plain.
        plain = text.isalpha() or (joins and all(map(str.isalpha, text.split("-"))))
        if plain and text.islower() and text not in special:
            return (text if text.isascii() else fold(text),)
        most = getattr(tokenizer, "max_cache_size", None)
        if most is None:
            return _folded(nlp.make_doc(text))
        tokenizer.max_cache_size = 0
        try:
            return _folded(nlp.make_doc(text))
        finally:
            tokenizer.max_cache_size = most

    _CUTTERS.setdefault(str(nlp.lang), cut)
    return cut


def _folded(doc: Doc) -> tuple[str, ...]:
    return tuple([fold(token.text) for token in doc if not token.is_space])


def fold(text: str) -> str:
    """Lower case with one spelling of apostrophes and hyphens."""
    return text.lower().translate(_SPELLINGS)


# News repeats its words: most look-ups hit.
_LOWERS = Remembered(fold)


_CAPITAL = Remembered(lambda text: text[0].isupper())
_BREAK = Remembered(lambda text: "\n" in text)


# The bound keeps memory flat on a long run.
@lru_cache(maxsize=65_536)
def strip_accents(text: str) -> str:
    """``without_accents``, remembered: news repeats its words."""
    return without_accents(text)
