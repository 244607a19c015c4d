"""What a sample is drawn from: the stories of the corpus, one row each, without any text.

In: a corpus whose articles are tagged, and a selection. Out: ``Population``. The unit is the story as reports count it:
copies of one text inside an outlet are one, and stand for the story by the earliest copy that the machine finds on
topic (by the earliest of all where it finds none so).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corpus.records import Framing
from lexicons.errors import EncuadreError, NotEnoughDataError, UsageError

if TYPE_CHECKING:
    from corpus.store import Corpus


_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Finding(StrEnum):
    """What the machine finds of a story's topic. Nearly: off topic, but with some evidence of a woman in custody."""

    ON_TOPIC = "on topic"
    NEARLY = "nearly on topic"
    OFF_TOPIC = "off topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stories are meant; all where nothing is named. Days may be 2024, 2024-03 or 2024-03-08, inclusive."""

    since: str | None = None
    until: str | None = None
    countries: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None and not _is_day(day):
                raise UsageError("E431", given=day)

    def keeps(self, stories: pd.DataFrame) -> pd.Series[bool]:
        """For each story whether it is meant. One without a day is not, where days are named."""
        kept = pd.Series(True, index=stories.index)
        day = stories["published_on"]
        if self.since is not None:
            kept &= (day >= self.since).fillna(False).astype(bool)
        if self.until is not None:
            kept &= (day.str.slice(0, len(self.until)) <= self.until).fillna(False).astype(bool)
        for column, wanted in (("country", self.countries), ("outlet", self.outlets), ("language", self.languages)):
            if wanted:
                kept &= stories[column].isin(list(wanted))
        return kept

    def as_dict(self) -> dict[str, object]:
        """The parts that narrow anything, as they are kept with a sample."""
        named = {
            "since": self.since,
            "until": self.until,
            "countries": list(self.countries),
            "outlets": list(self.outlets),
            "languages": list(self.languages),
        }
        return {name: value for name, value in named.items() if value}

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> Selection:
        """The selection of a kept sample."""
        lists = {name: tuple(map(str, _listed(kept.get(name)))) for name in ("countries", "outlets", "languages")}
        days = {name: str(kept[name]) for name in ("since", "until") if name in kept}
        return cls(**lists, **days)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Population:
    """The stories. ``stories``: article_id (of the copy that stands for the story), outlet, country, language,
    published_on, published_precision, copies (in its outlet), finding, relevance, framing, story (one text in one
    outlet) and text (one text in all outlets). ``copy_of``: every tagged article's story. ``untagged``: articles left
    out since no machine has read them. ``version_set``: of the tags.
    """

    stories: pd.DataFrame
    copy_of: pd.DataFrame
    untagged: int
    version_set: str


def read_population(corpus: Corpus) -> Population:
    """All stories of the corpus, ordered by the identifier of their article.

    Raises NotEnoughDataError E503 where nothing is tagged, EncuadreError E265 where tags of two versions meet.
    """
    labels = corpus.label_frame()
    articles = corpus.count_articles()
    if labels.empty:
        raise NotEnoughDataError("E501" if articles == 0 else "E503", articles=articles)
    version_sets = sorted(labels["version_set"].unique())
    if len(version_sets) > 1:
        raise EncuadreError("E265", count=len(version_sets))
    labels = _filed(labels, corpus)
    own = labels["article_id"]
    labels["text"] = labels["story_id"].where(labels["story_id"].notna(), own)
    labels["story"] = labels["outlet"] + "\x1f" + labels["text"]
    labels["finding"] = np.select(
        [labels["on_topic"], labels["relevance"] > 0], [Finding.ON_TOPIC.value, Finding.NEARLY.value], "off topic"
    )
    copies = labels.groupby("story")["article_id"].size()
    ordered = labels.assign(missed=~labels["on_topic"]).sort_values(
        ["story", "missed", "published_on", "article_id"], na_position="last", kind="stable"
    )
    stories = ordered.drop_duplicates("story").sort_values("article_id").reset_index(drop=True)
    stories["copies"] = stories["story"].map(copies)
    columns = ["article_id", "outlet", "country", "language", "published_on", "published_precision", "copies"]
    return Population(
        stories=stories[[*columns, "finding", "relevance", "framing", "story", "text"]],
        copy_of=labels[["article_id", "story", "text"]],
        untagged=max(0, articles - len(labels)),
        version_set=str(version_sets[0]),
    )


def select_stories(population: Population, selection: Selection) -> pd.DataFrame:
    """The stories that are meant.

    Raises UsageError E575 for a country, outlet or language that no story is of, NotEnoughDataError E266 where no story
    is all that was asked for.
    """
    for column, wanted in (
        ("country", selection.countries),
        ("outlet", selection.outlets),
        ("language", selection.languages),
    ):
        known = population.stories[column]
        for given in wanted:
            if not (known == given).any():
                listed = ", ".join(sorted(known.dropna().unique()))
                raise UsageError("E575", what=column, given=given, known=listed)
    stories = population.stories[selection.keeps(population.stories)]
    if stories.empty:
        raise NotEnoughDataError("E266", stories=len(population.stories))
    return stories.reset_index(drop=True)


def stigmatizes(stories: pd.DataFrame) -> pd.Series[bool]:
    """For each story whether the machine finds it stigmatizing."""
    return stories["framing"].isin([Framing.STIGMATIZING.value, Framing.BOTH.value])


def _filed(labels: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Each article under its outlet's country, as in reports; under its own where the outlet's is unknown."""
    home = labels["outlet"].map({outlet.id: outlet.country for outlet in corpus.outlets()})
    return labels.assign(country=home.where(home.notna() & (home != ""), labels["country"]))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    return bool(pd.notna(pd.to_datetime(text, format="ISO8601", errors="coerce")))


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
