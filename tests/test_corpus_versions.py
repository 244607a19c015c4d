"""Revisions: what an article said before is kept, once, and a changed headline is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.labels import HumanLabel, Purpose
from corpus.records import Article
from corpus.store import Corpus
from corpus.versions import Version, headline_changes
from crawler.run import crawl
from tests.conftest import run_encuadre
from tests.corpus_samples import a_fetch, a_listing, an_article, some_tags
from tests.loopback import LoopbackPress, Reply, article, config, outlet, study


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as opened:
        yield opened


def crawled(corpus: Corpus, item: Article) -> None:
    corpus.record_fetch(a_fetch(1, article_id=item.id), article=item, canonical_url=item.canonical_url)


def text(number: int, **changes: object) -> Article:
    return an_article(1, fetched_at=f"2026-03-0{number}T10:00:00+00:00", raw=f"r.warc.gz:{number}", **changes)


def test_a_changed_text_is_tagged_anew_and_the_one_before_is_kept(corpus: Corpus) -> None:
    first = text(1, title="Cae narcomula en el aeropuerto")
    second = text(2, title="Detienen a una mujer en el aeropuerto")
    crawled(corpus, first)
    corpus.write_tags([some_tags(first)], corpus.start_run("tag", {}))
    crawled(corpus, second)
    assert corpus.tags(first.id) is None
    versions = corpus.versions(first.id)
    assert [(each.title, each.current) for each in versions] == [(first.title, False), (second.title, True)]
    (change,) = headline_changes(versions)
    assert (change.taken_out, change.put_in) == (("Cae narcomula",), ("Detienen a una mujer",))
    assert corpus.changed_headlines() == [first.id]


def test_a_text_is_kept_once_however_often_it_comes_back(corpus: Corpus) -> None:
    for number, title in enumerate(("A", "B", "A", "B", "A"), start=1):
        crawled(corpus, text(number, title=title))
    assert [each.title for each in corpus.versions(an_article(1).id)] == ["B", "A"]


def test_a_labelled_text_stands_and_the_new_one_is_the_version(corpus: Corpus) -> None:
    crawled(corpus, text(1))
    said = HumanLabel(
        article_id=an_article(1).id,
        annotator="ana",
        purpose=Purpose.TRAIN,
        answers={},
        codebook_version="1.0",
        labelled_at="2026-03-01T12:00:00+00:00",
    )
    corpus.write_labels([said])
    crawled(corpus, text(2, title="Otro titular"))
    assert corpus.article(an_article(1).id).title == text(1).title
    assert [(each.title, each.current) for each in corpus.versions(an_article(1).id)] == [
        (text(1).title, True),
        ("Otro titular", False),
    ]


def test_forgetting_an_article_forgets_its_versions_and_names_all_raw_pages(corpus: Corpus) -> None:
    crawled(corpus, text(1))
    crawled(corpus, text(2, title="Otro titular"))
    gone = corpus.forget(an_article(1).id)
    assert set(gone.raw) == {"r.warc.gz:1", "r.warc.gz:2"}
    assert corpus.changed_headlines() == []


@pytest.mark.parametrize(
    ("lastmod", "asked_again"),
    [("2026-03-05T00:00:00+00:00", True), ("2026-02-01T00:00:00+00:00", False), ("2026-03-05", False), ("soon", False)],
)
def test_only_what_was_certainly_changed_since_is_asked_again(corpus: Corpus, lastmod: str, asked_again: bool) -> None:
    listing = a_listing(1)
    corpus.discover([listing])
    item = text(1)
    corpus.record_fetch(a_fetch(1, at="2026-03-01T10:00:00+00:00"), article=item, canonical_url=listing.canonical_url)
    again = replace(listing, hints={"lastmod": lastmod})
    corpus.discover([again])
    assert list(corpus.pending(listing.outlet)) == []
    corpus.discover([again], revisits=1)
    assert bool(list(corpus.pending(listing.outlet))) is asked_again


def test_words_of_a_headline_that_changed() -> None:
    def version(title: str) -> Version:
        return Version(article_id="a", seen_at=None, title=title, lead=None, body="", raw=None, current=False)

    changes = headline_changes([version(t) for t in ("La reclusa habló", "LA RECLUSA HABLÓ", "La interna habló ayer")])
    assert [(each.taken_out, each.put_in) for each in changes] == [((), ()), (("RECLUSA",), ("interna", "ayer"))]


def test_an_outlet_that_rewrites_its_headline_is_seen_to(tmp_path: Path) -> None:
    def sitemap(changed: str) -> Reply:
        body = f"<urlset><url><loc>http://d.example/nota-1</loc><lastmod>{changed}</lastmod></url></urlset>"
        return Reply(body.encode(), content_type="application/xml")

    folder = tmp_path / "study"
    assert run_encuadre("init", folder).code == 0
    where, raw = study(folder)
    with LoopbackPress() as press:
        row = outlet("d.example", sitemaps=["http://d.example/s.xml"])
        for title, changed in (
            ("Cae reclusa prófuga", "2024-03-05T10:00:00Z"),
            ("Vuelve a prisión", "2099-01-01T00:00:00Z"),
        ):
            press.put("http://d.example/nota-1", article(title))
            press.put("http://d.example/s.xml", sitemap(changed))
            crawl(where, [row], config(press), raw)
        crawl(where, [row], config(press), raw)
        assert press.hits("http://d.example/nota-1") == 2
    (change,) = run_encuadre("versions", "--study", folder, "--json").json()
    assert (change["before"], change["after"]) == ("Cae reclusa prófuga", "Vuelve a prisión")
    assert "Vuelve" in run_encuadre("versions", "http://d.example/nota-1", "--study", folder).out
