"""How well agency and naming are read, against articles whose clauses coders marked.

In: pairs of labels and tags of one article. Out: figures of the same shape as those of ``nlp.evaluating.framing``. A
clause is found when the marked and the tagged verb overlap, each used once; whether she acts is scored on those found.
The share of an article, which indicator O9 rests on, is compared too: a reader who finds other clauses may still be
right on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from corpus.records import Article, ClauseRow, Naming, Part
from nlp.evaluating.pairing import Piece, labelled_piece, pair_up, tagged_piece
from nlp.evaluating.rates import rates


class GoldClause(BaseModel):
    """A marked clause: its verb, where it begins in its part if known, and whether she acts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    part: Part
    acts: bool
    start: int | None = None


# The marked clauses of an article and its tags.
ClausePair = tuple[Article, Sequence[GoldClause], Sequence[ClauseRow]]


def clause_figures(articles: Sequence[ClausePair]) -> dict[str, Any]:
    """``clauses``: are clauses about her found; ``acts``: on those found, does she act; ``share``: of each article."""
    right = gold = tagged = agreed = 0
    shares: list[tuple[float, float]] = []
    for article, labelled, rows in articles:
        pairs = pair_up(
            [_piece(article, clause) for clause in labelled],
            [tagged_piece(article, row.part, row.start, row.end, "") for row in rows],
        )
        right, gold, tagged = right + len(pairs), gold + len(labelled), tagged + len(rows)
        agreed += sum(labelled[i].acts == rows[j].acts for i, j in pairs)
        if labelled and rows:
            shares.append((_share(clause.acts for clause in labelled), _share(row.acts for row in rows)))
    return {
        "clauses": rates(right, gold, tagged),
        "acts": {"accuracy": agreed / right if right else None, "n": right},
        "share": {
            "mean_absolute_error": sum(abs(one - other) for one, other in shares) / len(shares) if shares else None,
            "gold_mean": sum(one for one, _ in shares) / len(shares) if shares else None,
            "predicted_mean": sum(other for _, other in shares) / len(shares) if shares else None,
            "n": len(shares),
        },
    }


def naming_figures(articles: Sequence[tuple[bool | None, Naming | None]]) -> dict[str, Any]:
    """Over articles on topic: named before conviction, not, or (None) no one case: the same of the three."""
    told = [(gold, naming.before_conviction if naming else None) for gold, naming in articles]
    return {"accuracy": sum(gold is said for gold, said in told) / len(told) if told else None, "n": len(told)}


def _share(acts: Iterable[bool]) -> float:
    known = list(acts)
    return sum(known) / len(known)


def _piece(article: Article, clause: GoldClause) -> Piece:
    if clause.start is None:
        return labelled_piece(article, clause.text, clause.part, "")
    side = Part.HEADLINE.value if clause.part is Part.HEADLINE else Part.BODY.value
    return Piece(side, ((clause.start, clause.start + len(clause.text)),), clause.text, "")
