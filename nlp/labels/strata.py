"""How the stories of a selection are grouped before drawing: strata, and what is drawn as one within them.

In: stories and a ``SamplePlan``. Out: a frame with a ``stratum`` and a ``cluster`` for every story. The grouping is a
function of the stories and the plan alone, so a later draw by the same plan finds the same strata.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from corpus.labels import Design
from lexicons.errors import UsageError
from nlp.labels.population import Finding, Selection

# A cell with fewer stories than this is labelled whole or nearly so when it has to give two: it joins its neighbours.
SMALLEST_STRATUM = 10
OTHERS = "others"
UNDATED = "no date"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Of five labels four go to stories on topic. The fifth measures what the machine misses: three quarters of it where
# there was some evidence, since misses are rare elsewhere.
OFF_TOPIC_SHARE = 0.2
NEARLY_OF_OFF = 0.75


class Topics(StrEnum):
    """Which stories by what the machine finds of their topic: on topic and a few others, those only, or all alike."""

    MOSTLY = "mostly"
    ONLY = "only"
    ALL = "all"


class By(StrEnum):
    """What stories may be stratified by."""

    OUTLET = "outlet"
    PERIOD = "period"
    LANGUAGE = "language"
    COUNTRY = "country"
    FRAMING = "framing"


class Period(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Allocation(StrEnum):
    """How labels are shared out between strata.

    Proportional: by their stories, best for a figure on all of them. Equal: best for a figure on each. Neyman: by
    stories times the spread of the machine's answer (Neyman 1934), best for all where strata differ much.
    """

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePlan:
    """All that decides an audit sample besides the corpus.

    ``weeks``: constructed weeks in each stratum; None: as many as give ``size`` stories. Raises UsageError E430, E438.
    """

    size: int
    seed: int
    design: Design = Design.RANDOM
    selection: Selection = field(default_factory=Selection)
    topics: Topics = Topics.MOSTLY
    by: tuple[By, ...] = ()
    period: Period = Period.QUARTER
    allocation: Allocation = Allocation.PROPORTIONAL
    off_topic_share: float = OFF_TOPIC_SHARE
    weeks: int | None = None

    def __post_init__(self) -> None:
        if self.design not in (Design.RANDOM, Design.STRATIFIED, Design.CONSTRUCTED_WEEK):
            raise ValueError(f"{self.design} has no inclusion probabilities")
        if self.design is Design.STRATIFIED and not self.by:
            raise UsageError("E430", known=", ".join(By))
        if not 0 < self.off_topic_share < 1:
            raise UsageError("E438", given=self.off_topic_share)

    @property
    def clustered(self) -> bool:
        """Are days drawn rather than stories?"""
        return self.design is Design.CONSTRUCTED_WEEK

    def grouping(self) -> dict[str, object]:
        """The part that decides strata and clusters, as it is kept with the sample."""
        return {
            **self.selection.as_dict(),
            "topics": self.topics.value,
            "by": [each.value for each in self.by] if self.design is not Design.RANDOM else [],
            "period": self.period.value,
            "clustered": self.clustered,
        }


def plan_of(grouping: Mapping[str, Any]) -> SamplePlan:
    """A plan that groups as a kept sample did; size and seed are not part of that."""
    by = tuple(By(each) for each in grouping["by"])
    design = Design.CONSTRUCTED_WEEK if grouping["clustered"] else Design.STRATIFIED if by else Design.RANDOM
    return SamplePlan(
        size=0,
        seed=0,
        design=design,
        selection=Selection.from_dict(grouping),
        topics=Topics(grouping["topics"]),
        by=by,
        period=Period(grouping["period"]),
    )


def grouped(stories: pd.DataFrame, plan: SamplePlan) -> tuple[pd.DataFrame, list[str]]:
    """The stories that can be drawn, with ``stratum`` and ``cluster`` (the article itself where drawn singly).

    Also the small cells that were merged. For constructed weeks stories without an exact day cannot be drawn and are
    not in the frame given back.
    """
    if plan.topics is Topics.ONLY:
        stories = stories[stories["finding"] == Finding.ON_TOPIC.value]
    main = stories["finding"] == Finding.ON_TOPIC.value if plan.topics is Topics.MOSTLY else stories["finding"].notna()
    drawn, others = stories[main].copy(), stories[~main].copy()
    top = "all" if plan.topics is Topics.ALL else Finding.ON_TOPIC.value
    by = plan.by if plan.design is not Design.RANDOM else ()
    cells = [_cell(drawn, each, plan.period) for each in by]
    merged: list[str] = []
    drawn["cluster"] = drawn["article_id"]
    if plan.clustered:
        day = _exact_day(drawn)
        cells = [*cells, day.dt.day_of_week.map(dict(enumerate(WEEKDAYS)))]
        drawn["stratum"] = _joined(top, cells)
        drawn["cluster"] = _joined("", [*cells[:-1], day.dt.strftime("%Y-%m-%d")])
        drawn = drawn[day.notna()]
    else:
        cells, merged = _without_small(cells)
        drawn["stratum"] = _joined(top, cells, drawn.index)
    others["stratum"], others["cluster"] = others["finding"], others["article_id"]
    both = pd.concat([drawn, others]) if len(others) else drawn
    return both.sort_values("article_id", kind="stable").reset_index(drop=True), merged


def is_main(stratum: str) -> bool:
    """Is this a stratum of what the sample is about, and not of what the machine leaves out?"""
    return stratum not in (Finding.NEARLY.value, Finding.OFF_TOPIC.value)


def _cell(stories: pd.DataFrame, by: By, period: Period) -> pd.Series[str]:
    if by is not By.PERIOD:
        return stories[by.value].astype("str").fillna("unknown").rename(by.value)
    known = stories["published_precision"] != "year"
    day = pd.to_datetime(stories["published_on"].where(known), format="%Y-%m-%d", errors="coerce")
    year, month = day.dt.strftime("%Y"), day.dt.strftime("%Y-%m")
    quarter = year + "-Q" + day.dt.quarter.astype("Int64").astype("str")
    return {Period.YEAR: year, Period.MONTH: month, Period.QUARTER: quarter}[period].where(day.notna(), UNDATED)


def _exact_day(stories: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The day of each story; none where only its month or year is known."""
    exact = ~stories["published_precision"].isin(["month", "year"])
    return pd.to_datetime(stories["published_on"].where(exact), format="%Y-%m-%d", errors="coerce")


def _without_small(cells: Sequence[pd.Series[str]]) -> tuple[list[pd.Series[str]], list[str]]:
    """The cells with small ones merged: first over the last way of stratifying, then over the one before it.

    So an outlet's thin quarters become one stratum of that outlet before the outlet joins others.
    """
    kept, merged = list(cells), []
    for level in range(len(kept) - 1, -1, -1):
        names = _joined("", kept)
        small = names.map(names.value_counts()) < SMALLEST_STRATUM
        merged += [name for name in names[small].unique() if not name.endswith(OTHERS)]
        for lower in range(level, len(kept)):
            kept[lower] = kept[lower].where(~small, OTHERS)
    return kept, sorted(merged)


def _joined(first: str, cells: Sequence[pd.Series[Any]], index: pd.Index[Any] | None = None) -> pd.Series[str]:
    """The names of cells side by side."""
    if not cells:
        return pd.Series(first, index=index, dtype="str")
    name = cells[0].astype("str") if not first else first + " | " + cells[0].astype("str")
    for cell in cells[1:]:
        name = name + " | " + cell.astype("str")
    return name
