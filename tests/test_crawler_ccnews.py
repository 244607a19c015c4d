"""Articles out of WARC files: the same as a crawl gives, each record counted once, nothing on topic lost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.records import Outlet
from corpus.store import Corpus
from crawler.ccnews.collect import Collected, Wanted, collect
from crawler.ccnews.sift import Registry
from crawler.ccnews.topic import TopicTest, readable_runs
from crawler.config import CrawlConfig
from crawler.extraction import extract
from crawler.warc import read_record
from tests.warc_files import AT, BODY, DAY, LANGUAGES, OFF_TOPIC, ON_TOPIC, Warc, outlet, page


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    return folder


def run(
    study: Path, *files: Path, everything: bool = False, outlets: tuple[Outlet, ...] = (), **days: date
) -> Collected:
    wanted = Wanted(
        outlets=outlets or (outlet(),), topic=None if everything else TopicTest.of(), languages=LANGUAGES, **days
    )
    config = CrawlConfig(extraction_workers=1)
    return collect(study / "corpus.sqlite", files, wanted, config, study / "raw")


def stored(study: Path) -> list[Any]:
    with Corpus.open(study / "corpus.sqlite") as corpus:
        return list(corpus.articles())


def test_an_article_is_the_one_a_crawl_of_the_page_gives(study: Path, tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.article(ON_TOPIC)
    result = run(study, warc.close())

    (article,) = stored(study)
    slug, title, body = ON_TOPIC
    same = extract(page(title, body).encode(), f"https://www.diario.example/{slug}")
    assert (article.title, article.lead, article.body) == (same.title, same.lead, same.body)
    assert (article.published_on, article.outlet, article.language) == (DAY, "diario", "es")
    assert article.fetched_at == "2023-05-10T08:00:00+00:00"
    assert read_record(study / "raw", article.raw).body == page(title, body).encode()
    assert result.totals == {"fetched": 1}


def test_every_record_of_the_outlets_has_one_outcome(study: Path, tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.add("https://otro.example/x", page(*ON_TOPIC[1:]))
    warc.article(ON_TOPIC)
    warc.article(ON_TOPIC)  # the same capture again
    warc.article(OFF_TOPIC)
    url = "https://www.diario.example/"
    warc.add(f"{url}vieja", b"", status="301 Moved", headers=(("Location", f"{url}nueva"),))
    warc.add(f"{url}nada", "no", status="404 Not Found")
    warc.add(f"{url}foto.jpg", b"\xff\xd8", content_type="image/jpeg")
    warc.add(f"{url}visto", b"", kind="revisit")
    warc.add(f"{url}larga", page("Detenida", BODY), more={"WARC-Truncated": "length"})
    warc.add(f"{url}portada", "<html><body><h1>Mujer detenida</h1><a href=/x>x</a></body></html>")
    warc.add(f"{url}sin-fecha", page("Detenida", BODY), more={"WARC-Date": "ayer"})
    warc.add(f"{url}roto", b"x", headers=(("Transfer-Encoding", "chunked"),))
    result = run(study, warc.close())

    assert result.records == 12
    assert result.counts.total() == 11
    totals = result.totals
    assert totals.pop("fetched") == totals.pop("duplicate") == totals.pop("redirect") == totals.pop("no_page") == 1
    assert totals.pop("not_html") == totals.pop("revisit") == totals.pop("too_large") == totals.pop("unreadable") == 1
    assert totals.pop("not_article") == 1
    assert totals == {"off_topic": 2}
    assert {week for _, week, reason in result.counts if reason != "unreadable"} == {"2023-05-08"}
    assert len(stored(study)) == 1


def test_everything_keeps_what_the_topic_test_passes_over(study: Path, tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.article(ON_TOPIC)
    warc.article(OFF_TOPIC)
    file = warc.close()
    assert run(study, file).totals == {"fetched": 1, "off_topic": 1}
    assert run(study, file, everything=True).totals == {"fetched": 2}
    assert len(stored(study)) == 2


def test_a_file_read_before_is_not_read_again_wherever_it_lies(study: Path, tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.article(ON_TOPIC)
    file = warc.close()
    first = run(study, file)
    moved = file.rename(tmp_path / "b.warc.gz")
    second = run(study, moved)
    assert (second.read_before, second.counts) == (1, first.counts)


def test_the_same_captures_in_another_file_are_duplicates(study: Path, tmp_path: Path) -> None:
    for name, stories in (("a", (ON_TOPIC,)), ("b", (OFF_TOPIC, ON_TOPIC))):
        warc = Warc(tmp_path / f"{name}.warc.gz")
        for story in stories:
            warc.article(story)
        warc.close()
    result = run(study, tmp_path / "a.warc.gz", tmp_path / "b.warc.gz")
    assert result.totals == {"fetched": 1, "off_topic": 1, "duplicate": 1}


def test_captures_of_one_address_are_versions_and_the_latest_stands(study: Path, tmp_path: Path) -> None:
    url = "https://www.diario.example/nota"
    for name, at, title in (("b", "2023-05-12T00:00:00Z", "Dos mujeres detenidas"), ("a", AT, "Una mujer detenida")):
        warc = Warc(tmp_path / f"{name}.warc.gz")
        warc.add(url, page(title, BODY), at=at)
        warc.close()
    run(study, tmp_path / "b.warc.gz", tmp_path / "a.warc.gz")
    with Corpus.open(study / "corpus.sqlite") as corpus:
        titles = [version.title for version in corpus.versions(url)]
    assert titles == ["Una mujer detenida", "Dos mujeres detenidas"]
    assert stored(study)[0].title == "Dos mujeres detenidas"


class _Killed(BaseException):
    pass


@pytest.mark.parametrize("after", [1, 3])
def test_a_reading_that_is_killed_goes_on_without_duplicates(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    for number in range(6):
        warc.article(ON_TOPIC, number + 1)
        warc.article(OFF_TOPIC, number + 1)
    file = warc.close()
    written = 0
    record = Corpus.record_fetch

    def killed(self: Corpus, *arguments: Any, **more: Any) -> None:
        nonlocal written
        record(self, *arguments, **more)
        written += 1
        if written == after:
            raise _Killed  # the row is in the corpus, the state is not

    monkeypatch.setattr(Corpus, "record_fetch", killed)
    with pytest.raises(_Killed):
        run(study, file)
    monkeypatch.setattr(Corpus, "record_fetch", record)

    result = run(study, file)
    assert result.totals == {"fetched": 6, "off_topic": 6}
    assert result.records == 12
    with Corpus.open(study / "corpus.sqlite") as corpus:
        assert len(list(corpus.fetches())) == 6


def test_days_leave_out_what_lies_outside(study: Path, tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.add("https://www.diario.example/a", page("Mujer detenida", BODY, "2019-01-05"))
    warc.add("https://www.diario.example/b", page("Mujer detenida hoy", BODY))
    warc.add("https://www.diario.example/c", page("Mujer detenida ayer", BODY), at="2022-05-10T08:00:00Z")
    file = warc.close()
    assert run(study, file, since=date(2023, 5, 1)).totals == {"fetched": 1, "outside_days": 1, "too_early": 1}
    assert run(study, file, until=date(2020, 1, 1)).totals == {"fetched": 2, "outside_days": 1}


def test_an_address_belongs_to_the_nearest_outlet() -> None:
    registry = Registry(
        [
            outlet(),
            outlet("deportes", "https://deportes.diario.example/"),
            outlet("sur", "https://medios.example/sur/"),
            outlet("norte", "https://medios.example/norte/"),
        ]
    )
    places = {
        "http://diario.example/nota": "diario",
        "https://m.diario.example/nota": "diario",
        "https://deportes.diario.example/nota": "deportes",
        "https://www.medios.example/norte/nota": "norte",
        "https://medios.example/sur/nota": "sur",
    }
    for url, expected in places.items():
        found = registry.outlet_of(url)
        assert found is not None and found.id == expected
    assert registry.outlet_of("https://eldiario.example/nota") is None
    assert registry.outlet_of("dns:diario.example") is None


def test_a_bomb_and_a_huge_record_take_no_memory(tmp_path: Path, study: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.add("https://www.diario.example/bomba", b"\0" * 60_000_000)
    bomb = gzip.compress(b"<p>detenida</p>" * 2_000_000)
    warc.add("https://www.diario.example/bomba2", bomb, headers=(("Content-Encoding", "gzip"),))
    warc.article(ON_TOPIC)
    assert run(study, warc.close()).totals == {"too_large": 2, "fetched": 1}


def test_bodies_as_they_were_sent_are_decoded(tmp_path: Path, study: Path) -> None:
    text = page(*ON_TOPIC[1:]).encode()
    warc = Warc(tmp_path / "a.warc.gz")
    warc.add("https://www.diario.example/a", gzip.compress(text), headers=(("Content-Encoding", "gzip"),))
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
    warc.add("https://www.diario.example/b", chunks, headers=(("Transfer-Encoding", "chunked"),))
    warc.add("https://www.diario.example/c", text, headers=(("Content-Encoding", "gzip"), ("Content-Length", "7")))
    assert run(study, warc.close()).totals == {"fetched": 3}


def test_what_was_forgotten_does_not_come_back(tmp_path: Path, study: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz")
    warc.article(ON_TOPIC)
    warc.add("https://www.diario.example/detenida-en-el-mercado-0", page(*ON_TOPIC[1:]), at="2023-06-01T00:00:00Z")
    file = warc.close()
    run(study, file)
    with Corpus.open(study / "corpus.sqlite") as corpus:
        corpus.forget("https://www.diario.example/detenida-en-el-mercado-0")
    for state in (study / "warc").iterdir():
        state.unlink()
    assert run(study, file).totals == {"forgotten": 2}
    assert stored(study) == []


def _written(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("cp1252", "xmlcharrefreplace")
    yield text.encode("ascii", "xmlcharrefreplace")
    yield text.encode("utf-16")
    yield text.encode().decode("cp1252", "ignore").encode()
    yield json.dumps({"articleBody": text}).encode()


def test_no_article_on_topic_is_passed_over() -> None:
    """Against the relevance score itself, on sentences that stand alone, however the page writes its letters."""
    from corpus.records import Article
    from encuadre.demo.newsroom import open_newsrooms
    from nlp.tagger import Tagger

    test, tagger, on_topic = TopicTest.of(), Tagger(), 0
    for room in open_newsrooms():
        language = room.plan.language
        for story in room.stories[::40]:
            body = "\n\n".join(story.paragraphs)
            article = Article(id="x", title=story.title, body=body, outlet="x", language=language)
            if tagger.tag(article).on_topic:
                on_topic += 1
                text = f"<h1>{story.title}</h1><p>{body}</p>"
                assert all(test.may_hold(readable_runs(written)) for written in _written(text)), story.title
    assert on_topic > 20


@pytest.mark.parametrize(
    "text",
    [
        "<span class='cap'>D</span>etenida en el puerto",
        "MUJERES EN PRISION",
        "la mujer fue dete&shy;nida",
        "quedó en prisi&oacute;n preventiva la joven",
        "a ré foi condenada",
        "uma mulher foi <b>presa</b>, diz a polícia",
        "she was <a href='/x'>arrested</a> on Monday",
    ],
)
def test_ways_to_write_a_form(text: str) -> None:
    assert TopicTest.of().may_hold(readable_runs(text.encode()))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crawler.registry import write_outlets
    from encuadre.cli.app import app
    from encuadre.study import Study

    study = Study.init(tmp_path / "study", ())
    write_outlets(study.folder / "outlets.csv", [outlet()])
    warc = Warc(tmp_path / "a.warc.gz")
    warc.article(ON_TOPIC)
    warc.article(OFF_TOPIC)
    typed = ["collect", str(warc.close()), "--study", str(study.folder), "--json"]
    result = CliRunner().invoke(app, typed)
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["totals"] == {"fetched": 1, "off_topic": 1}
    assert figures["weeks"][0] == {"outlet": "diario", "week": "2023-05-08", "outcome": "fetched", "records": 1}
    assert json.loads(CliRunner().invoke(app, typed).stdout)["read_before"] == 1
    shown = CliRunner().invoke(app, ["status", "--study", str(study.folder), "--json"])
    assert json.loads(shown.stdout)["outlets"][0]["passed_over"] == {"off_topic": 1}
