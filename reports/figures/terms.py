"""The terms the stories use, and what the guides say to write instead.

In: spans of stories and the cue lexicons. Out: one row a cue. The words shown are the lexicon's own surface forms, not
slices of articles: a form with a gap could otherwise carry a person's name onto a public page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corpus.records import Voice
from lexicons.cues import Cue, Guide, lexicons_in_use, load_guides
from lexicons.folding import flat
from reports.figures.shares import COUNTS_ONLY_BELOW
from reports.figures.surfaces import plain, surface
from reports.rows import ReportRows
from reports.stats import NORMAL, Estimate, jeffreys_rate, quasi_poisson_rate

# How many phrases name an entry of several, how much of its marks one must have to be among them, and how many of its
# first letters tell it from another.
_MOST_PHRASES, _OFTEN, _STEM = 4, 0.05, 4
# Sides that have a table of terms, in the order of the page.
TERM_SIDES = ("S", "R")


@dataclass(frozen=True, slots=True)
class Term:
    """One cue in the stories. ``own`` counts the outlet's voice, ``others`` everybody else's. ``rate``: own per 1,000
    words, with its quasi-Poisson interval; None without words. ``status`` is None where the lexicon does not list the
    form for this country."""

    cue_id: str
    code: str
    surface: str
    own: int
    others: int
    stories: int
    rate: Estimate | None
    status: str | None
    severity: int | None
    instead: tuple[str, ...]
    guides: tuple[str, ...]


def terms_of(rows: ReportRows, country: str | None, sides: Sequence[str] = TERM_SIDES) -> list[Term]:
    """Terms of the S and R codes (or of other sides), most frequent in the outlet's voice first, then by id."""
    cues = cues_by_id()
    spans = as_terms(rows.spans[rows.spans["code"].str[0].isin(list(sides))], cues)
    by_outlet = spans["voice"] == Voice.OUTLET.value
    own = by_outlet.groupby(spans["cue_id"]).sum()
    rates = _rates(spans[by_outlet], rows.stories)
    found = spans.groupby("cue_id", sort=True).agg(
        code=("code", "first"), marks=("code", "size"), stories=("article_id", "nunique")
    )
    statuses = _counts_by_cue(spans["cue_id"], spans["status"].replace("", None))
    texts = _counts_by_cue(spans["cue_id"], spans["text"].fillna(""))
    terms = [
        _term(
            str(cue_id),
            cues.get(str(cue_id)),
            str(code),
            _Marks(int(own[cue_id]), int(marks), int(stories), statuses.get(cue_id, {}), texts.get(cue_id, {})),
            rates(str(cue_id)),
            country,
        )
        for cue_id, code, marks, stories in found.itertuples()
    ]
    return sorted(terms, key=lambda term: (-term.own, -term.others, term.cue_id))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks of one cue: in the outlet's voice, in any, their stories, and how often each status and text."""

    own: int
    all: int
    stories: int
    statuses: Mapping[str, int]
    texts: Mapping[str, int]


def as_terms(spans: pd.DataFrame, cues: Mapping[str, Cue]) -> pd.DataFrame:
    """The marks by term: cues of one side that read the same go under the most frequent of them, with the codes of all,
    and one place in a text counts once."""
    if spans.empty:
        return spans
    by_cue = spans.groupby("cue_id", sort=True)["code"]
    firsts = {str(cue_id): str(code) for cue_id, code in by_cue.first().items()}
    marks = {str(cue_id): int(count) for cue_id, count in by_cue.size().items()}
    texts = _counts_by_cue(spans["cue_id"], spans["text"].fillna(""))
    alike: dict[tuple[str, str], list[str]] = {}
    for cue_id, code in firsts.items():
        form = surface_of(cues.get(cue_id), texts.get(cue_id, {}), cue_id)
        alike.setdefault((code[0], form), []).append(cue_id)
    name, codes = {}, {}
    for group in alike.values():
        chosen = min(group, key=lambda each: (-marks[each], each))
        name.update(dict.fromkeys(group, chosen))
        codes.update(dict.fromkeys(group, ", ".join(sorted({firsts[each] for each in group}))))
    named = spans.assign(cue_id=spans["cue_id"].map(name), code=spans["cue_id"].map(codes))
    return named.drop_duplicates(["article_id", "part", "start", "end", "cue_id"])


