"""What an outlet disputed and how it was decided: as a list of its own, and as rows for what left the figures.

In: an outlet's disputes without names, and where their articles are found. Out: CSV that a spreadsheet opens, with
every reason and who decided; and the articles and marks that a decision took out, so that nothing disputed vanishes
unsaid.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.disputes import Dispute, article_reference
from lexicons.codebook import load_codebook
from reports.csvs import Row, csv_text
from reports.i18n import Words
from reports.pages.content import name_of
from reports.pages.view import press_text
from reports.reply.wording import reference_of

_HEADS = ("dispute", "reference", "day", "headline", "address", "words", "claim", "decided", "correct", "reason", "by")
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Place:
    """Where a disputed article is found, without names; ``words``: those of a mark, by its reference."""

    day: str
    headline: str
    address: str
    words: Mapping[str, str]


def decisions_sheet(disputes: Sequence[Dispute], places: Mapping[str, Place], words: Words) -> str:
    """One row a dispute."""
    lines: list[Row] = []
    for each in disputes:
        reference, place = reference_of(each), places.get(each.article_id, Place("", "", "", {}))
        lines.append(
            (
                *(each.id, reference, place.day, place.headline, place.address, place.words.get(reference, "")),
                *(press_text(each.claim), words.t(f"reply.decision_{each.decision.value}"), corrections_text(each)),
                *(press_text(each.reason), press_text(each.decided_by)),
            )
        )
    return csv_text([words.t(f"reply.col_{name}") for name in _HEADS], lines)


def corrections_text(dispute: Dispute) -> str:
    """What a decision changed, as it was typed."""
    return _BETWEEN.join(
        name if value == "yes" and name in ("remove", "withhold") else f"{name}={value}"
        for name, value in dispute.corrections.items()
    )


def decision_text(dispute: Dispute | None, words: Words) -> str:
    """A decision with its reason and who decided; nothing where nothing was disputed."""
    if dispute is None:
        return ""
    decision = words.t(f"reply.decision_{dispute.decision.value}")
    if not dispute.reason:
        return decision
    reason, by = press_text(dispute.reason), press_text(dispute.decided_by)
    return words.t("reply.decided_by", decision=decision, reason=reason, by=by)


def removed_articles(
    disputes: Sequence[Dispute], places: Mapping[str, Place], listed: Collection[str], words: Words
) -> list[Row]:
    """The articles that a decision took out of the figures, as rows of articles.csv."""
    gone = {each.article_id: each for each in disputes if each.article_id and each.mark is None and each.corrects}
    return [
        (
            *(article_reference(article), places[article].day, places[article].headline, places[article].address),
            *("", "", "", "", words.t("reply.removed"), "", "", "", decision_text(dispute, words), ""),
        )
        for article, dispute in gone.items()
        if article not in listed
    ]


def removed_marks(
    disputes: Sequence[Dispute], places: Mapping[str, Place], listed: Collection[str], words: Words
) -> list[Row]:
    """The marks that a decision took out, as rows of marks.csv."""
    rows: list[Row] = []
    for each in disputes:
        reference = reference_of(each)
        if each.mark is None or not each.corrects or reference in listed:
            continue
        place, known = places[each.article_id], load_codebook().codes.get(each.mark.code)
        rows.append(
            (
                *(
                    reference,
                    article_reference(each.article_id),
                    place.day,
                    words.t(f"card.part_{each.mark.part.value}"),
                ),
                *(place.words.get(reference, ""), each.mark.code, name_of(known, words) if known else "", ""),
                *(words.t("reply.removed"), "", "", "", "", decision_text(each, words), "", ""),
            )
        )
    return rows
