"""Many decisions at once: a list of an outlet's disputes to fill in, and back.

In: the disputes of an outlet and their articles. Out: CSV for the people of the study, with columns for the decision,
what changes, the reason and who decides. A list that came back is taken whole or not at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.disputes import Decision, Dispute
from corpus.records import Part
from lexicons.errors import EncuadreError, UsageError
from reports.csvs import csv_text
from reports.pages.view import press_text
from reports.reply.disputing import decided
from reports.reply.sheets import BOM, read_text
from reports.reply.wording import reference_of

if TYPE_CHECKING:
    from corpus.store import Corpus

HEADS = ("dispute", "about", "reference", "day", "address", "words", "claim", "decision", "correct", "reason", "by")
_DELIMITERS = (",", ";", "\t")
# Between two corrections of one cell: a comma stands within one (sources=defense,family).
_BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Row:
    """One decision as it was written. ``number`` counts from 1, the heading's."""

    number: int
    dispute: str
    decision: str
    correct: Sequence[str]
    reason: str
    by: str


def disputes_sheet(corpus: Corpus, disputes: Sequence[Dispute]) -> str:
    """The disputes with what was decided so far, to be filled in."""
    return BOM + csv_text(HEADS, (_cells(corpus, each) for each in disputes))


def decisions_in(corpus: Corpus, outlet: str, path: Path, *, by: str) -> list[Dispute]:
    """The next versions of the disputes that a list decides; rows without a decision stay open.

    ``by``: who decides where the row does not say. Raises EncuadreError E585 (no such list), E548 (a row that does not
    hold).
    """
    found = []
    for row in _rows(outlet, path):
        try:
            if row.decision not in tuple(Decision):
                known = ", ".join(Decision)
                raise UsageError("E517", problem=f"'{row.decision}' is no decision", how=f"write one of {known}")
            word, signer = Decision(row.decision), row.by or by
            found.append(decided(corpus, outlet, row.dispute, word, reason=row.reason, by=signer, correct=row.correct))
        except UsageError as error:
            raise EncuadreError("E548", file=path, row=row.number, problem=str(error).rstrip(".")) from error
    return found


def _rows(outlet: str, path: Path) -> Iterator[Row]:
    text = read_text(path)
    for delimiter in _DELIMITERS:
        try:
            table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise EncuadreError("E585", file=path, problem=str(error), outlet=outlet) from error
        heads = [head.strip().casefold() for head in table[0]] if table else []
        if "dispute" in heads and "decision" in heads:
            break
    else:
        raise EncuadreError("E585", file=path, problem="it has no columns dispute and decision", outlet=outlet)
    rows = [dict(zip(heads, (cell.strip() for cell in cells), strict=False)) for cells in table[1:]]
    filled = [(number, row) for number, row in enumerate(rows, start=2) if row.get("decision")]
    if not filled:
        raise EncuadreError("E585", file=path, problem="no decision is written in it", outlet=outlet)
    for number, row in filled:
        correct = [each.strip() for each in row.get("correct", "").split(_BETWEEN) if each.strip()]
        # A spreadsheet may have kept the apostrophe that stops a formula.
        texts = {name: row.get(name, "").lstrip("'") for name in ("reason", "by")}
        yield Row(number, row.get("dispute", ""), row["decision"].casefold(), correct, **texts)


def _cells(corpus: Corpus, dispute: Dispute) -> tuple[str, ...]:
    day = address = words = ""
    if dispute.article_id:
        article = corpus.article(dispute.article_id)
        day, address = article.published_on or "", article.url or ""
        if dispute.mark is not None:
            part = {Part.HEADLINE: article.title, Part.LEAD: article.lead, Part.BODY: article.body}[dispute.mark.part]
            words = press_text((part or "")[dispute.mark.start : dispute.mark.end])
    decision = "" if dispute.decision is Decision.OPEN else dispute.decision.value
    correct = f"{_BETWEEN} ".join(
        name if value == "yes" and name in ("remove", "withhold") else f"{name}={value}"
        for name, value in dispute.corrections.items()
    )
    return (
        *(dispute.id, dispute.about.value, reference_of(dispute), day, address, words, dispute.claim),
        *(decision, correct, dispute.reason, dispute.decided_by),
    )
