"""Weeks that fall out of an outlet's own pattern: a layout changed, a wall went up, we were blocked.

In: an outlet's weeks. Out: ``Break`` rows, each with what is usual and what was found. A week is judged against the
weeks before it that were no breaks themselves: that a field is filled says nothing, that it is filled as it was does. A
change that stays is one break until now, because what is collected since then is not comparable with what was before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from corpus.health.weeks import OutletWeek

# A season back: long enough for a pattern, short enough that an outlet may change slowly.
BASELINE_WEEKS = 12
# With fewer weeks there is no pattern to fall out of.
FEWEST_WEEKS = 4
# A share of fewer items moves by chance.
FEWEST_ITEMS = 5
# A share must move so far, and so seldom by chance: with 60 outlets and 500 weeks one false alarm in 30 measures.
SHIFT, CHANCE = 0.25, 0.001
# Volume below this share of the usual is a gap by the measurement design.
USUAL_VOLUME = 0.80
# Half or twice the usual length of the texts: the reader of the page changed, not the newsroom.
LENGTH_FACTOR = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A run of weeks in which one measure of an outlet is not what it was.

    ``value`` and ``usual`` are shares (0..1), items a week for ``volume``, characters for ``length``. ``lasting``: the
    last week known is one of them. ``coverage``: what was collected then is no fair picture of the outlet.
    """

    outlet: str
    measure: str
    first_week: str
    last_week: str
    weeks: int
    value: float
    usual: float
    lasting: bool
    coverage: bool


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that should stay as it is. ``rises``: it is a fault when it grows."""

    name: str
    part: Callable[[OutletWeek], int]
    whole: Callable[[OutletWeek], int]
    rises: bool
    coverage: bool


_SHARES = (
    _Share("blocked", lambda week: week.denied, lambda week: week.asked, True, True),
    _Share("failed", lambda week: week.failed, lambda week: week.asked, True, True),
    _Share("no_article", lambda week: week.no_article, lambda week: week.asked, True, True),
    _Share("not_found", lambda week: week.not_found, lambda week: week.asked, True, False),
    _Share("paywalled", lambda week: week.paywalled, lambda week: week.kept, True, True),
    _Share("title", lambda week: week.with_title, lambda week: week.articles, False, False),
    _Share("lead", lambda week: week.with_lead, lambda week: week.articles, False, False),
    _Share("author", lambda week: week.with_author, lambda week: week.articles, False, False),
    _Share("day", lambda week: week.with_day, lambda week: week.articles, False, True),
)


def find_breaks(weeks: Sequence[OutletWeek]) -> list[Break]:
    """The breaks of one outlet, by the week they begin. ``weeks`` are all of its weeks in order."""
    found = [*_volume(weeks), *_length(weeks), *_language(weeks)]
    for share in _SHARES:
        found += _share(weeks, share)
    return sorted(found, key=lambda each: (each.first_week, each.measure))


def _share(weeks: Sequence[OutletWeek], share: _Share) -> list[Break]:
    # Loaded here, since every command opens the corpus and few look for breaks; scipy.stats would take seconds.
    from scipy.special import bdtr, bdtrc

    def odd(week: OutletWeek, before: Sequence[OutletWeek]) -> tuple[float, float] | None:
        part, whole = share.part(week), share.whole(week)
        usual = (sum(map(share.part, before)) + 0.5) / (sum(map(share.whole, before)) + 1)
        value = part / whole
        moved = value - usual if share.rises else usual - value
        if share.rises:
            chance = bdtrc(part - 1, whole, usual)
        else:
            chance = bdtr(part, whole, usual)
        return (value, usual) if moved >= SHIFT and chance < CHANCE else None

    return _runs(weeks, share.name, odd, lambda week: share.whole(week) >= FEWEST_ITEMS, coverage=share.coverage)


def _volume(weeks: Sequence[OutletWeek]) -> list[Break]:
    from scipy.special import pdtr

    def odd(week: OutletWeek, before: Sequence[OutletWeek]) -> tuple[float, float] | None:
        usual = float(median(each.found for each in before))
        few = week.found < USUAL_VOLUME * usual and pdtr(week.found, usual) < CHANCE
        return (float(week.found), usual) if few else None

    # The last week may still be under way, so that little of it says nothing yet.
    crawled = any(week.found for week in weeks)
    return _runs(weeks[:-1], "volume", odd, lambda _: True, coverage=True) if crawled else []


def _length(weeks: Sequence[OutletWeek]) -> list[Break]:
    def odd(week: OutletWeek, before: Sequence[OutletWeek]) -> tuple[float, float] | None:
        usual = float(median(each.body or 0 for each in before))
        value = week.body or 0.0
        if not usual:
            return None
        return (value, usual) if abs(log(max(value, 1.0) / usual)) >= log(LENGTH_FACTOR) else None

    return _runs(weeks, "length", odd, lambda week: week.articles >= FEWEST_ITEMS, coverage=True)


def _language(weeks: Sequence[OutletWeek]) -> list[Break]:
    total: Counter[str] = Counter()
    for week in weeks:
        total.update(week.languages)
    if not total:
        return []
    main = max(sorted(total), key=lambda name: total[name])
    share = _Share("language", lambda week: week.languages[main], lambda week: week.articles, False, True)
    return _share(weeks, share)


def _runs(
    weeks: Sequence[OutletWeek],
    measure: str,
    odd: Callable[[OutletWeek, Sequence[OutletWeek]], tuple[float, float] | None],
    counts: Callable[[OutletWeek], bool],
    *,
    coverage: bool,
) -> list[Break]:
    """Weeks judged one after the other against the ones before that were as usual; odd ones in a row are one break."""
    usual_weeks: list[OutletWeek] = []
    runs: list[list[tuple[OutletWeek, float, float]]] = []
    running = False
    for week in weeks:
        if not counts(week):
            continue
        before = usual_weeks[-BASELINE_WEEKS:]
        judged = odd(week, before) if len(before) >= FEWEST_WEEKS else None
        if judged is None:
            usual_weeks.append(week)
            running = False
        elif running:
            runs[-1].append((week, *judged))
        else:
            runs.append([(week, *judged)])
            running = True
    return [_break(run, measure, lasting=running and run is runs[-1], coverage=coverage) for run in runs]


def _break(run: Sequence[tuple[OutletWeek, float, float]], measure: str, *, lasting: bool, coverage: bool) -> Break:
    return Break(
        outlet=run[0][0].outlet,
        measure=measure,
        first_week=run[0][0].week,
        last_week=run[-1][0].week,
        weeks=len(run),
        value=float(median(value for _, value, _ in run)),
        usual=run[0][2],
        lasting=lasting,
        coverage=coverage,
    )
