"""The terms the stories use, and what the guides say to write instead.

In: spans of stories and the cue lexicons. Out: one row a cue. The words shown are the lexicon's own surface forms, not
slices of articles: a form with a gap could otherwise carry a person's name onto a public page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from corpus.records import Voice
from lexicons.cues import Cue, Guide, lexicons_in_use, load_guides
from reports.figures.surfaces import plain, surface
from reports.rows import ReportRows
from reports.stats import Estimate, quasi_poisson_rate

# Sides that have a table of terms, in the order of the page.
TERM_SIDES = ("S", "R")


@dataclass(frozen=True, slots=True)
class Term:
    """One cue in the stories. ``own`` counts the outlet's voice, ``others`` everybody else's. ``rate``: own per 1,000
    words. ``status`` is None where the lexicon does not list the form for this country."""

    cue_id: str
    code: str
    surface: str
    own: int
    others: int
    stories: int
    rate: float
    status: str | None
    severity: int | None
    instead: tuple[str, ...]
    guides: tuple[str, ...]


def terms_of(rows: ReportRows, country: str | None, sides: Sequence[str] = TERM_SIDES) -> list[Term]:
    """Terms of the S and R codes (or of other sides), most frequent in the outlet's voice first, then by id."""
    cues = cues_by_id()
    words = int(rows.stories["words"].sum())
    spans = rows.spans[rows.spans["code"].str[0].isin(list(sides))]
    terms = [
        _term(str(cue_id), cues.get(str(cue_id)), group, words, country)
        for cue_id, group in spans.groupby("cue_id", sort=True)
    ]
    return sorted(terms, key=lambda term: (-term.own, -term.others, term.cue_id))


def stigma_rate(stories: pd.DataFrame) -> Estimate | None:
    """S terms (S2 apart) in the outlet's voice per 1,000 words, quasi-Poisson over stories; None without words."""
    return _rate(stories, "own_s")


def custody_rate(stories: pd.DataFrame) -> Estimate | None:
    """S2 terms in the outlet's voice per 1,000 words, without those that are official or ordinary there."""
    return _rate(stories, "own_s2")


def cues_by_id() -> dict[str, Cue]:
    """Every cue in use by id; a language without a lexicon gives none."""
    cues: dict[str, Cue] = {}
    for lexicon in lexicons_in_use().values():
        cues.update(lexicon.by_id)
    return cues


def surface_of(cue: Cue | None, texts: Iterable[str], cue_id: str) -> str:
    """The cue's form that occurs most, its gap written as "…"; never other words of an article."""
    if cue is None:
        return cue_id
    seen: Counter[str] = Counter()
    for text, count in Counter(" ".join(text.lower().split()) for text in texts).items():
        seen[surface(cue, text)] += count
    return min(seen, key=lambda form: (-seen[form], form)) if seen else plain(cue)


def guide_names(cue: Cue) -> tuple[str, ...]:
    """Titles, publishers and years of the guides behind a cue."""
    return tuple(_guide_name(load_guides()[key]) for key in cue.source)


def _guide_name(guide: Guide) -> str:
    """A publisher that the title names already is not named twice."""
    publisher = "" if guide.publisher.lower() in guide.title.lower() else guide.publisher
    return ", ".join(str(part) for part in (guide.title, publisher, guide.year) if part)


def _term(cue_id: str, cue: Cue | None, group: pd.DataFrame, words: int, country: str | None) -> Term:
    own = int((group["voice"] == Voice.OUTLET.value).sum())
    listed = cue is not None and (country is None or "*" in cue.countries or country in cue.countries)
    # The weight the tagger gave it by country and profile; one cue may hold forms that weigh differently.
    weighed = Counter(status for status in group["status"].dropna() if status)
    status = min(weighed, key=lambda name: (-weighed[name], name)) if weighed else None
    return Term(
        cue_id=cue_id,
        code=str(group["code"].iloc[0]),
        surface=surface_of(cue, group["text"].fillna(""), cue_id),
        own=own,
        others=len(group) - own,
        stories=int(group["article_id"].nunique()),
        rate=1000 * own / words if words else 0.0,
        status=status or (cue.status if cue is not None and listed else None),
        severity=cue.severity if cue is not None else None,
        instead=cue.instead if cue is not None else (),
        guides=guide_names(cue) if cue is not None else (),
    )


def _rate(stories: pd.DataFrame, marks: str) -> Estimate | None:
    stories = stories.loc[stories["words"] > 0, ["words", marks]]
    if stories.empty:
        return None
    return quasi_poisson_rate(stories[marks].to_numpy(float), (stories["words"] / 1000).to_numpy(float))
