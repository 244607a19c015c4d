"""Disputes, replies and the steps of hearings, in and out of the store. Rows are only ever added.

In: the records of corpus.disputes. Out: the same. A batch is one transaction; what says nothing new adds no row, so a
command that was stopped may be typed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select, text

from corpus.disputes import About, Decision, Dispute, MarkPlace, Reply, Step, StepKind
from corpus.records import Part
from corpus.schema import disputes, hearings, replies
from corpus.storage.database import Database
from corpus.storage.rows import now_text, storable

# What makes a version another one than the version before.
_SAID = ("claim", "raised_by", "decision", "corrections", "reason", "decided_by")
_DISPUTE_TEXTS = ("claim", "raised_by", "reason", "decided_by")


class Hearings:
    """The rows of the right of reply of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_disputes(self, wanted: Sequence[Dispute]) -> list[Dispute]:
        """Keep these as the next versions of their disputes, in one transaction; those that were new, as kept.

        ``version`` and ``recorded_at`` are given here. A dispute that says what its latest version says is passed over.
        """
        kept = []
        with self._database.writing() as connection:
            self._lock(connection, disputes)
            latest = {each.id: each for each in _latest(connection)}
            for dispute in map(_cleaned, wanted):
                before = latest.get(dispute.id)
                if before is not None and all(getattr(before, name) == getattr(dispute, name) for name in _SAID):
                    continue
                version = before.version + 1 if before is not None else 1
                new = replace(dispute, version=version, recorded_at=now_text())
                connection.execute(disputes.insert().values(_dispute_row(new)))
                latest[new.id] = new
                kept.append(new)
        return kept

    def disputes(self, outlet: str | None = None) -> list[Dispute]:
        """The latest version of every dispute, in the order first raised."""
        with self._database.reading() as connection:
            return [each for each in _latest(connection) if outlet in (None, each.outlet)]

    def versions(self, dispute: str) -> list[Dispute]:
        """Every version of a dispute, the first one first."""
        mine = select(disputes).where(disputes.c.dispute == dispute).order_by(disputes.c.version)
        with self._database.reading() as connection:
            return [_to_dispute(row) for row in connection.execute(mine).mappings()]

    def put_reply(self, reply: Reply) -> Reply:
        """Keep a reply and give it its number; the same words from the same signer on the same day are kept once."""
        row = {name: getattr(reply, name) for name in ("outlet", "received_on", "replaces")}
        row |= {"text": storable(reply.text), "signed": storable(reply.signed)}
        with self._database.writing() as connection:
            self._lock(connection, replies)
            same = select(replies).where(*(replies.c[name].is_not_distinct_from(value) for name, value in row.items()))
            if not connection.execute(same).first():
                connection.execute(replies.insert().values(**row, recorded_at=now_text()))
            return _to_reply(connection.execute(same).mappings().one())

    def replies(self, outlet: str | None = None, *, replaced: bool = False) -> list[Reply]:
        """The replies that stand, in the order received; with ``replaced`` those too that gave way to a later one."""
        with self._database.reading() as connection:
            rows = connection.execute(select(replies).order_by(replies.c.received_on, replies.c.id)).mappings()
            found = [_to_reply(row) for row in rows]
        gone = set() if replaced else {each.replaces for each in found}
        return [each for each in found if outlet in (None, each.outlet) and each.id not in gone]

    def put_step(self, step: Step) -> Step:
        """Keep a step, unless it is the same as the outlet's last one."""
        row = {name: getattr(step, name) for name in ("outlet", "day", "due_on", "version_set", "stories")}
        row |= {"kind": step.kind.value, "reason": storable(step.reason), "by": storable(step.by)}
        with self._database.writing() as connection:
            self._lock(connection, hearings)
            mine = hearings.c.outlet == step.outlet
            last = select(hearings).where(
                hearings.c.id == select(func.max(hearings.c.id)).where(mine).scalar_subquery()
            )
            found = connection.execute(last).mappings().first()
            if found is None or any(found[name] != value for name, value in row.items()):
                connection.execute(hearings.insert().values(**row, recorded_at=now_text()))
            return _to_step(connection.execute(last).mappings().one())

    def steps(self, outlet: str | None = None) -> list[Step]:
        """Every step, in the order recorded."""
        with self._database.reading() as connection:
            rows = connection.execute(select(hearings).order_by(hearings.c.id)).mappings()
            return [_to_step(row) for row in rows if outlet in (None, row["outlet"])]

    def _lock(self, connection: Connection, table: Table) -> None:
        """Hold other writers off until this transaction ends; SQLite's transactions do so by themselves."""
        if not self._database.is_sqlite:
            connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def _latest(connection: Connection) -> Iterable[Dispute]:
    """The latest version of each dispute, in the order of their first versions."""
    newest: dict[str, Dispute] = {}
    for row in connection.execute(select(disputes).order_by(disputes.c.id)).mappings():
        newest[row["dispute"]] = _to_dispute(row)
    return list(newest.values())


def _cleaned(dispute: Dispute) -> Dispute:
    texts: dict[str, Any] = {name: storable(getattr(dispute, name)) for name in _DISPUTE_TEXTS}
    return replace(dispute, **texts, corrections={key: storable(value) for key, value in dispute.corrections.items()})


def _dispute_row(dispute: Dispute) -> dict[str, Any]:
    names = ("version", "outlet", "raised_at", "recorded_at", *_DISPUTE_TEXTS)
    place = dispute.mark
    mark = {"part": place.part.value, "start": place.start, "end": place.end, "code": place.code} if place else None
    return {name: getattr(dispute, name) for name in names} | {
        "dispute": dispute.id,
        "about": dispute.about.value,
        "decision": dispute.decision.value,
        "corrections": dict(dispute.corrections),
        "mark": mark,
        "article_id": dispute.article_id or None,
        "figure": dispute.figure or None,
    }


def _to_dispute(row: RowMapping) -> Dispute:
    names = ("version", "outlet", "raised_at", "recorded_at", *_DISPUTE_TEXTS)
    mark = row["mark"]
    return Dispute(
        id=row["dispute"],
        about=About(row["about"]),
        decision=Decision(row["decision"]),
        corrections=dict(row["corrections"]),
        mark=MarkPlace(**mark | {"part": Part(mark["part"])}) if mark else None,
        article_id=row["article_id"] or "",
        figure=row["figure"] or "",
        **{name: row[name] for name in names},
    )


def _to_reply(row: RowMapping) -> Reply:
    return Reply(**dict(row))


def _to_step(row: RowMapping) -> Step:
    return Step(
        **{name: value for name, value in row.items() if name not in ("id", "kind")}, kind=StepKind(row["kind"])
    )
