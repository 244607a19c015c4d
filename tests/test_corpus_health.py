"""Coverage health: a break is found by what an outlet usually does, and ordinary weeks are left alone."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.health.breaks import Break, find_breaks
from corpus.health.weeks import OutletWeek
from corpus.records import Article, Fetch, Found, Outcome
from corpus.store import Corpus

MONDAY = date(2024, 1, 1)


def week(number: int, items: int = 30, **changes: Any) -> OutletWeek:
    """A week like the others: everything found is kept, with author and day, some 2,000 characters long."""
    values: dict[str, Any] = {
        "found": items,
        "kept": items,
        "articles": items,
        "with_title": items,
        "with_author": items,
        "with_day": items,
        "body": 2_000.0,
        "languages": Counter({"es": items}),
    }
    return OutletWeek(outlet="a", week=(MONDAY + timedelta(weeks=number)).isoformat(), **(values | changes))


def measures(breaks: list[Break]) -> set[str]:
    return {each.measure for each in breaks}


def test_ordinary_weeks_are_no_breaks() -> None:
    chance = random.Random(4)
    alarms = 0
    for _ in range(40):
        weeks = []
        for number in range(104):
            items = sum(chance.random() < 0.5 for _ in range(60))
            lost = sum(chance.random() < 0.05 for _ in range(items))
            authors = sum(chance.random() < 0.7 for _ in range(items - lost))
            weeks.append(
                week(
                    number,
                    items,
                    kept=items - lost,
                    failed=lost,
                    articles=items - lost,
                    with_title=items - lost,
                    with_day=items - lost,
                    with_author=authors,
                    body=2_000 * chance.uniform(0.8, 1.25),
                    languages=Counter({"es": items - lost}),
                )
            )
        alarms += len(find_breaks(weeks))
    assert alarms <= 4, "forty outlets, two years, ten measures"


def test_being_blocked_is_a_break_that_lasts() -> None:
    weeks = [week(k) for k in range(10)] + [week(k, kept=3, denied=27, articles=3) for k in range(10, 14)]
    found = next(each for each in find_breaks(weeks) if each.measure == "blocked")
    assert (found.first_week, found.weeks, found.lasting) == ("2024-03-11", 4, True)
    assert found.value == 0.9
    assert found.usual < 0.02
    assert found.coverage


def test_an_outlet_that_always_blocks_a_third_is_not_new() -> None:
    assert not find_breaks(
        [
            week(
                k, kept=20, denied=10, articles=20, with_author=20, with_day=20, with_title=20, languages=Counter(es=20)
            )
            for k in range(30)
        ]
    )


def test_a_layout_change_shows_in_the_length_of_texts_and_the_lost_bylines() -> None:
    weeks = [week(k) for k in range(8)] + [week(k, body=300.0, with_author=0) for k in range(8, 11)]
    found = find_breaks(weeks)
    assert measures(found) == {"length", "author"}
    assert not next(each for each in found if each.measure == "author").coverage


def test_a_wall_that_goes_up_is_a_break() -> None:
    weeks = [week(k) for k in range(8)] + [week(k, paywalled=25) for k in range(8, 12)]
    assert measures(find_breaks(weeks)) == {"paywalled"}


def test_weeks_with_nothing_found_are_a_break_and_the_running_week_is_not() -> None:
    silent = [week(k, 0, body=None, languages=Counter()) for k in range(8, 10)]
    weeks = [week(k) for k in range(8)] + silent + [week(10), week(11, 2)]
    found = find_breaks(weeks)
    assert [(each.measure, each.weeks, each.lasting) for each in found] == [("volume", 2, False)]


def test_pages_in_another_language_are_a_break() -> None:
    weeks = [week(k) for k in range(8)] + [week(8, languages=Counter(en=30)), week(9)]
    assert measures(find_breaks(weeks)) == {"language"}


def test_few_weeks_have_no_pattern() -> None:
    assert find_breaks([week(0), week(1), week(2, kept=0, denied=30, articles=0)]) == []
    assert find_breaks([]) == []


def test_the_store_tells_breaks_of_a_real_crawl_log(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        for number in range(12):
            day = (MONDAY + timedelta(weeks=number, days=2)).isoformat()
            for item in range(8):
                url = f"https://a.example/{number}/{item}"
                corpus.discover(
                    [
                        Found(
                            url=url,
                            canonical_url=url,
                            outlet="a",
                            discovered_by="feed",
                            found_at=f"{day}T10:00:00+00:00",
                            hints={"published": day},
                        )
                    ]
                )
                blocked = number >= 9
                article = (
                    None
                    if blocked
                    else Article(
                        id=f"{number}-{item}",
                        url=url,
                        canonical_url=url,
                        title="t",
                        body="x" * 900,
                        outlet="a",
                        language="es",
                        published_on=day,
                        published_precision="day",
                    )
                )
                corpus.record_fetch(
                    Fetch(
                        url=url,
                        outlet="a",
                        kind="article",
                        outcome=Outcome.BLOCKED if blocked else Outcome.FETCHED,
                        at=f"{day}T11:00:00+00:00",
                        article_id=article.id if article else None,
                    ),
                    article=article,
                )
        found = corpus.breaks()
        assert [(each.outlet, each.measure, each.weeks, each.lasting) for each in found] == [("a", "blocked", 3, True)]
        assert corpus.breaks("MX") == []
