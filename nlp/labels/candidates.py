"""The stories that may teach: all that fit, less what audits, less what teaches already, less every copy of either.

In: a corpus, and the stories of a selection. Out: ``Candidates``: one row a text, and the words of its title and lead
as counts. The corpus is read once, a few hundred articles in memory at a time.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from scipy import sparse

from corpus.labels import Purpose
from corpus.records import Article, ArticleTags, Voice
from corpus.store import Corpus
from lexicons.codebook import AGAINST, FOR, Codebook, load_codebook
from lexicons.profiles import ACCEPTED
from nlp.labels.population import Finding, Population

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import HashingVectorizer

# A body shorter than this may be a notice that stands for many stories ("for subscribers"): its title tells them apart.
_OWN_WORDS = 40
# As many words of the body stand for the lead of an article that has none.
_LEAD_WORDS = 60
# Places for words: ten times the vocabulary of openings of a national press, so that few share one.
_PLACES = 2**18
# Texts in memory at a time; a few megabytes.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Candidates:
    """``stories``: article_id, finding, relevance, codes (tagged, in any voice) and one_cue (its framing hangs on one),
    by article_id. ``openings``: word counts of title and lead, a row for each of ``openings_of``: the stories and what
    teaches already (``teaching``). ``labelled_codes``: training labels by code. ``audited``, ``taught``: stories left
    out, since a copy of them is in an audit sample, or teaches.
    """

    stories: pd.DataFrame
    openings: sparse.csr_matrix
    openings_of: list[str]
    teaching: frozenset[str]
    labelled_codes: Mapping[str, int]
    audited: int
    taught: int


def read_candidates(corpus: Corpus, population: Population, stories: pd.DataFrame) -> Candidates:
    """What may teach, of these stories."""
    labels = corpus.labels(Purpose.TRAIN)
    auditing = corpus.drawn_for(Purpose.AUDIT)
    teaching = corpus.drawn_for(Purpose.TRAIN) | {label.article_id for label in labels}
    read = _Reading(set(stories["article_id"]), teaching - auditing)
    for article, tags, _ in corpus.tagged_articles():
        read.add(article, tags)
    read.finish()
    known = stories.assign(
        words=stories["article_id"].map(read.words),
        codes=stories["article_id"].map(read.codes),
        one_cue=stories["article_id"].isin(list(read.hanging)),
    )
    audits, teaches = read.copies_of(known, auditing), read.copies_of(known, teaching)
    free = known[~audits & ~teaches]
    # Of copies in several outlets the one found on topic, for its text was read whole.
    free = free.assign(missed=free["finding"] != Finding.ON_TOPIC.value).sort_values(["missed", "article_id"])
    free = free.drop_duplicates("text").drop_duplicates("words").sort_values("article_id").reset_index(drop=True)
    spans = [{span.code for span in label.spans or ()} for label in labels]
    return Candidates(
        stories=free[["article_id", "finding", "relevance", "codes", "one_cue"]],
        openings=sparse.vstack(read.counts, format="csr"),
        openings_of=read.opened,
        teaching=frozenset(teaching),
        labelled_codes=Counter(code for codes in spans for code in sorted(codes)),
        audited=int(audits.sum()),
        taught=int((teaches & ~audits).sum()),
    )


def word_counter() -> HashingVectorizer:
    """Counts under a digest of each word: the same whatever was read before, and no vocabulary to keep."""
    # Loaded here: scikit-learn takes a second, and drawing to audit does not need it.
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(n_features=_PLACES, alternate_sign=False, norm=None, strip_accents="unicode")


class _Reading:
    """What is kept of the articles while they pass by."""

    def __init__(self, wanted: set[str], teaching: set[str]) -> None:
        self._wanted, self._opening = wanted, wanted | teaching
        self._codebook = load_codebook()
        self._counter = word_counter()
        self._waiting: list[str] = []
        self.words: dict[str, str] = {}
        self.story: dict[str, str] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        self.hanging: set[str] = set()
        self.opened: list[str] = []
        self.counts: list[sparse.csr_matrix] = []

    def add(self, article: Article, tags: ArticleTags | None) -> None:
        """Keep what is needed of one article. One that lost its tags still tells which text it was."""
        self.words[article.id] = _digest(article)
        if article.story_id:
            self.story[article.id] = article.story_id
        if article.id in self._opening:
            self.opened.append(article.id)
            self._waiting.append(opening(article))
            if len(self._waiting) == _BATCH:
                self.finish()
        if article.id in self._wanted and tags is not None:
            self.codes[article.id] = tuple(sorted({span.code for span in tags.spans}))
            if hangs_on_one_cue(tags, self._codebook):
                self.hanging.add(article.id)

    def finish(self) -> None:
        """Count the words that wait."""
        if self._waiting:
            self.counts.append(self._counter.transform(self._waiting))
            self._waiting = []

    def copies_of(self, stories: pd.DataFrame, articles: Iterable[str]) -> pd.Series[bool]:
        """For each story whether it is a copy of one of these articles, by its story or word for word."""
        there = [each for each in articles if each in self.words]
        texts = {self.story.get(each, each) for each in there}
        words = {self.words[each] for each in there}
        return stories["text"].isin(list(texts)) | stories["words"].isin(list(words))


def hangs_on_one_cue(tags: ArticleTags, codebook: Codebook) -> bool:
    """Would the article be framed otherwise if one of its cues had been missed?"""
    sides: Counter[str] = Counter()
    for span in tags.spans:
        side = span.code[0]
        accepted = side == AGAINST and span.status in ACCEPTED
        if span.voice is Voice.OUTLET and span.code not in codebook.undeciding and not accepted:
            sides[side] += 1
    return 1 in (sides[AGAINST], sides[FOR])


def _digest(article: Article) -> str:
    words = article.body.casefold().split()
    if len(words) < _OWN_WORDS:
        words = article.title.casefold().split() + words
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def opening(article: Article) -> str:
    """What texts are compared by: the title and the lead, or as many words of the body."""
    return f"{article.title}\n{article.lead or ' '.join(article.body.split()[:_LEAD_WORDS])}"
