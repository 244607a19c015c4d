"""How far the hearing of an outlet is: what it was sent, until when it may answer, what it disputes, and what holds.

In: a store's steps, disputes and replies, and today's day. Out: one ``Hearing`` an outlet, and why its scorecard may
not be published yet. The day is given, so that the same rows on the same day tell the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.disputes import Decision, Dispute, Reply, Step, StepKind
from lexicons.errors import EncuadreError, UsageError
from reports.reply.corrections import Applied

if TYPE_CHECKING:
    from corpus.store import Corpus
    from reports.rows import ReportRows


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was said between the study and one outlet. ``draft``: the pack it was sent last; None before any.

    ``waiver`` and ``release`` belong to that draft: a draft with other figures or another period
    begins anew. ``received``: every reply that came, replaced ones too. ``corrected``: disputes it won whose
    corrections stand in the figures; ``stale``: those whose marks are no longer there.
    """

    outlet: str
    draft: Step | None = None
    waiver: Step | None = None
    release: Step | None = None
    disputes: tuple[Dispute, ...] = ()
    received: tuple[Reply, ...] = ()
    corrected: tuple[Applied, ...] = ()

    @property
    def replies(self) -> list[Reply]:
        """The replies that stand: neither replaced nor withdrawn."""
        gone = {each.replaces for each in self.received}
        return [each for each in self.received if each.id not in gone and not each.withdrawal]

    @property
    def notes(self) -> dict[str, str]:
        """What decisions put beside figures, by indicator."""
        return {
            each.figure: each.corrections["note"]
            for each in self.disputes
            if each.corrects and "note" in each.corrections
        }

    @property
    def withdrawals(self) -> list[Reply]:
        """What takes a reply back and was not followed by another reply in its place."""
        gone = {each.replaces for each in self.received}
        return [each for each in self.received if each.id not in gone and each.withdrawal]

    def replaced_by(self, reply: Reply) -> Reply | None:
        """The reply whose place this one took."""
        return next((each for each in self.received if each.id == reply.replaces), None)

    @property
    def open(self) -> list[Dispute]:
        """The disputes nobody has decided."""
        return [each for each in self.disputes if each.decision is Decision.OPEN]

    @property
    def decisions(self) -> Counter[Decision]:
        """How many disputes stand how."""
        return Counter(each.decision for each in self.disputes)

    @property
    def cut_short(self) -> bool:
        """Whether the scorecard was released before the last day to reply was over."""
        draft, release = self.draft, self.release
        return release is not None and draft is not None and release.day <= (draft.due_on or draft.day)

    def passed(self, today: date) -> bool:
        """Whether the last day to answer is over."""
        return (
            self.draft is not None and self.draft.due_on is not None and date.fromisoformat(self.draft.due_on) < today
        )


def hearings_of(corpus: Corpus, applied: tuple[Applied, ...] = ()) -> dict[str, Hearing]:
    """The hearing of every outlet that was sent, disputed or answered anything. ``applied``: of the report's rows."""
    rows = corpus.hearings
    steps, disputes, replies = rows.steps(), rows.disputes(), rows.replies(replaced=True)
    outlets = {each.outlet for group in (steps, disputes, replies) for each in group}
    return {
        outlet: _hearing(
            outlet,
            [each for each in steps if each.outlet == outlet],
            tuple(each for each in disputes if each.outlet == outlet),
            tuple(each for each in replies if each.outlet == outlet),
            tuple(each for each in applied if each.dispute.outlet == outlet),
        )
        for outlet in sorted(outlets)
    }


def _hearing(
    outlet: str,
    steps: list[Step],
    disputes: tuple[Dispute, ...],
    replies: tuple[Reply, ...],
    applied: tuple[Applied, ...],
) -> Hearing:
    draft = waiver = release = None
    for step in steps:
        if step.kind is StepKind.DRAFTED:
            if draft is None or (step.day, step.due_on, step.version_set) != (
                draft.day,
                draft.due_on,
                draft.version_set,
            ):
                waiver = release = None
            draft = step
        elif step.kind is StepKind.WAIVED:
            waiver = step
        else:
            release = step if step.kind is StepKind.RELEASED else None
    return Hearing(outlet, draft, waiver, release, disputes, replies, applied)


def check_publishable(hearing: Hearing, today: date, version_set: str) -> None:
    """Raises EncuadreError E542 (never drafted), E543 (the period runs), E544 (open disputes), E545 (other figures)."""
    if hearing.draft is None:
        raise EncuadreError("E542", outlet=hearing.outlet)
    if hearing.draft.version_set != version_set:
        raise EncuadreError("E545", outlet=hearing.outlet, day=hearing.draft.day)
    if hearing.open:
        first = hearing.open[0].id
        raise EncuadreError("E544", outlet=hearing.outlet, count=len(hearing.open), dispute=first)
    if hearing.waiver is None and not hearing.passed(today):
        raise EncuadreError("E543", outlet=hearing.outlet, due=hearing.draft.due_on)


def publishable(corpus: Corpus, rows: ReportRows, today: date, wanted: tuple[str, ...] | None) -> dict[str, Hearing]:
    """The hearings of the outlets whose scorecards may go out: those released, or of these only the ones ``wanted``.

    Raises UsageError E512 for an outlet without stories, EncuadreError E542 to E545 and E547 for one that is wanted and
    may not go out. A released one that may no longer go out is left out where none is named.
    """
    known = set(rows.stories["outlet"])
    hearings = hearings_of(corpus, rows.corrected)
    for outlet in wanted or ():
        if outlet not in known:
            raise UsageError("E512", outlet=outlet, known=", ".join(sorted(map(str, known))))
        hearing = hearings.get(outlet, Hearing(outlet))
        check_publishable(hearing, today, rows.version_set)
        if hearing.release is None:
            raise EncuadreError("E547", outlet=outlet)
    return {
        outlet: hearing
        for outlet, hearing in hearings.items()
        if outlet in (known if wanted is None else wanted) and hearing.release and _holds(hearing, today, rows)
    }


def _holds(hearing: Hearing, today: date, rows: ReportRows) -> bool:
    try:
        check_publishable(hearing, today, rows.version_set)
    except EncuadreError:
        return False
    return True
