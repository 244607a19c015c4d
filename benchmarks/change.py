"""False alarms and power of the figures on change, on corpora whose truth is known.

In: nothing; every corpus is simulated from a seed. Out: a table of how often each method calls a change at the 5 %
level: where nothing changed (it should be 5 % or less) and where as much changed as the planner promises to see (80 %
or more). Run ``python benchmarks/change.py`` for 1,000 corpora a scenario; ``--corpora 100`` for a look.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

# Two processes share the cores; a library's own threads would only get in their way.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from scipy import stats as scipy_stats

from reports.change.before_after import BeforeAfter, before_after, estimated, outlet_weights, window_counts
from reports.change.comparison import Comparison, comparison
from reports.change.interrupted import Interrupted, interrupted
from reports.change.months import MonthTable, Windows, panel_of
from reports.change.placebo import Placebo, placebo
from reports.events import Event
from reports.stats import Numbers, bootstrap_p, minimum_detectable_change

MONTHS_EACH_SIDE = 6
ALARM = 0.05
FIRST_MONTH = 2018 * 12
# Enough for a standard deviation, over a thousand corpora.
DRAWS = 200
# The checks on three countries take many times longer, so only every fourth corpus goes through them.
WHOLE_EVERY = 4
QUICK = 40


@dataclass(frozen=True)
class Scenario:
    """How a press writes. Unrest is in logits; 0.5 moves a share of one half by about 12 points.

    ``size_spread``, ``level_spread``: between outlets, of log volume and of logit share. ``unrest``, ``persistence``:
    each outlet's own months (AR(1)); ``shared``, ``shared_persistence``: months of all outlets at once. ``gaps``: part
    of the months lost, one to three in a row. ``mix``: from the event on, outlets with high shares write so many times
    more and the others so many times less. ``change``: of every outlet's share, after the event. ``later``: another
    real change, 14 months after. ``whole``: every check is run, on three countries, for every fourth corpus.
    """

    name: str
    outlets: int = 8
    months: int = 49
    stories: float = 4.0
    share: float = 0.45
    size_spread: float = 0.6
    level_spread: float = 0.5
    unrest: float = 0.0
    persistence: float = 0.0
    shared: float = 0.0
    shared_persistence: float = 0.0
    gaps: float = 0.0
    mix: float = 1.0
    change: float = 0.0
    later: float = 0.0
    whole: bool = False


def _promise(stories: int) -> Scenario:
    """As many stories a window, and the change that the planner says they show, with shares about one half."""
    change = minimum_detectable_change(stories, stories)
    outlets = 8
    monthly = stories / outlets / MONTHS_EACH_SIDE
    name = f"{stories} stories, {round(100 * change)} points"
    share = 0.5 + change / 2
    return Scenario(name, stories=monthly, share=share, change=-change, size_spread=0.0, level_spread=0.0)


RESTLESS = Scenario("", unrest=0.5, persistence=0.6)
NO_CHANGE = (
    Scenario("independent stories", whole=True),
    replace(RESTLESS, name="outlets restless, AR(1) .6", whole=True),
    replace(RESTLESS, name="the same, many stories", stories=20.0, whole=True),
    replace(RESTLESS, name="the same, 25 months only", months=25),
    replace(RESTLESS, name="gaps of 1 to 3 months (20 %)", gaps=0.2, whole=True),
    Scenario("waves over all outlets", stories=10.0, shared=0.3, whole=True),
    Scenario("lasting waves over all outlets", stories=10.0, shared=0.3, shared_persistence=0.5, whole=True),
    Scenario("who writes shifts twofold", stories=8.0, mix=2.0, level_spread=0.8),
    replace(RESTLESS, name="shift, restless and gaps", stories=8.0, mix=2.0, level_spread=0.8, gaps=0.2),
    Scenario("3 outlets", outlets=3, stories=10.0),
    replace(RESTLESS, name="3 outlets, restless", outlets=3, stories=10.0),
    Scenario("1 outlet", outlets=1, stories=20.0),
    Scenario("40 small outlets, very unlike", outlets=40, stories=0.6, level_spread=1.0),
    Scenario("a rare share (10 %)", share=0.10),
    Scenario("another change 14 months later", stories=8.0, later=-0.2),
)
CHANGE = (
    _promise(30),
    _promise(120),
    _promise(600),
    replace(_promise(600), name="600 stories, 9 points, restless", unrest=0.5, persistence=0.6),
    Scenario("800 stories, 20 points, all checks", stories=16.0, share=0.55, change=-0.20, unrest=0.3, whole=True),
    Scenario("the same, another change later", stories=16.0, share=0.65, change=-0.20, unrest=0.3, later=-0.2),
)


def simulate(scenario: Scenario, chance: np.random.Generator, *, changed: bool = True) -> tuple[MonthTable, Windows]:
    """One country's months, with the windows of an event in the middle."""
    shape = (scenario.outlets, scenario.months)
    middle = scenario.months // 2
    since = np.arange(scenario.months) > middle
    level = scipy_stats.logistic.ppf(scenario.share) + chance.normal(0, scenario.level_spread, scenario.outlets)
    own = _moves(chance, shape, scenario.unrest, scenario.persistence)
    shared = _moves(chance, (1, scenario.months), scenario.shared, scenario.shared_persistence)
    shares = scipy_stats.logistic.cdf(level[:, None] + own + shared)
    shares = shares + since * (scenario.change if changed else 0.0)
    shares = np.clip(shares + (np.arange(scenario.months) > middle + 14) * scenario.later, 0.01, 0.99)
    sizes = chance.normal(-(scenario.size_spread**2) / 2, scenario.size_spread, scenario.outlets)
    volume = np.repeat((scenario.stories * np.exp(sizes))[:, None], scenario.months, axis=1)
    high = level >= np.median(level)
    volume = np.where(since & high[:, None], volume * scenario.mix, volume)
    volume = np.where(since & ~high[:, None], volume / scenario.mix, volume)
    gaps = _gaps(chance, shape, scenario.gaps)
    n = np.where(gaps, 0, chance.poisson(volume))
    hits = chance.binomial(n, shares).astype(float)
    names = tuple(f"outlet-{number}" for number in range(scenario.outlets))
    table = MonthTable(FIRST_MONTH, names, n.astype(float), {"s": hits}, gaps)
    return table, Windows(slice(middle - MONTHS_EACH_SIDE, middle), slice(middle + 1, middle + 1 + MONTHS_EACH_SIDE))


