"""An invented corpus to draw from: four outlets, one year, some copies, three findings of the machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from corpus.records import Article, ArticleTags, Framing, Outlet
from corpus.store import Corpus

START = date(2024, 1, 1)
DAYS = 366


def article(number: int, **fields: object) -> Article:
    """The article of a number; neighbours stand in different outlets and weeks."""
    day = START + timedelta(days=number * 5 % DAYS)
    given: dict[str, object] = {
        "id": f"a{number:05d}",
        "title": f"Nota {number}",
        "body": f"Texto de la nota {number} sobre el tema {number % 11}.",
        "outlet": f"o{number % 4}",
        "country": "MX",
        "language": "pt" if number % 4 == 3 else "es",
        "published_on": day.isoformat(),
        "published_precision": "day",
    }
    return Article(**(given | fields))  # type: ignore[arg-type]


def tags(number: int, **fields: object) -> ArticleTags:
    """Two of three are on topic, a ninth nearly so; a quarter of all is stigmatizing."""
    on_topic = number % 3 != 0
    given: dict[str, object] = {
        "article_id": f"a{number:05d}",
        "language": "pt" if number % 4 == 3 else "es",
        "on_topic": on_topic,
        "relevance": 0.7 if on_topic else 0.3 if number % 9 == 0 else 0.0,
        "framing": Framing.STIGMATIZING if number % 4 == 1 else Framing.NEITHER,
        "headline": Framing.NEITHER,
    }
    return ArticleTags(**(given | fields))  # type: ignore[arg-type]


def label_corpus(folder: Path, articles: Iterable[Article], tagged: Iterable[ArticleTags]) -> Corpus:
    """A corpus of these articles and tags."""
    corpus = Corpus.open(folder / "corpus.sqlite", create=True)
    corpus.put_outlets(
        Outlet(id=f"o{n}", name=f"o{n}", country="MX", time_zone="UTC", languages=("es",), kind="", homepage="")
        for n in range(4)
    )
    corpus.add_articles(articles)
    corpus.write_tags(list(tagged), corpus.start_run("tag", {"code": "1"}))
    return corpus


def numbered(folder: Path, numbers: Iterable[int]) -> Corpus:
    """The corpus of the articles of these numbers, added in the order given."""
    listed = list(numbers)
    return label_corpus(folder, [article(n) for n in listed], [tags(n) for n in listed])
