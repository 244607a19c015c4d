"""The rows of a scorecard without names of women, for whoever is not the study.

In: rows and the articles behind them. Out: the same rows, with ``HIDDEN`` in place of names in headlines, marked words
and rules, and without addresses that tell a name. Figures are counted before this, never after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from corpus.records import Article
from reports.pages.scorecard import CardFigures
from reports.rows import ReportRows

if TYPE_CHECKING:
    from corpus.store import Corpus
    from nlp.masking import NameMask

# Stands for a name in every language.
HIDDEN = "[…]"


@dataclass(slots=True)
class Names:
    """The name words of articles, each article read once."""

    corpus: Corpus
    progress: Callable[[int, int], object] | None = None
    _reads: NameMask | None = None
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def _mask(self) -> NameMask:
        """Made when first needed: it loads spaCy, and pages for the study alone hide no name."""
        if self._reads is None:
            from nlp.masking import NameMask

            self._reads = NameMask()
        return self._reads

    def of(self, article_id: str) -> frozenset[str]:
        """The words of women's names in an article."""
        if article_id not in self._known:
            self._known[article_id] = self._mask.names_in(self.corpus.article(article_id))
        return self._known[article_id]

    def without(self, rows: ReportRows) -> ReportRows:
        """The rows without names."""
        articles = list(rows.stories["article_id"])
        for done, article in enumerate(articles, start=1):
            self.of(article)
            if self.progress is not None:
                self.progress(done, len(articles))
        stories, spans = rows.stories, rows.spans
        return replace(
            rows,
            stories=stories.assign(
                title=self._changed(stories, "title", _hidden), url=self._changed(stories, "url", _kept)
            ),
            spans=spans.assign(text=self._changed(spans, "text", _hidden), rule=self._changed(spans, "rule", _hidden)),
        )

    def hide(self, text: str, article_id: str) -> str:
        """What somebody wrote about an article (or, without one, a figure), without the names in it or those words."""
        from nlp.masking import masked

        told = self._mask.names_in(Article(id="", title="", body=text, outlet=""))
        return masked(text, (self.of(article_id) if article_id else frozenset()) | told, HIDDEN)

    def card_without(self, card: CardFigures) -> CardFigures:
        """A scorecard whose stories and marks tell no name, those that its page does not list included."""
        return card.showing(self.without(card.rows))

    def page_without(self, card: CardFigures) -> CardFigures:
        """A scorecard whose page tells no name: only the stories that it lists are read."""
        return card.showing(self.without(card.listed))

    def _changed(
        self, frame: pd.DataFrame, column: str, change: Callable[[str, frozenset[str]], str | None]
    ) -> pd.Series:
        texts = [
            change(text, self.of(str(article))) if isinstance(text, str) else None
            for article, text in zip(frame["article_id"], frame[column], strict=True)
        ]
        return pd.Series(texts, index=frame.index, dtype=frame[column].dtype)


def _hidden(text: str, names: frozenset[str]) -> str:
    from nlp.masking import masked

    return masked(text, names, HIDDEN)


def _kept(address: str, names: frozenset[str]) -> str | None:
    from nlp.masking import tells_name

    return None if tells_name(address, names) else address
