"""What the collection lets nobody trust: refusals, gaps and paywalls are told by name and by number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.figures.health import Collected, OutletHealth
from reports.i18n import words_for
from reports.pages.collection import collection_doubts
from reports.pages.content import health_figure
from reports.pages.frame import Site
from reports.pages.index import index_page
from tests.reports_study import outlet

WHOLE = OutletHealth(
    outlet("faro", "El Faro", "MX", "es"), found=100, items=90, kept=100, denied=0, no_article=0, failed=0, pending=0,
    off_topic=0, weeks=50, weeks_short=0, stories=80,
)  # fmt: skip
REFUSED = replace(WHOLE, outlet=outlet("muro", "El Muro", "MX", "es"), found=None, items=0, kept=0, stories=0, unread=1)


@pytest.mark.parametrize(
    ("health", "state"),
    [
        (WHOLE, Collected.WHOLE),
        (REFUSED, Collected.REFUSED),
        (replace(REFUSED, unread=0), Collected.NOTHING),
        (replace(REFUSED, unread=0, found=9, denied=9), Collected.REFUSED),
        (replace(WHOLE, denied=1), Collected.SOME_DENIED),
        (replace(WHOLE, denied=60), Collected.MOSTLY_DENIED),
        (replace(WHOLE, weeks_short=3), Collected.GAPS),
        (replace(WHOLE, found=None, kept=0), Collected.IMPORTED),
    ],
)
def test_the_state_of_a_collection(health: OutletHealth, state: Collected) -> None:
    assert health.state is state


def test_one_refused_address_is_told_and_no_title_says_that_there_was_none() -> None:
    words = words_for("en")
    some = replace(WHOLE, denied=1)
    assert any("El Faro (1 of 101)" in line for line in collection_doubts([some], words))
    figure = health_figure({}, [some], 1, words)
    assert figure is None
    assert not some.fair
    assert WHOLE.fair


def test_paywalled_stories_are_told_with_their_number_and_many_of_them_as_a_warning() -> None:
    words = words_for("en")
    few, many = (collection_doubts([replace(WHOLE, walled=n)], words)[0] for n in (3, 20))
    assert "El Faro (3 of 80)" in few
    assert "mislead" not in few
    assert "El Faro (20 of 80)" in many
    assert "mislead" in many


def test_nothing_is_told_of_a_whole_collection() -> None:
    assert collection_doubts([WHOLE], words_for("es")) == []


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_an_outlet_that_refused_stands_on_the_index_with_its_reason(language: str) -> None:
    words = words_for(language)
    site = Site((language,), ("MX",), (WHOLE.outlet,), "v", {}, demo=False)
    page = index_page(site, {"MX": 80, "faro": 80}, {"MX": "-"}, (), (), [REFUSED], words)
    assert (
        words.t("collection.index_refused", outlets="El Muro (México)" if language != "en" else "El Muro (Mexico)")
        in page
    )
    assert words.t("collection.index_outlets", n=1, outlets=words.t("summary.outlets", n=2)) in page
