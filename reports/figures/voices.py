"""Who is heard, in whose voice the codes are, and what the stories are made of.

In: the rows of a country or outlet. Out: counts with their denominators, in codebook order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pandas as pd

from corpus.records import Framing, Outlet, Voice
from lexicons.codebook import load_codebook
from reports.estimates.columns import machine_columns
from reports.figures.shares import Evidence, Share, share_of
from reports.reply.corrections import withheld_figures
from reports.rows import ReportRows
from reports.uses import begins_use


@dataclass(frozen=True, slots=True)
class VoiceMix:
    """Uses of terms of one side (S without S2, S2, R) by voice."""

    side: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All uses of the side."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Composition:
    """What the stories are: by framing, language and outlet, and how many are wire copy."""

    n: int
    framings: dict[str, Share]
    languages: dict[str, int]
    outlets: tuple[tuple[Outlet, Share, Share, Share], ...]  # outlet, S, R, its part of all stories
    wire: int
    paywalled: int
    undated: int


def heard_roles(rows: ReportRows) -> dict[str, Share]:
    """For each source role, the stories that quote or paraphrase it; every story is in the denominator."""
    n = len(rows.stories)
    counts = rows.stories["voices"].explode().value_counts()
    return {role: share_of(int(counts.get(role, 0)), n) for role in load_codebook().roles}


def no_source(rows: ReportRows) -> Share:
    """Stories without any attributed source."""
    return share_of(int((rows.stories["voices"].map(len) == 0).sum()), len(rows.stories))


def police_only(stories: pd.DataFrame) -> Share:
    """Stories whose only sources are police or prosecution, out of stories with a source."""
    return _counted(stories, "O7")


def impacted_heard(stories: pd.DataFrame) -> Share:
    """Stories that quote or paraphrase at least one directly impacted woman or her organization."""
    return _counted(stories, "O6")


def named_early(stories: pd.DataFrame) -> Share:
    """Stories that name her in full and tell of no conviction of hers, out of stories about one case (indicator O8)."""
    return _counted(stories, "O8")


def she_acts(stories: pd.DataFrame) -> Share:
    """Stories in which she is at least once the subject of an action that is neither crime nor victimhood (O9)."""
    return _counted(stories, "O9")


def clauses_about_her(stories: pd.DataFrame) -> tuple[int, int]:
    """(clauses about a woman in scope, those of them in which she acts), over the stories."""
    return int(stories["her_clauses"].fillna(0).sum()), int(stories["her_actions"].fillna(0).sum())


@dataclass(frozen=True, slots=True)
class Closer:
    """What two shares near the whole are made of. ``acts`` of ``clauses`` about her, over all stories (O9);
    ``contexts``: stories that name each kind of context (O10), by code."""

    clauses: int
    acts: int
    contexts: dict[str, Share]


def closer_look(stories: pd.DataFrame) -> Closer:
    """Agency by clause, and context by kind."""
    clauses, acts = clauses_about_her(stories)
    counts = stories["context"].explode().value_counts()
    codes = [code for code in load_codebook().codes if code.startswith("C")]
    return Closer(clauses, acts, {code: share_of(int(counts.get(code, 0)), len(stories)) for code in codes})


def context_present(stories: pd.DataFrame) -> Share:
    """Stories that name care, poverty, violence or the system."""
    return _counted(stories, "O10")


def _counted(stories: pd.DataFrame, measure: str) -> Share:
    """The machine's count of an indicator over its denominator."""
    count, within = machine_columns(measure)
    return share_of(int(stories[count].sum()), int(stories[within].sum()))


def voice_mix(rows: ReportRows) -> list[VoiceMix]:
    """Whose voice carries the S codes (S2 apart, accepted terms in neither) and the R codes."""
    spans = rows.spans[~rows.spans["accepted"] & rows.spans["code"].str[0].isin(["S", "R"])]
    spans = spans.assign(side=spans["code"].str[0].where(spans["code"] != "S2", "S2"))
    spans = spans[begins_use(spans, ("side", "voice"))]
    counts = Counter(zip(spans["side"], spans["voice"], strict=True))
    return [VoiceMix(name, {voice.value: counts[name, voice.value] for voice in Voice}) for name in ("S", "S2", "R")]


def composition(rows: ReportRows) -> Composition:
    """Framing, languages, outlets and wire copy of the stories."""
    stories = rows.stories
    n = len(stories)
    framings = stories["framing"].value_counts()
    outlets = []
    for outlet in rows.outlets:
        own = stories[stories["outlet"] == outlet.id]
        s, r = share_of(int(own["s"].sum()), len(own)), share_of(int(own["r"].sum()), len(own))
        withheld = withheld_figures(rows.corrected, outlet.id)
        s, r = (
            replace(share, estimate=None, evidence=Evidence.WITHHELD) if name in withheld else share
            for name, share in (("O2", s), ("O3", r))
        )
        outlets.append((outlet, s, r, share_of(len(own), n)))
    return Composition(
        n=n,
        framings={framing.value: share_of(int(framings.get(framing.value, 0)), n) for framing in Framing},
        languages={str(k): int(v) for k, v in stories["language"].fillna("").value_counts().sort_index().items()},
        outlets=tuple(outlets),
        wire=int(stories["wire_agency"].notna().sum()),
        paywalled=int(stories["paywalled"].fillna(False).astype(bool).sum()),
        undated=int(stories["month"].isna().sum()),
    )