def _counts_by_cue(cues: pd.Series, values: pd.Series) -> dict[str, dict[str, int]]:
    """How often each value stands with each cue; a missing one is not counted."""
    counts: dict[str, dict[str, int]] = {}
    sizes = values.groupby([cues, values], sort=False).size()
    for cue_id, value, count in zip(*(sizes.index.get_level_values(level) for level in (0, 1)), sizes, strict=True):
        counts.setdefault(str(cue_id), {})[str(value)] = int(count)
    return counts


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


def surface_of(cue: Cue | None, texts: Iterable[str] | Mapping[str, int], cue_id: str) -> str:
    """The cue's form that occurs most, its gap written as "…"; never other words of an article. An entry of several
    phrases goes by the most frequent of them, since its marks are of all. ``texts``: the words of each mark, or how
    often it was which."""
    if cue is None:
        return cue_id
    plainly: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        plainly[" ".join(text.lower().split())] += count
    seen: Counter[str] = Counter()
    for text, count in plainly.items():
        seen[surface(cue, text)] += count
    phrases: dict[str, str] = {}
    for form in sorted(seen, key=lambda form: (-seen[form], form)):
        # Forms of one word are one phrase: "thief", "thieves".
        if seen[form] >= _OFTEN * sum(seen.values()):
            phrases.setdefault(flat(form)[:_STEM], form)
    return " / ".join(list(phrases.values())[:_MOST_PHRASES]) or plain(cue)


def guide_names(cue: Cue) -> tuple[str, ...]:
    """Titles, publishers and years of the guides behind a cue."""
    return tuple(_guide_name(load_guides()[key]) for key in cue.source)


def guide_languages() -> dict[str, str]:
    """The language of each guide's title, by the name that pages print; none for names in any language."""
    return {_guide_name(guide): guide.language for guide in load_guides().values() if guide.language}


def _guide_name(guide: Guide) -> str:
    """A publisher that the title names already is not named twice."""
    publisher = "" if guide.publisher.lower() in guide.title.lower() else guide.publisher
    return ", ".join(str(part) for part in (guide.title, publisher, guide.year) if part)


def _term(cue_id: str, cue: Cue | None, code: str, marks: _Marks, rate: Estimate | None, country: str | None) -> Term:
    listed = cue is not None and (country is None or "*" in cue.countries or country in cue.countries)
    # The weight the tagger gave it by country and profile; one cue may hold forms that weigh differently.
    weighed = marks.statuses
    status = min(weighed, key=lambda name: (-weighed[name], name)) if weighed else None
    return Term(
        cue_id=cue_id,
        code=code,
        surface=surface_of(cue, marks.texts, cue_id),
        own=marks.own,
        others=marks.all - marks.own,
        stories=marks.stories,
        rate=rate,
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


def _rates(own: pd.DataFrame, stories: pd.DataFrame) -> Callable[[str], Estimate | None]:
    """A cue's uses per 1,000 words with the interval of ``quasi_poisson_rate``, all cues at once.

    A story without the cue adds its expected uses to Pearson's chi-square, and these add up to the cue's total: so only
    stories that have the cue are looked at.
    """
    stories = stories.loc[stories["words"] > 0, ["article_id", "words"]]
    # Of few stories only uses are told: one use in one story would read as a habit.
    if len(stories) < COUNTS_ONLY_BELOW:
        return lambda _: None
    thousands = stories.set_index("article_id")["words"] / 1000
    exposure, n = float(thousands.sum()), len(thousands)
    uses = own.groupby(["cue_id", "article_id"]).size().reset_index(name="uses")
    uses = uses[uses["article_id"].isin(thousands.index)]
    none = jeffreys_rate(0, exposure)
    if uses.empty:
        return lambda _: none
    totals = uses.groupby("cue_id")["uses"].sum()
    expected = uses["cue_id"].map(totals) / exposure * uses["article_id"].map(thousands)
    beyond = ((uses["uses"] - expected) ** 2 / expected - expected).groupby(uses["cue_id"]).sum()
    dispersion = ((beyond + totals) / max(1, n - 1)).clip(lower=1.0)
    reach = np.exp(NORMAL * np.sqrt(dispersion / totals))

    def rate(cue_id: str) -> Estimate | None:
        if cue_id not in totals.index:
            return none
        value, factor = float(totals[cue_id]) / exposure, float(reach[cue_id])
        # One story alone shows no dispersion between stories.
        return (
            Estimate(value, value / factor, value * factor) if n > 1 else jeffreys_rate(int(totals[cue_id]), exposure)
        )

    return rate
