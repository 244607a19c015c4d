"""The figures of a scorecard as CSV: its indicators, periods and terms, and each article and mark behind them.

In: the figures of a card. Out: the text of CSV files by name. None holds words of an article, a headline, an address or
a name. What says of single articles, or of single marks where these can be told from others, is for the study alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from corpus.disputes import article_reference, mark_reference
from reports.csvs import BASIS, Cell, Row, basis_cells, csv_text, estimate_cells, rounded, series_csv, terms_csv
from reports.estimates.columns import machine_columns
from reports.figures.shares import Evidence
from reports.pages.scorecard import CardFigures
from reports.pages.view import press_text
from reports.reply.behind import copies_by_article, figures_by_article, figures_of_mark, place_of, use_references
from reports.rows import ReportRows
from reports.states_data import OUTLET_STATE_HEADS, outlet_state

_INDICATOR = ("indicator", "unit", "method", "numerator", "denominator", "n", "value", "low", "high", "evidence")
_SPAN = ("published_on", "part", "start", "end", "code", "voice", "cue_id")
_SPAN_STUDY = ("article_id", "story_ref", "mark_ref", "counts_in", "same_use_as")
_ARTICLE = (
    *("story_ref", "article_id", "published_on", "copy_of", "framing", "headline_framing", "sources", "context"),
    *("counts_in", "in_o7", "in_o8", "named_in_headline", "named_in_body", "conviction_told"),
    *("her_clauses", "her_actions", "words", "marks"),
)


def card_csvs(figures: CardFigures, *, public: bool = False) -> dict[str, str]:
    """The files of a scorecard. ``public``: for everybody, without what can be traced to an article."""
    files = {
        "indicators": _indicators(figures),
        "series": series_csv(figures.series, figures.withheld_sides),
        "terms": terms_csv(figures.terms),
        "spans": _spans(figures.rows, public=public),
    }
    return files if public else {**files, "articles": _articles(figures.rows)}


def _indicators(figures: CardFigures) -> str:
    heads = (*_INDICATOR, "panel", "panel_withheld", "note", *BASIS[1:], *OUTLET_STATE_HEADS)
    rows = [
        (
            line.id,
            line.unit.value,
            line.method.value,
            line.numerator if line.evidence is not Evidence.WITHHELD else None,
            line.denominator,
            line.n,
            *(estimate_cells(line.estimate) if line.shown else (None, None, None)),
            line.evidence.value,
            rounded(line.panel.value) if line.panel else None,
            "few_others" if line.few_others else None,
            press_text(figures.notes.get(line.id)) or None,
            *basis_cells(line.method, line.basis)[1:],
            *outlet_state(figures.standings.get(line.id), figures.outlet.id),
        )
        for line in figures.indicators
    ]
    return csv_text(heads, rows)


def _spans(rows: ReportRows, *, public: bool) -> str:
    """One row a mark, with the figures it counts in, and the mark that stands for its use where that is another."""
    marks = rows.spans.sort_values(["published_on", "article_id", "part", "start"], kind="stable")
    plain = marks[list(_SPAN)].astype(object).where(marks[list(_SPAN)].notna(), None)
    if public:
        return csv_text(_SPAN, plain.itertuples(index=False))
    uses = use_references(rows.spans)
    traced: list[Row] = []
    for index, span, cells in zip(marks.index, _records(marks), plain.itertuples(index=False), strict=True):
        article = str(span["article_id"])
        reference = mark_reference(article, place_of(span))
        known = (article, article_reference(article), reference, figures_of_mark(span), uses.get(index))
        traced.append((*known, *cells))
    return csv_text((*_SPAN_STUDY, *_SPAN), traced)


def _articles(rows: ReportRows) -> str:
    """One row an article: which figures count it, and what of it they count. Copies stand below their story."""
    figures, copies = figures_by_article(rows, naming=True), copies_by_article(rows)
    marks = rows.spans["article_id"].value_counts()
    days = dict(zip(rows.copies["article_id"], rows.copies["published_on"], strict=True))
    lines: list[Row] = []
    stories = rows.stories.sort_values(["published_on", "article_id"], na_position="last", kind="stable")
    for story in _records(stories):
        article = str(story["article_id"])
        reference = article_reference(article)
        lines.append(
            (
                *(
                    reference,
                    article,
                    _cell(story["published_on"]),
                    None,
                    str(story["framing"]),
                    str(story["headline"]),
                ),
                *(_joined(story["voices"]), _joined(story["context"]), figures[article]),
                *(_cell(float(str(story[machine_columns(name)[1]])) > 0) for name in ("O7", "O8")),
                *(_cell(story[name]) for name in ("named_in_headline", "named_in_body", "convicted")),
                *(_cell(story[name]) for name in ("her_clauses", "her_actions", "words")),
                int(marks.get(article, 0)),
            )
        )
        nothing = (None,) * (len(_ARTICLE) - 5)
        lines += [
            (article_reference(copy), copy, _cell(days[copy]), reference, None, *nothing)
            for copy in copies.get(article, ())
        ]
    place = _ARTICLE.index("counts_in")
    counted = [(*row[:place], "O1", *row[place + 1 :]) if row[3] else row for row in lines]
    return csv_text(_ARTICLE, counted)


def _joined(names: object) -> str | None:
    return " ".join(map(str, names)) if isinstance(names, Sequence) and len(names) else None


def _cell(value: object) -> Cell:
    """A cell of a frame; empty where nothing is known, ``yes`` or ``no`` for what is either."""
    if value is None or value is pd.NA or value != value:  # a missing number is unlike itself
        return None
    if isinstance(value, bool) or str(value) in ("True", "False"):
        return "yes" if str(value) == "True" else "no"
    return value if isinstance(value, str) else int(str(value))


def _records(frame: pd.DataFrame) -> list[Mapping[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