def _moves(chance: np.random.Generator, shape: tuple[int, int], spread: float, persistence: float) -> Numbers:
    """AR(1) movements of standard deviation ``spread``, started from their long-run distribution."""
    shocks = chance.normal(size=shape)
    moves = np.zeros(shape)
    for month in range(shape[1]):
        past = moves[:, month - 1] if month else shocks[:, 0]
        fresh = np.sqrt(1 - persistence**2) * shocks[:, month]
        moves[:, month] = persistence * past + fresh if month else past
    return np.asarray(spread * moves)


def _gaps(chance: np.random.Generator, shape: tuple[int, int], part: float) -> np.ndarray:
    gaps = np.zeros(shape, bool)
    for outlet in range(shape[0]):
        for month in np.flatnonzero(chance.random(shape[1]) < part / 2):
            gaps[outlet, month : month + chance.integers(1, 4)] = True
    return gaps


def bootstrap(table: MonthTable, windows: Windows) -> float:
    """The design's first method: all stories together, outlets' months drawn with replacement."""
    own = table.only(panel_of(table, windows))
    sides = []
    for window in (windows.before, windows.after):
        n, hits = own.n[:, window].ravel(), own.hits["s"][:, window].ravel()
        sides.append((hits[n > 0], n[n > 0]))
    chance = np.random.default_rng(len(sides[0][0]))
    draws = []
    for hits, n in sides:
        weights = chance.multinomial(len(n), np.full(len(n), 1 / len(n)), size=DRAWS)
        estimate = hits.sum() / n.sum()
        # Stretched as reports.stats.block_draws does, for the few blocks.
        spread = (weights @ hits) / np.maximum(weights @ n, 1) - estimate
        draws.append(estimate + spread * np.sqrt(len(n) / max(len(n) - 1, 1)))
    return bootstrap_p(draws[1] - draws[0])


def outlet_clusters(table: MonthTable, windows: Windows) -> float:
    """Outlets as clusters, with Student's quantile at the effective number of outlets less one."""
    own = table.only(panel_of(table, windows))
    (n_before, hits_before), (n_after, hits_after) = (
        (own.n[:, window].sum(1), own.hits["s"][:, window].sum(1)) for window in (windows.before, windows.after)
    )
    weights = outlet_weights(n_before, n_after)
    changes = hits_after / n_after - hits_before / n_before
    mean = float(weights @ changes)
    freedom = 1 / float((weights**2).sum()) - 1
    if freedom < 1:
        return 1.0
    variance = float((weights**2 * (changes - mean) ** 2 / (1 - weights)).sum())
    return float(2 * scipy_stats.t.sf(abs(mean) / np.sqrt(max(variance, 1e-12)), freedom))


def newey_west(table: MonthTable, windows: Windows) -> float:
    """The level break of a segmented regression with Newey-West errors, as textbooks have it."""
    import statsmodels.api as sm

    own = table.only(panel_of(table, windows))
    n, hits = own.n.sum(0), own.hits["s"].sum(0)
    month = np.arange(len(n))
    kept = (n > 0) & ((month < windows.before.stop) | (month >= windows.after.start))
    since = (month - windows.after.start)[kept] / 12
    after = (since >= 0).astype(float)
    design = np.column_stack([np.ones(len(since)), since, after, since * after])
    model = sm.WLS((hits / np.maximum(n, 1))[kept], design, weights=n[kept])
    fitted = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}, use_t=True)
    return float(fitted.pvalues[2])


