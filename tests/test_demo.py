"""The demo, as a newcomer sees it: a real crawl of an invented press, and a report that says what was put into it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from encuadre.demo.newsroom import open_newsrooms
from tests.conftest import Demo, run_encuadre


def test_every_readable_story_is_collected_once_and_every_attempt_has_an_outcome(demo: Demo) -> None:
    rooms = open_newsrooms()
    readable = {f"{room.plan.host}{story.path}" for room in rooms if not room.plan.blocks for story in room.stories}
    forbidden = {path for path in readable if "/2022/01/01/" in path}
    with sqlite3.connect(demo.folder / "corpus.sqlite") as store:
        urls = [row[0].split("//")[1] for row in store.execute("select url from articles")]
        pending = store.execute("select count(*) from found where state = 'pending'").fetchone()[0]
    assert len(urls) == len(set(urls))
    assert set(urls) == readable - forbidden
    assert pending == 0


def test_the_blocking_outlet_is_reported_as_blocking_not_as_silent(demo: Demo) -> None:
    assert list(demo.figures["crawl"]["failed"]) == ["muro-alto"]


def test_framing_read_out_is_the_framing_written_in(demo: Demo) -> None:
    """The stories are written from the codebook's own examples: to read them wrong would be a defect of the way."""
    written = {
        f"{room.plan.host}{story.path}": story.written_as
        for room in open_newsrooms()
        for story in room.stories
        if not story.paywalled
    }
    right = wrong = 0
    with sqlite3.connect(demo.folder / "corpus.sqlite") as store:
        rows = store.execute(
            "select a.url, l.on_topic, l.framing from articles a join article_labels l on l.article_id = a.id"
        )
        for url, on_topic, framing in rows:
            key = url.split("//")[1]
            if key in written:
                read = framing if on_topic else "off_topic"
                right, wrong = right + (read == written[key]), wrong + (read != written[key])
    assert right / (right + wrong) > 0.9


def test_promos_bring_no_other_storys_words_into_the_body(demo: Demo) -> None:
    with sqlite3.connect(demo.folder / "corpus.sqlite") as store:
        bodies = [row[0] for row in store.execute("select body from articles")]
    for prompt in (
        "Lea también",
        "Te puede interesar",
        "MIRA:",
        "Leia mais",
        "Veja também",
        "Read more:",
        "newsletter",
    ):
        assert not [body for body in bodies if prompt in body], prompt


def test_windows_1252_pages_are_read_with_their_accents(demo: Demo) -> None:
    with sqlite3.connect(demo.folder / "corpus.sqlite") as store:
        bodies = "".join(row[0] for row in store.execute("select body from articles where outlet = 'noche-roja'"))
    assert "ñ" in bodies or "ó" in bodies
    assert "�" not in bodies


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize("country", ["MX", "BR", "US"])
def test_there_is_a_page_per_country_and_language_marked_as_invented(demo: Demo, country: str, language: str) -> None:
    page = (demo.folder / "out" / f"country-{country}.{language}.html").read_text("utf-8")
    assert f'lang="{language}' in page
    assert {"es": "son inventados", "pt": "inventad", "en": "are invented"}[language] in page
    assert "<script" not in page


def test_nothing_is_left_running_and_the_study_is_an_ordinary_study(demo: Demo) -> None:
    status = run_encuadre("status", "--study", demo.folder, "--json")
    assert status.code == 0, status.err
    assert len(status.json()["outlets"]) == 8
    assert {row["outlet"]: row["unread"] for row in status.json()["outlets"] if row["unread"]} == {
        "muro-alto": {"blocked": 1}
    }
    crawled_again = run_encuadre("crawl", "--study", demo.folder, "--json", "--quiet")
    assert crawled_again.code == 5, crawled_again.err


def test_demo_refuses_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious", "utf-8")
    ran = run_encuadre("demo", "--out", tmp_path, "--no-open")
    assert ran.code == 2
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "precious"


def test_figures_for_scripts_are_one_json_document(demo: Demo) -> None:
    assert json.dumps(demo.figures)
    assert demo.figures["tag"]["on_topic"] > 500
