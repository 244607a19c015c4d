"""The tables behind the pages: a page's figure stands in its CSV, and what was not collected is a gap, not a zero."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from corpus.records import Fetch, Outcome
from reports.build import build_reports
from reports.package.figures import figure_tables
from tests.reports_study import EVENTS, PLANS, build_study, built_site, outlet

MEXICO = PLANS[:3]
WALL = outlet("muro", "El Muro", "MX", "es")
SILENT = outlet("silencio", "El Silencio", "MX", "es")


def words_of(page: Path) -> str:
    """The words of a page as a reader meets them."""
    text = re.sub(r"<(style|svg|script)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ").split())


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Mexico with an outlet whose listings were refused, and one that nobody asked."""
    folder = tmp_path_factory.mktemp("walled")
    (folder / "events.csv").write_text(EVENTS)
    with build_study(folder, plans=MEXICO) as corpus:
        corpus.put_outlets([*(plan.outlet for plan in MEXICO), WALL, SILENT])
        for path in ("feed", "sitemap.xml"):
            corpus.record_fetch(
                Fetch(
                    url=f"https://muro.example/{path}", outlet="muro", kind="feed", outcome=Outcome.BLOCKED,
                    at="2023-01-02T00:00:00+00:00",
                ),
                canonical_url=f"https://muro.example/{path}",
            )  # fmt: skip
        build_reports(corpus, folder / "out", languages=["en"], country="MX", events_path=folder / "events.csv")
    yield folder / "out"


@pytest.mark.parametrize(("key", "why"), [("muro", "refused"), ("silencio", "nothing")])
def test_an_outlet_of_which_nothing_was_collected_has_a_reason_and_no_number(walled: Path, key: str, why: str) -> None:
    made = [row for row in rows(walled, "country-MX-composition") if row["value"] == key]
    assert [row["group"] for row in made] == ["outlet", "outlet_s", "outlet_r"]
    for row in made:
        assert row.pop("evidence") == why
        assert set(list(row.values())[2:]) == {""}
    drawn = next(row for row in rows(walled, "country-MX-outlets") if row["outlet"] == key)
    assert drawn["evidence"] == why
    assert {drawn[name] for name in ("first_month", "count", "n", "share", "low", "high")} == {""}
    for state in (row for row in rows(walled, "country-MX-states") if row["outlet"] == key):
        assert (state["evidence"], state["state"], state["state_reason"]) == (why, "not_enough_data", why)
        assert {state[name] for name in ("n", "labels", "value", "low", "high", "panel_outlets")} == {""}
    states = json.loads((walled / "figures/country-MX-states.json").read_text("utf-8"))
    assert {(row["n"], row["evidence"]) for row in states if row["outlet"] == key} == {(None, why)}


def test_health_tells_the_refusal_of_the_listings_as_the_page_does(walled: Path) -> None:
    health = {row["outlet"]: row for row in rows(walled, "country-MX-health")}
    wall, silent = health["muro"], health["silencio"]
    assert (wall["collection"], wall["listings_refused"]) == ("refused", "2")
    assert (silent["collection"], silent["listings_refused"]) == ("nothing", "")
    for row in (wall, silent):
        assert {row[name] for name in ("found", "kept", "denied", "failed", "weeks", "weeks_short")} == {""}
    assert health["la-ronda"]["collection"] == "mostly_denied"
    assert "El Muro" in words_of(walled / "country-MX.en.html")


def test_the_data_package_takes_the_gap_over_as_a_gap(walled: Path) -> None:
    tables = {table.name: table for table in figure_tables(walled / "figures")}
    made = tables["figures_composition"]
    heads = [column.name for column in made.columns]
    found = next(dict(zip(heads, row, strict=True)) for row in made.rows if "muro" in row)
    assert (found["count"], found["n"], found["share"], found["evidence"]) == (None, None, None, "refused")


def test_the_years_that_the_page_compares_stand_in_a_table_with_their_interval(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    out = built_site(tmp_path_factory.getbasetemp())
    page = words_of(out / "country-MX.en.html")
    for row in rows(out, "country-MX-trends"):
        first, last = (round(100 * int(row[f"hits_{when}"]) / int(row[f"n_{when}"])) for when in ("first", "last"))
        assert re.search(rf"\b{first}%(?: to|, then) {last}%", page), row
        assert (row["first_from"], row["first_to"], row["last_to"]) == ("2019-01", "2019-12", "2022-12")
        assert row["method"] == "within_outlets_restless_months"
        ends = (f"{abs(round(100 * float(row[name])))}" for name in ("difference", "low", "high"))
        assert re.search(r"[−+]?{} points \([−+]?{} to [−+]?{}\)".format(*ends), page), row
    assert "within the outlets that have stories in both" in page


def test_clauses_and_the_mix_of_a_change_are_found_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = built_site(tmp_path_factory.getbasetemp())
    page = words_of(out / "country-MX.en.html")
    clauses = next(row for row in rows(out, "country-MX-overall") if row["figure"] == "acts_by_clause")
    acts, n = int(clauses["count"]), int(clauses["n"])
    assert f"{acts:,} of {n:,}" in page
    assert float(clauses["share"]) == pytest.approx(acts / n, abs=1e-4)
    assert clauses["low"] == clauses["high"] == ""
    event = words_of(out / "event-MX-ley.en.html")
    for row in rows(out, "event-MX-ley-changes"):
        assert float(row["mix_part_outlet"]) == pytest.approx(float(row["mix_of_outlets"]), abs=2e-4)
        parts = (abs(round(100 * float(row[f"mix_part_{name}"]))) for name in ("outlet", "single_case", "agency"))
        assert re.search(r"outlets [−+]?{}, [^.]*? [−+]?{}, agency copy [−+]?{} points".format(*parts), event), row


def test_who_was_heard_before_and_after_an_event_is_a_table(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = built_site(tmp_path_factory.getbasetemp())
    page = words_of(out / "event-MX-ley.en.html")
    made = rows(out, "event-MX-ley-heard")
    assert [row["window"] for row in made] == ["before", "after"]
    for row in made:
        ends = [round(100 * float(row[name])) for name in ("share", "low", "high")]
        assert "{}% ({} to {}%)".format(*ends) in page or "{}% ({}% to {}%)".format(*ends) in page


def test_other_dates_are_named_by_their_month(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = built_site(tmp_path_factory.getbasetemp())
    dates = [row for row in rows(out, "event-MX-ley-placebo") if row["side"] == "s"]
    assert (dates[0]["date"], dates[0]["own"]) == ("2021-06", "1")
    months = [row["date"] for row in dates[1:]]
    assert months == sorted(set(months))
    # Six months each side of the event are clear of it, and the study's first and last six cannot be tried.
    assert all("2019-07" <= month <= "2022-06" for month in months)
    assert not {f"2021-{month:02d}" for month in range(1, 12)} & set(months)
