"""What earlier samples mean for a new one: which stories are gone, and what the new probabilities stand for.

In: the corpus, the strata of the new sample. Out: ``Earlier``. Stories drawn before, for whatever purpose, are not
drawn again. Within a stratum from which every earlier audit sample drew each story with the same chance, the stories
left are as good as any: then the new sample stands for all of the stratum, those drawn before included, and its
probabilities are of all. Otherwise it stands for the rest alone, and its probabilities are given the earlier draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from corpus.labels import Design, Purpose, Sample
from corpus.store import Corpus
from nlp.labels.population import Population
from nlp.labels.strata import grouped, plan_of

FRAME, REST = "frame", "rest"


@dataclass(frozen=True, slots=True)
class Earlier:
    """``represents``: ``frame`` or ``rest``. ``audited``: stories of earlier audit samples. ``taught``: stories of
    training samples, and of articles with a training label: they can never audit and are in no frame. ``alike``: the
    audit samples drawn before from the same strata, that the new one can be combined with. ``samples``: how many
    there are of any purpose.
    """

    represents: str
    audited: frozenset[str]
    taught: frozenset[str]
    alike: tuple[str, ...]
    samples: int


def stories_of(population: Population, articles: set[str]) -> frozenset[str]:
    """The stories that these articles are copies of."""
    copies = population.copy_of
    return frozenset(copies.loc[copies["article_id"].isin(articles), "story"])


def taught_stories(corpus: Corpus, population: Population) -> frozenset[str]:
    """Stories that teach a classifier, or were drawn to."""
    labelled = {label.article_id for label in corpus.labels(Purpose.TRAIN)}
    return stories_of(population, corpus.drawn_for(Purpose.TRAIN) | labelled)


def earlier_draws(corpus: Corpus, population: Population, frame: pd.DataFrame) -> Earlier:
    """What was drawn before. ``frame``: the grouped stories of the new sample, without those that teach."""
    samples = corpus.samples()
    taught = taught_stories(corpus, population)
    audited: frozenset[str] = frozenset()
    alike: list[str] = []
    equal, met = True, 0
    for sample in samples:
        if sample.purpose is not Purpose.AUDIT:
            continue
        drawn = stories_of(population, {draw.article_id for draw in corpus.draws(sample.name)})
        audited |= drawn
        if not frame["story"].isin(list(drawn)).any():
            continue
        met += 1
        old = _old_groups(sample, population, taught)
        if old is None or not _refines(frame, old):
            equal = False
        elif same_strata(strata_of(frame), sample.frame["strata"]):
            alike.append(sample.name)
    left = frame[~frame["story"].isin(list(audited))]
    # A stratum that earlier samples emptied is stood for only by them, so the new one must be combinable with them.
    emptied = set(frame["stratum"]) - set(left["stratum"])
    if emptied and len(alike) < met:
        equal = False
    return Earlier(FRAME if equal else REST, audited, taught, tuple(alike) if equal else (), len(samples))


def strata_of(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """The strata of a grouped frame: how many stories each has (``population``), and how many units to draw from."""
    by_stratum = frame.groupby("stratum", sort=True)
    stories, units = by_stratum.size(), by_stratum["cluster"].nunique()
    return {str(name): {"population": int(stories[name]), "units": int(units[name])} for name in stories.index}


def same_strata(new: Mapping[str, Mapping[str, int]], kept: object) -> bool:
    """Are these the strata that a sample kept, name by name and size by size?"""
    if not isinstance(kept, Mapping) or set(new) != set(kept):
        return False
    return all(new[name][what] == kept[name][what] for name in new for what in ("population", "units"))


def _old_groups(sample: Sample, population: Population, taught: frozenset[str]) -> pd.DataFrame | None:
    """The strata of an earlier sample as they are today; None where they are no longer what they were.

    They change when articles came in or were tagged anew, and when stories were taken to teach.
    """
    kept: Mapping[str, Any] = sample.frame
    if sample.design not in (Design.RANDOM, Design.STRATIFIED, Design.CONSTRUCTED_WEEK) or "represents" not in kept:
        return None
    if kept["represents"] != FRAME:
        return None
    plan = plan_of(kept)
    stories = population.stories[plan.selection.keeps(population.stories)]
    old, _ = grouped(stories[~stories["story"].isin(list(taught))], plan)
    return old if same_strata(strata_of(old), kept["strata"]) else None


def _refines(new: pd.DataFrame, old: pd.DataFrame) -> bool:
    """Does each stratum of the new lie within one of the old (or outside them all), with the same things drawn as one?

    Then all stories of a new stratum had the same chance before.
    """
    before = old.set_index("story")
    stratum = new["story"].map(before["stratum"]).fillna("")
    cluster = new["story"].map(before["cluster"]).fillna(new["cluster"])
    if not (cluster == new["cluster"]).all():
        return False
    return bool((stratum.groupby(new["stratum"]).nunique() == 1).all())
