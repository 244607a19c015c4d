"""The tables of the data package: what each row and column is, and no text, title, address, author or name among them.

In: report rows and the corpus they came from. Out: ``Table`` objects whose columns are listed here one by one, so that
a column added to the corpus never leaves the study by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from corpus.records import Voice
from corpus.store import Corpus
from lexicons.codebook import Words as Labels
from lexicons.codebook import load_codebook
from reports.csvs import Cell
from reports.estimates.table import COLUMNS as ESTIMATE_COLUMNS
from reports.estimates.table import By, cells_of, estimate_lines
from reports.events import Event
from reports.package.identifiers import Pseudonyms
from reports.pages.view import press_text
from reports.reply.corrections import read_frames
from reports.rows import ReportRows
from reports.threads import one_thread
from reports.told import Told, coarsened

Row = Sequence[Cell | bool]
# Types of Table Schema by column; a column without an entry is a string.
_INTEGER = ("words", "her_clauses", "her_actions", "tier", "start", "end", "n")
TYPES: Mapping[str, str] = {
    **dict.fromkeys(_INTEGER, "integer"),
    **dict.fromkeys(("on_topic", "counted", "wire", "paywalled", "decides"), "boolean"),
    **dict.fromkeys(("day", "week"), "date"),
    "month": "yearmonth",
    "relevance": "number",
}
_ESTIMATE_TYPES = dict.fromkeys(("count", "value", "low", "high", "lambda", "n_effective"), "number") | {
    "labels": "integer",
    "n": "integer",
}
_STORY_HEAD = ("id", "story", "outlet", "country", "language", "day", "month", "on_topic", "counted", "relevance")
_STORY_TAIL = ("framing", "headline", "voices", "context", "words", "her_clauses", "her_actions", "wire", "paywalled")
_SPANS = ("part", "start", "end", "code", "voice", "cue_id", "status")
_EVENT = ("id", "date_start", "precision", "countries", "kind", "label_es", "label_pt", "label_en", "source", "note")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and its type in Table Schema."""

    name: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the package. ``name`` is its file's name; ``key`` the column that names a row, if one does."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    key: str | None = None
    refers: Mapping[str, tuple[str, str]] | None = None  # column to table and column


def data_tables(
    corpus: Corpus, rows: ReportRows, events: Iterable[Event], pseudonyms: Pseudonyms, told: Told
) -> list[Table]:
    """Every table but the figures of the pages. Estimates are there where people labelled an audit sample.

    ``told``: rows of outlets that were not heard stand without their outlet, or not at all.
    """
    frames = read_frames(corpus)
    frame = _pooled(_tagged(frames.labels, rows), told)
    spans = frames.spans
    spans = spans[spans["article_id"].isin(frame["article_id"])]
    # A cue belongs to a language, which would tell the outlet where it is the only one to write in it.
    nameless = frame.loc[frame["language"].isna(), "article_id"]
    spans = spans.assign(cue_id=spans["cue_id"].mask(spans["article_id"].isin(nameless)))
    public = {str(article): pseudonyms.of("article", str(article)) for article in frame["article_id"]}
    tables = [
        _stories(frame, spans, public, pseudonyms, rows.version_set),
        _spans(spans, public),
        _sources(frames.sources, public),
        _outlets(rows),
        _health(rows),
        _events(events),
        _codebook(),
    ]
    countries = [code for code in rows.countries if code not in told.withheld]
    return [*tables, _estimates(rows.of_countries(countries))] if rows.audit is not None and countries else tables


def _columns(names: Iterable[str], types: Mapping[str, str] = TYPES) -> tuple[Column, ...]:
    return tuple(Column(name, types.get(name, "string")) for name in names)


def _tagged(frame: pd.DataFrame, rows: ReportRows) -> pd.DataFrame:
    """Every tagged article with the country, framing and headline that the reports use, and which rows they count."""
    frame = frame[frame["version_set"].notna()].copy()
    home = {outlet.id: outlet.country for outlet in rows.outlets if outlet.country}
    frame["country"] = frame["outlet"].map(home).fillna(frame["country"])
    counted = rows.stories.set_index("article_id")
    frame["counted"] = frame["article_id"].isin(counted.index)
    for column in ("framing", "headline"):
        # A classifier may have taken the place of the rules in what is counted.
        frame[column] = frame["article_id"].map(counted[column]).fillna(frame[column])
    return frame


def _pooled(frame: pd.DataFrame, told: Told) -> pd.DataFrame:
    """The articles as they may be told: of an outlet that was not heard neither the outlet nor what gives it away.

    Where few outlets of a country were not heard their rows are left out, as are those without a country. Else the rows
    keep country and framing, so that the country's figures can be counted again; the month and the language only where
    enough of these outlets have stories in it.
    """
    unheard = ~frame["outlet"].isin(list(told.heard))
    frame = frame[~unheard | (frame["country"].fillna("").ne("") & ~frame["country"].isin(list(told.withheld)))].copy()
    unheard = ~frame["outlet"].isin(list(told.heard))
    frame["month"] = frame["published_on"].str[:7].where(frame["published_precision"] != "year")
    told_alike = coarsened(frame[unheard], ("language", "month"), frame.loc[unheard, "counted"])
    for column in ("language", "month"):
        frame.loc[unheard, column] = told_alike[column]
        frame[column] = frame[column].replace("", None)
    # The day would give away the outlet that publishes on it, and whether readers pay is nearly the outlet itself.
    precision = frame["published_precision"].mask(unheard, "month")
    return frame.assign(
        published_precision=precision, outlet=frame["outlet"].mask(unheard), paywalled=frame["paywalled"].mask(unheard)
    )


