"""The rows of a scorecard without names of women, for whoever is not the study.

In: rows and the articles behind them. Out: the same rows, with ``HIDDEN`` in place of names in headlines, marked words
and rules, and without addresses that tell a name; and how many that were. A surname known from one article is taken out
of all of them. Figures are counted before this, never after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from corpus.records import Article
from reports.pages.scorecard import CardFigures
from reports.reply.spoken import HIDDEN, spoken_in
from reports.reply.wording import Masked
from reports.rows import ReportRows

if TYPE_CHECKING:
    from corpus.store import Corpus
    from nlp.masking import NameMask, Told


@dataclass(slots=True)
class Names:
    """The name words of articles, each article read once."""

    corpus: Corpus
    progress: Callable[[int, int], object] | None = None
    _reads: NameMask | None = None
    _known: dict[str, Told] = field(default_factory=dict)
    _everywhere: frozenset[str] = frozenset()  # the names of all articles read, without words that are common elsewhere

    @property
    def _mask(self) -> NameMask:
        """Made when first needed: it loads spaCy, and pages for the study alone hide no name."""
        if self._reads is None:
            from nlp.masking import NameMask

            self._reads = NameMask()
        return self._reads

    def of(self, article_id: str) -> frozenset[str]:
        """The words of names in an article, and of those that other articles of its outlet tell."""
        return self._told(article_id).names | self._everywhere

    def _told(self, article_id: str) -> Told:
        if article_id not in self._known:
            self._known[article_id] = self._mask.read(self.corpus.article(article_id))
        return self._known[article_id]

    def without(self, rows: ReportRows) -> ReportRows:
        """The rows without names."""
        stories, spans, copies = rows.stories, rows.spans, rows.copies
        articles = [str(article) for frame in (stories, copies) for article in frame["article_id"]]
        # First the common words of all, since by these a capital is told from a name.
        for article in articles:
            self._mask.learn(self.corpus.article(article))
        for done, article in enumerate(articles, start=1):
            self._told(article)
            if self.progress is not None:
                self.progress(done, len(articles))
        sure = self._mask.vocabulary.sure
        everybody = {name for article in articles for name in self._known[article].names}
        self._everywhere = self._everywhere | {name for name in everybody if not sure(name)}
        return replace(
            rows,
            stories=stories.assign(title=self._hidden(stories, "title"), url=self._addresses(stories)),
            copies=copies.assign(title=self._hidden(copies, "title"), url=self._addresses(copies)),
            spans=spans.assign(text=self._hidden(spans, "text"), rule=self._hidden(spans, "rule", capitals=False)),
        )

    def place_of(self, article_id: str) -> tuple[str, str | None]:
        """The headline and the address of an article that the rows no longer have, without names."""
        article = self.corpus.article(article_id)
        tells = article.url is None or self._tells(article.url, article.title, article_id)
        return self.said(article.title, article_id), None if tells else article.url

    def hide(self, text: str, article_id: str) -> str:
        """What somebody wrote about an article (or, without one, a figure), without the names in it or those words."""
        from nlp.masking import masked

        told = self._mask.names_in(Article(id="", title="", body=text, outlet=""))
        return masked(text, (self.of(article_id) if article_id else frozenset()) | told, HIDDEN)

    def card_without(self, card: CardFigures) -> CardFigures:
        """A scorecard whose stories and marks tell no name, those that its page does not list included."""
        return self._speaking(card.showing(self.without(card.rows)))

    def page_without(self, card: CardFigures) -> CardFigures:
        """A scorecard whose page tells no name: only the stories that it lists are read."""
        return self._speaking(card.showing(self.without(card.listed)))

    def masked(self, before: CardFigures, after: CardFigures) -> Masked:
        """What was taken out of the listed stories of a card."""
        titles = after.listed.stories["title"].astype("string")
        hidden = titles.str.contains(HIDDEN, regex=False, na=False)
        gone = before.listed.stories["url"].notna().to_numpy() & after.listed.stories["url"].isna().to_numpy()
        return Masked(int(hidden.sum()), len(titles), int(gone.sum()))

    def _speaking(self, card: CardFigures) -> CardFigures:
        """The card with the words that attribute its sources, without names."""
        return replace(card, spoken=spoken_in(self.corpus, card.listed, self.said))

    def said(self, text: str, article_id: str) -> str:
        """A few words of an article without names: what no list knows is hidden by its capital."""
        from nlp.masking import masked

        told = self._told(article_id)
        return masked(text, self.of(article_id) | self._mask.unsure_in(text, told), HIDDEN)

    def _hidden(self, frame: pd.DataFrame, column: str, *, capitals: bool = True) -> pd.Series:
        """The texts without names. ``capitals``: those that may be names count as names."""
        from nlp.masking import masked

        texts = [
            None
            if not isinstance(text, str)
            else self.said(text, str(article))
            if capitals
            else masked(text, self.of(str(article)), HIDDEN)
            for article, text in zip(frame["article_id"], frame[column], strict=True)
        ]
        return pd.Series(texts, index=frame.index, dtype=frame[column].dtype)

    def _addresses(self, frame: pd.DataFrame) -> pd.Series:
        """The addresses that tell no name."""
        kept = [
            address if isinstance(address, str) and not self._tells(address, str(title), str(article)) else None
            for article, title, address in zip(frame["article_id"], frame["title"], frame["url"], strict=True)
        ]
        return pd.Series(kept, index=frame.index, dtype=frame["url"].dtype)

    def _tells(self, address: str, title: str, article_id: str) -> bool:
        from nlp.masking import readable, tells_name

        names = self.of(article_id)
        return tells_name(address, names) or self._mask.vocabulary.address_tells(readable(address), title, names)
