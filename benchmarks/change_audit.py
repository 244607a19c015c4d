"""False alarms and power of change after an event with audit labels, from the store to the verdict.

    python benchmarks/change_audit.py                 # the table of docs/change.md
    python benchmarks/change_audit.py --corpora 20    # a look

In: nothing; every corpus is simulated from a seed. Out: how often the difference before and after, the difference
beyond another country, and the verdict call a change, with the labels and by the machine alone. Each corpus goes the
way of a study: articles and tags are kept in a store, ``label sample`` draws, simulated annotators label by the truth
(and err), and the store is read and compared by the code of ``encuadre change``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

# Two processes share the cores; a library's own threads would only get in their way.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from corpus.labels import FRAMING, ON_TOPIC, YES, Design, HumanLabel, Purpose
from corpus.records import Article, ArticleTags, Framing, Outlet
from corpus.store import Corpus
from nlp.labels.population import Selection
from nlp.labels.sampling import draw_audit
from nlp.labels.strata import Allocation, By, SamplePlan, Topics
from reports.change.before_after import BeforeAfter
from reports.change.comparison import Comparison
from reports.change.events import Change, Verdict, changes_of
from reports.events import Event
from reports.rows import ReportRows, read_rows

ALARM = 0.05
CORPORA = 200
FIRST_MONTH = 2021 * 12
# The event stands in the middle, with as many months on each side as its unrest is measured on at least.
MONTHS, MIDDLE, EACH_SIDE = 31, 15, 6
# People agree with the truth so often; the second annotator labels every second story.
CAREFUL = 0.97
COUNTRIES = ("MX", "AR")
DAY = "2026-01-15T12:00:00+00:00"


@dataclass(frozen=True)
class Scenario:
    """``change``: of the share in MX after the event. ``specificity``: of the machine, and ``later`` of it in MX after
    the event. ``labels``: drawn in each country over both windows."""

    name: str
    change: float = 0.0
    share: float = 0.4
    sensitivity: float = 0.8
    specificity: float = 0.88
    later: float = 0.88
    labels: int = 240
    outlets: int = 4
    stories: float = 5.0


SCENARIOS = (
    Scenario("nothing changes"),
    Scenario("nothing changes, but the machine misreads more in MX afterwards", later=0.70),
    Scenario("20 points less", change=-0.20),
    Scenario("30 points less", change=-0.30),
    Scenario("30 points less, and the machine misreads more", change=-0.30, later=0.70),
)


@dataclass(frozen=True)
class Story:
    """One article with its truth and what the machine says."""

    article: Article
    tags: ArticleTags
    true: bool


def stories(scenario: Scenario, chance: np.random.Generator) -> Iterator[Story]:
    """All articles of one corpus."""
    number = 0
    for country in COUNTRIES:
        levels = np.clip(scenario.share + 0.08 * chance.standard_normal(scenario.outlets), 0.05, 0.95)
        for outlet, level in enumerate(levels):
            for month in range(MONTHS):
                after = country == "MX" and month > MIDDLE
                share = np.clip(level + (scenario.change if after else 0), 0.02, 0.98)
                specificity = scenario.later if after else scenario.specificity
                for _ in range(chance.poisson(scenario.stories)):
                    true = bool(chance.random() < share)
                    found = bool(chance.random() < (scenario.sensitivity if true else 1 - specificity))
                    number += 1
                    yield _story(f"{number:05d}", f"{country.lower()}-{outlet}", country, month, true, found)


def _story(identifier: str, outlet: str, country: str, month: int, true: bool, found: bool) -> Story:
    year, place = divmod(FIRST_MONTH + month, 12)
    day = f"{year:04d}-{place + 1:02d}-{int(identifier) % 28 + 1:02d}"
    article = Article(
        id=identifier,
        title=f"Titular {identifier}",
        body=f"Texto {identifier}.",
        outlet=outlet,
        country=country,
        language="es",
        published_at=f"{day}T12:00:00+00:00",
        published_on=day,
        published_precision="day",
    )
    framing = Framing.STIGMATIZING if found else Framing.NEITHER
    tags = ArticleTags(
        article_id=identifier,
        language="es",
        on_topic=True,
        relevance=0.9,
        framing=framing,
        headline=Framing.NEITHER,
        words=100,
    )
    return Story(article, tags, true)


def labelled_corpus(folder: Path, scenario: Scenario, seed: int) -> Corpus:
    """A store with articles, tags, an audit sample of both countries and its labels."""
    chance = np.random.default_rng(seed)
    made = list(stories(scenario, chance))
    corpus = Corpus.open(folder / "corpus.sqlite", create=True)
    names = sorted({(each.article.outlet, each.article.country or "") for each in made})
    corpus.put_outlets(
        [
            Outlet(id=name, name=name, country=country, time_zone="UTC", languages=("es",), kind="daily", homepage="")
            for name, country in names
        ]
    )
    corpus.add_articles([each.article for each in made])
    run = corpus.start_run("tag", {"lexicon": "simulated"})
    corpus.write_tags([each.tags for each in made], run)
    corpus.finish_run(run.id, {"tagged": len(made)})
    since, until = (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in _window())
    truth = {each.article.id: each.true for each in made}
    # One sample over both countries: of two samples drawn apart, reports use the one with more labels.
    plan = SamplePlan(
        size=scenario.labels * len(COUNTRIES),
        seed=seed,
        design=Design.STRATIFIED,
        by=(By.COUNTRY,),
        allocation=Allocation.EQUAL,
        topics=Topics.ONLY,
        selection=Selection(since=since, until=until),
    )
    drawn = draw_audit(corpus, plan)
    corpus.write_labels(list(_labels([draw.article_id for draw in drawn.draws], drawn.sample.name, truth, chance)))
    return corpus


def _window() -> tuple[int, int]:
    """The first and the last month that are compared."""
    return FIRST_MONTH + MIDDLE - EACH_SIDE, FIRST_MONTH + MIDDLE + EACH_SIDE


def _labels(
    articles: list[str], sample: str, truth: dict[str, bool], chance: np.random.Generator
) -> Iterator[HumanLabel]:
    for place, article in enumerate(articles):
        for annotator in ("ana", "bea")[: 1 + (place % 2)]:
            said = truth[article] if chance.random() < CAREFUL else not truth[article]
            yield HumanLabel(
                article_id=article,
                annotator=annotator,
                purpose=Purpose.AUDIT,
                answers={ON_TOPIC: YES, FRAMING: (Framing.STIGMATIZING if said else Framing.NEITHER).value},
                codebook_version="1.0",
                labelled_at=DAY,
                sample=sample,
            )


def changes(rows: ReportRows, *, labelled: bool = True) -> Change:
    """What ``encuadre change --country MX --indicator S`` computes of a store's rows, with its labels or without."""
    middle = FIRST_MONTH + MIDDLE
    event = Event("e", f"{middle // 12:04d}-{middle % 12 + 1:02d}", "month", ("MX",), "law", {"en": "e"}, "", "")
    by_country = {code: rows.of_country(code) for code in rows.countries}
    if not labelled:
        by_country = {code: replace(each, audit=None) for code, each in by_country.items()}
    (found,) = changes_of("MX", by_country, [event], months_each_side=EACH_SIDE, sides=("s",))
    return found


