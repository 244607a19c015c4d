"""The section on events: what changed after each, what it may be due to, and why some have no figure.

In: the changes of a country and the page's numbers of its events. Out: a figure, a table and sentences; the sentences
are also what ``encuadre change`` prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.change.before_after import BeforeAfter
from reports.change.comparison import Comparison
from reports.change.events import Change, Verdict
from reports.change.interrupted import Interrupted
from reports.change.placebo import Placebo
from reports.change.refusals import Refused, Rule
from reports.change.registry import Data, panel_changed
from reports.charts.dots import Dot, dot_chart
from reports.charts.style import FILLS, MARKERS
from reports.figures.series import SIDES
from reports.i18n import Words
from reports.pages.view import NOTHING, ChartFigure, Table, points_with_interval, press_text

# A smallest change beyond this is no help to anybody.
_NO_CHANGE_SEEN = 0.80
# Differences of shares are drawn between these points.
_DIFFERENCE_TICKS = (-0.6, -0.3, 0.0, 0.3, 0.6)
# What moves a share by less than half a point is printed as nothing, so it is not told.
_TOLD_FROM = 0.005
# As much of a digest as a person compares.
_DIGEST_SHOWN = 12


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
            hollow=change.verdict is not Verdict.CONSISTENT,
        )
        for change in computed
    ]
    ticks = [(tick, words.points(tick)) for tick in _DIFFERENCE_TICKS]
    consistent = sum(change.verdict is Verdict.CONSISTENT for change in computed)
    title = words.t("change.title" if consistent else "change.title_none", n=consistent, total=len(computed))
    subtitle = words.t("change.subtitle")
    svg = dot_chart(dots, ticks, key="change", alt=words.t("figure.alt", title=title, subtitle=subtitle), zero=True)
    key = [("●", words.t("change.key_filled")), ("○", words.t("change.key_hollow"))]
    return ChartFigure(title, subtitle, Markup(svg), None, key)  # noqa: S704


def change_table(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> Table:
    """Every change that could be computed, with all that is needed to doubt it."""
    rows = [
        [
            f"{numbers[change.event.id]} · {words.t(f'side.{change.side}_short')}",
            _reading(change, words),
            _window(change.counts.hits_before, change.counts.n_before, words),
            _window(change.counts.hits_after, change.counts.n_after, words),
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
    return Table(words.t("change.table"), heads, rows, frozenset({4, 6, 9}))


def reasons(changes: Sequence[Change], numbers: Mapping[str, int], words: Words) -> list[str]:
    """The rules that failed, each with the events it failed for; a side is named when only one of the two failed."""
    failed: dict[str, dict[str, str]] = {}
    for change in changes:
        if isinstance(change.result, Refused):
            failed.setdefault(change.event.id, {})[change.side] = rule_text(change.result, change.detectable, words)
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


def details(changes: Sequence[Change], country: str, data: Data | None, words: Words) -> list[tuple[str, list[str]]]:
    """What a table has no room for, for the differences that stand out and for those that were registered."""
    told = [
        change
        for change in changes
        if change.registered is not None or change.verdict in (Verdict.CONSISTENT, Verdict.NOT_SPECIAL, Verdict.MIX)
    ]
    compared = sum(change.found is not None for change in changes)
    return [(change_title(change, country, words), change_sentences(change, compared, data, words)) for change in told]


def change_title(change: Change, country: str, words: Words) -> str:
    """Which event, where, and which share."""
    return words.t(
        "said.title",
        event=press_text(change.event.label(words.language)),
        date=words.event_date(change.event.date, change.event.precision),
        country=words.country(country),
        side=words.t(f"side.{change.side}_share_inline"),
    )


def change_sentences(change: Change, compared: int, data: Data | None, words: Words) -> list[str]:
    """All that is known of one change, in plain sentences. ``compared``: differences that Holm's correction counts;
    ``data``: what the figures rest on today, to set beside what was registered."""
    found = change.found
    if found is None:
        lines = _refused_sentences(change, words)
    else:
        lines = [
            _counts_sentence(change, words),
            words.t("said.difference", difference=points_with_interval(found.difference, words)),
            words.t(f"said.{change.verdict.value}"),
            _labels_sentence(found, words),
            words.t("said.detectable", detectable=words.points(found.detectable, sign=False)),
            words.t(
                "said.design_effect",
                factor=words.number(found.design_effect, 1),
                spread=words.points(found.spread, sign=False),
            ),
            words.t("said.holm", p=_p_text(change.p_holm or 0.0, words), n=compared),
            *_check_sentences(change, words),
            *_composition_sentences(change, found, words),
        ]
    return lines + _registration_sentences(change, data, words)


def rule_text(refused: Refused, detectable: float, words: Words) -> str:
    """The sentence of a rule that failed."""
    rule = refused.rule.value
    if refused.rule is Rule.TOO_FEW and detectable > _NO_CHANGE_SEEN:
        # With a handful of stories no change would show, and the text says only that they are too few.
        rule = "far_too_few"
    key = f"reason.{rule}" if f"reason.{rule}" in words.texts else f"rule.{rule}"
    return words.t(key, detectable=words.points(detectable, sign=False), **refused.values)


def _refused_sentences(change: Change, words: Words) -> list[str]:
    assert isinstance(change.result, Refused)  # noqa: S101 - the caller's case
    return [words.t("said.not_computed", reason=rule_text(change.result, change.detectable, words))]


def _counts_sentence(change: Change, words: Words) -> str:
    counts = change.counts
    return words.t(
        "said.window",
        months=change.months,
        outlets=len(counts.outlets),
        side=words.t(f"said.{change.side}_words"),
        before=counts.hits_before,
        n_before=counts.n_before,
        after=counts.hits_after,
        n_after=counts.n_after,
    )


def _p_text(p: float, words: Words) -> str:
    """ "= 0.032", and "< 0.001" below what three decimals hold."""
    return f"< {words.number(0.001, 3)}" if p < 0.001 else f"= {words.number(p, 3)}"


def _labels_sentence(found: BeforeAfter, words: Words) -> str:
    if found.labels is not None:
        return words.t("said.corrected", before=found.labels[0], after=found.labels[1])
    return words.t("said.uncorrected", reason=words.t(f"basis.{found.uncorrected_because}"))


def _check_sentences(change: Change, words: Words) -> list[str]:
    """Other countries, other dates, and the time series: each a figure or its rule."""
    lines = []
    if isinstance(change.comparison, Comparison):
        names = words.listing([words.country(code) for code in change.comparison.others])
        beyond = points_with_interval(change.comparison.beyond, words)
        lines.append(words.t("said.comparison", countries=names, difference=beyond))
    else:
        lines.append(words.t("said.no_comparison", reason=rule_text(change.comparison, 1.0, words)))
    if isinstance(change.placebo, Placebo):
        lines.append(words.t("said.placebo", count=change.placebo.as_large, total=change.placebo.dates))
    else:
        lines.append(words.t("said.no_placebo", reason=rule_text(change.placebo, 1.0, words)))
    if isinstance(change.interrupted, Interrupted):
        level, slope = (points_with_interval(e, words) for e in (change.interrupted.level, change.interrupted.slope))
        lines.append(words.t("said.interrupted", level=level, slope=slope))
    else:
        lines.append(words.t("said.no_interrupted", reason=rule_text(change.interrupted, 1.0, words)))
    return lines


def _composition_sentences(change: Change, found: BeforeAfter, words: Words) -> list[str]:
    lines = []
    if abs(found.mix) >= _TOLD_FROM:
        lines.append(words.t("said.mix_outlets", raw=words.points(found.raw), mix=words.points(found.mix)))
    made = change.composition
    if made is None:
        return lines
    lines += [
        words.t(f"said.mix_{name}", mix=words.points(made.parts[name].mix))
        for name in ("case", "wire")
        if abs(made.parts[name].mix) >= _TOLD_FROM
    ]
    if made.incomplete:
        lines.append(words.t("said.gaps", before=words.percent(made.gaps_before), after=words.percent(made.gaps_after)))
    if made.whole is not None:
        lines.append(words.t("said.whole", difference=points_with_interval(made.whole, words)))
    return lines


def _registration_sentences(change: Change, data: Data | None, words: Words) -> list[str]:
    plan = change.registered
    if plan is None:
        return [words.t("said.not_registered")]
    lines = [
        words.t(
            "said.registered",
            at=words.day(plan.at[:10]),
            hypothesis=press_text(plan.hypothesis),
            direction=words.t(f"said.direction_{plan.direction.value}"),
            digest=plan.digest[:_DIGEST_SHOWN],
        ),
        words.t("said.registered_seen", n=plan.stories_after)
        if plan.stories_after
        else words.t("said.registered_blind"),
    ]
    if data is not None and data.version_set != plan.data.version_set:
        lines.append(words.t("said.registered_versions", then=plan.data.version_set, now=data.version_set))
    if data is not None and data.digest != plan.data.digest:
        lines.append(words.t("said.registered_data", then=plan.data.stories, now=data.stories))
    if missing := panel_changed(plan, change.counts.outlets):
        lines.append(words.t("said.registered_panel", outlets=words.listing([press_text(each) for each in missing])))
    return lines


def _comparison_cell(change: Change, words: Words) -> str:
    """The difference beyond that of the other countries, or why there is none."""
    if isinstance(change.comparison, Refused):
        return rule_text(change.comparison, 1.0, words)
    names = words.listing([words.country(code) for code in change.comparison.others])
    beyond = points_with_interval(change.comparison.beyond, words)
    return words.t("change.compared", difference=beyond, countries=names)


def _placebo_cell(change: Change, words: Words) -> str:
    if isinstance(change.placebo, Refused):
        return NOTHING
    return words.t("change.placebo", count=change.placebo.as_large, total=change.placebo.dates)


def _window(hits: int, n: int, words: Words) -> str:
    return words.t("change.window", share=words.percent(hits / n), count=hits, n=n)


def _reading(change: Change, words: Words) -> str:
    reading = words.t(f"verdict.{change.verdict.value}")
    return words.t("verdict.provisional", reading=reading) if change.counts.provisional else reading
