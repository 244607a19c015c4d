"""The worded states as data: the same columns in CSV and JSON, without any word of a language.

In: the standings of a country. Out: rows and JSON. ``state`` and ``reason`` are stable English codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from corpus.records import Outlet
from reports.figures.states import MACHINE_ONLY, Standing, Standings, State

# A ten-thousandth of a share is finer than any figure here.
_DIGITS = 4
OUTLET_STATE_HEADS = ("state", "state_reason", "panel_median", "limit_low", "limit_high")
_NUMBERS = ("n", "labels", "n_effective", "value", "low", "high", "evidence")
STATE_HEADS = ("indicator", "outlet", *_NUMBERS, *OUTLET_STATE_HEADS, "between_outlets", "panel_outlets")
# The panel's median, two limits, the spread between outlets and how many outlets the panel has.
_AFTER_REASON = 5
Cell = str | int | float | None


def states_rows(standings: Mapping[str, Standings], missing: Mapping[Outlet, str]) -> Iterator[tuple[Cell, ...]]:
    """One row an indicator and outlet, outlets by the alphabet; no figure where the page prints none.

    ``missing``: outlets of which nothing was collected, with the reason; they stand after the others.
    """
    for name, group in standings.items():
        for line in group.outlets:
            funnel = group.funnel
            numbers: tuple[Cell, ...] = (None, None, None, None)
            if line.placed is not None:
                estimate = line.placed.estimate
                numbers = tuple(
                    round(each, _DIGITS)
                    for each in (line.placed.effective, estimate.value, estimate.low, estimate.high)
                )
            yield (
                *(name, line.outlet.id, line.found.n, line.found.labels, *numbers),
                # Without a corrected figure there is none whose evidence could be told.
                None if line.state is State.NOT_GRADED else line.found.evidence.value,
                *_state(line, group),
                *((round(funnel.between, _DIGITS), funnel.outlets) if funnel else (None, None)),
            )
        for outlet, why in missing.items():
            empty: tuple[Cell, ...] = (None,) * (len(_NUMBERS) - 1)
            yield (name, outlet.id, *empty, why, State.NOT_ENOUGH.value, why, *(None,) * _AFTER_REASON)


def states_json(standings: Mapping[str, Standings], missing: Mapping[Outlet, str]) -> str:
    """The same rows as JSON."""
    rows = [dict(zip(STATE_HEADS, row, strict=True)) for row in states_rows(standings, missing)]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def outlet_state(group: Standings | None, outlet_id: str) -> tuple[Cell, ...]:
    """The columns ``OUTLET_STATE_HEADS`` of one outlet; without a group, of a count that labels never correct."""
    if group is None:
        return (State.NOT_GRADED.value, MACHINE_ONLY, None, None, None)
    return _state(group.of(outlet_id), group)


def _state(line: Standing, group: Standings) -> tuple[Cell, ...]:
    limits: tuple[Cell, ...] = (None, None, None)
    if line.placed is not None and group.funnel is not None:
        ends = group.funnel.limits(line.placed.effective)
        limits = tuple(round(each, _DIGITS) for each in (group.funnel.median, *ends))
    return (line.state.value, line.reason, *limits)
