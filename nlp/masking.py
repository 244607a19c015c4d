"""Names of women taken out of words that leave the study: a headline, marked words, an address.

In: an article. Out: the words of women's names in it, and texts without them. It takes out rather too much than too
little: the first names and surnames of every woman the article names, of any first name of a woman that the lists know,
and of what follows it in capitals. No rule knows every name, so whoever publishes looks too (docs/right-of-reply.md).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from corpus.records import Article
from lexicons.language_data import load_names
from nlp.pipeline import shared
from nlp.tagger import Tagger
from nlp.texts.article import ArticleText
from nlp.texts.language import detect_language
from nlp.texts.words import words_of
from nlp.women.named import women_of
from nlp.women.people import capitals
from nlp.women.scope import ScopeScanner
from nlp.women.targets import scan_of

_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = frozenset({"de", "da", "do", "dos", "das", "del", "la", "las", "los", "y", "e"})
# A first name brings at most this many more words: "María del Carmen López Ruiz".
_SURNAMES = 3
# Of the words of a title in capitals; a plain headline full of names stays below.
_MOSTLY = 0.7
# Shorter parts of an address say nothing by themselves.
_SHORTEST = 3


class NameMask:
    """Finds names, one article at a time; pipelines are built once."""

    def __init__(self) -> None:
        self._tagger = Tagger()
        self._women = frozenset(_folded(name) for name in load_names().women)

    def names_in(self, article: Article) -> frozenset[str]:
        """The words of women's names in an article, without accents and in small letters."""
        found = {name for part in (article.title, article.lead or "", article.body) for name in self._listed(part)}
        text = ArticleText.build(article.title, article.lead, article.body)
        language = detect_language(text.text, article.language)
        if language is None:
            return frozenset(found)
        with self._tagger.memory_zone():
            doc = self._tagger.doc(text, language, country=article.country, on_topic=True)
            words = words_of(doc)
            scan = scan_of(doc, ScopeScanner.shared(shared(language)))
            found |= {_folded(name) for name in women_of(doc, language, words, scan).names | scan.names}
            for person in scan.people:
                if person.woman and person.kind == "name":
                    found.update(_folded(name) for name in capitals(words, person.start))
        return frozenset(found)

    def _listed(self, text: str) -> set[str]:
        """First names that the lists know as women's, and what follows them in capitals."""
        found: set[str] = set()
        words = [match.group() for match in _WORD.finditer(text)]
        # Where every word has a capital ("Maria Lopez Arrested For Drugs"), only the next one is taken for hers.
        reach = 1 if sum(word[0].isupper() for word in words) > _MOSTLY * len(words) else _SURNAMES
        for at, word in enumerate(words):
            if word[0].isupper() and _folded(word) in self._women:
                found.add(_folded(word))
                following = at + 1
                while following < len(words) and following <= at + reach:
                    if words[following].lower() not in _JOINERS:
                        if not words[following][0].isupper():
                            break
                        found.add(_folded(words[following]))
                    following += 1
        return found


def names_told(text: str, mask: NameMask) -> list[str]:
    """The names of women that a text of somebody else's tells, as it writes them."""
    names = mask.names_in(Article(id="", title="", body=text, outlet=""))
    found = [m.group() for m in _WORD.finditer(text) if m.group()[0].isupper() and _folded(m.group()) in names]
    return list(dict.fromkeys(found))


def masked(text: str, names: frozenset[str], sign: str) -> str:
    """The text with every run of name words in capitals replaced by ``sign``."""
    places = [m.span() for m in _WORD.finditer(text) if m.group()[0].isupper() and _folded(m.group()) in names]
    runs: list[tuple[int, int]] = []
    for start, end in places:
        between = _WORD.findall(text[runs[-1][1] : start]) if runs else ["-"]
        if runs and not set(between) - _JOINERS and not set(text[runs[-1][1] : start]) & set(".,;:!?()\n"):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    for start, end in reversed(runs):
        text = f"{text[:start]}{sign}{text[end:]}"
    return text


def tells_name(address: str, names: frozenset[str]) -> bool:
    """Whether an address has a name of hers in it: ``/2021/rosaura-quispalaya-vuelve``."""
    parts = urlsplit(address)
    words = _WORD.findall(unquote(f"{parts.path} {parts.query} {parts.fragment}"))
    return any(len(word) >= _SHORTEST and _folded(word) in names for word in words)


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
