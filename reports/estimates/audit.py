"""The audit labels of a study, resolved: one row a labelled story, with what people count for each indicator.

In: the corpus' audit samples and labels. Out: a frame, and where it comes from. Where annotators differ: the
adjudicated label, else what most say, else their mean as a fraction. Stories drawn but not labelled (yet) are missing
by chance within their stratum, since draws stand in random order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from corpus.labels import ADJUDICATED, Draw, HumanLabel, Purpose, Sample
from lexicons.errors import EncuadreError
from nlp.labels.combining import combined_draws, labelled_draws
from nlp.labels.population import Selection
from reports.estimates.measures import MEASURES, Measure, Said

if TYPE_CHECKING:
    from corpus.store import Corpus


# 2026-03-02
DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Audit:
    """Where audit labels come from. ``selections`` and ``drawn_on``: what each sample was drawn from, and on which day.

    ``asked``: indicators that some label answers. ``labelled``: stories. ``suggested``: those of them whose annotator
    saw the machine's suggestion.
    """

    samples: tuple[str, ...]
    seeds: tuple[int, ...]
    selections: tuple[Selection, ...]
    drawn_on: tuple[str, ...]
    asked: frozenset[str]
    labelled: int
    annotators: int
    suggested: int

    def reaches(self, stories: pd.DataFrame) -> pd.Series:
        """For each story whether some sample could have drawn it: selected, and not published after the drawing."""
        reached = pd.Series(False, index=stories.index)
        for selection, day in zip(self.selections, self.drawn_on, strict=True):
            reached |= selection.keeps(stories) & ~(stories["published_on"] > day).fillna(False).astype(bool)
        return reached


def audit_columns() -> list[str]:
    """The columns of the frame of labels."""
    return ["article_id", "probability", "stratum", "cluster", *(c for name in MEASURES for c in columns_of(name))]


def columns_of(measure: str) -> tuple[str, str]:
    """The columns of one indicator: what people count, and whether the story is in the denominator."""
    return f"{measure}.y", f"{measure}.within"


def read_audit(corpus: Corpus, samples: Sequence[str] | None = None) -> tuple[pd.DataFrame, Audit | None]:
    """The labelled stories of the audit samples (all that have labels, or those named).

    Raises EncuadreError E262 for a sample that is not there.
    """
    labels = corpus.labels(Purpose.AUDIT)
    by_article: dict[str, list[HumanLabel]] = {}
    for label in labels:
        by_article.setdefault(label.article_id, []).append(label)
    known = [sample for sample in corpus.samples() if sample.purpose is Purpose.AUDIT]
    if samples is not None:
        for name in samples:
            corpus.draws(name)
        known = [sample for sample in known if sample.name in samples]
    used = [s for s in known if any(draw.article_id in by_article for draw in corpus.draws(s.name))]
    if not used:
        return pd.DataFrame(columns=audit_columns()), None
    used, draws = _together(corpus, used, set(by_article))
    rows = [
        {
            "article_id": draw.article_id,
            "probability": draw.inclusion_probability,
            "stratum": draw.stratum or "",
            "cluster": draw.cluster or draw.article_id,
            **_resolved(by_article[draw.article_id]),
        }
        for draw in draws
    ]
    frame = pd.DataFrame(rows, columns=audit_columns()).sort_values("article_id", kind="stable", ignore_index=True)
    mine = [label for draw in draws for label in by_article[draw.article_id]]
    return frame, Audit(
        samples=tuple(sample.name for sample in used),
        seeds=tuple(sample.seed for sample in used),
        selections=tuple(Selection.from_dict(sample.frame) for sample in used),
        drawn_on=tuple(sample.drawn_at[:DAY_LENGTH] for sample in used),
        asked=frozenset(name for name in MEASURES if frame[columns_of(name)[0]].notna().any()),
        labelled=len(frame),
        annotators=len({label.annotator for label in mine} - {ADJUDICATED}),
        suggested=len({label.article_id for label in mine if label.suggested}),
    )


def _together(corpus: Corpus, samples: list[Sample], labelled: set[str]) -> tuple[list[Sample], list[Draw]]:
    """The labelled draws of all samples, or, where these cannot be put together, of the one with most labels."""
    try:
        return samples, labelled_draws(combined_draws(corpus, [sample.name for sample in samples]), labelled)
    except EncuadreError as error:
        if error.code != "E434":
            raise
    parts = [labelled_draws(corpus.draws(sample.name), labelled) for sample in samples]
    # A sample of what earlier ones left stands for that rest only, and comes last.
    most = max(range(len(samples)), key=lambda i: (samples[i].frame.get("represents") != "rest", len(parts[i])))
    return [samples[most]], parts[most]


def _resolved(labels: Sequence[HumanLabel]) -> dict[str, float | None]:
    cells: dict[str, float | None] = {}
    for name, measure in MEASURES.items():
        cells |= dict(zip(columns_of(name), _decided(measure, labels) or (None, None), strict=True))
    return cells


def _decided(measure: Measure, labels: Sequence[HumanLabel]) -> Said:
    """What the annotators together say of one story."""
    said = {label.annotator: measure.people(label) for label in labels}
    if said.get(ADJUDICATED) is not None:
        return said[ADJUDICATED]
    given = [each for each in said.values() if each is not None]
    if not given:
        return None
    most = max(set(given), key=lambda each: (given.count(each), each))
    if given.count(most) * 2 > len(given):
        return most
    return sum(count for count, _ in given) / len(given), sum(within for _, within in given) / len(given)
