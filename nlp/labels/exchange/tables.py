"""Spreadsheets: one row an article with a column for each question, and a second sheet for spans.

In and out: a folder with ``articles.csv``, ``spans.csv`` and the words of every option and code in ``codebook.csv``, or
one ``labels.xlsx`` with the three as sheets. People write the words they mark, and which time they stand there; offsets
are found when the sheet comes back. Cells that a spreadsheet would run as a formula are kept from it. A body longer
than a spreadsheet's cell goes on in the next column.
"""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.exchange.cells import guarded, unguarded
from corpus.exchange.reading import RawRow, open_table
from corpus.labels import YES
from corpus.records import Part
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError, UsageError
from nlp.labels.exchange.archives import MOST_BYTES, MOST_MEMBERS, check_size, too_large
from nlp.labels.exchange.readings import Asked, Reading, Row, Unread, instant, read_answer
from nlp.labels.exchange.units import Marked, Unit, occurrences

ARTICLES, SPANS, CODEBOOK, WORKBOOK = "articles.csv", "spans.csv", "codebook.csv", "labels.xlsx"
SPAN_COLUMNS = ("article_id", "annotator", "part", "words", "occurrence", "code", "voice")
_KNOWN = ("article_id", "sample", "annotator", "suggested_by", "headline_text", "lead_text", "body_text")
_ENDS = ("spans_marked", "note")
# A cell of Excel holds 32,767 characters and cuts the rest off without a word.
_CELL = 32_000
_SHEETS = ("articles", "spans", "codebook")
_EXPLAINED = ("column", "value", "meaning")


