"""A registration of what is to be compared, made from what is known before.

In: the rows of a country as they stand, and the event. Out: a ``Registration`` with its panel and the stories that were
known already. No share of the months after the event is computed here.
"""

from __future__ import annotations

from lexicons.errors import EncuadreError
from reports.change.months import month_table
from reports.change.registry import Direction, Registration, data_of
from reports.events import Event
from reports.rows import ReportRows


def plan_of(
    rows: ReportRows,
    event: Event,
    *,
    country: str,
    side: str,
    direction: Direction,
    months: int,
    against: tuple[str, ...],
    hypothesis: str,
) -> Registration:
    """The registration. Its panel are the outlets with a story in the months before the event, or in the last ones
    known where the event is still to come. Raises E537 where there is none."""
    table = month_table(rows)
    panel: tuple[str, ...] = ()
    after = 0
    if table is not None:
        end = min(event.first_month, table.last + 1) - table.first
        # An event before the first story leaves nothing.
        before = slice(max(0, end - months), max(0, end))
        panel = tuple(o for o, n in zip(table.outlets, table.n[:, before].sum(1), strict=True) if n > 0)
        start = max(0, event.last_month + 1 - table.first)
        after = int(table.n[:, start : start + months].sum())
    if not panel:
        raise EncuadreError("E537", country=country, months=months, date=event.date)
    return Registration(
        event=event.id,
        date=event.date,
        precision=event.precision,
        country=country,
        side=side,
        direction=direction,
        months=months,
        panel=panel,
        against=against,
        hypothesis=hypothesis,
        data=data_of(rows),
        stories_after=after,
    )
