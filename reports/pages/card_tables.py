"""The tables of a scorecard: what each indicator says, how it was computed, who is heard.

In: the figures of a card. Out: tables for its page, with the technical words linked to their meaning, and the same as
one plain table for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lexicons.codebook import load_codebook
from reports.figures.indicators import FEWEST_OTHERS, Indicator, Unit
from reports.figures.shares import Evidence, Method, Share
from reports.figures.states import State
from reports.i18n import Words
from reports.pages.content import name_of
from reports.pages.glossary import Glossary
from reports.pages.standings import machine_only_text, state_text
from reports.pages.view import NOTHING, SHARE_HEADS, Table, method_text, press_text, share_row
from reports.stats import Estimate

if TYPE_CHECKING:
    from reports.pages.scorecard import CardFigures

# Custody labels that are official or ordinary where they stand.
ACCEPTED_CUSTODY = "S2-accepted"
# The word of the glossary that explains a method.
_METHOD_WORDS = {method: method.value for method in Method} | {Method.PPI_BORROWED: Method.PPI.value}


def value_text(indicator: Indicator, words: Words) -> str:
    """The indicator's own value with its interval; else why there is none, with the counts of a share."""
    if not indicator.shown or indicator.estimate is None:
        why = words.t(f"evidence.{indicator.evidence.value}")
        if indicator.unit is not Unit.SHARE or indicator.evidence is Evidence.WITHHELD or not indicator.denominator:
            return why
        counts = words.t("figure.count_of", count=indicator.numerator, n=indicator.denominator)
        return words.t("figure.with_interval", value=counts, interval=why)
    return estimate_text(indicator.estimate, indicator.unit, words)


def panel_text(indicator: Indicator, words: Words) -> str:
    """The other outlets' value with its interval, or that there are too few stories (or outlets) for one."""
    if indicator.few_others:
        return words.t("card.few_others_cell", fewest=FEWEST_OTHERS)
    if indicator.panel is None:
        return words.t("evidence.counts_only")
    return estimate_text(indicator.panel, indicator.unit, words)


def estimate_text(estimate: Estimate, unit: Unit, words: Words) -> str:
    """A value in its unit, with its interval."""
    value = {
        Unit.SHARE: lambda: words.percent(estimate.value),
        Unit.POINTS: lambda: words.t("figure.points", value=words.points(estimate.value)),
        Unit.PER_1000: lambda: words.rate(estimate.value),
    }[unit]()
    return words.t("figure.with_interval", value=value, interval=words.interval(estimate, unit.value))


def figures_table(figures: CardFigures, caption: str, words: Words, glossary: Glossary) -> Table:
    """Each indicator, beside the other outlets where these are enough, and its worded state where any is graded."""
    others, graded = not any(each.few_others for each in figures.indicators), is_graded(figures)
    rows = []
    for each in _told(figures):
        row = [words.t(f"ind.{each.id}"), _noted(value_text(each, words), each, figures, words)]
        row += [_panel_cell(each, words)] if others else []
        rows.append(row + ([_standing(each, figures, words)] if graded else []))
    heads = [words.t("head.indicator"), glossary.linked_in(words.t("card.head_own"), "interval")]
    heads += [glossary.link("others", words.t("head.panel"))] if others else []
    heads += [glossary.linked_in(words.t("standing.head"), "panel")] if graded else []
    return Table(caption, heads, rows)


def _noted(value: str, indicator: Indicator, figures: CardFigures, words: Words) -> str:
    """The value with what a decision on a dispute put beside it."""
    note = figures.notes.get(indicator.id)
    return words.t("card.noted", value=value, note=press_text(note)) if note else value


def is_graded(figures: CardFigures) -> bool:
    """Whether any indicator has a state: else one sentence says so for all."""
    found = (group.of(figures.outlet.id) for group in figures.standings.values())
    return any(each.state is not State.NOT_GRADED and each.reason != Evidence.WITHHELD.value for each in found)


