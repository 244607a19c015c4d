"""The rows a report is made of, read once and checked.

In: a study's corpus. Out: ``ReportRows``: outlets, the stories on topic, every dated item, spans, sources and
collection health. Here copies of a story inside one outlet collapse to one (its earliest), rows of two version sets
are refused, and a study with nothing to report says so in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from corpus.labels import FRAMING, HEADLINE
from corpus.records import Outlet, Voice
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError, NotEnoughDataError, UsageError
from lexicons.profiles import ACCEPTED
from reports.collected import Collected, collected_in
from reports.estimates.audit import Audit, read_audit
from reports.estimates.columns import ROW, with_counts
from reports.estimates.measures import RIGHTS_BASED, STIGMATIZING
from reports.reply.corrections import Applied, read_frames
from reports.uses import begins_use

if TYPE_CHECKING:
    from corpus.store import Break, Corpus


SHIPPED_TOPIC = "women in prison"
# Weeks are counted from here; older press is not on the web.
FIRST_MONDAY = date(1899, 1, 2)
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class ReportRows:
    """What a report is computed from. Rows stand by country and outlet, so that a part of them is a slice.

    ``stories``: one row a story on topic (an outlet's copies of one text count once), with the columns of
    ``Corpus.label_frame`` and: month (months since year 0), s and r (the flags of the article's framing), s2 (a custody
    label that is stigmatizing or contested there), s2_accepted (one that is official or ordinary there), head_s,
    body_s, headed (it has a headline), own_s and own_s2 (uses in the outlet's voice held against it, custody labels
    apart), and the columns of reports.estimates.columns. ``items``: every tagged article, on topic or not: outlet,
    country, on_topic, month, week.
    ``copies``: the articles on topic that are further copies of a story of their outlet, with ``story_article``, the
    one of ``stories`` (O1 counts them as well).
    ``spans`` and ``sources``: those of the stories; ``accepted`` marks spans of the S side whose term is official or
    ordinary there, ``use`` those that begin a use (O11), ``overruled`` those of a side that a story's framing, decided
    after a dispute, has not. ``health``: outlet, country, week, outcome, n. ``breaks``:
    weeks in which an outlet's collection was no fair picture of it. ``unread``: by outlet, attempts at its listings
    that failed, by outcome. ``undated``: stories whose day is unknown, by country; they count in
    totals and stand in no period. ``untagged``: articles not tagged yet. ``labels``: one row a story that people
    labelled for the audit (reports.estimates.audit), with outlet, country and story_article, the article of ``stories``
    it stands for (missing where the machine holds it off topic), and story_row, its place there (then -1). ``audit``:
    where these come from; None without any. ``corrected``: the disputes that outlets won; all frames are as these left
    them.
    """

    outlets: tuple[Outlet, ...]
    stories: pd.DataFrame
    items: pd.DataFrame
    copies: pd.DataFrame
    spans: pd.DataFrame
    sources: pd.DataFrame
    health: pd.DataFrame
    breaks: tuple[Break, ...]
    version_set: str
    versions: Mapping[str, str]
    untagged: int
    labels: pd.DataFrame
    audit: Audit | None = None
    corrected: tuple[Applied, ...] = ()
    unread: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # What was asked of these rows once and may be asked again; rows made from these begin with nothing.
    _kept: dict[object, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def countries(self) -> list[str]:
        """Countries with at least one story on topic, in code order."""
        return sorted(self.stories["country"].unique())

    def of_country(self, country: str) -> ReportRows:
        """The rows of one country."""
        return self.of_countries((country,))

    def of_countries(self, countries: Sequence[str]) -> ReportRows:
        """The rows of several countries."""
        return self._where("country", countries, tuple(o for o in self.outlets if o.country in countries))

    def of_outlet(self, outlet: Outlet) -> ReportRows:
        """The rows of one outlet."""
        return self.of_outlets((outlet.id,))

    def of_outlets(self, outlets: Sequence[str]) -> ReportRows:
        """The rows of several outlets, by their ids."""
        return self._where("outlet", outlets, tuple(each for each in self.outlets if each.id in outlets))

    def once(self, key: object, make: Callable[[], Kept]) -> Kept:
        """What ``make`` gives, made the first time that ``key`` is asked of these rows. It must not be changed."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: Kept = self._kept[key]
        return kept

    def _where(self, column: str, values: Sequence[str], outlets: tuple[Outlet, ...]) -> ReportRows:
        ids = {outlet.id for outlet in outlets}
        frames: dict[str, Any] = {name: self._part(name, column, values) for name in _FRAMES}
        return replace(
            self,
            **frames,
            outlets=outlets,
            breaks=tuple(each for each in self.breaks if each.outlet in ids),
            corrected=tuple(each for each in self.corrected if each.dispute.outlet in ids),
        )

    def _part(self, name: str, column: str, values: Sequence[str]) -> pd.DataFrame:
        """The rows of a frame with one of these values: a slice without a copy where they stand together."""
        frame: pd.DataFrame = getattr(self, name)
        if len(values) == 1:
            runs = self.once((name, column), lambda: _runs_of(frame[column]))
            if runs is not None:
                return frame.iloc[runs.get(values[0], slice(0, 0))]
        return frame[frame[column].isin(list(values))]


_FRAMES = ("stories", "items", "copies", "spans", "sources", "health", "labels")


def _runs_of(column: pd.Series) -> dict[str, slice] | None:
    """From where to where each value stands; None where the rows of some value do not stand together."""
    if column.empty or column.isna().any():
        return None
    codes, values = pd.factorize(column)
    starts = np.flatnonzero(np.diff(codes, prepend=-2))
    if len(starts) != len(np.unique(codes)):
        return None
    # A missing value has the code -1: nobody asks for its rows.
    ends = [*starts[1:], len(codes)][: len(starts)]
    return {
        str(values[codes[start]]): slice(int(start), int(end))
        for start, end in zip(starts, ends, strict=True)
        if codes[start] >= 0
    }


def read_rows(
    corpus: Corpus,
    country: str | None = None,
    topic: str = SHIPPED_TOPIC,
    samples: Sequence[str] | None = None,
    models: Sequence[str] = (),
    collected: Callable[[], Collected] | None = None,
) -> ReportRows:
    """Read what a report on ``country`` (or on every country) needs. ``topic``: what the stories are about.
    ``samples``: the audit samples whose labels correct figures; all that have labels where none is named.
    ``models``: trained classifiers whose predictions of framing or headline stand in place of the rules' (E523 where
    one has none for some story). ``collected``: gives what was found out of the collection meanwhile.

    Raises NotEnoughDataError when there is nothing to report on, EncuadreError E502 when rows of two version sets meet.
    """
    frames = read_frames(corpus)
    labels = frames.labels
    if labels.empty and corpus.count_articles() == 0:
        raise NotEnoughDataError("E501")
    tagged = labels[labels["version_set"].notna()]
    if tagged.empty:
        raise NotEnoughDataError("E503", articles=corpus.count_articles())
    version_set = _one_version_set(tagged)
    outlets = _outlets(corpus, tagged)
    home = {outlet.id: outlet.country for outlet in outlets}
    items = _items(tagged, home)
    stories = frames.with_decided(_read_by(corpus, models, _stories(items)))
    if stories.empty:
        raise NotEnoughDataError("E504", articles=len(items), topic=topic)
    if country is not None and not (stories["country"] == country).any():
        known = ", ".join(sorted(stories["country"].unique()))
        raise UsageError("E505", country=country, known=known, topic=topic)
    framed = {article for article, said in frames.decided.items() if FRAMING in said}
    spans = _with_uses(_with_acceptance(_of_stories(frames.spans, stories)))
    spans = spans.assign(overruled=_overruled(spans, stories[stories["article_id"].isin(framed)]))
    import pyarrow

    # What reading took and gave back pyarrow keeps for later: of a large study a third of a gigabyte.
    pyarrow.default_memory_pool().release_unused()
    labelled, audit = read_audit(corpus, samples)
    stories = with_counts(_by_outlet(_with_flags(stories, spans)), audit)
    collection = collected() if collected is not None else collected_in(corpus)
    return ReportRows(
        outlets=outlets,
        stories=stories,
        items=_by_outlet(items[["outlet", "country", "on_topic", "month", "week"]]),
        copies=_copies(items, stories),
        spans=spans,
        sources=_of_stories(frames.sources, stories),
        health=_by_outlet(_filed(collection.health, home)),
        breaks=collection.breaks,
        version_set=version_set,
        versions=_versions(corpus, version_set) | {f"classifier-{place}": name for place, name in enumerate(models, 1)},
        untagged=max(0, corpus.count_articles() - len(tagged)),
        labels=_labels(frames.with_answers(labelled), items, stories),
        audit=audit,
        corrected=frames.applied,
        unread=corpus.unread_listings(),
    )


def _one_version_set(tagged: pd.DataFrame) -> str:
    version_sets = sorted(tagged["version_set"].unique())
    if len(version_sets) > 1:
        raise EncuadreError("E502", count=len(version_sets), sets=", ".join(version_sets))
    return str(version_sets[0])


def _versions(corpus: Corpus, version_set: str) -> dict[str, str]:
    for run in corpus.runs():
        if run.kind == "tag" and run.version_set == version_set:
            return {name: str(value) for name, value in sorted(run.versions.items())}
    return {}


def _outlets(corpus: Corpus, tagged: pd.DataFrame) -> tuple[Outlet, ...]:
    """The registry, and a plain row for every outlet that only an import knows."""
    known = {outlet.id: outlet for outlet in corpus.outlets()}
    strangers = tagged[~tagged["outlet"].isin(list(known))]
    for outlet_id, group in strangers.groupby("outlet", sort=True):
        countries = group["country"].dropna()
        known[str(outlet_id)] = Outlet(
            id=str(outlet_id),
            name=str(outlet_id),
            country=str(countries.mode().iloc[0]) if len(countries) else "",
            time_zone="UTC",
            languages=tuple(sorted(group["language"].dropna().unique())),
            kind="",
            homepage="",
        )
    return tuple(sorted(known.values(), key=lambda outlet: (outlet.country, outlet.name.casefold(), outlet.id)))


def _items(tagged: pd.DataFrame, home: Mapping[str, str]) -> pd.DataFrame:
    """Tagged articles with country and calendar columns; an article is filed under its outlet's country."""
    items = _filed(tagged, home)
    # A country's code becomes a file's name, so nothing but two letters passes.
    items = items[items["country"].str.fullmatch(r"[A-Z]{2}").fillna(False).astype(bool)]
    day = pd.to_datetime(items["published_on"], format="%Y-%m-%d", errors="coerce")
    # A day that stands for a whole year places a story in no month, and one that stands for a month in no week.
    day = day.where(items["published_precision"] != "year")
    items["month"] = (day.dt.year * 12 + day.dt.month - 1).astype("Int64")
    # Weeks counted from a Monday, so that a week number never restarts in January.
    exact = day.where(items["published_precision"] != "month")
    items["week"] = ((exact - pd.Timestamp(FIRST_MONDAY)).dt.days // 7).astype("Int64")
    items["on_topic"] = items["on_topic"].astype(bool)
    items["story"] = items["story_id"].where(items["story_id"].notna(), items["article_id"])
    return items


def _by_outlet(frame: pd.DataFrame, kept: pd.Series | None = None) -> pd.DataFrame:
    """The rows (those ``kept``) by country and outlet, in their order within an outlet: a part of a report is then a
    slice of it."""
    order = np.lexsort([pd.factorize(frame[column], sort=True)[0] for column in ("outlet", "country")])
    if kept is not None:
        order = order[kept.to_numpy(bool)[order]]
    return frame.take(order).reset_index(drop=True)


def _filed(frame: pd.DataFrame, home: Mapping[str, str]) -> pd.DataFrame:
    """The frame with each row under its outlet's country, or its own where the outlet's is unknown."""
    filed = frame["outlet"].map(dict(home))
    return frame.assign(country=filed.where(filed.notna() & (filed != ""), frame["country"]))


def _stories(items: pd.DataFrame) -> pd.DataFrame:
    """On-topic articles with the copies of a story inside an outlet collapsed to the earliest."""
    stories = items[items["on_topic"]].sort_values(
        ["outlet", "published_on", "article_id"], na_position="last", kind="stable"
    )
    return stories.drop_duplicates(["outlet", "story"]).reset_index(drop=True)


def _copies(items: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The articles on topic that ``_stories`` left out, each with the one that stands for it."""
    left_out = items[items["on_topic"] & ~items["article_id"].isin(list(stories["article_id"]))]
    kept = stories[["outlet", "story", "article_id"]].rename(columns={"article_id": "story_article"})
    places = left_out[["article_id", "outlet", "country", "story", "published_on", "title", "url"]]
    return _by_outlet(places.merge(kept, on=["outlet", "story"], how="left"))


def _labels(labelled: pd.DataFrame, items: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """Audit labels with their outlet and country, each once for the story it is a copy of."""
    places = items[["article_id", "outlet", "country", "story"]]
    kept = stories[["outlet", "story", "article_id", ROW]].rename(
        columns={"article_id": "story_article", ROW: "story_row"}
    )
    placed = labelled.merge(places, on="article_id").merge(kept, on=["outlet", "story"], how="left")
    placed["story_row"] = placed["story_row"].fillna(-1).astype("int64")
    return placed.drop_duplicates(["outlet", "story"]).reset_index(drop=True)


def _read_by(corpus: Corpus, models: Sequence[str], stories: pd.DataFrame) -> pd.DataFrame:
    """The stories with framing and headline as the classifiers read them."""
    stories = stories.copy()
    for model in models:
        found = False
        for question in (FRAMING, HEADLINE):
            said = {each.article_id: each.answer for each in corpus.predictions(question, model)}
            if said:
                found, answers = True, stories["article_id"].map(said)
                if answers.isna().any():
                    raise EncuadreError("E523", model=model, missing=int(answers.isna().sum()), stories=len(stories))
                stories[question] = answers
        if not found:
            raise EncuadreError("E523", model=model, missing=len(stories), stories=len(stories))
    return stories


def _of_stories(frame: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """Rows of the stories' own articles, under the story's country, by country and outlet."""
    country = frame["article_id"].map(stories.set_index("article_id")["country"])
    return _by_outlet(frame.assign(country=country), country.notna())


def _with_acceptance(spans: pd.DataFrame) -> pd.DataFrame:
    """Mark the spans of the S side that are held against nobody: official or ordinary words where they stand."""
    return spans.assign(accepted=spans["code"].str.startswith("S") & spans["status"].isin(list(ACCEPTED)))


def _with_uses(spans: pd.DataFrame) -> pd.DataFrame:
    """Mark the spans that begin a use held against the outlet, custody labels apart: what O11 counts."""
    held = (spans["voice"] == Voice.OUTLET.value) & spans["code"].str.startswith("S") & ~spans["accepted"]
    custody = spans["code"] == "S2"
    use = np.zeros(len(spans), bool)
    for side in (held & ~custody, held & custody):
        use[side.to_numpy(bool)] = begins_use(spans[side])
    return spans.assign(use=use)


def _overruled(spans: pd.DataFrame, framed: pd.DataFrame) -> pd.Series:
    """Marks of a side that the framing decided for their story does not have: they count in no framing figure."""
    has = {"S": STIGMATIZING, "R": RIGHTS_BASED}
    without = {side: set(framed.loc[~framed["framing"].isin(which), "article_id"]) for side, which in has.items()}
    overruled = pd.Series(False, index=spans.index)
    for side, articles in without.items():
        overruled |= spans["code"].str.startswith(side) & spans["article_id"].isin(list(articles))
    return overruled


def _with_flags(stories: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Add the flags every figure counts."""
    own = spans[spans["voice"] == Voice.OUTLET.value]
    deciding = own["code"].str.startswith("S") & ~own["code"].isin(list(load_codebook().undeciding))
    scored = own[deciding & ~own["accepted"]]
    in_body = set(scored.loc[(scored["part"] != "headline") & ~scored["overruled"], "article_id"])
    labels = own[own["code"] == "S2"]
    stories = stories.copy()
    stories["s"] = stories["framing"].isin(STIGMATIZING)
    stories["r"] = stories["framing"].isin(RIGHTS_BASED)
    stories["head_s"] = stories["headline"].isin(STIGMATIZING)
    stories["body_s"] = stories["article_id"].isin(in_body)
    stories["headed"] = stories["title"].fillna("").str.strip() != ""
    stories["s2"] = stories["article_id"].isin(labels.loc[~labels["accepted"], "article_id"])
    stories["s2_accepted"] = stories["article_id"].isin(labels.loc[labels["accepted"], "article_id"])
    uses = spans[spans["use"]]
    custody = uses["code"] == "S2"
    for name, marks in (("own_s", uses[~custody]), ("own_s2", uses[custody])):
        stories[name] = stories["article_id"].map(marks["article_id"].value_counts()).fillna(0).astype("int64")
    return stories
