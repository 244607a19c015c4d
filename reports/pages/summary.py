"""The first thing a reader meets: what changed, how sure we are, and what may not be trusted, in plain sentences.

In: the figures of a country. Out: sentences. Who reads only these must not come away with more than the figures bear.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.change.comparison import Comparison
from reports.change.events import Change, Verdict
from reports.change.refusals import Refused
from reports.figures.shares import COUNTS_ONLY_BELOW, PROVISIONAL_BELOW, Evidence
from reports.i18n import Words
from reports.pages.changes import rule_text, thin_sides, window_text
from reports.pages.collection import collection_doubts
from reports.pages.framing import span_text, trend_sentence
from reports.pages.mixed import mix_sentence, range_text
from reports.pages.view import points_with_interval, press_text, with_interval

if TYPE_CHECKING:
    from reports.pages.country import CountryFigures

# Differences that are clear by themselves, and the sentence each gets.
_CLEAR = {Verdict.CONSISTENT: "summary.event", Verdict.NOT_SPECIAL: "summary.event_not_special"}
# An outlet with more than this part of the stories carries the article-weighted figure alone.
DOMINANT = 0.40
BEYOND_EQUAL = 1.25
# Wire copy beyond this part of the stories is named in the summary.
MUCH_WIRE = 0.15
# Stories without a usable date beyond this part are: they stand in no period.
MUCH_UNDATED = 0.05


def country_summary(figures: CountryFigures, words: Words) -> list[str]:
    """What a communications officer should know in one minute."""
    lines = [_collected(figures, words)]
    clear = [change for change in figures.changes if change.verdict in _CLEAR]
    lines += [_event_line(change, figures, words) for change in clear]
    if figures.events and not clear:
        computed = any(change.found is not None for change in figures.changes)
        lines.append(words.t("summary.no_event" if computed else "summary.no_event_figure"))
    shown = [trend for trend in figures.trends.values() if trend.difference is not None]
    lines += [trend_sentence(trend, words) for trend in shown]
    if not shown:
        lines.append(words.t("summary.no_trend"))
    # What mixes the times before and after an event comes last.
    lines.append(_levels(figures, words))
    impacted = figures.overall["impacted"]
    if impacted.shown:
        lines.append(words.t("summary.impacted", share=with_interval(impacted, words)))
    else:
        lines.append(words.t("summary.impacted_few", count=impacted.count, n=impacted.n))
    return lines


def country_lead(figures: CountryFigures, words: Words) -> str:
    """What the index says of a country: what changed after an event; else that nothing did, and over the years."""
    consistent = [change for change in figures.changes if change.verdict is Verdict.CONSISTENT]
    if consistent:
        return " ".join(_event_lead(change, words) for change in consistent)
    lines = []
    if figures.events:
        computed = any(change.found is not None for change in figures.changes)
        lines += [words.t("summary.no_event")] if computed else _refused_leads(figures.changes, words)
    shown = [trend for trend in figures.trends.values() if trend.difference is not None]
    lines += [trend_sentence(trend, words) for trend in shown] or [words.t("summary.no_trend")]
    return " ".join(lines)


def _event_lead(change: Change, words: Words) -> str:
    """One event in a sentence of the index, which has no numbers of events."""
    return words.t("summary.lead_event", **_told(change, words))


def _told(change: Change, words: Words) -> dict[str, str]:
    """What every sentence on a difference tells: which event, which share, before, after, and what it may rest on."""
    return {
        "event": press_text(change.event.label(words.language)),
        "date": words.event_date(change.event.date, change.event.precision),
        "side": words.t(f"side.{change.side}_share_inline"),
        "before": window_text(change.counts.hits_before, change.counts.n_before, words),
        "after": window_text(change.counts.hits_after, change.counts.n_after, words),
        "thin": thin_sides(change, words),
        "difference": range_text(change.found, words) if change.found else "",
        "mix": mix_sentence(change, words),
    }


def _refused_leads(changes: Sequence[Change], words: Words) -> list[str]:
    """Why the country's own events with stories on both sides have no figure; where it has none, which page says so."""
    told = {
        change.event.id: words.t(
            "summary.lead_refused",
            event=press_text(change.event.label(words.language)),
            date=words.event_date(change.event.date, change.event.precision),
            reason=rule_text(change.result, words),
        )
        for change in changes
        if isinstance(change.result, Refused)
        and not change.event.regional
        and change.counts.n_before
        and change.counts.n_after
    }
    return list(told.values()) or [words.t("summary.lead_no_figure")]


