"""Every chart of a page as a picture: the same bytes twice, what it says beside it, and only when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Corpus
from reports.build import build_reports
from reports.charts.bars import Bar, bar_chart
from reports.charts.social import Sign, chart_png
from reports.charts.style import keeping_charts
from reports.only import Kind, Only
from tests.reports_study import built_site

PNG = b"\x89PNG\r\n\x1a\n"


def picture(title: str = "A finding") -> bytes:
    with keeping_charts() as kept:
        bar_chart([Bar("One", 0.4, "40 %")], key="k", alt="Chart")
    ((key, chart),) = kept.values()
    assert key == "k"
    signs = [Sign("a patch", fill="#FFFFFF", hatch="xx"), Sign("a mark", sign="●")]
    return chart_png(chart, signs, title=title, subtitle="n = 10", foot="Uncorrected.", alt=f"{title}. n = 10")


def test_a_picture_is_the_same_twice_is_1200_wide_and_says_what_it_shows() -> None:
    made = picture()
    assert made == picture()
    assert made.startswith(PNG)
    assert int.from_bytes(made[16:20], "big") == 1200
    assert b"A finding. n = 10" in made
    assert b"matplotlib" not in made


def test_nothing_is_kept_where_nobody_asked() -> None:
    with keeping_charts() as kept:
        pass
    bar_chart([Bar("One", 0.4, "40 %")], key="k", alt="Chart")
    assert kept == {}


def test_charts_become_pictures_on_request(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = built_site(tmp_path_factory.getbasetemp()).parent / "corpus.sqlite"
    only = Only(Kind.COUNTRY, "BR")
    with Corpus.open(store) as corpus:
        build_reports(corpus, tmp_path, languages=["en"], country="BR", only=only, demo=True, pictures=True)
    drawn = {path.name for path in (tmp_path / "figures").glob("*-chart-*.png")}
    assert {"country-BR-chart-series-s.en.png", "country-BR-chart-roles.en.png"} <= drawn


def test_without_the_request_there_are_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not list((built_site(tmp_path_factory.getbasetemp()) / "figures").glob("*-chart-*.png"))
