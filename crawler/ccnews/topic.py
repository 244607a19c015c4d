"""May this page be about the study's topic? A cheap test on its raw bytes, before any HTML is read.

In: the forms that the relevance score takes for evidence (lexicons/<language>/scope.toml, or a study's own topic.toml)
and the bytes of a page. Out: no, or perhaps. An article is on topic only where at least one such form stands in it, so
a page without any is passed over. Menus and teasers are looked at too: what this lets through may be off topic, what it
passes over is not on topic.

Encodings are not found out: a letter beyond ASCII is one mark, ``~``, in UTF-8, in windows-1252 and as ``&aacute;``,
``&#225;`` or ``\\u00e1``, and ``cárcel`` is looked for as ``c~rcel``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lexicons.cues import LANGUAGES
from lexicons.digests import digest_of
from lexicons.folding import without_accents
from lexicons.forms import GAP, NAME, expand_braces
from lexicons.language_data import load_scope
from lexicons.own import OwnLexicons

# What no reader of the page sees. Scripts that hold data of the article (JSON-LD) and meta elements stay.
_SCRIPTS = re.compile(rb"<(script|style)(?![^>]*ld\+json)[^>]*>.*?</\1", re.S)
_TAGS = re.compile(rb"<(?!meta)[^<>]*>")
# What stands inside a word and is not read: a soft hyphen, a zero-width space.
_UNREAD = re.compile(rb"&shy;|&zwnj;|&#173;|&#xad;|\xc2\xad|\xe2\x80[\x8b-\x8d]")
# Letters beyond ASCII, one or more, in every way to write them: UTF-8 twice over, an accent of its own, UTF-8, entities
# (of entities), escapes of JSON, windows-1252.
_BEYOND = re.compile(
    rb"(?:\xc3\x83(?:[\xc2\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2})|[a-z]\xcc[\x80-\xbf]|[\xc3\xc5][\x80-\xbf]|[\xc0-\xff]"
    rb"|&(?:amp;)?(?:[a-z](?:acute|grave|tilde|circ|uml|cedil)|#(?:19[2-9]|2[0-5][0-9])|#x[c-f][0-9a-f]);"
    rb"|\\u00[c-f][0-9a-f])+"
)
# Quotation marks, dashes and blanks beyond ASCII, in UTF-8 and in UTF-8 twice over, which end a word.
_BETWEEN = re.compile(
    rb"\xc3\xa2\xe2\x82\xac(?:[\xc2\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2})|(?<!\xc3\x83)(?:\xe2[\x80-\xbf]{2}|\xc2[\x80-\xbf])"
)
# Other marks written with letters.
_MARKS_IN_LETTERS = re.compile(rb"&(?:amp;)?#?[a-z0-9]{2,8};|\\u[0-9a-f]{4}|\\[nrt]")
_RUN = re.compile(rb"[a-z~]+")
_LETTERS = re.compile("[a-z~]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
# Encodings in which letters are no ASCII bytes; such a page is always read.
_OTHER_ENCODING = re.compile(rb"charset=[\"']?\s*(?:utf-16|utf-32|utf-7|iso-2022|hz)")
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 4096
# A large first letter often stands in an element of its own ("<span>D</span>etenida"); a shorter rest says too little.
_SHORTEST_REST = 5
# Runs that one word of a gap can be cut into ("ex-presa"), and the words of a name or of a class's phrase.
_RUNS_A_WORD = 3
_WORDS_OF_NAME = 4
_WORDS_OF_CLASS = 5


def readable_runs(body: bytes) -> list[bytes] | None:
    """The runs of a page in order, as forms are written; None where its encoding hides them."""
    lower = body.lower()
    if body.startswith(_BYTE_ORDER) or _OTHER_ENCODING.search(lower[:_HEAD_BYTES]):
        return None
    seen = _TAGS.sub(b" ", _SCRIPTS.sub(b" ", lower))
    words_apart = _BETWEEN.sub(b" ", _UNREAD.sub(b"", seen.replace(b"~", b" ")))
    letters = _BEYOND.sub(b"~", words_apart)
    return _RUN.findall(_MARKS_IN_LETTERS.sub(b" ", letters))


class _Form(NamedTuple):
    """The runs of a form: stretches that stand together, and how many runs may stand between them."""

    stretches: tuple[bytes, ...]
    gaps: tuple[int, ...]


class TopicTest:
    """All forms of a study's topic in every language it is read in: an outlet may print in another one than its own."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        distinct = sorted({form for form in forms if form.stretches})
        # One word is enough of a form that has no more.
        self._alone = frozenset(form.stretches[0] for form in distinct if not form.gaps and b" " not in form[0][0])
        self._by_longest: dict[bytes, list[tuple[frozenset[bytes], _Form]]] = {}
        for form in distinct:
            words = frozenset(run for stretch in form.stretches for run in stretch.split())
            if words.isdisjoint(self._alone):
                longest = max(words, key=lambda run: (len(run), run))
                self._by_longest.setdefault(longest, []).append((words - {longest}, form))
        self._longest = frozenset(self._by_longest)
        self._patterns: dict[_Form, re.Pattern[bytes]] = {}
        self.digest = digest_of(repr(distinct).encode())

    @classmethod
    def of(cls, own: OwnLexicons | None = None) -> TopicTest:
        """The shipped topic's, or that of a study's own lexicons where they have one."""
        if own is None or not own.topics:
            return _shipped()
        return cls(
            built
            for language, topic in own.topics.items()
            for entry in topic.evidence
            for form in entry.forms
            for built in _forms(form, own.lexicons[language].classes.members)
        )

    def may_hold(self, runs: Sequence[bytes] | None) -> bool:
        """Perhaps (True) or certainly not (False), of a page's ``readable_runs``."""
        if runs is None:
            return True
        words = set(runs)
        if not words.isdisjoint(self._alone):
            return True
        together = b""
        for word in words & self._longest:
            for others, form in self._by_longest[word]:
                if others <= words:
                    together = together or b" " + b" ".join(runs) + b" "
                    if self._stands(form, together):
                        return True
        return False

    def _stands(self, form: _Form, text: bytes) -> bool:
        if not form.gaps:
            return b" " + form.stretches[0] + b" " in text
        if form not in self._patterns:
            pieces = [b" " + form.stretches[0]]
            for gap, stretch in zip(form.gaps, form.stretches[1:], strict=True):
                pieces.append(b"(?: [a-z~]+){0,%d} %b" % (gap, stretch))
            self._patterns[form] = re.compile(b"".join(pieces) + b" ")
        return self._patterns[form].search(text) is not None


