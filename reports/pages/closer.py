"""Two shares near the whole, read more closely: agency by clause, context by kind.

In: the counts of a country. Out: sentences and a table. That nearly every story names some context, or lets her act
once, tells few outlets or years apart; how often, and which context, does.
"""

from __future__ import annotations

from lexicons.codebook import load_codebook
from reports.figures.shares import Share, share_of
from reports.figures.voices import Closer
from reports.i18n import Words
from reports.pages.view import SHARE_HEADS, Table, share_row


def closer_lines(closer: Closer, acts: Share, words: Words) -> list[str]:
    """How often she acts, and in how many stories never; nothing where few clauses are about her."""
    if not share_of(closer.acts, closer.clauses).shown:
        return []
    line = words.t(
        "closer.acts",
        acts=closer.acts,
        clauses=closer.clauses,
        share=words.percent(closer.acts / closer.clauses),
        never=acts.n - acts.count,
        n=acts.n,
    )
    return [words.t("closer.how_to_read"), line]


def contexts_table(closer: Closer, words: Words) -> Table:
    """Stories that name each kind of context."""
    codes = load_codebook().codes
    rows = [
        [f"{code} · {getattr(codes[code], words.language)}", *share_row(share, words)]
        for code, share in closer.contexts.items()
    ]
    heads = [words.t(f"head.{key}") for key in ("code", *SHARE_HEADS)]
    return Table(words.t("closer.contexts"), heads, rows, frozenset({1, 2, 3, 4}))
