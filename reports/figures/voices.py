"""Who is heard, in whose voice the codes are, and what the stories are made of.

In: the rows of a country or outlet. Out: counts with their denominators, in codebook order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.records import Framing, Outlet, Voice
from lexicons.codebook import load_codebook
from reports.estimates.measures import IMPACTED, POLICE_ROLES
from reports.figures.shares import Share, share_of
from reports.rows import ReportRows


@dataclass(frozen=True, slots=True)
class VoiceMix:
    """Spans of one side (S without S2, S2, R) by voice."""

    side: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All spans of the side."""
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


def police_only(rows: ReportRows) -> Share:
    """Stories whose only sources are police or prosecution, out of stories with a source."""
    with_source = rows.stories["voices"][rows.stories["voices"].map(len) > 0]
    count = int(with_source.map(lambda roles: set(roles) <= POLICE_ROLES).sum()) if len(with_source) else 0
    return share_of(count, len(with_source))


def impacted_heard(rows: ReportRows) -> Share:
    """Stories that quote or paraphrase at least one directly impacted woman."""
    return heard_roles(rows)[IMPACTED]


def named_early(rows: ReportRows) -> Share:
    """Stories that name her in full and tell of no conviction of hers, out of stories about one case (indicator O8)."""
    stories = rows.stories[rows.stories["convicted"].notna()]
    named = stories["named_in_headline"] | stories["named_in_body"]
    return share_of(int((named & ~stories["convicted"]).sum()), len(stories))


def she_acts(rows: ReportRows) -> Share:
    """Stories in which she is at least once the subject of an action that is neither crime nor victimhood (O9)."""
    return share_of(int((rows.stories["her_actions"].fillna(0) > 0).sum()), len(rows.stories))


def clauses_about_her(rows: ReportRows) -> tuple[int, int]:
    """(clauses about a woman in scope, those of them in which she acts), over the stories."""
    return int(rows.stories["her_clauses"].fillna(0).sum()), int(rows.stories["her_actions"].fillna(0).sum())


def context_present(rows: ReportRows) -> Share:
    """Stories that name care, poverty, violence or the system."""
    return share_of(int((rows.stories["context"].map(len) > 0).sum()), len(rows.stories))


def voice_mix(rows: ReportRows) -> list[VoiceMix]:
    """Whose voice carries the S codes (S2 apart, accepted terms in neither) and the R codes."""
    spans = rows.spans[~rows.spans["accepted"]]
    side = spans["code"].map(lambda code: code if code == "S2" else code[0])
    counts = Counter(zip(side, spans["voice"], strict=True))
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