@cache
def _shipped() -> TopicTest:
    return TopicTest(
        built
        for language in LANGUAGES
        for rule in load_scope(language).rule
        if rule.kind != "male"
        for form in rule.forms
        for built in _forms(form, None)
    )


def _forms(form: str, members: Callable[[str], Iterable[str]] | None) -> Iterator[_Form]:
    """A form as written and without accents, as capitals often are; each also without a large first letter."""
    for spelled in expand_braces(form):
        words = spelled.split()
        if members is not None and words[0].startswith("@"):
            # A form that begins with a class is told by the class's own phrases, whatever follows.
            for member in members(words[0]):
                yield from _forms(member, members)
            continue
        for text in {spelled, _plain(spelled)}:
            yield _form(text.split())
            if text[0].isalpha() and len(text.split()[0]) > _SHORTEST_REST:
                yield _form(text[1:].split())


def _form(words: list[str]) -> _Form:
    stretches: list[bytes] = [b""]
    gaps: list[int] = []
    waiting = 0
    for word in words:
        between = _between(word)
        if between:
            waiting += between
            continue
        runs = " ".join(_runs(word)).encode()
        if not runs:
            continue
        if waiting and stretches[-1]:
            gaps.append(waiting * _RUNS_A_WORD)
            stretches.append(runs)
        else:
            stretches[-1] = (stretches[-1] + b" " + runs).strip()
        waiting = 0
    return _Form(tuple(filter(None, stretches)), tuple(gaps))


def _between(word: str) -> int:
    """How many words a gap, a name or a class may take; 0 for a word."""
    if GAP.fullmatch(word):
        return int(word[1])
    if word == NAME:
        return _WORDS_OF_NAME
    return _WORDS_OF_CLASS if word.startswith("@") else 0


@cache
def _runs(word: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(_NOT_ASCII.sub("~", word)))


_plain_word = cache(without_accents)


def _plain(text: str) -> str:
    return text if text.isascii() else " ".join(map(_plain_word, text.split()))
