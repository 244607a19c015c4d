"""What a scorecard says of its hearing, in the words of a page.

In: an outlet's hearing and for whom the page is. Out: the context of templates/reply_*.html.j2: a notice, replies word
for word, disputes, and how to object. Claims and reasons are printed for the outlet only; everybody else sees counts,
the reason of a waiver, and the reply.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from corpus.disputes import Decision, Dispute, Reply, Step, article_reference, mark_reference
from reports.i18n import Words
from reports.pages.view import Table, press_text
from reports.reply.hearing import Hearing


class Audience(StrEnum):
    """For whom a scorecard is written."""

    STUDY = "study"
    OUTLET = "outlet"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Masked:
    """What was taken out of the stories that a page lists: of how many headlines a name, and how many addresses."""

    headlines: int
    stories: int
    addresses: int


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
    hearing: Hearing,
    outlet: str,
    audience: Audience,
    stories: int,
    words: Words,
    contact: str | None = None,
    masked: Masked | None = None,
) -> ReplyPart:
    """What the page says. ``outlet``: its name; ``stories``: how many it counts; ``contact``: whom to write to;
    ``masked``: what the page leaves out of its stories."""
    replies = [_printed(reply, hearing, words) for reply in hearing.replies]
    notes, how = _notes(hearing, outlet, audience, stories, words, masked), _how(hearing, audience, words, contact)
    if audience is Audience.OUTLET and hearing.draft is not None:
        title = words.t("reply.draft_title", outlet=outlet)
        notes = [words.t("reply.draft", due=_due(hearing.draft, words)), *notes]
        return ReplyPart(title, notes, replies, _table(hearing.disputes, words), how)
    table = _table(hearing.disputes, words) if audience is Audience.STUDY else None
    return ReplyPart("", notes, replies, table, how)


def _due(draft: Step, words: Words) -> str:
    return words.full_day(draft.due_on or draft.day)


def _how(hearing: Hearing, audience: Audience, words: Words, contact: str | None) -> list[str]:
    """How to dispute and to reply, until when, what happens then, and how a reply is printed."""
    draft = hearing.draft

    def say(key: str, **values: object) -> str:
        return words.t(f"reply.how_{key}", **values)

    later = [say("decided"), say("after"), say("reply"), say("change")]
    if audience is Audience.EVERYBODY:
        first = say("public", due=_due(draft, words)) if draft is not None else say("public_undated")
        if hearing.cut_short and draft is not None and hearing.release is not None:
            first = say("public_short", due=_due(draft, words), day=words.full_day(hearing.release.day))
        return [first, *later]
    if audience is Audience.STUDY:
        first = say("due", due=_due(draft, words)) if draft is not None else say("unsent")
        reached = [say("contact", contact=press_text(contact))] if contact and draft is None else []
        return [first, *reached, say("lists"), *later]
    columns = {name: words.t(f"reply.col_{name}") for name in ("objection", "attribution")}
    lines = [say("dispute", column=columns["objection"]), say("attribution", column=columns["attribution"])]
    lines += [say("figure"), *later]
    # The last day first: it is what an editor looks for.
    return [say("write", contact=contact, due=_due(draft, words)), *lines] if contact and draft is not None else lines


def _notes(
    hearing: Hearing, outlet: str, audience: Audience, stories: int, words: Words, masked: Masked | None
) -> list[str]:
    notes = []
    draft, short = hearing.draft, "_short" if hearing.cut_short else ""
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
    notes += _released(hearing, words)
    withdrawn = [
        words.t("reply.withdrawn", first=words.full_day(first.received_on), day=words.full_day(each.received_on))
        for each in hearing.withdrawals
        if (first := hearing.replaced_by(each)) is not None
    ]
    if audience is Audience.EVERYBODY and not withdrawn:
        notes.append(words.t("reply.with_reply" if hearing.replies else f"reply.no_reply{short}"))
    notes += withdrawn
    if hearing.disputes:
        counts = [(decision.value, hearing.decisions[decision]) for decision in Decision if hearing.decisions[decision]]
        how = words.listing([words.t(f"reply.count_{name}", n=n) for name, n in counts])
        notes.append(words.t("reply.disputes", n=len(hearing.disputes), how=how))
    elif audience is Audience.EVERYBODY:
        notes.append(words.t(f"reply.no_disputes{short}"))
    beside = [
        words.t("reply.figure_note", figure=each.figure, note=press_text(each.corrections["note"]))
        for each in hearing.disputes
        if each.corrects and "note" in each.corrections
    ]
    if beside:
        notes.append(f"{words.t('reply.figure_notes')} {' '.join(beside)}")
    corrected = sum(each.found for each in hearing.corrected)
    if corrected:
        notes.append(words.t("reply.corrected", n=corrected))
    if audience is not Audience.STUDY:
        counted = words.t("reply.names_counted", **asdict(masked)) if masked is not None else ""
        notes.append(f"{words.t('reply.names')} {counted}".strip())
    return notes


def _released(hearing: Hearing, words: Words) -> list[str]:
    """When the scorecard was released; where its time was cut short, why and by whom."""
    waiver, release = hearing.waiver, hearing.release
    if waiver is not None and (release is None or hearing.cut_short):
        key, day = ("waived_since", waiver.day) if release is None else ("waived", release.day)
        said = {"reason": press_text(waiver.reason).rstrip(". "), "by": press_text(waiver.by).rstrip(". ")}
        return [words.t(f"reply.{key}", day=words.full_day(day), **said)]
    return [words.t("reply.released", day=words.full_day(release.day))] if release is not None else []


def _printed(reply: Reply, hearing: Hearing, words: Words) -> PrintedReply:
    day, signed = words.full_day(reply.received_on), press_text(reply.signed)
    source = words.t("reply.received_from", day=day, signed=signed) if signed else words.t("reply.received", day=day)
    earlier = hearing.replaced_by(reply)
    if earlier is not None and not earlier.withdrawal:
        source += " " + words.t("reply.replaced", day=words.full_day(earlier.received_on))
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
    if dispute.figure:
        return dispute.figure
    if dispute.mark is None:
        return article_reference(dispute.article_id)
    return mark_reference(dispute.article_id, dispute.mark)
