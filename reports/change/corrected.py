"""A difference with what the machine misreads taken out, where people have labelled stories of both windows.

In: the machine's difference and the rows. Out: the same, its difference that of two shares by PPI++
(reports.estimates), less what the mix of outlets moved, and with the months' unrest kept; or as it was, with the
reason. A machine that misreads both windows alike shrinks a difference; one that misreads them differently makes one
up. Only labels can tell.
"""

from __future__ import annotations

from dataclasses import replace

from reports.change.before_after import BeforeAfter, normal_estimate
from reports.change.composition import in_window
from reports.change.months import MonthTable, Windows
from reports.estimates.shares import corrected
from reports.rows import ReportRows

_MEASURES = {"s": "O2", "r": "O3"}
NO_AUDIT = "no_audit"


def with_labels(found: BeforeAfter, rows: ReportRows, table: MonthTable, side: str, windows: Windows) -> BeforeAfter:
    """The difference from audit labels, or as it is."""
    if rows.audit is None:
        return replace(found, uncorrected_because=NO_AUDIT)
    own = table.only([outlet in found.counts.outlets for outlet in table.outlets])
    shares = [
        corrected(rows, _MEASURES[side], where=in_window(rows.stories, own, window).astype(float))
        for window in (windows.before, windows.after)
    ]
    before, after = shares
    if before.estimate is None or after.estimate is None:
        reason = before.reason or after.reason
        return replace(found, uncorrected_because=reason.value if reason else NO_AUDIT)
    unrest = found.variance - found.counting
    counting = before.variance + after.variance
    value = after.estimate.value - before.estimate.value - found.mix
    return replace(
        found,
        difference=normal_estimate(value, counting + unrest),
        variance=counting + unrest,
        counting=counting,
        raw=value + found.mix,
        labels=(before.labels, after.labels),
    )
