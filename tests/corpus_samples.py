"""Rows that the tests of the corpus share. All fictional."""

from __future__ import annotations

from corpus.records import (
    Article,
    ArticleTags,
    Fetch,
    Found,
    Framing,
    Outcome,
    Outlet,
    Part,
    SourceRow,
    SpanRow,
    Voice,
)
from corpus.urls import article_id, canonical_url

AT = "2025-03-01T12:00:00+00:00"


def an_outlet(**changes: object) -> Outlet:
    values: dict[str, object] = {
        "id": "faro",
        "name": "El Faro de Arena",
        "country": "MX",
        "time_zone": "America/Mexico_City",
        "languages": ("es",),
        "kind": "daily",
        "homepage": "https://faro.example/",
        "feeds": ("https://faro.example/rss",),
    }
    return Outlet(**(values | changes))  # type: ignore[arg-type]


def an_article(number: int, **changes: object) -> Article:
    url = f"http://faro.example/nota/{number}"
    values: dict[str, object] = {
        "id": article_id(canonical_url(url)),
        "title": f"La jueza escuchó a la interna {number}",
        "lead": "Una mujer privada de libertad pidió atención.",
        "body": f"La interna pidió atención médica. Es la nota {number}.",
        "outlet": "faro",
        "country": "MX",
        "language": "es",
        "url": url,
        "canonical_url": canonical_url(url),
        "published_at": "2025-02-28T20:00:00-06:00",
        "published_on": "2025-02-28",
        "published_precision": "second",
        "authors": ("Ana Ficticia",),
        "raw": f"raw/faro.warc.gz:{number}",
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def a_listing(number: int, **changes: object) -> Found:
    url = f"http://faro.example/nota/{number}"
    values: dict[str, object] = {
        "url": url,
        "canonical_url": canonical_url(url),
        "outlet": "faro",
        "discovered_by": "feed",
        "found_at": AT,
    }
    return Found(**(values | changes))  # type: ignore[arg-type]


def a_fetch(number: int, outcome: Outcome = Outcome.FETCHED, **changes: object) -> Fetch:
    values: dict[str, object] = {
        "url": f"http://faro.example/nota/{number}",
        "outlet": "faro",
        "kind": "article",
        "outcome": outcome,
        "at": AT,
    }
    return Fetch(**(values | changes))  # type: ignore[arg-type]


def some_tags(article: Article, **changes: object) -> ArticleTags:
    """The tags of ``an_article``: one span in its body by the outlet, one in its lead by a source."""
    values: dict[str, object] = {
        "article_id": article.id,
        "language": "es",
        "on_topic": True,
        "relevance": 0.75,
        "framing": Framing.RIGHTS_BASED,
        "headline": Framing.NEITHER,
        "voices": ("judge",),
        "context": ("C4",),
        "why": ("headline",),
        "words": 20,
        "spans": (
            SpanRow(
                part=Part.BODY, start=3, end=10, code="S2", voice=Voice.OUTLET, cue_id="es.s2.interna", rule="form"
            ),
            SpanRow(
                part=Part.LEAD,
                start=4,
                end=30,
                code="R1",
                voice=Voice.QUOTED,
                cue_id="es.r1.privada",
                rule="form",
                source_index=0,
            ),
        ),
        "sources": (SourceRow(part=Part.HEADLINE, start=0, end=8, role="judge", how="paraphrased"),),
    }
    return ArticleTags(**(values | changes))  # type: ignore[arg-type]