def called(scenario: Scenario, seed: int) -> Counter[str]:
    """Which figures call a change on one corpus; with "tried" for those that were given."""
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, labelled_corpus(Path(folder), scenario, seed) as corpus:
        rows = read_rows(corpus)
        for name, found in (("labels", changes(rows)), ("machine", changes(rows, labelled=False))):
            own, beyond = found.found, found.comparison
            if isinstance(own, BeforeAfter):
                total[f"tried {name}: before and after"] += 1
                total[f"{name}: before and after"] += own.p < ALARM
                total[f"{name}: covered"] += own.difference.low <= scenario.change <= own.difference.high
                total[f"{name}: corrected"] += own.labels is not None
            if isinstance(beyond, Comparison):
                total[f"tried {name}: beyond AR"] += 1
                total[f"{name}: beyond AR"] += beyond.p < ALARM
            total[f"tried {name}: verdict"] += 1
            total[f"{name}: verdict"] += found.verdict is Verdict.CONSISTENT
    return total


def run(scenario: Scenario, first: int, corpora: int) -> Counter[str]:
    """Counts over some corpora of one kind. The same scenario gives the same corpora."""
    start = zlib.crc32(scenario.name.encode()) + first
    total: Counter[str] = Counter()
    for seed in range(start, start + corpora):
        total.update(called(scenario, seed))
    return total


def _run(job: tuple[Scenario, int, int]) -> Counter[str]:
    return run(*job)


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=CORPORA, help="simulated corpora a scenario")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    began = time.monotonic()
    columns = [
        f"{name}: {what}" for name in ("labels", "machine") for what in ("before and after", "beyond AR", "verdict")
    ]
    print(
        f"| called, % | {' | '.join(columns)} | labels: interval holds the change |\n|---{'|---' * len(columns)}|---|"
    )
    with ProcessPoolExecutor(asked.processes) as pool:
        # In tenths, so that a look at the progress is a look at all scenarios' first corpora.
        part = max(1, asked.corpora // 10)
        jobs = [(each, first, part) for first in range(0, asked.corpora, part) for each in SCENARIOS]
        totals = {each.name: Counter[str]() for each in SCENARIOS}
        for (scenario, _, _), found in zip(jobs, pool.map(_run, jobs), strict=True):
            totals[scenario.name].update(found)
            print(f"{time.monotonic() - began:4.0f} s  {scenario.name}  {dict(found)}", file=sys.stderr, flush=True)
    for name, total in totals.items():
        cells = [f"{100 * total[each] / max(1, total[f'tried {each}']):.1f}" for each in columns]
        held = 100 * total["labels: covered"] / max(1, total["tried labels: before and after"])
        print(f"| {name} | {' | '.join(cells)} | {held:.1f} |")
    print(f"\n{asked.corpora} corpora a scenario, {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
