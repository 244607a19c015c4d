"""The lists of a pack: every article and every mark behind the figures, with a column to object in; and back.

In: the rows of an outlet without names, and the words of a language. Out: CSV that a spreadsheet opens with its accents
and runs nothing of. A list that came back filled in is read whatever the spreadsheet made of it: semicolons, tabs,
another encoding, headings of any of the three languages.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from corpus.disputes import Dispute, article_reference, mark_reference
from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES, Cue
from lexicons.errors import EncuadreError
from reports.csvs import Row, csv_text
from reports.figures.terms import cues_by_id, guide_names
from reports.i18n import Words, words_for
from reports.pages import content
from reports.pages.reasons import reasons_of
from reports.pages.view import Table, press_text
from reports.reply.answered import decision_text
from reports.reply.behind import copies_by_article, figures_by_article, figures_of_mark, place_of, use_references
from reports.reply.spoken import Spokens
from reports.rows import ReportRows

# Spreadsheets take a file with this at its start for UTF-8, and else break its accents.
BOM = "\ufeff"
_ARTICLE = (
    *("reference", "day", "headline", "address", "framing", "headline_framing", "sources", "said", "figures"),
    *("case", "acts", "copy", "decision", "objection"),
)
_MARK = (
    *("reference", "article", "day", "part", "words", "code", "meaning", "voice", "figures", "same_use", "rule"),
    *("instead", "guide", "decision", "objection", "attribution"),
)


@dataclass(frozen=True, slots=True)
class Objection:
    """A row of a list that came back with something written in it. ``row`` counts from 1, the heading's.
    ``attribution``: it stands in the column that says whose words they are.
    """

    row: int
    reference: str
    text: str
    attribution: bool = False


def articles_sheet(
    rows: ReportRows,
    decided: Mapping[str, Dispute],
    words: Words,
    spoken: Spokens | None = None,
    removed: Sequence[Row] = (),
) -> str:
    """One row an article, the oldest first, each with its copies below it. ``decided``: disputes by reference;
    ``spoken``: the words that attribute, by article; ``removed``: articles that a decision took out."""
    figures, copies = figures_by_article(rows), copies_by_article(rows)
    copied = {str(copy["article_id"]): copy for copy in _records(rows.copies)}
    stories = rows.stories.sort_values(["published_on", "article_id"], na_position="last", kind="stable")
    lines: list[Row] = []
    for story in _records(stories):
        article = str(story["article_id"])
        reference = article_reference(article)
        said = "; ".join(each.words for each in (spoken or {}).get(article, ()))
        lines.append(
            (
                *_place(story),
                *_read(story, words),
                *(said, figures[article], words.t("figure.no" if _missing(story["convicted"]) else "figure.yes")),
                *(_acts(story, words), "", decision_text(decided.get(reference), words), ""),
            )
        )
        lines += [
            (*_place(copied[copy]), *("",) * 4, "O1", "", "", reference, decision_text(_of(copy, decided), words), "")
            for copy in copies.get(article, ())
        ]
    return BOM + csv_text(_heads(_ARTICLE, words), [*lines, *removed])


def _place(article: Mapping[str, object]) -> tuple[str, str, str, str]:
    """What an editor finds an article by."""
    return (
        article_reference(str(article["article_id"])),
        *(_text(article["published_on"]), _text(article["title"]), _text(article["url"])),
    )


def _read(story: Mapping[str, object], words: Words) -> tuple[str, str, str]:
    """How a story was read: its framings and who speaks in it."""
    book = load_codebook()
    framing, headline = (content.name_of(book.framings[str(story[name])], words) for name in ("framing", "headline"))
    roles = [content.name_of(book.roles[role], words) for role in story["voices"] if role in book.roles]  # type: ignore[attr-defined]
    return framing, headline, ", ".join(roles)


def _acts(story: Mapping[str, object], words: Words) -> str:
    """In how many of the clauses about her she acts."""
    if _missing(story["her_clauses"]) or _missing(story["her_actions"]):
        return ""
    return words.t("figure.count_of", count=int(str(story["her_actions"])), n=int(str(story["her_clauses"])))


def _missing(value: object) -> bool:
    return value is None or value is pd.NA


def _of(article: str, decided: Mapping[str, Dispute]) -> Dispute | None:
    return decided.get(article_reference(article))


def marks_sheet(rows: ReportRows, decided: Mapping[str, Dispute], words: Words, removed: Sequence[Row] = ()) -> str:
    """One row a mark, in the order of the articles and of their text. ``removed``: marks that a decision took out."""
    book, cues, uses = load_codebook(), cues_by_id(), use_references(rows.spans)
    order = ["published_on", "article_id", "part", "start", "end", "code"]
    lines: list[Row] = []
    marks = rows.spans.sort_values(order, na_position="last", kind="stable")
    for index, span in zip(marks.index, _records(marks), strict=True):
        article, code, voice = str(span["article_id"]), str(span["code"]), str(span["voice"])
        reference = mark_reference(article, place_of(span))
        known = book.codes.get(code)
        lines.append(
            (
                *(reference, article_reference(article), _text(span["published_on"])),
                *(words.t(f"card.part_{span['part']}"), _text(span["text"]), code),
                *(content.name_of(known, words) if known else "", content.name_of(book.voices[voice], words)),
                *(figures_of_mark(span), uses.get(index, "")),
                "; ".join(each.text for each in reasons_of(_text(span["rule"]), words, speakers=False)),
                *_alternative(cues.get(str(span["cue_id"]))),
                *(decision_text(decided.get(reference), words), "", ""),
            )
        )
    return BOM + csv_text(_heads(_MARK, words), [*lines, *removed])


def figures_sheet(table: Table, names: Sequence[str], decided: Mapping[str, Dispute], words: Words) -> str:
    """The table of figures, each with its name to refer to and a column to object in. ``names``: of its rows."""
    rows = [
        (name, *row, decision_text(decided.get(name), words), "") for name, row in zip(names, table.rows, strict=True)
    ]
    heads = [words.t("reply.col_reference"), *table.heads, *_heads(("decision", "objection"), words)]
    return BOM + csv_text(heads, rows)


def read_objections(path: Path) -> list[Objection]:
    """What an editor wrote into a list. Raises E518 where the file is none of ours, or nothing is written in it."""
    text = read_text(path)
    references, objections = _headings("reference"), _headings("objection")
    attributions = _headings("attribution")
    for delimiter in (",", ";", "\t"):
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise EncuadreError("E518", file=path, problem=str(error)) from error
        heads = [head.strip().casefold() for head in rows[0]] if rows else []
        here = [at for at, head in enumerate(heads) if head in references]
        there = [at for at, head in enumerate(heads) if head in objections]
        if here and there:
            found = list(_objections(rows, here[0], there[0]))
            if whose := [at for at, head in enumerate(heads) if head in attributions]:
                found += [replace(each, attribution=True) for each in _objections(rows, here[0], whose[0])]
                found.sort(key=lambda each: each.row)
            if not found:
                raise EncuadreError("E518", file=path, problem="nothing is written in that column")
            return found
    raise EncuadreError("E518", file=path, problem="it has no columns for references and objections")


def read_text(path: Path) -> str:
    """The words of a file in whatever encoding an office program gave it; ``-`` is standard input."""
    return _decoded(sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes())


def _objections(rows: list[list[str]], reference: int, objection: int) -> Iterator[Objection]:
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > objection and row[objection].strip():
            # A spreadsheet may have kept the apostrophe that stops a formula.
            name = row[reference].strip().lstrip("'") if len(row) > reference else ""
            yield Objection(number, name, row[objection].strip())


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on Windows writes in Latin America and in Portugal.
        return content.decode("cp1252", "replace")


def _headings(name: str) -> set[str]:
    return {words_for(language).t(f"reply.col_{name}").casefold() for language in LANGUAGES}


def _heads(names: tuple[str, ...], words: Words) -> list[str]:
    return [words.t(f"reply.col_{name}") for name in names]


def _alternative(cue: Cue | None) -> tuple[str, str]:
    """What to write instead, and the guides that say so."""
    return (" / ".join(cue.instead), "; ".join(guide_names(cue))) if cue is not None else ("", "")


def _text(value: object) -> str:
    return press_text(value) if isinstance(value, str) else ""


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
