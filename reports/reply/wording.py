"""What a scorecard says of its hearing, in the words of a page.

In: an outlet's hearing and for whom the page is. Out: the context of templates/reply_*.html.j2: a notice, replies word
for word, disputes, and how to object. Claims and reasons are printed for the outlet only; everybody else sees counts,
the reason of a waiver, and the reply.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.disputes import Decision, Dispute, Reply, article_reference, mark_reference
from reports.i18n import Words
from reports.pages.view import Table, press_text
from reports.reply.hearing import Hearing


class Audience(StrEnum):
    """For whom a scorecard is written."""

    STUDY = "study"
    OUTLET = "outlet"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class PrintedReply:
    """A reply as it is printed: where it comes from, and its words unchanged."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """The part of a scorecard that tells of its hearing. ``title``: of the notice; none where it is the usual one."""

    title: str
    notes: Sequence[str]
    replies: Sequence[PrintedReply]
    disputes: Table | None
    how: Sequence[str]

    @property
    def draft(self) -> bool:
        """Whether this is the draft for the outlet."""
        return bool(self.title)


def reply_part(
    hearing: Hearing, outlet: str, audience: Audience, stories: int, words: Words, contact: str | None = None
) -> ReplyPart:
    """What the page says. ``outlet``: its name; ``stories``: how many it counts; ``contact``: whom to write to."""
    replies = [_printed(reply, words) for reply in hearing.replies]
    notes = _notes(hearing, outlet, audience, stories, words)
    if audience is Audience.OUTLET and hearing.draft is not None:
        due = words.full_day(hearing.draft.due_on or hearing.draft.day)
        how = [words.t("reply.how_dispute", column=words.t("reply.col_objection")), words.t("reply.how_decided")]
        how.append(words.t("reply.how_reply"))
        how += [words.t("reply.how_write", contact=contact, due=due)] if contact else []
        title = words.t("reply.draft_title", outlet=outlet)
        notes = [words.t("reply.draft", due=due), *notes]
        return ReplyPart(title, notes, replies, _table(hearing.disputes, words), how)
    table = _table(hearing.disputes, words) if audience is Audience.STUDY else None
    return ReplyPart("", notes, replies, table, [])


def _notes(hearing: Hearing, outlet: str, audience: Audience, stories: int, words: Words) -> list[str]:
    notes = []
    draft, waiver = hearing.draft, hearing.waiver
    if draft is not None and audience is not Audience.OUTLET:
        notes.append(
            words.t(
                "reply.sent",
                outlet=outlet,
                day=words.full_day(draft.day),
                due=words.full_day(draft.due_on or draft.day),
            )
        )
        if draft.stories not in (None, stories):
            notes.append(words.t("reply.newer", shown=draft.stories, n=stories))
    if waiver is not None:
        notes.append(words.t("reply.waived", reason=press_text(waiver.reason), by=press_text(waiver.by)))
    if audience is Audience.EVERYBODY:
        notes.append(words.t("reply.with_reply" if hearing.replies else "reply.no_reply"))
    if hearing.disputes:
        counts = [(decision.value, hearing.decisions[decision]) for decision in Decision if hearing.decisions[decision]]
        how = words.listing([words.t(f"reply.count_{name}", n=n) for name, n in counts])
        notes.append(words.t("reply.disputes", n=len(hearing.disputes), how=how))
    elif audience is Audience.EVERYBODY:
        notes.append(words.t("reply.no_disputes"))
    corrected = sum(each.found for each in hearing.corrected)
    if corrected:
        notes.append(words.t("reply.corrected", n=corrected))
    if audience is not Audience.STUDY:
        notes.append(words.t("reply.names"))
    return notes


def _printed(reply: Reply, words: Words) -> PrintedReply:
    day = words.full_day(reply.received_on)
    if not reply.signed:
        return PrintedReply(words.t("reply.received", day=day), verbatim(reply.text))
    source = words.t("reply.received_from", day=day, signed=press_text(reply.signed))
    return PrintedReply(source, verbatim(reply.text))


def verbatim(text: str) -> str:
    """The words and lines as they came; only signs that no page can hold are gone. Escaping is the template's."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _table(disputes: Sequence[Dispute], words: Words) -> Table | None:
    if not disputes:
        return None
    rows = [
        [
            each.id,
            reference_of(each),
            press_text(each.claim),
            words.t(f"reply.decision_{each.decision.value}"),
            press_text(each.reason),
            press_text(each.decided_by),
        ]
        for each in disputes
    ]
    heads = [words.t(f"reply.col_{name}") for name in ("dispute", "reference", "claim", "decided", "reason", "by")]
    return Table(words.t("reply.table"), heads, rows)


def reference_of(dispute: Dispute) -> str:
    """The name of what is disputed, as in the pack."""
    if dispute.mark is None:
        return article_reference(dispute.article_id)
    return mark_reference(dispute.article_id, dispute.mark)
