"""What is said of one change: the answer first, then which figures may be trusted, then the rest.

In: a ``Change``. Out: sentences and one line a check, for an event's page, the country's page and ``encuadre change``.
Who reads the answer alone must not come away with more than the figures bear: it never says "caused".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.change.before_after import BeforeAfter
from reports.change.comparison import Comparison
from reports.change.composition import Composition
from reports.change.events import ALARM, Change, Verdict
from reports.change.interrupted import Interrupted
from reports.change.placebo import Placebo
from reports.change.refusals import Refused
from reports.change.registry import Data, panel_changed
from reports.i18n import Words
from reports.pages.changes import rule_text, thin_sides, window_text
from reports.pages.glossary import Glossary
from reports.pages.mixed import MOST, MUCH, TOLD_FROM, mix_sentence, range_text
from reports.pages.view import NOTHING, Table, points_with_interval, press_text

# As much of a digest as a person compares.
_DIGEST_SHOWN = 12


# Checks that the glossary explains.
_EXPLAINED = {
    **{"countries": "comparison", "dates": "placebo", "series": "interrupted", "mix": "mix"},
    "registered": "registered",
}


class Trust(StrEnum):
    """Whether a figure may be built on, or that there is none."""

    YES = "yes"
    CARE = "care"
    NOT_DONE = "not_done"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, what it gave (a dash where a rule forbids a figure), and why."""

    name: str
    result: str
    trust: Trust
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``answer``: what may be concluded, and against what it holds. ``checks``: which figures may be trusted. ``rest``:
    how it was computed. ``registered``: what was said beforehand, empty where nothing was."""

    answer: list[str]
    checks: list[Check]
    rest: list[str]
    registered: list[str]


def details(
    changes: Sequence[Change], country: str, data: Data | None, words: Words, *, imported: bool
) -> list[tuple[str, list[str]]]:
    """What a table has no room for, for the differences that stand out and for those that were registered."""
    told = [
        change
        for change in changes
        if change.registered is not None or change.verdict in (Verdict.CONSISTENT, Verdict.NOT_SPECIAL, Verdict.MIX)
    ]
    compared = sum(change.found is not None for change in changes)
    found = [(change, answer_of(change, compared, data, words, imported=imported)) for change in told]
    return [
        (
            change_title(change, country, words),
            [*said.answer, *check_lines(said.checks, words), *said.rest, *said.registered],
        )
        for change, said in found
    ]


def answer_of(change: Change, compared: int, data: Data | None, words: Words, *, imported: bool) -> Answer:
    """All that is known of one change. ``compared``: differences that Holm's correction counts; ``data``: what the
    figures rest on today, to set beside what was registered; ``imported``: how complete the articles are is unknown."""
    return Answer(
        answer_sentences(change, words),
        checks(change, words, imported=imported),
        _rest(change, compared, words),
        registration_sentences(change, data, words),
    )


def change_title(change: Change, country: str, words: Words) -> str:
    """Which event, where, and which share."""
    return words.t(
        "said.title",
        event=press_text(change.event.label(words.language)),
        date=words.event_date(change.event.date, change.event.precision),
        country=words.country(country),
        side=words.t(f"side.{change.side}_share_inline"),
    )


def answer_sentences(change: Change, words: Words) -> list[str]:
    """The verdict, and what it holds against, does not, and could not be held against."""
    side = words.t(f"side.{change.side}_share_inline")
    if isinstance(change.result, Refused):
        reason = rule_text(change.result, words)
        return [words.t("answer.not_computed", side=side, reason=reason)]
    found = change.result
    verdict = words.t(
        f"answer.{change.verdict.value}",
        side=side,
        before=window_text(change.counts.hits_before, change.counts.n_before, words),
        after=window_text(change.counts.hits_after, change.counts.n_after, words),
        difference=range_text(found, words),
        mix=mix_sentence(change, words),
        detectable=words.points(found.detectable, sign=False),
        thin=thin_sides(change, words),
    )
    held: dict[str, list[str]] = {"passed": [], "failed": [], "missing": []}
    for state, text in _held_against(change, found, words):
        held[state].append(text)
    # Of a difference that may be chance, it is of no use to say that other dates show it too.
    told = ("passed", "failed", "missing") if change.verdict is not Verdict.NO_CLEAR_DIFFERENCE else ("missing",)
    return [verdict, *(words.t(f"answer.{name}", checks=words.listing(held[name])) for name in told if held[name])]


def checks(change: Change, words: Words, *, imported: bool) -> list[Check]:
    """Every check of a change, whether it gave a figure or not, and whether to build on it."""
    if isinstance(change.result, Refused):
        reason = rule_text(change.result, words)
        found = [Check(words.t("trust.name_difference"), NOTHING, Trust.NO, reason)]
    else:
        found = [_difference(change, change.result, words), *_beyond(change, words), _mix(change, words)]
        found.append(_collection(change, words, imported))
    return [*found, _registered(change, words)]


def check_lines(found: Sequence[Check], words: Words) -> list[str]:
    """The checks as sentences."""
    lines = []
    for check in found:
        key = "trust.line_bare" if check.result == NOTHING else "trust.line"
        level = words.t(f"trust.{check.trust.value}")
        level = level[:1].upper() + level[1:]
        lines.append(words.t(key, name=check.name, result=check.result, level=level, why=check.why))
    return lines


def checks_table(found: Sequence[Check], side: str, words: Words, glossary: Glossary) -> Table:
    """The checks as a table, their names explained."""
    explained = {words.t(f"trust.name_{name}"): key for name, key in _EXPLAINED.items()}
    # The verdict before the figure: on a phone only two columns are in sight.
    rows = [
        [
            _linked(check.name, explained, glossary),
            f"{words.t(f'trust.{check.trust.value}')}: {check.why}",
            check.result,
        ]
        for check in found
    ]
    heads = [words.t(f"trust.{key}") for key in ("check", "verdict", "result")]
    return Table(words.t("trust.table", side=words.t(f"side.{side}_share")), heads, rows)


def _linked(name: str, explained: Mapping[str, str], glossary: Glossary) -> str:
    return glossary.link(explained[name], name) if name in explained else name


def _held_against(change: Change, found: BeforeAfter, words: Words) -> list[tuple[str, str]]:
    """Each check as (passed, failed or missing; its words)."""
    p = change.p_holm or 0.0
    held = [("passed" if p < ALARM else "failed", words.t("answer.check_chance", p=_p_text(p, words)))]
    if isinstance(change.comparison, Comparison):
        beyond = change.comparison.beyond
        value = words.t("figure.points", value=words.points(beyond.value))
        said = words.t("answer.check_countries", difference=value)
        held.append(("passed" if beyond.excludes_zero else "failed", said))
    else:
        held.append(("missing", words.t("answer.miss_countries")))
    if isinstance(change.placebo, Placebo):
        said = words.t("answer.check_dates", count=change.placebo.as_large, total=change.placebo.dates)
        held.append(("failed" if change.placebo.often else "passed", said))
    else:
        held.append(("missing", words.t("answer.miss_dates")))
    if isinstance(change.interrupted, Interrupted):
        level = change.interrupted.level
        value = words.t("figure.points", value=words.points(level.value))
        said = words.t("answer.check_series", difference=value)
        held.append(("passed" if level.excludes_zero else "failed", said))
    else:
        held.append(("missing", words.t("answer.miss_series")))
    held.append(("missing" if found.labels is None else "passed", words.t("answer.check_labels")))
    return held


def _difference(change: Change, found: BeforeAfter, words: Words) -> Check:
    if found.labels is not None:
        why = words.t("trust.why_corrected", before=found.labels[0], after=found.labels[1])
    else:
        why = words.t("trust.why_uncorrected", reason=words.t(f"basis.{found.uncorrected_because}"))
    if change.counts.provisional:
        why = words.t("trust.why_provisional", why=why)
    sure = found.labels is not None and not change.counts.provisional
    result = points_with_interval(found.difference, words)
    return Check(words.t("trust.name_difference"), result, Trust.YES if sure else Trust.CARE, why)


def _beyond(change: Change, words: Words) -> list[Check]:
    """Other countries, other dates, the time series: each a figure of the machine, or the rule that forbids it."""
    found = []
    machine = words.t("trust.why_machine")
    for name, part, result, why in (
        ("countries", change.comparison, _beyond_text(change, words), machine),
        ("dates", change.placebo, _dates_text(change, words), words.t("trust.why_dates")),
        ("series", change.interrupted, _series_text(change, words), machine),
    ):
        title = words.t(f"trust.name_{name}")
        if isinstance(part, Refused):
            found.append(Check(title, NOTHING, Trust.NOT_DONE, rule_text(part, words)))
        else:
            found.append(Check(title, result, Trust.CARE, why))
    return found


def _beyond_text(change: Change, words: Words) -> str:
    if not isinstance(change.comparison, Comparison):
        return NOTHING
    names = words.listing([words.country(code) for code in change.comparison.others])
    return f"{points_with_interval(change.comparison.beyond, words)} ({names})"


def _dates_text(change: Change, words: Words) -> str:
    if not isinstance(change.placebo, Placebo):
        return NOTHING
    return words.t("trust.result_dates", count=change.placebo.as_large, total=change.placebo.dates)


def _series_text(change: Change, words: Words) -> str:
    return (
        points_with_interval(change.interrupted.level, words)
        if isinstance(change.interrupted, Interrupted)
        else NOTHING
    )


def _mix(change: Change, words: Words) -> Check:
    """How much of the raw difference the mix of outlets or of stories makes up: the largest of the three counts."""
    made, found = change.composition, change.found
    parts = made.parts if made is not None else {}
    result = words.t("trust.result_mix", **{name: words.points(part.mix) for name, part in parts.items()})
    most = max((abs(part.mix) for part in parts.values()), default=0.0)
    part_of = most / abs(found.raw) if found is not None and found.raw else 0.0
    # Of no difference anything is a large part.
    part_of = part_of if most >= TOLD_FROM else 0.0
    trust = Trust.NO if part_of > MOST else Trust.CARE if part_of >= MUCH else Trust.YES
    why = {Trust.NO: "most", Trust.CARE: "some", Trust.YES: "small"}[trust]
    return Check(words.t("trust.name_mix"), result, trust, words.t(f"trust.why_mix_{why}"))


def _collection(change: Change, words: Words, imported: bool) -> Check:
    name, made = words.t("trust.name_collection"), change.composition
    if imported:
        return Check(name, NOTHING, Trust.CARE, words.t("trust.why_imported"))
    if made is None or not made.incomplete:
        return Check(name, NOTHING, Trust.YES, words.t("trust.why_whole"))
    result = words.t("trust.result_gaps", before=words.percent(made.gaps_before), after=words.percent(made.gaps_after))
    return Check(name, result, Trust.CARE, words.t("trust.why_gaps"))


def _registered(change: Change, words: Words) -> Check:
    name, plan = words.t("trust.name_registered"), change.registered
    if plan is None:
        return Check(name, NOTHING, Trust.NOT_DONE, words.t("trust.why_not_registered"))
    return Check(name, NOTHING, Trust.YES, words.t("trust.why_registered", at=words.day(plan.at[:10])))


def _rest(change: Change, compared: int, words: Words) -> list[str]:
    """How the difference was computed."""
    found = change.found
    if found is None:
        return []
    lines = [
        _counts_sentence(change, words),
        words.t("said.detectable", detectable=words.points(found.detectable, sign=False)),
        words.t(
            "said.design_effect",
            factor=words.number(found.design_effect, 1),
            spread=words.points(found.spread, sign=False),
        ),
        words.t("said.holm", p=_p_text(change.p_holm or 0.0, words), n=compared),
    ]
    if isinstance(change.interrupted, Interrupted):
        level, slope = (points_with_interval(e, words) for e in (change.interrupted.level, change.interrupted.slope))
        lines.append(words.t("said.interrupted", level=level, slope=slope))
    return lines + _composition_sentences(change.composition, found, words)


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


def _composition_sentences(made: Composition | None, found: BeforeAfter, words: Words) -> list[str]:
    lines = []
    raw, within = words.points(found.raw), words.points(found.raw - found.mix)
    mix = words.points(abs(found.mix), sign=False)
    # Two figures that differ by less than a point differ in nothing that is told.
    if raw != within and round(100 * found.mix) and found.labels is None:
        lines.append(words.t("said.two_methods", raw=raw, within=within, mix=mix))
    if made is None:
        return lines
    lines += [
        words.t(f"said.mix_{name}", mix=words.points(made.parts[name].mix))
        for name in ("case", "wire")
        if abs(made.parts[name].mix) >= TOLD_FROM
    ]
    if made.incomplete:
        lines.append(words.t("said.gaps", before=words.percent(made.gaps_before), after=words.percent(made.gaps_after)))
    if made.whole is not None:
        lines.append(words.t("said.whole", difference=points_with_interval(made.whole, words)))
    return lines


def _p_text(p: float, words: Words) -> str:
    """ "= 0.032", and "< 0.001" below what three decimals hold."""
    return f"< {words.number(0.001, 3)}" if p < 0.001 else f"= {words.number(p, 3)}"


def registration_sentences(change: Change, data: Data | None, words: Words) -> list[str]:
    """What was registered beforehand, and what differs since."""
    plan = change.registered
    if plan is None:
        return []
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
