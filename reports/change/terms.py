"""Terms gained and lost: which words outlets use more, and which less, after an event.

In: the stories and marks of a country and the windows of an event. Out: one ``TermMove`` a term (cues
of one side with the same words are one), its rate per 1,000
words in the outlets' own voice before and after, with quasi-Poisson intervals. Descriptive: of many terms, some move
by chance. The words shown are the lexicon's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

from corpus.records import Voice
from reports.change.composition import in_window
from reports.change.months import MonthTable, Windows, panel_of
from reports.change.refusals import Refused, Rule
from reports.figures.shares import COUNTS_ONLY_BELOW
from reports.figures.terms import TERM_SIDES, as_terms, cues_by_id, surface_of
from reports.rows import ReportRows
from reports.stats import NORMAL, Estimate

# A term of fewer stories, both windows together, is one piece of news and no habit.
FEWEST_STORIES = 5
# What a window without any use of a term might still have: half a use, as in Jeffreys' interval.
_NO_USE = 0.5
_PER = 1000


@dataclass(frozen=True, slots=True)
class TermMove:
    """One cue. ``uses`` and ``stories``: before and after, in the outlets' voice; rates are per 1,000 words."""

    cue_id: str
    code: str
    surface: str
    uses: tuple[int, int]
    stories: tuple[int, int]
    before: float
    after: float
    difference: Estimate


@dataclass(frozen=True, slots=True)
class TermMoves:
    """``moves``: from the most lost to the most gained. ``stories`` and ``words`` of the windows; ``rare``: terms left
    out for having too few stories."""

    moves: tuple[TermMove, ...]
    stories: tuple[int, int]
    words: tuple[int, int]
    rare: int

    @property
    def lost(self) -> tuple[TermMove, ...]:
        """Terms used less, the most first."""
        return tuple(move for move in self.moves if move.difference.value < 0)

    @property
    def gained(self) -> tuple[TermMove, ...]:
        """Terms used more, the most first."""
        return tuple(move for move in reversed(self.moves) if move.difference.value > 0)


def term_moves(rows: ReportRows, table: MonthTable, windows: Windows) -> TermMoves | Refused:
    """The terms of the S and R codes around an event, within the outlets of both windows."""
    own = table.only(panel_of(table, windows))
    parts = [rows.stories[in_window(rows.stories, own, each)] for each in (windows.before, windows.after)]
    parts = [part[part["words"] > 0] for part in parts]
    n_before, n_after = len(parts[0]), len(parts[1])
    if not own.outlets:
        return Refused(Rule.NO_PANEL)
    if min(n_before, n_after) < COUNTS_ONLY_BELOW:
        return Refused(Rule.TOO_FEW, {"before": n_before, "after": n_after})
    held = ~rows.spans["accepted"] & rows.spans["code"].str[0].isin(list(TERM_SIDES))
    known = cues_by_id()
    inside = rows.spans["article_id"].isin([*parts[0]["article_id"], *parts[1]["article_id"]])
    spans = as_terms(rows.spans[held & inside & (rows.spans["voice"] == Voice.OUTLET.value)], known)
    windowed = [_Window(part, spans) for part in parts]
    both = pd.concat([window.spans for window in windowed])
    moves, rare = [], 0
    for cue_id, group in both.groupby("cue_id", sort=True):
        if group["article_id"].nunique() < FEWEST_STORIES:
            rare += 1
            continue
        surface = surface_of(known.get(str(cue_id)), group["text"].fillna(""), str(cue_id))
        moves.append(_move(str(cue_id), str(group["code"].iloc[0]), surface, windowed))
    moves.sort(key=lambda move: (move.difference.value, move.cue_id))
    totals = (round(_PER * windowed[0].exposure), round(_PER * windowed[1].exposure))
    return TermMoves(tuple(moves), (n_before, n_after), totals, rare)


class _Window:
    """Uses by cue and story of one window, and how many thousand words its stories have."""

    def __init__(self, stories: pd.DataFrame, spans: pd.DataFrame) -> None:
        self.words: Mapping[str, float] = dict(zip(stories["article_id"], stories["words"] / _PER, strict=True))
        self.exposure = float(sum(self.words.values()))
        self.spans = spans[spans["article_id"].isin(list(self.words))]
        self.uses = {str(cue): group.value_counts() for cue, group in self.spans.groupby("cue_id")["article_id"]}

    def of(self, cue_id: str) -> tuple[int, int, float, float]:
        """(uses, stories, rate, variance of the rate) of a cue."""
        if cue_id not in self.uses:
            return 0, 0, 0.0, _NO_USE / self.exposure**2
        by_story = self.uses[cue_id]
        counts = by_story.to_numpy(float)
        total = float(counts.sum())
        rate = total / self.exposure
        expected = rate * np.array([self.words[str(story)] for story in by_story.index])
        # Pearson's chi-square; a story without the term adds its expected count, and these add up to the total.
        chi = float(((counts - expected) ** 2 / expected - expected).sum()) + total
        dispersion = max(1.0, chi / max(1, len(self.words) - 1))
        return int(total), len(counts), rate, dispersion * total / self.exposure**2


def _move(cue_id: str, code: str, surface: str, windowed: list[_Window]) -> TermMove:
    (uses, stories, before, spread), (uses_after, stories_after, after, spread_after) = (w.of(cue_id) for w in windowed)
    difference, reach = after - before, NORMAL * sqrt(spread + spread_after)
    estimate = Estimate(difference, difference - reach, difference + reach)
    return TermMove(cue_id, code, surface, (uses, uses_after), (stories, stories_after), before, after, estimate)
