"""Disputes from what people write: a reference and a claim, a list that came back, a decision.

In: references of a pack (a-..., m-...) or an article's address, and words. Out: ``Dispute`` records to keep. A list is
taken whole or not at all, so that no row is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.disputes import About, Decision, Dispute, MarkPlace, article_reference, dispute_id, mark_reference
from lexicons.errors import EncuadreError, UsageError
from reports.estimates.measures import MEASURES
from reports.reply.behind import place_of
from reports.reply.deciding import corrections_of
from reports.reply.sheets import read_objections

if TYPE_CHECKING:
    from corpus.store import Corpus

# What may be said of a mark, and of an article.
_OF_MARKS, _OF_ARTICLES = (About.MARK, About.ATTRIBUTION), (About.ARTICLE, About.LABEL)
# What a scorecard prints, by the names it has there.
FIGURES = frozenset((*MEASURES, "O1", "S2", "S2-accepted", "O11", "O11-S2"))


@dataclass(frozen=True, slots=True)
class References:
    """The articles and marks of one outlet by their references in a pack."""

    outlet: str
    articles: dict[str, str]
    marks: dict[str, tuple[str, MarkPlace]]
    figures: frozenset[str] = FIGURES

    @classmethod
    def of(cls, corpus: Corpus, outlet: str) -> References:
        """Every tagged article of the outlet and every mark, as the machine made them."""
        labels, spans = corpus.label_frame(), corpus.span_frame()
        mine = [str(article) for article in labels.loc[labels["outlet"] == outlet, "article_id"]]
        marks = {}
        spans = spans.rename(columns={"code": "machine_code"})
        for span in spans[spans["outlet"] == outlet].to_dict("records"):
            place, article = place_of({str(name): value for name, value in span.items()}), str(span["article_id"])
            marks[mark_reference(article, place)] = (article, place)
        return cls(outlet, {article_reference(article): article for article in mine}, marks)

    def find(self, corpus: Corpus, given: str) -> tuple[str, MarkPlace | None]:
        """The article, and the mark's place where it is one; no article for a figure. Raises UsageError E549."""
        if given in self.figures:
            return "", None
        if given in self.marks:
            return self.marks[given]
        if given in self.articles:
            return self.articles[given], None
        try:
            article = corpus.article(given)
        except EncuadreError:
            raise UsageError("E549", given=given, outlet=self.outlet) from None
        if article.id not in self.articles.values():
            raise UsageError("E549", given=given, outlet=self.outlet)
        return article.id, None


def raised(
    corpus: Corpus, references: References, given: str, claim: str, *, about: About | None, by: str, day: str
) -> Dispute:
    """A dispute about an article or a mark. ``about``: None for the whole of it. Raises UsageError E517, E549."""
    if not claim.strip():
        raise UsageError("E517", problem="The claim is empty", how="say with --claim what is wrong, in a sentence")
    article, place = references.find(corpus, given)
    figure = "" if article else given
    what = about or (About.FIGURE if figure else About.ARTICLE if place is None else About.MARK)
    fitting = (About.FIGURE,) if figure else _OF_ARTICLES if place is None else _OF_MARKS
    if what not in fitting:
        known = " or ".join(each.value for each in fitting)
        raise UsageError("E517", problem=f"'{given}' cannot be disputed as {what.value}", how=f"give --what {known}")
    return Dispute(
        id=dispute_id(references.outlet, article, what, place, figure),
        version=0,
        outlet=references.outlet,
        article_id=article,
        about=what,
        claim=claim.strip(),
        raised_by=by,
        raised_at=day,
        mark=place,
        figure=figure,
    )


def raised_in(corpus: Corpus, references: References, path: Path, *, by: str, day: str) -> list[Dispute]:
    """Every objection of a list that came back. Raises E518 (no such list), E548 (a row that fits nothing)."""
    found = []
    for objection in read_objections(path):
        try:
            about = About.ATTRIBUTION if objection.attribution else None
            dispute = raised(corpus, references, objection.reference, objection.text, about=about, by=by, day=day)
        except UsageError as error:
            problem = f"'{objection.reference}' is no article, mark or figure of '{references.outlet}'"
            raise EncuadreError("E548", file=path, row=objection.row, problem=problem) from error
        found.append(dispute)
    return found


def again(known: Iterable[Dispute], found: Iterable[Dispute]) -> list[Dispute]:
    """Without those whose very claim is kept already, decided or not: a list may be read twice."""
    claims = {(each.id, each.claim) for each in known}
    return [each for each in found if (each.id, each.claim) not in claims]


def decided(
    corpus: Corpus, outlet: str, given: str, decision: Decision, *, reason: str, by: str, correct: Iterable[str]
) -> Dispute:
    """The next version of a dispute, with its decision. Raises UsageError E516 (no such dispute), E517, E546."""
    mine = {each.id: each for each in corpus.hearings.disputes(outlet)}
    if given not in mine:
        raise UsageError("E516", given=given, outlet=outlet)
    for what, value, option in (("reason", reason, '--reason "WHY"'), ("name of who decides", by, "--by NAME")):
        if not value.strip():
            raise UsageError(
                "E517", problem=f"The {what} is missing", how=f"give {option}, which is printed for the outlet"
            )
    outlets = {each.id for each in corpus.outlets()}
    corrections = corrections_of(mine[given].about, decision, correct, outlets)
    return replace(
        mine[given], decision=decision, corrections=corrections, reason=reason.strip(), decided_by=by.strip()
    )
