"""Draws audit samples: random, stratified, or constructed weeks, each story with a known probability.

In: a corpus whose articles are tagged, and a ``SamplePlan``. Out: a ``Sample`` and its ``Draw`` records in the corpus.
Within a stratum of K units (stories, or days of a constructed week) k are drawn without replacement, so each story's
probability is k / K exactly. A unit's place in the order of drawing is a digest of the seed, the number of samples
drawn before, and its own name: it depends neither on the order of rows nor on a library's generator.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from corpus.labels import Draw, Purpose, Sample
from corpus.storage.rows import now_text
from corpus.store import Corpus
from lexicons.errors import NotEnoughDataError, UsageError
from nlp.labels.allocation import Stratum, units_to_draw
from nlp.labels.earlier import FRAME, Earlier, earlier_draws, strata_of, taught_stories
from nlp.labels.population import Finding, Population, read_population, select_stories, stigmatizes
from nlp.labels.provenance import versions_of
from nlp.labels.strata import SamplePlan, Topics, grouped, is_main

# As long as the store keeps names, and safe as a part of a file's name.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample as it was kept. ``sample.frame`` says what it was drawn from."""

    sample: Sample
    draws: tuple[Draw, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What can be drawn: grouped stories, the cells that were merged, and how many have no day where one is needed."""

    stories: pd.DataFrame
    merged: list[str]
    undated: int


def draw_audit(corpus: Corpus, plan: SamplePlan, name: str | None = None) -> Drawn:
    """Draw a sample for audit and keep it.

    Raises UsageError E432 (too few labels for the strata), E433 (a week is too many), E437 (name), NotEnoughDataError
    E266 (no story is meant), E435 (all were drawn before), EncuadreError E260 (the name is taken), E265, E503.
    """
    named = checked_name(corpus, name) if name else next_name(corpus, Purpose.AUDIT)
    population = read_population(corpus)
    frame = _frame(corpus, population, plan)
    earlier = earlier_draws(corpus, population, frame.stories)
    left = frame.stories[~frame.stories["story"].isin(list(earlier.audited))]
    if left.empty:
        raise NotEnoughDataError("E435", stories=len(frame.stories))
    strata = _strata(frame.stories if earlier.represents == FRAME else left, left)
    numbers = units_to_draw(plan, list(strata.values()))
    chosen = _chosen(left, numbers, plan.seed, earlier.samples)
    chances = {each: numbers[each] / strata[each].units for each in strata}
    draws = tuple(
        Draw(
            sample=named,
            article_id=article,
            inclusion_probability=chances[stratum],
            stratum=stratum,
            cluster=cluster if plan.clustered and strata[stratum].main else None,
        )
        for article, stratum, cluster in zip(chosen["article_id"], chosen["stratum"], chosen["cluster"], strict=True)
    )
    run = corpus.start_run("sample", versions_of(seed=plan.seed, design=plan.design, tags=population.version_set))
    sample = Sample(
        name=named,
        purpose=Purpose.AUDIT,
        design=plan.design,
        seed=plan.seed,
        drawn_at=now_text(),
        run_id=run.id,
        frame=_told(plan, population, frame, earlier) | _strata_told(strata, numbers, draws),
    )
    corpus.write_sample(sample, draws)
    corpus.finish_run(run.id, {"drawn": len(draws), "stories": sum(stratum.population for stratum in strata.values())})
    return Drawn(sample, draws)


def order_of(seed: int, salt: object, key: str) -> int:
    """The place of a unit in the order of drawing: the first bytes of a digest, as good as random."""
    digest = hashlib.sha256(f"{seed}\x1f{salt}\x1f{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:_DIGEST_BYTES], "big")


def next_name(corpus: Corpus, purpose: Purpose) -> str:
    """The first of audit-1, audit-2 ... that no sample has."""
    taken = {sample.name for sample in corpus.samples()}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{purpose.value}-{number}") not in taken)


def checked_name(corpus: Corpus, name: str) -> str:
    """The name, if a new sample may have it. Raises UsageError E437, E260."""
    if not _NAME.fullmatch(name):
        raise UsageError("E437", name=name)
    if name in {sample.name for sample in corpus.samples()}:
        raise UsageError("E260", sample=name)
    return name


def _frame(corpus: Corpus, population: Population, plan: SamplePlan) -> _Frame:
    """The stories that may audit, grouped. Raises NotEnoughDataError E266."""
    stories = select_stories(population, plan.selection)
    stories = stories[~stories["story"].isin(list(taught_stories(corpus, population)))]
    frame, merged = grouped(stories, plan)
    if frame.empty:
        raise NotEnoughDataError("E266", stories=len(population.stories))
    meant = stories["finding"] == Finding.ON_TOPIC.value if plan.topics is Topics.ONLY else stories["finding"].notna()
    return _Frame(frame, merged, int(meant.sum()) - len(frame))


def _strata(whole: pd.DataFrame, left: pd.DataFrame) -> dict[str, Stratum]:
    """The strata that are stood for, and how much of each can still be drawn."""
    free = left.groupby("stratum")["cluster"].nunique().to_dict()
    found = stigmatizes(whole).groupby(whole["stratum"]).sum().to_dict()
    return {
        name: Stratum(name=name, **sizes, free=int(free.get(name, 0)), found=int(found[name]), main=is_main(name))
        for name, sizes in strata_of(whole).items()
    }


def drawn_units(units: Mapping[str, Iterable[str]], numbers: Mapping[str, int], seed: int, salt: int) -> dict[str, int]:
    """The units drawn, each with its place in the order of drawing: the first so many of each stratum."""
    drawn: dict[str, int] = {}
    for stratum, keys in units.items():
        ordered = sorted((order_of(seed, salt, key), key) for key in keys)
        drawn |= {key: place for place, key in ordered[: numbers[stratum]]}
    return drawn


def _chosen(left: pd.DataFrame, numbers: Mapping[str, int], seed: int, salt: int) -> pd.DataFrame:
    """The stories drawn, in random order, so that who labels only the first has labelled a random part.

    A day of a constructed week stays together.
    """
    units = {str(name): set(keys) for name, keys in left.groupby("stratum")["cluster"]}
    drawn = drawn_units(units, numbers, seed, salt)
    chosen = left[left["cluster"].isin(list(drawn))]
    within = [order_of(seed, "within", key) for key in chosen["article_id"]]
    chosen = chosen.assign(place=[drawn[key] for key in chosen["cluster"]], within=within)
    return chosen.sort_values(["place", "within", "article_id"])


def _told(plan: SamplePlan, population: Population, frame: _Frame, earlier: Earlier) -> dict[str, object]:
    """How the sample was drawn, as it is kept beside it."""
    return {
        **plan.grouping(),
        "relevant_only": plan.topics is Topics.ONLY,
        "off_topic_share": plan.off_topic_share if plan.topics is Topics.MOSTLY else None,
        "size": plan.size,
        "allocation": plan.allocation.value,
        "weeks": plan.weeks,
        "represents": earlier.represents,
        "alike": list(earlier.alike),
        "merged": frame.merged,
        "left_out": {
            "untagged": population.untagged,
            "undated": frame.undated,
            "drawn_before": int(frame.stories["story"].isin(list(earlier.audited)).sum()),
            "teaching": len(earlier.taught),
        },
        "tags": population.version_set,
    }


def _strata_told(strata: dict[str, Stratum], numbers: dict[str, int], draws: tuple[Draw, ...]) -> dict[str, object]:
    told = {
        name: {
            "population": stratum.population,
            "units": stratum.units,
            "drawn_units": numbers[name],
            "drawn": sum(draw.stratum == name for draw in draws),
            "probability": numbers[name] / stratum.units,
        }
        for name, stratum in strata.items()
    }
    return {"population": sum(stratum.population for stratum in strata.values()), "strata": told}
