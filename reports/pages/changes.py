"""The section on events: what changed after each, what it may be due to, and why some have no figure.

In: the changes of a country and the page's numbers of its events. Out: a figure, a table and the rules that failed in
words; the sentences on one change are in reports.pages.answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.change.events import Change, Verdict
from reports.change.refusals import Refused
from reports.charts.dots import Dot, dot_chart
from reports.charts.style import FILLS, MARKERS
from reports.figures.series import SIDES
from reports.figures.shares import share_of
from reports.i18n import Words
from reports.pages.glossary import Glossary
from reports.pages.view import NOTHING, ChartFigure, Table, points_with_interval

# Differences of shares are drawn between the first of these that holds every interval.
_DIFFERENCES_TO = (0.3, 0.6, 0.8, 1.0)


def change_figure(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> ChartFigure | None:
    """Dots with intervals for every change that could be computed; None when there is none."""
    computed = [change for change in changes if change.found is not None]
    if not computed:
        return None
    dots = [
        Dot(
            label=words.t("change.row", number=numbers[change.event.id], side=words.t(f"side.{change.side}_short")),
            estimate=change.difference,
            text=words.t("figure.points", value=words.points(change.difference.value)),  # type: ignore[union-attr]
            colour=FILLS[change.side],
            marker=MARKERS[change.side],
            hollow=change.counts.provisional,
            dashed=change.verdict is not Verdict.CONSISTENT,
        )
        for change in computed
    ]
    reach = max(abs(end) for change in computed for end in _ends(change))
    last = next((each for each in _DIFFERENCES_TO if reach <= each), _DIFFERENCES_TO[-1])
    ticks = [(last * part / 2, words.points(last * part / 2)) for part in (-2, -1, 0, 1, 2)]
    consistent = sum(change.verdict is Verdict.CONSISTENT for change in computed)
    title = words.t(
        "change.title" if consistent else "change.title_none", n=consistent or len(computed), total=len(computed)
    )
    subtitle = words.t("change.subtitle")
    svg = dot_chart(dots, ticks, key="change", alt=words.t("figure.alt", title=title, subtitle=subtitle), zero=True)
    key = [*lines_key(words), *marks_key(words)]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def lines_key(words: Words) -> list[tuple[str, str]]:
    """What the line of a difference says in the charts: whether it stands out."""
    return [("━", words.t("pictures.slope_key_clear")), ("┄", words.t("pictures.slope_key_other"))]


def marks_key(words: Words) -> list[tuple[str, str]]:
    """What its marks say: on how many stories it rests."""
    return [("●", words.t("change.key_full")), ("○", words.t("change.key_provisional"))]


def _ends(change: Change) -> tuple[float, float]:
    """Both ends of a difference's interval."""
    return (0.0, 0.0) if change.difference is None else (change.difference.low, change.difference.high)


def change_table(changes: Sequence[Change], numbers: Mapping[str, int], words: Words, glossary: Glossary) -> Table:
    """Every change that could be computed, with all that is needed to doubt it."""
    rows = [
        [
            f"{numbers[change.event.id]} · {words.t(f'side.{change.side}_short')}",
            _reading(change, words),
            window_text(change.counts.hits_before, change.counts.n_before, words),
            window_text(change.counts.hits_after, change.counts.n_after, words),
            words.number(len(change.counts.outlets)),
            points_with_interval(found.difference, words),
            words.points(found.mix),
            _comparison_cell(change, words),
            _placebo_cell(change, words),
            words.points(found.detectable, sign=False),
        ]
        for change in changes
        if (found := change.found) is not None
    ]
    keys = ("event", "reading", "before", "after", "outlets", "difference", "mix", "comparison", "placebo")
    heads = [words.t(f"head.{key}") for key in (*keys, "detectable")]
    explained = ("mix", "comparison", "placebo", "detectable")
    heads[-len(explained) :] = [glossary.link(key, words.t(f"head.{key}")) for key in explained]
    return Table(words.t("change.table"), heads, rows, frozenset({4, 6, 9}))


def reasons(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> list[str]:
    """The rules that failed, each with the events it failed for; a side is named when only one of the two failed."""
    failed: dict[str, dict[str, str]] = {}
    for change in changes:
        if isinstance(change.result, Refused):
            failed.setdefault(change.event.id, {})[change.side] = rule_text(change.result, words)
    events: dict[str, list[str]] = {}
    for event_id, by_side in failed.items():
        whole = len(by_side) == len(SIDES) and len(set(by_side.values())) == 1
        for side, reason in list(by_side.items())[: 1 if whole else None]:
            name = "" if whole else f" ({words.t(f'side.{side}_short')})"
            events.setdefault(reason, []).append(f"{numbers[event_id]}{name}")
    return [
        words.t("reason.line", n=len(names), numbers=words.listing(names), reason=reason)
        for reason, names in events.items()
    ]


def rule_text(refused: Refused, words: Words) -> str:
    """The sentence of a rule that failed. It names no smallest change: where nothing may be said, that would read as a
    finding."""
    rule = refused.rule.value
    key = f"reason.{rule}" if f"reason.{rule}" in words.texts else f"rule.{rule}"
    return words.t(key, **refused.values)


def _comparison_cell(change: Change, words: Words) -> str:
    """The difference beyond that of the other countries, or why there is none."""
    if isinstance(change.comparison, Refused):
        return rule_text(change.comparison, words)
    names = words.listing([words.country(code) for code in change.comparison.others])
    beyond = points_with_interval(change.comparison.beyond, words)
    return words.t("change.compared", difference=beyond, countries=names)


def _placebo_cell(change: Change, words: Words) -> str:
    if isinstance(change.placebo, Refused):
        return NOTHING
    return words.t("change.placebo", count=change.placebo.as_large, total=change.placebo.dates)


def window_text(hits: int, n: int, words: Words) -> str:
    """The share of a window and its counts; the counts alone where the rules of evidence print no share."""
    if not share_of(hits, n).shown:
        return words.t("figure.count_of", count=hits, n=n)
    return words.t("change.window", share=words.percent(hits / n), count=hits, n=n)


def thin_sides(change: Change, words: Words) -> str:
    """What is said behind a verdict on fewer stories than a share needs that is no longer provisional."""
    return words.t("change.thin_sides") if change.counts.provisional else ""


def _reading(change: Change, words: Words) -> str:
    reading = words.t(f"verdict.{change.verdict.value}")
    return words.t("verdict.provisional", reading=reading) if change.counts.provisional else reading
