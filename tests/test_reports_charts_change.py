"""The pictures of change and of outlets: what is drawn where, and that two drawings are the same."""

from __future__ import annotations

import re

import pytest

from reports.charts.funnel import FunnelWords, Mark, funnel_chart
from reports.charts.placebo import bins_of, placebo_chart
from reports.charts.slopes import Slope, slope_chart
from reports.charts.style import spread_labels
from reports.figures.funnel import Funnel

FUNNEL = Funnel(median=0.3, between=0.02, spread=0.21, outlets=12, bounded=True)
SAY = FunnelWords("stories", "median 30 %", "limits", lambda v: f"{v:.0%}", lambda v: f"{v:.0f}")


def funnel(*marks: Mark) -> str:
    return funnel_chart(marks, FUNNEL, "#C04A00", SAY, key="f", alt="Chart. One outlet differs.")


def test_placebo_dates_are_counted_once_and_the_bars_reach_the_event() -> None:
    bins = bins_of((0.0, 0.049, 0.05, -0.05, -0.12), event=-0.23)
    assert sum(each.dates for each in bins) == 5
    assert (bins[0].low, bins[-1].high) == pytest.approx((-0.25, 0.25))
    counts = {round(each.low, 2): each.dates for each in bins if each.dates}
    assert counts == {-0.15: 1, -0.05: 1, 0.0: 2, 0.05: 1}


def test_labels_keep_apart_and_stay_where_they_are_when_there_is_room() -> None:
    assert spread_labels([10.0, 50.0, 90.0], 13) == [10.0, 50.0, 90.0]
    spread = spread_labels([50.0, 51.0, 49.0, 120.0], 13)
    assert sorted(spread) == pytest.approx([37.0, 50.0, 63.0, 120.0])
    assert spread[2] < spread[0] < spread[1]


def test_only_outlets_outside_the_limits_are_named() -> None:
    # Words are outlines: one more name is many more glyphs.
    inside = funnel(Mark("Diario", 200, 0.3, outside=False, hollow=False), Mark("Otro", 90, 0.2, False, True))
    outside = funnel(Mark("Diario", 200, 0.3, outside=True, hollow=False), Mark("Otro", 90, 0.2, False, True))
    assert outside.count("<use") - inside.count("<use") >= len("Diario")


def test_a_name_from_the_press_never_becomes_markup() -> None:
    svg = funnel(Mark("<script>$x$</script>", 200, 0.7, True, False), Mark("b", 90, 0.3, False, False))
    assert "<script" not in svg


def test_drawings_are_deterministic_speak_and_hold_no_date() -> None:
    slopes = [Slope(0.6, 0.2, "event 1: 60 %", "event 1: 20 %", True), Slope(0.3, 0.3, "2: 30 %", "2: 30 %", False)]
    drawn = [
        (
            slope_chart(slopes, ("before", "after"), "#C04A00", "o", key="s", alt="Slopes"),
            placebo_chart((0.01, -0.02), -0.3, "#C04A00", "event", "points", str, key="p", alt="Placebo"),
            funnel(Mark("a", 100, 0.3, False, False), Mark("b", 300, 0.6, True, True)),
        )
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    for svg in drawn[0]:
        assert re.search(r'role="img" viewBox="0 0 390 \d+" aria-label="[^"]+"', svg)
        assert "<metadata" not in svg
