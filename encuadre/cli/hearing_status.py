"""What ``encuadre scorecard status`` prints: outlets and how far their hearing is, or one outlet with its disputes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from corpus.disputes import Decision, Dispute, Reply
from corpus.store import Corpus
from encuadre.cli.common import next_step, print_json, print_table, say
from lexicons.errors import EncuadreError
from reports.reply.corrections import read_frames
from reports.reply.hearing import Hearing, check_publishable, hearings_of
from reports.reply.wording import reference_of

_COLUMNS = ("outlet", "sent", "reply until", "open", "accepted", "in part", "rejected", "replies", "how it stands")


def show(corpus: Corpus, outlet: str | None, today: date, study: Path, *, as_json: bool) -> None:
    """Print the hearings of a study, or of one outlet."""
    frames = read_frames(corpus)
    hearings = hearings_of(corpus, frames.applied)
    if outlet is not None:
        hearings = {outlet: hearings.get(outlet, Hearing(outlet))}
    sets = {str(each) for each in frames.labels["version_set"].dropna()}
    stands = {name: _stands(hearing, today, sets) for name, hearing in hearings.items()}
    if as_json:
        print_json([_hearing_json(corpus, hearing, stands[name]) for name, hearing in hearings.items()])
        return
    if not hearings:
        say(f"No outlet was sent its scorecard yet. Next: {next_step('scorecard draft OUTLET', study)}")
        return
    print_table("Right of reply", _COLUMNS, [_row(hearing, stands[name]) for name, hearing in hearings.items()])
    if outlet is not None:
        _print_disputes(hearings[outlet])
    first = next((each for hearing in hearings.values() for each in hearing.open), None)
    if first is not None:
        command = f'scorecard dispute {first.outlet} --decide {first.id} --decision accepted --reason "WHY" --by NAME'
        say(f"Next: {next_step(command, study)} (or --decision partly, --decision rejected)")


def dispute_json(dispute: Dispute) -> dict[str, Any]:
    """A dispute for scripts."""
    return {
        "dispute": dispute.id,
        "version": dispute.version,
        "outlet": dispute.outlet,
        "article_id": dispute.article_id,
        "reference": reference_of(dispute),
        "about": dispute.about.value,
        "figure": dispute.figure or None,
        "claim": dispute.claim,
        "raised_by": dispute.raised_by,
        "raised_on": dispute.raised_at,
        "decision": dispute.decision.value,
        "corrections": dict(dispute.corrections),
        "reason": dispute.reason,
        "decided_by": dispute.decided_by,
        "recorded_at": dispute.recorded_at,
    }


def _hearing_json(corpus: Corpus, hearing: Hearing, stands: str) -> dict[str, Any]:
    draft, waiver, release = hearing.draft, hearing.waiver, hearing.release
    found = {each.dispute.id: each.found for each in hearing.corrected}
    return {
        "outlet": hearing.outlet,
        "sent": draft.day if draft else None,
        "due_on": draft.due_on if draft else None,
        "stories_shown": draft.stories if draft else None,
        "version_set": draft.version_set if draft else None,
        "waived": {"reason": waiver.reason, "by": waiver.by, "day": waiver.day} if waiver else None,
        "released": release.day if release else None,
        "stands": stands,
        "disputes": [
            {
                **dispute_json(each),
                "in_figures": found.get(each.id, False),
                "versions": [dispute_json(version) for version in corpus.hearings.versions(each.id)],
            }
            for each in hearing.disputes
        ],
        "replies": [_reply_json(each) for each in hearing.replies],
        "earlier_replies": [_reply_json(each) for each in hearing.received if each not in hearing.replies],
    }


def _reply_json(reply: Reply) -> dict[str, Any]:
    """A reply for scripts; one with the text empty takes back the reply that it replaces."""
    said = {"reply": reply.id, "received_on": reply.received_on, "signed": reply.signed, "text": reply.text}
    return said | {"replaces": reply.replaces}


def _stands(hearing: Hearing, today: date, version_sets: set[str]) -> str:
    if hearing.draft is None:
        return "not sent"
    version_set = next(iter(version_sets)) if len(version_sets) == 1 else ""
    try:
        check_publishable(hearing, today, version_set)
    except EncuadreError as error:
        reasons = {"E543": f"may reply until {hearing.draft.due_on}", "E544": "disputes to decide"}
        return reasons.get(error.code, "other rules since: send it again")
    return "released" if hearing.release else "may be published"


def _row(hearing: Hearing, stands: str) -> tuple[object, ...]:
    draft = hearing.draft
    decided = [hearing.decisions[each] for each in (Decision.ACCEPTED, Decision.PARTLY, Decision.REJECTED)]
    dates = (draft.day, draft.due_on) if draft else ("-", "-")
    return (hearing.outlet, *dates, len(hearing.open), *decided, len(hearing.replies), stands)


def _print_disputes(hearing: Hearing) -> None:
    found = {each.dispute.id: each.found for each in hearing.corrected}
    rows = [
        (
            each.id,
            each.version,
            reference_of(each),
            each.claim,
            each.decision.value + ("" if found.get(each.id, True) else " (its mark is no longer there)"),
            each.reason,
            each.decided_by,
        )
        for each in hearing.disputes
    ]
    if rows:
        print_table("Disputes", ("dispute", "version", "about", "claim", "decision", "reason", "by"), rows)
    if hearing.replies:
        replies = [(each.id, each.received_on, each.signed, each.text) for each in hearing.replies]
        print_table("Replies", ("reply", "received", "signed", "words"), replies)
