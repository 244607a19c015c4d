"""Outlets beside the panel in words and pictures: the worded states, a funnel plot and dots by the alphabet.

In: a country's standings. Out: figures and tables for its page, and the sentence of each state for scorecards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.charts.dots import Dot, Panel, dot_chart
from reports.charts.funnel import FunnelWords, Mark, funnel_chart
from reports.charts.style import RIGHTS, STIGMA
from reports.estimates.ppi import Kind
from reports.figures.funnel import CLEAR_POINTS, FEWEST_OUTLETS, Funnel
from reports.figures.shares import Evidence
from reports.figures.states import MACHINE_ONLY, Standing, Standings, State
from reports.i18n import Words
from reports.pages.view import NOTHING, ChartFigure, Table, points_with_interval, press_text
from reports.stats import Estimate

_COLOURS = {"O2": STIGMA, "O3": RIGHTS}
_OTHER_COLOUR = "#3B3B3B"
# The axis of a difference ends at a full ten points.
_TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Beside:
    """The section of a country's page: ``pairs`` of funnel and dots, each with its table; ``notes`` on the rest."""

    pairs: Sequence[tuple[ChartFigure, ChartFigure, Table]]
    notes: Sequence[str]


def beside_panel(standings: Mapping[str, Standings], span: str, words: Words) -> Beside:
    """Everything that can be drawn, and in words what cannot. ``span``: the period of the stories."""
    drawn = [each for each in standings.values() if each.funnel is not None]
    pairs = [(_funnel(each, span, words), _dots(each, span, words), _table(each, words)) for each in drawn]
    graded = [
        each
        for each in standings.values()
        if each.funnel is None and any(line.state is not State.NOT_GRADED for line in each.outlets)
    ]
    if pairs and graded:
        names = words.listing([short_name(each.measure, words) for each in graded])
        return Beside(pairs, [words.t("standing.small_some", fewest=FEWEST_OUTLETS, indicators=names)])
    if pairs:
        return Beside(pairs, [])
    return Beside([], [words.t("standing.small", fewest=FEWEST_OUTLETS) if graded else _all_ungraded(standings, words)])


def beside_heard(
    standings: Mapping[str, Standings], span: str, words: Words, published: Collection[str] | None
) -> Beside:
    """The same on a page for everybody: only outlets whose scorecards are ``published``, since these could reply. None:
    the page is for the study, which sees them all.
    """
    if published is None:
        return beside_panel(standings, span, words)
    some = heard_only(standings, published)
    if not any(group.outlets for group in some.values()):
        return Beside([], [words.t("standing.unpublished")])
    found = beside_panel(some, span, words)
    if all(len(group.outlets) == len(standings[name].outlets) for name, group in some.items()):
        return found
    return replace(found, notes=[*found.notes, words.t("reply.some_states")])


def heard_only(standings: Mapping[str, Standings], published: Collection[str]) -> dict[str, Standings]:
    """The standings of these outlets, beside the limits of all."""
    return {
        name: replace(group, outlets=tuple(line for line in group.outlets if line.outlet.id in published))
        for name, group in standings.items()
    }


def _all_ungraded(standings: Mapping[str, Standings], words: Words) -> str:
    reasons = {line.reason for each in standings.values() for line in each.outlets}
    if reasons <= {"no_audit"}:
        return words.t("standing.not_graded_all")
    return words.t("standing.small", fewest=FEWEST_OUTLETS)


def state_text(standing: Standing, group: Standings, words: Words) -> str:
    """The state in words, and in brackets why."""
    if standing.reason == Evidence.WITHHELD.value:
        # The stories are enough: it is the figure that does not hold.
        return words.t("state.withheld")
    state = words.t(f"standing.{standing.state.value}", what=words.t(f"standing.what_{group.measure}"))
    if standing.placed is not None and standing.provisional:
        state = words.t("standing.provisional", state=state)
    return words.t("standing.with_reason", state=state, reason=_reason(standing, group, words))


def machine_only_text(words: Words) -> str:
    """The state of a count that labels never correct."""
    state = words.t("standing.not_graded")
    return words.t("standing.with_reason", state=state, reason=words.t(f"standing.{MACHINE_ONLY}"))


def card_summary(standings: Mapping[str, Standings], outlet_id: str, words: Words) -> str:
    """One sentence on an outlet: where it clearly differs, that it does nowhere, or that nothing is graded."""
    lines = [(group, group.of(outlet_id)) for group in standings.values()]
    judged = [line for line in lines if line[1].state not in (State.NOT_GRADED, State.NOT_ENOUGH)]
    if not judged:
        ungraded = all(line.state is State.NOT_GRADED for _, line in lines)
        return words.t("standing.card_ungraded" if ungraded else "standing.card_not_judged")
    clear = [_named_state(group, line, words) for group, line in judged if line.clear]
    if not clear:
        return words.t("standing.card_none", n=len(judged))
    return words.t("standing.card_some", states="; ".join(clear))


def short_name(measure: str, words: Words) -> str:
    """The indicator as charts call it."""
    return words.t(f"standing.short_{measure}" if measure in ("O4", "O5") else f"ind.short_{measure}")


def _named_state(group: Standings, line: Standing, words: Words) -> str:
    state = words.t(f"standing.{line.state.value}", what=words.t(f"standing.what_{group.measure}"))
    return words.t("standing.card_state", indicator=short_name(group.measure, words), state=state)


