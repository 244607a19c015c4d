"""Audit samples: what was drawn is known to have been drawn with the probability that stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.labels import Design, HumanLabel, Purpose
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from nlp.labels.allocation import Stratum, allocate, least, units_to_draw
from nlp.labels.combining import combined_draws, labelled_draws
from nlp.labels.earlier import strata_of
from nlp.labels.population import Selection, read_population, stigmatizes
from nlp.labels.sampling import draw_audit, drawn_units, order_of
from nlp.labels.strata import Allocation, By, Period, SamplePlan, Topics, grouped, is_main
from tests.label_corpus import article, label_corpus, numbered, tags

STORIES = 240
RANDOM = SamplePlan(size=60, seed=7)
STRATIFIED = SamplePlan(size=60, seed=7, design=Design.STRATIFIED, by=(By.OUTLET, By.PERIOD), period=Period.QUARTER)
WEEKS = SamplePlan(
    size=60, seed=7, design=Design.CONSTRUCTED_WEEK, by=(By.OUTLET, By.PERIOD), period=Period.YEAR, topics=Topics.ONLY
)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with numbered(tmp_path, range(STORIES)) as opened:
        yield opened


def refused(code: str) -> pytest.RaisesExc[EncuadreError]:
    return pytest.raises(EncuadreError, check=lambda error: error.code == code)


@pytest.mark.parametrize("plan", [RANDOM, STRATIFIED, replace(RANDOM, topics=Topics.ALL)])
def test_a_sample_has_the_size_asked_for_and_probabilities_that_add_up(corpus: Corpus, plan: SamplePlan) -> None:
    drawn = draw_audit(corpus, plan)
    assert len({draw.article_id for draw in drawn.draws}) == len(drawn.draws) == plan.size
    assert corpus.draws("audit-1") == list(drawn.draws)
    # Horvitz and Thompson: the inverse probabilities add up to the stories drawn from.
    assert sum(1 / draw.inclusion_probability for draw in drawn.draws) == pytest.approx(STORIES)
    assert drawn.sample.frame["population"] == STORIES


@pytest.mark.parametrize("plan", [replace(RANDOM, size=15), replace(WEEKS, size=10, by=(By.PERIOD,))])
def test_a_story_is_drawn_as_often_as_its_probability_says(tmp_path: Path, plan: SamplePlan) -> None:
    times = 2000
    with numbered(tmp_path, range(40)) as corpus:
        frame = Frame(corpus, plan)
    counts = Counter(article for seed in range(times) for article in frame.draw(seed))
    assert set(counts) == set(frame.chance)
    for key, chance in frame.chance.items():
        error = (chance * (1 - chance) / times) ** 0.5
        assert counts[key] / times == pytest.approx(chance, abs=4.5 * error + 1e-9)


@pytest.mark.parametrize("plan", [RANDOM, STRATIFIED, replace(STRATIFIED, allocation=Allocation.NEYMAN), WEEKS])
def test_horvitz_and_thompsons_total_is_unbiased_for_every_design(corpus: Corpus, plan: SamplePlan) -> None:
    times = 400
    frame = Frame(corpus, plan)
    value = {f"a{n:05d}": n % 5 + (n % 4 == 1) for n in range(STORIES)}
    truth = sum(value[key] for key in frame.chance)
    totals = np.array([sum(value[key] / frame.chance[key] for key in frame.draw(seed)) for seed in range(times)])
    assert totals.mean() == pytest.approx(truth, abs=4 * totals.std() / times**0.5)


def test_the_same_seed_gives_the_same_sample_whatever_the_order_of_rows(tmp_path: Path) -> None:
    samples = []
    for name, numbers in (("up", range(90)), ("down", reversed(range(90)))):
        (tmp_path / name).mkdir()
        with numbered(tmp_path / name, numbers) as corpus:
            samples.append([replace(draw, sample="") for draw in draw_audit(corpus, replace(RANDOM, size=20)).draws])
    assert samples[0] == samples[1]
    with numbered(tmp_path, range(90)) as corpus:
        other = draw_audit(corpus, replace(RANDOM, size=20, seed=8)).draws
    assert {draw.article_id for draw in other} != {draw.article_id for draw in samples[0]}


def test_copies_inside_an_outlet_are_one_story_and_the_earliest_on_topic_stands_for_it(tmp_path: Path) -> None:
    copies = [
        article(1, story_id="s", published_on="2024-05-03"),
        article(5, story_id="s", published_on="2024-05-01"),
        article(9, story_id="s", published_on="2024-04-01"),  # the machine finds it off topic
        article(2, story_id="s", published_on="2024-05-01"),  # another outlet
    ]
    with label_corpus(tmp_path, copies, [tags(n) for n in (1, 2, 5, 9)]) as corpus:
        stories = read_population(corpus).stories
    assert dict(zip(stories["article_id"], stories["copies"], strict=True)) == {"a00002": 1, "a00005": 3}


def test_off_topic_stories_are_drawn_rarely_and_weigh_more(corpus: Corpus) -> None:
    strata = draw_audit(corpus, RANDOM).sample.frame["strata"]
    assert {name: entry["drawn"] for name, entry in strata.items()} == {
        "on topic": 48,
        "nearly on topic": 9,
        "off topic": 3,
    }
    assert strata["off topic"]["probability"] == 3 / strata["off topic"]["population"]
    only = draw_audit(corpus, replace(RANDOM, topics=Topics.ONLY)).sample.frame
    assert (only["relevant_only"], list(only["strata"])) == (True, ["on topic"])


def test_small_cells_join_their_neighbours_and_every_stratum_gives_two(tmp_path: Path) -> None:
    # Outlet o0 has 50 stories in the first quarter and 4 in the second, o1 has 30, o2 only 3.
    days = [("o0", "2024-02-01")] * 50 + [("o0", "2024-05-01")] * 4 + [("o1", "2024-02-01")] * 30
    days += [("o2", "2024-02-01")] * 3
    items = [article(n, outlet=outlet, published_on=day) for n, (outlet, day) in enumerate(days)]
    with label_corpus(tmp_path, items, [tags(n, on_topic=True) for n in range(len(days))]) as corpus:
        frame = draw_audit(corpus, replace(STRATIFIED, size=20)).sample.frame
        assert {name: entry["population"] for name, entry in frame["strata"].items()} == {
            "on topic | o0 | 2024-Q1": 50,
            "on topic | o1 | 2024-Q1": 30,
            "on topic | others | others": 7,
        }
        assert frame["merged"] == ["o0 | 2024-Q2", "o2 | 2024-Q1"]
        assert min(entry["drawn"] for entry in frame["strata"].values()) == 2
        with refused("E432"):
            draw_audit(corpus, replace(STRATIFIED, size=5))


def test_a_constructed_week_has_every_weekday_alike_and_takes_whole_days(corpus: Corpus) -> None:
    drawn = draw_audit(corpus, replace(WEEKS, weeks=2))
    population = read_population(corpus).stories.set_index("article_id")
    days: dict[tuple[str, int], set[str]] = {}
    for draw in drawn.draws:
        row = population.loc[draw.article_id]
        weekday = date.fromisoformat(row["published_on"]).weekday()
        days.setdefault((row["outlet"], weekday), set()).add(draw.cluster)
    assert {len(clusters) for clusters in days.values()} == {2}
    assert len(days) == 4 * 7
    chosen = {draw.article_id for draw in drawn.draws}
    for cluster in {draw.cluster for draw in drawn.draws}:
        outlet, _, day = cluster.split(" | ")
        of_day = population[(population["outlet"] == outlet) & (population["published_on"] == day)]
        assert set(of_day.index[of_day["finding"] == "on topic"]) <= chosen


def test_a_constructed_week_larger_than_asked_for_is_refused_with_what_to_do(corpus: Corpus) -> None:
    with refused("E433"):
        draw_audit(corpus, replace(WEEKS, size=4, period=Period.MONTH))


def test_a_second_draw_leaves_out_the_first_and_stands_for_all_where_chances_were_alike(corpus: Corpus) -> None:
    first = draw_audit(corpus, RANDOM)
    second = draw_audit(corpus, STRATIFIED)
    assert second.sample.frame["represents"] == "frame"
    assert not {draw.article_id for draw in first.draws} & {draw.article_id for draw in second.draws}
    assert sum(1 / draw.inclusion_probability for draw in second.draws) == pytest.approx(STORIES)


def test_after_unequal_chances_a_second_draw_stands_for_the_rest_alone(corpus: Corpus) -> None:
    draw_audit(corpus, STRATIFIED)
    second = draw_audit(corpus, RANDOM)
    assert second.sample.frame["represents"] == "rest"
    assert sum(1 / draw.inclusion_probability for draw in second.draws) == pytest.approx(STORIES - STRATIFIED.size)
    with refused("E434"):
        combined_draws(corpus, ["audit-1", "audit-2"])


def test_samples_by_one_plan_are_combined_as_one(corpus: Corpus) -> None:
    for plan in (STRATIFIED, STRATIFIED):
        draw_audit(corpus, plan)
    draws = combined_draws(corpus, ["audit-2", "audit-1"])
    assert len(draws) == 2 * STRATIFIED.size
    assert sum(1 / draw.inclusion_probability for draw in draws) == pytest.approx(STORIES)
    assert combined_draws(corpus, ["audit-1"]) == corpus.draws("audit-1")


def test_two_draws_together_are_as_likely_as_the_combined_probability_says(tmp_path: Path) -> None:
    times = 2000
    with numbered(tmp_path, range(30)) as corpus:
        frame = Frame(corpus, replace(RANDOM, size=9, topics=Topics.ALL))
    counts: Counter[str] = Counter()
    for seed in range(times):
        first = frame.draw(seed)
        counts.update([*first, *frame.draw(seed, 1, without=first)])
    error = (0.6 * 0.4 / times) ** 0.5
    assert all(count / times == pytest.approx(18 / 30, abs=4.5 * error) for count in counts.values())


def test_a_corpus_that_changed_between_two_draws_is_not_combined(corpus: Corpus) -> None:
    draw_audit(corpus, RANDOM)
    corpus.add_articles([article(STORIES + 1)])
    corpus.write_tags([tags(STORIES + 1)], corpus.start_run("tag", {"code": "1"}))
    assert draw_audit(corpus, RANDOM).sample.frame["represents"] == "rest"
    with refused("E434"):
        combined_draws(corpus, ["audit-1", "audit-2"])


def test_a_part_labelled_in_the_order_given_stands_for_all(corpus: Corpus) -> None:
    drawn = draw_audit(corpus, replace(RANDOM, topics=Topics.ONLY))
    labelled = {draw.article_id for draw in drawn.draws[:20]}
    part = labelled_draws(drawn.draws, labelled)
    assert {draw.article_id for draw in part} == labelled
    assert sum(1 / draw.inclusion_probability for draw in part) == pytest.approx(STORIES * 2 / 3)


def test_what_teaches_never_audits(corpus: Corpus) -> None:
    taught = [f"a{n:05d}" for n in range(0, STORIES, 2)]
    corpus.write_labels(
        HumanLabel(
            article_id=key,
            annotator="ana",
            purpose=Purpose.TRAIN,
            answers={"on_topic": "yes"},
            codebook_version="1.0",
            labelled_at="2026-11-22T04:00:00+00:00",
        )
        for key in taught
    )
    drawn = draw_audit(corpus, RANDOM)
    assert not {draw.article_id for draw in drawn.draws} & set(taught)
    assert drawn.sample.frame["left_out"]["teaching"] == len(taught)


def test_selections_narrow_the_frame_and_nothing_left_is_said(corpus: Corpus) -> None:
    narrow = Selection(since="2024-02", until="2024-03", outlets=("o1",))
    frame = draw_audit(corpus, replace(RANDOM, size=10, selection=narrow)).sample.frame
    assert (frame["since"], frame["until"], frame["outlets"]) == ("2024-02", "2024-03", ["o1"])
    stories = read_population(corpus).stories
    kept = stories[narrow.keeps(stories)]
    assert frame["population"] == len(kept)
    assert kept["published_on"].between("2024-02-01", "2024-03-31").all()
    with refused("E575"):
        draw_audit(corpus, replace(RANDOM, selection=Selection(countries=("BR",))))
    with refused("E431"):
        Selection(since="2024-13")


def test_when_all_are_drawn_there_is_nothing_more(corpus: Corpus) -> None:
    drawn = draw_audit(corpus, replace(RANDOM, size=10_000))
    assert {draw.inclusion_probability for draw in drawn.draws} == {1.0}
    with refused("E435"):
        draw_audit(corpus, RANDOM)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.floats(0, 1e6)), min_size=1, max_size=30),
    st.integers(0, 5000),
)
def test_shares_add_up_and_keep_to_what_there_is(strata: list[tuple[int, float]], size: int) -> None:
    capacity, weights = [room for room, _ in strata], [weight for _, weight in strata]
    if size < least(capacity):
        return
    numbers = allocate(size, weights, capacity)
    assert sum(numbers) == min(size, sum(capacity))
    assert all(min(2, room) <= number <= room for number, room in zip(numbers, capacity, strict=True))


def test_labels_go_where_the_allocation_sends_them() -> None:
    assert allocate(30, [100, 200], [100, 200]) == [10, 20]
    assert allocate(30, [1, 1, 1], [100, 4, 200]) == [13, 4, 13]
    # Neyman 1934: by size times spread.
    assert allocate(100, [400 * 0.5, 400 * 0.1], [400, 400]) == [83, 17]


class Frame:
    """One plan's strata in one corpus, to draw from again and again without keeping anything."""

    def __init__(self, corpus: Corpus, plan: SamplePlan) -> None:
        stories, _ = grouped(read_population(corpus).stories, plan)
        sizes = strata_of(stories)
        found = stigmatizes(stories).groupby(stories["stratum"]).sum()
        self.units = {name: set(keys) for name, keys in stories.groupby("stratum")["cluster"]}
        self.articles = {key: list(ids) for key, ids in stories.groupby("cluster")["article_id"]}
        self.numbers = units_to_draw(
            plan,
            [
                Stratum(name=name, **each, free=each["units"], found=int(found[name]), main=is_main(name))
                for name, each in sizes.items()
            ],
        )
        self.chance = {
            article: self.numbers[name] / len(units)
            for name, units in self.units.items()
            for unit in units
            for article in self.articles[unit]
        }

    def draw(self, seed: int, salt: int = 0, without: Iterable[str] = ()) -> list[str]:
        gone = set(without)
        left = {name: units - gone for name, units in self.units.items()}
        drawn = drawn_units(left, self.numbers, seed, salt)
        return [article for unit in drawn for article in self.articles[unit]]


def test_the_order_of_drawing_is_uniform() -> None:
    places = pd.Series([order_of(1, 0, f"a{n}") / 2**64 for n in range(5000)])
    assert places.between(0, 1).all()
    assert places.mean() == pytest.approx(0.5, abs=0.02)
    assert places.var() == pytest.approx(1 / 12, abs=0.005)
