"""The store of a study, in SQLite and in PostgreSQL: what goes in comes out, once, and what is forgotten stays away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Article, Outcome
from corpus.store import AddCounts, Corpus
from lexicons.errors import EncuadreError
from tests.corpus_postgres import postgres_url
from tests.corpus_samples import AT, a_fetch, a_listing, an_article, an_outlet, some_tags

VERSIONS = {"encuadre": "0.1.0", "lexicon": "abc"}


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_url() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Corpus]:
    if request.param == "sqlite":
        with Corpus.open(tmp_path / "corpus.sqlite", create=True) as opened:
            yield opened
        return
    url = request.getfixturevalue("postgres")
    _empty(url)
    with Corpus.open(url) as opened:
        yield opened


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_outlets_come_back_as_they_went_in_and_are_overwritten_by_id(corpus: Corpus) -> None:
    first, second = an_outlet(), an_outlet(id="sol", country="ar", feeds=(), sitemaps=("https://sol.example/s.xml",))

    corpus.put_outlets([first, second])
    corpus.put_outlets([replace(first, delay=2.5)])

    assert corpus.outlets() == [replace(first, delay=2.5), replace(second, country="AR")]
    assert corpus.outlets("ar") == [replace(second, country="AR")]


def test_articles_come_back_as_they_went_in(corpus: Corpus) -> None:
    article = an_article(1, evidence={"title": "json-ld"}, paywalled=True)

    assert corpus.add_articles([article]) == AddCounts(added=1)

    assert corpus.article(article.id) == article
    assert corpus.article("https://faro.example/nota/1?utm_source=x#top") == article
    assert list(corpus.articles()) == [article]


def test_adding_again_changes_nothing_and_another_text_is_not_kept(corpus: Corpus) -> None:
    article = an_article(1)
    corpus.add_articles([article])

    again = corpus.add_articles(
        [article, replace(article, body="Otra cosa."), replace(article, id="x", body="Y otra.")]
    )

    assert again == AddCounts(unchanged=1, conflicting=2)
    assert corpus.article(article.id).body == article.body


def test_an_unknown_article_is_one_sentence(corpus: Corpus) -> None:
    with pytest.raises(EncuadreError, match=r"'nada' is not in the corpus; give the id or the address"):
        corpus.article("nada")


def test_text_that_no_database_keeps_is_mended_not_refused(corpus: Corpus) -> None:
    corpus.add_articles([an_article(1, title="Ti\x00tulo", body="roto \ud83d aquí")])

    kept = next(corpus.articles())
    assert (kept.title, kept.body) == ("Título".replace("í", "i"), "roto � aquí")


def test_articles_are_read_in_batches_while_tags_are_written(corpus: Corpus) -> None:
    corpus.add_articles(an_article(number) for number in range(25))
    run = corpus.start_run("tag", VERSIONS)

    seen = []
    for article in corpus.articles(without_tags_of=run.version_set, batch=4):
        seen.append(article.id)
        corpus.write_tags([some_tags(article)], run)

    assert len(seen) == len(set(seen)) == 25
    assert corpus.count_articles(without_tags_of=run.version_set) == 0
    assert corpus.count_articles(without_tags_of="another") == 25


def test_articles_are_chosen_by_outlet_country_and_language(corpus: Corpus) -> None:
    corpus.put_outlets([an_outlet()])
    by_outlet = an_article(1, country=None)
    corpus.add_articles([by_outlet, an_article(2, outlet="otro", country="AR", language="pt")])

    assert list(corpus.articles(country="mx")) == [by_outlet]
    assert [article.outlet for article in corpus.articles(language="pt")] == ["otro"]
    assert corpus.count_articles(outlet="faro", country="MX") == 1
    assert corpus.count_articles(country="cl") == 0


def test_tags_replace_all_earlier_tags_of_an_article(corpus: Corpus) -> None:
    article = an_article(1)
    corpus.add_articles([article])
    first, second = corpus.start_run("tag", VERSIONS), corpus.start_run("tag", VERSIONS | {"lexicon": "def"})
    corpus.write_tags([some_tags(article)], first)

    fewer = some_tags(article, spans=some_tags(article).spans[:1], sources=())
    corpus.write_tags([fewer], second)

    assert corpus.tags(article.id) == fewer
    assert len(corpus.span_frame()) == 1
    assert corpus.status().version_sets == {second.version_set: 1}


def test_tags_of_an_article_that_is_gone_are_passed_over(corpus: Corpus) -> None:
    kept, gone = an_article(1), an_article(2)
    corpus.add_articles([kept])

    corpus.write_tags([some_tags(gone), some_tags(kept)], corpus.start_run("tag", VERSIONS))

    assert corpus.tags(kept.id) is not None
    assert corpus.tags(gone.id) is None


def test_runs_of_the_same_versions_share_a_version_set(corpus: Corpus) -> None:
    first, second = corpus.start_run("tag", VERSIONS), corpus.start_run("tag", dict(reversed(VERSIONS.items())))
    other = corpus.start_run("tag", {"encuadre": "0.2.0"})
    corpus.finish_run(first.id, {"tagged": 3})

    runs = {run.id: run for run in corpus.runs()}
    assert first.version_set == second.version_set != other.version_set
    assert runs[first.id].counts == {"tagged": 3}
    assert runs[first.id].finished_at is not None
    assert runs[second.id].finished_at is None


def test_an_address_is_found_once_and_asked_newest_first(corpus: Corpus) -> None:
    listed = [
        a_listing(1),
        a_listing(2, hints={"published": "Mon, 03 Feb 2025 10:00:00 -0600"}),
        a_listing(3, hints={"lastmod": "2025-02-20", "title": "x"}),
        a_listing(4, hints={"published": "1246-01-01"}),
    ]

    assert corpus.discover([*listed, listed[0]]) == 4
    assert corpus.discover(listed) == 0

    order = [item.url.rsplit("/", 1)[1] for item in corpus.pending("faro")]
    assert order[:2] == ["3", "2"]
    assert sorted(order[2:]) == ["1", "4"]
    assert next(corpus.pending("faro", limit=1)) == listed[2]
    assert list(corpus.pending("otro")) == []


def test_a_fetch_settles_its_address_and_a_passing_failure_is_asked_again(corpus: Corpus) -> None:
    corpus.discover([a_listing(1), a_listing(2), a_listing(3)])
    article = an_article(1)

    corpus.record_fetch(a_fetch(1, article_id=article.id), article=article)
    corpus.record_fetch(a_fetch(2, Outcome.TIMEOUT, detail="read"))
    corpus.record_fetch(a_fetch(99, Outcome.NOT_FOUND), canonical_url=a_listing(3).canonical_url)

    assert [item.url for item in corpus.pending("faro")] == ["http://faro.example/nota/2"]
    assert list(corpus.articles()) == [article]
    assert [fetch.outcome for fetch in corpus.fetches("faro")] == [Outcome.FETCHED, Outcome.TIMEOUT, Outcome.NOT_FOUND]


def test_an_address_that_keeps_failing_is_given_up(corpus: Corpus) -> None:
    corpus.discover([a_listing(1)])
    tries = 0
    while list(corpus.pending("faro")):
        corpus.record_fetch(a_fetch(1, Outcome.SERVER_ERROR))
        tries += 1
    assert tries == 5


def test_a_changed_text_replaces_the_one_before_and_its_tags(corpus: Corpus) -> None:
    article = an_article(1)
    corpus.record_fetch(a_fetch(1, article_id=article.id), article=article)
    corpus.write_tags([some_tags(article)], corpus.start_run("tag", VERSIONS))

    corpus.record_fetch(a_fetch(1, article_id=article.id), article=replace(article, fetched_at=AT))
    assert corpus.tags(article.id) is not None

    changed = replace(article, body="Texto corregido por el medio.")
    corpus.record_fetch(a_fetch(1, article_id=article.id), article=changed)
    assert corpus.article(article.id) == changed
    assert corpus.tags(article.id) is None


def test_validators_are_kept_for_the_next_request(corpus: Corpus) -> None:
    assert corpus.validators("https://faro.example/rss") == (None, None)
    corpus.put_validators("https://faro.example/rss", '"v1"', None, AT)
    corpus.put_validators("https://faro.example/rss", '"v2"', "Sat, 01 Mar 2025 12:00:00 GMT", AT)
    assert corpus.validators("https://faro.example/rss") == ('"v2"', "Sat, 01 Mar 2025 12:00:00 GMT")


def _forgettable(corpus: Corpus) -> Article:
    article = an_article(1, title="Titular inolvidable", body="Cuerpo que debe desaparecer por completo.")
    corpus.discover([a_listing(1), a_listing(2)])
    corpus.record_fetch(a_fetch(1, article_id=article.id, detail="x"), article=article)
    corpus.record_fetch(a_fetch(2, article_id=an_article(2).id), article=an_article(2))
    corpus.put_validators(str(article.url), '"v1"', None, AT)
    corpus.write_tags([some_tags(article), some_tags(an_article(2))], corpus.start_run("tag", VERSIONS))
    return article


def test_forget_removes_an_article_everywhere_and_names_its_raw_response(corpus: Corpus) -> None:
    article = _forgettable(corpus)

    gone = corpus.forget("http://faro.example/nota/1#x")

    assert gone.article_ids == (article.id,)
    assert gone.raw == (article.raw,)
    assert [item.id for item in corpus.articles()] == [an_article(2).id]
    assert corpus.tags(article.id) is None
    assert set(corpus.span_frame()["article_id"]) == {an_article(2).id}
    assert corpus.validators(str(article.url)) == (None, None)
    assert next((fetch.url, fetch.article_id) for fetch in corpus.fetches()) == ("", None)
    assert corpus.health_frame().query("outcome == 'fetched'")["n"].sum() == 2
    with pytest.raises(EncuadreError, match="is not in the corpus"):
        corpus.forget("http://faro.example/nota/1")


def test_what_is_forgotten_is_not_brought_back_by_a_crawl_or_an_import(corpus: Corpus) -> None:
    article = _forgettable(corpus)
    corpus.forget(article.id)

    assert corpus.discover([a_listing(1)]) == 0
    assert corpus.add_articles([article, replace(article, id="otra")]).added == 0
    corpus.record_fetch(a_fetch(1, article_id=article.id), article=article)
    assert [item.id for item in corpus.articles()] == [an_article(2).id]
    assert all("nota/1" not in fetch.url for fetch in corpus.fetches())


def test_label_frame_has_one_row_an_article_with_a_label(corpus: Corpus) -> None:
    corpus.put_outlets([an_outlet()])
    tagged = an_article(1, country=None, language=None)
    corpus.add_articles([tagged, an_article(2)])
    run = corpus.start_run("tag", VERSIONS)
    corpus.write_tags([some_tags(tagged)], run)

    frame = corpus.label_frame("mx")

    assert len(frame) == 1
    row = frame.iloc[0]
    assert (row["country"], row["language"], row["published_on"]) == ("MX", "es", "2025-02-28")
    assert (row["framing"], row["headline"], row["voices"], row["context"]) == (
        "rights_based",
        "neither",
        ("judge",),
        ("C4",),
    )
    assert bool(row["on_topic"]) is True
    assert row["version_set"] == run.version_set
    assert corpus.label_frame("ar").empty


def test_span_frame_slices_the_words_from_the_right_part(corpus: Corpus) -> None:
    article = an_article(1, body="🙂 La interna pidió.", lead="Una mujer privada de libertad pidió.")
    corpus.add_articles([article])
    tags = some_tags(article)
    moved = replace(tags, spans=(replace(tags.spans[0], start=5, end=12), tags.spans[1]))
    corpus.write_tags([moved], corpus.start_run("tag", VERSIONS))

    frame = corpus.span_frame()

    assert list(frame["text"]) == ["interna", "mujer privada de libertad "]
    assert list(frame["voice"]) == ["outlet", "quoted"]
    assert corpus.source_frame().to_dict("records") == [
        {"article_id": article.id, "outlet": "faro", "country": "MX", "role": "judge", "how": "paraphrased"}
    ]


def test_frames_have_their_columns_when_there_is_nothing(corpus: Corpus) -> None:
    assert {"framing", "on_topic", "version_set"} <= set(corpus.label_frame().columns)
    assert {"code", "text"} <= set(corpus.span_frame().columns)
    assert {"role", "how"} <= set(corpus.source_frame().columns)
    assert list(corpus.health_frame().columns) == ["outlet", "country", "week", "outcome", "n"]
    assert corpus.status().articles == 0


def test_health_counts_each_address_once_in_the_week_of_the_item(corpus: Corpus) -> None:
    corpus.put_outlets([an_outlet()])
    corpus.discover([a_listing(n, hints={"published": "2025-02-26"}) for n in (1, 2)])
    corpus.discover([a_listing(3), a_listing(4, hints={"published": "2025-02-19"})])
    article = an_article(1)
    corpus.record_fetch(a_fetch(1, article_id=article.id), article=article)
    corpus.record_fetch(a_fetch(2, Outcome.TIMEOUT))
    corpus.record_fetch(a_fetch(2, Outcome.BLOCKED))
    corpus.record_fetch(a_fetch(3, Outcome.OFF_ROBOTS))
    corpus.record_fetch(a_fetch(5, kind="feed", outcome=Outcome.LISTING))

    rows = {(row.week, row.outcome): row.n for row in corpus.health_frame("MX").itertuples()}

    assert rows == {
        ("2025-02-17", "pending"): 1,
        ("2025-02-17", "found"): 1,
        ("2025-02-24", "fetched"): 1,
        ("2025-02-24", "blocked"): 1,
        ("2025-02-24", "off_robots"): 1,
        ("2025-02-24", "found"): 3,
    }


def test_status_counts_by_outlet(corpus: Corpus) -> None:
    corpus.put_outlets([an_outlet(), an_outlet(id="vacio", country="AR")])
    corpus.discover([a_listing(1), a_listing(2)])
    article = an_article(1)
    corpus.record_fetch(a_fetch(1, article_id=article.id), article=article)
    corpus.add_articles([an_article(7, outlet="Importado", published_on=None)])
    corpus.write_tags([some_tags(article)], corpus.start_run("tag", VERSIONS))

    by_outlet = {outlet.outlet: outlet for outlet in corpus.status().outlets}

    faro = by_outlet["faro"]
    assert (faro.found, faro.pending, faro.articles, faro.tagged, faro.on_topic) == (2, 1, 1, 1, 1)
    assert faro.outcomes == {"fetched": 1}
    assert faro.first_published_on == faro.last_published_on == "2025-02-28"
    assert by_outlet["vacio"].articles == 0
    assert by_outlet["Importado"].without_day == 1
    assert corpus.status().articles == 2
