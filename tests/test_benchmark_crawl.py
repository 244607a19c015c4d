"""The benchmark's own press and judge: a figure is worth what they are worth."""

from __future__ import annotations

from pathlib import Path

from benchmarks.crawl_run import run
from benchmarks.crawl_truth import Truth, judge
from benchmarks.loopback_site import build_press


def test_the_press_is_the_same_for_the_same_seed_and_of_realistic_size() -> None:
    one, other = (build_press(6, 60, seed=3) for _ in range(2))

    for host, site in one.items():
        pages = [site.answer(story.final_path).body for story in site.stories() if story.is_article]
        assert pages == [other[host].answer(s.final_path).body for s in other[host].stories() if s.is_article]
        assert all(25_000 < len(page) < 65_000 for page in pages)


def test_every_address_is_listed_once_over_the_sitemaps() -> None:
    (site,) = build_press(1, 40, seed=1).values()

    index = site.answer("/sitemap.xml").body.decode()
    listed = "".join(site.answer(f"/sitemap-{month}.xml").body.decode() for month in ("2024-03", "2024-04"))

    assert index.count("<sitemap>") == 2
    assert listed.count("<loc>") == 40


def test_the_judge_tells_missing_wrong_and_surplus_apart() -> None:
    truth = {
        f"http://d.example/{n}": Truth(title="A", body="uno dos", published="2024-03-01T10:00:00-05:00", author="Ana")
        for n in range(2)
    }
    rows = [
        ("http://d.example/0?utm_source=rss", "A", "uno dos", "2024-03-01T15:00:00+00:00", ["Ana"]),
        ("http://d.example/0", "A", "", None, []),
        ("http://d.example/portada", "Portada", "", None, []),
    ]

    found = judge(truth, rows)

    assert (found["found"], found["taken_twice"], found["no_articles_taken"]) == (1, 1, 1)
    assert (found["title"], found["author"], found["instant"], found["body_f1"]) == (1.0, 1.0, 1.0, 1.0)


def test_a_whole_crawl_of_the_press_balances(tmp_path: Path) -> None:
    figures = run(2, 24, 0.0, 0, 2, tmp_path, most_runs=1)

    assert figures["accounted_for"]
    assert figures["fields"]["found"] == figures["fields"]["articles"]
    assert figures["asked"]["asked_again"] == figures["asked"]["listed_never_asked"] == 0
    assert figures["asked"]["most_connections_to_a_host"] == 1
