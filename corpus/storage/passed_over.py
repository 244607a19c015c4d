"""Pages of our outlets that stood in an archive file and were passed over: counted, not kept.

In: counts by outlet, week of capture and reason, one set a file. Out: rows that replace those of the same file, so that
a file read again counts once; and the sums by which a share of all that an outlet published has its denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from corpus.schema import outlets, passed_over
from corpus.storage.database import Database

# A page without any word of the topic's evidence: an item of the outlet that nobody needed to read.
OFF_TOPIC = "off_topic"


def put_passed_over(database: Database, file: str, counts: Mapping[tuple[str, str, str], int]) -> None:
    """Replace what is known of a file. ``counts``: records by outlet, Monday of the week ("" unknown), and reason."""
    rows = [
        {"file": file, "outlet": outlet, "week": week, "reason": reason, "records": records}
        for (outlet, week, reason), records in counts.items()
    ]
    with database.writing() as connection:
        connection.execute(passed_over.delete().where(passed_over.c.file == file))
        if rows:
            connection.execute(passed_over.insert(), rows)


def off_topic_by_week() -> Select[Any]:
    """Outlet, country, week and number of the pages passed over as off topic, where their week is known."""
    columns = passed_over.c.outlet, outlets.c.country.label("country"), passed_over.c.week
    joined = passed_over.outerjoin(outlets, outlets.c.id == passed_over.c.outlet)
    wanted = passed_over.c.reason == OFF_TOPIC, passed_over.c.week != ""
    return select(*columns, func.sum(passed_over.c.records)).select_from(joined).where(*wanted).group_by(*columns)


def by_reason(connection: Connection) -> list[tuple[str, str, int]]:
    """Outlet, reason and number of all pages passed over."""
    columns = passed_over.c.outlet, passed_over.c.reason
    statement = select(*columns, func.sum(passed_over.c.records)).group_by(*columns).order_by(*columns)
    return [(outlet, reason, int(records)) for outlet, reason, records in connection.execute(statement)]