def _reason(standing: Standing, group: Standings, words: Words) -> str:
    values: dict[str, object] = {"fewest": FEWEST_OUTLETS}
    if standing.placed is not None and group.funnel is not None:
        limits = Estimate(group.funnel.median, *group.funnel.limits(standing.placed.effective))
        values |= {
            "interval": _interval(standing.placed.estimate, group, words),
            "median": _value(group.kind, words)(group.funnel.median),
            "limits": _interval(limits, group, words),
        }
    return words.t(f"standing.{standing.reason}", **values)


def _interval(estimate: Estimate, group: Standings, words: Words) -> str:
    return words.interval(estimate, "share" if group.kind is Kind.SHARE else "points")


def _value(kind: Kind, words: Words) -> Callable[[float], str]:
    if kind is Kind.SHARE:
        return words.percent
    return lambda value: words.t("figure.points", value=words.points(value))


def _shown(group: Standings) -> list[Standing]:
    return [line for line in group.outlets if line.placed is not None]


def _funnel(group: Standings, span: str, words: Words) -> ChartFigure:
    funnel, lines, name = _of(group), _shown(group), short_name(group.measure, words)
    clear = sum(line.clear for line in lines)
    title = words.t(
        "standing.funnel_title" if clear else "standing.funnel_title_none", indicator=name, n=clear, total=len(lines)
    )
    subtitle = words.t("standing.funnel_subtitle", unit=_unit(group, words), n=_stories(lines), span=span)
    marks = [
        Mark(press_text(line.outlet.name), each.effective, each.estimate.value, funnel.outside(each), line.provisional)
        for line in lines
        if (each := line.placed) is not None
    ]
    say = FunnelWords(
        stories=words.t("standing.axis"),
        median=words.t("standing.median", median=_value(group.kind, words)(funnel.median)),
        limits=words.t("standing.limits"),
        value=words.percent if funnel.bounded else words.points,
        number=words.number,
    )
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = funnel_chart(marks, funnel, _colour(group), say, key=f"funnel-{group.measure}", alt=alt)
    signs = (("●", "key_inside"), ("◆", "key_outside"), ("○", "key_hollow"))
    return ChartFigure(title, subtitle, Markup(svg), None, [(sign, words.t(f"standing.{key}")) for sign, key in signs])  # noqa: S704


def _dots(group: Standings, span: str, words: Words) -> ChartFigure:
    funnel, lines = _of(group), _shown(group)
    value = _value(group.kind, words)
    name, median = short_name(group.measure, words), value(funnel.median)
    title = words.t("standing.dots_title", indicator=name, median=median)
    subtitle = words.t("standing.dots_subtitle", unit=_unit(group, words), n=_stories(lines), span=span)
    dots = [
        Dot(
            label=press_text(line.outlet.name),
            estimate=line.placed.estimate if line.placed else None,
            text=value(line.placed.estimate.value) if line.placed else words.t(f"standing.{line.state.value}"),
            colour=_colour(group),
            marker="D" if line.placed and funnel.outside(line.placed) else "o",
            hollow=line.provisional,
        )
        for line in group.outlets
    ]
    panel = Panel(funnel.median, words.t("standing.median", median=median), CLEAR_POINTS)
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = dot_chart(dots, _ticks(group, lines, words), key=f"dots-{group.measure}", alt=alt, panel=panel)
    return ChartFigure(title, subtitle, Markup(svg))  # noqa: S704


def _ticks(group: Standings, lines: Sequence[Standing], words: Words) -> list[tuple[float, str]]:
    """Shares stand on the whole axis; differences as far as theirs reach, the same both ways."""
    if group.kind is Kind.SHARE:
        return [(tick / 4, words.percent(tick / 4)) for tick in range(5)]
    reach = max(
        abs(end) for line in lines if line.placed for end in (line.placed.estimate.low, line.placed.estimate.high)
    )
    end = _TENTH * (int(reach / _TENTH) + 1)
    return [(end * step / 2, words.points(end * step / 2)) for step in range(-2, 3)]


def _table(group: Standings, words: Words) -> Table:
    funnel = _of(group)
    rows = []
    for line in group.outlets:
        numbers = [NOTHING] * 3
        if line.placed is not None:
            limits = Estimate(funnel.median, *funnel.limits(line.placed.effective))
            numbers = [
                _with_interval(line.placed.estimate, group, words),
                words.number(round(line.placed.effective)),
                _interval(limits, group, words),
            ]
        rows.append(
            [press_text(line.outlet.name), words.number(line.found.n), *numbers, state_text(line, group, words)]
        )
    heads = [words.t("head.outlet"), words.t("head.stories")]
    heads += [words.t(f"standing.{key}") for key in ("head_value", "head_effective", "head_limits", "head")]
    caption = words.t("standing.table", indicator=short_name(group.measure, words))
    return Table(caption, heads, rows, frozenset({1, 3}))


def _with_interval(estimate: Estimate, group: Standings, words: Words) -> str:
    if group.kind is not Kind.SHARE:
        return points_with_interval(estimate, words)
    return words.t("figure.with_interval", value=words.percent(estimate.value), interval=words.interval(estimate))


def _of(group: Standings) -> Funnel:
    assert group.funnel is not None  # noqa: S101 - the caller's case
    return group.funnel


def _unit(group: Standings, words: Words) -> str:
    return words.t("standing.unit_share" if group.kind is Kind.SHARE else "standing.unit_points")


def _stories(lines: Sequence[Standing]) -> int:
    return sum(line.found.n for line in lines)


def _colour(group: Standings) -> str:
    return _COLOURS.get(group.measure, _OTHER_COLOUR)