def methods(scenario: Scenario, seed: int) -> Counter[str]:
    """Which methods call a change on one corpus; with "tried" for those that gave a figure."""
    chance = np.random.default_rng(seed)
    table, windows = simulate(scenario, chance)
    counts = window_counts(table, "s", windows)
    found = estimated(table, "s", windows, counts)
    p_values = {
        "bootstrap": bootstrap(table, windows),
        "outlets": outlet_clusters(table, windows),
        "counting": float(2 * scipy_stats.norm.sf(abs(found.difference.value) / np.sqrt(found.counting))),
        "within": found.p,
    }
    called = Counter({name: int(p < ALARM) for name, p in p_values.items()})
    tried = Counter(dict.fromkeys(p_values, 1))
    if scenario.whole and seed % WHOLE_EVERY == 0:
        more = _checks(scenario, chance, table, windows)
        called.update({name: int(value) for name, value in more.items()})
        tried.update(dict.fromkeys(more, 1))
    return called + Counter({f"tried {name}": n for name, n in tried.items()})


def _checks(scenario: Scenario, chance: np.random.Generator, table: MonthTable, windows: Windows) -> dict[str, bool]:
    """The other checks, and the verdict that needs them all."""
    middle = FIRST_MONTH + scenario.months // 2
    event = Event("e", f"{middle // 12:04d}-{middle % 12 + 1:02d}", "month", ("XX",), "law", {"en": "e"}, "", "")
    others = {code: simulate(scenario, chance, changed=False)[0] for code in ("YY", "ZZ")}
    own = before_after(table, "s", windows)
    called = {"newey-west": newey_west(table, windows) < ALARM}
    series = interrupted(table, "s", windows)
    if isinstance(series, Interrupted):
        called["series"] = series.p < ALARM
    if not isinstance(own, BeforeAfter):
        return called | {"verdict": False}
    beyond = comparison(own, table, "s", event, others, MONTHS_EACH_SIDE)
    if isinstance(beyond, Comparison):
        called["countries"] = beyond.p < ALARM
    dates = placebo(table, "s", windows, own.difference.value)
    rare = not isinstance(dates, Placebo) or not dates.often
    if isinstance(dates, Placebo):
        called["dates"] = rare
    apart = beyond.beyond.excludes_zero if isinstance(beyond, Comparison) else True
    return called | {"verdict": own.p < ALARM and rare and apart}


def run(scenario: Scenario, corpora: int, each: Callable[[Scenario, int], Counter[str]] = methods) -> dict[str, float]:
    """The part of the corpora on which each method calls a change."""
    start = zlib.crc32(scenario.name.encode())
    total: Counter[str] = Counter()
    for number in range(corpora):
        total.update(each(scenario, start + number))
    names = [name.removeprefix("tried ") for name in total if name.startswith("tried ")]
    return {name: total[name] / total[f"tried {name}"] for name in names}


def _part(job: tuple[Scenario, int]) -> dict[str, float]:
    return run(*job)


COLUMNS = {
    "bootstrap": "bootstrap of outlet-months",
    "outlets": "outlets as clusters",
    "counting": "within outlets, counting alone",
    "within": "**within outlets, with unrest**",
    "countries": "**beyond other countries**",
    "dates": "**placebo dates**",
    "newey-west": "series, Newey-West",
    "series": "**series, with unrest**",
    "verdict": "**verdict**",
}


def main() -> None:
    """Print the table, or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=1000, help="simulated corpora a scenario")
    parser.add_argument("--quick", action="store_true", help="40 corpora a scenario")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    corpora = QUICK if options.quick else options.corpora
    began = time.monotonic()
    scenarios = NO_CHANGE + CHANGE
    with ProcessPoolExecutor(options.processes) as pool:
        results = []
        for scenario, result in zip(scenarios, pool.map(_part, [(each, corpora) for each in scenarios]), strict=True):
            results.append(result)
            print(f"{time.monotonic() - began:4.0f} s  {scenario.name}  {result}", file=sys.stderr, flush=True)
    if options.json:
        named = {scenario.name: result for scenario, result in zip(scenarios, results, strict=True)}
        print(json.dumps({"corpora": corpora, "called": named}, indent=2))
        return
    for title, chosen in (("No change: false alarms, %", NO_CHANGE), ("Change: power, %", CHANGE)):
        print(f"\n| {title} | " + " | ".join(COLUMNS.values()) + " |")
        print("|---|" + "---|" * len(COLUMNS))
        for scenario in chosen:
            result = results[scenarios.index(scenario)]
            cells = [f"{100 * result[name]:.1f}" if name in result else "" for name in COLUMNS]
            print(f"| {scenario.name} | " + " | ".join(cells) + " |")
    print(f"\n{corpora} corpora a scenario, {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main()
