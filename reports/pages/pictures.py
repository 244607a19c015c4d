"""Pictures of change: slopes from before to after, and what other dates changed.

In: the changes of a country and the page's numbers of its events. Out: figures in words. Both show the machine's own,
uncorrected shares; what a label corrects stands in the table of changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.change.events import Change, Verdict
from reports.change.placebo import Placebo
from reports.charts.placebo import bins_of, placebo_chart
from reports.charts.slopes import Slope, slope_chart
from reports.charts.style import FILLS, MARKERS
from reports.figures.series import SIDES
from reports.i18n import Words
from reports.pages.changes import lines_key, marks_key
from reports.pages.view import ChartFigure, Table


def slope_figures(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> list[ChartFigure]:
    """One picture a side of every change that could be computed."""
    return [
        _slopes(side, computed, numbers, words)
        for side in SIDES
        if (computed := [change for change in changes if change.side == side and change.found is not None])
    ]


def _slopes(side: str, changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> ChartFigure:
    slopes = []
    for change in changes:
        before = change.counts.hits_before / change.counts.n_before
        after = change.counts.hits_after / change.counts.n_after
        ends = [
            words.t("pictures.slope_end", number=numbers[change.event.id], share=words.percent(share))
            for share in (before, after)
        ]
        clear, thin = change.verdict is Verdict.CONSISTENT, change.counts.provisional
        slopes.append(Slope(before, after, ends[0], ends[1], clear, hollow=thin))
    standing = sum(slope.clear for slope in slopes)
    name = words.t(f"side.{side}_share")
    title = words.t(
        "pictures.slope_title" if standing else "pictures.slope_title_none",
        side=name,
        n=standing or len(slopes),
        total=len(slopes),
    )
    n = sum(change.counts.n_before + change.counts.n_after for change in changes)
    subtitle = words.t("pictures.slope_subtitle", months=changes[0].months, n=n)
    svg = slope_chart(
        slopes,
        (words.t("pictures.slope_before"), words.t("pictures.slope_after")),
        FILLS[side],
        MARKERS[side],
        key=f"slopes-{side}",
        alt=words.t("figure.alt", title=title, subtitle=subtitle),
    )
    key = [*lines_key(words), *marks_key(words)]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def placebo_figures(
    changes: Sequence[Change], numbers: Mapping[str, int] | None, span: tuple[str, str], words: Words
) -> list[ChartFigure]:
    """One picture of each change that is told in detail: those beyond chance, and those registered beforehand.

    ``numbers``: the page's numbers of its events; without them, on the page of one event, all its changes are drawn.
    """
    return [
        _placebo(change, change.placebo, _name(change, numbers, words), span, words)
        for change in changes
        if isinstance(change.placebo, Placebo)
        and (
            numbers is None
            or change.registered is not None
            or change.verdict in (Verdict.CONSISTENT, Verdict.NOT_SPECIAL)
        )
    ]


def _name(change: Change, numbers: Mapping[str, int] | None, words: Words) -> str:
    """What the event is called on the page."""
    if numbers is None:
        return words.t("pictures.placebo_this")
    return words.t("pictures.placebo_number", number=numbers[change.event.id])


def _placebo(change: Change, found: Placebo, event: str, span: tuple[str, str], words: Words) -> ChartFigure:
    title = words.t(
        "pictures.placebo_title",
        count=found.as_large,
        total=found.dates,
        event=event,
        side=words.t(f"side.{change.side}_share_inline"),
    )
    subtitle = words.t(
        "pictures.placebo_subtitle",
        months=change.months,
        total=found.dates,
        first=span[0],
        last=span[1],
        n=change.counts.n_before + change.counts.n_after,
    )
    own = words.t("figure.points", value=words.points(found.own))
    svg = placebo_chart(
        found.changes,
        found.own,
        FILLS[change.side],
        words.t("pictures.placebo_event", event=event, change=own),
        words.t("pictures.placebo_axis"),
        words.points,
        key=f"placebo-{change.event.id}-{change.side}",
        alt=words.t("figure.alt", title=title, subtitle=subtitle),
    )
    rows = [
        [words.points(each.low), words.points(each.high), words.number(each.dates)]
        for each in bins_of(found.changes, found.own)
        if each.dates
    ]
    heads = [words.t(f"pictures.placebo_{key}") for key in ("from", "to", "dates")]
    table = Table(words.t("pictures.placebo_table"), heads, rows, frozenset({1, 2}))
    key = [("┃", words.t("pictures.placebo_key_event"))]
    return ChartFigure(title, subtitle, Markup(svg), table, key)  # noqa: S704