def doubts(figures: CountryFigures, words: Words) -> list[str]:
    """What may not be trusted, the gravest first."""
    audit = figures.audit
    lines = [words.t("doubt.corrected", n=audit.labelled) if audit else words.t("doubt.uncorrected")]
    n = figures.composition.n
    if n < COUNTS_ONLY_BELOW:
        lines.append(words.t("doubt.counts_only", n=n))
    elif n < PROVISIONAL_BELOW:
        lines.append(words.t("doubt.few", n=n))
    lines += _collection_doubts(figures, words)
    writing = [(outlet, part) for outlet, _, _, part in figures.composition.outlets if part.count]
    for outlet, part in writing:
        # Two outlets with half each are no surprise; one well beyond its equal part is.
        if len(writing) > 1 and part.count > n * max(DOMINANT, BEYOND_EQUAL / len(writing)):
            share = words.percent(part.count / n)
            lines.append(words.t("doubt.dominant", outlet=press_text(outlet.name), share=share))
    points = figures.series.points
    thin = sum(not p.shares["s"].shown and p.shares["s"].evidence is not Evidence.GAP for p in points)
    if thin:
        lines.append(words.t("doubt.thin_periods", n=thin, total=len(points)))
    if figures.composition.undated > MUCH_UNDATED * n:
        lines.append(words.t("composition.undated", n=figures.composition.undated))
    if figures.composition.wire > MUCH_WIRE * n:
        lines.append(words.t("doubt.wire", share=words.percent(figures.composition.wire / n)))
    if figures.untagged:
        lines.append(words.t("doubt.untagged", n=figures.untagged))
    if figures.corrected:
        lines.append(words.t("reply.country", n=figures.corrected))
    return lines


def _collected(figures: CountryFigures, words: Words) -> str:
    points = figures.series.points
    outlets = sum(part.count > 0 for _, _, _, part in figures.composition.outlets)
    if not points:
        return words.t(
            "summary.collected_undated", n=figures.composition.n, outlets=words.t("summary.outlets", n=outlets)
        )
    return words.t(
        "summary.collected",
        n=figures.composition.n,
        outlets=words.t("summary.outlets", n=outlets),
        span=span_text(figures.series, words),
    )


def _levels(figures: CountryFigures, words: Words) -> str:
    s, r = figures.overall["s"], figures.overall["r"]
    if not (s.shown and r.shown):
        return words.t("summary.levels_few", s=s.count, r=r.count, n=s.n)
    return words.t("summary.levels", s=with_interval(s, words), r=with_interval(r, words))


def _event_line(change: Change, figures: CountryFigures, words: Words) -> str:
    """One event whose before and after differ clearly. Never a word of cause."""
    if isinstance(change.comparison, Comparison):
        compared = words.t("summary.event_compared", difference=points_with_interval(change.comparison.beyond, words))
    else:
        compared = words.t("summary.event_alone", reason=rule_text(change.comparison, words))
    number = figures.numbers[change.event.id]
    return words.t(_CLEAR[change.verdict], number=number, compared=compared, **_told(change, words))


def _collection_doubts(figures: CountryFigures, words: Words) -> list[str]:
    gaps = [words.period(p.first_month, p.months) for p in figures.series.points if p.gap]
    lines = [words.t("doubt.gaps", periods=words.listing(gaps))] if gaps else []
    return lines + collection_doubts(figures.healths, words)
