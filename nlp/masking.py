"""Names of women taken out of words that leave the study: a headline, marked words, an address.

In: an article. Out: the words of women's names in it, and texts without them. It takes out rather too much than too
little: the first names and surnames of every woman the article names, of any first name of a woman that the lists know,
and of what follows it in capitals; of a headline, every capital that is not surely something else (nlp.capitals), since
a name in it may stand nowhere else. No rule knows every name, so whoever publishes looks too (docs/right-of-reply.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from corpus.records import Article
from lexicons.language_data import load_names
from lexicons.masking_data import folded
from nlp.capitals import JOINERS, WORD, Vocabulary
from nlp.pipeline import shared
from nlp.tagger import Tagger
from nlp.texts.article import ArticleText
from nlp.texts.language import detect_language
from nlp.texts.words import words_of
from nlp.women.custody.scope import ScopeScanner
from nlp.women.mentions.named import women_of
from nlp.women.mentions.targets import scan_of
from nlp.women.persons.names import capitals

# A first name brings at most this many more words: "María del Carmen López Ruiz".
_SURNAMES = 3
# Of the words of a title in capitals; a plain headline full of names stays below.
_MOSTLY = 0.7
# Shorter parts of an address say nothing by themselves.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells. ``names``: the words of names in it, folded; ``common``: surnames it writes as words."""

    names: frozenset[str]
    language: str | None
    common: frozenset[str]


class NameMask:
    """Finds names, one article at a time; pipelines are built once. What it has ``learned`` tells common words."""

    def __init__(self) -> None:
        self._tagger = Tagger()
        self.vocabulary = Vocabulary()
        self._women = frozenset(folded(name) for name in load_names().women)

    def learn(self, article: Article) -> None:
        """Take over the words that an article writes in small letters, and its places."""
        self.vocabulary.learn(f"{article.title}\n{article.lead or ''}\n{article.body}", article.language)

    def read(self, article: Article) -> Told:
        """The names in an article, those included that only its headline may tell."""
        below = f"{article.lead or ''}\n{article.body}"
        common = self.vocabulary.ambiguous(below)
        language = detect_language(f"{article.title}\n{below}", article.language)
        unsure = self.vocabulary.names_in(article.title, language or article.language, common)
        return Told(self.names_in(article) | unsure, language or article.language, common)

    def unsure_in(self, text: str, told: Told) -> frozenset[str]:
        """The words of a few words of an article (a mark, an attribution) that may be a name."""
        return self.vocabulary.names_in(text, told.language, told.common)

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
            found |= {folded(name) for name in women_of(doc, language, words, scan).names | scan.names}
            for person in scan.people:
                if person.woman and person.kind == "name":
                    found.update(folded(name) for name in capitals(words, person.start))
        return frozenset(found)

    def _listed(self, text: str) -> set[str]:
        """First names that the lists know as women's, and what follows them in capitals."""
        found: set[str] = set()
        words = [match.group() for match in WORD.finditer(text)]
        # Where every word has a capital ("Maria Lopez Arrested For Drugs"), only the next one is taken for hers.
        reach = 1 if sum(word[0].isupper() for word in words) > _MOSTLY * len(words) else _SURNAMES
        for at, word in enumerate(words):
            if word[0].isupper() and folded(word) in self._women:
                found.add(folded(word))
                following = at + 1
                while following < len(words) and following <= at + reach:
                    if words[following].lower() not in JOINERS:
                        if not words[following][0].isupper():
                            break
                        found.add(folded(words[following]))
                    following += 1
        return found


def names_told(text: str, mask: NameMask) -> list[str]:
    """The names of women that a text of somebody else's tells, as it writes them."""
    names = mask.names_in(Article(id="", title="", body=text, outlet=""))
    found = [m.group() for m in WORD.finditer(text) if m.group()[0].isupper() and folded(m.group()) in names]
    return list(dict.fromkeys(found))


def masked(text: str, names: frozenset[str], sign: str) -> str:
    """The text with every run of name words in capitals replaced by ``sign``."""
    places = [m.span() for m in WORD.finditer(text) if m.group()[0].isupper() and folded(m.group()) in names]
    runs: list[tuple[int, int]] = []
    for start, end in places:
        between = WORD.findall(text[runs[-1][1] : start]) if runs else ["-"]
        if runs and not set(between) - JOINERS and not set(text[runs[-1][1] : start]) & set(".,;:!?()\n"):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    for start, end in reversed(runs):
        text = f"{text[:start]}{sign}{text[end:]}"
    return text


def tells_name(address: str, names: frozenset[str]) -> bool:
    """Whether an address has a name of hers in it: ``/2021/rosaura-quispalaya-vuelve``."""
    return any(len(word) >= _SHORTEST and folded(word) in names for word in WORD.findall(readable(address)))


def readable(address: str) -> str:
    """The part of an address that may hold words of the article: all but the site."""
    parts = urlsplit(address)
    return unquote(f"{parts.path}/{parts.query}/{parts.fragment}")
