"""Takes audit samples together, and a sample that is labelled in part as what it is.

In: draws as they were kept. Out: draws with the probability that holds for all of them together. Only samples by one
plan from an unchanged corpus are combined: in each stratum of K units they drew k1, k2 ... without replacement, which
is one draw of k1 + k2 + ... units. What else one could do is less exact than it looks, and is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.labels import Draw, Purpose
from lexicons.errors import EncuadreError

if TYPE_CHECKING:
    from corpus.store import Corpus


def combined_draws(corpus: Corpus, names: Sequence[str]) -> list[Draw]:
    """The draws of these audit samples as if they were one. Raises EncuadreError E262 (unknown), E434 (why not)."""
    draws = {name: corpus.draws(name) for name in dict.fromkeys(names)}
    if len(draws) == 1:
        return next(iter(draws.values()))
    samples = [sample for sample in corpus.samples() if sample.name in draws]
    first, *later = samples
    if any(sample.purpose is not Purpose.AUDIT for sample in samples):
        raise _refusal(draws, "only audit samples have probabilities")
    for number, sample in enumerate(later, start=1):
        alike: Any = sample.frame.get("alike", [])
        if not {other.name for other in samples[:number]} <= set(alike):
            raise _refusal(draws, f"'{sample.name}' was not drawn by the plan of '{first.name}', or the corpus changed")
    drawn: Counter[str] = Counter()
    units: dict[str, int] = {}
    for sample in samples:
        strata: Any = sample.frame["strata"]
        for stratum, entry in strata.items():
            drawn[stratum] += entry["drawn_units"]
            units[stratum] = entry["units"]
    return [
        replace(draw, inclusion_probability=drawn[str(draw.stratum)] / units[str(draw.stratum)])
        for sample in samples
        for draw in draws[sample.name]
    ]


def labelled_draws(draws: Sequence[Draw], labelled: Collection[str]) -> list[Draw]:
    """The draws that are labelled, each with the probability of having been drawn and labelled.

    Draws stand in random order, so those labelled first are a random part of their stratum; that the others are
    missing for no reason of theirs is an assumption when they are not the last ones.
    """
    kept = [draw for draw in draws if draw.article_id in labelled]
    all_of = Counter(draw.stratum for draw in draws)
    some_of = Counter(draw.stratum for draw in kept)
    return [
        replace(draw, inclusion_probability=draw.inclusion_probability * some_of[draw.stratum] / all_of[draw.stratum])
        for draw in kept
        if draw.inclusion_probability is not None
    ]


def _refusal(names: Collection[str], problem: str) -> EncuadreError:
    return EncuadreError("E434", samples=" and ".join(f"'{name}'" for name in sorted(names)), problem=problem)