def _table(units: Iterable[Unit], asked: Asked, sample: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for unit in units:
        article = unit.article
        row = {"article_id": article.id, "sample": sample, "annotator": "", "suggested_by": ""}
        row |= {"headline_text": article.title, "lead_text": article.lead or ""}
        pieces = [article.body[n : n + _CELL] for n in range(0, len(article.body), _CELL)] or [""]
        row |= {"body_text" if n == 0 else f"body_text_{n + 1}": piece for n, piece in enumerate(pieces)}
        row |= dict.fromkeys((question.id for question in asked.questions), "")
        if unit.suggestion is not None:
            row["suggested_by"] = unit.suggestion.model
            row |= {f"suggested_{name}": answer for name, answer in unit.suggestion.answers.items()}
        rows.append(row | dict.fromkeys(_ENDS, ""))
    return rows


def _columns(rows: list[dict[str, str]], asked: Asked) -> list[str]:
    """Every column once: what is known, the text, the questions, the suggestions."""
    present = dict.fromkeys(name for row in rows for name in row)
    bodies = [name for name in present if name.startswith("body_text_")]
    suggested = [name for name in present if name.startswith("suggested_") and name not in _KNOWN]
    return [*_KNOWN, *bodies, *(question.id for question in asked.questions), *_ENDS, *suggested]


def _suggested_spans(units: Iterable[Unit]) -> Iterator[dict[str, str]]:
    """The machine's spans, under its own name in place of an annotator's: they come back as nobody's labels."""
    for unit in units:
        if unit.suggestion is None:
            continue
        for span in unit.suggestion.spans:
            stored = unit.stored(span.part)
            words = stored[span.start : span.end]
            nth = 1 + sum(end <= span.start for _, end in occurrences(stored, words))
            voice = span.voice.value if span.voice else ""
            values = (unit.article.id, unit.suggestion.model, span.part.value, words, str(nth), span.code, voice)
            yield dict(zip(SPAN_COLUMNS, values, strict=True))


def write_csv(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """articles.csv, spans.csv and codebook.csv."""
    listed = list(units)
    rows = _table(listed, asked, sample)
    articles, spans, codebook = folder / ARTICLES, folder / SPANS, folder / CODEBOOK
    _write_csv(articles, _columns(rows, asked), rows)
    _write_csv(spans, list(SPAN_COLUMNS), _suggested_spans(listed))
    _write_csv(codebook, _EXPLAINED, _explained(asked))
    return [articles, spans, codebook]


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    # with a mark, or Excel reads the accents of UTF-8 as windows-1252
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([guarded(row.get(name, "")) for name in columns])


def write_xlsx(units: Iterable[Unit], folder: Path, asked: Asked, sample: str) -> list[Path]:
    """labels.xlsx with the sheets articles, spans and codebook."""
    openpyxl = _openpyxl()
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = list(units)
    rows = _table(listed, asked, sample)
    columns = _columns(rows, asked)
    book = openpyxl.Workbook()
    articles, spans, codebook = book.active, book.create_sheet(_SHEETS[1]), book.create_sheet(_SHEETS[2])
    articles.title = _SHEETS[0]
    _fill(articles, columns, rows)
    for question in asked.questions:
        if not question.several:
            listing = DataValidation(type="list", formula1=f'"{",".join(question.options)}"', allow_blank=True)
            articles.add_data_validation(listing)
            letter = openpyxl.utils.get_column_letter(columns.index(question.id) + 1)
            listing.add(f"{letter}2:{letter}{len(rows) + 1}")
    _fill(spans, list(SPAN_COLUMNS), list(_suggested_spans(listed)))
    _fill(codebook, list(_EXPLAINED), list(_explained(asked)))
    path = folder / WORKBOOK
    book.save(path)
    return [path]


def _explained(asked: Asked) -> Iterator[dict[str, str]]:
    for question in asked.questions:
        yield {"column": question.id, "value": "", "meaning": asked.words(question)}
        for option, entry in question.options.items():
            yield {"column": question.id, "value": option, "meaning": asked.words(entry)}
    codebook = load_codebook()
    for code in asked.codes:
        yield {"column": "code", "value": code, "meaning": asked.words(codebook.codes[code])}
    for voice, entry in codebook.voices.items():
        yield {"column": "voice", "value": voice, "meaning": asked.words(entry)}


def _fill(sheet: Any, columns: list[str], rows: list[dict[str, str]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.cell(1, place, column)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            text = row.get(column, "")
            if text:
                cell = sheet.cell(number, place, ILLEGAL_CHARACTERS_RE.sub(" ", text))
                # Text whatever it begins with, and still text when somebody edits the cell.
                cell.data_type, cell.quotePrefix = "s", guarded(text) != text


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise UsageError("E636", package="openpyxl", extra="xlsx") from error
    return openpyxl


def read_csv(path: Path, asked: Asked) -> Iterator[Row]:
    """A folder with articles.csv and spans.csv, or either file: one with the column ``words`` holds spans."""
    if not path.is_dir():
        check_size(path)
        table = open_table(path)
        rows = list(_unguarded(table.rows()))
        if "words" in table.columns:
            yield from _of_sheets(path.name, [], rows, asked)
        else:
            _check_columns(path, table.columns, asked)
            yield from _of_sheets(path.name, rows, [], asked)
        return
    articles, spans = path / ARTICLES, path / SPANS
    if not articles.is_file() and not spans.is_file():
        raise EncuadreError("E440", path=path, format="a folder of CSV", problem=f"it has no {ARTICLES} or {SPANS}")
    answered = list(_unguarded(open_table(articles).rows())) if articles.is_file() else []
    marked = list(_unguarded(open_table(spans).rows())) if spans.is_file() else []
    yield from _of_sheets(path.name, answered, marked, asked)


def _check_columns(path: Path, columns: Iterable[str], asked: Asked) -> None:
    there = set(columns)
    if "article_id" not in there or not there & {question.id for question in asked.questions}:
        known = ", ".join(question.id for question in asked.questions)
        problem = f"it needs the column 'article_id' and one or more of {known}"
        raise EncuadreError("E440", path=path, format="a table of labels", problem=problem)


def _unguarded(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    for row in rows:
        cells = {name: unguarded(value) if isinstance(value, str) else value for name, value in row.cells.items()}
        yield RawRow(row.number, cells, row.problem)


def read_xlsx(path: Path, asked: Asked) -> Iterator[Row]:
    """The sheets ``articles`` and ``spans`` of a workbook; the first sheet where none is called so."""
    openpyxl = _openpyxl()
    check_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise too_large(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {name: list(_sheet(book[name])) for name in book.sheetnames if name in _SHEETS[:2]}
        if not sheets and book.sheetnames:
            sheets[_SHEETS[0]] = list(_sheet(book[book.sheetnames[0]]))
        book.close()
    except EncuadreError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged workbook leads it to
        problem = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise EncuadreError("E440", path=path, format="a workbook", problem=problem) from error
    answered, marked = sheets.get(_SHEETS[0], []), sheets.get(_SHEETS[1], [])
    if answered:
        _check_columns(path, answered[0].cells, asked)
    yield from _of_sheets(path.name, answered, marked, asked)


def _sheet(sheet: Any) -> Iterator[RawRow]:
    rows = sheet.iter_rows(values_only=True)
    header = ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
    for number, row in enumerate(rows, start=2):
        cells = {name: cell for name, cell in zip(header, row, strict=False) if name}
        if any(cell not in (None, "") for cell in cells.values()):
            yield RawRow(number, cells)


def _of_sheets(name: str, answered: list[RawRow], marked: list[RawRow], asked: Asked) -> Iterator[Row]:
    """Readings of the articles, each with its annotator's spans; spans of others as readings of their own."""
    spans, bad = _spans(name, marked)
    models = {_cell(row, "suggested_by") for row in answered}
    for row in answered:
        article, annotator = _cell(row, "article_id"), _cell(row, "annotator")
        where = f"{name}, row {row.number}"
        # A sheet kept by one person often leaves the annotator out in one place only.
        key = next((key for key in ((article, annotator), (article, "")) if key in spans), None)
        mine = spans.pop(key) if key else ()
        try:
            yield _reading(where, article, annotator, row, mine, asked)
        except EncuadreError as error:
            yield Unread(where, error, article, annotator)
    yield from bad
    for (article, annotator), mine in spans.items():
        if annotator not in models - {""}:
            where = f"{name}, spans of {article}"
            yield Reading(where=where, article=article, annotator=annotator or None, spans=mine)


def _spans(name: str, marked: list[RawRow]) -> tuple[dict[tuple[str, str], tuple[Marked, ...]], list[Unread]]:
    found: dict[tuple[str, str], tuple[Marked, ...]] = {}
    bad: list[Unread] = []
    taken: Counter[tuple[str, ...]] = Counter()
    for row in marked:
        key = (_cell(row, "article_id"), _cell(row, "annotator"))
        try:
            found[key] = (*found.get(key, ()), _marked(row, taken))
        except EncuadreError as error:
            bad.append(Unread(f"{name}, row {row.number} of spans", error, *key))
    return found, bad


def _marked(row: RawRow, taken: Counter[tuple[str, ...]]) -> Marked:
    if row.problem is not None:
        raise row.problem
    part, words, occurrence = _cell(row, "part").lower(), _cell(row, "words"), _cell(row, "occurrence")
    if part and part not in list(Part):
        raise EncuadreError("E444", given=part, kind="part", known=", ".join(Part))
    if occurrence and not occurrence.isdecimal():
        raise EncuadreError("E444", given=occurrence, kind="number of the occurrence", known="1, 2, 3, ...")
    key = tuple(_cell(row, name) for name in ("article_id", "annotator", "part", "words", "code"))
    nth = max(int(occurrence) - 1, 0) if occurrence else taken[key]
    taken[key] += 1
    # '2 S2' and 's2' are how people type; the code is what counts.
    code = _cell(row, "code").split(" ")[0].upper()
    return Marked(code=code, voice=_cell(row, "voice") or None, part=Part(part) if part else None, words=words, nth=nth)


def _reading(where: str, article: str, annotator: str, row: RawRow, spans: tuple[Marked, ...], asked: Asked) -> Reading:
    if row.problem is not None:
        raise row.problem
    read = {q.id: read_answer(q, _cell(row, q.id)) for q in asked.questions}
    answers = {name: options for name, options in read.items() if options is not None}
    whole = _cell(row, "spans_marked").casefold() in (YES, "sí", "si", "sim", "x", "1", "true")
    if not answers and not spans and not whole:
        raise EncuadreError("E446", problem="no column is filled in")
    return Reading(
        where=where,
        article=article,
        annotator=annotator or None,
        answers=answers,
        spans=spans if spans or whole else None,
        seen={part: text for part in Part if (text := _cell(row, f"{part.value}_text"))},
        labelled_at=instant(_cell(row, "labelled_at")),
        suggested=bool(_cell(row, "suggested_by")),
        sample=_cell(row, "sample") or None,
        group=_cell(row, "group") or None,
        note=_cell(row, "note"),
    )


def _cell(row: RawRow, name: str) -> str:
    value = row.cells.get(name)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
