"""What an editor reads first on a scorecard: the figures with their period, and what may not be trusted.

In: the figures of a card. Out: sentences, and the table of both sides of an event. Where an event falls among the
stories, no sentence gives one figure for the years before and after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.change.before_after import BeforeAfter
from reports.change.refusals import Refused, Rule
from reports.figures.around import Around, Pair
from reports.figures.indicators import Indicator, Unit
from reports.figures.shares import COUNTS_ONLY_BELOW, PROVISIONAL_BELOW, Evidence, Share
from reports.i18n import Words
from reports.pages.card_tables import ACCEPTED_CUSTODY, panel_text, value_text
from reports.pages.changes import rule_text
from reports.pages.collection import collection_doubts
from reports.pages.framing import trend_sentence
from reports.pages.standings import card_summary
from reports.pages.summary import MUCH_WIRE
from reports.pages.view import NOTHING, Table, points_with_interval, press_text, with_interval

if TYPE_CHECKING:
    from reports.estimates.audit import Audit
    from reports.pages.scorecard import CardFigures

# The three figures that a newsroom asks for first; their sentences are s_line, r_line and impacted_line of [card].
_LEADING = (("O2", "s", "s"), ("O3", "r", "r"), ("O6", "impacted", "own"))


def summary_lines(figures: CardFigures, span: str | None, words: Words) -> list[str]:
    """The figures in plain sentences, with the period they hold for. ``span``: of all stories, where it is known."""
    lines = [words.t("card.few_line", n=figures.n)] if figures.n < COUNTS_ONLY_BELOW else []
    told = [each for each in figures.around if each.refused is None]
    for each in told:
        lines += _both_sides(each, words)
    if (whole := whole_line(figures, span, words)) is not None:
        lines.append(whole)
    else:
        lines += _whole(figures, span, words)
        withheld = {each.id for each in figures.indicators if each.evidence is Evidence.WITHHELD}
        trends = [trend for side, trend in figures.trends.items() if {"s": "O2", "r": "O3"}[side] not in withheld]
        lines += [trend_sentence(each, words) for each in trends if each.difference is not None]
    for each in figures.around:
        if each.refused is not None:
            reason = rule_text(each.refused, words)
            lines.append(words.t("around.refused", reason=reason, **_event(each, words)))
    return [*lines, card_summary(figures.standings, figures.outlet.id, words)]


def whole_line(figures: CardFigures, span: str | None, words: Words) -> str | None:
    """What of the page tells one figure for the years before and after an event; nothing where none divides them."""
    told = any(each.refused is None for each in figures.around)
    return words.t("around.whole", span=span) if told and span is not None else None


def doubt_lines(figures: CardFigures, audit: Audit | None, words: Words) -> list[str]:
    """What may not be trusted, the gravest first."""
    n = figures.n
    lines = [words.t("doubt.corrected", n=audit.labelled) if audit else words.t("doubt.uncorrected")]
    if n < PROVISIONAL_BELOW:
        lines.append(words.t("doubt.counts_only" if n < COUNTS_ONLY_BELOW else "doubt.few", n=n))
    lines += collection_doubts([figures.health], words)
    lines.append(words.t("card.roles_doubt"))
    if extremes := [told for each in figures.indicators if (told := _extreme(each, words))]:
        lines.append(words.t("card.zero_line", figures=words.listing(extremes)))
    if figures.wire > MUCH_WIRE * n:
        lines.append(words.t("doubt.wire", share=words.percent(figures.wire / n)))
    return lines


def around_tables(figures: CardFigures, words: Words) -> list[Table]:
    """The figures on both sides of each event, beside those of the other outlets."""
    return [_around_table(each, words) for each in figures.around if each.refused is None]


def _whole(figures: CardFigures, span: str | None, words: Words) -> list[str]:
    """The figures of the whole period, where no event divides it."""
    by_id = {indicator.id: indicator for indicator in figures.indicators}
    lines = []
    for name, key, slot in _LEADING:
        if by_id[name].shown:
            values = {slot: value_text(by_id[name], words), "panel": panel_text(by_id[name], words), "span": span or ""}
            alone = "_alone" if by_id[name].few_others else ""
            lines.append(words.t(f"card.{key}_{'line' if span is None else 'whole'}{alone}", **values))
    return lines


def _both_sides(around: Around, words: Words) -> list[str]:
    lines = []
    for measure, pair in around.pairs.items():
        sides = {"before": _side_text(pair.before, words), "after": _side_text(pair.after, words)}
        # Each line carries its own caution: an editor may quote one alone.
        reading = _reading(pair, words) if pair.difference is not None else _few_sides(around, words)
        line = words.t(f"around.line_{measure}", reading=reading, **sides, **_event(around, words))
        lines.append(line.strip())
    if around.registered:
        lines[0] = f"{lines[0]} {words.t('around.registered')}"
    return lines


def _event(around: Around, words: Words) -> dict[str, object]:
    event = around.event
    return {
        "event": press_text(event.label(words.language)),
        "date": words.event_date(event.date, event.precision),
        "months": around.months,
    }


def _side_text(share: Share, words: Words) -> str:
    """The share with its interval, else how many of how many."""
    return with_interval(share, words) if share.shown else words.t("around.count", count=share.count, n=share.n)


def _reading(pair: Pair, words: Words) -> str:
    if pair.difference is None:
        return ""
    if isinstance(pair.difference, Refused):
        return words.t("around.reading_none", reason=_reason(pair.difference, words))
    estimate = pair.difference.difference
    key = "clear" if estimate.excludes_zero else "unclear"
    return words.t(f"around.reading_{key}", difference=points_with_interval(estimate, words))


def _few_sides(around: Around, words: Words) -> str:
    """The caution of a figure whose difference is never computed: that of the others, where the stories are too few."""
    refused = _too_few(around)
    return words.t("around.reading_none", reason=_reason(refused, words)) if refused else ""


def _too_few(around: Around) -> Refused | None:
    """The rule that the outlet has too few stories on a side, where it failed for any share."""
    for pair in around.pairs.values():
        if isinstance(pair.difference, Refused) and pair.difference.rule is Rule.TOO_FEW:
            return pair.difference
    return None


def _reason(refused: Refused, words: Words) -> str:
    """The rule that failed."""
    if refused.rule is Rule.TOO_FEW:
        return words.t("around.few_sides", **refused.values)
    return rule_text(refused, words)


def _around_table(around: Around, words: Words) -> Table:
    others = () if around.few_others else ("others_before", "others_after")
    rows = [_row(measure, pair, _too_few(around), words, others=bool(others)) for measure, pair in around.pairs.items()]
    heads = [
        words.t("head.indicator"),
        words.t("around.before", span=_months(around.before, words)),
        words.t("around.after", span=_months(around.after, words)),
        *(words.t(f"around.{key}") for key in ("difference", *others)),
    ]
    event = _event(around, words)
    return Table(words.t("around.table", event=event["event"], date=event["date"]), heads, rows, stacked=True)


def _row(measure: str, pair: Pair, few: Refused | None, words: Words, *, others: bool) -> list[str]:
    if pair.difference is None:
        # The summary gives the same reason.
        difference = _reason(few, words) if few else words.t("around.not_computed")
    elif isinstance(pair.difference, BeforeAfter):
        difference = points_with_interval(pair.difference.difference, words)
    else:
        difference = _reason(pair.difference, words)
    sides = (pair.before, pair.after, *((pair.others_before, pair.others_after) if others else ()))
    before, after, *beside = (NOTHING if each is None else _cell(each, words) for each in sides)
    return [words.t(f"ind.{measure}"), before, after, difference, *beside]


def _cell(share: Share, words: Words) -> str:
    """The share and its counts; where it may not be printed, the counts and why."""
    counts = words.t("around.count", count=share.count, n=share.n)
    if share.shown:
        return f"{with_interval(share, words)}; {counts}"
    return words.t("figure.with_interval", value=counts, interval=words.t(f"evidence.{share.evidence.value}"))


def _months(span: tuple[int, int], words: Words) -> str:
    first, last = words.month(span[0]), words.month(span[1])
    return first if first == last else words.t("figure.span", first=first, last=last)


def _extreme(indicator: Indicator, words: Words) -> str:
    """A share of nothing or of everything, with how far its interval reaches; nothing for all others."""
    if not indicator.shown or indicator.estimate is None or indicator.unit is not Unit.SHARE:
        return ""
    if indicator.id == ACCEPTED_CUSTODY and not indicator.numerator:
        return ""
    values = {"name": words.t(f"ind.{indicator.id}"), "count": indicator.numerator, "n": indicator.denominator}
    if indicator.numerator == 0:
        return words.t("card.zero_figure", high=words.percent(indicator.estimate.high), **values)
    if indicator.numerator == indicator.denominator:
        return words.t("card.all_figure", low=words.percent(indicator.estimate.low), **values)
    return ""