def _stories(
    frame: pd.DataFrame,
    spans: pd.DataFrame,
    public: Mapping[str, str],
    pseudonyms: Pseudonyms,
    version_set: str,
) -> Table:
    codes = tuple(load_codebook().codes)
    counts = [f"{code}_{whose}" for code in codes for whose in ("outlet", "others")]
    whose = spans["voice"].eq(Voice.OUTLET.value).map({True: "outlet", False: "others"})
    found = spans.groupby(["article_id", spans["code"] + "_" + whose]).size().to_dict()
    rows: list[Row] = []
    for article in frame.itertuples(index=False):
        key = str(article.article_id)
        day = _text(article.published_on)
        precision = _text(article.published_precision)
        story = _text(article.story_id) or key
        rows.append(
            (
                *(public[key], pseudonyms.of("story", story), _text(article.outlet)),
                *(_text(article.country), _text(article.language)),
                day if precision not in ("month", "year") else None,
                _text(article.month),
                *(bool(article.on_topic), bool(article.counted), round(float(str(article.relevance)), 4)),
                *(str(article.framing), str(article.headline)),
                *(_listed(article.voices), _listed(article.context)),
                *(_whole(number) for number in (article.words, article.her_clauses, article.her_actions)),
                # That it is a wire's, not whose: a byline may stand there.
                _text(article.wire_agency) is not None,
                _yes_or_no(article.paywalled),
                *(int(found.get((key, name), 0)) for name in counts),
                *(_whole(article.tier), version_set),
            )
        )
    names = (*_STORY_HEAD, *_STORY_TAIL, *counts, "tier", "version_set")
    # In the order of the public identifiers, so that nothing of the order inside is told.
    columns = _columns(names, {**TYPES, **dict.fromkeys(counts, "integer")})
    ordered = sorted(rows, key=lambda row: str(row[0]))
    return Table("stories", columns, ordered, key="id", refers={"outlet": ("outlets", "id")})


def _spans(spans: pd.DataFrame, public: Mapping[str, str]) -> Table:
    rows = [
        (public[str(article)], *(_plain(cell) for cell in cells))
        for article, *cells in spans[["article_id", *_SPANS]].itertuples(index=False)
    ]
    # Where it stands is the order, not when it was written. By story first: keys of all marks at once would take more
    # memory than the marks.
    rows.sort(key=itemgetter(0))
    rows = [row for _, own in groupby(rows, itemgetter(0)) for row in sorted(own, key=_place)]
    return Table("spans", _columns(("story_row", *_SPANS)), rows, refers={"story_row": ("stories", "id")})


def _place(row: Row) -> tuple[str, ...]:
    return tuple(str(cell).zfill(9) for cell in row)


def _sources(sources: pd.DataFrame, public: Mapping[str, str]) -> Table:
    rows = sorted(
        (public[str(article)], str(role), str(how))
        for article, role, how in sources[["article_id", "role", "how"]].itertuples(index=False)
        if str(article) in public
    )
    return Table("sources", _columns(("story_row", "role", "how")), rows, refers={"story_row": ("stories", "id")})


def _outlets(rows: ReportRows) -> Table:
    cells = [
        (o.id, press_text(o.name), o.country or None, ";".join(o.languages) or None, o.kind or None)
        for o in sorted(rows.outlets, key=lambda outlet: outlet.id)
    ]
    return Table("outlets", _columns(("id", "name", "country", "languages", "kind")), cells, key="id")


def _health(rows: ReportRows) -> Table:
    names = ("outlet", "country", "week", "outcome", "n")
    cells = [tuple(_plain(cell) for cell in row) for row in rows.health[list(names)].itertuples(index=False)]
    cells.sort(key=lambda row: tuple(str(cell) for cell in row))
    return Table("health", _columns(names), cells)


def _events(events: Iterable[Event]) -> Table:
    cells = [
        (
            *(event.id, event.date, event.precision, ";".join(event.countries), event.kind),
            *(event.labels.get(language) or None for language in ("es", "pt", "en")),
            *(event.source or None, event.note or None),
        )
        for event in events
    ]
    return Table("events", _columns(_EVENT), cells, key="id")


def _codebook() -> Table:
    book = load_codebook()

    def labels(words: Labels) -> tuple[str, str, str]:
        return words.es, words.pt, words.en

    rows: list[Row] = [("side", key, None, None, *labels(words)) for key, words in book.sides.items()]
    rows += [
        ("code", code.code, code.name, code.code not in book.undeciding and code.side in "SR", *labels(code))
        for code in book.code
    ]
    for kind, entries in (("voice", book.voices), ("role", book.roles), ("framing", book.framings)):
        rows += [(kind, key, None, None, *labels(words)) for key, words in entries.items()]
    names = ("kind", "id", "name", "decides", "label_es", "label_pt", "label_en")
    return Table("codebook", _columns(names), rows)


def _estimates(rows: ReportRows) -> Table:
    cells = one_thread(lambda: [cells_of(line) for line in estimate_lines(rows, (By.COUNTRY,))])()
    return Table("estimates", _columns(ESTIMATE_COLUMNS, _ESTIMATE_TYPES), cells)


def _plain(cell: object) -> Cell:
    if cell is None or cell is pd.NA or cell != cell:
        return None
    return int(str(cell)) if not isinstance(cell, str) else cell


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) and cell else None


def _whole(cell: object) -> int | None:
    return None if cell is None or cell is pd.NA or cell != cell else int(str(cell))


def _yes_or_no(cell: object) -> bool | None:
    return None if cell is None or cell is pd.NA else bool(cell)


def _listed(cell: object) -> str | None:
    """Several values in one cell; a comma could stand in a code of the study's own."""
    return ";".join(sorted(map(str, cell))) or None if isinstance(cell, tuple) else None
