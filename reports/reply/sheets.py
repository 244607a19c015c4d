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
from reports.reply.behind import figures_by_article, figures_of_mark, place_of
from reports.rows import ReportRows

# Spreadsheets take a file with this at its start for UTF-8, and else break its accents.
BOM = "\ufeff"
_ARTICLE = (
    *("reference", "day", "headline", "address", "framing", "headline_framing", "sources", "figures"),
    *("decision", "objection"),
)
_MARK = (
    *("reference", "article", "day", "part", "words", "code", "meaning", "voice", "figures", "rule"),
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


def articles_sheet(rows: ReportRows, decided: Mapping[str, Dispute], words: Words) -> str:
    """One row an article, the oldest first. ``decided``: disputes by reference."""
    book, figures = load_codebook(), figures_by_article(rows)
    stories = rows.stories.sort_values(["published_on", "article_id"], na_position="last", kind="stable")
    lines: list[Row] = []
    for story in _records(stories):
        article = str(story["article_id"])
        reference = article_reference(article)
        roles = [content.name_of(book.roles[role], words) for role in story["voices"] if role in book.roles]  # type: ignore[attr-defined]
        lines.append(
            (
                *(reference, _text(story["published_on"]), _text(story["title"]), _text(story["url"])),
                *(content.name_of(book.framings[str(story[name])], words) for name in ("framing", "headline")),
                *(", ".join(roles), figures[article], _decision(decided.get(reference), words), ""),
            )
        )
    return BOM + csv_text(_heads(_ARTICLE, words), lines)


def marks_sheet(rows: ReportRows, decided: Mapping[str, Dispute], words: Words) -> str:
    """One row a mark, in the order of the articles and of their text."""
    book, cues = load_codebook(), cues_by_id()
    order = ["published_on", "article_id", "part", "start", "end", "code"]
    lines: list[Row] = []
    for span in _records(rows.spans.sort_values(order, na_position="last", kind="stable")):
        article, code, voice = str(span["article_id"]), str(span["code"]), str(span["voice"])
        reference = mark_reference(article, place_of(span))
        known = book.codes.get(code)
        lines.append(
            (
                *(reference, article_reference(article), _text(span["published_on"])),
                *(words.t(f"card.part_{span['part']}"), _text(span["text"]), code),
                *(content.name_of(known, words) if known else "", content.name_of(book.voices[voice], words)),
                *(figures_of_mark(span), "; ".join(each.text for each in reasons_of(_text(span["rule"]), words))),
                *_alternative(cues.get(str(span["cue_id"]))),
                *(_decision(decided.get(reference), words), "", ""),
            )
        )
    return BOM + csv_text(_heads(_MARK, words), lines)


def figures_sheet(table: Table, names: Sequence[str], decided: Mapping[str, Dispute], words: Words) -> str:
    """The table of figures, each with its name to refer to and a column to object in. ``names``: of its rows."""
    rows = [(name, *row, _decision(decided.get(name), words), "") for name, row in zip(names, table.rows, strict=True)]
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


def _decision(dispute: Dispute | None, words: Words) -> str:
    return words.t(f"reply.decision_{dispute.decision.value}") if dispute is not None else ""


def _alternative(cue: Cue | None) -> tuple[str, str]:
    """What to write instead, and the guides that say so."""
    return (" / ".join(cue.instead), "; ".join(guide_names(cue))) if cue is not None else ("", "")


def _text(value: object) -> str:
    return press_text(value) if isinstance(value, str) else ""


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
