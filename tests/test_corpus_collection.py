"""Collections: what machines crawled apart becomes one corpus, once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.collection import MANIFEST
from corpus.records import Outcome
from corpus.store import Corpus
from crawler.parts import Part
from crawler.run import crawl
from lexicons.errors import EncuadreError
from tests.corpus_samples import a_fetch, a_listing, an_article
from tests.loopback import LoopbackPress, article, config, outlet, rss

PLAIN = "tests.extractors:plain"


def _whole(corpus: Corpus) -> tuple[object, ...]:
    """All that a collection carries, without the numbers that stores give their own rows."""
    attempts = sorted((f.run_id or "", f.url, f.at, f.kind, f.outcome, f.article_id or "") for f in corpus.fetches())
    waiting = sorted(found.canonical_url for row in corpus.outlets() for found in corpus.pending(row.id))
    return list(corpus.articles()), attempts, waiting, corpus.outlets(), corpus.status()


def test_parts_crawled_apart_merge_into_what_one_crawl_would_have_brought(tmp_path: Path) -> None:
    with LoopbackPress() as press:
        rows = []
        for name in (f"diario{n}.example" for n in range(6)):
            urls = [f"http://{name}/{page}" for page in range(5)]
            for url in urls[:-1]:
                press.put(url, article(f"Nota {url}"))
            press.put(f"http://{name}/rss", rss(urls))
            rows.append(outlet(name, feeds=[f"http://{name}/rss"]))
        parts = [tmp_path / f"machine{n}" for n in (1, 2, 3)]
        for number, folder in enumerate(parts, start=1):
            folder.mkdir()
            crawl(
                folder / "c.sqlite", rows, config(press), folder / "raw", extractor=PLAIN, part=Part(number, len(parts))
            )
    with Corpus.open(tmp_path / "all.sqlite", create=True) as whole:
        for folder in parts:
            with Corpus.open(folder / "c.sqlite") as corpus:
                corpus.write_collection(folder / "out")
            whole.merge_collection(folder / "out")
        assert whole.count_articles() == 24
        status = whole.status()
        outcomes = [dict(each.outcomes) for each in status.outlets]
        assert outcomes == [{"fetched": 4, "not_found": 1}] * 6
        before = _whole(whole)
        again = whole.merge_collection(parts[0] / "out")
        assert (again.articles, again.found, again.fetches) == (0, 0, 0)
        assert again.unchanged > 0
        assert _whole(whole) == before


def test_an_article_keeps_every_field_on_the_way(tmp_path: Path) -> None:
    given = an_article(1, evidence={"title": "json-ld"}, paywalled=True, authors=("A", "B"), wire_agency="EFE")
    with (
        Corpus.open(tmp_path / "a.sqlite", create=True) as first,
        Corpus.open(tmp_path / "b.sqlite", create=True) as to,
    ):
        first.add_articles([given])
        first.write_collection(tmp_path / "out")
        to.merge_collection(tmp_path / "out")
        assert list(to.articles()) == list(first.articles())


def test_what_was_fetched_elsewhere_is_not_fetched_again_here(tmp_path: Path) -> None:
    listing = a_listing(1)
    with (
        Corpus.open(tmp_path / "a.sqlite", create=True) as first,
        Corpus.open(tmp_path / "b.sqlite", create=True) as to,
    ):
        for corpus in (first, to):
            corpus.discover([listing])
        first.record_fetch(
            replace(a_fetch(1), url=listing.url, outcome=Outcome.NOT_ARTICLE), canonical_url=listing.canonical_url
        )
        first.write_collection(tmp_path / "out")
        to.merge_collection(tmp_path / "out")
        assert list(to.pending(listing.outlet)) == []


def test_another_text_here_stays_and_what_was_forgotten_here_stays_away(tmp_path: Path) -> None:
    with (
        Corpus.open(tmp_path / "a.sqlite", create=True) as first,
        Corpus.open(tmp_path / "b.sqlite", create=True) as to,
    ):
        first.add_articles([an_article(1), an_article(2), an_article(3)])
        to.add_articles([replace(an_article(1), body="Otro texto."), an_article(2)])
        to.forget(an_article(2).id)
        first.write_collection(tmp_path / "out")
        merged = to.merge_collection(tmp_path / "out")
        assert (merged.articles, merged.conflicting, merged.forgotten) == (1, 1, 1)
        assert to.article(an_article(1).id).body == "Otro texto."
        assert {each.body for each in to.versions(an_article(1).id)} == {"Otro texto.", an_article(1).body}


def test_what_an_article_said_before_comes_along_once(tmp_path: Path) -> None:
    with (
        Corpus.open(tmp_path / "a.sqlite", create=True) as first,
        Corpus.open(tmp_path / "b.sqlite", create=True) as to,
    ):
        for number, title in enumerate(("Primer titular", "Segundo titular"), start=1):
            item = an_article(1, title=title, fetched_at=f"2026-03-0{number}T10:00:00+00:00")
            first.record_fetch(a_fetch(1, article_id=item.id), article=item, canonical_url=item.canonical_url)
        gone = an_article(2)
        for title in (gone.title, "Otro titular"):
            changed = replace(gone, title=title)
            first.record_fetch(a_fetch(2, article_id=gone.id), article=changed, canonical_url=gone.canonical_url)
        to.add_articles([gone])
        to.forget(gone.id)
        first.write_collection(tmp_path / "out")
        for _ in range(2):
            to.merge_collection(tmp_path / "out")
            assert [each.title for each in to.versions(an_article(1).id)] == ["Primer titular", "Segundo titular"]
        assert to.versions(an_article(1).id) == first.versions(an_article(1).id)
        assert to.count_articles() == 1


def test_what_was_passed_over_unread_is_an_item_found_and_comes_along_once(tmp_path: Path) -> None:
    counts = {("d", "2026-03-02", "off_topic"): 7, ("d", "2026-03-02", "not_html"): 2, ("d", "", "off_topic"): 1}
    with (
        Corpus.open(tmp_path / "a.sqlite", create=True) as first,
        Corpus.open(tmp_path / "b.sqlite", create=True) as to,
    ):
        first.put_passed_over("one", {("d", "2026-02-23", "off_topic"): 99})
        first.put_passed_over("one", counts)
        first.put_passed_over("two", {("d", "2026-03-09", "off_topic"): 5})
        first.write_collection(tmp_path / "out")
        for _ in range(2):
            to.merge_collection(tmp_path / "out")
        frame = to.health_frame()
        found = frame[frame["outcome"] == "found"].set_index("week")["n"].to_dict()
        assert found == {"2026-03-02": 7, "2026-03-09": 5}
        assert dict(to.status().outlets[0].passed_over) == {"not_html": 2, "off_topic": 13}
        assert to.breaks() == []


def test_a_folder_of_other_things_and_a_damaged_collection_are_told(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_text("mine", "utf-8")
    with Corpus.open(tmp_path / "a.sqlite", create=True) as corpus:
        corpus.add_articles([an_article(1)])
        with pytest.raises(EncuadreError, match="is not empty"):
            corpus.write_collection(other)
        corpus.write_collection(tmp_path / "out")
        corpus.write_collection(tmp_path / "out")
        (tmp_path / "out" / "fetches.parquet").write_bytes(b"PAR1 rubbish")
        with pytest.raises(EncuadreError, match=r"fetches\.parquet cannot be read"):
            corpus.merge_collection(tmp_path / "out")
        for text in ("{", "[]", json.dumps({"kind": "other", "format": 1})):
            (tmp_path / "out" / MANIFEST).write_text(text, "utf-8")
            with pytest.raises(EncuadreError, match="does not hold"):
                corpus.merge_collection(tmp_path / "out")