def definitions_table(words: Words) -> Table:
    """What each indicator counts and whether more of it is better or worse, in a line each."""
    names = [key.removeprefix("define.") for key in words.texts if key.startswith("define.") and "higher" not in key]
    rows = [[words.t(f"ind.{name}"), words.t(f"define.{name}"), words.t(f"define.higher_{name}")] for name in names]
    heads = [words.t("head.indicator"), words.t("card.define_counts"), words.t("card.define_higher")]
    return Table(words.t("card.define_heading"), heads, rows)


def _told(figures: CardFigures) -> list[Indicator]:
    """The indicators that the page prints: one that counts against nobody, and counts nothing, says nothing."""
    return [each for each in figures.indicators if each.id != ACCEPTED_CUSTODY or each.numerator]


def methods_table(figures: CardFigures, words: Words, glossary: Glossary) -> Table:
    """What each figure was computed from, how, and what it may carry."""
    heads = [words.t(f"head.{key}") for key in ("indicator", "numerator", "denominator")]
    heads += [glossary.link("n_eff"), words.t("head.method"), words.t("head.state")]
    rows = []
    for each in _told(figures):
        name, said = words.t(f"ind.{each.id}"), method_text(each.method, each.basis, words)
        method = glossary.linked_in(said, _METHOD_WORDS[each.method])
        rows.append([name, _numerator(each, words), _denominator(each, words), _effective(each, words), method])
        rows[-1].append(glossary.linked_in(words.t(f"state.{each.evidence.value}"), "provisional"))
    return Table(words.t("card.method_table"), heads, rows, frozenset({3}))


def indicators_sheet(figures: CardFigures, words: Words) -> Table:
    """All of both tables in one, as plain text."""
    rows = [
        [
            words.t(f"ind.{each.id}"),
            _noted(value_text(each, words), each, figures, words),
            _standing(each, figures, words),
            _numerator(each, words),
            _denominator(each, words),
            _effective(each, words),
            _panel_cell(each, words),
            method_text(each.method, each.basis, words),
            words.t(f"state.{each.evidence.value}"),
        ]
        for each in figures.indicators
    ]
    heads = [words.t(f"head.{key}") for key in ("indicator", "own", "numerator", "denominator")]
    heads += [words.t("term.n_eff"), *(words.t(f"head.{key}") for key in ("panel", "method", "state"))]
    heads.insert(2, words.t("standing.head"))
    return Table(words.t("card.indicators_table"), heads, rows)


def roles_table(roles: Mapping[str, Share], silent: Share, words: Words) -> Table:
    """The outlet's stories by whom they quote; a source never found has its interval as well."""
    names = load_codebook().roles
    rows = [[name_of(names[role], words), *share_row(share, words)] for role, share in roles.items()]
    rows.append([words.t("roles.silent"), *share_row(silent, words)])
    heads = [words.t(f"head.{key}") for key in ("role", *SHARE_HEADS)]
    return Table(words.t("roles.table"), heads, rows, frozenset({1, 2, 3, 4}))


def _panel_cell(indicator: Indicator, words: Words) -> str:
    if indicator.few_others:
        return panel_text(indicator, words)
    return NOTHING if indicator.panel is None else estimate_text(indicator.panel, indicator.unit, words)


def _standing(indicator: Indicator, figures: CardFigures, words: Words) -> str:
    """The worded state of an indicator beside the panel, with its reason."""
    group = figures.standings.get(indicator.id)
    return machine_only_text(words) if group is None else state_text(group.of(figures.outlet.id), group, words)


def _numerator(indicator: Indicator, words: Words) -> str:
    if indicator.evidence is Evidence.WITHHELD:
        return NOTHING
    parts = {name: words.number(count) for name, count in indicator.parts}
    return words.t(f"ind.parts_{indicator.id}", **parts) if parts else words.number(indicator.numerator)


def _denominator(indicator: Indicator, words: Words) -> str:
    unit = {"O1": "items", "O5": "headed", "O7": "sourced", "O8": "cases", "O11": "words", "O11-S2": "words"}.get(
        indicator.id, "stories"
    )
    return words.t(f"ind.out_of_{unit}", n=indicator.denominator)


def _effective(indicator: Indicator, words: Words) -> str:
    return words.number(round(indicator.effective))
